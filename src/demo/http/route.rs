//! Which path leads where.

use std::io;

use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use hyper::{Method, Request, StatusCode};

use super::answer::{self, Out};
use super::body::Sent;
use super::state::Door;
use super::{control, graphql, tokens};
use crate::demo::faults::{Met, Trouble};
use crate::demo::shopify::answering;

/// No request needs more.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// Answers one HTTP request; an error breaks the connection.
pub(crate) async fn respond(door: &Door, request: Request<Incoming>) -> io::Result<Out> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, LARGEST_BODY).collect().await else {
        return Ok(answer::broken(413));
    };
    let body = body.to_bytes();
    let header = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    let token = header("x-shopify-access-token");
    let steps: Vec<&str> = head.uri.path().trim_matches('/').split('/').collect();
    match (&head.method, steps.as_slice()) {
        (&Method::POST, ["admin", "api", version, "graphql.json"]) => match answering(version) {
            Some(version) => graphql::answer(door, token, version, &body).await,
            None => Ok(answer::not_found()),
        },
        (&Method::POST, ["admin", "oauth", "access_token"]) => {
            let is_json = header(CONTENT_TYPE.as_str()).is_some_and(|kind| kind.contains("json"));
            exchange(door, is_json, &body)
        }
        (&Method::GET, ["bulk", file]) => download(door, file),
        (method, ["unhold-demo", what]) => Ok(control::answer(door, token, (method, what), &body)),
        _ => Ok(answer::not_found()),
    }
}

fn exchange(door: &Door, is_json: bool, body: &[u8]) -> io::Result<Out> {
    let now = door.now();
    let mut state = door.enter();
    match state.faults.meet(&named(&["access_token".to_owned()])) {
        None => Ok(tokens::exchange(&mut state, is_json, body, now)),
        Some(trouble) => troubled(&trouble),
    }
}

fn download(door: &Door, file: &str) -> io::Result<Out> {
    let mut state = door.enter();
    if let Some(trouble) = state.faults.meet(&named(&["bulk".to_owned()])) {
        return troubled(&trouble);
    }
    let id = file.strip_suffix(".jsonl").and_then(|id| id.parse().ok());
    let lines = id.and_then(|id| state.folder.export(id));
    Ok(lines.map_or_else(answer::not_found, |lines| {
        answer::bytes(StatusCode::OK, lines)
    }))
}

fn named(fields: &[String]) -> Met<'_> {
    Met {
        operation: None,
        fields,
        kind: None,
    }
}

/// Troubles that any request can meet.
fn troubled(trouble: &Trouble) -> io::Result<Out> {
    Ok(match trouble {
        Trouble::TooManyRequests { retry_after } => answer::too_many(*retry_after),
        Trouble::Status { code } => answer::broken(*code),
        Trouble::ExpiredToken => answer::unauthorised(),
        Trouble::Redirect { to } => answer::redirect(to),
        Trouble::Rubbish { mib } => answer::sent(
            StatusCode::OK,
            Sent::Rubbish {
                left: u64::from(*mib) * 1024 * 1024,
            },
        ),
        Trouble::Malformed => answer::bytes(StatusCode::OK, b"<html>".to_vec()),
        _ => return Err(io::Error::other("dropped on purpose")),
    })
}
