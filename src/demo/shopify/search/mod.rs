//! Searching and listing: orders, customers, fulfilment orders, events.

mod condition;
mod customers;
mod grammar;
mod lists;
mod orders;
mod walk;
mod works;

pub(crate) use condition::Unfit;
pub(crate) use customers::digits;
pub(crate) use lists::{
    customers, customers_count, events, held_works, orders, orders_count, works,
};

use serde::Serialize;

/// One warning about a search: a filter that was ignored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Warned {
    /// The root field whose search it was; filled in by the list.
    #[serde(skip)]
    pub(crate) path: String,
    /// The search; filled in by the list.
    #[serde(skip)]
    pub(crate) query: String,
    pub(crate) field: String,
    pub(crate) message: String,
    pub(crate) code: &'static str,
}

impl Warned {
    fn of(term: &grammar::Term, unfit: &Unfit) -> Self {
        let field = term.field.clone().unwrap_or_default();
        let (code, message) = match unfit {
            Unfit::Field => ("invalid_field", "Invalid search field for this query.".to_owned()),
            Unfit::Value => {
                ("invalid_value", format!("Input `{}` is not an accepted value.", term.value))
            }
        };
        Self { path: String::new(), query: String::new(), field, message, code }
    }
}
