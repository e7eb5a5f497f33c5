//! Several commands in one message: "add milk and delete task 3; show my list".

use super::asking::Question;
use super::command::{self, Outcome};
use super::normalise::{Token, trim};
use super::types::Intent;
use super::vocabulary::NO;
use super::{Turn, afterthought, date, polite, slots};

/// Reads all commands of a message as one outcome; `None` if there is none in it.
pub(crate) fn read(tokens: &[Token], turn: &Turn) -> Option<Outcome> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    let mut is_doubtful = begins_with(tokens, HEDGES);
    for sentence in sentences(tokens) {
        is_doubtful |= !outcomes.is_empty() && doubts(sentence);
        // "Add buy milk. Make it high priority."
        let both = outcomes.last().filter(|_| afterthought::begins(sentence));
        if let Some(both) = both.and_then(|last| afterthought::read(last, sentence, turn)) {
            outcomes.pop();
            outcomes.push(both);
            continue;
        }
        outcomes.extend(sentence_outcomes(sentence, turn));
    }
    // "delete buy milk. wait, no": what is there already is not touched by halves. Something new does no harm.
    if is_doubtful && outcomes.iter().any(|o| o.intent.writes() && o.intent != Intent::Add) {
        return Some(Outcome::ask(Intent::None, turn.say(Question::SayAgain)));
    }
    whole(outcomes)
}

/// What stands between full stops and the like, without punctuation around it.
pub(crate) fn sentences(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    let ends =
        |t: &Token| t.is_mark() && matches!(t.raw.as_str(), ";" | "\n" | "." | "!" | "?" | "؛" | "۔" | "؟");
    tokens.split(ends).map(trim)
}

/// All commands of a message as one outcome.
pub(crate) fn whole(mut outcomes: Vec<Outcome>) -> Option<Outcome> {
    // A question must not be half answered: with something to ask, nothing is done yet.
    if let Some(asking) = outcomes.iter().position(|o| o.ask.is_some()) {
        return Some(outcomes.swap_remove(asking));
    }
    let mut outcomes = outcomes.into_iter();
    let mut whole = outcomes.next()?;
    for outcome in outcomes {
        whole.actions.extend(outcome.actions);
        whole.confidence = whole.confidence.min(outcome.confidence);
    }
    Some(whole)
}

const HEDGES: &[&str] = &["maybe", "perhaps", "possibly", "hmm"];
/// Beside every no, what calls a sentence before it into question.
const DOUBTS: &[&str] = &["actually", "or", "unless", "but", "please dont", "please do not"];

/// Whether a sentence takes back or questions the one before it.
fn doubts(sentence: &[Token]) -> bool {
    let speaks_against = [NO, HEDGES, DOUBTS].iter().any(|table| begins_with(sentence, table));
    speaks_against && !polite::is_reminder(sentence)
}

fn begins_with(tokens: &[Token], phrases: &[&str]) -> bool {
    let tokens = trim(tokens);
    phrases.iter().any(|phrase| {
        let mut words = tokens.iter();
        phrase.split(' ').all(|word| words.next().is_some_and(|t| t.is(word)))
    })
}

/// More places at which a sentence might be cut than this are not looked at.
const MOST_CUTS: usize = 16;

/// The commands of a sentence. It is cut at an "and" only where both sides are commands.
fn sentence_outcomes(tokens: &[Token], turn: &Turn) -> Vec<Outcome> {
    if let Some((first, second)) = two_reminders(tokens, turn) {
        return [first, second].iter().flat_map(|words| sentence_outcomes(words, turn)).collect();
    }
    if let Some(at) = afterthought::cut(tokens)
        && let [command] = &sentence_outcomes(&tokens[..at], turn)[..]
        && let Some(both) = afterthought::read(command, &tokens[at + 1..], turn)
    {
        return vec![both];
    }
    let joint = |t: &Token| t.is_one_of(&["and", "then", "but", "&", ","]);
    // "add milk, but don't delete anything": the left side is the command.
    let prohibition = |at: &usize| tokens[*at].is_one_of(&["but", ","]) && is_prohibition(&tokens[at + 1..]);
    let end = (1..tokens.len()).find(prohibition).unwrap_or(tokens.len());
    let tokens = &tokens[..end];
    let cuts: Vec<usize> = (1..tokens.len())
        .filter(|at| joint(&tokens[*at]) && begins_command(&tokens[*at..]))
        .take(MOST_CUTS)
        .collect();
    // From the right, so that each rest of the sentence is read only once: `rests[n]` is what follows cut n.
    let mut rests: Vec<Vec<Outcome>> = Vec::new();
    let starts: Vec<usize> = std::iter::once(0).chain(cuts.iter().map(|at| at + 1)).collect();
    for (n, start) in starts.iter().enumerate().rev() {
        let read = cuts[n..].iter().enumerate().find_map(|(more, at)| {
            let left = one(&tokens[*start..*at], turn)?;
            let right = &rests[rests.len() - 1 - more];
            cuts_well(&left, right, &tokens[*start..*at], &tokens[at + 1..])
                .then(|| std::iter::once(left).chain(right.clone()).collect())
        });
        rests.push(read.unwrap_or_else(|| one(&tokens[*start..], turn).into_iter().collect()));
    }
    rests.pop().unwrap_or_default()
}

