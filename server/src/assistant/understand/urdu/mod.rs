//! Urdu, in Arabic script and in Latin letters. Its verbs stand last and its words have many spellings, so it has a vocabulary
//! (`lexicon`), dates (`date`) and phrases of its own; what they find is read by the readers of titles, references and filters.

mod change;
mod date;
mod lexicon;
mod list;
mod phrases;

use super::asking::Question;
use super::command::Outcome;
use super::normalise::{Kind, Token, trim};
use super::types::{Action, Filter, Intent};
use super::{Turn, clause, pattern, slots, title, undoing};
use change::change;
use date::Timed;
use list::{list, question};
use phrases::{COMMANDS, REPLIES};
use shared::task::StatusFilter;

/// What a message in Urdu asks for; `None` if it is no command known here.
pub(crate) fn read(tokens: &[Token], turn: &Turn) -> Option<Outcome> {
    let sentences = clause::sentences(tokens).filter(|words| !words.is_empty());
    clause::whole(sentences.map(|words| sentence(words, turn)).collect::<Option<_>>()?)
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
