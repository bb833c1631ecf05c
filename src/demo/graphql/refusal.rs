//! Top-level GraphQL errors in Shopify's shapes (shopify.md section 3).

use serde::Serialize;
use serde_json::{Map, Value, json};

/// One entry of the answer's `errors`.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Refusal {
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    path: Vec<Value>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    extensions: Map<String, Value>,
}

/// A place in the document, counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Location {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Refusal {
    /// An error with a code and nothing else.
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self::plain(message).with("code", code)
    }

    /// An error without a code, as for text that is no GraphQL.
    pub(crate) fn plain(message: impl Into<String>) -> Self {
        Self { message: message.into(), locations: vec![], path: vec![], extensions: Map::new() }
    }

    /// Adds one member of `extensions`.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extensions.insert(name.to_owned(), value.into());
        self
    }

    /// Adds the place in the document, where it is known.
    pub(crate) fn at(mut self, location: Option<Location>) -> Self {
        self.locations.extend(location);
        self
    }

    /// Sets the path.
    pub(crate) fn on(mut self, path: Vec<Value>) -> Self {
        self.path = path;
        self
    }

    /// The sentence.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// A variable's value that does not fit its type, with every problem found in it.
    pub(crate) fn variable(name: &str, ty: &str, value: &Value, problems: &[Problem]) -> Self {
        let told: Vec<Value> = problems
            .iter()
            .map(|p| json!({"path": p.path, "explanation": p.explanation}))
            .collect();
        let place = problems.first().map(Problem::place).unwrap_or_default();
        Self::new(
            "INVALID_VARIABLE",
            format!("Variable ${name} of type {ty} was provided invalid value{place}"),
        )
        .with("value", value.clone())
        .with("problems", told)
    }
}

/// What is wrong inside the value of a variable, and where in it.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) path: Vec<Value>,
    pub(crate) explanation: String,
}

impl Problem {
    fn place(&self) -> String {
        if self.path.is_empty() {
            return String::new();
        }
        let steps: Vec<String> = self
            .path
            .iter()
            .map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned))
            .collect();
        format!(" for {} ({})", steps.join("."), self.explanation)
    }
}
