//! The same decisions by command, from another process, with the exit codes that scripts
//! rely on.

use serde_json::{Value, json};

use crate::home::{Home, Told, told};
use crate::store::Store;

fn act(home: &Home, line: &str) -> Told {
    home.run(&format!("act {line} --json"))
}

/// How often something was done to the shop, by what the store itself wrote down.
fn deeds(store: &Store) -> usize {
    store.log().as_array().unwrap().len()
}

#[test]
fn a_morning_of_commands_is_found_again_by_the_next_start_of_the_store() {
    let (home, mut store) = Store::synced();
    let orders = home.decidable(5);
    let [released, refunded, part, cancelled, undone] = [0, 1, 2, 3, 4].map(|at| &orders[at]);

    for line in [
        format!("{released} release --wait --yes"),
        format!("{refunded} refund --wait --yes"),
        format!("{part} refund --amount 10.50 --wait --yes"),
        format!("{cancelled} cancel --reason fraud --wait --yes"),
    ] {
        let told = act(&home, &line);
        assert_eq!(told.code, 0, "{line}: {} {}", told.out, told.err);
        assert_eq!(told.json()["row"]["state"], "confirmed", "{line}");
    }
    let before = deeds(&store);
    let staged = act(&home, &format!("{undone} release --undo 600 --yes"));
    assert_eq!(staged.code, 0);
    let row = staged.json()["row"]["id"].as_str().unwrap().to_owned();
    let dropped = home.run(&format!("outbox drop {row} --json")).json();
    assert_eq!(dropped["outbox"][0]["state"], "dropped");
    assert_eq!(home.run("outbox run --now --json").code, 0);
    assert_eq!(deeds(&store), before, "what was taken back is never sent");

    store.kill();
    let _store = Store::serve(&home);
    assert_eq!(home.run("sync --full").code, 0);
    let state = |order: &str| home.show(order)["state"].clone();
    assert_eq!(state(released)["held"], false);
    assert_eq!(state(refunded)["payment"], "refunded");
    assert_eq!(state(part)["payment"], "partly_refunded");
    assert_eq!(state(cancelled)["cancelled"], true);
    assert_eq!(state(undone)["held"], true);
    let journal = home.run("journal --verify --json").json();
    assert_eq!(journal["whole"], true);
    let lane = |order: &str| home.show(order)["lane"].clone();
    assert_eq!([lane(released), lane(refunded), lane(cancelled)], [(); 3].map(|()| json!("done")));
    assert_ne!(lane(undone), "done");
}

#[test]
fn what_must_not_be_written_is_refused_before_anything_is_recorded() {
    let (home, store) = Store::synced();
    let order = home.decidable(1).remove(0);
    let before = deeds(&store);

    for (line, code, kind) in [
        (format!("act {order} release --json"), 2, "usage"),
        (format!("act {order} release --yes --read-only --json"), 2, "usage"),
        ("outbox run --read-only --json".to_string(), 2, "usage"),
        (format!("act {order} release --expect 0123456789abcdef --yes --json"), 6, "state"),
        (format!("act {order} unarchive --yes --json"), 6, "state"),
        (format!("act {order} refund --amount 99999.00 --yes --json"), 6, "state"),
        (format!("act {order} explode --yes --json"), 2, "usage"),
        ("act #999999 release --yes --json".to_owned(), 1, "failed"),
    ] {
        let told = home.run(&line);

        assert_eq!(told.code, code, "{line}: {}", told.out);
        let error: &Value = &told.json()["error"];
        assert_eq!(error["kind"], kind, "{line}");
        assert_eq!(error["code"], code, "{line}");
        assert!(!error["message"].as_str().unwrap().is_empty());
    }
    assert_eq!(home.run("outbox --json").json()["outbox"], json!([]));
    assert_eq!(deeds(&store), before);
}

#[test]
fn a_revision_seen_before_another_changed_the_order_is_refused() {
    let (home, _store) = Store::synced();
    let order = home.decidable(1).remove(0);
    let seen = home.show(&order)["revision"].as_str().unwrap().to_owned();
    assert_eq!(act(&home, &format!("{order} release --expect {seen} --wait --yes")).code, 0);

    let stale = act(&home, &format!("{order} refund --expect {seen} --wait --yes"));

    assert_eq!(stale.code, 6, "{}", stale.out);
    assert_ne!(home.show(&order)["state"]["payment"], "refunded");
}

