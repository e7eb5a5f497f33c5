//! Whatever is typed, nothing panics, and noise changes nothing.

use super::{at, read};
use crate::assistant::understand::{Action, Context, Intent, Pending, Shown};

/// Knuth's constants; the same texts in every run.
struct Lcg(u64);

impl Lcg {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n
    }
}

#[rustfmt::skip] // Packed: it is a list of words.
const PIECES: &[&str] = &[
    "add", "delete", "task", "3", "#", "#work", "tomorrow", "at", "5", "5pm", "'", "\"", "“", "”", "’", ",",
    ";", ".", "\n", " ", "  ", "to", "and", "the", "my", "list", "on", "change", "mark", "as", "done",
    "all", "in", "days", "99999999999", "-1", "1/2/3", "31.02.2026", "2026-13-45", "29 february", "next",
    "friday", "end", "of", "month", "half", "past", "ß", "İ", "ﬁ", "🛒", "👨‍👩‍👧", "کام", "میرے", "مجھے", "é",
    "\u{301}", "\u{200d}", "\u{0}", "日本語", "١٢", "Ⅷ", "a.m", "12:", ":30", "0", "00:00", "24:00",
    "the second one", "it", "don't", "remind me", "every", "with", "high", "priority", "tagged", "years",
    "ago",
];

fn text(lcg: &mut Lcg, most: usize) -> String {
    let mut text = String::new();
    for _ in 0..lcg.below(most) {
        match lcg.below(8) {
            0 => text.push(char::from_u32(u32::try_from(lcg.below(0x11_0000)).unwrap()).unwrap_or('?')),
            1 => text.push(char::from(u8::try_from(lcg.below(128)).unwrap())),
            n => {
                text.push_str(PIECES[lcg.below(PIECES.len())]);
                text.push_str(if n > 3 { " " } else { "" });
            }
        }
    }
    text
}

#[test]
fn random_texts_do_not_panic() {
    let mut lcg = Lcg(42);
    let shown = |id| Shown { id, title: "Buy milk".to_owned() };
    let action = Box::new(Action::new(Intent::Delete));
    let contexts = [
        Context::default(),
        Context { shown: vec![shown(1), shown(2)], pending: None },
        Context {
            shown: vec![shown(7)],
            pending: Some(Pending::Choose {
                action,
                candidates: vec![shown(1), shown(2)],
                keeps_day: false,
                clears_due: false,
            }),
        },
        Context { shown: vec![], pending: Some(Pending::Confirm { intent: None }) },
    ];
    let zones = ["Europe/Berlin", "America/New_York", "Asia/Karachi", "Pacific/Apia"];
    // The last days of the calendar, beside an ordinary one.
    let moments = [super::NOW, "2026-03-29T00:59:59Z", "9999-12-31T23:00:00Z", "0001-01-01T00:00:00Z"];
    for _ in 0..2_000 {
        let text = text(&mut lcg, 24);
        let understanding =
            at(&text, moments[lcg.below(4)], zones[lcg.below(4)], &contexts[lcg.below(contexts.len())]);
        assert!((0.0..=1.0).contains(&understanding.confidence), "{text:?}");
    }
}

#[test]
fn words_without_a_command_change_nothing() {
    #[rustfmt::skip] // Packed: it is a list of words.
    const NOISE: &[&str] = &[
        "the", "weather", "milk", "is", "very", "blue", "tomorrow", "at", "5", "train", "why", "banana",
        "of", "seven", "ok", "hmm", "because", "they", "were", "there", "🛒", "کتاب", "nice", "people", "on",
        "friday", "a",
    ];
    let mut lcg = Lcg(7);
    for _ in 0..2_000 {
        let words: Vec<&str> = (0..=lcg.below(9)).map(|_| NOISE[lcg.below(NOISE.len())]).collect();
        let text = words.join(" ");
        let understanding = read(&text);
        assert!(!super::writes(&understanding), "{text:?}: {}", super::line(&understanding));
    }
}

/// A message may have 4,000 characters; the matcher must not take its time with them.
#[test]
fn long_messages_are_read_quickly() {
    let start = std::time::Instant::now();
    for piece in [
        "to ",
        "a ",
        "add ",
        "and ",
        "add to and ",
        "change the to ",
        "5 ",
        "my list ",
        "mark as ",
        "' ",
        "from of list ",
    ] {
        read(&piece.repeat(4_000 / piece.len()));
        read(&format!("change {}", piece.repeat(3_990 / piece.len())));
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
