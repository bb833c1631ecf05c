//! Metafields with compare-and-set (shopify.md section 9).

use std::borrow::Cow;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Ask, Item, Payload, Performed, UserError, invalid_id};
use crate::demo::shop::{App, Kind, Metafield, Order};
use crate::demo::shopify::gid;
use crate::demo::shopify::quirks::NullDigest;
use crate::demo::shopify::world::{Change, Definition, World};

const MOST: usize = 25;

/// The digest of a value. It depends on type and value alone, so that a value that was
/// changed and changed back is not noticed, as in the real one.
pub(crate) fn digest(kind: &str, value: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(kind.as_bytes());
    hash.update([0]);
    hash.update(value.as_bytes());
    hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        use std::fmt::Write as _;
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A namespace as it is stored: `$app:x` belongs to the app, and so does a missing one.
pub(crate) fn namespace(given: Option<&str>) -> Cow<'_, str> {
    let own = App::Ours.id();
    match given {
        None | Some("$app") => Cow::Owned(format!("app--{own}")),
        Some(text) => match text.strip_prefix("$app:") {
            Some(rest) => Cow::Owned(format!("app--{own}--{rest}")),
            None => Cow::Borrowed(text),
        },
    }
}

fn refusal(index: usize, member: Option<&str>, code: &'static str, message: &str) -> UserError {
    let index = index.to_string();
    let mut field = vec!["metafields", index.as_str()];
    field.extend(member);
    UserError::coded("MetafieldsSetUserError", Some(code), &field, message)
}

fn payload(ids: Vec<String>, errors: Vec<UserError>) -> Payload {
    Payload::done(
        "MetafieldsSetPayload",
        vec![("metafields", Item::Nodes(ids)), ("userErrors", Item::Errors(errors))],
    )
}

struct Wanted<'r> {
    order: u64,
    namespace: String,
    key: &'r str,
    kind: String,
    value: &'r str,
}

/// `metafieldsSet`: all of them or none.
pub(super) fn set(world: &mut World, ask: &Ask<'_>) -> Performed {
    let list = ask.arguments.list("metafields");
    if list.len() > MOST {
        let text = "Exceeded the maximum metafields input limit of 25.";
        let error = UserError::coded(
            "MetafieldsSetUserError",
            Some("LESS_THAN_OR_EQUAL_TO"),
            &["metafields"],
            text,
        );
        return Ok(payload(vec![], vec![error]));
    }
    let mut wanted = Vec::new();
    let mut errors = Vec::new();
    for (index, input) in list.iter().enumerate() {
        match checked(world, index, input)? {
            Ok(one) => wanted.push(one),
            Err(error) => errors.push(*error),
        }
    }
    if !errors.is_empty() {
        return Ok(payload(vec![], errors));
    }
    let ids = wanted.iter().filter_map(|one| write(world, ask, one)).collect();
    Ok(payload(ids, vec![]))
}

type Checked<'r> = Result<Wanted<'r>, Box<UserError>>;

fn checked<'r>(
    world: &World,
    index: usize,
    input: &'r Value,
) -> Result<Checked<'r>, Box<crate::demo::graphql::Refusal>> {
    let text = |name: &str| input.get(name).and_then(Value::as_str);
    let owner = gid::number(text("ownerId").unwrap_or_default(), "Order").ok_or_else(invalid_id)?;
    let refuse = |member: Option<&str>, code, message: &str| {
        Ok(Err(Box::new(refusal(index, member, code, message))))
    };
    let (key, value) = (text("key").unwrap_or_default(), text("value").unwrap_or_default());
    let namespace = namespace(text("namespace")).into_owned();
    let Some(order) = world.shop.order(owner) else {
        return refuse(Some("ownerId"), "INVALID", "Owner does not exist.");
    };
    if let Some((member, code, message)) = misnamed(&namespace, key) {
        return refuse(member, code, message);
    }
    if value.is_empty() {
        return refuse(Some("value"), "BLANK", "Value can't be blank");
    }
    let present = present(order, &namespace, key);
    let Some(kind) =
        text("type").map(str::to_owned).or_else(|| present.map(|m| m.kind.to_string()))
    else {
        return refuse(Some("type"), "BLANK", "Type can't be blank");
    };
    if kind == "json" && serde_json::from_str::<serde::de::IgnoredAny>(value).is_err() {
        return refuse(Some("value"), "INVALID_VALUE", "Value is invalid JSON");
    }
    if let Some((code, message)) =
        stale(world.quirks.null_digest, present, input.get("compareDigest"), (&kind, value))
    {
        return refuse(None, code, message);
    }
    Ok(Ok(Wanted { order: owner, namespace, key, kind, value }))
}

/// What is wrong with a namespace and key: the field to blame, the code, the sentence.
fn misnamed(
    namespace: &str,
    key: &str,
) -> Option<(Option<&'static str>, &'static str, &'static str)> {
    let ours = format!("app--{}", App::Ours.id());
    if namespace.starts_with("app--") && !namespace.starts_with(&ours) {
        let text =
            "Access to this namespace and key on Metafields for this resource type is not allowed.";
        return Some((None, "APP_NOT_AUTHORIZED", text));
    }
    let of_key = match key.chars().count() {
        0..2 => Some(("TOO_SHORT", "Key is too short (minimum is 2 characters)")),
        65.. => Some(("TOO_LONG", "Key is too long (maximum is 64 characters)")),
        _ => None,
    };
    if let Some((code, text)) = of_key {
        return Some((Some("key"), code, text));
    }
    let of_namespace = match namespace.chars().count() {
        0..3 => Some(("TOO_SHORT", "Namespace is too short (minimum is 3 characters)")),
        256.. => Some(("TOO_LONG", "Namespace is too long (maximum is 255 characters)")),
        _ => None,
    };
    of_namespace.map(|(code, text)| (Some("namespace"), code, text))
}

