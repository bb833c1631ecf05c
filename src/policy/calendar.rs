//! Business days: which days the shop works, and how long some of them take.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::domain::{Timestamp, Zone};

/// Public holidays of 30 countries from 2024 to 2035 (`assets/NOTICES.md`).
const HOLIDAYS: &str = include_str!("../../assets/policy/holidays.tsv");

/// The days on which a shop works (C9).
///
/// Outside the years of the table only weekends are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    weekend: [Weekday; 2],
    closed: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// Monday to Friday, no holidays.
    pub fn weekdays() -> Self {
        Self { weekend: [Weekday::Sat, Weekday::Sun], closed: BTreeSet::new() }
    }

    /// The calendar of a country such as `US`, or of a part of one such as `DE-BY`.
    /// `None` for places that the table does not have.
    pub fn of(place: &str) -> Option<Self> {
        let place = place.trim();
        let country = place.split_once('-').map_or(place, |(country, _)| country);
        let weekend = match country {
            "IL" | "il" => [Weekday::Fri, Weekday::Sat],
            _ => [Weekday::Sat, Weekday::Sun],
        };
        let of_place = closed_days(place);
        if of_place.is_empty() {
            return None;
        }
        let closed = of_place.into_iter().chain(closed_days(country)).collect();
        Some(Self { weekend, closed })
    }

    /// Every place that the table has, in alphabetical order.
    pub fn places() -> Vec<&'static str> {
        let mut places: Vec<_> = table().map(|(place, ..)| place).collect();
        places.dedup();
        places
    }

    /// Whether the shop works on that day.
    pub fn is_open(&self, day: NaiveDate) -> bool {
        !self.weekend.contains(&day.weekday()) && !self.closed.contains(&day)
    }

    /// The days of so many from `first` on, itself among them, on which the shop is closed.
    pub fn closed_from(&self, first: NaiveDate, days: usize) -> Vec<NaiveDate> {
        first.iter_days().take(days).filter(|day| !self.is_open(*day)).collect()
    }

    /// The day itself when the shop works then, else the next one that it does.
    pub fn next_open(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| self.is_open(*day)).unwrap_or(day)
    }

    /// The business day that comes `days` business days after `day`.
    pub fn add_business_days(&self, day: NaiveDate, days: u32) -> NaiveDate {
        let after = day.iter_days().skip(1).filter(|day| self.is_open(*day));
        match days.checked_sub(1) {
            None => self.next_open(day),
            Some(before) => after.into_iter().nth(before as usize).unwrap_or(day),
        }
    }

    /// The moment at which so many business days have gone by since `from`.
    ///
    /// On a business day the time of day is kept. What begins on a closed day begins with
    /// the next business day, so that a Saturday night loses nothing to the weekend.
    pub fn deadline(&self, from: Timestamp, days: u32, zone: Zone) -> Timestamp {
        let local = zone.local(from);
        let day = local.date_naive();
        if self.is_open(day) {
            let time = chrono::Timelike::num_seconds_from_midnight(&local.time());
            return zone.at(self.add_business_days(day, days), time / 3600, time / 60 % 60);
        }
        zone.at(self.add_business_days(self.next_open(day), days), 0, 0)
    }
}

fn closed_days(place: &str) -> Vec<NaiveDate> {
    table()
        .filter(|(of, ..)| of.eq_ignore_ascii_case(place))
        .flat_map(|(_, year, days)| {
            days.split(' ').filter_map(move |day| {
                NaiveDate::parse_from_str(&format!("{year}{day}"), "%Y%m%d").ok()
            })
        })
        .collect()
}

