//! The schema in its editions: what one API version knows and an older one does not.

use std::sync::OnceLock;

use apollo_compiler::Schema;
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::Valid;

const NEWEST: &str = include_str!("../shopify/schema.graphql");

/// What the schema looked like in a range of API versions (shopify.md section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Edition {
    /// 2026-10 and later: cancelling answers with a `jobResult`.
    WithJobResult,
    /// Before 2026-10.
    WithoutJobResult,
}

impl Edition {
    /// The checked schema of this edition, parsed once per process.
    pub(crate) fn schema(self) -> &'static Valid<Schema> {
        static NEW: OnceLock<Valid<Schema>> = OnceLock::new();
        static OLD: OnceLock<Valid<Schema>> = OnceLock::new();
        match self {
            Self::WithJobResult => NEW.get_or_init(|| checked(parsed())),
            Self::WithoutJobResult => OLD.get_or_init(|| checked(without_job_result(parsed()))),
        }
    }
}

#[expect(clippy::expect_used, reason = "the schema is part of the program and a test parses it")]
fn parsed() -> Schema {
    Schema::parse(NEWEST, "schema.graphql").expect("the embedded schema parses")
}

#[expect(clippy::expect_used, reason = "the schema is part of the program and a test checks it")]
fn checked(schema: Schema) -> Valid<Schema> {
    schema.validate().expect("the embedded schema is valid")
}

fn without_job_result(mut schema: Schema) -> Schema {
    schema.types.shift_remove("OrderCancelJobResult");
    schema.types.shift_remove("OrderCancelStatus");
    if let Some(ExtendedType::Object(payload)) = schema.types.get_mut("OrderCancelPayload") {
        payload.make_mut().fields.shift_remove("jobResult");
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_older_edition_lacks_what_came_with_2026_10() {
        let new = Edition::WithJobResult.schema();
        let old = Edition::WithoutJobResult.schema();

        assert!(new.type_field("OrderCancelPayload", "jobResult").is_ok());
        assert!(old.type_field("OrderCancelPayload", "jobResult").is_err());
        assert!(old.get_object("OrderCancelJobResult").is_none());
    }
}
