use serde_json::{Value, json};

use super::shop::{Served, code};
use crate::demo::shop::{App, Author, Order, TransactionKind, books};
use crate::demo::{Answered, EmptyHoldIds, NullDigest};

const WORKS: &str = "query($id: ID!) { order(id: $id) { updatedAt displayFulfillmentStatus fulfillmentOrders(first: 10) {
    nodes { id status supportedActions { action } fulfillmentHolds { id handle heldByRequestingApp } lineItems(first: 5) { nodes { id totalQuantity } } } } } }";
const HOLD: &str = "mutation($id: ID!, $hold: FulfillmentOrderHoldInput!) { fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) {
    fulfillmentHold { id handle reason } fulfillmentOrder { status } remainingFulfillmentOrder { id lineItems(first: 9) { nodes { totalQuantity } } }
    userErrors { code field message } } }";
const RELEASE: &str =
    "mutation($id: ID!, $ids: [ID!]) { fulfillmentOrderReleaseHold(id: $id, holdIds: $ids) {
    fulfillmentOrder { status fulfillmentHolds { id } } userErrors { code field } } }";
const CANCEL: &str = "mutation($id: ID!, $note: String, $method: OrderCancelRefundMethodInput) {
    orderCancel(orderId: $id, reason: FRAUD, restock: true, refundMethod: $method, staffNote: $note) {
        job { id done } jobResult { id status done } orderCancelUserErrors { code field message } } }";
const REFUND: &str = "mutation($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) {
    refund { id totalRefundedSet { presentmentMoney { amount } } transactions(first: 5) { nodes { id status kind } } } userErrors { field message } } }";
const VOID: &str = "mutation($id: ID!) { transactionVoid(parentTransactionId: $id) { transaction { kind parentTransaction { id } amountSet { shopMoney { amount } } } userErrors { code } } }";
const SET: &str = "mutation($f: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $f) { metafields { value compareDigest namespace } userErrors { code field elementIndex } } }";

fn waiting(order: &Order) -> bool {
    let whole = order.fulfilments.len() == 1
        && order.lines.iter().all(|l| l.shipped == 0 && l.cancelled == 0);
    order.cancelled.is_none() && whole && order.fulfilments[0].lines.iter().any(|l| l.remaining > 0)
}

fn unheld(order: &Order) -> bool {
    waiting(order)
        && order.fulfilments[0].holds.is_empty()
        && order.fulfilments[0].state == crate::demo::shop::FulfilmentState::Open
}

fn paid(order: &Order) -> bool {
    waiting(order)
        && books::net_payment(order).presentment > 2000
        && books::pending(order).next().is_none()
        && order.refunds.is_empty()
}

fn work(served: &Served, order: &str) -> Value {
    served.data(WORKS, json!({"id": order}))["order"].clone()
}

#[test]
fn a_hold_moves_the_fulfilment_order_and_not_the_order() {
    let served = Served::small();
    let order = served.order(unheld);
    let before = work(&served, &order);
    served.pass(60_000);
    let id = &before["fulfillmentOrders"]["nodes"][0]["id"];

    let held = served.data(HOLD, json!({"id": id, "hold": {"reason": "HIGH_RISK_OF_FRAUD", "handle": "unhold-1", "reasonNotes": "look"}}));
    let again =
        served.data(HOLD, json!({"id": id, "hold": {"reason": "OTHER", "handle": "unhold-1"}}));
    let after = work(&served, &order);

    assert_eq!(held["fulfillmentOrderHold"]["fulfillmentOrder"]["status"], "ON_HOLD");
    assert_eq!(
        again["fulfillmentOrderHold"]["userErrors"][0]["code"],
        "DUPLICATE_FULFILLMENT_HOLD_HANDLE"
    );
    assert_eq!(
        again["fulfillmentOrderHold"]["userErrors"][0]["field"],
        json!(["fulfillmentHold", "handle"])
    );
    assert_eq!(after["updatedAt"], before["updatedAt"]);
    assert_eq!(after["displayFulfillmentStatus"], "ON_HOLD");
    let log = served.shop().log();
    assert_eq!(log.len(), 1);
    assert_eq!(
        (log[0].what.as_str(), log[0].id.as_str()),
        ("fulfillmentOrderHold", id.as_str().unwrap())
    );
}

