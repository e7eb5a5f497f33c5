//! Futures that outlive the component that started them.
//!
//! Sycamore's own scoped futures end with their component; a request that was sent, and a chat
//! stream above all, must not. These run in the root scope, so signals they make live as long as
//! the page.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::Pin;

use js_sys::Promise;
use sycamore::reactive::{NodeHandle, use_global_scope};
use sycamore::web::window;
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static ROOT: Cell<Option<NodeHandle>> = const { Cell::new(None) };
}

/// Remembers the root scope; called once, first thing in the application.
pub fn init() {
    ROOT.set(Some(use_global_scope()));
}

/// Runs `f` in the root scope.
pub fn in_root<T>(f: impl FnOnce() -> T) -> T {
    match ROOT.get() {
        Some(root) => root.run_in(f),
        None => f(),
    }
}

/// Runs a future in the root scope until it is done.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    // Boxed before it is wrapped: what follows is compiled once, not once for every caller.
    spawn_boxed(Box::pin(future));
}

fn spawn_boxed(mut future: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(poll_fn(move |cx| in_root(|| future.as_mut().poll(cx))));
}

/// Waits.
pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        // Without a timer the promise stays open, which only loses a nicety.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}
