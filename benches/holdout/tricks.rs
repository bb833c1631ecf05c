//! What an altered order keeps of its person, class by class.

use crate::dice::Dice;
use crate::habits;
use crate::people::{self, Person, World};
use crate::slips;

/// The classes, light to hard, with how many of a hundred altered orders fall in each.
pub const CLASSES: [(&str, usize); 13] = [
    ("typo_light", 10),
    ("typo_heavy", 10),
    ("nickname", 9),
    ("swapped", 6),
    ("accents", 6),
    ("moved", 9),
    ("new_mailbox", 9),
    ("mailbox_spelling", 8),
    ("padded", 9),
    ("unit", 7),
    ("card_only", 5),
    ("phone_only", 6),
    ("name_town", 6),
];

/// Alters a person the way its class says.
pub fn alter(world: &World, mut person: Person, class: &str, dice: &mut Dice) -> Person {
    let country = person.home.town.country;
    let new = world.stranger(country, dice);
    match class {
        "typo_light" => typo_light(&mut person, &new, dice),
        "typo_heavy" => typo_heavy(&mut person, &new, dice),
        "nickname" => {
            person.first = nickname(&person, dice);
            keep(&mut person, &new, [50, 60, 40], dice);
        }
        "swapped" => {
            swap_names(&mut person, dice);
            keep(&mut person, &new, [40, 50, 40], dice);
        }
        "accents" => accents(&mut person, &new, dice),
        "moved" => moved(world, &mut person, &new, dice),
        "new_mailbox" => {
            let line = other_notation(&person.ships_to.street);
            both_homes(&mut person, |home| home.street.clone_from(&line));
            person.email = habits::mailbox(&person.first, &person.last, country, dice);
            let (email, keep_phone) = (person.email.clone(), 50);
            keep(&mut person, &new, [0, keep_phone, 40], dice);
            person.email = email;
        }
        "mailbox_spelling" => {
            let email = slips::mailbox_spelling(&person.email, dice);
            let names = (person.first.clone(), person.last.clone());
            person = new;
            person.email = email;
            if dice.percent(50) {
                (person.first, person.last) = names;
            }
        }
        "padded" => padded(&mut person, &new, dice),
        "unit" => unit(&mut person, &new, dice),
        "card_only" => person = Person { card: person.card, ..new },
        "phone_only" => {
            let phone = slips::phone_notation(&person.phone, dice);
            person = Person { phone, ..new };
        }
        _ => name_town(world, &mut person, new, dice),
    }
    person
}

/// Keeps e-mail, phone and card as often as said; the rest of them is new, the address never.
fn keep(person: &mut Person, new: &Person, often: [usize; 3], dice: &mut Dice) {
    let [email, phone, card] = often;
    if !dice.percent(email) {
        person.email.clone_from(&new.email);
    }
    if dice.percent(phone) {
        person.phone = slips::phone_notation(&person.phone, dice);
    } else {
        person.phone = if dice.percent(25) { String::new() } else { new.phone.clone() };
    }
    if !dice.percent(card) {
        person.card = new.card.clone();
    }
    if dice.percent(60) {
        person.ip.clone_from(&new.ip);
    }
}

fn both_homes(person: &mut Person, change: impl Fn(&mut people::Home)) {
    change(&mut person.ships_to);
    change(&mut person.home);
}

fn typo_light(person: &mut Person, new: &Person, dice: &mut Dice) {
    for _ in 0..dice.between(1, 2) {
        match dice.below(4) {
            0 => person.first = slips::keyboard(&person.first, dice),
            1 => person.last = slips::keyboard(&person.last, dice),
            2 => person.ships_to.street = slips::keyboard(&person.ships_to.street, dice),
            _ => person.ships_to.city = slips::keyboard(&person.ships_to.city, dice),
        }
    }
    if dice.percent(20) {
        person.email = slipped_mailbox(&person.email, dice);
    }
    person.ip.clone_from(&new.ip);
}