#[test]
fn the_eleventh_hold_is_refused_and_hold_is_no_longer_offered() {
    let served = Served::small();
    let order = served.order(unheld);
    let id = work(&served, &order)["fulfillmentOrders"]["nodes"][0]["id"].clone();
    for place in 0..10 {
        let held = served.data(
            HOLD,
            json!({"id": id, "hold": {"reason": "OTHER", "handle": format!("h{place}")}}),
        );
        assert_eq!(held["fulfillmentOrderHold"]["userErrors"], json!([]));
    }

    let refused =
        served.data(HOLD, json!({"id": id, "hold": {"reason": "OTHER", "handle": "h10"}}));

    assert_eq!(
        refused["fulfillmentOrderHold"]["userErrors"][0]["code"],
        "FULFILLMENT_ORDER_HOLD_LIMIT_REACHED"
    );
    let actions = &work(&served, &order)["fulfillmentOrders"]["nodes"][0]["supportedActions"];
    assert!(!actions.as_array().unwrap().contains(&json!({"action": "HOLD"})));
    assert!(actions.as_array().unwrap().contains(&json!({"action": "RELEASE_HOLD"})));
}

#[test]
fn the_timeline_tells_what_was_done_newest_first() {
    let served = Served::small();
    let order = served.order(unheld);
    let id = work(&served, &order)["fulfillmentOrders"]["nodes"][0]["id"].clone();
    served.pass(1000);
    let placed = served.data(HOLD, json!({"id": id, "hold": {"reason": "OTHER"}}));
    served.pass(1000);
    let hold = &placed["fulfillmentOrderHold"]["fulfillmentHold"]["id"];
    served.data(RELEASE, json!({"id": id, "ids": [hold]}));
    let query =
        "query($id: ID!) { order(id: $id) { events(first: 2, sortKey: CREATED_AT, reverse: true) {
        nodes { action appTitle attributeToApp } } all: events(first: 50) { nodes { action } } } }";

    let data = served.data(query, json!({"id": order}));

    let entry =
        |action: &str| json!({"action": action, "appTitle": "unhold", "attributeToApp": true});
    let newest = [entry("fulfillment_order_release_hold"), entry("fulfillment_order_hold")];
    assert_eq!(data["order"]["events"]["nodes"], json!(newest));
    let all = data["order"]["all"]["nodes"].as_array().unwrap();
    assert!(all.contains(&json!({"action": "placed"})));
}

