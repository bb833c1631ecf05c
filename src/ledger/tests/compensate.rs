use crate::domain::{
    Compensation, Kind, OutboxRow, Receipt, Revision, RowState, Stays, Step, StepId, StepState,
    Undoing, Verb,
};
use crate::ledger::testing::{Desk, noon, note, plan, release, sam, shop};
use crate::ledger::{Case, Change, Event, HandOver, Slip, Undone};

fn go(desk: &Desk, row: &OutboxRow, place: u32, path: &[StepState]) -> OutboxRow {
    let step = StepId { row: row.id, place };
    let receipt =
        Receipt { at: noon(), reference: None, before: "held".into(), after: "open".into() };
    let mut after = row.clone();
    for pair in path.windows(2) {
        let change = Change::at(noon()).receipt(receipt.clone());
        after = desk.ledger.move_step(step, pair[0], pair[1], change).unwrap();
    }
    after
}

fn tags() -> Step {
    Step::AddTags { tags: vec!["reviewed".into()] }
}

/// A release of which the hold and the tag are done and the note failed.
fn stopped(desk: &Desk) -> OutboxRow {
    use StepState::{Confirmed, Failed, Running, Waiting};
    let steps = vec![release("h-1"), tags(), note("a"), Step::SetArchived { archived: false }];
    let row = desk.stage(&plan("1", Verb::Release, steps));
    go(desk, &row, 1, &[Waiting, Running, Confirmed]);
    go(desk, &row, 2, &[Waiting, Running, Confirmed]);
    go(desk, &row, 3, &[Waiting, Running, Failed])
}

fn way_back() -> Compensation {
    let hold = Step::PlaceHold {
        fulfilment_order: "fo-1".into(),
        reason: crate::domain::HoldReason::FraudRisk,
        notes: "Decide by Thursday 26 November 2026".into(),
    };
    let untag = Step::RemoveTags { tags: vec!["reviewed".into()] };
    Compensation {
        revision: Revision::new("as shown"),
        steps: vec![Undoing { undoes: 1, step: hold }, Undoing { undoes: 2, step: untag }],
        stays: vec![Stays { place: 9, why: "it stays".into() }],
    }
}

fn undone<'a>(desk: &Desk, row: &OutboxRow, shown: &'a Compensation) -> Undone<'a> {
    let slip = || Slip { system: "store".into(), call: "call".into(), key: desk.ids_key() };
    Undone {
        row: row.id,
        compensation: shown,
        slips: shown.steps.iter().map(|_| slip()).collect(),
        decide_by: Some(noon().plus_seconds(86_400)),
    }
}

fn states(row: &OutboxRow) -> Vec<StepState> {
    row.steps.iter().map(|step| step.state).collect()
}

#[test]
fn what_is_taken_back_leaves_the_rest_out_and_runs_behind_it() {
    use StepState::{Confirmed, Skipped, Waiting};
    let desk = Desk::new();
    let row = stopped(&desk);

    let after = desk.ledger.compensate(undone(&desk, &row, &way_back()), sam(noon())).unwrap();

    assert_eq!(states(&after), [Confirmed, Confirmed, Skipped, Skipped, Waiting, Waiting]);
    assert_eq!(after.state, RowState::Running);
    let undoes: Vec<_> = after.steps.iter().map(|step| step.undoes).collect();
    assert_eq!(undoes, [None, None, None, None, Some(1), Some(2)]);
    assert_eq!(desk.ledger.good_revisions(&after).unwrap(), [Revision::new("as shown")]);
    assert!(desk.ledger.begin(row.id, noon(), "me").is_ok());
    let case = desk.ledger.case(Case { shop: &shop(), order: &row.order }).unwrap();
    assert!(case.decided.is_none(), "a plan on its way back decides nothing");
}

#[test]
fn a_step_is_compensated_in_the_moment_in_which_its_way_back_is_proved() {
    use StepState::{Compensated, Confirmed, Running, Skipped, Unknown, Waiting};
    let desk = Desk::new();
    let row = stopped(&desk);
    desk.ledger.compensate(undone(&desk, &row, &way_back()), sam(noon())).unwrap();

    let doubtful = go(&desk, &row, 5, &[Waiting, Running, Unknown]);
    assert_eq!(doubtful.steps[0].state, Confirmed, "nobody knows yet");
    go(&desk, &row, 5, &[Unknown, Confirmed]);
    let after = go(&desk, &row, 6, &[Waiting, Running, Confirmed]);

    assert_eq!(states(&after), [Compensated, Compensated, Skipped, Skipped, Confirmed, Confirmed]);
    assert_eq!(after.state, RowState::Compensated);
    let case = desk.ledger.case(Case { shop: &shop(), order: &row.order }).unwrap();
    assert!(case.decided.is_none());
    assert_eq!(case.decide_by, Some(noon().plus_seconds(86_400)), "the new hold has its day");
    let journal = desk.ledger.journal(&shop(), None).unwrap();
    let told = |place| {
        journal
            .iter()
            .any(|entry| entry.facts.place == Some(place) && entry.facts.to == Some(Compensated))
    };
    assert!(told(1) && told(2));
    assert!(journal.iter().any(|entry| entry.facts.event == Event::CompensationAsked));
    assert!(journal.iter().any(|entry| entry.facts.undoes == Some(1)));
    assert_eq!(desk.ledger.verify().unwrap().first_bad, None);
}

