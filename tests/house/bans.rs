//! Which rooms may name which outside crates, and words that nobody may write.

use crate::lexer::{Token, tokens};
use crate::tree::{SourceFile, files, name_of, root, sources};

/// An outside crate (or a door of the standard library) and the places that may name it.
struct Reserved {
    path: &'static [&'static str],
    /// Beginnings of file names.
    places: &'static [&'static str],
    /// Where the rule applies; the whole of `src` when blank.
    within: &'static str,
}

const fn only(path: &'static [&'static str], places: &'static [&'static str]) -> Reserved {
    Reserved { path, places, within: "src/" }
}

/// Inside tui, `perform` and `run` are the only doors to threads, clocks and files.
const fn door(path: &'static [&'static str]) -> Reserved {
    Reserved { path, places: &["src/tui/perform", "src/tui/run"], within: "src/tui/" }
}

const RESERVED: &[Reserved] = &[
    only(&["ratatui"], &["src/tui/view", "src/tui/keymap", "src/tui/run"]),
    only(&["crossterm"], &[]),
    only(&["rusqlite"], &["src/cache/", "src/ledger/"]),
    only(&["reqwest"], &["src/stores/"]),
    only(&["hyper"], &["src/demo/"]),
    only(&["apollo_compiler"], &["src/demo/"]),
    only(&["toml"], &["src/config/"]),
    only(&["keyring"], &["src/config/"]),
    only(&["directories"], &["src/config/"]),
    only(&["clap"], &["src/cli/"]),
    door(&["std", "thread"]),
    door(&["std", "fs"]),
    door(&["std", "net"]),
    door(&["std", "process"]),
    door(&["Instant", "::", "now"]),
    door(&["SystemTime"]),
    door(&["tokio"]),
];

fn offenders(source: &SourceFile) -> Vec<String> {
    let tokens = tokens(without_tests(&source.text));
    RESERVED
        .iter()
        .filter(|rule| !source.is_test && source.name.starts_with(rule.within))
        .filter(|rule| !rule.places.iter().any(|place| source.name.starts_with(place)))
        .filter_map(|rule| Some((rule, named(&tokens, rule.path)?)))
        .map(|(rule, line)| format!("{}:{line}: names {}", source.name, rule.path.join("")))
        .collect()
}

/// The line on which a path is named, as a whole or by its first names in a `use`.
fn named(tokens: &[Token], path: &[&str]) -> Option<usize> {
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    let wanted: Vec<&str> = match path {
        [one, other] => vec![one, "::", other],
        whole => whole.to_vec(),
    };
    let at = words.windows(wanted.len()).enumerate().position(|(at, window)| {
        let begins = at == 0 || words[at - 1] != "::";
        let is_crate = wanted.len() > 1 || wanted == ["SystemTime"] || followed(&words, at);
        window == wanted.as_slice() && (begins || wanted == ["SystemTime"]) && is_crate
    });
    at.or_else(|| braced(&words, path)).map(|at| tokens[at].line)
}

/// A crate's name stands before `::`, or is what a `use` takes whole.
fn followed(words: &[&str], at: usize) -> bool {
    words.get(at + 1) == Some(&"::") || at > 0 && words[at - 1] == "use"
}

/// `use std::{fs, thread};`
fn braced(words: &[&str], path: &[&str]) -> Option<usize> {
    let [first, second] = path else { return None };
    let open = words.windows(4).position(|four| four == ["use", first, "::", "{"])?;
    let end = words[open..].iter().position(|word| *word == ";")? + open;
    let at = words[open + 4..end].iter().position(|word| word == second)?;
    Some(open + 4 + at)
}

/// The text up to its tests; these stand at the end of a file.
pub fn without_tests(text: &str) -> &str {
    let marks = ["\n#[cfg(test)]", "\n#[cfg(all(test"];
    let ends = marks.iter().filter_map(|mark| {
        let at = text.find(mark)?;
        text[at..].contains("mod ").then_some(at)
    });
    ends.min().map_or(text, |end| &text[..end])
}