#[test]
fn only_named_holds_are_released_and_without_names_all_of_them() {
    let served = Served::small();
    let number =
        served.shop().look(|shop| shop.orders().iter().find(|o| unheld(o)).unwrap().number);
    let order = served.order(unheld);
    let id = work(&served, &order)["fulfillmentOrders"]["nodes"][0]["id"].clone();
    served.data(HOLD, json!({"id": id, "hold": {"reason": "OTHER", "handle": "ours"}}));
    for by in ["flow", "Dana"] {
        served
            .shop()
            .elsewhere(&crate::demo::Elsewhere::Hold { order: number, by: by.into() })
            .unwrap();
    }
    let holds = work(&served, &order)["fulfillmentOrders"]["nodes"][0]["fulfillmentHolds"].clone();
    let ours = holds.as_array().unwrap().iter().find(|h| h["heldByRequestingApp"] == true).unwrap()
        ["id"]
        .clone();

    let one = served.data(RELEASE, json!({"id": id, "ids": [ours]}));
    let twice = served.data(RELEASE, json!({"id": id, "ids": [ours]}));
    let all = served.data(RELEASE, json!({"id": id}));

    assert_eq!(holds.as_array().unwrap().len(), 3);
    assert_eq!(one["fulfillmentOrderReleaseHold"]["fulfillmentOrder"]["status"], "ON_HOLD");
    assert_eq!(
        one["fulfillmentOrderReleaseHold"]["fulfillmentOrder"]["fulfillmentHolds"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(twice["fulfillmentOrderReleaseHold"]["userErrors"][0]["code"], "INVALID_ACCESS");
    assert_eq!(all["fulfillmentOrderReleaseHold"]["fulfillmentOrder"]["status"], "OPEN");
}

#[test]
fn an_empty_list_of_holds_means_what_the_quirk_says() {
    let served = Served::small();
    let order = served.order(unheld);
    let id = work(&served, &order)["fulfillmentOrders"]["nodes"][0]["id"].clone();
    served.data(HOLD, json!({"id": id, "hold": {"reason": "OTHER"}}));
    let left = |quirk| {
        served.shop().quirks(|quirks| quirks.empty_hold_ids = quirk);
        served.data(RELEASE, json!({"id": id, "ids": []}));
        work(&served, &order)["fulfillmentOrders"]["nodes"][0]["fulfillmentHolds"]
            .as_array()
            .unwrap()
            .len()
    };

    assert_eq!(left(EmptyHoldIds::Refused), 1);
    assert_eq!(left(EmptyHoldIds::ReleasesNone), 1);
    assert_eq!(left(EmptyHoldIds::ReleasesAll), 0);
}

#[test]
fn a_part_hold_splits_and_bad_parts_are_refused() {
    let served = Served::small();
    let wanted = |o: &Order| unheld(o) && o.fulfilments[0].lines.iter().any(|l| l.remaining > 1);
    let order = served.order(wanted);
    let before = work(&served, &order)["fulfillmentOrders"]["nodes"][0].clone();
    let line = before["lineItems"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|l| l["totalQuantity"].as_u64() > Some(1))
        .unwrap()["id"]
        .clone();
    let hold = |parts: Value| {
        served.data(HOLD, json!({"id": before["id"], "hold": {"reason": "OTHER", "handle": "p", "fulfillmentOrderLineItems": parts}}))["fulfillmentOrderHold"].clone()
    };
    let refused =
        |answer: &Value| answer["userErrors"][0]["code"].as_str().unwrap_or_default().to_owned();

    let zero = hold(json!([{"id": line, "quantity": 0}]));
    let twice = hold(json!([{"id": line, "quantity": 1}, {"id": line, "quantity": 1}]));
    let many = hold(json!([{"id": line, "quantity": 9999}]));
    let split = hold(json!([{"id": line, "quantity": 1}]));
    let again = hold(json!([{"id": line, "quantity": 1}]));

    assert_eq!(refused(&zero), "GREATER_THAN_ZERO");
    assert_eq!(
        zero["userErrors"][0]["field"],
        json!(["fulfillmentHold", "fulfillmentOrderLineItems", "0", "quantity"])
    );
    assert_eq!(refused(&twice), "DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS");
    assert_eq!(refused(&many), "INVALID_LINE_ITEM_QUANTITY");
    assert!(split["remainingFulfillmentOrder"]["id"].is_string(), "{split}");
    assert_eq!(refused(&again), "DUPLICATE_FULFILLMENT_HOLD_HANDLE");
    assert_eq!(work(&served, &order)["fulfillmentOrders"]["nodes"].as_array().unwrap().len(), 2);
}

#[test]
fn cancelling_is_queued_first_and_done_later() {
    let served = Served::small();
    served.shop().quirks(|quirks| quirks.cancel_takes_ms = 3000);
    let order = served.order(paid);
    let ask =
        json!({"id": order, "note": "ring 7", "method": {"originalPaymentMethodsRefund": true}});

    let queued = served.data(CANCEL, ask.clone())["orderCancel"].clone();
    let twice = served.data(CANCEL, ask.clone())["orderCancel"].clone();
    let look = "query($job: ID!, $result: ID!, $order: ID!) { job(id: $job) { done } node(id: $result) { ... on OrderCancelJobResult { status done order { id } } }
        order(id: $order) { cancelledAt closedAt cancelReason displayFinancialStatus currentTotalPriceSet { shopMoney { amount } } cancellation { staffNote } refunds { id } } }";
    let ids =
        json!({"job": queued["job"]["id"], "result": queued["jobResult"]["id"], "order": order});
    let before = served.data(look, ids.clone());
    served.pass(3001);
    let after = served.data(look, ids);
    let again = served.data(CANCEL, ask)["orderCancel"].clone();

    assert_eq!(
        (&queued["job"]["done"], &queued["jobResult"]["status"]),
        (&json!(false), &json!("STARTED"))
    );
    assert_eq!(twice["orderCancelUserErrors"][0]["code"], "INVALID");
    assert_eq!(
        (&before["job"]["done"], &before["order"]["cancelledAt"]),
        (&json!(false), &Value::Null)
    );
    assert_eq!(
        (&after["job"]["done"], &after["node"]["status"]),
        (&json!(true), &json!("SUCCEEDED"))
    );
    let order = &after["order"];
    assert_eq!(order["cancelledAt"], order["closedAt"]);
    assert_eq!(
        (&order["cancelReason"], &order["displayFinancialStatus"]),
        (&json!("FRAUD"), &json!("REFUNDED"))
    );
    assert_eq!(order["currentTotalPriceSet"]["shopMoney"]["amount"], "0.0");
    assert_eq!(
        (&order["cancellation"]["staffNote"], order["refunds"].as_array().unwrap().len()),
        (&json!("ring 7"), 1)
    );
    assert_eq!(again["orderCancelUserErrors"][0]["field"], json!(["orderId"]));
}

#[test]
fn cancelling_says_no_before_and_may_fail_after() {
    let served = Served::small();
    let order = served.order(paid);
    let long = served.data(CANCEL, json!({"id": order, "note": "x".repeat(256)}));
    let both = "mutation($id: ID!) { orderCancel(orderId: $id, reason: FRAUD, restock: true, refund: false, refundMethod: {originalPaymentMethodsRefund: true}) { orderCancelUserErrors { code field } userErrors { field } } }";
    let both = served.data(both, json!({"id": order}));
    served.shop().quirks(|quirks| quirks.cancel_fails = Some("The warehouse said no".into()));

    let queued = served.data(CANCEL, json!({"id": order}))["orderCancel"].clone();
    let result = served.data("query($id: ID!) { node(id: $id) { ... on OrderCancelJobResult { status errors { message } } } }", json!({"id": queued["jobResult"]["id"]}));

    assert_eq!(long["orderCancel"]["orderCancelUserErrors"][0]["field"], json!(["staffNote"]));
    assert_eq!(both["orderCancel"]["orderCancelUserErrors"][0]["field"], json!(["refund"]));
    assert_eq!(
        result["node"],
        json!({"status": "FAILED", "errors": [{"message": "The warehouse said no"}]})
    );
    assert!(
        served.data(
            "query($id: ID!) { order(id: $id) { cancelledAt } }",
            json!({"id": order})
        )["order"]["cancelledAt"]
            .is_null()
    );
}

#[test]
fn unknown_answers_can_be_set_either_way() {
    let served = Served::small();
    let held = served.order(|o| {
        waiting(o) && !o.fulfilments[0].holds.is_empty() && books::pending(o).next().is_none()
    });
    let gone = served.order(|o| o.cancelled.is_some());
    let open = "mutation($id: ID!) { orderOpen(input: {id: $id}) { order { closed } userErrors { field } } }";
    served.shop().quirks(|quirks| {
        quirks.cancel_while_held = Answered::Refused;
        quirks.open_cancelled = Answered::Refused;
    });

    let refused = served.data(CANCEL, json!({"id": held}))["orderCancel"].clone();
    let stays = served.data(open, json!({"id": gone}))["orderOpen"].clone();
    served.shop().quirks(|quirks| {
        quirks.cancel_while_held = Answered::Allowed;
        quirks.open_cancelled = Answered::Allowed;
    });
    let queued = served.data(CANCEL, json!({"id": held}))["orderCancel"].clone();
    let opened = served.data(open, json!({"id": gone}))["orderOpen"].clone();

    assert_eq!(refused["orderCancelUserErrors"][0]["field"], json!(["orderId"]));
    assert_eq!(stays["userErrors"][0]["field"], json!(["id"]));
    assert_eq!(queued["orderCancelUserErrors"], json!([]));
    assert_eq!(opened["order"]["closed"], false);
    let after = work(&served, &held);
    assert!(
        after["fulfillmentOrders"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .all(|w| w["fulfillmentHolds"] == json!([]))
    );
}

/// The suggested full refund of an order as `RefundInput`.
fn suggested(served: &Served, order: &str) -> Value {
    let query = "query($id: ID!) { order(id: $id) { presentmentCurrencyCode suggestedRefund(suggestFullRefund: true) {
        refundLineItems { lineItem { id } quantity restockType location { id } } shipping { amountSet { presentmentMoney { amount } } }
        suggestedTransactions { gateway amountSet { presentmentMoney { amount } } parentTransaction { id } } } } }";
    let order_data = served.data(query, json!({"id": order}))["order"].clone();
    let refund = &order_data["suggestedRefund"];
    let list = |name: &str| refund[name].as_array().unwrap().clone();
    json!({
        "orderId": order, "currency": order_data["presentmentCurrencyCode"], "note": "fraud",
        "refundLineItems": list("refundLineItems").iter().map(|l| json!({"lineItemId": l["lineItem"]["id"], "quantity": l["quantity"], "restockType": l["restockType"]})).collect::<Vec<_>>(),
        "shipping": {"amount": refund["shipping"]["amountSet"]["presentmentMoney"]["amount"]},
        "transactions": list("suggestedTransactions").iter().map(|t| json!({"orderId": order, "kind": "REFUND", "gateway": t["gateway"],
            "parentId": t["parentTransaction"]["id"], "amount": t["amountSet"]["presentmentMoney"]["amount"]})).collect::<Vec<_>>(),
    })
}

