//! Variables: given values against declared types.

use apollo_compiler::Schema;
use apollo_compiler::ast::{self, Type};
use apollo_compiler::executable::VariableDefinition;
use apollo_compiler::schema::{ExtendedType, InputObjectType};
use serde_json::{Map, Value};

use super::arguments::literal;
use super::refusal::{Problem, Refusal};

/// Coerces what the request gave to what the operation declares. What was omitted and
/// has no default stays absent: absent and null are two different things to Shopify.
pub(crate) fn variables(
    schema: &Schema,
    declared: &[VariableDefinition],
    given: &Map<String, Value>,
) -> Result<Map<String, Value>, Vec<Refusal>> {
    let mut taken = Map::new();
    let mut refusals = Vec::new();
    for variable in declared {
        match one_variable(schema, variable, given.get(variable.name.as_str())) {
            Ok(None) => {}
            Ok(Some(value)) => {
                taken.insert(variable.name.to_string(), value);
            }
            Err(refusal) => refusals.push(refusal),
        }
    }
    if refusals.is_empty() { Ok(taken) } else { Err(refusals) }
}

fn one_variable(
    schema: &Schema,
    variable: &VariableDefinition,
    given: Option<&Value>,
) -> Result<Option<Value>, Refusal> {
    let Some(given) = given else {
        return match &variable.default_value {
            Some(default) => Ok(literal(default, &Map::new())),
            None if variable.ty.is_non_null() => {
                let problem = problem(&[], "Expected value to not be null");
                Err(refused(variable, &Value::Null, &[problem]))
            }
            None => Ok(None),
        };
    };
    let mut problems = Vec::new();
    let value =
        Coercion { schema, problems: &mut problems }.value(&variable.ty, given, &mut vec![]);
    if problems.is_empty() { Ok(Some(value)) } else { Err(refused(variable, given, &problems)) }
}

fn refused(variable: &VariableDefinition, given: &Value, problems: &[Problem]) -> Refusal {
    Refusal::variable(variable.name.as_str(), &variable.ty.to_string(), given, problems)
}

fn problem(path: &[Value], explanation: impl Into<String>) -> Problem {
    Problem { path: path.to_vec(), explanation: explanation.into() }
}

struct Coercion<'a> {
    schema: &'a Schema,
    problems: &'a mut Vec<Problem>,
}

impl Coercion<'_> {
    fn value(&mut self, ty: &Type, given: &Value, path: &mut Vec<Value>) -> Value {
        if given.is_null() {
            if ty.is_non_null() {
                self.problems.push(problem(path, "Expected value to not be null"));
            }
            return Value::Null;
        }
        match ty {
            Type::List(inner) | Type::NonNullList(inner) => self.list(inner, given, path),
            Type::Named(name) | Type::NonNullNamed(name) => match self.schema.types.get(name) {
                Some(ExtendedType::InputObject(object)) => self.object(object, given, path),
                Some(ExtendedType::Enum(kind)) => {
                    let known = given.as_str().is_some_and(|word| kind.values.contains_key(word));
                    if !known {
                        let all: Vec<&str> =
                            kind.values.keys().map(apollo_compiler::Name::as_str).collect();
                        let text = format!("Expected {given} to be one of: {}", all.join(", "));
                        self.problems.push(problem(path, text));
                    }
                    given.clone()
                }
                _ => self.scalar(name.as_str(), given, path),
            },
        }
    }

    fn list(&mut self, inner: &Type, given: &Value, path: &mut Vec<Value>) -> Value {
        let Some(items) = given.as_array() else {
            return Value::Array(vec![self.value(inner, given, path)]);
        };
        let mut taken = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            path.push(place.into());
            taken.push(self.value(inner, item, path));
            path.pop();
        }
        Value::Array(taken)
    }

    fn object(&mut self, object: &InputObjectType, given: &Value, path: &mut Vec<Value>) -> Value {
        let Some(members) = given.as_object() else {
            let text = format!("Expected {given} to be a key-value object.");
            self.problems.push(problem(path, text));
            return Value::Null;
        };
        self.unknown_members(object, members, path);
        self.exactly_one(object, members, path);
        let mut taken = Map::new();
        for (name, field) in &object.fields {
            path.push(Value::String(name.to_string()));
            match (members.get(name.as_str()), &field.default_value) {
                (Some(value), _) => {
                    taken.insert(name.to_string(), self.value(&field.ty, value, path));
                }
                (None, Some(default)) => {
                    taken.extend(literal(default, &Map::new()).map(|v| (name.to_string(), v)));
                }
                (None, None) if field.ty.is_non_null() => {
                    self.problems.push(problem(path, "Expected value to not be null"));
                }
                (None, None) => {}
            }
            path.pop();
        }
        Value::Object(taken)
    }

    fn unknown_members(
        &mut self,
        object: &InputObjectType,
        members: &Map<String, Value>,
        path: &[Value],
    ) {
        for name in members.keys().filter(|name| !object.fields.contains_key(name.as_str())) {
            let mut path = path.to_vec();
            path.push(Value::String(name.clone()));
            let text = format!("Field is not defined on {}", object.name);
            self.problems.push(problem(&path, text));
        }
    }

    fn exactly_one(
        &mut self,
        object: &InputObjectType,
        members: &Map<String, Value>,
        path: &[Value],
    ) {
        let one_of = object.directives.iter().any(|d| d.name == "oneOf");
        let given = members.values().filter(|v| !v.is_null()).count();
        if one_of && (members.len() != 1 || given != 1) {
            let text = format!(
                "'{}' requires exactly one argument, but {given} were provided.",
                object.name
            );
            self.problems.push(problem(path, text));
        }
    }

    fn scalar(&mut self, name: &str, given: &Value, path: &[Value]) -> Value {
        let fits = match name {
            "Int" => given.as_i64().is_some_and(|n| i32::try_from(n).is_ok()),
            "Float" => given.is_number(),
            "Boolean" => given.is_boolean(),
            "ID" => {
                if let Some(number) = given.as_i64() {
                    return Value::String(number.to_string());
                }
                given.is_string()
            }
            "Money" | "Decimal" => return self.decimal(name, given, path),
            "DateTime" => given.as_str().is_some_and(is_time),
            "JSON" => true,
            _ => given.is_string(),
        };
        if !fits {
            self.problems.push(problem(path, format!("Could not coerce value {given} to {name}")));
        }
        given.clone()
    }

    /// Decimals come as text or as a JSON number; both are kept as text, never as a float.
    fn decimal(&mut self, name: &str, given: &Value, path: &[Value]) -> Value {
        let text = match given {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        let digits = text.strip_prefix('-').unwrap_or(&text);
        let well_formed = digits.bytes().any(|b| b.is_ascii_digit())
            && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && digits.bytes().filter(|b| *b == b'.').count() <= 1;
        if !well_formed {
            self.problems.push(problem(path, format!("invalid {}", name.to_lowercase())));
        }
        Value::String(text)
    }
}

fn is_time(text: &str) -> bool {
    chrono::DateTime::parse_from_rfc3339(text).is_ok()
        || chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

/// Whether a literal in the document is a list, for arguments that take one item as a list.
pub(crate) fn is_list(value: &ast::Value) -> bool {
    matches!(value, ast::Value::List(_) | ast::Value::Variable(_) | ast::Value::Null)
}
