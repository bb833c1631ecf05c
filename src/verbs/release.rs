//! Release: chosen holds go, then the order may leave the archive.

use std::collections::BTreeSet;

use super::Wish;
use super::allowed::open_parts;
use super::build::{Draft, Setting, add_extras};
use crate::domain::{
    Clean, Fault, FulfilmentOrder, Hold, HoldReason, Kind, Order, Payment, Readable, Step,
};

/// Returns the holds that a release takes by default: ours, those placed for suspected
/// fraud, and those of the apps named. Holds that the store will not release are not
/// among them.
pub fn preselected(order: &Order, release_holds_of: &[String]) -> Vec<Box<str>> {
    open_parts(order)
        .filter(|part| part.may_release)
        .flat_map(|part| part.holds.iter())
        .filter(|hold| is_about_fraud(hold, release_holds_of))
        .map(|hold| hold.id.clone())
        .collect()
}

/// A release writes what lets the goods go, and the lifted hold or the opened archive
/// records the decision in the store. Where there is neither, a tag does: else nobody in
/// the store's admin could see that somebody looked (S17).
///
/// Order of steps: holds first, texts next, the archive last. Whatever stops the row
/// before its end, the archive still keeps the order from fulfilment (S19, C11).
pub(super) fn draft(order: &Order, wish: &Wish, setting: &Setting<'_>) -> Result<Draft, Fault> {
    let chosen = chosen(order, wish, setting)?;
    let mut draft = Draft { steps: release_steps(order, &chosen), warnings: vec![] };
    warn_of_payment(&mut draft, order, setting);
    let releases = !draft.steps.is_empty();
    add_extras(&mut draft, order, wish, setting)?;
    let left = left(order, &chosen);
    for (_, hold) in &left {
        draft.warn(still_held(hold));
    }
    if releases && left.is_empty() {
        draft.warn("No hold is left then: the goods may leave at once.");
    }
    if draft.steps.is_empty() && !order.is_held() && !order.is_archived() {
        draft.steps.push(Step::AddTags { tags: vec![Clean::new(setting.reviewed_tag)] });
        draft.warn("Nothing holds the order: it can ship already. The tag records your decision.");
        if bears(order, setting.reviewed_tag) {
            draft.warn(format!("The order bears the tag “{}” already.", setting.reviewed_tag));
        }
    }
    if order.is_archived() {
        if left.iter().any(|(_, hold)| is_about_fraud(hold, setting.release_holds_of)) {
            draft.warn("The order stays archived while a hold for suspected fraud is left on it.");
        } else {
            draft.steps.push(Step::SetArchived { archived: false });
        }
    }
    Ok(draft)
}

/// The store tells tags apart without regard to case.
fn bears(order: &Order, tag: &str) -> bool {
    let folded = |text: &str| text.trim().to_lowercase();
    order.tags.iter().any(|known| folded(known.raw()) == folded(tag))
}

fn chosen(order: &Order, wish: &Wish, setting: &Setting<'_>) -> Result<BTreeSet<Box<str>>, Fault> {
    let Some(wanted) = &wish.holds else {
        let chosen: BTreeSet<_> =
            preselected(order, setting.release_holds_of).into_iter().collect();
        return if chosen.is_empty() && order.is_held() {
            Err(nothing_chosen(order))
        } else {
            Ok(chosen)
        };
    };
    if wanted.is_empty() && order.is_held() {
        return Err(nothing_chosen(order));
    }
    for id in wanted {
        check_hold(order, id)?;
    }
    Ok(wanted.iter().cloned().collect())
}

fn check_hold(order: &Order, id: &str) -> Result<(), Fault> {
    match open_parts(order).find(|part| part.holds.iter().any(|hold| &*hold.id == id)) {
        None => Err(Fault::new(Kind::State, format!("{} has no hold {id}", order.name))
            .hint("it may have been released; read the order again")),
        Some(part) if !part.may_release => Err(Fault::new(
            Kind::State,
            format!(
                "The store does not let anybody release the hold by {} of {} now",
                part.holds.iter().find(|hold| &*hold.id == id).map_or_else(String::new, holder),
                order.name
            ),
        )
        .hint("leave it out, or look at the order in the store's admin")),
        Some(_) => Ok(()),
    }
}