/// "remind me to call joe tomorrow and to pay rent on friday": two, where each has a date of its own.
fn two_reminders(tokens: &[Token], turn: &Turn) -> Option<(Vec<Token>, Vec<Token>)> {
    let words = super::polite::strip(trim(tokens));
    let [remind, me, ..] = words else { return None };
    if !remind.is("remind") || !me.is("me") {
        return None;
    }
    let at = words.windows(2).position(|pair| pair[0].is("and") && pair[1].is("to"))?;
    let (left, right) = (&words[..at], &words[at + 1..]);
    let dated = |words: &[Token]| date::find(words, turn.now).len() == 1;
    (dated(left) && dated(right)).then(|| (left.to_vec(), [&words[..2], right].concat()))
}

/// Whether what stands behind an "and" is a command of its own. "remind me to check and update the report" is one task:
/// behind a verb phrase the right side must surely speak of the list.
fn cuts_well(left: &Outcome, right: &[Outcome], left_words: &[Token], right_words: &[Token]) -> bool {
    // "on my to do list, add dishes": the left side says where.
    let only_place = left.intent == Intent::List
        && left_words.first().is_some_and(|t| t.is_one_of(&["on", "in", "to", "for"]));
    if only_place {
        return false;
    }
    let goes_on = left.infinitive || left.intent == Intent::Add && begins_with_verb(left);
    right.first().is_some_and(|r| r.ask.is_none() && (!goes_on || names_a_task(right_words, r)))
}

/// One command, with what may stand before it: "tomorrow at 5 remind me to ...", "on my shopping list, add ...".
fn one(tokens: &[Token], turn: &Turn) -> Option<Outcome> {
    let direct = command::read(tokens, turn);
    if direct.is_some() {
        return direct;
    }
    if let Some(outcome) = on_condition(tokens, turn) {
        return Some(outcome);
    }
    let tokens = super::polite::strip(trim(tokens));
    let leading = date::find_all(tokens, turn.now, false).into_iter().next().filter(|f| f.tokens.start == 0);
    let names_list = |t: &Token| t.is_one_of(&["list", "calendar", "schedule", "agenda"]);
    let list_ends = || {
        tokens.first().filter(|t| t.is_one_of(&["on", "in", "to", "for"]))?;
        tokens.iter().take(8).position(names_list).map(|n| n + 1)
    };
    let cut = leading.map(|f| f.tokens.end).or_else(list_ends)?;
    let (before, command) = tokens.split_at(cut);
    // "tomorrow remind me to ...": as if the day stood behind "remind me".
    if let [remind, me, rest @ ..] = super::polite::strip(trim(command))
        && remind.is("remind")
        && me.is_one_of(&["me", "us"])
    {
        let moved = [&[remind.clone(), me.clone()], before, rest].concat();
        return command::read(&moved, turn).filter(|o| o.intent == Intent::Add);
    }
    let mut outcome = command::read(command, turn)?;
    let details = slots::read(before, turn.now);
    if !slots::is_empty(&details.rest) {
        return None;
    }
    // "on my shopping list, remove bread"
    if matches!(outcome.intent, Intent::Delete | Intent::Complete) && details.listed && details.when.is_none()
    {
        for action in outcome.actions.iter_mut().filter(|a| a.reference.is_some() && !details.tags.is_empty())
        {
            action.filter.get_or_insert_default().tags = Some(details.tags.clone());
        }
        return Some(outcome);
    }
    if outcome.intent != Intent::Add {
        return None;
    }
    for action in &mut outcome.actions {
        if let Some(when) = &details.when {
            // "tomorrow remind me at 5": the time stands in the other half.
            let both = [before, command].concat();
            let when = slots::read(&both, turn.now)
                .when
                .filter(|_| action.due.is_some())
                .unwrap_or_else(|| when.clone());
            (action.due, action.has_time) = (Some(when.due), Some(when.has_time));
        }
        if !details.tags.is_empty() {
            action.tags.get_or_insert_default().extend(details.tags.clone());
        }
    }
    Some(outcome)
}

