//! The assistant's Markdown as DOM nodes, never as HTML text: nothing a model writes becomes markup.
//!
//! Only what assistants write, read with this much code instead of a library's: a full CommonMark
//! parser is a sixth of the page's download, most of it for names of HTML entities.

mod inline;

use sycamore::prelude::*;
use sycamore::web::tags;

use self::inline::inline;

/// Quotes and lists in each other, and marks in each other, deeper than this stay text.
const MAX_DEPTH: u32 = 8;

/// Renders Markdown: paragraphs, headings, lists, quotes, tables, code, emphasis and http(s) links.
/// Raw HTML shows as text, pictures as their description.
pub fn render(text: &str) -> View {
    let lines: Vec<&str> = text.lines().collect();
    View::from(blocks(&lines, 0))
}

/// What a line begins, when it is not part of a paragraph.
enum Start<'a> {
    Fence(&'a str),
    Heading(usize, &'a str),
    Rule,
    Quote,
    Item(Marker),
}

/// A bullet or a number, and the column where the item's text begins.
#[derive(Clone, Copy)]
struct Marker {
    number: Option<u32>,
    indent: usize,
    text: usize,
}

impl<'a> Start<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let words = line.trim();
        if words.starts_with("```") || words.starts_with("~~~") {
            return Some(Self::Fence(&words[..3]));
        }
        let level = words.len() - words.trim_start_matches('#').len();
        if (1..=6).contains(&level) && words[level..].starts_with(' ') {
            return Some(Self::Heading(level, words[level..].trim_matches([' ', '#'])));
        }
        if is_rule(words) {
            return Some(Self::Rule);
        }
        if words.starts_with('>') {
            return Some(Self::Quote);
        }
        Marker::of(line).map(Self::Item)
    }
}

impl Marker {
    fn of(line: &str) -> Option<Self> {
        let indent = indent(line);
        let words = &line[indent..];
        let digits = words.bytes().take_while(u8::is_ascii_digit).count();
        let (number, width) = match words.as_bytes().get(digits)? {
            b'-' | b'*' | b'+' if digits == 0 => (None, 1),
            b'.' | b')' if digits > 0 => (Some(words[..digits].parse().ok()?), digits + 1),
            _ => return None,
        };
        let rest = &words[width..];
        (rest.is_empty() || rest.starts_with(' ')).then_some(Self {
            number,
            indent,
            text: indent + width + 1,
        })
    }

    fn is_like(self, other: Self) -> bool {
        self.number.is_some() == other.number.is_some() && other.indent < self.text
    }
}

/// Three or more of `-`, `*` or `_`, and nothing else.
fn is_rule(words: &str) -> bool {
    let Some(mark @ ('-' | '*' | '_')) = words.chars().next() else { return false };
    words.chars().all(|c| c == mark || c == ' ') && words.matches(mark).count() >= 3
}

