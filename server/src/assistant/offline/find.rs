//! Which tasks are meant: by number, by words of the title, or all that a filter describes.

use super::words::Words;
use crate::assistant::runner::Runner;
use crate::assistant::understand::{Filter, Shown};
use crate::domain::text::fold;
use crate::error::{Error, Result};
use serde_json::{Map, Value, json};
use shared::chat::ToolCall;
use shared::task::{StatusFilter, Task};
use std::collections::BTreeSet;

/// How alike two words have to be to be one word mistyped.
const ALIKE: f64 = 0.88;

/// The tasks that a `list_tasks` call answered; none for another tool.
pub fn tasks_of(call: &ToolCall) -> Vec<Task> {
    if call.name != "list_tasks" {
        return Vec::new();
    }
    serde_json::from_value(call.result.clone()).unwrap_or_default()
}

/// Lists what a filter describes, the soonest due first.
pub async fn list(
    runner: &mut Runner,
    filter: Option<&Filter>,
    default_status: StatusFilter,
    words: &Words,
) -> Result<ToolCall> {
    look(runner, arguments(filter, default_status, words)).await
}

/// A refused look-up found nothing out, which is no "nothing found".
async fn look(runner: &mut Runner, arguments: Value) -> Result<ToolCall> {
    let call = runner.call("list_tasks", arguments).await?;
    match call.is_error {
        true => {
            let reason = call.result.as_str().unwrap_or("I could not look your tasks up.").to_owned();
            Err(Error::bad_request("LOOK_UP_REFUSED", reason))
        }
        false => Ok(call),
    }
}

/// The tasks that some words find.
pub struct Matches {
    pub tasks: Vec<Task>,
    /// The words are words of the titles. Anything weaker is a guess, and not to be acted on unasked.
    pub sure: bool,
}

/// The tasks whose title has these words, the best matches only.
pub async fn by_words(
    runner: &mut Runner,
    reference: &str,
    filter: Option<&Filter>,
    status: StatusFilter,
    words: &Words,
) -> Result<Matches> {
    let mut wanted = arguments(filter, status, words);
    wanted["q"] = json!(reference);
    let found = tasks_of(&look(runner, wanted).await?);
    if !found.is_empty() {
        let (tasks, sure) = best_titles(found, |task| &task.title, reference);
        return Ok(Matches { tasks, sure });
    }
    let Some(wanted) = mistyped(reference) else { return Ok(Matches { tasks: Vec::new(), sure: false }) };
    let all = tasks_of(&list(runner, filter, status, words).await?);
    // Long enough with many tasks to hold up everyone else's requests.
    let alike = move || all.into_iter().filter(|task| resembles(&task.title, &wanted)).collect();
    let tasks = tokio::task::spawn_blocking(alike).await.map_err(Error::internal)?;
    Ok(Matches { tasks, sure: false })
}

/// A title that is the reference beats titles that have its words, and those beat parts of words and descriptions.
fn best_titles<T: Clone>(found: Vec<T>, title: impl Fn(&T) -> &str, reference: &str) -> (Vec<T>, bool) {
    let folded = fold(reference);
    let wanted = words_of(&folded);
    let exact = |one: &T| fold(title(one)) == folded;
    let has_all = |one: &T| {
        let title = fold(title(one));
        let title = words_of(&title);
        wanted.iter().all(|word| title.iter().any(|other| is_one_word(word, other)))
    };
    for is_match in [&exact as &dyn Fn(&T) -> bool, &has_all] {
        let best: Vec<T> = found.iter().filter(|one| is_match(one)).cloned().collect();
        if !best.is_empty() {
            return (best, true);
        }
    }
    (found, false)
}

/// Of some tasks those whose title has these words, and that surely, or those whose words are alike.
pub fn among(shown: Vec<Shown>, reference: &str) -> (Vec<Shown>, bool) {
    let (mut found, sure) = best_titles(shown, |one| &one.title, reference);
    if !sure {
        let wanted = mistyped(reference);
        found.retain(|one| wanted.as_ref().is_some_and(|wanted| resembles(&one.title, wanted)));
    }
    (found, sure)
}

/// Words without the marks around them.
fn words_of(folded: &str) -> Vec<&str> {
    folded
        .split_whitespace()
        .map(|word| match word.trim_matches(|c: char| !c.is_alphanumeric()) {
            "" => word,
            bare => bare,
        })
        .collect()
}

