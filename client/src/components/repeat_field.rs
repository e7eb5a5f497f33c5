//! How a task repeats: chosen in words, and said back in words.

use sycamore::prelude::*;

use super::field::Field;
use crate::dom;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::recurrence::{DAYS, End, MonthDay, PLACES, Repeat, Rule, Unit};

/// The choices, with their words. The last is a rule in a calendar's own writing.
const KINDS: [(&str, &str); 7] = [
    ("never", "Never"),
    ("day", "Every day"),
    ("weekday", "Every weekday"),
    ("week", "Every week"),
    ("month", "Every month"),
    ("year", "Every year"),
    (AS_IS, "Custom…"),
];
const AS_IS: &str = "custom";

/// The choice that a repetition stands under.
pub fn kind_of(repeat: &Repeat) -> &'static str {
    match repeat {
        Repeat::Never => "never",
        Repeat::AsIs(_) => AS_IS,
        Repeat::Rule(rule) if rule.is_weekdays() => "weekday",
        Repeat::Rule(rule) => match rule.unit {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        },
    }
}

fn repeat_of(kind: &str, before: &Repeat) -> Repeat {
    let rule = match kind {
        "day" => Rule::every(Unit::Day),
        "weekday" => Rule::weekdays(),
        "week" => Rule::every(Unit::Week),
        "month" => Rule::every(Unit::Month),
        "year" => Rule::every(Unit::Year),
        AS_IS => return Repeat::AsIs(before.rule().unwrap_or_default()),
        _ => return Repeat::Never,
    };
    Repeat::Rule(rule)
}