/// The second line of a table, such as `|---|:-:|`.
fn is_table_rule(line: &str) -> bool {
    line.contains('-') && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn indent(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// A line without up to `columns` spaces before it.
fn outdent(line: &str, columns: usize) -> &str {
    &line[indent(line).min(columns)..]
}

fn blocks(lines: &[&str], depth: u32) -> Vec<View> {
    let mut views = Vec::new();
    let mut rest = lines;
    while let Some(&line) = rest.first() {
        let length = if line.trim().is_empty() {
            1
        } else if depth > MAX_DEPTH {
            views.push(View::from(line.to_owned()));
            1
        } else {
            let (view, length) = block(line, rest, depth);
            views.push(view);
            length
        };
        rest = &rest[length..];
    }
    views
}

/// The block that `lines` begin with, and how many of them it takes.
fn block(line: &str, lines: &[&str], depth: u32) -> (View, usize) {
    match Start::of(line) {
        Some(Start::Fence(fence)) => code_block(lines, fence),
        Some(Start::Heading(level, words)) => {
            let words = inline(words, depth);
            // The page has its own h1 and h2 above the messages.
            let view =
                if level < 3 { tags::h3().children(words).into() } else { tags::h4().children(words).into() };
            (view, 1)
        }
        Some(Start::Rule) => (tags::hr().into(), 1),
        Some(Start::Quote) => {
            let inner: Vec<&str> = lines
                .iter()
                .map_while(|line| line.trim_start().strip_prefix('>'))
                .map(|line| outdent(line, 1))
                .collect();
            (tags::blockquote().children(blocks(&inner, depth + 1)).into(), inner.len())
        }
        Some(Start::Item(marker)) => list(lines, marker, depth),
        None if lines.get(1).is_some_and(|next| line.contains('|') && is_table_rule(next)) => {
            table(lines, depth)
        }
        None => {
            let length = 1 + lines[1..].iter().take_while(|line| !ends_paragraph(line)).count();
            (tags::p().children(paragraph(&lines[..length], depth)).into(), length)
        }
    }
}

fn ends_paragraph(line: &str) -> bool {
    match Start::of(line) {
        // A line that happens to begin with a year is no list.
        Some(Start::Item(marker)) => marker.number.is_none_or(|number| number == 1),
        Some(_) => true,
        None => line.trim().is_empty(),
    }
}

/// A single line break in a chat is meant as one.
fn paragraph(lines: &[&str], depth: u32) -> Vec<View> {
    let text: Vec<&str> = lines.iter().map(|line| line.trim().trim_end_matches('\\')).collect();
    inline(&text.join("\n"), depth)
}

fn code_block(lines: &[&str], fence: &str) -> (View, usize) {
    let is_end = |line: &&str| {
        let line = line.trim();
        line.starts_with(fence) && line.trim_start_matches(&fence[..1]).is_empty()
    };
    let length = lines[1..].iter().take_while(|line| !is_end(line)).count();
    let columns = indent(lines[0]);
    let text: String = lines[1..=length].iter().flat_map(|line| [outdent(line, columns), "\n"]).collect();
    let view = tags::pre().attr("tabindex", "0").children(tags::code().children(text)).into();
    // An answer that is still arriving may end before its fence does.
    (view, (length + 2).min(lines.len()))
}

fn list(lines: &[&str], first: Marker, depth: u32) -> (View, usize) {
    let mut items = Vec::new();
    let mut taken = 0;
    while let Some(marker) =
        lines.get(taken).copied().and_then(Marker::of).filter(|marker| first.is_like(*marker))
    {
        let item = &lines[taken..];
        let mut length = 1;
        // Empty lines belong to an item when more of it follows.
        while let Some(more) = item[length..].iter().position(|line| !line.trim().is_empty()) {
            let line = item[length + more];
            let belongs =
                indent(line) >= marker.text.min(marker.indent + 2) || more == 0 && Start::of(line).is_none();
            if !belongs {
                break;
            }
            length += more + 1;
        }
        items.push(list_item(&item[..length], marker, depth));
        taken += length;
        // An empty line between two items does not end the list.
        let gap = lines[taken..].iter().take_while(|line| line.trim().is_empty()).count();
        if lines.get(taken + gap).copied().and_then(Marker::of).is_some_and(|next| first.is_like(next)) {
            taken += gap;
        }
    }
    // Its bullets stand where its words begin, whatever is around it.
    let view = match first.number {
        Some(start) => tags::ol().attr("start", start.to_string()).attr("dir", "auto").children(items).into(),
        None => tags::ul().attr("dir", "auto").children(items).into(),
    };
    (view, taken)
}

fn list_item(lines: &[&str], marker: Marker, depth: u32) -> View {
    let mut inner: Vec<&str> = lines.iter().map(|line| outdent(line, marker.text)).collect();
    inner[0] = lines[0].get(marker.text..).unwrap_or_default();
    let words = inner.iter().position(|line| ends_paragraph(line)).unwrap_or(inner.len());
    let mut children = paragraph(&inner[..words], depth);
    children.extend(blocks(&inner[words..], depth + 1));
    tags::li().children(children).into()
}

fn table(lines: &[&str], depth: u32) -> (View, usize) {
    let length = lines.iter().take_while(|line| line.contains('|')).count();
    let row = |line: &str| -> Vec<View> {
        let line = line.trim();
        let line = line.strip_prefix('|').unwrap_or(line);
        let line = line.strip_suffix('|').unwrap_or(line);
        line.split('|').map(|cell| tags::td().children(inline(cell.trim(), depth)).into()).collect()
    };
    let mut rows: Vec<View> = vec![tags::tr().class("table-head").children(row(lines[0])).into()];
    rows.extend(lines[2..length].iter().map(|line| tags::tr().children(row(line)).into()));
    let view = tags::div()
        .class("table-scroll")
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-label", "Table")
        .children(tags::table().children(rows))
        .into();
    (view, length)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
