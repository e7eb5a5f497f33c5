//! Dates in the person's own time zone, through the browser's Intl: no zone database to download.
//!
//! Everything on the page is shown and typed in the account's zone, so that "tomorrow at 5" means
//! the same in the chat, in the list and in the form, wherever the browser happens to be.

use std::cell::{Cell, RefCell};

use chrono::{DateTime, Utc};
use js_sys::{Array, Date, Intl, Object, Reflect};
use shared::account::User;
use sycamore::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use crate::{background, dom};

const MINUTE: f64 = 60_000.0;
/// Every time is said as the assistant says it, which knows no browser's locale: 17:00.
const CLOCK: (&str, &str) = ("hourCycle", "h23");
const DAY: f64 = 86_400_000.0;

/// A wall-clock time somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wall {
    pub year: i32,
    pub month: u32,
    pub day: u32,
    pub hour: u32,
    pub minute: u32,
}

impl Wall {
    /// Milliseconds since 1970 if this wall clock stood in UTC.
    fn as_utc(&self) -> f64 {
        Date::utc(f64::from(self.year), f64::from(self.month) - 1.0)
            + f64::from(self.day - 1) * DAY
            + f64::from(self.hour * 60 + self.minute) * MINUTE
    }

    /// Number of the day, for counting the days between two.
    fn day_number(&self) -> i64 {
        ((self.as_utc() / DAY).floor()) as i64
    }
}

thread_local! {
    static ZONE: RefCell<String> = RefCell::new(browser_zone());
    static MINUTES: Cell<Option<Signal<f64>>> = const { Cell::new(None) };
}

/// Begins to count the minutes; called once, in the root scope.
pub fn start_clock() {
    let count = || (Date::now() / MINUTE).floor();
    let minutes = create_signal(count());
    MINUTES.set(Some(minutes));
    let look = move || {
        if minutes.get_untracked() != count() {
            minutes.set(count());
        }
    };
    // A laptop that slept shows the time at once.
    dom::listen("focus", move |_| background::in_root(look));
    background::spawn(async move {
        loop {
            background::sleep((MINUTE - Date::now() % MINUTE) as i32 + 1).await;
            look();
        }
    });
}

/// Makes the view that calls it follow the clock: what is today or still to come changes by itself.
pub fn follow_clock() {
    if let Some(minutes) = MINUTES.get() {
        minutes.track();
    }
}

/// The browser's IANA time zone.
pub fn browser_zone() -> String {
    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    property(&format.resolved_options(), "timeZone").unwrap_or_else(|| "UTC".into())
}

/// Shows everything in this person's zone from now on.
pub fn use_zone_of(user: &User) {
    if is_zone(&user.time_zone) {
        ZONE.set(user.time_zone.clone());
    }
}

/// Whether the browser knows a zone.
pub fn is_zone(zone: &str) -> bool {
    let Ok(constructor) = Reflect::get(&js_sys::global(), &"Intl".into())
        .and_then(|intl| Reflect::get(&intl, &"DateTimeFormat".into()))
    else {
        return false;
    };
    let arguments = Array::of(&[JsValue::UNDEFINED, options(&[("timeZone", zone)]).into()]);
    Reflect::construct(constructor.unchecked_ref::<js_sys::Function>(), &arguments).is_ok()
}

