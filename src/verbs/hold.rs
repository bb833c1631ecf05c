//! Hold: one hold of ours on every open part, with the same day; never without one (C7).

use chrono::{Days, NaiveDate};

use super::Wish;
use super::allowed::{can_be_held, is_ours, open_parts};
use super::build::{Draft, Setting, add_extras};
use crate::domain::{CancelReason, Fault, FulfilmentOrder, HoldReason, Kind, Order, Payment, Step};
use crate::words;

/// The longest that a hold may last, in days: customers are told five business days
/// (S49), no usual authorisation outlives a month (C10), and a date further off is a slip
/// of the keyboard or a promise that nobody keeps.
pub const LONGEST_HOLD_DAYS: u64 = 60;

pub(super) fn draft(order: &Order, wish: &Wish, setting: &Setting<'_>) -> Result<Draft, Fault> {
    let until = until(order, wish, setting)?;
    let reason = wish.reason.unwrap_or(CancelReason::Fraud);
    let notes = words::hold_note(reason, until, setting.initials);
    let mut draft = Draft::default();
    let mut afterwards = Vec::new();
    for part in open_parts(order).filter(|part| !names(part, until)) {
        if !can_be_held(part) {
            draft.warn(not_held(part));
            continue;
        }
        draft.steps.push(Step::PlaceHold {
            fulfilment_order: part.id.clone(),
            reason: hold_reason(reason),
            notes: notes.as_str().into(),
        });
        afterwards.extend(release_of_ours(part));
    }
    if draft.steps.is_empty() {
        return Err(held_until(order, until));
    }
    if !afterwards.is_empty() {
        draft.warn(format!("This desk's hold gets a new day{}.", instead(order)));
        draft.warn("The new hold is placed before the old one goes: nothing ships in between.");
    }
    draft.steps.extend(afterwards);
    draft.warn(format!("Decide by {}: a hold is a promise to decide.", words::day(until)));
    if setting.closed_days.contains(&until) {
        draft.warn(format!(
            "On {} the shop is closed: name a day on which somebody can decide.",
            words::day(until)
        ));
    }
    warn_of_authorisation(&mut draft, order, (until, setting));
    add_extras(&mut draft, order, wish, setting)?;
    Ok(draft)
}

/// Whether a hold of ours on the part names that day already.
fn names(part: &FulfilmentOrder, until: NaiveDate) -> bool {
    let mut ours = part.holds.iter().filter(|hold| hold.ours);
    ours.any(|hold| words::decision_day(hold.notes.raw()) == Some(until))
}

/// A hold cannot be changed, only replaced: the old one is released after the new one lies
/// there, so that the part is never free (`apis/shopify.md`, section 7).
fn release_of_ours(part: &FulfilmentOrder) -> Option<Step> {
    let ours = part.holds.iter().filter(|hold| hold.ours);
    let holds: Vec<_> = ours.map(|hold| hold.id.clone()).collect();
    (!holds.is_empty()).then(|| Step::ReleaseHolds { fulfilment_order: part.id.clone(), holds })
}

/// The day that our holds have had so far.
fn instead(order: &Order) -> String {
    let ours = order.holds().filter(|(_, hold)| hold.ours);
    let day = ours.filter_map(|(_, hold)| words::decision_day(hold.notes.raw())).min();
    day.map_or_else(|| "; it had none".to_owned(), |day| format!("; it was {}", words::day(day)))
}

fn held_until(order: &Order, until: NaiveDate) -> Fault {
    let sentence =
        format!("{} is already held by this desk until {}", order.name, words::day(until));
    Fault::new(Kind::State, sentence).hint("name another day to decide by")
}

