//! The recommendation in words that fit what can be done with the order.

use super::Action;
use crate::domain::{Fulfilment, Order, Verb, Verdict};

/// What the desk advises, for people. The verdict is about the money and the goods; which
/// verb carries it out follows from the order: an order that did not ship is cancelled,
/// for a refund alone would leave it open, and where nothing was taken none is possible.
pub(super) fn advised(verdict: Verdict, order: &Order, actions: &[Action]) -> &'static str {
    let may = |verb| actions.iter().any(|action| action.verb == verb && action.allowed.is_ok());
    match verdict {
        Verdict::Release if may(Verb::Release) => "Release it",
        Verdict::Release => "Nothing speaks against it",
        Verdict::Verify => "Verify it with the customer",
        Verdict::Refund => money_back(order, may),
        Verdict::Unknown => "Too little is known to say",
    }
}

fn money_back(order: &Order, may: impl Fn(Verb) -> bool) -> &'static str {
    let is_whole = order.fulfilment != Fulfilment::Partial;
    let has_money = order.totals.left_to_refund().is_positive();
    match (may(Verb::Cancel) && is_whole, may(Verb::Refund)) {
        (true, _) if has_money => "Cancel and refund",
        (true, _) => "Cancel it",
        (false, true) => "Refund it",
        (false, false) if may(Verb::Cancel) => "Cancel it",
        (false, false) => "Do not trust it; neither cancel nor refund is possible now",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, authorised, held};
    use crate::domain::{Capabilities, Payment};
    use crate::verbs;

    fn words(verdict: Verdict, order: &Order) -> &'static str {
        let store = Capabilities::default();
        let action = |verb| Action { verb, allowed: (verbs::row(verb).allowed)(order, &store) };
        let actions: Vec<Action> = Verb::ALL.into_iter().map(action).collect();
        advised(verdict, order, &actions)
    }

    #[test]
    fn money_back_is_advised_by_the_verb_that_can_do_it() {
        let expired = Order { payment: Payment::Expired, ..authorised() };
        let mut unpaid = authorised();
        unpaid.transactions.clear();
        let shipped = Order { fulfilment: Fulfilment::Fulfilled, ..held() };
        let partly = Order { fulfilment: Fulfilment::Partial, ..held() };
        let mut cancelled = held();
        cancelled.closed.cancelled_at = Some(at("2026-11-20T15:00:00Z"));
        let gone = Order { fulfilment: Fulfilment::Fulfilled, ..expired.clone() };
        for (order, words_wanted) in [
            (held(), "Cancel and refund"),
            (authorised(), "Cancel it"),
            (expired, "Cancel it"),
            (unpaid, "Cancel it"),
            (shipped, "Refund it"),
            (partly, "Refund it"),
            (cancelled, "Refund it"),
            (gone, "Do not trust it; neither cancel nor refund is possible now"),
        ] {
            assert_eq!(words(Verdict::Refund, &order), words_wanted, "{:?}", order.payment);
        }
    }

    #[test]
    fn release_is_advised_only_where_something_is_to_be_released() {
        let shipped = Order { fulfilment: Fulfilment::Fulfilled, ..held() };

        assert_eq!(words(Verdict::Release, &held()), "Release it");
        assert_eq!(words(Verdict::Release, &shipped), "Nothing speaks against it");
    }
}
