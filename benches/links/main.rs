//! Linked orders: fits the weights on generator A, judges them on either generator.
//!
//! ```text
//! cargo bench --bench links -- make ORDERS SEED     counts what generator A makes
//! cargo bench --bench links -- rings ORDERS SEED    counts its planted stories
//! cargo bench --bench links -- fit ORDERS SEED      fits the weights and prints them
//! cargo bench --bench links -- own ORDERS SEED      judges on another world of generator A
//! cargo bench --bench links -- judge FOLDER         judges on what the second generator wrote
//! cargo bench --bench links -- misses FOLDER        shows persons that were not found there
//! cargo bench --bench links -- speed ORDERS SEED    times filling and asking the real cache
//! ```
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "a measurement"
)]

use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

use unhold::domain::ShortOrder;
use unhold::evidence::links::{FEATURES, Feature, Features, Own, probability, weigh};

use fit::Pair;
use index::Index;
use measure::Asked;

mod count;
mod fit;
mod holdout;
mod index;
mod make;
mod measure;
mod speed;

/// Questions that are asked in one run.
const ASKED: usize = 4_000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["make", rest @ ..] => count::count(number(rest, 0, 1_000_000), number(rest, 1, 1)),
        ["show", rest @ ..] => count::show(number(rest, 0, 20), number(rest, 1, 1)),
        ["rings", rest @ ..] => count::rings(number(rest, 0, 1_000_000), number(rest, 1, 1)),
        ["fit", rest @ ..] => {
            fit_on(number(rest, 0, 1_000_000), number(rest, 1, 1), rest.get(2).copied());
        }
        ["own", rest @ ..] => judge(&made(number(rest, 0, 1_000_000), number(rest, 1, 2)), None),
        ["worth", rest @ ..] => worth(&made(number(rest, 0, 1_000_000), number(rest, 1, 1))),
        ["ownmisses", rest @ ..] => {
            judge(&made(number(rest, 0, 1_000_000), number(rest, 1, 2)), Some(6));
        }
        ["judge", folder] => judge(&written(Path::new(folder)), None),
        ["speed", rest @ ..] => speed::measure(number(rest, 0, 1_000_000), number(rest, 1, 3)),
        ["misses", folder] => judge(&written(Path::new(folder)), Some(5)),
        _ => println!("links fit ORDERS SEED · own ORDERS SEED · judge FOLDER"),
    }
}

fn number<T: std::str::FromStr>(words: &[&str], at: usize, otherwise: T) -> T {
    words.get(at).and_then(|word| word.parse().ok()).unwrap_or(otherwise)
}

