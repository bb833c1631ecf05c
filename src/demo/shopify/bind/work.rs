//! Fulfilment orders, their lines and holds, and what was shipped.

use super::of;
use crate::demo::shop::{App, Author, FulfilmentOrder, FulfilmentState, Hold, Order};
use crate::demo::shopify::mutate::HOLDS_PER_APP;
use crate::demo::shopify::paging::{Kind as ListKind, page_of};
use crate::demo::shopify::run::Resolve;
use crate::demo::shopify::value::{Obj, Val};
use crate::demo::shopify::words;

const WORK_LINES: ListKind = ListKind {
    connection: "FulfillmentOrderLineItemConnection",
    edge: "FulfillmentOrderLineItemEdge",
};

pub(super) fn work(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(Work, |w| Val::Gid("FulfillmentOrder", w.1.id)),
        "status" => of!(Work, |w| Val::Str(words::work_state(w.1.state))),
        "requestStatus" => of!(Work, |w| Val::Str(words::request_state(w.1.request))),
        "updatedAt" => of!(Work, |w| Val::Time(w.1.updated_at)),
        "createdAt" => of!(Work, |w| Val::Time(w.0.created_at)),
        "fulfillAt" => of!(Work, |w| Val::Time(w.1.fulfil_at.unwrap_or(w.0.processed_at))),
        "fulfillBy" => of!(Work, |_w| Val::Null),
        "order" => of!(Work, |w| Val::Obj(Obj::Order(w.0))),
        "orderId" => of!(Work, |w| Val::Gid("Order", w.0.id)),
        "orderName" => of!(Work, |w| Val::Owned(w.0.name())),
        "orderProcessedAt" => of!(Work, |w| Val::Time(w.0.processed_at)),
        "supportedActions" => of!(Work, |w| Val::List(
            actions(w.1)
                .into_iter()
                .map(|action| Val::record(
                    "FulfillmentOrderSupportedAction",
                    vec![("action", Val::Str(action)), ("externalUrl", Val::Null)]
                ))
                .collect()
        )),
        "fulfillmentHolds" => of!(Work, |w| Val::objects(w.1.holds.iter().map(Obj::Hold))),
        "lineItems" => of!(Work, |w, _run, arguments| {
            page_of(
                WORK_LINES,
                arguments,
                w.1.lines.iter().map(|l| (l.id, Obj::WorkLine((w.0, l)))),
            )
        }),
        "assignedLocation" => of!(Work, |w| assigned(w.1)),
        "destination" => of!(Work, |w| destination(w.0, w.1)),
        _ => return None,
    })
}

/// Closed and called-off fulfilment orders without work stay in the plain list only.
pub(super) fn is_displayable(work: &FulfilmentOrder) -> bool {
    let called_off = matches!(work.state, FulfilmentState::Cancelled);
    !called_off && !work.lines.is_empty()
}

/// What may be done next; hold goes at the tenth hold of one app, release once work began.
fn actions(work: &FulfilmentOrder) -> Vec<&'static str> {
    let ours = work.holds.iter().filter(|h| h.by == Author::App(App::Ours)).count();
    let left = work.lines.iter().any(|line| line.remaining > 0);
    let hold = (ours < HOLDS_PER_APP && left).then_some("HOLD");
    match work.state {
        FulfilmentState::Open => {
            ["CREATE_FULFILLMENT", "MOVE"].into_iter().chain(hold).chain(["SPLIT"]).collect()
        }
        FulfilmentState::OnHold => {
            ["RELEASE_HOLD"].into_iter().chain(hold).chain(["MOVE"]).collect()
        }
        FulfilmentState::Scheduled => ["MARK_AS_OPEN"].into_iter().chain(hold).collect(),
        FulfilmentState::InProgress => ["CREATE_FULFILLMENT"].into_iter().chain(hold).collect(),
        _ => vec![],
    }
}

fn assigned(work: &FulfilmentOrder) -> Val<'_> {
    Val::record(
        "FulfillmentOrderAssignedLocation",
        vec![
            ("name", Val::Str(&work.location)),
            ("location", super::house::location(&work.location)),
            ("countryCode", Val::Str("US")),
            ("address1", Val::Null),
            ("address2", Val::Null),
            ("city", Val::Null),
            ("phone", Val::Null),
            ("province", Val::Null),
            ("zip", Val::Null),
        ],
    )
}

