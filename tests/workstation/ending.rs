//! Every way to end or to stop gives the terminal back and loses nothing.

use std::time::Duration;

use rustix::process::Signal;
use serde_json::json;

use crate::home::Home;
use crate::store::Store;
use crate::terminal::{Seen, Terminal};

/// The longest that leaving may take.
const AT_ONCE: Duration = Duration::from_secs(2);

/// A decision that waits for its undo window when the end comes.
fn decided(home: &Home) -> (Terminal, String) {
    let order = home.decidable(1).remove(0);
    let mut screen = Terminal::ready(home.workstation(""));
    screen.open(&order);
    screen.press("u");
    screen.shows(&format!("Release {order}: x confirms"));
    screen.press("x");
    screen.shows(&format!("Staged: release {order}"));
    (screen, order)
}

fn state_of_the_row(home: &Home) -> String {
    home.run("outbox --json").json()["outbox"][0]["state"].as_str().unwrap().to_owned()
}

#[test]
fn signals_that_end_restore_the_terminal_and_keep_what_was_decided() {
    let (home, _store) = Store::synced();
    let (mut screen, order) = decided(&home);
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        screen.signal(signal);
        let (took, _) = screen.end();

        assert!(took < AT_ONCE, "{signal:?} took {took:?}");
        assert!(screen.look(Seen::is_given_back), "{signal:?}");
        assert!(screen.is_cooked(), "{signal:?}");
        assert!(!screen.text().contains("panicked"), "{}", screen.text());
        assert_eq!(state_of_the_row(&home), "staged", "{signal:?}");
        screen = Terminal::ready(home.workstation("--offline"));
        screen.shows("1 staged");
    }
    let told = home.run("outbox run --now --json");
    assert_eq!(told.code, 0, "{}", told.out);
    assert_eq!(home.show(&order)["state"]["held"], false);
}

#[test]
fn a_closed_window_ends_the_program_and_keeps_what_was_decided() {
    let (home, _store) = Store::synced();
    let (mut screen, _) = decided(&home);

    screen.close();

    let (took, _) = screen.end();
    assert!(took < AT_ONCE, "{took:?}");
    assert_eq!(state_of_the_row(&home), "staged");
}

#[test]
fn the_terminal_is_taken_and_given_back_by_quitting() {
    let (home, _store) = Store::synced();
    let mut screen = Terminal::ready(home.workstation(""));
    assert!(screen.look(Seen::is_taken) && !screen.is_cooked());

    screen.quit();

    assert!(screen.is_cooked());
}

#[test]
fn a_stop_gives_the_terminal_back_and_going_on_draws_everything_again() {
    let (home, _store) = Store::synced();
    let mut screen = Terminal::ready(home.workstation(""));
    for stop in ["by key", "by signal"] {
        if stop == "by key" {
            screen.press("\x1a");
        } else {
            screen.signal(Signal::TSTP);
        }
        screen.wait("the terminal back", Seen::is_given_back);
        screen.stopped();
        assert!(screen.is_cooked(), "{stop}");

        screen.signal(Signal::CONT);

        screen.wait("the screen again", |seen| seen.is_taken() && seen.text().contains("open 2"));
        assert!(!screen.is_cooked(), "{stop}");
    }
    screen.quit();
}

#[test]
fn a_stopped_workstation_leaves_the_outbox_to_others_and_goes_on_beside_them() {
    let (home, store) = Store::synced();
    let (mut screen, first) = decided(&home);
    let taken = home.run("outbox run --now --json");
    assert_eq!(taken.code, 8, "the workstation runs the outbox: {}", taken.out);
    let second = home.decidable(2).into_iter().find(|order| *order != first).unwrap();
    screen.press("\x1a");
    screen.wait("the terminal back", Seen::is_given_back);
    screen.stopped();

    let act = home.run(&format!("act {second} release --yes --wait --timeout 20 --json"));

    assert_eq!(act.code, 0, "{}", act.out);
    assert_eq!(home.show(&second)["state"]["held"], false);
    screen.signal(Signal::CONT);
    screen.wait("the screen again", |seen| seen.is_taken() && seen.text().contains("1 staged"));
    screen.signal(Signal::TERM);
    screen.end();
    let log = store.log();
    let calls = log.as_array().unwrap().iter();
    let releases = calls.filter(|effect| effect["what"] == "fulfillmentOrderReleaseHold").count();
    assert_eq!(releases, 1, "{log:#}");
}

#[test]
fn a_store_that_dies_leaves_a_desk_that_works() {
    let (home, mut store) = Store::synced();
    let orders = home.decidable(2);
    let mut screen = Terminal::ready(home.workstation(""));
    store.kill();

    screen.press("s");
    screen.shows("no connection");
    screen.open(&orders[0]);
    screen.press("u");
    screen.shows(&format!("Release {}: x confirms", orders[0]));
    screen.press("x");
    screen.shows(&format!("Staged: release {}", orders[0]));
    screen.press("q");
    screen.shows("l leave");
    screen.press("l");

    let (took, code) = screen.end();
    assert!(took < AT_ONCE, "{took:?}");
    assert_eq!(code, 0);
    assert_eq!(state_of_the_row(&home), "staged");
}

#[test]
fn a_store_that_hangs_delays_neither_a_key_nor_the_end() {
    let (home, store) = Store::synced();
    store.fault(&json!({"do": {"delay": {"ms": 60_000}}}));
    let order = home.decidable(1).remove(0);
    let mut screen = Terminal::ready(home.workstation(""));
    screen.press("s");
    let mut took: Vec<Duration> = (0..20)
        .map(|at| {
            let key = if at % 2 == 0 { "j" } else { "k" };
            let marked = if at % 2 == 0 { "2 of 2" } else { "1 of 2" };
            screen.press(key);
            screen.shows(marked)
        })
        .collect();
    took.sort();

    // The median, because the machine that runs the tests is busy with them.
    assert!(took[10] < Duration::from_millis(100), "{took:?}");
    screen.open(&order);
    screen.press("r");
    screen.shows(&format!("Refund {order}"));
    screen.back();
    screen.quit();
}
