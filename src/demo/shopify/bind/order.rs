//! Orders, their goods, addresses, risk and records.

use super::of;
use crate::demo::shop::books::{
    capturable, financial, fulfilment, net_payment, outstanding, received, risk_level, timeline,
};
use crate::demo::shop::{EventAction, Order, RiskLevel};
use crate::demo::shopify::paging::{Kind as ListKind, page_of};
use crate::demo::shopify::run::{Resolve, shared};
use crate::demo::shopify::value::{Obj, Val};
use crate::demo::shopify::{search, words};

const LINES: ListKind = ListKind { connection: "LineItemConnection", edge: "LineItemEdge" };
const WORKS: ListKind =
    ListKind { connection: "FulfillmentOrderConnection", edge: "FulfillmentOrderEdge" };
const EVENTS: ListKind = ListKind { connection: "EventConnection", edge: "EventEdge" };
const METAFIELDS: ListKind = ListKind { connection: "MetafieldConnection", edge: "MetafieldEdge" };
const SHIPPING: ListKind =
    ListKind { connection: "ShippingLineConnection", edge: "ShippingLineEdge" };

pub(super) fn order(field: &str) -> Option<Resolve> {
    identity(field)
        .or_else(|| texts(field))
        .or_else(|| standing(field))
        .or_else(|| states_shown(field))
        .or_else(|| answers(field))
        .or_else(|| rare(field))
        .or_else(|| super::amounts::amounts(field))
        .or_else(|| people(field))
        .or_else(|| parts(field))
        .or_else(|| lists(field))
        .or_else(|| metafields(field))
}

fn identity(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(Order, |o| Val::Gid("Order", o.id)),
        "legacyResourceId" => of!(Order, |o| Val::Big(o.id)),
        "name" => of!(Order, |o| Val::Owned(o.name())),
        "number" => of!(Order, |o| Val::Int(i64::from(o.number))),
        "confirmationNumber" => of!(Order, |o| Val::Owned(format!(
            "U{:08X}",
            o.id.wrapping_mul(2_654_435_761) & 0xFFFF_FFFF
        ))),
        "createdAt" => of!(Order, |o| Val::Time(o.created_at)),
        "processedAt" => of!(Order, |o| Val::Time(o.processed_at)),
        "updatedAt" => of!(Order, |o| Val::Time(o.updated_at)),
        "closed" => of!(Order, |o| Val::Bool(o.is_closed())),
        "closedAt" => of!(Order, |o| Val::time(o.closed_at)),
        "cancelledAt" => of!(Order, |o| Val::time(o.cancelled_at())),
        "cancelReason" => of!(Order, |o| o
            .cancelled
            .as_ref()
            .map_or(Val::Null, |c| Val::Str(words::cancel_reason(c.reason)))),
        "cancellation" => of!(Order, |o| o.cancelled.as_ref().map_or(Val::Null, |c| {
            Val::record("OrderCancellation", vec![("staffNote", Val::text(c.staff_note.as_ref()))])
        })),
        _ => return None,
    })
}

fn standing(field: &str) -> Option<Resolve> {
    Some(match field {
        "confirmed" => of!(Order, |_o| Val::Bool(true)),
        "test" => of!(Order, |o| Val::Bool(o.test)),
        "edited" => of!(Order, |o| Val::Bool(
            o.lines.iter().any(|line| line.cancelled > 0)
                && o.refunds.is_empty()
                && o.cancelled.is_none()
        )),
        _ => return None,
    })
}

fn texts(field: &str) -> Option<Resolve> {
    Some(match field {
        "tags" => of!(Order, |o| sorted_tags(&o.tags)),
        "note" => of!(Order, |o| Val::text(o.note.as_ref())),
        "clientIp" => of!(Order, |o| Val::text(o.client_ip.as_ref())),
        "customerLocale" => of!(Order, |o| Val::text(o.locale.as_ref())),
        "sourceName" => of!(Order, |o| Val::Str(&o.source)),
        "discountCodes" => of!(Order, |o| Val::Texts(&o.discount_codes)),
        "discountCode" => of!(Order, |o| Val::text(o.discount_codes.first())),
        _ => return None,
    })
}

