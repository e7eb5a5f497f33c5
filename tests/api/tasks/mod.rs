//! Tasks over REST.

mod access;
mod change;
mod fields;
mod filters;
mod pages;
mod recurrence;
