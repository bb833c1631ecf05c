//! Note, tags, archive, customer note (shopify.md section 6).

use serde_json::{Value, json};

use super::told::told;
use super::{Ask, Item, Payload, Performed, UserError, invalid_id};
use crate::demo::shop::{Attribute, Customer, EventAction, Order, Text, books};
use crate::demo::shopify::gid;
use crate::demo::shopify::quirks::Answered;
use crate::demo::shopify::world::World;

const NOTE_LIMIT: usize = 5000;
const TAGS_PER_RECORD: usize = 250;

fn of_order(type_name: &'static str, order: Option<u64>, errors: Vec<UserError>) -> Payload {
    let order = order.map_or(Item::Null, |id| Item::Node(format!("gid://shopify/Order/{id}")));
    Payload::done(type_name, vec![("order", order), ("userErrors", Item::Errors(errors))])
}

/// `orderClose`: archiving an archived order succeeds and changes nothing.
pub(super) fn close(world: &mut World, ask: &Ask<'_>) -> Performed {
    archive(world, ask, "OrderClosePayload", books::archive)
}

/// `orderOpen`.
pub(super) fn open(world: &mut World, ask: &Ask<'_>) -> Performed {
    let id = gid::number(ask.input_text("id").unwrap_or_default(), "Order");
    let cancelled =
        id.and_then(|id| world.shop.order(id)).is_some_and(|order| order.cancelled.is_some());
    if cancelled && world.quirks.open_cancelled == Answered::Refused {
        let error = UserError::plain(&["id"], "A canceled order can't be unarchived");
        return Ok(of_order("OrderOpenPayload", None, vec![error]));
    }
    archive(world, ask, "OrderOpenPayload", books::unarchive)
}

fn archive(
    world: &mut World,
    ask: &Ask<'_>,
    type_name: &'static str,
    change: fn(&mut Order, chrono::DateTime<chrono::Utc>),
) -> Performed {
    let id =
        gid::number(ask.input_text("id").unwrap_or_default(), "Order").ok_or_else(invalid_id)?;
    let Some(before) = world.shop.order(id).map(Order::is_closed) else {
        return Ok(of_order(
            type_name,
            None,
            vec![UserError::plain(&["id"], "Order does not exist")],
        ));
    };
    let now = ask.now;
    let closes = ask.field == "orderClose";
    if before != closes {
        let changed = world.change_order(id, now, |order| {
            change(order, now);
            Ok(())
        });
        if changed.is_ok() {
            ask.did(world, format!("gid://shopify/Order/{id}"), json!({"closed": closes}));
        }
    }
    Ok(of_order(type_name, Some(id), vec![]))
}

/// `orderUpdate`: the note is replaced whole, and so are all tags.
pub(super) fn update(world: &mut World, ask: &Ask<'_>) -> Performed {
    let refuse = |field: &[&str], message: &str| {
        Ok(of_order("OrderUpdatePayload", None, vec![UserError::plain(field, message)]))
    };
    let id =
        gid::number(ask.input_text("id").unwrap_or_default(), "Order").ok_or_else(invalid_id)?;
    if world.shop.order(id).is_none() {
        return refuse(&["id"], "Order does not exist");
    }
    let given = ["note", "tags", "email", "phone", "customAttributes"];
    let input = ask.arguments.get("input").and_then(Value::as_object);
    if !input.is_some_and(|input| given.iter().any(|name| input.contains_key(*name))) {
        return refuse(&[], "No valid update parameters have been provided");
    }
    if ask.input_text("note").is_some_and(|note| note.chars().count() > NOTE_LIMIT) {
        return refuse(&["note"], "Note is too long (maximum is 5000 characters)");
    }
    if ask.input_text("email").is_some_and(|email| !email.contains('@')) {
        return refuse(&["email"], "Email is invalid");
    }
    let now = ask.now;
    let changed = world.change_order(id, now, |order| {
        write(order, ask);
        told(order, EventAction::Edited, "edited this order", now);
        order.updated_at = now;
        Ok(())
    });
    if changed.is_ok() {
        let names: Vec<&str> = given.into_iter().filter(|name| ask.input(name).is_some()).collect();
        ask.did(
            world,
            format!("gid://shopify/Order/{id}"),
            json!({"set": names, "note": ask.input_text("note")}),
        );
    }
    Ok(of_order("OrderUpdatePayload", Some(id), vec![]))
}

