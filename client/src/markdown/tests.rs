//! What the reader makes of texts, on the host.

use super::render;

/// The HTML without what only hydration needs.
fn html(text: &str) -> String {
    let text = text.to_owned();
    let html = sycamore::render_to_string(move || render(&text));
    let mut plain = String::new();
    for (at, part) in html.split(" data-hk=\"").enumerate() {
        plain += if at == 0 { part } else { part.split_once('"').map_or(part, |(_, rest)| rest) };
    }
    plain.replace(" dir=\"auto\"", "").replace("<!--t-->", "").replace("<!-->", "").replace("<!--/-->", "")
}

#[test]
fn html_stays_text() {
    assert!(!html("hi <img src=x onerror=alert(1)>").contains("<img"));
    assert!(!html("<script>alert(1)</script>").contains("<script"));
    assert_eq!(html("a < b & c"), "<p>a &lt; b &amp; c</p>");
}

#[test]
fn only_web_links() {
    assert!(html("[a](https://example.com/x_(y) \"t\")").contains("href=\"https://example.com/x_(y)\""));
    assert!(html("<https://example.com>").contains("href"));
    assert!(!html("[a](javascript:alert(1))").contains("href"));
    assert!(!html("![a](https://example.com/p.png)").contains("img"));
    assert!(html(r"[a\]b](https://example.com)").contains(">a]b</a>"));
    assert_eq!(html("a[0] and [b]"), "<p>a[0] and [b]</p>");
}

#[test]
fn marks() {
    assert_eq!(html("**a** and *b*"), "<p><strong>a</strong> and <em>b</em></p>");
    assert_eq!(html("**a *b* c**"), "<p><strong>a <em>b</em> c</strong></p>");
    assert_eq!(html("***a***"), "<p><strong><em>a</em></strong></p>");
    assert_eq!(html("*a **b***"), "<p><em>a <strong>b</strong></em></p>");
    assert_eq!(
        html("~~a~~ `*b*` __c__ _d_"),
        "<p><s>a</s> <code>*b*</code> <strong>c</strong> <em>d</em></p>"
    );
}

#[test]
fn marks_that_are_none() {
    for text in ["2 * 3 * 4", "snake_case_name", "**open", "a ` b", "a ****", "[x](", "5 ~ 6"] {
        assert_eq!(html(text), format!("<p>{text}</p>"));
    }
    assert_eq!(html(r"\*a\* \n"), r"<p>*a* \n</p>");
}

#[test]
fn lines_and_paragraphs() {
    assert_eq!(html("a\nb\n\nc\n"), "<p>a<br>b</p><p>c</p>");
    assert_eq!(
        html("## a\n#b\n---\n> c\n> d"),
        "<h3>a</h3><p>#b</p><hr><blockquote><p>c<br>d</p></blockquote>"
    );
    assert_eq!(html(""), "");
}

#[test]
fn lists() {
    assert_eq!(
        html("Open:\n- a\n- **b**\n\ndone"),
        "<p>Open:</p><ul><li>a</li><li><strong>b</strong></li></ul><p>done</p>"
    );
    assert_eq!(html("2. a\n   more\n3. b"), "<ol start=\"2\"><li>a<br>more</li><li>b</li></ol>");
    assert_eq!(
        html("1. a\n\n   - b\n\n2. c"),
        "<ol start=\"1\"><li>a<ul><li>b</li></ul></li><li>c</li></ol>"
    );
    assert_eq!(
        html("- a\n  - b\n- c\n1. d"),
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol start=\"1\"><li>d</li></ol>"
    );
    assert_eq!(html("in\n1984. x"), "<p>in<br>1984. x</p>");
    assert_eq!(html("-"), "<ul><li></li></ul>");
}

#[test]
fn code_and_tables() {
    assert_eq!(
        html("```rust\na *b*\n\n  c\n```\nd"),
        "<pre tabindex=\"0\"><code>a *b*\n\n  c\n</code></pre><p>d</p>"
    );
    assert_eq!(html("```\nopen"), "<pre tabindex=\"0\"><code>open\n</code></pre>");
    let table = html("| a | b |\n|---|:-:|\n| *c* | d |\nend");
    assert!(table.contains(
        "<tr class=\"table-head\"><td>a</td><td>b</td></tr><tr><td><em>c</em></td><td>d</td></tr>"
    ));
    assert!(table.ends_with("<p>end</p>"));
}

/// A text is drawn anew with every piece that arrives, so every beginning of it must be readable.
#[test]
fn any_beginning_is_drawn() {
    let text = "# ä\n> - **a *b* [c](https://d.e \"f\")\n\n| ü |\n|-|\n1. ```\nx\n   ```\n***a***b** \\";
    for (at, _) in text.char_indices() {
        html(&text[..at]);
    }
}

#[test]
fn any_mixture_is_drawn() {
    let pieces = [
        "*", "**", "_", "`", "```\n", "[", "](", ")", "\\", "\n", "\n\n", " ", "  ", "- ", "1. ", "> ", "|",
        "|-|\n", "# ", "~~", "\u{a0}", "ü", "a", "<", "!",
    ];
    let mut random = 1_u32;
    for _ in 0..3_000 {
        let text: String = (0..24)
            .map(|_| {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                pieces[(random >> 16) as usize % pieces.len()]
            })
            .collect();
        html(&text);
    }
}

#[test]
fn long_runs_take_no_time() {
    for piece in [">", "*a", "**a ", "[", "[a](", "- ", "`a``", "a|", "_", "  - x\n"] {
        html(&piece.repeat(4_000));
    }
}
