//! The JSON documents, exactly as `docs/json.md` describes them.

mod data;
mod doctor;
mod evidence;
mod fault;
mod finding;
mod import;
mod imported;
mod journal;
mod lookup;
mod order;
mod outbox;
mod plan;
mod purge;
mod queue;
mod show;
mod step;
mod sync;
mod values;
mod weights;

pub(super) use data::{DataDocument, DataUpdateDocument};
pub(super) use doctor::DoctorDocument;
pub(super) use evidence::EvidenceDocument;
pub(super) use fault::ErrorDocument;
pub(super) use import::ImportDocument;
pub(super) use imported::ImportedDocument;
pub(super) use journal::{JournalDocument, VerifyDocument};
pub(super) use lookup::{Distance, DistanceDocument, LookupDocument, Seen};
pub(super) use outbox::{ActDocument, OutboxDocument};
pub(super) use plan::PlanDocument;
pub(super) use purge::PurgeDocument;
pub(super) use queue::QueueDocument;
pub(super) use show::ShowDocument;
pub(super) use sync::SyncDocument;
pub(super) use values::When;
pub(super) use weights::WeightsDocument;