/// "the next time it rains, remind me to close the windows": the condition goes into the title, for nobody else keeps it.
fn on_condition(tokens: &[Token], turn: &Turn) -> Option<Outcome> {
    let words = super::polite::strip(trim(tokens));
    let starts = ["when", "whenever", "once", "if", "as", "after", "before", "next", "the"];
    let at = words
        .windows(2)
        .position(|pair| pair[0].is("remind") && pair[1].is_one_of(&["me", "us"]))
        .filter(|at| *at > 1)?;
    let condition = trim(&words[..at]);
    let conditional =
        words[0].is_one_of(&starts) && (!words[0].is("the") || words[1].is("next") && words[2].is("time"));
    if !conditional || condition.len() > 12 {
        return None;
    }
    let mut outcome =
        command::read(&words[at..], turn).filter(|o| o.intent == Intent::Add && o.actions.len() == 1)?;
    let title = outcome.actions[0].title.as_mut()?;
    *title = format!("{title} {}", super::normalise::written(condition));
    Some(outcome)
}

fn is_prohibition(tokens: &[Token]) -> bool {
    let rest = trim(tokens);
    let rest =
        if rest.first().is_some_and(|t| t.is_one_of(&["but", "and", "please"])) { &rest[1..] } else { rest };
    let refuses = rest.first().is_some_and(|t| t.is_one_of(&["dont", "never"]))
        || matches!(rest, [act, not, ..] if act.is("do") && not.is("not"));
    refuses && super::polite::is_refusal(rest)
}

/// Verbs that start a command and, after "and", hardly a noun.
fn begins_command(tokens: &[Token]) -> bool {
    #[rustfmt::skip] // Packed: it is a list of words.
    const VERBS: &[&str] = &[
        "add", "create", "remind", "remember", "show", "list", "complete", "finish", "mark", "delete",
        "remove", "erase", "cancel", "change", "update", "rename", "move", "reschedule", "postpone",
        "reopen", "uncheck", "tag", "untag", "put", "check", "clear", "take", "tell", "make", "set", "what",
        "whats", "how", "dont", "do", "please", "also", "then", "can", "could", "i", "get",
    ];
    let mut rest = tokens;
    while let [first, later @ ..] = rest
        && (first.is_mark() || first.is_one_of(&["and", "then", "but", "&", "also"]))
    {
        rest = later;
    }
    let near = &rest[..rest.len().min(NEAR)];
    // "remind me 10 minutes before" belongs to what stands before it.
    let is_reminder =
        rest.first().is_some_and(|t| t.is_one_of(&["remind", "set", "with", "alert", "notify"]))
            && (1..rest.len().min(6)).any(|i| {
                super::reminder::reminder_at(rest, i)
                    .is_some_and(|(range, _)| range.end == rest.len() && range.start == 0)
            });
    !is_reminder && super::polite::strip(near).first().is_some_and(|t| t.is_one_of(VERBS))
}

/// So many words of politeness may stand before a verb.
const NEAR: usize = 12;

fn begins_with_verb(outcome: &Outcome) -> bool {
    let title = outcome.actions.first().and_then(|a| a.title.as_deref()).unwrap_or_default();
    let first = title.split(' ').next().unwrap_or_default().to_lowercase();
    super::title::TASK_VERBS.contains(&first.as_str())
}

/// Whether a command behind a verb phrase surely speaks of the list.
fn names_a_task(tokens: &[Token], outcome: &Outcome) -> bool {
    let starts_new =
        super::polite::strip(trim(tokens)).first().is_some_and(|t| t.is_one_of(&["add", "remind", "show"]));
    starts_new || outcome.sure && outcome.intent != Intent::Add
}
