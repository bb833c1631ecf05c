//! Clocks that are put forward or back while something is under way.
//!
//! Every form of plan has its first call in the air when the clock jumps; and a refund whose
//! answer was lost meets a jump before it could be read again: within the life of its key it is
//! repeated, beyond it, or with a clock put back before its sending, a person decides.

use std::io::Write as _;
use std::time::{Duration, Instant};

use unhold::demo::{FaultRule, RequestKind, Trouble};
use unhold::desk::Window;
use unhold::domain::{OrderId, OutboxRow, RowState};

use crate::cases::{CASES, ready};
use crate::dice::{JUMPS, LATE};
use crate::network::asked;
use crate::stand::{Stand, ran, row};

/// How long a key is trusted, in seconds, and some seconds that a test may take.
const TRUSTED: i64 = 72_000;
const SLACK: i64 = 300;

fn staged(stand: &Stand, number: usize) -> (unhold::desk::Desk, OutboxRow) {
    let desk = stand.open();
    let order = OrderId::new(&*ready().orders[number].id);
    let (verb, wish) = asked(&CASES[number], &desk, &order);
    let plan = desk.plan(&order, verb, &wish).unwrap();
    let staged = desk.stage(&plan, Window::Now).unwrap();
    (desk, staged)
}

/// The clock jumps while the first call of a plan is in the air.
fn jumps_during(number: usize, seconds: i64) {
    let what = format!("{}, {seconds} s", CASES[number].name);
    let stand = Stand::new();
    let late = FaultRule::once(Trouble::Delay { ms: LATE });
    stand.store.fault(FaultRule { kind: Some(RequestKind::Mutation), ..late });
    let before = stand.store.log().len();
    let (desk, staged) = staged(&stand, number);

    let ended = std::thread::scope(|threads| {
        threads.spawn(|| {
            let limit = Instant::now() + Duration::from_secs(30);
            while stand.store.faults()[0].fired == 0 && Instant::now() < limit {
                std::thread::sleep(Duration::from_millis(2));
            }
            stand.clock.by(seconds);
        });
        ran(&desk, staged.id)
    });

    assert!(ended.halted.is_none(), "{what}: {ended:?}");
    assert_eq!(stand.store.faults()[0].fired, 1, "{what}: no call was late");
    let done = row(&desk, staged.id);
    assert_eq!(done.state, RowState::Confirmed, "{what}: {done:#?}");
    assert_eq!(stand.done_since(before), done.steps.len(), "{what}");
    assert_eq!(desk.verify_journal().unwrap().first_bad, None, "{what}");
}

#[test]
fn a_clock_that_jumps_during_a_call_changes_nothing_of_what_is_done() {
    ready();
    std::thread::scope(|threads| {
        for part in 0..4 {
            threads.spawn(move || {
                for number in (part..CASES.len()).step_by(4) {
                    for seconds in JUMPS {
                        jumps_during(number, seconds);
                    }
                }
            });
        }
    });
    let cells = CASES.len() * JUMPS.len();
    let line = format!("clocks: {cells} calls during which the clock jumped, all done once\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

/// A refund is sent and lost, and cannot be read again before the clock has jumped.
fn lost_then_jumps(number: usize, seconds: i64) -> RowState {
    let what = format!("{}, {seconds} s", CASES[number].name);
    let stand = Stand::new();
    let lost = FaultRule::once(Trouble::Status { code: 500 });
    stand.store.fault(FaultRule { kind: Some(RequestKind::Mutation), ..lost });
    let unread = FaultRule::once(Trouble::Status { code: 503 });
    let before = stand.store.log().len();
    let (desk, staged) = staged(&stand, number);
    let readings = Some("OrderDetail".to_owned());
    stand.store.fault(FaultRule { operation: readings, skip: 1, times: None, ..unread });
    ran(&desk, staged.id);
    let fired: Vec<u32> = stand.store.faults().iter().map(|rule| rule.fired).collect();
    assert!(fired[0] == 1 && fired[1] >= 1, "{what}: {fired:?}");
    assert_eq!(row(&desk, staged.id).state, RowState::Unknown, "{what}");

    stand.store.clear_faults();
    stand.clock.by(seconds);
    ran(&desk, staged.id);

    let now = row(&desk, staged.id);
    let done = stand.done_since(before);
    match now.state {
        RowState::Confirmed => assert_eq!((done, now.steps[0].attempts), (1, 2), "{what}"),
        RowState::Unknown => {
            assert_eq!((done, now.steps[0].attempts), (0, 1), "{what}: {now:#?}");
            let why = now.steps[0].error.clone().unwrap_or_default();
            assert!(why.contains("older than 20 hours"), "{what}: {why}");
        }
        _ => panic!("{what}: {now:#?}"),
    }
    now.state
}

#[test]
fn a_lost_refund_is_repeated_only_while_its_key_is_young_by_any_clock() {
    let edges = [TRUSTED - SLACK, TRUSTED + 1];
    let refunds = ["refund in full", "refund in part"];
    let numbers: Vec<usize> =
        refunds.map(|name| CASES.iter().position(|case| case.name == name).unwrap()).to_vec();
    let (mut repeated, mut left) = (0, 0);
    for number in numbers {
        for seconds in JUMPS.into_iter().chain(edges) {
            let state = lost_then_jumps(number, seconds);
            let is_young = (0..TRUSTED).contains(&seconds);
            let wanted = if is_young { RowState::Confirmed } else { RowState::Unknown };
            assert_eq!(state, wanted, "{}, {seconds} s", CASES[number].name);
            if is_young { repeated += 1 } else { left += 1 }
        }
    }
    assert!(repeated > 0 && left > 0);
    let line = format!("keys: {repeated} repeated while young, {left} left to a person\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}
