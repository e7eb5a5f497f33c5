//! Which language a message is in. Only the answer depends on it so far: the Urdu verbs come with the Urdu
//! vocabulary, as further tables beside the English ones.

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
    "khareedna", "kharidna",
];

/// Words that are also English or names, and so count only beside a sure one.
const WEAK: &[&str] = &["ke", "ki", "ka", "ko", "se", "hay", "kal", "sab", "salam", "kia", "mere", "main"];

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
    if sure > 0 && urdu * 3 >= words { Language::RomanUrdu } else { Language::English }
}
