//! How many orders of which kind, and when.

use chrono::{DateTime, TimeDelta, Utc};

use super::plots;
use super::scene::Scene;
use super::story::{Basket, Channel, Draft, Fate, HowPaid, Origin, ShipTo, Who};
use crate::demo::shop::RiskLevel;

/// Beyond this many orders a fortnight would be too busy to believe.
const FORTNIGHT: u32 = 3_000;

/// The second of the day at which every story ends, as far as its quiet hours go.
const EVENING: i64 = 20 * 3_600;

/// What is planned before the first order is written down.
pub(super) struct Plan {
    /// Planned orders with the plot they belong to, by time.
    pub(super) planned: Vec<(Draft, Option<usize>)>,
    /// Names of the plots.
    pub(super) plots: Vec<String>,
    /// Times of the ordinary orders, ascending.
    pub(super) ordinary: Vec<DateTime<Utc>>,
    /// How many ordinary orders are risky.
    pub(super) risky: u32,
}

/// Days that the orders spread over.
pub(super) fn days(orders: u32) -> i64 {
    if orders > FORTNIGHT { 60 } else { 14 }
}

impl Scene {
    /// Plans a shop of `orders` orders.
    pub(super) fn plan(&mut self, orders: u32) -> Plan {
        let (mut planned, plots) = plots::cast(self, orders);
        let room = (orders as usize).saturating_sub(planned.len());
        let shown = SHOWN.iter().take(room);
        planned.extend(shown.map(|fate| (self.shown(*fate), None)));
        planned.sort_by_key(|(draft, _)| draft.at);
        let flagged = planned.iter().filter(|(draft, _)| draft.is_flagged()).count();
        let left = orders - u32::try_from(planned.len()).unwrap_or(orders);
        let wanted = (orders.saturating_mul(13) / 200).max((25 + orders / 20).min(orders / 2));
        let risky = wanted.saturating_sub(u32::try_from(flagged).unwrap_or(0)).min(left);
        let mut ordinary: Vec<_> = (0..left).map(|_| self.moment(days(orders))).collect();
        ordinary.sort_unstable();
        Plan { planned, plots, ordinary, risky }
    }

    /// A moment in the last `days` days; evenings are busier than nights. The hours are
    /// counted back from the end of the story as if it were an evening: were they the
    /// clock's, a shop made some minutes later would be another shop.
    fn moment(&mut self, days: i64) -> DateTime<Utc> {
        let mut seconds = self.dice.between(60, days * 86_400 - 1);
        let hour = (EVENING - seconds).rem_euclid(86_400) / 3_600;
        if (7..12).contains(&hour) && self.dice.chance(70) {
            seconds = self.dice.between(60, days * 86_400 - 1);
        }
        self.ends_on - TimeDelta::seconds(seconds)
    }

    /// One order of a state that every shop of some size shows.
    fn shown(&mut self, fate: Fate) -> Draft {
        let hours = match fate {
            Fate::Lapsed => self.dice.between(8 * 24, 11 * 24),
            Fate::Authorised => self.dice.between(150, 165),
            Fate::AwaitingMoney | Fate::Packing => self.dice.between(1, 30),
            Fate::New | Fate::Scheduled => 1,
            _ => self.dice.between(5 * 24, 9 * 24),
        };
        let at =
            self.ends_on - TimeDelta::hours(hours) + TimeDelta::minutes(self.dice.between(0, 50));
        let mut draft = self.good(at);
        (draft.channel, draft.who, draft.ship_to) = (Channel::Web, Who::Anyone, ShipTo::Billing);
        (draft.origin, draft.level) = (Origin::Home, RiskLevel::Low);
        draft.checks = self.good_checks();
        draft.checks.how = HowPaid::Card;
        draft.fate = fate;
        match fate {
            Fate::New => draft.level = RiskLevel::Pending,
            Fate::AwaitingMoney => draft.checks.how = HowPaid::Transfer,
            Fate::ChargedBack
            | Fate::Authorised
            | Fate::Lapsed
            | Fate::CancelledForFraud
            | Fate::StaffHold
            | Fate::OurHold => draft.level = RiskLevel::Medium,
            Fate::SeveralHolds | Fate::OnePartHeld => {
                draft.level = RiskLevel::High;
                draft.filter = Some(RiskLevel::High);
                draft.basket = Basket::Large;
            }
            Fate::FilterHeldOpen => draft.filter = Some(RiskLevel::Medium),
            Fate::PartlyShipped => draft.basket = Basket::Large,
            _ => {}
        }
        draft
    }
}

/// States that every shop of some size shows at least once; a smaller one shows the first of them.
const SHOWN: &[Fate] = &[
    Fate::New,
    Fate::Authorised,
    Fate::Lapsed,
    Fate::AwaitingMoney,
    Fate::Packing,
    Fate::Scheduled,
    Fate::PartlyShipped,
    Fate::SeveralHolds,
    Fate::OnePartHeld,
    Fate::CancelledByBuyer,
    Fate::CancelledForFraud,
    Fate::Voided,
    Fate::Refunded,
    Fate::PartlyRefunded,
    Fate::RefundPending,
    Fate::ChargedBack,
    Fate::Returning,
    Fate::StaffHold,
    Fate::OurHold,
    Fate::FilterHeldOpen,
    Fate::Inquired,
];

impl Draft {
    /// Whether the order will enter a review queue.
    pub(super) fn is_flagged(&self) -> bool {
        let filter = self.filter.is_some_and(|level| level >= RiskLevel::Medium);
        filter || self.level >= RiskLevel::Medium || self.fate.holds()
    }
}

impl Fate {
    fn holds(self) -> bool {
        matches!(
            self,
            Self::FilterHeld
                | Self::FilterHeldOpen
                | Self::OurHold
                | Self::StaffHold
                | Self::SeveralHolds
                | Self::OnePartHeld
        )
    }
}
