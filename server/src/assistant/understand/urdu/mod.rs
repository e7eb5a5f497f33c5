//! Urdu, in Arabic script and in Latin letters. Its verbs stand last and its words have many spellings, so it has a vocabulary
//! (`lexicon`), dates (`date`) and phrases of its own; what they find is read by the readers of titles, references and filters.

mod date;
mod lexicon;
mod phrases;

use super::asking::Question;
use super::command::Outcome;
use super::normalise::{Kind, Token, trim};
use super::types::{Action, Filter, Intent};
use super::{Turn, filter, pattern, reference, slots, title, undoing};
use date::Timed;
use phrases::{COMMANDS, REPLIES};
use shared::task::StatusFilter;

/// What a message in Urdu asks for; `None` if it is no command known here.
pub(crate) fn read(tokens: &[Token], turn: &Turn) -> Option<Outcome> {
    let hard_end =
        |t: &Token| t.is_mark() && matches!(t.raw.as_str(), ";" | "\n" | "." | "!" | "?" | "؛" | "۔" | "؟");
    let sentences: Vec<&[Token]> =
        tokens.split(hard_end).map(trim).filter(|words| !words.is_empty()).collect();
    let mut outcomes: Vec<Outcome> =
        sentences.iter().map(|words| sentence(words, turn)).collect::<Option<_>>()?;
    if let Some(asking) = outcomes.iter().position(|o| o.ask.is_some()) {
        return Some(outcomes.swap_remove(asking));
    }
    let mut outcomes = outcomes.into_iter();
    let mut whole = outcomes.next()?;
    for outcome in outcomes {
        whole.actions.extend(outcome.actions);
    }
    Some(whole)
}

/// The words in their normal forms.
pub(crate) fn translated(tokens: &[Token]) -> Vec<Token> {
    lexicon::translate(trim(tokens))
}

/// Yes, no and the like; for answers to a question, too.
pub(crate) fn reply(tokens: &[Token]) -> Option<Intent> {
    let words = translated(tokens);
    let (intent, _) =
        REPLIES.iter().find(|(_, phrase)| pattern::matches(phrase, &words, &|_, _| true).is_some())?;
    Some(*intent)
}

fn sentence(tokens: &[Token], turn: &Turn) -> Option<Outcome> {
    let words = polite(lexicon::translate(tokens));
    match reply(tokens) {
        Some(intent @ (Intent::Undo | Intent::Redo)) => return Some(undoing::read(intent, &words)),
        Some(intent) => return Some(Outcome::new(intent, 0.9)),
        None => {}
    }
    // "mat hatao", "hatao mat": a prohibition does nothing. "bhoolna mat" is a request.
    let forbids = words.iter().any(|t| t.is("mat"))
        || words.iter().any(|t| t.is("nahi")) && !words.iter().any(|t| t.is("completed"));
    if forbids && !words.iter().any(|t| t.is("bhoolna")) {
        return Some(Outcome::new(Intent::No, 0.7));
    }
    // "A shamil karo aur B hatao": two commands, if both are.
    for at in (1..words.len()).filter(|at| words[*at].is("and") || words[*at].is(",") || words[*at].is("،"))
    {
        let (left, right) = (command(&words[..at], turn), || {
            sentence(&tokens[tokens.len() - (words.len() - at - 1)..], turn)
        });
        if let Some(mut left) = left.filter(|o| o.ask.is_none() && ends_in_verb(&words[..at]))
            && let Some(right) = right().filter(|o| o.ask.is_none() && !o.actions.is_empty())
        {
            left.actions.extend(right.actions);
            return Some(left);
        }
    }
    command(&words, turn)
}

fn ends_in_verb(words: &[Token]) -> bool {
    const VERBS: &[&str] =
        &["karo", "do", "lo", "hatao", "likho", "dilao", "rakho", "dikhao", "badlo", "kholo", "shamil"];
    words.last().is_some_and(|t| t.is_one_of(VERBS))
}

