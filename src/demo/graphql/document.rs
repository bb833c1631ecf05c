//! From text to plans: parsed, validated, planned.

use std::sync::Arc;

use apollo_compiler::ExecutableDocument;
use apollo_compiler::validation::Valid;
use serde_json::{Map, Value};

use super::plan::{self, Bind, Operation};
use super::refusal::Refusal;
use super::schema::Edition;
use super::walk;

/// A document found valid, with a plan for each of its operations.
#[derive(Debug)]
pub(crate) struct Document<R> {
    pub(crate) edition: Edition,
    pub(crate) operations: Vec<Operation<R>>,
    source: Arc<Valid<ExecutableDocument>>,
}

/// Parses, validates and plans a document, or says in Shopify's words what is wrong with it.
pub(crate) fn open<R: Copy>(
    text: &str,
    edition: Edition,
    bind: Bind<R>,
) -> Result<Document<R>, Vec<Refusal>> {
    let schema = edition.schema();
    match ExecutableDocument::parse_and_validate(schema, text, "document.graphql") {
        Ok(source) => {
            let planned =
                |operation: &apollo_compiler::Node<_>| plan::plan(schema, &source, operation, bind);
            let operations = source.operations.iter().map(planned).collect();
            Ok(Document { edition, operations, source: Arc::new(source) })
        }
        Err(wrong) => Err(walk::refusals(schema, text, &wrong.errors)),
    }
}

impl<R> Document<R> {
    /// The operation with this name, or the only one.
    pub(crate) fn operation(&self, name: Option<&str>) -> Result<&Operation<R>, Refusal> {
        match (name, self.operations.as_slice()) {
            (None, [only]) => Ok(only),
            (None, []) => Err(Refusal::plain("No operation was given")),
            (None, _) => Err(Refusal::plain("An operation name is required")),
            (Some(name), several) => several
                .iter()
                .find(|operation| operation.name.as_deref() == Some(name))
                .ok_or_else(|| Refusal::plain(format!("No operation named {name:?}"))),
        }
    }

    /// Answers a question about the schema itself; `None` when something goes wrong in it.
    pub(crate) fn introspected(
        &self,
        name: Option<&str>,
        variables: &Map<String, Value>,
    ) -> Option<Value> {
        let schema = self.edition.schema();
        let operation = self.source.operations.get(name).ok()?;
        let given = serde_json::from_value(Value::Object(variables.clone())).ok()?;
        let taken =
            apollo_compiler::request::coerce_variable_values(schema, operation, &given).ok()?;
        let implementers = schema.implementers_map();
        let answer = apollo_compiler::introspection::partial_execute(
            schema,
            &implementers,
            &self.source,
            operation,
            &taken,
        );
        serde_json::to_value(answer.ok()?.data).ok()
    }
}
