//! Whatever the store does, and whenever the program dies: each effect once or not at
//! all, and the ledger says which. Proptest prints and keeps the seed of a failure.

use std::time::Duration;

use proptest::prelude::*;

use crate::domain::{Clean, Proof, RowId, RowState, Step, StepKind, StepState, Verb};
use crate::ledger::testing::{note, release, sam};
use crate::outbox::Pace;
use crate::outbox::testing::{Act, Bench, cancel, order, refund};
use crate::stores::{Mark, Repeat, StepKey, Store, Trouble};

/// What is drawn: plans, what the store does with each call, what a person does after.
#[derive(Clone, Debug)]
struct Drawn {
    plans: Vec<usize>,
    acts: Vec<Act>,
    persons: Vec<u8>,
    pauses: Vec<i64>,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => Just(Act::Do),
        2 => Just(Act::DoAndLose),
        2 => Just(Act::Lose),
        1 => Just(Act::DoLate(0)),
        1 => Just(Act::DoLate(1)),
        1 => Just(Act::Fail(Trouble::Refused)),
        1 => Just(Act::Fail(Trouble::Unreachable)),
        1 => Just(Act::Fail(Trouble::Unauthorised)),
        1 => Just(Act::Fail(Trouble::Unreadable)),
        1 => Just(Act::Fail(Trouble::Throttled(Duration::from_secs(1)))),
        2 => Just(Act::Hang),
        2 => Just(Act::DoAndHang),
        1 => Just(Act::DoWhileCustomerWrites),
        1 => Just(Act::Lie),
        1 => Just(Act::Job(3)),
        1 => Just(Act::Job(90)),
        1 => Just(Act::JobFails),
    ]
}

prop_compose! {
    fn drawn()(
        plans in prop::collection::vec(0usize..5, 1..5),
        acts in prop::collection::vec(act(), 0..14),
        persons in prop::collection::vec(0u8..4, 8),
        pauses in prop::collection::vec(prop_oneof![Just(1i64), Just(700), Just(80_000)], 8),
    ) -> Drawn {
        Drawn { plans, acts, persons, pauses }
    }
}

/// Plan `kind` on an order of its own.
fn steps_of(kind: usize, order: &str) -> (Verb, Vec<Step>) {
    let text = note(&format!("note for {order}"));
    match kind {
        0 => (
            Verb::Release,
            vec![
                release("h-ours"),
                Step::SetArchived { archived: false },
                Step::AddTags { tags: vec![Clean::new("reviewed")] },
                text,
            ],
        ),
        1 => (Verb::Refund, vec![refund(500), text]),
        2 => (Verb::Cancel, vec![cancel(), text]),
        3 => (Verb::Note, vec![text]),
        _ => (Verb::Unarchive, vec![Step::SetArchived { archived: false }]),
    }
}

fn bench() -> Bench {
    let bench = Bench::new();
    bench.store.promise(StepKind::Refund, Repeat::WithKeyFor(24 * 3600, "kept a day"));
    bench.store.promise(StepKind::SetArchived, Repeat::Harmless("same state"));
    bench.store.promise(StepKind::AddTags, Repeat::Harmless("same tags"));
    bench
}

/// One process: runs until it ends, or dies as soon as the store hangs.
async fn process(bench: &Bench) {
    let runner = bench.runner();
    let dies = async {
        // A call that hangs is the last thing that this process does.
        while !bench.store.hangs() {
            bench.store.called.notified().await;
        }
    };
    tokio::select! {
        biased;
        () = dies => {}
        ran = runner.run_due(Pace::drain()) => drop(ran.unwrap()),
    }
    bench.store.wake_up();
}

/// What a person does with what is stuck.
fn person(bench: &Bench, row: RowId, choice: u8) {
    let by = sam(bench.row_due_in(0));
    let ledger = &bench.desk.ledger;
    // Refusals are part of the game; what counts is what the store and the ledger say.
    match choice {
        0 => drop(ledger.retry(row, None, by)),
        1 => drop(ledger.skip(row, None, "looked at by hand", by)),
        2 => drop(ledger.drop_row(row, by)),
        _ => {}
    }
}

/// How often each kind of write took effect that must not happen twice.
fn once_only(bench: &Bench) -> Result<(), TestCaseError> {
    let effects = bench.store.effects_by_order();
    for (order, steps) in effects {
        for kind in [StepKind::Refund, StepKind::Cancel, StepKind::AppendNote] {
            let times = steps.iter().filter(|step| step.kind() == kind).count();
            prop_assert!(times <= 1, "{kind:?} of {order} happened {times} times");
        }
    }
    Ok(())
}

/// What the ledger says is so at the store.
fn ledger_tells_the_truth(bench: &Bench, row: RowId) -> Result<(), TestCaseError> {
    let row = bench.row(row);
    let now = bench.store.get(row.order.as_str());
    for step in &row.steps {
        let mark = Mark { key: StepKey(step.key), stood: step.stood };
        let proof = bench.store.proof(&step.step, mark, &now);
        let truth = match step.state {
            StepState::Confirmed => proof == Proof::Done,
            StepState::Waiting | StepState::Failed => proof == Proof::NotDone,
            StepState::Running => false,
            StepState::Unknown | StepState::Skipped | StepState::Compensated => true,
        };
        prop_assert!(truth, "{:?} is {:?}, and the store says {proof:?}", step.step, step.state);
    }
    let states: Vec<StepState> = row.steps.iter().map(|step| step.state).collect();
    prop_assert!(row.state == RowState::Dropped || row.state == RowState::of_steps(&states));
    Ok(())
}

fn play(drawn: &Drawn) -> Result<(), TestCaseError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let bench = bench();
    let mut rows = Vec::new();
    for (place, kind) in drawn.plans.iter().enumerate() {
        let id = format!("{}", place + 1);
        bench.store.put(order(&id));
        let (verb, steps) = steps_of(*kind, &id);
        rows.push(bench.stage(&id, verb, steps));
    }
    bench.store.will(drawn.acts.clone());
    for (choice, pause) in drawn.persons.iter().zip(&drawn.pauses) {
        runtime.block_on(process(&bench));
        once_only(&bench)?;
        bench.clock.pass(*pause);
        for row in &rows {
            person(&bench, *row, *choice);
        }
    }
    bench.store.calm_down();
    runtime.block_on(process(&bench));
    once_only(&bench)?;
    for row in &rows {
        ledger_tells_the_truth(&bench, *row)?;
    }
    prop_assert_eq!(bench.desk.ledger.verify().unwrap().first_bad, None);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_each_effect_is_there_once_or_not_at_all(drawn in drawn()) {
        play(&drawn)?;
    }
}
