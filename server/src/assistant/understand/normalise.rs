//! First stage: a message becomes tokens that can be compared.
//!
//! A token keeps what was written, so that titles can be cut out verbatim, beside a normal form in lower case
//! without apostrophes ("What's", "what’s" and "whats" are all `whats`), with typing errors in the assistant's
//! own words corrected. Something in quotes is one token that no later stage looks into.

use super::spelling;

/// A word, a quotation or a punctuation mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// As written.
    pub raw: String,
    /// Normal form; empty for quotations, so that they match nothing.
    pub norm: String,
    pub kind: Kind,
    /// Whether white space stood before it.
    pub spaced: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Quote,
    Mark,
}

impl Token {
    fn new(raw: &str, kind: Kind, spaced: bool) -> Self {
        let norm = match kind {
            Kind::Word => normal_form(raw),
            Kind::Quote => String::new(),
            Kind::Mark => raw.to_owned(),
        };
        Self { raw: raw.to_owned(), norm, kind, spaced }
    }

    pub fn is(&self, word: &str) -> bool {
        self.norm == word
    }

    pub fn is_one_of(&self, words: &[&str]) -> bool {
        words.contains(&self.norm.as_str())
    }

    pub fn is_mark(&self) -> bool {
        self.kind == Kind::Mark
    }

    /// What stands between the quotation marks.
    pub fn unquoted(&self) -> &str {
        let mut letters = self.raw.chars();
        if self.kind == Kind::Quote {
            letters.next();
            letters.next_back();
        }
        letters.as_str().trim()
    }
}

/// The normal form at `i`, or "" past the end.
pub(crate) fn norm(tokens: &[Token], i: usize) -> &str {
    tokens.get(i).map_or("", |t| t.norm.as_str())
}

/// The text that the tokens were written as, with single spaces.
pub(crate) fn written(tokens: &[Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        if token.spaced && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&token.raw);
    }
    text
}

/// The words of a title or of what is searched for; a quotation without its marks.
pub(crate) fn name(words: &[Token]) -> String {
    match trim(words) {
        [only] => only.unquoted().to_owned(),
        words => written(words),
    }
}

/// Takes punctuation off both ends.
pub(crate) fn trim(mut tokens: &[Token]) -> &[Token] {
    while let [first, rest @ ..] = tokens
        && first.is_mark()
    {
        tokens = rest;
    }
    while let [rest @ .., last] = tokens
        && last.is_mark()
    {
        tokens = rest;
    }
    tokens
}

/// Splits a message into tokens.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut spaced = true;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if c == '\n' {
            found.push(Token::new("\n", Kind::Mark, false));
            (rest, spaced) = (after, true);
        } else if c.is_whitespace() || c.is_control() {
            (rest, spaced) = (after, true);
        } else if let Some(length) = quotation(rest, c) {
            found.push(Token::new(&rest[..length], Kind::Quote, spaced));
            (rest, spaced) = (&rest[length..], false);
        } else if is_separator(c) && !is_priority_mark(rest, spaced) {
            found.push(Token::new(&rest[..c.len_utf8()], Kind::Mark, spaced));
            (rest, spaced) = (after, false);
        } else {
            let length = word(rest);
            push_word(&mut found, &rest[..length], spaced);
            (rest, spaced) = (&rest[length..], false);
        }
    }
    name_the_list(&mut found);
    join_meridiems(&mut found);
    spelling::correct(&mut found);
    found
}

fn normal_form(raw: &str) -> String {
    let mut norm: String = raw
        .to_lowercase()
        .chars()
        .filter(|&c| !is_apostrophe(c) && c != '\u{200d}' && c != '\u{fe0f}')
        .collect();
    // "p.m" and "a.m" are "pm" and "am"; other dots belong to numbers and addresses.
    if matches!(norm.as_str(), "a.m" | "p.m") {
        norm.retain(|c| c != '.');
    }
    match norm.as_str() {
        "&" => "and".to_owned(),
        "to-do" => "todo".to_owned(),
        "to-dos" => "todos".to_owned(),
        _ => norm,
    }
}

/// "!high": the mark belongs to the word behind it.
fn is_priority_mark(rest: &str, spaced: bool) -> bool {
    spaced && rest.strip_prefix('!').is_some_and(|word| word.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '＇')
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        ',' | ';' | '!' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '"' | '“' | '”' | '„' | '«' | '»' | '…'
    ) || matches!(c, '،' | '؛' | '؟' | '۔' | '、' | '。' | '•')
}

