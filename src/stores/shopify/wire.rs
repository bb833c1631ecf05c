//! One HTTP request and its answer: deadlines, size limit, no redirects.

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, DATE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Response, redirect, retry};
use url::Url;

use super::settings::{Limits, is_loopback};
use crate::domain::{Crossing, Fault, Kind, Timestamp, cross};

const TOKEN_HEADER: &str = "x-shopify-access-token";

/// The door to the network.
pub(super) struct Wire {
    client: Client,
    limits: Limits,
}

/// An answer, whatever its status.
pub(super) struct Reply {
    pub(super) status: u16,
    /// The version that really answered; an old one falls forward without an error.
    pub(super) version: Option<String>,
    /// Why something we use will go, in the store's words.
    pub(super) deprecated: Option<String>,
    pub(super) retry_after: Option<Duration>,
    /// The store's time of day; in whole seconds (RFC 9110, 6.6.1).
    pub(super) date: Option<Timestamp>,
    pub(super) body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum NoReply {
    /// No connection came to be: nothing was sent.
    NotSent(String),
    /// The request may have arrived.
    Lost(String),
}

impl Wire {
    /// Makes the client. Redirects are never followed: the token must not travel on.
    pub(super) fn new(url: &Url, limits: Limits) -> Result<Self, Fault> {
        install_tls();
        let mut builder = Client::builder()
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .connect_timeout(limits.deadline.min(Duration::from_secs(10)))
            .pool_idle_timeout(Duration::from_secs(20))
            .gzip(true)
            .user_agent(concat!("unhold/", env!("CARGO_PKG_VERSION")));
        if is_loopback(url) {
            builder = builder.no_proxy();
        }
        if url.scheme() == "http" {
            // No certificate is looked at, so a machine without any can run the demo.
            builder = builder.tls_certs_only([]);
        }
        let client = builder.build().map_err(|cause| {
            Fault::new(Kind::Store, "The encrypted connection cannot be set up.")
                .hint("check that this machine has its certificates (package ca-certificates)")
                .because(cause.without_url())
        })?;
        Ok(Self { client, limits })
    }

    /// Posts JSON and reads the whole answer within the deadline and the size limit.
    pub(super) async fn post(
        &self,
        url: &Url,
        token: Option<&HeaderValue>,
        body: Vec<u8>,
    ) -> Result<Reply, NoReply> {
        let exchange = async {
            let response = self.send(url, token, body).await?;
            self.receive(response).await
        };
        let reply =
            tokio::time::timeout(self.limits.deadline, exchange).await.unwrap_or_else(|_| {
                let seconds = self.limits.deadline.as_secs_f32();
                Err(NoReply::Lost(format!("there was no whole answer within {seconds} s")))
            });
        cross(Crossing::Answer);
        reply
    }

    async fn send(
        &self,
        url: &Url,
        token: Option<&HeaderValue>,
        body: Vec<u8>,
    ) -> Result<Response, NoReply> {
        let mut request = self
            .client
            .post(url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            .body(body);
        if let Some(token) = token {
            request = request.header(TOKEN_HEADER, token.clone());
        }
        cross(Crossing::Request);
        request.send().await.map_err(|error| {
            if error.is_connect() || error.is_builder() {
                let why = if error.is_timeout() { "nobody answered" } else { "no connection" };
                NoReply::NotSent(why.to_owned())
            } else {
                NoReply::Lost("the connection ended before the answer".to_owned())
            }
        })
    }

    async fn receive(&self, mut response: Response) -> Result<Reply, NoReply> {
        let mut reply = head_of(&response);
        loop {
            let chunk = response.chunk().await.map_err(|_| {
                NoReply::Lost("the connection ended in the middle of the answer".to_owned())
            })?;
            let Some(chunk) = chunk else { return Ok(reply) };
            if reply.body.len() + chunk.len() > self.limits.body {
                let most = self.limits.body / (1024 * 1024);
                return Err(NoReply::Lost(format!("the answer is longer than {most} MiB")));
            }
            reply.body.extend_from_slice(&chunk);
        }
    }
}

fn head_of(response: &Response) -> Reply {
    let headers = response.headers();
    Reply {
        status: response.status().as_u16(),
        version: text(headers, "x-shopify-api-version"),
        deprecated: text(headers, "x-shopify-api-deprecated-reason"),
        retry_after: text(headers, RETRY_AFTER.as_str())
            .and_then(|seconds| seconds.trim().parse::<f64>().ok())
            .filter(|seconds| (0.0..=3600.0).contains(seconds))
            .map(Duration::from_secs_f64),
        date: text(headers, DATE.as_str()).and_then(|date| moment(&date)),
        body: Vec::new(),
    }
}

/// Reads `Sun, 22 Nov 2026 12:00:00 GMT`.
fn moment(date: &str) -> Option<Timestamp> {
    let moment = chrono::DateTime::parse_from_rfc2822(date.trim()).ok()?;
    Some(Timestamp(moment.with_timezone(&chrono::Utc)))
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// Chooses the cryptography once for the whole process.
fn install_tls() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| {
        // Somebody else may have chosen before us; any provider will do.
        drop(rustls::crypto::ring::default_provider().install_default());
    });
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn the_date_of_an_answer_is_read() {
        let read = |date| moment(date).map(|moment| moment.to_string());
        assert_eq!(read("Sun, 22 Nov 2026 12:00:00 GMT").as_deref(), Some("2026-11-22T12:00:00Z"));
        assert_eq!(read("yesterday"), None);
    }
}
