use proptest::prelude::*;

use crate::domain::{
    Kind, OrderId, OutboxRow, Receipt, Revision, RowState, Step, StepId, StepState, Timestamp, Verb,
};
use crate::ledger::testing::{Desk, noon, note, plan, release, sam, shop};
use crate::ledger::{Case, Change, Event, Ledger, Seen, Staging};
use crate::policy::{ChecklistStep, LookUp, Ticked};

const STATES: [StepState; 7] = [
    StepState::Waiting,
    StepState::Running,
    StepState::Confirmed,
    StepState::Failed,
    StepState::Unknown,
    StepState::Skipped,
    StepState::Compensated,
];

fn receipt() -> Receipt {
    Receipt {
        at: noon(),
        reference: Some("r-1".into()),
        before: "held".into(),
        after: "open".into(),
    }
}

fn seen(revision: &str) -> Seen {
    Seen {
        revision: Revision::new(revision),
        only_ours_since: None,
        holds: vec!["h-2".into()],
        risk: "high".into(),
        disputes: vec![],
    }
}

fn go(ledger: &Ledger, step: StepId, path: &[StepState]) {
    for pair in path.windows(2) {
        ledger.move_step(step, pair[0], pair[1], Change::at(noon())).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever is asked: only legal moves are made, a refused one changes nothing,
    /// the row's state follows from its steps, and the journal tells each move.
    #[test]
    fn only_legal_moves_are_made(
        asked in prop::collection::vec((1u32..=3, 0usize..7, 0usize..7), 1..40)
    ) {
        let desk = Desk::new();
        let row = desk.stage(&plan("1", Verb::Tag, vec![note("a"), note("b"), note("c")]));
        let mut model = [StepState::Waiting; 3];
        let mut made = 0;
        for (place, from, to) in asked {
            let (from, to) = (STATES[from], STATES[to]);
            let at = &mut model[place as usize - 1];
            let legal = *at == from && from.may_become(to);
            let step = StepId { row: row.id, place };

            let answer = desk.ledger.move_step(step, from, to, Change::at(noon()));

            prop_assert_eq!(answer.is_ok(), legal);
            if legal {
                *at = to;
                made += 1;
            }
            let now = desk.ledger.row(row.id).unwrap().unwrap();
            let states: Vec<StepState> = now.steps.iter().map(|step| step.state).collect();
            prop_assert_eq!(&states[..], &model[..]);
            prop_assert_eq!(now.state, RowState::of_steps(&model));
        }
        let journal = desk.ledger.journal(&shop(), None).unwrap();
        let moved = journal.iter().filter(|row| row.facts.event == Event::Moved).count();
        prop_assert_eq!(moved, made);
        prop_assert_eq!(desk.ledger.verify().unwrap().first_bad, None);
    }
}

#[test]
fn sending_counts_the_attempt_and_keeps_the_moment_of_the_first() {
    use StepState::{Running, Unknown, Waiting};
    let desk = Desk::new();
    let row = desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    let step = StepId { row: row.id, place: 1 };
    go(&desk.ledger, step, &[Waiting, Running, Unknown, Waiting]);

    let later = noon().plus_seconds(60);
    let after = desk.ledger.move_step(step, Waiting, Running, Change::at(later)).unwrap();

    assert_eq!(after.steps[0].attempts, 2);
    assert_eq!(after.steps[0].first_sent_at, Some(noon()));
    assert_eq!(after.steps[0].key, row.steps[0].key);
    assert_eq!(desk.ledger.sent(step).unwrap().last, Some(later));
}

#[test]
fn a_call_that_never_left_is_no_attempt_and_its_key_is_still_young() {
    use StepState::{Running, Waiting};
    let desk = Desk::new();
    let row = desk.stage(&plan("1", Verb::Note, vec![note("a")]));

    go(&desk.ledger, StepId { row: row.id, place: 1 }, &[Waiting, Running, Waiting]);

    let after = desk.ledger.row(row.id).unwrap().unwrap();
    assert_eq!((after.steps[0].attempts, after.steps[0].first_sent_at), (0, None));
    assert!(desk.ledger.drop_row(row.id, sam(noon())).is_ok());
}

#[test]
fn a_confirmed_verdict_decides_its_case_with_what_was_seen() {
    use StepState::{Confirmed, Running, Waiting};
    let desk = Desk::new();
    let row = desk.stage(&plan("1", Verb::Release, vec![release("h-1"), note("fine")]));
    let (first, second) = (StepId { row: row.id, place: 1 }, StepId { row: row.id, place: 2 });
    go(&desk.ledger, first, &[Waiting, Running]);
    let change = Change::at(noon()).receipt(receipt()).seen(seen("after"));
    desk.ledger.move_step(first, Running, Confirmed, change).unwrap();
    let shop = shop();
    let case = Case { shop: &shop, order: &row.order };
    assert_eq!(desk.ledger.case(case).unwrap().decided, None);

    go(&desk.ledger, second, &[Waiting, Running, Confirmed]);

    let decided = desk.ledger.case(case).unwrap().decided.unwrap();
    assert_eq!((decided.verb, decided.row, decided.by.as_str()), (Verb::Release, row.id, "Sam"));
    assert_eq!(decided.holds_then, ["h-2"]);
    assert_eq!(decided.risk_then, "high");
    let after = desk.ledger.row(row.id).unwrap().unwrap();
    assert_eq!(after.steps[0].receipt, Some(receipt()));
}

#[test]
fn a_confirmed_note_decides_nothing() {
    use StepState::{Confirmed, Running, Waiting};
    let desk = Desk::new();
    let row = desk.stage(&plan("1", Verb::Note, vec![note("a")]));

    go(&desk.ledger, StepId { row: row.id, place: 1 }, &[Waiting, Running, Confirmed]);

    let shop = shop();
    let state = desk.ledger.case(Case { shop: &shop, order: &row.order }).unwrap();
    assert_eq!(state.decided, None);
}

/// A hold that gets a new day: the new one is placed, then the old one is released.
fn hold_of(part: &str) -> Step {
    Step::PlaceHold {
        fulfilment_order: part.into(),
        reason: crate::domain::HoldReason::FraudRisk,
        notes: "held".into(),
    }
}

fn dated_anew(desk: &Desk, day: Timestamp) -> OutboxRow {
    let plan = plan("1", Verb::Hold, vec![hold_of("fo-1"), release("h-old")]);
    let staging = Staging { decide_by: Some(day), ..desk.staging(&plan, noon()) };
    desk.ledger.stage(&staging, || Ok(Some(Revision::new("seen")))).unwrap()
}

#[test]
fn a_hold_dates_its_case_once_it_lies_there_whatever_becomes_of_the_older_one() {
    use StepState::{Confirmed, Failed, Running, Waiting};
    let day = Timestamp::parse("2026-03-11T17:00:00Z").unwrap();
    for (moves, dates) in [
        (vec![(1, Confirmed), (2, Confirmed)], Some(day)),
        (vec![(1, Confirmed), (2, Failed)], Some(day)),
        (vec![(1, Confirmed)], Some(day)),
        (vec![(1, Failed)], None),
    ] {
        let desk = Desk::new();
        let row = dated_anew(&desk, day);

        for (place, end) in &moves {
            go(&desk.ledger, StepId { row: row.id, place: *place }, &[Waiting, Running, *end]);
        }

        let shop = shop();
        let state = desk.ledger.case(Case { shop: &shop, order: &row.order }).unwrap();
        assert_eq!(state.decide_by, dates, "{moves:?}");
    }
}

#[test]
fn a_hold_that_was_left_out_dates_nothing() {
    use StepState::{Failed, Running, Waiting};
    let desk = Desk::new();
    let row = dated_anew(&desk, noon());
    go(&desk.ledger, StepId { row: row.id, place: 1 }, &[Waiting, Running, Failed]);

    let after = desk.ledger.skip(row.id, Some(1), "held by hand", sam(noon())).unwrap();

    // Its old hold stays: without the new one nothing would keep the goods.
    assert_eq!(after.steps[1].state, StepState::Skipped);
    assert_eq!(after.state, RowState::Confirmed);
    let shop = shop();
    let state = desk.ledger.case(Case { shop: &shop, order: &row.order }).unwrap();
    assert_eq!(state.decide_by, None);
}

#[test]
fn what_would_free_goods_goes_with_the_hold_or_the_money_step_left_out() {
    use StepState::{Failed, Running, Waiting};
    let unarchive = Step::SetArchived { archived: false };
    for (first, goes) in [(hold_of("fo-1"), true), (note("a"), false), (release("h-0"), false)] {
        let desk = Desk::new();
        let steps = vec![first.clone(), release("h-1"), unarchive.clone(), note("b")];
        let row = desk.stage(&plan("1", Verb::Hold, steps));
        go(&desk.ledger, StepId { row: row.id, place: 1 }, &[Waiting, Running, Failed]);

        let after = desk.ledger.skip(row.id, Some(1), "done by hand", sam(noon())).unwrap();

        let wanted = if goes { StepState::Skipped } else { Waiting };
        let states: Vec<StepState> = after.steps.iter().map(|step| step.state).collect();
        assert_eq!(states, [StepState::Skipped, wanted, wanted, Waiting], "{first:?}");
    }
}

#[test]
fn skipping_the_failed_step_lets_the_rest_go_on() {
    use StepState::{Confirmed, Failed, Running, Waiting};
    let desk = Desk::new();
    let row = desk.stage(&plan("1", Verb::Release, vec![release("h-1"), note("a"), note("b")]));
    go(&desk.ledger, StepId { row: row.id, place: 1 }, &[Waiting, Running, Confirmed]);
    go(&desk.ledger, StepId { row: row.id, place: 2 }, &[Waiting, Running, Failed]);
    assert_eq!(desk.ledger.row(row.id).unwrap().unwrap().state, RowState::Stopped);

    let after = desk.ledger.skip(row.id, None, "written by hand", sam(noon())).unwrap();

    assert_eq!(after.state, RowState::Running);
    assert_eq!(after.steps[1].state, StepState::Skipped);
    assert_eq!(after.steps[1].error.as_deref(), Some("left out: written by hand"));
    assert!(desk.ledger.begin(row.id, noon(), "me").is_ok());
}

#[test]
fn retrying_a_failed_step_stages_it_again_and_an_unknown_one_only_asks() {
    use StepState::{Failed, Running, Unknown, Waiting};
    let desk = Desk::new();
    let failed = desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    let unknown = desk.stage(&plan("2", Verb::Note, vec![note("a")]));
    let doubtful = StepId { row: unknown.id, place: 1 };
    go(&desk.ledger, StepId { row: failed.id, place: 1 }, &[Waiting, Running, Failed]);
    go(&desk.ledger, doubtful, &[Waiting, Running, Unknown]);

    let failed = desk.ledger.retry(failed.id, None, sam(noon())).unwrap();
    let unknown = desk.ledger.retry(unknown.id, Some(1), sam(noon())).unwrap();

    assert_eq!(failed.state, RowState::Staged);
    assert_eq!(unknown.state, RowState::Unknown);
    assert!(desk.ledger.sent(doubtful).unwrap().asked);
}

#[test]
fn a_row_that_sent_something_cannot_be_dropped() {
    use StepState::{Failed, Running, Unknown, Waiting};
    let desk = Desk::new();
    let refused = desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    let unknown = desk.stage(&plan("2", Verb::Note, vec![note("a")]));
    go(&desk.ledger, StepId { row: refused.id, place: 1 }, &[Waiting, Running, Failed]);
    go(&desk.ledger, StepId { row: unknown.id, place: 1 }, &[Waiting, Running, Unknown]);

    for row in [refused.id, unknown.id] {
        assert_eq!(desk.ledger.drop_row(row, sam(noon())).unwrap_err().kind(), Kind::State);
    }
}

#[test]
fn a_new_owner_finds_a_running_step_unknown_and_a_begun_row_staged() {
    use StepState::{Running, Waiting};
    let desk = Desk::new();
    let sent = desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    let begun = desk.stage(&plan("2", Verb::Note, vec![note("a")]));
    for row in [&sent, &begun] {
        desk.ledger.begin(row.id, noon(), "old").unwrap();
    }
    go(&desk.ledger, StepId { row: sent.id, place: 1 }, &[Waiting, Running]);
    let new = desk.another();

    let owner = new.own(noon()).unwrap().unwrap();
    let found = owner.take_over(noon()).unwrap();

    assert_eq!(found, [sent.id]);
    assert_eq!(new.row(sent.id).unwrap().unwrap().state, RowState::Unknown);
    assert_eq!(new.row(begun.id).unwrap().unwrap().state, RowState::Staged);
    assert!(new.begin(begun.id, noon(), "new").is_ok());
}

#[test]
fn only_one_owns_the_outbox_and_the_next_may_after_it() {
    let desk = Desk::new();
    let other = desk.another();
    let first = desk.ledger.own(noon()).unwrap().unwrap();

    assert!(other.own(noon()).unwrap().is_none());
    assert_eq!(other.owner().unwrap().unwrap().pid, std::process::id());
    drop(first);

    assert!(other.own(noon()).unwrap().is_some());
}

#[test]
fn a_plan_pinned_before_our_own_change_is_good_after_it() {
    use StepState::{Confirmed, Running, Waiting};
    let desk = Desk::new();
    let mut first = plan("1", Verb::Release, vec![release("h-1")]);
    first.revision = Revision::new("a");
    let first = desk.stage(&first);
    let mut second = plan("1", Verb::Note, vec![note("x")]);
    second.revision = Revision::new("a");
    let second = desk.stage(&second);
    let step = StepId { row: first.id, place: 1 };
    go(&desk.ledger, step, &[Waiting, Running]);

    let seen = seen("b").only_ours_since(Revision::new("a"));
    desk.ledger.move_step(step, Running, Confirmed, Change::at(noon()).seen(seen)).unwrap();

    let good = |row| desk.ledger.good_revisions(row).unwrap();
    assert_eq!(good(&second), [Revision::new("a"), Revision::new("b")]);
    assert_eq!(good(&first), [Revision::new("b")]);
}

#[test]
fn a_case_is_made_at_first_sight_and_keeps_that_moment() {
    let desk = Desk::new();
    let orders: Vec<OrderId> = (0..250).map(|n| OrderId::new(n.to_string())).collect();
    desk.ledger.sight(&shop(), &orders[..200], noon()).unwrap();

    let later = noon().plus_seconds(60);
    let cases = desk.ledger.sight(&shop(), &orders, later).unwrap();

    assert_eq!(cases.len(), 250);
    assert_eq!(cases[0].first_seen, Some(noon()));
    assert_eq!(cases[249].first_seen, Some(later));
}

#[test]
fn a_tick_comes_and_goes_and_a_look_up_is_kept() {
    let desk = Desk::new();
    let (shop, order) = (shop(), OrderId::new("1"));
    let case = Case { shop: &shop, order: &order };

    let on = desk.ledger.tick(case, ChecklistStep::HelpDesk, "Sam", noon()).unwrap();
    let standing = desk.ledger.ticks(case).unwrap();
    let off = desk.ledger.tick(case, ChecklistStep::HelpDesk, "Kim", noon()).unwrap();
    let opened = crate::ledger::Opened {
        step: ChecklistStep::SearchName,
        look_up: LookUp::WebName,
        by: "Sam".into(),
        at: noon(),
    };
    desk.ledger.note_opened(case, opened.clone()).unwrap();

    assert_eq!((on, off), (Ticked::Made, Ticked::TakenBack { by: "Sam".to_owned() }));
    assert_eq!((standing.len(), desk.ledger.ticks(case).unwrap().len()), (1, 0));
    assert_eq!(desk.ledger.opened(case).unwrap(), [opened]);
    let events: Vec<Event> =
        desk.ledger.journal(&shop, None).unwrap().iter().map(|row| row.facts.event).collect();
    assert_eq!(events, [Event::Ticked, Event::Unticked, Event::Opened]);
}

#[test]
fn another_process_is_noticed_and_our_own_writes_are_not() {
    let desk = Desk::new();
    let other = desk.another();
    desk.ledger.others_wrote().unwrap();
    desk.stage(&plan("1", Verb::Note, vec![note("a")]));
    assert!(!desk.ledger.others_wrote().unwrap());

    other.sight(&shop(), &[OrderId::new("7")], noon()).unwrap();

    assert!(desk.ledger.others_wrote().unwrap());
    assert!(!desk.ledger.others_wrote().unwrap());
}
