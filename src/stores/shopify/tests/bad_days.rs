use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::answers::{EVERY_SCOPE, THROTTLED, context};
use super::reads::run;
use super::server::{Reaction, Request, Server, ok};
use crate::domain::{OrderId, Step};
use crate::stores::shopify::{Credentials, connect};
use crate::stores::{Performed, Store, Trouble};

const RELEASED: &str = r#"{"data":{"fulfillmentOrderReleaseHold":{"fulfillmentOrder":
    {"id":"gid://shopify/FulfillmentOrder/41"},"userErrors":[]}}}"#;

fn release(server: &Server) -> Result<Performed, Trouble> {
    let step = Step::ReleaseHolds { fulfilment_order: "41".into(), holds: vec!["51".into()] };
    let key = crate::stores::StepKey(uuid::Uuid::from_u128(7));
    run(server.store().perform(&OrderId::new("1"), &step, key)).map_err(|fault| fault.trouble)
}

#[test]
fn a_throttled_write_was_not_done_and_is_sent_again() {
    for (status, body) in [(200, THROTTLED), (429, "{}")] {
        let server = Server::start(move |_, before| match before {
            0 | 1 => Reaction::SaysWith(status, "retry-after: 0", body.to_owned()),
            _ => ok(RELEASED),
        });

        assert_eq!(release(&server), Ok(Performed::Done { reference: None }), "{status}");
        assert_eq!(server.seen().len(), 3);
    }
}

#[test]
fn patience_ends_and_says_how_long_to_wait() {
    let server = Server::start(|_, _| Reaction::SaysWith(429, "retry-after: 9", "{}".to_owned()));

    assert_eq!(release(&server), Err(Trouble::Throttled(Duration::from_secs(9))));
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn a_write_whose_answer_is_lost_is_unknown_and_never_sent_twice() {
    let reactions: [fn() -> Reaction; 6] = [
        || Reaction::Drops,
        || Reaction::BreaksOff("{\"data\":".to_owned()),
        || Reaction::Says(500, "{}".to_owned()),
        || Reaction::Says(503, "busy".to_owned()),
        || Reaction::Says(200, "<html>".to_owned()),
        || Reaction::Says(200, format!("{{\"data\":\"{}\"}}", "x".repeat(2 * 1024 * 1024))),
    ];
    for reaction in reactions {
        let server = Server::start(move |_, _| reaction());

        assert_eq!(release(&server), Err(Trouble::Unknown));
        assert_eq!(server.seen().len(), 1);
    }
}

#[test]
fn a_write_that_hangs_ends_at_its_deadline_as_unknown() {
    let server = Server::start(|_, _| Reaction::Hangs);
    let started = Instant::now();

    assert_eq!(release(&server), Err(Trouble::Unknown));
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn without_a_connection_nothing_was_sent() {
    let server = Server::start(|_, _| Reaction::Drops);
    let mut settings = server.settings();
    settings.url = "http://127.0.0.1:1".to_owned();
    let store = connect(settings).unwrap();

    assert_eq!(run(store.identity()).unwrap_err().trouble, Trouble::Unreachable);
}

#[test]
fn a_read_whose_answer_is_lost_is_asked_for_again() {
    let server = Server::start(|_, before| match before {
        0 => Reaction::Drops,
        1 => Reaction::Says(502, String::new()),
        _ => ok(context(&EVERY_SCOPE)),
    });

    assert!(run(server.store().identity()).is_ok());
    assert_eq!(server.seen().len(), 3);
}

#[test]
fn refusals_at_the_door_did_nothing() {
    for (status, trouble) in [
        (401, Trouble::Unauthorised),
        (403, Trouble::Forbidden),
        (404, Trouble::Forbidden),
        (423, Trouble::Forbidden),
        (400, Trouble::Refused),
    ] {
        let server =
            Server::start(move |_, _| Reaction::Says(status, r#"{"errors":"no"}"#.to_owned()));

        assert_eq!(release(&server), Err(trouble), "{status}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[test]
fn the_token_never_follows_a_redirect() {
    let thief = Server::start(|_, _| ok(context(&EVERY_SCOPE)));
    let to: &'static str =
        Box::leak(format!("location: {}/x", thief.settings().url).into_boxed_str());
    let server = Server::start(move |_, _| Reaction::SaysWith(307, to, String::new()));

    assert_eq!(release(&server), Err(Trouble::Forbidden));
    assert!(thief.seen().is_empty());
}

#[test]
fn a_token_of_client_credentials_is_renewed_once_and_never_shown() {
    let server = Server::start(|request: &Request, _| {
        let granted = request.path.ends_with("/admin/oauth/access_token");
        if granted {
            return ok(
                r#"{"access_token":"shpat_granted","scope":"read_orders","expires_in":86399}"#,
            );
        }
        Reaction::Says(401, r#"{"errors":"[API] Invalid API key or access token"}"#.to_owned())
    });
    let mut settings = server.settings();
    settings.credentials = Credentials::Client {
        id: Zeroizing::new("client-id".to_owned()),
        secret: Zeroizing::new("client-secret".to_owned()),
    };
    let store = connect(settings).unwrap();

    let fault = run(store.identity()).unwrap_err();

    assert_eq!(fault.trouble, Trouble::Unauthorised);
    let paths: Vec<bool> = server.seen().iter().map(|r| r.path.contains("oauth")).collect();
    assert_eq!(paths, [true, false, true, false]);
    let shown = format!("{fault} {fault:?} {store:?}");
    assert!(!shown.contains("shpat") && !shown.contains("client-"), "{shown}");
}

#[test]
fn credentials_that_are_refused_say_what_to_check() {
    let server =
        Server::start(|_, _| Reaction::Says(400, r#"{"error":"shop_not_permitted"}"#.to_owned()));
    let mut settings = server.settings();
    settings.credentials = Credentials::Client {
        id: Zeroizing::new("i".to_owned()),
        secret: Zeroizing::new("s".to_owned()),
    };

    let fault = run(connect(settings).unwrap().identity()).unwrap_err();

    assert_eq!(fault.trouble, Trouble::Unauthorised);
    assert!(fault.hint.unwrap().contains("organisation"));
}
