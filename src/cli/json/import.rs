//! What an import brought.

use serde::Serialize;

use crate::desk::{Imported, Refused};

/// `unhold/import/1`
#[derive(Serialize)]
pub(in crate::cli) struct ImportDocument<'a> {
    schema: &'static str,
    read: u64,
    added: u64,
    updated: u64,
    refusals: u64,
    refused: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    line: u64,
    why: &'a str,
}

impl<'a> ImportDocument<'a> {
    /// All of it.
    pub(in crate::cli) fn of(told: &'a Imported) -> Self {
        let line = |Refused { line, why }: &'a Refused| Line { line: *line, why };
        Self {
            schema: "unhold/import/1",
            read: told.read,
            added: told.added,
            updated: told.updated,
            refusals: told.refusals,
            refused: told.refused.iter().map(line).collect(),
        }
    }
}
