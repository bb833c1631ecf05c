//! The shop's own people and places.

use crate::demo::shopify::value::{Obj, Val};

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
