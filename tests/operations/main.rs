//! Starting, stopping, configuration, outages, the page's files, logs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test fails")]

mod assets;
mod bridge;
mod calendar_feed;
mod configuration;
mod connections;
mod doctor;
mod frontend;
mod hang_up;
mod health;
mod help;
mod http2;
mod late_database;
mod logs;
mod metrics;
mod migrations;
mod outage;
mod pooler;
mod replicas;
mod secrets;
mod shutdown;
mod surface;
