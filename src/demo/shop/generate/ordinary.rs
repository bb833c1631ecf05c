//! Ordinary orders: good ones, and those that the shop system or the filter app minds.

use chrono::{DateTime, Utc};

use super::basket::CODES;
use super::scene::Scene;
use super::story::{Basket, Channel, Checks, Coupon, Draft, Fate, HowPaid, Origin, ShipTo, Who};
use crate::demo::shop::{RiskLevel, Shared, Text};

/// What buyers write.
const SMALL_NOTES: &[&str] = &[
    "Please leave the parcel at the back door.",
    "The bell is broken, please knock.",
    "Could you send one of the new samples?",
    "Second try, the first order did not go through.",
    "Please ship together with my other order.",
];

impl Scene {
    /// An ordinary order that nobody minds.
    pub(super) fn good(&mut self, at: DateTime<Utc>) -> Draft {
        let age = (self.ends_on - at).num_hours();
        let channel = match self.dice.below(100) {
            0..=1 => Channel::Till,
            2..=3 => Channel::Draft,
            4..=9 => Channel::Renewal,
            10..=13 => Channel::FirstOfSubscription,
            _ => Channel::Web,
        };
        let mut checks = self.good_checks();
        if channel == Channel::Till {
            checks.how = HowPaid::Cash;
        }
        if channel == Channel::Renewal {
            checks.how = HowPaid::Card;
            checks.cvv = None;
        }
        Draft {
            at,
            who: if channel == Channel::Till { Who::Nobody } else { Who::Anyone },
            ship_to: if channel == Channel::Till { ShipTo::Nowhere } else { ShipTo::Billing },
            origin: self.good_origin(channel),
            basket: self.good_basket(),
            coupon: self.coupon(),
            channel,
            level: Self::good_level(channel, age),
            filter: None,
            fate: if channel == Channel::Till { Fate::HandedOver } else { self.good_fate(age) },
            checks,
            note: self.small_note(),
            attributes: Vec::new(),
        }
    }

    fn good_level(channel: Channel, age: i64) -> RiskLevel {
        match channel {
            Channel::Web | Channel::FirstOfSubscription if age < 2 => RiskLevel::Pending,
            Channel::Web | Channel::FirstOfSubscription => RiskLevel::Low,
            _ => RiskLevel::None,
        }
    }

    fn good_origin(&mut self, channel: Channel) -> Origin {
        if matches!(channel, Channel::Till | Channel::Draft | Channel::Renewal) {
            return Origin::Unknown;
        }
        match self.dice.below(100) {
            0..=67 => Origin::Home,
            68..=89 => Origin::Mobile,
            90..=97 => Origin::Relay,
            _ => Origin::Vpn,
        }
    }

    fn good_basket(&mut self) -> Basket {
        match self.dice.below(100) {
            0..=83 => Basket::Small,
            84..=96 => Basket::Middle,
            _ => Basket::Large,
        }
    }

    fn small_note(&mut self) -> Option<Text> {
        let words = self.dice.chance(5).then(|| self.dice.word(SMALL_NOTES))?;
        Some(self.say(words))
    }

    fn coupon(&mut self) -> Option<Coupon> {
        let (code, percent) = self.dice.chance(16).then(|| self.dice.pick(CODES))??;
        Some(Coupon { code: self.say(code), percent: *percent })
    }

    /// Card checks of an honest buyer.
    pub(super) fn good_checks(&mut self) -> Checks {
        let avs = match self.dice.below(100) {
            0..=82 => 'Y',
            83..=88 => 'Z',
            89..=92 => 'A',
            _ => 'U',
        };
        let how = match self.dice.below(100) {
            0..=54 => HowPaid::Card,
            55..=84 => HowPaid::Wallet,
            _ => HowPaid::Paypal,
        };
        let declined = u32::from(self.dice.chance(5));
        Checks { avs: Some(avs), cvv: Some('M'), declined, how, card_name: None }
    }

