//! Answers as HTTP: statuses, headers, JSON.

use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, RETRY_AFTER};
use hyper::{Response, StatusCode};
use serde::Serialize;

use super::body::Sent;

/// What leaves the door.
pub(crate) type Out = Response<Sent>;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// A body of JSON.
pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Out {
    bytes(status, serde_json::to_vec(value).unwrap_or_default())
}

/// A body that is JSON already.
pub(crate) fn bytes(status: StatusCode, body: Vec<u8>) -> Out {
    sent(status, Sent::whole(body))
}

/// Any body, called JSON.
pub(crate) fn sent(status: StatusCode, body: Sent) -> Out {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response
}

/// An answer with one more header.
pub(crate) fn with(mut response: Out, name: HeaderName, value: &str) -> Out {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}

/// The answer to a wrong or missing token.
pub(crate) fn unauthorised() -> Out {
    let text = "[API] Invalid API key or access token (unrecognized login or wrong password)";
    json(StatusCode::UNAUTHORIZED, &serde_json::json!({"errors": text}))
}

/// The answer where nothing is.
pub(crate) fn not_found() -> Out {
    json(StatusCode::NOT_FOUND, &serde_json::json!({"errors": "Not Found"}))
}

/// The answer to a request that cannot be read.
pub(crate) fn bad(text: &str) -> Out {
    json(StatusCode::BAD_REQUEST, &serde_json::json!({"errors": text}))
}

/// HTTP 429.
pub(crate) fn too_many(seconds: u32) -> Out {
    let body = serde_json::json!({"errors": "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service."});
    with(json(StatusCode::TOO_MANY_REQUESTS, &body), RETRY_AFTER, &format!("{seconds}.0"))
}

/// A redirect.
pub(crate) fn redirect(to: &str) -> Out {
    let body = serde_json::json!({"errors": "Moved"});
    with(json(StatusCode::TEMPORARY_REDIRECT, &body), LOCATION, to)
}

/// Another status, with the body that a broken service gives.
pub(crate) fn broken(code: u16) -> Out {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    json(status, &serde_json::json!({"errors": status.canonical_reason().unwrap_or("Error")}))
}
