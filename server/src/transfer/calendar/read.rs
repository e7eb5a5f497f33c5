//! An iCalendar file as tasks.

use super::write::WRITER;
use super::{entry, lines};
use crate::error::Result;
use crate::transfer::contents::{Contents, Place, Reading, check_count};
use shared::transfer::ImportFormat;

/// Reads the to-dos and events of a calendar.
pub fn read(text: &str, reading: Reading) -> Result<Contents> {
    let file = lines::read(text);
    check_count(file.entries.len())?;
    let mut contents = Contents::new(ImportFormat::ICalendar);
    file.faults.into_iter().for_each(|fault| contents.errors.add(fault));
    // A feed of ours has an event beside each to-do.
    let is_ours = file.writer == WRITER;
    for entry in file.entries.iter().filter(|entry| !(is_ours && entry.is_event)) {
        if let Some(task) = entry::task(entry, reading, &mut contents) {
            contents.add(Place::Line(entry.line), task)?;
        }
    }
    Ok(contents)
}