/// The select: what repeats at all. Its choice stays while the details are changed.
#[component(inline_props)]
pub fn RepeatSelect(id: String, repeat: Signal<Repeat>, kind: Signal<&'static str>) -> View {
    let options = options(
        KINDS.into_iter().map(|(key, words)| (key.to_owned(), words.to_owned())),
        kind.get_untracked(),
    );
    let name = id.clone();
    let choose = move |event| {
        let chosen = dom::value(&event);
        repeat.set(repeat_of(&chosen, &repeat.get_clone_untracked()));
        kind.set(KINDS.into_iter().find(|(key, _)| *key == chosen).map_or("never", |(key, _)| key));
    };
    view! {
        div(class="field") {
            label(r#for=name) { "Repeat" }
            select(id=id, class="input", on:change=handler(choose)) { (options) }
        }
    }
}

/// What else there is to say about the choice.
#[component(inline_props)]
pub fn RepeatDetails(
    id: String,
    repeat: Signal<Repeat>,
    kind: Signal<&'static str>,
    error: Signal<Option<String>>,
) -> View {
    let details = move || match kind.get() {
        "never" => view! {},
        AS_IS => as_is(format!("{id}-rule"), repeat, error),
        kind => rule(&id, repeat, kind, error),
    };
    view! { (Live { view: details }) }
}

fn as_is(id: String, repeat: Signal<Repeat>, error: Signal<Option<String>>) -> View {
    let text = create_signal(repeat.with_untracked(Repeat::rule).unwrap_or_default());
    create_effect(move || repeat.set(Repeat::AsIs(text.get_clone())));
    view! { Field(id=id, label="Repetition rule", value=text, error=error, hint="As in calendars, such as FREQ=WEEKLY;BYDAY=MO,TH") }
}

fn rule(id: &str, repeat: Signal<Repeat>, kind: &str, error: Signal<Option<String>>) -> View {
    let Repeat::Rule(now) = repeat.get_clone_untracked() else { return view! {} };
    let on = match kind {
        "week" => week_days(repeat, &now),
        "month" => month_day(id, repeat, now.on),
        _ => view! {},
    };
    let interval = (kind != "weekday").then(|| interval(id, repeat, &now));
    let end = end(id, repeat, &now.end);
    let words = move || repeat.with(Repeat::words);
    let (words_id, described) = (format!("{id}-words"), format!("{id}-words"));
    view! {
        fieldset(class="repeat", aria-describedby=described) {
            legend(class="visually-hidden") { "How it repeats" }
            div(class="repeat-parts") { (interval) (on) (end) }
            p(id=words_id, class="hint repeat-words", role="status") { (Live { view: words }) }
            p(class="field-error", role="alert") { (Live { view: move || error.get_clone().unwrap_or_default() }) }
        }
    }
}

fn change(repeat: Signal<Repeat>, change: impl FnOnce(&mut Rule)) {
    repeat.update(|repeat| {
        if let Repeat::Rule(rule) = repeat {
            change(rule);
        }
    });
}

fn interval(id: &str, repeat: Signal<Repeat>, now: &Rule) -> View {
    let id = format!("{id}-interval");
    let (name, unit, interval) = (id.clone(), now.unit, now.interval.to_string());
    let units = create_selector(move || {
        repeat.with(|repeat| match repeat {
            Repeat::Rule(rule) => unit.words(rule.interval),
            _ => String::new(),
        })
    });
    let typed = move |event| change(repeat, |rule| rule.interval = number(&dom::value(&event)));
    view! {
        div(class="repeat-part") {
            label(r#for=name) { "Every" }
            input(id=id, class="input small number", r#type="number", min="1", max="999", value=interval, on:input=handler(typed))
            span { (units) }
        }
    }
}

fn week_days(repeat: Signal<Repeat>, now: &Rule) -> View {
    let days: Vec<View> = DAYS.into_iter().zip(now.days).enumerate().map(|(at, ((_, short, long), chosen))| view! {
        label(class="day", title=long) {
            input(r#type="checkbox", aria-label=long, prop:checked=chosen, on:change=handler(move |_| change(repeat, |rule| rule.days[at] = !rule.days[at])))
            span { (short) }
        }
    }).collect();
    view! { div(class="repeat-part", role="group", aria-label="On these days") { span { "on" } div(class="days") { (days) } } }
}

fn month_day(id: &str, repeat: Signal<Repeat>, now: MonthDay) -> View {
    let (place, day, date) = match now {
        MonthDay::Same => ("same", 0, 1),
        MonthDay::Day(-1) => ("end", 0, 1),
        MonthDay::Day(date) => ("date", 0, date),
        MonthDay::Nth(place, day) => {
            (PLACES.iter().find(|(known, _)| *known == place).map_or("same", |(_, word)| word), day, 1)
        }
    };
    let (place, day, date) = (create_signal(place.to_owned()), create_signal(day), create_signal(date));
    create_effect(move || {
        let (day, date) = (day.get(), date.get());
        let on = place.with(|place| match place.as_str() {
            "same" => MonthDay::Same,
            "end" => MonthDay::Day(-1),
            "date" => MonthDay::Day(date),
            word => {
                MonthDay::Nth(PLACES.iter().find(|(_, known)| *known == word).map_or(1, |(n, _)| *n), day)
            }
        });
        change(repeat, |rule| rule.on = on);
    });
    let words = [("same", "the same day"), ("date", "day…"), ("end", "the last day")]
        .map(|(key, words)| (key.to_owned(), words.to_owned()));
    let nth = PLACES.map(|(_, word)| (word.to_owned(), format!("the {word}…")));
    let places = options(words.into_iter().chain(nth), &place.get_clone_untracked());
    let days = options(
        DAYS.into_iter().enumerate().map(|(at, (.., long))| (at.to_string(), long.to_owned())),
        &day.get_untracked().to_string(),
    );
    let typed = move |event| date.set(number(&dom::value(&event)).min(31) as i8);
    let chosen = move |event| day.set(dom::value(&event).parse().unwrap_or(0));
    let is = move |wanted: fn(&str) -> bool| place.with(|place| !wanted(place));
    let id = format!("{id}-on");
    let name = id.clone();
    view! {
        div(class="repeat-part") {
            label(r#for=name) { "on" }
            select(id=id, class="input small", on:change=handler(move |event| place.set(dom::value(&event)))) { (places) }
            input(class="input small number", r#type="number", min="1", max="31", aria-label="Day of the month", value=date.get_untracked().to_string(), hidden=is(|place| place == "date"), on:input=handler(typed))
            select(class="input small", aria-label="Day of the week", hidden=is(|place| PLACES.iter().any(|(_, word)| *word == place)), on:change=handler(chosen)) { (days) }
        }
    }
}

fn end(id: &str, repeat: Signal<Repeat>, now: &End) -> View {
    let (kind, date, count) = match now {
        End::Never => ("never", String::new(), 10),
        End::Until(date) => ("until", date.clone(), 10),
        End::After(count) => ("after", String::new(), *count),
    };
    let (kind, date, count) = (create_signal(kind.to_owned()), create_signal(date), create_signal(count));
    create_effect(move || {
        let (date, count) = (date.get_clone(), count.get());
        let end = kind.with(|kind| match kind.as_str() {
            // Half a date is none yet.
            "until" if !date.is_empty() => End::Until(date),
            "after" => End::After(count),
            _ => End::Never,
        });
        change(repeat, |rule| rule.end = end);
    });
    let words = [("never", "never"), ("until", "on a day"), ("after", "after")];
    let ends = options(
        words.into_iter().map(|(key, words)| (key.to_owned(), words.to_owned())),
        &kind.get_clone_untracked(),
    );
    let is = move |wanted: &str| kind.with(|kind| kind != wanted);
    let id = format!("{id}-end");
    let name = id.clone();
    view! {
        div(class="repeat-part") {
            label(r#for=name) { "Ends" }
            select(id=id, class="input small", on:change=handler(move |event| kind.set(dom::value(&event)))) { (ends) }
            input(class="input small", r#type="date", aria-label="Last day", hidden=is("until"), value=date.get_clone_untracked(), on:input=handler(move |event| date.set(dom::value(&event))))
            input(class="input small number", r#type="number", min="1", max="999", aria-label="Number of times", hidden=is("after"), value=count.get_untracked().to_string(), on:input=handler(move |event| count.set(number(&dom::value(&event)))))
            span(hidden=is("after")) { "times" }
        }
    }
}

/// What a number field says; 1 while it says nothing.
fn number(text: &str) -> u32 {
    text.parse().ok().filter(|n| (1..=999).contains(n)).unwrap_or(1)
}

fn options(choices: impl Iterator<Item = (String, String)>, chosen: &str) -> Vec<View> {
    let option = |(key, words): (String, String)| {
        let selected = key == chosen;
        view! { option(value=key, selected=selected) { (words) } }
    };
    choices.map(option).collect()
}
