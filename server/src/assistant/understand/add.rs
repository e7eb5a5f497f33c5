//! New tasks: from the words behind "add", "remind me to" and the like to titles and their details.

use super::asking::Question;
use super::command::Outcome;
use super::normalise::{Token, trim};
use super::pattern::Captures;
use super::reference::is_empty_noun;
use super::slots::{self, Slots};
use super::types::{Action, Intent};
use super::{Turn, date, scope, title};

/// The tasks that a matched phrase adds; `None` if it was not meant to add one.
pub(crate) fn build(captures: &Captures, turn: &Turn) -> Option<Outcome> {
    let get = |name| captures.get(name);
    if let Some(words) = get("slots") {
        let before = slots::read(words, turn.now);
        if !slots::is_empty(&before.rest) {
            return None;
        }
        return finish(merge(before, slots::read(get("title")?, turn.now)), false, 0.95, turn);
    }
    if let Some(words) = get("need") {
        return need(words, turn);
    }
    if let Some(words) = get("suggested") {
        let outcome = need(words, turn).filter(|o| o.intent == Intent::Add && o.ask.is_none())?;
        let title = outcome.actions.first()?.title.clone()?;
        return Some(Outcome { ask: Some(turn.say(Question::Propose(&title))), ..outcome });
    }
    if let Some(words) = get("listed") {
        let slots = slots::read(words, turn.now);
        return if slots.listed { finish(slots, false, 0.95, turn) } else { None };
    }
    if let Some(words) = get("wanted") {
        // "i need to ..." is read elsewhere.
        let slots = slots::read(words, turn.now);
        let told = words[0].is_one_of(&["to", "you", "that"]) || scope::is_question(words);
        return if slots.listed && !told { finish(slots, false, 0.85, turn) } else { None };
    }
    if let Some(words) = get("reason") {
        // "i really should clean the oven, can you add that to my list"
        let at = words.iter().rposition(|t| t.is_one_of(&["should", "must", "gotta"]));
        let need = || words.iter().rposition(|t| t.is("need"));
        let to = words
            .windows(2)
            .rposition(|pair| pair[0].is_one_of(&["need", "have", "got", "want"]) && pair[1].is("to"));
        let Some(at) = at.or(to.map(|at| at + 1)).or_else(need) else {
            return Some(Outcome::ask(Intent::Add, turn.say(Question::Title)));
        };
        return finish(slots::read(&[&words[at + 1..], get("where")?].concat(), turn.now), true, 0.8, turn);
    }
    if let Some(words) = get("where") {
        let title = get("title").or_else(|| get("thing"))?;
        if scope::is_question(title) || get("thing").is_some_and(|words| !scope::is_bare_thing(words)) {
            return None;
        }
        let outcome = finish(slots::read(&[title, words].concat(), turn.now), false, 0.8, turn)?;
        // "x on the shopping list" has no verb, or one that is not known here.
        let title = outcome.actions.first().and_then(|a| a.title.clone()).filter(|_| get("thing").is_some());
        return Some(match title {
            Some(title) => Outcome { ask: Some(turn.say(Question::Propose(&title))), ..outcome },
            None => outcome,
        });
    }
    if let Some(name) = get("named").or_else(|| get("list")) {
        // "shopping list: bread, milk"
        if name.len() > 3 || scope::is_question(name) {
            return None;
        }
        let mut slots = slots::read(get("title")?, turn.now);
        let on = super::normalise::tokens("on my");
        let list = super::normalise::tokens("list");
        super::list::take_list(
            &mut [&on[..], name, &list[..]].concat(),
            false,
            &mut slots.tags,
            &mut slots.listed,
        );
        return finish(slots, false, 0.85, turn);
    }
    if let Some(words) = get("dated") {
        let mut slots = slots::read(words, turn.now);
        slots.reminders.extend(get("lead").and_then(super::reminder::only_lead));
        return if slots.when.is_some() && !scope::is_question(words) {
            finish(slots, true, 0.8, turn)
        } else {
            None
        };
    }
    if let Some(words) = get("event") {
        let slots = slots::read(words, turn.now);
        let named = trim(&slots.rest);
        // "a conference call with the london team": whom it is with may take some words.
        let with = named.iter().position(|t| t.is("with")).unwrap_or(named.len());
        let meant = slots.when.is_some()
            && with <= 6
            && named.len() <= 9
            && scope::is_event(words)
            && !scope::is_foreign(words);
        return if meant { finish(slots, false, 0.8, turn) } else { None };
    }
    if let Some(words) = get("foreign").or_else(|| get("remembered")) {
        // "remember the titans is a good movie" says something.
        let states = words.iter().any(|t| t.is_one_of(&["is", "was", "are", "were"]));
        return if scope::is_foreign(words) && !scope::is_event(words)
            || states
            || scope::is_question(words)
            || words[0].is_one_of(&["me", "us", "you", "that"])
        {
            None
        } else {
            let outcome = finish(slots::read(words, turn.now), false, 0.85, turn)?;
            // "remember" and a word may as well be a memory.
            let title = outcome.actions.first().and_then(|a| a.title.clone());
            let dated = outcome.actions.iter().any(|a| a.due.is_some());
            let verb = words[0].is_one_of(title::TASK_VERBS);
            let unsure =
                get("remembered").is_some() && (!dated || !verb && words.len() > 2 || words.len() > 5);
            match title.filter(|_| unsure) {
                Some(title) => Some(Outcome { ask: Some(turn.say(Question::Propose(&title))), ..outcome }),
                None => Some(outcome),
            }
        };
    }
    if let Some(words) = get("remind") {
        let told = match words {
            [first, rest @ ..] if first.is_one_of(&["of", "about"]) => rest,
            _ => words,
        };
        if scope::is_question(told)
            || told.iter().take(2).any(|t| t.is_one_of(&["date", "time"])) && told.iter().any(|t| t.is("of"))
            || words.first().is_some_and(|t| t.is_one_of(&["me", "us", "you", "your"]))
        {
            return None;
        }
        let slots = led_by_time(words, turn).unwrap_or_else(|| slots::read(words, turn.now));
        return finish(slots, true, 0.95, turn);
    }
    let Some(words) = get("title") else { return Some(Outcome::ask(Intent::Add, turn.say(Question::Title))) };
    if is_empty_noun(words) {
        return Some(Outcome::ask(Intent::Add, turn.say(Question::Title)));
    }
    let mut slots = slots::read(words, turn.now);
    if uncount(&mut slots.rest) {
        return finish_with(slots, title::split_list, 0.9, turn);
    }
    if !slots.listed && scope::is_added_elsewhere(words) {
        return None;
    }
    let infinitive = words.first().is_some_and(|t| t.is("to"));
    finish(slots, infinitive, 0.9, turn)
}