#[test]
fn a_suggested_refund_gives_everything_back_and_once_only() {
    let served = Served::small();
    for order in served.shop().look(|shop| {
        shop.orders().iter().filter(|o| paid(o)).take(8).map(|o| o.id).collect::<Vec<_>>()
    }) {
        let id = format!("gid://shopify/Order/{order}");
        let ask = json!({"input": suggested(&served, &id), "key": format!("key-{order}")});

        let first = served.data(REFUND, ask.clone())["refundCreate"].clone();
        let again = served.data(REFUND, ask.clone())["refundCreate"].clone();
        let state = served.data("query($id: ID!) { order(id: $id) { displayFinancialStatus refunds { id } netPaymentSet { shopMoney { amount } presentmentMoney { amount } } } }", json!({"id": id}));

        assert_eq!(first["userErrors"], json!([]), "{ask}");
        assert_eq!(again["refund"]["id"], first["refund"]["id"]);
        assert_eq!(state["order"]["displayFinancialStatus"], "REFUNDED");
        assert_eq!(state["order"]["refunds"].as_array().unwrap().len(), 1);
        assert_eq!(
            state["order"]["netPaymentSet"],
            json!({"shopMoney": {"amount": "0.0"}, "presentmentMoney": {"amount": "0.0"}})
        );
    }
}

