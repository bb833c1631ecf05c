//! What an order's state and the store allow, or why not, in words for the desk (S106).

use super::refund;
use crate::domain::{
    Allowed, Capabilities, Fulfilment, FulfilmentOrder, FulfilmentOrderState, Order, Payment,
    RiskLevel, StepKind, WhyNot,
};

pub(super) fn release(order: &Order, store: &Capabilities) -> Allowed {
    not_cancelled(order, "nothing of it can ship")?;
    not_shipped(order)?;
    match order.payment {
        Payment::Refunded => {
            return no(order, "has been refunded in full; releasing it would ship unpaid goods");
        }
        Payment::Voided => {
            return no(order, "has no money behind it any more: its authorisation was voided");
        }
        _ => {}
    }
    holds_read(order)?;
    if order.is_held() {
        store.allows(StepKind::ReleaseHolds)?;
        let any = open_parts(order).any(|part| part.may_release && !part.holds.is_empty());
        return if any {
            Ok(())
        } else {
            no(order, "is held, but the store lets nobody release it now: work on it has begun")
        };
    }
    // Archived alone keeps an order from fulfilment as well (S19).
    if order.is_archived() {
        return store.allows(StepKind::SetArchived);
    }
    // Nothing keeps a doubted order back, and still somebody has to say that it may go
    // (S17): then the release only marks it.
    if is_doubted(order) { store.allows(StepKind::AddTags) } else { no(order, "is not held") }
}

/// Whether a provider doubts the order.
fn is_doubted(order: &Order) -> bool {
    matches!(order.risk.level(), RiskLevel::High | RiskLevel::Medium)
}

pub(super) fn hold(order: &Order, store: &Capabilities) -> Allowed {
    not_cancelled(order, "there is nothing left to hold")?;
    not_shipped(order)?;
    holds_read(order)?;
    store.allows(StepKind::PlaceHold)?;
    let mut parts = open_parts(order).peekable();
    if parts.peek().is_none() {
        return no(order, "has no goods left to hold");
    }
    if parts.any(can_be_held) {
        return Ok(());
    }
    if open_parts(order).all(is_ours) {
        return no(order, "is already held by this desk, and its day cannot be changed now");
    }
    no(order, "can no longer be held: the warehouse has begun work on it, or it has its most holds")
}

pub(super) fn cancel(order: &Order, store: &Capabilities) -> Allowed {
    not_cancelled(order, "it cannot be cancelled twice")?;
    not_shipped(order)?;
    store.allows(StepKind::Cancel)
}

pub(super) fn refund(order: &Order, store: &Capabilities) -> Allowed {
    let captured = refund::is_anything_left(order);
    let authorised =
        order.payment != Payment::Expired && order.open_authorisations().next().is_some();
    match (captured, authorised) {
        (true, true) => store.allows(StepKind::Refund).or_else(|_| store.allows(StepKind::Void)),
        (true, false) => store.allows(StepKind::Refund),
        (false, true) => store.allows(StepKind::Void),
        (false, false) => no(order, nothing_to_give_back(order.payment)),
    }
}

pub(super) fn note(_: &Order, store: &Capabilities) -> Allowed {
    store.allows(StepKind::AppendNote)
}

pub(super) fn tag(_: &Order, store: &Capabilities) -> Allowed {
    store.allows(StepKind::AddTags)
}

pub(super) fn untag(order: &Order, store: &Capabilities) -> Allowed {
    if order.tags.is_empty() {
        return no(order, "has no tags");
    }
    store.allows(StepKind::RemoveTags)
}

pub(super) fn archive(order: &Order, store: &Capabilities) -> Allowed {
    if order.is_archived() {
        return no(order, "is already archived");
    }
    store.allows(StepKind::SetArchived)
}

/// Taking a doubtful order out of the archive lets it reach fulfilment, so that is only
/// for orders that our own hold keeps back, or that nobody doubts (C11).
pub(super) fn unarchive(order: &Order, store: &Capabilities) -> Allowed {
    if !order.is_archived() {
        return no(order, "is not archived");
    }
    not_cancelled(order, "a cancelled order stays archived")?;
    let shipped = order.fulfilment == Fulfilment::Fulfilled;
    if !shipped {
        holds_read(order)?;
    }
    let trusted =
        matches!(order.risk.level(), RiskLevel::Low | RiskLevel::None) && !order.is_held();
    let kept = open_parts(order).next().is_some() && open_parts(order).all(is_ours);
    if !shipped && !trusted && !kept {
        return no(
            order,
            "is undecided, and out of the archive it could ship; release it, or hold it first",
        );
    }
    store.allows(StepKind::SetArchived)
}

