//! A served shop for tests, and how they ask it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::demo::shop::Order;
use crate::demo::{Options, Quirks, Running, Throttle, serve};

/// A shop that is served for one test, with a clock that the test moves.
pub(super) struct Served {
    pub(super) running: Option<Running>,
    pub(super) folder: TempDir,
    pub(super) clock: Arc<AtomicI64>,
    client: reqwest::Client,
    runtime: tokio::runtime::Runtime,
}

/// An HTTP answer.
pub(super) struct Got {
    pub(super) status: u16,
    pub(super) headers: reqwest::header::HeaderMap,
    pub(super) body: Value,
}

const START: i64 = 1_795_000_000_000;

impl Served {
    /// A small shop, no throttle, cancellations done at once.
    pub(super) fn small() -> Self {
        Self::with(|options| {
            options.throttle = Throttle::Off;
            options.quirks = Quirks { cancel_takes_ms: 0, bulk_takes_ms: 0, ..Quirks::default() };
        })
    }

    pub(super) fn with(change: impl FnOnce(&mut Options)) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(START));
        let client =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut served = Self { running: None, folder, clock, client, runtime };
        let mut options = served.options();
        change(&mut options);
        served.running = Some(serve(options).unwrap());
        served
    }

    pub(super) fn options(&self) -> Options {
        let clock = Arc::clone(&self.clock);
        let now =
            move || DateTime::<Utc>::from_timestamp_millis(clock.load(Ordering::SeqCst)).unwrap();
        Options {
            orders: 120,
            seed: 7,
            clock: Arc::new(now),
            ..Options::new(self.folder.path().join("shop"))
        }
    }

    /// Ends the server and starts another on the same folder.
    pub(super) fn restart(&mut self, quirks: Quirks) {
        self.running.take().unwrap().stop();
        let options = Options { throttle: Throttle::Off, quirks, ..self.options() };
        self.running = Some(serve(options).unwrap());
    }

    pub(super) fn shop(&self) -> &Running {
        self.running.as_ref().unwrap()
    }

    pub(super) fn pass(&self, milliseconds: i64) {
        self.clock.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// Sends a document and expects HTTP 200.
    pub(super) fn ask(&self, query: &str, variables: Value) -> Value {
        let got = self.ask_version("2026-10", query, variables);
        assert_eq!(got.status, 200, "{}", got.body);
        got.body
    }

    /// Sends a document and expects data without errors.
    pub(super) fn data(&self, query: &str, variables: Value) -> Value {
        let body = self.ask(query, variables);
        assert!(body.get("errors").is_none(), "{body}");
        body["data"].clone()
    }

    pub(super) fn ask_version(&self, version: &str, query: &str, variables: Value) -> Got {
        self.try_ask(version, query, variables).unwrap()
    }

    pub(super) fn try_ask(
        &self,
        version: &str,
        query: &str,
        variables: Value,
    ) -> Result<Got, reqwest::Error> {
        let body = json!({"query": query, "variables": variables}).to_string();
        self.http(reqwest::Method::POST, &format!("/admin/api/{version}/graphql.json"), body)
    }

    pub(super) fn http(
        &self,
        method: reqwest::Method,
        path: &str,
        body: String,
    ) -> Result<Got, reqwest::Error> {
        let token = self.shop().token().to_owned();
        self.http_as(method, path, body, &token)
    }

    pub(super) fn http_as(
        &self,
        method: reqwest::Method,
        path: &str,
        body: String,
        token: &str,
    ) -> Result<Got, reqwest::Error> {
        let url = format!("{}{path}", self.shop().url());
        let request = self
            .client
            .request(method, url)
            .header("Content-Type", "application/json")
            .header("X-Shopify-Access-Token", token)
            .body(body);
        self.runtime.block_on(async {
            let response = request.send().await?;
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let bytes = response.bytes().await?;
            let body = serde_json::from_slice(&bytes)
                .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
            Ok(Got { status, headers, body })
        })
    }

    /// The GID of the first order for which something holds.
    pub(super) fn order(&self, wanted: impl Fn(&Order) -> bool) -> String {
        let id = self
            .shop()
            .look(|shop| shop.orders().iter().find(|order| wanted(order)).map(|order| order.id));
        format!("gid://shopify/Order/{}", id.expect("the generated shop has such an order"))
    }
}

/// The code of the first top-level error.
pub(super) fn code(body: &Value) -> &str {
    body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}