#[test]
fn a_key_is_good_for_one_refund_and_one_day() {
    let served = Served::small();
    let wanted = |o: &Order| paid(o) && o.currency.code() == "USD";
    let order = served.order(wanted);
    let mut input = suggested(&served, &order);
    input["refundLineItems"] = json!([]);
    input["shipping"] = Value::Null;
    input["transactions"][0]["amount"] = json!("1.00");
    let send = |input: &Value, key: &str| {
        served.ask(REFUND, json!({"input": input, "key": key}))["data"]["refundCreate"].clone()
    };

    let first = send(&input, "k");
    let mut other = input.clone();
    other["transactions"][0]["amount"] = json!("2.00");
    let mismatch = send(&other, "k");
    served.pass(24 * 3600 * 1000 + 1);
    let later = send(&input, "k");

    assert_eq!(first["refund"]["totalRefundedSet"]["presentmentMoney"]["amount"], "1.0");
    assert_eq!(
        mismatch["userErrors"][0]["message"],
        "The same idempotency key cannot be used with different operation parameters."
    );
    assert_ne!(later["refund"]["id"], first["refund"]["id"]);
    let log = served.shop().log();
    assert_eq!(log.len(), 2);
    assert_eq!(log[0].key.as_deref(), Some("k"));
    assert_eq!(log[0].detail["made"]["money"][0]["minor"], 100);
}

#[test]
fn a_refund_without_key_is_refused_from_2026_04_on() {
    let served = Served::small();
    let order = served.order(paid);
    let bare = "mutation($input: RefundInput!) { refundCreate(input: $input) { refund { id } userErrors { message } } }";
    let input = json!({"input": suggested(&served, &order)});

    let new = served.ask_version("2026-04", bare, input.clone()).body;
    let old = served.ask_version("2026-01", bare, input).body;

    assert_eq!(code(&new), "BAD_REQUEST");
    assert_eq!(
        new["errors"][0]["message"],
        "The @idempotent directive is required for this mutation but was not provided."
    );
    assert_eq!(new["data"], json!({"refundCreate": null}));
    assert!(old["data"]["refundCreate"]["refund"]["id"].is_string(), "{old}");
}