fn write(order: &mut Order, ask: &Ask<'_>) {
    if ask.input("note").is_some() {
        books::set_note(order, ask.input_text("note").unwrap_or_default(), ask.now);
    }
    if let Some(tags) = ask.input("tags").and_then(Value::as_array) {
        let tags: Vec<&str> = tags.iter().filter_map(Value::as_str).collect();
        order.tags.clear();
        books::add_tags(order, &tags, ask.now);
    }
    if ask.input("email").is_some() {
        order.email = ask.input_text("email").map(Text::from);
    }
    if ask.input("phone").is_some() {
        order.phone = ask.input_text("phone").map(Text::from);
    }
    if let Some(list) = ask.input("customAttributes").and_then(Value::as_array) {
        let text = |one: &Value, name: &str| {
            Text::from(one.get(name).and_then(Value::as_str).unwrap_or_default())
        };
        order.attributes = list
            .iter()
            .map(|one| Attribute { key: text(one, "key"), value: text(one, "value") })
            .collect();
    }
}

fn of_node(type_name: &'static str, node: Option<String>, errors: Vec<UserError>) -> Payload {
    Payload::done(
        type_name,
        vec![("node", node.map_or(Item::Null, Item::Node)), ("userErrors", Item::Errors(errors))],
    )
}

/// `tagsAdd`: a tag that is there in any case is not added again.
pub(super) fn add_tags(world: &mut World, ask: &Ask<'_>) -> Performed {
    let limit = world.quirks.tag_limit;
    let too_long = wanted_tags(ask).iter().any(|tag| tag.chars().count() > limit);
    if too_long {
        let error = UserError::plain(
            &["tags"],
            format!("Tag exceeds the maximum length of {limit} characters"),
        );
        return Ok(of_node("TagsAddPayload", None, vec![error]));
    }
    tagged(world, ask, "TagsAddPayload", books::add_tags, |tags, wanted| {
        for tag in wanted {
            if !tags.iter().any(|old| old.to_lowercase() == tag.to_lowercase()) {
                tags.push((*tag).into());
            }
        }
    })
}

/// `tagsRemove`: case matters on orders and not on customers; an absent tag is no mistake.
pub(super) fn remove_tags(world: &mut World, ask: &Ask<'_>) -> Performed {
    tagged(world, ask, "TagsRemovePayload", books::remove_tags, |tags, wanted| {
        tags.retain(|tag| !wanted.iter().any(|gone| gone.to_lowercase() == tag.to_lowercase()));
    })
}

/// The tags asked for; a comma inside one separates two.
fn wanted_tags<'r>(ask: &'r Ask<'_>) -> Vec<&'r str> {
    let tags = ask.arguments.list("tags").iter().filter_map(Value::as_str);
    tags.flat_map(|tags| tags.split(',')).map(str::trim).filter(|tag| !tag.is_empty()).collect()
}

type ForOrder = fn(&mut Order, &[&str], chrono::DateTime<chrono::Utc>);
type ForCustomer = fn(&mut Vec<Text>, &[&str]);

