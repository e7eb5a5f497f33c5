//! What is not for a to-do list, however much it sounds like a command: "change my pin", "cancel my flight". A wrong
//! write is worse than a question, so commands whose object is not surely a task stop here.

use super::normalise::Token;

/// Things that other services take care of.
#[rustfmt::skip] // Packed: it is a list of words.
const FOREIGN: &[&str] = &[
    "account", "accounts", "bank", "checking", "savings", "credit", "debit", "card", "cards", "pin",
    "balance", "overdraft", "transaction", "transactions", "loan", "mortgage", "dollars", "dollar", "euros",
    "bucks", "rupees", "money", "funds", "currency", "password", "username", "playlist", "playlists",
    "song", "songs", "music", "volume", "channel", "thermostat", "temperature", "lights", "light", "lamp",
    "tv", "television", "alarm", "alarms", "timer", "timers", "language", "accent", "voice", "weather",
    "forecast", "uber", "taxi", "cab", "lyft", "flight", "flights", "hotel", "reservation", "reservations",
    "booking", "ticket", "tickets", "subscription", "order", "purchase", "sentence", "sequence", "lyrics",
    "quiz", "phrase", "joke", "jokes", "story", "poem", "translation", "settings", "wifi", "bluetooth",
    "phone", "brightness", "mode", "subject", "topic", "mind", "clothes", "world", "contacts", "insurance",
    "membership", "pet", "game", "lottery", "spanish", "french", "german", "english", "name", "nickname",
    "address", "email", "speed", "font", "color", "colour", "background", "theme", "government", "election",
    "life", "window", "windows", "door", "doors", "page", "favorites", "favourites", "bookmarks", "friends", "followers",
];

/// Verbs after "I need to" that ask someone to act now rather than to note something down.
#[rustfmt::skip] // Packed: it is a list of words.
const REQUESTS: &[&str] = &[
    "know", "hear", "see", "find", "speak", "talk", "chat", "transfer", "convert", "translate", "exchange",
    "freeze", "unfreeze", "activate", "deactivate", "track", "locate", "calculate", "spell", "define",
    "understand", "figure", "be", "go", "sleep", "vent", "ask", "look", "search", "google", "dispute",
    "block", "unblock", "withdraw", "deposit", "route", "have", "say", "stop", "quit", "play", "listen",
    "tell", "confirm", "check",
];

/// Verbs after "I need to" that people do themselves, with whatever: "clean the windows", "pay the credit card".
#[rustfmt::skip] // Packed: it is a list of words.
const OWN_DOING: &[&str] = &[
    "buy", "call", "pay", "send", "email", "write", "read", "clean", "wash", "fix", "pick", "visit", "meet",
    "cook", "bake", "prepare", "submit", "renew", "return", "water", "feed", "walk", "study", "print",
    "sign", "file", "repair", "replace", "mow", "vacuum", "fold", "pack", "finish", "remember",
];

/// Whether the words name something that is not a task.
pub(crate) fn is_foreign(tokens: &[Token]) -> bool {
    tokens.iter().any(|t| t.is_one_of(FOREIGN))
}

/// Whether "I need to ..." goes on with a request to someone else.
pub(crate) fn is_request(tokens: &[Token]) -> bool {
    let Some(first) = tokens.first() else { return true };
    first.is_one_of(REQUESTS) || is_foreign(tokens) && !first.is_one_of(OWN_DOING)
}

/// Whether the words are an errand that nobody else would run: "buy milk".
pub(crate) fn is_own_doing(tokens: &[Token]) -> bool {
    const ERRANDS: &[&str] = &[
        "buy", "pay", "clean", "wash", "fix", "renew", "water", "mow", "vacuum", "iron", "submit", "return",
    ];
    tokens.first().is_some_and(|t| t.is_one_of(ERRANDS))
        && !tokens.iter().any(|t| t.is_one_of(&["me", "you", "your", "amazon", "online"]))
}

/// Whether an addition goes to something else: "this song to my playlist", "5 and 7", "salt to the recipe".
pub(crate) fn is_added_elsewhere(tokens: &[Token]) -> bool {
    let number = |t: &Token| t.norm.chars().next().is_some_and(|c| c.is_ascii_digit());
    let sum = tokens.len() >= 3
        && number(&tokens[0])
        && tokens[1].is_one_of(&["and", "to", "plus", "with"])
        && number(&tokens[2]);
    let to = tokens.iter().rposition(|t| t.is_one_of(&["to", "on", "onto", "in", "into"]));
    let elsewhere = to.is_some_and(|at| tokens[at + 1..].len() <= 3 && is_foreign(&tokens[at + 1..]));
    sum || elsewhere
}

