//! Questions about the list in words that no phrase of the table foresees: "can you walk me through the things on my list",
//! "does my shopping list have corn written on it". Showing a list changes nothing, so this may be generous.

use super::asking::Question;
use super::command::Outcome;
use super::normalise::{Kind, Token, name, trim};
use super::phrases::TASK_NOUNS;
use super::types::{Action, Filter, Intent};
use super::vocabulary::ASKING;
use super::{Turn, filter, polite, title};

/// Beginnings of requests to be told something.
#[rustfmt::skip] // Packed: it is a list of words.
const REQUESTS: &[&str] = &[
    "tell", "read", "show", "check", "search", "look", "list", "go", "walk", "speak", "describe", "iterate", "give", "let",
    "pull", "name", "repeat", "see", "say", "recite", "find", "hear", "know", "confirm", "inform", "display", "view", "state",
    "bring", "open", "review", "run", "talk", "get",
];
/// Whose list it is.
const OWN: &[&str] = &["my", "an", "the", "our", "this", "that", "any", "a", "on", "all", "me"];
#[rustfmt::skip] // Packed: it is a list of words.
const LISTS: &[&str] = &[
    "list", "lists", "calendar", "calander", "schedule", "agenda", "cart", "basket", "reminder", "reminders", "todo", "todos",
    "task", "tasks", "appointment", "appointments", "meeting", "meetings", "chores", "errands", "books", "to-dos", "plate",
];
/// Words of the question that are not what is looked for.
#[rustfmt::skip] // Packed: it is a list of words.
const FRAME: &[&str] = &[
    "tell", "say", "state", "written", "listed", "time", "when", "whether", "if", "check", "see", "sure", "consist", "consists",
    "contain", "contains", "include", "includes", "included", "entail", "involve", "involves", "created", "create", "request",
    "requested", "add", "added", "put", "write", "wrote", "jot", "down", "remember", "remembered", "remind", "reminded", "ask",
    "asked", "told", "want", "wanted", "trying", "made", "make", "walk", "through", "go", "over", "iterate", "describe", "know",
    "inform", "rundown", "overview", "exists", "event", "called", "titled", "named", "note", "noted", "showing", "points",
    "speak", "let", "can", "could", "will", "would", "search", "find", "who", "where", "whatve", "items", "item", "task", "thing",
    "various", "again", "present", "available", "say", "says", "confirm", "give", "back", "aside", "date", "day", "hear",
    "bring", "pull", "view", "open", "get", "they", "he", "she", "help", "according", "later", "before", "free", "busy", "will",
    "going", "happening", "be", "table", "books", "book", "appointments", "appointment", "something", "anyone", "name", "am",
    "go", "run", "by", "my", "your", "else", "kind", "products", "purchases", "groceries", "shop", "store", "buy", "stuff", "wish",
    "finish", "show", "mind", "moment", "wonder", "type", "waiting", "reading", "alphabetically", "also", "too", "plans", "plan",
];

/// A question about the list; `None` if it is none, or not about the list.
pub(crate) fn read(tokens: &[Token], turn: &Turn) -> Option<Outcome> {
    let words = polite::strip(trim(tokens));
    // "what happens when i delete a task" is about the program, not about the list.
    let supposes = words.iter().any(|t| t.is_one_of(&["happens", "happen", "happened"]));
    if supposes
        || words.len() > 40
        || !asks(words)
        || polite::is_refusal(words)
        || super::scope::is_foreign(words)
    {
        return None;
    }
    let parsed = filter::parse(words, turn);
    if !is_about_list(words) && !is_about_day(words, &parsed) {
        return None;
    }
    if parsed.leaves_out && parsed.plural {
        return Some(Outcome::ask(Intent::List, turn.say(Question::NotWithout(Intent::List))));
    }
    let mut filter = parsed.filter;
    filter.q = filter.q.or_else(|| sought(words, &parsed.unknown));
    let counts = words.windows(2).any(|pair| pair[0].is("how") && pair[1].is_one_of(&["many", "much"]));
    let intent = if counts { Intent::Count } else { Intent::List };
    let filter = (filter != Filter::default()).then_some(filter);
    Some(Outcome::one(Action { filter, ..Action::new(intent) }, 0.75))
}

