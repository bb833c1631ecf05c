//! Planted stories: rings of which some members are not flagged, and innocents who are.

mod gaps;
mod hostile;
mod innocent;
mod rings;

use chrono::{DateTime, TimeDelta, Utc};

use super::scene::Scene;
use super::story::{Basket, Buyer, Channel, Draft, Fate, Origin, ShipTo, Who};
use crate::demo::shop::RiskLevel;

type Story = fn(&mut Scene) -> Vec<Draft>;

/// The stories in the order in which a small shop gets them.
const STORIES: &[(&str, Story)] = &[
    ("variants", rings::variants),
    ("one-door", rings::one_door),
    ("same-town", rings::same_town),
    ("coupon", rings::coupon),
    ("reseller", rings::reseller),
    ("gift", innocent::gifts),
    ("traveller", innocent::travellers),
    ("missing", gaps::missing),
    ("hostile", hostile::hostile),
];

/// One more of each story for so many orders.
const ORDERS_PER_ROUND: u32 = 2_500;
/// Hostile text needs no crowd: one round for so many orders.
const ORDERS_PER_HOSTILE_ROUND: u32 = 50_000;

/// Casts the stories that fit into a shop of `orders` orders, with their names.
pub(super) fn cast(scene: &mut Scene, orders: u32) -> (Vec<(Draft, Option<usize>)>, Vec<String>) {
    let mut cast = Vec::new();
    let mut names = Vec::new();
    for round in 0..=orders / ORDERS_PER_ROUND {
        for (name, story) in STORIES {
            if *name == "hostile" && round > orders / ORDERS_PER_HOSTILE_ROUND {
                continue;
            }
            let drafts = story(scene);
            if cast.len() + drafts.len() > orders as usize {
                return (cast, names);
            }
            let plot = Some(names.len());
            names.push(format!("{name}-{}", round + 1));
            cast.extend(drafts.into_iter().map(|draft| (draft, plot)));
        }
    }
    (cast, names)
}

/// How a member of a story stands out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Not at all.
    Unseen,
    /// Medium, mostly held by the filter app.
    Medium,
    /// High, held by the filter app.
    High,
}

impl Scene {
    /// A moment so many hours before the end, and some minutes.
    fn ago(&mut self, hours: i64) -> DateTime<Utc> {
        let minutes = self.dice.between(1, 50);
        self.ends_on - TimeDelta::hours(hours) - TimeDelta::minutes(minutes)
    }

    /// An order of a story: placed on the web, not yet shipped.
    fn member(&mut self, at: DateTime<Utc>, buyer: &Buyer, mark: Mark) -> Draft {
        let mut draft = self.good(at);
        draft.who = Who::Known(Box::new(buyer.clone()));
        draft.ship_to = ShipTo::Billing;
        draft.channel = Channel::Web;
        draft.origin = Origin::Home;
        draft.basket = Basket::Small;
        draft.coupon = None;
        draft.checks = self.good_checks();
        (draft.level, draft.filter, draft.fate) = match mark {
            Mark::Unseen => (RiskLevel::Low, None, Fate::New),
            // Some are seen by the shop system alone and nobody has held them yet.
            Mark::Medium if self.dice.chance(30) => (RiskLevel::Medium, None, Fate::New),
            Mark::Medium => (RiskLevel::Medium, Some(RiskLevel::Medium), Fate::FilterHeld),
            Mark::High => (RiskLevel::High, Some(RiskLevel::High), Fate::FilterHeld),
        };
        draft
    }
}
