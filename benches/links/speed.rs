//! How fast orders go into the cache with their keys, and how fast those beside one come out.

use std::time::{Duration, Instant};

use unhold::cache::{Cache, Filed, ShopFacts, ShortEntry};
use unhold::domain::{Clean, Currency, ShopId, ShortOrder, Zone};

use super::make;

/// As many as a sync brings at once.
const PAGE: usize = 250;
const ASKED: usize = 4_000;

/// Fills a cache with a world of generator A, and asks for altered and usual orders.
pub fn measure(orders: usize, seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let (cache, _) = Cache::open(folder.path()).unwrap();
    let made: Vec<(ShortOrder, bool)> =
        make::world(seed, orders).map(|one| (one.order, one.class.is_some())).collect();
    let shop = made[0].0.shop.clone();
    cache.put_shop(facts(shop.clone())).unwrap();
    let spread = (orders / ASKED).max(1);
    let asked: Vec<ShortOrder> = made
        .iter()
        .enumerate()
        .filter(|(at, (_, altered))| *altered || at % spread == 0)
        .map(|(_, (order, _))| order.clone())
        .collect();
    let sample = made.iter().step_by(100).map(|(order, _)| Filed::of(order.clone()));
    let sizes: Vec<_> = sample.map(|filed| filed.sizes()).collect();
    let mean = |of: fn(&(usize, usize, usize)) -> usize| {
        sizes.iter().map(of).sum::<usize>() as f64 / sizes.len() as f64
    };
    println!(
        "an order: {:.0} bytes, its print {:.0}, keys {:.1}",
        mean(|one| one.0),
        mean(|one| one.1),
        mean(|one| one.2)
    );
    fill(&cache, &shop, made);
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        let size = file.metadata().unwrap().len() as f64;
        println!("{}: {:.0} MB", file.file_name().display(), size / 1e6);
    }
    ask(&cache, &asked);
}

fn fill(cache: &Cache, shop: &ShopId, made: Vec<(ShortOrder, bool)>) {
    let count = made.len();
    let (send, receive) = std::sync::mpsc::sync_channel::<Vec<ShortEntry>>(8);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut page = Vec::with_capacity(PAGE);
            for (order, _) in made {
                page.push(ShortEntry { filed: Filed::of(order), flagged: false });
                if page.len() == PAGE {
                    send.send(std::mem::take(&mut page)).unwrap();
                }
            }
            send.send(page).unwrap();
        });
        for page in receive {
            cache.put_short(shop, page).unwrap();
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let ready = begun.elapsed();
    runtime.block_on(cache.tidy_links()).unwrap();
    let tidied = begun.elapsed();
    println!(
        "{count} orders in {:.1} s, {:.0} a second; with the last merge {:.1} s, {:.0} a second",
        ready.as_secs_f64(),
        count as f64 / ready.as_secs_f64(),
        tidied.as_secs_f64(),
        count as f64 / tidied.as_secs_f64()
    );
}

fn ask(cache: &Cache, asked: &[ShortOrder]) {
    let spread = (asked.len() / ASKED).max(1);
    for order in asked.iter().step_by(spread * 4) {
        cache.beside(order).unwrap();
    }
    let mut times: Vec<Duration> = Vec::with_capacity(ASKED);
    let mut found = 0;
    for order in asked.iter().step_by(spread) {
        let begun = Instant::now();
        let beside = cache.beside(order).unwrap();
        times.push(begun.elapsed());
        found += beside.orders.len();
    }
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "{} questions: p50 {:.2} ms, p90 {:.2}, p99 {:.2}, longest {:.2}; {:.1} orders beside each",
        times.len(),
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0),
        found as f64 / times.len() as f64
    );
}

fn facts(shop: ShopId) -> ShopFacts {
    ShopFacts {
        shop,
        name: Clean::new("Made"),
        currency: Currency::USD,
        zone: Zone::UTC,
        reach_days: None,
    }
}