/// Whether two words are one, but for a plural.
fn is_one_word(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let plural = || short.len() > 2 && short.chars().all(char::is_alphabetic);
    match long.strip_prefix(short) {
        Some("") => true,
        Some("s" | "es") => plural(),
        _ => false,
    }
}

/// Words in which a typing error is looked for, at most so many.
const MISTYPED_MAX: usize = 12;

/// The words of a reference that may be mistyped; none where they are so many that it is no title.
fn mistyped(reference: &str) -> Option<BTreeSet<String>> {
    let folded = fold(reference);
    let words: BTreeSet<String> =
        words_of(&folded).into_iter().filter(|word| word.chars().count() > 2).map(str::to_owned).collect();
    (1..=MISTYPED_MAX).contains(&words.len()).then_some(words)
}

/// Whether every wanted word is a word of the title, typing errors allowed.
fn resembles(title: &str, wanted: &BTreeSet<String>) -> bool {
    let title = fold(title);
    let title: BTreeSet<&str> = words_of(&title).into_iter().collect();
    wanted.iter().all(|word| title.iter().any(|other| is_alike(word, other)))
}

/// Comparing is dear, and pointless where the lengths tell already.
fn is_alike(a: &str, b: &str) -> bool {
    const LONG: usize = 40;
    const SLIPS: usize = 2;
    a == b
        || a.len().max(b.len()) <= LONG
            && a.chars().count().abs_diff(b.chars().count()) <= SLIPS
            && strsim::jaro_winkler(a, b) >= ALIKE
}

fn arguments(filter: Option<&Filter>, default_status: StatusFilter, words: &Words) -> Value {
    let mut arguments = Map::new();
    let filter = filter.cloned().unwrap_or_default();
    let is_overdue = filter.overdue == Some(true);
    let status = if is_overdue { StatusFilter::Pending } else { filter.status.unwrap_or(default_status) };
    let before = if is_overdue { Some(words.now.fixed_offset()) } else { filter.due_before };
    arguments.insert("status".into(), json!(status));
    let mut given = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            arguments.insert(name.into(), value);
        }
    };
    given("priority", filter.priority.map(|priority| json!(priority)));
    given("tags", filter.tags.map(|tags| json!(tags)));
    given("q", filter.q.map(|text| json!(text)));
    given("due_after", filter.due_after.map(|time| json!(time.to_utc())));
    given("due_before", before.map(|time| json!(time.to_utc())));
    given("completed_after", filter.completed_after.map(|time| json!(time.to_utc())));
    given("completed_before", filter.completed_before.map(|time| json!(time.to_utc())));
    given("sort", Some(json!("due_at")));
    given("order", Some(json!("asc")));
    Value::Object(arguments)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failing test may panic")]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_title_act_and_parts_of_them_do_not() {
        let table = [
            ("Start the car", "car", true),
            ("Start the car", "START CAR", true),
            ("Start the car", "art", false),
            ("Send form 12", "form 12", true),
            ("Send form 12", "form 1", false),
            ("Return the books!", "book", true),
            ("Buy tomato", "tomatoes", true),
            ("Read book", "milk", false),
            ("Straße fegen", "STRASSE", true),
        ];
        for (title, reference, sure) in table {
            let task: Task = serde_json::from_value(json!({
                "id": 1, "user_id": "u", "title": title, "description": null, "completed": false,
                "priority": "medium", "due_at": null, "tags": [], "recurrence": null, "completed_at": null,
                "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
            }))
            .unwrap();
            assert_eq!(
                best_titles(vec![task], |task| &task.title, reference).1,
                sure,
                "{reference} in {title}"
            );
        }
    }

    #[test]
    fn typing_errors_are_looked_for_in_few_words() {
        let alike =
            |title: &str, reference: &str| mistyped(reference).is_some_and(|words| resembles(title, &words));
        assert!(alike("Call mark", "call mary") && alike("Buy groceries", "grocries"));
        assert!(!alike("Sell car", "sell caravan") && !alike("Sell car", "is"));
        let many: Vec<String> = (0..20).map(|n| format!("word{n}")).collect();
        assert!(!alike(&many.join(" "), &many.join(" ")));
        assert!(alike("zqx aaab", &"aaac ".repeat(700)), "a word said often is one word");
    }
}
