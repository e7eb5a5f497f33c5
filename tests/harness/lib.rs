//! Spawns the real server, each with a database of its own, and speaks to it as people and programs do.
//!
//! ```no_run
//! # async fn example() {
//! use tests::{Database, Server};
//! let server = Server::on(Database::sqlite()).await;
//! let ada = server.person("ada").await;
//! let tasks = ada.get("/api/me/tasks").await.ok(200);
//! # }
//! ```
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test fails")]

mod answer;
mod assets;
mod client;
mod database;
pub mod jwt;
mod link;
mod mcp;
mod model;
mod person;
mod postgres;
mod program;
mod server;
mod wait;

pub use answer::{Answer, Events, assert_problem};
pub use assets::page_folder;
pub use client::{Client, url};
pub use database::Database;
pub use link::Link;
pub use model::{Dialect, MODEL_KEY, ScriptedModel};
pub use person::Person;
pub use postgres::{PgDatabase, Postgres, as_postgres, free_port};
pub use program::{Ended, Program, Running};
pub use server::{JWT_SECRET, Server};
pub use wait::{eventually, eventually_within};

/// Runs each of these test functions, `async fn(&Server)`, on a server with SQLite and on one with PostgreSQL.
#[macro_export]
macro_rules! on_both_databases {
    ($($rule:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $rule() {
                let server = $crate::Server::on($crate::Database::sqlite()).await;
                super::$rule(&server).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $rule() {
                let server = $crate::Server::on($crate::Database::postgres().await).await;
                super::$rule(&server).await;
            })+
        }
    };
}
