//! Cancel: one step. Holds are not released first, or the goods might ship in between
//! (`apis/shopify.md`, section 8).

use super::Wish;
use super::build::{Draft, Setting, add_extras};
use super::refund;
use crate::domain::{
    CancelReason, Clean, Fault, Fulfilment, Kind, Notify, Order, Payment, Readable, RefundTo,
    Restock, Step, Timestamp, Transaction, TransactionState, fit,
};
use crate::words;

pub(super) fn draft(order: &Order, wish: &Wish, setting: &Setting<'_>) -> Result<Draft, Fault> {
    refuse_pending(order)?;
    let refund = wish.refund.unwrap_or(RefundTo::Original);
    if refund == RefundTo::Credit && matches!(order.customer, Readable::Absent) {
        return Err(Fault::new(
            Kind::State,
            format!("{} has no customer who could get store credit", order.name),
        )
        .hint("refund to the original payment instead"));
    }
    let notify = wish.notify.unwrap_or(Notify::Nobody);
    let mut draft = Draft::default();
    draft.steps.push(Step::Cancel {
        reason: wish.reason.unwrap_or(CancelReason::Fraud),
        refund,
        restock: wish.restock.unwrap_or(Restock::Yes),
        notify,
        staff_note: staff_note(wish, setting),
    });
    draft.warn("A cancelled order cannot be opened again.");
    warn_of_money(&mut draft, order, (refund, setting));
    warn_of_the_rest(&mut draft, order);
    if notify == Notify::Customer {
        draft.warn("The store mails the customer its own text about the cancellation.");
    }
    add_extras(&mut draft, order, wish, setting)?;
    Ok(draft)
}

/// The store refuses to cancel while a payment is under way.
fn refuse_pending(order: &Order) -> Result<(), Fault> {
    if order.transactions.iter().any(|t| t.state == TransactionState::Pending) {
        return Err(Fault::new(
            Kind::State,
            format!(
                "{} has a payment under way; the store cancels only settled orders",
                order.name
            ),
        )
        .hint("hold it now, and cancel when the payment has ended"));
    }
    Ok(())
}

fn staff_note(wish: &Wish, setting: &Setting<'_>) -> Clean {
    let reason = words::reason(wish.reason.unwrap_or(CancelReason::Fraud));
    let text = format!("Cancelled: {reason} – {}", setting.initials);
    let most = setting.store.longest_staff_note.unwrap_or(usize::MAX);
    Clean::new(&fit(text.into(), most))
}

