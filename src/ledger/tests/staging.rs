use std::sync::{Arc, Barrier};

use crate::domain::{Kind, OrderId, Revision, RowState, StepId, StepState, Verb};
use crate::ledger::testing::{Desk, archive, noon, note, plan, release, sam, shop};
use crate::ledger::{Change, Event, Seen, Which};

#[test]
fn a_recorded_plan_is_there_when_the_ledger_is_opened_anew() {
    let desk = Desk::new();
    let row = desk.stage(&plan("1", Verb::Release, vec![release("h-1"), note("fine")]));

    let again = desk.another().row(row.id).unwrap().unwrap();

    assert_eq!(again, row);
    assert_eq!(again.state, RowState::Staged);
    assert_eq!(again.steps.len(), 2);
    assert_eq!(again.steps[1].step, note("fine"));
}

#[test]
fn a_second_deciding_plan_of_an_order_is_refused_and_names_the_first() {
    let desk = Desk::new();
    let first = desk.stage(&plan("1", Verb::Release, vec![release("h-1")]));

    let fault = desk.try_stage(&plan("1", Verb::Cancel, vec![archive()]), noon()).unwrap_err();

    assert_eq!(fault.kind(), Kind::State);
    assert!(fault.message().contains(&first.id.to_string()), "{fault}");
    let shop = shop();
    let kept = desk.ledger.rows(&shop, &Which::Order(first.order.clone())).unwrap();
    assert_eq!(kept, [first], "nothing of the second is kept");
    assert!(desk.try_stage(&plan("1", Verb::Note, vec![note("more")]), noon()).is_ok());
    assert!(desk.try_stage(&plan("2", Verb::Cancel, vec![archive()]), noon()).is_ok());
}

/// Stages while the order is found to stand so, at the moment when the row is written.
fn staged_at(
    desk: &Desk,
    stands: Option<&str>,
) -> Result<crate::domain::OutboxRow, crate::domain::Fault> {
    let plan = plan("1", Verb::Note, vec![note("a")]);
    let (file, stands) = (desk.folder.path().to_owned(), stands.map(Revision::new));
    desk.ledger.stage(&desk.staging(&plan, noon()), move || {
        // Nobody else can write now: this is asked inside the transaction of the row.
        let other = crate::ledger::testing::raw(&file);
        let busy = other.execute_batch("PRAGMA busy_timeout = 0; BEGIN IMMEDIATE").unwrap_err();
        assert_eq!(busy.sqlite_error_code(), Some(rusqlite::ErrorCode::DatabaseBusy), "{busy}");
        Ok(stands)
    })
}

#[test]
fn an_order_that_changed_up_to_the_moment_of_writing_is_not_staged() {
    let desk = Desk::new();

    for stands in [Some("another"), None] {
        let fault = staged_at(&desk, stands).unwrap_err();

        assert_eq!(fault.kind(), Kind::State);
        assert!(fault.message().contains("nothing was staged"), "{fault}");
    }
    let kept = desk.ledger.rows(&shop(), &Which::All).unwrap();
    assert_eq!((kept.len(), desk.ledger.verify().unwrap().rows), (0, 0), "nothing is kept");
    assert_eq!(staged_at(&desk, Some("seen")).unwrap().revision, Revision::new("seen"));
}

#[test]
fn a_change_that_only_our_own_step_made_does_not_keep_a_plan_from_being_staged() {
    let desk = Desk::new();
    let first = desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    let step = StepId { row: first.id, place: 1 };
    let seen = |revision: &str| Seen {
        revision: Revision::new(revision),
        only_ours_since: Some(Revision::new("seen")),
        holds: vec![],
        risk: "low".into(),
        disputes: vec![],
    };
    let ours = Change::at(noon()).seen(seen("ours"));

    desk.ledger.move_step(step, StepState::Waiting, StepState::Confirmed, ours).unwrap();

    assert!(staged_at(&desk, Some("ours")).is_ok());
    assert!(staged_at(&desk, Some("a stranger's")).is_err());
}

#[test]
fn a_deciding_plan_is_possible_again_once_the_first_was_taken_back() {
    let desk = Desk::new();
    let first = desk.stage(&plan("1", Verb::Release, vec![release("h-1")]));

    desk.ledger.take_back(first.id, noon()).unwrap();

    assert!(desk.try_stage(&plan("1", Verb::Cancel, vec![archive()]), noon()).is_ok());
}

#[test]
fn a_failed_plan_is_not_retried_while_another_decides_the_order() {
    let desk = Desk::new();
    let first = desk.stage(&plan("1", Verb::Release, vec![release("h-1")]));
    let step = StepId { row: first.id, place: 1 };
    let failed = Change::at(noon()).error("the order changed");
    desk.ledger.move_step(step, StepState::Waiting, StepState::Failed, failed).unwrap();
    desk.stage(&plan("1", Verb::Cancel, vec![archive()]));

    let fault = desk.ledger.retry(first.id, None, sam(noon())).unwrap_err();

    assert_eq!(fault.kind(), Kind::State);
    assert!(fault.message().contains("cancel"), "{fault}");
}

