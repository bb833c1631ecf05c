//! The commands on a scripted office.

use serde_json::json;

use super::office::{Chain, Chosen, Examined, Pace};
use super::testing::{Asked, NOW, ROW, Script, Stage, Told, every_step, queue_row, row_id};
use crate::desk::Window;
use crate::domain::{ClockReading, Fault, Kind, Lane, Revision, StepState};
use crate::sync::How;

fn run(line: &str) -> Told {
    Stage::default().run(line)
}

fn scripted(script: Script, line: &str) -> Told {
    Stage { script, ..Stage::default() }.run(line)
}

fn answered(answers: &[&'static str], line: &str) -> Told {
    Stage { answers: Some(answers.to_vec()), ..Stage::default() }.run(line)
}

fn writes(told: &Told) -> bool {
    told.asked
        .iter()
        .any(|asked| !matches!(asked, Asked::Queue(_) | Asked::Plan(..) | Asked::Sync(_)))
}

#[test]
fn the_queue_is_one_document_in_the_stores_zone() {
    let told = run("queue --json");

    let document = told.json();
    let order = &document["orders"][0];
    assert_eq!(told.code, 0, "{}", told.err);
    assert_eq!(document["schema"], "unhold/queue/1");
    assert_eq!(order["order"], "#2047");
    assert_eq!(order["total"], json!({"amount": "129.90", "currency": "USD"}));
    assert_eq!(order["charged"], json!({"amount": "1350.00", "currency": "SEK"}));
    assert_eq!(order["placed_at"], "2026-11-19T10:00:00-05:00");
    assert_eq!(order["risk"], json!({"level": "high", "score": "41.5", "provider": "Shopify"}));
    let clock =
        json!({"name": "first_decision", "at": "2026-11-20T17:00:00-05:00", "overdue": true});
    assert_eq!(order["clock"], clock);
}

#[test]
fn the_queue_passes_lane_and_filter_on() {
    let told = run("queue --lane due_today --filter risk:high");

    let Some(Asked::Queue(filter)) = told.asked.first() else { panic!("{:?}", told.asked) };
    assert_eq!((filter.lane, filter.typed.as_str()), (Some(Lane::DueToday), "risk:high"));
}

#[test]
fn check_ends_with_five_only_when_something_is_overdue() {
    let clock =
        queue_row().clock.map(|clock| ClockReading { at: clock.at.plus_seconds(900_000), ..clock });
    let early = || Script {
        queue: vec![crate::desk::QueueRow { clock, lane: Lane::New, ..queue_row() }],
        ..Script::default()
    };

    assert_eq!(run("queue --check").code, 5);
    assert_eq!(run("queue").code, 0);
    assert_eq!(scripted(early(), "queue --check").code, 0);
    let told = run("queue --check --json");
    assert_eq!((told.code, &told.json()["schema"]), (5, &json!("unhold/queue/1")));
}

#[test]
fn a_cache_that_was_never_filled_is_no_empty_queue() {
    let never = || Script { queue: vec![], last_sync: None, ..Script::default() };

    assert!(scripted(never(), "queue").out.starts_with("Never synced"));
    assert_eq!(scripted(never(), "queue --check").code, 1);
    let synced = Script { queue: vec![], ..Script::default() };
    assert_eq!(scripted(synced, "queue --check").code, 0);
}

#[test]
fn a_lane_without_a_source_is_empty_and_no_wrong_use() {
    let told = run("queue --lane replied --json");

    assert_eq!((told.code, &told.json()["orders"]), (0, &json!([])));
    assert_eq!(run("queue --lane nowhere").code, 2);
}

#[test]
fn hostile_names_reach_neither_the_terminal_nor_a_spreadsheet() {
    let script = || Script {
        queue: vec![crate::desk::QueueRow {
            customer: "=HYPERLINK(\"x\")\u{1B}[2J\u{202E}".into(),
            ..queue_row()
        }],
        ..Script::default()
    };

    for line in ["queue", "queue --csv", "queue --json", "show #2047", "show #2047 --json"] {
        let told = scripted(script(), line);

        let acts = |c: char| c.is_control() && c != '\n' || c == '\u{202E}';
        assert!(!told.out.contains(acts), "{line}: {}", told.out);
    }
    assert!(scripted(script(), "queue --csv").out.contains("\"'=HYPERLINK(\"\"x\"\")^[[2J"));
}

#[test]
fn several_matches_are_wrong_use_with_the_candidates() {
    let found = vec![
        (crate::domain::OrderId::new("1"), "#2047".into()),
        (crate::domain::OrderId::new("2"), "EX-2047".into()),
    ];

    let told = scripted(Script { found, ..Script::default() }, "show 2047 --json");

    let error = &told.json()["error"];
    assert_eq!((told.code, &error["kind"], &error["code"]), (2, &json!("usage"), &json!(2)));
    assert!(error["hint"].as_str().unwrap().contains("EX-2047 (id 2)"), "{error}");
}

#[test]
fn an_order_that_is_not_there_is_a_failure() {
    let told = scripted(Script { found: vec![], ..Script::default() }, "show 9");

    assert_eq!(told.code, 1);
    assert!(told.err.contains("There is no order “9”"), "{}", told.err);
}

#[test]
fn a_plan_writes_nothing() {
    let told = run("plan #2047 unhold --hold 7 --json");

    assert_eq!(told.code, 0);
    assert_eq!(told.json()["verb"], "release");
    assert!(!writes(&told));
}

#[test]
fn act_without_yes_and_without_a_terminal_records_nothing() {
    let told = run("act #2047 release --json");

    assert_eq!((told.code, &told.json()["error"]["code"]), (2, &json!(2)));
    assert!(!writes(&told));
}

#[test]
fn read_only_refuses_every_write() {
    for line in [
        "--read-only act #2047 release --yes",
        "--read-only outbox run",
        "outbox drop abcd --read-only",
        "--read-only outbox retry abcd",
        "--read-only outbox skip abcd --why done",
    ] {
        let told = run(line);

        assert_eq!(told.code, 2, "{line}");
        assert!(!writes(&told), "{line}");
    }
    assert_eq!(run("--read-only outbox").code, 0);
}

#[test]
fn at_a_terminal_only_x_confirms_what_was_shown() {
    for (answer, code) in [("x", 0), ("y", 1), ("", 1), ("X", 1), ("xx", 1)] {
        let told = answered(&[answer], "act #2047 release");

        assert_eq!(told.code, code, "{answer}");
        assert_eq!(writes(&told), code == 0, "{answer}");
        assert!(told.err.contains("still held by Fraud Scanner"), "{}", told.err);
    }
    assert!(!writes(&answered(&[], "act #2047 release")));
}

#[test]
fn the_window_follows_from_policy_undo_and_wait() {
    for (options, window) in [
        ("", Window::Undo(30)),
        (" --undo 5", Window::Undo(5)),
        (" --undo 0", Window::Now),
        (" --wait", Window::Now),
        (" --wait --undo 0", Window::Now),
    ] {
        let told = run(&format!("act #2047 release --yes{options}"));

        let staged = Asked::Stage(Revision::new("rev-1"), window);
        assert!(told.asked.contains(&staged), "{options}: {:?}", told.asked);
    }
    let told = run("act #2047 release --yes --wait --undo 9");
    assert_eq!(told.code, 2);
    assert!(!writes(&told));
}

#[test]
fn an_expected_revision_that_is_not_there_is_refused_before_anything_is_recorded() {
    let wrong = run("act #2047 release --yes --expect rev-0 --json");
    let right = run("act #2047 release --yes --expect rev-1");

    assert_eq!((wrong.code, &wrong.json()["error"]["kind"]), (6, &json!("state")));
    assert!(!writes(&wrong));
    assert_eq!(right.code, 0);
}

#[test]
fn waiting_ends_as_the_row_does() {
    use StepState::{Confirmed, Failed, Running, Unknown, Waiting};
    for (states, why, code) in [
        (vec![Confirmed, Confirmed], None, 0),
        (vec![Failed, Waiting], None, 1),
        (vec![Failed, Waiting], Some(Kind::State), 6),
        (vec![Failed, Waiting], Some(Kind::Store), 4),
        (vec![Confirmed, Failed], None, 7),
        (vec![Unknown, Waiting], None, 7),
        (vec![Running, Waiting], None, 8),
        (vec![Waiting, Waiting], None, 8),
    ] {
        let script = || Script {
            steps: every_step().into_iter().take(2).collect(),
            states: states.clone(),
            why,
            ..Script::default()
        };

        let json = scripted(script(), "act #2047 release --yes --wait --timeout 5m --json");
        let lines = scripted(script(), "act #2047 release --yes --wait");

        assert_eq!((json.code, lines.code), (code, code), "{states:?}");
        assert_eq!(json.json()["error"]["code"].as_u64().unwrap_or(0), u64::from(code));
        assert_eq!(json.json()["row"]["id"], ROW);
        assert!(!lines.out.contains('\u{1B}') && !lines.err.contains('\u{1B}'));
        let asked = Asked::Run(Pace::Row(row_id()), Some(std::time::Duration::from_secs(300)));
        assert!(json.asked.contains(&asked));
    }
}

#[test]
fn a_row_that_is_recorded_and_cannot_be_run_is_never_called_undone() {
    let script = Script { run_fails: true, ..Script::default() };

    let told = scripted(script, "act #2047 release --yes --wait");

    assert_eq!(told.code, 8);
    assert!(told.err.contains("is staged, but the store cannot be reached"), "{}", told.err);
    assert!(told.err.contains("do not repeat it"));
}

#[test]
fn the_outbox_is_settled_by_row_or_step() {
    let chosen = |place| Chosen { row: row_id(), place };
    for (line, asked) in [
        (format!("outbox retry {ROW}"), Asked::Retry(chosen(None))),
        (format!("outbox retry {ROW}.2"), Asked::Retry(chosen(Some(2)))),
        ("outbox retry abcd.1".to_owned(), Asked::Retry(chosen(Some(1)))),
        (format!("outbox skip {ROW}.1 --why done"), Asked::Skip(chosen(Some(1)), "done".into())),
        ("outbox drop 0000abcd --json".to_owned(), Asked::Drop(row_id())),
        (format!("outbox compensate {ROW} --yes"), Asked::Compensate(row_id())),
        (format!("outbox hand-over {ROW} --why Kim"), Asked::HandOver(row_id(), "Kim".into())),
        ("outbox run".to_owned(), Asked::Run(Pace::AsDue, None)),
        ("outbox run --now --json".to_owned(), Asked::Run(Pace::Now, None)),
    ] {
        let told = run(&line);

        assert_eq!(told.asked, [asked], "{line}: {}", told.err);
        assert_eq!(told.code, 0, "{line}: {}", told.err);
    }
    for line in ["outbox drop abcd.1", "outbox drop nope", "outbox drop d", "outbox retry abcd.x"] {
        assert_eq!(run(line).code, 2, "{line}");
    }
}

#[test]
fn what_taking_back_writes_and_what_stays_is_shown_before_x_is_asked_for() {
    let line = format!("outbox compensate {ROW}");

    let done = answered(&["x"], &line);
    assert_eq!((done.code, &done.asked[..]), (0, &[Asked::Compensate(row_id())][..]));
    assert!(done.err.contains("takes back step 1: archive the order"), "{}", done.err);
    assert!(done.err.contains("step 2 stays: the note stays"), "{}", done.err);
    let left = answered(&["y"], &line);
    assert_eq!((left.code, left.asked.len()), (1, 0), "{}", left.err);
    let alone = run(&line);
    assert_eq!((alone.code, alone.asked.len()), (2, 0), "{}", alone.err);
}

#[test]
fn a_row_that_was_handed_over_says_to_whom_why_and_what_the_store_showed() {
    let told = run(&format!("outbox hand-over {ROW} --why Kim"));

    assert!(told.out.contains("handed over"), "{}", told.out);
    assert!(told.out.contains("handed over to Sam Example at"), "{}", told.out);
    assert!(told.out.contains(": Kim"), "{}", told.out);
    assert!(told.out.contains("the store showed: paid, held"), "{}", told.out);
    assert_eq!(run(&format!("outbox hand-over {ROW}")).code, 2, "a reason is wanted");
}

#[test]
fn sync_passes_on_how_far_back() {
    let since = crate::domain::Timestamp::parse("2026-11-19T12:00:00Z").unwrap();
    for (line, how) in [
        ("sync", How::Changes),
        ("sync --full", How::Full),
        ("sync --since 3d --json", How::Since(since)),
    ] {
        assert_eq!(run(line).asked, [Asked::Sync(how)], "{line}");
    }
    assert_eq!(run("sync --since never").code, 2);
}

#[test]
fn a_broken_chain_is_a_failure_that_names_its_row() {
    let chain = Chain { rows: 9, purged: 0, wrong: vec![(4, "its facts were changed".into())] };
    let script = || Script { chain: chain.clone(), ..Script::default() };

    assert_eq!(run("journal --verify").code, 0);
    let told = scripted(script(), "journal --verify --json");
    assert_eq!((told.code, &told.json()["whole"]), (1, &json!(false)));
    assert!(scripted(script(), "journal --verify").out.contains("row 4: its facts were changed"));
}

#[test]
fn the_doctor_stops_at_the_secret_and_says_how_to_mend_it() {
    // The sample's token is in a variable that no test sets.
    let told = run("doctor --json");

    let document = told.json();
    assert_eq!((told.code, &document["healthy"]), (3, &json!(false)));
    let sick: Vec<_> = document["checks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["state"] == "bad")
        .collect();
    assert_eq!(sick.len(), 1, "{document}");
    assert_eq!(sick[0]["check"], "secret");
    assert!(sick[0]["mend"].as_str().unwrap().contains("SHOPIFY_TOKEN"));
}

#[test]
fn the_doctor_ends_with_the_kind_of_the_first_thing_that_does_not_work() {
    let fault = Fault::new(Kind::Store, "The store refuses the token");
    let checks = [Examined::good("config", "read"), Examined::bad("connection", &fault)];
    let mut text = Vec::new();

    let ended = super::doctor::report(
        &checks,
        super::session::Form::Lines,
        &mut super::out::Printer::new(&mut text),
    );

    assert_eq!(ended.unwrap().unwrap().kind(), Kind::Store);
    assert!(String::from_utf8(text).unwrap().contains("The store refuses the token"));
}

#[test]
fn a_wrong_config_is_named_and_ends_with_three() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("broken.toml");
    std::fs::write(&config, "[stor]\n").unwrap();

    let words = ["--config".into(), config.into_os_string(), "queue".into(), "--json".into()];
    let told = Stage::default().run_words(words);

    assert_eq!(told.code, 3);
    let message = told.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("broken.toml, line 1: `stor` is no known section"), "{message}");
}

