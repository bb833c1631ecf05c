//! One row: begun, compared with what the reviewer saw, and run step by step.

use super::differences::{changes, in_words};
use super::proved::stopped_by_strangers;
use super::shared::{Going, Known, Shared, Stop};
use super::step::AtWork;
use crate::domain::{Fault, Kind, Order, OutboxRow, Revision, ShopId, StepRow, StepState};
use crate::stores::{StoreFault, Trouble};

/// Runs what waits of a row; answers with the row as it stands then.
pub(super) async fn run(
    shared: &Shared,
    shop: &ShopId,
    row: OutboxRow,
) -> Result<OutboxRow, Fault> {
    let (id, order) = (row.id, row.order.clone());
    let outcome = match begin(shared, shop, row).await {
        Ok(ours) => drive(shared, ours).await,
        Err(why) => Err(why),
    };
    match outcome {
        Ok(()) | Err(Stop::Ended) => {}
        // Somebody took the row back or skipped its step: it stands where they put it.
        Err(Stop::Fault(fault)) if fault.kind() == Kind::State => {}
        Err(Stop::Fault(fault)) => return Err(fault),
        Err(Stop::Later(fault)) => {
            shared.put_back(id, &fault).await?;
            shared.halt(fault);
        }
    }
    shared.show(&order);
    let row = shared.ledger(move |ledger| ledger.row(id)).await?;
    row.ok_or_else(|| Fault::new(Kind::Failed, format!("row {id} is gone from the ledger")))
}

/// Begins the row, unless it was taken back or belongs to another shop.
async fn begin(shared: &Shared, shop: &ShopId, row: OutboxRow) -> Going<OutboxRow> {
    if row.shop != *shop {
        let words =
            format!("{} belongs to the shop {}, and {shop} is connected", row.order_name, row.shop);
        return Err(Fault::new(Kind::State, words)
            .hint("connect the shop that it was planned for")
            .into());
    }
    let (id, now) = (row.id, shared.now());
    let owner = std::process::id().to_string();
    let row = shared.ledger(move |ledger| ledger.begin(id, now, &owner)).await?;
    shared.hooks.changed(&row);
    Ok(row)
}

async fn drive(shared: &Shared, row: OutboxRow) -> Going<()> {
    let Some(first) = next_waiting(&row) else { return Ok(()) };
    let known = shared.known(&row).await?;
    let mut order = match shared.read(&row).await {
        Ok(Some(order)) => order,
        Ok(None) => {
            let words = "the store no longer has this order".to_owned();
            return fail(shared, &row, first, words).await;
        }
        Err(fault) if is_final(&fault) => {
            let words = format!("not sent, the order could not be read: {}", fault.message);
            return fail(shared, &row, first, words).await;
        }
        Err(fault) => return Err(Stop::Later(fault)),
    };
    let first_at_work = AtWork { shared, row: &row, step: first };
    compare(&first_at_work, &known, &order).await?;
    let shows_late = first_at_work.shows_late(&order);
    let waiting: Vec<&StepRow> =
        row.steps.iter().filter(|step| step.state == StepState::Waiting).collect();
    for (step, after) in waiting.iter().zip(followers(&waiting)) {
        if let Some(fault) = shared.halted() {
            return Err(Stop::Later(fault));
        }
        let at_work = AtWork { shared, row: &row, step };
        let proved = at_work.run(order, known.order.as_ref()).await?;
        if let (Some(next), false) = (after, proved.strangers.is_empty()) {
            let next = AtWork { shared, row: &row, step: next };
            return stopped_by_strangers(&next, &proved).await;
        }
        if let (Some(next), true) = (after, step.place == first.place && shows_late) {
            proved.let_on(&known, &AtWork { shared, row: &row, step: next }).await?;
        }
        order = proved.order;
    }
    Ok(())
}

/// Each step's follower, if it has one.
fn followers<'a>(steps: &[&'a StepRow]) -> impl Iterator<Item = Option<&'a StepRow>> {
    steps.iter().skip(1).copied().map(Some).chain(std::iter::once(None))
}

fn next_waiting(row: &OutboxRow) -> Option<&StepRow> {
    row.steps.iter().find(|step| step.state == StepState::Waiting)
}

/// Stops the plan before its next write when the order is not the one it was made for. A
/// change that an earlier sending of the step made is ours.
async fn compare(first: &AtWork<'_>, known: &Known, order: &Order) -> Going<()> {
    if known.good.contains(&Revision::of(order)) || first.shows_late(order) {
        return Ok(());
    }
    let what = known.order.as_ref().map(|seen| in_words(&changes(seen, order)));
    let what = what.map(|what| format!(": {what}")).unwrap_or_default();
    let words = format!(
        "the order changed since it was looked at{what}; nothing more was sent, look at it again"
    );
    first.stop_at(order, words).await
}

/// Fails a step that was not sent.
async fn fail<T>(shared: &Shared, row: &OutboxRow, step: &StepRow, words: String) -> Going<T> {
    let at_work = AtWork { shared, row, step };
    at_work.give_up(StepState::Waiting, StepState::Failed, words).await
}

/// Whether the store said no to reading this order, so that waiting would not help.
fn is_final(fault: &StoreFault) -> bool {
    matches!(fault.trouble, Trouble::Refused | Trouble::Missing | Trouble::Forbidden)
}

/// The fault that stands for "no connection to speak of".
pub(super) fn nobody_home(fault: &StoreFault) -> bool {
    matches!(fault.trouble, Trouble::Unreachable | Trouble::Throttled(_))
}
