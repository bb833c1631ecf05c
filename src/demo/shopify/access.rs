//! Who may read and write what: scopes and protected customer data (shopify.md section 2).

use std::collections::BTreeSet;

use crate::demo::graphql::Refusal;

/// Scopes that the embedded store grants unless told otherwise. `read_users` is not among
/// them: only Plus and Advanced stores give it.
pub const GRANTED: [&str; 17] = [
    "read_orders",
    "write_orders",
    "read_all_orders",
    "read_customers",
    "write_customers",
    "read_merchant_managed_fulfillment_orders",
    "write_merchant_managed_fulfillment_orders",
    "read_third_party_fulfillment_orders",
    "write_third_party_fulfillment_orders",
    "read_assigned_fulfillment_orders",
    "read_apps",
    "read_locations",
    "read_inventory",
    "read_products",
    "read_fulfillments",
    "read_shopify_payments_disputes",
    "read_order_edits",
];

/// What the caller may touch.
#[derive(Clone, Debug)]
pub struct Access {
    /// Granted scopes.
    pub scopes: BTreeSet<String>,
    /// Whether names, addresses, e-mail and phone may be read.
    pub protected: Protected,
}

/// Which protected customer data may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protected {
    /// Levels 1 and 2.
    All,
    /// Level 1: no name, address, e-mail, phone.
    NoIdentity,
    /// None: orders and customers are refused as a whole.
    Nothing,
}

impl Default for Access {
    fn default() -> Self {
        Self {
            scopes: GRANTED.iter().map(|s| (*s).to_owned()).collect(),
            protected: Protected::All,
        }
    }
}

/// What a field asks of the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guard {
    /// One of these scopes.
    Scopes(&'static [&'static str]),
    /// One of these scopes, and the right to customer data of level 1.
    Customer(&'static [&'static str], &'static str),
    /// The right to customer data of level 2.
    Identity,
}

impl Access {
    /// Why a field is refused; nothing when it is allowed.
    pub(crate) fn denial(&self, guard: Guard, field: &str) -> Option<Refusal> {
        match guard {
            Guard::Scopes(any) => self.missing(any, field),
            Guard::Customer(any, kind) => self.missing(any, field).or_else(|| {
                (self.protected == Protected::Nothing)
                    .then(|| unapproved(&format!("access the {kind} object")))
            }),
            Guard::Identity => (self.protected != Protected::All)
                .then(|| unapproved(&format!("use the {field} field"))),
        }
    }

    fn missing(&self, any: &[&str], field: &str) -> Option<Refusal> {
        if any.iter().any(|scope| self.scopes.contains(*scope)) {
            return None;
        }
        let named: Vec<String> = any.iter().map(|scope| format!("`{scope}`")).collect();
        let required = match named.as_slice() {
            [one] => format!("{one} access scope."),
            several => format!("One of the following access scopes: {}.", several.join(", ")),
        };
        let text = format!("Access denied for {field} field. Required access: {required}");
        Some(
            Refusal::new("ACCESS_DENIED", text)
                .with("documentation", "https://shopify.dev/api/usage/access-scopes")
                .with("requiredAccess", required),
        )
    }
}

fn unapproved(what: &str) -> Refusal {
    let text = format!(
        "This app is not approved to {what}. \
         See https://shopify.dev/docs/apps/launch/protected-customer-data for more details."
    );
    Refusal::new("ACCESS_DENIED", text)
}

const READ_ORDERS: &[&str] = &["read_orders"];
const WRITE_ORDERS: &[&str] = &["write_orders"];
const READ_WORK: &[&str] = &[
    "read_merchant_managed_fulfillment_orders",
    "read_third_party_fulfillment_orders",
    "read_assigned_fulfillment_orders",
];
const WRITE_WORK: &[&str] =
    &["write_merchant_managed_fulfillment_orders", "write_third_party_fulfillment_orders"];
const READ_CUSTOMERS: &[&str] = &["read_customers"];

/// What a field of the schema asks of the caller.
pub(crate) fn guard(type_name: &str, field: &str) -> Option<Guard> {
    Some(match (type_name, field) {
        ("QueryRoot", "orders" | "order" | "ordersCount")
        | ("Customer", "orders" | "lastOrder") => Guard::Customer(READ_ORDERS, "Order"),
        ("QueryRoot", "customers" | "customer" | "customersCount" | "customerByIdentifier")
        | ("Order", "customer") => Guard::Customer(READ_CUSTOMERS, "Customer"),
        ("QueryRoot", "manualHoldsFulfillmentOrders") => Guard::Scopes(READ_ORDERS),
        ("QueryRoot", "fulfillmentOrders" | "fulfillmentOrder")
        | ("Order", "fulfillmentOrders") => Guard::Scopes(READ_WORK),
        ("QueryRoot", "staffMembers")
        | ("CommentEvent", "author")
        | ("OrderTransaction", "user") => Guard::Scopes(&["read_users"]),
        ("QueryRoot", "locations")
        | ("FulfillmentOrderAssignedLocation" | "RefundLineItem", "location") => {
            Guard::Scopes(&["read_locations", "read_inventory"])
        }
        ("FulfillmentHold", "heldByApp") => Guard::Scopes(&["read_apps"]),
        ("LineItem", "product" | "variant") => Guard::Scopes(&["read_products"]),
        ("Mutation", "fulfillmentOrderHold" | "fulfillmentOrderReleaseHold") => {
            Guard::Scopes(WRITE_WORK)
        }
        ("Mutation", "customerUpdate") => Guard::Scopes(&["write_customers"]),
        ("Mutation", "tagsAdd" | "tagsRemove") => {
            Guard::Scopes(&["write_orders", "write_customers"])
        }
        (
            "Mutation",
            "orderClose"
            | "orderOpen"
            | "orderUpdate"
            | "orderCancel"
            | "orderCapture"
            | "refundCreate"
            | "transactionVoid"
            | "orderRiskAssessmentCreate"
            | "metafieldsSet"
            | "metafieldsDelete",
        ) => Guard::Scopes(WRITE_ORDERS),
        ("Order", "email" | "phone")
        | ("Customer", "displayName" | "firstName" | "lastName" | "email" | "phone")
        | ("CustomerEmailAddress", "emailAddress")
        | ("CustomerPhoneNumber", "phoneNumber")
        | (
            "MailingAddress",
            "firstName" | "lastName" | "name" | "address1" | "address2" | "zip" | "phone"
            | "latitude" | "longitude" | "formatted",
        )
        | (
            "FulfillmentOrderDestination",
            "firstName" | "lastName" | "address1" | "address2" | "zip" | "phone" | "email",
        )
        | ("CardPaymentDetails", "name") => Guard::Identity,
        _ => return None,
    })
}
