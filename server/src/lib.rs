//! todo-app: accounts, tasks and a chat that manages them, over HTTP, with a page.
//!
//! `http` extracts and authorises, `domain` holds the rules, `store` runs the queries; `assistant` understands
//! people. ARCHITECTURE.md walks through a request and a chat turn.

pub mod app;
pub mod assistant;
pub mod auth;
pub mod cli;
pub mod config;
pub mod doctor;
pub mod domain;
pub mod error;
pub mod http;
pub mod mcp;
pub mod memory;
pub mod outbound;
pub mod serve;
pub mod shutdown;
pub mod store;
pub mod telemetry;
pub mod tls;
pub mod tools;
pub mod workers;
