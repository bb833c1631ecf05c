//! The second generator: orders to judge linked orders on, written apart from the first.
//!
//! ```text
//! cargo run --release --example holdout -- FOLDER [ORDERS] [SEED]
//! ```
//!
//! writes `orders.jsonl` (one order a line, as JSON) and `labels.tsv`
//! (`id<TAB>person<TAB>class`; class `base` for orders that nobody altered). The same seed
//! gives the same bytes on every machine. It needs nothing but the standard library, so
//! `rustc -O --edition 2024 benches/holdout/main.rs -o holdout` builds it in seconds.
//!
//! It shares no code, no list of names and no error model with the generator that the
//! weights are fitted on, and its author had not read that one or the matching itself.
//!
//! **The people.** Given names and surnames as often as the US census met them (other
//! countries: lists with a falling curve), 8 % with names from elsewhere. Towns by their
//! inhabitants. Ten people live in six homes, families share surname, street and sometimes
//! number and computer; 16 % live in blocks of flats that many share; 3 % have parcels sent
//! to an office, a hotel or a forwarder; 20 % come through an address that hundreds share.
//! Three in four order once, a few up to twelve times, then sometimes with a gift, a new
//! card, another computer or no number. Relatives and neighbours are other people.
//!
//! **The altered 2 %** stand for two kinds: the clumsy customer (slips, another mailbox,
//! a lost flat number, moved) and the offender who keeps what costs money: the drop, the
//! card, the number. One person has one to three of them. Classes, light to hard:
//!
//! | class | what is left of the person |
//! | --- | --- |
//! | `typo_light` | everything, with one or two slips of the hand |
//! | `typo_heavy` | name and street with slips, misread or misheard; half the mailboxes slipped, half new; digits wrong |
//! | `nickname` | a friend's name, an initial or a middle letter; address; half the mailboxes |
//! | `swapped` | surname first, capitals, half of a double name; address; 40 % of the mailboxes |
//! | `accents` | accents left out or spelled out, Cyrillic written by ear; address; 40 % of the mailboxes |
//! | `moved` | name and the mailbox or, seldom, the card; address, number and computer are new |
//! | `new_mailbox` | name and address, the street written otherwise; half the numbers |
//! | `mailbox_spelling` | the mailbox with dots, tags or capitals; in half of them the name |
//! | `padded` | the address as `!23 PL35ant Lane`; the name in four of ten, with a slip in three |
//! | `unit` | name and house; the flat missing, moved, doubled or invented |
//! | `card_only` | BIN, last four, expiry; all else is somebody else's |
//! | `phone_only` | the number in another notation; all else is somebody else's |
//! | `name_town` | the name and the town; all else is new |
//!
//! Lists: `data/names.tsv` from `PyPI` names 0.3.0 (US census, public domain) and mimesis
//! 22.2.0 (MIT), `data/streets.tsv` from mimesis, `data/towns.tsv` from `GeoNames` (CC BY
//! 4.0) with area codes of libphonenumber (Apache-2.0); `data/make.py` makes them.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::semicolon_if_nothing_returned,
    clippy::explicit_auto_deref,
    missing_docs,
    reason = "a generator of test data, outside the program"
)]

mod dice;
mod habits;
mod lists;
mod paper;
mod people;
mod slips;
mod tricks;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use dice::Dice;
use lists::Lists;
use people::{Person, World};
use tricks::CLASSES;

const ORDERS: usize = 11;
const MOMENT: u64 = 12;
const VICTIM: u64 = 13;
const PAPER: u64 = 14;
const HABIT: u64 = 15;

/// Eighteen months, in seconds.
const SPAN: usize = 545 * 86_400;
/// The number of an order that nobody altered.
const BASE: u8 = u8::MAX;

/// One order before it is written: everything else follows from seed and these.
struct Planned {
    placed: u32,
    person: u32,
    turn: u16,
    class: u8,
}

fn main() -> io::Result<()> {
    let mut words = std::env::args().skip(1);
    let Some(folder) = words.next() else {
        println!("usage: holdout FOLDER [ORDERS] [SEED]");
        return Ok(());
    };
    let orders = words.next().map_or(1_000_000, |word| word.parse().unwrap());
    let seed = words.next().map_or(20_261_130, |word| word.parse().unwrap());
    let world = World { lists: Lists::read(), seed };
    fs::create_dir_all(&folder)?;
    write(&world, plan(&world, orders), Path::new(&folder))?;
    println!("{orders} orders, seed {seed}, in {folder}");
    Ok(())
}