/// The fulfilment orders on which something can still happen.
pub(super) fn open_parts(order: &Order) -> impl Iterator<Item = &FulfilmentOrder> {
    order.fulfilment_orders.iter().filter(|part| part.state != FulfilmentOrderState::Ended)
}

/// Whether a hold of ours can come to lie on the part, in the place of an older one where
/// there is one: it gets a new day by being replaced.
pub(super) fn can_be_held(part: &FulfilmentOrder) -> bool {
    part.may_hold && (!is_ours(part) || part.may_release)
}

/// Whether a hold of ours lies on the part.
pub(super) fn is_ours(part: &FulfilmentOrder) -> bool {
    part.holds.iter().any(|hold| hold.ours)
}

fn not_cancelled(order: &Order, therefore: &str) -> Allowed {
    if order.is_cancelled() {
        return no(order, &format!("is cancelled; {therefore}"));
    }
    Ok(())
}

/// Holds that nobody could read are not holds that are not there (C16).
fn holds_read(order: &Order) -> Allowed {
    match &order.holds_unread {
        Some(why) => no(order, &format!("may be held, and nobody can tell here: {why}")),
        None => Ok(()),
    }
}

fn not_shipped(order: &Order) -> Allowed {
    if order.fulfilment != Fulfilment::Fulfilled {
        return Ok(());
    }
    let refundable = refund::is_anything_left(order);
    no(
        order,
        if refundable {
            "has already shipped; a refund is still possible"
        } else {
            "has already shipped"
        },
    )
}

fn nothing_to_give_back(payment: Payment) -> &'static str {
    match payment {
        Payment::Pending => "is not paid yet; there is no money to give back",
        Payment::Refunded => "has already been refunded in full",
        Payment::Voided => "has nothing to give back: its authorisation was voided",
        Payment::Expired => "has nothing to give back: its authorisation has run out",
        _ => "has no captured money and no open authorisation; there is nothing to give back",
    }
}

