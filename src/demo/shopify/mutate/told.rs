//! Entries that the app's own doings leave on an order's timeline.

use chrono::{DateTime, Utc};

use crate::demo::shop::{App, Author, Event, EventAction, Kind, Order};

/// Tells on the timeline what the app did.
pub(super) fn told(order: &mut Order, action: EventAction, what: &str, at: DateTime<Utc>) {
    let app = App::Ours;
    let id = order.mint(Kind::Event);
    let message = format!("{} {what}.", app.title()).into();
    order.events.push(Event { id, at, action, message, by: Author::App(app) });
}
