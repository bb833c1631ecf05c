//! Everything kept and everything sent passes the one function at which tests end the program.

use crate::bans::without_tests;
use crate::lexer::{Token, tokens};
use crate::tree::{SourceFile, sources};

/// What must not happen in a function that passes no crossing, and what it is called here.
const CROSSINGS: &[(&[&str], &str)] = &[
    (&[".", "commit", "(", ")"], "commits"),
    (&["\u{1}", ".", "execute", "("], "writes outside of a transaction"),
    (&["\u{1}", ".", "execute_batch", "("], "writes outside of a transaction"),
    (&[".", "send", "(", ")", ".", "await"], "sends"),
    (&[".", "backup", "("], "copies a database"),
];

/// Names of what is a connection and no transaction. A transaction is called `change`, `tx`,
/// `step` or `stroke`; what is written through it is kept by its commit.
const CONNECTIONS: &[&str] = &["connection", "database", "conn", "db"];

/// Where such a write is no change of ledger or cache: the copy that is being marked bears no
/// name yet.
const ELSEWHERE: &[(&str, &str)] = &[("src/ledger/restored.rs", "mark_as_copy")];

/// What may not be written at all: it keeps changes where nobody looks.
const NEVER: &[&[&str]] = &[&["set_drop_behavior"], &["DropBehavior"], &["savepoint", "("]];

fn offenders(source: &SourceFile) -> Vec<String> {
    let tokens = tokens(without_tests(&source.text));
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    let mut found = Vec::new();
    for at in 0..words.len() {
        let line = tokens[at].line;
        if NEVER.iter().any(|never| words[at..].starts_with(never)) {
            found.push(format!("{}:{line}: keeps what nobody asked to keep", source.name));
        }
        let Some((_, what)) = CROSSINGS.iter().find(|(wanted, _)| fits(&words[at..], wanted))
        else {
            continue;
        };
        let (name, body) = function_around(&tokens, at);
        let elsewhere = ELSEWHERE.contains(&(source.name.as_str(), name));
        if !elsewhere && !passes(body) {
            found.push(format!("{}:{line}: `{name}` {what} and passes no crossing", source.name));
        }
    }
    found
}

/// Whether the words begin so; the first of `wanted` may stand for any connection.
fn fits(words: &[&str], wanted: &[&str]) -> bool {
    wanted.len() <= words.len()
        && wanted.iter().zip(words).all(|(wanted, word)| match *wanted {
            "\u{1}" => CONNECTIONS.contains(word),
            wanted => wanted == *word,
        })
}

/// Whether a function passes a crossing, or calls the one next to it that does.
fn passes(body: &[Token]) -> bool {
    body.windows(2).any(|two| two[0].text == "cross" && two[1].text == "(")
}

/// The name and the body of the innermost function around a place.
fn function_around(tokens: &[Token], at: usize) -> (&str, &[Token]) {
    let starts = (0..at).rev().filter(|start| tokens[*start].text == "fn");
    for start in starts {
        let Some(open) = tokens[start..].iter().position(|token| token.text == "{") else {
            continue;
        };
        let end = closing(tokens, start + open);
        let is_named = tokens.get(start + 1).is_some_and(|name| name.text != "(");
        if is_named && end >= at {
            return (&tokens[start + 1].text, &tokens[start + open..end]);
        }
    }
    ("nobody", &[])
}

/// The place of the brace that closes the one at `open`.
fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

/// The rooms that keep something or send something.
fn is_watched(source: &SourceFile) -> bool {
    !source.is_test && !source.name.starts_with("src/demo/")
}

#[test]
fn everything_kept_and_everything_sent_passes_a_crossing() {
    let sources = sources();

    let found: Vec<String> =
        sources.iter().filter(|source| is_watched(source)).flat_map(offenders).collect();

    assert!(found.is_empty(), "\n{}", found.join("\n"));
    for (name, crossing) in [
        ("src/ledger/keep.rs", "Ledger"),
        ("src/cache/keep.rs", "Cache"),
        ("src/stores/shopify/wire.rs", "Request"),
        ("src/stores/shopify/wire.rs", "Answer"),
    ] {
        let source = sources.iter().find(|source| source.name == name).unwrap();
        assert!(source.text.contains(&format!("cross(Crossing::{crossing});")), "{name}");
    }
}

#[cfg(test)]
fn tried(name: &str, text: &str) -> usize {
    let source =
        SourceFile { name: name.into(), module: vec![], text: text.into(), is_test: false };
    offenders(&source).len()
}

#[test]
fn made_up_ways_around_are_caught() {
    for text in [
        "fn f(tx: Transaction<'_>) { tx.commit().unwrap(); }",
        "fn f() { cross(Crossing::Ledger); } fn g() { change.commit()?; }",
        "fn f() { connection.execute(\"DELETE FROM steps\", []); }",
        "fn f() { self.connection.execute_batch(sql)?; }",
        "async fn f() { self.client.get(url).send().await; }",
        "fn f() { tx.set_drop_behavior(rusqlite::DropBehavior::Commit); }",
        "fn mark_as_copy() { connection.execute_batch(sql)?; }",
    ] {
        assert!(tried("src/ledger/made.rs", text) > 0, "{text}");
    }
}

#[test]
fn honest_ways_are_let_pass() {
    for text in [
        "fn f(tx: Transaction<'_>) { tx.commit()?; cross(Crossing::Ledger); }",
        "fn f() { change.execute(sql, [])?; keep(change) }",
        "fn f() { let tx = connection.transaction()?; tx.execute(sql, [])?; keep(tx) }",
        "fn f() { inbox.send(job); }",
        "fn f() { cross(Crossing::Request); let g = || { client.post(u).send().await }; g() }",
    ] {
        assert_eq!(tried("src/ledger/made.rs", text), 0, "{text}");
    }
    let elsewhere = "fn mark_as_copy() { connection.execute_batch(s)?; }";
    assert_eq!(tried("src/ledger/restored.rs", elsewhere), 0);
}