/// Without what is said out of politeness, at either end.
fn polite(mut words: Vec<Token>) -> Vec<Token> {
    const EMPTY: &[&str] =
        &["please", "aap", "آپ", "ap", "karke", "کرکے", "ji", "جی", "acha", "اچھا", "to", "تو", "hey", "ok"];
    while words.last().is_some_and(|t| t.is_one_of(EMPTY) || t.is_mark()) {
        words.pop();
    }
    let mut lead = words.iter().take_while(|t| t.is_one_of(EMPTY) || t.is_mark()).count();
    // "meherbani kar ke ..."
    if lead > 0
        && words.get(lead).is_some_and(|t| t.is("karo"))
        && words.get(lead + 1).is_some_and(|t| t.is("ka"))
    {
        lead += 2;
    }
    words.drain(..lead.min(words.len().saturating_sub(1)));
    words
}

fn command(words: &[Token], turn: &Turn) -> Option<Outcome> {
    let timed = date::take(words, turn);
    if let Some(outcome) = question(&timed, words, turn) {
        return Some(outcome);
    }
    let rest = without_tail(&timed.rest);
    COMMANDS.iter().find_map(|(intent, phrase)| {
        let captures = pattern::matches(phrase, rest, &|_, _| true)?;
        match intent {
            Intent::Add => match captures.get("need") {
                Some(words) => is_to_do(words).then(|| add(words, &timed, true, turn))?,
                None => add(captures.get("title").unwrap_or_default(), &timed, false, turn),
            },
            Intent::Update if captures.get("sure").is_some() && !ends_in_verb(words) => None,
            Intent::List => list(captures.get("filter").unwrap_or_default(), words, turn),
            Intent::Clear => {
                let filter = Filter { status: Some(StatusFilter::Completed), ..Filter::default() };
                Some(Outcome::one(Action { filter: Some(filter), ..Action::new(Intent::Clear) }, 0.9))
            }
            _ => change(*intent, &captures, &timed, turn),
        }
    })
}

const TAIL: &[&str] = &["karo", "do", "lo", "hai", "please", "ga", "گا", "hoga", "ہوگا", "chahiye"];

/// "doodh lena": an infinitive stands last.
fn is_to_do(words: &[Token]) -> bool {
    words.len() > 1
        && words.last().is_some_and(|t| ["na", "ni", "نا", "نی"].iter().any(|end| t.raw.ends_with(end)))
}

/// Forms of "do", "give" and "be" that close a sentence.
fn without_tail(tokens: &[Token]) -> &[Token] {
    let mut words = trim(tokens);
    while let [rest @ .., last] = words
        && (last.is("karna")
            && rest
                .last()
                .is_some_and(|t| t.is_one_of(&["shamil", "completed", "hatao", "badlo", "multawi"]))
            || last.is_one_of(TAIL))
        && !rest.is_empty()
    {
        words = trim(rest);
    }
    words
}

/// "aaj kya karna hai", "kitne kaam baqi hain", "kaun se kaam late hain".
fn question(timed: &Timed, words: &[Token], turn: &Turn) -> Option<Outcome> {
    let has = |word: &str| words.iter().any(|t| t.is(word));
    let about =
        ["task", "tasks", "karo", "list", "pending", "completed", "overdue"].iter().any(|word| has(word));
    // "kya" may also only open a question that asks for something to be done.
    let opens = words.first().is_some_and(|t| t.is("kya"));
    let asks = has("kitne") || has("kaunse") || has("kya") && !(opens && ends_in_verb(words) && !has("hai"));
    if !asks || !about && timed.when.is_none() || has("shamil") || has("hatao") {
        return None;
    }
    let intent = if has("kitne") { Intent::Count } else { Intent::List };
    let outcome = list(words, words, turn)?;
    let mut actions = outcome.actions;
    for action in &mut actions {
        action.intent = intent;
        // "aaj kya karna hai" asks for what is still to be done.
        let to_do = has("karna") && !has("completed");
        if to_do {
            let filter = action.filter.get_or_insert_default();
            filter.status = filter.status.or(Some(StatusFilter::Pending));
        }
    }
    Some(Outcome { intent, actions, ..Outcome::new(intent, 0.9) })
}

