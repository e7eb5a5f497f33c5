//! The times of a rule. The library reckons them; its ends are counted here, because it would want UNTIL in the zone of the
//! start, and starts a COUNT anew.

use super::local;
use crate::domain::local_time::in_zone;
use chrono::{DateTime, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use rrule::{Frequency, RRule, RRuleSet, Unvalidated};

/// Further occurrences are not looked for: such a series counts as over.
const LOOKED_THROUGH: usize = 100_000;

/// A rule whose end is kept apart.
pub struct Rule {
    parts: Vec<(String, String)>,
    endless: RRule<Unvalidated>,
}

impl Rule {
    pub fn read(text: &str) -> Option<Self> {
        let parts: Vec<(String, String)> = text
            .split(';')
            .filter_map(|part| part.split_once('=').map(|(name, value)| (name.into(), value.into())))
            .collect();
        let endless: Vec<String> = parts
            .iter()
            .filter(|(name, _)| name != "COUNT" && name != "UNTIL")
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let endless = endless.join(";").parse().ok()?;
        Some(Self { parts, endless })
    }

    fn part(&self, wanted: &str) -> Option<&str> {
        self.parts.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }

    /// The first occurrence after a moment in the series that has one at `place`, and how far on it is.
    pub fn after(
        &self,
        place: NaiveDateTime,
        moment: DateTime<Utc>,
        zone: Tz,
    ) -> Option<(NaiveDateTime, usize)> {
        let start = match self.part("COUNT") {
            Some(_) => place,
            None => self.shortly_before(place, local(moment, zone)),
        };
        let later = self.occurrences(start)?.filter(|at| *at > place);
        later.zip(1..=LOOKED_THROUGH).find(|(at, _)| in_zone(*at, zone) > moment)
    }

    /// The first occurrence when a series begins with what was done at `done`. It keeps the time of day.
    pub fn after_completion(
        &self,
        done: NaiveDateTime,
        place: Option<NaiveDateTime>,
    ) -> Option<NaiveDateTime> {
        let time = place.map_or(NaiveTime::from_hms_opt(23, 59, 0)?, |place| place.time());
        let start = match self.period() {
            Some(period) if period < TimeDelta::days(1) => done,
            _ => done.date().and_time(time),
        };
        let months = match self.endless.get_freq() {
            Frequency::Monthly => 1,
            Frequency::Yearly => 12,
            _ => 0,
        };
        // A month after the 31st is the last day of a shorter month.
        match months > 0 && !self.parts.iter().any(|(name, _)| name.starts_with("BY")) {
            true => start.checked_add_months(Months::new(months * u32::from(self.endless.get_interval()))),
            false => self.occurrences(start)?.find(|at| *at > start),
        }
    }

    /// Times by the person's clock, as the library reckons them in UTC.
    fn occurrences(&self, start: NaiveDateTime) -> Option<impl Iterator<Item = NaiveDateTime>> {
        let set: RRuleSet =
            self.endless.clone().build(start.and_utc().with_timezone(&rrule::Tz::UTC)).ok()?;
        Some(set.limit().into_iter().map(|at| at.naive_utc()))
    }

    /// A start that gives the same occurrences from `moment` on, without all those before: a rule by the minute has
    /// half a million of them a year.
    fn shortly_before(&self, place: NaiveDateTime, moment: NaiveDateTime) -> NaiveDateTime {
        let jump = || {
            let period = self.period()?.num_seconds() * i64::from(self.endless.get_interval());
            let periods = (moment - place).num_seconds().checked_div(period)? - 1;
            place.checked_add_signed(TimeDelta::try_seconds(periods.max(0) * period)?)
        };
        jump().unwrap_or(place)
    }

    /// How long a step of the rule is, where all are alike.
    fn period(&self) -> Option<TimeDelta> {
        match self.endless.get_freq() {
            Frequency::Yearly | Frequency::Monthly => None,
            Frequency::Weekly => Some(TimeDelta::weeks(1)),
            Frequency::Daily => Some(TimeDelta::days(1)),
            Frequency::Hourly => Some(TimeDelta::hours(1)),
            Frequency::Minutely => Some(TimeDelta::minutes(1)),
            Frequency::Secondly => Some(TimeDelta::seconds(1)),
        }
    }

    /// The rule from an occurrence on that is so many after the one before; nothing when that is behind its end.
    pub fn from(&self, place: NaiveDateTime, due_at: NaiveDateTime, passed: usize) -> Option<String> {
        let is_over = self.part("UNTIL").and_then(end).is_some_and(|end| match end {
            End::Day(first_after) => place >= first_after,
            End::Moment(last) => due_at > last,
        });
        if is_over {
            return None;
        }
        let part = |(name, value): &(String, String)| match name.as_str() {
            "COUNT" => {
                let left = value.parse::<usize>().ok()?.checked_sub(passed).filter(|left| *left > 0)?;
                Some(format!("COUNT={left}"))
            }
            _ => Some(format!("{name}={value}")),
        };
        Some(self.parts.iter().map(part).collect::<Option<Vec<_>>>()?.join(";"))
    }
}

enum End {
    /// By the person's clock.
    Day(NaiveDateTime),
    /// In UTC.
    Moment(NaiveDateTime),
}

fn end(until: &str) -> Option<End> {
    let moment = NaiveDateTime::parse_from_str(until, "%Y%m%dT%H%M%SZ").map(End::Moment);
    moment.ok().or_else(|| {
        let day = NaiveDate::parse_from_str(until, "%Y%m%d").ok()?;
        Some(End::Day(day.checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN)))
    })
}
