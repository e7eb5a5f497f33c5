//! Words of yes and no and of small talk, which several readers need. What may stand for a yes to a question that changes
//! tasks is `YES`; the wider tables only tell what a message is about.

/// A yes, as a word or a phrase.
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const YES: &[&str] = &[
    "yes", "yeah", "yep", "yup", "yea", "ya", "aye", "y", "sure", "ok", "okay", "okey", "absolutely",
    "definitely", "correct", "affirmative", "confirm", "confirmed", "indeed", "exactly", "certainly", "right",
    "alright", "fine", "of course", "go ahead", "go on", "go for it", "do it", "do that", "do so", "please do",
    "sounds good", "looks good", "im sure", "i am sure", "i do", "proceed", "👍",
    // Urdu
    "haan", "han", "ji", "jee", "ji haan", "haan ji", "bilkul", "theek hai", "kar do", "kardo", "zaroor",
    "ہاں", "جی", "جی ہاں", "ہاں جی", "بالکل", "ٹھیک ہے", "کر دو", "کردو", "ضرور",
];

/// Words of which one is enough to turn something down.
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const NO: &[&str] = &[
    "no", "nope", "nah", "nay", "not", "dont", "never", "nevermind", "none", "nothing", "neither", "negative",
    "cancel", "stop", "wait", "abort", "halt", "quit", "keep", "leave", "isnt", "arent", "cant", "cannot",
    "wont", "doesnt", "didnt", "shouldnt", "wrong", "hold", "forget",
    // Urdu
    "nahi", "nahin", "nai", "mat", "rehne", "chhoro", "choro", "نہیں", "مت", "نہ", "رہنے", "چھوڑو",
];

#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const YES_ANYWHERE: &[&str] = &[
    "yes", "yeah", "yep", "yup", "yeap", "true", "correct", "right", "affirmative", "agree", "agreed", "positive", "confirm",
    "truth", "valid", "absolutely", "definitely", "indeed", "haan", "bilkul",
];
pub(crate) const YES_PHRASES: &[&str] =
    &["you got it", "that is a fact", "thats a fact", "what i want", "all right", "ok", "okay", "sure"];
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const NO_ANYWHERE: &[&str] = &[
    "no", "nope", "nah", "naw", "negative", "false", "wrong", "incorrect", "untrue", "inaccurate", "erroneous", "disagree",
    "decline", "nahi", "nahin",
];
pub(crate) const NO_PHRASES: &[&str] = &[
    "not true",
    "not right",
    "not correct",
    "not the case",
    "not possible",
    "think not",
    "not at all",
    "ill pass",
    "not so",
    "not sure",
    "doubt it",
    "doesnt sound",
    "doesnt seem",
    "isnt right",
    "isnt true",
    "isnt correct",
    "dont think so",
    "dont agree",
    "not that",
    "not really",
    "not accurate",
];

#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const ENOUGH: &[&str] = &[
    "cancel", "stop", "quit", "abort", "halt", "discontinue", "pause", "silence", "mute", "shut", "quiet", "shh", "shhh", "shhhh",
    "enough", "abandon", "destroy", "terminate", "refrain", "scratch", "forget", "ignore", "disregard", "hold", "dont", "end", "cease", "hush", "unmute",
    "continue", "switch",
];
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const WHAT_RUNS: &[&str] = &[
    "doing", "talking", "speak", "speaking", "say", "request", "command", "action", "task", "process", "program", "job", "quiet",
    "up", "that", "this", "it", "please", "now", "anymore", "off", "operation", "statement", "on", "immediately", "what",
];

pub(crate) const THANKS: &[&str] = &[
    "thank",
    "thanks",
    "thankyou",
    "thx",
    "appreciate",
    "appreciated",
    "grateful",
    "gratitude",
    "shukriya",
    "meherbani",
    "شکریہ",
];
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const PRAISE: &[&str] = &[
    "best", "nice", "helped", "rock", "owe", "thankful", "thoughtful", "great", "awesome", "doll", "happy", "easier", "helpful", "enjoyable", "efforts",
    "earlier", "wonderful", "amazing", "brilliant", "sweet", "lifesaver",
];
pub(crate) const PRAISES: &[&str] = &[
    "good job",
    "great job",
    "nice job",
    "well done",
    "good answer",
    "nice excellent",
    "big help",
    "so kind",
    "very kind",
    "are kind",
    "how kind",
    "were kind",
];

#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const ABILITY: &[&str] = &[
    "ask", "help", "assist", "answer", "answering", "answers", "know", "familiar", "capable", "able", "comprehend",
    "using", "understand", "give", "offer", "support",
];
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const KINDS: &[&str] = &[
    "what", "whats", "kind", "kinds", "sort", "sorts", "type", "types", "how", "subjects", "questions", "queries", "things",
    "topics", "anything", "permissible", "capable", "familiar",
];

#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const ASKING: &[&str] = &[
    "what", "whats", "whatve", "which", "when", "whens", "where", "how", "hows", "howve", "howre", "is", "are", "am", "was",
    "were", "do", "does", "did", "have", "has", "will", "any", "anything", "who", "whos", "why", "isnt", "arent", "dont",
    "didnt", "can", "could", "tell", "hey", "hi", "ai", "so",
];
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const HOW_ARE_YOU: &[&str] = &[
    "how are you", "how are things", "how is my ai", "how is the ai", "how do you feel", "how is life", "howve you", "howre you",
    "hows it", "are you okay", "are you ok", "are you well", "are things going", "is everything", "have you been", "hows your",
    "how youve been", "how youre doing", "whats happening", "what do you feel", "how have you", "hows life", "how goes",
    "are you doing", "hows everything", "how is your day", "how is it going",
];
pub(crate) const GREETINGS: &[&str] = &[
    "hi",
    "hello",
    "hey",
    "howdy",
    "greetings",
    "hola",
    "ahoy",
    "heller",
    "morning",
    "evening",
    "bye",
    "goodbye",
    "salam",
    "سلام",
    "aloha",
    "bonjour",
];
