//! Times as people type them.

use std::time::Duration;

use chrono::NaiveDate;

use crate::desk::CaseFile;
use crate::domain::{Timestamp, Zone};
use crate::words;

/// Reads `90`, `90s`, `5m`, `2h`, `3d`.
pub(super) fn duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(split)?;
    let seconds: u64 = match unit.trim() {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(seconds).map(Duration::from_secs)
}

/// Reads a time, a day of the store's calendar, or an age before now.
pub(super) fn past(text: &str, now: Timestamp, zone: Zone) -> Option<Timestamp> {
    if let Some(moment) = Timestamp::parse(text) {
        return Some(moment);
    }
    if let Ok(day) = text.trim().parse::<NaiveDate>() {
        return Some(zone.at(day, 0, 0));
    }
    let age = duration(text)?.as_secs();
    Some(now.plus_seconds(-i64::try_from(age).ok()?))
}

/// A moment on the store's wall clock, for people: `2026-11-22 14:05`.
pub(super) fn shown(moment: Timestamp, zone: Zone) -> String {
    zone.local(moment).format("%Y-%m-%d %H:%M").to_string()
}

/// When the checks ran; findings that may no longer hold say that they are looked at again.
pub(super) fn checked(file: &CaseFile, zone: Zone) -> String {
    let at = shown(file.checked_at, zone);
    if file.is_refreshing { format!("as of {at}, being looked at again") } else { at }
}

/// A deadline on the store's wall clock; the end of a day is that day and no hour.
pub(super) fn until(deadline: Timestamp, zone: Zone) -> String {
    match words::last_day(deadline, zone) {
        Some(day) => day.format("%Y-%m-%d").to_string(),
        None => shown(deadline, zone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_seconds_unless_they_name_a_unit() {
        for (text, seconds) in [
            ("90", Some(90)),
            ("90s", Some(90)),
            ("5m", Some(300)),
            ("2h", Some(7200)),
            ("3d", Some(259_200)),
            ("", None),
            ("m", None),
            ("-5", None),
            ("1.5h", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(duration(text), seconds.map(Duration::from_secs), "{text}");
        }
    }

    #[test]
    fn the_end_of_a_day_is_that_day() {
        let zone = Zone::named("America/New_York").unwrap();

        let read = |text| until(Timestamp::parse(text).unwrap(), zone);
        assert_eq!(read("2026-11-24T05:00:00Z"), "2026-11-23");
        assert_eq!(read("2026-11-24T22:00:00Z"), "2026-11-24 17:00");
    }

    #[test]
    fn a_past_moment_is_a_time_a_day_or_an_age() {
        let now = Timestamp::parse("2026-11-22T12:00:00Z").unwrap();
        let zone = Zone::named("America/New_York").unwrap();

        let read = |text| past(text, now, zone).map(|moment| moment.to_string());
        assert_eq!(read("2026-11-20T08:00:00-05:00").as_deref(), Some("2026-11-20T13:00:00Z"));
        assert_eq!(read("2026-11-20").as_deref(), Some("2026-11-20T05:00:00Z"));
        assert_eq!(read("2h").as_deref(), Some("2026-11-22T10:00:00Z"));
        assert_eq!(read("yesterday"), None);
    }
}