fn slipped_mailbox(email: &str, dice: &mut Dice) -> String {
    let (local, domain) = email.split_once('@').unwrap();
    if dice.percent(70) {
        return format!("{}@{domain}", slips::keyboard(local, dice).replace(' ', ""));
    }
    let domain = match domain {
        "gmail.com" => dice.one(&["gmial.com", "gmail.con", "gamil.com", "gmail.co"]),
        "yahoo.com" => dice.one(&["yaho.com", "yahoo.co", "yahooo.com"]),
        "hotmail.com" => dice.one(&["hotmial.com", "hotmail.co"]),
        other => other,
    };
    format!("{local}@{domain}")
}

fn typo_heavy(person: &mut Person, new: &Person, dice: &mut Dice) {
    person.first = slips::several(&person.first, dice.below(2), dice);
    person.last = slips::several(&person.last, dice.between(1, 2), dice);
    person.ships_to.street = slips::several(&person.ships_to.street, dice.between(1, 2), dice);
    if dice.percent(30) {
        person.ships_to.city = slips::any(&person.ships_to.city, dice);
    }
    if dice.percent(25) {
        person.ships_to.code = slips::misread(&person.ships_to.code, dice);
    }
    person.home = person.ships_to.clone();
    let (email, phone) = (slipped_mailbox(&person.email, dice), wrong_digit(&person.phone, dice));
    keep(person, new, [0, 40, 50], dice);
    if dice.percent(50) {
        person.email = email;
    }
    if dice.percent(30) {
        person.phone = phone;
    }
}

fn wrong_digit(phone: &str, dice: &mut Dice) -> String {
    let at = phone.len() - dice.between(1, 6);
    format!("{}{}{}", &phone[..at], dice.below(10), &phone[at + 1..])
}

fn nickname(person: &Person, dice: &mut Dice) -> String {
    let lower = slips::plain(&person.first).to_lowercase();
    let known = NICKNAMES.iter().find(|row| row.split(' ').next() == Some(&lower));
    let letters: Vec<char> = person.first.chars().collect();
    match (known, dice.below(10)) {
        (Some(row), 0..8) => {
            let names: Vec<&str> = row.split(' ').skip(1).collect();
            let name = dice.one(&names);
            format!("{}{}", name[..1].to_uppercase(), &name[1..])
        }
        (_, 8) => format!("{} {}.", person.first, dice.one(&['A', 'J', 'M', 'R', 'L'])),
        (None, 0..4) if letters.len() > 5 => letters.iter().take(3 + dice.below(2)).collect(),
        _ => format!("{}.", letters[0]),
    }
}

fn swap_names(person: &mut Person, dice: &mut Dice) {
    let (first, last) = (person.first.clone(), person.last.clone());
    (person.first, person.last) = match dice.below(4) {
        0 => (format!("{last},"), first),
        1 => (last.to_uppercase(), first.to_uppercase()),
        // Half of a double surname, or a second one that was not there.
        2 => match last.split_once(['-', ' ']) {
            Some((_, second)) => (first, second.to_string()),
            None => (last, first),
        },
        _ => (last, first),
    };
}

fn accents(person: &mut Person, new: &Person, dice: &mut Dice) {
    let spell = if dice.percent(50) { slips::plain } else { slips::spelled_out };
    (person.first, person.last) = (spell(&person.first), spell(&person.last));
    both_homes(person, |home| {
        home.street = spell(&home.street);
        home.city = spell(&home.city);
    });
    keep(person, new, [40, 50, 40], dice);
}

fn moved(world: &World, person: &mut Person, new: &Person, dice: &mut Dice) {
    let home = if dice.percent(30) {
        world.house(person.home.town.clone(), dice)
    } else {
        new.home.clone()
    };
    (person.home, person.ships_to) = (home.clone(), home);
    (person.phone, person.ip) = (new.phone.clone(), new.ip.clone());
    if dice.percent(20) {
        person.first = nickname(person, dice);
    }
    match dice.below(100) {
        0..55 => person.card = new.card.clone(),
        55..70 => {}
        _ => person.email.clone_from(&new.email),
    }
}

fn padded(person: &mut Person, new: &Person, dice: &mut Dice) {
    let line = slips::padded(&person.ships_to.house, &person.ships_to.street, dice);
    person.ships_to.house.clear();
    person.ships_to.street = line;
    match dice.below(10) {
        0..4 => {}
        4..7 => person.last = slips::any(&person.last, dice),
        _ => (person.first, person.last) = (new.first.clone(), new.last.clone()),
    }
    person.home = if dice.percent(50) { new.home.clone() } else { person.ships_to.clone() };
    keep(person, new, [0, 30, 20], dice);
}

