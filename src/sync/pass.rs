//! One pass over the feeds, as kept on disk: where it stands, and what is covered.

use serde::{Deserialize, Serialize};

use super::{How, Settings};
use crate::cache::Cache;
use crate::domain::{Fault, Timestamp};

/// The mark of the pass under way; gone when it ended.
pub(super) const PASS: &str = "sync.pass";
/// The mark of what the cache holds.
pub(super) const COVERED: &str = "sync.covered";

/// Seconds that a pass looks back before the end of the last one: search indexes lag
/// behind writes (`apis/shopify.md`, section 5).
const OVERLAP_SECONDS: i64 = 60;
const DAY_SECONDS: i64 = 86_400;

/// What the cache holds when no pass is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Covered {
    pub from: Timestamp,
    pub tags: Vec<String>,
    /// Everything that changed before this moment of the store's clock is cached.
    pub high: Option<Timestamp>,
    /// When the last pass ended, by our clock.
    pub ended: Timestamp,
}

/// A pass under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pass {
    pub from: Timestamp,
    pub tags: Vec<String>,
    pub since: Option<Timestamp>,
    /// When it began, by our clock.
    pub began: Timestamp,
    /// A moment of the store's clock that certainly lies before the pass began.
    pub high: Option<Timestamp>,
    /// How many feeds are through.
    pub fed: usize,
    pub cursor: Option<String>,
}

impl Pass {
    /// A new pass: what changed when everything before is covered, else everything.
    pub(super) fn new(
        (how, settings): (How, &Settings),
        (now, from): (Timestamp, Timestamp),
        covered: Option<&Covered>,
    ) -> Self {
        let reaches = |covered: &&Covered| {
            covered.from <= from.plus_seconds(DAY_SECONDS) && covered.tags == settings.tags
        };
        let since = match how {
            How::Full => None,
            How::Since(moment) => Some(moment),
            How::Changes => covered.filter(reaches).and_then(|covered| covered.high),
        };
        let overlap = if how == How::Changes { -OVERLAP_SECONDS } else { 0 };
        Self {
            from,
            tags: settings.tags.clone(),
            since: since.map(|since| since.plus_seconds(overlap)),
            began: now,
            high: None,
            fed: 0,
            cursor: None,
        }
    }

    /// Whether an interrupted pass does what is wished now.
    pub(super) fn serves(&self, how: How, settings: &Settings) -> bool {
        let enough = match how {
            How::Changes => true,
            How::Full => self.since.is_none(),
            How::Since(_) => false,
        };
        enough && self.tags == settings.tags
    }

    /// Learns from an order that changed at `updated`, by the store's clock, and was
    /// seen at `seen`, by ours.
    ///
    /// The two clocks may differ, so only spans of ours are used: what changed at u and
    /// was seen e seconds after the pass began shows that the store's clock stood at u − e
    /// or later when the pass began. The latest such moment is where the next pass starts.
    pub(super) fn learn(&mut self, updated: Timestamp, seen: Timestamp) {
        let elapsed = seen.seconds_since(self.began).max(0) + 1;
        let certain = updated.plus_seconds(-elapsed);
        self.high = Some(self.high.map_or(certain, |high| high.max(certain)));
    }

    /// What is covered once this pass has ended.
    pub(super) fn covered(&self, before: Option<Covered>, now: Timestamp) -> Option<Covered> {
        let Some(since) = self.since else {
            let (from, tags) = (self.from, self.tags.clone());
            return Some(Covered { from, tags, high: self.high, ended: now });
        };
        let before = before?;
        // A pass that began later than what was covered leaves a gap behind it.
        let joins = before.high.is_some_and(|high| since <= high);
        let high = if joins { before.high.max(self.high) } else { before.high };
        Some(Covered { high, ended: now, ..before })
    }

    /// The pass as a mark.
    pub(super) fn mark(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }
}

/// What the cache holds, as the last pass left it. A mark that cannot be read is none:
/// then everything is pulled again.
pub(super) fn covered(cache: &Cache) -> Result<Option<Covered>, Fault> {
    Ok(cache.mark(COVERED)?.and_then(|text| serde_json::from_str(&text).ok()))
}

/// The pass that was interrupted, if one was.
pub(super) fn interrupted(cache: &Cache) -> Result<Option<Pass>, Fault> {
    Ok(cache.mark(PASS)?.and_then(|text| serde_json::from_str(&text).ok()))
}

/// When the last sync of the shop shown ended.
pub fn last_ended(cache: &Cache) -> Result<Option<Timestamp>, Fault> {
    Ok(covered(cache)?.map(|covered| covered.ended))
}
