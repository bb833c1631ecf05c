//! Times, ages and counts in words.

use crate::domain::{ClockName, ClockReading, RowState, StepState, Timestamp, Zone};
use crate::policy::ChecklistStep;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// An age in whole hours, from two days on in whole days.
pub(crate) fn age(now: Timestamp, since: Timestamp) -> String {
    let seconds = now.seconds_since(since).max(0);
    match seconds {
        s if s < HOUR => "<1 h".to_owned(),
        s if s < 2 * DAY => format!("{} h", s / HOUR),
        s => format!("{} d", s / DAY),
    }
}

/// When `age` reads differently.
pub(crate) fn age_changes_at(now: Timestamp, since: Timestamp) -> Timestamp {
    let seconds = now.seconds_since(since).max(0);
    let unit = if seconds < 2 * DAY { HOUR } else { DAY };
    since.plus_seconds((seconds / unit + 1) * unit)
}

/// A length of time in minutes, hours or days.
fn length(seconds: i64) -> String {
    match seconds {
        s if s < HOUR => format!("{} min", s / MINUTE),
        s if s < 2 * DAY => format!("{} h", s / HOUR),
        s => format!("{} d", s / DAY),
    }
}

/// The time left on a clock: `in 3 h`, `overdue 20 min`.
pub(crate) fn time_left(now: Timestamp, clock: &ClockReading) -> String {
    let left = clock.at.seconds_since(now);
    if clock.is_overdue(now) {
        format!("overdue {}", length(-left))
    } else {
        // A started minute counts as a whole one: never "in 0 min".
        format!("in {}", length((left + MINUTE - 1).max(MINUTE)))
    }
}

/// A clock with its name: `first decision in 3 h`.
pub(crate) fn clock_words(now: Timestamp, clock: &ClockReading) -> String {
    format!("{} {}", clock.name.title(), time_left(now, clock))
}

/// A clock as a sentence about one order: `first decision due in 3 h`, `first decision was
/// due 2 h ago`.
pub(super) fn clock_sentence(now: Timestamp, clock: &ClockReading) -> String {
    let name = clock.name.title();
    let (past, coming) = match clock.name {
        ClockName::Authorisation => ("ended", "ends"),
        _ => ("was due", "due"),
    };
    if clock.is_overdue(now) {
        format!("{name} {past} {} ago", length(now.seconds_since(clock.at)))
    } else {
        format!("{name} {coming} {}", time_left(now, clock))
    }
}

/// The word for where a plan stands, on screen. What a person took back is called so, also
/// where the ledger and JSON say that it was dropped.
pub(crate) fn state_word(state: RowState) -> &'static str {
    match state {
        RowState::Dropped => "taken back",
        RowState::Compensated => "undone",
        RowState::HandedOver => "handed over",
        other => other.word(),
    }
}

/// The word for where a step stands, on screen.
pub(super) fn step_word(state: StepState) -> &'static str {
    match state {
        StepState::Skipped => "left out",
        StepState::Compensated => "undone",
        other => other.word(),
    }
}

/// When `time_left` reads differently.
pub(crate) fn clock_changes_at(now: Timestamp, clock: &ClockReading) -> Timestamp {
    let left = clock.at.seconds_since(now);
    if clock.is_overdue(now) {
        let unit = unit_of(-left);
        return now.plus_seconds(unit - (-left).rem_euclid(unit));
    }
    let shown = (left + MINUTE - 1).max(MINUTE);
    now.plus_seconds(shown.rem_euclid(unit_of(shown)) + 1)
}

fn unit_of(seconds: i64) -> i64 {
    match seconds {
        s if s < HOUR => MINUTE,
        s if s < 2 * DAY => HOUR,
        _ => DAY,
    }
}

/// `18:20`.
pub(crate) fn hour_minute(zone: Zone, at: Timestamp) -> String {
    zone.local(at).format("%H:%M").to_string()
}

/// `Sat 21 Nov 18:20`.
pub(crate) fn day_time(zone: Zone, at: Timestamp) -> String {
    zone.local(at).format("%a %-d %b %H:%M").to_string()
}