/// A hold that outlasts the authorisation would decide about money that is gone (C10).
fn warn_of_authorisation(
    draft: &mut Draft,
    order: &Order,
    (until, setting): (NaiveDate, &Setting<'_>),
) {
    let ends = order.open_authorisations().map(|open| {
        let at = order.runs_out_at(open, setting.authorisation_days);
        (setting.zone.day(at), at <= setting.now, open.amount.charged)
    });
    for (end, has_ended, amount) in ends {
        let day = words::day(end);
        if has_ended {
            draft.warn(format!("The authorisation of {amount} ended on {day}: no money may come."));
        } else if order.payment == Payment::Expired {
            draft.warn(format!("The authorisation of {amount} has run out: no money may come."));
        } else if end <= until {
            draft.warn(format!(
                "The authorisation of {amount} ends about {day}, before the decision: decide sooner."
            ));
        }
    }
}

fn until(order: &Order, wish: &Wish, setting: &Setting<'_>) -> Result<NaiveDate, Fault> {
    let Some(until) = wish.until.or(setting.decide_by) else {
        return Err(Fault::new(
            Kind::Usage,
            format!("{} cannot be held without a date to decide by", order.name),
        )
        .hint("name the day, such as --until 2026-11-26"));
    };
    check_day(order, until, setting.zone.day(setting.now))?;
    Ok(until)
}

fn check_day(order: &Order, until: NaiveDate, today: NaiveDate) -> Result<(), Fault> {
    let cannot = || format!("{} cannot be held until {}", order.name, words::day(until));
    if until < today {
        let sentence = format!("{}: that day is past", cannot());
        return Err(Fault::new(Kind::Usage, sentence).hint("name today or a later day"));
    }
    let last = today.checked_add_days(Days::new(LONGEST_HOLD_DAYS));
    if last.is_some_and(|last| until > last) {
        let sentence = format!("{}: a hold lasts {LONGEST_HOLD_DAYS} days at the most", cannot());
        return Err(Fault::new(Kind::Usage, sentence)
            .hint(format!("name a day up to {}", words::day(last.unwrap_or(today)))));
    }
    Ok(())
}

fn not_held(part: &FulfilmentOrder) -> String {
    let place = if part.location.is_blank() {
        "One part".to_owned()
    } else {
        format!("The part from {}", part.location)
    };
    if is_ours(part) {
        return format!("{place} is held, but its day cannot be changed now.");
    }
    format!("{place} can no longer be held and may ship.")
}

fn hold_reason(reason: CancelReason) -> HoldReason {
    match reason {
        CancelReason::Fraud => HoldReason::FraudRisk,
        CancelReason::Declined => HoldReason::AwaitingPayment,
        CancelReason::Stock => HoldReason::Stock,
        CancelReason::Reseller
        | CancelReason::Customer
        | CancelReason::Staff
        | CancelReason::Other => HoldReason::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{apps, at, authorised, order, ours, part};
    use crate::domain::{Clean, Hold, Verb};
    use crate::verbs::build;
    use crate::verbs::build::sample::{build_with, setting};

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn placed(steps: &[Step]) -> Vec<(&str, &HoldReason, &Clean)> {
        steps
            .iter()
            .filter_map(|step| match step {
                Step::PlaceHold { fulfilment_order, reason, notes } => {
                    Some((&**fulfilment_order, reason, notes))
                }
                _ => None,
            })
            .collect()
    }

    fn dated(id: &str, until: u32) -> Hold {
        let notes = words::hold_note(CancelReason::Fraud, day(until), "SE");
        Hold { notes: notes.as_str().into(), ..ours(id) }
    }

    #[test]
    fn a_hold_of_ours_gets_a_new_day_and_the_part_is_never_free() {
        for (old, words) in [
            (ours("a"), "This desk's hold gets a new day; it had none."),
            (dated("a", 24), "This desk's hold gets a new day; it was Tuesday 24 November 2026."),
        ] {
            let mut order = order();
            order.fulfilment_orders = vec![part("part-1", vec![old, apps("b")])];
            let wish = Wish { until: Some(day(26)), ..Wish::default() };

            let plan = build_with(Verb::Hold, &order, &wish).unwrap();

            let [Step::PlaceHold { notes, .. }, Step::ReleaseHolds { holds, .. }] = &plan.steps[..]
            else {
                panic!("{:?}", plan.steps)
            };
            assert_eq!(words::decision_day(notes.raw()), Some(day(26)));
            assert_eq!(**holds, ["a".into()]);
            assert_eq!(plan.warnings[0], words);
        }
    }

    #[test]
    fn a_hold_that_names_the_day_already_or_cannot_be_replaced_stays() {
        let mut order = order();
        order.fulfilment_orders = vec![part("part-1", vec![dated("a", 26)])];
        let wish = Wish { until: Some(day(26)), ..Wish::default() };
        let fault = build_with(Verb::Hold, &order, &wish).unwrap_err();
        assert_eq!(
            fault.message(),
            "#2047 is already held by this desk until Thursday 26 November 2026"
        );

        let fixed = FulfilmentOrder { may_release: false, ..part("part-1", vec![ours("a")]) };
        order.fulfilment_orders = vec![fixed, part("part-2", vec![])];
        let plan = build_with(Verb::Hold, &order, &wish).unwrap();
        assert_eq!(placed(&plan.steps).len(), 1);
        assert_eq!(
            plan.warnings[0],
            "The part from Main warehouse is held, but its day cannot be changed now."
        );
    }

    #[test]
    fn every_open_part_without_a_hold_of_ours_gets_one_with_owner_reason_and_day() {
        let mut order = order();
        order.fulfilment_orders = vec![
            part("part-1", vec![]),
            part("part-2", vec![dated("a", 26)]),
            part("part-3", vec![apps("b")]),
        ];
        let wish = Wish { until: Some(day(26)), ..Wish::default() };

        let plan = build_with(Verb::Hold, &order, &wish).unwrap();

        let placed = placed(&plan.steps);
        assert_eq!(placed.iter().map(|(id, ..)| *id).collect::<Vec<_>>(), ["part-1", "part-3"]);
        for (_, reason, notes) in placed {
            assert_eq!(*reason, HoldReason::FraudRisk);
            assert_eq!(notes.raw(), "Suspected fraud. Decide by Thursday 26 November 2026 – SE");
        }
    }

    #[test]
    fn without_a_day_policy_gives_one_and_without_both_there_is_no_hold() {
        let plan = build_with(Verb::Hold, &order(), &Wish::default()).unwrap();
        assert_eq!(
            plan.warnings,
            ["Decide by Monday 30 November 2026: a hold is a promise to decide."]
        );

        let none = Setting { decide_by: None, ..setting() };
        let fault = build(Verb::Hold, &order(), &Wish::default(), &none).unwrap_err();
        assert_eq!(fault.message(), "#2047 cannot be held without a date to decide by");
    }

    #[test]
    fn a_day_that_is_past_in_the_stores_zone_is_refused() {
        let wish = |d| Wish { until: Some(day(d)), ..Wish::default() };

        assert!(build_with(Verb::Hold, &order(), &wish(20)).is_ok());
        let fault = build_with(Verb::Hold, &order(), &wish(19)).unwrap_err();
        assert_eq!(
            fault.message(),
            "#2047 cannot be held until Thursday 19 November 2026: that day is past"
        );
    }

    #[test]
    fn a_day_too_far_off_is_refused_with_the_last_one_possible() {
        let wish = |text: &str| Wish { until: Some(text.parse().unwrap()), ..Wish::default() };

        assert!(build_with(Verb::Hold, &order(), &wish("2027-01-19")).is_ok());
        for day in ["2027-01-20", "2036-01-01"] {
            let fault = build_with(Verb::Hold, &order(), &wish(day)).unwrap_err();
            assert!(fault.message().ends_with("a hold lasts 60 days at the most"), "{fault:?}");
            assert_eq!(fault.remedy(), Some("name a day up to Tuesday 19 January 2027"));
        }
    }

    #[test]
    fn a_day_on_which_the_shop_is_closed_is_said() {
        let closed = [day(22), day(26)];
        let setting = Setting { closed_days: &closed, ..setting() };
        for (until, is_closed) in [(25, false), (26, true), (22, true)] {
            let wish = Wish { until: Some(day(until)), ..Wish::default() };
            let plan = build(Verb::Hold, &order(), &wish, &setting).unwrap();
            let said = plan.warnings.iter().any(|warning| warning.contains("the shop is closed"));
            assert_eq!(said, is_closed, "{until}");
        }
    }

    #[test]
    fn a_part_that_can_no_longer_be_held_is_named() {
        let mut order = order();
        order.fulfilment_orders.push(part("part-2", vec![]));
        order.fulfilment_orders[0].may_hold = false;

        let plan = build_with(Verb::Hold, &order, &Wish::default()).unwrap();

        assert_eq!(placed(&plan.steps).len(), 1);
        assert_eq!(
            plan.warnings[0],
            "The part from Main warehouse can no longer be held and may ship."
        );
    }

    #[test]
    fn a_hold_that_outlasts_the_authorisation_says_so() {
        let warned = |order: &Order, until: u32| {
            let wish = Wish { until: Some(day(until)), ..Wish::default() };
            let plan = build_with(Verb::Hold, order, &wish).unwrap();
            plan.warnings
                .iter()
                .any(|warning| warning.contains("Thursday 26 November 2026, before"))
        };
        let mut order = authorised();

        let late = Setting { now: at("2026-11-27T00:00:00Z"), ..setting() };
        let plan = build(Verb::Hold, &order, &Wish::default(), &late).unwrap();
        assert_eq!(
            plan.warnings[1],
            "The authorisation of 129.90 USD ended on Thursday 26 November 2026: no money may come."
        );
        assert!(!warned(&order, 25));
        assert!(warned(&order, 26));
        order.transactions[0].expires_at = Some(at("2026-11-29T00:00:00Z"));
        assert!(!warned(&order, 26));
    }
}
