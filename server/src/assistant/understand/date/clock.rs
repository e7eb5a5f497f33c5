//! Times of day: "at 5", "5:30pm", "17:30", "half past five", "noon", "in the evening".

use super::super::normalise::{Token, norm};
use super::words::number;
use chrono::NaiveTime;

/// A stretch of the day, and the time that stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
}

impl Part {
    pub fn time(self) -> Option<NaiveTime> {
        let hour = match self {
            Part::Morning => 9,
            Part::Afternoon => 15,
            Part::Evening => 18,
            Part::Night => 20,
        };
        NaiveTime::from_hms_opt(hour, 0, 0)
    }
}

/// A time of day as said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    hour: u32,
    minute: u32,
    /// Nothing said which half of the day is meant.
    pub bare: bool,
}

impl Clock {
    fn new(hour: u32, minute: u32, bare: bool) -> Option<Self> {
        (hour < 24 && minute < 60).then_some(Self { hour, minute, bare })
    }

    /// The time on the clock, given the part of the day that was said beside it.
    pub fn time(self, part: Option<Part>) -> Option<NaiveTime> {
        let hour = match (self.bare, part) {
            (false, _) => self.hour,
            (true, Some(Part::Morning)) => self.hour % 12,
            (true, Some(Part::Night)) if self.hour == 12 || self.hour < 5 => self.hour % 12,
            (true, Some(_)) => self.hour % 12 + 12,
            (true, None) if (1..=7).contains(&self.hour) => self.hour + 12,
            (true, None) => self.hour,
        };
        NaiveTime::from_hms_opt(hour, self.minute, 0)
    }

    /// The reading in the evening of a bare hour that is taken for the morning.
    pub fn evening(self) -> Option<NaiveTime> {
        (self.bare && (8..12).contains(&self.hour))
            .then(|| NaiveTime::from_hms_opt(self.hour + 12, self.minute, 0))?
    }
}

/// A time at `i` and how many tokens it takes. A bare number is a time only after `at` (or the like).
pub(super) fn clock(tokens: &[Token], i: usize, after_at: bool) -> Option<(Clock, usize)> {
    let word = norm(tokens, i);
    match word {
        "noon" | "midday" | "noontime" => return Some((Clock::new(12, 0, false)?, 1)),
        "lunchtime" => return Some((Clock::new(12, 0, false)?, 1)),
        "dinnertime" => return Some((Clock::new(18, 0, false)?, 1)),
        "lunch" | "dinner" if norm(tokens, i + 1) == "time" => {
            return Some((Clock::new(if word == "lunch" { 12 } else { 18 }, 0, false)?, 2));
        }
        "midnight" => return Some((Clock::new(0, 0, false)?, 1)),
        "half" | "quarter" => return fraction(tokens, i, 0),
        _ if minutes_past(tokens, i).is_some() => return minutes_past(tokens, i),
        "a" if norm(tokens, i + 1) == "quarter" => return fraction(tokens, i + 1, 1),
        _ => {}
    }
    // "3-4pm"
    if let Some((from, to)) =
        word.split_once(['-', '–']).filter(|(_, to)| to.ends_with('m') || to.contains(':'))
    {
        let (clock, length) = from_to(&super::super::normalise::tokens(&format!("{from} to {to}")), 0)?;
        return (length == 3).then_some((clock, 1));
    }
    // "at 1600", "1900 hours"
    let hours = norm(tokens, i + 1) == "hours";
    if (after_at || hours)
        && word.len() == 4
        && word.bytes().all(|b| b.is_ascii_digit())
        && let (Ok(hour), Ok(minute)) = (word[..2].parse(), word[2..].parse())
    {
        return Some((Clock::new(hour, minute, false)?, 1 + usize::from(hours)));
    }
    // "at 8.15": alone it may be a price.
    let dotted = word.replace('.', ":");
    let word = if after_at && ends_a_time(tokens, i + 1) { &dotted } else { word };
    let word = word.strip_suffix("ish").unwrap_or(word);
    let (hour, minute, half, length, exact) = figures(word).or_else(|| spoken(tokens, i))?;
    let (half, length) = match (half, meridiem(norm(tokens, i + length))) {
        (Some(half), _) => (Some(half), length),
        (None, Some(half)) => (Some(half), length + 1),
        (None, None) => (None, length),
    };
    if let Some(pm) = half {
        let twelve = (1..=12).contains(&hour).then_some(hour % 12)?;
        return Some((Clock::new(twelve + if pm { 12 } else { 0 }, minute, false)?, length));
    }
    if norm(tokens, i + length) == "oclock" {
        return Some((Clock::new(hour, minute, (1..=12).contains(&hour))?, length + 1));
    }
    if exact {
        // "05:30" and "17:30" leave no doubt, "5:30" does.
        let bare = (1..=12).contains(&hour) && !word.starts_with('0');
        return Some((Clock::new(hour, minute, bare)?, length));
    }
    // "8 in the evening"
    let of_day = part(tokens, i + length, false).is_some_and(|(_, length)| length > 1);
    ((after_at && ends_a_time(tokens, i + length) || of_day) && (1..24).contains(&hour))
        .then(|| Some((Clock::new(hour, minute, hour <= 12)?, length)))?
}

