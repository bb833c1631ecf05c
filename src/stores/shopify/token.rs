//! The access token: static, or fetched with the app's own credentials.

use std::fmt;
use std::time::{Duration, Instant};

use reqwest::header::HeaderValue;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use url::Url;
use zeroize::Zeroizing;

use super::settings::Credentials;
use super::wire::{NoReply, Reply, Wire};
use crate::domain::Clean;
use crate::stores::{StoreFault, Trouble};

/// A token is renewed this long before it ends.
const MARGIN: Duration = Duration::from_secs(300);
/// No token is kept longer than this.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 3600);

/// Gives the token to send with, and a new one after a refusal.
pub(super) struct Tokens {
    credentials: Credentials,
    url: Url,
    held: Mutex<Option<Held>>,
}

struct Held {
    token: HeaderValue,
    until: Option<Instant>,
}

#[derive(Serialize)]
struct Request<'a> {
    grant_type: &'static str,
    client_id: &'a str,
    client_secret: &'a str,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    #[serde(default)]
    expires_in: Option<u64>,
}

#[derive(Deserialize)]
struct Refused {
    #[serde(default)]
    error: String,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("credentials", &self.credentials).finish_non_exhaustive()
    }
}

impl Tokens {
    /// Takes the credentials; `base` is the shop's address.
    pub(super) fn new(credentials: Credentials, base: &Url) -> Self {
        let mut url = base.clone();
        url.set_path("/admin/oauth/access_token");
        Self { credentials, url, held: Mutex::new(None) }
    }

    /// The token to send with.
    pub(super) async fn current(&self, wire: &Wire) -> Result<HeaderValue, StoreFault> {
        let mut held = self.held.lock().await;
        let fresh = held
            .as_ref()
            .filter(|held| held.until.is_none_or(|until| Instant::now() + MARGIN < until));
        if let Some(held) = fresh {
            return Ok(held.token.clone());
        }
        let next = self.fetch(wire).await?;
        let token = next.token.clone();
        *held = Some(next);
        Ok(token)
    }

    /// Forgets a token that the store refused. Says whether another one can be had.
    pub(super) async fn forget(&self, refused: &HeaderValue) -> bool {
        let mut held = self.held.lock().await;
        if held.as_ref().is_some_and(|held| held.token == *refused) {
            *held = None;
        }
        matches!(self.credentials, Credentials::Client { .. })
    }

    async fn fetch(&self, wire: &Wire) -> Result<Held, StoreFault> {
        match &self.credentials {
            Credentials::Static(token) => Ok(Held { token: header(token)?, until: None }),
            Credentials::Client { id, secret } => self.grant(wire, id, secret).await,
        }
    }

    async fn grant(&self, wire: &Wire, id: &str, secret: &str) -> Result<Held, StoreFault> {
        let request =
            Request { grant_type: "client_credentials", client_id: id, client_secret: secret };
        let body = serde_json::to_vec(&request).map_err(|_| no_token("the request is no JSON"))?;
        let reply = wire.post(&self.url, None, body).await.map_err(|lost| match lost {
            NoReply::NotSent(why) | NoReply::Lost(why) => no_token(&why),
        })?;
        let granted = read_grant(&reply)?;
        let until = granted.expires_in.map(|seconds| Instant::now() + life(seconds));
        let token = Zeroizing::new(granted.access_token);
        Ok(Held { token: header(&token)?, until })
    }
}

/// How long a token is kept; Shopify's live a day, and a longer word is not believed.
fn life(seconds: u64) -> Duration {
    Duration::from_secs(seconds).min(LONGEST_LIFE)
}

fn read_grant(reply: &Reply) -> Result<Granted, StoreFault> {
    match reply.status {
        200..=299 => serde_json::from_slice(&reply.body)
            .map_err(|_| no_token("the answer to our credentials cannot be read")),
        429 => {
            let wait = reply.retry_after.unwrap_or(Duration::from_secs(2));
            let words = "Shopify asks us to wait before it gives a token.";
            Err(StoreFault::new(Trouble::Throttled(wait), words))
        }
        400..=499 => Err(refused(&reply.body)),
        status => Err(no_token(&format!("HTTP status {status}"))),
    }
}

/// The OAuth error is a short code; nothing else of the answer is repeated.
fn refused(body: &[u8]) -> StoreFault {
    let code = serde_json::from_slice::<Refused>(body).map(|refused| refused.error);
    let code = Clean::new(&code.unwrap_or_default());
    let said = if code.is_blank() { String::new() } else { format!(" ({})", code.fitted(80)) };
    let fault = StoreFault::new(
        Trouble::Unauthorised,
        format!("Shopify refuses the app's client id and secret{said}."),
    );
    if code.raw() == "shop_not_permitted" {
        return fault.hint("app and store must belong to the same Shopify organisation");
    }
    fault.hint("check client id and secret in the Dev Dashboard, and that the app is installed")
}

/// Without a token nothing was sent, so this is never an unknown outcome.
fn no_token(why: &str) -> StoreFault {
    StoreFault::new(Trouble::Unreachable, format!("Shopify gave no access token: {why}."))
}

fn header(token: &str) -> Result<HeaderValue, StoreFault> {
    let mut value = HeaderValue::from_str(token.trim()).map_err(|_| {
        StoreFault::new(
            Trouble::Unauthorised,
            "The Shopify token holds characters that no token has.",
        )
        .hint("copy it again, without quotes or line ends")
    })?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::{Duration, LONGEST_LIFE, life};

    #[test]
    fn a_life_that_no_clock_can_reach_is_cut() {
        assert_eq!(life(u64::MAX), LONGEST_LIFE);
        assert_eq!(life(60), Duration::from_secs(60));
    }
}
