//! Tables: our own, as `columns` has it, and those of Todoist. Excel's separators and its mark at the start are read,
//! too.

use super::columns::COLUMNS;
use super::contents::{Contents, Place, Reading, unreadable};
use super::{cell, todoist};
use crate::error::{Error, Result};
use csv::{Reader, ReaderBuilder, StringRecord};
use shared::transfer::{ImportFormat, ImportedTask};

/// A table whose first row is known.
pub struct Table<'t> {
    reader: Reader<&'t [u8]>,
    /// In lower case.
    names: Vec<String>,
    /// The text has a quotation mark without its counterpart.
    is_unbalanced: bool,
    length: u64,
    row: usize,
}

/// Reads the tasks of a table.
pub fn read(text: &str, reading: Reading) -> Result<Contents> {
    let mut table = Table::open(text)?;
    if table.has("type") && table.has("content") {
        return todoist::read(&mut table, reading);
    }
    if !table.has("title") {
        return Err(unreadable(
            "UNKNOWN_FORMAT",
            "The file is none that can be imported: a JSON or CSV export of this app, a CSV with a column title, a Todoist CSV (TYPE, CONTENT, …) or an iCalendar file.",
        ));
    }
    let mut contents = Contents::new(ImportFormat::Csv);
    while let Some((place, record)) = table.next(&mut contents)? {
        let mut task = ImportedTask::default();
        for column in &COLUMNS {
            let text = cell::unguarded(table.cell(&record, column.name));
            if !text.is_empty()
                && let Err((code, message)) = (column.read)(text, &mut task, reading)
            {
                contents.fail(place, column.name, code, &message);
            }
        }
        contents.add(place, task)?;
    }
    Ok(contents)
}

impl<'t> Table<'t> {
    fn open(text: &'t str) -> Result<Self> {
        let mut reader =
            ReaderBuilder::new().flexible(true).delimiter(separator(text)).from_reader(text.as_bytes());
        let names = reader.headers().map_err(Error::internal)?;
        let names = names.iter().map(|name| name.trim().to_lowercase()).collect();
        let is_unbalanced = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        Ok(Self { reader, names, is_unbalanced, length, row: 1 })
    }

    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|have| have == name)
    }

    /// The cell in this column, empty where there is none.
    pub fn cell<'r>(&self, record: &'r StringRecord, name: &str) -> &'r str {
        let place = self.names.iter().position(|have| have == name);
        place.and_then(|place| record.get(place)).unwrap_or_default()
    }

    /// The next row that says anything, and has no more cells than there are columns.
    pub fn next(&mut self, contents: &mut Contents) -> Result<Option<(Place, StringRecord)>> {
        let mut record = StringRecord::new();
        while self.reader.read_record(&mut record).map_err(Error::internal)? {
            self.row += 1;
            let place = Place::Row(self.row);
            let is_last = self.reader.position().byte() >= self.length;
            if self.is_unbalanced && is_last && record.iter().any(|cell| cell.contains('\n')) {
                contents.fail(
                    place,
                    "",
                    "UNCLOSED_QUOTE",
                    "A quotation mark is opened here and never closed.",
                );
            } else if record.len() > self.names.len()
                && record.iter().skip(self.names.len()).any(|c| !c.is_empty())
            {
                let message = format!(
                    "There are {} cells under {} columns. Put a text with separators in quotation marks.",
                    record.len(),
                    self.names.len()
                );
                contents.fail(place, "", "TOO_MANY_CELLS", &message);
            } else if record.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some((place, record)));
            }
        }
        Ok(None)
    }
}

/// Where a comma is the decimal sign, Excel separates by semicolons.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    // The last of several with the same count wins.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}
