//! How much two texts look alike.

use rapidfuzz::distance::{jaro_winkler, osa};

use super::keys::ends;
use crate::evidence::normal::name::{by_ear, roots};

/// How much two words of a name look alike, from most to least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Alike {
    /// The same word.
    Equal,
    /// Forms of one given name: `bill`, `william`.
    Nickname,
    /// One slip apart, or the same to the ear.
    Close,
    /// Only the first letter is given, and it is the same.
    Initial,
    /// Several slips apart.
    Near,
    /// Another word.
    Other,
}

/// A name with what is compared of it.
#[derive(Clone, Debug)]
pub(super) struct Named<'a> {
    pub(super) given: &'a str,
    pub(super) family: &'a str,
    given_heard: String,
    family_heard: String,
}

impl<'a> Named<'a> {
    pub(super) fn of(name: &'a str) -> Self {
        let (given, family) = ends(name);
        Self { given, family, given_heard: by_ear(given), family_heard: by_ear(family) }
    }

    /// How given and family name compare with those of another, in the better order.
    pub(super) fn compare(&self, other: &str) -> (Alike, Alike) {
        let (given, family) = ends(other);
        let straight = (
            given_alike(self.given, &self.given_heard, given),
            family_alike(self.family, &self.family_heard, family),
        );
        if straight.0 <= Alike::Close && straight.1 <= Alike::Close || family == given {
            return straight;
        }
        let turned = (
            given_alike(self.given, &self.given_heard, family),
            family_alike(self.family, &self.family_heard, given),
        );
        // Turned round counts only when both fit.
        if turned.0 <= Alike::Close && turned.1 <= Alike::Close { turned } else { straight }
    }
}

fn given_alike(own: &str, heard: &str, other: &str) -> Alike {
    if own == other {
        return Alike::Equal;
    }
    let others = roots(other);
    if !others.is_empty() && roots(own).iter().any(|root| others.contains(root)) {
        return Alike::Nickname;
    }
    if own.len() == 1 || other.len() == 1 {
        let is_same = own.as_bytes().first() == other.as_bytes().first();
        return if is_same { Alike::Initial } else { Alike::Other };
    }
    alike(own, heard, other)
}

fn family_alike(own: &str, heard: &str, other: &str) -> Alike {
    if own == other { Alike::Equal } else { alike(own, heard, other) }
}

fn alike(own: &str, heard: &str, other: &str) -> Alike {
    if own.len().min(other.len()) >= 3 && is_slip(own, other) {
        return Alike::Close;
    }
    let similarity = jaro_winkler::similarity(own.bytes(), other.bytes());
    if similarity >= 0.7 && heard.len() >= 3 && heard == by_ear(other) {
        return Alike::Close;
    }
    let is_part = own.len().min(other.len()) >= 4 && (own.contains(other) || other.contains(own));
    if similarity >= 0.88 || is_part { Alike::Near } else { Alike::Other }
}

/// Whether one letter was left out, put in, taken for another or changed places.
pub(super) fn is_slip(one: &str, other: &str) -> bool {
    one.len().abs_diff(other.len()) <= 1 && slips(one, other, 1) <= 1
}

/// How many slips lie between two texts; more than `most` is `most + 1`.
pub(super) fn slips(one: &str, other: &str, most: usize) -> usize {
    if one.len().abs_diff(other.len()) > most {
        return most + 1;
    }
    osa::distance_with_args(one.bytes(), other.bytes(), &osa::Args::default().score_cutoff(most))
        .unwrap_or(most + 1)
}

/// How similar two texts are, from 0 to 1.
pub(super) fn similarity(one: &str, other: &str) -> f64 {
    jaro_winkler::similarity(one.bytes(), other.bytes())
}
