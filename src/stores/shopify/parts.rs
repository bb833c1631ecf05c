//! Fulfilment orders and their holds.

use serde::Deserialize;

use super::denial::{Denials, NO_APPS};
use super::gid::plain;
use super::shapes::TitleShape;
use super::terms;
use crate::domain::{Clean, FulfilmentOrder, Hold, Readable};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PartShape {
    pub(super) id: String,
    pub(super) status: Option<String>,
    #[serde(default)]
    pub(super) supported_actions: Vec<ActionShape>,
    pub(super) assigned_location: Option<LocationShape>,
    #[serde(default)]
    pub(super) fulfillment_holds: Vec<HoldShape>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ActionShape {
    pub(super) action: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct LocationShape {
    pub(super) name: Clean,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HoldShape {
    pub(super) id: String,
    pub(super) handle: Option<Clean>,
    pub(super) reason: Option<String>,
    pub(super) display_reason: Option<Clean>,
    pub(super) reason_notes: Option<Clean>,
    #[serde(default)]
    pub(super) held_by_requesting_app: bool,
    pub(super) held_by_app: Option<TitleShape>,
}

/// How our own holds are known.
#[derive(Clone, Copy)]
pub(super) struct OurApp<'a> {
    /// The app's name in the store.
    pub(super) title: &'a Clean,
    /// What our handles begin with.
    pub(super) prefix: &'a str,
}

/// Puts one fulfilment order into our words.
pub(super) fn part(shape: PartShape, ours: &OurApp<'_>, denials: &Denials) -> FulfilmentOrder {
    let offers =
        |action: &str| shape.supported_actions.iter().any(|offered| offered.action == action);
    FulfilmentOrder {
        id: plain(&shape.id).into(),
        state: terms::part_state(shape.status.as_deref()),
        location: shape.assigned_location.as_ref().map(|at| at.name.clone()).unwrap_or_default(),
        may_hold: offers("HOLD"),
        may_release: offers("RELEASE_HOLD"),
        holds: shape
            .fulfillment_holds
            .into_iter()
            .map(|shape| hold(shape, ours, denials))
            .collect(),
    }
}

fn hold(shape: HoldShape, ours: &OurApp<'_>, denials: &Denials) -> Hold {
    let with_our_handle =
        shape.handle.as_ref().is_some_and(|handle| handle.raw().starts_with(ours.prefix));
    let by = match shape.held_by_app {
        Some(app) => Readable::Known(app.title),
        None if shape.held_by_requesting_app => Readable::Known(ours.title.clone()),
        None if denials.reach.apps => match denials.why_any("heldByApp") {
            Some(why) => Readable::Denied(why.to_owned()),
            None => Readable::Absent,
        },
        None => Readable::Denied(NO_APPS.to_owned()),
    };
    Hold {
        id: plain(&shape.id).into(),
        reason: terms::hold_reason(shape.reason.as_deref()),
        reason_shown: shape.display_reason.unwrap_or_default(),
        notes: shape.reason_notes.unwrap_or_default(),
        by,
        ours: shape.held_by_requesting_app && with_our_handle,
        handle: shape.handle.filter(|handle| !handle.is_blank()),
    }
}