fn tagged(
    world: &mut World,
    ask: &Ask<'_>,
    type_name: &'static str,
    order: ForOrder,
    customer: ForCustomer,
) -> Performed {
    let id = ask.text("id");
    let wanted = wanted_tags(ask);
    let absent =
        || of_node(type_name, None, vec![UserError::plain(&["id"], "Resource does not exist")]);
    let now = ask.now;
    let changed = match gid::parts(id) {
        Some(("Order", number)) => {
            let number = number.parse().map_err(|_| invalid_id())?;
            let Some(before) = world.shop.order(number).map(|o| o.tags.clone()) else {
                return Ok(absent());
            };
            if too_many(&before, &wanted) && ask.field == "tagsAdd" {
                return Ok(of_node(
                    type_name,
                    None,
                    vec![UserError::plain(&["tags"], "Exceeded the maximum number of tags")],
                ));
            }
            tag_order(world, ask, number, order, &wanted).is_ok_and(|after| after != before)
        }
        Some(("Customer", number)) => {
            let number = number.parse().map_err(|_| invalid_id())?;
            let Some(before) = world.shop.customer(number).map(|c| c.tags.clone()) else {
                return Ok(absent());
            };
            let mut after = before.clone();
            customer(&mut after, &wanted);
            let changed = after != before;
            changed
                && world.change_customer(number, |c| (c.tags, c.updated_at) = (after, now)).is_ok()
        }
        _ => return Err(invalid_id()),
    };
    if changed {
        ask.did(world, id.to_owned(), json!({"tags": wanted}));
    }
    Ok(of_node(type_name, Some(id.to_owned()), vec![]))
}

fn too_many(before: &[Text], wanted: &[&str]) -> bool {
    before.len() + wanted.len() > TAGS_PER_RECORD
}

fn tag_order(
    world: &mut World,
    ask: &Ask<'_>,
    id: u64,
    change: ForOrder,
    wanted: &[&str],
) -> Result<Vec<Text>, ()> {
    let (now, moves) = (ask.now, world.quirks.tags_move_updated_at);
    let changed = world.change_order(id, now, |order| {
        let before = order.updated_at;
        change(order, wanted, now);
        if !moves {
            order.updated_at = before;
        }
        Ok(order.tags.clone())
    });
    changed.map_err(|_| ())
}

/// `customerUpdate`.
pub(super) fn update_customer(world: &mut World, ask: &Ask<'_>) -> Performed {
    let payload = |node: Item, errors| {
        Payload::done(
            "CustomerUpdatePayload",
            vec![("customer", node), ("userErrors", Item::Errors(errors))],
        )
    };
    let refuse = |field: &[&str], message: &str| {
        Ok(payload(Item::Null, vec![UserError::plain(field, message)]))
    };
    let Some(id) = ask.input_text("id") else {
        return refuse(&["id"], "Customer id is required");
    };
    let number = gid::number(id, "Customer").ok_or_else(invalid_id)?;
    if ask.input_text("note").is_some_and(|note| note.chars().count() > NOTE_LIMIT) {
        return refuse(&["note"], "Note is too long (maximum is 5000 characters)");
    }
    let now = ask.now;
    let changed = world.change_customer(number, |customer| {
        write_customer(customer, ask);
        customer.updated_at = now;
    });
    if changed.is_err() {
        return refuse(&["id"], "Customer does not exist");
    }
    ask.did(world, id.to_owned(), json!({"note": ask.input_text("note")}));
    Ok(payload(Item::Node(id.to_owned()), vec![]))
}

fn write_customer(customer: &mut Customer, ask: &Ask<'_>) {
    let text = |name: &str| ask.input_text(name).filter(|text| !text.is_empty()).map(Text::from);
    let fields: [(&str, &mut Option<Text>); 5] = [
        ("note", &mut customer.note),
        ("email", &mut customer.email),
        ("phone", &mut customer.phone),
        ("firstName", &mut customer.first_name),
        ("lastName", &mut customer.last_name),
    ];
    for (name, place) in fields {
        if ask.input(name).is_some() {
            *place = text(name);
        }
    }
    if let Some(tags) = ask.input("tags").and_then(Value::as_array) {
        customer.tags = tags.iter().filter_map(Value::as_str).map(Text::from).collect();
    }
}
