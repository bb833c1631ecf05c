//! Taking back what a stopped plan has done: one row per step, a write or why there is none.
//!
//! A compensation never lets goods go: no hold is lifted and no undecided order leaves the
//! archive to take something back (C6).

use super::allowed::{can_be_held, open_parts, unarchive};
use super::build::Setting;
use crate::domain::{
    CancelReason, Clean, Compensation, Fault, HoldReason, Kind, Order, OutboxRow, Revision,
    RowState, Stays, Step, StepRow, StepState, Undoing, Verb,
};
use crate::words;

/// What takes a step back.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Way {
    /// This write.
    By(Step),
    /// Nothing; the sentence says why.
    None(String),
}

/// What taking back a stopped plan would write, and what stays. Refused when nothing of it
/// can be taken back, with the sentence that says why.
pub fn compensation(
    row: &OutboxRow,
    order: &Order,
    setting: &Setting<'_>,
) -> Result<Compensation, Fault> {
    if !row.may_be_compensated() {
        return Err(not_now(row));
    }
    if let Some(done) = done(row).find(|step| is_final(&step.step)) {
        let Way::None(why) = way(row.verb, done, order, setting) else { return Err(not_now(row)) };
        return Err(stays(row, &why));
    }
    let mut compensation =
        Compensation { revision: Revision::of(order), steps: vec![], stays: vec![] };
    for step in done(row) {
        match way(row.verb, step, order, setting) {
            Way::By(back) => {
                compensation.steps.push(Undoing { undoes: step.place, step: back });
            }
            Way::None(why) => compensation.stays.push(Stays { place: step.place, why }),
        }
    }
    if compensation.steps.is_empty() {
        let why = compensation.stays.first().map_or("nothing was done", |stays| &stays.why);
        return Err(stays(row, why));
    }
    // What keeps goods back comes first, then the last thing done.
    let keeps = |undoing: &Undoing| matches!(undoing.step, Step::PlaceHold { .. });
    compensation.steps.sort_by_key(|undoing| (!keeps(undoing), std::cmp::Reverse(undoing.undoes)));
    Ok(compensation)
}

fn done(row: &OutboxRow) -> impl Iterator<Item = &StepRow> {
    row.steps.iter().filter(|step| step.state == StepState::Confirmed)
}

/// A cancel or money that went back makes the rest of a plan true: its tags and notes say
/// what happened, so they stay with it.
fn is_final(step: &Step) -> bool {
    matches!(step, Step::Cancel { .. } | Step::Refund { .. } | Step::Void { .. })
}

/// The table.
fn way(verb: Verb, done: &StepRow, order: &Order, setting: &Setting<'_>) -> Way {
    match &done.step {
        Step::ReleaseHolds { .. } if verb == Verb::Hold => {
            none("the new hold stays in the old one's place")
        }
        Step::ReleaseHolds { fulfilment_order, .. } => hold_again(fulfilment_order, order, setting),
        Step::PlaceHold { .. } => none(
            "a hold is not lifted to take a plan back: the goods could ship; release the order once it is decided",
        ),
        Step::SetArchived { archived: false } => Way::By(Step::SetArchived { archived: true }),
        Step::SetArchived { archived: true } => match unarchive(order, setting.store) {
            Ok(()) => Way::By(Step::SetArchived { archived: false }),
            Err(why) => none(&why.0),
        },
        Step::AddTags { tags } => Way::By(Step::RemoveTags { tags: as_spelled(tags, order) }),
        Step::RemoveTags { tags } => Way::By(Step::AddTags { tags: tags.clone() }),
        Step::AppendNote { .. } => none(
            "what was written into the note stays: colleagues may have read it; add a line that says what holds now",
        ),
        Step::Cancel { .. } => {
            none("a cancelled order cannot be opened again; the customer would have to order anew")
        }
        Step::Refund { .. } => {
            none("money that went back is not fetched again; the customer would have to pay anew")
        }
        Step::Void { .. } => none(
            "an authorisation that was given up does not come back; the customer would have to pay anew",
        ),
    }
}

fn none(why: &str) -> Way {
    Way::None(why.to_owned())
}

