//! The assistant's Markdown as DOM nodes, never as HTML text: nothing a model writes becomes markup.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use sycamore::prelude::*;
use sycamore::web::tags;

/// Renders Markdown: paragraphs, lists, emphasis, code, tables and http(s) links. Raw HTML shows as
/// text, pictures as their description.
pub fn render(text: &str) -> View {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut events = Parser::new_ext(text, options);
    View::from(children(&mut events))
}

/// The views up to the end of the current element.
fn children(events: &mut Parser<'_>) -> Vec<View> {
    let mut views = Vec::new();
    while let Some(event) = events.next() {
        views.push(match event {
            Event::Start(tag) => element(tag, events),
            Event::End(end) => {
                // A heading's end and the like all close exactly one level.
                let _: TagEnd = end;
                break;
            }
            Event::Code(code) => tags::code().children(code.into_string()).into(),
            // A single line break in a chat is meant as one.
            Event::SoftBreak | Event::HardBreak => tags::br().into(),
            Event::Rule => tags::hr().into(),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => View::from(text.into_string()),
            _ => continue,
        });
    }
    views
}

fn element(tag: Tag<'_>, events: &mut Parser<'_>) -> View {
    let inner = children(events);
    match tag {
        Tag::Paragraph => tags::p().children(inner).into(),
        // The page has its own h1 and h2 above the messages.
        Tag::Heading { level: HeadingLevel::H1 | HeadingLevel::H2, .. } => tags::h3().children(inner).into(),
        Tag::Heading { .. } => tags::h4().children(inner).into(),
        Tag::BlockQuote(_) => tags::blockquote().children(inner).into(),
        Tag::CodeBlock(_) => tags::pre().attr("tabindex", "0").children(tags::code().children(inner)).into(),
        Tag::List(Some(start)) => tags::ol().attr("start", start.to_string()).children(inner).into(),
        Tag::List(None) => tags::ul().children(inner).into(),
        Tag::Item => tags::li().children(inner).into(),
        Tag::Emphasis => tags::em().children(inner).into(),
        Tag::Strong => tags::strong().children(inner).into(),
        Tag::Strikethrough => tags::s().children(inner).into(),
        Tag::Link { dest_url, .. } if is_web(&dest_url) => tags::a()
            .attr("href", dest_url.into_string())
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer nofollow")
            .children(inner)
            .into(),
        Tag::Table(_) => tags::div()
            .class("table-scroll")
            .attr("tabindex", "0")
            .attr("role", "group")
            .attr("aria-label", "Table")
            .children(tags::table().children(inner))
            .into(),
        Tag::TableHead => tags::tr().class("table-head").children(inner).into(),
        Tag::TableRow => tags::tr().children(inner).into(),
        Tag::TableCell => tags::td().children(inner).into(),
        _ => View::from(inner),
    }
}

/// Only ordinary web addresses become links; `javascript:` and the like stay text.
fn is_web(url: &str) -> bool {
    let url = url.to_ascii_lowercase();
    url.starts_with("http://") || url.starts_with("https://")
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::render;

    fn html(text: &'static str) -> String {
        sycamore::render_to_string(|| render(text))
    }

    #[test]
    fn html_stays_text() {
        assert!(!html("hi <img src=x onerror=alert(1)>").contains("<img"));
        assert!(!html("<script>alert(1)</script>").contains("<script"));
    }

    #[test]
    fn only_web_links() {
        assert!(html("[a](https://example.com)").contains("href"));
        assert!(!html("[a](javascript:alert(1))").contains("href"));
        assert!(!html("![a](https://example.com/p.png)").contains("img"));
    }
}
