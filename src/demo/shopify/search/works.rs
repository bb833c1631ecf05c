//! The filters of fulfilment order searches.

use chrono::{DateTime, Utc};

use super::Warned;
use super::condition::{Condition, Unfit, When, compares, ready};
use super::grammar::{Compare, Term, parse};
use crate::demo::shop::books::{financial, risk_level};
use crate::demo::shop::{FulfilmentOrder, Order, RiskLevel};
use crate::demo::shopify::words;

enum Filter {
    Status(String),
    Id(Compare, u64),
    Updated(Compare, When),
    Risk(RiskLevel),
    Money(String),
    Validated(bool),
    Location(u64),
}

/// Which list is searched: their filters differ.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum WorkList {
    /// `fulfillmentOrders`.
    All,
    /// `manualHoldsFulfillmentOrders`.
    Held,
}

/// A search over fulfilment orders, ready to ask.
pub(crate) struct WorkSearch {
    condition: Condition<Filter>,
    now: DateTime<Utc>,
}

impl WorkSearch {
    /// Reads a search; what is ignored is told in `warned`.
    pub(crate) fn read(
        text: &str,
        list: WorkList,
        now: DateTime<Utc>,
        warned: &mut Vec<Warned>,
    ) -> Self {
        let filter = |term: &Term| filter(term, list, now);
        Self { condition: ready(&parse(text), &filter, warned), now }
    }

    /// Whether a fulfilment order matches.
    pub(crate) fn matches(&self, order: &Order, work: &FulfilmentOrder) -> bool {
        self.condition.holds(&|filter| match filter {
            Filter::Status(status) => words::work_state(work.state).eq_ignore_ascii_case(status),
            Filter::Id(compare, id) => compares(*compare, work.id, *id),
            Filter::Updated(compare, when) => when.holds(*compare, work.updated_at),
            Filter::Risk(level) => risk_level(order) == *level,
            Filter::Money(state) => {
                words::financial(financial(order, self.now)).eq_ignore_ascii_case(state)
            }
            Filter::Validated(wanted) => {
                order.shipping.as_ref().is_some_and(|address| address.point.is_some()) == *wanted
            }
            Filter::Location(id) => super::super::bind::location_id(&work.location) == *id,
        })
    }
}

fn filter(term: &Term, list: WorkList, now: DateTime<Utc>) -> Result<Filter, Unfit> {
    Ok(match (term.field.as_deref(), list) {
        (Some("status"), WorkList::All) => Filter::Status(term.value.clone()),
        (Some("id"), WorkList::All) => {
            Filter::Id(term.compare, term.value.parse().map_err(|_| Unfit::Value)?)
        }
        (Some("updated_at"), WorkList::All) => {
            Filter::Updated(term.compare, When::read(&term.value, now).ok_or(Unfit::Value)?)
        }
        (Some("assigned_location_id"), WorkList::All) => {
            Filter::Location(term.value.parse().map_err(|_| Unfit::Value)?)
        }
        (Some("order_risk_level"), WorkList::Held) => {
            Filter::Risk(words::risk_level_from(&term.value.to_uppercase()).ok_or(Unfit::Value)?)
        }
        (Some("order_financial_status"), WorkList::Held) => Filter::Money(term.value.clone()),
        (Some("shipping_address_coordinates_validated"), WorkList::Held) => {
            Filter::Validated(term.value == "true")
        }
        _ => return Err(Unfit::Field),
    })
}