#[test]
fn a_plan_without_steps_is_refused() {
    let desk = Desk::new();

    let fault = desk.try_stage(&plan("1", Verb::Note, vec![]), noon()).unwrap_err();

    assert_eq!(fault.kind(), Kind::State);
    assert!(desk.ledger.journal(&shop(), None).unwrap().is_empty());
}

#[test]
fn a_row_begun_cannot_be_taken_back_and_one_taken_back_cannot_begin() {
    let desk = Desk::new();
    let begun = desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    let gone = desk.stage(&plan("2", Verb::Note, vec![note("b")]));

    desk.ledger.begin(begun.id, noon(), "me").unwrap();
    desk.ledger.take_back(gone.id, noon()).unwrap();

    assert_eq!(desk.ledger.take_back(begun.id, noon()).unwrap_err().kind(), Kind::State);
    assert_eq!(desk.ledger.begin(gone.id, noon(), "me").unwrap_err().kind(), Kind::State);
    assert_eq!(desk.ledger.begin(begun.id, noon(), "you").unwrap_err().kind(), Kind::State);
}

#[test]
fn of_undo_and_start_from_two_processes_exactly_one_wins() {
    let desk = Desk::new();
    let other = desk.another();
    for round in 0..60 {
        let row = desk.stage(&plan(&round.to_string(), Verb::Note, vec![note("a")])).id;
        let gate = Arc::new(Barrier::new(2));

        let undo = std::thread::spawn({
            let (ledger, gate) = (desk.ledger.clone(), gate.clone());
            move || {
                gate.wait();
                ledger.take_back(row, noon()).is_ok()
            }
        });
        gate.wait();
        let began = other.begin(row, noon(), "other").is_ok();
        let undone = undo.join().unwrap();

        assert!(began != undone, "round {round}: began {began}, undone {undone}");
        let state = desk.ledger.row(row).unwrap().unwrap().state;
        assert_eq!(state, if undone { RowState::Dropped } else { RowState::Running });
    }
}

#[test]
fn a_row_does_not_begin_before_it_is_due() {
    let desk = Desk::new();
    let later = noon().plus_seconds(30);
    let row = desk.try_stage(&plan("1", Verb::Note, vec![note("a")]), later).unwrap();

    assert!(desk.ledger.begin(row.id, noon(), "me").is_err());
    assert!(desk.ledger.due(&shop(), noon()).unwrap().is_empty());
    assert_eq!(desk.ledger.next_due(&shop()).unwrap(), Some(later));
    assert!(desk.ledger.begin(row.id, later, "me").is_ok());
}

#[test]
fn a_row_put_back_waits_with_its_reason_and_can_still_be_taken_back() {
    let desk = Desk::new();
    let row = desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    desk.ledger.begin(row.id, noon(), "me").unwrap();

    let waits = desk.ledger.put_back(row.id, "the store cannot be reached").unwrap();

    assert_eq!(waits.state, RowState::Staged);
    assert_eq!(waits.steps[0].error.as_deref(), Some("the store cannot be reached"));
    assert!(desk.ledger.take_back(row.id, noon()).is_ok());
}

#[test]
fn rows_are_listed_by_state_order_and_time() {
    let desk = Desk::new();
    let one = desk.stage(&plan("1", Verb::Note, vec![note("a")])).id;
    let two = desk.stage(&plan("2", Verb::Note, vec![note("b")])).id;
    desk.ledger.take_back(one, noon()).unwrap();
    let listed = |which: &Which| -> Vec<_> {
        desk.ledger.rows(&shop(), which).unwrap().iter().map(|row| row.id).collect()
    };

    assert_eq!(listed(&Which::Open), [two]);
    assert_eq!(listed(&Which::All), [two, one]);
    assert_eq!(listed(&Which::Order(OrderId::new("1"))), [one]);
    assert_eq!(listed(&Which::Since(noon())), [two, one]);
    assert_eq!(listed(&Which::Since(noon().plus_seconds(1))), []);
    assert_eq!(desk.ledger.counts(&shop()).unwrap().staged, 1);
}

#[test]
fn the_journal_tells_who_staged_and_took_back() {
    let desk = Desk::new();
    let row = desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    desk.ledger.take_back(row.id, noon()).unwrap();

    let journal = desk.ledger.journal(&shop(), Some(&row.order)).unwrap();

    let events: Vec<Event> = journal.iter().map(|row| row.facts.event).collect();
    assert_eq!(events, [Event::Staged, Event::TakenBack]);
    assert_eq!(journal[0].facts.reviewer.as_deref(), Some("Sam"));
    assert_eq!(journal[0].row, Some(row.id));
}