/// "3 to 4pm" behind a "from", "3 and 4pm" behind a "between": its beginning. "from 1 to 10" may be anything.
pub(super) fn from_to(tokens: &[Token], i: usize) -> Option<(Clock, usize)> {
    let (from, length) = clock(tokens, i, true)?;
    let joint =
        matches!(norm(tokens, i + length), "to" | "till" | "until" | "-" | "–" | "and").then_some(1)?;
    let (to, more) = clock(tokens, i + length + joint, true)?;
    if from.bare && to.bare {
        return None;
    }
    let from = if from.bare {
        // The half of the day is the one in which the beginning comes first: "11 to 1pm" starts in the morning.
        let afternoon = to.hour >= 12 && from.hour % 12 <= to.hour % 12;
        Clock::new(from.hour % 12 + if afternoon { 12 } else { 0 }, from.minute, false)?
    } else {
        from
    };
    Some((from, length + joint + more))
}

/// "in the morning", "at night", or right after a day just "morning".
pub(super) fn part(tokens: &[Token], i: usize, after_day: bool) -> Option<(Part, usize)> {
    let part = |i| match norm(tokens, i) {
        "morning" => Some(Part::Morning),
        "afternoon" => Some(Part::Afternoon),
        "evening" => Some(Part::Evening),
        "night" => Some(Part::Night),
        _ => None,
    };
    match (norm(tokens, i), norm(tokens, i + 1)) {
        ("in" | "during", "the") => Some((part(i + 2)?, 3)),
        ("at", "night") => Some((Part::Night, 2)),
        _ if after_day => Some((part(i)?, 1)),
        _ => None,
    }
}

type Figures = (u32, u32, Option<bool>, usize, bool);

/// "5pm", "5:30pm", "17:30", "17h".
fn figures(word: &str) -> Option<Figures> {
    let (digits, half) = match word.find(|c: char| c.is_ascii_alphabetic()) {
        Some(0) => return None,
        Some(at) => match &word[at..] {
            "h" => return Some((word[..at].parse().ok()?, 0, None, 1, true)),
            // "16h30"
            suffix if suffix.starts_with('h') && suffix.len() == 3 => {
                return Some((word[..at].parse().ok()?, suffix[1..].parse().ok()?, None, 1, true));
            }
            suffix => (&word[..at], Some(meridiem(suffix)?)),
        },
        None => (word, None),
    };
    // "7:56:30": seconds are not kept.
    let digits = match digits.rsplit_once(':') {
        Some((rest, seconds)) if rest.contains(':') && seconds.len() == 2 => rest,
        _ => digits,
    };
    match digits.split_once([':', '.']) {
        // "5.30" alone may be a price, so the dot needs am or pm.
        Some((hour, minute))
            if minute.len() == 2 && hour.len() <= 2 && (half.is_some() || digits.contains(':')) =>
        {
            Some((hour.parse().ok()?, minute.parse().ok()?, half, 1, true))
        }
        Some(_) => None,
        None if digits.len() <= 2 => Some((digits.parse().ok()?, 0, half, 1, half.is_some())),
        None => None,
    }
}

