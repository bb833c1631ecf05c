//! The shop's own people and places.

use crate::demo::shopify::value::{Obj, Val};
use crate::demo::shopify::world::World;

/// A member of staff, known by name alone.
pub(super) fn staff<'a>(name: &str) -> Val<'a> {
    Val::Obj(staff_object(name))
}

pub(super) fn staff_object<'a>(name: &str) -> Obj<'a> {
    let initials = name.split_whitespace().filter_map(|part| part.chars().next());
    let id = name.bytes().fold(7_u64, |id, b| id.wrapping_mul(31).wrapping_add(u64::from(b)))
        % 100_000_000;
    Obj::record(
        "StaffMember",
        vec![
            ("id", Val::Gid("StaffMember", id)),
            ("name", Val::Owned(name.to_owned())),
            ("initials", Val::List(initials.map(|c| Val::Owned(c.to_string())).collect())),
            (
                "email",
                Val::Owned(format!("{}@staff.example", name.to_lowercase().replace(' ', "."))),
            ),
            ("active", Val::Bool(true)),
            ("isShopOwner", Val::Bool(false)),
            ("accountType", Val::Str("REGULAR")),
        ],
    )
}

/// The id of a location, which the shop knows by name.
pub(crate) fn location_id(name: &str) -> u64 {
    71_000_000_000
        + name.bytes().fold(5_u64, |id, b| id.wrapping_mul(131).wrapping_add(u64::from(b)))
            % 1_000_000
}

pub(super) fn location<'a>(name: &str) -> Val<'a> {
    Val::Obj(location_object(name))
}

pub(super) fn location_object<'a>(name: &str) -> Obj<'a> {
    let id = location_id(name);
    Obj::record(
        "Location",
        vec![
            ("id", Val::Gid("Location", id)),
            ("legacyResourceId", Val::Big(id)),
            ("name", Val::Owned(name.to_owned())),
        ],
    )
}

/// The shop itself.
pub(super) fn shop(world: &World) -> Val<'_> {
    Val::Obj(shop_object(world))
}

/// The shop itself, as a node.
pub(super) fn shop_object(world: &World) -> Obj<'_> {
    let identity = &world.shop.identity;
    let plan = Obj::record(
        "ShopPlan",
        vec![
            ("publicDisplayName", Val::Str(&identity.plan)),
            ("partnerDevelopment", Val::Bool(false)),
            ("shopifyPlus", Val::Bool(world.quirks.plus_plan)),
        ],
    );
    let url = format!("https://{}", identity.domain);
    let domain = Obj::record(
        "Domain",
        vec![
            ("id", Val::Gid("Domain", identity.id)),
            ("host", Val::Str(&identity.domain)),
            ("url", Val::Owned(url.clone())),
        ],
    );
    let first = world.shop.customers().iter().map(|c| c.created_at).min();
    Obj::record(
        "Shop",
        vec![
            ("id", Val::Gid("Shop", identity.id)),
            ("name", Val::Str(&identity.name)),
            ("myshopifyDomain", Val::Str(&identity.domain)),
            ("currencyCode", Val::Str(identity.currency.code())),
            ("ianaTimezone", Val::Str(&identity.zone)),
            ("email", Val::Str(&identity.email)),
            ("contactEmail", Val::Str(&identity.email)),
            ("url", Val::Owned(url)),
            ("createdAt", Val::Time(first.unwrap_or_default())),
            ("plan", Val::Obj(plan)),
            ("primaryDomain", Val::Obj(domain)),
            ("timezoneAbbreviation", Val::Str("EST")),
            ("timezoneOffset", Val::Str("-0500")),
            ("weightUnit", Val::Str("POUNDS")),
        ],
    )
}
