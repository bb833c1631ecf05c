use std::fs;
use std::path::Path;

use crate::domain::{
    Clean, Kind, OrderId, PURGED, PurgeScope, PurgedOrder, RowState, StepId, StepState, Verb,
};
use crate::ledger::testing::{Desk, archive, noon, note, plan, sam, shop};
use crate::ledger::{Change, Event, Ledger, Payload, Purge};

/// The words of all that lies in a folder.
fn holds(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, text);
        }
        let body = fs::read(path).unwrap();
        body.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
    })
}

/// A row with a note that names somebody, failed with a sentence that does so too.
fn failed(desk: &Desk, order: &str, words: &str) -> StepId {
    let row = desk.stage(&plan(order, Verb::Note, vec![note(words), archive()]));
    let step = StepId { row: row.id, place: 1 };
    let change = Change::at(noon()).error(format!("{words} moved"));
    desk.ledger.move_step(step, StepState::Waiting, StepState::Failed, change).unwrap();
    step
}

fn of_customer(email: &str, orders: &[&str]) -> Purge {
    let orders =
        orders.iter().map(|order| PurgedOrder { shop: shop(), id: OrderId::new(*order) }).collect();
    Purge {
        scope: PurgeScope { customer: Some(email.into()), before: None },
        orders,
        traces: vec!["12 Elm Street".to_owned()],
    }
}

fn texts(ledger: &Ledger, order: &str) -> Vec<Payload> {
    let journal = ledger.journal(&shop(), Some(&OrderId::new(order))).unwrap();
    journal.into_iter().map(|row| row.payload).collect()
}

#[test]
fn a_customers_texts_go_from_database_log_and_copies_and_the_chain_holds() {
    let desk = Desk::new();
    failed(&desk, "1", "Anna Andersson <anna@example.org>");
    failed(&desk, "2", "shares 12 ELM Street with order 1");
    failed(&desk, "3", "Bert Berg called");
    desk.ledger.back_up(noon()).unwrap();
    desk.ledger.back_up_daily(noon()).unwrap().unwrap();
    assert!(holds(desk.folder.path(), "Anna Andersson"));
    let purge = of_customer("Anna@Example.org", &["1"]);

    let would = desk.ledger.look_purge(&purge).unwrap();
    let did = desk.ledger.purge(&purge, sam(noon())).unwrap();

    assert_eq!((did.rows, did.entries, did.backups), (2, 4, 2));
    assert_eq!(did, would);
    for text in ["Anna", "anna@example", "Elm Street", "shares 12"] {
        assert!(!holds(desk.folder.path(), text), "{text}");
    }
    assert!(holds(desk.folder.path(), "Bert Berg"));
    let verified = desk.ledger.verify().unwrap();
    assert_eq!((verified.purged, verified.first_bad), (4, None));
    assert_eq!(texts(&desk.ledger, "1"), [Payload::Purged, Payload::Purged, Payload::None]);
    let last = desk.ledger.journal(&shop(), Some(&OrderId::new("1"))).unwrap().pop().unwrap();
    assert_eq!((last.facts.event, last.facts.reviewer.as_deref()), (Event::Purged, Some("Sam")));
    assert!(desk.ledger.look_purge(&purge).unwrap().is_nothing());
}

#[test]
fn the_copy_that_takes_the_place_of_the_old_ones_is_whole() {
    let desk = Desk::new();
    failed(&desk, "1", "Anna");
    desk.ledger.back_up_daily(noon()).unwrap().unwrap();

    desk.ledger.purge(&of_customer("a@b", &["1"]), sam(noon())).unwrap();

    let copies: Vec<_> = fs::read_dir(desk.folder.path().join("backups")).unwrap().collect();
    assert_eq!(copies.len(), 1);
    let copy = copies[0].as_ref().unwrap().path();
    let restored = tempfile::tempdir().unwrap();
    fs::copy(copy, restored.path().join("ledger.sqlite")).unwrap();
    let ledger = Ledger::open(restored.path(), desk.ids.clone(), noon()).unwrap();
    assert_eq!(ledger.verify().unwrap().first_bad, None);
    assert_eq!(ledger.verify().unwrap().rows, desk.ledger.verify().unwrap().rows);
}

#[test]
fn a_copy_left_behind_by_a_purge_that_was_cut_off_goes_with_the_next() {
    let desk = Desk::new();
    failed(&desk, "1", "Anna");
    let copy = desk.ledger.back_up(noon()).unwrap();
    let aside = desk.folder.path().join("kept");
    fs::copy(&copy, &aside).unwrap();
    desk.ledger.purge(&of_customer("a@b", &["1"]), sam(noon())).unwrap();
    fs::rename(&aside, &copy).unwrap();

    let again = desk.ledger.purge(&of_customer("a@b", &["1"]), sam(noon())).unwrap();

    assert_eq!((again.rows, again.backups), (0, 1));
    assert!(!holds(desk.folder.path(), "Anna"));
}

#[test]
fn a_row_that_is_still_open_keeps_its_texts_and_is_named() {
    let desk = Desk::new();
    desk.stage(&plan("1", Verb::Note, vec![note("Anna")]));

    let did = desk.ledger.purge(&of_customer("a@b", &["1"]), sam(noon())).unwrap();

    assert_eq!((did.rows, did.entries), (0, 0));
    assert_eq!(did.open, [Clean::new("note of #1 (staged)")]);
    assert!(matches!(texts(&desk.ledger, "1")[0], Payload::Kept(_)));
}

#[test]
fn only_what_is_older_goes_when_an_age_is_given() {
    let desk = Desk::new();
    failed(&desk, "1", "Anna");
    let purge = |seconds| Purge {
        scope: PurgeScope { customer: None, before: Some(noon().plus_seconds(seconds)) },
        ..Purge::default()
    };

    assert_eq!(desk.ledger.look_purge(&purge(0)).unwrap().rows, 0);
    assert_eq!(desk.ledger.purge(&purge(1), sam(noon())).unwrap().rows, 1);
    assert!(!holds(desk.folder.path(), "Anna"));
}

#[test]
fn a_purged_row_is_never_sent() {
    let desk = Desk::new();
    let step = failed(&desk, "1", "Anna");
    desk.ledger.purge(&of_customer("a@b", &["1"]), sam(noon())).unwrap();

    let retry = desk.ledger.retry(step.row, None, sam(noon())).unwrap_err();
    let skip = desk.ledger.skip(step.row, None, "why", sam(noon())).unwrap_err();

    assert_eq!((retry.kind(), skip.kind()), (Kind::State, Kind::State));
    assert!(retry.message().contains("purged"), "{retry:?}");
    let row = desk.ledger.row(step.row).unwrap().unwrap();
    assert_eq!((row.state, row.steps[0].error.as_deref()), (RowState::Failed, Some(PURGED)));
}

#[test]
fn a_damaged_journal_is_not_purged() {
    let desk = Desk::new();
    failed(&desk, "1", "Anna");
    desk.raw()
        .execute_batch("DROP TRIGGER journal_keeps_its_words; UPDATE journal SET at = at + 1")
        .unwrap();
    let copy = desk.ledger.back_up(noon()).unwrap();

    let refused = desk.ledger.purge(&of_customer("a@b", &["1"]), sam(noon())).unwrap_err();

    assert!(refused.message().contains("nothing was purged"), "{refused:?}");
    assert!(copy.exists());
}