/// "are bananas on my list, if not add them": it is asked whether to, because nothing here knows what is on the list.
pub(crate) fn read_conditional(tokens: &[Token], turn: &Turn) -> Option<Outcome> {
    let words = polite::strip(trim(tokens));
    let at = words.iter().skip(2).position(|t| t.is_one_of(&["add", "put"]))? + 2;
    let object =
        words.get(at + 1).is_none_or(|t| t.is_mark() || t.is_one_of(&["it", "them", "if", "that", "please"]));
    if !object || !words.first()?.is_one_of(&["is", "are", "do", "does", "have", "has"]) {
        return None;
    }
    let end = (1..at)
        .find(|i| words[*i].is_mark() || words[*i].is_one_of(&["if", "please", "can", "could"]))
        .unwrap_or(at);
    let outcome = read(&words[..end], turn)?;
    let filter = outcome.actions.first()?.filter.clone()?;
    let title = title::clean(&super::normalise::tokens(&filter.q?))?;
    let question = turn.say(Question::Propose(&title));
    let action = Action { title: Some(title), tags: filter.tags, ..Action::new(Intent::Add) };
    Some(Outcome { actions: vec![action], ..Outcome::ask(Intent::Add, question) })
}

fn asks(words: &[Token]) -> bool {
    let Some(first) = words.first() else { return false };
    // "my shopping list contains what", "i wanted to remember what again"
    let what_behind = words.iter().skip(1).any(|t| t.is_one_of(&["what", "whats"]))
        && words[0].is_one_of(&["my", "the", "i", "on", "reminders", "for", "lists"]);
    let wants_to_know = words.windows(2).take(6).any(|pair| {
        pair[0].is_one_of(&["to", "gotta", "wanna", "must"])
            && pair[1].is_one_of(&["know", "hear", "see", "read", "view"])
    }) || first.is("i")
        && words.iter().take(4).any(|t| t.is_one_of(&["wonder", "wondering"]));
    let starts = first.is_one_of(ASKING) || first.is_one_of(REQUESTS);
    let wants =
        first.is_one_of(&["i", "ill", "id"]) && words.get(1).is_some_and(|t| t.is_one_of(&["want", "need"]));
    let wants_list = wants
        && words.get(2).is_some_and(|t| t.is_one_of(&["my", "the"]))
        && words.iter().any(|t| t.is_one_of(LISTS))
        && !words.iter().any(|t| t.is_one_of(&["clear", "cleared", "added", "removed", "to", "empty"]));
    let wants_list = wants_list || wants && words.last().is_some_and(|t| t.is("read"));
    // "on the shopping list did i put tomato", "the 21st, what is on my calendar"
    let later = words.iter().skip(2).take(5).any(|t| t.is_one_of(&["did", "do", "what", "whats", "is"]));
    let led = first.is_one_of(&["on", "for", "in", "at"]) && later;
    let may = first.is_one_of(&["can", "could", "may"])
        && words.get(1).is_some_and(|t| t.is_one_of(&["i", "we", "you"]));
    let reminded = first.is("remind")
        && words.get(2).is_some_and(|t| t.is_one_of(&["what", "of", "which", "about", "when"]));
    starts || what_behind || wants_to_know || wants_list || led || may || reminded
}

