//! Answers in Shopify's shapes, with invented values.

use serde_json::{Value, json};

pub(super) const EVERY_SCOPE: [&str; 9] = [
    "read_orders",
    "write_orders",
    "read_all_orders",
    "read_merchant_managed_fulfillment_orders",
    "write_merchant_managed_fulfillment_orders",
    "read_customers",
    "read_apps",
    "read_locations",
    "read_products",
];

/// Who the shop is.
pub(super) fn context(scopes: &[&str]) -> String {
    let scopes: Vec<Value> = scopes.iter().map(|scope| json!({ "handle": scope })).collect();
    json!({ "data": {
        "shop": { "id": "gid://shopify/Shop/5501", "name": "Vitamins", "currencyCode": "USD",
            "ianaTimezone": "America/New_York" },
        "currentAppInstallation": { "app": { "title": "Review Desk" }, "accessScopes": scopes },
    }})
    .to_string()
}

fn amounts(amount: &str) -> Value {
    json!({
        "shopMoney": { "amount": amount, "currencyCode": "USD" },
        "presentmentMoney": { "amount": amount, "currencyCode": "USD" },
    })
}

fn address(name: &str) -> Value {
    json!({
        "firstName": name, "lastName": "Example", "company": null, "address1": "1 Main St", "address2": null,
        "city": "Buffalo", "province": "New York", "provinceCode": "NY", "zip": "14201",
        "country": "United States", "countryCodeV2": "US", "phone": "+4552211234",
    })
}

/// One order with a hold of ours and one of the filter app, paid by card.
pub(super) fn order() -> Value {
    let mut order = json!({
        "id": "gid://shopify/Order/7100000000001", "name": "#2047",
        "processedAt": "2026-11-20T09:00:00Z", "updatedAt": "2026-11-20T09:05:00Z",
        "closedAt": "2026-11-20T09:01:00Z", "cancelledAt": null, "cancelReason": null, "cancellation": null,
        "tags": ["vip"], "note": "first line", "customAttributes": [{ "key": "gift", "value": null }],
        "email": "ann@example.org", "phone": "+4552211234", "clientIp": "203.0.113.9", "sourceName": "web",
        "displayFinancialStatus": "PAID", "displayFulfillmentStatus": "ON_HOLD", "discountCodes": ["SPRING"],
        "currentTotalPriceSet": amounts("129.9"), "totalReceivedSet": amounts("129.9"),
        "totalRefundedSet": amounts("0.0"), "totalCapturableSet": amounts("0.0"),
        "billingAddress": address("Ann"), "shippingAddress": address("Bob"),
    });
    let more = json!({
        "risk": { "recommendation": "INVESTIGATE", "assessments": [
            { "riskLevel": "MEDIUM", "provider": null, "facts": [
                { "description": "Billing and shipping differ", "sentiment": "NEGATIVE" }] },
            { "riskLevel": "HIGH", "provider": { "title": "Fraud Scanner" }, "facts": [] }] },
        "disputes": [],
        "transactions": [
            { "id": "gid://shopify/OrderTransaction/32", "kind": "CAPTURE", "status": "SUCCESS", "errorCode": null,
              "gateway": "shopify_payments", "processedAt": "2026-11-20T09:00:02Z", "authorizationExpiresAt": null,
              "amountSet": amounts("129.9"), "parentTransaction": { "id": "gid://shopify/OrderTransaction/31" },
              "paymentDetails": null },
            { "id": "gid://shopify/OrderTransaction/31", "kind": "AUTHORIZATION", "status": "SUCCESS", "errorCode": null,
              "gateway": "shopify_payments", "processedAt": "2026-11-20T09:00:01Z", "authorizationExpiresAt": null,
              "amountSet": amounts("129.9"), "parentTransaction": null,
              "paymentDetails": { "__typename": "CardPaymentDetails", "paymentMethodName": "card",
                "avsResultCode": "N", "cvvResultCode": "M", "bin": "424242", "company": "Visa",
                "number": "•••• 4242", "name": "Ann Example", "expirationMonth": 4, "expirationYear": 2030,
                "wallet": null } }],
        "refunds": [],
    });
    let rest = json!({
        "customer": { "id": "gid://shopify/Customer/77", "firstName": "Ann", "lastName": "Example",
            "createdAt": "2026-11-20T09:00:00Z", "numberOfOrders": "1",
            "amountSpent": { "amount": "129.9", "currencyCode": "USD" }, "verifiedEmail": true,
            "note": null, "tags": [] },
        "fulfillmentOrders": { "nodes": [
            { "id": "gid://shopify/FulfillmentOrder/41", "status": "ON_HOLD",
              "supportedActions": [{ "action": "RELEASE_HOLD" }, { "action": "HOLD" }],
              "assignedLocation": { "name": "Warehouse" },
              "fulfillmentHolds": [
                { "id": "gid://shopify/FulfillmentHold/51", "handle": "unhold-00000000000040008000000000000007",
                  "reason": "OTHER", "displayReason": "Other", "reasonNotes": "SE", "heldByRequestingApp": true,
                  "heldByApp": { "title": "Review Desk" } },
                { "id": "gid://shopify/FulfillmentHold/52", "handle": "", "reason": "HIGH_RISK_OF_FRAUD",
                  "displayReason": "High risk of fraud", "reasonNotes": null, "heldByRequestingApp": false,
                  "heldByApp": { "title": "Fraud Scanner" } }] }],
            "pageInfo": { "hasNextPage": false, "endCursor": null } },
        "lineItems": { "nodes": [line(61, 3)], "pageInfo": { "hasNextPage": false, "endCursor": "x" } },
        "events": { "nodes": [{ "__typename": "BasicEvent", "createdAt": "2026-11-20T09:00:00Z",
            "message": "Ann placed <a href=\"x\">this order</a>", "appTitle": null, "author": "Online Store" }] },
    });
    for part in [more, rest] {
        order.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
    }
    order
}