#[test]
fn refunds_beyond_what_is_there_are_refused_in_shopifys_words() {
    let served = Served::small();
    let wanted = |o: &Order| {
        paid(o)
            && o.currency.code() == "USD"
            && o.transactions
                .iter()
                .any(|t| t.kind == TransactionKind::Sale || t.kind == TransactionKind::Capture)
    };
    let order = served.order(wanted);
    let other = served.order(|o| paid(o) && !order.ends_with(&o.id.to_string()));
    let input = suggested(&served, &order);
    let foreign = suggested(&served, &other)["transactions"][0]["parentId"].clone();
    let refused = |change: &dyn Fn(&mut Value), key: &str| {
        let mut input = input.clone();
        change(&mut input);
        served.data(REFUND, json!({"input": input, "key": key}))["refundCreate"]["userErrors"][0]
            .clone()
    };

    let much = refused(&|i| i["transactions"][0]["amount"] = json!("99999.00"), "a");
    let many = refused(&|i| i["refundLineItems"][0]["quantity"] = json!(9999), "b");
    let parent = refused(&|i| i["transactions"][0]["parentId"] = foreign.clone(), "c");
    let kind = refused(&|i| i["transactions"][0]["kind"] = json!("SALE"), "d");
    let unknown = refused(&|i| i["orderId"] = json!("gid://shopify/Order/1"), "e");

    assert!(
        much["message"]
            .as_str()
            .unwrap()
            .starts_with("Refund amount $99999.00 is greater than net payment received $"),
        "{much}"
    );
    assert_eq!(much["field"], Value::Null);
    assert_eq!(many["field"], json!(["refundLineItems", "0", "quantity"]));
    assert_eq!(parent["field"], json!(["transactions"]));
    assert_eq!(kind["field"], Value::Null);
    assert_eq!(unknown["field"], json!(["orderId"]));
    assert!(served.shop().log().is_empty());
}

#[test]
fn a_refund_of_goods_alone_moves_no_money_unless_the_quirk_says_so() {
    let served = Served::small();
    let order = served.order(|o| paid(o) && o.currency.code() == "USD");
    let mut input = suggested(&served, &order);
    input["transactions"] = json!([]);
    input["refundLineItems"][0]["quantity"] = json!(1);
    input["refundLineItems"] = json!([input["refundLineItems"][0]]);

    let made = served.data(REFUND, json!({"input": input, "key": "goods"}))["refundCreate"].clone();

    assert_eq!(made["refund"]["transactions"]["nodes"], json!([]), "{made}");
    assert_eq!(made["refund"]["totalRefundedSet"]["presentmentMoney"]["amount"], "0.0");
}

#[test]
fn a_pending_refund_counts_only_when_it_settles() {
    let served = Served::small();
    served.shop().quirks(|quirks| quirks.refund_pending_ms = 10_000);
    let order = served.order(paid);
    let made = served.data(
        REFUND,
        json!({"input": suggested(&served, &order), "key": "p"}),
    )["refundCreate"]["refund"]
        .clone();
    let total = || {
        served.data("query($id: ID!) { node(id: $id) { ... on Refund { totalRefundedSet { presentmentMoney { amount } } } } }", json!({"id": made["id"]}))["node"]["totalRefundedSet"]["presentmentMoney"]["amount"].clone()
    };

    assert_eq!(made["transactions"]["nodes"][0]["status"], "PENDING");
    assert_eq!(total(), "0.0");
    served.pass(10_001);
    assert_ne!(total(), "0.0");
}

#[test]
fn only_an_uncaptured_authorisation_can_be_voided() {
    let served = Served::small();
    let transaction = |wanted: &dyn Fn(&Order) -> Option<u64>| {
        let id = served.shop().look(|shop| shop.orders().iter().find_map(wanted)).unwrap();
        format!("gid://shopify/OrderTransaction/{id}")
    };
    let open = transaction(&|o| books::open_authorisations(o).next().map(|t| t.id));
    let captured = transaction(&|o| {
        o.transactions.iter().find(|t| t.kind == TransactionKind::Capture).and_then(|t| t.parent)
    });
    let sale = transaction(&|o| {
        o.transactions.iter().find(|t| t.kind == TransactionKind::Sale).map(|t| t.id)
    });
    let outcome = |id: &str| served.data(VOID, json!({"id": id}))["transactionVoid"].clone();

    let voided = outcome(&open);

    assert_eq!(voided["transaction"]["kind"], "VOID");
    assert_eq!(voided["transaction"]["amountSet"]["shopMoney"]["amount"], "0.0");
    assert_eq!(voided["transaction"]["parentTransaction"]["id"], open.as_str());
    for (id, code) in [
        (&open, "AUTH_NOT_VOIDABLE"),
        (&captured, "AUTH_NOT_VOIDABLE"),
        (&sale, "AUTH_NOT_SUCCESSFUL"),
    ] {
        assert_eq!(outcome(id)["userErrors"][0]["code"], code);
    }
    assert_eq!(
        outcome("gid://shopify/OrderTransaction/9300000000999999999")["userErrors"][0]["code"],
        "TRANSACTION_NOT_FOUND"
    );
}

