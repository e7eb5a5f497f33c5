//! The unsent message, kept between visits for the person who wrote it.

use crate::dom;

/// Whose it is, a line feed, and the message.
const KEY: &str = "draft";

/// This user's unsent message; anybody else's is dropped.
pub fn take_over(user: &str) -> Option<String> {
    let stored = dom::stored(KEY)?;
    let draft =
        stored.split_once('\n').filter(|(owner, _)| *owner == user).map(|(_, draft)| draft.to_owned());
    if draft.is_none() {
        dom::store(KEY, "");
    }
    draft
}

/// Keeps what the owner has typed so far.
pub fn keep(owner: &str, draft: &str) {
    let kept = if draft.is_empty() { String::new() } else { format!("{owner}\n{draft}") };
    dom::store(KEY, &kept);
}
