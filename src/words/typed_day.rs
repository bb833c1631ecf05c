//! Days as people type them.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// How a day can be written, for whoever wrote it otherwise.
pub const DAY_FORMS: &str = "write it as 2026-11-27, 27.11., friday, or +3 for three business days";

/// Reads a day to come: `2026-11-27`, `27.11.` and `27.11.2026`, a weekday's name, which
/// is the next one after today, and `+3`, which counts business days from today on.
///
/// Days between slashes are left out: half of the world reads them the other way around.
pub fn typed_day(
    text: &str,
    today: NaiveDate,
    is_open: impl Fn(NaiveDate) -> bool,
) -> Option<NaiveDate> {
    let text = text.trim();
    let exact = text.parse::<NaiveDate>().ok().or_else(|| dotted(text, today));
    exact.or_else(|| business_days(text, today, is_open)).or_else(|| next(text, today))
}

/// Without a year, the next such day.
fn dotted(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let mut parts = text.split('.');
    let (day, month) = (number(parts.next()?)?, number(parts.next()?)?);
    let year = parts.next().map(str::trim).filter(|year| !year.is_empty());
    if parts.next().is_some() {
        return None;
    }
    let of = |year| NaiveDate::from_ymd_opt(year, month, day);
    match year {
        Some(year) if year.len() == 4 => of(year.parse().ok()?),
        Some(_) => None,
        None => {
            let years = (0..=4).map(|more| of(today.year() + more));
            years.flatten().find(|day| *day >= today)
        }
    }
}

fn number(part: &str) -> Option<u32> {
    let part = part.trim();
    (1..=2).contains(&part.len()).then(|| part.parse().ok()).flatten()
}

fn business_days(
    text: &str,
    today: NaiveDate,
    is_open: impl Fn(NaiveDate) -> bool,
) -> Option<NaiveDate> {
    let days = text.strip_prefix('+')?.trim();
    let days: usize = days.parse().ok().filter(|days| (1..=366).contains(days))?;
    today.iter_days().skip(1).filter(|day| is_open(*day)).nth(days - 1)
}

/// The next day of that name: who says Friday on a Friday means the one to come.
fn next(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.strip_prefix("next ").unwrap_or(text).trim();
    let weekday: Weekday = text.parse().ok()?;
    let ahead = (weekday.num_days_from_monday() + 7 - today.weekday().num_days_from_monday()) % 7;
    today.checked_add_days(Days::new(u64::from(if ahead == 0 { 7 } else { ahead })))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        // A Sunday; Thanksgiving on Thursday 26 November.
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        let holiday: NaiveDate = "2026-11-26".parse().unwrap();
        let is_open = |day: NaiveDate| day.weekday().num_days_from_monday() < 5 && day != holiday;
        for (text, day) in [
            ("2026-11-27", Some("2026-11-27")),
            (" 27.11. ", Some("2026-11-27")),
            ("27.11", Some("2026-11-27")),
            ("3.1.", Some("2027-01-03")),
            ("27.11.2027", Some("2027-11-27")),
            ("friday", Some("2026-11-27")),
            ("Fri", Some("2026-11-27")),
            ("next friday", Some("2026-11-27")),
            ("sunday", Some("2026-11-29")),
            ("+1", Some("2026-11-23")),
            ("+3", Some("2026-11-25")),
            ("+4", Some("2026-11-27")),
            ("12/05/2026", None),
            ("27.11.26", None),
            ("31.11.", None),
            ("+0", None),
            ("+x", None),
            ("", None),
            ("soon", None),
        ] {
            let read = typed_day(text, today, is_open).map(|day| day.to_string());
            assert_eq!(read.as_deref(), day, "{text}");
        }
    }
}