#[test]
fn a_wrong_config_is_three_and_names_line_and_remedy() {
    let home = Home::new();
    let file = home.path().join("config.toml");
    let good = "[store]\nplatform = \"shopify\"\nurl = \"http://127.0.0.1:9\"\ntoken = { env = \"T\" }\n\n\
                [reviewer]\nname = \"Sam\"\ninitials = \"S\"\n\n[brand]\nname = \"B\"\nprefix = \"B\"\n";
    let at = |text: Option<String>| {
        let _ = std::fs::remove_file(&file);
        if let Some(text) = text {
            std::fs::write(&file, text).unwrap();
        }
        let mut command = home.bare("queue");
        command.arg("--config").arg(&file).arg("--data-dir").arg(home.path().join("data"));
        command.env("T", "token-that-nobody-may-read");
        let told = told(command);
        assert!(!told.err.contains("token-that-nobody-may-read"));
        (told.code, told.err)
    };

    let (code, err) = at(None);
    assert!(code == 3 && err.contains("unhold init") && err.contains("unhold demo"), "{err}");
    let (code, err) = at(Some(format!("{good}\n[policy]\nundo_secnds = 3\n")));
    assert!(code == 3 && err.contains("undo_secnds") && err.contains("undo_seconds"), "{err}");
    let (code, err) = at(Some(good.replace("http://127.0.0.1:9", "http://shop.example.com")));
    assert!(code == 3 && err.contains("https"), "{err}");
    let (code, err) = at(Some("[store\n".to_owned()));
    assert!(code == 3 && err.contains('1'), "{err}");
}

#[test]
fn a_store_that_refuses_or_is_gone_is_four_and_the_token_stays_secret() {
    let (home, mut store) = Store::synced();
    let secret = home.config().with_file_name("token");
    let token = home.token();
    std::fs::write(&secret, "shpat_wrong_token_0123456789").unwrap();
    let wrong = home.run("sync");
    std::fs::write(&secret, &token).unwrap();
    store.kill();
    let gone = home.run("sync");

    for told in [wrong, gone] {
        assert_eq!(told.code, 4, "{}", told.err);
        assert!(told.err.lines().count() >= 2, "a sentence and what to do: {}", told.err);
        assert!(!told.err.contains("shpat_wrong_token") && !told.err.contains(&token));
    }
    assert_eq!(home.run("queue --json").code, 0);
    assert_eq!(home.run("queue --check").code, 5);
    let order = home.decidable(1).remove(0);
    let told = act(&home, &format!("{order} release --yes --wait --timeout 1"));
    assert_eq!(told.code, 8, "{}", told.out);
}

#[test]
fn an_answer_that_never_comes_is_seven_and_is_settled_by_reading_back() {
    let (home, store) = Store::synced();
    let order = home.decidable(1).remove(0);
    // What could be refunded, the shop and the order are read; the refund is made, its answer
    // is lost, and nothing can be read any more.
    store.fault(&json!([
        {"field": "refundCreate", "times": 1, "do": "drop_after"},
        {"kind": "query", "do": {"status": {"code": 503}}, "skip": 3},
    ]));

    let told = act(&home, &format!("{order} refund --yes --wait --timeout 5"));
    assert_eq!(told.code, 7, "{}", told.out);
    store.well_again();
    let settled = home.run("outbox run --now --json");

    let rows = home.run("outbox --json").json();
    let row = &rows["outbox"][0];
    let again = if row["state"] == "confirmed" {
        settled
    } else {
        home.run(&format!("outbox retry {} --json", row["id"].as_str().unwrap()));
        home.run("outbox run --now --json")
    };
    assert_eq!(
        home.run("outbox --json").json()["outbox"][0]["state"],
        "confirmed",
        "{}",
        again.out
    );
    assert_eq!(home.show(&order)["state"]["payment"], "refunded");
    let refunds = store
        .log()
        .as_array()
        .unwrap()
        .iter()
        .filter(|deed| deed.to_string().contains("refundCreate"))
        .count();
    assert_eq!(refunds, 1, "{}", store.log());
}

#[test]
fn a_store_slower_than_the_patience_is_eight() {
    let (home, store) = Store::synced();
    let order = home.decidable(1).remove(0);
    store.fault(&json!({"do": {"delay": {"ms": 8_000}}}));

    let told = act(&home, &format!("{order} release --yes --wait --timeout 1"));

    assert_eq!(told.code, 8, "{}", told.out);
    store.well_again();
    let told = home.run("outbox run --now --json");
    assert_eq!(told.code, 0, "{}", told.out);
    assert_eq!(home.show(&order)["state"]["held"], false);
}
