//! Numbers, mailboxes and codes as people of a country have them.

use crate::dice::Dice;
use crate::lists::Town;

/// What a shop learns of a card.
#[derive(Clone)]
pub struct Card {
    pub bin: String,
    pub last4: String,
    pub expiry: String,
}

/// A flat's number as its country writes it.
pub fn unit(country: &str, dice: &mut Dice) -> String {
    let number =
        format!("{}{}", dice.between(1, 28), dice.one(&["", "", "A", "B", "C", "04", "12"]));
    let word = match country {
        "US" | "CA" => *dice.one(&["Apt", "Apt", "Unit", "#", "Apartment"]),
        "GB" | "AU" => *dice.one(&["Flat", "Flat", "Unit"]),
        "DE" => "Whg",
        "FR" => "Appt",
        "ES" => "Piso",
        "IT" => "Int",
        "SE" | "DK" | "NO" => "lgh",
        _ => "m.",
    };
    format!("{word} {number}")
}

/// A postal code of the town.
pub fn code(town: &Town, dice: &mut Dice) -> String {
    let code = *dice.one(&town.codes);
    let mut letters = |count: usize| {
        (0..count)
            .map(|_| *dice.one(&['A', 'B', 'D', 'E', 'H', 'J', 'L', 'N', 'P', 'W']))
            .collect::<String>()
    };
    match (town.country, code.len()) {
        ("GB", _) => format!("{code} {}{}", town.name.len() % 9 + 1, letters(2)),
        ("NL", 4) => format!("{code} {}", letters(2)),
        ("CA", 3) => {
            let letter = letters(1);
            format!("{code} {}{letter}{}", dice.below(10), dice.below(10))
        }
        ("SE", 5) => format!("{} {}", &code[..3], &code[3..]),
        ("PL", 5) => format!("{}-{}", &code[..2], &code[2..]),
        ("PT", 7) => format!("{}-{}", &code[..4], &code[4..]),
        _ => code.to_string(),
    }
}

/// An address of a computer at home.
pub fn ip(dice: &mut Dice) -> String {
    if dice.percent(22) {
        return format!(
            "2600:{:x}:{:x}:{:x}::{:x}",
            dice.below(65_536),
            dice.below(65_536),
            dice.below(65_536),
            dice.below(65_536)
        );
    }
    format!(
        "{}.{}.{}.{}",
        dice.one(&[24, 47, 66, 68, 71, 73, 75, 76, 81, 86, 98, 107, 174]),
        dice.below(256),
        dice.below(256),
        dice.between(1, 254)
    )
}

/// An address that hundreds share: a mobile network's door, a campus, a VPN.
pub fn shared_ip(dice: &mut Dice) -> String {
    let door = (3_000.0 * dice.share().powi(2)) as usize;
    format!("172.{}.{}.{}", 56 + door % 6, door / 250, 1 + door % 250)
}

/// A card; some banks' cards are met often.
pub fn card(dice: &mut Dice) -> Card {
    let bin = 400_000 + (1_400.0 * dice.share().powi(3)) as usize * 97;
    let expiry = format!("{:02}/{}", dice.between(1, 12), dice.between(27, 31));
    Card { bin: bin.to_string(), last4: dice.digits(4), expiry }
}

/// A mailbox as its owner might have chosen it.
pub fn mailbox(first: &str, last: &str, country: &str, dice: &mut Dice) -> String {
    let latin =
        |text: &str| crate::slips::plain(text).to_lowercase().replace([' ', '\'', '’', '-'], "");
    let (first, last) = (latin(first), latin(last));
    let initial: String = first.chars().take(1).collect();
    let year = dice.between(50, 99);
    let local = match dice.below(12) {
        0..3 => format!("{first}.{last}"),
        3 => format!("{first}{last}{}", dice.below(100)),
        4 => format!("{initial}{last}{year}"),
        5 => format!("{first}{year}{}", dice.below(10)),
        6 => format!("{last}.{first}{}", dice.below(20)),
        7 => format!("{initial}.{last}"),
        8 => format!("{first}_{last}"),
        9 => format!(
            "{}{}{}",
            dice.one(&["sunny", "the", "mr", "happy", "wine", "blue", "cat", "golf"]),
            last,
            dice.below(1000)
        ),
        10 => format!(
            "{}{}{}",
            dice.one(&["lucky", "mountain", "silver", "tiger", "coffee", "dragon"]),
            dice.one(&["girl", "man", "lover", "rider", "fan"]),
            dice.below(10_000)
        ),
        _ => format!("{first}{last}"),
    };
    let own = |dice: &mut Dice| {
        format!("{}{}.com", last, dice.one(&["family", "home", "mail", "online", ""]))
    };
    let domain = match (country, dice.below(100)) {
        (_, 0..47) => "gmail.com".into(),
        (_, 47..52) => own(dice),
        ("DE", _) => (*dice.one(&["gmx.de", "web.de", "t-online.de"])).into(),
        ("FR", _) => (*dice.one(&["orange.fr", "free.fr", "laposte.net"])).into(),
        ("GB", _) => (*dice.one(&["btinternet.com", "hotmail.co.uk", "sky.com"])).into(),
        ("IT", _) => (*dice.one(&["libero.it", "virgilio.it", "alice.it"])).into(),
        (_, 52..70) => "yahoo.com".into(),
        (_, 70..80) => (*dice.one(&["hotmail.com", "outlook.com", "live.com"])).into(),
        (_, 80..90) => (*dice.one(&["icloud.com", "me.com", "aol.com"])).into(),
        _ => String::from(*dice.one(&[
            "comcast.net",
            "att.net",
            "verizon.net",
            "msn.com",
            "protonmail.com",
            "sbcglobal.net",
        ])),
    };
    format!("{local}@{domain}")
}

/// A number as people of the country have them.
pub fn phone(country: &str, areas: &[&str], dice: &mut Dice) -> String {
    let mut mobile = |front: &str, digits: usize| format!("{front}{}", dice.digits(digits));
    match country {
        "GB" => mobile("+447", 9),
        "DE" => mobile("+4915", 9),
        "FR" => mobile("+336", 8),
        "AU" => mobile("+614", 8),
        "IT" => mobile("+393", 9),
        "ES" => mobile("+346", 8),
        "NL" => mobile("+316", 8),
        "SE" => mobile("+467", 8),
        "PL" => mobile("+485", 8),
        "DK" => mobile("+452", 7),
        "NO" => mobile("+474", 7),
        "PT" => mobile("+3519", 8),
        _ => {
            let usual = ["212", "305", "512", "415", "702", "919", "503", "614", "404", "813"];
            let moved_here = areas.is_empty() || dice.percent(15);
            let area = *dice.one(if moved_here { &usual } else { areas });
            format!("+1{area}{}{}", dice.between(2, 9), dice.digits(6))
        }
    }
}
