//! Text as it is compared: what a person would call the same word is the same bytes, on every database.

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_normalizer::{ComposingNormalizer, ComposingNormalizerBorrowed};
use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

/// Unicode's NFKC_Casefold: full case folding, compatibility forms composed, invisible characters dropped.
pub fn fold(text: &str) -> String {
    const CASE: CaseMapperBorrowed<'static> = CaseMapper::new();
    const FORM: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfkc();
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let invisible = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let visible: String = text.chars().filter(|character| !invisible.contains(*character)).collect();
    // Folding can decompose and composing can bring upper case back: the second round settles it.
    let once = FORM.normalize(&CASE.fold_string(&FORM.normalize(&visible))).into_owned();
    FORM.normalize(&CASE.fold_string(&once)).into_owned()
}

/// True when there is something to see: not only spaces, control characters and those that Unicode says to ignore.
pub fn is_visible(text: &str) -> bool {
    let invisible = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    // Letters for nothing that Unicode has among the visible: a Braille pattern without dots, and a placeholder.
    let blank = |char| matches!(char, '\u{2800}' | '\u{fffc}') || invisible.contains(char);
    text.chars().any(|char| !char.is_whitespace() && !char.is_control() && !blank(char))
}

/// Length in characters, as people count. Limits count what was sent, as the documented schema does: before trimming.
pub fn length(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::{fold, is_visible};

    #[test]
    fn forms_of_a_word_are_one() {
        for (a, b) in [
            ("STRASSE", "straße"),
            ("ﬁne", "FINE"),
            ("Cafe\u{301}", "CAFÉ"),
            ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
            ("ＦＵＬＬ", "full"),
            ("ﻛﺘﺎﺏ", "كتاب"),
            ("می\u{200c}خواهم", "میخواهم"),
            ("❤\u{fe0f}", "❤"),
            ("İ", "i\u{307}"),
            ("㎏", "kg"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} and {b}");
        }
        assert_ne!(fold("cafe"), fold("café"));
        assert_ne!(fold("ı"), fold("i"));
    }

    #[test]
    fn something_to_see_is_told_from_nothing() {
        for nothing in [
            "",
            " \t\n",
            "\u{200b}",
            "\u{200d}\u{feff}",
            "\u{3164}",
            "\u{ad}\u{7f}",
            "\u{2028}",
            "\u{e0001}",
            "\u{2800}",
            "\u{fffc}",
        ] {
            assert!(!is_visible(nothing), "{nothing:?}");
        }
        for something in ["a", "\u{200b}.", "می\u{200c}خواهم", "\u{301}", "❤\u{fe0f}"] {
            assert!(is_visible(something), "{something:?}");
        }
    }
}
