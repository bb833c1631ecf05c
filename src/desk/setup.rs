//! What a desk is opened with.

use std::path::PathBuf;
use std::sync::Arc;

use crate::config::{BusinessCalendar, Config, HighValueWhen};
use crate::domain::{Clock, Currency, Fault, Ids, Kind};
use crate::outbox::Grace;
use crate::places::Sources;
use crate::policy::{self, Calendar, PolicySettings};

/// Whether the store is talked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    Online,
    /// It is not (`--offline`): the cached queue can be read, plans can be recorded.
    Offline,
}

/// Whether anything may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Plans may be recorded and run.
    Full,
    /// Nothing may be written (`--read-only`).
    ReadOnly,
}

/// Everything that a desk is opened with.
#[derive(Clone)]
pub struct Setup {
    /// The checked config.
    pub config: Config,
    /// The folder of the databases.
    pub folder: PathBuf,
    /// Where the present moment comes from.
    pub clock: Arc<dyn Clock>,
    /// Where new ids come from.
    pub ids: Arc<dyn Ids>,
    /// Whether the store is talked to.
    pub presence: Presence,
    /// Whether anything may be written.
    pub access: Access,
    /// How long a write may still be landing after its answer was lost.
    pub grace: Grace,
}

impl Setup {
    /// Where tables of places and networks are looked for.
    pub fn tables(&self) -> Sources {
        Sources { folder: Some(self.folder.join("places")) }
    }
}

/// The config's policy in the values that `policy` works with. A calendar that policy does
/// not know is a fault of the config.
pub(super) fn policy_settings(
    config: &Config,
    currency: Currency,
) -> Result<PolicySettings, Fault> {
    let set = &config.policy;
    Ok(PolicySettings {
        risk_threshold: set.risk_threshold,
        first_decision_business_days: set.first_decision_business_days,
        hold_business_days: set.hold_business_days,
        authorisation_days: set.authorisation_days,
        calendar: calendar(&set.calendar)?,
        flag_tags: set.flag_tags.clone(),
        high_value_amount: set.high_value_amount.money(currency),
        high_value_pieces: set.high_value_pieces,
        high_value_when: match set.high_value_when {
            HighValueWhen::Both => policy::HighValueWhen::Both,
            HighValueWhen::Either => policy::HighValueWhen::Either,
        },
        weights: super::weighing::weights(&config.evidence)?,
    })
}

fn calendar(place: &BusinessCalendar) -> Result<Calendar, Fault> {
    let BusinessCalendar::Of(place) = place else { return Ok(Calendar::weekdays()) };
    Calendar::of(place).ok_or_else(|| {
        Fault::new(Kind::Config, format!("[policy] calendar: no holidays are known for {place}"))
            .hint(format!("write \"weekdays\", or one of {}", Calendar::places().join(", ")))
    })
}
