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
    "truth", "valid", "absolutely", "definitely", "indeed", "concur", "precisely", "totally", "certainly", "surely", "undoubtedly",
    "naturally", "accurate", "factual", "roger", "verified", "approve", "approved", "accepted", "haan", "bilkul",
];
pub(crate) const YES_PHRASES: &[&str] = &[
    "you got it",
    "that is a fact",
    "thats a fact",
    "what i want",
    "all right",
    "ok",
    "okay",
    "sure",
    "you bet",
    "for sure",
    "by all means",
    "sounds right",
    "sounds good",
    "that works",
    "works for me",
    "why not",
    "good idea",
    "would be great",
    "would be nice",
    "would be good",
    "would be perfect",
    "id like that",
    "would like that",
    "id love that",
    "love that",
    "you know it",
    "no doubt",
    "without a doubt",
    "doubt about it",
    "fine by me",
    "fine with me",
    "im in",
    "is the one",
    "of course",
];
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const NO_ANYWHERE: &[&str] = &[
    "no", "nope", "nah", "naw", "negative", "false", "wrong", "incorrect", "untrue", "inaccurate", "erroneous", "disagree",
    "decline", "refuse", "reject", "deny", "unlikely", "falsehood", "lie", "mistaken", "nada", "negatory", "nuh", "nix", "nahi", "nahin",
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
    "not likely",
    "not valid",
    "not going to happen",
    "not happening",
    "not a chance",
    "not in the least",
    "not what i",
    "rather not",
    "prefer not",
    "by no means",
    "cant be",
    "cannot be right",
    "hardly",
    "dont like that",
    "dont want that",
    "dont want to do that",
    "dont do that",
    "never mind",
];

/// Words that turn a yes round: "i can't agree with that".
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const NEGATED: &[&str] = &[
    "not", "dont", "cant", "cannot", "wont", "wouldnt", "doesnt", "isnt", "aint", "couldnt", "shouldnt", "wasnt", "didnt", "never",
];

#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const ENOUGH: &[&str] = &[
    "cancel", "stop", "quit", "abort", "halt", "discontinue", "pause", "silence", "mute", "shut", "quiet", "shh", "shhh", "shhhh",
    "enough", "abandon", "destroy", "terminate", "refrain", "scratch", "forget", "ignore", "disregard", "hold", "dont", "end", "cease", "hush", "unmute",
    "continue", "switch", "retract", "withdraw", "nix", "kill", "zip",
];
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const WHAT_RUNS: &[&str] = &[
    "doing", "talking", "speak", "speaking", "say", "request", "command", "action", "task", "process", "program", "job", "quiet",
    "up", "that", "this", "it", "please", "now", "anymore", "off", "operation", "statement", "on", "immediately", "what", "search", "question", "everything", "last", "thing", "conversation",
    "asked", "wait", "right",
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
    "obliged",
    "kudos",
    "gracias",
    "merci",
    "danke",
    "cheers",
    "thnx",
    "شکریہ",
];
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const PRAISE: &[&str] = &[
    "best", "nice", "helped", "rock", "owe", "thankful", "thoughtful", "great", "awesome", "doll", "happy", "easier", "helpful", "enjoyable", "efforts",
    "earlier", "wonderful", "amazing", "brilliant", "sweet", "lifesaver", "glad", "excellent", "fantastic", "incredible", "pleased",
    "useful", "love", "perfect", "legend", "gem", "hero", "genius", "smart",
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
    "good work",
    "great work",
    "nice work",
    "so helpful",
    "very helpful",
    "great help",
    "real help",
    "means a lot",
    "that helps",
    "that helped",
    "really great",
    "was helpful",
    "is helpful",
    "so useful",
    "very useful",
    "was useful",
    "was nice",
    "was great",
    "was awesome",
    "is great",
    "is awesome",
    "is perfect",
    "much help",
    "was perfect",
    "life saver",
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
    "are you doing", "hows everything", "how is your day", "how is it going", "how goes it", "how you doing", "how are ya", "how do you do",
    "how was your day", "how has your day", "how has it been", "how have things", "whats new", "whats good", "whats going on with you", "are you feeling",
    "are you having a good", "how are we", "how r u", "how are u", "hows tricks", "hows work", "how was your", "hows the day", "hows today",
    "how is today", "how is work", "what is new", "what is up", "what is happening", "whats shaking", "whats cooking", "whats cookin", "whats crackin",
    "whats poppin", "anyone there", "anybody there", "are you awake", "are you there", "are you good", "how is the day", "how is this day",
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
    "hiya",
    "heya",
    "yo",
    "sup",
    "wassup",
    "salutations",
    "namaste",
];

/// Greetings of more than one word.
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const WELCOMES: &[&str] = &[
    "nice to meet", "good to meet", "great to meet", "pleased to meet", "pleasure to meet", "nice to see", "good to see",
    "great to see", "nice to hear", "good to hear", "pleasure to see", "long time no see", "good day", "say hi", "say hello",
    "good evening", "good morning", "good afternoon",
];
/// How somebody asks what may be asked here.
#[rustfmt::skip] // Packed: it is a list of words.
pub(crate) const MAY_ASK: &[&str] = &[
    "i ask", "should i ask", "i should ask", "i could ask", "i may ask", "i can ask", "to ask you", "ask you", "questions are",
    "topics are", "subjects are", "kinds of questions", "kind of questions", "sort of questions", "sorts of questions",
    "types of questions", "type of questions", "questions can", "topics can", "subjects can", "things can i",
];
