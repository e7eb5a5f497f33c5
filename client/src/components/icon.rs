//! Line icons on a 24-unit grid, and the logo. Decoration only: every control has a name of its own.

use sycamore::prelude::*;

pub const CHAT: Icon = Icon("M5 18.5 3.5 21 8 19.6A8.6 8.6 0 1 0 5 16.5Z");
pub const LIST: Icon =
    Icon("M4 6.5 5.4 8 8 5M4 12.8l1.4 1.4L8 11.3M4 19l1.4 1.4L8 17.6M11.5 6.5H20M11.5 12.8H20M11.5 19H20");
pub const PERSON: Icon =
    Icon("M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5");
pub const PLUS: Icon = Icon("M12 5v14M5 12h14");
pub const PENCIL: Icon =
    Icon("m14.5 6.5 3 3M5 19l.8-3.8L16 5a1.8 1.8 0 0 1 2.6 0l.4.4a1.8 1.8 0 0 1 0 2.6L8.8 18.2 5 19Z");
pub const TRASH: Icon = Icon("M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.4 10.5v5.5M13.6 10.5v5.5");
pub const SEND: Icon = Icon("M12 19.5V5M5.5 11 12 4.5l6.5 6.5");
pub const STOP: Icon = Icon("M8 8h8v8H8Z");
pub const SEARCH: Icon = Icon("M10.8 17.5a6.7 6.7 0 1 0 0-13.4 6.7 6.7 0 0 0 0 13.4ZM20 20l-4.4-4.4");
pub const CLOCK: Icon = Icon("M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5V12l3 2");
pub const PAST: Icon = Icon("M3.5 12a8.5 8.5 0 1 0 2.700-6.200M3.500 4v4.500H8M12 7.500V12l3 2");
pub const REPEAT: Icon = Icon(
    "M17 3.5 20 6.5l-3 3M4 11.5V10a3.5 3.5 0 0 1 3.5-3.5H20M7 20.5l-3-3 3-3M20 12.5V14a3.5 3.5 0 0 1-3.5 3.5H4",
);
pub const CLOSE: Icon = Icon("m6 6 12 12M18 6 6 18");
pub const CHECK: Icon = Icon("m5 12.5 4.5 4.5L19 7.5");
pub const ALERT: Icon = Icon("M12 8v5M12 16.4v.1M12 3.5 2.8 19.5h18.4L12 3.5Z");
pub const DOWN: Icon = Icon("M12 5v14M6 13l6 6 6-6");
pub const MENU: Icon = Icon("M4 7h16M4 12h16M4 17h10");
pub const ARROW: Icon = Icon("M5 12h14M13 6l6 6-6 6");
pub const COPY: Icon = Icon("M9 9h10.500v10.500H9ZM5.500 15H4.500V4.500H15v1");
pub const TOOL: Icon = Icon("M4 12h4l2-6 4 12 2-6h4");

/// A line icon. Not a function: `view!` would take a call for something that can change.
#[derive(Clone, Copy)]
pub struct Icon(&'static str);

impl From<Icon> for View {
    fn from(Icon(path): Icon) -> Self {
        view! {
            svg(class="icon", viewBox="0 0 24 24", aria-hidden="true") { path(d=path) }
        }
    }
}

/// A speech bubble with a tick: say it, and it is on the list.
pub struct Logo;
pub const LOGO: Logo = Logo;

impl From<Logo> for View {
    fn from(_: Logo) -> Self {
        view! {
            svg(class="logo", viewBox="0 0 32 32", aria-hidden="true") {
                path(class="logo-bubble", d="M16 3C8.5 3 3 8.2 3 15c0 3.200 1.300 6.100 3.400 8.200L5.200 28.400c-.2.9.6 1.500 1.400 1.200l5.300-2.300c1.300.4 2.700.6 4.100.6 7.500 0 13-5.700 13-12.900S23.500 3 16 3Z")
                path(class="logo-tick", d="m10 15.700 4.200 4.200L22.200 11")
            }
        }
    }
}
