//! Descriptions that leave tasks out, or take only some of them. No filter says that, and a "not" that is overheard makes the
//! opposite of what was meant: whatever speaks so is asked about.

use super::filter::{COMPLETED, PENDING};
use super::normalise::{Token, norm, trim};
use super::phrases::TASK_NOUNS;

/// Words after which something is left out.
const EXCEPT: &[&str] = &["except", "excepting", "excluding", "besides", "minus", "apart", "aside", "but"];
const NOT: &[&str] =
    &["not", "arent", "isnt", "dont", "doesnt", "havent", "hasnt", "without", "no", "never", "wont"];
/// What may stand between a "not" and the word that it turns round.
const BETWEEN: &[&str] =
    &["be", "been", "yet", "marked", "already", "the", "as", "still", "i", "have", "am", "all"];
const WITHOUT: &[&str] = &["untagged", "undated", "unscheduled", "unprioritized", "unlabeled"];
const SOME: &[&str] =
    &["some", "few", "several", "most", "half", "any", "many", "certain", "couple", "handful", "bunch"];
const WHOLE: &[&str] =
    &["everything", "all", "every", "each", "those", "them", "these", "ones", "things", "stuff"];

/// "all tasks except the milk", "tasks not due today", "everything without a tag".
pub(crate) fn leaves_out(words: &[Token]) -> bool {
    let words = trim(words);
    let several = words.iter().position(is_several);
    if words.iter().any(|t| t.is_one_of(WITHOUT)) && (several.is_some() || words.len() <= 2) {
        return true;
    }
    let turned_round = |at: &usize| {
        let next = words[at + 1..].iter().find(|t| !t.is_one_of(BETWEEN));
        next.is_some_and(|t| !(t.is_one_of(COMPLETED) || t.is_one_of(PENDING)))
    };
    let negation = (0..words.len()).filter(|at| words[*at].is_one_of(NOT)).any(|at| turned_round(&at));
    match several {
        // "not high priority"
        None => words.first().is_some_and(|t| t.is_one_of(NOT)) && words.len() > 1 && negation,
        Some(at) => {
            negation || words[at + 1..].iter().any(|t| t.is_one_of(EXCEPT)) || others_than(&words[at..])
        }
    }
}

fn others_than(words: &[Token]) -> bool {
    words.windows(2).any(|pair| pair[0].is("other") && pair[1].is("than"))
}

/// "some tasks", "one of my tasks", "3 of them": it is left open which.
pub(crate) fn takes_some(words: &[Token]) -> bool {
    let words = trim(words);
    let article = usize::from(words.first().is_some_and(|t| t.is_one_of(&["a", "the", "only", "just"])));
    let Some(first) = words.get(article) else { return false };
    let counted =
        super::date::number(words, article).is_some_and(|(_, length)| norm(words, article + length) == "of");
    (first.is_one_of(SOME) || counted) && words[article + 1..].iter().any(is_several)
}

fn is_several(token: &Token) -> bool {
    token.is_one_of(WHOLE) || token.is_one_of(TASK_NOUNS) && token.norm.ends_with('s')
}
