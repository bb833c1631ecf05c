use std::future::Future;

use serde_json::json;

use super::answers::{EVERY_SCOPE, context, line, order, page, short};
use super::server::{Reaction, Request, Server, ok};
use crate::domain::{
    Fulfilment, FulfilmentOrderState, HoldReason, Money, OrderId, Payment, PaymentDetails,
    Readable, RiskLevel, Timestamp,
};
use crate::stores::{Feed, Item, Store, Trouble};

pub(super) fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// A server that knows the shop and answers everything else by the script.
fn shop(script: impl Fn(&Request, usize) -> Reaction + Send + Sync + 'static) -> Server {
    shop_with(&EVERY_SCOPE, script)
}

fn shop_with(
    scopes: &'static [&'static str],
    script: impl Fn(&Request, usize) -> Reaction + Send + Sync + 'static,
) -> Server {
    Server::start(move |request, before| match request.operation().as_str() {
        "AppContext" => ok(context(scopes)),
        _ => script(request, before),
    })
}

fn id() -> OrderId {
    OrderId::new("7100000000001")
}

#[test]
fn the_shop_is_known_by_its_own_id_and_missing_permissions_are_told() {
    let server = Server::start(|_, _| {
        Reaction::SaysWith(
            200,
            "x-shopify-api-version: 2026-07",
            context(&["read_orders", "write_orders"]),
        )
    });

    let identity = run(server.store().identity()).unwrap();

    assert_eq!(identity.shop.as_str(), "shopify-5501");
    assert_eq!(identity.zone.name(), "America/New_York");
    assert_eq!(identity.reach_days, Some(60));
    assert!(identity.missing.iter().any(|why| why.contains("read_apps")), "{:?}", identity.missing);
    assert!(
        !identity.missing.iter().any(|why| why.contains("write_orders,")),
        "{:?}",
        identity.missing
    );
    assert!(identity.notices[0].contains("2026-07"), "{:?}", identity.notices);
    let request = &server.seen()[0];
    assert_eq!(request.path, "/admin/api/2026-10/graphql.json");
    assert!(request.head.contains("x-shopify-access-token: shpat_secret_token"));
}

#[test]
fn an_order_is_read_in_full() {
    let server = shop(|_, _| ok(json!({ "data": { "order": order() } }).to_string()));

    let order = run(server.store().order(&id())).unwrap().unwrap();

    assert_eq!(order.id.as_str(), "7100000000001");
    assert_eq!(order.risk.level(), RiskLevel::High);
    assert_eq!(order.risk.assessments[0].provider.raw(), "Shopify");
    assert_eq!((order.payment, order.fulfilment), (Payment::Paid, Fulfilment::Unfulfilled));
    assert_eq!(order.totals.total.charged.minor, 12_990);
    assert_eq!(order.customer.known().unwrap().orders, Some(1));
    assert_eq!(order.billing.known().unwrap().name.raw(), "Ann Example");
    assert_eq!(order.transactions[0].id.as_ref(), "31", "the oldest comes first");
    let PaymentDetails::Card(card) = &order.transactions[0].details else { panic!("it is a card") };
    assert_eq!(card.avs.as_ref().unwrap().raw(), "N");
    assert_eq!(order.timeline[0].text.raw(), "Ann placed this order");
    assert_eq!(order.gaps, Vec::<String>::new());
    let part = &order.fulfilment_orders[0];
    assert_eq!((part.id.as_ref(), part.state), ("41", FulfilmentOrderState::OnHold));
    assert!(part.holds[0].ours && !part.holds[1].ours);
    assert_eq!(part.holds[1].reason, HoldReason::FraudRisk);
    assert_eq!(part.holds[1].by.known().unwrap().raw(), "Fraud Scanner");
}

#[test]
fn a_telephone_number_that_looks_like_a_card_is_kept() {
    assert!(crate::domain::Clean::new("+45 5221 1234 5608").raw().contains("[card"));
    let server = shop(|_, _| {
        let mut order = order();
        order["phone"] = json!("+45 5221 1234 5608");
        ok(json!({ "data": { "order": order } }).to_string())
    });

    let order = run(server.store().order(&id())).unwrap().unwrap();

    assert_eq!(order.phone.known().unwrap().raw(), "+45 5221 1234 5608");
}

#[test]
fn an_order_that_is_not_there_is_none() {
    for answer in [
        r#"{"data":{"order":null}}"#,
        r#"{"data":{"order":null},"errors":[{"message":"invalid id","extensions":{"code":"RESOURCE_NOT_FOUND"}}]}"#,
    ] {
        let server = shop(move |_, _| ok(answer));

        assert_eq!(run(server.store().order(&id())).unwrap(), None);
    }
}

