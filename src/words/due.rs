//! Deadlines in words: one rule for the screen and the shell.

use chrono::NaiveDate;

use crate::domain::{Timestamp, Zone};

/// The last day of a deadline that ends with a day. "Until Tuesday 00:00" is read as a day
/// too late, so such a deadline is always shown as its last day and never as the midnight
/// after it. `None` when it ends within a day, at an hour of its own.
pub fn last_day(deadline: Timestamp, zone: Zone) -> Option<NaiveDate> {
    let day = zone.day(deadline);
    let before = zone.day(deadline.plus_seconds(-1));
    (before < day).then_some(before)
}

/// A deadline for people: `Mon 16 Nov`, or with its hour where it has one of its own,
/// `Tue 17 Nov 09:30`.
pub fn due(deadline: Timestamp, zone: Zone) -> String {
    match last_day(deadline, zone) {
        Some(day) => day.format("%a %-d %b").to_string(),
        None => zone.local(deadline).format("%a %-d %b %H:%M").to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::domain::sample::at;

    #[test]
    fn a_deadline_that_ends_with_a_day_is_that_day_and_no_midnight() {
        let zone = Zone::named("America/New_York").unwrap();

        for (deadline, shown) in [
            ("2026-11-17T00:00:00-05:00", "Mon 16 Nov"),
            ("2026-11-17T00:00:01-05:00", "Tue 17 Nov 00:00"),
            ("2026-11-16T23:59:00-05:00", "Mon 16 Nov 23:59"),
            // Midnight in UTC is an evening there.
            ("2026-11-17T00:00:00Z", "Mon 16 Nov 19:00"),
        ] {
            assert_eq!(due(at(deadline), zone), shown, "{deadline}");
        }
    }
}
