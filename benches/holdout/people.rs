//! People, the homes they live in, and the places where many meet.

use crate::dice::Dice;
use crate::habits::{Card, card, code, ip, mailbox, phone, shared_ip, unit};
use crate::lists::{Lists, Town};

/// An address as somebody typed it.
#[derive(Clone)]
pub struct Home {
    pub town: Town,
    pub city: String,
    pub code: String,
    pub house: String,
    pub street: String,
    pub unit: String,
    pub company: String,
}

/// Somebody who orders.
#[derive(Clone)]
pub struct Person {
    pub first: String,
    pub last: String,
    pub email: String,
    pub phone: String,
    pub ip: String,
    pub card: Card,
    pub home: Home,
    pub ships_to: Home,
}

const HOUSE: u64 = 1;
const PERSON: u64 = 2;
const BUILDING: u64 = 3;
const HUB: u64 = 4;

/// Ten people live in six homes: three alone, two pairs, three together.
const PATTERN: [(u64, u64); 10] =
    [(0, 0), (1, 0), (2, 0), (3, 0), (3, 1), (4, 0), (4, 1), (5, 0), (5, 1), (5, 2)];

/// Where people live, in a hundred thousand.
const COUNTRIES: [(&str, usize); 14] = [
    ("US", 80_000),
    ("CA", 4_000),
    ("GB", 4_000),
    ("DE", 2_800),
    ("FR", 1_900),
    ("AU", 1_500),
    ("IT", 1_100),
    ("ES", 1_100),
    ("NL", 1_000),
    ("SE", 900),
    ("PL", 600),
    ("DK", 400),
    ("NO", 400),
    ("PT", 300),
];

/// The world of one seed.
pub struct World {
    pub lists: Lists,
    pub seed: u64,
}

impl World {
    /// The person of this number.
    pub fn person(&self, number: u32) -> Person {
        let number = u64::from(number);
        let (home_of_ten, member) = PATTERN[(number % 10) as usize];
        let household = number / 10 * 6 + home_of_ten;
        let mut house = Dice::of(self.seed, HOUSE, household);
        let country = country(&mut house);
        let group = group(country, &mut house);
        let family = self.surname(group, &mut house);
        let landline = phone(country, &[], &mut house);
        let home = self.home(country, &mut house);
        let home_ip = ip(&mut house);

        let mut dice = Dice::of(self.seed, PERSON, number);
        let woman = if member == 0 { dice.percent(50) } else { member == 1 };
        let first = self.lists.name(group, if woman { "F" } else { "M" }, &mut dice).to_string();
        let last =
            if member == 0 || dice.percent(86) { family } else { self.surname(group, &mut dice) };
        let phone =
            if dice.percent(18) { landline } else { phone(country, &home.town.areas, &mut dice) };
        let email = mailbox(&first, &last, country, &mut dice);
        let ip = if dice.percent(80) { home_ip } else { shared_ip(&mut dice) };
        let mut ships_to = home.clone();
        match dice.below(1000) {
            0..6 => self.forwarder(&mut ships_to, &mut dice),
            6..26 => self.office(&mut ships_to, &mut dice),
            26..31 => self.hotel(&mut ships_to, &mut dice),
            _ => {}
        }
        Person { first, last, email, phone, ip, card: card(&mut dice), home, ships_to }
    }

    /// A made-up identity: a name, a mailbox, a number, a home, all new.
    pub fn stranger(&self, country: &'static str, dice: &mut Dice) -> Person {
        let group = group(country, dice);
        let woman = dice.percent(50);
        let first = self.lists.name(group, if woman { "F" } else { "M" }, dice).to_string();
        let last = self.surname(group, dice);
        let home = self.home(country, dice);
        let phone = phone(country, &home.town.areas, dice);
        let email = mailbox(&first, &last, country, dice);
        let ip = if dice.percent(45) { shared_ip(dice) } else { ip(dice) };
        Person { first, last, email, phone, ip, card: card(dice), ships_to: home.clone(), home }
    }

