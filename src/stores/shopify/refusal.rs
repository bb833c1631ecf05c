//! Top-level errors that left nothing to read, and what they mean.

use super::api::{fault, words};
use super::documents::Document;
use super::envelope::TopError;
use crate::stores::{StoreFault, Trouble};

/// Codes of requests that Shopify refuses before doing anything.
const NOT_EXECUTED: [&str; 12] = [
    "BAD_REQUEST",
    "INVALID_VARIABLE",
    "MAX_COST_EXCEEDED",
    "undefinedField",
    "undefinedType",
    "missingRequiredArguments",
    "argumentNotAccepted",
    "argumentLiteralsIncompatible",
    "variableMismatch",
    "variableRequiresValidType",
    "missingRequiredInputObjectAttribute",
    "undefinedDirective",
];

/// Shopify's words for two attempts with one key at once (`apis/shopify.md`, section 8);
/// there is no code for it on refunds.
const IN_PROGRESS: &str = "currently in progress";
/// Its words for one key with two inputs.
const KEY_REUSED: &str = "same idempotency key";

/// Whether the request was too dear for one request; a smaller page may do.
pub(super) fn is_too_dear(errors: &[TopError]) -> bool {
    errors.iter().any(|error| error.code() == "MAX_COST_EXCEEDED")
}

/// A read that brought nothing.
pub(super) fn of_read(document: &Document, errors: &[TopError]) -> StoreFault {
    let Some(error) = errors.first() else {
        return fault(document, Trouble::Unreadable, "the answer is empty");
    };
    let trouble = match error.code() {
        "ACCESS_DENIED" => Trouble::Forbidden,
        "RESOURCE_NOT_FOUND" => Trouble::Missing,
        "INTERNAL_SERVER_ERROR" => Trouble::Unreadable,
        _ => Trouble::Refused,
    };
    hinted(fault(document, trouble, &words(&error.message)))
}

/// A write without a payload: refused before it ran, or nobody knows.
pub(super) fn of_write(document: &Document, errors: &[TopError]) -> StoreFault {
    let Some(error) = errors.first() else {
        return fault(document, Trouble::Unknown, "the answer does not say what happened");
    };
    let trouble = match error.code() {
        "ACCESS_DENIED" if is_shallow(error) => Trouble::Forbidden,
        "RESOURCE_NOT_FOUND" => Trouble::Missing,
        _ if error.message.contains(IN_PROGRESS) => Trouble::Unknown,
        _ if error.message.contains(KEY_REUSED) => Trouble::Refused,
        code if NOT_EXECUTED.contains(&code) => Trouble::Refused,
        _ => Trouble::Unknown,
    };
    hinted(fault(document, trouble, &words(&error.message)))
}

/// What the sentence of a user error means where it carries no code.
pub(super) fn of_words(message: &str) -> Option<Trouble> {
    message.contains(IN_PROGRESS).then_some(Trouble::Unknown)
}

/// A refusal of the mutation itself: nothing ran. Deeper in its answer, or without a path,
/// it says nothing about the write (`apis/shopify.md`, section 3).
fn is_shallow(error: &TopError) -> bool {
    error.dotted().is_some_and(|path| !path.contains('.'))
}

fn hinted(fault: StoreFault) -> StoreFault {
    match fault.trouble {
        Trouble::Forbidden => {
            fault.hint("see docs/stores/shopify.md for the permissions of the app")
        }
        Trouble::Unknown => {
            fault.hint("it may have happened; the order is read again before anything else")
        }
        _ => fault,
    }
}
