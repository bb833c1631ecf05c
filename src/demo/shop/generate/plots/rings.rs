//! Rings: orders that belong together although no two look alike.

use chrono::TimeDelta;
use deunicode::deunicode;

use super::Mark::{High, Medium, Unseen};
use crate::demo::shop::generate::people::{Name, plain};
use crate::demo::shop::generate::scene::Scene;
use crate::demo::shop::generate::story::{
    Basket, Buyer, Coupon, Draft, Fate, HowPaid, Origin, ShipTo,
};
use crate::demo::shop::{Address, Shared, Text};

/// One person in variants: names turned, typed wrong, without accents; one mailbox in four spellings.
pub(super) fn variants(scene: &mut Scene) -> Vec<Draft> {
    let town = scene.town_of("US");
    let given = scene.dice.word(&["Katarína", "Zoë", "André", "Iñaki", "Søren", "Chloé"]);
    let family =
        scene.dice.word(&["Novotná", "Müllner", "Fernández", "Lefèvre", "Sjögren", "Groß"]);
    let name = Name { given: given.into(), family: family.into() };
    let home = scene.address(&name, town);
    let phone = scene.phone(town);
    let digits = scene.dice.digits("##");
    let names = [
        (given.to_owned(), family.to_owned()),
        (deunicode(family), deunicode(given)),
        (deunicode(given).to_uppercase(), deunicode(family).to_uppercase()),
        (given.to_owned(), dropped(&deunicode(family))),
        (format!("{given} J."), family.to_owned()),
    ];
    let (g, f) = (plain(given), plain(family));
    let mails = [
        format!("{g}.{f}{digits}@gmail.com"),
        format!("{g}{f}{digits}@gmail.com"),
        format!("{g}.{f}{digits}+shop@gmail.com"),
        format!("{g}{f}.{digits}@googlemail.com"),
        format!("{f}.{g}@outlook.com"),
    ];
    let marks = [Unseen, Medium, Unseen, High, Unseen];
    let mut drafts = Vec::with_capacity(marks.len());
    for (place, ((names, mail), mark)) in names.into_iter().zip(mails).zip(marks).enumerate() {
        let mut address = retyped(&home, place);
        (address.first_name, address.last_name) = (Some(names.0.into()), Some(names.1.into()));
        let phone = Some(if place % 2 == 0 { phone.clone() } else { spaced(&phone) });
        let buyer = Buyer { town, email: Some(mail.into()), phone, address: Shared::new(address) };
        let at = scene.ago(130 - 26 * i64::try_from(place).unwrap_or(0));
        let mut draft = scene.member(at, &buyer, mark);
        draft.basket = if mark == High { Basket::Large } else { Basket::Middle };
        draft.origin = if mark == Unseen { Origin::Home } else { Origin::Vpn };
        drafts.push(draft);
    }
    drafts
}

/// The same street in another spelling.
fn retyped(home: &Address, place: usize) -> Address {
    let mut address = home.clone();
    let street = home.address1.as_str();
    address.address1 = match place {
        1 => street.replace("Street", "St").replace("Avenue", "Ave").replace("Drive", "Dr").into(),
        2 => street.to_uppercase().into(),
        3 => format!("{street},").into(),
        _ => home.address1.clone(),
    };
    if place > 0 {
        address.address2 = Some(
            ["", "#4", "Apt 4", "apt. 4", "Unit 4"].get(place).copied().unwrap_or_default().into(),
        );
    } else {
        address.address2 = Some("Apt 4".into());
    }
    address
}

/// The word without its second letter.
fn dropped(word: &str) -> String {
    word.chars().enumerate().filter(|(place, _)| *place != 1).map(|(_, c)| c).collect()
}

/// A North American number as people write it.
fn spaced(phone: &str) -> Text {
    match (phone.get(2..5), phone.get(5..8), phone.get(8..)) {
        (Some(area), Some(exchange), Some(line)) => format!("({area}) {exchange}-{line}").into(),
        _ => phone.into(),
    }
}

