use crate::domain::{OrderId, Verb};
use crate::ledger::testing::{Desk, archive, noon, note, plan, shop};
use crate::ledger::{Payload, Wrong};

/// Five rows about five orders.
fn written() -> Desk {
    let desk = Desk::new();
    for order in ["1", "2", "3", "4", "5"] {
        desk.stage(&plan(order, Verb::Note, vec![note(&format!("for {order}"))]));
    }
    desk
}

fn vandalise(desk: &Desk, sql: &str) {
    let raw = desk.raw();
    raw.execute_batch(
        "PRAGMA foreign_keys = OFF;
         DROP TRIGGER journal_keeps_its_rows; DROP TRIGGER journal_keeps_its_words;",
    )
    .unwrap();
    raw.execute_batch(sql).unwrap();
}

fn first_bad(desk: &Desk) -> (u64, Wrong) {
    let bad = desk.ledger.verify().unwrap().first_bad.unwrap();
    (bad.number, bad.wrong)
}

#[test]
fn an_untouched_journal_verifies_with_its_count() {
    let verified = written().ledger.verify().unwrap();

    assert_eq!((verified.rows, verified.purged, verified.first_bad), (5, 0, None));
}

#[test]
fn the_database_itself_refuses_to_change_a_row() {
    let desk = written();

    let changed = desk.raw().execute("UPDATE journal SET at = 1 WHERE number = 2", []);
    let removed = desk.raw().execute("DELETE FROM journal WHERE number = 2", []);

    assert!(changed.unwrap_err().to_string().contains("append-only"));
    assert!(removed.unwrap_err().to_string().contains("append-only"));
}

#[test]
fn a_changed_row_is_named_with_its_order() {
    for change in [
        "UPDATE journal SET at = at + 1 WHERE number = 3",
        "UPDATE journal SET facts = replace(facts, 'Sam', 'Kim') WHERE number = 3",
        "UPDATE journal SET order_id = '9' WHERE number = 3",
        "UPDATE journal SET digest = zeroblob(32) WHERE number = 3",
        "UPDATE journal SET hash = zeroblob(32) WHERE number = 3",
        "UPDATE journal SET before = zeroblob(32) WHERE number = 3",
    ] {
        let desk = written();

        vandalise(&desk, change);

        assert_eq!(first_bad(&desk), (3, Wrong::Changed), "{change}");
    }
}

#[test]
fn a_removed_row_is_named() {
    for remove in [
        "DELETE FROM journal WHERE number = 3",
        "DELETE FROM journal WHERE number = 3; UPDATE journal SET number = number - 1 WHERE number > 3",
    ] {
        let desk = written();

        vandalise(&desk, remove);

        assert_eq!(first_bad(&desk), (3, Wrong::Removed), "{remove}");
    }
}

#[test]
fn rows_cut_off_at_the_end_are_missed() {
    let desk = written();

    vandalise(&desk, "DELETE FROM journal WHERE number > 3");

    assert_eq!(first_bad(&desk), (4, Wrong::Removed));
}

#[test]
fn reordered_rows_are_named() {
    let desk = written();

    vandalise(
        &desk,
        "UPDATE journal SET number = 99 WHERE number = 3;
         UPDATE journal SET number = 3 WHERE number = 4;
         UPDATE journal SET number = 4 WHERE number = 99;",
    );

    assert_eq!(first_bad(&desk), (3, Wrong::Reordered));
}

#[test]
fn a_changed_text_beside_a_row_is_named() {
    let desk = written();

    vandalise(&desk, "UPDATE payloads SET body = replace(body, 'for 4', 'for 7')");

    assert_eq!(first_bad(&desk), (4, Wrong::PayloadChanged));
}

#[test]
fn a_text_that_is_gone_without_a_purge_of_its_order_is_named() {
    let desk = written();

    desk.raw().execute("DELETE FROM payloads WHERE number IN (2, 4)", []).unwrap();

    let verified = desk.ledger.verify().unwrap();
    assert_eq!((verified.rows, verified.purged), (5, 2));
    assert_eq!(first_bad(&desk), (2, Wrong::PayloadRemoved));
    let journal = desk.ledger.journal(&shop(), Some(&OrderId::new("2"))).unwrap();
    assert_eq!(journal[0].payload, Payload::Purged);
}

#[test]
fn no_text_of_a_plan_lies_inside_a_chained_row() {
    let desk = Desk::new();
    desk.stage(&plan("1", Verb::Note, vec![note("Anna Andersson called"), archive()]));

    let inside: i64 = desk
        .raw()
        .query_row("SELECT count(*) FROM journal WHERE facts LIKE '%Anna%'", [], |row| row.get(0))
        .unwrap();
    let beside = &desk.ledger.journal(&shop(), None).unwrap()[0].payload;

    assert_eq!(inside, 0);
    assert!(matches!(beside, Payload::Kept(text) if text.contains("Anna Andersson")));
}

#[test]
fn a_bad_row_at_the_end_of_a_long_journal_is_found() {
    let desk = Desk::new();
    let case_shop = shop();
    let order = OrderId::new("1");
    let case = crate::ledger::Case { shop: &case_shop, order: &order };
    for _ in 0..500 {
        desk.ledger.tick(case, crate::policy::ChecklistStep::HelpDesk, "Sam", noon()).unwrap();
    }

    vandalise(&desk, "UPDATE journal SET at = at + 1 WHERE number = 500");

    assert_eq!(first_bad(&desk), (500, Wrong::Changed));
}
