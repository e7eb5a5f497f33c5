//! What a file is and what it holds, before anything is checked.

use super::{backup, calendar, table};
use crate::error::{Error, Result, field_error};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use shared::error::FieldError;
use shared::limits::{DESCRIPTION_MAX, IMPORT_ROWS_MAX, TAG_MAX, TAGS_MAX, TITLE_MAX};
use shared::transfer::{ImportFormat, ImportedTask, SavedConversation};

/// Most remarks that a report repeats.
const NOTES_MAX: usize = 100;

/// Where and when a file is read: dates in words, and times without a zone, need it.
#[derive(Clone, Copy)]
pub struct Reading {
    pub now: DateTime<Utc>,
    pub zone: Tz,
}

/// Where something stands in a file.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// As spreadsheets number them: the first has the names of the columns.
    Row(usize),
    Line(usize),
    /// In the list of a backup.
    Task(usize),
    Conversation(usize),
}

impl Place {
    /// A remark about what stands here.
    pub fn note(self, field: &str, code: &str, message: &str) -> FieldError {
        let (list, name, number) = match self {
            Self::Row(number) => ("rows", "Row", number),
            Self::Line(number) => ("lines", "Line", number),
            Self::Task(number) => ("tasks", "Task", number),
            Self::Conversation(number) => ("conversations", "Conversation", number),
        };
        match field {
            "" => field_error(&format!("{list}.{number}"), code, format!("{name} {number}: {message}")),
            field => field_error(
                &format!("{list}.{number}.{field}"),
                code,
                format!("{name} {number}, {field}: {message}"),
            ),
        }
    }
}

/// Remarks, of which only the first are kept.
#[derive(Default)]
pub struct Notes {
    pub first: Vec<FieldError>,
    pub count: usize,
}

impl Notes {
    pub fn add(&mut self, note: FieldError) {
        if self.first.len() < NOTES_MAX {
            self.first.push(note);
        }
        self.count += 1;
    }
}

/// What a file holds.
pub struct Contents {
    pub format: ImportFormat,
    pub tasks: Vec<(Place, ImportedTask)>,
    pub conversations: Vec<(Place, SavedConversation)>,
    pub warnings: Notes,
    pub errors: Notes,
}

impl Contents {
    pub fn new(format: ImportFormat) -> Self {
        let (warnings, errors) = Default::default();
        Self { format, tasks: Vec::new(), conversations: Vec::new(), warnings, errors }
    }

    /// Adds a task, unless there are too many.
    pub fn add(&mut self, place: Place, task: ImportedTask) -> Result<()> {
        check_count(self.tasks.len() + 1)?;
        self.tasks.push((place, task));
        Ok(())
    }

    pub fn warn(&mut self, place: Place, field: &str, code: &str, message: &str) {
        self.warnings.add(place.note(field, code, message));
    }

    pub fn fail(&mut self, place: Place, field: &str, code: &str, message: &str) {
        self.errors.add(place.note(field, code, message));
    }

    /// Makes what another app allows fit in here: nothing is lost that a description has room for.
    pub fn fit(&mut self, place: Place, task: &mut ImportedTask) {
        if task.title.chars().count() > TITLE_MAX {
            let whole = std::mem::take(&mut task.title);
            task.title = cut(&whole, TITLE_MAX);
            append(&mut task.description, &whole);
            self.warn(
                place,
                "title",
                "SHORTENED",
                "The title is too long; the whole of it is in the description.",
            );
        }
        if let Some(text) = &task.description
            && text.chars().count() > DESCRIPTION_MAX
        {
            task.description = Some(cut(text, DESCRIPTION_MAX));
            let message = format!("Only the first {DESCRIPTION_MAX} characters are taken over.");
            self.warn(place, "description", "SHORTENED", &message);
        }
        let count = task.tags.len();
        task.tags.retain(|tag| (1..=TAG_MAX).contains(&tag.chars().count()));
        task.tags.truncate(TAGS_MAX);
        if task.tags.len() < count {
            let message = format!("Only {TAGS_MAX} tags of up to {TAG_MAX} characters are taken over.");
            self.warn(place, "tags", "SHORTENED", &message);
        }
    }
}

/// Reads a file of any kind that is known.
pub fn read(bytes: &[u8], reading: Reading) -> Result<Contents> {
    let text = text(bytes)?;
    let start = text.trim_start();
    if start.is_empty() {
        return Err(unreadable("EMPTY", "The file is empty."));
    }
    let is_calendar = start.get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR"));
    match start.starts_with('{') {
        true => backup::read(text),
        false if is_calendar => calendar::read(text, reading),
        false => table::read(text, reading),
    }
}

/// The file as a whole cannot be read.
pub fn unreadable(code: &str, message: impl Into<String>) -> Error {
    Error::invalid_field("file", code, message)
}

/// Refuses more than a file may hold.
pub fn check_count(count: usize) -> Result<()> {
    match count > IMPORT_ROWS_MAX {
        true => Err(unreadable(
            "TOO_MANY",
            format!(
                "The file holds more than {IMPORT_ROWS_MAX} tasks or messages. Split it into several files."
            ),
        )),
        false => Ok(()),
    }
}

/// Appends a paragraph to a description.
pub fn append(description: &mut Option<String>, paragraph: &str) {
    let text = description.get_or_insert_default();
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(paragraph);
}

fn text(bytes: &[u8]) -> Result<&str> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(unreadable(
            "ENCODING",
            "The file is encoded as UTF-16. Save it as UTF-8 (in Excel: CSV UTF-8).",
        ));
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        unreadable(
            "ENCODING",
            format!("Line {line} is not UTF-8. Save the file as UTF-8 (in Excel: CSV UTF-8) and try again."),
        )
    })
}

fn cut(text: &str, length: usize) -> String {
    text.chars().take(length - 1).chain(['…']).collect()
}
