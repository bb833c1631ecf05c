//! Makes the tables of places, networks and phone areas out of plain lists.
//!
//! `cargo run --release --no-default-features --example tables -- FROM TO`, where FROM has the folders `geo` and
//! `ip` with the lists that `docs/evidence.md` names, and TO is `assets/places`. The same
//! lists give the same bytes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a tool of the workshop: nonsense in the lists must stop it"
)]

mod countries;
mod input;
mod networks;
mod phones;
mod places;
mod regions;

use std::fs;
use std::path::Path;

use unhold::places::Kind;
use unhold::places::build::TableWriter;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        println!("usage: tables FROM TO");
        std::process::exit(2);
    };
    let (from, to) = (Path::new(&from), Path::new(&to));
    fs::create_dir_all(to).expect("the folder can be made");
    write(to, Kind::Phones, phones::table(from));
    write(to, Kind::Places, places::table(from));
    write(to, Kind::Networks, networks::table(from));
}

fn write(to: &Path, kind: Kind, table: TableWriter) {
    for (part, size) in table.sizes() {
        println!("{:10} {part} {size:>10}", kind.word());
    }
    let bytes = table.finish();
    println!("{:10} all  {:>10}", kind.word(), bytes.len());
    fs::write(to.join(kind.file()), bytes).expect("the table can be written");
}
