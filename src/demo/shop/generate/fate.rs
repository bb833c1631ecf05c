//! What became of an order after it was placed; entered through the shop's books.

use chrono::{DateTime, TimeDelta, Utc};

use super::scene::Scene;
use super::story::Fate;
use crate::demo::shop::books::{self, Cancel, MoneyBack, NewHold, NewRefund, Units};
use crate::demo::shop::{
    App, Author, CancelReason, Dispute, DisputeKind, DisputeState, Event, EventAction,
    FulfilmentState, HoldReason, Kind, Order, Price, Refusal, RequestState, Restock, ReturnState,
    Text, TransactionState,
};

/// Staff of the shop.
const STAFF: &[&str] = &["Dana Whitfield", "Ines Okoro", "Tomasz Berg"];

impl Scene {
    /// Plays the fate of an order.
    pub(super) fn play(&mut self, order: &mut Order, fate: Fate) -> Result<(), Refusal> {
        match fate {
            Fate::HandedOver
            | Fate::New
            | Fate::Authorised
            | Fate::Lapsed
            | Fate::AwaitingMoney => Ok(()),
            Fate::Packing => set_state(order, FulfilmentState::InProgress),
            Fate::Scheduled => self.schedule(order),
            Fate::Shipped => self.ship_all(order),
            Fate::PartlyShipped => self.ship_first(order),
            Fate::FilterHeld | Fate::FilterHeldOpen => self.filter_hold(order, fate),
            Fate::OurHold | Fate::StaffHold | Fate::SeveralHolds => self.people_hold(order, fate),
            Fate::OnePartHeld => self.filter_hold(order, fate),
            Fate::CancelledForFraud | Fate::CancelledByBuyer => self.call_off(order, fate),
            Fate::Voided => self.give_up(order),
            Fate::Refunded | Fate::PartlyRefunded | Fate::RefundPending => {
                self.give_back(order, fate)
            }
            Fate::ChargedBack | Fate::Inquired => self.dispute(order, fate),
            Fate::Returning => self.send_back(order),
            Fate::Released => self.let_go(order),
        }
    }

    fn schedule(&mut self, order: &mut Order) -> Result<(), Refusal> {
        let day = self.ends_on + TimeDelta::days(self.dice.between(4, 20));
        order
            .fulfilments
            .iter_mut()
            .for_each(|f| f.fulfil_at = Some(day));
        set_state(order, FulfilmentState::Scheduled)
    }

    fn ship_all(&mut self, order: &mut Order) -> Result<(), Refusal> {
        let minutes = self.dice.between(6 * 60, 44 * 60);
        let at = self.later(order.created_at, minutes);
        for id in ids(order) {
            books::ship(order, id, at)?;
        }
        self.tell(
            order,
            at,
            (
                EventAction::Shipped,
                "All items were fulfilled.",
                Author::System,
            ),
        );
        if self.dice.chance(80) {
            books::archive(order, self.later(at, 1));
        }
        Ok(())
    }

    fn ship_first(&mut self, order: &mut Order) -> Result<(), Refusal> {
        let at = self.later(order.created_at, 20 * 60);
        if let Some(first) = ids(order).first() {
            books::ship(order, *first, at)?;
            self.tell(
                order,
                at,
                (
                    EventAction::Shipped,
                    "Some items were fulfilled.",
                    Author::System,
                ),
            );
        }
        Ok(())
    }

    /// The filter app holds, tags and archives (S19, S24).
    fn filter_hold(&mut self, order: &mut Order, fate: Fate) -> Result<(), Refusal> {
        let at = self.later(order.created_at, 4);
        let level = if books::risk_level(order) == crate::demo::shop::RiskLevel::High {
            "high"
        } else {
            "medium"
        };
        let held = if fate == Fate::OnePartHeld {
            1
        } else {
            usize::MAX
        };
        for id in ids(order).into_iter().take(held) {
            let notes = format!("Fraud Scanner: {level} risk, review before shipping");
            self.place(
                order,
                (id, at),
                (Author::App(App::FraudScanner), "fraud-scanner", &notes),
            )?;
        }
        self.tell(
            order,
            at,
            (
                EventAction::Held,
                "Fraud Scanner placed a hold.",
                app(App::FraudScanner),
            ),
        );
        let tag = format!("fraud-scanner-{level}");
        books::add_tags(order, &["fraud-scanner", tag.as_str()], at);
        books::archive(order, self.later(at, 1));
        if fate == Fate::FilterHeldOpen {
            books::unarchive(order, self.later(at, 300));
            let by = self.staff();
            let at = self.later(at, 300);
            self.tell(
                order,
                at,
                (
                    EventAction::Unarchived,
                    "The order was taken out of the archive.",
                    by,
                ),
            );
        }
        Ok(())
    }

    fn people_hold(&mut self, order: &mut Order, fate: Fate) -> Result<(), Refusal> {
        let at = self.later(order.created_at, 90);
        let ours = format!("unhold-{}", order.number);
        let staff = self.staff();
        for id in ids(order) {
            if fate == Fate::SeveralHolds {
                let notes = "Fraud Scanner: review before shipping";
                self.place(
                    order,
                    (id, at),
                    (app(App::FraudScanner), "fraud-scanner", notes),
                )?;
                self.place(
                    order,
                    (id, at),
                    (app(App::Flow), "", "Workflow: high value order"),
                )?;
            }
            if fate == Fate::StaffHold {
                self.place(
                    order,
                    (id, at),
                    (
                        staff.clone(),
                        "",
                        "Called, left voicemail, waiting for reply",
                    ),
                )?;
            } else {
                self.place(
                    order,
                    (id, at),
                    (app(App::Ours), &ours, "Waiting for the customer's reply"),
                )?;
            }
        }
        books::add_tags(order, &["fraud-review"], at);
        self.tell(
            order,
            at,
            (EventAction::Held, "The order was put on hold.", staff),
        );
        Ok(())
    }

