//! What steps do with money: one sum for the screen, the commands and the journal.

use serde::{Deserialize, Serialize};

use super::{Money, Order, OutboxRow, Payment, Plan, RefundTo, Step};

/// What steps do with money, in the currency charged; the three are never added up, because
/// money that comes back, credit, and an authorisation given up are different things to
/// the customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Goes back to the means of payment.
    pub back: Option<Money>,
    /// Goes into store credit.
    pub credit: Option<Money>,
    /// Was only set aside, and is given up.
    pub given_up: Option<Money>,
}

impl Sums {
    /// Adds up what steps do. What a cancellation moves only the order says: without the
    /// order it counts for nothing.
    pub fn of<'a>(steps: impl IntoIterator<Item = &'a Step>, order: Option<&Order>) -> Self {
        let (mut back, mut credit, mut given_up) = (Vec::new(), Vec::new(), Vec::new());
        for step in steps {
            match step {
                Step::Refund { parts, .. } => back.extend(parts.iter().map(|part| part.amount)),
                Step::Void { amount, .. } => given_up.push(*amount),
                Step::Cancel { refund, .. } => {
                    let Some(order) = order else { continue };
                    match refund {
                        RefundTo::Original => back.extend(left_of(order)),
                        RefundTo::Credit => credit.extend(left_of(order)),
                        RefundTo::None => {}
                    }
                    given_up.extend(set_aside(order));
                }
                _ => {}
            }
        }
        Self { back: sum(back), credit: sum(credit), given_up: sum(given_up) }
    }

    /// Whether no sum is known that moves.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

impl Plan {
    /// What the plan does with money, on the order that it was made for.
    pub fn sums(&self, order: &Order) -> Sums {
        Sums::of(&self.steps, Some(order))
    }
}

impl OutboxRow {
    /// What was known when it was recorded, else what its steps name themselves; a
    /// cancellation names no sum.
    pub fn sums(&self) -> Sums {
        self.money.unwrap_or_else(|| Sums::of(self.steps.iter().map(|row| &row.step), None))
    }
}

/// What was received and has not gone back.
fn left_of(order: &Order) -> Option<Money> {
    Some(order.totals.left_to_refund()).filter(|left| left.is_positive())
}

/// The authorisations that a cancellation gives up, whatever becomes of captured money; one
/// that the store calls expired has nothing left to give up.
fn set_aside(order: &Order) -> impl Iterator<Item = Money> {
    let is_live = order.payment != Payment::Expired;
    order.open_authorisations().filter(move |_| is_live).map(|open| open.amount.charged)
}

/// `None` for nothing, and for amounts that cannot be added.
fn sum(amounts: Vec<Money>) -> Option<Money> {
    let mut amounts = amounts.into_iter();
    let first = amounts.next()?;
    amounts.try_fold(first, Money::plus)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{authorised, money, order};
    use crate::domain::{CancelReason, Notify, RefundPart, Restock};

    fn cancel(refund: RefundTo) -> Step {
        Step::Cancel {
            reason: CancelReason::Fraud,
            refund,
            restock: Restock::Yes,
            notify: Notify::Nobody,
            staff_note: "".into(),
        }
    }

    fn refund(amounts: &[&str]) -> Step {
        let part = |amount: &&str| RefundPart {
            parent: "1".into(),
            gateway: "card".into(),
            amount: money(amount),
        };
        Step::Refund {
            parts: amounts.iter().map(part).collect(),
            lines: vec![],
            restock: Restock::No,
            notify: Notify::Nobody,
            note: "".into(),
            refunded_before: money("0.00 USD"),
        }
    }

    fn void(amount: &str) -> Step {
        Step::Void { transaction: "2".into(), amount: money(amount) }
    }

    #[test]
    fn money_back_credit_and_what_is_given_up_stay_apart() {
        let full = Some(money("129.90 USD"));
        for (steps, order, sums) in [
            (vec![cancel(RefundTo::Original)], order(), Sums { back: full, ..Sums::default() }),
            (vec![cancel(RefundTo::Credit)], order(), Sums { credit: full, ..Sums::default() }),
            (vec![cancel(RefundTo::None)], order(), Sums::default()),
            (
                vec![cancel(RefundTo::None)],
                authorised(),
                Sums { given_up: full, ..Sums::default() },
            ),
            (
                vec![cancel(RefundTo::Original)],
                Order { payment: Payment::Expired, ..authorised() },
                Sums::default(),
            ),
            (
                vec![refund(&["5.00 USD", "7.50 USD"]), void("3.00 USD"), void("4.00 USD")],
                order(),
                Sums {
                    back: Some(money("12.50 USD")),
                    credit: None,
                    given_up: Some(money("7.00 USD")),
                },
            ),
        ] {
            assert_eq!(Sums::of(&steps, Some(&order)), sums, "{steps:?}");
        }
    }

    #[test]
    fn without_the_order_a_cancellation_counts_for_nothing() {
        assert!(Sums::of(&[cancel(RefundTo::Original)], None).is_empty());
    }

    #[test]
    fn amounts_that_cannot_be_added_are_no_sum() {
        let mixed = refund(&["5.00 USD", "5.00 EUR"]);

        assert_eq!(Sums::of(&[mixed], None).back, None);
    }
}
