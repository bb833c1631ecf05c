//! Holding and releasing fulfilment orders (shopify.md section 7).

use serde_json::{Value, json};

use super::told::told;
use super::{Ask, Item, Payload, Performed, UserError, invalid_id};
use crate::demo::shop::books::{self, NewHold};
use crate::demo::shop::{
    App, Author, EventAction, FulfilmentOrder, FulfilmentState, Kind, Order, Refusal,
};
use crate::demo::shopify::quirks::EmptyHoldIds;
use crate::demo::shopify::world::World;
use crate::demo::shopify::{gid, words};

/// How many holds one app may place on one fulfilment order.
pub(crate) const HOLDS_PER_APP: usize = 10;
const HANDLE_LIMIT: usize = 64;

/// The schema has no code for some refusals; those come without one.
fn placing(code: &'static str, field: &[&str], message: &str) -> UserError {
    let code = Some(code).filter(|code| !code.is_empty());
    UserError::coded("FulfillmentOrderHoldUserError", code, field, message)
}

fn hold_refused(error: UserError) -> Payload {
    hold_payload((Item::Null, Item::Null, Item::Null), vec![error])
}

fn hold_payload(made: (Item, Item, Item), errors: Vec<UserError>) -> Payload {
    let (hold, work, rest) = made;
    Payload::done(
        "FulfillmentOrderHoldPayload",
        vec![
            ("fulfillmentHold", hold),
            ("fulfillmentOrder", work),
            ("remainingFulfillmentOrder", rest),
            ("userErrors", Item::Errors(errors)),
        ],
    )
}

/// `fulfillmentOrderHold`.
pub(super) fn hold(world: &mut World, ask: &Ask<'_>) -> Performed {
    let id = gid::number(ask.text("id"), "FulfillmentOrder").ok_or_else(invalid_id)?;
    let input = ask.arguments.get("fulfillmentHold").cloned().unwrap_or_default();
    let Some((order, work)) = place(world, id) else {
        return Ok(hold_refused(placing(
            "FULFILLMENT_ORDER_NOT_FOUND",
            &["id"],
            "Fulfillment order does not exist.",
        )));
    };
    let new = match wanted(world, work, &input) {
        Ok(new) => new,
        Err(error) => return Ok(hold_refused(*error)),
    };
    let detail =
        json!({"reason": input.get("reason"), "handle": new.handle.as_str(), "part": new.part});
    let (order_id, moves) = (order.id, world.quirks.holds_move_updated_at);
    let now = ask.now;
    let held = world.change_order(order_id, now, |order| {
        let made = books::hold(order, id, new, now)?;
        told(order, EventAction::Held, "placed a fulfillment on hold", now);
        if moves {
            order.updated_at = now;
        }
        Ok(made)
    });
    let held = match held {
        Ok(held) => held,
        Err(refusal) => return Ok(hold_refused(not_holdable(&refusal))),
    };
    let placed = gid_of("FulfillmentHold", held.hold);
    let mut detail = detail;
    if let Some(detail) = detail.as_object_mut() {
        detail.insert("hold".into(), placed.clone().into());
        detail.insert("order".into(), gid_of("Order", order_id).into());
    }
    ask.did(world, gid_of("FulfillmentOrder", id), detail);
    let rest = held.rest.map_or(Item::Null, |rest| Item::Node(gid_of("FulfillmentOrder", rest)));
    Ok(hold_payload((Item::Node(placed), Item::Node(gid_of("FulfillmentOrder", id)), rest), vec![]))
}

fn gid_of(kind: &str, id: u64) -> String {
    format!("gid://shopify/{kind}/{id}")
}

fn place(world: &World, id: u64) -> Option<(&Order, &FulfilmentOrder)> {
    let order = world.shop.owner(Kind::FulfilmentOrder, id)?;
    Some((order, order.fulfilment(id)?))
}

fn not_holdable(refusal: &Refusal) -> UserError {
    match refusal {
        Refusal::TooMany { .. } => placing(
            "INVALID_LINE_ITEM_QUANTITY",
            &["fulfillmentHold", "fulfillmentOrderLineItems"],
            "The line item quantity is invalid.",
        ),
        Refusal::NotFound => placing(
            "INVALID_LINE_ITEM_QUANTITY",
            &["fulfillmentHold", "fulfillmentOrderLineItems"],
            "The line item does not belong to the fulfillment order.",
        ),
        _ => placing("", &["id"], "The fulfillment order is not in a holdable state."),
    }
}

/// The hold asked for, or why it cannot be.
fn wanted(world: &World, work: &FulfilmentOrder, input: &Value) -> Result<NewHold, Box<UserError>> {
    let refuse = |code, field: &[&str], message: &str| Err(Box::new(placing(code, field, message)));
    let text = |name: &str| input.get(name).and_then(Value::as_str).unwrap_or_default();
    let handle = text("handle");
    let ours = || work.holds.iter().filter(|hold| hold.by == Author::App(App::Ours));
    if handle.chars().count() > HANDLE_LIMIT {
        return refuse(
            "",
            &["fulfillmentHold", "handle"],
            "Handle is too long (maximum is 64 characters)",
        );
    }
    if text("reasonNotes").chars().count() > world.quirks.reason_notes_limit {
        return refuse("", &["fulfillmentHold", "reasonNotes"], "Reason notes is too long");
    }
    if ours().any(|hold| &*hold.handle == handle) {
        return refuse(
            "DUPLICATE_FULFILLMENT_HOLD_HANDLE",
            &["fulfillmentHold", "handle"],
            "The handle is already in use by this app for another hold on this fulfillment order.",
        );
    }
    if ours().count() >= HOLDS_PER_APP {
        return refuse(
            "FULFILLMENT_ORDER_HOLD_LIMIT_REACHED",
            &["id"],
            "The maximum number of fulfillment holds for this fulfillment order has been reached for this app.",
        );
    }
    let part = part(work, input)?;
    let reason =
        words::hold_reason_from(text("reason")).unwrap_or(crate::demo::shop::HoldReason::Other);
    let notes = Some(text("reasonNotes")).filter(|notes| !notes.is_empty()).map(Into::into);
    Ok(NewHold { handle: handle.into(), reason, notes, by: Author::App(App::Ours), part })
}

