//! Troubles on the way in and out, the same for every endpoint.

use std::io;
use std::time::Duration;

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use super::answer::{self, Out};
use super::body::Sent;
use crate::demo::faults::Trouble;

/// Answers a plain request through whatever befalls it.
pub(super) async fn around(
    trouble: Option<&Trouble>,
    make: impl FnOnce() -> (StatusCode, Vec<u8>),
) -> io::Result<Out> {
    if let Some(Trouble::Delay { ms }) = trouble {
        tokio::time::sleep(Duration::from_millis(*ms)).await;
    }
    if let Some(refused) = before(trouble)? {
        return Ok(refused);
    }
    let (status, body) = make();
    after(status, body, trouble)
}

/// Troubles that keep anything from being done.
pub(super) fn before(trouble: Option<&Trouble>) -> io::Result<Option<Out>> {
    Ok(Some(match trouble {
        Some(Trouble::DropBefore) => return Err(dropped()),
        Some(Trouble::TooManyRequests { retry_after }) => answer::too_many(*retry_after),
        Some(Trouble::Status { code }) => answer::broken(*code),
        Some(Trouble::ExpiredToken) => answer::unauthorised(),
        Some(Trouble::Redirect { to }) => answer::redirect(to),
        Some(Trouble::Rubbish { mib }) => {
            let left = u64::from(*mib) * 1024 * 1024;
            answer::sent(StatusCode::OK, Sent::Rubbish { left })
        }
        _ => return Ok(None),
    }))
}

/// Troubles on the way out, when all is done.
pub(super) fn after(
    status: StatusCode,
    body: Vec<u8>,
    trouble: Option<&Trouble>,
) -> io::Result<Out> {
    const NO_JSON: &[u8] = b"{\"data\": {\"order\": <html><body>502 Bad Gateway</body></html>";
    let body = match trouble {
        Some(Trouble::DropAfter) => return Err(dropped()),
        Some(Trouble::StatusAfter { code }) => return Ok(answer::broken(*code)),
        Some(Trouble::Truncated) => Sent::cut(body),
        Some(Trouble::Malformed) => Sent::whole(NO_JSON),
        Some(Trouble::Drip { bytes, ms }) => Sent::drip(body, *bytes, Duration::from_millis(*ms)),
        Some(Trouble::PartialError { field }) => Sent::whole(with_error(body, field)),
        Some(Trouble::UserErrorBeside { message }) => Sent::whole(with_user_error(body, message)),
        _ => Sent::whole(body),
    };
    Ok(answer::sent(status, body))
}

fn dropped() -> io::Error {
    io::Error::other("dropped on purpose")
}

/// The answer with a user error in each of its payloads, beside what came to be.
fn with_user_error(body: Vec<u8>, message: &str) -> Vec<u8> {
    const PLACES: [&str; 2] = ["userErrors", "orderCancelUserErrors"];
    let Ok(mut answer) = serde_json::from_slice::<Map<String, Value>>(&body) else {
        return body;
    };
    let mut added = 0;
    let payloads = answer.get_mut("data").and_then(Value::as_object_mut);
    for payload in payloads.into_iter().flat_map(Map::values_mut) {
        for place in PLACES {
            if let Some(errors) = payload.get_mut(place).and_then(Value::as_array_mut) {
                errors.push(json!({ "field": null, "message": message, "code": null }));
                added += 1;
            }
        }
    }
    if added == 0 {
        return with_error(body, "order");
    }
    serde_json::to_vec(&answer).unwrap_or(body)
}

/// The answer with an error put beside its data.
fn with_error(body: Vec<u8>, field: &str) -> Vec<u8> {
    let Ok(mut answer) = serde_json::from_slice::<Map<String, Value>>(&body) else {
        return body;
    };
    let required = "`read_apps` access scope.";
    let error = json!({
        "message": format!("Access denied for {field} field. Required access: {required}"),
        "path": [field],
        "extensions": {"code": "ACCESS_DENIED", "requiredAccess": required},
    });
    let errors = answer.entry("errors").or_insert_with(|| json!([]));
    if let Some(errors) = errors.as_array_mut() {
        errors.push(error);
    }
    serde_json::to_vec(&answer).unwrap_or(body)
}
