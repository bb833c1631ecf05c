//! Rooms look downwards only, and rooms of one tier never at each other.

use crate::drawing::Drawing;
use crate::paths::paths;
use crate::tree::{SourceFile, root, sources};

/// Everybody who looks where the drawing does not allow it, as sentences.
///
/// Tests inside a room may start the embedded store, but the embedded store's own tests
/// may not look at the adapter: two hands must agree.
fn offenders(drawing: &Drawing, source: &SourceFile) -> Vec<String> {
    let Some(room) = source.module.first() else { return Vec::new() };
    let seen = paths(&source.text, &source.module);
    let wrong = seen.iter().filter(|found| {
        let in_test = found.in_test || source.is_test;
        let tested_with_demo = in_test && found.room() == "demo";
        !tested_with_demo && !drawing.may_look(room, found.room())
    });
    wrong
        .map(|found| {
            format!("{}:{}: {room} looks at {}", source.name, found.line, found.path.join("::"))
        })
        .collect()
}

#[test]
fn rooms_look_downwards_only() {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let drawing = Drawing::read(&lib);

    let offenders: Vec<String> =
        sources().iter().flat_map(|source| offenders(&drawing, source)).collect();

    assert!(offenders.is_empty(), "against the drawing in src/lib.rs:\n{}", offenders.join("\n"));
}

#[cfg(test)]
fn tried(module: &[&str], text: &str) -> usize {
    let drawing = Drawing::read(crate::drawing::SMALL_HOUSE);
    let module = module.iter().map(|part| (*part).to_owned()).collect();
    let source = SourceFile { name: "made.rs".into(), module, text: text.into(), is_test: false };
    offenders(&drawing, &source).len()
}

#[test]
fn made_up_offenders_are_caught() {
    for (module, text) in [
        (&["domain"][..], "use crate::desk::Filter;"),
        (&["cache", "row"], "use crate::{domain::Order, stores::{Store, Page}};"),
        (&["cache", "row"], "fn f() { crate::desk::now(); }"),
        (&["cache", "row"], "use super::super::desk;"),
        (&["cache"], "use super::stores;"),
        (&["cache"], "use unhold::tui;"),
        (&["cache"], "use crate::*;"),
        (&["cache"], "use crate as everything;"),
        (&["cli"], "use crate::tui::run;"),
        (&["demo", "shopify"], "use crate::stores::Store;"),
        (&["demo"], "#[cfg(test)] mod tests { use crate::stores::shopify; }"),
        (&["stores"], "use crate::demo::Server;"),
        (&["desk"], "#[cfg(test)] mod tests { use crate::cli::run; }"),
    ] {
        assert!(tried(module, text) > 0, "{module:?} {text}");
    }
}

#[test]
fn honest_code_is_let_pass() {
    for (module, text) in [
        (&["main"][..], "fn main() { unhold::cli::run(unhold::tui::open) }"),
        (&["cache", "row"], "use crate::domain::Order; use super::Other; use super::super::cache;"),
        (&["stores"], "#[cfg(test)] mod tests { use crate::demo::Server; }"),
        (&["cli"], "use crate::demo::Server; use crate::desk::Desk;"),
        (&["demo"], "use crate::domain::Money; use self::shop::Shop; use crate::demo::shop;"),
    ] {
        assert_eq!(tried(module, text), 0, "{module:?} {text}");
    }
}
