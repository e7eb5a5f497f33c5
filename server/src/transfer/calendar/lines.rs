//! The to-dos and events of an iCalendar file: unfolded, and with the numbers of their lines. A library reads each line;
//! none says where in a file a fault is, and those that read whole files follow nested components without an end.

use crate::transfer::columns::quoted;
use crate::transfer::contents::Place;
use icalendar::{Component, Property, Todo};
use shared::error::FieldError;

/// What may stand in a calendar, and a reminder or the halves of a time zone in that.
const DEPTH_MAX: usize = 8;
/// Properties that may be given more than once.
const REPEATED: [&str; 3] = ["CATEGORIES", "EXDATE", "RDATE"];

/// A to-do or an event.
pub struct Entry {
    pub line: usize,
    pub is_event: bool,
    /// Its properties; those of an event are kept the same way.
    pub properties: Todo,
}

/// What a file holds, in its order.
#[derive(Default)]
pub struct File {
    pub entries: Vec<Entry>,
    pub faults: Vec<FieldError>,
    /// Which program wrote it.
    pub writer: String,
}

/// Reads all lines.
pub fn read(text: &str) -> File {
    let mut file = File::default();
    let mut open: Vec<String> = Vec::new();
    let mut last = 0;
    for (number, line) in unfolded(text) {
        last = number;
        let place = Place::Line(number);
        let mut fail = |code, message: String| file.faults.push(place.note("", code, &message));
        if line.trim().is_empty() {
            continue;
        }
        let end = line.find([':', ';']).unwrap_or(line.len());
        let (name, rest) = line.split_at(end);
        let name = name.trim().to_ascii_uppercase();
        let value = || rest.trim_start_matches(':').trim().to_ascii_uppercase();
        match name.as_str() {
            _ if rest.is_empty() => {
                fail("INVALID_LINE", format!("{} is not a name, a colon and a value.", quoted(&line)))
            }
            "BEGIN" => {
                open.push(value());
                match open.as_slice() {
                    [_, kind] if matches!(kind.as_str(), "VTODO" | "VEVENT") => file.entries.push(Entry {
                        line: number,
                        is_event: kind == "VEVENT",
                        properties: Todo::new(),
                    }),
                    open if open.len() > DEPTH_MAX => {
                        fail("TOO_DEEP", "Components are nested too deeply here.".into());
                        return file;
                    }
                    _ => {}
                }
            }
            "END" if open.last() == Some(&value()) => drop(open.pop()),
            "END" => {
                let begun = open.last().map_or("nothing", String::as_str);
                fail("INVALID_LINE", format!("END does not fit: {} is open here.", quoted(begun)));
                return file;
            }
            "PRODID" if open.len() == 1 => rest.trim_start_matches(':').clone_into(&mut file.writer),
            _ if open.len() == 2 && is_entry(&open) => match format!("{name}{rest}").parse::<Property>() {
                Ok(property) => {
                    let Some(entry) = file.entries.last_mut() else { continue };
                    match REPEATED.contains(&property.key()) {
                        true => drop(entry.properties.append_multi_property(property)),
                        // Of what may be there once, the first counts.
                        false if entry.properties.property_value(&name).is_some() => {}
                        false => drop(entry.properties.append_property(property)),
                    }
                }
                Err(_) => fail("INVALID_LINE", format!("{} cannot be read.", quoted(&line))),
            },
            _ => {}
        }
    }
    if let Some(kind) = open.last() {
        let message = format!("The file ends before END:{kind}. It may be cut off.");
        file.faults.push(Place::Line(last).note("", "INVALID_LINE", &message));
    }
    file
}

fn is_entry(open: &[String]) -> bool {
    open.last().is_some_and(|kind| matches!(kind.as_str(), "VTODO" | "VEVENT"))
}

/// Lines as they were before they were folded, each with the number of its first line.
fn unfolded(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut physical =
        text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).enumerate().peekable();
    std::iter::from_fn(move || {
        let (index, first) = physical.next()?;
        let mut line = first.to_owned();
        while let Some((_, more)) = physical.next_if(|(_, next)| next.starts_with([' ', '\t'])) {
            line.push_str(more.get(1..).unwrap_or_default());
        }
        Some((index + 1, line))
    })
}
