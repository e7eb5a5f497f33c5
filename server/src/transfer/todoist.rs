//! Todoist's tables (its template export): tasks, the sections that they are in, and notes.

use super::columns::quoted;
use super::contents::{Contents, Place, Reading, append};
use super::table::Table;
use crate::assistant::understand::read_schedule;
use crate::domain::task::end_of_day;
use crate::error::Result;
use csv::StringRecord;
use shared::task::Priority;
use shared::transfer::{ImportFormat, ImportedTask};

/// What a row belongs to.
#[derive(Default)]
struct Above {
    section: Option<String>,
    /// The titles of the tasks that this one may be below, the outermost first.
    parents: Vec<String>,
    has_task: bool,
}

/// Reads the tasks of a table of Todoist.
pub fn read(table: &mut Table, reading: Reading) -> Result<Contents> {
    let mut contents = Contents::new(ImportFormat::Todoist);
    let mut above = Above::default();
    while let Some((place, record)) = table.next(&mut contents)? {
        let content = table.cell(&record, "content").trim();
        match table.cell(&record, "type").trim().to_ascii_lowercase().as_str() {
            "task" => {
                let task = task(table, &record, place, reading, &mut above, &mut contents);
                contents.add(place, task)?;
            }
            "section" => {
                above = Above {
                    section: Some(content.into()).filter(|name: &String| !name.is_empty()),
                    ..Above::default()
                };
            }
            "note" if above.has_task => {
                if let Some((place, mut task)) = contents.tasks.pop() {
                    append(&mut task.description, content);
                    contents.fit(place, &mut task);
                    contents.tasks.push((place, task));
                }
            }
            "note" => contents.warn(place, "", "SKIPPED", "A note on a whole project has no place here."),
            "" | "meta" => {}
            other => {
                let message = format!("{} is none of task, section and note.", quoted(other));
                contents.fail(place, "TYPE", "INVALID", &message);
            }
        }
    }
    Ok(contents)
}

fn task(
    table: &Table,
    record: &StringRecord,
    place: Place,
    reading: Reading,
    above: &mut Above,
    contents: &mut Contents,
) -> ImportedTask {
    let text = |name| table.cell(record, name).trim();
    let (title, labels) = title_and_labels(text("content"));
    let mut task = ImportedTask {
        title,
        tags: above.section.iter().cloned().chain(labels).collect(),
        description: Some(text("description").to_owned()).filter(|text| !text.is_empty()),
        ..ImportedTask::default()
    };
    match text("priority") {
        "" => {}
        "1" => task.priority = Some(Priority::High),
        "2" | "3" => task.priority = Some(Priority::Medium),
        "4" => task.priority = Some(Priority::Low),
        other => {
            let message = format!("{} is none of 1, 2, 3 and 4.", quoted(other));
            contents.fail(place, "PRIORITY", "INVALID", &message);
        }
    }
    if let Err((code, message)) = schedule(&mut task, table, record, reading) {
        contents.fail(place, "DATE", code, &message);
    }
    let depth = text("indent").parse::<usize>().unwrap_or(1).saturating_sub(1);
    above.parents.truncate(depth);
    if let Some(parent) = above.parents.last() {
        append(&mut task.description, &format!("Part of: {parent}"));
        contents.warn(
            place,
            "INDENT",
            "FLATTENED",
            "A subtask becomes a task of its own; its description says what it is part of.",
        );
    }
    above.parents.push(task.title.clone());
    above.has_task = true;
    contents.fit(place, &mut task);
    task
}

/// "Buy milk @shopping" has the label shopping; an asterisk before it says that it cannot be completed.
fn title_and_labels(content: &str) -> (String, Vec<String>) {
    let is_label = |word: &&str| word.len() > 1 && word.starts_with('@');
    let words = content.strip_prefix("* ").unwrap_or(content).split_whitespace();
    let (labels, title): (Vec<&str>, Vec<&str>) = words.partition(is_label);
    match title.is_empty() {
        true => (content.into(), Vec::new()),
        false => {
            (title.join(" "), labels.iter().map(|label| label.trim_start_matches('@').to_owned()).collect())
        }
    }
}

/// The date in words, in the language and zone of its row.
fn schedule(
    task: &mut ImportedTask,
    table: &Table,
    record: &StringRecord,
    reading: Reading,
) -> std::result::Result<(), (&'static str, String)> {
    let text = |name| table.cell(record, name).trim();
    let date = Some(text("date")).filter(|date| !date.is_empty()).unwrap_or(text("deadline"));
    if date.is_empty() {
        return Ok(());
    }
    let zone = match text("timezone") {
        "" => reading.zone,
        name => {
            name.parse().map_err(|_| ("UNKNOWN_TIME_ZONE", format!("{} is no time zone.", quoted(name))))?
        }
    };
    // With an exclamation mark, a repeat counts from the completion.
    let words = date.replace("every!", "every");
    let Some(said) = read_schedule(&words, reading.now, zone) else {
        let language = Some(text("date_lang")).filter(|language| !matches!(*language, "" | "en"));
        let hint = language.map(|language| format!(" (in the language {language})")).unwrap_or_default();
        let message = format!(
            "{}{hint} is not understood; write for example 2026-12-24 or every monday at 9.",
            quoted(date)
        );
        return Err(("INVALID_TIME", message));
    };
    task.due_at = Some(match said.has_time {
        true => said.due.to_utc(),
        false => end_of_day(said.due.date_naive(), zone),
    });
    task.recurrence = said.rrule;
    Ok(())
}
