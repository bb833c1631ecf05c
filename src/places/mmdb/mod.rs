//! Databases of the user in `MaxMind`'s format, whoever made them (`apis/maxmind.md`, section 6).
//!
//! They are read by the names of their fields, not by product: `GeoLite2`, `GeoIP2`, DB-IP and
//! `IPinfo` say the same things under different names. Every answer is checked on the way; a
//! database that is damaged answers with a sentence.

mod read;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) mod writer;

use std::net::IpAddr;

use chrono::{DateTime, NaiveDate};
use maxminddb::Reader;
use serde_json::Value;

use super::map::Bytes;
use crate::domain::Network;

/// What a database is about, told by its type's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    /// Addresses that come out of households which rent their line out; presence says so.
    ResidentialProxies,
    /// Anything else that has fields we know.
    Fields,
}

/// An opened database.
#[derive(Debug)]
pub(super) struct Database {
    reader: Reader<Bytes>,
    subject: Subject,
    /// Its type, as it calls itself: `GeoLite2-City`.
    pub(super) name: String,
    /// The day on which it was made.
    pub(super) day: NaiveDate,
    pub(super) size: u64,
}

/// Types of which no field is known.
const USELESS: [&str; 3] = ["user-count", "static-ip-score", "domain"];
/// A type's name is shown; longer ones are not names.
const LONGEST_NAME: usize = 60;

impl Database {
    /// Opens a database and reads what it says about itself.
    pub(super) fn open(bytes: Bytes) -> Result<Self, String> {
        let size = bytes.as_ref().len() as u64;
        let reader = Reader::from_source(bytes)
            .map_err(|error| format!("this is no database in MaxMind's format: {error}"))?;
        let about = reader.metadata();
        let name: String = about.database_type.chars().filter(char::is_ascii_graphic).collect();
        if name.is_empty() || name.len() > LONGEST_NAME {
            return Err("the database does not say what it holds".to_owned());
        }
        let lower = name.to_lowercase();
        if USELESS.iter().any(|ending| lower.ends_with(ending)) {
            return Err(format!("{name} holds nothing that a check asks for"));
        }
        let seconds = i64::try_from(about.build_epoch).ok();
        let made = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        let day = made.ok_or("the database does not say when it was made")?.date_naive();
        let subject = if lower.ends_with("residential-proxy") {
            Subject::ResidentialProxies
        } else {
            Subject::Fields
        };
        Ok(Self { reader, subject, name, day, size })
    }

    /// Reads the whole database, to see whether it is sound; takes seconds for a large one.
    pub(super) fn check(&self) -> Result<(), String> {
        self.reader.verify().map_err(|error| format!("{} is damaged: {error}", self.name))
    }

    /// Puts what the database knows about an address over what is known already.
    ///
    /// An `Err` says what is wrong with the database; the network is then as it was.
    pub(super) fn add_to(&self, address: IpAddr, network: &mut Network) -> Result<(), String> {
        if address.is_ipv6() && self.reader.metadata().ip_version == 4 {
            return Ok(());
        }
        let told = |error| format!("{} cannot be read: {error}", self.name);
        let found = self.reader.lookup(address).map_err(told)?;
        let Some(fields) = found.decode::<Value>().map_err(told)? else { return Ok(()) };
        let used = match self.subject {
            Subject::ResidentialProxies => read::residential_proxy(&fields, network),
            Subject::Fields => read::fields(&fields, network),
        };
        if used {
            network.source = format!("{} of {}, {}", self.name, self.day, network.source);
            network.as_of = Some(network.as_of.map_or(self.day, |day| day.min(self.day)));
        }
        Ok(())
    }
}
