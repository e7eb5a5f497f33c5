//! Tags in a field of text.

/// Tags as typed: apart by commas, with or without a `#`. The API takes commas inside a tag: a `known` one stays whole.
pub fn parse_tags(text: &str, known: &[String]) -> Vec<String> {
    let parts: Vec<&str> = text.split(',').collect();
    let longest = known.iter().map(|tag| tag.split(',').count()).max().unwrap_or(1);
    let mut tags: Vec<String> = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        let tag = |end: usize| parts[at..end].join(",").trim().trim_start_matches('#').trim().to_lowercase();
        let ends = at + 1..=parts.len().min(at + longest);
        let end = ends.rev().find(|end| known.contains(&tag(*end))).unwrap_or(at + 1);
        let tag = tag(end);
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
        at = end;
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::parse_tags;

    #[test]
    fn tags_as_typed() {
        assert_eq!(parse_tags(" #Home, shopping,, home ", &[]), ["home", "shopping"]);
        assert!(parse_tags(" , ", &[]).is_empty());
    }

    #[test]
    fn tags_with_commas_stay_whole() {
        let known = ["a,b".to_owned(), "c, d, e".to_owned(), "f".to_owned()];
        assert_eq!(parse_tags("a,b, c, d, e, f, new", &known), ["a,b", "c, d, e", "f", "new"]);
        assert_eq!(parse_tags("new, #a,b,c, d", &known), ["new", "a,b", "c", "d"]);
    }
}