#[test]
fn notices_and_places_go_beside_the_output() {
    let told = run("queue --json -v");

    assert!(told.err.contains("! the cache was rebuilt"), "{}", told.err);
    assert!(told.err.contains("config.toml, data "), "{}", told.err);
    assert_eq!(told.json()["schema"], "unhold/queue/1");
}

#[test]
fn wrong_use_is_told_in_the_form_asked_for() {
    for line in
        ["queue --lane nowhere", "act #2047 release --timeout 5", "fly", "queue --csv --json"]
    {
        let told = run(line);
        assert_eq!(told.code, 2, "{line}");
        assert_eq!(told.out.is_empty(), !line.contains("--json"), "{line}");
    }
    assert_eq!(run("queue --now").code, 2);
    let told = run("queue --json --lane nowhere");
    assert_eq!(told.json()["error"]["kind"], "usage");
    assert!(told.err.is_empty());
}

#[test]
fn without_a_config_both_ways_on_are_named() {
    let words = ["--config", "/nowhere/config.toml"].map(Into::into);

    let told = Stage::default().run_words(words);

    assert_eq!(told.code, 3);
    assert_eq!(told.err.lines().count(), 2, "{}", told.err);
    assert!(told.err.contains("unhold init") && told.err.contains("unhold demo"));
}

