//! What the store can do to us, and what becomes of a recorded plan then: each effect
//! once or not at all, and the ledger says which.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use unhold::demo::{FaultRule, Protected, RequestKind, Running, Tokens, Trouble};
use unhold::desk::{CaseFile, Desk, Filter, Happened, QueueRow, Which, Window};
use unhold::domain::{
    Kind, Lane, OutboxRow, Outcome, Payment, RowState, StepKind, StepState, Verb,
};
use unhold::outbox::Pace;
use unhold::policy::TickState;
use unhold::stores;
use unhold::sync::{Busy, How};

use crate::bench::{Place, done_since, first, ran, row, staged, store, synced, until, wish};

/// A rule that befalls one mutation.
fn on_write(trouble: Trouble) -> FaultRule {
    FaultRule { kind: Some(RequestKind::Mutation), ..FaultRule::once(trouble) }
}

/// A rule that befalls every request from now on.
fn on_all(trouble: Trouble) -> FaultRule {
    FaultRule { times: None, ..FaultRule::once(trouble) }
}

fn may(desk: &Desk, row: &QueueRow, verb: Verb) -> bool {
    let case = desk.case_file(&row.id).unwrap();
    let on_shelf = |kind| kind != StepKind::Void;
    let plain = desk
        .plan(&row.id, verb, &wish(verb))
        .is_ok_and(|plan| plan.steps.iter().all(|step| on_shelf(step.kind())));
    plain && case.actions.iter().any(|action| action.verb == verb && action.allowed.is_ok())
}

/// Orders on which a verb is allowed, each with nothing recorded yet.
fn candidates(desk: &Desk, verb: Verb) -> Vec<QueueRow> {
    let rows = desk.first_rows(&Filter::default(), 500).unwrap();
    rows.into_iter().filter(|row| row.outbox.is_none() && may(desk, row, verb)).collect()
}

/// Holds what the ledger says of a row against what the store's log gained.
fn agrees(done: &OutboxRow, effects: &[String], what: &str) {
    let confirmed = done
        .steps
        .iter()
        .filter(|step| step.state == StepState::Confirmed && step.attempts > 0)
        .count();
    assert_eq!(confirmed, effects.len(), "{what}: {effects:?} {:#?}", done.steps);
    match done.state {
        RowState::Confirmed => assert_eq!(effects.len(), done.steps.len(), "{what}"),
        RowState::Failed => assert!(effects.is_empty(), "{what}: {effects:?}"),
        other => panic!("{what}: left {other:?}: {:#?}", done.steps),
    }
}

/// Sends a verb into each trouble, on an order of its own where that is needed.
fn survives(orders: u32, verbs: &[Verb], troubles: &[Trouble]) {
    let (place, folder) = (Place::new(), tempfile::tempdir().unwrap());
    let store = store(&folder, orders, 11);
    store.quirks(|quirks| quirks.cancel_takes_ms = 0);
    let desk = place.open(&store);
    synced(&desk);
    for verb in verbs {
        let mut orders = candidates(&desk, *verb).into_iter();
        for trouble in troubles {
            let order = orders.next().unwrap_or_else(|| panic!("too few orders for {verb:?}"));
            let what = format!("{verb:?} of {} meets {trouble:?}", order.order.raw());
            let staged = staged(&desk, &order.id, *verb);
            let before = store.log().len();
            store.fault(on_write(trouble.clone()));

            let mut ended = ran(&desk, staged.id);
            if ended.halted.is_some() {
                assert_eq!(row(&desk, staged.id).state, RowState::Staged, "{what}");
                assert_eq!(done_since(&store, before), Vec::<String>::new(), "{what}");
                ended = ran(&desk, staged.id);
            }

            assert_eq!(ended.halted, None, "{what}");
            let done = row(&desk, staged.id);
            agrees(&done, &done_since(&store, before), &what);
            let nothing_done = matches!(trouble, Trouble::Redirect { .. });
            let wanted = if nothing_done { RowState::Failed } else { RowState::Confirmed };
            assert_eq!(done.state, wanted, "{what}: {:#?}", done.steps);
            assert_eq!(store.faults().iter().filter(|rule| rule.fired == 0).count(), 0, "{what}");
            store.clear_faults();
        }
    }
    assert_eq!(desk.verify_journal().unwrap().first_bad, None);
}

fn lost() -> Vec<Trouble> {
    vec![
        Trouble::DropBefore,
        Trouble::DropAfter,
        Trouble::Truncated,
        Trouble::Malformed,
        Trouble::Status { code: 502 },
        Trouble::Throttled,
        Trouble::TooManyRequests { retry_after: 0 },
        Trouble::ExpiredToken,
    ]
}

