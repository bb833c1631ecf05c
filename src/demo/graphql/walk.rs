//! What is wrong with a document, in Shopify's words.
//!
//! The compiler decides whether a document is valid; its diagnostics carry no path and no
//! code. This walk finds the common mistakes again and tells them as Shopify does; what it
//! does not find is told with the compiler's own sentence.

use apollo_compiler::ast::{self, Definition, Selection};
use apollo_compiler::parser::SourceSpan;
use apollo_compiler::schema::{ExtendedType, FieldDefinition};
use apollo_compiler::validation::DiagnosticList;
use apollo_compiler::{Node, Schema};
use serde_json::Value;

use super::refusal::{Location, Refusal};
use super::sentences::{generic, syntax};

/// The refusals of a document that the compiler found invalid.
pub(crate) fn refusals(schema: &Schema, text: &str, errors: &DiagnosticList) -> Vec<Refusal> {
    let document = match ast::Document::parse(text, "document.graphql") {
        Ok(document) => document,
        Err(broken) => return broken.errors.iter().take(1).map(|e| syntax(&e)).collect(),
    };
    let mut walk = Walk { schema, document: &document, found: Vec::new(), path: Vec::new() };
    walk.document();
    if walk.found.is_empty() {
        return errors.iter().map(|e| generic(e.error.unstable_error_name(), &e)).collect();
    }
    walk.found
}

struct Walk<'d> {
    schema: &'d Schema,
    document: &'d ast::Document,
    found: Vec<Refusal>,
    path: Vec<Value>,
}

impl<'d> Walk<'d> {
    fn document(&mut self) {
        for definition in &self.document.definitions {
            match definition {
                Definition::OperationDefinition(operation) => self.operation(operation),
                Definition::FragmentDefinition(fragment) => {
                    self.path.push(format!("fragment {}", fragment.name).into());
                    self.selections(fragment.type_condition.as_str(), &fragment.selection_set);
                    self.path.pop();
                }
                _ => {}
            }
        }
    }

    fn operation(&mut self, operation: &'d Node<ast::OperationDefinition>) {
        let kind = operation.operation_type.name();
        let path = match &operation.name {
            Some(name) => format!("{kind} {name}"),
            None => kind.to_owned(),
        };
        self.path.push(path.into());
        let root = self.schema.root_operation(operation.operation_type).cloned();
        match root {
            Some(root) => self.selections(root.as_str(), &operation.selection_set),
            None => self.tell(
                "missingTypeDefinition",
                format!("Schema is not configured for {kind}s"),
                None,
            ),
        }
        self.unused_variables(operation);
        self.path.pop();
    }

    fn unused_variables(&mut self, operation: &'d Node<ast::OperationDefinition>) {
        let name = operation.name.as_ref().map_or("anonymous query", |n| n.as_str());
        let whole = self.document.to_string();
        for variable in &operation.variables {
            let uses = whole.matches(&format!("${}", variable.name)).count();
            if uses <= 1 {
                let text =
                    format!("Variable ${} is declared by {name} but not used", variable.name);
                let place = self.place(variable.name.location());
                let refusal = Refusal::new("variableNotUsed", text)
                    .with("variableName", variable.name.as_str())
                    .at(place)
                    .on(self.path.clone());
                self.found.push(refusal);
            }
        }
    }

