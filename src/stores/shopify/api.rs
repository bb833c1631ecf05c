//! Sends one operation: token, pace, retries where they are safe, and the first two of
//! the four layers of errors (transport, then the envelope's own).

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::documents::Document;
use super::envelope::{Envelope, Extensions, TopError};
use super::pace::{Class, Pace, pause_after};
use super::settings::{Limits, Settings};
use super::token::Tokens;
use super::wire::{NoReply, Reply, Wire};
use crate::domain::{Clean, Fault, Timestamp};
use crate::stores::{StoreFault, Trouble};

/// How often a read is tried when its answer is lost.
const READ_TRIES: u32 = 3;

/// The API of one shop.
pub(super) struct Api {
    endpoint: Url,
    wire: Wire,
    tokens: Tokens,
    pace: Pace,
    limits: Limits,
    headers: Mutex<AnswerHeaders>,
}

/// What the latest answers' headers said about versions and the time.
#[derive(Clone, Debug, Default)]
pub(super) struct AnswerHeaders {
    pub(super) version: Option<String>,
    pub(super) deprecated: Option<String>,
    /// The store's time of day (HTTP `Date`), and when we read it.
    pub(super) clock: Option<(Timestamp, Instant)>,
}

/// An answer that could be read; errors may stand beside data.
#[derive(Debug)]
pub(super) struct Answered<T> {
    pub(super) data: Option<T>,
    pub(super) errors: Vec<TopError>,
}

#[derive(Serialize)]
struct Body<'a, V> {
    query: &'a str,
    variables: &'a V,
}

/// Whether the operation changes something, which decides what a lost answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Read(Class),
    Write,
}

/// Why an attempt brought nothing that can be used.
#[derive(Debug)]
enum Failed {
    NotSent(String),
    Lost(String),
    Unreadable(String),
    Throttled(Duration),
    TokenRefused(reqwest::header::HeaderValue),
    Settled(StoreFault),
}

impl Api {
    pub(super) fn new(settings: &Settings, base: &Url) -> Result<Self, Fault> {
        let mut endpoint = base.clone();
        endpoint.set_path(&format!("/admin/api/{}/graphql.json", settings.api_version));
        Ok(Self {
            endpoint,
            wire: Wire::new(base, settings.limits)?,
            tokens: Tokens::new(settings.credentials.clone(), base),
            pace: Pace::new(),
            limits: settings.limits,
            headers: Mutex::default(),
        })
    }