fn no(order: &Order, sentence: &str) -> Allowed {
    Err(WhyNot(format!("{} {sentence}", order.name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Verb;
    use crate::domain::sample::{apps, at, at_level, authorised, held, order, ours, part};
    use crate::verbs::row;

    fn but(mut order: Order, change: impl FnOnce(&mut Order)) -> Order {
        change(&mut order);
        order
    }

    fn archived(order: Order) -> Order {
        but(order, |o| o.closed.archived_at = Some(at("2026-11-19T15:01:00Z")))
    }

    fn cancelled(order: Order) -> Order {
        but(archived(order), |o| o.closed.cancelled_at = Some(at("2026-11-19T15:01:00Z")))
    }

    const UNREAD: &str = "#2047 may be held, and nobody can tell here: Holds cannot be read.";

    fn unread(order: Order) -> Order {
        but(order, |o| {
            o.fulfilment_orders.clear();
            o.holds_unread = Some("Holds cannot be read.".to_owned());
        })
    }

    fn shipped(order: Order) -> Order {
        but(order, |o| o.fulfilment = Fulfilment::Fulfilled)
    }

    fn paid(order: Order, payment: Payment) -> Order {
        but(order, |o| o.payment = payment)
    }

    fn penniless(payment: Payment) -> Order {
        but(paid(authorised(), payment), |o| o.transactions.clear())
    }

    #[test]
    fn every_state_that_forbids_a_verb_says_why() {
        use Verb::{Archive, Cancel, Hold, Refund, Release, Unarchive, Untag};
        let all_ours = but(order(), |o| {
            o.fulfilment_orders = vec![part("p", vec![ours("a")])];
            o.fulfilment_orders[0].may_hold = false;
        });
        for (verb, order, why) in vec![
            (Release, order(), "#2047 is not held"),
            (Release, cancelled(held()), "#2047 is cancelled; nothing of it can ship"),
            (Release, shipped(held()), "#2047 has already shipped; a refund is still possible"),
            (Release, shipped(penniless(Payment::Refunded)), "#2047 has already shipped"),
            (
                Release,
                paid(held(), Payment::Refunded),
                "#2047 has been refunded in full; releasing it would ship unpaid goods",
            ),
            (
                Release,
                paid(held(), Payment::Voided),
                "#2047 has no money behind it any more: its authorisation was voided",
            ),
            (
                Release,
                but(held(), |o| o.fulfilment_orders[0].may_release = false),
                "#2047 is held, but the store lets nobody release it now: work on it has begun",
            ),
            (Release, unread(at_level(order(), RiskLevel::High)), UNREAD),
            (Release, archived(unread(order())), UNREAD),
            (Unarchive, archived(unread(at_level(order(), RiskLevel::Low))), UNREAD),
            (Hold, unread(order()), UNREAD),
            (Hold, cancelled(order()), "#2047 is cancelled; there is nothing left to hold"),
            (Hold, shipped(order()), "#2047 has already shipped; a refund is still possible"),
            (
                Hold,
                all_ours,
                "#2047 is already held by this desk, and its day cannot be changed now",
            ),
            (
                Hold,
                but(order(), |o| o.fulfilment_orders.clear()),
                "#2047 has no goods left to hold",
            ),
            (
                Hold,
                but(order(), |o| o.fulfilment_orders[0].may_hold = false),
                "#2047 can no longer be held: the warehouse has begun work on it, or it has its most holds",
            ),
            (Cancel, cancelled(order()), "#2047 is cancelled; it cannot be cancelled twice"),
            (Cancel, shipped(order()), "#2047 has already shipped; a refund is still possible"),
            (
                Refund,
                penniless(Payment::Pending),
                "#2047 is not paid yet; there is no money to give back",
            ),
            (Refund, penniless(Payment::Refunded), "#2047 has already been refunded in full"),
            (
                Refund,
                penniless(Payment::Voided),
                "#2047 has nothing to give back: its authorisation was voided",
            ),
            (
                Refund,
                paid(authorised(), Payment::Expired),
                "#2047 has nothing to give back: its authorisation has run out",
            ),
            (
                Refund,
                penniless(Payment::Unknown),
                "#2047 has no captured money and no open authorisation; there is nothing to give back",
            ),
            (Untag, order(), "#2047 has no tags"),
            (Archive, archived(order()), "#2047 is already archived"),
            (Unarchive, order(), "#2047 is not archived"),
            (Unarchive, cancelled(order()), "#2047 is cancelled; a cancelled order stays archived"),
            (
                Unarchive,
                archived(at_level(order(), RiskLevel::Medium)),
                "#2047 is undecided, and out of the archive it could ship; release it, or hold it first",
            ),
        ] {
            let answer = (row(verb).allowed)(&order, &Capabilities::default());
            assert_eq!(answer, Err(WhyNot(why.to_owned())), "{verb:?}");
        }
    }

    #[test]
    fn every_verb_has_states_in_which_it_is_offered() {
        use Verb::{Archive, Cancel, Hold, Note, Refund, Release, Tag, Unarchive, Untag};
        let mixed = but(order(), |o| {
            o.fulfilment_orders = vec![part("p", vec![ours("a")]), part("q", vec![apps("b")])];
        });
        let ours_only = but(order(), |o| o.fulfilment_orders = vec![part("p", vec![ours("a")])]);
        for (verb, order) in vec![
            (Release, held()),
            (Release, archived(order())),
            (Release, archived(held())),
            (Hold, order()),
            (Hold, mixed),
            (Hold, ours_only.clone()),
            (Cancel, held()),
            (Cancel, but(order(), |o| o.fulfilment = Fulfilment::Partial)),
            (Refund, order()),
            (Refund, shipped(order())),
            (Refund, authorised()),
            (Note, cancelled(order())),
            (Tag, cancelled(order())),
            (Untag, but(order(), |o| o.tags = vec!["vip".into()])),
            (Archive, order()),
            (Unarchive, archived(shipped(order()))),
            (Unarchive, archived(ours_only)),
            (Unarchive, archived(at_level(order(), RiskLevel::Low))),
        ] {
            assert_eq!((row(verb).allowed)(&order, &Capabilities::default()), Ok(()), "{verb:?}");
        }
    }

    #[test]
    fn without_an_open_part_no_hold_of_ours_keeps_a_doubted_order_back() {
        let bare = but(archived(at_level(order(), RiskLevel::High)), |o| {
            o.fulfilment_orders.clear();
        });

        assert!(unarchive(&bare, &Capabilities::default()).is_err());
    }

    #[test]
    fn an_order_that_nobody_scored_counts_as_undecided() {
        for level in [RiskLevel::Unscored, RiskLevel::Pending, RiskLevel::High] {
            let order = archived(at_level(order(), level));
            assert!(unarchive(&order, &Capabilities::default()).is_err(), "{level:?}");
        }
    }
}
