//! Cells of a table that no spreadsheet takes for a formula. A text that begins like one gets an apostrophe before it,
//! as OWASP advises; a text that begins with apostrophes and then like one gets another, so that taking one off gives
//! back what it was.

use std::borrow::Cow;

/// What a formula begins with, in the forms that spreadsheets know.
const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The text, safe to be opened in a spreadsheet.
pub fn guarded(text: &str) -> Cow<'_, str> {
    match looks_like_formula(text) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

/// The text that was guarded.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| looks_like_formula(text)).unwrap_or(cell)
}

fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(STARTS)
}

#[cfg(test)]
mod tests {
    use super::{guarded, unguarded};

    #[test]
    fn formulas_become_texts_and_come_back() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-5", "'-5"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("\tx", "'\tx"),
            ("'tis", "'tis"),
            ("Buy milk", "Buy milk"),
            ("", ""),
            ("'", "'"),
        ] {
            assert_eq!(guarded(text), cell);
            assert_eq!(unguarded(cell), text);
        }
    }
}
