//! Faults on purpose: which request meets which trouble.

use serde::{Deserialize, Serialize};

/// A rule: the requests it meets, and what befalls them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    /// Only operations with this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Only operations with this root field; `access_token` is the token endpoint, `bulk`
    /// the download of an export.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Only queries, or only mutations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<RequestKind>,
    /// How many matching requests pass unharmed first.
    #[serde(default)]
    pub skip: u32,
    /// How many requests it befalls; nothing means every one from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// What befalls them.
    #[serde(rename = "do")]
    pub trouble: Trouble,
    /// How often it has fired; given out, ignored when read.
    #[serde(default)]
    pub fired: u32,
}

/// Queries or mutations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestKind {
    /// Reads.
    Query,
    /// Changes.
    Mutation,
}

/// What befalls a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Trouble {
    /// The answer comes late; the side effect happens at the end of the wait.
    Delay {
        /// How late.
        ms: u64,
    },
    /// HTTP 429 with `Retry-After`; nothing is done.
    TooManyRequests {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// HTTP 200 with the code `THROTTLED`; nothing is done.
    Throttled,
    /// Another HTTP status; nothing is done.
    Status {
        /// The status, such as 503.
        code: u16,
    },
    /// Another HTTP status, although the side effect has happened.
    StatusAfter {
        /// The status, such as 502.
        code: u16,
    },
    /// The connection breaks before anything is done.
    DropBefore,
    /// The connection breaks after the side effect, before any answer.
    DropAfter,
    /// The side effect happens, and half of the answer arrives.
    Truncated,
    /// The side effect happens, and the answer is no JSON.
    Malformed,
    /// The answer is so much rubbish; nothing is done.
    Rubbish {
        /// Mebibytes.
        mib: u32,
    },
    /// The side effect happens, and the answer comes a few bytes at a time.
    Drip {
        /// Bytes at a time.
        bytes: u32,
        /// Pause between them.
        ms: u64,
    },
    /// HTTP 401, as with an expired token; nothing is done.
    ExpiredToken,
    /// A redirect to another place; nothing is done.
    Redirect {
        /// Where to.
        to: String,
    },
    /// The side effect happens, and the answer has both what came of it and a user error. An
    /// answer without a place for user errors gets an error beside its data.
    UserErrorBeside {
        /// The sentence of the error.
        message: String,
    },
    /// The side effect happens, and `ACCESS_DENIED` stands beside the data.
    PartialError {
        /// The field that the error names.
        field: String,
    },
}

/// The rules in force.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    told: FaultRule,
    skipped: u32,
}

/// What a rule looks at.
pub(crate) struct Met<'r> {
    pub(crate) operation: Option<&'r str>,
    pub(crate) fields: &'r [String],
    pub(crate) kind: Option<RequestKind>,
}

impl Faults {
    /// Adds a rule behind the others.
    pub(crate) fn add(&mut self, rule: FaultRule) {
        self.rules.push(Rule { told: FaultRule { fired: 0, ..rule }, skipped: 0 });
    }

    /// Whether no rule is in force.
    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Forgets all rules.
    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// The rules with how often each fired.
    pub(crate) fn told(&self) -> Vec<FaultRule> {
        self.rules.iter().map(|rule| rule.told.clone()).collect()
    }

    /// What befalls a request: the first rule that matches and is not used up.
    pub(crate) fn meet(&mut self, met: &Met<'_>) -> Option<Trouble> {
        for rule in self.rules.iter_mut().filter(|rule| rule.told.matches(met)) {
            if rule.told.times.is_some_and(|times| rule.told.fired >= times) {
                continue;
            }
            if rule.skipped < rule.told.skip {
                rule.skipped += 1;
                continue;
            }
            rule.told.fired += 1;
            return Some(rule.told.trouble.clone());
        }
        None
    }
}

impl FaultRule {
    /// A rule that befalls every request once.
    pub fn once(trouble: Trouble) -> Self {
        Self {
            operation: None,
            field: None,
            kind: None,
            skip: 0,
            times: Some(1),
            trouble,
            fired: 0,
        }
    }

    /// Narrows the rule to a root field, such as `refundCreate`.
    #[must_use]
    pub fn on_field(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// Narrows the rule to an operation's name.
    #[must_use]
    pub fn on_operation(mut self, operation: &str) -> Self {
        self.operation = Some(operation.to_owned());
        self
    }

    fn matches(&self, met: &Met<'_>) -> bool {
        let operation =
            self.operation.as_deref().is_none_or(|wanted| met.operation == Some(wanted));
        let field = self.field.as_ref().is_none_or(|wanted| met.fields.contains(wanted));
        let kind = self.kind.is_none_or(|wanted| met.kind == Some(wanted));
        operation && field && kind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(fields: &[String], kind: RequestKind) -> Met<'_> {
        Met { operation: Some("X"), fields, kind: Some(kind) }
    }

    #[test]
    fn a_rule_waits_fires_and_is_used_up() {
        let mut faults = Faults::default();
        let rule =
            FaultRule { skip: 1, ..FaultRule::once(Trouble::DropAfter).on_field("orderCancel") };
        faults.add(rule);
        let cancel = ["orderCancel".to_owned()];
        let other = ["orders".to_owned()];

        assert_eq!(faults.meet(&met(&other, RequestKind::Query)), None);
        assert_eq!(faults.meet(&met(&cancel, RequestKind::Mutation)), None);
        assert_eq!(faults.meet(&met(&cancel, RequestKind::Mutation)), Some(Trouble::DropAfter));
        assert_eq!(faults.meet(&met(&cancel, RequestKind::Mutation)), None);
        assert_eq!(faults.told().first().unwrap().fired, 1);
    }

    #[test]
    fn rules_are_read_from_json() {
        let rule: FaultRule = serde_json::from_str(
            r#"{"kind":"mutation","times":2,"do":{"drip":{"bytes":7,"ms":3}}}"#,
        )
        .unwrap();

        assert_eq!(rule.trouble, Trouble::Drip { bytes: 7, ms: 3 });
        assert!(serde_json::from_str::<FaultRule>(r#"{"do":"nonsense"}"#).is_err());
    }
}