#[test]
fn a_release_is_done_once_whatever_befalls_it() {
    survives(160, &[Verb::Release], &lost());
}

#[test]
fn a_refund_is_done_once_whatever_befalls_it() {
    survives(80, &[Verb::Refund], &lost());
}

#[test]
fn a_cancellation_is_done_once_whatever_befalls_it() {
    survives(120, &[Verb::Cancel], &lost());
}

#[test]
fn holds_notes_tags_and_the_archive_are_done_once_whatever_befalls_them() {
    let verbs = [Verb::Hold, Verb::Note, Verb::Tag, Verb::Archive];
    survives(80, &verbs, &lost());
}

#[test]
fn what_comes_slowly_or_with_errors_beside_it_is_read_to_its_end() {
    let nobody = Trouble::PartialError { field: "order".to_owned() };
    let slow = Trouble::Drip { bytes: 40, ms: 2 };
    let thief = TcpListener::bind("127.0.0.1:0").unwrap();
    thief.set_nonblocking(true).unwrap();
    let to = format!("http://{}/x", thief.local_addr().unwrap());
    let troubles = [nobody, slow, Trouble::Redirect { to }, Trouble::Rubbish { mib: 1 }];

    survives(80, &[Verb::Refund, Verb::Tag], &troubles);

    assert_eq!(thief.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

fn small(place: &Place) -> Running {
    store(&place.folder, 60, 7)
}

#[test]
fn a_wrong_token_stops_sending_keeps_everything_and_is_said_once() {
    let place = Place::new();
    let store = small(&place);
    let desk = place.open(&store);
    synced(&desk);
    let orders = candidates(&desk, Verb::Tag);
    let told = desk.subscribe();
    desk.start_background();
    until("the first sync ended", || {
        told.try_iter().any(|what| matches!(what, Happened::Synced(_)))
    });
    let warm = staged(&desk, &orders[3].id, Verb::Tag);
    until("a row ran", || row(&desk, warm.id).state == RowState::Confirmed);

    store.expire_tokens(Tokens::All);
    let rows: Vec<_> = orders.iter().take(3).map(|o| staged(&desk, &o.id, Verb::Tag)).collect();
    until("the trouble is told", || desk.header().unwrap().trouble.is_some());
    desk.ask_sync(How::Changes).unwrap();
    let (mut troubles, mut failed) = (Vec::new(), false);
    until("outbox and sync have met it", || {
        for what in told.try_iter() {
            match what {
                Happened::Trouble(trouble) => troubles.push(trouble),
                Happened::SyncFailed(_) => failed = true,
                _ => {}
            }
        }
        failed && !troubles.is_empty()
    });
    desk.stop_background();
    troubles.extend(told.try_iter().filter_map(|what| match what {
        Happened::Trouble(trouble) => Some(trouble),
        _ => None,
    }));
    assert_eq!(desk.header().unwrap().outbox.staged, 3);
    assert_eq!(troubles.len(), 1, "{troubles:#?}");
    let trouble = troubles[0].clone().unwrap();
    assert!(trouble.sentence.contains("token"), "{trouble:?}");
    assert!(trouble.hint.unwrap().contains("doctor"));
    assert_eq!(store.log().len(), 1);

    store.expire_tokens(Tokens::GivenOut);
    desk.start_background();
    desk.ask_sync(How::Changes).unwrap();
    for staged in rows {
        until("the row ran", || row(&desk, staged.id).state == RowState::Confirmed);
    }
    until("the trouble is over", || desk.header().unwrap().trouble.is_none());
    desk.stop_background();
    assert_eq!(store.log().len(), 4);
}

#[test]
fn a_missing_permission_makes_actions_say_why_and_findings_impossible() {
    let (place, other) = (Place::new(), Place::new());
    let store = small(&place);
    let sees = other.open(&store);
    synced(&sees);
    store.access(|access| {
        access.scopes.retain(|scope| !scope.starts_with("write_"));
        access.protected = Protected::NoIdentity;
    });
    let desk = place.open(&store);
    let summary = synced(&desk);
    let order = first(&desk, |row| row.held && row.payment == Payment::Paid);

    let case = desk.case_file(&order.id).unwrap();
    let seeing = sees.case_file(&order.id).unwrap();

    for verb in [Verb::Release, Verb::Cancel, Verb::Refund, Verb::Note, Verb::Tag] {
        let action = case.actions.iter().find(|action| action.verb == verb).unwrap();
        let why = &action.allowed.clone().unwrap_err().0;
        assert!(why.contains("permission"), "{verb:?}: {why}");
        assert_eq!(desk.plan(&order.id, verb, &wish(verb)).unwrap_err().kind(), Kind::State);
    }
    assert!(summary.notices.iter().any(|notice| notice.contains("write_orders")), "{summary:?}");
    assert!(case.order.email.known().is_none());
    assert!(unknown(&case) > unknown(&seeing), "{:#?}", case.findings);
    assert!(impossible(&case) > impossible(&seeing), "{:#?}", case.checklist);
}

/// How many checks could say nothing.
fn unknown(case: &CaseFile) -> usize {
    case.findings.iter().filter(|finding| finding.outcome == Outcome::Unknown).count()
}

/// How many steps of the checklist cannot be done.
fn impossible(case: &CaseFile) -> usize {
    let states = case.checklist.iter().map(|step| &step.state);
    states.filter(|state| matches!(state, TickState::NotPossible(_))).count()
}

#[test]
fn without_a_look_at_holds_the_header_says_so_and_only_what_needs_none_is_offered() {
    let place = Place::new();
    let store = small(&place);
    let desk = place.open(&store);
    synced(&desk);
    assert_eq!(desk.header().unwrap().unseen, None);
    let order = first(&desk, |row| row.held && row.payment == Payment::Paid && !row.cancelled);
    drop(desk);
    store.access(|access| access.scopes.retain(|scope| !scope.contains("fulfillment_orders")));

    let desk = place.open(&store);
    synced(&desk);

    let unseen = desk.header().unwrap().unseen.unwrap();
    assert!(unseen.sentence.starts_with("Nobody can tell which orders are held"), "{unseen:?}");
    assert!(unseen.hint.unwrap().contains("unhold doctor"));
    let case = desk.fresh_case_file(&order.id).unwrap();
    assert_eq!(case.placement.lane, Lane::New);
    assert!(case.placement.why.unwrap().contains("cannot be read"));
    let allowed = |verb| {
        let action = case.actions.iter().find(|action| action.verb == verb).unwrap();
        action.allowed.clone().map_err(|why| why.0)
    };
    for verb in [Verb::Release, Verb::Hold] {
        let why = allowed(verb).unwrap_err();
        assert!(why.contains("nobody can tell here"), "{verb:?}: {why}");
    }
    for verb in [Verb::Cancel, Verb::Refund, Verb::Note, Verb::Tag] {
        assert_eq!(allowed(verb), Ok(()), "{verb:?}");
    }
    let plan = desk.plan(&order.id, Verb::Refund, &wish(Verb::Refund)).unwrap();
    let warned = plan.warnings.iter().any(|words| words.starts_with("Nobody can tell whether"));
    assert!(warned, "{:?}", plan.warnings);
}

#[test]
fn a_refund_that_the_store_did_not_quote_says_that_it_was_worked_out_here() {
    let place = Place::new();
    let store = small(&place);
    let desk = place.open(&store);
    synced(&desk);
    let order = candidates(&desk, Verb::Refund).remove(0);
    let ours = |desk: &Desk| {
        let plan = desk.plan(&order.id, Verb::Refund, &wish(Verb::Refund)).unwrap();
        plan.warnings.iter().any(|words| words.starts_with("The amounts are worked out here"))
    };

    assert!(!ours(&desk));
    store.fault(on_all(Trouble::Status { code: 404 }));
    assert!(ours(&desk));
}

#[test]
fn a_store_that_is_gone_leaves_the_queue_readable_and_rows_wait_until_it_is_back() {
    let place = Place::new();
    let store = small(&place);
    let port = store.url().rsplit(':').next().unwrap().parse().unwrap();
    let (url, token) = (store.url(), store.token().to_owned());
    let desk = place.open(&store);
    synced(&desk);
    let order = candidates(&desk, Verb::Tag).remove(0);
    store.stop();
    drop(desk);
    let desk = place.try_open(&url, &token).unwrap();

    assert!(desk.first_rows(&Filter::default(), 10).unwrap().len() == 10);
    assert_eq!(desk.case_file(&order.id).unwrap().order.id, order.id);
    let recorded = staged(&desk, &order.id, Verb::Tag);
    let waited = ran(&desk, recorded.id);
    assert_eq!(waited.halted.unwrap().trouble, stores::Trouble::Unreachable);
    let waiting = row(&desk, recorded.id);
    assert_eq!(waiting.state, RowState::Staged);

    let options = unhold::demo::Options {
        port,
        orders: 60,
        seed: 7,
        throttle: unhold::demo::Throttle::Off,
        ..unhold::demo::Options::new(place.folder.path().join("store"))
    };
    let back = unhold::demo::serve(options).unwrap();
    let done = ran(&desk, recorded.id);

    assert_eq!(done.halted, None);
    assert_eq!(row(&desk, recorded.id).state, RowState::Confirmed);
    assert_eq!(back.log().len(), 1);
}

#[test]
fn plans_are_made_and_recorded_while_the_store_is_gone_for_every_verb_that_is_allowed() {
    let place = Place::new();
    let store = small(&place);
    let desk = place.open(&store);
    synced(&desk);
    let held = first(&desk, |row| row.held && row.payment == Payment::Paid && !row.cancelled);
    let (url, token) = (store.url(), store.token().to_owned());
    store.stop();
    drop(desk);
    let desk = place.try_open(&url, &token).unwrap();

    for verb in [Verb::Release, Verb::Refund, Verb::Note, Verb::Tag] {
        let plan = desk.plan(&held.id, verb, &wish(verb)).unwrap();
        assert!(!plan.steps.is_empty(), "{verb:?}");
    }
    let row = staged(&desk, &held.id, Verb::Refund);
    assert_eq!(row.state, RowState::Staged);
    assert_eq!(desk.header().unwrap().outbox.staged, 1);
}

#[test]
fn reads_that_break_in_every_way_end_in_a_sentence_or_in_the_whole_sync() {
    let place = Place::new();
    let store = small(&place);
    let desk = place.open(&store);
    for trouble in [
        Trouble::Truncated,
        Trouble::Malformed,
        Trouble::Throttled,
        Trouble::TooManyRequests { retry_after: 0 },
        Trouble::Status { code: 503 },
        Trouble::DropBefore,
        Trouble::DropAfter,
    ] {
        for skip in 0..3 {
            store.fault(FaultRule { skip, ..FaultRule::once(trouble.clone()) });
        }
        let summary = desk.sync(How::Full, Busy::Wait, &mut |_| {}).unwrap();
        assert!(summary.flagged >= 20, "{trouble:?}: {summary:?}");
        store.clear_faults();
    }
    for (trouble, kind) in [
        (Trouble::ExpiredToken, Kind::Store),
        (Trouble::Status { code: 404 }, Kind::Store),
        (Trouble::Status { code: 403 }, Kind::Store),
        (Trouble::Redirect { to: "http://192.0.2.1/".to_owned() }, Kind::Store),
    ] {
        store.fault(on_all(trouble.clone()));
        let fault = desk.sync(How::Full, Busy::Wait, &mut |_| {}).unwrap_err();
        assert_eq!(fault.kind(), kind, "{trouble:?}");
        assert!(fault.remedy().is_some(), "{trouble:?}: {fault:?}");
        store.clear_faults();
    }
    assert!(desk.first_rows(&Filter::default(), 500).unwrap().len() >= 20);
}

#[test]
fn a_store_that_hangs_delays_neither_reading_nor_recording_nor_the_end() {
    let place = Place::new();
    let store = small(&place);
    let desk = place.open(&store);
    synced(&desk);
    let order = candidates(&desk, Verb::Tag).remove(0);
    store.fault(on_all(Trouble::Delay { ms: 120_000 }));
    desk.start_background();
    let recorded = staged(&desk, &order.id, Verb::Tag);
    until("both threads hang at the store", || store.faults()[0].fired >= 2);

    let began = Instant::now();
    desk.first_rows(&Filter::default(), 100).unwrap();
    desk.case_file(&order.id).unwrap();
    desk.header().unwrap();
    let (read, began) = (began.elapsed(), Instant::now());
    desk.stop_background();
    let ended = began.elapsed();

    assert!(read < Duration::from_secs(1), "{read:?}");
    assert!(ended < Duration::from_secs(2), "{ended:?}");
    let left = row(&desk, recorded.id);
    assert_eq!(left.state, RowState::Staged, "{:#?}", left.steps);
}

#[test]
fn a_write_that_hangs_ends_within_two_seconds_and_is_unknown_until_the_order_is_read() {
    let place = Place::new();
    let store = small(&place);
    let desk = place.open(&store);
    synced(&desk);
    let order = candidates(&desk, Verb::Tag).remove(0);
    store.fault(on_write(Trouble::Delay { ms: 3_000 }));
    desk.start_background();
    let recorded = staged(&desk, &order.id, Verb::Tag);
    until("the write hangs", || store.faults()[0].fired == 1);

    let began = Instant::now();
    desk.stop_background();
    let ended = began.elapsed();

    assert!(ended < Duration::from_secs(2), "{ended:?}");
    assert_eq!(row(&desk, recorded.id).state, RowState::Unknown);
    until("the store did it late", || store.log().len() == 1);
    ran(&desk, recorded.id);
    assert_eq!(row(&desk, recorded.id).state, RowState::Confirmed);
    assert_eq!(store.log().len(), 1);
}

#[test]
fn a_flood_of_rubbish_ends_in_a_sentence_in_bounded_time_and_memory() {
    let place = Place::new();
    let store = small(&place);
    let desk = place.open(&store);
    synced(&desk);
    let order = candidates(&desk, Verb::Tag).remove(0);
    store.fault(on_all(Trouble::Rubbish { mib: 48 }));
    let began = Instant::now();

    let fault = desk.fresh_case_file(&order.id).unwrap_err();

    assert!(fault.message().contains("longer than 32 MiB"), "{fault:?}");
    assert!(began.elapsed() < Duration::from_secs(25), "{:?}", began.elapsed());
    assert_eq!(desk.case_file(&order.id).unwrap().order.id, order.id);
}

#[test]
fn a_fallen_api_version_is_told_and_an_impossible_one_refused() {
    let place = Place::new();
    let store = small(&place);
    let config = format!(
        "[store]\nplatform = \"shopify\"\nurl = \"{}\"\napi_version = \"2019-01\"\n\
         token = {{ env = \"HOME\" }}\n[reviewer]\nname = \"S\"\ninitials = \"S\"\n\
         [brand]\nname = \"E\"\nprefix = \"EX\"\n",
        store.url()
    );
    let refused = unhold::config::Config::parse(&config, std::path::Path::new("t.toml"))
        .and_then(|config| unhold::desk::connect(&config, unhold::desk::Presence::Online).map(drop))
        .unwrap_err();
    assert_eq!(refused.kind(), Kind::Config, "{refused:?}");
    assert!(refused.message().contains("too old"), "{refused:?}");
}

#[test]
fn rows_of_another_shop_stay_untouched_until_that_shop_is_connected_again() {
    let (place, far) = (Place::new(), tempfile::tempdir().unwrap());
    let ours = small(&place);
    let theirs = store(&far, 60, 7);
    let desk = place.open(&ours);
    synced(&desk);
    let order = candidates(&desk, Verb::Tag).remove(0);
    let plan = desk.plan(&order.id, Verb::Tag, &wish(Verb::Tag)).unwrap();
    let recorded = desk.stage(&plan, Window::Now).unwrap();
    desk.stop_background();
    drop(desk);

    let desk = place.open(&theirs);
    desk.run_outbox(Pace::drain_now(), Some(Duration::from_secs(30))).unwrap();
    synced(&desk);
    desk.run_outbox(Pace::drain_now(), Some(Duration::from_secs(30))).unwrap();
    assert!(theirs.log().is_empty());
    assert!(desk.outbox(&Which::All).unwrap().is_empty());
    // The plan that was shown for the other shop is not taken for this one either.
    let stray = desk.stage(&plan, Window::Now);
    desk.run_outbox(Pace::drain_now(), Some(Duration::from_secs(30))).unwrap();
    assert!(theirs.log().is_empty(), "{stray:?}");
    drop(desk);

    let desk = place.open(&ours);
    synced(&desk);
    desk.run_outbox(Pace::drain_now(), Some(Duration::from_secs(30))).unwrap();
    assert_eq!(row(&desk, recorded.id).state, RowState::Confirmed);
    assert_eq!(row(&desk, recorded.id).shop, order.shop);
}

#[test]
fn a_job_that_fails_leaves_the_order_held() {
    let place = Place::new();
    let store = small(&place);
    store.quirks(|quirks| {
        quirks.cancel_takes_ms = 30;
        quirks.cancel_fails = Some("Cannot cancel an order with a pending payment".to_owned());
    });
    let desk = place.open(&store);
    synced(&desk);
    let order = candidates(&desk, Verb::Cancel).into_iter().find(|row| row.held).unwrap();

    let staged = staged(&desk, &order.id, Verb::Cancel);
    ran(&desk, staged.id);

    let done = row(&desk, staged.id);
    assert_eq!(done.state, RowState::Failed, "{:#?}", done.steps);
    let said = done.steps.iter().find_map(|step| step.error.clone()).unwrap();
    assert!(said.contains("pending payment"), "{said}");
    let case = desk.fresh_case_file(&order.id).unwrap();
    assert!(case.order.is_held() && !case.order.is_cancelled());
}
