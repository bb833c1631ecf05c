//! Placing and releasing holds.

use chrono::{DateTime, Utc};

use crate::demo::shop::{
    Author, FulfilmentLine, FulfilmentOrder, FulfilmentState, Hold, HoldReason, Kind, Order,
    Refusal, Text,
};

/// A hold to be placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHold {
    /// The placing app's own handle; may be empty.
    pub handle: Text,
    /// Why.
    pub reason: HoldReason,
    /// Notes.
    pub notes: Option<Text>,
    /// Who places it.
    pub by: Author,
    /// Which units; nothing means all of the fulfilment order.
    pub part: Vec<(u64, u32)>,
}

/// What placing a hold made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The new hold.
    pub hold: u64,
    /// The fulfilment order that took the units not held, after a part hold.
    pub rest: Option<u64>,
}

/// Holds a fulfilment order, or a part of it; the rest moves to a new fulfilment order.
///
/// The order's own `updated_at` stays: a hold moves only the fulfilment order's.
pub fn hold(
    order: &mut Order,
    fulfilment: u64,
    new: NewHold,
    at: DateTime<Utc>,
) -> Result<Held, Refusal> {
    let target = order.fulfilment(fulfilment).ok_or(Refusal::NotFound)?;
    if !may_hold(target) || (target.state == FulfilmentState::OnHold && !new.part.is_empty()) {
        return Err(Refusal::NotHoldable);
    }
    let rest =
        if new.part.is_empty() { None } else { split_off(order, fulfilment, &new.part, at)? };
    let hold = order.mint(Kind::Hold);
    let target =
        order.fulfilments.iter_mut().find(|f| f.id == fulfilment).ok_or(Refusal::NotFound)?;
    let NewHold { handle, reason, notes, by, .. } = new;
    target.holds.push(Hold { id: hold, handle, reason, notes, by, placed_at: at });
    target.state = FulfilmentState::OnHold;
    target.updated_at = at;
    Ok(Held { hold, rest })
}

fn may_hold(target: &FulfilmentOrder) -> bool {
    use FulfilmentState::{InProgress, OnHold, Open, Scheduled};
    let state = matches!(target.state, Open | InProgress | OnHold | Scheduled);
    state && target.lines.iter().any(|line| line.remaining > 0)
}

/// Moves every unit that `keep` does not name to a new fulfilment order.
fn split_off(
    order: &mut Order,
    fulfilment: u64,
    keep: &[(u64, u32)],
    at: DateTime<Utc>,
) -> Result<Option<u64>, Refusal> {
    let target = order.fulfilment(fulfilment).ok_or(Refusal::NotFound)?;
    let mut lines = target.lines.clone();
    for (id, units) in keep {
        let line = lines.iter_mut().find(|line| line.id == *id).ok_or(Refusal::NotFound)?;
        if *units == 0 || *units > line.remaining {
            return Err(Refusal::TooMany { line_item: line.line_item });
        }
        line.remaining -= units;
    }
    let mut rest = FulfilmentOrder { holds: Vec::new(), updated_at: at, ..target.clone() };
    rest.lines.clear();
    for line in lines.iter().filter(|line| line.remaining > 0) {
        let id = order.mint(Kind::FulfilmentLine);
        let total = line.remaining;
        rest.lines.push(FulfilmentLine { id, line_item: line.line_item, total, remaining: total });
    }
    if rest.lines.is_empty() {
        return Ok(None);
    }
    rest.id = order.mint(Kind::FulfilmentOrder);
    let rest_id = rest.id;
    let moved = |id: u64| lines.iter().find(|line| line.id == id).map_or(0, |line| line.remaining);
    if let Some(target) = order.fulfilments.iter_mut().find(|f| f.id == fulfilment) {
        for line in &mut target.lines {
            line.total -= moved(line.id);
            line.remaining -= moved(line.id);
        }
        target.lines.retain(|line| line.total > 0);
    }
    order.fulfilments.push(rest);
    Ok(Some(rest_id))
}

/// Releases the named holds; when none is left the fulfilment order opens.
pub fn release(
    order: &mut Order,
    fulfilment: u64,
    holds: &[u64],
    at: DateTime<Utc>,
) -> Result<(), Refusal> {
    let target =
        order.fulfilments.iter_mut().find(|f| f.id == fulfilment).ok_or(Refusal::NotFound)?;
    if !holds.iter().all(|id| target.holds.iter().any(|hold| hold.id == *id)) {
        return Err(Refusal::NoSuchHold);
    }
    target.holds.retain(|hold| !holds.contains(&hold.id));
    if target.holds.is_empty() && target.state == FulfilmentState::OnHold {
        target.state = FulfilmentState::Open;
    }
    target.updated_at = at;
    Ok(())
}
