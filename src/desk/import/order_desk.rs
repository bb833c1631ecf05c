//! Order Desk's export, one row an item.
//!
//! The columns of such an export are chosen by whoever makes it, so they are found by their
//! titles: by the field names of its API (`apis/orderdesk.md`, section 3) and by those that
//! people write instead. Its own id of an order is not the store's, which it keeps as
//! `source_id`: orders are told apart by that one, as by a name.

use super::Found;
use super::parts::{self, Written};
use super::rows::{Layout, Rows};
use super::sheet::Sheet;
use crate::cache::ShopFacts;
use crate::domain::{Clean, Fault, OrderId};

const NUMBER: [&str; 5] = ["Source ID", "Source Order ID", "Order Number", "Order ID", "ID"];
const PLACED: [&str; 5] = ["Date Added", "Order Date", "Date Created", "Created At", "Date"];
const TOTAL: [&str; 2] = ["Order Total", "Total"];
const EMAIL: [&str; 3] = ["Email", "Customer Email", "Email Address"];
const QUANTITY: [&str; 5] =
    ["Item Quantity", "Order Item Quantity", "Product Quantity", "Quantity", "Qty"];

/// Reads such a table.
pub(super) fn orders(sheet: Sheet<'_>, shop: ShopFacts) -> Result<Rows<'_, Export>, Fault> {
    let columns = Columns::of(&sheet);
    let needed = [
        (columns.number, "the order's number (“Source ID” or “Order ID”)"),
        (columns.placed, "its day (“Date Added” or “Order Date”)"),
        (columns.quantity, "the item's quantity (“Item Quantity” or “Quantity”)"),
        (columns.someone(), "its buyer (“Email”, “Shipping Name” or “Shipping Last Name”)"),
    ];
    let missing: Vec<&str> =
        needed.iter().filter(|(column, _)| column.is_none()).map(|(_, what)| *what).collect();
    if !missing.is_empty() {
        return Err(sheet.lacks("Order Desk", &missing));
    }
    Ok(Rows::new(sheet, Export { columns, shop }))
}

/// Where each column is.
struct Columns {
    number: Option<usize>,
    placed: Option<usize>,
    email: Option<usize>,
    phone: Option<usize>,
    ip: Option<usize>,
    currency: Option<usize>,
    total: Option<usize>,
    customer_id: Option<usize>,
    coupon: Option<usize>,
    quantity: Option<usize>,
    shipping: Place,
    billing: Place,
}

/// Where the columns of an address are.
struct Place {
    name: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    company: Option<usize>,
    line1: Option<usize>,
    line2: Option<usize>,
    city: Option<usize>,
    region: Option<usize>,
    postal_code: Option<usize>,
    country: Option<usize>,
    phone: Option<usize>,
}

impl Place {
    /// The columns that begin with one of these words.
    fn of(sheet: &Sheet<'_>, whose: &[&str]) -> Self {
        let column = |parts: &[&str]| {
            let titles =
                whose.iter().flat_map(|who| parts.iter().map(move |part| format!("{who} {part}")));
            titles.into_iter().find_map(|title| sheet.column(&[&title]))
        };
        Self {
            name: column(&["Name", "Full Name"]),
            first: column(&["First Name"]),
            last: column(&["Last Name"]),
            company: column(&["Company"]),
            line1: column(&["Address1", "Address Line 1", "Address"]),
            line2: column(&["Address2", "Address Line 2"]),
            city: column(&["City"]),
            region: column(&["State", "Province", "Region"]),
            postal_code: column(&["Postal Code", "Zip", "Zip Code", "Postcode"]),
            country: column(&["Country", "Country Code"]),
            phone: column(&["Phone", "Phone Number"]),
        }
    }

    fn name(&self, sheet: &Sheet<'_>) -> String {
        let whole = sheet.field(self.name).trim();
        if whole.is_empty() {
            return parts::joined(sheet.field(self.first), sheet.field(self.last));
        }
        whole.to_owned()
    }

    fn written<'a>(&self, sheet: &'a Sheet<'_>, name: &'a str) -> Written<'a> {
        Written {
            name,
            company: sheet.field(self.company),
            line1: sheet.field(self.line1),
            line2: sheet.field(self.line2),
            city: sheet.field(self.city),
            region: sheet.field(self.region),
            postal_code: sheet.field(self.postal_code),
            country: sheet.field(self.country),
            phone: sheet.field(self.phone),
        }
    }
}

