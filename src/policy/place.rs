//! Where an order stands in the queue.

use super::clocks::{authorisation, decision, first_decision};
use super::flagged::{is_flagged, is_high_value, is_risky};
use super::{CaseState, Decided, Placement, PolicySettings};
use crate::domain::{
    Clean, ClockReading, Dispute, Fulfilment, FulfilmentOrderState, Hold, HoldReason, Lane, Money,
    Order, Payment, RiskLevel, TransactionKind, TransactionState, Verb, Zone,
};

/// Places an order. Depends on no present moment, so that it can be stored; `lane_now`
/// adds overdue and due today.
pub fn place(order: &Order, case: &CaseState, settings: &PolicySettings, zone: Zone) -> Placement {
    if let Some(why) = disputed(order, case) {
        return brought_back(&undecided(order, case, settings, zone), why);
    }
    if let Some(why) = money_is_settled(order) {
        return done(why);
    }
    let back = case.decided.as_ref().and_then(|decided| came_back(order, decided));
    if let Some(why) = back {
        return brought_back(&undecided(order, case, settings, zone), why);
    }
    if order.fulfilment == Fulfilment::Fulfilled {
        return done("Everything has been sent.");
    }
    if case.decided.as_ref().is_some_and(|decided| leaves_fraud_hold(order, decided)) {
        let why = "Released in part: a hold for suspected fraud is left on it.".to_owned();
        return brought_back(&undecided(order, case, settings, zone), why);
    }
    if let Some(decided) = &case.decided {
        let Some(why) = refunded_in_part(order, decided) else {
            return done(was_decided(order, decided));
        };
        return brought_back(&undecided(order, case, settings, zone), why);
    }
    let placement = undecided(order, case, settings, zone);
    let clock = placement.clock.filter(|_| placement.lane != Lane::Done);
    Placement { clock, ..placement }
}

/// An order that must be looked at, however harmless it looks by itself.
fn brought_back(placement: &Placement, why: String) -> Placement {
    let lane = if placement.lane == Lane::Done { Lane::New } else { placement.lane };
    Placement { lane, clock: placement.clock, why: Some(why) }
}

fn undecided(order: &Order, case: &CaseState, settings: &PolicySettings, zone: Zone) -> Placement {
    let authorisation = authorisation(order, settings);
    if let Some(decision) = decision(order, case, zone) {
        let clock = sooner(decision, authorisation);
        if may_ship_in_part(order) {
            let why = "A part of it is not held and may ship.".to_owned();
            return Placement { lane: Lane::New, clock, why: Some(why) };
        }
        return Placement { lane: Lane::Waiting, clock, why: None };
    }
    let clock = sooner(first_decision(order, settings, zone), authorisation);
    match lane(order, settings) {
        Some((lane, why)) => Placement { lane, clock, why },
        None => Placement { clock, ..done("No risk was found, and nobody holds it.") },
    }
}

/// The fraud process goes before high value (S22); high value before unscored, because
/// more is at stake. Where holds cannot be read, a low risk does not make the order done.
fn lane(order: &Order, settings: &PolicySettings) -> Option<(Lane, Option<String>)> {
    if let Some(why) = &order.holds_unread {
        return Some((Lane::New, Some(why.clone())));
    }
    let level = order.risk.level();
    if is_risky(level) {
        return Some((Lane::New, no_date(order)));
    }
    if is_high_value(order, settings) {
        return Some((Lane::HighValue, no_date(order)));
    }
    if is_flagged(order, &settings.flag_tags) {
        return Some((Lane::New, no_date(order)));
    }
    match level {
        RiskLevel::Unscored => {
            Some((Lane::Unscored, Some("Nobody scored it; that is not a low risk.".to_owned())))
        }
        RiskLevel::Pending => {
            Some((Lane::Unscored, Some("Its risk assessment is still to come.".to_owned())))
        }
        _ => None,
    }
}

/// A hold of ours that names no date is not allowed to be forgotten (C7).
fn no_date(order: &Order) -> Option<String> {
    open_holds(order)
        .any(|hold| hold.ours)
        .then(|| "It is held by this desk without a date to decide by.".to_owned())
}

