//! Tags: how they are written, stored, added and taken off.

use super::validate::Checks;
use crate::domain::text::{is_visible, length};
use crate::error::{Error, Result, field_error};
use crate::store::record::TaskRecord;
use shared::error::FieldError;
use shared::limits::{TAG_MAX, TAGS_MAX};
use shared::task::Task;
use unicode_normalization::UnicodeNormalization;

/// A tag as it is stored and compared.
pub fn tag(text: &str) -> String {
    text.trim().trim_start_matches('#').nfkc().collect::<String>().to_lowercase()
}

/// Each tag between line feeds, so that one can be found whole.
pub fn tags(list: &[String]) -> Checks<String> {
    match tag_list(list)? {
        tags if tags.len() > TAGS_MAX => Err(too_many(tags.len())),
        tags => Ok(stored(&tags)),
    }
}

/// The tags of a stored text.
pub fn listed(stored: &str) -> Vec<String> {
    stored.split('\n').filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

fn stored(tags: &[String]) -> String {
    match tags {
        [] => String::new(),
        tags => format!("\n{}\n", tags.join("\n")),
    }
}

fn too_many(count: usize) -> FieldError {
    field_error("tags", "TOO_MANY", format!("There are {count} tags; {TAGS_MAX} is the most."))
}

/// The tags as they are stored and compared, each once.
fn tag_list(list: &[String]) -> Checks<Vec<String>> {
    let fault = |code, message: String| Err(field_error("tags", code, message));
    let mut seen: Vec<String> = Vec::new();
    for text in list {
        let tag = tag(text);
        // As typed: folding can make more characters of it.
        match length(text) {
            _ if !is_visible(&tag) => return fault("REQUIRED", "A tag is empty; leave it out.".into()),
            count if count > TAG_MAX => {
                return fault("TOO_LONG", format!("A tag has {count} characters; {TAG_MAX} is the most."));
            }
            _ if text.contains(char::is_control) => {
                return fault("INVALID_CHARACTER", "A tag contains a control character.".into());
            }
            _ if seen.contains(&tag) => {}
            _ => seen.push(tag),
        }
    }
    Ok(seen)
}

/// Tags to add to a task's own, and others to take off.
pub struct Retag {
    add: Vec<String>,
    remove: Vec<String>,
}

impl Retag {
    /// Checks both lists.
    pub fn new(add: &[String], remove: &[String]) -> Result<Self> {
        let checked = |list| tag_list(list).map_err(|fault| Error::invalid(vec![fault]));
        Ok(Self { add: checked(add)?, remove: checked(remove)? })
    }

    /// The tags of a task that is `before` now; they stay as they are where they would become too many.
    pub fn of(&self, before: &TaskRecord) -> String {
        let mut tags = listed(&before.tags);
        tags.retain(|tag| !self.remove.contains(tag));
        let new = self.add.iter().filter(|tag| !tags.contains(tag)).cloned().collect::<Vec<_>>();
        tags.extend(new);
        if tags.len() > TAGS_MAX { before.tags.clone() } else { stored(&tags) }
    }

    /// Refuses when the tags found no place on the task.
    pub fn check(&self, after: &Task) -> Result<()> {
        let missing = self.add.iter().filter(|tag| !after.tags.contains(tag)).count();
        match missing {
            0 => Ok(()),
            _ => Err(Error::invalid(vec![too_many(after.tags.len() + missing)])),
        }
    }
}
