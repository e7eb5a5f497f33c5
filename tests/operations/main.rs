//! Starting, stopping, configuration, outages, the page's files, logs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test fails")]
