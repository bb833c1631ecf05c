//! The HTTP door: routes, tokens, control, and troubles on the way out.

mod answer;
mod body;
mod control;
mod graphql;
mod route;
mod state;
mod tokens;
mod troubles;

pub(crate) use route::respond;
pub(crate) use state::{Door, State};
pub(crate) use tokens::Given;
