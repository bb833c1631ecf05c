//! What our documents bring, read straight into structs; enum values stay words here.

use serde::{Deserialize, Deserializer};

use super::parts::PartShape;
use super::payment::{RefundShape, TransactionShape};
use crate::domain::{Clean, Timestamp};

/// A list in pages.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", bound = "T: Deserialize<'de>")]
pub(super) struct Paged<T> {
    pub(super) nodes: Vec<T>,
    pub(super) page_info: PageEnd,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageEnd {
    has_next_page: bool,
    #[serde(default)]
    end_cursor: Option<String>,
}

impl PageEnd {
    /// Where to go on, when there is more.
    pub(super) fn next(self) -> Option<String> {
        self.end_cursor.filter(|_| self.has_next_page)
    }
}

/// A list of which only one page is asked for.
#[derive(Debug, Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
pub(super) struct Listed<T> {
    pub(super) nodes: Vec<T>,
}

/// Anything of which only the id is asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    pub(super) id: String,
}

/// An amount as text; parsed to whole minor units, never to a float.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Amount {
    pub(super) amount: String,
    pub(super) currency_code: String,
}

/// An amount in the shop's currency and in the one charged.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AmountPair {
    pub(super) shop_money: Amount,
    pub(super) presentment_money: Amount,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ShopAmount {
    pub(super) shop_money: Amount,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ChargedAmount {
    pub(super) presentment_money: Amount,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OrderShape {
    pub(super) id: String,
    pub(super) name: Clean,
    pub(super) processed_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) closed_at: Option<Timestamp>,
    pub(super) cancelled_at: Option<Timestamp>,
    pub(super) cancel_reason: Option<Clean>,
    pub(super) cancellation: Option<CancellationShape>,
    #[serde(default)]
    pub(super) tags: Vec<Clean>,
    pub(super) note: Option<Clean>,
    #[serde(default)]
    pub(super) custom_attributes: Vec<AttributeShape>,
    pub(super) email: Option<Clean>,
    #[serde(default, deserialize_with = "phone")]
    pub(super) phone: Option<Clean>,
    pub(super) client_ip: Option<Clean>,
    pub(super) source_name: Option<Clean>,
    pub(super) display_financial_status: Option<String>,
    pub(super) display_fulfillment_status: Option<String>,
    #[serde(default)]
    pub(super) discount_codes: Vec<Clean>,
    pub(super) current_total_price_set: AmountPair,
    pub(super) total_received_set: AmountPair,
    pub(super) total_refunded_set: AmountPair,
    pub(super) total_capturable_set: AmountPair,
    pub(super) billing_address: Option<AddressShape>,
    pub(super) shipping_address: Option<AddressShape>,
    pub(super) risk: RiskShape,
    #[serde(default)]
    pub(super) disputes: Vec<DisputeShape>,
    #[serde(default)]
    pub(super) transactions: Vec<TransactionShape>,
    #[serde(default)]
    pub(super) refunds: Vec<RefundShape>,
    pub(super) customer: Option<CustomerShape>,
    pub(super) fulfillment_orders: Option<Paged<PartShape>>,
    pub(super) line_items: Paged<LineShape>,
    pub(super) events: Option<Listed<EventShape>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CancellationShape {
    pub(super) staff_note: Option<Clean>,
}

#[derive(Debug, Deserialize)]
pub(super) struct AttributeShape {
    key: Clean,
    value: Option<Clean>,
}

impl AttributeShape {
    /// Name and value; a value may be missing.
    pub(super) fn pair(self) -> (Clean, Clean) {
        (self.key, self.value.unwrap_or_default())
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AddressShape {
    pub(super) first_name: Option<Clean>,
    pub(super) last_name: Option<Clean>,
    pub(super) company: Option<Clean>,
    pub(super) address1: Option<Clean>,
    pub(super) address2: Option<Clean>,
    pub(super) city: Option<Clean>,
    pub(super) province: Option<Clean>,
    pub(super) province_code: Option<Clean>,
    pub(super) zip: Option<Clean>,
    pub(super) country: Option<Clean>,
    pub(super) country_code_v2: Option<Clean>,
    #[serde(default, deserialize_with = "phone")]
    pub(super) phone: Option<Clean>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RiskShape {
    pub(super) recommendation: Option<String>,
    #[serde(default)]
    pub(super) assessments: Vec<AssessmentShape>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssessmentShape {
    pub(super) risk_level: Option<String>,
    pub(super) provider: Option<TitleShape>,
    #[serde(default)]
    pub(super) facts: Vec<FactShape>,
}

#[derive(Debug, Deserialize)]
pub(super) struct TitleShape {
    pub(super) title: Clean,
}

#[derive(Debug, Deserialize)]
pub(super) struct FactShape {
    pub(super) description: Clean,
    pub(super) sentiment: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DisputeShape {
    pub(super) id: String,
    pub(super) initiated_as: Option<Clean>,
    pub(super) status: Option<Clean>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CustomerShape {
    pub(super) id: String,
    pub(super) first_name: Option<Clean>,
    pub(super) last_name: Option<Clean>,
    #[serde(default)]
    pub(super) created_at: Option<Timestamp>,
    /// A 64-bit number, which Shopify writes as a string.
    #[serde(default)]
    pub(super) number_of_orders: Option<Count>,
    #[serde(default)]
    pub(super) amount_spent: Option<Amount>,
    #[serde(default)]
    pub(super) verified_email: Option<bool>,
    #[serde(default)]
    pub(super) note: Option<Clean>,
    #[serde(default)]
    pub(super) tags: Vec<Clean>,
}

/// A number, written as one or as a string.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Count {
    Number(u64),
    Text(String),
}

impl Count {
    pub(super) fn number(&self) -> Option<u64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.parse().ok(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LineShape {
    pub(super) id: String,
    pub(super) title: Option<Clean>,
    pub(super) variant_title: Option<Clean>,
    pub(super) sku: Option<Clean>,
    pub(super) quantity: i64,
    pub(super) refundable_quantity: i64,
    pub(super) unfulfilled_quantity: i64,
    pub(super) original_unit_price_set: ShopAmount,
    pub(super) discounted_total_set: ShopAmount,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EventShape {
    pub(super) created_at: Timestamp,
    pub(super) message: Option<Clean>,
    pub(super) app_title: Option<Clean>,
    pub(super) author: Option<Clean>,
}

/// An order in short form.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ShortShape {
    pub(super) id: String,
    pub(super) name: Clean,
    pub(super) processed_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) closed_at: Option<Timestamp>,
    pub(super) cancelled_at: Option<Timestamp>,
    pub(super) email: Option<Clean>,
    #[serde(default, deserialize_with = "phone")]
    pub(super) phone: Option<Clean>,
    pub(super) client_ip: Option<Clean>,
    pub(super) billing_address: Option<AddressShape>,
    pub(super) shipping_address: Option<AddressShape>,
    pub(super) customer: Option<CustomerShape>,
    pub(super) current_total_price_set: AmountPair,
    pub(super) subtotal_line_items_quantity: i64,
    #[serde(default)]
    pub(super) discount_codes: Vec<Clean>,
    #[serde(default)]
    pub(super) tags: Vec<Clean>,
    pub(super) display_financial_status: Option<String>,
    pub(super) display_fulfillment_status: Option<String>,
    pub(super) risk: RiskShape,
}

/// Reads a telephone number, which may look like a card number without being one.
fn phone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Clean>, D::Error> {
    let outside = Option::<String>::deserialize(deserializer)?;
    Ok(outside.map(|outside| Clean::phone(&outside)))
}
