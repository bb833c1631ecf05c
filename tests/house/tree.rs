//! The files of the repository.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file below `src`.
pub struct SourceFile {
    /// `src/desk/model.rs`.
    pub name: String,
    /// `["desk", "model"]`; `["main"]` for the binary, nothing for the crate's root.
    pub module: Vec<String>,
    pub text: String,
    /// Whether the whole file is compiled for tests only.
    pub is_test: bool,
}

/// The folder of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder whose name ends so, sorted; build products are left out.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "target" | ".git" | ".cargo-local") {
                found.extend(files(&path, ending));
            }
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A file's name from the repository's folder on.
pub fn name_of(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().into_owned()
}

/// Every source file of the crate.
pub fn sources() -> Vec<SourceFile> {
    let mut sources: Vec<SourceFile> = files(&root().join("src"), ".rs")
        .iter()
        .map(|path| {
            let name = name_of(path);
            let text = fs::read_to_string(path).unwrap();
            SourceFile { module: module_of(&name), name, text, is_test: false }
        })
        .collect();
    let test_only: Vec<Vec<String>> = sources.iter().flat_map(test_modules).collect();
    for source in &mut sources {
        source.is_test = test_only.iter().any(|module| source.module.starts_with(module));
    }
    sources
}

/// The modules that a file declares for tests only: `#[cfg(test)] mod sample;`.
fn test_modules(source: &SourceFile) -> Vec<Vec<String>> {
    let tokens = crate::lexer::tokens(&source.text);
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    let mut modules = Vec::new();
    for (at, _) in words.windows(2).enumerate().filter(|(_, w)| *w == ["cfg", "("]) {
        let is_test = words[at + 2..].starts_with(&["test", ")"])
            || words[at + 2..].starts_with(&["all", "(", "test"]);
        if !is_test {
            continue;
        }
        let after: Vec<&str> = words[at + 2..].iter().take(40).copied().collect();
        let ends = after.iter().position(|word| matches!(*word, ";" | "{")).unwrap_or(0);
        let after = &after[..=ends];
        let Some(place) = after.iter().position(|word| *word == "mod") else { continue };
        if after.get(place + 2) == Some(&";") {
            let mut module = source.module.clone();
            module.push(after[place + 1].to_owned());
            modules.push(module);
        }
    }
    modules
}

fn module_of(name: &str) -> Vec<String> {
    let inner = name.trim_start_matches("src/").trim_end_matches(".rs");
    let parts = inner.split('/').filter(|part| !matches!(*part, "mod" | "lib"));
    parts.map(str::to_owned).collect()
}

#[test]
fn a_files_module_follows_from_its_name() {
    assert_eq!(module_of("src/desk/model.rs"), ["desk", "model"]);
    assert_eq!(module_of("src/desk/mod.rs"), ["desk"]);
    assert_eq!(module_of("src/main.rs"), ["main"]);
    assert!(module_of("src/lib.rs").is_empty());
}

#[test]
fn the_sources_are_found() {
    let sources = sources();

    assert!(sources.iter().any(|source| source.name == "src/domain/money.rs"));
    assert!(sources.iter().any(|source| source.name == "src/main.rs"));
}
