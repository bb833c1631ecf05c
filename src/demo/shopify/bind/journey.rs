//! How the buyer came, and what protects the seller.

use crate::demo::shop::Order;
use crate::demo::shopify::run::Run;
use crate::demo::shopify::value::Val;

pub(super) fn journey<'a>(o: &'a Order, run: &Run<'a>) -> Val<'a> {
    if &*o.source != "web" {
        return Val::Null;
    }
    let orders = o
        .customer
        .map(|id| run.world.shop.orders_of(id).take_while(|other| other.id != o.id).count());
    let earlier = o
        .customer
        .and_then(|id| run.world.shop.customer(id))
        .map_or(0, |c| c.earlier_orders as usize);
    let visit = |id: u64| {
        Val::record(
            "CustomerVisit",
            vec![
                ("id", Val::Gid("CustomerVisit", id)),
                ("landingPage", Val::Str("/")),
                ("referrerUrl", Val::Null),
                ("source", Val::Str("direct")),
                ("occurredAt", Val::Time(o.created_at - chrono::TimeDelta::minutes(9))),
            ],
        )
    };
    Val::record(
        "CustomerJourneySummary",
        vec![
            ("ready", Val::Bool(true)),
            ("customerOrderIndex", orders.map_or(Val::Null, |n| Val::count(n + earlier))),
            ("daysToConversion", Val::Int(1)),
            ("firstVisit", visit(o.id * 10 + 1)),
            ("lastVisit", visit(o.id * 10 + 2)),
        ],
    )
}

/// Protection is offered for cards paid through the shop system's own payments only.
pub(super) fn protect(o: &Order) -> Val<'_> {
    let own = o.gateways().contains(&crate::demo::shop::Gateway::ShopPayments);
    if !own {
        return Val::Null;
    }
    Val::record(
        "ShopifyProtectOrderSummary",
        vec![
            ("status", Val::Str("NOT_PROTECTED")),
            (
                "eligibility",
                Val::record(
                    "ShopifyProtectOrderEligibility",
                    vec![("status", Val::Str("NOT_ELIGIBLE"))],
                ),
            ),
        ],
    )
}
