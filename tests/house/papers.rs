//! What the papers say about the program is held against the program.

use std::fs;
use std::path::Path;

use crate::tree::{files, name_of, root};

/// Links of a page to files beside it.
fn links(page: &str) -> Vec<&str> {
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|link| !link.contains("://") && !link.starts_with('#')).collect()
}

fn broken(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let folder = page.parent().unwrap();
    links(&text)
        .into_iter()
        .filter(|link| !folder.join(link.split('#').next().unwrap_or_default()).exists())
        .map(|link| format!("{} links to {link}", name_of(page)))
        .collect()
}

/// Words that name this or that machine instead of the program.
fn machine_words(text: &str) -> Vec<&'static str> {
    // Put together here, so that this file does not name them itself.
    const WORDS: [&str; 4] = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("index.crates", ".io"),
        concat!("/ho", "me/"),
    ];
    WORDS.into_iter().filter(|word| text.contains(word)).collect()
}

#[test]
fn every_link_of_the_papers_leads_somewhere() {
    let broken: Vec<String> = files(&root(), ".md").iter().flat_map(|page| broken(page)).collect();

    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn no_file_names_a_path_of_a_machine() {
    let mut found = Vec::new();
    // In a linked work tree `.git` is a file that names its machine.
    for path in files(&root(), "").into_iter().filter(|path| !path.ends_with(".git")) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for word in machine_words(&text) {
            found.push(format!("{} names {word}", name_of(&path)));
        }
    }

    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn the_tests_that_the_readme_promises_are_the_ones_that_are_run() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let ci = fs::read_to_string(root().join(".ci/run")).unwrap();

    assert!(readme.contains("\ncargo test\n"), "the README names the test command");
    assert!(ci.lines().any(|line| line.trim().ends_with("cargo test")), ".ci/run runs it");
}

/// The commands in the code blocks of a page: `unhold show …` gives `show`.
fn commands(page: &str) -> Vec<&str> {
    let blocks = page.split("```").skip(1).step_by(2).flat_map(str::lines);
    let words = blocks.filter_map(|line| line.trim().strip_prefix("unhold "));
    let words = words.filter_map(|rest| rest.split_whitespace().next());
    words.filter(|word| word.chars().all(char::is_alphabetic)).collect()
}

#[test]
fn the_papers_name_only_commands_that_exist() {
    let program = unhold::cli::command();

    let strange: Vec<String> = files(&root(), ".md")
        .iter()
        .flat_map(|page| {
            let text = fs::read_to_string(page).unwrap();
            let strange =
                commands(&text).into_iter().filter(|word| program.find_subcommand(word).is_none());
            strange.map(|word| format!("{}: unhold {word}", name_of(page))).collect::<Vec<_>>()
        })
        .collect();

    assert!(strange.is_empty(), "\n{}", strange.join("\n"));
    assert_eq!(commands("```\nunhold fly x\nunhold  # opens\n```\nunhold no"), ["fly"]);
}

#[test]
fn both_licences_lie_here() {
    for (file, words) in [
        ("LICENSE-MIT", "Permission is hereby granted, free of charge"),
        ("LICENSE-APACHE", "Version 2.0, January 2004"),
    ] {
        assert!(fs::read_to_string(root().join(file)).unwrap().contains(words), "{file}");
    }
}

#[test]
fn broken_links_and_machine_words_are_caught() {
    let page = "[a](docs/a.md) ![b](b.svg) [c](https://example.com) [d](#there) [e](e.md#x)";

    assert_eq!(links(page), ["docs/a.md", "b.svg", "e.md#x"]);
    assert_eq!(machine_words(concat!("see /wo", "rk/x")).len(), 1);
    assert!(machine_words("see docs/work").is_empty());
}
