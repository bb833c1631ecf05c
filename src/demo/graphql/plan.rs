//! Plans: what one operation of a valid document asks for, ready to run many times.
//!
//! A page of 250 orders runs the same selection 250 times; whatever depends on the
//! document alone is settled here once: merged fields, fragments per concrete type,
//! written keys, argument templates, the resolver of each field.

use apollo_compiler::ast::Type;
use apollo_compiler::collections::IndexMap;
use apollo_compiler::executable::{self, ExecutableDocument};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{Name, Node, Schema};

use super::arguments::Template;
use super::conditions::{Condition, Conditions, with};
use super::refusal::Location;

/// Finds what answers a field: given the object type's name and the field's name.
pub(crate) type Bind<R> = fn(&str, &str) -> Option<R>;

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OperationKind {
    /// Reads only.
    Query,
    /// Changes the shop, one root field after the other.
    Mutation,
}

/// One operation, planned.
#[derive(Debug)]
pub(crate) struct Operation<R> {
    pub(crate) kind: OperationKind,
    pub(crate) name: Option<String>,
    pub(crate) variables: Vec<executable::VariableDefinition>,
    pub(crate) root: Vec<Field<R>>,
    pub(crate) templates: Vec<Template>,
    /// Whether the document asks about the schema itself.
    pub(crate) introspects: bool,
}

/// One field of a selection.
#[derive(Debug)]
pub(crate) struct Field<R> {
    /// `"alias":`, as it is written.
    pub(crate) key: Vec<u8>,
    /// The name in the answer.
    pub(crate) answer_name: String,
    /// The name in the schema.
    pub(crate) name: String,
    pub(crate) kind: FieldKind<R>,
    pub(crate) conditions: Conditions,
    /// The place of the argument template, when the field takes arguments.
    pub(crate) template: Option<usize>,
    pub(crate) selection: Option<Selection<R>>,
    pub(crate) non_null: bool,
    pub(crate) non_null_items: bool,
    pub(crate) location: Option<Location>,
    /// The value of `@idempotent(key:)`, when the directive stands on the field.
    pub(crate) idempotency: Option<Node<apollo_compiler::ast::Value>>,
}

/// What answers a field.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FieldKind<R> {
    /// The name of the object's type.
    Typename,
    /// The schema itself (`__schema`, `__type`).
    Introspection,
    /// A resolver.
    Resolver(R),
}

/// The fields asked of one object, per concrete type where several are possible.
#[derive(Debug)]
pub(crate) enum Selection<R> {
    /// The type is known.
    One(String, Vec<Field<R>>),
    /// An interface or union.
    ByType(Vec<(String, Vec<Field<R>>)>),
}

impl<R> Selection<R> {
    /// The fields for an object of this type.
    pub(crate) fn fields(&self, type_name: &str) -> &[Field<R>] {
        match self {
            Self::One(_, fields) => fields,
            Self::ByType(shapes) => shapes
                .iter()
                .find(|(name, _)| name == type_name)
                .map_or(&[], |(_, fields)| fields.as_slice()),
        }
    }
}

/// Plans one operation of a valid document.
pub(crate) fn plan<R: Copy>(
    schema: &Schema,
    document: &ExecutableDocument,
    operation: &executable::Operation,
    bind: Bind<R>,
) -> Operation<R> {
    let mut planner = Planner { schema, document, bind, templates: Vec::new() };
    let root_type = operation.object_type().as_str().to_owned();
    let root = planner.fields(&root_type, &[(&operation.selection_set, Vec::new())]);
    let kind = if operation.is_mutation() { OperationKind::Mutation } else { OperationKind::Query };
    Operation {
        kind,
        name: operation.name.as_ref().map(ToString::to_string),
        variables: operation.variables.iter().map(|v| v.as_ref().clone()).collect(),
        introspects: root.iter().any(|f| matches!(f.kind, FieldKind::Introspection)),
        root,
        templates: planner.templates,
    }
}

type Sets<'d> = [(&'d executable::SelectionSet, Vec<Condition>)];
type Occurrences<'d> = Vec<(&'d Node<executable::Field>, Vec<Condition>)>;

struct Planner<'d, R> {
    schema: &'d Schema,
    document: &'d ExecutableDocument,
    bind: Bind<R>,
    templates: Vec<Template>,
}

impl<'d, R: Copy> Planner<'d, R> {
    fn fields(&mut self, type_name: &str, sets: &Sets<'d>) -> Vec<Field<R>> {
        let mut found: IndexMap<Name, Occurrences<'d>> = IndexMap::default();
        for (set, conditions) in sets {
            self.collect(type_name, set, conditions, &mut found);
        }
        found
            .iter()
            .filter_map(|(key, occurrences)| self.field(type_name, key, occurrences))
            .collect()
    }