/// "remind me tomorrow to buy a ticket for friday": the day that stands first is the reminder's, and that of the thing stays in
/// its title. A time alone is completed by a day behind it, unless that belongs to a thing: "at 5 to print the slides for monday".
fn led_by_time(words: &[Token], turn: &Turn) -> Option<Slots> {
    let first =
        date::find_all(words, turn.now, false).into_iter().next().filter(|found| found.tokens.start == 0)?;
    let (before, rest) = words.split_at(first.tokens.end);
    rest.first().filter(|t| t.is_one_of(&["to", "that", "about"]))?;
    let of_the_thing = |found: &date::Found| {
        let leads = rest
            .get(found.tokens.start)
            .is_some_and(|t| t.is_one_of(&["for", "about", "of", "before", "after"]));
        found.names_day() && (leads || first.names_day())
    };
    date::find_all(rest, turn.now, false).iter().any(of_the_thing).then_some(())?;
    let time = slots::read(before, turn.now);
    slots::is_empty(&time.rest).then(|| merge(time, slots::read_untimed(rest)))
}

/// "three tasks: a, b": what says only that something follows.
fn uncount(rest: &mut Vec<Token>) -> bool {
    #[rustfmt::skip] // Packed: it is a list of words.
    const LEADS: &[&str] = &[
        "these", "those", "this", "the", "following", "new", "some", "few", "a", "to", "my", "things", "thing", "stuff", "two",
        "three", "four", "five", "six", "2", "3", "4", "5", "6", "list", "of",
    ];
    let Some(colon) = rest.iter().position(|t| t.is(":")) else { return false };
    let said = colon > 0
        && rest[..colon].iter().all(|t| t.is_one_of(LEADS) || t.is_one_of(super::phrases::TASK_NOUNS));
    if said {
        rest.drain(..=colon);
    }
    said
}

/// "I need to buy milk" is a task; "I need to delete milk from my list" is a command, and "I need to talk to an agent"
/// neither.
fn need(words: &[Token], turn: &Turn) -> Option<Outcome> {
    if let Some(outcome) = super::command::read(words, turn).filter(|o| o.sure || o.ask.is_some()) {
        return Some(outcome);
    }
    let words = match words {
        [first, rest @ ..] if first.is("to") => rest,
        _ => words,
    };
    if scope::is_request(words) || scope::is_question(words) {
        return None;
    }
    let slots = slots::read(words, turn.now);
    let other_command = words
        .first()
        .is_some_and(|t| t.is_one_of(&["edit", "change", "update", "delete", "remove", "move", "cancel"]));
    if slots.listed && other_command {
        return None;
    }
    finish(slots, true, 0.75, turn)
}

