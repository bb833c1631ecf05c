use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use super::shop::{Got, Served, code};
use crate::demo::{FaultRule, Trouble};

const CLOSE: &str =
    "mutation Close($id: ID!) { orderClose(input: {id: $id}) { order { closed } } }";

fn open_order(served: &Served) -> Value {
    json!({"id": served.order(|order| order.closed_at.is_none())})
}

fn close(served: &Served, order: &Value) -> Result<Got, reqwest::Error> {
    served.try_ask("2026-10", CLOSE, order.clone())
}

#[test]
fn a_connection_dropped_before_does_nothing_and_dropped_after_has_done_it() {
    let served = Served::small();
    let order = open_order(&served);

    served.shop().fault(FaultRule::once(Trouble::DropBefore).on_field("orderClose"));
    assert!(close(&served, &order).is_err());
    assert!(served.shop().log().is_empty());

    served.shop().fault(FaultRule::once(Trouble::DropAfter).on_operation("Close"));
    assert!(close(&served, &order).is_err());
    assert_eq!(served.shop().log().len(), 1);
    assert_eq!(served.shop().faults().iter().map(|rule| rule.fired).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn half_an_answer_and_no_json_come_after_the_side_effect() {
    let served = Served::small();

    served.shop().fault(FaultRule::once(Trouble::Truncated));
    assert!(close(&served, &open_order(&served)).is_err());
    served.shop().fault(FaultRule::once(Trouble::Malformed));
    let malformed = close(&served, &open_order(&served)).unwrap();

    served.shop().fault(FaultRule::once(Trouble::StatusAfter { code: 502 }));
    let broken = close(&served, &open_order(&served)).unwrap();

    assert_eq!((malformed.status, broken.status), (200, 502));
    assert!(malformed.body.is_string());
    assert_eq!(served.shop().log().len(), 3);
}

#[test]
fn refusals_at_the_door_do_nothing() {
    let served = Served::small();
    let order = open_order(&served);
    let met = |trouble: Trouble| {
        served.shop().fault(FaultRule::once(trouble));
        close(&served, &order).unwrap()
    };

    let many = met(Trouble::TooManyRequests { retry_after: 2 });
    let broken = met(Trouble::Status { code: 503 });
    let expired = met(Trouble::ExpiredToken);
    let moved = met(Trouble::Redirect { to: "http://127.0.0.2:9/x".into() });
    let slow_down = met(Trouble::Throttled);

    assert_eq!((many.status, many.headers["retry-after"].to_str().unwrap()), (429, "2.0"));
    assert_eq!((broken.status, expired.status), (503, 401));
    assert_eq!(
        (moved.status, moved.headers["location"].to_str().unwrap()),
        (307, "http://127.0.0.2:9/x")
    );
    assert_eq!(code(&slow_down.body), "THROTTLED");
    assert!(served.shop().log().is_empty());
}

#[test]
fn delays_drips_and_rubbish_take_their_time_and_size() {
    let served = Served::small();
    let order = open_order(&served);

    served.shop().fault(FaultRule::once(Trouble::Delay { ms: 80 }));
    let start = Instant::now();
    close(&served, &order).unwrap();
    assert!(start.elapsed() >= Duration::from_millis(80));

    served.shop().fault(FaultRule::once(Trouble::Drip { bytes: 100, ms: 5 }));
    let start = Instant::now();
    let dripped = close(&served, &order).unwrap();
    assert!(start.elapsed() >= Duration::from_millis(10));
    assert_eq!(dripped.body["data"]["orderClose"]["order"]["closed"], true);

    served.shop().fault(FaultRule::once(Trouble::Rubbish { mib: 2 }));
    let rubbish = close(&served, &order).unwrap();
    assert_eq!(rubbish.headers["content-length"], "2097152");
}

#[test]
fn an_error_beside_the_data_leaves_the_data_good() {
    let served = Served::small();
    served.shop().fault(FaultRule::once(Trouble::PartialError { field: "heldByApp".into() }));

    let body = close(&served, &open_order(&served)).unwrap().body;

    assert_eq!(code(&body), "ACCESS_DENIED");
    assert_eq!(body["data"]["orderClose"]["order"]["closed"], true);
    assert!(body["extensions"]["cost"].is_object());
}

#[test]
fn a_key_in_use_elsewhere_is_told_so() {
    let served = Served::small();
    let order = served.order(|o| {
        crate::demo::shop::books::net_payment(o).presentment > 500
            && o.currency.code() == "USD"
            && o.cancelled.is_none()
    });
    let query = "mutation($o: ID!) { refundCreate(input: {orderId: $o, shipping: {amount: 0}, refundLineItems: []}) @idempotent(key: \"same\") { userErrors { message } } }";
    served.shop().fault(FaultRule::once(Trouble::Delay { ms: 400 }).on_field("refundCreate"));
    let (url, token) = (
        format!("{}/admin/api/2026-10/graphql.json", served.shop().url()),
        served.shop().token().to_owned(),
    );
    let body = json!({"query": query, "variables": {"o": order}}).to_string();
    let first = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let request =
                reqwest::Client::new().post(url).header("X-Shopify-Access-Token", token).body(body);
            request.send().await.unwrap().text().await.unwrap()
        })
    });
    let ceiling = Instant::now() + Duration::from_secs(5);
    while served.shop().faults()[0].fired == 0 && Instant::now() < ceiling {
        std::thread::yield_now();
    }

    let second = served.data(query, json!({"o": order}));

    assert_eq!(
        second["refundCreate"]["userErrors"][0]["message"],
        "This request is currently in progress, please try again."
    );
    assert!(first.join().unwrap().contains("refundCreate"));
}