/// Whether goods can leave while the rest waits. The archive keeps them too (S19).
fn may_ship_in_part(order: &Order) -> bool {
    let open = |state| !matches!(state, FulfilmentOrderState::Ended);
    let free = order.fulfilment_orders.iter().any(|p| open(p.state) && p.holds.is_empty());
    free && !order.is_archived()
}

/// An open dispute that no decision knew of, as a sentence. It matters also when goods and
/// money have gone: an answer to it is due.
fn disputed(order: &Order, case: &CaseState) -> Option<String> {
    let is_new = |id: &str| {
        case.decided.as_ref().is_none_or(|known| known.disputes_then.iter().all(|then| then != id))
    };
    if !order.disputes.iter().any(|dispute| is_open(dispute) && is_new(&dispute.id)) {
        return None;
    }
    let words = "the card's owner disputes the payment";
    Some(match &case.decided {
        Some(decided) => format!("Back: {words}, {}.", since(decided)),
        None => "The card's owner disputes the payment.".to_owned(),
    })
}

/// Whether a dispute still runs; one in a state that is not known does.
fn is_open(dispute: &Dispute) -> bool {
    let ended = ["ACCEPTED", "CHARGE_REFUNDED", "LOST", "PREVENTED", "WON"];
    !ended.iter().any(|state| dispute.state.raw().eq_ignore_ascii_case(state))
}

/// Whether a release left a hold that was placed for suspected fraud: then the order is
/// only half decided.
fn leaves_fraud_hold(order: &Order, decided: &Decided) -> bool {
    decided.verb == Verb::Release
        && open_holds(order).any(|hold| hold.ours || hold.reason == HoldReason::FraudRisk)
}

fn money_is_settled(order: &Order) -> Option<String> {
    let gone = order.totals.refunded.charged;
    let went_back = if gone.is_positive() { format!(": {gone} went back") } else { String::new() };
    if order.is_cancelled() {
        return Some(format!("Cancelled{went_back}."));
    }
    let money = match order.payment {
        Payment::Refunded => format!("Refunded{went_back}"),
        Payment::Voided => "Voided: no money was taken".to_owned(),
        _ => return None,
    };
    Some(with_goods(&money, order))
}

/// A sentence about money that has gone back, and what is still to be done about the goods.
fn with_goods(money: &str, order: &Order) -> String {
    match unsent(order) {
        Some(goods) => format!("{money}; {goods}. Cancel it, and nobody can send them by mistake."),
        None => format!("{money}."),
    }
}

/// How goods stand that nobody has paid for any more and that could still be sent: nothing
/// is left to decide about the order, and yet whoever releases it would give them away.
fn unsent(order: &Order) -> Option<&'static str> {
    if order.holds_unread.is_some() && order.fulfilment != Fulfilment::Fulfilled {
        return Some("nobody can tell whether its goods are held");
    }
    let ended = |state| state == FulfilmentOrderState::Ended;
    let mut open = order.fulfilment_orders.iter().filter(|part| !ended(part.state)).peekable();
    open.peek()?;
    Some(if open.all(|part| !part.holds.is_empty()) {
        "its goods are still held and unsent"
    } else if order.is_archived() {
        "its goods are unsent, and only the archive keeps them"
    } else {
        "its goods are not held and may still be sent"
    })
}

/// What has happened since the decision that it could not know of, as a sentence. A hold
/// of ours is our own doing, but makes the order undecided all the same. Of what has been
/// sent only a dispute matters any more.
fn came_back(order: &Order, decided: &Decided) -> Option<String> {
    let since = since(decided);
    let is_new = |then: &[String], id: &str| then.iter().all(|then| then != id);
    if order.disputes.iter().any(|dispute| is_new(&decided.disputes_then, &dispute.id)) {
        return Some(format!("Back: the card's owner disputes the payment, {since}."));
    }
    if order.fulfilment == Fulfilment::Fulfilled {
        return None;
    }
    if let Some(hold) = open_holds(order).find(|hold| is_new(&decided.holds_then, &hold.id)) {
        return Some(held_again(hold, since));
    }
    let (level, then) = (order.risk.level(), &decided.risk_then);
    (is_risky(level) && level > level_named(then))
        .then(|| format!("Back: the risk rose from {then} to {}, {since}.", level.word()))
}