fn list(described: &[Token], all: &[Token], turn: &Turn) -> Option<Outcome> {
    let timed = date::take(all, turn);
    let words = date::take(described, turn).rest;
    let (mut rest, mut tags) = (words, Vec::new());
    take_list(&mut rest, &mut tags);
    // "doodh wala kaam": what it is about.
    let about = rest.iter().position(|t| t.is("wala")).map(|at| rest.drain(..=at).collect::<Vec<Token>>());
    let about =
        about.map(|words| words.into_iter().filter(|t| !t.is("wala") && !t.is("my")).collect::<Vec<Token>>());
    for token in rest.iter_mut().filter(|t| t.is_one_of(&["important", "urgent", "low"])) {
        token.norm = if token.is("low") { "low priority" } else { "high priority" }.to_owned();
    }
    // Particles mean nothing to the filter.
    rest.retain(|t| {
        !t.is_one_of(PARTICLES)
            && !t.is_one_of(&[
                "kya", "kaunse", "se_", "kitne", "hai", "karo", "karna", "mujhe", "dikhao", "chahiye",
                "dekhna", "ho", "gaya", "do", "that", "liya", "hogaya", "abhi", "ابھی", "maine",
            ])
    });
    let described: String = rest.iter().map(|t| t.norm.as_str()).collect::<Vec<_>>().join(" ");
    let parsed = filter::parse(&super::normalise::tokens(&described), turn);
    let mut filter = parsed.filter;
    if let Some(when) = &timed.when {
        filter.due_after = Some(turn.now.midnight(when.first));
        filter.due_before = Some(turn.now.midnight(when.end));
    }
    if !tags.is_empty() {
        filter.tags = Some(tags);
    }
    // Words that say nothing about tasks are looked for.
    let unknown: Vec<Token> =
        rest.iter().filter(|t| parsed.unknown.iter().any(|u| u.norm == t.norm)).cloned().collect();
    if !unknown.is_empty() && unknown.len() <= 4 {
        filter.q = Some(super::normalise::written(&unknown));
    }
    match about.as_deref() {
        Some([late]) if late.is("overdue") => filter.overdue = Some(true),
        Some(words) if !words.is_empty() => filter.q = Some(super::normalise::written(words)),
        _ => {}
    }
    let filter = (filter != Filter::default()).then_some(filter);
    Some(Outcome::one(Action { filter, ..Action::new(Intent::List) }, 0.9))
}

const PARTICLES: &[&str] = &["ko", "ka", "mein", "par", "se", "ne", "wala", "that_", "tak"];

/// A new task. What "I must ..." begins may not be meant for the list, and so is less sure.
fn add(words: &[Token], timed: &Timed, need: bool, turn: &Turn) -> Option<Outcome> {
    let (mut rest, mut tags) = (words.to_vec(), Vec::new());
    take_list(&mut rest, &mut tags);
    tags.extend(timed.tags.iter().cloned());
    let mut priority = slots::take_priority(&mut rest);
    // "zaroori kaam: ..."
    if let [level, task, ..] = &rest[..]
        && task.is("task")
        && let Some(said) = slots::only_priority(std::slice::from_ref(level))
    {
        priority = Some(said);
        rest.drain(..2);
    }
    let titles: Vec<String> =
        title::split(unled(&rest)).iter().filter_map(|words| title::clean(unled(words))).collect();
    if titles.is_empty() {
        return Some(Outcome::ask(Intent::Add, turn.say(Question::Title)));
    }
    let actions = titles.into_iter().map(|title| Action {
        title: Some(title),
        due: timed.when.as_ref().map(|w| w.due),
        has_time: timed.when.as_ref().map(|w| w.has_time),
        rrule: timed.rrule.clone(),
        reminders: (!timed.reminders.is_empty()).then(|| timed.reminders.clone()),
        priority,
        tags: (!tags.is_empty()).then(|| tags.clone()),
        ..Action::new(Intent::Add)
    });
    let confidence = if need { 0.75 } else { 0.9 };
    Some(Outcome { actions: actions.collect(), sure: !need, ..Outcome::new(Intent::Add, confidence) })
}

/// Takes what is not of the title off both ends: "mere liye", "ko", "aik kaam :".
fn unled(words: &[Token]) -> &[Token] {
    let mut words = trim(words);
    let leads = [
        "my", "mujhe", "maine", "new", "task", "tasks", "1", "ka", "ko", "mein", "that_", "liye", "لیے",
        "aap", "list", "and",
    ];
    while let [first, rest @ ..] = words
        && first.is_one_of(&leads)
        && !rest.is_empty()
        // "1 kilo" is an amount, "1 kaam" is a task.
        && (!first.is("1") || rest[0].is_one_of(&["new", "task"]))
    {
        words = trim(rest);
    }
    while let [rest @ .., last] = words
        && last.is_one_of(&["ko", "ka", "mein", "par", "that_", "task", "liye", "لیے", "mujhe"])
        && !rest.is_empty()
    {
        words = trim(rest);
    }
    words
}

