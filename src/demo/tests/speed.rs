use std::time::Instant;

use serde_json::json;

use super::shop::Served;
use crate::demo::Throttle;

/// A page as a sync in short form asks for it.
const PAGE: &str = "query Short($after: String) { orders(first: 250, after: $after, sortKey: PROCESSED_AT, query: \"processed_at:>='2026-01-01'\") {
    nodes { id name createdAt processedAt updatedAt closed cancelledAt test tags email phone clientIp sourceName
        displayFinancialStatus displayFulfillmentStatus discountCodes currencyCode presentmentCurrencyCode
        currentTotalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
        customer { id displayName numberOfOrders }
        risk { recommendation assessments { riskLevel provider { id } } }
        billingAddress { firstName lastName company address1 address2 city provinceCode zip countryCodeV2 phone }
        shippingAddress { firstName lastName company address1 address2 city provinceCode zip countryCodeV2 phone }
        lineItems(first: 10) { nodes { id sku title quantity currentQuantity } } }
    pageInfo { hasNextPage endCursor } } }";

/// Run with `cargo test --release --lib -- --ignored --nocapture demo::tests::speed`.
#[test]
#[ignore = "a measurement, for release builds"]
fn orders_a_second() {
    let served = Served::with(|options| {
        options.throttle = Throttle::Off;
        options.orders = 20_000;
    });
    for pass in 0..3 {
        let mut after = serde_json::Value::Null;
        let (mut orders, mut pages) = (0, 0);
        let start = Instant::now();
        loop {
            let body = served.raw(PAGE, json!({"after": after}));
            orders += 250;
            pages += 1;
            let at = body.rfind("\"endCursor\":\"").unwrap() + 13;
            let more = body.contains("\"hasNextPage\":true");
            after = json!(body[at..].split('"').next().unwrap());
            if !more {
                break;
            }
        }
        let took = start.elapsed();
        eprintln!(
            "pass {pass}: {pages} pages in {took:?}: {:.2} ms a page, {:.0} orders/s",
            took.as_secs_f64() * 1000.0 / f64::from(pages),
            f64::from(orders) / took.as_secs_f64()
        );
    }
}

/// Run as above; the time counts in debug builds too, as tests start many of these.
#[test]
#[ignore = "a measurement"]
fn time_to_the_first_answer_of_a_small_shop() {
    for _ in 0..5 {
        let start = Instant::now();
        let served = Served::with(|options| options.orders = 60);
        let up = start.elapsed();
        served.data("{ orders(first: 1) { nodes { id } } }", json!({}));
        eprintln!("serving after {up:?}, first answer after {:?}", start.elapsed());
    }
}

#[test]
fn a_page_in_short_form_costs_little_enough_to_be_asked_for() {
    let served = Served::small();

    let body = served.ask(PAGE, json!({}));

    assert_eq!(body["data"]["orders"]["nodes"].as_array().unwrap().len(), 120);
    assert!(body["extensions"]["cost"]["requestedQueryCost"].as_u64().unwrap() < 1000);
}
