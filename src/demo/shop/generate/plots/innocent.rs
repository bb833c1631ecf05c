//! Innocents: gifts and travellers, of whom most are flagged (S2, S36, C13).

use super::Mark::{Medium, Unseen};
use crate::demo::shop::Shared;
use crate::demo::shop::generate::scene::Scene;
use crate::demo::shop::generate::story::{Draft, Origin, ShipTo};

const WISHES: &[&str] = &[
    "Happy birthday, Grandma! Please leave the invoice out of the box.",
    "Gift for my sister, please no prices inside. Thank you!",
    "Get well soon, Dad. Please ship to him directly.",
];

/// Presents: another surname, another town, a kind note, everything else in order.
pub(super) fn gifts(scene: &mut Scene) -> Vec<Draft> {
    let mut drafts = Vec::with_capacity(WISHES.len());
    for (wish, (mark, hours)) in WISHES.iter().zip([(Medium, 20), (Unseen, 33), (Medium, 52)]) {
        let town = scene.town_of("US");
        let buyer = scene.new_buyer(town);
        let other = scene.town_of("US");
        let name = scene.any_name(other);
        let address = scene.address(&name, other);
        let at = scene.ago(hours);
        let mut draft = scene.member(at, &buyer, mark);
        draft.ship_to = ShipTo::Other(Shared::new(address));
        draft.checks.avs = Some('Y');
        draft.note = Some(scene.say(wish));
        draft.attributes = vec![(scene.say("gift"), scene.say("yes"))];
        drafts.push(draft);
    }
    drafts
}

/// Travellers: the browser is abroad, two of them have it sent to their hotel.
pub(super) fn travellers(scene: &mut Scene) -> Vec<Draft> {
    let journeys = [("US", "ES", Medium, 15), ("GB", "US", Medium, 38), ("SE", "IT", Unseen, 61)];
    let mut drafts = Vec::with_capacity(journeys.len());
    for (home, abroad, mark, hours) in journeys {
        let town = scene.town_of(home);
        let buyer = scene.new_buyer(town);
        let away = scene.town_of(abroad);
        let at = scene.ago(hours);
        let mut draft = scene.member(at, &buyer, mark);
        draft.origin = Origin::HomeIn(away);
        draft.checks.avs = Some('Y');
        if mark == Medium {
            draft.ship_to = hotel(scene, &draft, away);
            draft.note =
                Some(scene.say("We are on holiday until the 30th, please ship to the hotel."));
        }
        drafts.push(draft);
    }
    drafts
}

fn hotel(scene: &mut Scene, draft: &Draft, town: usize) -> ShipTo {
    let crate::demo::shop::generate::story::Who::Known(buyer) = &draft.who else {
        return ShipTo::Billing;
    };
    let name = scene.any_name(town);
    let mut address = scene.address(&name, town);
    address.first_name.clone_from(&buyer.address.first_name);
    address.last_name.clone_from(&buyer.address.last_name);
    address.company = Some(scene.say("Hotel Aurora"));
    address.address2 = Some(format!("Room {}", scene.dice.between(101, 620)).into());
    ShipTo::Other(Shared::new(address))
}