    fn selections(&mut self, type_name: &str, selections: &'d [Selection]) {
        for selection in selections {
            match selection {
                Selection::Field(field) => self.field(type_name, field),
                Selection::InlineFragment(inline) => {
                    let inner = inline.type_condition.as_ref().map_or(type_name, |n| n.as_str());
                    let step = inline
                        .type_condition
                        .as_ref()
                        .map_or("...".to_owned(), |n| format!("... on {n}"));
                    self.path.push(step.into());
                    if self.type_is_known(
                        inner,
                        inline.type_condition.as_ref().and_then(apollo_compiler::Name::location),
                    ) {
                        self.selections(inner, &inline.selection_set);
                    }
                    self.path.pop();
                }
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    fn type_is_known(&mut self, name: &str, span: Option<SourceSpan>) -> bool {
        if self.schema.types.contains_key(name) {
            return true;
        }
        let text = format!("No such type {name}, so it can't be a fragment condition");
        self.tell_with("undefinedType", text, span, &[("typeName", name)]);
        false
    }

    fn field(&mut self, type_name: &str, field: &'d Node<ast::Field>) {
        let answer_name = field.alias.as_ref().unwrap_or(&field.name);
        self.path.push(Value::String(answer_name.to_string()));
        match self.schema.type_field(type_name, field.name.as_str()) {
            Ok(definition) => {
                let definition = definition.node.clone();
                self.known_field(&definition, field);
            }
            Err(_) if self.schema.types.contains_key(type_name) => {
                let text = format!("Field '{}' doesn't exist on type '{type_name}'", field.name);
                let facts = [("typeName", type_name), ("fieldName", field.name.as_str())];
                self.tell_with("undefinedField", text, field.name.location(), &facts);
            }
            Err(_) => {}
        }
        self.path.pop();
    }

    fn known_field(&mut self, definition: &Node<FieldDefinition>, field: &'d Node<ast::Field>) {
        self.unknown_arguments(definition, field);
        self.missing_arguments(definition, field);
        for argument in &field.arguments {
            if let Some(declared) = definition.argument_by_name(&argument.name) {
                self.path.push(Value::String(argument.name.to_string()));
                self.value(&declared.ty, &argument.value, &argument.name, "Field");
                self.path.pop();
            }
        }
        let named = definition.ty.inner_named_type().clone();
        let composite = matches!(
            self.schema.types.get(&named),
            Some(ExtendedType::Object(_) | ExtendedType::Interface(_) | ExtendedType::Union(_))
        );
        match (composite, field.selection_set.is_empty()) {
            (true, true) => self.selection_mismatch(field, format!(
                "Field must have selections (field '{0}' returns {named} but has no selections. Did you mean '{0} {{ ... }}'?)",
                field.name
            ), named.as_str()),
            (false, false) => self.selection_mismatch(field, format!(
                "Selections can't be made on scalars (field '{}' returns {named} but has selections {})",
                field.name, chosen(&field.selection_set)
            ), named.as_str()),
            _ => self.selections(named.as_str(), &field.selection_set),
        }
    }

    fn selection_mismatch(&mut self, field: &Node<ast::Field>, text: String, type_name: &str) {
        let node = format!("field '{}'", field.name);
        let facts = [("nodeName", node.as_str()), ("typeName", type_name)];
        self.tell_with("selectionMismatch", text, field.name.location(), &facts);
    }

    fn unknown_arguments(&mut self, definition: &FieldDefinition, field: &Node<ast::Field>) {
        for argument in &field.arguments {
            if definition.argument_by_name(&argument.name).is_some() {
                continue;
            }
            self.path.push(Value::String(argument.name.to_string()));
            let text =
                format!("Field '{}' doesn't accept argument '{}'", field.name, argument.name);
            let facts = [
                ("name", field.name.as_str()),
                ("typeName", "Field"),
                ("argumentName", argument.name.as_str()),
            ];
            self.tell_with("argumentNotAccepted", text, argument.name.location(), &facts);
            self.path.pop();
        }
    }

    fn missing_arguments(&mut self, definition: &FieldDefinition, field: &Node<ast::Field>) {
        let missing: Vec<&str> = definition
            .arguments
            .iter()
            .filter(|a| {
                a.is_required() && !field.arguments.iter().any(|given| given.name == a.name)
            })
            .map(|a| a.name.as_str())
            .collect();
        if missing.is_empty() {
            return;
        }
        let missing = missing.join(", ");
        let text = format!("Field '{}' is missing required arguments: {missing}", field.name);
        let facts = [
            ("className", "Field"),
            ("name", field.name.as_str()),
            ("arguments", missing.as_str()),
        ];
        self.tell_with("missingRequiredArguments", text, field.name.location(), &facts);
    }

    fn value(&mut self, ty: &ast::Type, value: &Node<ast::Value>, name: &str, owner: &str) {
        match value.as_ref() {
            ast::Value::Variable(_) => {}
            ast::Value::Null if !ty.is_non_null() => {}
            ast::Value::List(items) if ty.is_list() => {
                for item in items {
                    self.value(ty.item_type(), item, name, owner);
                }
            }
            ast::Value::Object(members) => match self.schema.types.get(ty.inner_named_type()) {
                Some(ExtendedType::InputObject(object)) => {
                    self.members(&object.clone(), members, value.location());
                }
                _ => self.incompatible(ty, value, name, owner),
            },
            _ if !self.fits(ty.inner_named_type().as_str(), value) => {
                self.incompatible(ty, value, name, owner);
            }
            _ => {}
        }
    }

    fn members(
        &mut self,
        object: &apollo_compiler::schema::InputObjectType,
        members: &[(apollo_compiler::Name, Node<ast::Value>)],
        span: Option<SourceSpan>,
    ) {
        for (name, value) in members {
            self.path.push(Value::String(name.to_string()));
            if let Some(field) = object.fields.get(name) {
                self.value(&field.ty, value, name.as_str(), "InputObject");
            } else {
                let text =
                    format!("InputObject '{}' doesn't accept argument '{name}'", object.name);
                let facts = [
                    ("name", object.name.as_str()),
                    ("typeName", "InputObject"),
                    ("argumentName", name.as_str()),
                ];
                self.tell_with("argumentNotAccepted", text, name.location(), &facts);
            }
            self.path.pop();
        }
        for (name, field) in &object.fields {
            if field.is_required() && !members.iter().any(|(given, _)| given == name) {
                let text = format!(
                    "Argument '{name}' on InputObject '{}' is required. Expected type {}",
                    object.name, field.ty
                );
                let expected = field.ty.to_string();
                let facts = [
                    ("argumentName", name.as_str()),
                    ("argumentType", expected.as_str()),
                    ("inputObjectType", object.name.as_str()),
                ];
                self.path.push(Value::String(name.to_string()));
                self.tell_with("missingRequiredInputObjectAttribute", text, span, &facts);
                self.path.pop();
            }
        }
    }

    fn fits(&self, type_name: &str, value: &ast::Value) -> bool {
        match self.schema.types.get(type_name) {
            Some(ExtendedType::Enum(kind)) => {
                matches!(value, ast::Value::Enum(name) if kind.values.contains_key(name))
            }
            Some(ExtendedType::InputObject(_)) => false,
            _ => match type_name {
                "Int" => matches!(value, ast::Value::Int(n) if n.try_to_i32().is_ok()),
                "Float" => matches!(value, ast::Value::Int(_) | ast::Value::Float(_)),
                "Boolean" => matches!(value, ast::Value::Boolean(_)),
                "String" => matches!(value, ast::Value::String(_)),
                "ID" => matches!(value, ast::Value::String(_) | ast::Value::Int(_)),
                _ => true,
            },
        }
    }

    fn incompatible(&mut self, ty: &ast::Type, value: &Node<ast::Value>, name: &str, owner: &str) {
        let text = format!(
            "Argument '{name}' on {owner} has an invalid value ({value}). Expected type '{ty}'."
        );
        let facts = [("typeName", owner), ("argumentName", name)];
        self.tell_with("argumentLiteralsIncompatible", text, value.location(), &facts);
    }

    fn tell(&mut self, code: &str, text: String, span: Option<SourceSpan>) {
        self.tell_with(code, text, span, &[]);
    }

    fn tell_with(
        &mut self,
        code: &str,
        text: String,
        span: Option<SourceSpan>,
        facts: &[(&str, &str)],
    ) {
        let mut refusal = Refusal::new(code, text).at(self.place(span)).on(self.path.clone());
        for (name, value) in facts {
            refusal = refusal.with(name, *value);
        }
        self.found.push(refusal);
    }

    fn place(&self, span: Option<SourceSpan>) -> Option<Location> {
        let place = span?.line_column(&self.document.sources)?;
        Some(Location { line: place.line, column: place.column })
    }
}

fn chosen(selections: &[Selection]) -> String {
    let names: Vec<String> = selections
        .iter()
        .filter_map(|s| match s {
            Selection::Field(field) => Some(format!("{:?}", field.name.as_str())),
            _ => None,
        })
        .collect();
    format!("[{}]", names.join(", "))
}
