//! `todo-app`: see `todo-app --help`.

use server::cli;
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match cli::run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("todo-app: {message}");
            ExitCode::FAILURE
        }
    }
}
