//! What the credentials allow, told at the first connection and per order and step.

use std::collections::BTreeSet;

use super::denial::Reach;
use crate::domain::{Capabilities, Clean, Order, ShopId, StepKind};
use crate::stores::{StoreFault, Trouble};

/// The longest note Shopify keeps on an order, in characters.
pub(super) const LONGEST_NOTE: usize = 5000;
/// The longest note for the staff when cancelling, in characters.
pub(super) const LONGEST_STAFF_NOTE: usize = 255;

/// Either of these reads fulfilment orders and holds.
const READ_PARTS: [&str; 3] = [
    "read_merchant_managed_fulfillment_orders",
    "read_third_party_fulfillment_orders",
    "read_assigned_fulfillment_orders",
];
/// Either of these holds and releases, each at its kind of location.
const WRITE_PARTS: [&str; 2] =
    ["write_merchant_managed_fulfillment_orders", "write_third_party_fulfillment_orders"];

/// What each permission is for; any one of a row's permissions will do
/// (`apis/shopify.md`, section 2).
const NEEDS: [(&[&str], &str); 8] = [
    (&["read_orders"], "orders cannot be read"),
    (&["write_orders"], "orders cannot be cancelled, refunded, archived, tagged or annotated"),
    (&READ_PARTS, "fulfilment orders and holds cannot be read"),
    (&WRITE_PARTS, "holds cannot be placed or released"),
    (&["read_customers"], "the customer's record and history cannot be read"),
    (&["read_apps"], "the names of apps that hold an order stay unknown"),
    (&["read_locations", "read_inventory"], "goods of a refund cannot be put back on the shelf"),
    (&["read_all_orders"], "orders older than 60 days cannot be read"),
];

/// What the first connection told about shop and app.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) shop: ShopId,
    pub(super) app: Clean,
    pub(super) scopes: BTreeSet<String>,
}

impl Known {
    fn has_any(&self, scopes: &[&str]) -> bool {
        // Shopify may list only the writing permission, which includes the reading one.
        scopes.iter().any(|scope| {
            let write = scope.replacen("read_", "write_", 1);
            self.scopes.contains(*scope) || self.scopes.contains(&write)
        })
    }

    /// What reads may ask for without being wiped.
    pub(super) fn reach(&self) -> Reach {
        Reach {
            protected: true,
            parts: self.has_any(&READ_PARTS),
            apps: self.has_any(&["read_apps"]),
        }
    }

    /// What is missing, as sentences that name the permission.
    pub(super) fn missing(&self) -> Vec<String> {
        NEEDS
            .iter()
            .filter(|(scopes, _)| !self.has_any(scopes))
            .map(|(scopes, lost)| {
                format!("Without the permission {}, {lost}.", scopes.join(" or "))
            })
            .collect()
    }

    /// Why no order shows its holds, where the app may not read them.
    pub(super) fn holds_unread(&self) -> Option<String> {
        (!self.has_any(&READ_PARTS)).then(|| {
            let [needed, ..] = READ_PARTS;
            format!("Nobody can tell which orders are held: the app lacks {needed}")
        })
    }

    /// How far back orders may be read, in days.
    pub(super) fn reach_days(&self) -> Option<u32> {
        (!self.has_any(&["read_all_orders"])).then_some(60)
    }
}

/// What the store permits on this order. Before the first connection only the order
/// itself can tell; the store then refuses what is not permitted.
pub(super) fn capabilities(known: Option<&Known>, order: &Order) -> Capabilities {
    let mut capabilities = Capabilities::default();
    capabilities.longest_note = Some(LONGEST_NOTE);
    capabilities.longest_staff_note = Some(LONGEST_STAFF_NOTE);
    for (kind, why) in forbidden_by_state(order) {
        capabilities = capabilities.without(kind, why);
    }
    for (kind, why) in known.map(forbidden_by_scopes).unwrap_or_default() {
        capabilities = capabilities.without(kind, why);
    }
    capabilities
}

fn forbidden_by_scopes(known: &Known) -> Vec<(StepKind, String)> {
    let needs = |kind: StepKind| match kind {
        StepKind::ReleaseHolds | StepKind::PlaceHold => &WRITE_PARTS[..],
        _ => &["write_orders"][..],
    };
    StepKind::ALL
        .into_iter()
        .filter(|kind| !known.has_any(needs(*kind)))
        .map(|kind| (kind, format!("our app lacks the permission {}", needs(kind).join(" or "))))
        .collect()
}

fn forbidden_by_state(order: &Order) -> Vec<(StepKind, String)> {
    let mut forbidden = Vec::new();
    let parts = &order.fulfilment_orders;
    let held = parts.iter().filter(|part| !part.holds.is_empty());
    if held.clone().count() > 0 && !held.clone().any(|part| part.may_release) {
        let why = "Shopify does not let its holds be released: work has begun, or they are closed";
        forbidden.push((StepKind::ReleaseHolds, why.to_owned()));
    }
    if let Some(why) = &order.holds_unread {
        forbidden.push((StepKind::ReleaseHolds, why.clone()));
        forbidden.push((StepKind::PlaceHold, why.clone()));
    } else if !parts.iter().any(|part| part.may_hold) {
        let why = "Shopify offers no fulfilment order of it for holding";
        forbidden.push((StepKind::PlaceHold, why.to_owned()));
    }
    if order.is_cancelled() {
        forbidden.push((StepKind::Cancel, "it is cancelled already".to_owned()));
    }
    if order.open_authorisations().next().is_none() {
        let why = "there is no authorisation of which nothing was captured";
        forbidden.push((StepKind::Void, why.to_owned()));
    }
    if !order.totals.left_to_refund().is_positive() {
        forbidden.push((StepKind::Refund, "no money is left to go back".to_owned()));
    }
    forbidden
}

pub(super) fn nothing_known() -> StoreFault {
    StoreFault::new(Trouble::Unreadable, "Shopify did not say which shop this is.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_writing_permission_includes_the_reading_one() {
        let scopes = ["write_orders", "write_third_party_fulfillment_orders", "read_customers"];
        let known = Known {
            shop: ShopId::new("shopify-1"),
            app: Clean::default(),
            scopes: scopes.into_iter().map(str::to_owned).collect(),
        };

        let missing = known.missing().join(" ");

        assert!(!missing.contains("read_orders") && !missing.contains("fulfillment"), "{missing}");
        assert!(missing.contains("read_apps") && missing.contains("read_all_orders"), "{missing}");
        assert!(known.reach().parts && !known.reach().apps);
    }
}
