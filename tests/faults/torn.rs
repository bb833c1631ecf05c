//! Torn pages: half a page of the ledger, or of the log beside it, is not what was written.
//!
//! At every half page of both files, with zeros, with noise, and with what stood there earlier,
//! as a disk leaves it that lost its power in the middle of a page; and both files cut off at
//! every page. Each time the ledger is refused with a sentence that says what to do, or it holds
//! every row as it was: nothing recorded is ever missing without a word.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use unhold::domain::{
    Clean, Fault, Ids as _, OrderId, OutboxRow, Plan, Revision, RowId, ShopId, Step, StepId,
    StepState, SystemIds, Timestamp, Verb,
};
use unhold::ledger::{Change, JournalRow, Ledger, Slip, Staging, Which};

use crate::shop::{copy, folder};

const PAGE: usize = 4096;
const HALF: usize = PAGE / 2;
/// The head of the log, and of each page in it.
const LOG_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;

fn now() -> Timestamp {
    Timestamp::parse("2026-11-22T12:00:00Z").unwrap()
}

fn shop() -> ShopId {
    ShopId::new("shop-1")
}

fn open(folder: &Path) -> Result<Ledger, Fault> {
    Ledger::open(folder, Arc::new(SystemIds), now())
}

/// Records a plan, and runs every second one.
fn record(ledger: &Ledger, number: u32) {
    let steps = [format!("looked at it, {number}"), "it is fine. ".repeat(20)];
    let plan = Plan {
        shop: shop(),
        order: OrderId::new(number.to_string()),
        order_name: Clean::new(&format!("#{number}")),
        verb: Verb::Note,
        revision: Revision::new(format!("seen-{number}")),
        steps: steps.iter().map(|text| Step::AppendNote { text: Clean::new(text) }).collect(),
        warnings: vec!["two notes".to_owned()],
    };
    let slip = || Slip { system: "store".into(), call: "orderUpdate".into(), key: SystemIds.key() };
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
    let row = ledger.stage(&staging, move || Ok(Some(stands))).unwrap();
    if number.is_multiple_of(2) {
        ledger.begin(row.id, now(), "1").unwrap();
        let step = StepId { row: row.id, place: 1 };
        let go = |from, to| ledger.move_step(step, from, to, Change::at(now())).unwrap();
        go(StepState::Waiting, StepState::Running);
        go(StepState::Running, StepState::Confirmed);
    }
}

/// What a ledger says when it is asked for everything.
#[derive(Debug, PartialEq)]
struct Told {
    rows: Vec<OutboxRow>,
    journal: Vec<JournalRow>,
}

fn told(ledger: &Ledger) -> Result<Told, Fault> {
    Ok(Told { rows: ledger.rows(&shop(), &Which::All)?, journal: ledger.journal(&shop(), None)? })
}

/// A ledger with much in its file and much in its log, as a machine leaves it that stops.
struct Whole {
    place: tempfile::TempDir,
    said: Told,
    /// The two files as they were some rows earlier.
    earlier: [Vec<u8>; 2],
}

const FILES: [&str; 2] = ["ledger.sqlite", "ledger.sqlite-wal"];

/// How the program that wrote it came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    /// It stopped with its machine: much lies in the log.
    Cut,
    /// It was closed: all lies in the file.
    Closed,
}

fn whole(left: Left) -> Whole {
    let (live, place) = (folder(), folder());
    let first = open(live.path()).unwrap();
    (0..24).for_each(|number| record(&first, number));
    first.back_up(now()).unwrap();
    // The last to leave writes the log into the file.
    drop(first);
    let second = open(live.path()).unwrap();
    (24..30).for_each(|number| record(&second, number));
    let earlier = FILES.map(|name| fs::read(live.path().join(name)).unwrap());
    (30..36).for_each(|number| record(&second, number));
    let said = told(&second).unwrap();
    if left == Left::Closed {
        drop(second);
    }
    copy(live.path(), place.path());
    let _gone = fs::remove_file(place.path().join("ledger.sqlite-shm"));
    Whole { place, said, earlier }
}

/// How a damaged ledger was met.
#[derive(Debug, PartialEq, Eq)]
enum Met {
    /// It was refused, at once or at the first question that touches the damage.
    Refused,
    /// It reads well, and `journal --verify` names what is wrong.
    Named,
    /// Everything is there.
    Whole,
    /// Rows of the outbox stand as they did earlier and nothing says so: half a page that was
    /// not written is whole by itself, and `journal --verify` does not hold the rows against
    /// the journal yet (`docs/exactly-once.md`). Counted, so that it is seen.
    Stale,
}

/// Opens what lies there, and reads all of it.
fn met(place: &Path, whole: &Whole, what: &str) -> Met {
    let asked = open(place).and_then(|ledger| {
        let said = told(&ledger)?;
        Ok((said, ledger.verify()?))
    });
    match asked {
        Err(fault) => {
            let remedy = fault.remedy().unwrap_or_default();
            let words = fault.full_message();
            assert!(words.contains("ledger") && !remedy.is_empty(), "{what}: {fault:?}");
            if words.contains("damaged") || words.contains("lacks") {
                assert!(remedy.contains("/backups/ledger-v"), "{what}: {fault:?}");
            }
            Met::Refused
        }
        Ok((_, verified)) if verified.first_bad.is_some() => Met::Named,
        Ok((said, _)) => {
            if what.ends_with("Earlier") && said != whole.said {
                assert_eq!(said.journal, whole.said.journal, "{what}: another journal");
                return Met::Stale;
            }
            assert_eq!(said, whole.said, "{what}: it opened, and something else is in it");
            Met::Whole
        }
    }
}

/// What stands at the torn half instead.
#[derive(Clone, Copy, Debug)]
enum Torn {
    Zeros,
    Noise,
    Earlier,
}

