//! A place in a feed: which part of it, how many came, up to which moment, Shopify's cursor.

use crate::domain::Timestamp;
use crate::stores::{Cursor, StoreFault, Trouble};

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

/// Shopify ends a paged list at 25,000; a search is begun again before that.
const MOST_IN_ONE_LIST: u32 = 24_000;

impl Place {
    /// The next page of the same search.
    pub(super) fn follow(&self, after: String) -> Self {
        Self { after: Some(after), ..self.clone() }
    }

    /// The next page, or the search begun again from `last` when the list grows too long.
    pub(super) fn follow_counting(
        &self,
        after: String,
        came: u32,
        last: Option<Timestamp>,
    ) -> Result<Self, StoreFault> {
        let seen = self.seen.saturating_add(came);
        if seen < MOST_IN_ONE_LIST {
            return Ok(Self { seen, ..self.follow(after) });
        }
        if last.is_none() || last == self.bound {
            return Err(StoreFault::new(
                Trouble::Refused,
                "Reading orders failed: more than 24,000 of them carry the same time.",
            ));
        }
        Ok(Self { phase: self.phase, seen: 0, bound: last, after: None })
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

    #[test]
    fn a_list_that_grows_too_long_is_begun_again_from_its_last_moment() {
        let last = Some(Timestamp::from_millis(5));
        let place = Place { seen: 23_900, ..Place::default() };

        let on = place.follow_counting("c".to_owned(), 50, last).unwrap();
        let anew = on.follow_counting("d".to_owned(), 250, last).unwrap();

        assert_eq!((on.seen, on.after.as_deref()), (23_950, Some("c")));
        assert_eq!(anew, Place { phase: 0, seen: 0, bound: last, after: None });
        let stuck = Place { seen: 23_900, bound: last, ..Place::default() };
        assert!(stuck.follow_counting("e".to_owned(), 250, last).is_err());
    }
}