#[test]
fn values_that_shopify_adds_later_do_not_break_an_order() {
    let server = shop(|_, _| {
        let mut order = order();
        order["displayFinancialStatus"] = json!("NEW_ONE");
        order["displayFulfillmentStatus"] = json!("NEW_ONE");
        order["risk"]["assessments"][1]["riskLevel"] = json!("CRITICAL");
        order["fulfillmentOrders"]["nodes"][0]["fulfillmentHolds"][1]["reason"] =
            json!("NEW_REASON");
        order["transactions"][0]["paymentDetails"] =
            json!({ "__typename": "CryptoPaymentDetails" });
        ok(json!({ "data": { "order": order } }).to_string())
    });

    let order = run(server.store().order(&id())).unwrap().unwrap();

    assert_eq!((order.payment, order.fulfilment), (Payment::Unknown, Fulfilment::Unknown));
    assert_eq!(order.risk.level(), RiskLevel::Medium);
    assert_eq!(
        order.fulfilment_orders[0].holds[1].reason,
        HoldReason::Unlisted("NEW_REASON".into())
    );
    assert_eq!(order.transactions[1].details, PaymentDetails::Method("Crypto".into()));
}

#[test]
fn a_refused_field_says_so_in_its_place_and_leaves_the_rest() {
    let server = shop(|_, _| {
        let mut order = order();
        order["email"] = json!(null);
        order["billingAddress"]["address1"] = json!(null);
        order["fulfillmentOrders"]["nodes"][0]["fulfillmentHolds"][1]["heldByApp"] = json!(null);
        let denied = |path: serde_json::Value| {
            json!({ "message": "Access denied for a field. Required access: approval.", "path": path,
                "extensions": { "code": "ACCESS_DENIED" } })
        };
        ok(json!({ "data": { "order": order }, "errors": [
            denied(json!(["order", "email"])),
            denied(json!(["order", "billingAddress", "address1"])),
            denied(json!(["order", "fulfillmentOrders", "nodes", 0, "fulfillmentHolds", 1, "heldByApp"])),
            { "message": "Something else is hidden", "extensions": { "code": "ACCESS_DENIED" } },
        ] })
        .to_string())
    });

    let order = run(server.store().order(&id())).unwrap().unwrap();

    assert!(order.email.denied().unwrap().contains("Access denied"));
    assert!(order.billing.denied().is_some(), "a street that is hidden is not a blank street");
    assert!(order.shipping.known().is_some());
    assert!(order.fulfilment_orders[0].holds[1].by.denied().is_some());
    assert!(order.gaps.iter().any(|gap| gap.contains("Something else")), "{:?}", order.gaps);
    assert_eq!(order.phone.known().unwrap().raw(), "+4552211234");
}

#[test]
fn a_refusal_that_wipes_the_order_is_answered_by_asking_for_less() {
    let server = shop(|request, _| {
        if request.variable("protected") == &json!(true) {
            return ok(r#"{"data":{"order":null},"errors":[{"message":
                "This app is not approved to use the displayName field.","path":["order","customer","displayName"],
                "extensions":{"code":"ACCESS_DENIED"}}]}"#);
        }
        let mut order = order();
        for field in ["email", "phone"] {
            order.as_object_mut().unwrap().remove(field);
        }
        for part in ["firstName", "lastName", "address1", "address2", "zip", "phone"] {
            order["billingAddress"].as_object_mut().unwrap().remove(part);
        }
        ok(json!({ "data": { "order": order } }).to_string())
    });
    let store = server.store();

    let order = run(store.order(&id())).unwrap().unwrap();

    assert!(order.email.denied().is_some() && order.billing.denied().is_some());
    assert!(order.customer.known().unwrap().name.denied().is_some());
    assert_eq!(order.ip.known().unwrap().raw(), "203.0.113.9");
    run(store.order(&id())).unwrap();
    assert_eq!(server.of("OrderDetail").len(), 4, "one order's refusal does not blind the next");
}

#[test]
fn without_the_permission_for_fulfilment_orders_that_is_a_gap_and_not_an_order_without_holds() {
    let server = shop_with(&["read_orders"], |request, _| {
        assert_eq!(request.variable("parts"), &json!(false));
        let mut order = order();
        order.as_object_mut().unwrap().remove("fulfillmentOrders");
        ok(json!({ "data": { "order": order } }).to_string())
    });

    let order = run(server.store().order(&id())).unwrap().unwrap();

    assert!(order.gaps.iter().any(|gap| gap.starts_with("Fulfilment orders")), "{:?}", order.gaps);
    assert_eq!(order.holds_unread.as_ref(), order.gaps.last());
}

