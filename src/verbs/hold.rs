//! Hold: one hold on every open part that has none of ours; never without a date (C7).

use chrono::NaiveDate;

use super::Wish;
use super::allowed::{is_ours, open_parts};
use super::build::{Draft, Setting, add_extras};
use crate::domain::{CancelReason, Fault, FulfilmentOrder, HoldReason, Kind, Order, Payment, Step};
use crate::words;

pub(super) fn draft(order: &Order, wish: &Wish, setting: &Setting<'_>) -> Result<Draft, Fault> {
    let until = until(order, wish, setting)?;
    let reason = wish.reason.unwrap_or(CancelReason::Fraud);
    let notes = words::hold_note(reason, until, setting.initials);
    let mut draft = Draft::default();
    for part in open_parts(order).filter(|part| !is_ours(part)) {
        if part.may_hold {
            draft.steps.push(Step::PlaceHold {
                fulfilment_order: part.id.clone(),
                reason: hold_reason(reason),
                notes: notes.as_str().into(),
            });
        } else {
            draft.warn(not_held(part));
        }
    }
    draft.warn(format!("Decide by {}: a hold is a promise to decide.", words::day(until)));
    warn_of_authorisation(&mut draft, order, (until, setting));
    add_extras(&mut draft, order, wish, setting)?;
    Ok(draft)
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
    for (end, has_ended, amount) in ends.filter(|(end, ..)| *end <= until) {
        let day = words::day(end);
        draft.warn(if has_ended || order.payment == Payment::Expired {
            format!("The authorisation of {amount} ended on {day}: no money may come.")
        } else {
            format!("The authorisation of {amount} ends about {day}, before the decision: decide sooner.")
        });
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
    if until < setting.zone.day(setting.now) {
        return Err(Fault::new(
            Kind::Usage,
            format!("{} cannot be held until {}: that day is past", order.name, words::day(until)),
        )
        .hint("name today or a later day"));
    }
    Ok(until)
}

fn not_held(part: &FulfilmentOrder) -> String {
    let place = if part.location.is_blank() {
        "One part".to_owned()
    } else {
        format!("The part from {}", part.location)
    };
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
    use crate::domain::{Clean, Verb};
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

    #[test]
    fn every_open_part_without_a_hold_of_ours_gets_one_with_owner_reason_and_day() {
        let mut order = order();
        order.fulfilment_orders = vec![
            part("part-1", vec![]),
            part("part-2", vec![ours("a")]),
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