fn release_steps(order: &Order, chosen: &BTreeSet<Box<str>>) -> Vec<Step> {
    open_parts(order)
        .filter_map(|part| {
            let holds = part.holds.iter().map(|hold| hold.id.clone());
            let holds: Vec<_> = holds.filter(|id| chosen.contains(id)).collect();
            (!holds.is_empty())
                .then(|| Step::ReleaseHolds { fulfilment_order: part.id.clone(), holds })
        })
        .collect()
}

fn left<'a>(order: &'a Order, chosen: &BTreeSet<Box<str>>) -> Vec<(&'a FulfilmentOrder, &'a Hold)> {
    open_parts(order)
        .flat_map(|part| part.holds.iter().map(move |hold| (part, hold)))
        .filter(|(_, hold)| !chosen.contains(&hold.id))
        .collect()
}

fn is_about_fraud(hold: &Hold, release_holds_of: &[String]) -> bool {
    let named = hold.by.known().is_some_and(|by| {
        release_holds_of
            .iter()
            .any(|app| app.trim().to_lowercase() == by.raw().trim().to_lowercase())
    });
    hold.ours || hold.reason == HoldReason::FraudRisk || named
}

fn holder(hold: &Hold) -> String {
    match &hold.by {
        Readable::Known(by) if !by.is_blank() => by.shown().into_owned(),
        Readable::Known(_) | Readable::Absent => "somebody unnamed".to_owned(),
        Readable::Denied(_) => "an app or person whose name the store does not show".to_owned(),
    }
}

fn still_held(hold: &Hold) -> String {
    let by = holder(hold);
    let reason = if hold.reason_shown.is_blank() {
        "no reason given".to_owned()
    } else {
        hold.reason_shown.shown().into_owned()
    };
    format!("Still held by {by} ({reason}): the goods will not ship.")
}

/// Comes first: goods that nobody pays for are the worst of a release (C10).
fn warn_of_payment(draft: &mut Draft, order: &Order, setting: &Setting<'_>) {
    if order.has_no_live_authorisation(setting.authorisation_days, setting.now) {
        return draft.warn("The authorisation has run out: no money may come.");
    }
    match order.payment {
        Payment::Pending => draft.warn("The order is not paid yet."),
        Payment::Unknown => {
            draft
                .warn("The store does not say where the payment stands: the money may be missing.");
        }
        Payment::Authorised | Payment::PartlyPaid => {
            draft.warn("The money is authorised but not all of it is captured.");
        }
        _ => {}
    }
}

/// What to do about a release that chooses nothing; commands put the holds' ids in its place.
pub const CHOOSE_A_HOLD: &str = "choose at least one hold by who placed it";

