//! What lists can be sorted by.

use super::value::{Cursor, Key};
use super::world::World;
use crate::demo::shop::books::{current_total, financial, fulfilment};
use crate::demo::shop::{Customer, Order};
use crate::demo::shopify::words;

/// `OrderSortKeys`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum OrderSort {
    CreatedAt,
    CurrentTotal,
    CustomerName,
    Destination,
    Financial,
    Fulfilment,
    Id,
    Number,
    PoNumber,
    ProcessedAt,
    Relevance,
    Units,
    Total,
    UpdatedAt,
}

impl OrderSort {
    /// The sort with this name; the default for one that the schema does not know.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "CREATED_AT" => Self::CreatedAt,
            "CURRENT_TOTAL_PRICE" => Self::CurrentTotal,
            "CUSTOMER_NAME" => Self::CustomerName,
            "DESTINATION" => Self::Destination,
            "FINANCIAL_STATUS" => Self::Financial,
            "FULFILLMENT_STATUS" => Self::Fulfilment,
            "ID" => Self::Id,
            "ORDER_NUMBER" => Self::Number,
            "PO_NUMBER" => Self::PoNumber,
            "RELEVANCE" => Self::Relevance,
            "TOTAL_ITEMS_QUANTITY" => Self::Units,
            "TOTAL_PRICE" => Self::Total,
            "UPDATED_AT" => Self::UpdatedAt,
            _ => Self::ProcessedAt,
        }
    }

    /// The name in the protocol.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CreatedAt => "CREATED_AT",
            Self::CurrentTotal => "CURRENT_TOTAL_PRICE",
            Self::CustomerName => "CUSTOMER_NAME",
            Self::Destination => "DESTINATION",
            Self::Financial => "FINANCIAL_STATUS",
            Self::Fulfilment => "FULFILLMENT_STATUS",
            Self::Id => "ID",
            Self::Number => "ORDER_NUMBER",
            Self::PoNumber => "PO_NUMBER",
            Self::ProcessedAt => "PROCESSED_AT",
            Self::Relevance => "RELEVANCE",
            Self::Units => "TOTAL_ITEMS_QUANTITY",
            Self::Total => "TOTAL_PRICE",
            Self::UpdatedAt => "UPDATED_AT",
        }
    }

    /// Where an order stands in this sort.
    pub(crate) fn cursor(self, order: &Order, world: &World) -> Cursor {
        Cursor { key: self.key(order, world), id: order.id }
    }

    fn key(self, order: &Order, world: &World) -> Key {
        let text = |text: &str| Key::Text(text.to_lowercase());
        match self {
            Self::CreatedAt => Key::Number(order.created_at.timestamp_millis()),
            Self::ProcessedAt => Key::Number(order.processed_at.timestamp_millis()),
            Self::UpdatedAt => Key::Number(order.updated_at.timestamp_millis()),
            Self::CurrentTotal => Key::Number(current_total(order).shop),
            Self::Total => Key::Number(order.totals.total.shop),
            Self::Id | Self::PoNumber | Self::Relevance => {
                Key::Number(i64::try_from(order.id).unwrap_or(i64::MAX))
            }
            Self::Number => Key::Number(i64::from(order.number)),
            Self::Units => {
                Key::Number(order.lines.iter().map(|line| i64::from(line.quantity)).sum())
            }
            Self::CustomerName => {
                let customer = order.customer.and_then(|id| world.shop.customer(id));
                text(&customer.map(Customer::display_name).unwrap_or_default())
            }
            Self::Destination => text(order.shipping.as_ref().map_or("", |address| &address.city)),
            Self::Financial => text(words::financial(financial(order, order.updated_at))),
            Self::Fulfilment => text(words::fulfilment(fulfilment(order))),
        }
    }
}

/// The `CustomerSortKeys` that the embedded store sorts by; others fall back to the id.
pub(crate) fn customer_sort(name: &str) -> &'static str {
    match name {
        "CREATED_AT" => "CREATED_AT",
        "UPDATED_AT" => "UPDATED_AT",
        "NAME" => "NAME",
        "LOCATION" => "LOCATION",
        "RELEVANCE" => "RELEVANCE",
        _ => "ID",
    }
}

/// Where a customer stands in a sort.
pub(crate) fn customer_cursor(sort: &str, customer: &Customer, _world: &World) -> Cursor {
    let key = match sort {
        "CREATED_AT" => Key::Number(customer.created_at.timestamp_millis()),
        "UPDATED_AT" => Key::Number(customer.updated_at.timestamp_millis()),
        "NAME" => Key::Text(customer.display_name().to_lowercase()),
        "LOCATION" => {
            Key::Text(customer.addresses.first().map(|a| a.city.to_lowercase()).unwrap_or_default())
        }
        _ => Key::Number(i64::try_from(customer.id).unwrap_or(i64::MAX)),
    };
    Cursor { key, id: customer.id }
}
