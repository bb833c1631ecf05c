//! Speed of the tables of places and networks: `cargo bench --bench places`.
//!
//! Prints each goal and whether it was met. Addresses are random over the whole of IPv4, so
//! that neighbours do not help each other; codes run through five countries.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench")]

use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use unhold::domain::{Places, Wanted};
use unhold::places::{Sources, Tables, open};

const LOOK_UPS: usize = 200_000;

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

fn main() {
    let began = Instant::now();
    let tables = open(&Sources::default());
    tell("open all tables", began.elapsed(), Duration::from_millis(1));
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let addresses: Vec<IpAddr> = (0..LOOK_UPS).map(|_| address(&mut dice)).collect();
    cold(&tables, &addresses[..2_000]);
    let each = |look_up: &dyn Fn(usize)| {
        let began = Instant::now();
        (0..LOOK_UPS).for_each(look_up);
        began.elapsed() / u32::try_from(LOOK_UPS).unwrap()
    };
    let place = each(&|i| _ = black_box(tables.place_number(addresses[i])));
    tell("address to the number of its place", place, Duration::from_micros(2));
    let words = each(&|i| drop(black_box(tables.network(addresses[i]))));
    tell("address to all its words", words, Duration::from_micros(30));
    let codes: Vec<(&str, String)> = (0..LOOK_UPS).map(|_| code(&mut dice)).collect();
    let code = each(&|i| {
        let (country, code) = &codes[i];
        drop(black_box(tables.locate(&Wanted { postal_code: code, country, ..Wanted::default() })));
    });
    tell("any five or more digits as a postal code", code, Duration::from_micros(30));
    let known: Vec<(&str, &str)> = include_str!("../tests/places/known/postal.tsv")
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .map(|row| (row[0], row[1]))
        .collect();
    let code = each(&|i| {
        let (country, code) = known[i % known.len()];
        let wanted = Wanted { postal_code: code, country, ..Wanted::default() };
        drop(black_box(tables.locate(&wanted)));
    });
    tell("postal code that is known to its place, with its words", code, Duration::from_micros(2));
    let towns = ["Portland", "Springfield", "München", "Lund", "Paris", "Athens", "St. Louis"];
    let town = each(&|i| {
        let wanted = Wanted { city: towns[i % towns.len()], country: "US", ..Wanted::default() };
        drop(black_box(tables.locate(&wanted)));
    });
    tell("town of the US to its place", town, Duration::from_micros(30));
}

/// The first questions of a process: pages come in from the file or the program.
fn cold(tables: &Tables, addresses: &[IpAddr]) {
    let mut took: Vec<Duration> = addresses
        .iter()
        .map(|address| {
            let began = Instant::now();
            drop(black_box(tables.network(*address)));
            began.elapsed()
        })
        .collect();
    took.sort_unstable();
    tell(
        "address to all its words, first 2,000 of a process, p50",
        took[1_000],
        Duration::from_micros(30),
    );
    tell("the same, p99", took[1_980], Duration::from_micros(300));
}

fn address(dice: &mut Dice) -> IpAddr {
    let bits = u32::try_from(dice.below(0xe000_0000)).unwrap();
    Ipv4Addr::from_bits(bits).into()
}

fn code(dice: &mut Dice) -> (&'static str, String) {
    match dice.below(5) {
        0 => ("US", format!("{:05}", dice.below(100_000))),
        1 => ("DE", format!("{:05}", dice.below(100_000))),
        2 => ("SE", format!("{:03} {:02}", 100 + dice.below(900), dice.below(100))),
        3 => ("JP", format!("{:03}-{:04}", dice.below(1000), dice.below(10_000))),
        _ => ("IN", format!("{:06}", 110_000 + dice.below(800_000))),
    }
}

fn tell(what: &str, took: Duration, goal: Duration) {
    let met = if took <= goal { "met" } else { "MISSED" };
    println!("{what}: {took:.2?} (goal {goal:?}, {met})");
}
