//! Webhook subscriptions: kept and listed; the embedded store sends nothing out.

use serde_json::{Value, json};

use super::{Ask, Item, Payload, Performed, UserError, invalid_id};
use crate::demo::shopify::gid;
use crate::demo::shopify::world::{Change, Hook, World};

/// `webhookSubscriptionCreate`.
pub(super) fn create(world: &mut World, ask: &Ask<'_>) -> Payload {
    let payload = |made: Item, errors| {
        let members = vec![("webhookSubscription", made), ("userErrors", Item::Errors(errors))];
        Payload::done("WebhookSubscriptionCreatePayload", members)
    };
    let input = ask.arguments.get("webhookSubscription").cloned().unwrap_or_default();
    let text = |name: &str| input.get(name).and_then(Value::as_str).map(str::to_owned);
    let uri = text("uri").unwrap_or_default();
    let reachable =
        ["https://", "pubsub://", "arn:aws:events:"].iter().any(|scheme| uri.starts_with(scheme));
    if !reachable {
        let error = UserError::plain(
            &["webhookSubscription", "callbackUrl"],
            "Address protocol http:// is not supported",
        );
        return payload(Item::Null, vec![error]);
    }
    let topic = ask.text("topic").to_owned();
    if world.hooks.iter().any(|hook| hook.topic == topic && hook.uri == uri) {
        let error = UserError::plain(
            &["webhookSubscription", "callbackUrl"],
            "Address for this topic has already been taken",
        );
        return payload(Item::Null, vec![error]);
    }
    let fields = input.get("includeFields").and_then(Value::as_array).cloned().unwrap_or_default();
    let hook = Hook {
        id: world.mint(),
        topic,
        uri,
        filter: text("filter"),
        format: text("format").unwrap_or_else(|| "JSON".to_owned()),
        include_fields: fields.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        created_at: ask.now,
    };
    let id = format!("gid://shopify/WebhookSubscription/{}", hook.id);
    ask.did(world, id.clone(), json!({"topic": hook.topic, "uri": hook.uri}));
    world.note(Change::Hook(hook));
    payload(Item::Node(id), vec![])
}

/// `webhookSubscriptionDelete`.
pub(super) fn delete(world: &mut World, ask: &Ask<'_>) -> Performed {
    let id = gid::number(ask.text("id"), "WebhookSubscription").ok_or_else(invalid_id)?;
    let there = world.hooks.iter().any(|hook| hook.id == id);
    let (gone, errors) = if there {
        world.note(Change::HookGone(id));
        ask.did(world, ask.text("id").to_owned(), json!({}));
        (Item::Text(ask.text("id").to_owned()), vec![])
    } else {
        (Item::Null, vec![UserError::plain(&["id"], "Webhook subscription does not exist")])
    };
    let members =
        vec![("deletedWebhookSubscriptionId", gone), ("userErrors", Item::Errors(errors))];
    Ok(Payload::done("WebhookSubscriptionDeletePayload", members))
}
