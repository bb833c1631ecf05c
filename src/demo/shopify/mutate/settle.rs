//! Money on its way back, and when it arrives.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::demo::shop::{Refusal, TransactionState};
use crate::demo::shopify::world::{Change, Effect, Unsettled, World};

/// Notes a refund's money as pending, where money takes its time.
pub(super) fn keep_unsettled(world: &mut World, order: u64, refund: u64, now: DateTime<Utc>) {
    let wait = world.quirks.refund_pending_ms;
    if wait == 0 {
        return;
    }
    let due = now + TimeDelta::milliseconds(i64::try_from(wait).unwrap_or(i64::MAX));
    let made = world.shop.order(order).and_then(|o| o.refunds.iter().find(|r| r.id == refund));
    let moved: Vec<u64> = made.map(|refund| refund.transactions.clone()).unwrap_or_default();
    for transaction in moved {
        world.note(Change::Unsettled(Unsettled { due, order, transaction }));
    }
}

/// Settles refunds whose time has come.
pub(crate) fn settle(world: &mut World, now: DateTime<Utc>) {
    let due: Vec<Unsettled> =
        world.unsettled.iter().filter(|money| money.due <= now).cloned().collect();
    for money in due {
        let at = money.due;
        let settled = world.change_order(money.order, at, |order| {
            let own = order.transactions.iter_mut().find(|t| t.id == money.transaction);
            own.ok_or(Refusal::NotFound)?.state = TransactionState::Success;
            order.updated_at = at;
            Ok(())
        });
        if settled.is_ok() {
            let detail =
                json!({"settled": format!("gid://shopify/OrderTransaction/{}", money.transaction)});
            let id = format!("gid://shopify/Order/{}", money.order);
            world.effect(Effect { at, what: "job".into(), id, detail, key: None });
        }
        world.note(Change::Settled(money));
    }
}