/// A deadline: `Mon 23 Nov 18:20`, and `the end of Mon 23 Nov` where it is the midnight
/// after that day, which nobody reads as belonging to it.
pub(crate) fn deadline(zone: Zone, at: Timestamp) -> String {
    if hour_minute(zone, at) == "00:00" {
        let before = zone.local(at.plus_seconds(-1));
        return format!("the end of {}", before.format("%a %-d %b"));
    }
    day_time(zone, at)
}

/// `1 hold`, `2 holds`.
pub(crate) fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// A number in groups of three digits: `1,200`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A word of JSON as it is read on screen.
pub(crate) fn spaced(word: &str) -> String {
    word.replace('_', " ")
}

/// The text with its first letter large.
pub(crate) fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A step of the procedure in a few words, for notices.
pub(crate) fn step_words(step: ChecklistStep) -> &'static str {
    match step {
        ChecklistStep::ReadAnalysis => "reading the analysis",
        ChecklistStep::CrossCheck => "the cross-check",
        ChecklistStep::EarlierOrders => "the earlier orders",
        ChecklistStep::HelpDesk => "the help desk search",
        ChecklistStep::CompareAddresses => "comparing the addresses",
        ChecklistStep::MapDistance => "the map",
        ChecklistStep::SearchName => "the search for the name",
        ChecklistStep::SearchEmail => "the search for the e-mail",
        ChecklistStep::CheckIp => "the IP check",
        ChecklistStep::CardChecks => "the card checks",
        ChecklistStep::PhoneArea => "the phone check",
        ChecklistStep::SameTown => "the same-town check",
        ChecklistStep::ResellerSigns => "the reseller signs",
        ChecklistStep::KnownOffender => "the known offenders",
        ChecklistStep::ContactCustomer => "contacting the customer",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn clocks_count_in_minutes_hours_and_days() {
        let now = at("2026-11-21T12:00:00Z");
        for (end, words) in [
            ("2026-11-21T12:00:30Z", "in 1 min"),
            ("2026-11-21T12:59:00Z", "in 59 min"),
            ("2026-11-21T15:10:00Z", "in 3 h"),
            ("2026-11-25T12:00:00Z", "in 4 d"),
            ("2026-11-21T11:40:00Z", "overdue 20 min"),
            ("2026-11-20T11:40:00Z", "overdue 24 h"),
        ] {
            let clock = ClockReading { name: ClockName::Decision, at: at(end) };
            assert_eq!(time_left(now, &clock), words);
        }
    }

    #[test]
    fn a_clock_is_a_sentence_about_its_order() {
        let now = at("2026-11-21T12:00:00Z");
        for (name, end, words) in [
            (ClockName::FirstDecision, "2026-11-21T15:10:00Z", "first decision due in 3 h"),
            (ClockName::FirstDecision, "2026-11-21T10:00:00Z", "first decision was due 2 h ago"),
            (ClockName::Authorisation, "2026-11-25T12:00:00Z", "authorisation ends in 4 d"),
            (ClockName::Authorisation, "2026-11-18T12:00:00Z", "authorisation ended 3 d ago"),
        ] {
            let clock = ClockReading { name, at: at(end) };
            assert_eq!(clock_sentence(now, &clock), words);
        }
    }

    #[test]
    fn a_deadline_at_midnight_is_the_end_of_the_day_before() {
        let midnight = deadline(Zone::UTC, at("2026-11-24T00:00:00Z"));
        let evening = deadline(Zone::UTC, at("2026-11-23T18:20:00Z"));

        assert_eq!(midnight, "the end of Mon 23 Nov");
        assert_eq!(evening, "Mon 23 Nov 18:20");
    }

    #[test]
    fn words_stay_until_the_moment_that_they_are_said_to_change() {
        let start = at("2026-11-21T12:00:07Z");
        let mut now = start;
        let clock = ClockReading { name: ClockName::Decision, at: at("2026-11-21T15:10:00Z") };
        for _ in 0..200 {
            let next = clock_changes_at(now, &clock);
            assert!(next > now);
            assert_eq!(time_left(now, &clock), time_left(next.plus_seconds(-1).max(now), &clock));
            now = next;
        }
        let placed = at("2026-11-19T13:00:00Z");
        assert_eq!(age(start, placed), "47 h");
        assert_eq!(age(age_changes_at(start, placed), placed), "2 d");
    }
}