fn is_about_list(words: &[Token]) -> bool {
    let own = |at: usize| {
        words[at.saturating_sub(5)..at].iter().any(|t| t.is_one_of(OWN))
            || words.first().is_some_and(|t| t.is_one_of(REQUESTS))
    };
    let list = words.iter().enumerate().any(|(at, t)| at > 0 && t.is_one_of(LISTS) && own(at));
    let me = || words.iter().any(|t| t.is_one_of(&["i", "me", "ive", "my"]));
    let recalled = me()
        && words.iter().any(|t| t.is_one_of(&["remember", "remembered", "reminded"]))
        && words.iter().any(|t| t.is_one_of(&["what", "whats", "things", "some", "something", "anything"]))
        && words
            .iter()
            .any(|t| t.is_one_of(&["wanted", "want", "asked", "told", "trying", "ask", "supposed", "need"]));
    let shopping = me()
        && words.iter().any(|t| t.is_one_of(&["need", "buy", "get"]))
        && words.iter().any(|t| t.is_one_of(&["store", "shopping", "groceries", "supermarket"]))
        && words.first().is_some_and(|t| t.is_one_of(&["what", "whats", "do", "which"]));
    // "what should i buy", "do i need to buy eggs"
    let buying = me()
        && words.len() <= 9
        && words.iter().any(|t| t.is_one_of(&["buy", "purchase", "shop"]))
        && words[0].is_one_of(&["what", "whats", "which", "do", "did"]);
    // "what's left to buy"
    let to_buy = words[0].is_one_of(&["what", "whats"])
        && words.iter().any(|t| t.is_one_of(&["buy", "get"]))
        && words.iter().any(|t| t.is_one_of(&["left", "else"]));
    // "when is my haircut"
    let appointed =
        words.windows(2).take(4).any(|pair| pair[0].is("is") && pair[1].is_one_of(&["my", "the"]))
            && (words[0].is_one_of(&["when", "whens"])
                || words[0].is("what") && words.get(1).is_some_and(|t| t.is("time")))
            && super::scope::is_event(words);
    list || recalled || shopping || buying || to_buy || appointed
}

/// "do i have anything scheduled on january 1st": a day, and nothing but words of a plan.
fn is_about_day(words: &[Token], parsed: &filter::Parsed) -> bool {
    let plan = [
        "scheduled",
        "planned",
        "happening",
        "have",
        "got",
        "set",
        "free",
        "busy",
        "doing",
        "on",
        "going",
        "look",
        "plans",
        "up",
        "everything",
        "anything",
        "day",
    ];
    parsed.dated
        && words.iter().any(|t| t.is_one_of(&["i", "my", "me", "we", "happening", "whats", "anything"]))
        && words.iter().any(|t| t.is_one_of(&plan))
        && parsed.unknown.iter().all(|t| t.is_one_of(FRAME) || t.is_one_of(ASKING) || t.is_one_of(REQUESTS))
}

/// What is looked for in the list, if the question is about one thing.
fn sought(words: &[Token], unknown: &[Token]) -> Option<String> {
    let whether = words.iter().any(|t| {
        t.is_one_of(&[
            "is", "are", "if", "whether", "have", "has", "did", "does", "do", "search", "check", "find",
            "when", "ive",
        ])
    });
    let rest: Vec<Token> = unknown
        .iter()
        .filter(|t| {
            t.kind == Kind::Quote
                || !(t.is_one_of(FRAME)
                    || t.is_one_of(ASKING)
                    || t.is_one_of(REQUESTS)
                    || t.is_one_of(TASK_NOUNS))
        })
        .cloned()
        .collect();
    let rest = trim(&rest);
    let (Some(first), Some(last)) = (rest.first().filter(|_| whether), rest.last()) else { return None };
    // As it was said, for it is looked for as a whole: "meeting with the accountant".
    let from = words.iter().position(|t| t == first)?;
    let to = words.iter().rposition(|t| t == last).filter(|to| from <= *to)?;
    let joints = ["with", "the", "a", "an", "of", "to", "for", "and", "at", "in", "my"];
    let whole = &words[from..=to];
    let whole = if whole.iter().all(|t| t.is_one_of(&joints) || rest.contains(t)) { whole } else { rest };
    (whole.len() <= 6).then(|| name(whole))
}
