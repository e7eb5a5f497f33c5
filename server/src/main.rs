//! `todo-app`: see `todo-app --help`.

use server::{cli, memory};
use std::process::ExitCode;

fn main() -> ExitCode {
    memory::give_back_large_blocks();
    run_command()
}

#[tokio::main(flavor = "current_thread")]
async fn run_command() -> ExitCode {
    match cli::run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("todo-app: {message}");
            ExitCode::FAILURE
        }
    }
}
