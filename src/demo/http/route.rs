//! Which path leads where.

use std::io;
use std::sync::Arc;

use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use hyper::http::request::Parts;
use hyper::{Method, Request, StatusCode};

use super::answer::{self, Out};
use super::state::Door;
use super::{control, graphql, tokens, troubles};
use crate::demo::faults::{Met, Trouble};
use crate::demo::shopify::answering;

/// No request needs more.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// Answers one HTTP request; an error breaks the connection.
///
/// What was asked goes on when the caller hangs up, as in a real store: a time-out on the
/// caller's side says nothing about what was done.
pub(crate) async fn respond(door: Arc<Door>, request: Request<Incoming>) -> io::Result<Out> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, LARGEST_BODY).collect().await else {
        return Ok(answer::broken(413));
    };
    let body = body.to_bytes();
    let work = tokio::spawn(async move { routed(&door, &head, &body).await });
    work.await.unwrap_or_else(|broken| Err(io::Error::other(broken)))
}

async fn routed(door: &Door, head: &Parts, body: &[u8]) -> io::Result<Out> {
    let header = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    let token = header("x-shopify-access-token");
    let steps: Vec<&str> = head.uri.path().trim_matches('/').split('/').collect();
    match (&head.method, steps.as_slice()) {
        (&Method::POST, ["admin", "api", version, "graphql.json"]) => match answering(version) {
            Some(version) => graphql::answer(door, token, version, body).await,
            None => Ok(answer::not_found()),
        },
        (&Method::POST, ["admin", "oauth", "access_token"]) => {
            let is_json = header(CONTENT_TYPE.as_str()).is_some_and(|kind| kind.contains("json"));
            exchange(door, is_json, body).await
        }
        (&Method::GET, ["bulk", file]) => download(door, file).await,
        (method, ["unhold-demo", what]) => Ok(control::answer(door, token, (method, what), body)),
        _ => Ok(answer::not_found()),
    }
}

async fn exchange(door: &Door, is_json: bool, body: &[u8]) -> io::Result<Out> {
    let trouble = meet(door, "access_token");
    troubles::around(trouble.as_ref(), || {
        let now = door.now();
        tokens::exchange(&mut door.enter(), is_json, body, now)
    })
    .await
}

async fn download(door: &Door, file: &str) -> io::Result<Out> {
    let trouble = meet(door, "bulk");
    let id = file.strip_suffix(".jsonl").and_then(|id| id.parse().ok());
    troubles::around(trouble.as_ref(), || match id.and_then(|id| door.enter().folder.export(id)) {
        Some(lines) => (StatusCode::OK, lines),
        None => (StatusCode::NOT_FOUND, b"{\"errors\":\"Not Found\"}".to_vec()),
    })
    .await
}

fn meet(door: &Door, name: &str) -> Option<Trouble> {
    let fields = [name.to_owned()];
    let met = Met { operation: None, fields: &fields, kind: None };
    door.enter().faults.meet(&met)
}
