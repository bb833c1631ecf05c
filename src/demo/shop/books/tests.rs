//! The books, on small orders made by hand.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::demo::shop::{
    App, Author, CancelReason, FulfilmentState, HoldReason, Kind, Order, Price, Refusal, Restock,
    ReturnState, Shop, Transaction, TransactionKind, TransactionState, generate,
};

fn now() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

/// An open order: three units of one line in one fulfilment order, 10.01 each, shipping 5.00,
/// tax 1.00, authorised.
fn order() -> Order {
    let shop: Shop = generate(1, 60, now());
    let mut order = shop
        .orders()
        .iter()
        .find(|o| o.shipping.is_some() && o.fulfilments.len() == 1 && o.lines.len() == 1)
        .unwrap()
        .clone();
    order.minted = 40;
    (order.closed_at, order.cancelled, order.returns) = (None, None, ReturnState::NoReturn);
    order.refunds.clear();
    let line = &mut order.lines[0];
    (line.quantity, line.shipped, line.cancelled, line.returned) = (3, 0, 0, 0);
    (line.unit_price, line.discount) = (Price::new(1_001, 1_001), Price::ZERO);
    order.totals.subtotal = Price::new(3_003, 3_003);
    order.totals.shipping = Price::new(500, 500);
    order.totals.tax = Price::new(100, 100);
    order.totals.total = Price::new(3_603, 3_603);
    let work = &mut order.fulfilments[0];
    work.state = FulfilmentState::Open;
    work.holds.clear();
    (work.lines[0].total, work.lines[0].remaining) = (3, 3);
    let authorisation = Transaction {
        kind: TransactionKind::Authorisation,
        state: TransactionState::Success,
        amount: order.totals.total,
        parent: None,
        at: now() - TimeDelta::days(1),
        declined: None,
        expires_at: Some(now() + TimeDelta::days(6)),
        ..order.transactions[0].clone()
    };
    order.transactions = vec![authorisation];
    order
}

fn paid() -> Order {
    let mut order = order();
    let authorisation = order.transactions[0].id;
    capture(&mut order, authorisation, Price::new(3_603, 3_603), now()).unwrap();
    order
}

fn give_back(order: &mut Order, quantity: u32, restock: Restock) -> Result<u64, Refusal> {
    let units = vec![Units { line_item: order.lines[0].id, quantity, restock }];
    let lines = refund_lines(order, &units)?;
    let amount = lines.iter().map(|line| line.subtotal + line.tax).sum();
    let money = split(order, amount).into_iter().map(|part| (part.parent, part.amount)).collect();
    let state = TransactionState::Success;
    refund(order, NewRefund { units, shipping: Price::ZERO, money, note: None, state }, now())
}

fn ours(handle: &str) -> NewHold {
    NewHold {
        handle: handle.into(),
        reason: HoldReason::HighRiskOfFraud,
        notes: None,
        by: Author::App(App::Ours),
        part: Vec::new(),
    }
}

fn fraud() -> Cancel {
    Cancel {
        reason: CancelReason::Fraud,
        money: MoneyBack::ToOriginal,
        restock: Restock::Cancel,
        staff_note: None,
    }
}

#[test]
fn an_authorisation_lapses_and_can_be_voided_once() {
    let mut order = order();
    let authorisation = order.transactions[0].id;

    assert_eq!(financial(&order, now()), Financial::Authorised);
    assert_eq!(financial(&order, now() + TimeDelta::days(7)), Financial::Expired);
    assert_eq!(capturable(&order, now()), Price::new(3_603, 3_603));

    void(&mut order, authorisation, now()).unwrap();

    assert_eq!(financial(&order, now()), Financial::Voided);
    assert_eq!(order.transactions[1].amount, Price::ZERO);
    assert!(order.cancelled.is_none() && order.closed_at.is_none());
    assert_eq!(void(&mut order, authorisation, now()), Err(Refusal::NotVoidable));
}

