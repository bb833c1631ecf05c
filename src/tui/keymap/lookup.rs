//! Which row a key belongs to.

use super::{Action, Focus, Key, ROWS, Row};

/// Finds what a key asks for in a focus.
pub(crate) fn action_for(focus: Focus, key: Key) -> Option<Action> {
    let row = ROWS.iter().find(|row| row.at.contains(&focus) && row.keys.contains(&key))?;
    Some(match (row.action, key.digit()) {
        (Action::Digit(_), Some(digit)) => Action::Digit(digit),
        (action, _) => action,
    })
}

/// The rows whose word may stand in the footer of a focus.
pub(crate) fn footer_rows(focus: Focus) -> impl Iterator<Item = (&'static Row, &'static str)> {
    ROWS.iter()
        .filter(move |row| row.at.contains(&focus))
        .filter_map(|row| row.footer.map(|word| (row, word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::row::{ANYWHERE, PANELS};

    #[test]
    fn no_key_has_two_meanings_in_one_focus() {
        for focus in ANYWHERE {
            let mut seen: Vec<Key> = Vec::new();
            for row in ROWS.iter().filter(|row| row.at.contains(focus)) {
                for key in row.keys {
                    assert!(!seen.contains(key), "{} twice in {focus:?}", key.name());
                    seen.push(*key);
                }
            }
        }
    }

    #[test]
    fn every_focus_can_be_left() {
        for focus in ANYWHERE {
            assert_eq!(action_for(*focus, Key::ESC), Some(Action::Back), "{focus:?}");
        }
    }

    #[test]
    fn help_quit_and_undo_are_reachable_from_every_panel() {
        for focus in PANELS {
            for (key, action) in [('?', Action::Help), ('q', Action::Quit), ('z', Action::Undo)] {
                assert_eq!(action_for(*focus, Key::char(key)), Some(action));
            }
        }
    }

    #[test]
    fn only_x_confirms() {
        for focus in ANYWHERE {
            for row in ROWS.iter().filter(|row| row.at.contains(focus)) {
                let confirms = row.action == Action::Confirm;
                assert!(!confirms || row.keys == [Key::char('x')]);
            }
        }
    }

    #[test]
    fn letters_are_text_where_text_is_typed() {
        for focus in ANYWHERE.iter().filter(|focus| focus.takes_text()) {
            for c in "xuqz?/#.jk".chars() {
                assert_eq!(action_for(*focus, Key::char(c)), None, "{c} in {focus:?}");
            }
        }
    }
}
