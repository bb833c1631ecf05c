//! What the server keeps beside the shop, and what its journal says.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::demo::shop::{CancelReason, Customer, Order, Restock};

/// A cancellation that was accepted and runs later.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CancelJob {
    pub(crate) id: String,
    pub(crate) order: u64,
    pub(crate) reason: CancelReason,
    pub(crate) restock: Restock,
    pub(crate) money_back: bool,
    pub(crate) staff_note: Option<String>,
    pub(crate) due: DateTime<Utc>,
    pub(crate) outcome: Outcome,
}

/// Where a job stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Outcome {
    Started,
    Succeeded,
    Failed(String),
}

/// A bulk export.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Bulk {
    pub(crate) id: u64,
    pub(crate) query: String,
    pub(crate) status: BulkStatus,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) due: DateTime<Utc>,
    pub(crate) completed_at: Option<DateTime<Utc>>,
    pub(crate) objects: u64,
    pub(crate) roots: u64,
    pub(crate) bytes: u64,
}

/// Where a bulk export stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum BulkStatus {
    Running,
    Completed,
    Cancelled,
}

/// A webhook subscription; the embedded store keeps it and delivers nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Hook {
    pub(crate) id: u64,
    pub(crate) topic: String,
    pub(crate) uri: String,
    pub(crate) filter: Option<String>,
    pub(crate) format: String,
    pub(crate) include_fields: Vec<String>,
    pub(crate) created_at: DateTime<Utc>,
}

/// A metafield definition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Definition {
    pub(crate) id: u64,
    pub(crate) namespace: String,
    pub(crate) key: String,
    pub(crate) owner_type: String,
    pub(crate) admin: Option<String>,
}

/// What an idempotency key was used for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct UsedKey {
    pub(crate) at: DateTime<Utc>,
    pub(crate) input: String,
    pub(crate) order: u64,
    pub(crate) refund: u64,
}

/// Money on its way that settles later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unsettled {
    pub(crate) due: DateTime<Utc>,
    pub(crate) order: u64,
    pub(crate) transaction: u64,
}

/// One change as the journal on disk keeps it: the record as it is afterwards.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    Order(Box<Order>),
    Customer(Box<Customer>),
    Job(CancelJob),
    Bulk(Bulk),
    Hook(Hook),
    HookGone(u64),
    Definition(Definition),
    Key(String, UsedKey),
    Unsettled(Unsettled),
    Settled(Unsettled),
    Minted(u64),
}

/// One side effect: what was changed, on what, with which amounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// When.
    pub at: DateTime<Utc>,
    /// The mutation, or `job` for what a job did later.
    pub what: String,
    /// The id it was done on.
    pub id: String,
    /// Amounts, hold ids, texts.
    pub detail: Value,
    /// The idempotency key it came with.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key: Option<String>,
}

/// What one request changed, as one line of the journal.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) effects: Vec<Effect>,
    pub(crate) changes: Vec<Change>,
}
