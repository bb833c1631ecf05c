use serde_json::{Value, json};

use super::shop::{Served, code};
use crate::demo::Throttle;
use crate::demo::shop::RiskLevel;
use crate::demo::shop::books::risk_level;

#[test]
fn a_field_asked_for_comes_and_no_other() {
    let served = Served::small();

    let data = served.data("{ orders(first: 2) { edges { node { id what: name } } } }", json!({}));

    let node = &data["orders"]["edges"][0]["node"];
    assert_eq!(node.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "what"]);
    assert!(node["what"].as_str().unwrap().starts_with('#'));
    assert!(data["orders"].get("pageInfo").is_none());
}

#[test]
fn fragments_aliases_conditions_and_typenames_work_together() {
    let served = Served::small();
    let id = served.order(|order| order.customer.is_some());
    let query = "query Q($id: ID!, $with: Boolean!) {
        node(id: $id) {
            __typename
            ... on Order { ...Part a: tags @skip(if: $with) b: tags @include(if: $with) risk { recommendation } }
            ... on Customer { displayName }
        }
    }
    fragment Part on Order { name risk { assessments { riskLevel provider { title } facts { sentiment } } } }";

    let data = served.data(query, json!({"id": id, "with": true}));

    let node = &data["node"];
    assert_eq!(node["__typename"], "Order");
    assert!(node.get("a").is_none() && node["b"].is_array());
    assert!(node["risk"]["recommendation"].is_string() && node["risk"]["assessments"].is_array());
    assert!(node.get("displayName").is_none());
}

#[test]
fn every_page_of_a_list_comes_once_in_either_direction() {
    let served = Served::small();
    let forward = "query($after: String) { orders(first: 17, after: $after, sortKey: UPDATED_AT, reverse: true) {
        nodes { id updatedAt } pageInfo { hasNextPage endCursor } } }";
    let backward = "query($before: String) { orders(last: 17, before: $before, sortKey: UPDATED_AT, reverse: true) {
        nodes { id updatedAt } pageInfo { hasPreviousPage startCursor } } }";

    let ahead = walked(&served, forward, ("after", "hasNextPage", "endCursor"), Vec::extend);
    let back =
        walked(&served, backward, ("before", "hasPreviousPage", "startCursor"), |all, page| {
            all.splice(0..0, page);
        });

    assert_eq!(ahead.len(), 120);
    assert_eq!(ahead, back);
    assert!(
        ahead.windows(2).all(|pair| pair[0]["updatedAt"].as_str() >= pair[1]["updatedAt"].as_str())
    );
}

fn walked(
    served: &Served,
    query: &str,
    names: (&str, &str, &str),
    join: fn(&mut Vec<Value>, Vec<Value>),
) -> Vec<Value> {
    let (variable, more, cursor) = names;
    let mut all = Vec::new();
    let mut at = Value::Null;
    loop {
        let page = served.data(query, json!({variable: at}))["orders"].clone();
        join(&mut all, page["nodes"].as_array().unwrap().clone());
        if page["pageInfo"][more] == false {
            return all;
        }
        at = page["pageInfo"][cursor].clone();
    }
}

#[test]
fn a_cursor_of_another_sort_and_a_page_too_large_are_refused() {
    let served = Served::small();
    let cursor = served.data("{ orders(first: 1) { pageInfo { endCursor } } }", json!({}))["orders"]["pageInfo"]["endCursor"].clone();

    let other = served.ask(
        "query($c: String) { orders(first: 1, after: $c, sortKey: ID) { nodes { id } } }",
        json!({"c": cursor}),
    );
    let large = served.ask("{ orders(first: 251) { nodes { id } } }", json!({}));
    let none = served.ask("{ orders { nodes { id } } }", json!({}));

    for body in [other, large, none] {
        assert_eq!(code(&body), "BAD_REQUEST", "{body}");
        assert_eq!(body["data"], Value::Null);
    }
}

