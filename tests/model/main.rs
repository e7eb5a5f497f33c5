//! The scripted model as a program, for tests outside of this crate: the official SDK and the cluster.
//!
//!     scripted-model [ADDRESS]      127.0.0.1:0 if not said
//!
//! Prints the base URL and the key that it takes, a line each, and serves until it is ended. Whenever somebody did not wait
//! for the end of an answer, it prints how many have left so far.
#![allow(clippy::expect_used, reason = "a panic is how a test fails")]

use tests::{MODEL_KEY, ScriptedModel};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".into());
    let model = ScriptedModel::listen(&address).await;
    println!("{}\n{MODEL_KEY}", model.base_url());
    let mut leaving = model.leaving();
    while leaving.changed().await.is_ok() {
        println!("left {}", leaving.borrow_and_update().len());
    }
}