#[test]
fn every_command_can_be_read_by_people() {
    for (line, words) in [
        ("show #2047", "Ada Lindgren"),
        ("plan #2047 unarchive", "1. unarchive the order"),
        ("outbox", "confirmed"),
        ("journal", "running → confirmed"),
        ("sync", "Read 3 orders in full and 40 in short, 5 changed"),
        ("act #2047 unarchive --yes --wait", "paid, archived → paid"),
        ("act #2047 unarchive --yes", "Staged: unarchive #2047, due 07:00:30"),
        ("man", ".SH"),
        ("completions bash", "_unhold"),
    ] {
        let told = run(line);

        assert_eq!(told.code, 0, "{line}: {}", told.err);
        assert!(told.out.contains(words), "{line}: {}", told.out);
    }
    assert!(NOW.starts_with("2026"));
}

/// Two holds of the fraud kind and one of the staff; the plan releases the first alone.
fn several_holds() -> Script {
    use crate::domain::sample::{apps, hold, ours, part};
    use crate::domain::{HoldReason, Step};

    let mut script = Script::default();
    let staff = crate::domain::Hold {
        reason_shown: "Incorrect address".into(),
        ..hold("c", HoldReason::Address, "Kim\u{202E}")
    };
    script.file.order.fulfilment_orders = vec![part("part-1", vec![ours("a"), apps("b"), staff])];
    script.file.preselected = vec!["a".into(), "b".into()];
    script.steps =
        vec![Step::ReleaseHolds { fulfilment_order: "part-1".into(), holds: vec!["a".into()] }];
    script
}

