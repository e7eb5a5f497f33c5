//! The JSON export, read back. Each task and each conversation is read by itself, so that each can be at fault.

use super::contents::{Contents, Place, check_count, unreadable};
use crate::error::Result;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use shared::error::FieldError;
use shared::transfer::{BACKUP_FORMAT, BACKUP_VERSION, ImportFormat, SavedConversation};

#[derive(Deserialize)]
struct Backup<'t> {
    #[serde(default)]
    format: String,
    #[serde(default)]
    version: u32,
    #[serde(borrow, default)]
    tasks: Vec<&'t RawValue>,
    #[serde(borrow, default)]
    conversations: Vec<&'t RawValue>,
}

/// Reads a backup.
pub fn read(text: &str) -> Result<Contents> {
    let backup: Backup = serde_json::from_str(text).map_err(|error| {
        unreadable("INVALID_JSON", format!("The file is not the JSON of an export: {error}."))
    })?;
    if backup.format != BACKUP_FORMAT || !(1..=BACKUP_VERSION).contains(&backup.version) {
        let message = format!(
            "The file does not say that it is an export of this app (\"format\": \"{BACKUP_FORMAT}\", \"version\": 1 to {BACKUP_VERSION}). A newer app may have written it."
        );
        return Err(unreadable("UNKNOWN_FORMAT", message));
    }
    let mut contents = Contents::new(ImportFormat::Json);
    for (index, json) in backup.tasks.iter().enumerate() {
        let place = Place::Task(index);
        match one(json, place) {
            Ok(task) => contents.add(place, task)?,
            Err(fault) => contents.errors.add(fault),
        }
    }
    let mut messages = 0;
    for (index, json) in backup.conversations.iter().enumerate() {
        let place = Place::Conversation(index);
        match one::<SavedConversation>(json, place) {
            Ok(conversation) => {
                messages += conversation.messages.len() + 1;
                check_count(messages)?;
                contents.conversations.push((place, conversation));
            }
            Err(fault) => contents.errors.add(fault),
        }
    }
    Ok(contents)
}

fn one<T: DeserializeOwned>(json: &RawValue, place: Place) -> std::result::Result<T, FieldError> {
    let mut reader = serde_json::Deserializer::from_str(json.get());
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { "" } else { &path };
        let reason = error.inner().to_string();
        // serde appends where it stood in this part: " at line 1 column 9".
        let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason);
        place.note(path, "INVALID_TYPE", &format!("{reason}."))
    })
}