#[test]
fn notes_are_replaced_whole_and_have_a_limit() {
    let served = Served::small();
    let order = served.order(|o| o.cancelled.is_none());
    let set = "mutation($input: OrderInput!) { orderUpdate(input: $input) { order { note } userErrors { field message } } }";
    let update = |input: Value| served.data(set, json!({"input": input}))["orderUpdate"].clone();

    let long = update(json!({"id": order, "note": "é".repeat(5001)}));
    let most = update(json!({"id": order, "note": "é".repeat(5000)}));
    let empty = update(json!({"id": order}));

    assert_eq!(long["userErrors"][0]["field"], json!(["note"]));
    assert_eq!(most["order"]["note"].as_str().unwrap().chars().count(), 5000);
    assert_eq!(empty["userErrors"][0]["message"], "No valid update parameters have been provided");
}

#[test]
fn tags_follow_shopifys_rules_of_case_and_commas() {
    let served = Served::small();
    let order = served.order(|o| o.tags.is_empty() && o.cancelled.is_none());
    let tags = |verb: &str, tags: Value| {
        let query = format!(
            "mutation($id: ID!, $t: [String!]!) {{ t: {verb}(id: $id, tags: $t) {{ node {{ ... on Order {{ tags }} }} userErrors {{ message }} }} }}"
        );
        served.data(&query, json!({"id": order, "t": tags}))["t"]["node"]["tags"].clone()
    };

    assert_eq!(tags("tagsAdd", json!(["b, Red", "a"])), json!(["a", "b", "Red"]));
    assert_eq!(tags("tagsAdd", json!(["red"])), json!(["a", "b", "Red"]));
    assert_eq!(tags("tagsRemove", json!(["red", "never"])), json!(["a", "b", "Red"]));
    assert_eq!(tags("tagsRemove", json!(["Red"])), json!(["a", "b"]));
    let wrong = served.ask(
        "mutation { tagsAdd(id: \"gid://shopify/Product/1\", tags: \"x\") { node { id } } }",
        json!({}),
    );
    assert_eq!(code(&wrong), "RESOURCE_NOT_FOUND");
}

#[test]
fn archiving_twice_changes_nothing_the_second_time() {
    let served = Served::small();
    let order = served.order(|o| o.closed_at.is_none() && o.cancelled.is_none());
    let close = "mutation($id: ID!) { orderClose(input: {id: $id}) { order { closed closedAt updatedAt } } }";
    let open = "mutation($id: ID!) { orderOpen(input: {id: $id}) { order { closed closedAt } } }";

    let first = served.data(close, json!({"id": order}));
    served.pass(5000);
    let second = served.data(close, json!({"id": order}));
    let opened = served.data(open, json!({"id": order}));

    assert_eq!(first, second);
    assert_eq!(opened["orderOpen"]["order"], json!({"closed": false, "closedAt": null}));
    assert_eq!(served.shop().log().len(), 2);
}

#[test]
fn metafields_compare_digests_as_the_table_says() {
    let served = Served::small();
    let order = served.order(|o| o.metafields.is_empty());
    let set = |value: &str, digest: Option<Value>| {
        let mut field = json!({"ownerId": order, "namespace": "$app:fraud_review", "key": "claim", "type": "json", "value": value});
        if let Some(digest) = digest {
            field["compareDigest"] = digest;
        }
        served.data(SET, json!({"f": [field]}))["metafieldsSet"].clone()
    };
    let refused =
        |answer: &Value| answer["userErrors"][0]["code"].as_str().unwrap_or("written").to_owned();

    assert_eq!(refused(&set("{\"a\":1}", Some(json!("feed")))), "INVALID_COMPARE_DIGEST");
    let created = set("{\"a\":1}", Some(Value::Null));
    let digest = created["metafields"][0]["compareDigest"].clone();
    assert_eq!(
        created["metafields"][0]["namespace"],
        format!("app--{}--fraud_review", App::Ours.id())
    );
    let stale = set("{\"a\":2}", Some(json!("feed")));
    assert_eq!(refused(&stale), "STALE_OBJECT");
    assert_eq!(
        (
            &stale["userErrors"][0]["field"],
            &stale["userErrors"][0]["elementIndex"],
            &stale["metafields"]
        ),
        (&json!(["metafields", "0"]), &Value::Null, &json!([]))
    );
    assert_eq!(
        refused(&set("{\"a\":1}", Some(json!("feed")))),
        "written",
        "an equal value passes with any digest"
    );
    assert_eq!(refused(&set("{\"a\":2}", Some(Value::Null))), "STALE_OBJECT");
    served.shop().quirks(|quirks| quirks.null_digest = NullDigest::Overwrites);
    assert_eq!(refused(&set("{\"a\":2}", Some(Value::Null))), "written");
    assert_eq!(refused(&set("{\"a\":1}", None)), "written", "without a digest nothing protects");
    assert_eq!(
        set("{\"a\":1}", None)["metafields"][0]["compareDigest"],
        digest,
        "the digest depends on type and value alone"
    );
    assert_eq!(refused(&set("nonsense", None)), "INVALID_VALUE");
    let read = served.data("query($id: ID!) { order(id: $id) { metafield(namespace: \"$app:fraud_review\", key: \"claim\") { jsonValue } } }", json!({"id": order}));
    assert_eq!(read["order"]["metafield"]["jsonValue"], json!({"a": 1}));
}