fn states_shown(field: &str) -> Option<Resolve> {
    Some(match field {
        "displayFinancialStatus" => {
            of!(Order, |o, run| Val::Str(words::financial(financial(o, run.now))))
        }
        "displayFulfillmentStatus" => of!(Order, |o| Val::Str(words::fulfilment(fulfilment(o)))),
        "returnStatus" => of!(Order, |o| Val::Str(words::returns(o.returns))),
        "riskLevel" => of!(Order, |o| Val::Str(match risk_level(o) {
            RiskLevel::High => "HIGH",
            RiskLevel::Medium => "MEDIUM",
            _ => "LOW",
        })),
        _ => return None,
    })
}

fn answers(field: &str) -> Option<Resolve> {
    Some(match field {
        "capturable" => of!(Order, |o, run| Val::Bool(capturable(o, run.now).shop > 0)),
        "refundable" => of!(Order, |o| Val::Bool(net_payment(o).shop > 0)),
        "restockable" => of!(Order, |o| Val::Bool(o.lines.iter().any(|line| line.current() > 0))),
        "fulfillable" => {
            of!(Order, |o| Val::Bool(o.lines.iter().any(|line| line.unfulfilled() > 0)))
        }
        "merchantEditable" => of!(Order, |o| Val::Bool(o.cancelled.is_none())),
        "unpaid" => of!(Order, |o| Val::Bool(received(o).shop == 0)),
        "fullyPaid" => of!(Order, |o| Val::Bool(outstanding(o).is_zero())),
        "canMarkAsPaid" => {
            of!(Order, |o| Val::Bool(o.cancelled.is_none() && !outstanding(o).is_zero()))
        }
        "canNotifyCustomer" => of!(Order, |o| Val::Bool(o.email.is_some())),
        "requiresShipping" => of!(Order, |o| Val::Bool(o.lines.iter().any(|line| line.ships))),
        "hasTimelineComment" => {
            of!(Order, |o| Val::Bool(o.events.iter().any(|e| e.action == EventAction::Commented)))
        }
        "billingAddressMatchesShippingAddress" => of!(Order, |o| Val::Bool(o.addresses_match())),
        "taxesIncluded"
        | "taxExempt"
        | "estimatedTaxes"
        | "dutiesIncluded"
        | "customerAcceptsMarketing" => {
            of!(Order, |_o| Val::Bool(false))
        }
        _ => return None,
    })
}

fn rare(field: &str) -> Option<Resolve> {
    Some(match field {
        "cartToken" | "checkoutToken" => of!(Order, |o| match &*o.source {
            "web" => Val::Owned(format!(
                "{:032x}",
                u128::from(o.id).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)
            )),
            _ => Val::Null,
        }),
        "poNumber" | "sourceIdentifier" => of!(Order, |_o| Val::Null),
        "customerJourneySummary" => of!(Order, |o, run| super::journey::journey(o, run)),
        "shopifyProtect" => of!(Order, |o| super::journey::protect(o)),
        _ => return None,
    })
}

fn people(field: &str) -> Option<Resolve> {
    Some(match field {
        "email" => of!(Order, |o| Val::text(o.email.as_ref())),
        "phone" => of!(Order, |o| Val::text(o.phone.as_ref())),
        "customer" => of!(Order, |o, run| Val::object(
            o.customer.and_then(|id| run.world.shop.customer(id)).map(Obj::Customer)
        )),
        "billingAddress" => of!(Order, |o| Val::object(
            o.billing.as_ref().map(|a| Obj::Address((a, o.id * 10 + 1)))
        )),
        "shippingAddress" => of!(Order, |o| Val::object(
            o.shipping.as_ref().map(|a| Obj::Address((a, o.id * 10 + 2)))
        )),
        "app" => of!(Order, |o| Val::record(
            "OrderApp",
            vec![("id", Val::Gid("App", o.app.id())), ("name", Val::Str(o.app.title()))]
        )),
        "paymentGatewayNames" => {
            of!(Order, |o| Val::List(o.gateways().into_iter().map(|g| Val::Str(g.key())).collect()))
        }
        _ => return None,
    })
}

