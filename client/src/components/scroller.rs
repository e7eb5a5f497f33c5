//! A region that scrolls along with what it shows, until somebody scrolls up to read.

use std::cell::Cell;
use std::rc::Rc;

use sycamore::prelude::*;
use web_sys::Element;

use super::icon;
use crate::dom;
use crate::reactive::{Live, create_effect, handler};

/// Within this many pixels of the end, what is new scrolls along.
const NEAR: i32 = 120;
/// Positions are rounded, so that the very end may seem a pixel away.
const AT_END: i32 = 2;

/// Shows the end of its content whenever that grows or shrinks, or its own height does, and whenever `newest`
/// changes even to somebody who scrolled up.
#[component(inline_props)]
pub fn Scroller<T: Copy + 'static>(label: &'static str, newest: ReadSignal<T>, children: Children) -> View {
    let outer = create_node_ref();
    let inner = create_node_ref();
    // Follows the end; otherwise somebody reads further up.
    let follows = Rc::new(Cell::new(true));
    let far = create_signal(false);
    let last_top = Cell::new(0);

    let end = {
        let follows = follows.clone();
        move || {
            follows.set(true);
            dom::element(outer).iter().for_each(to_end);
        }
    };
    let on_scroll = {
        let follows = follows.clone();
        move |_| {
            let Some(element) = dom::element(outer) else { return };
            let distance = element.scroll_height() - element.scroll_top() - element.client_height();
            // Going up, even by a pixel, means reading: smooth scrolling starts that small. Content that shrinks moves
            // the position up as well, but then to the end; and content that grew before this event came means nothing.
            let top = element.scroll_top();
            let went_up = top < last_top.replace(top);
            if distance <= AT_END || (!went_up && distance < NEAR) {
                follows.set(true);
            } else if went_up {
                follows.set(false);
            }
            if far.get_untracked() == follows.get() {
                far.set(!follows.get());
            }
        }
    };
    {
        let end = end.clone();
        create_effect(on(newest, move || on_mount(end.clone())));
    }
    on_mount(move || {
        let (Some(outer), Some(inner)) = (dom::element(outer), dom::element(inner)) else { return };
        dom::on_resize(&[&outer, &inner], {
            let outer = outer.clone();
            move || {
                if follows.get() {
                    to_end(&outer);
                }
            }
        });
    });
    view! {
        div(r#ref=outer, class="messages", role="region", aria-label=label, tabindex="0", on:scroll=handler(on_scroll)) {
            div(r#ref=inner) { (children) }
        }
        (Live { view: move || if far.get() {
            let end = end.clone();
            view! {
                button(class="to-end", r#type="button", aria-label="Scroll to the latest message", on:click=handler(move |_| end())) {
                    (icon::DOWN)
                }
            }
        } else {
            view! {}
        } })
    }
}

fn to_end(element: &Element) {
    element.set_scroll_top(element.scroll_height());
}