#[test]
fn root_fields_of_a_mutation_run_in_order() {
    let served = Served::small();
    let order = served.order(|o| o.tags.is_empty() && o.cancelled.is_none());
    let query = "mutation($id: ID!) { b: tagsAdd(id: $id, tags: \"x\") { node { ... on Order { tags } } } a: tagsRemove(id: $id, tags: \"x\") { node { ... on Order { tags } } } }";

    let data = served.data(query, json!({"id": order}));

    assert_eq!(data["b"]["node"]["tags"], json!(["x"]));
    assert_eq!(data["a"]["node"]["tags"], json!([]));
}

#[test]
fn our_assessment_joins_the_others_and_worsens_the_advice() {
    let served = Served::small();
    let order =
        served.order(|o| unheld(o) && books::risk_level(o) == crate::demo::shop::RiskLevel::Low);
    let query = "mutation($i: OrderRiskAssessmentCreateInput!) { orderRiskAssessmentCreate(orderRiskAssessmentInput: $i) { orderRiskAssessment { riskLevel provider { handle } facts { description } } userErrors { code } } }";
    let facts = |count: usize| {
        (0..count)
            .map(|n| json!({"description": format!("f{n}"), "sentiment": "NEGATIVE"}))
            .collect::<Vec<_>>()
    };

    let made = served
        .data(query, json!({"i": {"orderId": order, "riskLevel": "HIGH", "facts": facts(2)}}));
    let many = served
        .data(query, json!({"i": {"orderId": order, "riskLevel": "HIGH", "facts": facts(21)}}));

    assert_eq!(
        made["orderRiskAssessmentCreate"]["orderRiskAssessment"]["provider"]["handle"],
        "unhold"
    );
    assert_eq!(many["orderRiskAssessmentCreate"]["userErrors"][0]["code"], "TOO_MANY_FACTS");
    assert_eq!(
        served.data(
            "query($id: ID!) { order(id: $id) { risk { recommendation } } }",
            json!({"id": order})
        )["order"]["risk"]["recommendation"],
        "CANCEL"
    );
}

#[test]
fn missing_write_scope_refuses_the_field_and_changes_nothing() {
    let served = Served::small();
    served.shop().access(|access| {
        access.scopes.remove("write_orders");
    });
    let order = served.order(|o| o.closed_at.is_none());

    let body = served.ask(
        "mutation($id: ID!) { orderClose(input: {id: $id}) { order { id } } }",
        json!({"id": order}),
    );

    assert_eq!(code(&body), "ACCESS_DENIED");
    assert_eq!(body["data"], json!({"orderClose": null}));
    assert!(served.shop().log().is_empty());
}

#[test]
fn a_hold_lands_although_a_field_of_the_answer_is_denied() {
    let served = Served::small();
    served.shop().access(|access| {
        access.scopes.remove("read_apps");
    });
    let order = served.order(unheld);
    let id = work(&served, &order)["fulfillmentOrders"]["nodes"][0]["id"].clone();
    let query = "mutation($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: {reason: OTHER}) { fulfillmentHold { id heldByApp { id } } userErrors { code } } }";

    let body = served.ask(query, json!({"id": id}));

    assert_eq!(code(&body), "ACCESS_DENIED");
    assert!(body["data"]["fulfillmentOrderHold"]["fulfillmentHold"]["id"].is_string());
    let ours = served.shop().look(|shop| {
        shop.orders()
            .iter()
            .flat_map(|o| &o.fulfilments)
            .flat_map(|f| &f.holds)
            .filter(|h| h.by == Author::App(App::Ours))
            .count()
    });
    assert!(ours > 0);
}