fn unit(person: &mut Person, new: &Person, dice: &mut Dice) {
    let home = &mut person.ships_to;
    let number = home.unit.rsplit(' ').next().unwrap_or("").to_string();
    match dice.below(4) {
        0 => home.unit.clear(),
        1 if !number.is_empty() => {
            home.house = format!("{}-{number}", home.house);
            home.unit.clear();
        }
        2 => {
            home.unit = format!("{} {}", home.street, home.unit).trim().to_string();
            home.street.clear();
        }
        _ if number.is_empty() => {
            home.unit = format!("{} {}", dice.one(&["Apt", "#", "Unit"]), dice.between(1, 20))
        }
        _ => {
            home.street = format!("{} #{number}", home.street);
            home.unit.clear();
        }
    }
    person.home = person.ships_to.clone();
    if dice.percent(30) {
        person.last = slips::any(&person.last, dice);
    }
    keep(person, new, [35, 40, 30], dice);
}

fn name_town(world: &World, person: &mut Person, new: Person, dice: &mut Dice) {
    let town = person.ships_to.town.clone();
    let home = world.house(town, dice);
    let (first, last) = (person.first.clone(), person.last.clone());
    *person = Person { first, last, ships_to: home.clone(), home, ..new };
}

fn other_notation(street: &str) -> String {
    const PAIRS: [(&str, &str); 13] = [
        (" St", " Street"),
        (" Ave", " Avenue"),
        (" Rd", " Road"),
        (" Dr", " Drive"),
        (" Ln", " Lane"),
        (" Blvd", " Boulevard"),
        ("straße", "str."),
        ("Calle ", "C/ "),
        ("Avenue ", "Av. "),
        ("Boulevard ", "Bd "),
        ("Viale ", "V.le "),
        ("gatan", "g."),
        ("straat", "str"),
    ];
    for (short, long) in PAIRS {
        if let Some(front) = street.strip_suffix(long).filter(|_| long.starts_with(' ')) {
            return format!("{front}{short}.");
        }
        if street.ends_with(short) || (!short.starts_with(' ') && street.contains(short)) {
            return street.replacen(short, long, 1);
        }
    }
    street.to_uppercase()
}

/// Given names with what friends make of them.
const NICKNAMES: [&str; 56] = [
    "james jim jimmy jamie",
    "john jack johnny",
    "robert bob rob bobby",
    "michael mike mick mikey",
    "william bill will billy liam",
    "david dave davy",
    "richard rick dick rich",
    "charles charlie chuck",
    "joseph joe joey",
    "thomas tom tommy",
    "christopher chris kit topher",
    "daniel dan danny",
    "matthew matt",
    "anthony tony",
    "steven steve",
    "stephen steve",
    "edward ed eddie ted ned",
    "kenneth ken kenny",
    "ronald ron ronnie",
    "timothy tim",
    "lawrence larry",
    "gerald jerry",
    "samuel sam",
    "benjamin ben benny",
    "gregory greg",
    "alexander alex sandy xander",
    "patrick pat paddy",
    "andrew andy drew",
    "francis frank",
    "henry harry hank",
    "albert al bert",
    "theodore ted theo",
    "mary molly polly mamie",
    "patricia pat patty trish",
    "elizabeth liz beth betty eliza lisa",
    "margaret maggie peggy meg marge",
    "susan sue suzy",
    "dorothy dot dottie",
    "catherine cathy kate kitty",
    "katherine kate kathy katie",
    "jennifer jen jenny",
    "barbara barb babs",
    "deborah deb debbie",
    "rebecca becky becca",
    "victoria vicky tori",
    "christine chris tina",
    "judith judy",
    "kimberly kim",
    "pamela pam",
    "theresa terry tess",
    "jacqueline jackie",
    "francisco paco pancho curro",
    "giuseppe peppe beppe pino",
    "wolfgang wolfi wolf",
    "johannes hannes jan",
    "alexandra sandra alex sasha",
];
