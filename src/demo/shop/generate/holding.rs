//! Orders that are held, and by whom.

use chrono::{DateTime, Utc};

use super::fate::ids;
use super::scene::Scene;
use super::story::Fate;
use crate::demo::shop::books::{self, NewHold};
use crate::demo::shop::{App, Author, EventAction, HoldReason, Order, Refusal, RiskLevel};

impl Scene {
    /// The filter app holds, tags and archives (S19, S24).
    pub(super) fn filter_hold(&mut self, order: &mut Order, fate: Fate) -> Result<(), Refusal> {
        let at = self.later(order.created_at, 4);
        let level = if books::risk_level(order) == RiskLevel::High { "high" } else { "medium" };
        let held = if fate == Fate::OnePartHeld { 1 } else { usize::MAX };
        for id in ids(order).into_iter().take(held) {
            let notes = format!("Fraud Scanner: {level} risk, review before shipping");
            place(order, (id, at), (Author::App(App::FraudScanner), "fraud-scanner", &notes))?;
        }
        self.tell(
            order,
            at,
            (EventAction::Held, "Fraud Scanner placed a hold.", app(App::FraudScanner)),
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
                (EventAction::Unarchived, "The order was taken out of the archive.", by),
            );
        }
        Ok(())
    }

    pub(super) fn people_hold(&mut self, order: &mut Order, fate: Fate) -> Result<(), Refusal> {
        let at = self.later(order.created_at, 90);
        let ours = format!("unhold-{}", order.number);
        let staff = self.staff();
        for id in ids(order) {
            if fate == Fate::SeveralHolds {
                let notes = "Fraud Scanner: review before shipping";
                place(order, (id, at), (app(App::FraudScanner), "fraud-scanner", notes))?;
                place(
                    order,
                    (id, at),
                    (app(App::Flow), "", "Workflow: hold every order above low risk"),
                )?;
            }
            if fate == Fate::StaffHold {
                place(
                    order,
                    (id, at),
                    (staff.clone(), "", "Called, left voicemail, waiting for reply"),
                )?;
            } else {
                place(
                    order,
                    (id, at),
                    (app(App::Ours), &ours, "Waiting for the customer's reply"),
                )?;
            }
        }
        books::add_tags(order, &["fraud-review"], at);
        self.tell(order, at, (EventAction::Held, "The order was put on hold.", staff));
        Ok(())
    }

    pub(super) fn let_go(&mut self, order: &mut Order) -> Result<(), Refusal> {
        self.people_hold(order, Fate::OurHold)?;
        let at = self.later(order.created_at, 9 * 60);
        for id in ids(order) {
            let holds = order.fulfilment(id).map(|f| f.holds.iter().map(|hold| hold.id).collect());
            let holds: Vec<u64> = holds.unwrap_or_default();
            books::release(order, id, &holds, at)?;
        }
        let by = self.staff();
        let words = "Address confirmed by the customer, verified and released.";
        self.tell(order, at, (EventAction::Commented, words, by));
        self.ship_all(order)
    }
}

fn app(app: App) -> Author {
    Author::App(app)
}

/// Places a hold by somebody, with a handle and notes.
fn place(
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
    books::hold(order, on.0, NewHold { handle, reason, notes, by, part: Vec::new() }, on.1)?;
    Ok(())
}
