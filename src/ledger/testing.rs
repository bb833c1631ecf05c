//! Builders for the tests of this room and of the rooms above it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

use super::{Ledger, Person, Slip, Staging};
use crate::domain::{
    Clean, Ids, OrderId, OutboxRow, Plan, Revision, RowId, ShopId, Step, Timestamp, Verb,
};

/// Ids that count up.
#[derive(Debug, Default)]
pub(crate) struct Counted(AtomicU64);

impl Ids for Counted {
    fn row(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) + 1)
    }

    fn key(&self) -> Uuid {
        self.row()
    }
}

/// A ledger in a folder of its own, which goes when this goes.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    pub(crate) ledger: Ledger,
    pub(crate) ids: Arc<Counted>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ids = Arc::new(Counted::default());
        let ledger = Ledger::open(folder.path(), ids.clone(), noon()).unwrap();
        Self { folder, ledger, ids }
    }

    /// Records a plan that is due at once.
    pub(crate) fn stage(&self, plan: &Plan) -> OutboxRow {
        self.try_stage(plan, noon()).unwrap()
    }

    pub(crate) fn try_stage(
        &self,
        plan: &Plan,
        due_at: Timestamp,
    ) -> Result<OutboxRow, crate::domain::Fault> {
        let stands = plan.revision.clone();
        self.ledger.stage(&self.staging(plan, due_at), move || Ok(Some(stands)))
    }

    pub(crate) fn staging<'a>(&self, plan: &'a Plan, due_at: Timestamp) -> Staging<'a> {
        let slip = || Slip { system: "store".into(), call: "call".into(), key: self.ids.key() };
        Staging {
            plan,
            row: RowId(self.ids.row()),
            reviewer: "Sam",
            now: noon(),
            due_at,
            slips: plan.steps.iter().map(|_| slip()).collect(),
            findings: &[],
            decide_by: None,
            money: None,
        }
    }

    pub(crate) fn ids_key(&self) -> Uuid {
        self.ids.key()
    }

    /// Opens the ledger anew, as another process would.
    pub(crate) fn another(&self) -> Ledger {
        Ledger::open(self.folder.path(), self.ids.clone(), noon()).unwrap()
    }

    /// The database itself, as a vandal would open it.
    pub(crate) fn raw(&self) -> Connection {
        raw(self.folder.path())
    }
}

pub(crate) fn raw(folder: &Path) -> Connection {
    Connection::open(folder.join("ledger.sqlite")).unwrap()
}

pub(crate) fn noon() -> Timestamp {
    Timestamp::parse("2026-03-04T12:00:00Z").unwrap()
}

pub(crate) fn sam(at: Timestamp) -> Person<'static> {
    Person { name: "Sam", at }
}

pub(crate) fn shop() -> ShopId {
    ShopId::new("shop-1")
}

pub(crate) fn plan(order: &str, verb: Verb, steps: Vec<Step>) -> Plan {
    Plan {
        shop: shop(),
        order: OrderId::new(order),
        order_name: Clean::new(&format!("#{order}")),
        verb,
        revision: Revision::new("seen"),
        steps,
        warnings: vec![],
    }
}

pub(crate) fn archive() -> Step {
    Step::SetArchived { archived: true }
}

pub(crate) fn note(text: &str) -> Step {
    Step::AppendNote { text: Clean::new(text) }
}

pub(crate) fn release(hold: &str) -> Step {
    Step::ReleaseHolds { fulfilment_order: "fo-1".into(), holds: vec![hold.into()] }
}