/// Every zone the browser knows, for suggestions.
pub fn zones() -> Vec<String> {
    let supported = Reflect::get(&js_sys::global(), &"Intl".into())
        .and_then(|intl| Reflect::get(&intl, &"supportedValuesOf".into()))
        .ok()
        .and_then(|f| f.dyn_into::<js_sys::Function>().ok())
        .and_then(|f| f.call1(&JsValue::UNDEFINED, &"timeZone".into()).ok());
    let Some(list) = supported else { return Vec::new() };
    Array::from(&list).iter().filter_map(|zone| zone.as_string()).collect()
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in pairs {
        let _ = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    object
}

fn property(object: &JsValue, key: &str) -> Option<String> {
    Reflect::get(object, &JsValue::from_str(key)).ok()?.as_string()
}

fn format(ms: f64, locales: &Array, pairs: &[(&str, &str)]) -> String {
    let zone = ZONE.with_borrow(Clone::clone);
    let options = options(pairs);
    let _ = Reflect::set(&options, &"timeZone".into(), &JsValue::from_str(&zone));
    let format = Intl::DateTimeFormat::new(locales, &options);
    let text = format.format().call1(&JsValue::UNDEFINED, &JsValue::from_f64(ms));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// What the clock on the person's wall shows at this moment.
fn wall(ms: f64) -> Wall {
    // The Swedish format is ISO 8601 with a space: 2026-03-09 17:05.
    let text = format(
        ms,
        &Array::of(&[JsValue::from_str("sv-SE")]),
        &[
            ("year", "numeric"),
            ("month", "2-digit"),
            ("day", "2-digit"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            CLOCK,
        ],
    );
    parse_wall(&text).unwrap_or(Wall { year: 1970, month: 1, day: 1, hour: 0, minute: 0 })
}

fn parse_wall(text: &str) -> Option<Wall> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|s| !s.is_empty());
    Some(Wall {
        year: numbers.next()?.parse().ok()?,
        month: numbers.next()?.parse().ok()?,
        day: numbers.next()?.parse().ok()?,
        hour: numbers.next()?.parse().ok()?,
        minute: numbers.next()?.parse().ok()?,
    })
}

/// The moment at which the person's wall clock shows this.
fn moment(wall_time: Wall) -> f64 {
    let target = wall_time.as_utc();
    let mut guess = target;
    // The second round settles guesses that fall on the other side of a clock change.
    for _ in 0..2 {
        guess += target - wall(guess).as_utc();
    }
    guess
}

fn ms(time: DateTime<Utc>) -> f64 {
    time.timestamp_millis() as f64
}

fn utc(ms: f64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(ms as i64)
}

/// Now.
pub fn now() -> DateTime<Utc> {
    utc(Date::now()).unwrap_or_default()
}

/// The first moment of the day that is `days` after today.
pub fn start_of_day(days: i64) -> DateTime<Utc> {
    let today = wall(Date::now());
    let midnight = Wall { hour: 0, minute: 0, ..today }.as_utc() + days as f64 * DAY;
    let date = Date::new(&JsValue::from_f64(midnight));
    utc(moment(Wall {
        year: date.get_utc_full_year() as i32,
        month: date.get_utc_month() + 1,
        day: date.get_utc_date(),
        hour: 0,
        minute: 0,
    }))
    .unwrap_or_default()
}

/// The last minute of a moment's day: when it is due if no time was said.
pub fn end_of_day(time: DateTime<Utc>) -> DateTime<Utc> {
    utc(moment(Wall { hour: 23, minute: 59, ..wall(ms(time)) })).unwrap_or(time)
}

/// For an input of type `datetime-local`.
pub fn to_input(time: DateTime<Utc>) -> String {
    let w = wall(ms(time));
    format!("{:04}-{:02}-{:02}T{:02}:{:02}", w.year, w.month, w.day, w.hour, w.minute)
}

/// What an input of type `datetime-local` takes: the years that both databases sort and nobody types by mistake.
pub const RANGE: (&str, &str) = ("1000-01-01T00:00", "9999-12-31T23:59");

/// From an input of type `datetime-local`.
pub fn from_input(value: &str) -> Option<DateTime<Utc>> {
    utc(moment(parse_wall(value)?))
}

/// "Tomorrow, 17:00": near days by name, others by date, a time only when one was set.
pub fn relative(time: DateTime<Utc>) -> String {
    let then = wall(ms(time));
    let today = wall(Date::now());
    let days = then.day_number() - today.day_number();
    let day = match days {
        0 => "Today".to_owned(),
        1 => "Tomorrow".to_owned(),
        -1 => "Yesterday".to_owned(),
        2..=6 => format(ms(time), &Array::new(), &[("weekday", "long")]),
        _ if then.year == today.year => {
            format(ms(time), &Array::new(), &[("weekday", "short"), ("day", "numeric"), ("month", "short")])
        }
        _ => format(ms(time), &Array::new(), &[("day", "numeric"), ("month", "short"), ("year", "numeric")]),
    };
    if is_whole_day(time) { day } else { format!("{day} {}", clock(time)) }
}

/// The time of day.
pub fn clock(time: DateTime<Utc>) -> String {
    format(ms(time), &Array::new(), &[("hour", "2-digit"), ("minute", "2-digit"), CLOCK])
}

/// Date and time in full, for tooltips and lists of sessions.
pub fn full(time: DateTime<Utc>) -> String {
    format(ms(time), &Array::new(), &[("dateStyle", "full"), ("timeStyle", "short"), CLOCK])
}

/// Today's date in words.
pub fn today() -> String {
    follow_clock();
    format(Date::now(), &Array::new(), &[("weekday", "long"), ("day", "numeric"), ("month", "long")])
}

/// Whether a moment falls on today.
pub fn is_today(time: DateTime<Utc>) -> bool {
    wall(ms(time)).day_number() == wall(Date::now()).day_number()
}

/// How long ago, roughly: for lists where the exact time does not matter.
pub fn ago(time: DateTime<Utc>) -> String {
    let minutes = ((Date::now() - ms(time)) / MINUTE).floor();
    match minutes {
        m if m < 1.0 => "just now".into(),
        m if m < 60.0 => format!("{m} min ago"),
        m if m < 1440.0 => format!("{} h ago", (m / 60.0).floor()),
        _ => relative(time),
    }
}

/// Whether a due date names a day without a time: its last minute, as the assistant has it.
fn is_whole_day(time: DateTime<Utc>) -> bool {
    let then = wall(ms(time));
    (then.hour, then.minute) == (23, 59)
}