fn held_again(hold: &Hold, since: &str) -> String {
    if hold.ours {
        return format!("Back: held by this desk again, {since}.");
    }
    let by = hold.by.known().map_or("somebody".into(), Clean::shown);
    format!("Back: a new hold by {by} ({}), {since}.", hold.reason_shown)
}

fn since(decided: &Decided) -> &'static str {
    match decided.verb {
        Verb::Release => "since the release",
        Verb::Refund => "since the refund",
        _ => "since the decision",
    }
}

fn was_decided(order: &Order, decided: &Decided) -> String {
    let verb = match decided.verb {
        Verb::Refund => return with_goods(&format!("Refunded by {}", decided.by), order),
        Verb::Release => "Released",
        Verb::Cancel => "Cancelled",
        _ => "Decided",
    };
    format!("{verb} by {}.", decided.by)
}

/// A partial refund decides nothing about the rest of the money and the goods (S108): says
/// how much of what was received has gone back, while some of it is left. Refunds that the
/// gateway has not confirmed count as gone.
fn refunded_in_part(order: &Order, decided: &Decided) -> Option<String> {
    let received = order.totals.received.charged;
    let gone = gone_back(order)?;
    let left = received.minus(gone)?;
    let is_part = decided.verb == Verb::Refund && gone.is_positive() && left.is_positive();
    is_part.then(|| format!("{} of {received} refunded by {}.", gone.decimal(), decided.by))
}

fn gone_back(order: &Order) -> Option<Money> {
    let booked = order.totals.refunded.charged;
    let refunds = order.transactions.iter().filter(|transaction| {
        transaction.kind == TransactionKind::Refund
            && transaction.state != TransactionState::Failure
    });
    let moved = refunds.map(|refund| refund.amount.charged);
    let moved = moved.reduce(|sum, more| sum.plus(more).unwrap_or(sum));
    match moved {
        Some(moved) if moved.currency != booked.currency => None,
        Some(moved) => Some(if moved > booked { moved } else { booked }),
        None => Some(booked),
    }
}

fn open_holds(order: &Order) -> impl Iterator<Item = &Hold> {
    let open = order.holds().filter(|(part, _)| part.state != FulfilmentOrderState::Ended);
    open.map(|(_, hold)| hold)
}

fn level_named(word: &str) -> RiskLevel {
    use RiskLevel::{High, Low, Medium, None, Pending, Unscored};
    let all = [Unscored, None, Pending, Low, Medium, High];
    all.into_iter().find(|level| level.word() == word).unwrap_or_default()
}

fn sooner(one: ClockReading, other: Option<ClockReading>) -> Option<ClockReading> {
    other.into_iter().chain([one]).min_by_key(|clock| clock.at)
}