#[test]
fn a_captured_payment_cannot_be_voided() {
    let mut order = paid();
    let (authorisation, captured) = (order.transactions[0].id, order.transactions[1].id);

    assert_eq!(void(&mut order, authorisation, now()), Err(Refusal::NotVoidable));
    assert_eq!(void(&mut order, captured, now()), Err(Refusal::NotAnAuthorisation));
    assert_eq!(void(&mut order, 1, now()), Err(Refusal::NotFound));
    assert_eq!(financial(&order, now()), Financial::Paid);
}

#[test]
fn units_refunded_one_by_one_come_to_the_whole_line() {
    let mut order = paid();

    give_back(&mut order, 1, Restock::Cancel).unwrap();
    assert_eq!(financial(&order, now()), Financial::PartiallyRefunded);
    assert_eq!(order.lines[0].unfulfilled(), 2);
    give_back(&mut order, 1, Restock::NoRestock).unwrap();
    give_back(&mut order, 1, Restock::Cancel).unwrap();

    assert_eq!(refunded(&order), Price::new(3_103, 3_103));
    assert_eq!(current_total(&order), Price::new(500, 500));
    assert_eq!(order.fulfilments[0].state, FulfilmentState::Closed);
    let line_item = order.lines[0].id;
    assert_eq!(give_back(&mut order, 1, Restock::Cancel), Err(Refusal::TooMany { line_item }));
}

#[test]
fn a_refund_beyond_what_was_paid_is_refused_and_changes_nothing() {
    let mut order = paid();
    let before = order.clone();
    let parent = order.transactions[1].id;
    let money = vec![(parent, Price::new(3_604, 3_604))];
    let new = NewRefund {
        units: Vec::new(),
        shipping: Price::ZERO,
        money,
        note: None,
        state: TransactionState::Success,
    };

    let refused = refund(&mut order, new.clone(), now());
    let authorisation = order.transactions[0].id;
    let wrong = NewRefund { money: vec![(authorisation, Price::new(1, 1))], ..new };

    assert!(matches!(refused, Err(Refusal::TooMuch { .. })));
    assert_eq!(refund(&mut order, wrong, now()), Err(Refusal::WrongParent));
    assert_eq!(order, before);
}

#[test]
fn a_pending_refund_counts_as_given_but_not_as_refunded() {
    let mut order = paid();
    let parent = order.transactions[1].id;
    let new = NewRefund {
        units: Vec::new(),
        shipping: Price::ZERO,
        money: vec![(parent, Price::new(3_603, 3_603))],
        note: None,
        state: TransactionState::Pending,
    };

    refund(&mut order, new, now()).unwrap();

    assert_eq!(financial(&order, now()), Financial::Paid);
    assert_eq!(refunded(&order), Price::ZERO);
    assert!(split(&order, Price::new(1, 1)).is_empty());
    assert_eq!(cancel(&mut order, fraud(), now()), Err(Refusal::PaymentPending));
}

#[test]
fn cancelling_gives_everything_back_and_drops_the_holds() {
    let mut order = paid();
    let fulfilment = order.fulfilments[0].id;
    hold(&mut order, fulfilment, ours("a"), now()).unwrap();

    cancel(&mut order, fraud(), now()).unwrap();

    assert_eq!(financial(&order, now()), Financial::Refunded);
    assert_eq!(refunded(&order), Price::new(3_603, 3_603));
    assert_eq!(current_total(&order), Price::ZERO);
    assert_eq!(order.closed_at, Some(now()));
    assert!(order.fulfilments[0].holds.is_empty());
    assert_eq!(order.fulfilments[0].state, FulfilmentState::Cancelled);
    assert_eq!(cancel(&mut order, fraud(), now()), Err(Refusal::AlreadyCancelled));
}

#[test]
fn cancelling_without_refund_voids_what_is_only_authorised() {
    let mut order = order();

    cancel(&mut order, Cancel { money: MoneyBack::Keep, ..fraud() }, now()).unwrap();

    assert_eq!(financial(&order, now()), Financial::Voided);
    assert!(order.refunds.is_empty());
}