    /// What the headers of the latest answer said.
    pub(super) fn headers(&self) -> AnswerHeaders {
        self.headers.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads; lost answers are asked for again a few times.
    pub(super) async fn read<T: DeserializeOwned>(
        &self,
        document: &'static Document,
        class: Class,
        variables: &impl Serialize,
    ) -> Result<Answered<T>, StoreFault> {
        self.run(document, Effect::Read(class), variables).await
    }

    /// Writes: sent again only when the store certainly did nothing (throttled, refused token).
    pub(super) async fn write<T: DeserializeOwned>(
        &self,
        document: &'static Document,
        variables: &impl Serialize,
    ) -> Result<Answered<T>, StoreFault> {
        self.run(document, Effect::Write, variables).await
    }

    async fn run<T: DeserializeOwned>(
        &self,
        document: &'static Document,
        effect: Effect,
        variables: &impl Serialize,
    ) -> Result<Answered<T>, StoreFault> {
        let body = serde_json::to_vec(&Body { query: document.text, variables })
            .map_err(|_| fault(document, Trouble::Stopped, "the request is no JSON"))?;
        let started = Instant::now();
        let (mut tries, mut renewed) = (0, false);
        loop {
            tries += 1;
            let asked = Instant::now();
            let failed = match self.attempt(document, effect, body.clone()).await {
                Ok(answered) => {
                    note_answer(document, asked, tries);
                    return Ok(answered);
                }
                Err(failed) => failed,
            };
            let pause = match &failed {
                Failed::Throttled(wait) if started.elapsed() + *wait < self.limits.patience => {
                    *wait
                }
                Failed::TokenRefused(token) if !renewed && self.tokens.forget(token).await => {
                    renewed = true;
                    Duration::ZERO
                }
                Failed::Lost(_) | Failed::Unreadable(_)
                    if effect != Effect::Write
                        && tries < READ_TRIES
                        && started.elapsed() < self.limits.deadline =>
                {
                    self.limits.shortest_wait / 4 * tries
                }
                _ => {
                    let fault = failed.fault(document, effect);
                    log::error!("{}: {} at try {tries}", document.name, fault.trouble.word());
                    return Err(fault);
                }
            };
            let (name, why, wait) = (document.name, failed.word(), pause.as_millis());
            log::info!("{name}: {why} at try {tries}, again in {wait} ms");
            tokio::time::sleep(pause + jitter(tries, pause)).await;
        }
    }

    async fn attempt<T: DeserializeOwned>(
        &self,
        document: &'static Document,
        effect: Effect,
        body: Vec<u8>,
    ) -> Result<Answered<T>, Failed> {
        let class = match effect {
            Effect::Read(class) => class,
            Effect::Write => Class::Front,
        };
        let token = self.tokens.current(&self.wire).await.map_err(Failed::Settled)?;
        let admission = self.pace.admit(document.name, class).await;
        let reply = self.wire.post(&self.endpoint, Some(&token), body).await;
        drop(admission);
        let reply = reply.map_err(|lost| match lost {
            NoReply::NotSent(why) => Failed::NotSent(why),
            NoReply::Lost(why) => Failed::Lost(why),
        })?;
        match reply.status {
            200..=299 => self.open(document, &reply),
            401 => Err(Failed::TokenRefused(token)),
            429 => {
                let wait = reply.retry_after.unwrap_or(self.limits.shortest_wait);
                Err(Failed::Throttled(wait.max(self.limits.shortest_wait)))
            }
            status => Err(refused_at_the_door(document, status)),
        }
    }

    /// Opens the envelope: cost, throttling, ignored search filters.
    fn open<T: DeserializeOwned>(
        &self,
        document: &'static Document,
        reply: &Reply,
    ) -> Result<Answered<T>, Failed> {
        self.note_headers(reply);
        let envelope: Envelope<T> = serde_json::from_slice(&reply.body)
            .map_err(|error| Failed::Unreadable(shape_of(&error)))?;
        let errors = envelope.errors();
        let extensions = envelope.extensions.unwrap_or_default();
        if let Some(cost) = &extensions.cost {
            self.pace.learn(document.name, cost);
        }
        if errors.iter().any(|error| error.code() == "THROTTLED") {
            let wait = pause_after(extensions.cost.as_ref(), self.limits.shortest_wait);
            return Err(Failed::Throttled(wait));
        }
        if envelope.data.is_none() && errors.is_empty() {
            return Err(Failed::Unreadable("there is neither data nor an error".to_owned()));
        }
        check_search(document, &extensions)?;
        Ok(Answered { data: envelope.data, errors })
    }

    fn note_headers(&self, reply: &Reply) {
        let mut headers = self.headers.lock().unwrap_or_else(PoisonError::into_inner);
        headers.version.clone_from(&reply.version);
        if reply.deprecated.is_some() {
            headers.deprecated.clone_from(&reply.deprecated);
        }
        if let Some(date) = reply.date {
            headers.clock = Some((date, Instant::now()));
        }
    }
}

fn note_answer(document: &Document, asked: Instant, tries: u32) {
    let millis = asked.elapsed().as_millis();
    if tries == 1 {
        log::info!("{}: answered in {millis} ms", document.name);
    } else {
        log::info!("{}: answered in {millis} ms at try {tries}", document.name);
    }
}

/// A search whose filter was ignored matches everything: its list must not be believed.
fn check_search(document: &Document, extensions: &Extensions) -> Result<(), Failed> {
    let Some(ignored) = extensions.ignored_filter() else { return Ok(()) };
    let why = format!("Shopify ignored a search filter ({ignored}), so the list would be wrong");
    Err(Failed::Settled(
        fault(document, Trouble::Refused, &why).hint("check the API version in the config"),
    ))
}

/// What the parser disliked, without a word of the answer itself.
fn shape_of(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        serde_json::error::Category::Eof => "it ends too early",
        serde_json::error::Category::Syntax => "it is no JSON",
        _ => "it has another shape than expected",
    };
    format!("{what} (line {}, column {})", error.line(), error.column())
}