fn table() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    HOLIDAYS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (place, rest) = line.split_once('\t')?;
        let (year, days) = rest.split_once('\t')?;
        Some((place, year, days))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::at;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_table_has_thirty_countries_with_days_in_each_year() {
        let countries: Vec<_> =
            Calendar::places().into_iter().filter(|place| place.len() == 2).collect();
        assert_eq!(countries.len(), 30, "{countries:?}");
        for place in Calendar::places() {
            assert!(Calendar::of(place).is_some(), "{place}");
        }
        for (place, year, days) in table() {
            let read = days.split(' ').count();
            let kept = closed_days(place).iter().filter(|d| d.year().to_string() == year).count();
            assert_eq!(kept, read, "{place} {year}");
        }
    }

    #[test]
    fn holidays_and_weekends_are_closed_by_country_and_part() {
        for (place, date, open) in [
            ("US", "2026-11-25", true),
            ("US", "2026-11-26", false),
            ("US", "2026-11-28", false),
            ("us", "2026-07-03", false),
            ("SE", "2026-06-19", true),
            ("SE", "2026-11-26", true),
            ("DE", "2026-06-04", true),
            ("DE-BY", "2026-06-04", false),
            ("DE-BY", "2026-05-01", false),
            ("IL", "2026-11-20", false),
            ("IL", "2026-11-22", true),
            ("JP", "2026-11-23", false),
            ("US", "2040-07-04", true),
        ] {
            let calendar = Calendar::of(place).unwrap();
            assert_eq!(calendar.is_open(day(date)), open, "{place} {date}");
        }
        assert_eq!(Calendar::of("XX"), None);
        assert_eq!(Calendar::of("US-ZZ"), None);
    }

    #[test]
    fn closed_days_are_weekends_and_holidays_from_today_on() {
        let us = Calendar::of("US").unwrap();

        let closed = us.closed_from(day("2026-11-22"), 8);

        let closed: Vec<_> = closed.iter().map(ToString::to_string).collect();
        assert_eq!(closed, ["2026-11-22", "2026-11-26", "2026-11-28", "2026-11-29"]);
    }

    #[test]
    fn business_days_skip_weekends_and_holidays() {
        for (place, from, days, to) in [
            ("US", "2026-11-25", 1, "2026-11-27"),
            ("US", "2026-11-20", 5, "2026-11-30"),
            ("SE", "2026-11-20", 5, "2026-11-27"),
            ("US", "2026-12-24", 1, "2026-12-28"),
            ("US", "2026-11-22", 0, "2026-11-23"),
            ("US", "2026-11-22", 1, "2026-11-23"),
            ("GB", "2026-12-24", 2, "2026-12-30"),
        ] {
            let calendar = Calendar::of(place).unwrap();
            assert_eq!(
                calendar.add_business_days(day(from), days),
                day(to),
                "{place} {from} {days}"
            );
        }
    }

    #[test]
    fn a_deadline_keeps_the_wall_clock_across_changes_of_the_clocks() {
        let new_york = Zone::named("America/New_York").unwrap();
        let us = Calendar::of("US").unwrap();
        for (from, days, to) in [
            // Friday 15:30 to Monday 15:30 over the end of summer time (1 November 2026).
            ("2026-10-30T15:30:00-04:00", 1, "2026-11-02T15:30:00-05:00"),
            // The same over its beginning (8 March 2026).
            ("2026-03-06T15:30:00-05:00", 1, "2026-03-09T15:30:00-04:00"),
            // Saturday: counting starts with Monday, so it ends with Monday.
            ("2026-11-21T23:00:00-05:00", 1, "2026-11-24T00:00:00-05:00"),
            // Thanksgiving: counting starts on Friday.
            ("2026-11-26T10:00:00-05:00", 1, "2026-11-30T00:00:00-05:00"),
            ("2026-11-25T10:00:00-05:00", 1, "2026-11-27T10:00:00-05:00"),
            // Late on Friday evening is Saturday in UTC; the shop's day counts.
            ("2026-11-20T22:00:00-05:00", 1, "2026-11-23T22:00:00-05:00"),
        ] {
            assert_eq!(us.deadline(at(from), days, new_york), at(to), "{from}");
        }
    }
}
