//! The types of exports, imports and the calendar feed.

use crate::samples::{Sample, chat_message, fixed, sample, text, time, user};
use shared::error::FieldError;
use shared::reminder::Reminder;
use shared::task::{Priority, RepeatFrom};
use shared::transfer::*;

/// Each once with every field filled and once with as few as possible.
pub fn samples() -> Vec<Sample> {
    let saved = SavedConversation {
        id: 1,
        title: text(),
        created_at: time(),
        updated_at: time(),
        messages: vec![chat_message(None)],
    };
    let backup = Backup {
        format: BACKUP_FORMAT.into(),
        version: BACKUP_VERSION,
        exported_at: time(),
        account: user(None),
        tasks: Vec::new(),
        conversations: vec![saved.clone()],
    };
    let task = ImportedTask {
        title: text(),
        description: Some(text()),
        completed: Some(true),
        priority: Some(Priority::Low),
        due_at: Some(time()),
        tags: vec![text()],
        recurrence: Some(text()),
        repeat_from: Some(RepeatFrom::Due),
        reminders: vec![Reminder::before(10)],
        created_at: Some(time()),
        completed_at: Some(time()),
    };
    let note = FieldError { field: text(), code: text(), message: text() };
    let report = ImportReport {
        format: ImportFormat::Csv,
        dry_run: true,
        tasks: 1,
        conversations: 1,
        unchanged: 1,
        preview: vec![task.clone()],
        warnings: vec![note.clone()],
        errors: vec![note],
    };
    vec![
        fixed("Backup", backup),
        fixed("SavedConversation", saved),
        sample("ImportedTask", task, ImportedTask::default()),
        fixed("ImportReport", report),
        sample("CalendarFeed", CalendarFeed { created_at: Some(time()) }, CalendarFeed { created_at: None }),
        fixed("MadeCalendarFeed", MadeCalendarFeed { path: text(), created_at: time() }),
    ]
}
