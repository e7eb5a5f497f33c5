//! What of the tools' results is sent and stored: who has thousands of tasks, and asks often, would fill the database.

use serde_json::{Value, json};

/// Most entries of a list that an answer names, sends and stores. The assistant itself has them all.
pub const LISTED_MAX: usize = 30;
/// Most bytes of results that a turn sends and stores.
const TURN_MAX: usize = 256 * 1024;

/// The room for results that a turn has left, in bytes.
pub struct Room(usize);

impl Default for Room {
    fn default() -> Self {
        Self(TURN_MAX)
    }
}

impl Room {
    /// What is kept of a result: its lists as far as they are listed, or a note where there is no room for it.
    pub fn keep(&mut self, result: &Value) -> Value {
        let kept = listed(result);
        match self.0.checked_sub(kept.to_string().len()) {
            Some(left) => {
                self.0 = left;
                kept
            }
            None => json!({"left_out": "The results of this turn are too long to keep."}),
        }
    }
}

fn listed(value: &Value) -> Value {
    match value {
        Value::Array(all) => all.iter().take(LISTED_MAX).map(listed).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), listed(value))).collect(),
        other => other.clone(),
    }
}