fn refused_at_the_door(document: &Document, status: u16) -> Failed {
    let (trouble, why, hint) = match status {
        300..=399 => (
            Trouble::Forbidden,
            "the address leads elsewhere, and the token is not sent on",
            "use the shop's own myshopify.com address",
        ),
        402 => (Trouble::Forbidden, "the shop is frozen", "the shop's plan must be paid first"),
        403 => (Trouble::Forbidden, "the shop does not let us in", "check the app's permissions"),
        404 => (
            Trouble::Forbidden,
            "there is no such shop or API version",
            "check url and API version in the config",
        ),
        423 => (Trouble::Forbidden, "the shop is locked", "look at the shop's admin"),
        408 | 500..=599 => return Failed::Lost(format!("Shopify has trouble (HTTP {status})")),
        _ => {
            let why = format!("Shopify refuses the request (HTTP {status})");
            return Failed::Settled(fault(document, Trouble::Refused, &why));
        }
    };
    Failed::Settled(fault(document, trouble, &format!("{why} (HTTP {status})")).hint(hint))
}

impl Failed {
    /// What happened, for the log: without a word of the answer.
    fn word(&self) -> &'static str {
        match self {
            Self::NotSent(_) => "no connection",
            Self::Lost(_) => "no answer",
            Self::Unreadable(_) => "unreadable answer",
            Self::Throttled(_) => "throttled",
            Self::TokenRefused(_) => "token refused",
            Self::Settled(_) => "refused",
        }
    }

    /// What it means: a write whose answer was lost may have happened.
    fn fault(self, document: &Document, effect: Effect) -> StoreFault {
        let lost = |why: &str| match effect {
            Effect::Write => fault(document, Trouble::Unknown, why)
                .hint("it may have happened; the order is read again before anything else"),
            Effect::Read(_) => fault(document, Trouble::Unreadable, why),
        };
        match self {
            Self::NotSent(why) => fault(document, Trouble::Unreachable, &why)
                .hint("check the network; nothing was sent"),
            Self::Lost(why) => lost(&why),
            Self::Unreadable(why) => lost(&format!("the answer cannot be read: {why}")),
            Self::Throttled(wait) => {
                fault(document, Trouble::Throttled(wait), "Shopify asks us to slow down")
            }
            Self::TokenRefused(_) => {
                fault(document, Trouble::Unauthorised, "Shopify refuses the token").hint(
                    "it may have been revoked; see docs/stores/shopify.md, then `unhold doctor`",
                )
            }
            Self::Settled(fault) => fault,
        }
    }
}

/// A sentence that says what failed and on what.
pub(super) fn fault(document: &Document, trouble: Trouble, why: &str) -> StoreFault {
    let doing = document.doing;
    let mut letters = doing.chars();
    let start: String =
        letters.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(letters).collect();
    StoreFault::new(trouble, format!("{start} failed: {why}."))
}

/// Up to a quarter of the pause, so that two programs do not knock in step.
fn jitter(tries: u32, pause: Duration) -> Duration {
    pause * (tries.wrapping_mul(2_654_435_761) >> 28) / 64
}

/// Reads the store's words into one safe sentence.
pub(super) fn words(text: &str) -> String {
    Clean::new(text).fitted(300).trim_end_matches('.').to_owned()
}
