//! The filters of order searches.

use chrono::{DateTime, Utc};

use super::Warned;
use super::condition::{Condition, Unfit, When, Words, compares, ready};
use super::grammar::{Compare, Term, parse};
use crate::demo::shop::books::{
    Financial, Fulfilment, current_total, financial, fulfilment, risk_level,
};
use crate::demo::shop::{Address, DisputeKind, Order, PaidWith, ReturnState, RiskLevel};
use crate::demo::shopify::quirks::FreeText;
use crate::demo::shopify::world::World;
use crate::demo::shopify::{amount, words};

/// One filter over an order.
pub(crate) enum Filter {
    FreeText(Words, Option<u32>),
    Id(Compare, u64),
    Customer(u64),
    Name(Words),
    Number(u32),
    Email(Words),
    Tag(Words),
    TagNot(Words),
    Status(&'static str),
    Risk(RiskLevel),
    Financial(&'static [Financial]),
    Fulfilment(&'static [Fulfilment]),
    Created(Compare, When),
    Processed(Compare, When),
    Updated(Compare, When),
    Discount(Words),
    Source(Words),
    Gateway(Words),
    Sku(Words),
    LastFour(String),
    Confirmation(Words),
    Payment(Words),
    Total(Compare, i64),
    Units(Compare, i64),
    Weight(Compare, i64),
    Test(bool),
    Chargeback(&'static str),
    Returns(ReturnState),
    Protection(bool),
    Metafield(String, Words),
    /// A documented filter over something that no order here has.
    Nothing,
}

/// A search over orders, ready to ask.
pub(crate) struct OrderSearch<'a> {
    condition: Condition<Filter>,
    world: &'a World,
    now: DateTime<Utc>,
}

impl<'a> OrderSearch<'a> {
    /// Reads a search; what is ignored is told in `warned`.
    pub(crate) fn read(
        text: &str,
        world: &'a World,
        now: DateTime<Utc>,
        warned: &mut Vec<Warned>,
    ) -> Self {
        let currency = world.shop.identity.currency;
        let filter = |term: &Term| filter(term, now, |text| amount::minor(text, currency));
        Self { condition: ready(&parse(text), &filter, warned), world, now }
    }

    /// Whether an order matches.
    pub(crate) fn matches(&self, order: &Order) -> bool {
        self.condition.holds(&|filter| asked(filter, order, self.world, self.now))
    }
}

fn filter(
    term: &Term,
    now: DateTime<Utc>,
    money: impl Fn(&str) -> Option<i64>,
) -> Result<Filter, Unfit> {
    let Some(field) = term.field.as_deref() else {
        let number = term.value.trim_start_matches('#').parse().ok();
        return Ok(Filter::FreeText(Words::of(term), number));
    };
    if let Some(filter) = of_words(field, term) {
        return Ok(filter);
    }
    let value = term.value.to_lowercase();
    if let Some(filter) = of_state(field, &value) {
        return filter;
    }
    let when = || When::read(&term.value, now).ok_or(Unfit::Value);
    let number = || value.parse::<i64>().map_err(|_| Unfit::Value);
    Ok(match field {
        "id" => Filter::Id(term.compare, value.parse().map_err(|_| Unfit::Value)?),
        "customer_id" => Filter::Customer(value.parse().map_err(|_| Unfit::Value)?),
        "created_at" => Filter::Created(term.compare, when()?),
        "processed_at" => Filter::Processed(term.compare, when()?),
        "updated_at" => Filter::Updated(term.compare, when()?),
        "credit_card_last4" => Filter::LastFour(value),
        "current_total_price" => {
            Filter::Total(term.compare, money(&term.value).ok_or(Unfit::Value)?)
        }
        "subtotal_line_items_quantity" => Filter::Units(term.compare, number()?),
        "total_weight" => Filter::Weight(term.compare, number()?),
        _ => return Err(Unfit::Field),
    })
}

/// Filters that compare words, and those that are known and match nothing here.
fn of_words(field: &str, term: &Term) -> Option<Filter> {
    Some(match field {
        "default" => Filter::FreeText(Words::of(term), None),
        "name" => named(term),
        "email" => Filter::Email(Words::of(term)),
        "tag" => Filter::Tag(Words::of(term)),
        "tag_not" => Filter::TagNot(Words::of(term)),
        "discount_code" => Filter::Discount(Words::of(term)),
        "source_name" | "channel" | "sales_channel" => Filter::Source(Words::of(term)),
        "gateway" => Filter::Gateway(Words::of(term)),
        "sku" => Filter::Sku(Words::of(term)),
        "confirmation_number" => Filter::Confirmation(Words::of(term)),
        "payment_id" => Filter::Payment(Words::of(term)),
        "cart_token"
        | "channel_id"
        | "checkout_token"
        | "delivery_method"
        | "fulfillment_location_id"
        | "location_id"
        | "payment_provider_id"
        | "po_number"
        | "reference_location_id"
        | "source_identifier" => Filter::Nothing,
        name => Filter::Metafield(name.strip_prefix("metafields.")?.to_owned(), Words::of(term)),
    })
}

fn named(term: &Term) -> Filter {
    let number = term.value.to_lowercase().trim_start_matches('#').parse();
    match number {
        Ok(number) if !term.prefix => Filter::Number(number),
        _ => Filter::Name(Words::of(term)),
    }
}

/// Filters with a list of values of their own; nothing for other fields.
fn of_state(field: &str, value: &str) -> Option<Result<Filter, Unfit>> {
    const STATUS: [&str; 5] = ["open", "closed", "cancelled", "not_closed", "any"];
    const CHARGEBACK: [&str; 6] =
        ["accepted", "charge_refunded", "lost", "needs_response", "under_review", "won"];
    let found = match field {
        "status" => one_of(value, &STATUS).map(Filter::Status),
        "risk_level" => {
            words::risk_level_from(&value.to_uppercase()).map(Filter::Risk).ok_or(Unfit::Value)
        }
        "financial_status" => money_states(value).map(Filter::Financial).ok_or(Unfit::Value),
        "fulfillment_status" => goods_states(value).map(Filter::Fulfilment).ok_or(Unfit::Value),
        "test" => Ok(Filter::Test(value == "true")),
        "chargeback_status" => one_of(value, &CHARGEBACK).map(Filter::Chargeback),
        "return_status" => returns(value),
        "fraud_protection_level" => {
            Ok(Filter::Protection(matches!(value, "not_eligible" | "not_protected")))
        }
        _ => return None,
    };
    Some(found)
}

fn returns(value: &str) -> Result<Filter, Unfit> {
    Ok(Filter::Returns(match value {
        "return_requested" => ReturnState::Requested,
        "in_progress" => ReturnState::InProgress,
        "returned" | "inspection_complete" => ReturnState::Returned,
        "no_return" => ReturnState::NoReturn,
        "return_failed" => return Ok(Filter::Nothing),
        _ => return Err(Unfit::Value),
    }))
}

fn one_of(value: &str, known: &[&'static str]) -> Result<&'static str, Unfit> {
    known.iter().find(|word| **word == value).copied().ok_or(Unfit::Value)
}

fn money_states(value: &str) -> Option<&'static [Financial]> {
    Some(match value {
        "paid" => &[Financial::Paid],
        "pending" => &[Financial::Pending],
        "authorized" => &[Financial::Authorised],
        "partially_paid" => &[Financial::PartiallyPaid],
        "partially_refunded" => &[Financial::PartiallyRefunded],
        "refunded" => &[Financial::Refunded],
        "voided" => &[Financial::Voided],
        "expired" => &[Financial::Expired],
        "unpaid" => &[
            Financial::Authorised,
            Financial::Pending,
            Financial::Expired,
            Financial::PartiallyPaid,
        ],
        _ => return None,
    })
}

fn goods_states(value: &str) -> Option<&'static [Fulfilment]> {
    Some(match value {
        "shipped" | "fulfilled" => &[Fulfilment::Fulfilled],
        "partial" => &[Fulfilment::PartiallyFulfilled],
        "scheduled" => &[Fulfilment::Scheduled],
        "on_hold" => &[Fulfilment::OnHold],
        "unshipped" | "unfulfilled" => &[
            Fulfilment::Unfulfilled,
            Fulfilment::OnHold,
            Fulfilment::InProgress,
            Fulfilment::Scheduled,
        ],
        "request_declined" => &[],
        _ => return None,
    })
}

fn asked(filter: &Filter, order: &Order, world: &World, now: DateTime<Utc>) -> bool {
    match filter {
        Filter::FreeText(words, number) => {
            number.is_some_and(|number| number == order.number) || mentions(order, words, world)
        }
        Filter::Id(compare, id) => compares(*compare, order.id, *id),
        Filter::Customer(id) => order.customer == Some(*id),
        Filter::Name(words) => words.is(&order.name()) || words.is(&order.number.to_string()),
        Filter::Number(number) => order.number == *number,
        Filter::Email(words) => order.email.as_ref().is_some_and(|email| words.is(email)),
        Filter::Tag(words) => order.tags.iter().any(|tag| words.is(tag)),
        Filter::TagNot(words) => !order.tags.iter().any(|tag| words.is(tag)),
        Filter::Status(status) => is_in_status(order, status),
        Filter::Risk(level) => risk_level(order) == *level,
        Filter::Financial(states) => states.contains(&financial(order, now)),
        Filter::Fulfilment(states) => states.contains(&fulfilment(order)),
        Filter::Created(compare, when) => when.holds(*compare, order.created_at),
        Filter::Processed(compare, when) => when.holds(*compare, order.processed_at),
        Filter::Updated(compare, when) => when.holds(*compare, order.updated_at),
        Filter::Discount(words) => order.discount_codes.iter().any(|code| words.is(code)),
        Filter::Source(words) => words.is(&order.source) || words.is(order.app.title()),
        Filter::Gateway(words) => order.transactions.iter().any(|t| words.is(t.gateway.key())),
        Filter::Sku(words) => order.lines.iter().any(|line| words.is(&line.sku)),
        Filter::LastFour(digits) => was_paid_with(order, digits),
        Filter::Confirmation(words) => {
            words.is(&format!("U{:08X}", order.id.wrapping_mul(2_654_435_761) & 0xFFFF_FFFF))
        }
        Filter::Payment(words) => {
            order.transactions.iter().any(|t| words.is(&format!("r{:x}", t.parent.unwrap_or(t.id))))
        }
        Filter::Total(compare, minor) => compares(*compare, current_total(order).shop, *minor),
        Filter::Units(compare, wanted) => compares(*compare, units(order), *wanted),
        Filter::Weight(compare, grams) => compares(*compare, units(order) * 180, *grams),
        Filter::Test(test) => order.test == *test,
        Filter::Chargeback(state) => order.disputes.iter().any(|dispute| {
            dispute.kind == DisputeKind::Chargeback
                && words::dispute_state(dispute.state).eq_ignore_ascii_case(state)
        }),
        Filter::Returns(state) => order.returns == *state,
        Filter::Protection(unprotected) => *unprotected,
        Filter::Metafield(path, words) => has_metafield(order, path, words),
        Filter::Nothing => false,
    }
}

fn is_in_status(order: &Order, status: &str) -> bool {
    match status {
        "open" => !order.is_closed() && order.cancelled.is_none(),
        "closed" => order.is_closed(),
        "cancelled" => order.cancelled.is_some(),
        "not_closed" => !order.is_closed(),
        _ => true,
    }
}

fn was_paid_with(order: &Order, digits: &str) -> bool {
    order.transactions.iter().any(|t| match &t.paid_with {
        PaidWith::Card(card) => card.masked.ends_with(digits),
        _ => false,
    })
}

fn units(order: &Order) -> i64 {
    order.lines.iter().map(|line| i64::from(line.quantity)).sum()
}

fn has_metafield(order: &Order, path: &str, words: &Words) -> bool {
    order.metafields.iter().any(|metafield| {
        path.strip_prefix(&*metafield.namespace).and_then(|rest| rest.strip_prefix('.'))
            == Some(&*metafield.key)
            && words.is(&metafield.value)
    })
}

fn mentions(order: &Order, words: &Words, world: &World) -> bool {
    let customer = order.customer.and_then(|id| world.shop.customer(id));
    if order.email.as_ref().is_some_and(|email| words.is(email) || words.inside(email)) {
        return true;
    }
    if customer.is_some_and(|customer| words.inside(&customer.display_name())) {
        return true;
    }
    let everything = world.quirks.free_text == FreeText::Everything;
    let addresses = [&order.billing, &order.shipping].into_iter().flatten();
    for address in addresses {
        if words.inside(&address.name()) || (everything && address_mentions(address, words)) {
            return true;
        }
    }
    everything && order.phone.as_ref().is_some_and(|phone| words.is_phone(phone))
}

fn address_mentions(address: &Address, words: &Words) -> bool {
    let parts = [address.address2.as_ref(), address.zip.as_ref(), address.company.as_ref()];
    words.inside(&address.address1)
        || words.inside(&address.city)
        || address.phone.as_ref().is_some_and(|phone| words.is_phone(phone))
        || parts.into_iter().flatten().any(|part| words.is(part) || words.inside(part))
}