    fn good_fate(&mut self, age_hours: i64) -> Fate {
        match (age_hours, self.dice.below(100)) {
            (..24, 0..=4) | (24..72, 0..=7) => Fate::Packing,
            (..24, _) | (24..60, 8..=45) => Fate::New,
            (_, 0..=1) => Fate::PartlyShipped,
            (_, 2..=3) => Fate::CancelledByBuyer,
            (72.., 4..=5) => Fate::Refunded,
            (72.., 6..=8) => Fate::PartlyRefunded,
            (72.., 9) => Fate::Returning,
            _ => Fate::Shipped,
        }
    }

    /// An ordinary order that the shop system or the filter app minds.
    pub(super) fn risky(&mut self, at: DateTime<Utc>) -> Draft {
        let age = (self.ends_on - at).num_hours();
        let high = self.dice.chance(45);
        let level = if high { RiskLevel::High } else { RiskLevel::Medium };
        let mut draft = self.good(at);
        draft.channel = Channel::Web;
        draft.who = Who::Anyone;
        draft.checks = self.bad_checks(high);
        draft.origin = self.bad_origin(high);
        draft.ship_to = ShipTo::Billing;
        if self.dice.chance(if high { 70 } else { 45 }) {
            draft.ship_to = self.elsewhere();
        }
        draft.basket = self.bad_basket();
        (draft.level, draft.filter) = match self.dice.below(100) {
            0..=44 => (level, Some(level)),
            45..=69 => (level, None),
            70..=84 => (RiskLevel::Low, Some(RiskLevel::Medium)),
            _ => (RiskLevel::Medium, Some(RiskLevel::High)),
        };
        draft.fate = self.bad_fate(age, draft.filter.is_some());
        draft
    }

    fn bad_checks(&mut self, high: bool) -> Checks {
        let avs =
            if self.dice.chance(70) { self.dice.word(&["N", "N", "Z", "A", "U"]) } else { "Y" };
        let cvv = if self.dice.chance(if high { 35 } else { 12 }) {
            self.dice.word(&["N", "P", "S"])
        } else {
            "M"
        };
        let declined = if self.dice.chance(50) { 1 + self.dice.below(5) } else { 0 };
        Checks {
            avs: avs.chars().next(),
            cvv: cvv.chars().next(),
            declined,
            how: HowPaid::Card,
            card_name: None,
        }
    }

    fn bad_origin(&mut self, high: bool) -> Origin {
        let far = self.any_town();
        match self.dice.below(100) {
            0..=21 => Origin::Home,
            22..=33 => Origin::Mobile,
            34..=51 => Origin::HomeIn(far),
            52..=71 if high => Origin::Hosting,
            52..=88 => Origin::Vpn,
            89..=93 if high => Origin::Tor,
            _ => Origin::Relay,
        }
    }

    fn bad_basket(&mut self) -> Basket {
        match self.dice.below(100) {
            0..=34 => Basket::Large,
            35..=64 => Basket::Middle,
            _ => Basket::Small,
        }
    }

    /// A shipping address in another town, to another person.
    pub(super) fn elsewhere(&mut self) -> ShipTo {
        let town = self.any_town();
        let name = self.any_name(town);
        ShipTo::Other(Shared::new(self.address(&name, town)))
    }

    fn bad_fate(&mut self, age_hours: i64, filtered: bool) -> Fate {
        let decided = if age_hours > 6 * 24 { 68 } else { 12 };
        if self.dice.chance(decided) {
            return match self.dice.below(100) {
                0..=39 => Fate::CancelledForFraud,
                40..=47 => Fate::Voided,
                48..=52 => Fate::ChargedBack,
                53..=54 => Fate::Inquired,
                _ => Fate::Released,
            };
        }
        match self.dice.below(100) {
            0..=49 if filtered => Fate::FilterHeld,
            50..=59 if filtered => Fate::FilterHeldOpen,
            60..=66 if filtered => Fate::SeveralHolds,
            67..=72 if filtered => Fate::OnePartHeld,
            0..=19 => Fate::OurHold,
            20..=29 => Fate::StaffHold,
            30..=64 => Fate::New,
            _ => Fate::Authorised,
        }
    }
}