fn part(work: &FulfilmentOrder, input: &Value) -> Result<Vec<(u64, u32)>, Box<UserError>> {
    let lines = input
        .get("fulfillmentOrderLineItems")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let at = ["fulfillmentHold", "fulfillmentOrderLineItems"];
    if !lines.is_empty() && work.state == FulfilmentState::OnHold {
        let message = "The fulfillment order is not splittable.";
        return Err(Box::new(placing("FULFILLMENT_ORDER_NOT_SPLITTABLE", &at, message)));
    }
    let mut part: Vec<(u64, u32)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let id = line
            .get("id")
            .and_then(Value::as_str)
            .and_then(|id| gid::number(id, "FulfillmentOrderLineItem"));
        let quantity = line.get("quantity").and_then(Value::as_i64).unwrap_or(0);
        let Some(quantity) = u32::try_from(quantity).ok().filter(|quantity| *quantity > 0) else {
            let index = index.to_string();
            let field = ["fulfillmentHold", "fulfillmentOrderLineItems", &index, "quantity"];
            return Err(Box::new(placing(
                "GREATER_THAN_ZERO",
                &field,
                "You must select at least one item to place on partial hold.",
            )));
        };
        let id = id.unwrap_or_default();
        if part.iter().any(|(other, _)| *other == id) {
            let message = "The line items must have unique IDs.";
            return Err(Box::new(placing("DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS", &at, message)));
        }
        part.push((id, quantity));
    }
    Ok(part)
}

fn releasing(code: &'static str, field: &[&str], message: &str) -> Payload {
    let error =
        UserError::coded("FulfillmentOrderReleaseHoldUserError", Some(code), field, message);
    release_payload(Item::Null, vec![error])
}

fn release_payload(work: Item, errors: Vec<UserError>) -> Payload {
    Payload::done(
        "FulfillmentOrderReleaseHoldPayload",
        vec![("fulfillmentOrder", work), ("userErrors", Item::Errors(errors))],
    )
}

/// `fulfillmentOrderReleaseHold`. Without ids every hold goes, other apps' and staff's too.
pub(super) fn release(world: &mut World, ask: &Ask<'_>) -> Performed {
    let id = gid::number(ask.text("id"), "FulfillmentOrder").ok_or_else(invalid_id)?;
    let Some((order, work)) = place(world, id) else {
        return Ok(releasing(
            "FULFILLMENT_ORDER_NOT_FOUND",
            &["id"],
            "Fulfillment order does not exist.",
        ));
    };
    let named: Option<Vec<Option<u64>>> =
        ask.arguments.get("holdIds").filter(|ids| !ids.is_null()).map(|_| {
            let ids = ask.arguments.list("holdIds").iter();
            ids.map(|id| id.as_str().and_then(|id| gid::number(id, "FulfillmentHold"))).collect()
        });
    if let Some(ids) = &named
        && ids.iter().any(Option::is_none)
    {
        return Err(invalid_id());
    }
    let all: Vec<u64> = work.holds.iter().map(|hold| hold.id).collect();
    let named: Option<Vec<u64>> = named.map(|ids| ids.into_iter().flatten().collect());
    let gone = match (named, world.quirks.empty_hold_ids) {
        (Some(ids), EmptyHoldIds::Refused) if ids.is_empty() => {
            return Ok(releasing("INVALID_ACCESS", &["holdIds"], "Hold IDs can't be empty."));
        }
        (Some(ids), EmptyHoldIds::ReleasesAll) if ids.is_empty() => all,
        (Some(ids), _) => ids,
        (None, _) => all,
    };
    if gone.iter().any(|id| !work.holds.iter().any(|hold| hold.id == *id)) {
        return Ok(releasing(
            "INVALID_ACCESS",
            &["holdIds"],
            "The app doesn't have access to release the fulfillment hold.",
        ));
    }
    let order_id = order.id;
    let (now, moves) = (ask.now, world.quirks.holds_move_updated_at);
    if !gone.is_empty() {
        let outcome = world.change_order(order_id, now, |order| {
            books::release(order, id, &gone, now)?;
            told(order, EventAction::Released, "released a fulfillment hold", now);
            if moves {
                order.updated_at = now;
            }
            Ok(())
        });
        if outcome.is_err() {
            return Ok(releasing(
                "FULFILLMENT_ORDER_NOT_FOUND",
                &["id"],
                "Fulfillment order does not exist.",
            ));
        }
        let holds: Vec<String> = gone.iter().map(|id| gid_of("FulfillmentHold", *id)).collect();
        ask.did(
            world,
            gid_of("FulfillmentOrder", id),
            json!({"holds": holds, "order": gid_of("Order", order_id)}),
        );
    }
    Ok(release_payload(Item::Node(gid_of("FulfillmentOrder", id)), vec![]))
}
