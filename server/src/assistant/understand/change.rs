//! Commands on tasks that exist: complete, reopen, delete, update, tag, untag, clear.

use super::asking::Question;
use super::command::Outcome;
use super::date::When;
use super::normalise::{Kind, Token, trim, written};
use super::pattern::Captures;
use super::reference::{self, Reference};
use super::types::{Action, Filter, Intent, Reminder};
use super::{Turn, filter, scope, slots};
use shared::task::{Priority, RepeatFrom, StatusFilter};

/// Whether a capture is of the kind that its name promises; what has no kind always is.
pub(crate) fn accepts(name: &str, words: &[Token], turn: &Turn) -> bool {
    match name {
        "date" | "moment" => slots::only_date(words, turn.now).is_some(),
        "priority" => slots::only_priority(words).is_some(),
        "rule" => slots::only_repeat(words, turn.now).is_some(),
        "completion" => super::date::completion(words) == Some(words.len()),
        "lead" => super::reminder::only_lead(words).is_some(),
        "hashtags" => words.iter().all(|t| t.is_mark() || t.is("and") || slots::hashtag(t).is_some()),
        "where" => {
            let (mut rest, mut listed) = (words.to_vec(), false);
            super::list::take_list(&mut rest, false, &mut Vec::new(), &mut listed);
            let on = words[0].is_one_of(&["to", "on", "onto", "in", "into", "at", "for"]);
            listed && on && slots::is_empty(&rest)
        }
        // "the report", "task 3": a task is more likely meant than with a bare word.
        "owned" => {
            let first = &words[0];
            first.is_one_of(&["the", "my", "our"])
                || filter::bulk(words, turn).is_some()
                || first.kind == Kind::Quote
                || reference::is_number(words)
        }
        "id" => reference::is_number(words),
        "old" => slots::only_date(words, turn.now).is_some(),
        "when" => super::reminder::only_lead(words).is_some(),
        "quoted" => matches!(words, [only] if only.kind == Kind::Quote),
        _ => true,
    }
}