/// What is typed where tasks are added: with a command to add or without, it is a task.
pub(crate) fn typed(words: &[Token], turn: &Turn) -> Outcome {
    super::clause::read(words, turn)
        .filter(|outcome| {
            !outcome.actions.is_empty() && outcome.actions.iter().all(|a| a.intent == Intent::Add)
        })
        .map(|outcome| Outcome { ask: None, ..outcome })
        .or_else(|| finish(slots::read(words, turn.now), true, 0.9, turn))
        .unwrap_or_else(|| Outcome::ask(Intent::Add, turn.say(Question::Title)))
}

fn merge(before: Slots, after: Slots) -> Slots {
    Slots {
        when: after.when.or(before.when),
        rrule: after.rrule.or(before.rrule),
        repeat_from: after.repeat_from.or(before.repeat_from),
        reminders: before.reminders.into_iter().chain(after.reminders).collect(),
        priority: after.priority.or(before.priority),
        tags: before.tags.into_iter().chain(after.tags).collect(),
        listed: after.listed || before.listed,
        rest: after.rest,
    }
}

/// One action for each title. After "to" comes what one person does, so a list in it belongs to its verb.
fn finish(slots: Slots, infinitive: bool, confidence: f64, turn: &Turn) -> Option<Outcome> {
    let split = if infinitive { |words: &[Token]| vec![words.to_vec()] } else { title::split };
    let outcome = finish_with(slots, split, confidence, turn)?;
    Some(Outcome { infinitive, ..outcome })
}

/// What stands there without a verb of the list, but names a time or an errand: "lunch with deb at noon today", "buy milk". It is asked
/// whether to.
pub(crate) fn propose(words: &[Token], turn: &Turn) -> Option<Outcome> {
    let words = super::polite::strip(trim(words));
    let slots = slots::read(words, turn.now);
    let rest = trim(&slots.rest);
    let first = rest.first()?;
    let dated = slots.when.as_ref().is_some_and(|when| when.day_said || when.has_time);
    let told = rest.get(1).is_some_and(|t| t.is_one_of(&["me", "us", "you", "your"]));
    let begins = dated && first.is_one_of(title::TASK_VERBS) && !told
        || dated && scope::is_event(rest) && scope::begins_as_thing(rest)
        || rest.len() > 1 && scope::is_own_doing(rest);
    let other = super::vocabulary::ASKING.iter().any(|word| words[0].is(word))
        || scope::is_question(words)
        || scope::is_foreign(words)
        || super::polite::is_refusal(words);
    if words.len() > 14 || !begins || other {
        return None;
    }
    let outcome = finish(slots, true, 0.5, turn).filter(|o| o.ask.is_none())?;
    let title = outcome.actions.first()?.title.clone()?;
    Some(Outcome { ask: Some(turn.say(Question::Propose(&title))), ..outcome })
}

fn finish_with(
    slots: Slots,
    split: impl Fn(&[Token]) -> Vec<Vec<Token>>,
    confidence: f64,
    turn: &Turn,
) -> Option<Outcome> {
    let titles = split(&slots.rest);
    // "add buy salt, complete milk": a further task or a command? A wrong guess would write.
    let commands = ["complete", "delete", "remove", "reopen", "uncheck", "rename", "untag"];
    if titles.iter().skip(1).any(|words| words.first().is_some_and(|t| t.is_one_of(&commands))) {
        return Some(Outcome::ask(Intent::Add, turn.say(Question::Apart)));
    }
    let mut tags = slots.tags;
    tags.dedup();
    let actions: Vec<Action> = titles
        .iter()
        .filter_map(|words| title::clean(trim(words)))
        .map(|title| Action {
            title: Some(title),
            due: slots.when.as_ref().map(|w| w.due),
            has_time: slots.when.as_ref().map(|w| w.has_time),
            rrule: slots.rrule.clone(),
            repeat_from: slots.repeat_from,
            reminders: (!slots.reminders.is_empty()).then(|| slots.reminders.clone()),
            priority: slots.priority,
            tags: (!tags.is_empty()).then(|| tags.clone()),
            ..Action::new(Intent::Add)
        })
        .collect();
    if actions.is_empty() || actions.iter().any(|a| a.title.as_deref().is_some_and(scope::is_vague)) {
        return Some(Outcome::ask(Intent::Add, turn.say(Question::Title)));
    }
    Some(Outcome { actions, sure: confidence > 0.8, ..Outcome::new(Intent::Add, confidence) })
}
