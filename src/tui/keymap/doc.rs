//! The keymap as help lines and as `docs/keys.md`.

use super::{ROWS, Row};

/// A line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HelpLine {
    /// The heading of a group.
    Group(&'static str),
    /// Keys, where they work when not everywhere, and what they do.
    Keys {
        /// The keys' names.
        keys: String,
        /// What they do.
        help: &'static str,
    },
}

const GROUPS: [&str; 8] = [
    "Moving",
    "The order",
    "Actions: each shows its plan first",
    "In a plan",
    "While typing",
    "In the receipts",
    "The desk",
    "When quitting",
];

/// The help, group by group; rows that differ only in where they work appear once.
pub(crate) fn help_lines() -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for group in GROUPS {
        lines.push(HelpLine::Group(group));
        let mut said: Vec<(String, &str)> = Vec::new();
        for row in ROWS.iter().filter(|row| row.group == group) {
            let line = (key_names(row), row.help);
            if !said.contains(&line) {
                said.push(line);
            }
        }
        lines.extend(said.into_iter().map(|(keys, help)| HelpLine::Keys { keys, help }));
    }
    lines
}

/// `docs/keys.md`, generated; a test compares it with the file.
pub fn keys_markdown() -> String {
    let mut page = String::from(
        "# Keys\n\nGenerated from the keymap (`src/tui/keymap/table.rs`); `?` shows the same inside the program.\n\
         A shown plan is confirmed by `x` alone, read after the plan was on the screen.\n",
    );
    for line in help_lines() {
        match line {
            HelpLine::Group(title) => {
                page.push_str("\n## ");
                page.push_str(title);
                page.push_str("\n\n| keys | do |\n| --- | --- |\n");
            }
            HelpLine::Keys { keys, help } => {
                page.push_str("| ");
                page.push_str(&keys.split(' ').map(code).collect::<Vec<_>>().join(" "));
                page.push_str(" | ");
                page.push_str(help);
                page.push_str(" |\n");
            }
        }
    }
    page
}

fn code(key: &str) -> String {
    if key == "to" { key.to_owned() } else { format!("`{key}`") }
}

/// Names of a row's keys; a run of digits is written as a range.
fn key_names(row: &Row) -> String {
    let digits = row.keys.iter().filter_map(|key| key.digit()).collect::<Vec<_>>();
    if let (true, Some(first), Some(last)) = (digits.len() > 2, digits.first(), digits.last()) {
        return format!("{first} to {last}");
    }
    row.keys.iter().map(|key| key.name()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_stands_in_the_help() {
        for row in ROWS {
            assert!(GROUPS.contains(&row.group), "{} is in no group", row.help);
        }
    }

    #[test]
    fn the_page_on_keys_is_the_keymap() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md");
        if std::env::var_os("UNHOLD_WRITE_DOCS").is_some() {
            std::fs::write(path, keys_markdown()).unwrap();
        }

        let written = std::fs::read_to_string(path).unwrap_or_default();

        assert!(
            written == keys_markdown(),
            "docs/keys.md is not the keymap; run this test with UNHOLD_WRITE_DOCS=1"
        );
    }
}
