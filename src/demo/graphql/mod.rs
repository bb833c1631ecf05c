//! GraphQL as a protocol: documents in, plans out. Knows no order and no shop.

mod arguments;
mod coerce;
mod conditions;
mod document;
mod plan;
mod refusal;
mod schema;
mod sentences;
mod walk;
mod writer;

pub(crate) use arguments::{Arguments, text_of};
pub(crate) use coerce::variables;
pub(crate) use document::{Document, open};
pub(crate) use plan::{Field, FieldKind, Operation, OperationKind, Selection};
pub(crate) use refusal::Refusal;
pub(crate) use schema::Edition;
pub(crate) use writer::Writer;
