//! The compiler's diagnostics under Shopify's codes.

use super::refusal::{Location, Refusal};

/// A diagnostic of the compiler, with the document it is about.
pub(super) type Told<'e> =
    apollo_compiler::diagnostic::Diagnostic<'e, apollo_compiler::validation::DiagnosticData>;

/// Text that is no GraphQL.
pub(super) fn syntax(error: &Told<'_>) -> Refusal {
    let told = error.to_json();
    let place = told.locations.first().map(|l| Location { line: l.line, column: l.column });
    let at = place.map_or(String::new(), |l| format!(", at [{}, {}]", l.line, l.column));
    Refusal::plain(format!("{}{at}", told.message)).at(place)
}

/// A mistake that the walk does not know, in the compiler's own sentence.
pub(super) fn generic(name: Option<&'static str>, error: &Told<'_>) -> Refusal {
    let told = error.to_json();
    let code = match name {
        Some("UnusedVariable") => "variableNotUsed",
        Some("UndefinedVariable") => "variableNotDefined",
        Some("DisallowedVariableUsage") => "variableMismatch",
        Some("VariableInputType") => "variableRequiresValidType",
        Some("UniqueVariable") => "variableNotUnique",
        Some("UndefinedFragment" | "UnusedFragment" | "FragmentNameCollision") => {
            "useAndDefineFragment"
        }
        Some("RecursiveFragmentDefinition") => "infiniteLoop",
        Some("InvalidFragmentSpread") => "cannotSpreadFragment",
        Some("InvalidFragmentTarget") => "fragmentOnNonCompositeType",
        Some("UndefinedDirective") => "undefinedDirective",
        Some("UnsupportedLocation") => "directiveCannotBeApplied",
        Some(
            "UndefinedDefinition"
            | "UndefinedTypeInInlineFragmentTypeCondition"
            | "UndefinedTypeInNamedFragmentTypeCondition",
        ) => "undefinedType",
        Some("ConflictingFieldName" | "ConflictingFieldArgument" | "ConflictingFieldType") => {
            "fieldConflict"
        }
        Some("OperationNameCollision") => "uniqueOperationName",
        Some("RequiredField") => "missingRequiredInputObjectAttribute",
        Some("UndefinedInputValue") => "argumentNotAccepted",
        _ => "argumentLiteralsIncompatible",
    };
    let message = error.error.unstable_compat_message().unwrap_or(told.message);
    let place = told.locations.first().map(|l| Location { line: l.line, column: l.column });
    Refusal::new(code, message).at(place)
}
