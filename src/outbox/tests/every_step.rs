//! Each kind of step against each thing that a store can do with a call. A new kind of step
//! finds no way round: its plan, its promise and its proof are asked for by exhaustive
//! matches here and in the scripted store.

use std::time::Duration;

use crate::domain::{Clean, RowState, Step, StepKind, StepState, Verb};
use crate::ledger::testing::{note, release};
use crate::outbox::testing::{Act, Bench, authorisation, cancel, place_hold, refund, void};
use crate::stores::{KEY_LIFE_SECONDS, Repeat, StepKey, Trouble};

/// A bench whose store promises as Shopify does (`apis/shopify.md`, section 8), with an order
/// on which each step changes something.
pub(super) fn bench() -> Bench {
    let bench = Bench::new();
    for kind in StepKind::ALL {
        bench.store.promise(kind, promise_of(kind));
    }
    bench.store.change("1", |order| {
        order.tags.push(Clean::new("old"));
        order.transactions.push(authorisation("auth-1"));
    });
    bench
}

fn promise_of(kind: StepKind) -> Repeat {
    match kind {
        StepKind::Refund => Repeat::WithKeyFor(KEY_LIFE_SECONDS, "the store keeps the key"),
        StepKind::PlaceHold => Repeat::Harmless("the handle is taken once"),
        StepKind::SetArchived | StepKind::AddTags | StepKind::RemoveTags => {
            Repeat::Harmless("same state")
        }
        StepKind::ReleaseHolds | StepKind::Cancel | StepKind::Void | StepKind::AppendNote => {
            Repeat::AfterProof("no key")
        }
    }
}

/// A plan of one step of that kind.
pub(super) fn step_of(kind: StepKind) -> (Verb, Step) {
    match kind {
        StepKind::ReleaseHolds => (Verb::Release, release("h-ours")),
        StepKind::PlaceHold => (Verb::Hold, place_hold()),
        StepKind::Cancel => (Verb::Cancel, cancel()),
        StepKind::Refund => (Verb::Refund, refund(500)),
        StepKind::Void => (Verb::Refund, void("auth-1")),
        StepKind::SetArchived => (Verb::Unarchive, Step::SetArchived { archived: false }),
        StepKind::AppendNote => (Verb::Note, note("a")),
        StepKind::AddTags => (Verb::Tag, Step::AddTags { tags: vec![Clean::new("new")] }),
        StepKind::RemoveTags => (Verb::Untag, Step::RemoveTags { tags: vec![Clean::new("old")] }),
    }
}

/// What becomes of a step whose first call meets something.
struct Scene {
    /// What the store does with the first call.
    meets: Act,
    /// Where the row stands after one run, how often the store was called, and how often it
    /// did something.
    then: (RowState, usize, usize),
}

fn scenes(kind: StepKind) -> Vec<Scene> {
    use RowState::{Confirmed, Failed, Staged};
    // While a late write is not waited for, the same call may be made twice without harm.
    let late = if matches!(promise_of(kind), Repeat::Harmless(_)) { 2 } else { 1 };
    let second = Duration::from_secs(1);
    [
        (Act::Do, (Confirmed, 1, 1)),
        (Act::DoAndLose, (Confirmed, 1, 1)),
        (Act::Lose, (Confirmed, 2, 1)),
        (Act::DoLate(1), (Confirmed, 1, 1)),
        (Act::DoLate(2), (Confirmed, late, 1)),
        (Act::Lie, (Confirmed, 2, 1)),
        (Act::Fail(Trouble::Unreadable), (Confirmed, 2, 1)),
        (Act::Fail(Trouble::Throttled(second)), (Confirmed, 2, 1)),
        (Act::Fail(Trouble::Refused), (Failed, 1, 0)),
        (Act::Fail(Trouble::Missing), (Failed, 1, 0)),
        (Act::Fail(Trouble::Forbidden), (Failed, 1, 0)),
        (Act::Fail(Trouble::Unreachable), (Staged, 1, 0)),
        (Act::Fail(Trouble::Unauthorised), (Staged, 1, 0)),
        (Act::Fail(Trouble::Stopped), (Staged, 1, 0)),
    ]
    .into_iter()
    .map(|(meets, then)| Scene { meets, then })
    .collect()
}