#[test]
fn a_refusal_of_one_orders_holds_leaves_the_next_orders_holds_readable() {
    let server = shop(|request, place| {
        if place == 0 {
            return ok(r#"{"data":{"order":null},"errors":[{"message":"Access denied.",
                "path":["order","fulfillmentOrders"],"extensions":{"code":"ACCESS_DENIED"}}]}"#);
        }
        let mut order = order();
        if request.variable("parts") == &json!(false) {
            order.as_object_mut().unwrap().remove("fulfillmentOrders");
        }
        ok(json!({ "data": { "order": order } }).to_string())
    });
    let store = server.store();

    let unread = run(store.order(&id())).unwrap().unwrap();
    let held = run(store.order(&id())).unwrap().unwrap();

    assert!(unread.holds_unread.is_some() && !unread.is_held());
    assert!(held.holds_unread.is_none() && held.is_held());
}

#[test]
fn longer_lists_are_read_to_their_end() {
    let server = shop(|request, _| match request.operation().as_str() {
        "LineItemsPage" => {
            let more = request.variable("after") == &json!("L1");
            let lines = page(&[line(if more { 62 } else { 63 }, 1)], more.then_some("L2"));
            ok(json!({ "data": { "order": { "lineItems": lines } } }).to_string())
        }
        _ => {
            let mut order = order();
            order["lineItems"]["pageInfo"] = json!({ "hasNextPage": true, "endCursor": "L1" });
            ok(json!({ "data": { "order": order } }).to_string())
        }
    });

    let order = run(server.store().order(&id())).unwrap().unwrap();

    let ids: Vec<&str> = order.items.iter().map(|item| item.id.as_ref()).collect();
    assert_eq!(ids, ["61", "62", "63"]);
}

#[test]
fn flagged_orders_come_held_first_then_risky_then_tagged() {
    let server = shop(|request, _| {
        match request.operation().as_str() {
        "HoldChanges" => ok(json!({ "data": { "fulfillmentOrders": page(&[
            json!({ "orderId": "gid://shopify/Order/7100000000001", "orderProcessedAt": "2026-11-20T09:00:00Z" }),
            json!({ "orderId": "gid://shopify/Order/7100000000001", "orderProcessedAt": "2026-11-20T09:00:00Z" }),
            json!({ "orderId": "gid://shopify/Order/1", "orderProcessedAt": "2020-01-01T00:00:00Z" }),
        ], None) } })
        .to_string()),
        "OrdersById" => ok(json!({ "data": { "nodes": [order()] } }).to_string()),
        _ => ok(json!({ "data": { "orders": page(&[order()], None) } }).to_string()),
    }
    });
    let store = server.store();
    let from = Timestamp::parse("2026-11-01T00:00:00Z").unwrap();
    let feed = Feed::Flagged { tags: vec!["fraud-review".to_owned()], from, since: None };

    let mut cursor = None;
    let mut brought = Vec::new();
    loop {
        let page = run(store.pull(&feed, cursor.as_ref())).unwrap();
        brought.push(page.items.len());
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }

    assert_eq!(brought, [1, 1, 1]);
    assert_eq!(
        server.of("OrdersById")[0].variable("ids"),
        &json!(["gid://shopify/Order/7100000000001"])
    );
    let searches: Vec<_> =
        server.of("OrdersDetail").iter().map(|r| r.variable("query").clone()).collect();
    assert_eq!(
        searches[0],
        "(risk_level:high OR risk_level:medium) processed_at:>='2026-11-01T00:00:00Z'"
    );
    assert_eq!(searches[1], "(tag:\"fraud-review\") processed_at:>='2026-11-01T00:00:00Z'");
}

#[test]
fn a_page_that_is_too_dear_is_halved() {
    let server = shop(|request, _| match request.operation().as_str() {
        "HoldChanges" => {
            ok(json!({ "data": { "fulfillmentOrders": page(&[], None) } }).to_string())
        }
        _ if request.variable("first").as_u64().unwrap() > 3 => ok(
            r#"{"errors":[{"message":"Query cost is 1200","extensions":{"code":"MAX_COST_EXCEEDED"}}]}"#,
        ),
        _ => ok(json!({ "data": { "orders": page(&[order()], None) } }).to_string()),
    });
    let store = server.store();
    let feed = Feed::Flagged { tags: vec![], from: Timestamp::from_millis(0), since: None };

    let held = run(store.pull(&feed, None)).unwrap();
    let risky = run(store.pull(&feed, held.next.as_ref())).unwrap();

    assert_eq!((held.items.len(), risky.items.len()), (0, 1));
    let sizes: Vec<_> =
        server.of("OrdersDetail").iter().map(|r| r.variable("first").as_u64().unwrap()).collect();
    assert_eq!(sizes, [10, 5, 2]);
}

