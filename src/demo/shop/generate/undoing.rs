//! Orders that are called off, refunded, disputed or sent back.

use super::scene::Scene;
use super::story::Fate;
use crate::demo::shop::books::{self, Cancel, MoneyBack, NewRefund, Units};
use crate::demo::shop::{
    Author, CancelReason, Dispute, DisputeKind, DisputeState, EventAction, Kind, Order, Price,
    Refusal, Restock, ReturnState, TransactionState,
};

impl Scene {
    pub(super) fn call_off(&mut self, order: &mut Order, fate: Fate) -> Result<(), Refusal> {
        let minutes = self.dice.between(120, 30 * 60);
        let at = self.later(order.created_at, minutes);
        let fraud = fate == Fate::CancelledForFraud;
        let (reason, note) = if fraud {
            (CancelReason::Fraud, "Could not verify, see conversation")
        } else {
            (CancelReason::Customer, "Asked by mail to cancel")
        };
        if fraud {
            books::add_tags(order, &["fraud-review"], at);
        }
        let staff_note = Some(self.say(note));
        let (money, restock) = (MoneyBack::ToOriginal, Restock::Cancel);
        books::cancel(order, Cancel { reason, money, restock, staff_note }, at)
    }

    pub(super) fn give_up(&mut self, order: &mut Order) -> Result<(), Refusal> {
        let at = self.later(order.created_at, 26 * 60);
        let open: Vec<u64> = books::open_authorisations(order).map(|t| t.id).collect();
        for id in open {
            books::void(order, id, at)?;
        }
        Ok(())
    }

    pub(super) fn give_back(&mut self, order: &mut Order, fate: Fate) -> Result<(), Refusal> {
        if fate != Fate::RefundPending {
            self.ship_all(order)?;
        }
        let at = self.later(order.updated_at, 5 * 60);
        let restock =
            if fate == Fate::RefundPending { Restock::NoRestock } else { Restock::Return };
        let all = order.lines.iter().map(|line| (line.id, line.quantity));
        let some = if fate == Fate::Refunded { usize::MAX } else { 1 };
        let units = all.take(some).map(|(line_item, quantity)| Units {
            line_item,
            quantity: if fate == Fate::PartlyRefunded { 1 } else { quantity },
            restock,
        });
        let units: Vec<Units> = units.collect();
        let goods: Price =
            books::refund_lines(order, &units)?.iter().map(|l| l.subtotal + l.tax).sum();
        let shipping =
            if fate == Fate::Refunded { books::shipping_left(order) } else { Price::ZERO };
        let money = books::split(order, goods + shipping);
        let money = money.into_iter().map(|part| (part.parent, part.amount)).collect();
        let state = match fate {
            Fate::RefundPending => TransactionState::Pending,
            _ => TransactionState::Success,
        };
        let note = Some(self.say("Customer was not happy with the product"));
        books::refund(order, NewRefund { units, shipping, money, note, state }, at)?;
        Ok(())
    }

    pub(super) fn dispute(&mut self, order: &mut Order, fate: Fate) -> Result<(), Refusal> {
        self.ship_all(order)?;
        let at = self.later(order.updated_at, 60 * 60);
        let (kind, state) = match fate {
            Fate::ChargedBack => (DisputeKind::Chargeback, DisputeState::NeedsResponse),
            _ => (DisputeKind::Inquiry, DisputeState::UnderReview),
        };
        let id = order.mint(Kind::Dispute);
        order.disputes.push(Dispute { id, kind, state, at });
        order.updated_at = at;
        let words = "The customer's bank opened a dispute for this payment.";
        self.tell(order, at, (EventAction::Disputed, words, Author::System));
        Ok(())
    }

    pub(super) fn send_back(&mut self, order: &mut Order) -> Result<(), Refusal> {
        self.ship_all(order)?;
        order.returns = ReturnState::Requested;
        Ok(())
    }
}