pub(super) fn line(id: u32, quantity: u32) -> Value {
    let amount = json!({ "shopMoney": { "amount": "43.30", "currencyCode": "USD" } });
    json!({
        "id": format!("gid://shopify/LineItem/{id}"), "title": "B12", "variantTitle": "90", "sku": "B12-90",
        "quantity": quantity, "refundableQuantity": quantity, "unfulfilledQuantity": quantity,
        "originalUnitPriceSet": amount, "discountedTotalSet": amount,
    })
}

/// The short form of an order.
pub(super) fn short(id: u32) -> Value {
    json!({
        "id": format!("gid://shopify/Order/{id}"), "name": format!("#{id}"),
        "processedAt": "2026-11-20T09:00:00Z", "updatedAt": "2026-11-20T09:05:00Z", "closedAt": null,
        "cancelledAt": null, "email": "ann@example.org", "phone": null, "clientIp": null,
        "billingAddress": null, "shippingAddress": address("Bob"), "customer": null,
        "currentTotalPriceSet": amounts("10.0"), "subtotalLineItemsQuantity": 2, "discountCodes": [], "tags": [],
        "displayFinancialStatus": "SOMETHING_NEW", "displayFulfillmentStatus": "UNFULFILLED",
        "risk": { "assessments": [{ "riskLevel": "PENDING" }, { "riskLevel": "NONE" }] },
    })
}

/// A page of orders.
pub(super) fn page(nodes: &[Value], next: Option<&str>) -> Value {
    json!({ "nodes": nodes, "pageInfo": { "hasNextPage": next.is_some(), "endCursor": next } })
}

/// What Shopify says when the bucket is empty (`apis/shopify.md`, section 11).
pub(super) const THROTTLED: &str = r#"{"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],
 "extensions":{"cost":{"requestedQueryCost":81,"actualQueryCost":null,
 "throttleStatus":{"maximumAvailable":2000,"currentlyAvailable":80.5,"restoreRate":100}}}}"#;

/// One user error.
pub(super) fn refused(mutation: &str, errors: &str, code: Option<&str>, message: &str) -> String {
    let mut error = json!({ "field": ["id"], "message": message });
    if let Some(code) = code {
        error["code"] = json!(code);
    }
    json!({ "data": { mutation: { errors: [error] } } }).to_string()
}
