//! Small reaches into the browser that several parts need.

use sycamore::reactive::{Signal, create_signal, on_cleanup};
use sycamore::web::{NodeRef, document, on_mount, queue_microtask, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, Event, HtmlDocument, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    ResizeObserver,
};

use crate::reactive::create_effect;

/// Removes what index.html shows while the application loads.
pub fn clear_body() {
    if let Some(splash) = document().get_element_by_id("splash") {
        splash.remove();
    }
}

/// Names the document after the page: screen readers read it out, tabs show it.
pub fn set_title(page: &str) {
    document().set_title(&format!("{page} · todo-app"));
}

/// The path of the address.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Moves the focus to the element with this id, once it is there.
pub fn focus_id(id: &str) {
    let id = id.to_owned();
    queue_microtask(move || {
        if let Some(element) = document().get_element_by_id(&id) {
            focus(element.unchecked_ref());
        }
    });
}

/// Moves the focus to what a node reference holds, once it is there and unless it is gone by then.
pub fn focus_ref(node: NodeRef) {
    on_mount(move || {
        if let Some(node) = element(node) {
            focus(node.unchecked_ref());
        }
    });
}

/// Moves the focus back to the button that opened a form, once the form closes.
pub fn focus_after(editing: Signal<bool>, button: NodeRef) {
    let was_editing = create_signal(false);
    create_effect(move || {
        if was_editing.replace_silent(editing.get()) && !editing.get() {
            focus_ref(button);
        }
    });
}

/// Focuses without scrolling: pages decide for themselves what is in view.
pub fn focus(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// The element of a node reference, without subscribing to it. Only for code that ends with the
/// component: event handlers, effects and `on_mount`.
pub fn element(node: NodeRef) -> Option<Element> {
    sycamore::reactive::untrack(|| node.try_get()).map(JsCast::unchecked_into)
}

/// What the last of the elements that match shows.
pub fn text_of_last(selector: &str) -> Option<String> {
    let all = document().query_selector_all(selector).ok()?;
    let last = all.item(all.length().checked_sub(1)?)?;
    Some(last.unchecked_into::<HtmlElement>().inner_text())
}

/// The value of the input, text area or select that an event came from.
pub fn value(event: &Event) -> String {
    let Some(target) = event.current_target() else { return String::new() };
    match target.dyn_ref::<HtmlSelectElement>() {
        Some(select) => select.value(),
        None => target.unchecked_ref::<HtmlInputElement>().value(),
    }
}

/// Puts text into the clipboard; false when the browser refuses. By way of a field that is selected: the newer way
/// needs https, which http://todo.local does not have.
pub fn copy(text: &str) -> bool {
    let (page, before) = (document().unchecked_into::<HtmlDocument>(), document().active_element());
    let (Some(body), Ok(field)) = (page.body(), page.create_element("textarea")) else { return false };
    let field: HtmlTextAreaElement = field.unchecked_into();
    field.set_class_name("visually-hidden");
    field.set_value(text);
    if body.append_child(&field).is_err() {
        return false;
    }
    field.select();
    let copied = page.exec_command("copy");
    field.remove();
    if let Some(element) = before {
        focus(element.unchecked_ref());
    }
    copied.unwrap_or(false)
}

/// Whether the focus is anywhere.
pub fn is_focused() -> bool {
    document().active_element().is_some_and(|element| element.tag_name() != "BODY")
}

/// Whether the focus is in a field that words are typed into.
pub fn is_typing() -> bool {
    let field = "textarea, select, input:not([type=checkbox], [type=radio])";
    document().active_element().is_some_and(|element| element.matches(field).unwrap_or(false))
}

/// Whether the browser refuses what is in this field: half a date, say, which its value does not show.
pub fn is_refused(id: &str) -> bool {
    document().get_element_by_id(id).is_some_and(|field| field.matches(":invalid").unwrap_or(false))
}

/// True on a screen as wide as a tablet or wider, where opening a keyboard uncalled does no harm.
pub fn is_wide() -> bool {
    matches("(min-width: 900px)")
}

/// Asks the browser about a media query.
pub fn matches(query: &str) -> bool {
    matches!(window().match_media(query), Ok(Some(list)) if list.matches())
}

/// Hears an event of the window for as long as the page lives.
pub fn listen(event: &str, heard: impl FnMut(Event) + 'static) {
    let heard = Closure::<dyn FnMut(Event)>::new(heard).into_js_value();
    // Fails for no name of an event.
    let _ = window().add_event_listener_with_callback(event, heard.unchecked_ref());
}

/// Calls `resized` whenever one of the elements gets another size, until the component ends. It runs outside of any
/// reactive scope: signals and node references are out of its reach.
pub fn on_resize(elements: &[&Element], resized: impl Fn() + 'static) {
    let resized = Closure::<dyn Fn()>::new(resized);
    let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) else { return };
    elements.iter().for_each(|element| observer.observe(element));
    on_cleanup(move || {
        observer.disconnect();
        drop(resized);
    });
}

/// Reads from the browser's storage; nothing when it is switched off.
pub fn stored(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Writes to the browser's storage; an empty value removes the key.
pub fn store(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A full or forbidden storage only costs the convenience.
        let _ = if value.is_empty() { storage.remove_item(key) } else { storage.set_item(key, value) };
    }
}