/// Words that nobody may write anywhere, tests included.
const FORBIDDEN: &[(&[&str], &str)] = &[
    (&["allow", "(", "dead_code"], "dead code is removed, not allowed"),
    (&["expect", "(", "dead_code"], "dead code is removed, not expected"),
    (&["allow", "(", "unused"], "what is not used is removed"),
    (&["todo", "!"], "what is not built does not exist"),
    (&["unimplemented", "!"], "what is not built does not exist"),
    (&["dbg", "!"], "for the desk, not for the shop"),
    (&["#", "[", "ignore", "]"], "a test that does not run says why"),
];

fn forbidden(name: &str, text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    let mut found = Vec::new();
    for (wanted, why) in FORBIDDEN {
        for (at, window) in words.windows(wanted.len()).enumerate() {
            if window == *wanted {
                found.push(format!("{name}:{}: {} ({why})", tokens[at].line, wanted.join("")));
            }
        }
    }
    found
}

#[test]
fn outside_crates_stay_in_their_rooms() {
    let offenders: Vec<String> = sources().iter().flat_map(offenders).collect();

    assert!(offenders.is_empty(), "\n{}", offenders.join("\n"));
}

#[test]
fn nobody_leaves_stubs_behind() {
    let folders = ["src", "tests", "benches", "examples"];
    let files = folders.iter().flat_map(|folder| files(&root().join(folder), ".rs"));

    let found: Vec<String> = files
        .flat_map(|path| forbidden(&name_of(&path), &std::fs::read_to_string(&path).unwrap()))
        .collect();

    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn files_stay_readable() {
    const GOOD: usize = 300;
    const MOST: usize = 700;
    let mut long: Vec<(usize, String)> = sources()
        .into_iter()
        .filter(|source| !source.is_test)
        .map(|source| (without_tests(&source.text).lines().count(), source.name))
        .filter(|(lines, _)| *lines > GOOD)
        .collect();
    long.sort();

    for (lines, name) in &long {
        println!("warning: {name} has {lines} lines without tests; {GOOD} are easier to read");
    }
    assert!(long.iter().all(|(lines, _)| *lines <= MOST), "over {MOST} lines: {long:?}");
}

#[cfg(test)]
fn tried(name: &str, text: &str) -> usize {
    let source =
        SourceFile { name: name.into(), module: vec![], text: text.into(), is_test: false };
    offenders(&source).len()
}

#[test]
fn made_up_strays_are_caught() {
    for (name, text) in [
        ("src/tui/app/update.rs", "use ratatui::widgets::Block;"),
        ("src/cli/queue.rs", "fn f() { ratatui::init(); }"),
        ("src/tui/run.rs", "use crossterm::event;"),
        ("src/desk/load.rs", "use rusqlite::Connection;"),
        ("src/sync/pull.rs", "fn f(c: reqwest::Client) {}"),
        ("src/demo/server.rs", "use reqwest;"),
        ("src/tui/app/update.rs", "use std::{fs, path::Path};"),
        ("src/tui/view/queue.rs", "let now = Instant::now();"),
        ("src/tui/view/queue.rs", "let now = std::time::SystemTime::now();"),
    ] {
        assert!(tried(name, text) > 0, "{name} {text}");
    }
}

#[test]
fn crates_in_their_rooms_are_let_pass() {
    for (name, text) in [
        ("src/tui/run.rs", "use ratatui::crossterm::event; use std::thread;"),
        ("src/tui/view/queue.rs", "use ratatui::widgets::Block;"),
        ("src/tui/app/update.rs", "use std::time::Duration;"),
        ("src/ledger/writer.rs", "use rusqlite::Connection; use std::thread;"),
        ("src/cli/queue.rs", "let toml = 3; // rusqlite::Connection"),
        ("src/sync/pull.rs", "fn f() {}\n#[cfg(test)]\nmod tests { use reqwest::Client; }"),
    ] {
        assert_eq!(tried(name, text), 0, "{name} {text}");
    }
}

#[test]
fn made_up_stubs_are_caught() {
    for text in [
        "#[allow(dead_code)] fn f() {}",
        "#![allow( dead_code )]",
        "#[expect(dead_code, reason = \"later\")] fn f() {}",
        "fn f() { todo!() }",
        "fn f() { unimplemented!(\"later\") }",
        "fn f() { dbg!(3); }",
        "#[test] #[ignore] fn f() {}",
    ] {
        assert_eq!(forbidden("made.rs", text).len(), 1, "{text}");
    }
    assert!(forbidden("made.rs", "// todo!()\nlet a = \"dbg!\";").is_empty());
}
