//! The filters of customer searches.

use chrono::{DateTime, Utc};

use super::Warned;
use super::condition::{Condition, Unfit, When, Words, compares, ready};
use super::grammar::{Compare, Term, parse};
use crate::demo::shop::Customer;
use crate::demo::shopify::amount;
use crate::demo::shopify::world::World;

enum Filter {
    FreeText(Words),
    Id(Compare, u64),
    Email(Words),
    Phone(String),
    FirstName(Words),
    LastName(Words),
    Country(Words),
    Tag(Words),
    TagNot(Words),
    State(String),
    Orders(Compare, i64),
    Spent(Compare, i64),
    Created(Compare, When),
    Updated(Compare, When),
}

/// A search over customers, ready to ask.
pub(crate) struct CustomerSearch<'a> {
    condition: Condition<Filter>,
    world: &'a World,
}

impl<'a> CustomerSearch<'a> {
    /// Reads a search; what is ignored is told in `warned`.
    pub(crate) fn read(
        text: &str,
        world: &'a World,
        now: DateTime<Utc>,
        warned: &mut Vec<Warned>,
    ) -> Self {
        let currency = world.shop.identity.currency;
        let filter = |term: &Term| filter(term, now, |text| amount::minor(text, currency));
        Self { condition: ready(&parse(text), &filter, warned), world }
    }

    /// Whether a customer matches.
    pub(crate) fn matches(&self, customer: &Customer) -> bool {
        self.condition.holds(&|filter| asked(filter, customer, self.world))
    }
}

fn filter(
    term: &Term,
    now: DateTime<Utc>,
    money: impl Fn(&str) -> Option<i64>,
) -> Result<Filter, Unfit> {
    let when = || When::read(&term.value, now).ok_or(Unfit::Value);
    Ok(match term.field.as_deref() {
        None | Some("default") => Filter::FreeText(Words::of(term)),
        Some("id") => Filter::Id(term.compare, term.value.parse().map_err(|_| Unfit::Value)?),
        Some("email") => Filter::Email(Words::of(term)),
        Some("phone") => Filter::Phone(digits(&term.value)),
        Some("first_name") => Filter::FirstName(Words::of(term)),
        Some("last_name") => Filter::LastName(Words::of(term)),
        Some("country") => Filter::Country(Words::of(term)),
        Some("tag") => Filter::Tag(Words::of(term)),
        Some("tag_not") => Filter::TagNot(Words::of(term)),
        Some("state") => Filter::State(term.value.to_uppercase()),
        Some("orders_count") => {
            Filter::Orders(term.compare, term.value.parse().map_err(|_| Unfit::Value)?)
        }
        Some("total_spent") => Filter::Spent(term.compare, money(&term.value).ok_or(Unfit::Value)?),
        Some("created_at" | "customer_date") => Filter::Created(term.compare, when()?),
        Some("updated_at") => Filter::Updated(term.compare, when()?),
        Some(_) => return Err(Unfit::Field),
    })
}

/// A phone number without its punctuation, for comparing.
pub(crate) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn asked(filter: &Filter, customer: &Customer, world: &World) -> bool {
    let some = |text: &Option<crate::demo::shop::Text>, words: &Words| {
        text.as_ref().is_some_and(|text| words.is(text))
    };
    match filter {
        Filter::FreeText(words) => {
            words.inside(&customer.display_name())
                || some(&customer.email, words)
                || customer.email.as_ref().is_some_and(|email| words.inside(email))
                || some(&customer.phone, words)
                || customer
                    .addresses
                    .iter()
                    .any(|a| words.inside(&a.address1) || words.inside(&a.city))
        }
        Filter::Id(compare, id) => compares(*compare, customer.id, *id),
        Filter::Email(words) => some(&customer.email, words),
        Filter::Phone(wanted) => customer
            .phone
            .as_ref()
            .is_some_and(|phone| !wanted.is_empty() && digits(phone) == *wanted),
        Filter::FirstName(words) => some(&customer.first_name, words),
        Filter::LastName(words) => some(&customer.last_name, words),
        Filter::Country(words) => {
            customer.addresses.iter().any(|a| words.is(&a.country) || words.is(&a.country_code))
        }
        Filter::Tag(words) => customer.tags.iter().any(|tag| words.is(tag)),
        Filter::TagNot(words) => !customer.tags.iter().any(|tag| words.is(tag)),
        Filter::State(state) => {
            crate::demo::shopify::words::customer_state(customer.state) == state
        }
        Filter::Orders(compare, count) => {
            let orders = i64::try_from(world.shop.order_count(customer.id)).unwrap_or(i64::MAX);
            compares(*compare, orders, *count)
        }
        Filter::Spent(compare, minor) => {
            compares(*compare, world.shop.amount_spent(customer.id), *minor)
        }
        Filter::Created(compare, when) => when.holds(*compare, customer.created_at),
        Filter::Updated(compare, when) => when.holds(*compare, customer.updated_at),
    }
}