/// Whether the words are a question or speak of someone, so that "remind me ..." is no new task.
pub(crate) fn is_question(tokens: &[Token]) -> bool {
    #[rustfmt::skip] // Packed: it is a list of words.
    const WORDS: &[&str] = &[
        "what", "whats", "when", "where", "who", "whos", "why", "how", "which", "if", "whether", "whose",
        "didnt",
    ];
    let recalled =
        tokens.iter().any(|t| t.is_one_of(&["trying", "wanted"])) && tokens.iter().any(|t| t.is("remember"));
    recalled || tokens.first().is_some_and(|t| t.is_one_of(WORDS))
}

/// "meetings": what such an event is called.
pub(crate) fn several_events(token: &Token) -> Option<&str> {
    let one = token.norm.strip_suffix('s')?;
    matches!(one, "meeting" | "appointment" | "call" | "birthday" | "interview" | "lesson" | "exam" | "party")
        .then_some(one)
}

/// Whether the words are an event of a calendar: "dinner with ann", "a doctor's appointment".
pub(crate) fn is_event(tokens: &[Token]) -> bool {
    #[rustfmt::skip] // Packed: it is a list of words.
    const EVENTS: &[&str] = &[
        "meeting", "meetings", "appointment", "lunch", "dinner", "breakfast", "brunch", "coffee", "drinks", "party", "birthday",
        "anniversary", "interview", "class", "lesson", "lecture", "exam", "exams", "test", "call", "conference", "concert",
        "wedding", "dentist", "doctor", "doctors", "vet", "gym", "yoga", "practice", "training", "rehearsal", "visit", "session",
        "workshop", "seminar", "webinar", "presentation", "demo", "deadline", "event", "date", "trip", "checkup", "haircut",
        "game", "match",  "movie", "picnic", "bbq", "barbecue", "reunion", "ceremony", "graduation", "recital", "standup",
        "review", "sync", "shower", "physical", "service", "inspection", "playdate", "tournament", "funeral", "hearing",
    ];
    tokens.iter().any(|t| t.is_one_of(EVENTS))
}

/// Whether a noun phrase stands at the beginning, and not someone who does something.
pub(crate) fn begins_as_thing(tokens: &[Token]) -> bool {
    #[rustfmt::skip] // Packed: it is a list of words.
    const SUBJECTS: &[&str] = &[
        "i", "ill", "im", "ive", "we", "well", "were", "he", "she", "it", "its", "they", "you", "lets", "let", "there", "that",
        "this", "whoever", "did", "the", "my", "our", "his", "her", "their", "your", "someone", "everyone",
    ];
    let says = [
        "is", "was", "are", "were", "will", "has", "had", "got", "moved", "went", "starts", "started", "ends",
    ];
    tokens.first().is_some_and(|t| !t.is_one_of(SUBJECTS) && t.kind == super::normalise::Kind::Word)
        && !tokens.iter().any(|t| t.is_one_of(&says))
}

/// Whether the words can only be a thing, as in "x on the shopping list please".
pub(crate) fn is_bare_thing(tokens: &[Token]) -> bool {
    #[rustfmt::skip] // Packed: it is a list of words.
    const NO_THING: &[&str] = &[
        "is", "are", "was", "were", "not", "no", "do", "does", "did", "have", "has", "had", "i", "you", "we", "he", "she", "it",
        "they", "there", "what", "whats", "that", "this", "will", "would", "can", "could", "should", "everything", "anything",
        "something", "nothing", "all", "tell", "show", "read", "check", "see", "look", "me", "my", "list", "items", "things",
        "delete", "remove", "take", "clear", "erase", "complete", "mark", "search", "find", "name", "give", "go", "keep", "any",
        "need", "want", "needs", "write", "get", "cross", "drop", "change", "move", "make", "set", "event", "events", "leave",
        "stuff", "dont", "never", "who", "how", "why", "when", "where", "which", "im", "ive", "if", "undo", "redo",
    ];
    tokens.len() <= 5 && !tokens.iter().any(|t| t.is_one_of(NO_THING) || t.is_mark())
}

/// Titles that name nothing yet: "remind me of something".
pub(crate) fn is_vague(title: &str) -> bool {
    #[rustfmt::skip] // Packed: it is a list of words.
    const VAGUE: &[&str] = &[
        "it", "that", "this", "them", "those", "these", "something", "anything", "later", "stuff", "things",
        "one", "some", "do something", "do it", "do this", "do that", "that one", "this one", "nothing",
        "everything", "all", "list", "it again", "them again", "that again", "it back", "new list", "a list", "todo list", "to do list", "new todo list",
    ];
    VAGUE.contains(&title.to_lowercase().as_str())
}
