//! Whether a fresh read of an order shows that a step happened.

use super::order::{MORE_REFUNDS, MORE_TRANSACTIONS};
use super::terms;
use crate::domain::{
    CancelReason, Clean, FulfilmentOrder, Money, Order, Proof, RefundTo, Step, TransactionKind,
    TransactionState,
};

/// By what a step of ours is known on the order.
pub(super) struct Traces<'a> {
    /// What a hold of this step would bear.
    pub(super) handle: &'a str,
    /// How often a note's text stood there before it was sent.
    pub(super) stood: Option<u32>,
}

/// How often a note's text stands on the order; other steps are proved without a count.
pub(super) fn stands(step: &Step, order: &Order) -> Option<u32> {
    let Step::AppendNote { text } = step else { return None };
    Some(times_in(&order.note, text))
}

/// Reads the proof of one step.
pub(super) fn proof(step: &Step, traces: &Traces<'_>, order: &Order) -> Proof {
    match step {
        Step::ReleaseHolds { holds, .. } => of_release(holds, order),
        Step::PlaceHold { fulfilment_order, .. } => of_hold(fulfilment_order, traces.handle, order),
        Step::Cancel { reason, refund, staff_note, .. } => {
            of_cancel(*reason, order, staff_note).unwrap_or_else(|| of_money_back(*refund, order))
        }
        Step::Refund { note, refunded_before, .. } => of_refund(note, *refunded_before, order),
        Step::Void { transaction, .. } => of_void(transaction, order),
        Step::SetArchived { archived } => happened(order.is_archived() == *archived),
        Step::AppendNote { text } => of_note(text, traces.stood, order),
        Step::AddTags { tags } => happened(tags.iter().all(|tag| has_tag(order, tag))),
        Step::RemoveTags { tags } => happened(tags.iter().all(|tag| !order.tags.contains(tag))),
    }
}

fn happened(yes: bool) -> Proof {
    if yes { Proof::Done } else { Proof::NotDone }
}

fn cannot_tell(why: &str) -> Proof {
    Proof::CannotTell(why.to_owned())
}

/// What stands in `gaps` makes a list that looks empty no proof.
fn misses(order: &Order, beginning: &str) -> bool {
    order.gaps.iter().any(|gap| gap.starts_with(beginning))
}

fn of_release(holds: &[Box<str>], order: &Order) -> Proof {
    if order.holds_unread.is_some() {
        return cannot_tell("the order's holds cannot be read");
    }
    happened(!order.holds().any(|(_, hold)| holds.contains(&hold.id)))
}

fn of_hold(part: &str, handle: &str, order: &Order) -> Proof {
    if order.holds_unread.is_some() {
        return cannot_tell("the order's holds cannot be read");
    }
    let bears = |part: &FulfilmentOrder| {
        part.holds
            .iter()
            .any(|hold| hold.handle.as_ref().is_some_and(|found| found.raw() == handle))
    };
    match order.fulfilment_orders.iter().find(|found| &*found.id == part) {
        Some(part) => happened(bears(part)),
        None => cannot_tell("the fulfilment order is no longer listed"),
    }
}

/// Only a cancellation with our reason and our note for the staff, where these can be
/// read, is ours; another one may be a colleague's. Nothing when it is ours.
fn of_cancel(reason: CancelReason, order: &Order, staff_note: &Clean) -> Option<Proof> {
    if !order.is_cancelled() {
        return Some(Proof::NotDone);
    }
    let closed = &order.closed;
    let wanted = terms::cancel_reason_word(reason);
    if let Some(word) = closed.cancel_reason.as_ref().filter(|word| word.raw() != wanted) {
        return Some(Proof::CannotTell(format!(
            "the order is cancelled, but with the reason {}: somebody else may have done it",
            word.fitted(40)
        )));
    }
    let other = closed.staff_note.as_ref().is_some_and(|note| plain(note) != plain(staff_note));
    other.then(|| {
        cannot_tell(
            "the order is cancelled, but with another note for the staff: somebody else may \
             have done it",
        )
    })
}