/// What a matched phrase changes; `None` if it cannot have been meant.
pub(crate) fn build(intent: Intent, captures: &Captures, turn: &Turn) -> Option<Outcome> {
    if intent == Intent::Clear {
        let filter = Filter { status: Some(StatusFilter::Completed), ..Filter::default() };
        return Some(Outcome::one(Action { filter: Some(filter), ..Action::new(intent) }, 0.95));
    }
    if let Some(words) = captures.get("bulk") {
        let bulk = filter::bulk(words, turn).or_else(|| whole_list(words, turn))?;
        return Some(Outcome::one(Action { filter: Some(bulk), ..Action::new(intent) }, 0.9));
    }
    if let Some(words) = captures.get("what") {
        let reference = reference::read(words, turn).filter(|r| r.sure)?;
        if reference.unclear {
            return Some(Outcome::ask(intent, choices(intent, turn)));
        }
        return Some(Outcome::ask(intent, turn.say(Question::What(&spoken(&reference)))));
    }
    if captures.get("when").is_some() {
        return Some(Outcome::ask(intent, turn.say(Question::ToWhen)));
    }
    let mut details = Action::new(intent);
    fill(&mut details, captures, turn)?;

    let certain = ["sure", "id", "top", "bottom", "once"].iter().find_map(|name| captures.get(name));
    let words = certain
        .or_else(|| captures.get("ref"))
        .or_else(|| captures.get("loose"))
        .or_else(|| captures.get("owned"))
        .or_else(|| captures.get("statement"));
    let Some(words) = words.filter(|w| !w.is_empty()) else { return just_done(intent, turn) };
    // "set a new reminder for 4" makes one.
    if reference::is_empty_noun(words)
        && words[0].is_one_of(&["a", "an", "new", "another"])
        && details.due.is_some()
    {
        return None;
    }
    let (mut unlisted, mut listed) = (words.to_vec(), false);
    super::list::take_list(&mut unlisted, false, &mut Vec::new(), &mut listed);
    let one = listed && unlisted.first().is_some_and(|t| t.is_one_of(&["a", "an", "this", "that"]));
    if one && reference::is_empty_noun(&unlisted) {
        return Some(Outcome::ask(intent, turn.say(Question::Which(intent))));
    }
    if reference::is_empty_noun(words) && reference::read(words, turn).is_none_or(|r| !r.sure) {
        return Some(Outcome::ask(intent, turn.say(Question::Which(intent))));
    }
    let mut listed = words.to_vec();
    if let Some(list) = captures.get("list") {
        // "take milk off my list": the preposition went into the pattern.
        listed.extend(super::normalise::tokens("from"));
        listed.extend_from_slice(list);
    }
    // "skip to the next track" is for a player.
    if intent == Intent::Skip && words[0].is_one_of(&["to", "ahead", "forward", "back"]) {
        return None;
    }
    let reference = reference::read(&listed, turn)?;
    // Verbs that much else begins with: "completed in 1889, the tower ...".
    if captures.get("loose").is_some() && !reference.sure && words.len() > 5 {
        return None;
    }
    if !reference.sure && (captures.get("sure").is_some() || captures.get("list").is_some()) {
        return None;
    }
    if captures.get("statement").is_some()
        && (scope::is_question(words) || words.len() > 6 || !reference.sure && words.len() > 3)
    {
        return None;
    }
    let own_doing =
        words.iter().take(2).any(|t| t.is_one_of(super::title::TASK_VERBS)) && details.due.is_some();
    let detailed =
        details.tags.is_some() || details.priority.is_some() || details.rrule.is_some() || own_doing;
    if !reference.sure && !detailed && scope::is_foreign(words) {
        return None;
    }
    if reference.unclear {
        return Some(Outcome::ask(intent, choices(intent, turn)));
    }
    // One new title for many tasks is no renaming.
    if details.title.is_some() && reference.tasks.is_empty() {
        return Some(Outcome::ask(intent, turn.say(Question::Which(intent))));
    }
    Some(outcome(details, reference))
}

/// The new values that the phrase names; `None` if they are not of the kind it needs.
fn fill(details: &mut Action, captures: &Captures, turn: &Turn) -> Option<()> {
    if let Some(words) = captures.get("rename") {
        details.title = Some(new_title(words)?);
    }
    if let Some(words) = captures.get("quoted") {
        details.title = Some(new_title(words)?);
    }
    if let Some(words) = captures.get("date") {
        due(details, &slots::only_date(words, turn.now)?);
    }
    if let Some(words) = captures.get("rule") {
        let time = slots::only_repeat(words, turn.now)?;
        (details.rrule, details.repeat_from) = (time.rrule, time.repeat_from);
        // "every monday" leaves a due date as it is, "every monday at 9" names one.
        if let Some(when) = time.when.filter(|when| when.has_time) {
            due(details, &when);
        }
    }
    if captures.get("completion").is_some() {
        details.repeat_from = Some(RepeatFrom::Completion);
    }
    if captures.get("once").is_some() {
        details.rrule = Some(String::new());
    }
    if let Some(words) = captures.get("lead") {
        // "remind me 30 minutes before to leave" is a new task.
        if captures.get("ref").is_some_and(|words| words[0].is_one_of(&["to", "that", "i", "we"])) {
            return None;
        }
        details.reminders = Some(vec![super::reminder::only_lead(words)?]);
    }
    if let Some(words) = captures.get("moment") {
        let when = slots::only_date(words, turn.now)?;
        details.reminders = Some(vec![Reminder::At { at: when.due }]);
    }
    if let Some(words) = captures.get("priority") {
        details.priority = Some(slots::only_priority(words)?);
    }
    if captures.get("top").is_some() {
        details.priority = Some(Priority::High);
    }
    if captures.get("bottom").is_some() {
        details.priority = Some(Priority::Low);
    }
    if let Some(words) = captures.get("new") {
        // A new value that is nothing but a date or a priority is one; else it is the title, word for word.
        if let Some(priority) =
            slots::only_priority(words).filter(|_| words.iter().all(|t| t.kind == Kind::Word))
        {
            details.priority = Some(priority);
        } else if let Some(when) = slots::only_date(words, turn.now) {
            due(details, &when);
        } else if scope::is_foreign(words)
            && !words.iter().any(|t| t.kind == Kind::Quote)
            && !is_sure(captures, turn)
        {
            return None;
        } else {
            details.title = Some(new_title(words)?);
        }
    }
    if let Some(words) = captures.get("hashtags") {
        let tags: Vec<String> = words
            .iter()
            .filter(|t| !t.is_mark() && !t.is("and"))
            .map(slots::hashtag)
            .collect::<Option<_>>()?;
        details.tags = Some(tags);
    }
    if let Some(words) = captures.get("tags") {
        let (tags, end) = slots::tag_words(words, 0, &[]);
        if tags.is_empty() || end != words.len() {
            return None;
        }
        details.tags = Some(tags);
    }
    Some(())
}