/// "five", "five thirty", "twenty".
fn spoken(tokens: &[Token], i: usize) -> Option<Figures> {
    let (hour, length) = number(tokens, i)?;
    if norm(tokens, i).starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // "seven oh five"
    if matches!(norm(tokens, i + length), "oh" | "o")
        && let Some((minute @ 1..=9, more)) = number(tokens, i + length + 1)
    {
        return Some((hour, minute, None, length + 1 + more, true));
    }
    match number(tokens, i + length) {
        Some((minute, more)) if (10..60).contains(&minute) && hour <= 12 => {
            Some((hour, minute, None, length + more, false))
        }
        _ => Some((hour, 0, None, length, false)),
    }
}

/// "half past five", "quarter to six".
fn fraction(tokens: &[Token], i: usize, skipped: usize) -> Option<(Clock, usize)> {
    // "half six", as the British say.
    if norm(tokens, i) == "half"
        && i > 0
        && tokens[i - 1].is("at")
        && let Some((hour, length)) = number(tokens, i + 1).filter(|(hour, _)| (1..=12).contains(hour))
    {
        return Some((Clock::new(hour, 30, true)?, 1 + length + skipped));
    }
    let minutes = if norm(tokens, i) == "half" { 30 } else { 15 };
    let back = match norm(tokens, i + 1) {
        "past" | "after" => false,
        "to" | "before" | "of" if minutes == 15 => true,
        _ => return None,
    };
    let (hour, pm, length) = hour(tokens, i + 2)?;
    Some((beside_hour(hour, minutes, back, pm)?, 2 + length + skipped))
}

/// The hour that minutes are counted from: "six", "6", "6pm", "6 pm".
fn hour(tokens: &[Token], i: usize) -> Option<(u32, Option<bool>, usize)> {
    let (hour, half, length) = match number(tokens, i) {
        Some((hour, length)) => (hour, None, length),
        None => figures(norm(tokens, i))
            .filter(|figures| figures.1 == 0)
            .map(|(hour, _, half, ..)| (hour, half, 1))?,
    };
    (1..=12).contains(&hour).then_some(())?;
    match half.or_else(|| meridiem(norm(tokens, i + length))) {
        Some(pm) => Some((hour, Some(pm), length + usize::from(half.is_none()))),
        None => Some((hour, None, length)),
    }
}

/// So many minutes past the hour, or to it.
fn beside_hour(hour: u32, minutes: u32, back: bool, pm: Option<bool>) -> Option<Clock> {
    let (hour, minute) = if back { ((hour + 10) % 12 + 1, 60 - minutes) } else { (hour, minutes) };
    match pm {
        Some(pm) => Clock::new(hour % 12 + if pm { 12 } else { 0 }, minute, false),
        None => Clock::new(hour, minute, true),
    }
}

/// "ten to six", "twenty past four": minutes in words or figures, by fives.
fn minutes_past(tokens: &[Token], i: usize) -> Option<(Clock, usize)> {
    let (minutes, length) = number(tokens, i).filter(|(n, _)| (5..30).contains(n) && n % 5 == 0)?;
    let named = usize::from(matches!(norm(tokens, i + length), "minutes" | "mins" | "min"));
    let at = i + length + named;
    let back = match norm(tokens, at) {
        "past" => false,
        // "3 to 4pm" and "from 10 to 12" are spans of hours.
        "to" | "before" if named == 1 || norm(tokens, i).starts_with(char::is_alphabetic) => true,
        _ => return None,
    };
    let (hour, pm, length) = hour(tokens, at + 1)?;
    Some((beside_hour(hour, minutes, back, pm)?, at + 1 + length - i))
}

fn meridiem(word: &str) -> Option<bool> {
    match word {
        "am" | "a.m" => Some(false),
        "pm" | "p.m" => Some(true),
        _ => None,
    }
}

/// Whether a bare number may be a time here: "at 5 with bob" is, "look at 5 houses" is not.
fn ends_a_time(tokens: &[Token], i: usize) -> bool {
    #[rustfmt::skip] // Packed: it is a list of words.
    const FOLLOW: &[&str] = &[
        "to", "with", "and", "on", "in", "for", "about", "that", "at", "tomorrow", "today", "tonight",
        "this", "next", "the", "every", "please", "then", "i", "so", "or", "because", "cause", "sharp",
        "tagged", "from", "is", "remind", "high", "low", "as",
    ];
    match tokens.get(i) {
        None => true,
        Some(next) => {
            next.is_mark()
                || next.is_one_of(FOLLOW)
                || next.norm.starts_with('#')
                || super::words::weekday(&next.norm).is_some()
                || super::words::month(&next.norm).is_some()
        }
    }
}
