//! Access tokens: the static one, and those given out for client credentials.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use hyper::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::state::State;

/// How long a token for client credentials lives (shopify.md section 2).
const LIVES_SECONDS: i64 = 86_399;

/// The tokens that are good now.
#[derive(Debug, Default)]
pub(crate) struct Given {
    given: BTreeMap<String, DateTime<Utc>>,
    /// Whether the static token was taken back.
    pub(crate) static_revoked: bool,
}

impl Given {
    /// Whether a token that was given out is still good.
    pub(crate) fn is_good(&self, token: &str, now: DateTime<Utc>) -> bool {
        self.given.get(token).is_some_and(|end| *end > now)
    }

    /// Ends every token that was given out.
    pub(crate) fn expire_all(&mut self) {
        self.given.clear();
    }

    fn give(&mut self, now: DateTime<Utc>) -> String {
        self.given.retain(|_, end| *end > now);
        let token = format!("shpat_{}", Uuid::new_v4().simple());
        self.given.insert(token.clone(), now + TimeDelta::seconds(LIVES_SECONDS));
        token
    }
}

/// `POST /admin/oauth/access_token`: form or JSON.
pub(crate) fn exchange(
    state: &mut State,
    is_json: bool,
    body: &[u8],
    now: DateTime<Utc>,
) -> (StatusCode, Vec<u8>) {
    let field = |name: &str| {
        if is_json {
            let value: Value = serde_json::from_slice(body).unwrap_or_default();
            return value.get(name).and_then(Value::as_str).map(str::to_owned);
        }
        url::form_urlencoded::parse(body)
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    let refuse = |error: &str, text: &str| {
        plain(StatusCode::BAD_REQUEST, &json!({"error": error, "error_description": text}))
    };
    if field("grant_type").as_deref() != Some("client_credentials") {
        return refuse("unsupported_grant_type", "Only client_credentials is supported.");
    }
    let known = field("client_id").as_deref() == Some(&*state.folder.card.client_id);
    if !known || field("client_secret").as_deref() != Some(&*state.folder.card.client_secret) {
        return refuse("invalid_client", "Client authentication failed.");
    }
    let scopes: Vec<&str> = state.engine.access.scopes.iter().map(String::as_str).collect();
    let scope = scopes.join(",");
    let token = state.tokens.give(now);
    let body = json!({"access_token": token, "scope": scope, "expires_in": LIVES_SECONDS});
    plain(StatusCode::OK, &body)
}

fn plain(status: StatusCode, body: &Value) -> (StatusCode, Vec<u8>) {
    (status, body.to_string().into_bytes())
}