#[test]
fn the_window_comes_in_short_form_with_its_count() {
    let server = shop(|request, _| {
        let first = request.variable("after").is_null();
        let mut data =
            json!({ "orders": page(&[short(if first { 1 } else { 2 })], first.then_some("P1")) });
        if request.variable("count") == &json!(true) {
            data["ordersCount"] = json!({ "count": 2 });
        }
        ok(json!({ "data": data }).to_string())
    });
    let store = server.store();
    let feed = Feed::Window { from: Timestamp::from_millis(0), since: None };

    let first = run(store.pull(&feed, None)).unwrap();
    let second = run(store.pull(&feed, first.next.as_ref())).unwrap();

    assert_eq!((first.total, second.total), (Some(2), None));
    assert_eq!(second.next, None);
    let Item::Short(order) = &second.items[0] else { panic!("it is short") };
    assert_eq!((order.id.as_str(), order.pieces), ("2", 2));
    assert_eq!((order.payment, order.risk), (Payment::Unknown, RiskLevel::Pending));
    assert_eq!((&order.billing, &order.phone), (&Readable::Absent, &Readable::Absent));
}

#[test]
fn an_order_that_cannot_be_read_does_not_stop_its_page() {
    let server = shop(|_, _| {
        let mut odd = short(1);
        odd["currentTotalPriceSet"]["shopMoney"]["amount"] = json!("12.345");
        ok(json!({ "data": { "orders": page(&[odd, short(2)], None) } }).to_string())
    });
    let feed = Feed::Window { from: Timestamp::from_millis(0), since: None };

    let page = run(server.store().pull(&feed, None)).unwrap();

    assert!(matches!(&page.items[0], Item::Changed(id) if id.as_str() == "1"));
    assert!(matches!(&page.items[1], Item::Short(_)));
}

#[test]
fn a_search_filter_that_was_ignored_is_a_fault() {
    let server = shop(|_, _| {
        ok(json!({ "data": { "orders": page(&[short(1)], None) }, "extensions": { "search": [{ "path": ["orders"],
            "query": "x", "warnings": [{ "field": "risk_level", "message": "Invalid search field",
            "code": "invalid_field" }] }] } })
        .to_string())
    });
    let feed = Feed::Window { from: Timestamp::from_millis(0), since: None };

    let fault = run(server.store().pull(&feed, None)).unwrap_err();

    assert_eq!(fault.trouble, Trouble::Refused);
    assert!(fault.message.contains("risk_level"), "{fault}");
}

#[test]
fn an_order_is_found_by_its_exact_name_first() {
    let named =
        |name: &str, id: u32| json!({ "id": format!("gid://shopify/Order/{id}"), "name": name });
    let nodes = json!([named("#2047", 1), named("DML-2047", 2), named("#12047", 3)]);
    let server =
        shop(move |_, _| ok(json!({ "data": { "orders": { "nodes": nodes } } }).to_string()));
    let store = server.store();

    assert_eq!(run(store.find("#2047")).unwrap(), [OrderId::new("1")]);
    assert_eq!(run(store.find("DML-2047")).unwrap(), [OrderId::new("2")]);
    assert_eq!(run(store.find("047")).unwrap(), []);
    assert_eq!(server.of("FindOrders")[0].variable("query"), "name:\"2047\"");
}

#[test]
fn a_quote_names_payments_goods_and_the_most_that_can_go_back() {
    let server = shop(|request, _| match request.operation().as_str() {
        "OrderDetail" => ok(json!({ "data": { "order": order() } }).to_string()),
        _ => {
            let amount =
                json!({ "presentmentMoney": { "amount": "129.90", "currencyCode": "USD" } });
            ok(json!({ "data": { "order": { "suggestedRefund": {
                "maximumRefundableSet": amount,
                "refundLineItems": [{ "lineItem": { "id": "gid://shopify/LineItem/61" }, "quantity": 3, "location": null }],
                "suggestedTransactions": [{ "gateway": "shopify_payments", "amountSet": amount,
                    "parentTransaction": { "id": "gid://shopify/OrderTransaction/32" } }],
            } } } })
            .to_string())
        }
    });
    let store = server.store();
    let order = run(store.order(&id())).unwrap().unwrap();

    let quote = run(store.refund_quote(&order)).unwrap();

    assert_eq!(quote.most, Money::parse("129.90", crate::domain::Currency::USD).unwrap());
    assert_eq!((&*quote.parts[0].parent, quote.parts[0].gateway.raw()), ("32", "shopify_payments"));
    assert_eq!((&*quote.lines[0].item, quote.lines[0].quantity), ("61", 3));
}