impl Torn {
    fn bytes(self, place: usize, length: usize, earlier: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Zeros => Some(vec![0; length]),
            Self::Noise => {
                let mut state = u32::try_from(place).unwrap() | 1;
                let mut next = || {
                    state ^= state << 13;
                    state ^= state >> 17;
                    state ^= state << 5;
                    state.to_le_bytes()[0]
                };
                Some((0..length).map(|_| next()).collect())
            }
            Self::Earlier => earlier.get(place..place + length).map(<[u8]>::to_vec),
        }
    }
}

/// Where the half pages of a file begin.
fn halves(name: &str, length: usize) -> Vec<usize> {
    let pages: Vec<usize> = if name.ends_with("-wal") {
        (LOG_HEAD..length).step_by(FRAME_HEAD + PAGE).collect()
    } else {
        (0..length).step_by(PAGE).collect()
    };
    let half = |page: usize| [page, page + HALF];
    pages.into_iter().flat_map(half).filter(|from| from + HALF <= length).collect()
}

fn counted(title: &str, met: &[Met]) {
    let count = |wanted: &Met| met.iter().filter(|one| *one == wanted).count();
    let line = format!(
        "{title}: {} places; {} refused with a sentence, {} named by journal --verify, {} whole, \
         {} with rows as they stood earlier\n",
        met.len(),
        count(&Met::Refused),
        count(&Met::Named),
        count(&Met::Whole),
        count(&Met::Stale)
    );
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

#[test]
fn half_a_page_torn_anywhere_loses_nothing_without_a_word() {
    let (cut, closed) = (whole(Left::Cut), whole(Left::Closed));
    let both = FILES.iter().zip(&cut.earlier).map(|(name, earlier)| (&cut, name, earlier, "cut"));
    let alone = (&closed, &FILES[0], &closed.earlier[0], "closed");
    for (whole, name, earlier, left) in both.chain([alone]) {
        let bytes = fs::read(whole.place.path().join(name)).unwrap();
        let mut outcomes = Vec::new();
        for from in halves(name, bytes.len()) {
            for torn in [Torn::Zeros, Torn::Noise, Torn::Earlier] {
                let Some(instead) = torn.bytes(from, HALF, earlier) else { continue };
                let mut damaged = bytes.clone();
                damaged[from..from + HALF].copy_from_slice(&instead);
                if damaged == bytes {
                    continue;
                }
                let what = format!("{name} at {from}, {torn:?}");
                outcomes.push(tried(whole, (name, &damaged), &what));
            }
        }
        assert!(outcomes.contains(&Met::Refused) && outcomes.len() > 50, "{name}: {outcomes:?}");
        counted(&format!("torn half pages of {name}, {left}"), &outcomes);
    }
}

#[test]
fn a_file_cut_off_at_any_page_loses_nothing_without_a_word() {
    let whole = whole(Left::Cut);
    for name in FILES {
        let bytes = fs::read(whole.place.path().join(name)).unwrap();
        let mut outcomes = Vec::new();
        for length in halves(name, bytes.len()) {
            let what = format!("{name} cut off at {length}");
            outcomes.push(tried(&whole, (name, &bytes[..length]), &what));
        }
        assert!(outcomes.len() > 20, "{name}: {outcomes:?}");
        assert_eq!(outcomes[0], Met::Refused, "{name}: nothing left of it");
        counted(&format!("{name} cut off"), &outcomes);
    }
}

/// Puts a damaged file beside the whole ones and opens them.
fn tried(whole: &Whole, (name, bytes): (&str, &[u8]), what: &str) -> Met {
    let place = folder();
    copy(whole.place.path(), place.path());
    fs::write(place.path().join(name), bytes).unwrap();
    met(place.path(), whole, what)
}

#[test]
fn a_ledger_whose_log_is_gone_is_refused_until_somebody_says_that_it_is_meant() {
    let whole = whole(Left::Cut);
    let place = whole.place.path();
    fs::remove_file(place.join("ledger.sqlite-wal")).unwrap();

    let fault = open(place).unwrap_err();

    assert!(fault.message().contains("lacks entry"), "{fault}");
    let remedy = fault.remedy().unwrap();
    assert!(remedy.contains("/backups/ledger-v"), "{remedy}");
    let note: PathBuf = place.join("ledger.sqlite-end");
    assert!(remedy.contains(&*note.to_string_lossy()), "{remedy}");
    fs::remove_file(note).unwrap();
    let ledger = open(place).unwrap();
    assert_eq!(told(&ledger).unwrap().rows.len(), 24);
    assert_eq!(ledger.verify().unwrap().first_bad, None);
}

#[test]
fn a_file_cut_off_while_it_is_open_is_told_and_nothing_is_invented() {
    let (mut refused, mut right) = (0, 0);
    for kept in 0..12 {
        let place = folder();
        let ledger = open(place.path()).unwrap();
        (0..24).for_each(|number| record(&ledger, number));
        let said = told(&ledger).unwrap();
        for name in FILES {
            let file = fs::File::options().write(true).open(place.path().join(name)).unwrap();
            file.set_len(u64::try_from(kept * PAGE).unwrap()).unwrap();
        }

        // Whoever comes now has nothing of it in memory.
        match open(place.path()).and_then(|other| told(&other)) {
            Ok(now) if now == said => right += 1,
            Ok(now) => panic!("{kept} pages left: {} rows of {}", now.rows.len(), said.rows.len()),
            Err(fault) => {
                assert!(fault.remedy().is_some(), "{fault:?}");
                refused += 1;
            }
        }
    }
    assert!(refused > 0, "{refused} refused, {right} right");
    let line = format!("cut off while open: {refused} told, {right} answered right\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}