    fn surname(&self, group: &'static str, dice: &mut Dice) -> String {
        let one = self.lists.name(group, "S", dice);
        // The lists end before the names do: double names stand for the long tail.
        match (group, dice.below(100)) {
            ("ES" | "PT", 0..60) | ("US" | "GB", 0..6) => {
                let sign = if group == "US" || group == "GB" { '-' } else { ' ' };
                format!("{one}{sign}{}", self.lists.name(group, "S", dice))
            }
            _ => one.to_string(),
        }
    }

    /// A home: a house, a flat in a block that many share, or a farm road.
    pub fn home(&self, country: &'static str, dice: &mut Dice) -> Home {
        if dice.percent(16) {
            let block = (20_000.0 * dice.share().powi(3)) as u64;
            let mut block =
                Dice::of(self.seed, BUILDING, block + 1_000_000 * country_number(country));
            let town = self.lists.town(country, &mut block).clone();
            let mut home = self.house(town, &mut block);
            home.unit = unit(country, dice);
            return home;
        }
        let town = self.lists.town(country, dice).clone();
        let mut home = self.house(town, dice);
        if dice.percent(6) {
            home.unit = unit(country, dice);
        }
        home
    }

    /// A house of a town.
    pub fn house(&self, town: Town, dice: &mut Dice) -> Home {
        let house = match town.country {
            "US" | "CA" if dice.percent(70) => dice.between(100, 9999).to_string(),
            _ if dice.percent(4) => {
                format!("{}{}", dice.between(1, 80), dice.one(&["a", "b", "B"]))
            }
            _ => dice.between(1, 180).to_string(),
        };
        let street = self.lists.street(town.country, dice);
        let code = code(&town, dice);
        Home {
            city: town.name.to_string(),
            code,
            house,
            street,
            unit: String::new(),
            company: String::new(),
            town,
        }
    }

    fn forwarder(&self, home: &mut Home, dice: &mut Dice) {
        let number = dice.below(25) as u64;
        let mut hub = Dice::of(self.seed, HUB, number);
        *home = self.house(self.lists.town("US", &mut hub).clone(), &mut hub);
        home.company = format!(
            "{} {}",
            hub.one(&["Ship", "Parcel", "Cargo", "Globe", "My"]),
            hub.one(&["Forward", "Bridge", "Box US", "Express"])
        );
        home.unit = format!(
            "{} {}{}",
            dice.one(&["Suite", "Ste", "#"]),
            dice.one(&["A", "KX", ""]),
            dice.digits(5)
        );
    }

    fn office(&self, home: &mut Home, dice: &mut Dice) {
        let number = 1_000 + (2_500.0 * dice.share().powi(2)) as u64;
        let mut hub = Dice::of(self.seed, HUB, number);
        *home = self.house(home.town.clone(), &mut hub);
        home.company = format!(
            "{} {}",
            self.lists.name("US", "S", &mut hub),
            hub.one(&["Partners", "LLC", "Inc", "Dental", "& Sons", "Law"])
        );
        home.unit = format!("{} {}", dice.one(&["Floor", "Suite", "Ste"]), dice.between(1, 30));
    }

    fn hotel(&self, home: &mut Home, dice: &mut Dice) {
        let mut hub = Dice::of(self.seed, HUB, 10_000 + dice.below(200) as u64);
        *home = self.house(self.lists.town(home.town.country, &mut hub).clone(), &mut hub);
        home.company = format!(
            "{} {}",
            hub.one(&["Hotel", "Grand", "The"]),
            hub.one(&["Plaza", "Central", "Riverside", "Palace"])
        );
        home.unit = format!("Room {}", dice.between(101, 930));
    }
}

fn country(dice: &mut Dice) -> &'static str {
    let mut point = dice.below(100_000);
    for (country, share) in COUNTRIES {
        if point < share {
            return country;
        }
        point -= share;
    }
    "US"
}

fn country_number(country: &str) -> u64 {
    COUNTRIES.iter().position(|(name, _)| *name == country).unwrap() as u64
}

/// Which names are given in a country: most its own, some from elsewhere.
fn group(country: &'static str, dice: &mut Dice) -> &'static str {
    let elsewhere = ["ES", "ES", "ES", "DE", "IT", "PL", "FR", "RU", "SE", "PT"];
    match country {
        _ if dice.percent(8) => dice.one::<&str>(&elsewhere),
        "US" | "CA" => "US",
        "AU" => "GB",
        own => own,
    }
}
