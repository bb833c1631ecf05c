//! How long a sync bears with a store that is busy or out of reach.

use std::time::Duration;

use crate::stores::{StoreFault, Trouble};

/// When to ask again, and when to give up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// The first wait; each one after is twice as long.
    pub first: Duration,
    /// The longest wait.
    pub most: Duration,
    /// How often to ask again when the store is out of reach.
    pub tries: u32,
    /// How often to ask again when the store says that it is busy.
    pub busy_tries: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            most: Duration::from_secs(60),
            tries: 5,
            busy_tries: 60,
        }
    }
}

impl Patience {
    /// How long to wait after the `failed`th failure in a row, counted from 1; `None`
    /// when asking again is of no use. Only for reads, which may be repeated at will.
    pub(super) fn after(&self, fault: &StoreFault, failed: u32) -> Option<Duration> {
        let doubled = self.first.saturating_mul(1 << failed.saturating_sub(1).min(16));
        match fault.trouble {
            Trouble::Throttled(wait) => {
                (failed <= self.busy_tries).then(|| wait.max(self.first).min(self.most))
            }
            Trouble::Unreachable | Trouble::Unreadable | Trouble::Unknown => {
                (failed <= self.tries).then(|| doubled.min(self.most))
            }
            Trouble::Unauthorised
            | Trouble::Forbidden
            | Trouble::Refused
            | Trouble::Missing
            | Trouble::Stopped => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_end() {
        let patience = Patience { tries: 8, ..Patience::default() };
        let gone = StoreFault::new(Trouble::Unreachable, "no answer");

        let waits: Vec<_> = (1..=9)
            .map(|failed| patience.after(&gone, failed).map(|wait| wait.as_secs()))
            .collect();

        let expected = [1, 2, 4, 8, 16, 32, 60, 60].map(Some);
        assert_eq!(waits.split_last().unwrap(), (&None, expected.as_slice()));
    }

    #[test]
    fn a_busy_store_says_how_long_and_a_refusal_is_never_repeated() {
        let patience = Patience::default();
        let busy =
            |seconds| StoreFault::new(Trouble::Throttled(Duration::from_secs(seconds)), "too many");

        assert_eq!(patience.after(&busy(7), 1), Some(Duration::from_secs(7)));
        assert_eq!(patience.after(&busy(600), 1), Some(Duration::from_secs(60)));
        for trouble in [Trouble::Unauthorised, Trouble::Forbidden, Trouble::Refused] {
            assert_eq!(patience.after(&StoreFault::new(trouble, "no"), 1), None);
        }
    }
}