#[test]
fn faults_are_told_over_http_and_only_to_who_has_the_token() {
    let served = Served::small();
    let rule = json!({"kind": "mutation", "skip": 1, "times": 1, "do": {"status": {"code": 500}}})
        .to_string();
    let path = "/unhold-demo/faults";

    let stranger = served.http_as(Method::POST, path, rule.clone(), "guess").unwrap();
    let bad = served.http(Method::POST, path, "{\"do\": \"nonsense\"}".into()).unwrap();
    served.http(Method::POST, path, rule).unwrap();
    let order = open_order(&served);
    let statuses = [0; 3].map(|_| close(&served, &order).unwrap().status);
    let told = served.http(Method::GET, path, String::new()).unwrap().body;
    served.http(Method::DELETE, path, String::new()).unwrap();
    let log = served.http(Method::GET, "/unhold-demo/log", String::new()).unwrap().body;

    assert_eq!((stranger.status, bad.status), (401, 400));
    assert_eq!(statuses, [200, 500, 200]);
    assert_eq!(told[0]["fired"], 1);
    assert!(served.shop().faults().is_empty());
    assert_eq!(log[0]["what"], "orderClose");
}

#[test]
fn the_control_endpoints_change_quirks_access_and_throttle() {
    let served = Served::small();
    let post = |what: &str, body: Value| {
        served.http(Method::POST, &format!("/unhold-demo/{what}"), body.to_string()).unwrap()
    };

    assert_eq!(post("quirks", json!({"cancel_takes_ms": 7})).body["cancel_takes_ms"], 7);
    assert_eq!(post("quirks", json!({"nonsense": 7})).status, 400);
    assert!(
        !post("access", json!({"revoke": ["read_apps"]})).body["scopes"]
            .as_array()
            .unwrap()
            .contains(&json!("read_apps"))
    );
    assert_eq!(post("throttle", json!({"most": 50, "restore": 1})).status, 200);
    let cost = served.ask("{ shop { id } }", json!({}))["extensions"]["cost"].clone();
    assert_eq!(cost["throttleStatus"]["maximumAvailable"], 50);
    let number = served.shop().look(|shop| shop.orders()[0].number);
    assert_eq!(post("elsewhere", json!({"chargeback": {"order": number}})).status, 200);
    assert_eq!(
        served.data(
            "{ ordersCount(query: \"chargeback_status:needs_response\") { count } }",
            json!({})
        )["ordersCount"]["count"]
            .as_u64()
            .unwrap_or(0)
            .min(1),
        1
    );
    assert_eq!(post("elsewhere", json!({"ship": {"order": 1}})).status, 400);
}
