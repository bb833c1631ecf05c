//! The GraphQL endpoint.

use std::io;
use std::time::Duration;

use chrono::{DateTime, Utc};
use hyper::StatusCode;
use hyper::header::HeaderName;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::answer::{self, Out};
use super::state::{Door, State};
use super::troubles;
use crate::demo::faults::{Met, RequestKind, Trouble};
use crate::demo::shopify::{About, Request};

const VERSION: HeaderName = HeaderName::from_static("x-shopify-api-version");

/// A request's body.
#[derive(Deserialize)]
struct Asked {
    query: Option<String>,
    #[serde(default)]
    variables: Option<Map<String, Value>>,
    #[serde(default, rename = "operationName")]
    operation: Option<String>,
}

impl Asked {
    fn request<'r>(
        &'r self,
        query: &'r str,
        given: &'r Map<String, Value>,
        version: &'static str,
        now: DateTime<Utc>,
    ) -> Request<'r> {
        Request { query, operation: self.operation.as_deref(), variables: given, version, now }
    }
}

/// Answers one request; an error means that the connection breaks.
pub(crate) async fn answer(
    door: &Door,
    token: Option<&str>,
    version: &'static str,
    body: &[u8],
) -> io::Result<Out> {
    let response = answered(door, token, version, body).await?;
    Ok(answer::with(response, VERSION, version))
}

async fn answered(
    door: &Door,
    token: Option<&str>,
    version: &'static str,
    body: &[u8],
) -> io::Result<Out> {
    let Ok(asked) = serde_json::from_slice::<Asked>(body) else {
        return Ok(if door.enter().knows(token, door.now()) {
            answer::bad("Bad Request")
        } else {
            answer::unauthorised()
        });
    };
    let nothing = Map::new();
    let given = asked.variables.as_ref().unwrap_or(&nothing);
    let query = asked.query.as_deref().unwrap_or_default();
    let (trouble, about) = {
        let now = door.now();
        let mut state = door.enter();
        if !state.knows(token, now) {
            return Ok(answer::unauthorised());
        }
        if query.trim().is_empty() {
            return Ok(answer::json(
                StatusCode::BAD_REQUEST,
                &json!({"errors": {"query": "Required parameter missing or invalid"}}),
            ));
        }
        if state.faults.is_empty() {
            return run(&mut state, &asked.request(query, given, version, now), None);
        }
        let about = state.engine.about(&asked.request(query, given, version, now));
        (state.faults.meet(&met(&about)), about)
    };
    wait(door, trouble.as_ref(), &about).await;
    let now = door.now();
    let request = asked.request(query, given, version, now);
    if let Some(refused) = before(door, trouble.as_ref(), now)? {
        return Ok(refused);
    }
    run(&mut door.enter(), &request, trouble.as_ref())
}

fn met(about: &About) -> Met<'_> {
    let kind = if about.is_mutation { RequestKind::Mutation } else { RequestKind::Query };
    Met { operation: about.operation.as_deref(), fields: &about.fields, kind: Some(kind) }
}

/// Waits out a delay; meanwhile the request's idempotency keys are in use.
async fn wait(door: &Door, trouble: Option<&Trouble>, about: &About) {
    let Some(Trouble::Delay { ms }) = trouble else {
        return;
    };
    door.enter().engine.world.in_flight.extend(about.keys.iter().cloned());
    tokio::time::sleep(Duration::from_millis(*ms)).await;
    let mut state = door.enter();
    for key in &about.keys {
        state.engine.world.in_flight.remove(key);
    }
}

/// Troubles that keep anything from being done.
fn before(door: &Door, trouble: Option<&Trouble>, now: DateTime<Utc>) -> io::Result<Option<Out>> {
    if trouble == Some(&Trouble::Throttled) {
        let answered = door.enter().engine.throttled(100, now);
        return Ok(Some(answer::bytes(StatusCode::OK, answered.body)));
    }
    troubles::before(trouble)
}

/// Runs a request; nothing is answered before its changes are on disk.
fn run(state: &mut State, request: &Request<'_>, trouble: Option<&Trouble>) -> io::Result<Out> {
    let answered = state.engine.answer(request);
    if let Some(entry) = answered.entry
        && state.keep(entry).is_err()
    {
        return Ok(answer::broken(500));
    }
    troubles::after(StatusCode::OK, answered.body, trouble)
}