/// What becomes of the money: nothing goes back where nothing was taken (S109).
fn warn_of_money(draft: &mut Draft, order: &Order, (refund, setting): (RefundTo, &Setting<'_>)) {
    let left = order.totals.left_to_refund();
    if left.is_positive() {
        draft.warn(match refund {
            RefundTo::Original => format!("{left} goes back to the original payment."),
            RefundTo::Credit => format!("{left} goes into store credit, not back to the card."),
            RefundTo::None => format!("{left} stays with the shop; nothing is refunded."),
        });
    }
    let mut words = Vec::new();
    if !left.is_positive() {
        words.push(nothing_to_send(order));
    }
    words.extend(given_up(order, (setting.authorisation_days, setting.now)));
    if !words.is_empty() {
        draft.warn(words::sentence(&words.join("; ")));
    }
}

/// Why there is no money whose way a cancellation could choose, and what becomes of the
/// authorisation instead. `None` where money can go back. The screen's line and the plan's
/// warning say the same.
pub fn no_money_to_send(order: &Order, usual_days: u32, now: Timestamp) -> Option<String> {
    if order.totals.left_to_refund().is_positive() {
        return None;
    }
    let words = [nothing_to_send(order)].into_iter().chain(given_up(order, (usual_days, now)));
    Some(words.collect::<Vec<_>>().join("; "))
}

fn nothing_to_send(order: &Order) -> String {
    if order.totals.received.charged.is_positive() {
        "nothing is left to give back".to_owned()
    } else {
        "no money was taken".to_owned()
    }
}

/// What becomes of the open authorisations, each fate said once.
fn given_up(order: &Order, (usual_days, now): (u32, Timestamp)) -> Vec<String> {
    let has_ended = |open: &&Transaction| {
        order.payment == Payment::Expired || order.runs_out_at(open, usual_days) <= now
    };
    let (ended, alive): (Vec<_>, Vec<_>) = order.open_authorisations().partition(has_ended);
    let fate = |open: &[&Transaction], fate: &str| {
        let sum = open.iter().map(|open| Some(open.amount.charged));
        let sum = sum.reduce(|sum, amount| sum?.plus(amount?)).flatten()?;
        Some(format!("the authorisation of {sum} {fate}"))
    };
    [fate(&alive, "is given up"), fate(&ended, "has already run out")]
        .into_iter()
        .flatten()
        .collect()
}

fn warn_of_the_rest(draft: &mut Draft, order: &Order) {
    if order.fulfilment == Fulfilment::Partial {
        draft.warn("A part has already shipped; the store may refuse to cancel.");
    }
    refund::warn_of_dispute(draft, order);
    if words::has_refills(order) {
        draft.warn("This is a subscription order: cancel the related refill orders too.");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, authorised, held, order};
    use crate::domain::{Capabilities, Dispute, StepKind, Verb};
    use crate::verbs::build;
    use crate::verbs::build::sample::{build_with, setting};

    #[test]
    fn a_held_order_is_cancelled_in_one_step_that_releases_nothing() {
        let plan = build_with(Verb::Cancel, &held(), &Wish::default()).unwrap();

        assert_eq!(
            plan.steps,
            [Step::Cancel {
                reason: CancelReason::Fraud,
                refund: RefundTo::Original,
                restock: Restock::Yes,
                notify: Notify::Nobody,
                staff_note: "Cancelled: suspected fraud – SE".into(),
            }]
        );
        assert_eq!(
            plan.warnings,
            [
                "A cancelled order cannot be opened again.",
                "129.90 USD goes back to the original payment."
            ]
        );
    }

    #[test]
    fn every_choice_is_carried_and_said() {
        for (refund, sentence) in [
            (RefundTo::None, "129.90 USD stays with the shop; nothing is refunded."),
            (RefundTo::Original, "129.90 USD goes back to the original payment."),
        ] {
            let wish = Wish {
                refund: Some(refund),
                notify: Some(Notify::Customer),
                restock: Some(Restock::No),
                reason: Some(CancelReason::Reseller),
                note: Some("cancelled".into()),
                ..Wish::default()
            };
            let plan = build_with(Verb::Cancel, &order(), &wish).unwrap();
            assert_eq!(plan.warnings[1], sentence);
            assert!(plan.warnings[2].starts_with("The store mails the customer"));
            assert_eq!(plan.steps[1].kind(), StepKind::AppendNote);
            let Step::Cancel { staff_note, restock, .. } = &plan.steps[0] else { panic!() };
            assert_eq!(staff_note.raw(), "Cancelled: reseller, shop policy – SE");
            assert_eq!(*restock, Restock::No);
        }
    }

    #[test]
    fn what_else_hangs_on_the_order_is_said() {
        let mut refill = order();
        refill.tags = vec!["Subscription First Order".into()];
        let mut partial = order();
        partial.fulfilment = Fulfilment::Partial;
        let mut disputed = order();
        disputed.disputes =
            vec![Dispute { id: "1".into(), kind: "CHARGEBACK".into(), state: "LOST".into() }];
        for (order, words) in [
            (refill, "cancel the related refill orders too"),
            (partial, "A part has already shipped"),
            (disputed, "may be taken twice"),
            (authorised(), "No money was taken; the authorisation of 129.90 USD is given up."),
        ] {
            let plan = build_with(Verb::Cancel, &order, &Wish::default()).unwrap();
            assert!(plan.warnings.iter().any(|w| w.contains(words)), "{words}");
        }
    }

    #[test]
    fn where_nothing_was_taken_no_word_says_that_money_goes_back() {
        let late = Setting { now: at("2026-11-27T00:00:00Z"), ..setting() };
        let mut unpaid = authorised();
        unpaid.transactions.clear();
        let expired = Order { payment: Payment::Expired, ..authorised() };
        for (order, setting, words) in [
            (
                authorised(),
                late,
                "No money was taken; the authorisation of 129.90 USD has already run out.",
            ),
            (
                expired,
                setting(),
                "No money was taken; the authorisation of 129.90 USD has already run out.",
            ),
            (unpaid, setting(), "No money was taken."),
        ] {
            let plan = build(Verb::Cancel, &order, &Wish::default(), &setting).unwrap();
            assert_eq!(plan.warnings[1], words);
            assert_eq!(plan.steps[0].sentence(), "cancel the order");
            assert!(!plan.warnings.iter().any(|warning| warning.contains("goes back")));
        }
    }

    #[test]
    fn where_all_went_back_before_the_plan_says_that_nothing_is_left() {
        let mut refunded = order();
        refunded.totals.refunded = refunded.totals.received;
        refunded.payment = Payment::Refunded;

        let plan = build_with(Verb::Cancel, &refunded, &Wish::default()).unwrap();

        assert_eq!(plan.warnings[1], "Nothing is left to give back.");
        assert!(!plan.warnings.iter().any(|warning| warning.contains("goes back")));
    }

    #[test]
    fn the_line_of_choice_says_why_no_money_can_be_sent_anywhere() {
        let now = setting().now;
        let mut refunded = order();
        refunded.totals.refunded = refunded.totals.received;
        let mut twice = Order { payment: Payment::Expired, ..authorised() };
        twice.transactions.push(twice.transactions[0].clone());
        twice.transactions[1].id = "auth-2".into();
        for (order, words) in [
            (order(), None),
            (refunded, Some("nothing is left to give back")),
            (authorised(), Some("no money was taken; the authorisation of 129.90 USD is given up")),
            (
                twice,
                Some("no money was taken; the authorisation of 259.80 USD has already run out"),
            ),
        ] {
            assert_eq!(no_money_to_send(&order, 7, now).as_deref(), words);
        }
    }

    #[test]
    fn a_payment_under_way_and_credit_for_nobody_are_refused() {
        let mut pending = order();
        pending.transactions[0].state = TransactionState::Pending;
        let credit = Wish { refund: Some(RefundTo::Credit), ..Wish::default() };
        for (order, wish, sentence) in [
            (
                pending,
                Wish::default(),
                "#2047 has a payment under way; the store cancels only settled orders",
            ),
            (order(), credit, "#2047 has no customer who could get store credit"),
        ] {
            let fault = build_with(Verb::Cancel, &order, &wish).unwrap_err();
            assert_eq!(fault.message(), sentence);
        }
    }

    #[test]
    fn the_staff_note_never_passes_the_stores_limit() {
        let mut store = Capabilities::default();
        store.longest_staff_note = Some(12);
        let setting = Setting { store: &store, ..setting() };

        let plan = build(Verb::Cancel, &order(), &Wish::default(), &setting).unwrap();

        let Step::Cancel { staff_note, .. } = &plan.steps[0] else { panic!() };
        assert!(staff_note.raw().chars().count() <= 12);
    }
}