fn closing_of(opening: char) -> Option<&'static [char]> {
    match opening {
        '"' => Some(&['"', '”']),
        '“' | '„' => Some(&['”', '“', '"']),
        '«' => Some(&['»']),
        '\'' | '‘' | '’' => Some(&['\'', '’']),
        '`' => Some(&['`']),
        _ => None,
    }
}

/// Length in bytes of the quotation that `text` starts with. An apostrophe closes one only at the end of a word.
fn quotation(text: &str, opening: char) -> Option<usize> {
    let closing = closing_of(opening)?;
    let begin = opening.len_utf8();
    let mut before = opening;
    for (at, c) in text.char_indices().skip(1) {
        let end = at + c.len_utf8();
        let word_goes_on = text[end..].chars().next().is_some_and(char::is_alphanumeric);
        if c == '\n' {
            return None;
        }
        if closing.contains(&c) && !(is_apostrophe(c) && (word_goes_on || before.is_whitespace())) {
            return (!text[begin..at].trim().is_empty()).then_some(end);
        }
        before = c;
    }
    None
}

/// Length in bytes of the word that `text` starts with. Commas and colons inside numbers belong to them.
fn word(text: &str) -> usize {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next().unwrap_or(' ');
        let in_number = before.is_ascii_digit() && next.is_ascii_digit();
        let in_address = c == ':' && next == '/';
        let ends = match c {
            ',' | ':' => !in_number && !in_address && at > 0,
            _ => c.is_whitespace() || c.is_control() || is_separator(c),
        };
        if ends && at > 0 {
            return at;
        }
        if c == ':' && at == 0 {
            return 1;
        }
        before = c;
    }
    text.len()
}

/// Pushes a word, and the full stops or dashes at its edges as marks of their own.
fn push_word(found: &mut Vec<Token>, raw: &str, spaced: bool) {
    let core = raw.trim_end_matches('.');
    if core.is_empty() || matches!(core, ":" | "-" | "–" | "—" | "*" | "/" | "|") {
        found.push(Token::new(raw, Kind::Mark, spaced));
        return;
    }
    // "24.12." keeps its last dot in the date, where the date reader drops it again.
    // "dr. lee", "dec. 5": the full stop belongs to the word, and no sentence ends there.
    #[rustfmt::skip] // Packed: it is a list of words.
    const SHORT: &[&str] = &[
        "mr", "mrs", "ms", "dr", "st", "prof", "vs", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
        "dec",
    ];
    if core.len() + 1 == raw.len() && SHORT.contains(&core.to_lowercase().as_str()) {
        let token = Token::new(core, Kind::Word, spaced);
        found.push(Token { raw: raw.to_owned(), ..token });
        return;
    }
    found.push(Token::new(core, Kind::Word, spaced));
    if core.len() < raw.len() {
        found.push(Token::new(".", Kind::Mark, false));
    }
}

/// "eight a m" and "four p. m.", as speech is written down: one word behind a number.
fn join_meridiems(tokens: &mut Vec<Token>) {
    let mut i = 1;
    while i < tokens.len() {
        let half = match tokens[i].norm.as_str() {
            "a" => "am",
            "p" => "pm",
            _ => "",
        };
        let stop = usize::from(tokens.get(i + 1).is_some_and(|t| t.is(".")));
        let timed = super::date::number(tokens, i - 1).is_some() || tokens[i - 1].is("oclock");
        if !half.is_empty() && timed && tokens.get(i + 1 + stop).is_some_and(|t| t.is("m")) {
            let last = i + 1 + stop;
            let end = last + usize::from(stop == 1 && tokens.get(last + 1).is_some_and(|t| t.is(".")));
            tokens.drain(i + 1..=end.min(tokens.len() - 1));
            half.clone_into(&mut tokens[i].norm);
            half.clone_into(&mut tokens[i].raw);
        }
        i += 1;
    }
}

/// "to do" before a word for a list is the adjective "todo"; elsewhere it stays two words.
fn name_the_list(tokens: &mut Vec<Token>) {
    let nouns = ["list", "lists", "shopping", "item", "items", "task", "tasks", "app"];
    let mut i = 0;
    while i + 2 < tokens.len() {
        if tokens[i].is("to") && tokens[i + 1].is("do") && tokens[i + 2].is_one_of(&nouns) {
            let second = tokens.remove(i + 1);
            tokens[i].raw = format!("{} {}", tokens[i].raw, second.raw);
            tokens[i].norm = "todo".to_owned();
        }
        i += 1;
    }
}
