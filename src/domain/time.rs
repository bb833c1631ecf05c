//! Moments, zones and where the present moment comes from.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// A moment, kept in UTC with a precision of one microsecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub DateTime<Utc>);

impl Timestamp {
    /// Reads an RFC 3339 time; `None` when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text.trim()).ok().map(|t| Self(t.with_timezone(&Utc)))
    }

    /// The moment as milliseconds since 1970 UTC, as the databases keep it.
    pub fn millis(self) -> i64 {
        self.0.timestamp_millis()
    }

    /// The moment `millis` milliseconds after 1970 UTC; out of range becomes 1970.
    pub fn from_millis(millis: i64) -> Self {
        Self(Utc.timestamp_millis_opt(millis).single().unwrap_or_default())
    }

    /// The moment `seconds` later (or earlier, when negative), saturating.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        chrono::TimeDelta::try_seconds(seconds)
            .and_then(|delta| self.0.checked_add_signed(delta))
            .map_or(self, Self)
    }

    /// Whole seconds from `earlier` to this moment; negative when it lies before.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.0.signed_duration_since(earlier.0).num_seconds()
    }
}

/// RFC 3339 in UTC, as stored.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// The store's time zone, by its IANA name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(chrono_tz::Tz);

impl Zone {
    /// Universal time, until the store's own zone is known.
    pub const UTC: Self = Self(chrono_tz::UTC);

    /// Finds a zone by its IANA name, such as `America/New_York`.
    pub fn named(name: &str) -> Option<Self> {
        chrono_tz::Tz::from_str(name).ok().map(Self)
    }

    /// The IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The moment on this zone's wall clock.
    pub fn local(self, moment: Timestamp) -> DateTime<chrono_tz::Tz> {
        moment.0.with_timezone(&self.0)
    }

    /// RFC 3339 with this zone's offset, as in JSON.
    pub fn rfc3339(self, moment: Timestamp) -> String {
        self.local(moment).to_rfc3339_opts(SecondsFormat::Secs, false)
    }

    /// The calendar day of a moment in this zone.
    pub fn day(self, moment: Timestamp) -> NaiveDate {
        self.local(moment).date_naive()
    }

    /// The moment at which `day` reaches `hour:minute` in this zone. In a gap of the
    /// clocks the first moment after it is meant, in a doubled hour the earlier one.
    pub fn at(self, day: NaiveDate, hour: u32, minute: u32) -> Timestamp {
        let wall = day.and_hms_opt(hour, minute, 0).unwrap_or_default();
        let local = self.0.from_local_datetime(&wall).earliest().or_else(|| {
            self.0.from_local_datetime(&(wall + chrono::TimeDelta::hours(1))).earliest()
        });
        local.map_or(Timestamp(wall.and_utc()), |time| Timestamp(time.with_timezone(&Utc)))
    }
}

/// Where the present moment comes from; tests and `--now` pass a fixed one.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// Whether it stands still: then it tells no day, and nothing is dated by it that real
    /// days come after.
    fn stands_still(&self) -> bool {
        false
    }
}

/// The operating system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(Utc::now().timestamp_millis())
    }
}

/// A clock that stands still.
impl Clock for Timestamp {
    fn now(&self) -> Timestamp {
        *self
    }

    fn stands_still(&self) -> bool {
        true
    }
}