#[test]
fn a_row_that_is_not_stopped_or_on_its_way_back_is_refused() {
    use StepState::{Confirmed, Running, Waiting};
    let desk = Desk::new();
    let row = stopped(&desk);
    desk.ledger.compensate(undone(&desk, &row, &way_back()), sam(noon())).unwrap();
    let again = desk.ledger.compensate(undone(&desk, &row, &way_back()), sam(noon()));
    assert_eq!(again.unwrap_err().kind(), Kind::State);

    let whole = desk.stage(&plan("2", Verb::Tag, vec![tags(), tags()]));
    for path in [&[][..], &[Waiting, Running, Confirmed]] {
        go(&desk, &whole, 1, path);
        let refused = desk.ledger.compensate(undone(&desk, &whole, &way_back()), sam(noon()));
        assert_eq!(refused.unwrap_err().kind(), Kind::State, "{path:?}");
    }
}

#[test]
fn a_release_whose_way_back_was_given_up_stands_and_decides() {
    use StepState::{Failed, Running, Waiting};
    let desk = Desk::new();
    let row = stopped(&desk);
    desk.ledger.compensate(undone(&desk, &row, &way_back()), sam(noon())).unwrap();
    go(&desk, &row, 5, &[Waiting, Running, Failed]);
    desk.ledger.skip(row.id, None, "it may ship", sam(noon())).unwrap();
    go(&desk, &row, 6, &[Waiting, Running, Failed]);

    let after = desk.ledger.skip(row.id, None, "the tag is right", sam(noon())).unwrap();

    assert_eq!(after.state, RowState::Confirmed);
    // Its archive was left out, so nobody is told that the order is decided.
    let case = desk.ledger.case(Case { shop: &shop(), order: &row.order }).unwrap();
    assert!(case.decided.is_none());
}

fn over(why: &str) -> HandOver {
    HandOver { why: why.into(), shows: Some(("paid, held".into(), noon())) }
}

#[test]
fn what_is_handed_over_keeps_reason_person_and_what_the_store_showed() {
    let desk = Desk::new();
    let row = stopped(&desk);

    let after = desk.ledger.hand_over(row.id, &over("call Kim"), sam(noon())).unwrap();

    assert_eq!(after.state, RowState::HandedOver);
    let kept = after.handed_over.clone().unwrap();
    assert_eq!((kept.by.as_str(), kept.why.raw()), ("Sam", "call Kim"));
    assert_eq!(kept.shows.as_deref(), Some("paid, held"));
    assert_eq!(states(&after), states(&row), "what it did is still told");
    assert_eq!(desk.ledger.row(row.id).unwrap().unwrap(), after);
    let journal = desk.ledger.journal(&shop(), None).unwrap();
    let told = journal.iter().find(|entry| entry.facts.event == Event::HandedOver).unwrap();
    assert_eq!(told.facts.after.as_deref(), Some("paid, held"));
    assert!(!serde_json::to_string(&told.facts).unwrap().contains("Kim"), "words lie beside");
    // Nothing unknown is left, so the order is free for another plan.
    let next = plan("1", Verb::Cancel, vec![note("b")]);
    assert!(desk.try_stage(&next, noon()).is_ok());
    for asked in [
        desk.ledger.retry(row.id, None, sam(noon())),
        desk.ledger.hand_over(row.id, &over("again"), sam(noon())),
        desk.ledger.compensate(undone(&desk, &row, &way_back()), sam(noon())),
    ] {
        assert_eq!(asked.unwrap_err().kind(), Kind::State);
    }
}

#[test]
fn an_order_handed_over_in_doubt_stays_closed_until_a_person_says_how_it_ended() {
    use StepState::{Running, Skipped, Unknown, Waiting};
    let desk = Desk::new();
    let row = desk.stage(&plan("1", Verb::Refund, vec![note("a"), note("b")]));
    go(&desk, &row, 1, &[Waiting, Running, Unknown]);

    let after = desk.ledger.hand_over(row.id, &over("the bank looks"), sam(noon())).unwrap();

    assert!(after.is_handed_over_in_doubt());
    let next = plan("1", Verb::Refund, vec![note("c")]);
    let refused = desk.try_stage(&next, noon()).unwrap_err();
    assert!(refused.message().contains("handed over in doubt"), "{refused:?}");
    let step = StepId { row: row.id, place: 1 };
    for to in [Waiting, StepState::Confirmed, StepState::Failed, Unknown] {
        assert!(desk.ledger.move_step(step, Unknown, to, Change::at(noon())).is_err(), "{to:?}");
    }
    let settled = desk.ledger.skip(row.id, None, "paid out on Monday", sam(noon())).unwrap();
    assert_eq!((settled.state, settled.steps[0].state), (RowState::HandedOver, Skipped));
    assert!(desk.try_stage(&next, noon()).is_ok());
}

#[test]
fn nothing_done_and_nothing_in_doubt_is_nobodys_matter() {
    use StepState::{Confirmed, Failed, Running, Waiting};
    let desk = Desk::new();
    let row = desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    assert!(desk.ledger.hand_over(row.id, &over("x"), sam(noon())).is_err());
    go(&desk, &row, 1, &[Waiting, Running, Failed]);
    assert!(desk.ledger.hand_over(row.id, &over("x"), sam(noon())).is_err());
    go(&desk, &row, 1, &[Failed, Waiting, Running, Confirmed]);
    assert!(desk.ledger.hand_over(row.id, &over("x"), sam(noon())).is_err());
}
