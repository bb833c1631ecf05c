//! The note that lies on a hold: owner, reason, next action and date (C7, C9).

use chrono::NaiveDate;

use super::reason;
use crate::domain::CancelReason;

const DECIDE_BY: &str = "Decide by ";
pub(super) const DAY: &str = "%A %-d %B %Y";

/// A day in full, with its weekday: `Thursday 26 November 2026` (C9).
pub fn day(day: NaiveDate) -> String {
    day.format(DAY).to_string()
}

/// The text on a hold: `Suspected fraud. Decide by Thursday 26 November 2026 – SE`.
pub fn hold_note(why: CancelReason, until: NaiveDate, initials: &str) -> String {
    let why = reason(why);
    format!("{} {DECIDE_BY}{} – {initials}", sentence(why), day(until))
}

/// Makes a sentence of words: a capital before them, a full stop after.
pub fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}

/// Reads the day back from the text on a hold, also one that a colleague placed.
/// `None` when the text names no day in our form.
pub fn decision_day(notes: &str) -> Option<NaiveDate> {
    let (_, rest) = notes.split_once(DECIDE_BY)?;
    let day: Vec<&str> = rest.split_whitespace().take(4).collect();
    NaiveDate::parse_from_str(&day.join(" "), DAY).ok()
}

#[cfg(test)]
mod tests {
    use super::{CancelReason, NaiveDate, day, decision_day, hold_note};

    #[test]
    fn the_note_on_a_hold_names_reason_day_and_owner_and_is_read_back() {
        let thursday = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();

        let note = hold_note(CancelReason::Fraud, thursday, "SE");

        assert_eq!(note, "Suspected fraud. Decide by Thursday 26 November 2026 – SE");
        assert_eq!(decision_day(&note), Some(thursday));
    }

    #[test]
    fn every_reason_and_every_day_of_a_year_is_read_back() {
        let mut date = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
        for at in 0..365 {
            let reason = CancelReason::ALL[at % CancelReason::ALL.len()];
            assert_eq!(decision_day(&hold_note(reason, date, "å b")), Some(date), "{}", day(date));
            date = date.succ_opt().unwrap();
        }
    }

    #[test]
    fn a_text_without_a_true_day_has_no_day() {
        for text in
            ["", "Decide by", "Decide by soon", "Decide by Friday 26 November 2026", "decide 2026"]
        {
            assert_eq!(decision_day(text), None, "{text}");
        }
    }
}
