//! How names, mailboxes and numbers of one person change.

use super::countries::Country;
use super::dice::Dice;
use super::mailboxes::{self, Mailbox, Taken};
use super::people::{Name, first_large, other_form};
use super::persons::Buyer;
use super::phones;
use super::plain::{Without, unaccented};
use super::slips::{finger, slip};

/// One small change of a name: as careless people write it.
pub fn careless_name(name: &mut Name, dice: &mut Dice) {
    match dice.below(5) {
        0 => name.family = slip(&name.family, dice),
        1 => name.given = slip(&name.given, dice),
        2 => {
            name.middle = if name.middle.is_some() {
                None
            } else {
                Some(*dice.pick(&['A', 'J', 'L', 'M', 'R']))
            }
        }
        3 => {
            name.given = unaccented(&name.given, Without::Marks);
            name.family = unaccented(&name.family, Without::Umlauts);
            name.middle = None;
        }
        _ => shout(name, dice),
    }
}

fn shout(name: &mut Name, dice: &mut Dice) {
    let capitals = dice.hits(500);
    for part in [&mut name.given, &mut name.family] {
        *part = if capitals { part.to_uppercase() } else { part.to_lowercase() };
    }
}

/// One large change of a name.
pub fn other_name(name: &mut Name, dice: &mut Dice) {
    match dice.below(100) {
        0..40 => name.given = nickname(&name.given, dice),
        40..55 => name.turned = !name.turned,
        55..75 => name.family = slip(&name.family, dice),
        75..85 => name.given = slip(&name.given, dice),
        85..92 => name.given = name.given.chars().take(1).collect(),
        92..96 => name.family = shortened(&name.family),
        _ => {
            name.given = unaccented(&name.given, Without::Umlauts);
            name.family = unaccented(&name.family, Without::Marks);
        }
    }
}

/// Another form of the name; a slip where there is none.
pub fn nickname(given: &str, dice: &mut Dice) -> String {
    other_form(given, dice).unwrap_or_else(|| match given.chars().count() {
        6.. if dice.hits(400) => given.chars().take(4).collect(),
        _ => finger(given, dice),
    })
}

/// The first of two family names.
fn shortened(family: &str) -> String {
    let one = family.split(['-', ' ']).find(|part| part.chars().count() > 3);
    first_large(one.unwrap_or(family))
}

/// The same mailbox, written otherwise.
pub fn respelled(mailbox: &Mailbox, dice: &mut Dice) -> Mailbox {
    let kind = dice.below(100);
    if mailbox.is_gmail() {
        return match kind {
            0..35 => Mailbox { local: dotted(&mailbox.local, dice), ..mailbox.clone() },
            35..60 => tagged(mailbox, dice),
            60..72 => capital(mailbox),
            72..80 => Mailbox { domain: "googlemail.com".into(), ..mailbox.clone() },
            80..93 => Mailbox { domain: misspelled(&mailbox.domain, dice), ..mailbox.clone() },
            _ => Mailbox { local: lookalike(&mailbox.local, dice), ..mailbox.clone() },
        };
    }
    match kind {
        0..35 => tagged(mailbox, dice),
        35..58 => capital(mailbox),
        58..82 => Mailbox { domain: misspelled(&mailbox.domain, dice), ..mailbox.clone() },
        82..91 => Mailbox { local: dotted(&mailbox.local, dice), ..mailbox.clone() },
        _ => Mailbox { local: lookalike(&mailbox.local, dice), ..mailbox.clone() },
    }
}

fn dotted(local: &str, dice: &mut Dice) -> String {
    let bare: Vec<char> = local.chars().filter(|c| *c != '.').collect();
    if local.contains('.') && dice.hits(450) || bare.len() < 3 {
        return bare.into_iter().collect();
    }
    let mut dotted = bare;
    for _ in 0..=dice.below(2) {
        let at = 1 + dice.below(dotted.len() - 1);
        if dotted[at] != '.' && dotted[at - 1] != '.' {
            dotted.insert(at, '.');
        }
    }
    dotted.into_iter().collect()
}

fn tagged(mailbox: &Mailbox, dice: &mut Dice) -> Mailbox {
    let tags = ["shop", "orders", "new", "1", "2", "promo", "x", "store", "buy", "news", "deals"];
    Mailbox { local: format!("{}+{}", mailbox.local, dice.pick(&tags)), ..mailbox.clone() }
}

fn capital(mailbox: &Mailbox) -> Mailbox {
    let large: Vec<String> = mailbox.local.split('.').map(first_large).collect();
    Mailbox { local: large.join("."), domain: first_large(&mailbox.domain) }
}

/// A domain as a hasty hand or a cheat writes it.
fn misspelled(domain: &str, dice: &mut Dice) -> String {
    let (name, end) = domain.split_once('.').unwrap_or((domain, "com"));
    match dice.below(10) {
        0 => format!("{name}.{}", if end == "com" { "co" } else { "com" }),
        1 if end == "com" => format!("{name}.{}", dice.pick(&["con", "cm", "comm", "om", "net"])),
        2 => format!("{}.{end}", lookalike(name, dice)),
        _ => format!("{}.{end}", finger(name, dice)),
    }
}

/// One letter exchanged for one that looks like it; a slip where there is none.
fn lookalike(text: &str, dice: &mut Dice) -> String {
    for (from, to) in [("o", "0"), ("l", "1"), ("i", "l"), ("m", "rn"), ("0", "o"), ("1", "l")] {
        if text.contains(from) && dice.hits(600) {
            return text.replacen(from, to, 1);
        }
    }
    finger(text, dice)
}

/// Another mailbox of the same person.
pub fn other_mailbox(buyer: &mut Buyer, dice: &mut Dice) {
    let Some(mailbox) = &mut buyer.mailbox else { return };
    match dice.below(100) {
        0..25 => mailbox.local.push_str(&dice.digits(2)),
        25..45 => mailbox.domain = other_domain(&mailbox.domain, dice),
        45..60 => mailbox.local = finger(&mailbox.local, dice),
        60..70 => *mailbox = respelled(mailbox, dice),
        70..78 => {
            mailbox.local = format!("{}{}", dice.pick(&["the", "mr", "real", "my"]), mailbox.local);
        }
        _ => {
            let number = 10 + dice.below(990) as u64;
            *mailbox = mailboxes::drawn(&buyer.name, buyer.country, Taken::By(number), dice);
        }
    }
}

fn other_domain(domain: &str, dice: &mut Dice) -> String {
    let others = [
        "gmail.com",
        "yahoo.com",
        "outlook.com",
        "hotmail.com",
        "icloud.com",
        "proton.me",
        "mail.com",
    ];
    let fitting: Vec<_> = others.iter().filter(|other| **other != domain).collect();
    (**dice.pick(&fitting)).to_owned()
}

/// Another telephone number, or none.
pub fn other_phone(buyer: &mut Buyer, dice: &mut Dice) {
    let town = buyer.home.town;
    buyer.phone = (!dice.hits(200)).then(|| phones::drawn(town, dice));
}

/// A person of the same country with another family name.
pub fn stranger_to(name: &Name, country: Country, dice: &mut Dice) -> Name {
    let mut other = super::people::stranger(country, dice);
    for _ in 0..8 {
        if other.family != name.family && other.given != name.given {
            break;
        }
        other = super::people::stranger(country, dice);
    }
    other
}
