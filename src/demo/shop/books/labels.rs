//! Note, tags and archive: what staff writes on an order.

use chrono::{DateTime, Utc};

use crate::demo::shop::{Order, Text};

/// Replaces the note whole; an empty one removes it.
pub fn set_note(order: &mut Order, note: &str, at: DateTime<Utc>) {
    order.note = Some(note).filter(|note| !note.is_empty()).map(Text::from);
    order.updated_at = at;
}

/// Adds tags that are not there in any case; a comma separates two tags.
pub fn add_tags(order: &mut Order, tags: &[&str], at: DateTime<Utc>) {
    let before = order.tags.len();
    for tag in tags.iter().flat_map(|tags| tags.split(',')).map(str::trim) {
        let there = order.tags.iter().any(|old| old.to_lowercase() == tag.to_lowercase());
        if !tag.is_empty() && !there {
            order.tags.push(tag.into());
        }
    }
    touch_if(order, before != order.tags.len(), at);
}

/// Removes tags that are written exactly so; an absent one is no mistake.
pub fn remove_tags(order: &mut Order, tags: &[&str], at: DateTime<Utc>) {
    let before = order.tags.len();
    let gone: Vec<&str> = tags.iter().flat_map(|tags| tags.split(',')).map(str::trim).collect();
    order.tags.retain(|tag| !gone.contains(&tag.as_str()));
    touch_if(order, before != order.tags.len(), at);
}

/// Archives; an archived order stays as it is.
pub fn archive(order: &mut Order, at: DateTime<Utc>) {
    if order.closed_at.is_none() {
        order.closed_at = Some(at);
        order.updated_at = at;
    }
}

/// Takes an order out of the archive; an open order stays as it is.
pub fn unarchive(order: &mut Order, at: DateTime<Utc>) {
    if order.closed_at.take().is_some() {
        order.updated_at = at;
    }
}

fn touch_if(order: &mut Order, changed: bool, at: DateTime<Utc>) {
    if changed {
        order.updated_at = at;
    }
}