impl Columns {
    fn of(sheet: &Sheet<'_>) -> Self {
        Self {
            number: sheet.column(&NUMBER),
            placed: sheet.column(&PLACED),
            email: sheet.column(&EMAIL),
            phone: sheet.column(&["Phone", "Customer Phone"]),
            ip: sheet.column(&["IP Address", "Customer IP", "IP"]),
            currency: sheet.column(&["Currency", "Currency Code"]),
            total: sheet.column(&TOTAL),
            customer_id: sheet.column(&["Customer ID"]),
            coupon: sheet.column(&["Coupon Code", "Discount Code"]),
            quantity: sheet.column(&QUANTITY),
            shipping: Place::of(sheet, &["Shipping", "Ship To"]),
            billing: Place::of(sheet, &["Customer", "Billing", "Bill To"]),
        }
    }

    /// A column that says who bought.
    fn someone(&self) -> Option<usize> {
        let Place { name, last, .. } = &self.shipping;
        self.email.or(*name).or(*last)
    }
}

/// Order Desk's columns.
pub(super) struct Export {
    columns: Columns,
    shop: ShopFacts,
}

impl Export {
    fn pieces(&self, sheet: &Sheet<'_>) -> Result<u32, String> {
        let count = sheet.field(self.columns.quantity).trim();
        let whole = count.strip_suffix(".00").or(count.strip_suffix(".0")).unwrap_or(count);
        match whole {
            "" => Ok(0),
            whole => whole.parse().map_err(|_| "the quantity is no number".to_owned()),
        }
    }
}

impl Layout for Export {
    fn group(&self, sheet: &Sheet<'_>) -> String {
        sheet.field(self.columns.number).trim().to_owned()
    }

    fn first(&self, sheet: &Sheet<'_>) -> Result<Found, String> {
        let (columns, shop) = (&self.columns, &self.shop);
        let number = parts::id(parts::unquoted(sheet.field(columns.number)))
            .ok_or("the order's number is blank or no number")?;
        let placed_at = parts::moment(sheet.field(columns.placed), shop.zone)
            .ok_or("the order's day is no time such as 2026-03-02 14:05:00")?;
        let names = (OrderId::new(number), Clean::new(number));
        let mut order = parts::bare(shop, names, placed_at);
        let total = sheet.field(columns.total).trim().trim_start_matches('$');
        order.total = parts::total(total, sheet.field(columns.currency), shop.currency)?;
        order.email = parts::text(sheet.field(columns.email));
        order.phone = parts::phone(sheet.field(columns.phone));
        order.ip = parts::text(sheet.field(columns.ip));
        let (billed, shipped) = (columns.billing.name(sheet), columns.shipping.name(sheet));
        order.billing = columns.billing.written(sheet, &billed).address();
        order.shipping = columns.shipping.written(sheet, &shipped).address();
        order.customer_name = parts::text(if billed.is_empty() { &shipped } else { &billed });
        order.customer_id = parts::id(sheet.field(columns.customer_id)).map(Into::into);
        order.coupons = parts::list(sheet.field(columns.coupon).split(','));
        order.pieces = self.pieces(sheet)?;
        Ok(Found { order, has_id: false })
    }

    fn more(&self, sheet: &Sheet<'_>, found: &mut Found) -> Result<(), String> {
        found.order.pieces = parts::more(found.order.pieces, self.pieces(sheet)?);
        Ok(())
    }
}