fn nothing_chosen(order: &Order) -> Fault {
    Fault::new(
        Kind::State,
        format!("No hold of {} is chosen, so nothing would be released", order.name),
    )
    .hint(CHOOSE_A_HOLD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{apps, at, at_level, authorised, held, hold, order, ours, part};
    use crate::domain::{FulfilmentOrderState, RiskLevel, StepKind, Verb};
    use crate::verbs::build;
    use crate::verbs::build::sample::{build_with, setting};

    fn staff(id: &str) -> Hold {
        Hold { reason_shown: "Incorrect address".into(), ..hold(id, HoldReason::Address, "Kim") }
    }

    /// Two parts: ours, the filter app's, staff's, another app's.
    fn many() -> Order {
        let mut order = order();
        order.fulfilment_orders = vec![
            part("part-1", vec![ours("a"), apps("b"), staff("c")]),
            part("part-2", vec![ours("d"), hold("e", HoldReason::Other, "Stock Sync")]),
        ];
        order
    }

    fn released(steps: &[Step]) -> Vec<(&str, Vec<&str>)> {
        steps
            .iter()
            .filter_map(|step| match step {
                Step::ReleaseHolds { fulfilment_order, holds } => {
                    Some((&**fulfilment_order, holds.iter().map(|id| &**id).collect()))
                }
                _ => None,
            })
            .collect()
    }

    fn archived(mut order: Order) -> Order {
        order.closed.archived_at = Some(at("2026-11-19T15:01:00Z"));
        order
    }

    #[test]
    fn ours_fraud_holds_and_those_of_named_apps_are_preselected() {
        let ids = |named: &[String]| preselected(&many(), named).join(" ");

        assert_eq!(ids(&[]), "a b d");
        assert_eq!(ids(&["stock sync ".to_owned()]), "a b d e");
        assert_eq!(ids(&["Kim".to_owned()]), "a b c d");
    }

    #[test]
    fn holds_that_cannot_be_released_are_neither_preselected_nor_taken() {
        let mut order = many();
        order.fulfilment_orders[1].may_release = false;

        assert_eq!(preselected(&order, &[]).join(" "), "a b");
        let wish = Wish { holds: Some(vec!["d".into()]), ..Wish::default() };
        let fault = build_with(Verb::Release, &order, &wish).unwrap_err();
        assert_eq!(
            fault.message(),
            "The store does not let anybody release the hold by unhold of #2047 now"
        );
    }

    #[test]
    fn each_part_gets_one_step_with_the_chosen_holds_and_no_other() {
        let plan = build_with(Verb::Release, &many(), &Wish::default()).unwrap();

        assert_eq!(released(&plan.steps), vec![("part-1", vec!["a", "b"]), ("part-2", vec!["d"])]);
        assert_eq!(
            plan.warnings,
            [
                "Still held by Kim (Incorrect address): the goods will not ship.",
                "Still held by Stock Sync (High risk of fraud): the goods will not ship.",
            ]
        );
    }

    #[test]
    fn holds_of_parts_that_have_ended_are_left_alone() {
        let mut order = many();
        order.fulfilment_orders[1].state = FulfilmentOrderState::Ended;

        let plan = build_with(Verb::Release, &order, &Wish::default()).unwrap();

        assert_eq!(released(&plan.steps), vec![("part-1", vec!["a", "b"])]);
        assert_eq!(plan.warnings.len(), 1);
    }

    #[test]
    fn who_holds_is_said_even_when_the_store_does_not_show_it() {
        let mut order = many();
        let holds = &mut order.fulfilment_orders[0].holds;
        holds[2].by = Readable::Denied("read_apps is missing".to_owned());
        holds[2].reason_shown = "".into();

        let plan = build_with(Verb::Release, &order, &Wish::default()).unwrap();

        assert_eq!(
            plan.warnings[0],
            "Still held by an app or person whose name the store does not show \
             (no reason given): the goods will not ship."
        );
    }

    #[test]
    fn that_no_money_may_come_is_said_before_anything_else() {
        let mut order = Order { fulfilment_orders: many().fulfilment_orders, ..authorised() };
        let first = |order: &Order, now| {
            let setting = Setting { now: at(now), ..setting() };
            build(Verb::Release, order, &Wish::default(), &setting).unwrap().warnings.remove(0)
        };

        assert_eq!(
            first(&order, "2026-11-26T15:00:04Z"),
            "The money is authorised but not all of it is captured."
        );
        let run_out = "The authorisation has run out: no money may come.";
        assert_eq!(first(&order, "2026-11-26T15:00:05Z"), run_out);
        order.payment = Payment::Expired;
        assert_eq!(first(&order, "2026-11-20T00:00:00Z"), run_out);
    }

    #[test]
    fn choosing_nothing_or_what_is_not_there_is_refused() {
        let mut foreign = order();
        foreign.fulfilment_orders = vec![part("part-1", vec![staff("c")])];
        let nothing = Wish { holds: Some(vec![]), ..Wish::default() };
        let gone = Wish { holds: Some(vec!["z".into()]), ..Wish::default() };
        for (order, wish, sentence) in [
            (held(), nothing, "No hold of #2047 is chosen, so nothing would be released"),
            (foreign, Wish::default(), "No hold of #2047 is chosen, so nothing would be released"),
            (held(), gone, "#2047 has no hold z"),
        ] {
            assert_eq!(build_with(Verb::Release, &order, &wish).unwrap_err().message(), sentence);
        }
    }

    #[test]
    fn the_archive_opens_last_so_that_a_stop_half_way_ships_nothing() {
        let wish = Wish {
            note: Some("verified".into()),
            tags: vec!["fraud-ok".into()],
            ..Wish::default()
        };

        let plan = build_with(Verb::Release, &archived(held()), &wish).unwrap();

        let kinds: Vec<_> = plan.steps.iter().map(Step::kind).collect();
        assert_eq!(
            kinds,
            [
                StepKind::ReleaseHolds,
                StepKind::AddTags,
                StepKind::AppendNote,
                StepKind::SetArchived
            ]
        );
        assert_eq!(plan.steps.last(), Some(&Step::SetArchived { archived: false }));
    }

    #[test]
    fn a_fraud_hold_left_on_purpose_keeps_the_order_archived() {
        let ours_only = Wish { holds: Some(vec!["hold-1".into()]), ..Wish::default() };

        let plan = build_with(Verb::Release, &archived(held()), &ours_only).unwrap();

        assert!(!plan.steps.iter().any(|step| step.kind() == StepKind::SetArchived));
        assert!(plan.warnings[1].contains("stays archived"), "{:?}", plan.warnings);
    }

    #[test]
    fn an_order_kept_back_by_the_archive_alone_is_let_go_by_opening_it() {
        let plan = build_with(Verb::Release, &archived(order()), &Wish::default()).unwrap();

        assert_eq!(plan.steps, [Step::SetArchived { archived: false }]);
    }

    #[test]
    fn an_order_that_is_doubted_and_not_held_is_only_marked() {
        let doubted = at_level(order(), RiskLevel::Medium);

        let plan = build_with(Verb::Release, &doubted, &Wish::default()).unwrap();

        assert_eq!(plan.steps, [Step::AddTags { tags: vec!["reviewed".into()] }]);
        assert!(plan.warnings[0].starts_with("Nothing holds the order"), "{:?}", plan.warnings);
        let calm = at_level(order(), RiskLevel::Low);
        let refused = build_with(Verb::Release, &calm, &Wish::default()).unwrap_err();
        assert_eq!(refused.message(), "#2047 is not held");
    }

    #[test]
    fn a_mark_that_is_there_already_is_said() {
        let mut doubted = at_level(order(), RiskLevel::Medium);
        doubted.tags = vec!["Reviewed".into()];

        let plan = build_with(Verb::Release, &doubted, &Wish::default()).unwrap();

        assert_eq!(plan.warnings[1], "The order bears the tag “reviewed” already.");
    }

    #[test]
    fn a_named_apps_hold_is_lifted_by_default() {
        let names = ["Stock Sync".to_owned()];
        let setting = Setting { release_holds_of: &names, ..setting() };

        let plan = build(Verb::Release, &many(), &Wish::default(), &setting).unwrap();

        assert_eq!(released(&plan.steps)[1], ("part-2", vec!["d", "e"]));
    }

    #[test]
    fn a_payment_that_the_store_does_not_tell_is_warned_of() {
        let mut order = many();
        order.payment = Payment::Unknown;

        let plan = build_with(Verb::Release, &order, &Wish::default()).unwrap();

        assert!(plan.warnings.iter().any(|words| words.contains("where the payment")));
    }
}
