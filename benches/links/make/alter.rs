//! Altered orders: what is left of a person in each class.

use super::Class;
use super::alter_people::{
    careless_name, nickname, other_mailbox, other_name, other_phone, respelled, stranger_to,
};
use super::alter_places::{careless_label, other_hand, unit_in_or_out};
use super::cards;
use super::dice::Dice;
use super::forms::{Form, filled};
use super::networks;
use super::persons::{Buyer, Plan};
use super::places;
use super::slips::slip;

/// The shares of the classes among the altered orders, in hundredths.
pub const SHARES: [(Class, usize); 6] = [
    (Class::Light, 30),
    (Class::Medium, 30),
    (Class::HardAddr, 14),
    (Class::HardEmail, 10),
    (Class::HardPhone, 8),
    (Class::HardName, 8),
];

/// Whether an earlier order has what an altered one of this class keeps.
pub fn fits(buyer: &Buyer, class: Class) -> bool {
    let own = buyer.to.is_none();
    match class {
        Class::Light => true,
        Class::Medium => buyer.mailbox.is_some() || buyer.phone.is_some(),
        Class::HardAddr => {
            own || !buyer.uses_forwarder() && buyer.ship_to().0 == &buyer.name && !in_office(buyer)
        }
        Class::HardEmail => buyer.mailbox.is_some(),
        Class::HardPhone => buyer.phone.is_some(),
        Class::HardName => own,
    }
}

fn in_office(buyer: &Buyer) -> bool {
    buyer.ship_to().1.company.is_some()
}

/// An altered order made from an earlier one.
pub fn altered(plan: &Plan, earlier: &Buyer, class: Class, dice: &mut Dice) -> Form {
    match class {
        Class::Light => light(earlier, dice),
        Class::Medium => medium(earlier, dice),
        Class::HardAddr => hard_addr(plan, earlier, dice),
        Class::HardEmail => hard_email(plan, earlier, dice),
        Class::HardPhone => hard_phone(plan, earlier, dice),
        Class::HardName => hard_name(plan, earlier, dice),
    }
}

/// One or two slips; everything else as before.
fn light(earlier: &Buyer, dice: &mut Dice) -> Form {
    let mut buyer = earlier.clone();
    let slips = 1 + dice.below(2);
    let mut labels = 0;
    for _ in 0..slips {
        match dice.below(100) {
            0..30 => careless_name(&mut buyer.name, dice),
            30..50 => buyer.hand = other_hand(buyer.hand, dice),
            50..62 => buyer.notation = buyer.notation.another(dice),
            62..75 => buyer.mailbox = buyer.mailbox.map(|mailbox| respelled(&mailbox, dice)),
            75..83 => unit_in_or_out(&mut buyer, dice),
            _ => labels += 1,
        }
    }
    if dice.hits(450) {
        buyer.ip = Some(networks::fresh(buyer.country, dice));
    }
    let mut form = filled(&buyer, dice);
    (0..labels).for_each(|_| careless_label(&mut form.shipping, dice));
    form
}

/// Two to four changes, large ones among them; name and place stay recognisable.
fn medium(earlier: &Buyer, dice: &mut Dice) -> Form {
    let mut buyer = earlier.clone();
    let changes = 2 + dice.below(3);
    let mut labels = 0;
    for change in 0..changes {
        match (change, dice.below(100)) {
            (0, 0..50) | (_, 0..18) => other_phone(&mut buyer, dice),
            (0, _) | (_, 18..36) => other_mailbox(&mut buyer, dice),
            (_, 36..60) => other_name(&mut buyer.name, dice),
            (_, 60..70) => buyer.hand = other_hand(buyer.hand, dice),
            (_, 70..80) => unit_in_or_out(&mut buyer, dice),
            (_, 80..85) => buyer.card = Some(cards::drawn(buyer.country.place(), dice)),
            _ => labels += 1,
        }
    }
    if dice.hits(650) {
        buyer.ip = Some(networks::fresh(buyer.country, dice));
    }
    if dice.hits(300) {
        buyer.card = Some(cards::drawn(buyer.country.place(), dice));
    }
    buyer.hand = if dice.hits(400) { other_hand(buyer.hand, dice) } else { buyer.hand };
    let mut form = filled(&buyer, dice);
    (0..labels).for_each(|_| careless_label(&mut form.shipping, dice));
    form
}

/// Only the place is the same.
fn hard_addr(plan: &Plan, earlier: &Buyer, dice: &mut Dice) -> Form {
    let name = stranger_to(&earlier.name, earlier.country, dice);
    let mut buyer = plan.stranger(name, earlier.country, dice);
    buyer.home = earlier.ship_to().1.clone();
    buyer.hand = if dice.hits(500) { other_hand(earlier.hand, dice) } else { buyer.hand };
    if dice.hits(500) {
        by_accident(&mut buyer, earlier, dice);
    }
    let mut form = filled(&buyer, dice);
    if dice.hits(200) {
        careless_label(&mut form.shipping, dice);
    }
    form
}

/// Only the mailbox is the same, written otherwise.
fn hard_email(plan: &Plan, earlier: &Buyer, dice: &mut Dice) -> Form {
    let mut buyer = apart(plan, earlier, dice);
    buyer.mailbox = earlier.mailbox.as_ref().map(|mailbox| respelled(mailbox, dice));
    filled(&buyer, dice)
}

/// Only the telephone number is the same, in another notation.
fn hard_phone(plan: &Plan, earlier: &Buyer, dice: &mut Dice) -> Form {
    let mut buyer = apart(plan, earlier, dice);
    buyer.phone.clone_from(&earlier.phone);
    buyer.notation = earlier.notation.another(dice);
    filled(&buyer, dice)
}

/// Only name and town are the same, the name sometimes in another form.
fn hard_name(plan: &Plan, earlier: &Buyer, dice: &mut Dice) -> Form {
    let other = stranger_to(&earlier.name, earlier.country, dice);
    let named_after = if dice.hits(500) { earlier.name.clone() } else { other };
    let mut buyer = plan.stranger(named_after, earlier.country, dice);
    buyer.name = earlier.name.clone();
    buyer.home = places::elsewhere_in_town(plan.seed, &earlier.home, dice);
    if dice.hits(400) {
        buyer.home.code.clone_from(&earlier.home.code);
    }
    match dice.below(100) {
        0..22 => buyer.name.given = nickname(&buyer.name.given, dice),
        22..40 => buyer.name.family = slip(&buyer.name.family, dice),
        40..50 => buyer.name.turned = !buyer.name.turned,
        _ => {}
    }
    if dice.hits(500) {
        buyer.hand = earlier.hand;
    }
    filled(&buyer, dice)
}

/// Somebody else; in one half of the cases something slight is the same by accident.
fn apart(plan: &Plan, earlier: &Buyer, dice: &mut Dice) -> Buyer {
    let name = stranger_to(&earlier.name, earlier.country, dice);
    let mut buyer = plan.stranger(name, earlier.country, dice);
    if dice.hits(500) {
        if dice.hits(500) {
            buyer.home = places::elsewhere_in_town(plan.seed, &earlier.home, dice);
        }
        by_accident(&mut buyer, earlier, dice);
    }
    buyer
}

fn by_accident(buyer: &mut Buyer, earlier: &Buyer, dice: &mut Dice) {
    match dice.below(100) {
        0..35 => buyer.name.given.clone_from(&earlier.name.given),
        35..55 => buyer.ip.clone_from(&earlier.ip),
        55..65 => buyer.card.clone_from(&earlier.card),
        65..72 => buyer.device.clone_from(&earlier.device),
        _ => buyer.hand = earlier.hand,
    }
}
