//! What a note tells, read back from its text: a note is written beside a plan, and the
//! plan may be changed after it.

use chrono::NaiveDate;

use super::hold::DAY;
use super::reason;
use crate::domain::CancelReason;

/// What the lines of a note name, as far as they keep to our form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The day of a hold.
    pub day: Option<NaiveDate>,
    /// Why it was cancelled or refunded.
    pub reason: Option<CancelReason>,
    /// How much went back, as it is written.
    pub refunded: Option<String>,
}

/// Reads what a note tells.
pub fn told(note: &str) -> Told {
    let mut told = Told::default();
    for line in note.lines() {
        told.day = told.day.or_else(|| day_in(line));
        let is_deed = line.starts_with("Order ") || line.starts_with("Authorisation ");
        if let Some((deed, why)) = line.rsplit_once(": ").filter(|_| is_deed) {
            told.reason = told.reason.or_else(|| reason_in(why));
            told.refunded = told.refunded.or_else(|| refunded_in(deed));
        }
    }
    told
}

fn day_in(line: &str) -> Option<NaiveDate> {
    let (_, rest) = line.split_once("ollow up by ")?;
    let day: Vec<&str> = rest.split_whitespace().take(4).collect();
    NaiveDate::parse_from_str(day.join(" ").trim_end_matches(['.', ',', ';']), DAY).ok()
}

fn reason_in(why: &str) -> Option<CancelReason> {
    let why = why.trim().trim_end_matches('.');
    CancelReason::ALL.into_iter().find(|known| reason(*known) == why)
}

fn refunded_in(deed: &str) -> Option<String> {
    let (_, rest) = deed.split_once('(')?;
    let (amount, _) = rest.split_once(" refunded)")?;
    (amount != "nothing").then(|| amount.to_owned())
}

/// Lets a note follow a plan that was changed: lines of the text that it began with and
/// that stand in it untouched become the lines that it would begin with now. `None` when
/// none of them stands in it as it was: what a person wrote is the person's.
pub fn followed(note: &str, before: &str, now: &str) -> Option<String> {
    let changed: Vec<(&str, &str)> =
        before.lines().zip(now.lines()).filter(|(old, new)| old != new).collect();
    if before.lines().count() != now.lines().count() || changed.is_empty() {
        return None;
    }
    let mut lines: Vec<&str> = note.lines().collect();
    for (old, new) in changed {
        let stands = lines.iter_mut().find(|line| **line == old)?;
        *stands = new;
    }
    Some(lines.join("\n"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::domain::sample::money;
    use crate::domain::{Clean, Money};
    use crate::words::{Deed, NoteFacts, note};

    fn written(deed: Deed) -> String {
        let order = Clean::new("#2047");
        let facts = NoteFacts {
            prefix: "EX",
            conversation: None,
            initials: "SE",
            order: &order,
            deed,
            refills: false,
        };
        note(&facts)
    }

    fn held(day: u32) -> Deed {
        Deed::Held { until: NaiveDate::from_ymd_opt(2026, 11, day).unwrap() }
    }

    fn refunded(why: CancelReason, amount: Option<Money>) -> Deed {
        Deed::Refunded { why, amount }
    }

    #[test]
    fn what_a_note_was_written_for_is_read_back() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 30);
        assert_eq!(told(&written(held(30))).day, day);
        for why in CancelReason::ALL {
            for amount in [Some(money("12.50 USD")), None] {
                let refund = told(&written(refunded(why, amount)));
                let cancel = told(&written(Deed::Cancelled { why, refunded: amount }));
                for told in [refund, cancel] {
                    assert_eq!(told.reason, Some(why));
                    assert_eq!(told.refunded, amount.map(|amount| amount.to_string()));
                }
            }
        }
    }

    #[test]
    fn a_persons_own_words_tell_nothing() {
        for note in ["", "Called: no answer.", "I follow up by Monday.", "Order is fine: yes."] {
            assert_eq!(told(note), Told::default(), "{note}");
        }
    }

    #[test]
    fn untouched_lines_follow_and_a_persons_lines_stay() {
        let (before, now) = (written(held(30)), written(held(26)));
        let typed = before.replace(crate::words::CONVERSATION, "4711") + "\nCalled twice.";

        let text = followed(&typed, &before, &now).unwrap();

        assert_eq!(text, now.replace(crate::words::CONVERSATION, "4711") + "\nCalled twice.");
        let own = typed.replace("Will follow up by", "Decide by");
        assert_eq!(followed(&own, &before, &now), None);
        assert_eq!(followed(&typed, &before, &before), None);
    }
}
