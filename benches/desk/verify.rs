//! `journal --verify` over a long journal, beside reading it alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use unhold::domain::{
    Clean, Ids as _, OrderId, Plan, Receipt, Revision, RowId, ShopId, Step, StepId, StepState,
    SystemIds, Timestamp, Verb,
};
use unhold::ledger::{Change, Ledger, Slip, Staging};

use crate::config;
use crate::figures::{fact, line};
use crate::sample::ms;

/// Plans in the journal, each with seven entries: two years of a busy desk.
const PLANS: usize = 40_000;
/// The goal, in entries a second.
const GOAL: f64 = 200_000.0;

fn now() -> Timestamp {
    Timestamp::parse("2026-12-01T09:00:00Z").expect("a time")
}

/// A long ledger, made once. Each of its entries would wait for the disk, so it is made in
/// memory where the system has a folder there.
fn filled() -> PathBuf {
    let folder = config::root().join("verify");
    let mark = folder.join(format!("filled-{PLANS}"));
    if mark.exists() {
        return folder;
    }
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.join("unhold-bench-verify") } else { folder.clone() };
    for old in [&place, &folder] {
        let _none = fs::remove_dir_all(old);
    }
    let ledger = Ledger::open(&place, Arc::new(SystemIds), now()).expect("a ledger");
    (0..PLANS).for_each(|number| record(&ledger, number));
    drop(ledger);
    if place != folder {
        fs::create_dir_all(&folder).expect("a folder");
        for file in fs::read_dir(&place).expect("a folder").flatten() {
            if file.path().is_file() {
                fs::copy(file.path(), folder.join(file.file_name())).expect("a copy");
            }
        }
        fs::remove_dir_all(&place).expect("it goes");
    }
    fs::write(mark, "").expect("a mark");
    folder
}

/// A release with a note: recorded, sent, read back.
fn record(ledger: &Ledger, number: usize) {
    let name = Clean::new(&format!("#{number}"));
    let holds = vec![format!("gid://shopify/FulfillmentHold/{number}").into()];
    let part = format!("gid://shopify/FulfillmentOrder/{number}").into();
    let note = "unhold · released by SE: the customer called from the number on the order, and \
                billing and shipping lie in one street.";
    let plan = Plan {
        shop: ShopId::new("gid://shopify/Shop/1"),
        order: OrderId::new((7_100_000_000_000_u64 + number as u64).to_string()),
        order_name: name,
        verb: Verb::Release,
        revision: Revision::new(format!("{number:032x}")),
        steps: vec![
            Step::ReleaseHolds { fulfilment_order: part, holds },
            Step::AppendNote { text: Clean::new(note) },
        ],
        warnings: vec!["The goods can be sent from then on.".to_owned()],
    };
    let slip = || Slip { system: "store".into(), call: "call".into(), key: SystemIds.key() };
    let staging = Staging {
        plan: &plan,
        row: RowId(SystemIds.row()),
        reviewer: "Sam Example",
        now: now(),
        due_at: now(),
        slips: vec![slip(), slip()],
        findings: &[],
        decide_by: None,
        money: None,
    };
    let stands = plan.revision.clone();
    let row = ledger.stage(&staging, move || Ok(Some(stands))).expect("a row");
    for place in 1..=2 {
        let step = StepId { row: row.id, place };
        let receipt = Receipt {
            at: now(),
            reference: None,
            before: "paid, held by Fraud Scanner, unfulfilled".to_owned(),
            after: "paid, not held, unfulfilled".to_owned(),
        };
        for (from, to, change) in [
            (StepState::Waiting, StepState::Running, Change::at(now())),
            (StepState::Running, StepState::Confirmed, Change::at(now()).receipt(receipt)),
        ] {
            ledger.move_step(step, from, to, change).expect("a move");
        }
    }
}

/// Verifies three times, and reads the same without hashing.
pub fn measure() {
    println!("\nverifying the journal");
    let folder = filled();
    let file = folder.join("ledger.sqlite");
    let ledger = Ledger::open(&folder, Arc::new(SystemIds), now()).expect("a ledger");
    let (read, checked) = floor(&file);
    let size = fs::metadata(&file).map_or(0, |about| about.len()) / (1024 * 1024);
    let mut took = Vec::new();
    let mut rows = 0;
    for _ in 0..3 {
        let began = Instant::now();
        let verified = ledger.verify().expect("an answer");
        took.push(began.elapsed());
        assert_eq!(verified.first_bad, None);
        rows = verified.rows;
    }
    took.sort();
    let middle = took[1];
    let rate = rows as f64 / middle.as_secs_f64();
    fact("entries of the journal", &format!("{rows}, {size} MiB"));
    fact("the file's own check alone", &ms(checked));
    fact("reading the same columns alone", &ms(read));
    line(
        "verified, middle of three",
        &format!("{}, {rate:.0} a second", ms(middle)),
        &format!("{GOAL:.0} a second"),
        rate >= GOAL,
    );
    let alone = read + checked;
    let ratio =
        middle.as_secs_f64() / alone.as_secs_f64().max(Duration::from_nanos(1).as_secs_f64());
    fact("beside check and reading alone", &format!("{ratio:.2} ×"));
}

/// How long reading every column takes, and the file's own check.
fn floor(file: &Path) -> (Duration, Duration) {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let look = Connection::open_with_flags(file, flags).expect("the ledger");
    let began = Instant::now();
    let word: String =
        look.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).expect("an answer");
    let checked = began.elapsed();
    assert_eq!(word, "ok");
    let began = Instant::now();
    let mut question = look
        .prepare(
            "SELECT number, at, shop, order_id, row_id, facts, digest, before, hash, salt, body
             FROM journal LEFT JOIN payloads USING (number) ORDER BY number",
        )
        .expect("a question");
    let mut answers = question.query([]).expect("answers");
    let mut bytes = 0;
    while let Some(row) = answers.next().expect("a row") {
        for column in [5, 10] {
            bytes += row
                .get_ref(column)
                .expect("a column")
                .as_str_or_null()
                .expect("text")
                .map_or(0, str::len);
        }
    }
    assert!(bytes > 0);
    (began.elapsed(), checked)
}
