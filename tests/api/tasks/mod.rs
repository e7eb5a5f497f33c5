//! Tasks over REST.

mod access;
mod at_once;
mod change;
mod fields;
mod filters;
mod pages;
mod recurrence;
mod reminders;
mod repeats;
mod version;