/// One shipping address, many billing addresses (S37).
pub(super) fn one_door(scene: &mut Scene) -> Vec<Draft> {
    let door_town = scene.town_of("US");
    let receiver = scene.any_name(door_town);
    let door = scene.address(&receiver, door_town);
    let marks = [Unseen, High, Unseen, High, Medium];
    let mut drafts = Vec::with_capacity(marks.len());
    for (place, mark) in marks.into_iter().enumerate() {
        let town = scene.town_of("US");
        let buyer = scene.new_buyer(town);
        let mut parcel = door.clone();
        if place % 2 == 1 {
            parcel.first_name.clone_from(&buyer.address.first_name);
            parcel.last_name.clone_from(&buyer.address.last_name);
        }
        let at = scene.ago(80 - 17 * i64::try_from(place).unwrap_or(0));
        let mut draft = scene.member(at, &buyer, mark);
        draft.ship_to = ShipTo::Other(Shared::new(parcel));
        draft.origin = if mark == High { Origin::Hosting } else { Origin::HomeIn(door_town) };
        draft.basket = Basket::Middle;
        if mark != Unseen {
            (draft.checks.how, draft.checks.avs, draft.checks.declined) =
                (HowPaid::Card, Some('N'), 3);
        }
        drafts.push(draft);
    }
    drafts
}

/// Four buyers of one town within one day (S77, S80).
pub(super) fn same_town(scene: &mut Scene) -> Vec<Draft> {
    let town = scene.town_of("US");
    let start = scene.ago(44);
    let marks = [Unseen, Medium, Unseen, High];
    let mut drafts = Vec::with_capacity(marks.len());
    for (place, mark) in marks.into_iter().enumerate() {
        let buyer = scene.new_buyer(town);
        let at = start + TimeDelta::minutes(34 * i64::try_from(place).unwrap_or(0));
        let mut draft = scene.member(at, &buyer, mark);
        draft.basket = Basket::Middle;
        draft.origin = if mark == Unseen { Origin::Home } else { Origin::Vpn };
        drafts.push(draft);
    }
    drafts
}

/// One large code used by strangers (S80).
pub(super) fn coupon(scene: &mut Scene) -> Vec<Draft> {
    let letters: String =
        (0..4).map(|_| scene.dice.word(&["K", "Q", "X", "T", "M", "R", "Z"])).collect();
    let code: Text = format!("VIP50-{letters}").into();
    let marks = [Unseen, Unseen, High, Unseen, Medium];
    let mut drafts = Vec::with_capacity(marks.len());
    for (place, mark) in marks.into_iter().enumerate() {
        let town = scene.any_town();
        let buyer = scene.new_buyer(town);
        let at = scene.ago(100 - 19 * i64::try_from(place).unwrap_or(0));
        let mut draft = scene.member(at, &buyer, mark);
        draft.coupon = Some(Coupon { code: code.clone(), percent: 50 });
        draft.basket = if place % 2 == 0 { Basket::Large } else { Basket::Middle };
        drafts.push(draft);
    }
    drafts
}

/// A reseller: storefront-like mail address, bulk orders, asks for wholesale prices (S81).
pub(super) fn reseller(scene: &mut Scene) -> Vec<Draft> {
    let town = scene.town_of("US");
    let name = scene.any_name(town);
    let shop = format!("{}-vitamin-outlet", plain(&name.family));
    let mut address = scene.address(&name, town);
    address.company = Some(format!("{} Vitamin Outlet LLC", name.family).into());
    let phone = Some(scene.phone(town));
    let (email, address) =
        (Some(Text::from(format!("orders@{shop}.example"))), Shared::new(address));
    let buyer = Buyer { town, email, phone, address };
    let marks = [Unseen, Unseen, Medium, Unseen];
    let mut drafts = Vec::with_capacity(marks.len());
    for (place, mark) in marks.into_iter().enumerate() {
        let at = scene.ago(260 - 70 * i64::try_from(place).unwrap_or(0));
        let mut draft = scene.member(at, &buyer, mark);
        draft.basket = Basket::Large;
        if place < 2 {
            draft.fate = Fate::Shipped;
        }
        if mark == Medium {
            draft.note =
                Some(scene.say(
                    "Do you offer wholesale pricing from 50 bottles? We sell in our own store.",
                ));
        }
        drafts.push(draft);
    }
    drafts
}