fn destination<'a>(order: &'a Order, work: &FulfilmentOrder) -> Val<'a> {
    let Some(address) = &order.shipping else {
        return Val::Null;
    };
    Val::record(
        "FulfillmentOrderDestination",
        vec![
            ("id", Val::Gid("FulfillmentOrderDestination", work.id)),
            ("firstName", Val::text(address.first_name.as_ref())),
            ("lastName", Val::text(address.last_name.as_ref())),
            ("company", Val::text(address.company.as_ref())),
            ("address1", Val::Str(&address.address1)),
            ("address2", Val::text(address.address2.as_ref())),
            ("city", Val::Str(&address.city)),
            ("province", Val::text(address.province.as_ref())),
            ("zip", Val::text(address.zip.as_ref())),
            ("countryCode", Val::Str(&address.country_code)),
            ("phone", Val::text(address.phone.as_ref())),
            ("email", Val::text(order.email.as_ref())),
        ],
    )
}

pub(super) fn line(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(WorkLine, |l| Val::Gid("FulfillmentOrderLineItem", l.1.id)),
        "totalQuantity" => of!(WorkLine, |l| Val::Int(i64::from(l.1.total))),
        "remainingQuantity" => of!(WorkLine, |l| Val::Int(i64::from(l.1.remaining))),
        "lineItem" => of!(WorkLine, |l| Val::object(
            l.0.line(l.1.line_item).map(|line| Obj::Line((l.0, line)))
        )),
        "productTitle" => of!(WorkLine, |l| l
            .0
            .line(l.1.line_item)
            .map_or(Val::Str(""), |line| Val::Str(&line.title))),
        "variantTitle" => of!(WorkLine, |l| l
            .0
            .line(l.1.line_item)
            .map_or(Val::Null, |line| Val::text(line.variant.as_ref()))),
        "sku" => {
            of!(WorkLine, |l| l.0.line(l.1.line_item).map_or(Val::Null, |line| Val::Str(&line.sku)))
        }
        "vendor" => of!(WorkLine, |l| l
            .0
            .line(l.1.line_item)
            .map_or(Val::Null, |line| Val::Str(&line.vendor))),
        "requiresShipping" => {
            of!(WorkLine, |l| Val::Bool(l.0.line(l.1.line_item).is_some_and(|line| line.ships)))
        }
        "inventoryItemId" => of!(WorkLine, |_l| Val::Null),
        _ => return None,
    })
}

pub(super) fn hold(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(Hold, |h| Val::Gid("FulfillmentHold", h.id)),
        "reason" => of!(Hold, |h| Val::Str(words::hold_reason(h.reason))),
        "displayReason" => of!(Hold, |h| Val::Str(h.reason.displayed())),
        "reasonNotes" => of!(Hold, |h| Val::text(h.notes.as_ref())),
        "handle" => {
            of!(Hold, |h| if h.handle.is_empty() { Val::Null } else { Val::Str(&h.handle) })
        }
        "heldByRequestingApp" => of!(Hold, |h| Val::Bool(h.by == Author::App(App::Ours))),
        "heldByApp" => of!(Hold, |h| Val::object(holder(h))),
        _ => return None,
    })
}

fn holder<'a>(hold: &Hold) -> Option<Obj<'a>> {
    match hold.by {
        Author::App(app) => Some(Obj::App(app)),
        _ => None,
    }
}

/// The shipments of an order: what has left, per fulfilment order.
pub(super) fn shipments(order: &Order) -> Vec<Val<'_>> {
    let done = order.fulfilments.iter().filter(|f| f.state == FulfilmentState::Closed);
    done.zip(1_u64..).filter_map(|(work, place)| shipment(order, work, place)).collect()
}

fn shipment<'a>(order: &'a Order, work: &FulfilmentOrder, place: u64) -> Option<Val<'a>> {
    let units: u32 = work.lines.iter().map(|line| line.total).sum();
    let left = work
        .lines
        .iter()
        .any(|line| order.line(line.line_item).is_some_and(|goods| goods.shipped > 0));
    if units == 0 || !left {
        return None;
    }
    let tracking = Val::record(
        "FulfillmentTrackingInfo",
        vec![
            ("company", Val::Str("UPS")),
            ("number", Val::Owned(format!("1Z{:016}", work.id))),
            ("url", Val::Null),
        ],
    );
    Some(Val::record(
        "Fulfillment",
        vec![
            ("id", Val::Gid("Fulfillment", work.id)),
            ("legacyResourceId", Val::Big(work.id)),
            ("name", Val::Owned(format!("{}.{place}", order.name()))),
            ("status", Val::Str("SUCCESS")),
            ("displayStatus", Val::Str("FULFILLED")),
            ("createdAt", Val::Time(work.updated_at)),
            ("updatedAt", Val::Time(work.updated_at)),
            ("deliveredAt", Val::Null),
            ("estimatedDeliveryAt", Val::Null),
            ("inTransitAt", Val::Null),
            ("requiresShipping", Val::Bool(true)),
            ("totalQuantity", Val::Int(i64::from(units))),
            ("trackingInfo", Val::List(vec![tracking])),
        ],
    ))
}
