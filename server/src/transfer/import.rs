//! Imports: a file is read, every task of it is checked, and then all of it is stored, or nothing.

use super::contents::{self, Contents, Notes, Reading};
use crate::auth::Owner;
use crate::domain::import::{self, Draft, DraftConversation};
use crate::domain::{account, now, task};
use crate::error::{Error, Refusal, Result};
use crate::store::Store;
use bytes::Bytes;
use poem::http::StatusCode;
use shared::transfer::{ImportFormat, ImportReport};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Files that are read at once: the pod has 256 MiB, and a large file takes a good part of it.
static TURNS: Semaphore = Semaphore::const_new(2);
/// How long someone waits for their turn.
const TIMEOUT: Duration = Duration::from_secs(15);
/// How many tasks a report shows.
const PREVIEW: usize = 20;

/// A file whose every part was checked.
struct Checked {
    format: ImportFormat,
    tasks: Vec<Draft>,
    conversations: Vec<DraftConversation>,
    warnings: Notes,
    errors: Notes,
}

/// Leave to read a file, to be held until the import is over.
pub async fn turn() -> Result<SemaphorePermit<'static>> {
    match tokio::time::timeout(TIMEOUT, TURNS.acquire()).await {
        Ok(turn) => turn.map_err(Error::internal),
        Err(_) => Err(Refusal::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "BUSY",
            "Other files are being imported right now. Try again in a few seconds.",
        )
        .retry_after(Duration::from_secs(5))
        .into()),
    }
}

/// Imports a file or, as a dry run, says what that would do.
pub async fn run(store: &Store, owner: &Owner, file: Bytes, dry_run: bool) -> Result<ImportReport> {
    let reading = Reading { now: now(), zone: account::zone_for(store, owner, None).await? };
    let reader = owner.clone();
    // A large file would keep this worker from everything else.
    let reading =
        tokio::task::spawn_blocking(move || contents::read(&file, reading).map(|file| check(&reader, file)));
    let checked = reading.await.map_err(Error::internal)??;
    if checked.errors.count > 0 && !dry_run {
        return Err(refused(checked.errors));
    }
    let news = import::news(store, owner, checked.tasks, checked.conversations).await?;
    if !dry_run {
        import::store(store, owner, &news).await?;
        let (tasks, conversations) = (news.tasks.len(), news.conversations.len());
        tracing::info!(event = "imported", tasks, conversations, format = ?checked.format, "a file was imported");
    }
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(ImportReport {
        format: checked.format,
        dry_run,
        tasks: count(news.tasks.len()),
        conversations: count(news.conversations.len()),
        unchanged: count(news.unchanged),
        preview: news.tasks.iter().take(PREVIEW).map(task::shown).collect(),
        warnings: checked.warnings.first,
        errors: checked.errors.first,
    })
}

fn check(owner: &Owner, file: Contents) -> Checked {
    let Contents { format, tasks, conversations, warnings, mut errors } = file;
    let mut drafts = Vec::with_capacity(tasks.len());
    for (place, task) in tasks {
        let is_dated = task.created_at.is_some();
        match task::from_file(owner, task) {
            Ok(row) => drafts.push(Draft { row, is_dated }),
            Err(faults) => faults.iter().for_each(|fault| {
                errors.add(place.note(column(format, &fault.field), &fault.code, &fault.message));
            }),
        }
    }
    let mut checked = Vec::with_capacity(conversations.len());
    for (place, conversation) in conversations {
        match import::conversation(owner, conversation) {
            Ok(conversation) => checked.push(conversation),
            Err(fault) => errors.add(place.note(&fault.field, &fault.code, &fault.message)),
        }
    }
    Checked { format, tasks: drafts, conversations: checked, warnings, errors }
}

/// What a field of a task is called in a file.
fn column(format: ImportFormat, field: &str) -> &str {
    match (format, field) {
        (ImportFormat::Todoist, "title") => "CONTENT",
        (ImportFormat::Todoist, "description") => "DESCRIPTION",
        (ImportFormat::Todoist, "due_at" | "recurrence") => "DATE",
        (ImportFormat::ICalendar, "title") => "SUMMARY",
        (ImportFormat::ICalendar, "description") => "DESCRIPTION",
        (ImportFormat::ICalendar, "due_at") => "DUE",
        (ImportFormat::ICalendar, "tags") => "CATEGORIES",
        (ImportFormat::ICalendar, "recurrence") => "RRULE",
        (ImportFormat::ICalendar, "completed_at") => "COMPLETED",
        _ => field,
    }
}

fn refused(errors: Notes) -> Error {
    let message = match errors.first.as_slice() {
        [only] => format!("Nothing was imported. {}", only.message),
        first => format!(
            "Nothing was imported: {} things in the file are at fault, of which errors lists {}.",
            errors.count,
            first.len()
        ),
    };
    let mut refusal = Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "VALIDATION_FAILED", message);
    refusal.errors = errors.first;
    refusal.into()
}