#[test]
fn shipped_orders_and_open_returns_are_not_cancelled() {
    let mut gone = paid();
    let fulfilment = gone.fulfilments[0].id;
    ship(&mut gone, fulfilment, now()).unwrap();
    let mut returning = paid();
    returning.returns = ReturnState::Requested;

    assert_eq!(cancel(&mut gone, fraud(), now()), Err(Refusal::AlreadyShipped));
    assert_eq!(cancel(&mut returning, fraud(), now()), Err(Refusal::ReturnOpen));
}

#[test]
fn a_hold_keeps_the_orders_own_time_and_the_last_release_opens() {
    let mut order = paid();
    let before = order.updated_at;
    let fulfilment = order.fulfilments[0].id;
    let later = now() + TimeDelta::hours(1);

    let first = hold(&mut order, fulfilment, ours("a"), later).unwrap();
    let second = hold(&mut order, fulfilment, ours("b"), later).unwrap();

    assert_eq!(super::fulfilment(&order), Fulfilment::OnHold);
    assert_eq!((order.updated_at, order.fulfilments[0].updated_at), (before, later));
    assert_eq!(ship(&mut order, fulfilment, later), Err(Refusal::NotShippable));
    assert_eq!(release(&mut order, fulfilment, &[first.hold, 9], later), Err(Refusal::NoSuchHold));
    release(&mut order, fulfilment, &[first.hold], later).unwrap();
    assert_eq!(order.fulfilments[0].state, FulfilmentState::OnHold);
    release(&mut order, fulfilment, &[second.hold], later).unwrap();
    assert_eq!(order.fulfilments[0].state, FulfilmentState::Open);
}

#[test]
fn a_part_hold_moves_the_rest_to_a_new_fulfilment_order() {
    let mut order = paid();
    let (fulfilment, line) = (order.fulfilments[0].id, order.fulfilments[0].lines[0].id);

    let held = hold(&mut order, fulfilment, NewHold { part: vec![(line, 1)], ..ours("a") }, now())
        .unwrap();

    let rest = order.fulfilment(held.rest.unwrap()).unwrap();
    assert_eq!((rest.state, rest.lines[0].remaining), (FulfilmentState::Open, 2));
    assert_eq!(order.fulfilments[0].lines[0].remaining, 1);
    assert_eq!(super::fulfilment(&order), Fulfilment::Unfulfilled);
    let again = NewHold { part: vec![(line, 1)], ..ours("b") };
    assert_eq!(hold(&mut order, fulfilment, again, now()), Err(Refusal::NotHoldable));
}

#[test]
fn tags_are_added_in_any_case_and_removed_exactly() {
    let mut order = order();
    order.tags = vec!["Red".into()];
    let before = order.updated_at;

    add_tags(&mut order, &["red", " RED "], now());
    assert_eq!((order.tags.len(), order.updated_at), (1, before));
    add_tags(&mut order, &["blue, green"], now());
    remove_tags(&mut order, &["red", "blue"], now());

    assert_eq!(order.tags, vec!["Red".into(), "green".into()]);
    assert_eq!(order.updated_at, now());
}

#[test]
fn archiving_twice_leaves_the_first_time() {
    let mut order = order();

    archive(&mut order, now());
    archive(&mut order, now() + TimeDelta::hours(1));
    assert_eq!((order.closed_at, order.updated_at), (Some(now()), now()));
    unarchive(&mut order, now() + TimeDelta::hours(2));
    unarchive(&mut order, now() + TimeDelta::hours(3));

    assert_eq!((order.closed_at, order.updated_at), (None, now() + TimeDelta::hours(2)));
}

#[test]
fn the_timeline_keeps_its_ids_when_more_happens() {
    let mut order = paid();
    let before: Vec<u64> = timeline(&order).iter().map(|event| event.id).collect();

    cancel(&mut order, fraud(), now()).unwrap();

    let after: Vec<u64> = timeline(&order).iter().map(|event| event.id).collect();
    assert!(before.iter().all(|id| after.contains(id)));
    assert!(after.len() > before.len() + 2);
    assert_ne!(order.mint(Kind::Event), order.mint(Kind::Event));
}
