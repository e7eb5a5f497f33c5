//! Urdu in both scripts, from files of at least a hundred messages each.

use super::{line, read};
use crate::assistant::understand::Language;

const FILES: [(Language, &str); 2] =
    [(Language::Urdu, include_str!("urdu.txt")), (Language::RomanUrdu, include_str!("roman_urdu.txt"))];

#[test]
fn urdu_means_what_it_says() {
    let mut wrong = Vec::new();
    for (language, file) in FILES {
        let cases: Vec<(&str, &str)> = file
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split_once(" | ").unwrap())
            .collect();
        for (text, expected) in &cases {
            let found = read(text);
            if !expected.split(" || ").any(|reading| reading == line(&found)) {
                wrong.push(format!("{text}: expected {expected}, found {}", line(&found)));
            }
            if found.language != language {
                wrong.push(format!("{text}: taken for {:?}", found.language));
            }
        }
        assert!(cases.len() >= 100, "{language:?}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
