//! Who the buyers are: everything about the `n`-th person follows from the seed.

use super::cards::{self, Card};
use super::countries::Country;
use super::dice::{Dice, For};
use super::labels::Hand;
use super::mailboxes::{self, Mailbox, Taken};
use super::networks;
use super::people::{self, Name};
use super::phones::{self, Notation, Phone};
use super::places::{self, Home};

/// What the whole world is made from.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seed: u64,
    /// Orders in all.
    pub orders: usize,
    /// The most persons there may be; households are cut from them.
    pub persons: usize,
    /// How far apart in the row of persons two of one household stand.
    stride: usize,
}

/// One order as its buyer thinks of it, before it is written into a form.
#[derive(Clone, Debug)]
pub struct Buyer {
    pub country: Country,
    pub name: Name,
    pub hand: Hand,
    pub mailbox: Option<Mailbox>,
    pub phone: Option<Phone>,
    pub notation: Notation,
    pub ip: Option<String>,
    pub home: Home,
    pub billed: bool,
    /// Somebody or somewhere else that the goods go to.
    pub to: Option<(Name, Home)>,
    pub card: Option<Card>,
    pub device: Option<String>,
}

impl Buyer {
    /// Where the goods go.
    pub fn ship_to(&self) -> (&Name, &Home) {
        self.to.as_ref().map_or((&self.name, &self.home), |(name, home)| (name, home))
    }

    /// Whether the goods go to a forwarder, where nobody is known by the place.
    pub fn uses_forwarder(&self) -> bool {
        let unit = self.ship_to().1.unit.as_ref();
        unit.is_some_and(|unit| unit.kind == places::UnitKind::Customer)
    }
}

/// People who live together.
struct Household {
    number: u64,
    member: usize,
    together: bool,
    country: Country,
    group: &'static str,
    family: String,
    home: Home,
}

/// What may change from one order of a person to the next, and stays changed.
#[derive(Clone, Copy)]
enum Change {
    Home = 1,
    Phone,
    Mailbox,
    Network,
    Family,
}

/// Sizes of the households among four neighbours in the list of persons.
const BLOCKS: [(&[usize], usize); 5] =
    [(&[1, 1, 1, 1], 640), (&[2, 1, 1], 200), (&[2, 2], 70), (&[3, 1], 60), (&[4], 30)];

impl Plan {
    /// A world of so many orders.
    pub fn new(seed: u64, orders: usize) -> Self {
        let persons = orders * 77 / 100 + 64;
        let first = persons * 61 / 100;
        let stride = (first..persons).find(|stride| apart(*stride, persons)).unwrap_or(1);
        Self { seed, orders, persons, stride }
    }

    fn dice(&self, what: For, person: u32, part: u64) -> Dice {
        Dice::at(self.seed, what, u64::from(person), part)
    }

    /// How often something has changed until the `nth` order (from 0).
    fn changes(&self, what: Change, person: u32, nth: u8, per_mille: usize) -> u64 {
        let part = |order: u8| ((what as u64) << 8) | u64::from(order);
        let hits = |order: &u8| self.dice(For::Event, person, part(*order)).hits(per_mille);
        (1..=nth).filter(hits).count() as u64
    }

    /// The household of a person. Its members stand far apart in the order of persons.
    fn household(&self, person: u32) -> Household {
        let slot = (person as usize * self.stride) % self.persons;
        let (block, mut place) = (slot / 4, slot % 4);
        let sizes = *Dice::at(self.seed, For::Block, block as u64, 0).weighed(&BLOCKS);
        let mut first = 0;
        let mut size = 1;
        for of in sizes {
            size = *of;
            if place < size {
                break;
            }
            place -= size;
            first += size;
        }
        let number = (block * 4 + first) as u64;
        let mut dice = Dice::at(self.seed, For::Household, number, 0);
        let home = self.first_home(&mut dice);
        let country = home.town.country;
        let (group, family) = people::family(country, &mut dice);
        Household { number, member: place, together: size > 1, country, group, family, home }
    }

    fn first_home(&self, dice: &mut Dice) -> Home {
        if dice.hits(130) {
            let houses = (self.orders * 3 / 1000).max(4);
            return places::apartment(self.seed, dice.low(houses), dice);
        }
        let country = if dice.hits(9) { Country::abroad(dice) } else { Country::drawn(dice) };
        places::house(self.seed, country, dice)
    }

    /// The person's `nth` order (from 0); `taken` says that the mailbox was somebody's before.
    pub fn buyer(&self, person: u32, nth: u8, taken: bool) -> Buyer {
        let household = self.household(person);
        let name = self.name(person, nth, &household);
        let home = self.home(person, nth, &household);
        let mut dice = self.dice(For::Person, person, 1);
        let hand = Hand::drawn(&mut dice);
        let notation = Notation::drawn(&mut dice);
        let mut now = self.dice(For::Content, person, u64::from(nth));
        let seldom_calls = dice.hits(105);
        let to = self.ship_to(person, household.country, &mut now);
        Buyer {
            country: household.country,
            hand,
            notation: if now.hits(60) { notation.another(&mut now) } else { notation },
            mailbox: (!now.hits(5)).then(|| self.mailbox(person, nth, taken, &household)),
            phone: (!seldom_calls && !now.hits(50))
                .then(|| self.phone(person, nth, &household, &home)),
            ip: (!now.hits(100)).then(|| self.ip(person, nth, &household, &mut now)),
            billed: !now.hits(30),
            card: (!now.hits(140)).then(|| self.card(person, household.country, &mut now)),
            device: now.hits(350).then(|| cards::device(&mut self.dice(For::Card, person, 9))),
            name,
            home,
            to,
        }
    }

