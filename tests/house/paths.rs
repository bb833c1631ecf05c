//! Every path in a file that leads to the crate's root, in `use` lines and inline.

use crate::lexer::{Token, tokens};

/// A path from the crate's root, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The names after the root: `["desk", "Filter"]`; `*` for all of them.
    pub path: Vec<String>,
    pub line: usize,
    /// Whether it stands in code that only tests compile.
    pub in_test: bool,
}

impl Found {
    /// The first name after the root.
    pub fn room(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }
}

/// Reads all paths of a file whose module is `module` (`["desk", "model"]`).
pub fn paths(source: &str, module: &[String]) -> Vec<Found> {
    let tokens = tokens(source);
    let mut reader =
        Reader { tokens: &tokens, module: module.to_vec(), open: vec![], found: vec![] };
    let mut at = 0;
    while at < tokens.len() {
        at = reader.step(at);
    }
    reader.found
}

/// An inline module or block that is open.
struct Open {
    is_module: bool,
    is_test: bool,
}

struct Reader<'a> {
    tokens: &'a [Token],
    module: Vec<String>,
    open: Vec<Open>,
    found: Vec<Found>,
}

impl Reader<'_> {
    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    fn step(&mut self, at: usize) -> usize {
        match self.text(at) {
            "{" => self.open.push(Open { is_module: false, is_test: false }),
            "}" => self.close(),
            "mod" if self.text(at + 2) == "{" => {
                self.module.push(self.text(at + 1).to_owned());
                self.open.push(Open { is_module: true, is_test: self.is_test_only(at) });
                return at + 3;
            }
            "crate" | "unhold" | "super" | "self" if self.begins_path(at) => {
                return self.read_from(at);
            }
            _ => {}
        }
        at + 1
    }

    fn close(&mut self) {
        if self.open.pop().is_some_and(|open| open.is_module) {
            self.module.pop();
        }
    }

    /// Whether `#[cfg(test)]` stands among the attributes before the module.
    fn is_test_only(&self, at: usize) -> bool {
        let ahead: Vec<&str> = (at.saturating_sub(24)..at).map(|i| self.text(i)).collect();
        let from = ahead.iter().rposition(|text| matches!(*text, "}" | ";")).map_or(0, |i| i + 1);
        ahead[from..].windows(4).any(|four| four == ["cfg", "(", "test", ")"])
            || ahead[from..].windows(5).any(|five| five == ["cfg", "(", "all", "(", "test"])
    }

    fn begins_path(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |before| self.text(before));
        before != "::" && self.text(at + 1) == "::"
            || self.text(at) == "crate" && matches!(self.text(at + 1), "as" | ";")
    }

    fn read_from(&mut self, at: usize) -> usize {
        let base = match self.text(at) {
            "crate" | "unhold" => Vec::new(),
            "super" => self.module.split_last().map(|(_, rest)| rest.to_vec()).unwrap_or_default(),
            _ => self.module.clone(),
        };
        if self.text(at + 1) != "::" {
            self.add(vec!["self".to_owned()], at);
            return at + 1;
        }
        self.read_tree(at + 2, base)
    }

    /// Reads what follows a `::`: names, braces, a star. Answers where it ends.
    fn read_tree(&mut self, mut at: usize, mut base: Vec<String>) -> usize {
        loop {
            match self.text(at).to_owned().as_str() {
                "{" => return self.read_braces(at + 1, &base),
                "super" => {
                    base.pop();
                }
                "self" if self.text(at + 1) == "::" => {}
                name => base.push(name.to_owned()),
            }
            if self.text(at + 1) != "::" || self.text(at + 2) == "<" {
                self.add(base, at);
                return at + 1;
            }
            at += 2;
        }
    }

    fn read_braces(&mut self, mut at: usize, base: &[String]) -> usize {
        while !matches!(self.text(at), "}" | "") {
            at = if self.text(at) == "," { at + 1 } else { self.read_tree(at, base.to_vec()) };
            if self.text(at) == "as" {
                at += 2;
            }
        }
        at + 1
    }

    fn add(&mut self, path: Vec<String>, at: usize) {
        let in_test = self.open.iter().any(|open| open.is_test);
        let line = self.tokens[at].line;
        self.found.push(Found { path, line, in_test });
    }
}

#[cfg(test)]
fn rooms(source: &str) -> Vec<String> {
    let module = ["cache".to_owned(), "row".to_owned()];
    paths(source, &module).iter().map(|found| found.room().to_owned()).collect()
}

#[test]
fn every_way_to_write_a_path_is_read() {
    for (source, expected) in [
        ("use crate::desk::Filter;", vec!["desk"]),
        (
            "use crate::{desk::Filter, tui, domain::{Order, Money}};",
            vec!["desk", "tui", "domain", "domain"],
        ),
        (
            "use crate::{\n    a::{b, c::{d, e}},\n    f as g,\n    h::*,\n};",
            vec!["a", "a", "a", "f", "h"],
        ),
        ("fn f() -> crate::desk::Filter { crate::tui::run::<u8>(); }", vec!["desk", "tui"]),
        ("use unhold::desk;", vec!["desk"]),
        ("use super::super::desk::Filter;", vec!["desk"]),
        ("use super::{super::desk, Filter};", vec!["desk", "cache"]),
        ("use self::super::super::tui;", vec!["tui"]),
        ("mod inner { use super::super::super::tui; }", vec!["tui"]),
        ("mod inner { } use super::super::tui;", vec!["tui"]),
        ("fn f() { super::super::tui::run() }", vec!["tui"]),
        ("macro_rules! m { () => { $crate::tui::run() } }", vec!["tui"]),
        ("use crate::*;", vec!["*"]),
        ("use crate as c;", vec!["self"]),
        ("use crate::{self as c};", vec!["self"]),
        ("pub(crate) fn f() {}  // crate::tui", vec![]),
        ("let x = other::crate_name::y;", vec![]),
    ] {
        assert_eq!(rooms(source), expected, "{source}");
    }
}

#[test]
fn code_that_only_tests_compile_is_told_apart() {
    let source = "use crate::a; #[cfg(test)] #[allow(x, reason = \"y\")] mod tests { \
                  use crate::b; mod deeper { use crate::c; } } mod other { use crate::d; }";

    let found = paths(source, &["cache".to_owned()]);

    let told: Vec<(&str, bool)> = found.iter().map(|f| (f.room(), f.in_test)).collect();
    assert_eq!(told, [("a", false), ("b", true), ("c", true), ("d", false)]);
}