fn present<'a>(order: &'a Order, namespace: &str, key: &str) -> Option<&'a Metafield> {
    order.metafields.iter().find(|m| &*m.namespace == namespace && &*m.key == key)
}

/// The table of section 9: what was sent as digest against what is there.
fn stale(
    null: NullDigest,
    present: Option<&Metafield>,
    sent: Option<&Value>,
    new: (&str, &str),
) -> Option<(&'static str, &'static str)> {
    const STALE: (&str, &str) = (
        "STALE_OBJECT",
        "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.",
    );
    const INVALID: (&str, &str) = ("INVALID_COMPARE_DIGEST", "Invalid `compareDigest` value.");
    let sent = sent?;
    match (present, sent.as_str()) {
        (None, None) => None,
        (None, Some(_)) => Some(INVALID),
        (Some(old), _) if (&*old.kind, &*old.value) == new => None,
        (Some(_), None) => match null {
            NullDigest::Stale => Some(STALE),
            NullDigest::Invalid => Some(INVALID),
            NullDigest::Overwrites => None,
        },
        (Some(old), Some(sent)) => (digest(&old.kind, &old.value) != sent).then_some(STALE),
    }
}

fn write(world: &mut World, ask: &Ask<'_>, wanted: &Wanted<'_>) -> Option<String> {
    let (now, moves) = (ask.now, world.quirks.metafields_move_updated_at);
    let id = world.change_order(wanted.order, now, |order| {
        if moves {
            order.updated_at = now;
        }
        let old = order
            .metafields
            .iter_mut()
            .find(|m| *m.namespace == *wanted.namespace && &*m.key == wanted.key);
        if let Some(old) = old {
            (old.kind, old.value, old.updated_at) =
                (wanted.kind.as_str().into(), wanted.value.into(), now);
            return Ok(old.id);
        }
        let id = order.mint(Kind::Metafield);
        order.metafields.push(Metafield {
            id,
            namespace: wanted.namespace.as_str().into(),
            key: wanted.key.into(),
            kind: wanted.kind.as_str().into(),
            value: wanted.value.into(),
            created_at: now,
            updated_at: now,
        });
        Ok(id)
    });
    let id = format!("gid://shopify/Metafield/{}", id.ok()?);
    let detail = json!({"metafield": id, "namespace": wanted.namespace, "key": wanted.key, "value": wanted.value});
    ask.did(world, format!("gid://shopify/Order/{}", wanted.order), detail);
    Some(id)
}

/// `metafieldsDelete`: has no guard.
pub(super) fn delete(world: &mut World, ask: &Ask<'_>) -> Performed {
    let mut gone = Vec::new();
    for input in ask.arguments.list("metafields") {
        let text = |name: &str| input.get(name).and_then(Value::as_str).unwrap_or_default();
        let owner = gid::number(text("ownerId"), "Order").ok_or_else(invalid_id)?;
        let namespace = namespace(Some(text("namespace"))).into_owned();
        let key = text("key");
        let there =
            world.shop.order(owner).is_some_and(|order| present(order, &namespace, key).is_some());
        if !there {
            gone.push(None);
            continue;
        }
        let removed = world.change_order(owner, ask.now, |order| {
            order.metafields.retain(|m| *m.namespace != *namespace || &*m.key != key);
            Ok(())
        });
        if removed.is_ok() {
            ask.did(
                world,
                text("ownerId").to_owned(),
                json!({"deleted": {"namespace": namespace, "key": key}}),
            );
        }
        gone.push(Some((text("ownerId").to_owned(), namespace, key.to_owned())));
    }
    let members =
        vec![("deletedMetafields", Item::Deleted(gone)), ("userErrors", Item::Errors(vec![]))];
    Ok(Payload::done("MetafieldsDeletePayload", members))
}

/// `metafieldDefinitionCreate`.
pub(super) fn define(world: &mut World, ask: &Ask<'_>) -> Payload {
    let payload = |made: Item, errors| {
        let members = vec![("createdDefinition", made), ("userErrors", Item::Errors(errors))];
        Payload::done("MetafieldDefinitionCreatePayload", members)
    };
    let input = ask.arguments.get("definition").cloned().unwrap_or_default();
    let text = |name: &str| input.get(name).and_then(Value::as_str);
    let namespace = namespace(text("namespace")).into_owned();
    let key = text("key").unwrap_or_default().to_owned();
    let owner_type = text("ownerType").unwrap_or_default().to_owned();
    let taken = world
        .definitions
        .iter()
        .any(|d| d.namespace == namespace && d.key == key && d.owner_type == owner_type);
    if taken {
        let text = "Key is in use for Order metafields on the namespace.";
        let error = UserError::coded(
            "MetafieldDefinitionCreateUserError",
            Some("TAKEN"),
            &["definition", "key"],
            text,
        );
        return payload(Item::Null, vec![error]);
    }
    let admin = input
        .get("access")
        .and_then(|access| access.get("admin"))
        .and_then(Value::as_str)
        .map(str::to_owned);
    let id = world.mint();
    world.note(Change::Definition(Definition { id, namespace, key, owner_type, admin }));
    let id = format!("gid://shopify/MetafieldDefinition/{id}");
    ask.did(world, id.clone(), json!({}));
    payload(Item::Node(id), vec![])
}
