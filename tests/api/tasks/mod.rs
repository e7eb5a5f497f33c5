//! Tasks over REST.

mod access;
mod at_once;
mod change;
mod fields;
mod filters;
mod pages;
mod recurrence;
mod repeats;
mod version;
