//! Cuts the part of Shopify's schema that our documents reach, and holds the documents
//! against it. Only built for tests; `scripts/cut_schema.sh` writes the file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use apollo_compiler::ast::{FieldDefinition, Type};
use apollo_compiler::executable::{Selection, SelectionSet};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};

/// What the documents reach, by type.
struct Reached<'a> {
    schema: &'a Schema,
    /// Fields of objects and interfaces, each with the arguments used.
    fields: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    /// Scalars, enums and input objects.
    leaves: BTreeSet<String>,
}

/// The subset as text: names and types only, sorted, so that the same documents give the same file.
fn cut(schema: &Valid<Schema>, documents: &[Valid<ExecutableDocument>]) -> String {
    let mut reached = Reached { schema, fields: BTreeMap::new(), leaves: BTreeSet::new() };
    for document in documents {
        for operation in document.operations.iter() {
            reached.selections(&operation.selection_set);
            for variable in &operation.variables {
                reached.leaf(&variable.ty);
            }
        }
        for fragment in document.fragments.values() {
            reached.selections(&fragment.selection_set);
        }
    }
    reached.fill_interfaces();
    reached.text()
}

impl Reached<'_> {
    fn selections(&mut self, set: &SelectionSet) {
        self.fields.entry(set.ty.to_string()).or_default();
        for selection in &set.selections {
            match selection {
                Selection::Field(field) if field.name.starts_with("__") => {}
                Selection::Field(field) => {
                    let used = field.arguments.iter().map(|argument| argument.name.to_string());
                    let owner = self.fields.entry(set.ty.to_string()).or_default();
                    owner.entry(field.name.to_string()).or_default().extend(used);
                    for argument in &field.definition.arguments {
                        if argument.ty.is_non_null()
                            || field.arguments.iter().any(|used| used.name == argument.name)
                        {
                            self.leaf(&argument.ty);
                        }
                    }
                    if field.selection_set.selections.is_empty() {
                        self.leaf(&field.definition.ty);
                    } else {
                        self.selections(&field.selection_set);
                    }
                }
                Selection::InlineFragment(inline) => self.selections(&inline.selection_set),
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    fn leaf(&mut self, ty: &Type) {
        let name = ty.inner_named_type().to_string();
        if !self.leaves.insert(name.clone()) {
            return;
        }
        if let Some(ExtendedType::InputObject(input)) = self.schema.types.get(name.as_str()) {
            for field in input.fields.values() {
                self.leaf(&field.ty);
            }
        }
    }

    /// A kept object has the kept fields of its kept interfaces; none stays without a field.
    fn fill_interfaces(&mut self) {
        let names: Vec<String> = self.fields.keys().cloned().collect();
        for name in &names {
            let has_id = self.definition(name, "id").is_some();
            let fields = self.fields.entry(name.clone()).or_default();
            if fields.is_empty() && has_id {
                fields.insert("id".to_owned(), BTreeSet::new());
                self.leaves.insert("ID".to_owned());
            }
        }
        for name in &names {
            for interface in self.interfaces(name) {
                let inherited = self.fields.get(&interface).cloned().unwrap_or_default();
                self.fields.entry(name.clone()).or_default().extend(inherited);
            }
        }
    }

    /// The kept interfaces of a kept type.
    fn interfaces(&self, name: &str) -> Vec<String> {
        let all: Vec<String> = match self.schema.types.get(name) {
            Some(ExtendedType::Object(ty)) => {
                ty.implements_interfaces.iter().map(ToString::to_string).collect()
            }
            Some(ExtendedType::Interface(ty)) => {
                ty.implements_interfaces.iter().map(ToString::to_string).collect()
            }
            _ => Vec::new(),
        };
        all.into_iter().filter(|interface| self.fields.contains_key(interface)).collect()
    }

    fn definition(&self, ty: &str, field: &str) -> Option<&FieldDefinition> {
        match self.schema.types.get(ty)? {
            ExtendedType::Object(ty) => ty.fields.get(field).map(|found| &***found),
            ExtendedType::Interface(ty) => ty.fields.get(field).map(|found| &***found),
            _ => None,
        }
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "# Cut by scripts/cut_schema.sh: what our documents reach, names and types only.\n\n",
        );
        text.push_str("schema {\n  query: QueryRoot\n  mutation: Mutation\n}\n\n");
        text.push_str(
            "directive @idempotent(key: String!) on FIELD\n\ndirective @oneOf on INPUT_OBJECT\n",
        );
        for name in self.fields.keys() {
            self.write_composite(&mut text, name);
        }
        for name in &self.leaves {
            self.write_leaf(&mut text, name);
        }
        text
    }

    fn write_composite(&self, text: &mut String, name: &str) {
        let kind = match self.schema.types.get(name) {
            Some(ExtendedType::Interface(_)) => "interface",
            Some(ExtendedType::Union(union)) => {
                let members = union.members.iter().map(ToString::to_string);
                let kept: Vec<String> =
                    members.filter(|member| self.fields.contains_key(member)).collect();
                writeln!(text, "\nunion {name} = {}", kept.join(" | ")).unwrap();
                return;
            }
            _ => "type",
        };
        let interfaces = self.interfaces(name);
        let implements = if interfaces.is_empty() {
            String::new()
        } else {
            format!(" implements {}", interfaces.join(" & "))
        };
        writeln!(text, "\n{kind} {name}{implements} {{").unwrap();
        for (field, used) in &self.fields[name] {
            let definition = self.definition(name, field).unwrap();
            let kept = definition.arguments.iter().filter(|argument| {
                used.contains(argument.name.as_str())
                    || (argument.ty.is_non_null() && argument.default_value.is_none())
            });
            let arguments: Vec<String> = kept
                .map(|argument| match &argument.default_value {
                    Some(default) => format!("{}: {} = {default}", argument.name, argument.ty),
                    None => format!("{}: {}", argument.name, argument.ty),
                })
                .collect();
            let arguments = if arguments.is_empty() {
                String::new()
            } else {
                format!("({})", arguments.join(", "))
            };
            writeln!(text, "  {field}{arguments}: {}", definition.ty).unwrap();
        }
        text.push_str("}\n");
    }

    fn write_leaf(&self, text: &mut String, name: &str) {
        match self.schema.types.get(name) {
            Some(ty) if ty.is_built_in() => {}
            Some(ExtendedType::Enum(ty)) => {
                let values: Vec<&str> =
                    ty.values.keys().map(apollo_compiler::Name::as_str).collect();
                writeln!(text, "\nenum {name} {{ {} }}", values.join(" ")).unwrap();
            }
            Some(ExtendedType::InputObject(ty)) => {
                let one_of = if ty.directives.has("oneOf") { " @oneOf" } else { "" };
                writeln!(text, "\ninput {name}{one_of} {{").unwrap();
                for field in ty.fields.values() {
                    let default = field
                        .default_value
                        .as_ref()
                        .map(|value| format!(" = {value}"))
                        .unwrap_or_default();
                    writeln!(text, "  {}: {}{default}", field.name, field.ty).unwrap();
                }
                text.push_str("}\n");
            }
            Some(ExtendedType::Scalar(_)) => writeln!(text, "\nscalar {name}").unwrap(),
            _ => {}
        }
    }
}

mod tests {
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::stores::shopify::documents::{ALL, Document};

    fn asset() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/shopify/schema.graphql")
    }

    fn shared(version: &str) -> Option<PathBuf> {
        let file = format!("../shared/apis/shopify-admin-{version}.graphql");
        Some(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).filter(|path| path.exists())
    }

    fn schema(path: &Path) -> Valid<Schema> {
        let text = std::fs::read_to_string(path).unwrap();
        Schema::parse_and_validate(text, path).unwrap_or_else(|errors| panic!("{}", errors.errors))
    }

    fn checked(schema: &Valid<Schema>, document: &Document) -> Valid<ExecutableDocument> {
        ExecutableDocument::parse_and_validate(schema, document.text, document.name)
            .unwrap_or_else(|errors| panic!("{}: {}", document.name, errors.errors))
    }

    #[test]
    fn every_document_is_valid_against_the_subset() {
        let subset = schema(&asset());

        for document in ALL {
            let checked = checked(&subset, document);
            let operation = checked.operations.iter().next().unwrap();
            assert_eq!(operation.name.as_ref().unwrap().as_str(), document.name);
        }
    }

    #[test]
    fn the_subset_agrees_with_the_full_schema() {
        let wanted = std::env::var_os("UNHOLD_CUT_SCHEMA").map(PathBuf::from);
        let Some(path) = wanted.clone().or_else(|| shared("2026-10")) else {
            println!("schema check: subset only, the full schema is not here");
            return;
        };
        let full = schema(&path);
        let documents: Vec<_> = ALL.iter().map(|document| checked(&full, document)).collect();

        let subset = cut(&full, &documents);

        if wanted.is_some() {
            std::fs::write(asset(), &subset).unwrap();
        }
        let committed = std::fs::read_to_string(asset()).unwrap();
        assert!(subset == committed, "run scripts/cut_schema.sh: the subset is out of date");
        println!("schema check: subset compared with the full schema");
    }

    #[test]
    fn documents_for_older_versions_are_valid_there_too() {
        let Some(path) = shared("2026-07") else {
            println!("schema check: 2026-07 is not here");
            return;
        };
        let older = schema(&path);

        for document in ALL
            .iter()
            .filter(|document| !["CancelOrderWithResult", "CancelResult"].contains(&document.name))
        {
            checked(&older, document);
        }
        println!("schema check: documents compared with 2026-07");
    }
}