    fn name(&self, person: u32, nth: u8, household: &Household) -> Name {
        let mut dice = self.dice(For::Person, person, 0);
        let own = household.member > 0 && dice.hits(150);
        let married = self.changes(Change::Family, person, nth, 4);
        let other = own.then(|| people::family(household.country, &mut dice).1);
        let family = other.as_deref().unwrap_or(&household.family);
        let mut name = people::member(household.group, family, &mut dice);
        if married > 0 {
            name.family = people::family(household.country, &mut dice).1;
        }
        name
    }

    fn home(&self, person: u32, nth: u8, household: &Household) -> Home {
        let moved = self.changes(Change::Home, person, nth, 45);
        if moved == 0 {
            return household.home.clone();
        }
        let mut dice = self.dice(For::Building, person, moved);
        if dice.hits(500) {
            return places::elsewhere_in_town(self.seed, &household.home, &mut dice);
        }
        places::house(self.seed, household.country, &mut dice)
    }

    fn mailbox(&self, person: u32, nth: u8, taken: bool, household: &Household) -> Mailbox {
        let changed = self.changes(Change::Mailbox, person, nth, 45);
        let name = self.name(person, 0, household);
        let taken = if taken || changed > 0 {
            Taken::By(u64::from(person) % 9973 + changed)
        } else {
            Taken::No
        };
        mailboxes::drawn(
            &name,
            household.country,
            taken,
            &mut self.dice(For::Mailbox, person, changed),
        )
    }

    /// The mailbox that a person would take if it were free.
    pub fn wished_mailbox(&self, person: u32) -> Mailbox {
        self.mailbox(person, 0, false, &self.household(person))
    }

    fn phone(&self, person: u32, nth: u8, household: &Household, home: &Home) -> Phone {
        let changed = self.changes(Change::Phone, person, nth, 40);
        let shared = Dice::at(self.seed, For::Phone, household.number, 1 << 40).hits(60);
        if household.together && shared {
            let mut dice = Dice::at(self.seed, For::Phone, household.number, 1 << 41);
            return phones::drawn(household.home.town, &mut dice);
        }
        phones::drawn(
            if changed == 0 { household.home.town } else { home.town },
            &mut self.dice(For::Phone, person, changed),
        )
    }

    fn ip(&self, person: u32, nth: u8, household: &Household, now: &mut Dice) -> String {
        let changed = self.changes(Change::Network, person, nth, 250);
        match now.below(1000) {
            0..280 => networks::shared(self.seed, household.country, self.orders, now),
            280..330 => {
                let office = now.low(8 + self.orders / 2500) as u64;
                let mut walls = Dice::at(self.seed, For::Network, office, 1 << 32);
                networks::of_house(household.country, &mut walls)
            }
            _ => {
                let mut line =
                    Dice::at(self.seed, For::Network, household.number, (1 << 33) + changed);
                networks::of_household(household.country, &mut line, now)
            }
        }
    }

    fn card(&self, person: u32, country: Country, now: &mut Dice) -> Card {
        let which = u64::from(now.hits(150) && self.dice(For::Card, person, 8).hits(450));
        cards::drawn(country.place(), &mut self.dice(For::Card, person, which))
    }

    /// Presents, offices, hotels, forwarders; mostly none of them.
    fn ship_to(&self, person: u32, country: Country, now: &mut Dice) -> Option<(Name, Home)> {
        let mut habit = self.dice(For::Person, person, 2);
        let name = || self.name(person, 0, &self.household(person));
        if habit.hits(if country == Country::Us { 9 } else { 30 }) {
            let which = habit.low(20).min(habit.below(20));
            return Some((name(), places::forwarder(self.seed, which, person)));
        }
        let office = habit.hits(28);
        let which = habit.low((self.orders / 1500).max(4));
        if office && now.hits(650) {
            return Some((name(), places::office(self.seed, which * 2 + 1, country, &mut habit)));
        }
        match now.below(1000) {
            0..4 => {
                let which = now.low((self.orders / 3000).max(3));
                Some((name(), places::office(self.seed, which * 2, country, now)))
            }
            4..55 => {
                let country = if now.hits(950) { country } else { Country::drawn(now) };
                let (group, family) = people::family(country, now);
                let family = if now.hits(300) { name().family } else { family };
                Some((people::member(group, &family, now), places::house(self.seed, country, now)))
            }
            _ => None,
        }
    }

    /// Somebody of this name who has ordered nothing else and has nothing in common with anybody.
    pub fn stranger(&self, name: Name, country: Country, dice: &mut Dice) -> Buyer {
        let home = places::house(self.seed, country, dice);
        let number = 10 + dice.low(9000) as u64;
        let mailbox = mailboxes::drawn(&name, country, Taken::By(number), dice);
        Buyer {
            country,
            hand: Hand::drawn(dice),
            mailbox: (!dice.hits(5)).then_some(mailbox),
            phone: (!dice.hits(150)).then(|| phones::drawn(home.town, dice)),
            notation: Notation::drawn(dice),
            ip: (!dice.hits(100)).then(|| networks::fresh(country, dice)),
            billed: !dice.hits(30),
            to: None,
            card: (!dice.hits(140)).then(|| cards::drawn(country.place(), dice)),
            device: dice.hits(350).then(|| cards::device(dice)),
            name,
            home,
        }
    }
}

/// Whether two numbers share no divisor.
fn apart(a: usize, b: usize) -> bool {
    let (mut a, mut b) = (a, b);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a == 1
}
