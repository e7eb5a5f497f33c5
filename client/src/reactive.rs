//! What follows signals. Sycamore compiles its machinery once for every use; boxed as here, it is compiled once for all,
//! which makes the page a seventh smaller to download.

use sycamore::prelude::*;

/// A part of a view that is made anew whenever a signal it reads changes.
///
/// `view!` does the same with every call in parentheses; for what never changes, bind it before.
pub struct Live<F> {
    pub view: F,
}

impl<F: FnMut() -> V + 'static, V: Into<View>> From<Live<F>> for View {
    fn from(mut live: Live<F>) -> Self {
        let boxed: Box<dyn FnMut() -> View> = Box::new(move || (live.view)().into());
        Self::from_dynamic(boxed)
    }
}

/// Sycamore's function of this name.
pub fn create_effect(effect: impl FnMut() + 'static) {
    sycamore::reactive::create_effect(Box::new(effect) as Box<dyn FnMut()>);
}

/// Sycamore's function of this name.
pub fn create_selector<T: PartialEq>(select: impl FnMut() -> T + 'static) -> ReadSignal<T> {
    sycamore::reactive::create_selector(Box::new(select) as Box<dyn FnMut() -> T>)
}

/// The views of a list's items, each made once and kept for as long as its key is in the list. Sycamore's `Keyed`, whose
/// code is as much again for every type of item.
pub fn keyed<T: Clone>(list: Signal<Vec<T>>, key: fn(&T) -> i64, view: impl Fn(T) -> View + 'static) -> View {
    let keys = create_selector(move || list.with(|items| items.iter().map(key).collect::<Vec<_>>()));
    let item =
        move |wanted| list.with_untracked(|items| items.iter().find(|item| key(item) == wanted).cloned());
    by_key(keys, Box::new(move |key| item(key).map(&view).unwrap_or_default()))
}

fn by_key(keys: ReadSignal<Vec<i64>>, view: Box<dyn Fn(i64) -> View>) -> View {
    view! { Keyed(list=keys, key=|key| *key, view=view) }
}

/// A handler of an event, for the same reason.
pub fn handler<E>(handle: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(handle)
}