fn plan(world: &World, orders: usize) -> Vec<Planned> {
    let altered = orders / 50;
    let mut plan = Vec::with_capacity(orders);
    let mut people = 0;
    while plan.len() < orders - altered {
        let count = Dice::of(world.seed, ORDERS as u64, u64::from(people)).below(100);
        let count = match count {
            0..74 => 1,
            74..89 => 2,
            89..95 => 3,
            high => high - 91,
        };
        for turn in 0..count.min(orders - altered - plan.len()) {
            plan.push(planned(world, people, turn as u16, BASE));
        }
        people += 1;
    }
    plant(world, &mut plan, people, orders);
    plan.sort_by_key(|one| (one.placed, one.person, one.turn));
    plan
}

fn plant(world: &World, plan: &mut Vec<Planned>, people: u32, orders: usize) {
    let mut dice = Dice::of(world.seed, VICTIM, 0);
    while plan.len() < orders {
        let person = dice.below(people as usize) as u32;
        for turn in 0..(*dice.one(&[1, 1, 1, 2, 3])).min(orders - plan.len()) {
            let class = draw_class(&mut dice);
            let person = if CLASSES[class].0 == "accents" {
                foreign(world, people, &mut dice)
            } else {
                person
            };
            // Turns of altered orders count from 1000, whatever the person ordered before.
            let turn = 1_000 + (turn as u16) * 16 + class as u16;
            plan.push(planned(world, person, turn, class as u8));
        }
    }
}

fn draw_class(dice: &mut Dice) -> usize {
    let mut point = dice.below(CLASSES.iter().map(|(_, share)| share).sum());
    CLASSES
        .iter()
        .position(|(_, share)| {
            let here = point < *share;
            point = point.saturating_sub(*share);
            here
        })
        .unwrap()
}

/// Somebody whose name has letters that an English keyboard lacks.
fn foreign(world: &World, people: u32, dice: &mut Dice) -> u32 {
    loop {
        let number = dice.below(people as usize) as u32;
        let person = world.person(number);
        if !person.first.is_ascii() || !person.last.is_ascii() {
            return number;
        }
    }
}

fn planned(world: &World, person: u32, turn: u16, class: u8) -> Planned {
    let mut dice = Dice::of(world.seed, MOMENT, u64::from(person) << 16 | u64::from(turn));
    Planned { placed: dice.below(SPAN) as u32, person, turn, class }
}

fn write(world: &World, plan: Vec<Planned>, folder: &Path) -> io::Result<()> {
    let mut orders = BufWriter::new(File::create(folder.join("orders.jsonl"))?);
    let mut labels = BufWriter::new(File::create(folder.join("labels.tsv"))?);
    for (at, one) in plan.into_iter().enumerate() {
        let id = 5_000_000 + at as u64;
        let place = u64::from(one.person) << 16 | u64::from(one.turn);
        let mut dice = Dice::of(world.seed, PAPER, place);
        let person = world.person(one.person);
        let altered = one.class != BASE;
        let (shipping, billing, class) = if altered {
            let class = CLASSES[one.class as usize].0;
            let buyer = tricks::alter(world, person, class, &mut dice);
            let payer = payer(world, &buyer, &mut dice);
            (buyer, payer, class)
        } else {
            let buyer = usual(world, person, &one, &mut dice);
            (receiver(world, &buyer, &mut dice), buyer, "base")
        };
        let facts = paper::Facts { id, placed: u64::from(one.placed), altered };
        writeln!(orders, "{}", paper::line(&facts, &shipping, &billing, &mut dice))?;
        writeln!(labels, "{id}\t{}\t{class}", one.person)?;
    }
    orders.flush()?;
    labels.flush()
}

/// What an honest customer changes from one order to the next.
fn usual(world: &World, mut person: Person, one: &Planned, dice: &mut Dice) -> Person {
    let mut habit = Dice::of(world.seed, HABIT, u64::from(one.person));
    if habit.percent(40) {
        // Whoever writes a number in some way always writes it so.
        person.phone = slips::phone_notation(&person.phone, &mut habit);
    }
    if one.turn > 0 {
        if dice.percent(45) {
            person.ip = habits::ip(dice);
        }
        if dice.percent(12) {
            person.card = habits::card(dice);
        }
        if dice.percent(5) {
            person.phone.clear();
        }
    }
    person
}

/// Who receives: the buyer, or the person a gift goes to.
fn receiver(world: &World, buyer: &Person, dice: &mut Dice) -> Person {
    let mut receiver = buyer.clone();
    if dice.percent(4) {
        let friend = world.stranger(buyer.home.town.country, dice);
        (receiver.first, receiver.last) = (friend.first, friend.last);
        receiver.ships_to = friend.home;
    }
    receiver
}

/// Who pays: mostly the buyer; a stolen card brings its owner's name and home.
fn payer(world: &World, buyer: &Person, dice: &mut Dice) -> Person {
    let mut payer = buyer.clone();
    if dice.percent(15) {
        let owner = world.stranger("US", dice);
        (payer.first, payer.last, payer.home) = (owner.first, owner.last, owner.home);
    }
    payer
}
