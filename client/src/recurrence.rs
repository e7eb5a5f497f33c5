//! Repetition rules in the words of a person. A rule that these words do not cover stays as it came.

/// Days as rules write them, and as they are said.
pub const DAYS: [(&str, &str, &str); 7] = [
    ("MO", "Mon", "Monday"),
    ("TU", "Tue", "Tuesday"),
    ("WE", "Wed", "Wednesday"),
    ("TH", "Thu", "Thursday"),
    ("FR", "Fri", "Friday"),
    ("SA", "Sat", "Saturday"),
    ("SU", "Sun", "Sunday"),
];
/// Which of a month's Mondays, say.
pub const PLACES: [(i8, &str); 5] = [(1, "first"), (2, "second"), (3, "third"), (4, "fourth"), (-1, "last")];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [bool; 7] = [true, true, true, true, true, false, false];

/// How a task repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeat {
    Never,
    Rule(Rule),
    /// A rule that is only known as it is written.
    AsIs(String),
}

/// What a rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// On which day of the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthDay {
    /// The one that the task is due on.
    Same,
    /// 1 to 31, or -1 for the last one.
    Day(i8),
    /// A place and a day of the week, such as the last Friday.
    Nth(i8, usize),
}

/// When it stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    Never,
    /// With this day, as a date field writes it: `2027-03-31`.
    Until(String),
    After(u32),
}

/// A rule that can be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub unit: Unit,
    pub interval: u32,
    /// For weeks; none is the day that the task is due on.
    pub days: [bool; 7],
    /// For months.
    pub on: MonthDay,
    pub end: End,
}

impl Unit {
    const ALL: [(Self, &str, &str); 4] = [
        (Self::Day, "DAILY", "day"),
        (Self::Week, "WEEKLY", "week"),
        (Self::Month, "MONTHLY", "month"),
        (Self::Year, "YEARLY", "year"),
    ];

    fn names(self) -> (&'static str, &'static str) {
        Self::ALL
            .into_iter()
            .find(|(unit, ..)| *unit == self)
            .map_or(("", ""), |(_, code, word)| (code, word))
    }

    /// "week", or "weeks" when it is not one.
    pub fn words(self, count: u32) -> String {
        format!("{}{}", self.names().1, if count == 1 { "" } else { "s" })
    }
}

impl Repeat {
    /// As the API writes it.
    pub fn of(rule: Option<&str>) -> Self {
        match rule {
            None => Self::Never,
            Some(text) => Rule::parse(text).map_or_else(|| Self::AsIs(text.to_owned()), Self::Rule),
        }
    }

    /// The rule for the API.
    pub fn rule(&self) -> Option<String> {
        match self {
            Self::Never => None,
            Self::Rule(rule) => Some(rule.text()),
            Self::AsIs(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        }
    }

    /// What it means.
    pub fn words(&self) -> String {
        match self {
            Self::Never => String::new(),
            Self::Rule(rule) => rule.words(),
            Self::AsIs(text) => text.clone(),
        }
    }
}

impl Rule {
    /// Every day, week, month or year.
    pub fn every(unit: Unit) -> Self {
        Self { unit, interval: 1, days: [false; 7], on: MonthDay::Same, end: End::Never }
    }

    /// From Monday to Friday.
    pub fn weekdays() -> Self {
        Self { days: WEEKDAYS, ..Self::every(Unit::Week) }
    }

    /// Whether it is for the five working days of every week.
    pub fn is_weekdays(&self) -> bool {
        self.unit == Unit::Week && self.days == WEEKDAYS && self.interval == 1
    }

    fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let mut parts = text.trim_start_matches("RRULE:").split(';').map(|part| part.split_once('='));
        let (name, freq) = parts.next()??;
        let unit = Unit::ALL.into_iter().find(|(_, code, _)| name == "FREQ" && *code == freq)?.0;
        let mut rule = Self::every(unit);
        for part in parts {
            match (part?, unit) {
                (("INTERVAL", n), _) => rule.interval = n.parse().ok().filter(|n| *n > 0)?,
                (("BYDAY", days), Unit::Week) => {
                    for day in days.split(',') {
                        rule.days[day_of(day)?] = true;
                    }
                }
                (("BYDAY", day), Unit::Month) if rule.on == MonthDay::Same => {
                    let (place, day) = day.split_at_checked(day.len().checked_sub(2)?)?;
                    let place = place.parse().ok().filter(|n| PLACES.iter().any(|(known, _)| known == n))?;
                    rule.on = MonthDay::Nth(place, day_of(day)?);
                }
                (("BYMONTHDAY", day), Unit::Month) if rule.on == MonthDay::Same => {
                    rule.on = MonthDay::Day(day.parse().ok().filter(|n| (1..=31).contains(n) || *n == -1)?);
                }
                (("COUNT", n), _) => rule.end = End::After(n.parse().ok().filter(|n| *n > 0)?),
                (("UNTIL", date), _) if date.len() == 8 => {
                    let part = |range| date.get(range).filter(|part: &&str| part.parse::<u16>().is_ok());
                    rule.end = End::Until(format!("{}-{}-{}", part(0..4)?, part(4..6)?, part(6..8)?));
                }
                _ => return None,
            }
        }
        Some(rule)
    }

