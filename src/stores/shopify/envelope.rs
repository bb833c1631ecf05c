//! The envelope of every answer: data, top-level errors, cost, search warnings.

use serde::Deserialize;

use crate::domain::Clean;

/// An answer as it comes; `data` and `errors` may both be there.
#[derive(Debug, Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
pub(super) struct Envelope<T> {
    #[serde(default = "nothing")]
    pub(super) data: Option<T>,
    #[serde(default)]
    pub(super) errors: Option<Errors>,
    #[serde(default)]
    pub(super) extensions: Option<Extensions>,
}

fn nothing<T>() -> Option<T> {
    None
}

/// Top-level errors; a refusal at the door is a bare sentence instead of a list.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Errors {
    List(Vec<TopError>),
    Sentence(String),
    Other(serde::de::IgnoredAny),
}

/// One top-level error. `path` and `extensions` may be absent (`apis/shopify.md`, section 3).
#[derive(Clone, Debug, Deserialize)]
pub(super) struct TopError {
    #[serde(default)]
    pub(super) message: String,
    #[serde(default)]
    pub(super) path: Option<Vec<Segment>>,
    #[serde(default)]
    extensions: Option<ErrorExtensions>,
}

#[derive(Clone, Debug, Deserialize)]
struct ErrorExtensions {
    #[serde(default)]
    code: Option<String>,
}

/// One step of a path: a field's name or a place in a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Segment {
    Name(String),
    Place(u64),
}

impl TopError {
    /// Shopify's code, or nothing.
    pub(super) fn code(&self) -> &str {
        self.extensions.as_ref().and_then(|more| more.code.as_deref()).unwrap_or_default()
    }

    /// The path as text: `orders.nodes.3.email`.
    pub(super) fn dotted(&self) -> Option<String> {
        let path = self.path.as_ref().filter(|path| !path.is_empty())?;
        let steps = path.iter().map(|step| match step {
            Segment::Name(name) => name.clone(),
            Segment::Place(place) => place.to_string(),
        });
        Some(steps.collect::<Vec<_>>().join("."))
    }
}

/// What comes beside the data.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Extensions {
    #[serde(default)]
    pub(super) cost: Option<Cost>,
    #[serde(default)]
    search: Option<Vec<Search>>,
}

/// What the request cost and what is left. Points, not money.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cost {
    #[serde(default)]
    pub(super) requested_query_cost: Option<f64>,
    #[serde(default)]
    pub(super) throttle_status: Option<ThrottleStatus>,
}

/// The bucket that requests are paid from.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ThrottleStatus {
    pub(super) maximum_available: f64,
    pub(super) currently_available: f64,
    pub(super) restore_rate: f64,
}

#[derive(Debug, Deserialize)]
struct Search {
    #[serde(default)]
    warnings: Option<Vec<SearchWarning>>,
}

#[derive(Debug, Deserialize)]
struct SearchWarning {
    #[serde(default)]
    field: Option<String>,
    #[serde(default)]
    message: Option<String>,
}

impl Extensions {
    /// What the store says about a search filter that it ignored. Such a search matches
    /// everything, and this is the only sign (`apis/shopify.md`, section 4).
    pub(super) fn ignored_filter(&self) -> Option<String> {
        let warning =
            self.search.iter().flatten().filter_map(|s| s.warnings.as_ref()).flatten().next()?;
        let field = Clean::new(warning.field.as_deref().unwrap_or("?"));
        let words = Clean::new(warning.message.as_deref().unwrap_or_default());
        Some(format!("{} {}", field.fitted(60), words.fitted(200)).trim_end().to_owned())
    }
}

impl<T> Envelope<T> {
    /// The top-level errors as a list.
    pub(super) fn errors(&self) -> Vec<TopError> {
        match &self.errors {
            Some(Errors::List(list)) => list.clone(),
            Some(Errors::Sentence(words)) => {
                vec![TopError { message: words.clone(), path: None, extensions: None }]
            }
            Some(Errors::Other(_)) => {
                vec![TopError {
                    message: "an unreadable error".to_owned(),
                    path: None,
                    extensions: None,
                }]
            }
            None => Vec::new(),
        }
    }
}
