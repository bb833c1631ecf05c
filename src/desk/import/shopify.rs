//! The orders' export of Shopify's admin: an order's first row has everything, each further
//! item a row with name, e-mail and the item alone.

use super::Found;
use super::parts::{self, Written};
use super::rows::{Layout, Rows};
use super::sheet::Sheet;
use crate::cache::ShopFacts;
use crate::domain::{Clean, Fault, Fulfilment, OrderId, Payment, RiskLevel};

/// Reads such a table.
pub(super) fn orders(sheet: Sheet<'_>, shop: ShopFacts) -> Result<Rows<'_, Export>, Fault> {
    let needed = ["Name", "Created at", "Lineitem quantity"];
    let missing: Vec<&str> =
        needed.into_iter().filter(|title| sheet.column(&[title]).is_none()).collect();
    if !missing.is_empty() {
        return Err(sheet.lacks("Shopify", &missing));
    }
    let columns = Columns::of(&sheet);
    Ok(Rows::new(sheet, Export { columns, shop }))
}

/// Where each column is.
struct Columns {
    name: Option<usize>,
    id: Option<usize>,
    created: Option<usize>,
    cancelled: Option<usize>,
    email: Option<usize>,
    phone: Option<usize>,
    payment: Option<usize>,
    fulfilment: Option<usize>,
    currency: Option<usize>,
    total: Option<usize>,
    coupon: Option<usize>,
    quantity: Option<usize>,
    tags: Option<usize>,
    risk: Option<usize>,
    billing: Place,
    shipping: Place,
}

/// Where the columns of an address are, in the order of `Written`.
struct Place([Option<usize>; 9]);

impl Place {
    fn of(sheet: &Sheet<'_>, which: &str) -> Self {
        let parts = [
            "Name", "Company", "Address1", "Address2", "City", "Province", "Zip", "Country",
            "Phone",
        ];
        Self(parts.map(|part| sheet.column(&[&format!("{which} {part}")])))
    }

    fn written<'a>(&self, sheet: &'a Sheet<'_>) -> Written<'a> {
        let [name, company, line1, line2, city, region, postal_code, country, phone] =
            self.0.map(|column| sheet.field(column));
        Written { name, company, line1, line2, city, region, postal_code, country, phone }
    }
}

impl Columns {
    fn of(sheet: &Sheet<'_>) -> Self {
        let column = |title: &str| sheet.column(&[title]);
        Self {
            name: column("Name"),
            id: column("Id"),
            created: column("Created at"),
            cancelled: column("Cancelled at"),
            email: column("Email"),
            phone: column("Phone"),
            payment: column("Financial Status"),
            fulfilment: column("Fulfillment Status"),
            currency: column("Currency"),
            total: column("Total"),
            coupon: column("Discount Code"),
            quantity: column("Lineitem quantity"),
            tags: column("Tags"),
            risk: column("Risk Level"),
            billing: Place::of(sheet, "Billing"),
            shipping: Place::of(sheet, "Shipping"),
        }
    }
}

/// Shopify's columns.
pub(super) struct Export {
    columns: Columns,
    shop: ShopFacts,
}

impl Export {
    fn pieces(&self, sheet: &Sheet<'_>) -> Result<u32, String> {
        match sheet.field(self.columns.quantity).trim() {
            "" => Ok(0),
            count => count.parse().map_err(|_| "“Lineitem quantity” is no number".to_owned()),
        }
    }
}

impl Layout for Export {
    fn group(&self, sheet: &Sheet<'_>) -> String {
        sheet.field(self.columns.name).trim().to_owned()
    }

    fn first(&self, sheet: &Sheet<'_>) -> Result<Found, String> {
        let (columns, shop) = (&self.columns, &self.shop);
        let name = parts::id(sheet.field(columns.name)).ok_or("“Name” is blank or no name")?;
        let own_id = parts::id(parts::unquoted(sheet.field(columns.id)));
        let placed_at = parts::moment(sheet.field(columns.created), shop.zone)
            .ok_or("“Created at” is no time such as 2026-03-02 14:05:00 -0500")?;
        let id = OrderId::new(own_id.unwrap_or(name));
        let mut order = parts::bare(shop, (id, Clean::new(name)), placed_at);
        let (total, currency) = (sheet.field(columns.total), sheet.field(columns.currency));
        order.total = parts::total(total, currency, shop.currency)?;
        order.cancelled_at = match sheet.field(columns.cancelled).trim() {
            "" => None,
            when => Some(parts::moment(when, shop.zone).ok_or("“Cancelled at” is no time")?),
        };
        order.email = parts::text(sheet.field(columns.email));
        order.phone = parts::phone(sheet.field(columns.phone));
        order.billing = columns.billing.written(sheet).address();
        order.shipping = columns.shipping.written(sheet).address();
        order.customer_name = parts::text(sheet.field(columns.billing.0[0]));
        order.payment = payment(sheet.field(columns.payment));
        order.fulfilment = fulfilment(sheet.field(columns.fulfilment));
        order.risk = risk(sheet.field(columns.risk));
        order.coupons = parts::list(sheet.field(columns.coupon).split(','));
        order.tags = parts::list(sheet.field(columns.tags).split(','));
        order.pieces = self.pieces(sheet)?;
        Ok(Found { order, has_id: own_id.is_some() })
    }

    fn more(&self, sheet: &Sheet<'_>, found: &mut Found) -> Result<(), String> {
        found.order.pieces = parts::more(found.order.pieces, self.pieces(sheet)?);
        Ok(())
    }
}

/// A state that Shopify adds later is unknown.
fn payment(word: &str) -> Payment {
    match word.trim().to_lowercase().as_str() {
        "pending" => Payment::Pending,
        "authorized" => Payment::Authorised,
        "partially_paid" => Payment::PartlyPaid,
        "paid" => Payment::Paid,
        "partially_refunded" => Payment::PartlyRefunded,
        "refunded" => Payment::Refunded,
        "voided" => Payment::Voided,
        "expired" => Payment::Expired,
        _ => Payment::Unknown,
    }
}

fn fulfilment(word: &str) -> Fulfilment {
    match word.trim().to_lowercase().as_str() {
        "unfulfilled" => Fulfilment::Unfulfilled,
        "partial" => Fulfilment::Partial,
        "fulfilled" => Fulfilment::Fulfilled,
        "scheduled" => Fulfilment::Scheduled,
        _ => Fulfilment::Unknown,
    }
}

fn risk(word: &str) -> RiskLevel {
    match word.trim().to_lowercase().as_str() {
        "low" => RiskLevel::Low,
        "medium" => RiskLevel::Medium,
        "high" => RiskLevel::High,
        "none" => RiskLevel::None,
        "pending" => RiskLevel::Pending,
        _ => RiskLevel::Unscored,
    }
}
