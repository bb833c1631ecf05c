//! The keymap as help lines and as `docs/keys.md`.

use super::{Focus, ROWS, Row};

/// A line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HelpLine {
    /// Where the groups below work.
    Place(&'static str),
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
    "The order",
    "Actions: each shows its plan first",
    "In a plan",
    "While typing",
    "In the receipts",
    "Moving",
    "The desk",
    "When quitting",
];

/// The help for a place on the screen: first every key that works there, then the others.
/// No key of the keymap is left out and none is said twice.
pub(crate) fn help_lines(focus: Focus) -> Vec<HelpLine> {
    let mut lines = vec![HelpLine::Place(focus.here())];
    lines.extend(groups(|row| row.at.contains(&focus)));
    lines.push(HelpLine::Place("Elsewhere"));
    lines.extend(groups(|row| !row.at.contains(&focus)));
    lines
}

/// The chosen rows, group by group; rows of a group that do the same share a line.
fn groups(chosen: impl Fn(&Row) -> bool) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for group in GROUPS {
        let mut said: Vec<(Vec<String>, &'static str)> = Vec::new();
        for row in ROWS.iter().filter(|row| row.group == group && chosen(row)) {
            let names = key_names(row);
            match said.iter_mut().find(|(_, help)| *help == row.help) {
                Some((keys, _)) => {
                    let new: Vec<_> =
                        names.into_iter().filter(|name| !keys.contains(name)).collect();
                    keys.extend(new);
                }
                None => said.push((names, row.help)),
            }
        }
        if !said.is_empty() {
            lines.push(HelpLine::Group(group));
        }
        let keys = |(keys, help): (Vec<String>, _)| HelpLine::Keys { keys: keys.join(" "), help };
        lines.extend(said.into_iter().map(keys));
    }
    lines
}

/// `docs/keys.md`, generated; a test compares it with the file.
pub fn keys_markdown() -> String {
    let mut page = String::from(
        "# Keys\n\nGenerated from the keymap (`src/tui/keymap/table.rs`); `?` shows the same inside the program.\n\
         A shown plan is confirmed by `x` alone, read after the plan was on the screen.\n",
    );
    for line in groups(|_| true) {
        match line {
            HelpLine::Place(_) => {}
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
fn key_names(row: &Row) -> Vec<String> {
    let digits = row.keys.iter().filter_map(|key| key.digit()).collect::<Vec<_>>();
    if let (true, Some(first), Some(last)) = (digits.len() > 2, digits.first(), digits.last()) {
        return vec![format!("{first} to {last}")];
    }
    row.keys.iter().map(|key| key.name()).collect()
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
    fn help_says_first_what_works_here_and_nothing_twice() {
        for focus in
            [Focus::Queue, Focus::Analysis, Focus::Checklist, Focus::Receipts, Focus::Evidence]
        {
            let lines = help_lines(focus);
            let elsewhere =
                lines.iter().position(|line| *line == HelpLine::Place("Elsewhere")).unwrap();
            let words = |line: &HelpLine| match line {
                HelpLine::Keys { keys, help } => Some((keys.clone(), *help)),
                HelpLine::Place(_) | HelpLine::Group(_) => None,
            };
            let here: Vec<_> = lines[..elsewhere].iter().filter_map(words).collect();
            let others: Vec<_> = lines[elsewhere..].iter().filter_map(words).collect();

            for row in ROWS {
                let place = if row.at.contains(&focus) { &here } else { &others };
                let found = place.iter().filter(|(keys, help)| {
                    *help == row.help && key_names(row).iter().all(|name| keys.contains(name))
                });
                assert_eq!(found.count(), 1, "{} in {focus:?}", row.help);
            }
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
