//! Commands on tasks that exist: complete, reopen, delete, update, tag, untag, clear.

mod values;

pub(crate) use self::values::accepts;
use self::values::fill;
use super::asking::Question;
use super::command::Outcome;
use super::normalise::Token;
use super::pattern::Captures;
use super::reference::{self, Reference};
use super::types::{Action, Filter, Intent};
use super::{Turn, filter, restriction, scope};
use shared::task::StatusFilter;

/// What a matched phrase changes; `None` if it cannot have been meant.
pub(crate) fn build(intent: Intent, captures: &Captures, turn: &Turn) -> Option<Outcome> {
    if intent == Intent::Clear {
        let filter = Filter { status: Some(StatusFilter::Completed), ..Filter::default() };
        return Some(Outcome::one(Action { filter: Some(filter), ..Action::new(intent) }, 0.95));
    }
    if let Some(words) = captures.get("bulk") {
        if restriction::leaves_out(words) || restriction::takes_some(words) {
            return Some(Outcome::ask(intent, turn.say(Question::NotWithout(intent))));
        }
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
    if captures.get("shift").or_else(|| captures.get("later")).is_some() {
        return Some(Outcome::ask(intent, turn.say(Question::ToWhen)));
    }
    if let Some(words) = captures.get("reminded").or_else(|| captures.get("abandoned")) {
        let reference = reference::read(words, turn).filter(|r| !r.unclear && !r.tasks.is_empty())?;
        let name = spoken(&reference);
        let question = match captures.get("reminded") {
            Some(_) => Question::WholeTask(&name),
            None if scope::is_foreign(words) || words.len() > 8 => return None,
            None => Question::NoLonger(&name),
        };
        let question = turn.say(question);
        return Some(Outcome { ask: Some(question), ..outcome(Action::new(intent), reference) });
    }
    let mut details = Action::new(intent);
    fill(&mut details, captures, turn)?;

    let certain =
        ["sure", "id", "top", "bottom", "once", "undated", "unranked", "unreminded", "silenced", "pronoun"]
            .iter()
            .find_map(|name| captures.get(name));
    let words = certain
        .or_else(|| captures.get("ref"))
        .or_else(|| captures.get("loose"))
        .or_else(|| captures.get("owned"))
        .or_else(|| captures.get("finished"))
        .or_else(|| captures.get("statement"))
        .or_else(|| captures.get("told"));
    let Some(words) = words.filter(|w| !w.is_empty()) else { return just_shown(details, turn) };
    if restriction::leaves_out(words) || restriction::takes_some(words) {
        return Some(Outcome::ask(intent, turn.say(Question::NotWithout(intent))));
    }
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
    let mut reference = reference::read(&listed, turn)?;
    if captures.get("told").is_some() {
        // "i did 5 today" says how many.
        if reference::is_amount(words) {
            return Some(Outcome::ask(intent, turn.say(Question::Which(intent))));
        }
        // When it was done is not when it was due.
        if let Some(filter) = reference.filter.as_mut().filter(|_| !reference.tasks.is_empty()) {
            (filter.due_after, filter.due_before) = (None, None);
        }
        reference.filter = reference.filter.filter(|filter| *filter != Filter::default());
    }
    // Nobody calls a task by so many words.
    if !reference.sure && words.len() > 7 && reference.tasks.len() == 1 {
        return None;
    }
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

fn whole_list(words: &[Token], turn: &Turn) -> Option<Filter> {
    let parsed = filter::parse(words, turn);
    let meant = parsed.evidence && parsed.unknown.is_empty();
    let status = parsed.filter.status.or(Some(StatusFilter::All));
    meant.then_some(Filter { status, ..parsed.filter })
}

/// "Done!" completes what was just shown, if that was one task; "skip this time" skips it, and "change the due date to
/// friday" is for it.
fn just_shown(details: Action, turn: &Turn) -> Option<Outcome> {
    let intent = details.intent;
    match &turn.context.shown[..] {
        [only] if matches!(intent, Intent::Complete | Intent::Skip) || details.due.is_some() => {
            let reference = Some(only.id.to_string());
            Some(Outcome::one(Action { reference, ..details }, 0.8))
        }
        // Whoever acts on it asks which.
        _ if intent == Intent::Skip => Some(Outcome::new(intent, 0.95)),
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