fn due(details: &mut Action, when: &When) {
    (details.due, details.has_time) = (Some(when.due), Some(when.has_time));
    details.keeps_day = when.has_time && !when.day_said;
}

fn is_sure(captures: &Captures, turn: &Turn) -> bool {
    captures.get("ref").and_then(|words| reference::read(words, turn)).is_some_and(|r| r.sure)
}

fn new_title(words: &[Token]) -> Option<String> {
    match trim(words) {
        [] => None,
        [only] => Some(capitalised(only.unquoted())),
        words => Some(capitalised(&written(words))),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn whole_list(words: &[Token], turn: &Turn) -> Option<Filter> {
    let parsed = filter::parse(words, turn);
    let meant = parsed.evidence && parsed.unknown.is_empty();
    let status = parsed.filter.status.or(Some(StatusFilter::All));
    meant.then_some(Filter { status, ..parsed.filter })
}

/// "Done!" completes what was just shown, if that was one task; "skip this time" skips it.
fn just_done(intent: Intent, turn: &Turn) -> Option<Outcome> {
    match &turn.context.shown[..] {
        [only] if matches!(intent, Intent::Complete | Intent::Skip) => {
            let reference = Some(only.id.to_string());
            Some(Outcome::one(Action { reference, ..Action::new(intent) }, 0.8))
        }
        _ => Some(Outcome::ask(intent, turn.say(Question::Which(intent)))),
    }
}

/// One action for each task, or one for all that a filter lets through.
fn outcome(details: Action, reference: Reference) -> Outcome {
    let intent = details.intent;
    let confidence = if reference.sure { 0.95 } else { 0.8 };
    let mut filter = reference.filter;
    let changed = match intent {
        Intent::Complete => StatusFilter::Pending,
        Intent::Reopen => StatusFilter::Completed,
        _ => StatusFilter::All,
    };
    if reference.tasks.is_empty()
        && let Some(filter) = &mut filter
        && filter.status == Some(StatusFilter::All)
    {
        filter.status = Some(changed);
    }
    let actions = if reference.tasks.is_empty() {
        vec![Action { filter, ..details }]
    } else {
        let each = |task| Action { reference: Some(task), filter: filter.clone(), ..details.clone() };
        reference.tasks.into_iter().map(each).collect()
    };
    Outcome { actions, sure: reference.sure, ..Outcome::new(intent, confidence) }
}

fn choices(intent: Intent, turn: &Turn) -> String {
    if turn.context.shown.is_empty() {
        return turn.say(Question::Which(intent));
    }
    turn.say(Question::WhichOf(&turn.context.shown))
}

fn spoken(reference: &Reference) -> String {
    match &reference.tasks[..] {
        [only] if only.bytes().all(|b| b.is_ascii_digit()) => format!("task {only}"),
        [only] => format!("\u{201c}{only}\u{201d}"),
        _ => "them".to_owned(),
    }
}
