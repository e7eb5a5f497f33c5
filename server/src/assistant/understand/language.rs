//! Which language a message is in: it decides which phrases are tried first, and the language of the answer.

use super::normalise::Token;
use super::types::Language;

/// Words that are frequent in Roman Urdu and not English.
#[rustfmt::skip] // Packed: it is a list of words.
const ROMAN_URDU: &[&str] = &[
    "mera", "meri", "mere", "mujhe", "muje", "karo", "kardo", "krdo", "karna", "karni", "karen", "kya",
    "kia", "hai", "hain", "hay", "nahi", "nahin", "dikhao", "dikhaen", "batao", "kaam", "shamil", "hatao",
    "mitao", "khatam", "mukammal", "aaj", "kal", "parson", "subah", "shaam", "raat", "aur", "wala", "wali",
    "walay", "yaad", "dilana", "dilao", "chahiye", "ke", "ki", "ka", "ko", "se", "mein", "kitne", "kitnay",
    "shukriya", "salam", "assalam", "alaikum", "jama", "badlo", "likho", "sab", "saray", "ghar", "doodh",
    "khareedna", "kharidna", "haan", "bilkul", "zaroor", "dena", "rakho", "rakhna", "dila", "badal", "tabdeel", "hazf", "wapas", "dobara",
    "kholo", "baje", "bajay", "agle", "hafte", "haftay", "mahine", "ghante", "ghantay", "minat", "roz", "rozana", "har", "itwar",
    "peer", "mangal", "budh", "jumerat", "juma", "jumay", "dopahar", "kaunse", "baqi", "tamam", "saare", "dono", "isay", "usay",
    "pehla", "doosra", "teesra", "aakhri", "likh", "lena", "leni", "liya", "gaya", "gayi", "hogaya", "bhoolna", "mat", "nahi", "kitni",
    "kijiye", "dijiye", "dikhaiye", "bataiye", "krna", "krni", "krdo", "jee", "haal", "ap", "aap", "maine", "yeh", "woh", "ahem", "zaroori", "madad",
    "meherbani", "sakte", "bohat", "bahut", "mita", "hata", "daal", "dalo", "daalo", "parson", "chuka", "lagao", "naam", "kaamon", "fehrist",
    "khol", "multawi", "kr", "do", "kar", "karen", "karein", "raho", "rehne", "to", "ne", "par", "tak", "likho", "jao", "phir", "khuda", "hafiz", "theek", "kaisa", "kaise", "kaisi", "mausam", "pasand",
];

/// Words that are also English or names, and so count only beside a sure one.
const WEAK: &[&str] = &[
    "ke", "ki", "ka", "ko", "se", "hay", "kal", "sab", "salam", "kia", "mere", "main", "har", "peer", "roz",
    "do", "mat", "kar", "kr", "to", "ne", "par", "tak", "ap", "dena", "lena", "naam", "hai", "bis", "dalo",
];

/// Tells Urdu and Roman Urdu from everything else.
pub(crate) fn detect(text: &str, tokens: &[Token]) -> Language {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let arabic =
        text.chars().filter(|c| matches!(c, '\u{0600}'..='\u{06ff}' | '\u{0750}'..='\u{077f}')).count();
    if arabic * 3 > letters {
        return Language::Urdu;
    }
    let words = tokens.iter().filter(|t| !t.is_mark()).count();
    let urdu = tokens.iter().filter(|t| t.is_one_of(ROMAN_URDU)).count();
    let sure = tokens.iter().filter(|t| t.is_one_of(ROMAN_URDU) && !t.is_one_of(WEAK)).count();
    // "kar do" closes commands whose other words are English.
    let closes = |pair: &[Token]| {
        pair[0].is_one_of(&["kar", "kr", "karo", "de", "likh", "hata"])
            && pair[1].is_one_of(&["do", "dein", "den", "dijiye", "lo", "dena", "lena"])
    };
    let sure = sure + tokens.windows(2).filter(|pair| closes(pair)).count();
    if sure > 0 && urdu * 4 >= words { Language::RomanUrdu } else { Language::English }
}
