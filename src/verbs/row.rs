//! The table of verbs.

use super::allowed;
use crate::domain::{Allowed, Capabilities, Danger, Order, Verb};

/// Everything the program says about a verb.
#[derive(Clone, Copy, Debug)]
pub struct VerbRow {
    /// The verb.
    pub verb: Verb,
    /// Its name on screen.
    pub title: &'static str,
    /// What it does, for people.
    pub sentence: &'static str,
    /// How bad a mistake would be.
    pub danger: Danger,
    /// The verb that takes it back, where one does.
    pub inverse: Option<Verb>,
    /// The key that asks for it by default (`contract.md`, keys).
    pub key: char,
    /// Whether the order's state and the store allow it, or why not (S106).
    pub allowed: fn(&Order, &Capabilities) -> Allowed,
}

/// The rows, in the order of `Verb::ALL`.
///
/// `archive` and `unarchive` share a key: never are both allowed.
pub const ROWS: [VerbRow; 9] = [
    VerbRow {
        verb: Verb::Release,
        title: "release",
        sentence: "Lift the chosen holds, so that the order can ship",
        danger: Danger::Ships,
        inverse: Some(Verb::Hold),
        key: 'u',
        allowed: allowed::release,
    },
    VerbRow {
        verb: Verb::Hold,
        title: "hold",
        sentence: "Keep the order from shipping until you decide, by a date",
        danger: Danger::Reversible,
        inverse: Some(Verb::Release),
        key: 'h',
        allowed: allowed::hold,
    },
    VerbRow {
        verb: Verb::Cancel,
        title: "cancel",
        sentence: "Cancel the order; the money goes back unless you choose otherwise",
        danger: Danger::Final,
        inverse: None,
        key: 'c',
        allowed: allowed::cancel,
    },
    VerbRow {
        verb: Verb::Refund,
        title: "refund",
        sentence: "Give the money back, all of it or a part; the goods stay where they are",
        danger: Danger::Final,
        inverse: None,
        key: 'r',
        allowed: allowed::refund,
    },
    VerbRow {
        verb: Verb::Note,
        title: "note",
        sentence: "Add text to the order's note in the store",
        danger: Danger::Harmless,
        inverse: None,
        key: 'n',
        allowed: allowed::note,
    },
    VerbRow {
        verb: Verb::Tag,
        title: "tag",
        sentence: "Add tags to the order",
        danger: Danger::Reversible,
        inverse: Some(Verb::Untag),
        key: 't',
        allowed: allowed::tag,
    },
    VerbRow {
        verb: Verb::Untag,
        title: "untag",
        sentence: "Remove tags from the order",
        danger: Danger::Reversible,
        inverse: Some(Verb::Tag),
        key: 'T',
        allowed: allowed::untag,
    },
    VerbRow {
        verb: Verb::Archive,
        title: "archive",
        sentence: "Put the order away in the store's admin",
        danger: Danger::Reversible,
        inverse: Some(Verb::Unarchive),
        key: 'a',
        allowed: allowed::archive,
    },
    VerbRow {
        verb: Verb::Unarchive,
        title: "unarchive",
        sentence: "Take the order out of the archive, so that fulfilment sees it again",
        danger: Danger::Reversible,
        inverse: Some(Verb::Archive),
        key: 'a',
        allowed: allowed::unarchive,
    },
];

/// Finds the row of a verb.
pub fn row(verb: Verb) -> &'static VerbRow {
    let [release, hold, cancel, refund, note, tag, untag, archive, unarchive] = &ROWS;
    match verb {
        Verb::Release => release,
        Verb::Hold => hold,
        Verb::Cancel => cancel,
        Verb::Refund => refund,
        Verb::Note => note,
        Verb::Tag => tag,
        Verb::Untag => untag,
        Verb::Archive => archive,
        Verb::Unarchive => unarchive,
    }
}

#[cfg(test)]
mod tests {
    use super::{ROWS, row};
    use crate::domain::Verb;

    #[test]
    fn every_verb_has_its_own_row_in_the_offered_order() {
        for (offered, verb) in ROWS.iter().zip(Verb::ALL) {
            assert_eq!(offered.verb, verb);
            assert_eq!(row(verb).verb, verb);
            assert_eq!(row(verb).title, verb.word());
        }
    }

    #[test]
    fn only_archive_and_unarchive_share_a_key() {
        for (at, one) in ROWS.iter().enumerate() {
            for other in ROWS.iter().skip(at + 1).filter(|other| other.key == one.key) {
                assert_eq!((one.verb, other.verb), (Verb::Archive, Verb::Unarchive));
            }
        }
    }
}
