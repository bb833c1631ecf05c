//! Nothing but an `x` typed at a plan that stands on the screen records it.

use crate::home::Home;
use crate::store::Store;
use crate::terminal::Terminal;

fn rows(home: &Home) -> usize {
    home.run("outbox --json").json()["outbox"].as_array().unwrap().len()
}

/// The workstation with an order chosen that can be released.
fn at_an_order(home: &Home) -> (Terminal, String) {
    let mut screen = Terminal::ready(home.workstation(""));
    let order = home.decidable(1).remove(0);
    screen.open(&order);
    (screen, order)
}

#[test]
fn enter_a_paste_and_the_asking_key_do_not_confirm() {
    let (home, _store) = Store::synced();
    let (mut screen, order) = at_an_order(&home);
    let title = format!("Release {order}: x confirms");
    screen.press("u");
    screen.shows(&title);

    for keys in ["u", "\x1b[200~x\x1b[201~", "\r", "\r", "y", "X", " ", " "] {
        screen.press(keys);
    }

    // The keys are read in order, so the help that is not there proves that they were read.
    screen.press("\x1b");
    screen.shows_no(&title);
    assert_eq!(rows(&home), 0, "{}", screen.text());
    screen.press("u");
    screen.shows(&title);
    screen.press("x");
    screen.shows(&format!("Staged: release {order}"));
    assert_eq!(rows(&home), 1);
}

#[test]
fn an_x_sent_with_the_asking_key_is_older_than_the_plan() {
    let (home, _store) = Store::synced();
    let (mut screen, order) = at_an_order(&home);

    screen.press("ux");

    screen.shows(&format!("Release {order}: x confirms"));
    assert_eq!(rows(&home), 0, "{}", screen.text());
    screen.press("x");
    screen.shows(&format!("Staged: release {order}"));
    assert_eq!(rows(&home), 1);
}

#[test]
fn a_paste_at_the_queue_asks_for_nothing() {
    let (home, _store) = Store::synced();
    let (mut screen, order) = at_an_order(&home);

    screen.press("\x1b[200~ux\nq\x1b[201~");
    screen.press("\x1b[200~x\x1b[201~");
    screen.press("?");

    screen.shows("next order without a decision");
    assert!(!screen.text().contains(&format!("Release {order}")), "{}", screen.text());
    assert_eq!(rows(&home), 0);
}
