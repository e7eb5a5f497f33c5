//! A turn that changed nothing must not sound as if it had.
//!
//! The rule: where no tool changed a task, "No task was changed." is added if
//! - a tool that changes tasks was tried, or the person asked for a change as the offline assistant reads it, or
//! - the model's words claim one, or are in a language whose claims are not known here.
//!
//! So a question or a list in English or Urdu stays as it is, and a false claim never stands alone.

use crate::assistant::understand::{Intent, Understanding};

/// What is added.
pub const NOTHING: &str = "No task was changed.";

/// Whether it has to be said after a turn without changes.
pub fn has_to_be_said(words: &str, meaning: &Understanding, has_tried: bool) -> bool {
    let asked = meaning.intent.writes() || meaning.actions.iter().any(|action| action.intent.writes());
    // "These were completed" is what a list says.
    let looks = matches!(meaning.intent, Intent::List | Intent::Count);
    !words.contains(NOTHING) && (has_tried || asked || claims(words, looks) || !is_readable(words))
}

#[rustfmt::skip] // Packed: they are lists of words.
const DONE: &[&str] = &[
    "added", "created", "made", "saved", "set", "scheduled", "rescheduled", "moved", "changed", "updated", "renamed",
    "edited", "tagged", "untagged", "marked", "completed", "finished", "checked", "ticked", "reopened", "deleted",
    "removed", "cleared", "cancelled", "canceled", "erased", "postponed", "prioritized", "prioritised", "put", "noted",
    "complete", "done", "gone", "undone", "redone", "reverted", "restored",
];
#[rustfmt::skip]
const URDU: &[&str] = &[
    "کر دیا", "کر دی", "کر لیا", "ہو گیا", "ہو گئی", "ہو گئے", "دیا گیا", "دی گئی", "دیے گئے", "کردیا", "کردی", "ہوگیا", "ہوگئی",
    "kar diya", "kar di", "kar dia", "kar liya", "ho gaya", "ho gya", "ho gayi", "ho gai", "ho gaye", "hogaya", "hogya",
    "hogayi", "kardiya", "kardi", "diya gaya", "di gayi",
];
#[rustfmt::skip]
const ENGLISH: &[&str] = &[
    "the", "you", "your", "i", "is", "and", "to", "of", "it", "no", "not", "have", "what", "which", "are", "hello", "hi",
    "that", "this", "there", "here", "for", "with", "can", "if", "my", "any", "would",
];
const ROMAN_URDU: &[&str] = &["hai", "hain", "ka", "ki", "ko", "mein", "aap", "kya", "nahi", "nahin"];

fn words_of(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace(['’', '\''], "");
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether the words say that something was done; in a list only by the model itself.
fn claims(text: &str, is_list: bool) -> bool {
    let spaced = format!(" {} ", words_of(text).join(" "));
    URDU.iter().any(|phrase| spaced.contains(&format!(" {phrase} ")))
        || text.split(['.', '!', '?', '\n', ':', ';', '…']).any(|sentence| {
            let words = words_of(sentence);
            let is_done = |word: &String| DONE.contains(&word.as_str());
            let after = |at: usize| words.iter().skip(at + 1).take(4);
            let leads_there = |(at, word): (usize, &String)| {
                let is_own = matches!(word.as_str(), "i" | "ive" | "we" | "weve" | "successfully");
                let is_state = matches!(
                    word.as_str(),
                    "has" | "have" | "was" | "were" | "been" | "is" | "are" | "its" | "now"
                );
                // "You have completed two tasks."
                let is_yours = at > 0 && matches!(words[at - 1].as_str(), "you" | "youve");
                (is_own || is_state && !is_list && !is_yours)
                    && after(at).take_while(|next| !is_denied(next)).any(is_done)
            };
            // "Added …", "Successfully added …", "Done"; "I have just added …"; "… has been added", "… is now gone".
            !is_list && words.iter().take(2).any(is_done) || words.iter().enumerate().any(leads_there)
        })
}

fn is_denied(word: &str) -> bool {
    matches!(
        word,
        "not" | "no" | "never" | "nothing" | "cannot" | "cant" | "couldnt" | "didnt" | "havent" | "if"
    )
}

/// Whether claims in the language of these words are known.
fn is_readable(text: &str) -> bool {
    // Letters that Urdu has and Arabic has not.
    if text.contains(['ٹ', 'ڈ', 'ڑ', 'ں', 'ے', 'ہ']) {
        return true;
    }
    let words = words_of(text);
    let known =
        words.iter().filter(|word| ENGLISH.contains(&word.as_str()) || ROMAN_URDU.contains(&word.as_str()));
    // "OK", "42": nothing to read.
    known.count() * 12 >= words.len() && words.iter().any(|word| word.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assistant::understand::{Context, understand};

    fn said(asked: &str, answer: &str, has_tried: bool) -> bool {
        let meaning = understand(asked, chrono::DateTime::UNIX_EPOCH, chrono_tz::UTC, &Context::default());
        has_to_be_said(answer, &meaning, has_tried)
    }

    #[test]
    fn a_false_claim_is_answered() {
        for answer in [
            "I've added “Buy milk” to your list.",
            "I have now deleted it.",
            "Done! Anything else?",
            "✅ Added: Buy milk",
            "All your tasks have been marked as complete.",
            "The task is now completed.",
            "Successfully removed the task.",
            "Your meeting was moved to Friday. What else can I do for you?",
            "Kaam add kar diya hai.",
            "کام شامل کر دیا گیا ہے۔",
            "Ich habe die Aufgabe hinzugefügt.",
            "La tarea ha sido eliminada.",
            "已添加任务。",
        ] {
            assert!(said("tell me something", answer, false), "{answer}");
        }
    }

    #[test]
    fn harmless_words_stay_as_they_are() {
        for (asked, answer) in [
            ("hello", "Hello! What can I do for you?"),
            ("show my tasks", "Here are your open tasks:\n- **1** Buy milk\n- **2** Call mom"),
            ("what's pending?", "You have 2 open tasks. The next is due tomorrow."),
            ("who are you?", "I look after your to-do list."),
            ("show my tasks", "You have no tasks."),
            (
                "what have I completed?",
                "You have completed 2 tasks:\n- Done: Buy milk\n- Call mom, which was finished today",
            ),
            ("mere kaam dikhao", "Aap ke 2 kaam hain."),
        ] {
            assert!(!said(asked, answer, false), "{answer}");
        }
    }

    #[test]
    fn whoever_asked_for_a_change_is_told_that_there_was_none() {
        assert!(said("add buy milk", "Sure thing, consider it handled.", false));
        assert!(said("delete task 3", "Which one do you mean?", false));
        assert!(said("hello", "There is no such task.", true));
        assert!(!said("add buy milk", "I could not do that. No task was changed.", false));
    }
}
