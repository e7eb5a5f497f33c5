//! Words within a block: code, emphasis and links.

use sycamore::prelude::*;
use sycamore::web::tags;

use super::MAX_DEPTH;

/// Words with their marks; text that no mark belongs to stays as it is.
pub fn inline(text: &str, depth: u32) -> Vec<View> {
    let mut views = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let inside_word = plain.ends_with(char::is_alphanumeric);
        let marked = if depth > MAX_DEPTH { None } else { mark(rest, inside_word, depth) };
        if let Some((view, length)) = marked {
            flush(&mut views, &mut plain);
            views.push(view);
            rest = &rest[length..];
        } else {
            let escaped = rest
                .strip_prefix('\\')
                .and_then(|rest| rest.chars().next())
                .filter(char::is_ascii_punctuation);
            plain.push(escaped.unwrap_or(first));
            rest = &rest[first.len_utf8() + usize::from(escaped.is_some())..];
        }
    }
    flush(&mut views, &mut plain);
    views
}

fn flush(views: &mut Vec<View>, plain: &mut String) {
    if !plain.is_empty() {
        views.push(View::from(std::mem::take(plain)));
    }
}

/// The marked words that `text` begins with, and how many bytes of it they are.
fn mark(text: &str, inside_word: bool, depth: u32) -> Option<(View, usize)> {
    match text.as_bytes()[0] {
        b'\n' => Some((tags::br().into(), 1)),
        b'`' => code(text),
        b'!' => {
            let (words, _, length) = link_parts(text.strip_prefix('!')?)?;
            Some((View::from(words.to_owned()), length + 1))
        }
        b'[' => {
            let (words, url, length) = link_parts(text)?;
            let words = inline(words, depth + 1);
            Some((if is_web(url) { link(url, words) } else { View::from(words) }, length))
        }
        b'<' => {
            let url = text[1..].split_once('>')?.0;
            let is_link = is_web(url) && !url.contains(char::is_whitespace);
            is_link.then(|| (link(url, vec![View::from(url.to_owned())]), url.len() + 2))
        }
        b'*' | b'_' | b'~' => emphasis(text, inside_word, depth),
        _ => None,
    }
}

fn code(text: &str) -> Option<(View, usize)> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let (words, _) = text[ticks..].split_once(&text[..ticks])?;
    let shown = words.trim().replace('\n', " ");
    Some((tags::code().children(shown).into(), words.len() + 2 * ticks))
}

fn emphasis(text: &str, inside_word: bool, depth: u32) -> Option<(View, usize)> {
    let mark = ["**", "__", "~~", "*", "_"].into_iter().find(|mark| text.starts_with(mark))?;
    let is_underscore = mark.starts_with('_');
    let inner = &text[mark.len()..];
    if inner.starts_with(char::is_whitespace)
        || inner.starts_with(mark) && mark.len() == 2
        || is_underscore && inside_word
    {
        return None;
    }
    let end = closing(inner, mark, is_underscore)?;
    let words = inline(&inner[..end], depth + 1);
    let view = match mark {
        "~~" => tags::s().children(words).into(),
        "**" | "__" => tags::strong().children(words).into(),
        _ => tags::em().children(words).into(),
    };
    Some((view, end + 2 * mark.len()))
}

/// Where the words before a closing mark end. A single mark does not end at a double one.
fn closing(text: &str, mark: &str, is_underscore: bool) -> Option<usize> {
    let single = &mark[..1];
    let mut from = 0;
    loop {
        let at = from + text[from..].find(mark)?;
        let after = &text[at..];
        let run = after.len() - after.trim_start_matches(single).len();
        let words = &text[..at];
        let is_open = words.is_empty() || words.ends_with(|c: char| c.is_whitespace() || c == '\\');
        let is_other = mark.len() == 1 && run == 2;
        let is_inside_word = is_underscore && after[run..].starts_with(char::is_alphanumeric);
        if !(is_open || is_other || is_inside_word) {
            // Of three marks the first ones close what was opened within.
            let is_double_open = run == 3 && words.contains(&single.repeat(2));
            return Some(if is_double_open || mark.len() == 2 { at + run - mark.len() } else { at });
        }
        from = at + run;
    }
}

/// The words and the address of `[words](address "title")`, and its length.
fn link_parts(text: &str) -> Option<(&str, &str, usize)> {
    let close = matching(text, '[', ']')?;
    let target = text[close + 1..].strip_prefix('(')?;
    let end = matching(&text[close + 1..], '(', ')')? - 1;
    let url = target[..end].split_whitespace().next().unwrap_or_default();
    let url = url.strip_prefix('<').and_then(|url| url.strip_suffix('>')).unwrap_or(url);
    Some((&text[1..close], url, close + end + 3))
}

/// Where the bracket closes that `text` begins with. A link is not longer than this, however many are open.
fn matching(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_u32;
    let mut escaped = false;
    for (at, c) in text.char_indices().take(4_000) {
        if escaped || c == '\\' {
            escaped = !escaped;
        } else if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at);
            }
        } else if depth == 0 {
            return None;
        }
    }
    None
}

fn link(url: &str, words: Vec<View>) -> View {
    tags::a()
        .attr("href", url.to_owned())
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer nofollow")
        .children(words)
        .into()
}

/// Only ordinary web addresses become links; `javascript:` and the like stay text.
fn is_web(url: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}