fn parts(field: &str) -> Option<Resolve> {
    Some(match field {
        "customAttributes" => of!(Order, |o| Val::objects(o.attributes.iter().map(Obj::Attribute))),
        "risk" => of!(Order, |o| Val::Obj(Obj::Risk(o))),
        "disputes" => of!(Order, |o| Val::objects(o.disputes.iter().map(|d| {
            Obj::record(
                "OrderDisputeSummary",
                vec![
                    ("id", Val::Gid("OrderDisputeSummary", d.id)),
                    ("initiatedAs", Val::Str(words::dispute_kind(d.kind))),
                    ("status", Val::Str(words::dispute_state(d.state))),
                ],
            )
        }))),
        "lineItems" => of!(Order, |o, _run, arguments| page_of(
            LINES,
            arguments,
            o.lines.iter().map(|l| (l.id, Obj::Line((o, l))))
        )),
        "transactions" => of!(Order, |o, run, arguments| super::payment::list(o, run, arguments)),
        "refunds" => of!(Order, |o, _run, arguments| {
            let first = arguments
                .number("first")
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(usize::MAX);
            Val::objects(o.refunds.iter().take(first).map(|r| Obj::Refund((o, r))))
        }),
        _ => return None,
    })
}

fn lists(field: &str) -> Option<Resolve> {
    Some(match field {
        "fulfillmentOrders" => of!(Order, |o, run, arguments| {
            let displayable = arguments.is_true("displayable");
            let shown = o
                .fulfilments
                .iter()
                .filter(move |f| !displayable || super::work::is_displayable(f));
            let _ = run;
            page_of(WORKS, arguments, shown.map(|f| (f.id, Obj::Work((o, f)))))
        }),
        "fulfillments" => of!(Order, |o| Val::List(super::work::shipments(o))),
        "shippingLine" => of!(Order, |o| shipping_line(o).map_or(Val::Null, Val::Obj)),
        "shippingLines" => of!(Order, |o, _run, arguments| page_of(
            SHIPPING,
            arguments,
            shipping_line(o).map(|l| (o.id, l))
        )),
        "events" => of!(Order, |o, run, arguments| {
            let mut events = timeline(o);
            search::events(run, arguments.text("query"), &mut events);
            page_of(
                EVENTS,
                arguments,
                events.into_iter().map(|e| (e.id, Obj::Event(shared((e, o.id))))),
            )
        }),
        _ => return None,
    })
}

fn metafields(field: &str) -> Option<Resolve> {
    Some(match field {
        "metafield" => of!(Order, |o, _run, arguments| {
            let namespace = super::super::mutate::namespace(arguments.text("namespace"));
            let key = arguments.text("key").unwrap_or_default();
            Val::object(
                o.metafields
                    .iter()
                    .find(|m| *m.namespace == *namespace && &*m.key == key)
                    .map(|m| Obj::Metafield((m, "ORDER"))),
            )
        }),
        "metafields" => of!(Order, |o, _run, arguments| {
            let namespace =
                arguments.text("namespace").map(|n| super::super::mutate::namespace(Some(n)));
            let keys = arguments.list("keys");
            let wanted = o.metafields.iter().filter(|m| {
                let full = format!("{}.{}", m.namespace, m.key);
                namespace.as_ref().is_none_or(|n| *m.namespace == **n)
                    && (keys.is_empty()
                        || keys
                            .iter()
                            .any(|k| k.as_str() == Some(&*m.key) || k.as_str() == Some(&full)))
            });
            page_of(METAFIELDS, arguments, wanted.map(|m| (m.id, Obj::Metafield((m, "ORDER")))))
        }),
        "suggestedRefund" => {
            of!(Order, |o, run, arguments| super::suggested::suggested(o, run, arguments))
        }
        _ => return None,
    })
}

/// Tags come sorted without regard to case (shopify.md section 6).
pub(super) fn sorted_tags(tags: &[crate::demo::shop::Text]) -> Val<'_> {
    if tags.len() < 2 {
        return Val::Texts(tags);
    }
    let mut sorted: Vec<&str> = tags.iter().map(crate::demo::shop::Text::as_str).collect();
    sorted.sort_by_cached_key(|tag| tag.to_lowercase());
    Val::List(sorted.into_iter().map(Val::Str).collect())
}

fn shipping_line(o: &Order) -> Option<Obj<'_>> {
    let title = o.shipping_line.as_ref()?;
    Some(Obj::record(
        "ShippingLine",
        vec![
            ("id", Val::Gid("ShippingLine", o.id)),
            ("title", Val::Str(title)),
            ("code", Val::Str(title)),
            ("source", Val::Str("shopify")),
            ("custom", Val::Bool(false)),
            ("deliveryCategory", Val::Null),
            ("isRemoved", Val::Bool(false)),
            ("phone", Val::Null),
            ("originalPriceSet", Val::bag(o.totals.shipping, o)),
        ],
    ))
}
