//! todo-app: accounts, tasks and a chat that manages them, over HTTP, with a page.
//!
//! `http` extracts and authorises, `domain` holds the rules, `store` runs the queries; `assistant` understands
//! people. ARCHITECTURE.md walks through a request and a chat turn.

mod app;
mod assistant;
mod auth;
pub mod cli;
mod config;
mod doctor;
mod domain;
mod error;
mod http;
mod mcp;
mod memory;
mod outbound;
mod serve;
mod shutdown;
mod store;
mod telemetry;
mod tls;
mod tools;
mod transfer;
mod workers;
