//! The end of an answer: errors, cost, warnings of searches.

use serde_json::{Value, json};

use super::cost::{self, Standing};
use super::search::Warned;
use crate::demo::graphql::{Refusal, Writer};

/// A request that ran, before its answer is closed.
pub(super) struct Ran {
    pub(super) out: Writer,
    pub(super) errors: Vec<Refusal>,
    pub(super) warned: Vec<Warned>,
    pub(super) points: u64,
}

/// Closes an answer: errors, cost, what searches ignored.
pub(super) fn finished(ran: Ran, cost: (u64, Option<u64>), standing: Standing) -> Vec<u8> {
    let mut out = ran.out;
    if !ran.errors.is_empty() {
        out.raw(",\"errors\":");
        out.json(&ran.errors);
    }
    out.raw(",\"extensions\":{");
    write_cost(&mut out, cost, standing);
    if !ran.warned.is_empty() {
        out.raw(",\"search\":");
        out.json(&told(&ran.warned));
    }
    out.raw("}}");
    out.finish()
}

/// Warnings as the answer tells them: one entry per search.
fn told(warned: &[Warned]) -> Vec<Value> {
    let mut told: Vec<(&str, &str, Vec<&Warned>)> = Vec::new();
    for one in warned {
        match told.iter_mut().find(|(path, query, _)| *path == one.path && *query == one.query) {
            Some((_, _, list)) => list.push(one),
            None => told.push((&one.path, &one.query, vec![one])),
        }
    }
    told.into_iter()
        .map(
            |(path, query, warnings)| json!({"path": [path], "query": query, "warnings": warnings}),
        )
        .collect()
}

/// Writes what a request cost and how the bucket stands.
pub(super) fn write_cost(out: &mut Writer, cost: (u64, Option<u64>), standing: Standing) {
    let (requested, actual) = cost;
    out.raw("\"cost\":{\"requestedQueryCost\":");
    out.natural(requested, 1);
    out.raw(",\"actualQueryCost\":");
    match actual {
        Some(actual) => out.natural(actual, 1),
        None => out.raw("null"),
    }
    out.raw(",\"throttleStatus\":{\"maximumAvailable\":");
    out.natural(standing.maximum, 1);
    out.raw(",\"currentlyAvailable\":");
    out.natural(standing.available, 1);
    out.raw(",\"restoreRate\":");
    out.natural(standing.restore, 1);
    out.raw("}}");
}

/// The refusal of a request that costs more than any may.
pub(super) fn too_dear(requested: u64) -> Refusal {
    let text = format!(
        "Query cost is {requested}, which exceeds the single query max cost limit ({}).\n\n\
         See https://shopify.dev/concepts/about-apis/rate-limits for more information on how the cost of a query is calculated.",
        cost::MOST
    );
    Refusal::new("MAX_COST_EXCEEDED", text)
        .with("cost", requested)
        .with("maxCost", cost::MOST)
        .with("documentation", "https://shopify.dev/api/usage/rate-limits")
}
