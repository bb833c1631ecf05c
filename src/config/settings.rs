//! The checked settings.

use url::Url;

use super::{EvidenceSettings, Policy, SecretRef};

/// Everything that the config file says, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Which store, and how to get in.
    pub store: StoreSettings,
    /// Who decides.
    pub reviewer: Reviewer,
    /// The shop as customers know it.
    pub brand: Brand,
    /// Thresholds and clocks.
    pub policy: Policy,
    /// What is changed of the evidence.
    pub evidence: EvidenceSettings,
}

/// A shop system that this program speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// Shopify, by its Admin GraphQL API.
    Shopify,
}

impl Platform {
    /// The word used in the config.
    pub fn word(self) -> &'static str {
        match self {
            Self::Shopify => "shopify",
        }
    }
}

/// Which store, and how to get in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreSettings {
    /// The shop system.
    pub platform: Platform,
    /// The store's address: https, or http on loopback; ends in a slash.
    pub url: Url,
    /// How to get in.
    pub credentials: Credentials,
    /// The API version asked for, when not the adapter's own.
    pub api_version: Option<String>,
    /// How many seconds lie between two syncs of the open workstation.
    pub sync_seconds: u32,
}

/// How to get in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// A token that does not end (`apis/shopify.md`, section 2).
    Token(SecretRef),
    /// An app's id and secret, exchanged for a token that ends after a day.
    Client {
        /// The app's id; no secret.
        id: String,
        /// The app's secret.
        secret: SecretRef,
    },
}

impl Credentials {
    /// The secret that is looked up.
    pub fn secret(&self) -> &SecretRef {
        match self {
            Self::Token(secret) | Self::Client { secret, .. } => secret,
        }
    }
}

/// Who decides: the store's tokens have no user behind them, so this names the reviewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewer {
    /// The name, as it stands in receipts.
    pub name: String,
    /// The initials, as they stand in notes (S52).
    pub initials: String,
}

/// The shop as customers know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brand {
    /// The name.
    pub name: String,
    /// The prefix of order names and notes (S52); blank when there is none.
    pub prefix: String,
}
