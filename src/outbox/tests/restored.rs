//! A ledger restored from its copy: what was sent or taken back since the copy was made is
//! neither done again nor done after all, unless a person asks for it.

use crate::domain::{RowId, RowState, StepKind, StepState, Verb};
use crate::ledger::Ledger;
use crate::ledger::testing::{noon, note, sam};
use crate::outbox::Pace;
use crate::outbox::testing::{Bench, refund};

use super::every_step::{bench, step_of};

/// Brings the bench's ledger back from the copy of noon.
fn restore(bench: &Bench, copy: &std::path::Path) -> (tempfile::TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(copy, folder.path().join("ledger.sqlite")).unwrap();
    let ids = bench.desk.ids.clone();
    let ledger = Ledger::open(folder.path(), ids, noon()).unwrap();
    (folder, ledger)
}

async fn run_all(bench: &Bench, ledger: &Ledger) {
    for pace in [Pace::background(), Pace::drain(), Pace::drain_now()] {
        bench.runner_on(ledger.clone()).run_due(pace).await.unwrap();
    }
}

fn row(ledger: &Ledger, id: RowId) -> crate::domain::OutboxRow {
    ledger.row(id).unwrap().unwrap()
}

#[tokio::test]
async fn what_was_taken_back_after_the_copy_is_not_sent() {
    for kind in StepKind::ALL {
        let bench = bench();
        let (verb, step) = step_of(kind);
        let id = bench.stage("1", verb, vec![step]);
        let copy = bench.desk.ledger.back_up_daily(noon()).unwrap().unwrap();
        bench.desk.ledger.take_back(id, noon()).unwrap();

        let (_folder, ledger) = restore(&bench, &copy);
        run_all(&bench, &ledger).await;

        assert_eq!(bench.store.calls().len(), 0, "{kind:?}");
        let row = row(&ledger, id);
        assert_eq!(row.state, RowState::Unknown, "{kind:?}");
        let told = row.steps[0].error.clone().unwrap();
        assert!(told.contains("restored from the copy of 2026-03-04 12:00 UTC"), "{told}");
    }
}

#[tokio::test]
async fn what_was_sent_after_the_copy_is_not_sent_again() {
    for kind in StepKind::ALL {
        let bench = bench();
        let (verb, step) = step_of(kind);
        let id = bench.stage("1", verb, vec![step, note("written behind it")]);
        let copy = bench.desk.ledger.back_up_daily(noon()).unwrap().unwrap();
        bench.run().await;
        let sent = bench.store.effects();

        let (_folder, ledger) = restore(&bench, &copy);
        run_all(&bench, &ledger).await;

        assert_eq!(bench.store.effects(), sent, "{kind:?}");
        assert_ne!(row(&ledger, id).state, RowState::Staged, "{kind:?}");
    }
}

#[tokio::test]
async fn a_person_who_compared_lets_the_whole_row_run() {
    let bench = bench();
    let id = bench.stage("1", Verb::Refund, vec![refund(500), note("refunded")]);
    let copy = bench.desk.ledger.back_up_daily(noon()).unwrap().unwrap();
    let (_folder, ledger) = restore(&bench, &copy);
    run_all(&bench, &ledger).await;

    ledger.retry(id, None, sam(noon())).unwrap();
    run_all(&bench, &ledger).await;

    let states: Vec<StepState> = row(&ledger, id).steps.iter().map(|step| step.state).collect();
    assert_eq!(states, [StepState::Confirmed; 2], "{:?}", row(&ledger, id));
    assert_eq!(bench.store.effects(), [refund(500), note("refunded")]);
}