/// A cancellation that was to give the money back is done when none is left.
fn of_money_back(refund: RefundTo, order: &Order) -> Proof {
    let left = order.totals.left_to_refund();
    if refund == RefundTo::Original && left.is_positive() {
        return Proof::CannotTell(format!("the order is cancelled, but {left} is not returned"));
    }
    Proof::Done
}

/// The text as it compares; ends of lines may have been rewritten on the way.
fn plain(text: &Clean) -> String {
    text.raw().replace('\r', "").trim().to_owned()
}

fn of_refund(note: &Clean, before: Money, order: &Order) -> Proof {
    let marked =
        order.refunds.iter().find(|refund| !note.is_blank() && contains(&refund.note, note));
    if let Some(refund) = marked {
        return match refund.state {
            TransactionState::Success => Proof::Done,
            TransactionState::Failure => {
                cannot_tell("the refund is recorded, but the gateway refused it")
            }
            TransactionState::Pending | TransactionState::Unknown => {
                cannot_tell("the refund is recorded, but the gateway has not confirmed it yet")
            }
        };
    }
    if misses(order, MORE_REFUNDS) {
        return cannot_tell("the order has more refunds than were read");
    }
    if order.totals.refunded.charged == before {
        return Proof::NotDone;
    }
    cannot_tell("money went back meanwhile, without our mark on it")
}

fn of_void(authorisation: &str, order: &Order) -> Proof {
    let voids = order.transactions.iter().filter(|transaction| {
        transaction.kind == TransactionKind::Void
            && transaction.parent.as_deref() == Some(authorisation)
    });
    let states: Vec<_> = voids.map(|transaction| transaction.state).collect();
    if states.contains(&TransactionState::Success) {
        Proof::Done
    } else if states.iter().any(|state| *state != TransactionState::Failure) {
        cannot_tell("the void is recorded, but the gateway has not confirmed it yet")
    } else if misses(order, MORE_TRANSACTIONS) {
        cannot_tell("the order has more transactions than were read")
    } else {
        Proof::NotDone
    }
}

/// The same text may stand in a note from another day: only one more than before the
/// call is ours.
fn of_note(text: &Clean, stood: Option<u32>, order: &Order) -> Proof {
    let stands = times_in(&order.note, text);
    match stood {
        Some(stood) if stands > stood => Proof::Done,
        Some(stood) if stands == stood => Proof::NotDone,
        Some(_) => cannot_tell(
            "the text stands in the note less often than before it was sent: somebody \
             rewrote the note",
        ),
        None if stands == 0 => Proof::NotDone,
        None => {
            cannot_tell("the text stands in the note, but nobody counted how often it did before")
        }
    }
}

/// How often a text stands in a note on lines of its own; a star may part it from digits
/// before it.
fn times_in(note: &Clean, text: &Clean) -> u32 {
    let (note, text) = (plain(note), plain(text));
    let lines: Vec<&str> = note.lines().map(str::trim_end).collect();
    let wanted: Vec<&str> = text.lines().map(str::trim_end).collect();
    let Some((first, rest)) = wanted.split_first() else { return 0 };
    let is_text = |part: &&[&str]| {
        part.split_first().is_some_and(|(line, below)| {
            let line = line.trim_start();
            let starred = line.strip_prefix('*').map(str::trim_start);
            below == rest && (line == *first || starred == Some(first))
        })
    };
    u32::try_from(lines.windows(wanted.len()).filter(is_text).count()).unwrap_or(u32::MAX)
}

/// Whether a note ends with a text on lines of its own.
pub(super) fn stands_at_end(note: &Clean, text: &Clean) -> bool {
    let note = plain(note);
    let before = note.strip_suffix(plain(text).as_str());
    before.map(|before| before.trim_end_matches([' ', '\t'])).is_some_and(|before| {
        before.is_empty() || before.ends_with('\n') || before.ends_with("\n*")
    })
}

/// Whether a text holds another; ends of lines may have been rewritten on the way.
fn contains(text: &Clean, part: &Clean) -> bool {
    plain(text).contains(&plain(part))
}

/// Adding a tag that differs only in case adds nothing (`apis/shopify.md`, section 6).
fn has_tag(order: &Order, tag: &Clean) -> bool {
    let wanted = tag.raw().trim().to_lowercase();
    order.tags.iter().any(|found| found.raw().to_lowercase() == wanted)
}