#[tokio::test]
async fn every_step_is_done_once_or_not_at_all_and_the_ledger_says_which() {
    for kind in StepKind::ALL {
        for Scene { meets, then } in scenes(kind) {
            let bench = bench();
            let (verb, step) = step_of(kind);
            let row = bench.stage("1", verb, vec![step]);
            bench.store.will([meets.clone()]);

            bench.run().await;

            let after = bench.row(row);
            let counts = (bench.store.calls().len(), bench.store.effects().len());
            let found = (after.state, counts.0, counts.1);
            assert_eq!(found, then, "{kind:?} meets {meets:?}: {:?}", after.steps[0].error);
            assert_eq!(after.steps[0].receipt.is_some(), after.state == RowState::Confirmed);
        }
    }
}

#[tokio::test]
async fn every_step_that_never_left_is_sent_later_with_its_own_key_and_counted_once() {
    for kind in StepKind::ALL {
        let bench = bench();
        let (verb, step) = step_of(kind);
        let row = bench.stage("1", verb, vec![step]);
        bench.store.will([Act::Fail(Trouble::Unreachable)]);
        bench.run().await;
        assert_eq!(bench.states(row), [StepState::Waiting], "{kind:?}");

        bench.run().await;

        let (calls, after) = (bench.store.calls(), bench.row(row));
        assert_eq!((after.state, calls.len()), (RowState::Confirmed, 2), "{kind:?}");
        assert_eq!(calls[0].1, calls[1].1, "{kind:?}");
        assert_eq!(after.steps[0].attempts, 1, "{kind:?}");
    }
}

#[tokio::test]
async fn what_the_order_shows_already_is_not_sent_except_where_only_our_own_mark_would_tell() {
    for kind in StepKind::ALL {
        let bench = bench();
        let (verb, step) = step_of(kind);
        let foreign = StepKey(uuid::Uuid::from_u128(0xf00d));
        bench.store.does_already("1", &step, foreign);
        let row = bench.stage("1", verb, vec![step]);

        bench.run().await;

        let sends = usize::from(matches!(kind, StepKind::PlaceHold | StepKind::AppendNote));
        assert_eq!(bench.store.calls().len(), sends, "{kind:?}");
        assert_eq!(bench.row(row).state, RowState::Confirmed, "{kind:?}");
    }
}

#[tokio::test]
async fn a_text_that_stood_there_already_proves_nothing_about_ours() {
    for (act, calls) in [(Act::Lose, 2), (Act::DoAndLose, 1), (Act::Hang, 2), (Act::DoAndHang, 1)] {
        let bench = bench();
        bench.store.change("1", |order| order.note = "called\na".into());
        let row = bench.stage("1", Verb::Note, vec![note("a")]);
        bench.store.will([act.clone()]);
        let runner = bench.runner();
        tokio::select! {
            ran = runner.run_due(crate::outbox::Pace::drain()) => drop(ran.unwrap()),
            () = bench.hung() => {}
        }
        drop(runner);

        bench.run().await;

        assert_eq!(bench.row(row).state, RowState::Confirmed, "{act:?}");
        assert_eq!(bench.store.calls().len(), calls, "{act:?}");
        assert_eq!(bench.store.get("1").note.raw(), "called\na\na", "{act:?}");
    }
}

#[tokio::test]
async fn two_notes_of_the_same_words_are_two_notes() {
    let bench = bench();
    let rows = [0, 1].map(|_| bench.stage("1", Verb::Note, vec![note("a")]));
    bench.store.will([Act::Do, Act::Lose]);

    bench.run().await;

    assert_eq!(rows.map(|row| bench.row(row).state), [RowState::Confirmed; 2]);
    assert_eq!((bench.store.calls().len(), bench.store.effects().len()), (3, 2));
}

#[tokio::test]
async fn a_refund_that_waits_until_its_key_is_too_old_is_handed_to_a_person() {
    for (hours, calls) in [(19, 2), (21, 1)] {
        let bench = bench();
        let row = bench.stage("1", Verb::Refund, vec![refund(500)]);
        bench.store.will([Act::Lose]);
        // Read as undone twice, it waits again; then the store cannot be reached for a night.
        bench.store.read_fails_after(3, Trouble::Unreachable);
        bench.run().await;
        assert_eq!(bench.states(row), [StepState::Waiting], "{hours} hours");
        bench.clock.pass(hours * 3600);

        bench.run().await;

        assert_eq!(bench.store.calls().len(), calls, "{hours} hours");
        let state = if calls == 2 { RowState::Confirmed } else { RowState::Unknown };
        assert_eq!(bench.row(row).state, state, "{hours} hours");
    }
}