#[test]
fn searches_find_what_the_shop_holds() {
    let served = Served::small();
    let held = "{ c: ordersCount(query: \"fulfillment_status:on_hold\") { count precision } }";
    let flagged = "{ c: ordersCount(query: \"(risk_level:high OR risk_level:medium) AND processed_at:>='2020-01-01'\") { count } }";
    let neither = "{ c: ordersCount(query: \"-risk_level:high NOT risk_level:medium\") { count } }";
    let count = |query: &str| served.data(query, json!({}))["c"]["count"].as_u64().unwrap();
    let risky = served.shop().look(|shop| {
        shop.orders()
            .iter()
            .filter(|o| matches!(risk_level(o), RiskLevel::High | RiskLevel::Medium))
            .count()
    }) as u64;

    assert!(count(held) > 0);
    assert_eq!(count(flagged), risky);
    assert_eq!(count(neither), 120 - risky);
    assert_eq!(
        served.data("{ c: ordersCount(limit: 5) { count precision } }", json!({}))["c"],
        json!({"count": 5, "precision": "AT_LEAST"})
    );
}

#[test]
fn searches_by_name_number_email_and_text_find_their_order() {
    let served = Served::small();
    let (id, number, email, street) = served.shop().look(|shop| {
        let order =
            shop.orders().iter().find(|o| o.email.is_some() && o.shipping.is_some()).unwrap();
        let street = order.shipping.as_ref().unwrap().address1.to_string();
        (order.id, order.number, order.email.clone().unwrap().to_string(), street)
    });
    let gid = format!("gid://shopify/Order/{id}");

    for query in [
        format!("id:{id}"),
        format!("name:{number}"),
        format!("name:#{number}"),
        format!("email:\"{email}\""),
        format!("\"{street}\""),
    ] {
        let data = served.data(
            "query($q: String) { orders(first: 50, query: $q) { nodes { id } } }",
            json!({"q": query}),
        );
        let nodes = data["orders"]["nodes"].as_array().unwrap().clone();
        assert!(nodes.iter().any(|node| node["id"] == gid.as_str()), "{query}");
        assert!(nodes.len() < 30, "{query} finds {}", nodes.len());
    }
}

#[test]
fn free_text_finds_a_phone_however_it_is_written_unless_the_quirk_forbids() {
    let served = Served::small();
    let (id, phone) = served.shop().look(|shop| {
        let order = shop.orders().iter().find(|order| order.phone.is_some()).unwrap();
        (order.id, order.phone.clone().unwrap().to_string())
    });
    let spaced: String = phone.chars().flat_map(|c| [c, ' ']).collect();
    let found = || {
        let query = "query($q: String) { orders(first: 250, query: $q) { nodes { id } } }";
        let data = served.data(query, json!({"q": format!("\"{spaced}\"")}));
        let nodes = data["orders"]["nodes"].as_array().unwrap();
        nodes.contains(&json!({"id": format!("gid://shopify/Order/{id}")}))
    };

    assert!(found());
    served.shop().quirks(|quirks| quirks.free_text = crate::demo::FreeText::NamesAndEmail);
    assert!(!found());
}

#[test]
fn an_unknown_filter_matches_everything_and_only_warns() {
    let served = Served::small();

    let body = served
        .ask("{ orders(first: 250, query: \"NOT colour:blue\") { nodes { id } } }", json!({}));

    assert_eq!(body["data"]["orders"]["nodes"].as_array().unwrap().len(), 120);
    let search = &body["extensions"]["search"][0];
    assert_eq!(search["path"], json!(["orders"]));
    assert_eq!(search["warnings"][0]["code"], "invalid_field");
    assert_eq!(search["warnings"][0]["field"], "colour");
}

#[test]
fn the_search_index_lags_and_reading_by_id_does_not() {
    let served = Served::small();
    served.shop().quirks(|quirks| quirks.index_lag_ms = 5000);
    let id = served.order(|order| order.cancelled.is_none());
    served.data(
        "mutation($id: ID!) { tagsAdd(id: $id, tags: \"zebra\") { node { id } } }",
        json!({"id": id}),
    );
    let found = || {
        served.data(
            "{ orders(first: 5, query: \"tag:zebra\") { nodes { id } } }",
            json!({}),
        )["orders"]["nodes"]
            .as_array()
            .unwrap()
            .len()
    };

    let at_once = served.data("query($id: ID!) { order(id: $id) { tags } }", json!({"id": id}));

    assert!(at_once["order"]["tags"].as_array().unwrap().contains(&json!("zebra")));
    assert_eq!(found(), 0);
    served.pass(5001);
    assert_eq!(found(), 1);
}

