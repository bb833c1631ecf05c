//! Arguments of fields: literals and variables of the document made into values.

use apollo_compiler::ast::{self, Type};
use apollo_compiler::executable;
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{Node, Schema};
use serde_json::{Map, Value};

use super::coerce::is_list;

/// The arguments of one field as declared in the document, before variables are known.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    entries: Vec<(String, Node<ast::Value>)>,
    defaults: Vec<(String, Value)>,
}

/// The arguments of one field in one request, defaults included. What was not given and
/// has no default is absent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments(Map<String, Value>);

/// No argument can have this name.
const WHOLE: &str = "(whole)";

impl Template {
    /// Reads the arguments of a field of a valid document; `None` when it takes none.
    pub(crate) fn of(schema: &Schema, field: &executable::Field) -> Option<Self> {
        if field.definition.arguments.is_empty() {
            return None;
        }
        let mut entries = Vec::new();
        let mut defaults = Vec::new();
        for declared in &field.definition.arguments {
            if let Some(given) = field.specified_argument_by_name(&declared.name) {
                let value = shaped(schema, &declared.ty, given);
                entries.push((declared.name.to_string(), value));
            }
            let default = declared.default_value.as_ref().and_then(|d| literal(d, &Map::new()));
            defaults.extend(default.map(|value| (declared.name.to_string(), value)));
        }
        Some(Self { entries, defaults })
    }

    /// The arguments with the request's variables filled in.
    pub(crate) fn filled(&self, variables: &Map<String, Value>) -> Arguments {
        let mut filled = Map::new();
        for (name, value) in &self.entries {
            filled.extend(literal(value, variables).map(|value| (name.clone(), value)));
        }
        for (name, value) in &self.defaults {
            filled.entry(name.clone()).or_insert_with(|| value.clone());
        }
        Arguments(filled)
    }
}

impl Arguments {
    /// The value of an argument; null counts as a value, absence does not.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The text of an argument.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// The whole number of an argument.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.0.get(name).and_then(Value::as_i64)
    }

    /// Whether an argument is true; absent and null count as false.
    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The items of a list argument; empty when absent.
    pub(crate) fn list(&self, name: &str) -> &[Value] {
        self.0.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The same arguments, asking for the whole list at once, as a bulk export does.
    pub(crate) fn unpaged(mut self) -> Self {
        self.0.insert(WHOLE.to_owned(), Value::Bool(true));
        self
    }

    /// Whether the whole list is asked for.
    pub(crate) fn is_unpaged(&self) -> bool {
        self.0.contains_key(WHOLE)
    }

    /// All arguments, for comparing two uses of one idempotency key.
    pub(crate) fn all(&self) -> &Map<String, Value> {
        &self.0
    }
}

/// A literal with variables filled in; `None` when it is a variable that was not given.
pub(crate) fn literal(value: &ast::Value, variables: &Map<String, Value>) -> Option<Value> {
    Some(match value {
        ast::Value::Null => Value::Null,
        ast::Value::Enum(name) => Value::String(name.to_string()),
        ast::Value::Variable(name) => return variables.get(name.as_str()).cloned(),
        ast::Value::String(text) => Value::String(text.clone()),
        ast::Value::Float(number) => number_or_text(number.as_str()),
        ast::Value::Int(number) => number_or_text(number.as_str()),
        ast::Value::Boolean(yes) => Value::Bool(*yes),
        ast::Value::List(items) => {
            Value::Array(items.iter().filter_map(|item| literal(item, variables)).collect())
        }
        ast::Value::Object(members) => Value::Object(
            members
                .iter()
                .filter_map(|(name, value)| Some((name.to_string(), literal(value, variables)?)))
                .collect(),
        ),
    })
}

fn number_or_text(digits: &str) -> Value {
    serde_json::from_str(digits).unwrap_or_else(|_| Value::String(digits.to_owned()))
}

/// Makes a literal what its declared type says: one item where a list is wanted becomes a
/// list, numbers given for ids and decimals become text, missing members get their default.
fn shaped(schema: &Schema, ty: &Type, value: &Node<ast::Value>) -> Node<ast::Value> {
    match (ty, value.as_ref()) {
        (_, ast::Value::Null | ast::Value::Variable(_)) => value.clone(),
        (Type::List(inner) | Type::NonNullList(inner), ast::Value::List(items)) => {
            Node::new(ast::Value::List(items.iter().map(|i| shaped(schema, inner, i)).collect()))
        }
        (Type::List(inner) | Type::NonNullList(inner), one) if !is_list(one) => {
            Node::new(ast::Value::List(vec![shaped(schema, inner, value)]))
        }
        (Type::Named(name) | Type::NonNullNamed(name), ast::Value::Object(members)) => {
            Node::new(ast::Value::Object(shaped_members(schema, name.as_str(), members)))
        }
        (Type::Named(name) | Type::NonNullNamed(name), ast::Value::Int(number))
            if matches!(name.as_str(), "ID" | "Money" | "Decimal") =>
        {
            Node::new(ast::Value::String(number.as_str().to_owned()))
        }
        (Type::Named(name) | Type::NonNullNamed(name), ast::Value::Float(number))
            if matches!(name.as_str(), "Money" | "Decimal") =>
        {
            Node::new(ast::Value::String(number.as_str().to_owned()))
        }
        _ => value.clone(),
    }
}

type Members = Vec<(apollo_compiler::Name, Node<ast::Value>)>;

fn shaped_members(schema: &Schema, name: &str, members: &Members) -> Members {
    let Some(ExtendedType::InputObject(object)) = schema.types.get(name) else {
        return members.clone();
    };
    let mut all = Members::new();
    for (name, field) in &object.fields {
        match members.iter().find(|(given, _)| given == name) {
            Some((_, value)) => all.push((name.clone(), shaped(schema, &field.ty, value))),
            None => all.extend(field.default_value.clone().map(|value| (name.clone(), value))),
        }
    }
    all
}

/// The text that a literal or variable stands for.
pub(crate) fn text_of(value: &ast::Value, variables: &Map<String, Value>) -> Option<String> {
    literal(value, variables)?.as_str().map(str::to_owned)
}
