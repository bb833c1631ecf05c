//! One order as a line of JSON.

use std::fmt::Write;

use crate::dice::Dice;
use crate::people::{Home, Person};

/// What an order is besides its person.
pub struct Facts {
    pub id: u64,
    pub placed: u64,
    pub altered: bool,
}

const SKUS: [(&str, &str, usize); 14] = [
    ("R-750", "Red blend 750 ml", 1890),
    ("W-750", "White blend 750 ml", 1690),
    ("CAB-21", "Cabernet 2021", 3490),
    ("PN-22", "Pinot noir 2022", 2990),
    ("SPK-BR", "Sparkling brut", 2490),
    ("ROSE-6", "Six rosés", 8900),
    ("MIX-12", "Mixed case of twelve", 19900),
    ("GL-2", "Two glasses", 2400),
    ("OPEN", "Opener", 1250),
    ("BIO-30", "Collagen 30 days", 4990),
    ("BIO-90", "Collagen 90 days", 12900),
    ("SER-15", "Serum 15 ml", 3890),
    ("SER-30", "Serum 30 ml", 6900),
    ("CRM-50", "Night cream 50 ml", 5450),
];

/// Writes the order as one line of JSON.
pub fn line(facts: &Facts, person: &Person, billing: &Person, dice: &mut Dice) -> String {
    let mut out = String::with_capacity(1_200);
    let country = person.home.town.country;
    let cents = items(&mut out, dice);
    let items = std::mem::take(&mut out);
    put(&mut out, "id", &facts.id.to_string());
    put(&mut out, "order", &format!("HB-{}", facts.id));
    put(&mut out, "placed_at", &when(facts.placed, country));
    put(&mut out, "email", &person.email);
    if !person.phone.is_empty() {
        put(&mut out, "phone", &person.phone);
    }
    put(&mut out, "ip", &person.ip);
    put(&mut out, "total", &format!("{}.{:02}", cents / 100, cents % 100));
    put(&mut out, "currency", currency(country));
    if dice.percent(7) {
        let code = dice.one(&["SPRING", "WELCOME10", "VIP25", "HOLIDAY", "FRIENDS"]);
        let _ = write!(out, "\"discount_codes\":[\"{code}\"],");
    }
    address(&mut out, "billing", billing, &billing.home);
    address(&mut out, "shipping", person, &person.ships_to);
    let card = &billing.card;
    let _ = write!(
        out,
        "\"card\":{{\"bin\":\"{}\",\"last4\":\"{}\",\"expiry\":\"{}\"}},",
        card.bin, card.last4, card.expiry
    );
    let _ = write!(out, "\"items\":[{items}],");
    risk(&mut out, facts, dice);
    format!("{{{}}}", out.trim_end_matches(','))
}

fn risk(out: &mut String, facts: &Facts, dice: &mut Dice) {
    let level = match dice.below(100) {
        0..2 => "high",
        2..7 => "medium",
        _ => "low",
    };
    let _ = write!(out, "\"risk\":{{\"level\":\"{level}\"}},");
    let bad = dice.below(1000) < if facts.altered { 220 } else { 3 };
    put(out, "ended", if bad { "chargeback" } else { "good" });
}

fn items(out: &mut String, dice: &mut Dice) -> usize {
    let mut sum = 0;
    for number in 0..dice.between(1, 3) {
        let (sku, title, price) = dice.one(&SKUS);
        let quantity = dice.between(1, 4);
        sum += price * quantity;
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(
            out,
            "{comma}{{\"sku\":\"{sku}\",\"title\":\"{title}\",\"quantity\":{quantity},\"price\":\"{}.{:02}\"}}",
            price / 100,
            price % 100
        );
    }
    sum
}

fn address(out: &mut String, key: &str, person: &Person, home: &Home) {
    let numbers_last = !matches!(home.town.country, "US" | "CA" | "GB" | "AU" | "FR");
    let line = match (home.house.is_empty(), numbers_last) {
        (true, _) => home.street.clone(),
        (false, true) => format!("{} {}", home.street, home.house),
        (false, false) => format!("{} {}", home.house, home.street),
    };
    let _ = write!(out, "\"{key}\":{{");
    put(out, "name", format!("{} {}", person.first, person.last).trim());
    for (key, value) in [
        ("company", &home.company),
        ("address1", &line.trim().to_string()),
        ("address2", &home.unit),
        ("city", &home.city),
    ] {
        if !value.is_empty() {
            put(out, key, value);
        }
    }
    if !home.town.region.is_empty() {
        put(out, "region", home.town.region);
    }
    put(out, "postal_code", &home.code);
    put(out, "country", home.town.country);
    out.pop();
    out.push_str("},");
}

fn put(out: &mut String, key: &str, value: &str) {
    let _ = write!(out, "\"{key}\":\"");
    for letter in value.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out.push_str("\",");
}

fn currency(country: &str) -> &'static str {
    match country {
        "US" => "USD",
        "CA" => "CAD",
        "GB" => "GBP",
        "AU" => "AUD",
        "SE" => "SEK",
        "DK" => "DKK",
        "NO" => "NOK",
        "PL" => "PLN",
        _ => "EUR",
    }
}

/// The moment (seconds from 2025-06-01, UTC) with the offset of the country's winter.
fn when(seconds: u64, country: &str) -> String {
    let offset = match country {
        "US" | "CA" => "-05:00",
        "GB" | "PT" => "+00:00",
        "AU" => "+10:00",
        _ => "+01:00",
    };
    let (mut day, second) = (seconds / 86_400, seconds % 86_400);
    let (mut year, mut month) = (2025, 6);
    loop {
        let days = match month {
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        if day < days {
            break;
        }
        day -= days;
        month += 1;
        if month == 13 {
            (year, month) = (year + 1, 1);
        }
    }
    format!(
        "{year}-{month:02}-{:02}T{:02}:{:02}:{:02}{offset}",
        day + 1,
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}