    fn place(
        &mut self,
        order: &mut Order,
        on: (u64, DateTime<Utc>),
        hold: (Author, &str, &str),
    ) -> Result<(), Refusal> {
        let (by, handle, notes) = hold;
        let reason = match by {
            Author::Staff(_) => HoldReason::Other,
            _ => HoldReason::HighRiskOfFraud,
        };
        let (handle, notes) = (handle.into(), Some(notes.into()));
        books::hold(
            order,
            on.0,
            NewHold {
                handle,
                reason,
                notes,
                by,
                part: Vec::new(),
            },
            on.1,
        )?;
        Ok(())
    }

    fn call_off(&mut self, order: &mut Order, fate: Fate) -> Result<(), Refusal> {
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
        books::cancel(
            order,
            Cancel {
                reason,
                money,
                restock,
                staff_note,
            },
            at,
        )
    }

    fn give_up(&mut self, order: &mut Order) -> Result<(), Refusal> {
        let at = self.later(order.created_at, 26 * 60);
        let open: Vec<u64> = books::open_authorisations(order).map(|t| t.id).collect();
        for id in open {
            books::void(order, id, at)?;
        }
        Ok(())
    }

    fn give_back(&mut self, order: &mut Order, fate: Fate) -> Result<(), Refusal> {
        if fate != Fate::RefundPending {
            self.ship_all(order)?;
        }
        let at = self.later(order.updated_at, 5 * 60);
        let restock = if fate == Fate::RefundPending {
            Restock::NoRestock
        } else {
            Restock::Return
        };
        let all = order.lines.iter().map(|line| (line.id, line.quantity));
        let some = if fate == Fate::Refunded {
            usize::MAX
        } else {
            1
        };
        let units = all.take(some).map(|(line_item, quantity)| Units {
            line_item,
            quantity: if fate == Fate::PartlyRefunded {
                1
            } else {
                quantity
            },
            restock,
        });
        let units: Vec<Units> = units.collect();
        let goods: Price = books::refund_lines(order, &units)?
            .iter()
            .map(|l| l.subtotal + l.tax)
            .sum();
        let shipping = if fate == Fate::Refunded {
            books::shipping_left(order)
        } else {
            Price::ZERO
        };
        let money = books::split(order, goods + shipping);
        let money = money
            .into_iter()
            .map(|part| (part.parent, part.amount))
            .collect();
        let state = match fate {
            Fate::RefundPending => TransactionState::Pending,
            _ => TransactionState::Success,
        };
        let note = Some(self.say("Customer was not happy with the product"));
        books::refund(
            order,
            NewRefund {
                units,
                shipping,
                money,
                note,
                state,
            },
            at,
        )?;
        Ok(())
    }

    fn dispute(&mut self, order: &mut Order, fate: Fate) -> Result<(), Refusal> {
        self.ship_all(order)?;
        let at = self.later(order.updated_at, 60 * 60);
        let (kind, state) = match fate {
            Fate::ChargedBack => (DisputeKind::Chargeback, DisputeState::NeedsResponse),
            _ => (DisputeKind::Inquiry, DisputeState::UnderReview),
        };
        let id = order.mint(Kind::Dispute);
        order.disputes.push(Dispute {
            id,
            kind,
            state,
            at,
        });
        order.updated_at = at;
        let words = "The customer's bank opened a dispute for this payment.";
        self.tell(order, at, (EventAction::Disputed, words, Author::System));
        Ok(())
    }

    fn send_back(&mut self, order: &mut Order) -> Result<(), Refusal> {
        self.ship_all(order)?;
        order.returns = ReturnState::Requested;
        Ok(())
    }

    fn let_go(&mut self, order: &mut Order) -> Result<(), Refusal> {
        self.people_hold(order, Fate::OurHold)?;
        let at = self.later(order.created_at, 9 * 60);
        for id in ids(order) {
            let holds = order
                .fulfilment(id)
                .map(|f| f.holds.iter().map(|hold| hold.id).collect());
            let holds: Vec<u64> = holds.unwrap_or_default();
            books::release(order, id, &holds, at)?;
        }
        let by = self.staff();
        let words = "Address confirmed by the customer, verified and released.";
        self.tell(order, at, (EventAction::Commented, words, by));
        self.ship_all(order)
    }

    fn staff(&mut self) -> Author {
        let name = self.dice.pick(STAFF).copied().unwrap_or_default();
        Author::Staff(self.say(name))
    }

    /// Writes an entry into the timeline.
    fn tell(
        &mut self,
        order: &mut Order,
        at: DateTime<Utc>,
        what: (EventAction, &'static str, Author),
    ) {
        let (action, words, by) = what;
        let message: Text = self.say(words);
        let id = order.mint(Kind::Event);
        order.events.push(Event {
            id,
            at,
            action,
            message,
            by,
        });
    }
}

fn app(app: App) -> Author {
    Author::App(app)
}

fn ids(order: &Order) -> Vec<u64> {
    order
        .fulfilments
        .iter()
        .map(|fulfilment| fulfilment.id)
        .collect()
}

fn set_state(order: &mut Order, state: FulfilmentState) -> Result<(), Refusal> {
    for fulfilment in &mut order.fulfilments {
        fulfilment.state = state;
        if state == FulfilmentState::InProgress {
            fulfilment.request = RequestState::Accepted;
        }
    }
    Ok(())
}
