use std::io::Write as _;

use serde_json::{Value, json};

use super::shop::Served;
use crate::demo::{Quirks, serve};

const STATE: &str = "query($id: ID!) { order(id: $id) { name note tags closed cancelledAt updatedAt displayFinancialStatus
    metafields(first: 5) { nodes { id value compareDigest } } fulfillmentOrders(first: 5) { nodes { id status updatedAt fulfillmentHolds { id handle } } } } }";

fn quick() -> Quirks {
    Quirks { cancel_takes_ms: 0, ..Quirks::default() }
}

#[test]
fn what_was_answered_is_there_after_a_restart() {
    let mut served = Served::small();
    let order = served.order(|o| {
        o.fulfilments.first().is_some_and(|f| f.state == crate::demo::shop::FulfilmentState::Open)
    });
    let work =
        served.data(STATE, json!({"id": order}))["order"]["fulfillmentOrders"]["nodes"][0]["id"]
            .clone();
    let many = "mutation($id: ID!, $work: ID!) { orderUpdate(input: {id: $id, note: \"kept\"}) { order { id } }
        tagsAdd(id: $id, tags: [\"kept\"]) { node { id } }
        fulfillmentOrderHold(id: $work, fulfillmentHold: {reason: OTHER, handle: \"kept\"}) { fulfillmentHold { id } }
        metafieldsSet(metafields: [{ownerId: $id, key: \"claim\", type: \"json\", value: \"{}\"}]) { metafields { id } } }";
    served.data(many, json!({"id": order, "work": work}));
    served.pass(1000);
    let (before, log) = (served.data(STATE, json!({"id": order})), served.shop().log());
    let (token, shop) = (
        served.shop().token().to_owned(),
        served.data("{ shop { id myshopifyDomain } }", json!({})),
    );

    served.pass(3 * 24 * 3600 * 1000);
    served.restart(quick());

    assert_eq!(served.data(STATE, json!({"id": order})), before);
    assert_eq!(served.shop().log(), log);
    assert_eq!(served.shop().token(), token);
    assert_eq!(served.data("{ shop { id myshopifyDomain } }", json!({})), shop);
    assert_eq!(
        log.iter().map(|e| e.what.as_str()).collect::<Vec<_>>(),
        ["orderUpdate", "tagsAdd", "fulfillmentOrderHold", "metafieldsSet"]
    );
}

#[test]
fn a_cancellation_that_was_queued_is_done_after_a_restart_and_keys_are_remembered() {
    let mut served = Served::small();
    served.shop().quirks(|quirks| quirks.cancel_takes_ms = 60_000);
    let order = served.order(|o| {
        o.cancelled.is_none()
            && o.lines.iter().all(|l| l.shipped == 0)
            && crate::demo::shop::books::pending(o).next().is_none()
    });
    let cancel = "mutation($id: ID!) { orderCancel(orderId: $id, reason: FRAUD, restock: true) { job { id } } }";
    let job = served.data(cancel, json!({"id": order}))["orderCancel"]["job"]["id"].clone();
    let look =
        "query($job: ID!, $id: ID!) { job(id: $job) { done } order(id: $id) { cancelledAt } }";

    served.restart(quick());
    let early = served.data(look, json!({"job": job, "id": order}));
    served.pass(60_001);
    let late = served.data(look, json!({"job": job, "id": order}));
    served.restart(quick());

    assert_eq!(early, json!({"job": {"done": false}, "order": {"cancelledAt": null}}));
    assert_eq!(late["job"]["done"], true);
    assert_eq!(served.data(look, json!({"job": job, "id": order})), late);
}

#[test]
fn a_torn_last_line_is_dropped_and_a_broken_one_is_refused() {
    let mut served = Served::small();
    let order = served.order(|o| o.closed_at.is_none());
    served.data(
        "mutation($id: ID!) { orderClose(input: {id: $id}) { order { id } } }",
        json!({"id": order}),
    );
    let path = served.folder.path().join("shop/journal.jsonl");
    let tear = |text: &[u8]| {
        std::fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(text).unwrap();
    };
    tear(b"{\"effects\":[],\"chan");

    served.restart(quick());
    let closed = served.data("query($id: ID!) { order(id: $id) { closed } }", json!({"id": order}));
    served.running.take().unwrap().stop();
    tear(b"{\"effects\":[],\"chan\n");
    let refused = serve(served.options()).err().unwrap();

    assert_eq!(closed["order"]["closed"], Value::Bool(true));
    assert!(refused.to_string().contains("journal is broken"), "{refused}");
    assert!(refused.hint().contains("--fresh"));
}

#[test]
fn one_folder_holds_one_shop_and_one_server() {
    let served = Served::small();
    let second = serve(served.options()).err().unwrap();

    let mut other = served.options();
    other.folder = served.folder.path().join("other");
    let running = serve(other.clone()).unwrap();
    let name = running.domain().to_owned();
    running.stop();
    other.seed = 8;
    let wrong = serve(other).err().unwrap();

    assert!(second.to_string().contains("another process"));
    assert!(wrong.to_string().contains("seed 7"));
    assert_ne!(name, served.shop().domain(), "each folder is a shop of its own");
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let served = Served::small();
    let folder = served.folder.path().join("shop");
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;

    assert_eq!(mode(&folder), 0o700);
    for name in ["shop.json", "journal.jsonl", "lock"] {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
}
