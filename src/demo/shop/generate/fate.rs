//! What became of an order after it was placed; entered through the shop's books.

use chrono::{DateTime, TimeDelta, Utc};

use super::scene::Scene;
use super::story::Fate;
use crate::demo::shop::books;
use crate::demo::shop::{
    Author, Event, EventAction, FulfilmentState, Kind, Order, Refusal, RequestState, Text,
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
            Fate::Packing => {
                set_state(order, FulfilmentState::InProgress);
                Ok(())
            }
            Fate::Scheduled => {
                self.schedule(order);
                Ok(())
            }
            Fate::Shipped => self.ship_all(order),
            Fate::PartlyShipped => self.ship_first(order),
            Fate::OurHold | Fate::StaffHold | Fate::SeveralHolds => self.people_hold(order, fate),
            Fate::FilterHeld | Fate::FilterHeldOpen | Fate::OnePartHeld => {
                self.filter_hold(order, fate)
            }
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

    fn schedule(&mut self, order: &mut Order) {
        let day = self.ends_on + TimeDelta::days(self.dice.between(4, 20));
        order.fulfilments.iter_mut().for_each(|f| f.fulfil_at = Some(day));
        set_state(order, FulfilmentState::Scheduled);
    }

    pub(super) fn ship_all(&mut self, order: &mut Order) -> Result<(), Refusal> {
        let minutes = self.dice.between(6 * 60, 44 * 60);
        let at = self.later(order.created_at, minutes);
        for id in ids(order) {
            books::ship(order, id, at)?;
        }
        self.tell(order, at, (EventAction::Shipped, "All items were fulfilled.", Author::System));
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
                (EventAction::Shipped, "Some items were fulfilled.", Author::System),
            );
        }
        Ok(())
    }

    pub(super) fn staff(&mut self) -> Author {
        let name = self.dice.pick(STAFF).copied().unwrap_or_default();
        Author::Staff(self.say(name))
    }

    /// Writes an entry into the timeline.
    pub(super) fn tell(
        &mut self,
        order: &mut Order,
        at: DateTime<Utc>,
        what: (EventAction, &'static str, Author),
    ) {
        let (action, words, by) = what;
        let message: Text = self.say(words);
        let id = order.mint(Kind::Event);
        order.events.push(Event { id, at, action, message, by });
    }
}

pub(super) fn ids(order: &Order) -> Vec<u64> {
    order.fulfilments.iter().map(|fulfilment| fulfilment.id).collect()
}

fn set_state(order: &mut Order, state: FulfilmentState) {
    for fulfilment in &mut order.fulfilments {
        fulfilment.state = state;
        if state == FulfilmentState::InProgress {
            fulfilment.request = RequestState::Accepted;
        }
    }
}
