//! In and out: files that hold tasks, as this app and others write them. docs/import-export.md describes them.
//!
//! Out: `export` streams a backup or a table, `calendar` what calendar programs subscribe to. In: `contents` finds out
//! what a file is, its reader (`backup`, `table`, `todoist` or `calendar`) makes tasks of it, and `import` checks
//! them all before the first is stored.

mod backup;
pub mod calendar;
mod cell;
mod columns;
mod contents;
pub mod export;
pub mod import;
mod table;
mod todoist;