#[test]
fn a_refused_field_becomes_null_or_takes_what_is_around_it_along() {
    let served = Served::small();
    served.shop().access(|access| {
        access.scopes.remove("read_apps");
        access.protected = crate::demo::Protected::NoIdentity;
    });
    let id = served.order(|order| {
        order.customer.is_some() && order.fulfilments.iter().any(|f| !f.holds.is_empty())
    });
    let query = "query($id: ID!) { order(id: $id) { name email customer { id displayName }
        fulfillmentOrders(first: 1) { nodes { fulfillmentHolds { id heldByApp { title } } } } } }";

    let body = served.ask(query, json!({"id": id}));

    let order = &body["data"]["order"];
    assert!(order["name"].is_string());
    assert_eq!(order["email"], Value::Null);
    assert_eq!(order["customer"], Value::Null, "displayName may not be null, so the null climbs");
    let hold = &order["fulfillmentOrders"]["nodes"][0]["fulfillmentHolds"][0];
    assert!(hold["id"].is_string() && hold["heldByApp"].is_null());
    let errors = body["errors"].as_array().unwrap();
    assert!(errors.iter().all(|e| e["extensions"]["code"] == "ACCESS_DENIED"));
    let apps = errors.iter().find(|e| e["extensions"]["requiredAccess"].is_string()).unwrap();
    assert_eq!(
        apps["path"],
        json!(["order", "fulfillmentOrders", "nodes", 0, "fulfillmentHolds", 0, "heldByApp"])
    );
}

#[test]
fn a_null_that_nothing_stops_wipes_the_data() {
    let served = Served::small();
    served.shop().access(|access| {
        access.scopes.remove("read_orders");
    });

    let body = served.ask("{ shop { name } orders(first: 1) { nodes { id } } }", json!({}));

    assert_eq!(body["data"], Value::Null);
    assert_eq!(code(&body), "ACCESS_DENIED");
}

#[test]
fn customers_are_found_by_identifier_and_search() {
    let served = Served::small();
    let (id, email) = served.shop().look(|shop| {
        let customer = shop.customers().iter().find(|c| c.email.is_some()).unwrap();
        (customer.id, customer.email.clone().unwrap().to_string())
    });
    let gid = format!("gid://shopify/Customer/{id}");

    let exact = served.data(
        "query($e: String) { customerByIdentifier(identifier: {emailAddress: $e}) { id numberOfOrders orders(first: 3) { nodes { id } } } }",
        json!({"e": email}),
    );
    let found = served.data(
        "query($q: String) { customers(first: 5, query: $q) { nodes { id defaultEmailAddress { emailAddress } } } }",
        json!({"q": format!("email:\"{email}\"")}),
    );

    assert_eq!(exact["customerByIdentifier"]["id"], gid);
    assert!(exact["customerByIdentifier"]["numberOfOrders"].is_string(), "a 64-bit number is text");
    assert_eq!(found["customers"]["nodes"][0]["id"], gid);
}

