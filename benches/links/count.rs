//! Counts and prints what generator A makes.

use std::collections::HashSet;
use std::time::Instant;

use super::make;

/// Counts orders, persons and classes.
pub fn count(orders: usize, seed: u64) {
    let begun = Instant::now();
    let mut persons = HashSet::new();
    let mut made = 0;
    let mut classes = make::Class::ALL.map(|class| (class, 0));
    for one in make::world(seed, orders) {
        made += 1;
        persons.insert(one.person);
        if let Some((_, count)) = classes.iter_mut().find(|(class, _)| Some(*class) == one.class) {
            *count += 1;
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!("{made} orders of {} persons in {seconds:.1} s", persons.len());
    println!("{:.0} orders a second", f64::from(made) / seconds);
    for (class, count) in classes {
        println!("{:>8} {}", count, class.words());
    }
}

/// Prints altered orders, to look at them.
pub fn show(altered: usize, seed: u64) {
    for one in make::world(seed, altered * 50).filter(|one| one.class.is_some()) {
        let place = |address: &unhold::domain::Address| {
            format!("{} · {}", address.name.shown(), address.one_line())
        };
        println!(
            "{} person {} {}: {} | {} | {} | {}",
            one.order.name.shown(),
            one.person,
            one.class.map_or("", make::Class::words),
            one.order.shipping.known().map_or_else(String::new, place),
            one.order.email.known().map_or_else(String::new, |text| text.shown().into_owned()),
            one.order.phone.known().map_or_else(String::new, |text| text.shown().into_owned()),
            one.order.ip.known().map_or_else(String::new, |text| text.shown().into_owned()),
        );
    }
}

/// Counts the stories of a world.
pub fn rings(orders: usize, seed: u64) {
    let planted: Vec<make::Planted> = make::rings(seed, orders).collect();
    for (story, groups) in make::Story::ALL {
        let of = planted.iter().filter(|one| one.story == story);
        let bad = of.clone().filter(|one| one.order.bad_end.is_some()).count();
        println!(
            "{groups:>4} groups, {:>4} orders, {bad:>3} ended badly: {}",
            of.count(),
            story.words()
        );
    }
}