/// A world of orders with questions to ask.
struct World {
    index: Index,
    /// Row, order and class of the altered orders, and of some others.
    questions: Vec<(usize, ShortOrder, &'static str)>,
    /// How many orders each person has.
    orders_of: HashMap<u32, usize>,
}

impl World {
    fn of(mut each: impl FnMut(&mut dyn FnMut(ShortOrder, u32, Option<&'static str>))) -> Self {
        let begun = Instant::now();
        let mut index = Index::default();
        let mut altered = Vec::new();
        let mut orders_of: HashMap<u32, usize> = HashMap::new();
        let mut usual = Vec::new();
        each(&mut |order, person, class| {
            let row = index.len();
            index.put(&order, person);
            *orders_of.entry(person).or_default() += 1;
            match class {
                Some(class) => altered.push((row, order, class)),
                None if row % 97 == 0 => usual.push((row, order, "(usual)")),
                None => {}
            }
        });
        index.sort();
        let spread = (altered.len() / ASKED).max(1);
        let mut questions: Vec<_> = altered.into_iter().step_by(spread).collect();
        let spread = (usual.len() / (ASKED / 2)).max(1);
        questions.extend(usual.into_iter().step_by(spread));
        println!(
            "{} orders, {:.1} keys each, {} questions, ready in {:.1} s",
            index.len(),
            index.entries() as f64 / index.len() as f64,
            questions.len(),
            begun.elapsed().as_secs_f64()
        );
        Self { index, questions, orders_of }
    }
}

fn made(orders: usize, seed: u64) -> World {
    World::of(|put| {
        for one in make::world(seed, orders) {
            put(one.order, one.person, one.class.map(make::Class::words));
        }
    })
}

fn written(folder: &Path) -> World {
    let labels = holdout::labels(folder);
    World::of(|put| {
        holdout::orders(folder, |order| {
            let (person, class) = labels[order.id.as_str()];
            put(order, person, (class != "base").then_some(class));
        });
    })
}

/// Compares every candidate of every question.
fn compare(world: &World, mut with: impl FnMut(usize, Vec<(usize, Features, bool)>)) {
    for (at, (row, order, _)) in world.questions.iter().enumerate() {
        let (candidates, counts) = world.index.candidates(order, *row);
        let own = Own::of(world.index.print(*row).view(), &counts);
        let person = world.index.person(*row);
        let found = candidates.into_iter().map(|other| {
            let features = own.features(&world.index.print(other).view());
            (other, features, world.index.person(other) == person)
        });
        with(at, found.collect());
    }
}

fn worth(world: &World) {
    println!("kind: keys asked, orders brought, right ones, right ones that nothing else brings");
    for (kind, [keys, brought, right, alone]) in index::worth(&world.index, &world.questions) {
        println!("{:<14} {keys:>8} {brought:>9} {right:>7} {alone:>6}", format!("{kind:?}"));
    }
}

fn fit_on(orders: usize, seed: u64, folder: Option<&str>) {
    let world = made(orders, seed);
    let mut pairs = Vec::new();
    compare(&world, |_, found| {
        pairs.extend(found.into_iter().map(|(_, features, one)| Pair::of(&features, one)));
    });
    println!("{} pairs, {} of one person", pairs.len(), pairs.iter().filter(|p| p.is_one).count());
    let weights = fit::fit(&pairs);
    for (name, weight) in Feature::NAMES.iter().zip(weights) {
        println!("    (Feature::{name}, {weight:.3}),");
    }
    let score = |features: &Features| {
        let sum: f64 = features.iter().zip(weights).map(|(one, weight)| one * weight).sum();
        probability(sum)
    };
    report(&world, None, score);
    drop(world);
    if let Some(folder) = folder {
        report(&made(orders, seed + 1), None, score);
        report(&written(Path::new(folder)), None, score);
    }
}

fn judge(world: &World, misses: Option<usize>) {
    report(world, misses, |features| probability(weigh(features)));
}

fn report(world: &World, misses: Option<usize>, score: impl Fn(&Features) -> f64) {
    let mut asked = Vec::with_capacity(world.questions.len());
    let mut candidates = 0;
    let mut shown: HashMap<&str, usize> = HashMap::new();
    compare(world, |at, found| {
        let (row, order, class) = &world.questions[at];
        candidates += found.len();
        let there = world.orders_of[&world.index.person(*row)] - 1;
        let mut rows: Vec<(i64, f64, bool)> = found
            .iter()
            .map(|(other, features, right)| (*other as i64, score(features), *right))
            .collect();
        rows.sort_by(|a, b| b.1.total_cmp(&a.1));
        let odds = |score: f64| (score / (1.0 - score).max(1e-12)).max(1e-12).ln();
        let best: Vec<(i64, f64)> =
            rows.iter().take(50).map(|(other, score, _)| (*other, odds(*score))).collect();
        for kin in world.index.kin(&best, *row) {
            let score = probability(kin.odds);
            if let Some(one) = rows.iter_mut().find(|one| one.0 == kin.row) {
                one.1 = one.1.max(score);
            } else {
                let person = world.index.person(kin.row as usize);
                rows.push((kin.row, score, person == world.index.person(*row)));
            }
        }
        let scored: Vec<(f64, bool)> = rows.iter().map(|one| (one.1, one.2)).collect();
        if let Some(most) = misses
            && there > 0
            && !scored.iter().any(|(score, right)| *right && *score > 0.5)
            && *shown.entry(class).and_modify(|n| *n += 1).or_insert(1) <= most
        {
            show(world, (*row, order, class), &found, &score);
        }
        asked.push(Asked { class, there, found: scored });
    });
    println!("{:.1} candidates a question", candidates as f64 / asked.len() as f64);
    let (mut usual, mut altered): (Vec<Asked>, Vec<Asked>) =
        asked.into_iter().partition(|one| one.class == "(usual)");
    measure::report(&mut altered, 0.5);
    measure::report(&mut usual, 0.5);
    assert_eq!(FEATURES, Feature::ALL.len());
}

/// Prints a question whose person was not found, with what the person's other orders say.
fn show(
    world: &World,
    (row, order, class): (usize, &ShortOrder, &str),
    found: &[(usize, Features, bool)],
    score: &impl Fn(&Features) -> f64,
) {
    println!("-- {class} {}: {:?}", order.id, world.index.print(row).view());
    let person = world.index.person(row);
    for other in (0..world.index.len()).filter(|other| *other != row) {
        if world.index.person(other) != person {
            continue;
        }
        match found.iter().find(|(one, ..)| *one == other) {
            Some((_, features, _)) => {
                let named = Feature::NAMES.iter().zip(features).filter(|(_, value)| **value != 0.0);
                println!("   {:.3} {:?}", score(features), named.collect::<Vec<_>>());
            }
            None => println!("   not a candidate"),
        }
        println!("   {:?}", world.index.print(other).view());
    }
}