/// The holds of others cannot be placed in their name: a hold of this desk takes their place.
fn hold_again(part: &str, order: &Order, setting: &Setting<'_>) -> Way {
    let Some(part) = open_parts(order).find(|open| *open.id == *part) else {
        return none("the goods have left, so there is nothing to hold");
    };
    if !can_be_held(part) {
        return none("the store no longer lets this part be held; it may ship");
    }
    let Some(until) = setting.decide_by else { return none("there is no day to decide by") };
    let notes = words::hold_note(CancelReason::Fraud, until, setting.initials);
    Way::By(Step::PlaceHold {
        fulfilment_order: part.id.clone(),
        reason: HoldReason::FraudRisk,
        notes: Clean::new(&notes),
    })
}

/// The store removes only what is spelled as on the order.
fn as_spelled(tags: &[Clean], order: &Order) -> Vec<Clean> {
    let same = |tag: &Clean, other: &Clean| tag.raw().to_lowercase() == other.raw().to_lowercase();
    let spelled =
        |tag: &Clean| order.tags.iter().find(|other| same(tag, other)).unwrap_or(tag).clone();
    tags.iter().map(spelled).collect()
}

fn not_now(row: &OutboxRow) -> Fault {
    let (verb, name) = (row.verb.word(), &row.order_name);
    let (words, hint) = match row.state {
        RowState::Stopped => ("is being taken back already", "retry it, or leave a step out"),
        RowState::Unknown => (
            "is not settled: nobody knows yet what it did",
            "settle the step first, or hand it over",
        ),
        RowState::Staged | RowState::Failed => ("has done nothing", "drop it"),
        RowState::Running => ("is under way", "wait for its outcome"),
        RowState::Confirmed => ("is done", "use the verb that takes it back"),
        RowState::Dropped | RowState::Compensated => ("was taken back", "nothing is left to do"),
        RowState::HandedOver => ("was handed over", "plan anew what is still wanted"),
    };
    Fault::new(Kind::State, format!("the {verb} of {name} {words}")).hint(hint)
}