#[test]
fn a_release_shows_every_hold_with_who_why_and_what_becomes_of_it() {
    let told = scripted(several_holds(), "plan #2047 release");

    let line = |id: &str| {
        let begins = format!("  hold  {id} ");
        let line = told.out.lines().find(|line| line.starts_with(&begins));
        line.unwrap_or_else(|| panic!("{id}: {}", told.out)).to_owned()
    };
    assert!(line("a").ends_with("released, as by default"), "{}", line("a"));
    assert!(line("a").contains("ours"), "{}", line("a"));
    assert!(line("b").ends_with("stays held, though released by default"), "{}", line("b"));
    assert!(line("c").ends_with("stays held"), "{}", line("c"));
    assert!(line("c").contains("Kim⟨U+202E⟩"), "{}", line("c"));
    assert!(line("c").contains("Incorrect address"), "{}", line("c"));

    let document = scripted(several_holds(), "plan #2047 release --json").json();
    let holds: Vec<_> = document["holds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hold| (hold["id"].clone(), hold["preselected"].clone(), hold["released"].clone()))
        .collect();
    assert_eq!(json!(holds), json!([["a", true, true], ["b", true, false], ["c", false, false]]));
}

#[test]
fn a_release_that_chooses_nothing_names_the_holds_to_choose_from() {
    let refuses = Script { plan_refused: true, ..several_holds() };

    let told = scripted(refuses, "plan #2047 release");

    assert_eq!(told.code, 6);
    assert!(told.err.contains("choose with `--hold ID` among: a by"), "{}", told.err);
    assert!(told.err.contains("c by Kim⟨U+202E⟩ (Incorrect address)"), "{}", told.err);
}

#[test]
fn a_release_that_choosing_would_not_help_keeps_its_own_hint() {
    use crate::domain::{Fault, Kind, Verb};

    let file = several_holds().file;
    let refusal = || Fault::new(Kind::State, "#2047 is cancelled").hint("it stays so");

    let told = super::plan::named_holds(refusal(), Verb::Release, &file);

    assert_eq!(told.remedy(), Some("it stays so"));
}

#[test]
fn money_that_becomes_credit_is_never_said_to_go_back() {
    use crate::domain::sample::money;
    use crate::domain::{MoneyPair, RefundTo, Step};

    let script = || {
        let credit = |step| match step {
            Step::Cancel { reason, restock, notify, staff_note, .. } => {
                Some(Step::Cancel { reason, refund: RefundTo::Credit, restock, notify, staff_note })
            }
            _ => None,
        };
        let steps = every_step().into_iter().filter_map(credit).collect();
        let mut script = Script { steps, ..Script::default() };
        let pair = MoneyPair { shop: money("1350.00 SEK"), charged: money("129.90 USD") };
        let nothing = MoneyPair { shop: money("0.00 SEK"), charged: money("0.00 USD") };
        let totals = &mut script.file.order.totals;
        (totals.total, totals.received, totals.refunded) = (pair, pair, nothing);
        script
    };

    let plan = scripted(script(), "plan #2047 cancel --refund credit").out;
    let moves =
        scripted(script(), "plan #2047 cancel --refund credit --json").json()["moves"].clone();

    assert!(plan.contains("129.90 USD goes into store credit, about 1350.00 SEK"), "{plan}");
    assert!(!plan.contains("goes back"), "{plan}");
    assert_eq!(moves["credit"]["charged"]["amount"], "129.90");
    assert_eq!(moves["back"], json!(null));
}

#[test]
fn a_plan_shows_both_currencies_where_they_differ_and_one_where_not() {
    use crate::domain::MoneyPair;
    use crate::domain::sample::money;

    let two = || {
        let mut script = Script { steps: every_step(), ..Script::default() };
        let pair = MoneyPair { shop: money("1350.00 SEK"), charged: money("129.90 USD") };
        let nothing = MoneyPair { shop: money("0.00 SEK"), charged: money("0.00 USD") };
        let totals = &mut script.file.order.totals;
        (totals.total, totals.received, totals.refunded) = (pair, pair, nothing);
        script
    };

    let plan = scripted(two(), "plan #2047 refund").out;
    assert!(plan.contains("total 129.90 USD charged, 1350.00 SEK in the shop's money"), "{plan}");
    let about = "12.50 USD by shopify_payments, about 129.91 SEK in the shop's money";
    assert!(plan.contains(about), "{plan}");
    let document = scripted(two(), "plan #2047 refund --json").json();
    // A refund of 12.50, a void of 12.50 and what a cancellation gives back, 129.90.
    assert!(plan.contains("129.90 USD goes back, about 1350.00 SEK"), "{plan}");
    let moves = &document["moves"];
    assert_eq!(moves["back"]["charged"]["amount"], "142.40");
    assert_eq!(moves["back"]["total"], json!({"amount": "1479.91", "currency": "SEK"}));
    assert_eq!(moves["given_up"]["charged"]["amount"], "12.50");
    assert_eq!(moves["credit"], json!(null));
    let show = scripted(two(), "show #2047").out;
    assert!(show.contains("129.90 USD charged, 1350.00 SEK in the shop's money"), "{show}");

    let one = scripted(Script { steps: every_step(), ..Script::default() }, "plan #2047 refund");
    assert!(!one.out.contains("in the shop's money"), "{}", one.out);
    assert!(!one.out.contains("goes back"), "{}", one.out);
}

#[test]
fn a_plan_says_how_long_it_could_be_taken_back() {
    let plan = run("plan #2047 unarchive").out;

    let sends = "`unhold outbox run` or an open workstation sends it after 30 seconds";
    assert!(plan.contains(&format!("would be staged; {sends}")), "{plan}");
    assert!(plan.contains("`unhold outbox drop ID`"), "{plan}");
    assert_eq!(run("plan #2047 unarchive --json").json()["undo_seconds"], 30);
}

#[test]
fn a_receipt_in_the_journal_has_before_after_and_the_reviewer() {
    let line = run("journal").out;
    let row = run("journal --json").json()["rows"][0].clone();

    assert!(line.contains("Sam Example"), "{line}");
    assert!(line.contains("paid, archived → paid"), "{line}");
    assert_eq!((&row["before"], &row["after"]), (&json!("paid, archived"), &json!("paid")));
    assert_eq!(row["by"], "Sam Example");
}

#[test]
fn now_takes_a_time_anywhere_and_none_behind_outbox_run() {
    let late = |line: &str| run(line).json()["orders"][0]["clock"]["overdue"].clone();
    assert_eq!(late("queue --json --now 2026-11-20T21:00:00Z"), false);
    assert_eq!(late("--now 2026-11-20T23:00:00Z queue --json"), true);
    assert_eq!(run("--now queue").code, 2);

    assert_eq!(run("outbox run --now").asked, [Asked::Run(Pace::Now, None)]);
    assert_eq!(run("outbox run --now --json").asked, [Asked::Run(Pace::Now, None)]);
    let stands = run("outbox run --now 2026-11-22T14:00:00Z");
    assert_eq!(stands.asked, [Asked::Run(Pace::AsDue, None)], "a time is the clock, here too");
}

#[test]
fn what_is_noted_follows_the_flags_and_the_workstation_keeps_its_terminal() {
    use log::LevelFilter;

    let aloud = |line: &str| run(line).noted[0].aloud;
    assert_eq!(aloud("queue"), LevelFilter::Off);
    assert_eq!(aloud("queue -v"), LevelFilter::Info);
    assert_eq!(aloud("queue -vv"), LevelFilter::Debug);
    assert_eq!(aloud("-vv"), LevelFilter::Off);
    assert!(run("queue").noted[0].file.ends_with("data/unhold.log"));
}

#[test]
fn the_help_parts_flags_by_what_they_belong_to_and_points_on() {
    let help = run("plan --help").out;
    let (own, rest) = help.split_once("Options of the verb:").unwrap();
    let (verb, global) = rest.split_once("Options of every command:").unwrap();

    assert!(own.contains("--json"), "{own}");
    assert!(verb.contains("--restock") && !verb.contains("--data-dir"), "{verb}");
    assert!(global.contains("--data-dir") && global.contains("--now"), "{global}");
    assert!(run("--help").out.contains("`unhold man | man -l -`"));
}

#[test]
fn a_filter_that_is_not_understood_is_refused_with_what_is_allowed() {
    for (line, term, allowed) in [
        ("queue --filter risk:bogus", "risk:bogus", "a risk is high, medium, low"),
        ("queue --filter rsk:high", "rsk:high", "the names before a colon are risk, country"),
        ("queue --check --filter lane:nowhere", "lane:nowhere", "a lane is done, unscored"),
    ] {
        let told = run(line);

        assert_eq!((told.code, &*told.out), (2, ""), "{line}");
        assert!(told.err.contains(term) && told.err.contains(allowed), "{}", told.err);
        assert!(!told.err.contains("left out"), "{}", told.err);
        assert!(told.asked.is_empty(), "{line}");
    }
    assert_eq!(run("queue --filter risk:high").code, 0);
    let json = run("queue --json --filter risk:bogus").json();
    assert_eq!(json["error"]["kind"], "usage");
}

#[test]
fn the_question_says_how_long_it_can_be_taken_back() {
    let told = answered(&["x"], "act #2047 unarchive");
    assert!(told.err.contains("would be staged; `unhold outbox run`"), "{}", told.err);
    assert!(told.err.contains("after 30 seconds"), "{}", told.err);

    let told = answered(&["x"], "act #2047 unarchive --wait");
    assert!(told.err.contains("would be sent at once"), "{}", told.err);
}