#[test]
fn held_fulfilment_orders_are_listed_with_their_filters() {
    let served = Served::small();

    let held = served.data(
        "{ manualHoldsFulfillmentOrders(first: 100) { nodes { status orderName } } }",
        json!({}),
    );
    let high = served.data("{ manualHoldsFulfillmentOrders(first: 100, query: \"order_risk_level:high\") { nodes { order { riskLevel } } } }", json!({}));
    let open = served.data("{ fulfillmentOrders(first: 100, query: \"status:on_hold\", sortKey: UPDATED_AT) { nodes { status updatedAt } } }", json!({}));

    assert!(
        held["manualHoldsFulfillmentOrders"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .all(|n| n["status"] == "ON_HOLD")
    );
    let high = high["manualHoldsFulfillmentOrders"]["nodes"].as_array().unwrap().clone();
    assert!(!high.is_empty() && high.iter().all(|n| n["order"]["riskLevel"] == "HIGH"));
    assert_eq!(
        open["fulfillmentOrders"]["nodes"].as_array().unwrap().len(),
        held["manualHoldsFulfillmentOrders"]["nodes"].as_array().unwrap().len()
    );
}

#[test]
fn requests_cost_and_too_many_of_them_wait() {
    let served =
        Served::with(|options| options.throttle = Throttle::Bucket { most: 100, restore: 10 });
    let query = "{ orders(first: 250) { nodes { id customer { id } risk { recommendation } } } }";

    let first = served.ask(query, json!({}));
    let second = loop {
        let body = served.ask(query, json!({}));
        if body.get("data").is_none() {
            break body;
        }
    };
    served.pass(60_000);
    let third = served.ask(query, json!({}));

    let cost = &first["extensions"]["cost"];
    assert_eq!(cost["requestedQueryCost"], 36);
    assert_eq!(cost["throttleStatus"]["maximumAvailable"], 100);
    assert_eq!(code(&second), "THROTTLED");
    assert_eq!(second["extensions"]["cost"]["actualQueryCost"], Value::Null);
    assert!(third["data"].is_object());
}

#[test]
fn a_request_dearer_than_the_limit_is_refused_on_any_plan() {
    let served = Served::small();
    let query = "{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { id product { id } variant { id } originalTotalSet { shopMoney { amount } } discountedTotalSet { shopMoney { amount } } } } } } }";

    let body = served.ask(query, json!({}));

    assert_eq!(code(&body), "MAX_COST_EXCEEDED", "{body}");
}

#[test]
fn a_bulk_export_comes_as_lines_with_parents() {
    let served = Served::small();
    let inner = "{ orders(query: \"risk_level:high\") { edges { node { id name lineItems { edges { node { id sku } } } } } } }";
    let run = "mutation($q: String!) { bulkOperationRunQuery(query: $q) { bulkOperation { id status } userErrors { code message } } }";

    let started = served.data(run, json!({"q": inner}));
    let id = started["bulkOperationRunQuery"]["bulkOperation"]["id"].clone();
    let done = served.data(
        "query($id: ID!) { bulkOperation(id: $id) { status url objectCount rootObjectCount } }",
        json!({"id": id}),
    );
    let url = done["bulkOperation"]["url"].as_str().unwrap().to_owned();
    let path = url.strip_prefix(&served.shop().url()).unwrap();
    let lines = served.http_as(reqwest::Method::GET, path, String::new(), "").unwrap();

    assert_eq!(done["bulkOperation"]["status"], "COMPLETED");
    let text = lines.body.as_str().unwrap().to_owned();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(done["bulkOperation"]["objectCount"], lines.len().to_string());
    let (children, roots): (Vec<_>, Vec<_>) =
        lines.iter().partition(|line| line.get("__parentId").is_some());
    assert_eq!(done["bulkOperation"]["rootObjectCount"], roots.len().to_string());
    assert!(
        children.iter().all(|child| roots.iter().any(|root| root["id"] == child["__parentId"]))
    );
    let bad = served.data(run, json!({"q": "{ shop { name } }"}));
    assert_eq!(bad["bulkOperationRunQuery"]["userErrors"][0]["code"], "INVALID");
}

#[test]
fn the_shop_tells_who_it_is_and_what_was_granted() {
    let served = Served::small();

    let data = served.data("{ shop { name currencyCode ianaTimezone } currentAppInstallation { accessScopes { handle } } publicApiVersions { handle supported } }", json!({}));

    assert_eq!(data["shop"]["currencyCode"], "USD");
    let scopes = data["currentAppInstallation"]["accessScopes"].as_array().unwrap();
    assert!(
        scopes.contains(&json!({"handle": "write_orders"}))
            && !scopes.contains(&json!({"handle": "read_users"}))
    );
    assert!(
        data["publicApiVersions"]
            .as_array()
            .unwrap()
            .contains(&json!({"handle": "2026-10", "supported": true}))
    );
}