fn stays(row: &OutboxRow, why: &str) -> Fault {
    let (verb, name) = (row.verb.word(), &row.order_name);
    Fault::new(Kind::State, format!("nothing takes the {verb} of {name} back: {why}"))
        .hint("retry what failed, leave it out, or hand the plan over")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{apps, held, money, order, ours, outbox_row, part};
    use crate::domain::{Notify, RefundTo, Restock, StepKind};
    use crate::verbs::build::sample::setting;

    fn release(part: &str) -> Step {
        Step::ReleaseHolds { fulfilment_order: part.into(), holds: vec!["1".into()] }
    }

    fn tags(step: fn(Vec<Clean>) -> Step) -> Step {
        step(vec!["reviewed".into()])
    }

    fn add(tags: Vec<Clean>) -> Step {
        Step::AddTags { tags }
    }

    fn cancel() -> Step {
        Step::Cancel {
            reason: CancelReason::Fraud,
            refund: RefundTo::Original,
            restock: Restock::Yes,
            notify: Notify::Nobody,
            staff_note: "".into(),
        }
    }

    fn refund() -> Step {
        Step::Refund {
            parts: vec![],
            lines: vec![],
            restock: Restock::No,
            notify: Notify::Nobody,
            note: "n".into(),
            refunded_before: money("0.00 USD"),
        }
    }

    fn void() -> Step {
        Step::Void { transaction: "t".into(), amount: money("1.00 USD") }
    }

    fn place() -> Step {
        Step::PlaceHold {
            fulfilment_order: "part-1".into(),
            reason: HoldReason::FraudRisk,
            notes: "".into(),
        }
    }

    fn note() -> Step {
        Step::AppendNote { text: "seen".into() }
    }

    /// A stopped plan: these steps are done, the one behind them failed.
    fn stopped(verb: Verb, steps: Vec<Step>) -> OutboxRow {
        let mut row = outbox_row(RowState::Stopped);
        let [one] = &row.steps[..] else { panic!("one step") };
        let of = |(step, place): (Step, u32)| StepRow {
            place,
            step,
            state: StepState::Confirmed,
            ..one.clone()
        };
        let failed = StepRow { place: 99, state: StepState::Failed, ..one.clone() };
        row.steps = steps.into_iter().zip(1..).map(of).chain([failed]).collect();
        row.verb = verb;
        row
    }

    fn free() -> Order {
        Order { fulfilment_orders: vec![part("part-1", vec![])], ..order() }
    }

    #[test]
    fn a_release_is_taken_back_by_holding_first() {
        let steps = vec![release("part-1"), tags(add), Step::SetArchived { archived: false }];

        let back = compensation(&stopped(Verb::Release, steps), &free(), &setting()).unwrap();

        let order: Vec<_> =
            back.steps.iter().map(|undoing| (undoing.undoes, undoing.step.kind())).collect();
        assert_eq!(
            order,
            [(1, StepKind::PlaceHold), (3, StepKind::SetArchived), (2, StepKind::RemoveTags)]
        );
        let Step::PlaceHold { fulfilment_order, notes, .. } = &back.steps[0].step else {
            panic!("a hold")
        };
        assert_eq!(&**fulfilment_order, "part-1");
        assert!(notes.raw().contains("Decide by Monday 30 November 2026"), "{notes:?}");
        assert!(back.stays.is_empty());
    }

    #[test]
    fn no_way_back_lifts_a_hold_or_opens_the_archive_of_an_undecided_order() {
        let archived = Step::SetArchived { archived: true };
        let every =
            [release("part-1"), place(), archived, Step::SetArchived { archived: false }, note()];
        let orders = [
            free(),
            held(),
            Order {
                fulfilment_orders: vec![part("part-1", vec![apps("1"), ours("2")])],
                ..order()
            },
            Order { fulfilment_orders: vec![], ..order() },
        ];
        for verb in Verb::ALL {
            for step in &every {
                for order in &orders {
                    let row = stopped(verb, vec![step.clone(), tags(add)]);
                    let back = compensation(&row, order, &setting()).unwrap();
                    let frees = |undoing: &Undoing| {
                        matches!(
                            undoing.step,
                            Step::ReleaseHolds { .. } | Step::SetArchived { archived: false }
                        )
                    };
                    assert!(!back.steps.iter().any(frees), "{verb:?} {step:?}");
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_taken_back_says_why() {
        for (verb, step, says) in [
            (Verb::Cancel, cancel(), "cannot be opened again"),
            (Verb::Refund, refund(), "not fetched again"),
            (Verb::Refund, void(), "does not come back"),
            (Verb::Hold, place(), "a hold is not lifted"),
            (Verb::Hold, release("part-1"), "in the old one's place"),
            (Verb::Release, release("part-9"), "the goods have left"),
            (Verb::Note, note(), "colleagues may have read it"),
            (Verb::Archive, Step::SetArchived { archived: true }, "is not archived"),
        ] {
            let fault = compensation(&stopped(verb, vec![step.clone()]), &free(), &setting());

            let fault = fault.unwrap_err();
            assert!(fault.message().contains(says), "{step:?}: {}", fault.message());
        }
    }

    #[test]
    fn the_tags_of_a_cancel_or_a_refund_that_happened_stay_with_it() {
        for step in [cancel(), refund(), void()] {
            let row = stopped(Verb::Cancel, vec![step, tags(add)]);

            assert!(compensation(&row, &free(), &setting()).is_err());
        }
    }

    #[test]
    fn tags_go_as_they_are_spelled_on_the_order() {
        let order = Order { tags: vec!["Reviewed".into()], ..free() };

        let back = compensation(&stopped(Verb::Tag, vec![tags(add)]), &order, &setting()).unwrap();

        assert_eq!(back.steps[0].step, Step::RemoveTags { tags: vec!["Reviewed".into()] });
    }

    #[test]
    fn a_plan_that_is_not_stopped_or_on_its_way_back_is_refused() {
        let mut row = stopped(Verb::Tag, vec![tags(add)]);
        row.steps[1].undoes = Some(1);
        assert!(compensation(&row, &free(), &setting()).is_err());
        row.steps[1].undoes = None;
        for state in [
            RowState::Staged,
            RowState::Running,
            RowState::Confirmed,
            RowState::Failed,
            RowState::Unknown,
            RowState::Dropped,
            RowState::Compensated,
            RowState::HandedOver,
        ] {
            row.state = state;
            assert!(compensation(&row, &free(), &setting()).is_err(), "{state:?}");
        }
    }
}