/// "shopping list mein": the name becomes a tag.
fn take_list(words: &mut Vec<Token>, tags: &mut Vec<String>) {
    let Some(list) = words.iter().position(|t| t.is("list")) else { return };
    let named = list.checked_sub(1).map(|at| &words[at]);
    let is_name = named.is_some_and(|t| {
        t.kind == Kind::Word
            && !t.is_one_of(PARTICLES)
            && !t.is_one_of(&["my", "task", "tasks", "all", "todo", "and"])
    });
    let mut start = list - usize::from(is_name);
    if is_name {
        tags.push(words[start].norm.trim_start_matches('#').to_owned());
    }
    while start > 0 && words[start - 1].is_one_of(&["my", "tasks", "task", "ka"]) {
        start -= 1;
    }
    let end = list + 1 + usize::from(words.get(list + 1).is_some_and(|t| t.is_one_of(PARTICLES)));
    words.drain(start..end);
}

fn change(intent: Intent, captures: &pattern::Captures, timed: &Timed, turn: &Turn) -> Option<Outcome> {
    let mut action = Action::new(intent);
    if let Some(words) = captures.get("new") {
        action.title = title::clean(unled(words));
    }
    if let Some(words) = captures.get("tags") {
        let words: Vec<Token> = words.iter().filter(|t| !t.is_one_of(PARTICLES)).cloned().collect();
        action.tags = Some(slots::tag_words(&words, 0, &[]).0);
    }
    if let Some(words) = captures.get("priority") {
        action.priority = Some(slots::only_priority(words)?);
    }
    if intent == Intent::Update {
        (action.due, action.has_time) =
            (timed.when.as_ref().map(|w| w.due), timed.when.as_ref().map(|w| w.has_time));
        action.keeps_day = timed.when.as_ref().is_some_and(|w| w.has_time && !w.day_said);
        action.rrule = timed.rrule.clone();
        if action == Action::new(intent) {
            return None;
        }
    }
    let Some(words) = captures.get("ref").or_else(|| captures.get("sure")) else {
        return Some(Outcome::ask(intent, turn.say(Question::Which(intent))));
    };
    let (mut words, mut tags) = (words.to_vec(), Vec::new());
    take_list(&mut words, &mut tags);
    words.retain(|t| !t.is_one_of(&["ko", "ne", "wala", "maine", "mujhe", "se_"]));
    while words.last().is_some_and(|t| t.is_one_of(PARTICLES)) {
        words.pop();
    }
    if words.is_empty() {
        return Some(Outcome::ask(intent, turn.say(Question::Which(intent))));
    }
    let reference = reference::read(&words, turn)?;
    if captures.get("sure").is_some() && !reference.sure {
        return None;
    }
    if reference::is_empty_noun(&words) || reference.unclear {
        let asks = if turn.context.shown.is_empty() {
            Question::Which(intent)
        } else {
            Question::WhichOf(&turn.context.shown)
        };
        return Some(Outcome::ask(intent, turn.say(asks)));
    }
    let mut filter = reference.filter.or_else(|| (!tags.is_empty()).then(Filter::default));
    if let Some(filter) = &mut filter {
        if !tags.is_empty() {
            filter.tags = Some(tags);
        }
        if reference.tasks.is_empty()
            && filter.status == Some(StatusFilter::All)
            && intent == Intent::Complete
        {
            filter.status = Some(StatusFilter::Pending);
        }
    }
    if reference.tasks.is_empty() && action.title.is_some() {
        return Some(Outcome::ask(intent, turn.say(Question::Which(intent))));
    }
    let actions = match reference.tasks.is_empty() {
        true => vec![Action { filter, ..action }],
        false => reference
            .tasks
            .into_iter()
            .map(|task| Action { reference: Some(task), filter: filter.clone(), ..action.clone() })
            .collect(),
    };
    Some(Outcome {
        actions,
        sure: reference.sure,
        ..Outcome::new(intent, if reference.sure { 0.9 } else { 0.8 })
    })
}
