//! Orders with something missing: no customer, no address, no IP.

use super::Mark::{Medium, Unseen};
use crate::demo::shop::RiskLevel;
use crate::demo::shop::generate::scene::Scene;
use crate::demo::shop::generate::story::{Channel, Draft, Fate, HowPaid, Origin, ShipTo, Who};

/// The till, a draft, an order without billing address, one with a phone only, one without customer.
pub(super) fn missing(scene: &mut Scene) -> Vec<Draft> {
    vec![till(scene), by_staff(scene), no_billing(scene), phone_only(scene), nobody(scene)]
}

fn till(scene: &mut Scene) -> Draft {
    let at = scene.ago(31);
    let mut draft = scene.good(at);
    (draft.who, draft.ship_to, draft.origin) = (Who::Nobody, ShipTo::Nowhere, Origin::Unknown);
    (draft.channel, draft.checks.how) = (Channel::Till, HowPaid::Cash);
    (draft.level, draft.fate) = (RiskLevel::None, Fate::HandedOver);
    draft
}

fn by_staff(scene: &mut Scene) -> Draft {
    let town = scene.any_town();
    let buyer = scene.new_buyer(town);
    let at = scene.ago(12);
    let mut draft = scene.member(at, &buyer, Unseen);
    (draft.channel, draft.origin, draft.level) = (Channel::Draft, Origin::Unknown, RiskLevel::None);
    draft
}

fn no_billing(scene: &mut Scene) -> Draft {
    let town = scene.town_of("US");
    let buyer = scene.new_buyer(town);
    let at = scene.ago(9);
    let mut draft = scene.member(at, &buyer, Medium);
    draft.ship_to = ShipTo::BillingUnknown;
    draft
}

fn phone_only(scene: &mut Scene) -> Draft {
    let town = scene.town_of("CA");
    let mut buyer = scene.new_buyer(town);
    buyer.email = None;
    let at = scene.ago(27);
    scene.member(at, &buyer, Unseen)
}

/// No customer record, no contact, no IP: nothing but goods and a held payment.
fn nobody(scene: &mut Scene) -> Draft {
    let town = scene.any_town();
    let mut buyer = scene.new_buyer(town);
    (buyer.email, buyer.phone) = (None, None);
    let at = scene.ago(18);
    let mut draft = scene.member(at, &buyer, Medium);
    draft.origin = Origin::Unknown;
    draft
}
