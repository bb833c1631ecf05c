//! What nobody has verified about Shopify (shopify.md section 12), settable either way.

use serde::{Deserialize, Serialize};

/// How the embedded store behaves where the facts are silent; every client must survive
/// every setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own, asked by name")]
pub struct Quirks {
    /// What `metafieldsSet` says to `compareDigest: null` when a value is there.
    pub null_digest: NullDigest,
    /// What `fulfillmentOrderReleaseHold` does with `holdIds: []`.
    pub empty_hold_ids: EmptyHoldIds,
    /// Whether an order with holds can be cancelled.
    pub cancel_while_held: Answered,
    /// Whether `orderOpen` takes a cancelled order out of the archive.
    pub open_cancelled: Answered,
    /// What `refundCreate` does without `transactions`.
    pub refund_without_transactions: WithoutTransactions,
    /// Which fields free text searches.
    pub free_text: FreeText,
    /// Whether adding or removing tags moves `Order.updatedAt`.
    pub tags_move_updated_at: bool,
    /// Whether writing metafields moves `Order.updatedAt`.
    pub metafields_move_updated_at: bool,
    /// Whether placing and releasing holds moves `Order.updatedAt`.
    pub holds_move_updated_at: bool,
    /// What a key used with other input is told.
    pub key_mismatch_text: String,
    /// What a second use of a key is told while the first still runs.
    pub key_in_progress_text: String,
    /// How long an idempotency key may be.
    pub key_limit: usize,
    /// How long the notes of a hold may be.
    pub reason_notes_limit: usize,
    /// How long a tag may be.
    pub tag_limit: usize,
    /// How long a cancellation takes.
    pub cancel_takes_ms: u64,
    /// The message that a cancellation ends with instead of succeeding.
    pub cancel_fails: Option<String>,
    /// How long a refund's money stays pending; zero settles at once.
    pub refund_pending_ms: u64,
    /// How far the search index lags behind writes.
    pub index_lag_ms: u64,
    /// How long a bulk operation takes.
    pub bulk_takes_ms: u64,
    /// Whether an empty bulk result has no `url`.
    pub bulk_empty_without_url: bool,
    /// Whether the shop is on Plus, which shows when authorisations lapse.
    pub plus_plan: bool,
    /// The type name in a cancel job result's id.
    pub job_result_kind: JobResultKind,
}

/// What happens to `compareDigest: null` when a value is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NullDigest {
    /// Refused with `STALE_OBJECT`.
    Stale,
    /// Refused with `INVALID_COMPARE_DIGEST`.
    Invalid,
    /// Overwritten.
    Overwrites,
}

/// What an empty list of hold ids means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmptyHoldIds {
    /// As if left out: every hold goes.
    ReleasesAll,
    /// Nothing goes.
    ReleasesNone,
    /// Refused.
    Refused,
}

/// Allowed or refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    /// It works.
    Allowed,
    /// It is refused.
    Refused,
}

/// What a refund without `transactions` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithoutTransactions {
    /// Goods are taken back, no money moves.
    MovesNothing,
    /// The suggested money moves.
    MovesSuggested,
}

/// Which fields free text searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FreeText {
    /// Number, names, e-mail, phones, addresses.
    Everything,
    /// Number, names and e-mail.
    NamesAndEmail,
}

/// The type name in the id of a cancel job's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobResultKind {
    /// `gid://shopify/OrderCancelJobResult/…`.
    OrderCancelJobResult,
    /// `gid://shopify/JobResult/…`.
    JobResult,
}

impl JobResultKind {
    /// The type name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::OrderCancelJobResult => "OrderCancelJobResult",
            Self::JobResult => "JobResult",
        }
    }
}

impl Default for Quirks {
    fn default() -> Self {
        Self {
            null_digest: NullDigest::Stale,
            empty_hold_ids: EmptyHoldIds::ReleasesAll,
            cancel_while_held: Answered::Allowed,
            open_cancelled: Answered::Allowed,
            refund_without_transactions: WithoutTransactions::MovesNothing,
            free_text: FreeText::Everything,
            tags_move_updated_at: true,
            metafields_move_updated_at: false,
            holds_move_updated_at: false,
            key_mismatch_text:
                "The same idempotency key cannot be used with different operation parameters."
                    .into(),
            key_in_progress_text: "This request is currently in progress, please try again.".into(),
            key_limit: 255,
            reason_notes_limit: 5000,
            tag_limit: 40,
            cancel_takes_ms: 1500,
            cancel_fails: None,
            refund_pending_ms: 0,
            index_lag_ms: 0,
            bulk_takes_ms: 1000,
            bulk_empty_without_url: true,
            plus_plan: false,
            job_result_kind: JobResultKind::OrderCancelJobResult,
        }
    }
}
