//! The whole path through the house, with a restart in the middle.

use serde_json::Value;

use crate::home::Home;
use crate::terminal::Terminal;

/// Asks for a plan and waits until it stands whole on the screen.
fn ask(screen: &mut Terminal, key: &str, title: &str) {
    screen.press(key);
    screen.shows(&format!("{title}: x confirms"));
}

/// What the ledger and the cache say about an order, without what moves by itself.
fn kept(home: &Home, order: &str) -> Value {
    let file = home.show(order);
    let outbox: Vec<Value> = file["outbox"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| serde_json::json!({"id": row["id"], "verb": row["verb"], "state": row["state"]}))
        .collect();
    serde_json::json!({
        "state": file["state"], "lane": file["lane"], "outbox": outbox,
        "revision": file["revision"], "journal": file["journal"],
    })
}

#[test]
fn a_morning_at_the_desk_survives_a_restart() {
    let home = Home::new();
    let mut screen = Terminal::ready(home.demo());
    let orders = home.decidable(4);
    let [released, refunded, part, undone] = [0, 1, 2, 3].map(|at| orders[at].clone());
    let untouched = kept(&home, &undone);

    screen.open(&released);
    ask(&mut screen, "u", &format!("Release {released}"));
    screen.press("x");
    screen.shows(&format!("Staged: release {released}"));

    screen.open(&refunded);
    ask(&mut screen, "r", &format!("Refund {refunded}"));
    screen.press("x");
    screen.shows(&format!("Staged: refund {refunded}"));

    screen.open(&part);
    ask(&mut screen, "r", &format!("Refund {part}"));
    screen.press("1");
    screen.shows("How much?");
    screen.press("\x1510.50\r");
    screen.shows_no("How much?");
    screen.shows("Refund 10.50");
    screen.shows(&format!("Refund {part}: x confirms"));
    screen.press("x");
    screen.shows(&format!("Staged: refund {part}"));

    screen.open(&undone);
    ask(&mut screen, "c", &format!("Cancel {undone}"));
    screen.press("x");
    screen.shows(&format!("Staged: cancel {undone}"));
    screen.press("z");
    screen.shows(&format!("Taken back: cancel {undone}"));

    screen.press("q");
    screen.shows("f finish");
    screen.press("f");
    let (_, code) = screen.end();
    assert_eq!(code, 0);
    drop(screen);

    let mut screen = Terminal::ready(home.demo());
    let before: Vec<Value> = orders.iter().map(|order| kept(&home, order)).collect();
    assert_eq!(before[0]["state"]["held"], false);
    assert_eq!(before[0]["lane"], "done");
    assert_eq!(before[1]["state"]["payment"], "refunded");
    assert_eq!(before[2]["state"]["payment"], "partly_refunded");
    assert_eq!(before[3]["state"], untouched["state"]);
    assert_eq!(before[3]["lane"], untouched["lane"]);
    for (file, state) in before.iter().zip(["confirmed", "confirmed", "confirmed", "dropped"]) {
        assert_eq!(file["outbox"][0]["state"], state, "{file}");
    }
    assert_eq!(home.run("journal --verify --json").json()["whole"], true);

    screen.press("/");
    screen.shows("Queue  /");
    screen.press(&undone);
    screen.shows(&format!("Fraud analysis  {undone}"));
    screen.shows("unfulfilled · held");
    screen.back();
    screen.press("#");
    screen.shows("Go to order");
    screen.press(&format!("{}\r", refunded.trim_start_matches('#')));
    screen.shows(&format!("Fraud analysis  {refunded}"));
    screen.shows("refunded · unfulfilled");
    screen.back();
    screen.press("J");
    screen.shows("Enter steps");
    screen.shows(&format!("release {released}"));
    screen.shows(&format!("refund {part}"));
    screen.shows("10.50 USD");
    screen.back();
    screen.quit();

    let again = Terminal::ready(home.demo());
    let after: Vec<Value> = orders.iter().map(|order| kept(&home, order)).collect();
    drop(again);
    assert_eq!(before, after, "a start without a decision changes nothing");
}
