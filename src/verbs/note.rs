//! A note that goes with a verdict, held against the plan that it goes with.

use super::Wish;
use super::build::Draft;
use super::refund::moved;
use crate::domain::{Order, RefundTo, Step};
use crate::words::{self, Told};

/// Warns when the note names another day, reason or amount than the plan: a colleague who
/// reads it later would act on what never was.
pub(super) fn warn_of_note(draft: &mut Draft, order: &Order, wish: &Wish) {
    let Some(text) = wish.note.as_ref() else { return };
    let told = words::told(text.raw());
    let sentences = [
        other_day(&draft.steps, &told),
        other_reason(&draft.steps, &told, wish),
        other_amount(&draft.steps, &told, order),
    ];
    sentences.into_iter().flatten().for_each(|sentence| draft.warn(sentence));
}

fn other_day(steps: &[Step], told: &Told) -> Option<String> {
    let planned = steps.iter().find_map(|step| match step {
        Step::PlaceHold { notes, .. } => words::decision_day(notes.raw()),
        _ => None,
    })?;
    let named = told.day.filter(|day| *day != planned)?;
    Some(format!(
        "The note names {}, the plan decides by {}: edit one of them.",
        words::day(named),
        words::day(planned)
    ))
}

fn other_reason(steps: &[Step], told: &Told, wish: &Wish) -> Option<String> {
    let is_asked =
        |step: &Step| matches!(step, Step::Cancel { .. } | Step::Refund { .. } | Step::Void { .. });
    let planned = steps.iter().any(is_asked).then(|| wish.reason.unwrap_or_default())?;
    let named = told.reason.filter(|reason| *reason != planned)?;
    Some(format!(
        "The note's reason is “{}”, the plan's is “{}”: edit one of them.",
        words::reason(named),
        words::reason(planned)
    ))
}

fn other_amount(steps: &[Step], told: &Told, order: &Order) -> Option<String> {
    let named = told.refunded.as_deref()?;
    let refunds = steps.iter().filter(|step| matches!(step, Step::Refund { .. }));
    let refunds: Vec<Step> = refunds.cloned().collect();
    let planned = match steps.first()? {
        Step::Cancel { refund: RefundTo::None, .. } => None,
        Step::Cancel { .. } => Some(order.totals.left_to_refund()).filter(|m| m.is_positive()),
        Step::Refund { .. } | Step::Void { .. } => moved(&refunds),
        _ => return None,
    };
    let planned = planned.map_or_else(|| "nothing".to_owned(), |amount| amount.to_string());
    (named != planned).then(|| {
        format!(
            "The note says that {named} went back, the plan gives back {planned}: edit one of them."
        )
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::sample::{held, money, order};
    use crate::domain::{CancelReason, Clean, Verb};
    use crate::verbs::Amount;
    use crate::verbs::build::sample::build_with;
    use crate::words::{Deed, NoteFacts, note};

    fn about(deed: Deed) -> Clean {
        let order = Clean::new("#2047");
        let facts = NoteFacts {
            prefix: "EX",
            conversation: Some("4711"),
            initials: "SE",
            order: &order,
            deed,
            refills: false,
        };
        Clean::new(&note(&facts))
    }

    fn said(verb: Verb, wish: &Wish) -> Vec<String> {
        let order = if verb == Verb::Hold { order() } else { held() };
        let plan = build_with(verb, &order, wish).unwrap();
        plan.warnings.into_iter().filter(|warning| warning.starts_with("The note")).collect()
    }

    #[test]
    fn a_note_that_names_another_day_than_the_plan_is_said() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let noted = |until| Wish {
            until: Some(day(26)),
            note: Some(about(Deed::Held { until })),
            ..Wish::default()
        };

        assert_eq!(
            said(Verb::Hold, &noted(day(30))),
            ["The note names Monday 30 November 2026, the plan decides by \
              Thursday 26 November 2026: edit one of them."]
        );
        assert!(said(Verb::Hold, &noted(day(26))).is_empty());
    }

    #[test]
    fn a_note_that_names_another_reason_or_amount_than_the_plan_is_said() {
        let all = Some(money("129.90 USD"));
        let deed = |why| Deed::Refunded { why, amount: all };
        let fraud = Some(about(deed(CancelReason::Fraud)));
        let reason =
            Wish { reason: Some(CancelReason::Customer), note: fraud.clone(), ..Wish::default() };
        let part = Amount::Part(money("12.50 USD"));
        let amount = Wish { amount: part, note: fraud.clone(), ..Wish::default() };
        let alike = Wish { note: fraud, ..Wish::default() };
        let kept = Wish {
            refund: Some(RefundTo::None),
            note: Some(about(Deed::Cancelled { why: CancelReason::Fraud, refunded: all })),
            ..Wish::default()
        };

        for (verb, wish, words) in [
            (Verb::Refund, &reason, "“suspected fraud”, the plan's is “customer's wish”"),
            (Verb::Refund, &amount, "129.90 USD went back, the plan gives back 12.50 USD"),
            (Verb::Cancel, &kept, "129.90 USD went back, the plan gives back nothing"),
        ] {
            let said = said(verb, wish);
            assert_eq!(said.len(), 1, "{said:?}");
            assert!(said.iter().any(|said| said.contains(words)), "{said:?}");
        }
        assert!(said(Verb::Refund, &alike).is_empty());
    }
}
