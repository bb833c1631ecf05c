//! `@include` and `@skip`.

use apollo_compiler::executable::DirectiveList;
use serde_json::{Map, Value};

/// `@include` and `@skip`: any of these lists must hold as a whole.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conditions(pub(super) Vec<Vec<Condition>>);

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Condition {
    wanted: bool,
    given: Given,
}

#[derive(Clone, Debug, PartialEq)]
enum Given {
    Always(bool),
    Variable(String),
}

impl Conditions {
    /// Whether the field is asked for under these variables.
    pub(crate) fn hold(&self, variables: &Map<String, Value>) -> bool {
        self.0.is_empty() || self.0.iter().any(|all| all.iter().all(|one| one.holds(variables)))
    }
}

impl Condition {
    fn holds(&self, variables: &Map<String, Value>) -> bool {
        let value = match &self.given {
            Given::Always(value) => *value,
            Given::Variable(name) => variables.get(name).and_then(Value::as_bool).unwrap_or(false),
        };
        value == self.wanted
    }
}

/// The conditions of a place, with those that its own directives add.
pub(super) fn with(conditions: &[Condition], directives: &DirectiveList) -> Vec<Condition> {
    let mut all = conditions.to_vec();
    for directive in directives {
        let wanted = match directive.name.as_str() {
            "include" => true,
            "skip" => false,
            _ => continue,
        };
        let Some(value) = directive.specified_argument_by_name("if") else {
            continue;
        };
        let given = match value.as_variable() {
            Some(name) => Given::Variable(name.to_string()),
            None => Given::Always(value.to_bool().unwrap_or(false)),
        };
        all.push(Condition { wanted, given });
    }
    all
}