    fn collect(
        &self,
        type_name: &str,
        set: &'d executable::SelectionSet,
        conditions: &[Condition],
        found: &mut IndexMap<Name, Occurrences<'d>>,
    ) {
        for selection in &set.selections {
            let all = with(conditions, selection.directives());
            match selection {
                executable::Selection::Field(field) => {
                    found.entry(field.response_key().clone()).or_default().push((field, all));
                }
                executable::Selection::InlineFragment(inline) => {
                    if self.applies(inline.type_condition.as_ref(), type_name) {
                        self.collect(type_name, &inline.selection_set, &all, found);
                    }
                }
                executable::Selection::FragmentSpread(spread) => {
                    let fragment = spread.fragment_def(self.document);
                    if let Some(fragment) =
                        fragment.filter(|f| self.applies(Some(f.type_condition()), type_name))
                    {
                        self.collect(type_name, &fragment.selection_set, &all, found);
                    }
                }
            }
        }
    }

    fn applies(&self, condition: Option<&Name>, type_name: &str) -> bool {
        condition.is_none_or(|name| {
            name == type_name || self.schema.is_subtype(name.as_str(), type_name)
        })
    }

    fn field(&mut self, type_name: &str, key: &Name, found: &Occurrences<'d>) -> Option<Field<R>> {
        let (first, _) = found.first()?;
        let kind = match first.name.as_str() {
            "__typename" => FieldKind::Typename,
            "__schema" | "__type" => FieldKind::Introspection,
            name => FieldKind::Resolver((self.bind)(type_name, name)?),
        };
        let template = Template::of(self.schema, first).map(|template| {
            self.templates.push(template);
            self.templates.len() - 1
        });
        Some(Field {
            key: format!("\"{key}\":").into_bytes(),
            answer_name: key.to_string(),
            name: first.name.to_string(),
            kind,
            conditions: any_of(found),
            template,
            selection: self.selection(first, found),
            non_null: first.ty().is_non_null(),
            non_null_items: items_are_non_null(first.ty()),
            location: location(self.document, first.name.location()),
            idempotency: idempotency_key(first),
        })
    }

    fn selection(
        &mut self,
        first: &executable::Field,
        found: &Occurrences<'d>,
    ) -> Option<Selection<R>> {
        let named = first.ty().inner_named_type();
        let sets: Vec<_> = match found.as_slice() {
            [(only, _)] => vec![(&only.selection_set, Vec::new())],
            several => several.iter().map(|(f, c)| (&f.selection_set, c.clone())).collect(),
        };
        match self.schema.types.get(named)? {
            ExtendedType::Object(_) if !named.starts_with("__") => {
                Some(Selection::One(named.to_string(), self.fields(named, &sets)))
            }
            ExtendedType::Interface(_) | ExtendedType::Union(_) => {
                let possible = self.possible(named);
                Some(Selection::ByType(
                    possible
                        .into_iter()
                        .map(|name| {
                            let fields = self.fields(&name, &sets);
                            (name, fields)
                        })
                        .collect(),
                ))
            }
            _ => None,
        }
    }

    fn possible(&self, abstract_type: &Name) -> Vec<String> {
        let objects = self.schema.types.iter().filter(|(_, kind)| kind.is_object());
        let below = objects
            .filter(|(name, _)| self.schema.is_subtype(abstract_type.as_str(), name.as_str()));
        below.map(|(name, _)| name.to_string()).collect()
    }
}

fn items_are_non_null(ty: &Type) -> bool {
    match ty {
        Type::List(inner) | Type::NonNullList(inner) => inner.is_non_null(),
        _ => false,
    }
}

fn any_of(found: &Occurrences<'_>) -> Conditions {
    if found.iter().any(|(_, conditions)| conditions.is_empty()) {
        return Conditions::default();
    }
    Conditions(found.iter().map(|(_, conditions)| conditions.clone()).collect())
}

fn idempotency_key(field: &executable::Field) -> Option<Node<apollo_compiler::ast::Value>> {
    let directive = field.directives.get("idempotent")?;
    directive.specified_argument_by_name("key").cloned()
}

/// Where something stands in its document.
pub(crate) fn location(
    document: &ExecutableDocument,
    span: Option<apollo_compiler::parser::SourceSpan>,
) -> Option<Location> {
    let place = span?.line_column(&document.sources)?;
    Some(Location { line: place.line, column: place.column })
}
