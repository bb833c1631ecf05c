//! A place in a feed: which part of it, how many came, up to which moment, Shopify's cursor.

use crate::domain::Timestamp;
use crate::stores::Cursor;

/// Where a feed stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Which of the feed's searches runs, from 0.
    pub(super) phase: u32,
    /// How many came since the search was last begun.
    pub(super) seen: u32,
    /// The moment that the search was begun again from; Shopify ends a list at 25,000.
    pub(super) bound: Option<Timestamp>,
    /// Shopify's own cursor.
    pub(super) after: Option<String>,
}

impl Place {
    /// Reads a kept cursor; one that is not ours starts the feed anew, which is safe
    /// because orders are keyed by id.
    pub(super) fn read(cursor: Option<&Cursor>) -> Self {
        cursor.and_then(|cursor| Self::parse(&cursor.0)).unwrap_or_default()
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, '|');
        let phase = parts.next()?.parse().ok()?;
        let seen = parts.next()?.parse().ok()?;
        let bound = match parts.next()? {
            "" => None,
            millis => Some(Timestamp::from_millis(millis.parse().ok()?)),
        };
        let after = parts.next().filter(|after| !after.is_empty()).map(str::to_owned);
        Some(Self { phase, seen, bound, after })
    }

    /// The cursor to keep.
    pub(super) fn cursor(&self) -> Cursor {
        let bound = self.bound.map(|moment| moment.millis().to_string()).unwrap_or_default();
        let after = self.after.as_deref().unwrap_or_default();
        Cursor(format!("{}|{}|{bound}|{after}", self.phase, self.seen))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_the_disk() {
        let place = Place {
            phase: 2,
            seen: 750,
            bound: Some(Timestamp::from_millis(1_764_000_000_123)),
            after: Some("b3Bh|cXVl==".to_owned()),
        };

        assert_eq!(Place::read(Some(&place.cursor())), place);
        assert_eq!(Place::read(Some(&Place::default().cursor())), Place::default());
    }

    #[test]
    fn a_cursor_that_is_not_ours_starts_anew() {
        assert_eq!(Place::read(Some(&Cursor("page=3".to_owned()))), Place::default());
    }
}
