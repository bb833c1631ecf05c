//! The GraphQL endpoint.

use std::io;
use std::time::Duration;

use chrono::{DateTime, Utc};
use hyper::StatusCode;
use hyper::header::HeaderName;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::answer::{self, Out};
use super::body::Sent;
use super::state::{Door, State};
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
        Request {
            query,
            operation: self.operation.as_deref(),
            variables: given,
            version,
            now,
        }
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
            return Ok(run(
                &mut state,
                &asked.request(query, given, version, now),
                None,
            ));
        }
        let about = state
            .engine
            .about(&asked.request(query, given, version, now));
        (state.faults.meet(&met(&about)), about)
    };
    wait(door, trouble.as_ref(), &about).await;
    let now = door.now();
    let request = asked.request(query, given, version, now);
    if let Some(refused) = before(door, trouble.as_ref(), &request)? {
        return Ok(refused);
    }
    let response = run(&mut door.enter(), &request, trouble.as_ref());
    if trouble == Some(Trouble::DropAfter) {
        return Err(io::Error::other("dropped on purpose"));
    }
    Ok(response)
}

fn met(about: &About) -> Met<'_> {
    let kind = if about.is_mutation {
        RequestKind::Mutation
    } else {
        RequestKind::Query
    };
    Met {
        operation: about.operation.as_deref(),
        fields: &about.fields,
        kind: Some(kind),
    }
}

/// Waits out a delay; meanwhile the request's idempotency keys are in use.
async fn wait(door: &Door, trouble: Option<&Trouble>, about: &About) {
    let Some(Trouble::Delay { ms }) = trouble else {
        return;
    };
    door.enter()
        .engine
        .world
        .in_flight
        .extend(about.keys.iter().cloned());
    tokio::time::sleep(Duration::from_millis(*ms)).await;
    let mut state = door.enter();
    for key in &about.keys {
        state.engine.world.in_flight.remove(key);
    }
}

/// Troubles that keep anything from being done.
fn before(
    door: &Door,
    trouble: Option<&Trouble>,
    request: &Request<'_>,
) -> io::Result<Option<Out>> {
    Ok(Some(match trouble {
        Some(Trouble::DropBefore) => return Err(io::Error::other("dropped on purpose")),
        Some(Trouble::TooManyRequests { retry_after }) => answer::too_many(*retry_after),
        Some(Trouble::Status { code }) => answer::broken(*code),
        Some(Trouble::ExpiredToken) => answer::unauthorised(),
        Some(Trouble::Redirect { to }) => answer::redirect(to),
        Some(Trouble::Rubbish { mib }) => answer::sent(
            StatusCode::OK,
            Sent::Rubbish {
                left: u64::from(*mib) * 1024 * 1024,
            },
        ),
        Some(Trouble::Throttled) => {
            let answered = door.enter().engine.throttled(100, request.now);
            answer::bytes(StatusCode::OK, answered.body)
        }
        _ => return Ok(None),
    }))
}

/// Runs a request; nothing is answered before its changes are on disk.
fn run(state: &mut State, request: &Request<'_>, trouble: Option<&Trouble>) -> Out {
    let answered = state.engine.answer(request);
    if let Some(entry) = answered.entry
        && state.keep(entry).is_err()
    {
        return answer::broken(500);
    }
    after(answered.body, trouble)
}

/// Troubles on the way out.
fn after(body: Vec<u8>, trouble: Option<&Trouble>) -> Out {
    let body = match trouble {
        Some(Trouble::Truncated) => Sent::cut(body),
        Some(Trouble::Malformed) => Sent::whole(
            b"{\"data\": {\"order\": <html><body>502 Bad Gateway</body></html>".to_vec(),
        ),
        Some(Trouble::Drip { bytes, ms }) => Sent::drip(body, *bytes, Duration::from_millis(*ms)),
        Some(Trouble::PartialError { field }) => Sent::whole(with_error(body, field)),
        _ => Sent::whole(body),
    };
    answer::sent(StatusCode::OK, body)
}

/// The answer with an error put beside its data.
fn with_error(body: Vec<u8>, field: &str) -> Vec<u8> {
    let Ok(mut answer) = serde_json::from_slice::<Map<String, Value>>(&body) else {
        return body;
    };
    let error = json!({
        "message": format!("Access denied for {field} field. Required access: `read_apps` access scope."),
        "path": [field],
        "extensions": {"code": "ACCESS_DENIED", "requiredAccess": "`read_apps` access scope."},
    });
    let errors = answer.entry("errors").or_insert_with(|| json!([]));
    if let Some(errors) = errors.as_array_mut() {
        errors.push(error);
    }
    serde_json::to_vec(&answer).unwrap_or(body)
}