    fn text(&self) -> String {
        let mut text = format!("FREQ={}", self.unit.names().0);
        let mut add = |name: &str, value: String| text.push_str(&format!(";{name}={value}"));
        if self.interval > 1 {
            add("INTERVAL", self.interval.to_string());
        }
        match (self.unit, self.on) {
            (Unit::Week, _) if self.days != [false; 7] => add("BYDAY", self.chosen(|day| day.0).join(",")),
            (Unit::Month, MonthDay::Day(day)) => add("BYMONTHDAY", day.to_string()),
            (Unit::Month, MonthDay::Nth(place, day)) => add("BYDAY", format!("{place}{}", DAYS[day].0)),
            _ => {}
        }
        match &self.end {
            End::Never => {}
            End::Until(date) => add("UNTIL", date.replace('-', "")),
            End::After(count) => add("COUNT", count.to_string()),
        }
        text
    }

    fn chosen<T>(&self, name: impl Fn(&(&'static str, &'static str, &'static str)) -> T) -> Vec<T> {
        DAYS.iter().zip(self.days).filter(|(_, chosen)| *chosen).map(|(day, _)| name(day)).collect()
    }

    fn words(&self) -> String {
        let every = match self.interval {
            1 => format!("Every {}", self.unit.words(1)),
            n => format!("Every {n} {}", self.unit.words(n)),
        };
        let days = self.chosen(|day| day.1).join(", ");
        let mut words = match (self.unit, self.on) {
            (Unit::Week, _) if self.is_weekdays() => "Every weekday".to_owned(),
            (Unit::Week, _) if days.is_empty() => every,
            (Unit::Week, _) if self.interval == 1 => format!("Every {days}"),
            (Unit::Week, _) => format!("{every} on {days}"),
            (Unit::Month, MonthDay::Day(-1)) => format!("{every} on the last day"),
            (Unit::Month, MonthDay::Day(day)) => format!("{every} on day {day}"),
            (Unit::Month, MonthDay::Nth(place, day)) => {
                let place = PLACES.iter().find(|(known, _)| *known == place).map_or("", |(_, word)| word);
                format!("{every} on the {place} {}", DAYS[day].2)
            }
            _ => every,
        };
        match &self.end {
            End::Never => {}
            End::Until(date) => words.push_str(&format!(" until {}", date_words(date))),
            End::After(1) => words.push_str(", once"),
            End::After(count) => words.push_str(&format!(", {count} times")),
        }
        words
    }
}

fn day_of(code: &str) -> Option<usize> {
    DAYS.iter().position(|(known, ..)| *known == code)
}

/// "31 Mar 2027" for `2027-03-31`.
fn date_words(date: &str) -> String {
    let mut parts = date.split('-').map(|part| part.parse::<usize>().unwrap_or_default());
    let (year, month, day) = (parts.next(), parts.next().unwrap_or_default(), parts.next());
    match (year, MONTHS.get(month.wrapping_sub(1)), day) {
        (Some(year), Some(month), Some(day)) => format!("{day} {month} {year}"),
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::Repeat;

    #[test]
    fn rules_that_can_be_said() {
        for (rule, words) in [
            ("FREQ=DAILY", "Every day"),
            ("FREQ=DAILY;INTERVAL=3;COUNT=5", "Every 3 days, 5 times"),
            ("FREQ=WEEKLY", "Every week"),
            ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
            ("FREQ=WEEKLY;BYDAY=MO,WE", "Every Mon, Wed"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;UNTIL=20270331", "Every 2 weeks on Sun until 31 Mar 2027"),
            ("FREQ=MONTHLY;INTERVAL=3", "Every 3 months"),
            ("FREQ=MONTHLY;BYMONTHDAY=31", "Every month on day 31"),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", "Every month on the last day"),
            ("FREQ=MONTHLY;BYDAY=-1FR", "Every month on the last Friday"),
            ("FREQ=YEARLY;COUNT=1", "Every year, once"),
        ] {
            let repeat = Repeat::of(Some(rule));
            assert_eq!((repeat.words().as_str(), repeat.rule().as_deref()), (words, Some(rule)));
        }
        assert_eq!(Repeat::of(Some("RRULE:freq=weekly;byday=th,mo")).words(), "Every Mon, Thu");
    }

    #[test]
    fn other_rules_stay_as_they_are() {
        for rule in [
            "nonsense",
            "FREQ=HOURLY",
            "FREQ=MONTHLY;BYDAY=MO",
            "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1",
            "FREQ=YEARLY;BYMONTH=3",
            "FREQ=DAILY;UNTIL=20270331T120000Z",
            "FREQ=WEEKLY;INTERVAL=0",
        ] {
            let repeat = Repeat::of(Some(rule));
            assert_eq!((repeat.words().as_str(), repeat.rule().as_deref()), (rule, Some(rule)));
        }
    }
}
