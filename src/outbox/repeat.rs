//! Whether a step that was proved undone may be sent again without asking anybody.

use std::time::Duration;

use crate::domain::{Step, StepKind, Timestamp};
use crate::stores::{KEY_LIFE_SECONDS, Repeat};

/// So often a step is sent without a person looking.
const MOST_ATTEMPTS: u32 = 3;

/// What is known of a step's earlier sending.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sending {
    /// How many times it was sent.
    pub(super) attempts: u32,
    /// How long ago its key was first sent, in seconds.
    pub(super) key_age: i64,
    /// Whether a person asked to send it again.
    pub(super) asked: bool,
    /// Whether the ledger was restored: it may have been taken back since.
    pub(super) in_doubt: bool,
}

/// What to do with a step that a read-back proved undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// It may be sent again.
    Again,
    /// A person decides; the sentence says why.
    Person(String),
}

/// Decides it from what the store promises for this step.
pub(super) fn then(step: &Step, repeat: &Repeat, sending: Sending) -> Then {
    if sending.asked {
        return Then::Again;
    }
    if sending.in_doubt {
        return Then::Person("it did not show when the order was read".to_owned());
    }
    if sending.attempts >= MOST_ATTEMPTS {
        return Then::Person(format!(
            "it was sent {} times and did not happen; retry it when the store is well",
            sending.attempts
        ));
    }
    match repeat {
        Repeat::WithKeyFor(seconds, _) if !is_alive(sending.key_age, *seconds) => {
            Then::Person(format!(
                "it did not happen, but its key is older than {} hours and no longer protects against doing it twice; look at the order in the store, then retry or skip it",
                key_life(*seconds) / 3600
            ))
        }
        Repeat::AfterProof(_) if step.kind() == StepKind::Refund => Then::Person(
            "it did not show when the order was read; look at the payments in the store, then retry or skip it".to_owned(),
        ),
        Repeat::Harmless(_) | Repeat::WithKeyFor(..) | Repeat::AfterProof(_) => Then::Again,
    }
}

/// Whether the store still knows the key for certain. A negative age means that a clock
/// was set back: nothing is known then.
fn is_alive(age: i64, promised: i64) -> bool {
    (0..key_life(promised)).contains(&age)
}

/// What a store promises beyond our own limit is not relied on.
fn key_life(promised: i64) -> i64 {
    promised.min(KEY_LIFE_SECONDS)
}

/// The age of a key: the larger of wall and monotonic time passed.
pub(super) fn key_age(first_sent: Option<Timestamp>, now: Timestamp, uptime: Option<i64>) -> i64 {
    let wall = first_sent.map_or(0, |first| now.seconds_since(first));
    if wall < 0 { wall } else { uptime.map_or(wall, |passed| passed.max(wall)) }
}

/// How long a read-back must still wait before "undone" can be believed.
pub(super) fn quiet_for(
    grace: Duration,
    repeat: &Repeat,
    last_sent: Option<Timestamp>,
    now: Timestamp,
) -> Duration {
    let (Some(last), false) = (last_sent, matches!(repeat, Repeat::Harmless(_))) else {
        return Duration::ZERO;
    };
    // Sent in the future means that a clock was set back: then all of it is waited for.
    let passed = u64::try_from(now.millis() - last.millis()).unwrap_or(0);
    grace.saturating_sub(Duration::from_millis(passed))
}

#[cfg(test)]
mod tests {
    use super::{Sending, Then, key_age, quiet_for, then};
    use crate::domain::{Currency, Money, Notify, Restock, Step, Timestamp};
    use crate::outbox::Grace;
    use crate::stores::Repeat;

    fn refund() -> Step {
        Step::Refund {
            parts: vec![],
            lines: vec![],
            restock: Restock::No,
            notify: Notify::Nobody,
            note: "n".into(),
            refunded_before: Money::zero(Currency::USD),
        }
    }

    fn sending(key_age: i64) -> Sending {
        Sending { attempts: 1, key_age, asked: false, in_doubt: false }
    }

    #[test]
    fn a_key_protects_for_twenty_hours_and_not_longer() {
        let keyed = Repeat::WithKeyFor(24 * 3600, "key");
        for (age, again) in
            [(0, true), (71_999, true), (72_000, false), (90_000, false), (-1, false)]
        {
            let answer = then(&refund(), &keyed, sending(age));

            assert_eq!(answer == Then::Again, again, "age {age}");
        }
    }

    #[test]
    fn a_shorter_promise_is_kept() {
        let keyed = Repeat::WithKeyFor(3600, "key");

        assert_eq!(then(&refund(), &keyed, sending(3_599)), Then::Again);
        let Then::Person(why) = then(&refund(), &keyed, sending(3_600)) else { panic!("too old") };
        assert!(why.contains("older than 1 hours"), "{why}");
    }

    #[test]
    fn a_refund_without_a_key_is_never_sent_again_unasked() {
        let proof = Repeat::AfterProof("no key");
        let void = Step::Void { transaction: "t".into(), amount: Money::zero(Currency::USD) };

        assert!(matches!(then(&refund(), &proof, sending(1)), Then::Person(_)));
        assert_eq!(then(&void, &proof, sending(1)), Then::Again);
        let asked = Sending { asked: true, ..sending(1) };
        assert_eq!(then(&refund(), &proof, asked), Then::Again);
    }

    #[test]
    fn after_three_attempts_a_person_decides() {
        let tired = Sending { attempts: 3, ..sending(1) };

        let answer = then(&Step::SetArchived { archived: true }, &Repeat::Harmless("same"), tired);

        assert!(matches!(answer, Then::Person(_)));
    }

    #[test]
    fn a_key_ages_by_the_larger_of_two_clocks_and_a_clock_set_back_is_distrusted() {
        let first = Timestamp::from_millis(1_000_000);
        let now = first.plus_seconds(60);

        assert_eq!(key_age(Some(first), now, Some(4_000)), 4_000);
        assert_eq!(key_age(Some(first), now, Some(3)), 60);
        assert_eq!(key_age(Some(now), first, Some(4_000)), -60);
    }

    #[test]
    fn only_a_repeat_that_does_harm_waits_for_a_late_write() {
        let sent = Timestamp::from_millis(1_000_000);
        let now = sent.plus_seconds(10);
        let grace = Grace::default();
        let quiet = |repeat: &Repeat, sent, now| {
            quiet_for(grace.with(&refund()), repeat, Some(sent), now).as_secs()
        };

        assert_eq!(quiet(&Repeat::AfterProof(""), sent, now), 20);
        assert_eq!(quiet(&Repeat::Harmless(""), sent, now), 0);
        assert_eq!(quiet(&Repeat::AfterProof(""), now, sent), 30);
        assert_eq!(quiet(&Repeat::AfterProof(""), sent, sent.plus_seconds(31)), 0);
    }

    #[test]
    fn a_cancellation_is_waited_for_until_its_job_must_have_ended() {
        let grace = Grace::default().with(&crate::outbox::testing::cancel());
        let sent = Timestamp::from_millis(1_000_000);
        let quiet = |later| {
            let now = sent.plus_seconds(later);
            quiet_for(grace, &Repeat::AfterProof(""), Some(sent), now).as_secs()
        };

        assert_eq!((quiet(40), quiet(149), quiet(150)), (110, 1, 0));
    }
}
