//! A labelled corpus of invented orders, and what every check says of it.
//!
//! Seven hundred orders of ten countries, each labelled with what it is. They go through the
//! whole desk, from the store's feed to the finding, with the program's own tables. The
//! tables stand in `docs/evidence.md`; the test fails when a row of them gets worse.
//!
//! `cargo test --test corpus -- --nocapture` prints the tables and every miss;
//! `UNHOLD_CORPUS=write` writes the tables into the paper.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod cases;
mod classes;
mod kinds;
mod people;
#[path = "../../benches/common/shelf.rs"]
mod shelf;
mod tables;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use cases::Case;
use tables::Said;
use tempfile::TempDir;
use unhold::config::Config;
use unhold::desk::{Access, CaseFile, Desk, Presence, Setup};
use unhold::domain::{Order, ShopId, ShortOrder, SystemIds};
use unhold::outbox::Grace;
use unhold::sync::{Busy, How};

const PAPER: &str = "docs/evidence.md";
const BEGIN: &str = "<!-- corpus: begin -->\n";
const END: &str = "<!-- corpus: end -->";

fn config() -> Config {
    let text = "[store]\nplatform = \"shopify\"\nurl = \"http://127.0.0.1:9\"\n\
                token = { env = \"NONE\" }\n[reviewer]\nname = \"Sam Example\"\n\
                [brand]\nname = \"Example Store\"\n";
    Config::parse(text, Path::new("corpus.toml")).unwrap()
}

/// A desk that has read all these orders from a store.
fn desk(folder: &TempDir, orders: Vec<Order>) -> Desk {
    let setup = Setup {
        config: config(),
        folder: folder.path().to_owned(),
        clock: Arc::new(cases::now()),
        ids: Arc::new(SystemIds),
        presence: Presence::Online,
        access: Access::Full,
        grace: Grace::default(),
    };
    let none = |_: &ShopId, _| -> ShortOrder { panic!("no short orders here") };
    let store = shelf::Shelf { shop: cases::shop(), full: orders, count: 0, short: none };
    let desk = Desk::open(setup, Arc::new(store)).unwrap();
    desk.sync(How::Changes, Busy::Wait, &mut |_| {}).unwrap();
    desk
}

fn said(file: &CaseFile) -> Said {
    let outcomes = file.findings.iter().map(|finding| (finding.check, finding.outcome));
    Said { outcomes: outcomes.collect(), verdict: file.advice.verdict }
}

fn told(case: &Case, file: &CaseFile) -> Vec<String> {
    let misses = file.findings.iter().filter_map(|finding| {
        let (_, label) = case.labels.iter().find(|(check, _)| *check == finding.check)?;
        let class = classes::of(finding.check, label);
        let country =
            file.order.billing.known().map_or_else(String::new, |a| a.country_code.to_string());
        (!class.fits.contains(&finding.outcome)).then(|| {
            format!(
                "{country} {} “{}” {}: “{label}” is {} ({:+.1}): {}",
                file.order.name,
                case.kind,
                finding.check.word(),
                finding.outcome.word(),
                finding.weight,
                finding.headline
            )
        })
    });
    misses.collect()
}

fn judged() -> (Vec<(Case, Said)>, Vec<String>) {
    let cases = cases::all(kinds::KINDS);
    let folder = TempDir::new().unwrap();
    let orders = cases.iter().flat_map(|case| case.others.iter().chain([&case.order]).cloned());
    let desk = desk(&folder, orders.collect());
    let mut misses = Vec::new();
    let judged = cases
        .into_iter()
        .map(|case| {
            let file = desk.case_file(&case.order.id).unwrap();
            misses.extend(told(&case, &file));
            let said = said(&file);
            if !classes::is_just(case.truth, said.verdict) {
                let words = format!(
                    "{} “{}” is {:?}: {:?}, {:+.2}",
                    file.order.name, case.kind, case.truth, said.verdict, file.advice.score
                );
                misses.push(words);
            }
            (case, said)
        })
        .collect();
    (judged, misses)
}

#[test]
fn no_table_of_the_corpus_is_worse_than_the_one_in_the_papers() {
    let (judged, misses) = judged();
    let tables = tables::of(&judged);
    let printed = tables::printed(&tables);
    println!("{} orders\n\n{printed}", judged.len());
    for miss in &misses {
        println!("{miss}");
    }

    let paper = fs::read_to_string(PAPER).unwrap();
    let (before, rest) = paper.split_once(BEGIN).unwrap();
    let (committed, after) = rest.split_once(END).unwrap();
    if std::env::var_os("UNHOLD_CORPUS").is_some_and(|word| word == "write") {
        fs::write(PAPER, format!("{before}{BEGIN}{printed}{END}{after}")).unwrap();
        return;
    }
    assert!(tables::read(committed).len() > 50, "the paper has the tables");
    let worse = tables::worse(&tables, committed);
    assert!(worse.is_empty(), "\n{}\n", worse.join("\n"));
}

#[test]
fn the_corpus_is_what_it_says_it_is() {
    let cases = cases::all(kinds::KINDS);
    let ids: BTreeSet<_> = cases
        .iter()
        .flat_map(|case| case.others.iter().chain([&case.order]))
        .map(|o| &o.id)
        .collect();
    let orders = cases.iter().map(|case| case.others.len() + 1).sum::<usize>();
    assert_eq!(ids.len(), orders, "every order has its own id");
    assert!(cases.len() >= 600, "{}", cases.len());
    for class in classes::CLASSES {
        let labelled = |case: &&Case| case.labels.contains(&(class.check, class.label));
        assert!(cases.iter().filter(labelled).count() >= 10, "{:?} {}", class.check, class.label);
    }
    for (check, label) in cases.iter().flat_map(|case| &case.labels) {
        classes::of(*check, label);
    }
    let phones = cases.iter().filter_map(|case| Some(case.order.phone.known()?.raw()));
    let phones: BTreeSet<&str> = phones.collect();
    assert!(phones.len() * 10 > cases.len() * 9, "people are different ones: {}", phones.len());
}

#[test]
fn a_row_that_gets_worse_or_goes_is_named() {
    let paper = "| ip | clear | fits |\n| --- | ---: | ---: |\n| a line | 3 | 3 of 4 |\n| gone | 1 | 1 of 1 |\n";
    let row = |fitting, all| tables::Row { counts: vec![], fitting, all };
    let now =
        |fitting, all| vec![("ip".to_owned(), vec![("a line".to_owned(), row(fitting, all))])];

    let gone = "ip, “gone”: the row is gone".to_owned();
    for (fitting, all) in [(3, 4), (6, 8), (4, 4)] {
        assert_eq!(tables::worse(&now(fitting, all), paper), std::slice::from_ref(&gone));
    }
    assert_eq!(
        tables::worse(&now(5, 8), paper),
        ["ip, “a line”: 5 of 8 fit, the papers say 3 of 4".to_owned(), gone]
    );
}