fn done(why: impl Into<String>) -> Placement {
    Placement { lane: Lane::Done, clock: None, why: Some(why.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{
        apps, at, at_level, authorised, held, hold, money, order, ours, part, transaction,
    };
    use crate::domain::{ClockName, MoneyPair, RowId, Transaction};

    fn placed(order: &Order, case: &CaseState) -> Placement {
        place(order, case, &PolicySettings::default(), Zone::UTC)
    }

    fn fresh(order: &Order) -> Placement {
        placed(order, &CaseState::default())
    }

    fn decided(risk_then: &str, holds_then: &[&str]) -> CaseState {
        CaseState {
            decided: Some(Decided {
                verb: Verb::Release,
                row: RowId(uuid::Uuid::nil()),
                by: "Sam".to_owned(),
                at: at("2026-11-20T10:00:00Z"),
                holds_then: holds_then.iter().map(|&id| id.to_owned()).collect(),
                risk_then: risk_then.to_owned(),
                disputes_then: vec!["old".to_owned()],
            }),
            ..CaseState::default()
        }
    }

    fn with_dispute(mut order: Order, id: &str) -> Order {
        order.disputes = vec![Dispute {
            id: id.into(),
            kind: "CHARGEBACK".into(),
            state: "NEEDS_RESPONSE".into(),
        }];
        order
    }

    fn dear(mut order: Order) -> Order {
        order.totals.total.shop = money("550.00 USD");
        order.items[0].quantity = 24;
        order
    }

    fn with(mut order: Order, change: impl FnOnce(&mut Order)) -> Order {
        change(&mut order);
        order
    }

    #[test]
    fn undecided_orders_lie_in_the_lane_of_what_is_known() {
        let low = || at_level(order(), RiskLevel::Low);
        let tagged =
            PolicySettings { flag_tags: vec!["suspect".into()], ..PolicySettings::default() };
        for (order, lane) in vec![
            (order(), Lane::Unscored),
            (at_level(order(), RiskLevel::Pending), Lane::Unscored),
            (low(), Lane::Done),
            (at_level(order(), RiskLevel::None), Lane::Done),
            (at_level(order(), RiskLevel::Medium), Lane::New),
            (at_level(order(), RiskLevel::High), Lane::New),
            (with(low(), |o| o.fulfilment_orders = vec![part("p", vec![apps("a")])]), Lane::New),
            (with(low(), |o| o.tags = vec!["Suspect".into()]), Lane::New),
            (dear(low()), Lane::HighValue),
            (dear(order()), Lane::HighValue),
            (dear(at_level(order(), RiskLevel::Medium)), Lane::New),
        ] {
            let placement = place(&order, &CaseState::default(), &tagged, Zone::UTC);
            assert_eq!(placement.lane, lane, "{:?}", order.risk.level());
            assert_eq!(placement.clock.is_some(), lane != Lane::Done);
        }
    }

    #[test]
    fn an_order_whose_holds_cannot_be_read_is_new_and_says_why() {
        let order = with(at_level(order(), RiskLevel::Low), |o| {
            o.fulfilment_orders.clear();
            o.holds_unread = Some("Holds cannot be read.".to_owned());
        });

        let placement = fresh(&order);

        assert_eq!(placement.lane, Lane::New);
        assert_eq!(placement.why.as_deref(), Some("Holds cannot be read."));
    }

    #[test]
    fn where_nothing_is_left_to_decide_the_order_is_done() {
        let high = || at_level(held(), RiskLevel::High);
        let ended = || with(high(), |o| o.fulfilment_orders[0].state = FulfilmentOrderState::Ended);
        for (order, why) in [
            (with(high(), |o| o.closed.cancelled_at = Some(o.placed_at)), "Cancelled."),
            (with(ended(), |o| o.payment = Payment::Refunded), "Refunded."),
            (with(ended(), |o| o.payment = Payment::Voided), "Voided: no money was taken."),
            (with(high(), |o| o.fulfilment = Fulfilment::Fulfilled), "Everything has been sent."),
        ] {
            let placement = fresh(&order);
            assert_eq!((placement.lane, placement.why.as_deref()), (Lane::Done, Some(why)));
        }
    }

    #[test]
    fn an_order_without_money_says_how_its_unsent_goods_stand() {
        let unpaid = |change: fn(&mut Order)| {
            with(held(), |o| {
                o.payment = Payment::Refunded;
                change(o);
            })
        };
        for (order, goods) in [
            (unpaid(|_| {}), "its goods are still held and unsent"),
            (
                unpaid(|o| o.fulfilment_orders[0].holds.clear()),
                "its goods are not held and may still be sent",
            ),
            (
                unpaid(|o| {
                    o.fulfilment_orders[0].holds.clear();
                    o.closed.archived_at = Some(o.placed_at);
                }),
                "its goods are unsent, and only the archive keeps them",
            ),
            (
                unpaid(|o| {
                    o.fulfilment_orders.clear();
                    o.holds_unread = Some("Holds cannot be read.".to_owned());
                }),
                "nobody can tell whether its goods are held",
            ),
        ] {
            let placement = fresh(&order);

            assert_eq!(placement.lane, Lane::Done, "{goods}");
            let why = placement.why.unwrap();
            let wanted =
                format!("Refunded; {goods}. Cancel it, and nobody can send them by mistake.");
            assert_eq!(why, wanted);
        }
    }

    #[test]
    fn what_does_not_settle_it_leaves_the_order_in_the_queue() {
        let high = || at_level(held(), RiskLevel::High);
        for order in [
            with(high(), |o| o.closed.archived_at = Some(o.placed_at)),
            with(high(), |o| o.payment = Payment::PartlyRefunded),
            with(high(), |o| o.payment = Payment::Expired),
            with(high(), |o| o.fulfilment = Fulfilment::Partial),
        ] {
            assert_eq!(fresh(&order).lane, Lane::New);
        }
    }

    #[test]
    fn a_hold_of_ours_with_a_date_waits_and_without_one_does_not() {
        let mut order = at_level(order(), RiskLevel::High);
        order.fulfilment_orders = vec![part("p", vec![ours("a")])];
        let dated =
            CaseState { decide_by: Some(at("2026-11-27T00:00:00Z")), ..CaseState::default() };

        let waiting = placed(&order, &dated);
        assert_eq!(waiting.lane, Lane::Waiting);
        assert_eq!(waiting.clock.unwrap().name, ClockName::Decision);

        let undated = fresh(&order);
        assert_eq!(undated.lane, Lane::New);
        assert!(undated.why.unwrap().contains("without a date"));
    }

    #[test]
    fn an_order_that_is_held_in_part_does_not_wait() {
        let mut order = at_level(order(), RiskLevel::High);
        order.fulfilment_orders = vec![part("p", vec![ours("a")]), part("q", vec![])];
        let dated =
            CaseState { decide_by: Some(at("2026-11-27T00:00:00Z")), ..CaseState::default() };

        let placement = placed(&order, &dated);
        assert_eq!(placement.lane, Lane::New);
        assert_eq!(placement.why.as_deref(), Some("A part of it is not held and may ship."));
        assert_eq!(placement.clock.unwrap().name, ClockName::Decision);

        let archived = with(order, |o| o.closed.archived_at = Some(o.placed_at));
        assert_eq!(placed(&archived, &dated).lane, Lane::Waiting);
    }

    #[test]
    fn the_deadline_that_ends_first_is_shown() {
        let mut order = at_level(authorised(), RiskLevel::High);
        assert_eq!(fresh(&order).clock.unwrap().name, ClockName::FirstDecision);

        order.fulfilment_orders = vec![part("p", vec![ours("a")])];
        let dated =
            CaseState { decide_by: Some(at("2026-11-28T00:00:00Z")), ..CaseState::default() };
        assert_eq!(placed(&order, &dated).clock.unwrap().name, ClockName::Authorisation);

        let capture = transaction("c", TransactionKind::Capture, money("129.90 USD"));
        order.transactions.push(Transaction { parent: Some("auth-1".into()), ..capture });
        assert_eq!(placed(&order, &dated).clock.unwrap().name, ClockName::Decision);
    }

    #[test]
    fn a_decided_order_is_done_until_something_new_happens() {
        let staffed = || {
            let holds = vec![
                hold("hold-1", HoldReason::Address, "Kim"),
                hold("hold-2", HoldReason::Other, "Stock Sync"),
            ];
            with(held(), |o| o.fulfilment_orders = vec![part("p", holds)])
        };
        let medium = || at_level(held(), RiskLevel::Medium);
        let other = || at_level(staffed(), RiskLevel::Medium);
        let then: &[&str] = &["hold-1", "hold-2"];
        for (order, case, why) in [
            (other(), decided("medium", then), None),
            (at_level(staffed(), RiskLevel::Low), decided("medium", then), None),
            (with_dispute(other(), "old"), decided("medium", then), None),
            (
                medium(),
                decided("medium", then),
                Some("Released in part: a hold for suspected fraud is left on it."),
            ),
            (
                at_level(held(), RiskLevel::High),
                decided("medium", then),
                Some("Back: the risk rose from medium to high, since the release."),
            ),
            (
                medium(),
                decided("medium", &["hold-1"]),
                Some("Back: a new hold by Fraud Scanner (High risk of fraud), since the release."),
            ),
            (
                medium(),
                decided("medium", &["hold-2"]),
                Some("Back: held by this desk again, since the release."),
            ),
            (
                with_dispute(medium(), "new"),
                decided("medium", then),
                Some("Back: the card's owner disputes the payment, since the release."),
            ),
        ] {
            let placement = placed(&order, &case);
            match why {
                None => assert_eq!(
                    (placement.lane, placement.why.as_deref()),
                    (Lane::Done, Some("Released by Sam."))
                ),
                Some(_) => {
                    assert_eq!((placement.lane, placement.why.as_deref()), (Lane::New, why));
                }
            }
        }
    }

    fn refunded(amount: &str) -> Order {
        with(at_level(order(), RiskLevel::High), |o| {
            o.payment = Payment::PartlyRefunded;
            o.totals.refunded = MoneyPair::same(money(amount));
        })
    }

    fn refund_decided() -> CaseState {
        let mut case = decided("high", &[]);
        case.decided.as_mut().unwrap().verb = Verb::Refund;
        case
    }

    #[test]
    fn a_partial_refund_leaves_the_order_in_the_queue_with_what_went_back() {
        let placement = placed(&refunded("10.50 USD"), &refund_decided());

        assert_eq!(placement.lane, Lane::New);
        assert_eq!(placement.why.as_deref(), Some("10.50 of 129.90 USD refunded by Sam."));
        assert!(placement.clock.is_some());
        let released = placed(&refunded("10.50 USD"), &decided("high", &[]));
        assert_eq!(released.lane, Lane::Done);
    }

    #[test]
    fn a_full_refund_ends_the_case_even_before_the_gateway_confirms_it() {
        assert_eq!(placed(&refunded("129.90 USD"), &refund_decided()).lane, Lane::Done);
        let under_way = with(refunded("10.50 USD"), |o| {
            let refund = transaction("r", TransactionKind::Refund, money("129.90 USD"));
            o.transactions.push(Transaction { state: TransactionState::Pending, ..refund });
        });
        assert_eq!(placed(&under_way, &refund_decided()).lane, Lane::Done);
        for payment in [Payment::Refunded, Payment::Voided] {
            let settled = with(refunded("10.50 USD"), |o| o.payment = payment);
            assert_eq!(placed(&settled, &refund_decided()).lane, Lane::Done);
        }
    }

    #[test]
    fn a_voided_authorisation_that_still_reads_as_authorised_stays_decided() {
        let placement = placed(&at_level(authorised(), RiskLevel::High), &refund_decided());

        let why = placement.why.unwrap();
        assert!(why.starts_with("Refunded by Sam; its goods are not held"), "{why}");
    }

    #[test]
    fn only_a_dispute_brings_back_what_was_sent() {
        let sent = |order| with(order, |o: &mut Order| o.fulfilment = Fulfilment::Fulfilled);
        let high = at_level(held(), RiskLevel::High);

        assert_eq!(placed(&sent(high.clone()), &decided("low", &[])).lane, Lane::Done);
        let back = placed(&sent(with_dispute(high, "new")), &decided("low", &[]));
        assert_ne!(back.lane, Lane::Done);
    }

    #[test]
    fn a_low_order_that_came_back_by_a_dispute_is_not_lost_as_harmless() {
        let order = with_dispute(at_level(order(), RiskLevel::Low), "new");

        let placement = placed(&order, &decided("low", &[]));

        assert_eq!(placement.lane, Lane::New);
        assert!(placement.clock.is_some());
    }

    #[test]
    fn an_open_dispute_brings_back_what_nobody_decided_and_what_money_has_left() {
        let disputed = with_dispute(at_level(order(), RiskLevel::Low), "new");
        assert_eq!(fresh(&disputed).why.as_deref(), Some("The card's owner disputes the payment."));
        for change in [
            |o: &mut Order| o.payment = Payment::Refunded,
            |o: &mut Order| o.closed.cancelled_at = Some(o.placed_at),
            |o: &mut Order| o.fulfilment = Fulfilment::Fulfilled,
        ] {
            let open = with(disputed.clone(), change);
            assert_eq!(fresh(&open).lane, Lane::New);
            assert_eq!(placed(&open, &decided("low", &[])).lane, Lane::New);

            let ended = with(open, |o| o.disputes[0].state = "won".into());
            assert_eq!(fresh(&ended).lane, Lane::Done);
        }
    }
}
