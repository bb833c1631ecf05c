//! From a wish to a plan.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::note::warn_of_note;
use super::{Wish, cancel, hold, refund, release, row, small};
use crate::domain::{
    Capabilities, Clean, Fault, Kind, Money, Order, Plan, RefundLine, RefundPart, Revision, Step,
    Timestamp, Verb, WhyNot, Zone,
};
use crate::words;

/// What the store suggests to give back; the desk hands it over from the store's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// From which transactions, how much.
    pub parts: Vec<RefundPart>,
    /// Goods that go with a full refund.
    pub lines: Vec<RefundLine>,
    /// The most that can go back, in the currency charged.
    pub most: Money,
}

/// What a plan rests on beside the order and the wish.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// What the store permits on this order.
    pub store: &'a Capabilities,
    /// The store's suggestion for a refund, when it answered.
    pub quote: Option<&'a Quote>,
    /// Apps whose holds a release lifts too (`release_holds_of`).
    pub release_holds_of: &'a [String],
    /// The tag that marks an order as reviewed when nothing else records the decision.
    pub reviewed_tag: &'a str,
    /// The day a hold ends with a decision when the wish names none (policy's calendar).
    pub decide_by: Option<NaiveDate>,
    /// Days to come on which the shop is closed (policy's calendar), as far as a hold may
    /// last.
    pub closed_days: &'a [NaiveDate],
    /// Days that an authorisation lasts where the store does not say (C10).
    pub authorisation_days: u32,
    /// The reviewer's initials.
    pub initials: &'a str,
    /// The row's mark, by which a read-back tells our refund from any other.
    pub mark: &'a str,
    /// The present moment.
    pub now: Timestamp,
    /// The store's zone.
    pub zone: Zone,
}

/// Steps and warnings while a plan is being made.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) steps: Vec<Step>,
    pub(super) warnings: Vec<String>,
}

impl Draft {
    pub(super) fn warn(&mut self, sentence: impl Into<String>) {
        self.warnings.push(sentence.into());
    }
}

/// Makes the plan of a verb: the writes in the order in which they run, and what the
/// reviewer must know before. Reads nothing and writes nothing.
pub fn build(verb: Verb, order: &Order, wish: &Wish, setting: &Setting<'_>) -> Result<Plan, Fault> {
    (row(verb).allowed)(order, setting.store).map_err(refused)?;
    let mut draft = match verb {
        Verb::Release => release::draft(order, wish, setting),
        Verb::Hold => hold::draft(order, wish, setting),
        Verb::Cancel => cancel::draft(order, wish, setting),
        Verb::Refund => refund::draft(order, wish, setting),
        Verb::Note => small::note(order, wish, setting),
        Verb::Tag => small::tag(order, wish),
        Verb::Untag => small::untag(order, wish),
        Verb::Archive => Ok(small::archive(order)),
        Verb::Unarchive => Ok(small::unarchive()),
    }?;
    warn_of_note(&mut draft, order, wish);
    let Draft { steps, mut warnings } = draft;
    for step in &steps {
        setting.store.allows(step.kind()).map_err(refused)?;
    }
    if steps.iter().any(holds_the_place_of_a_number) {
        warnings.push("The conversation number is still to be filled in.".to_owned());
    }
    once_each(&mut warnings);
    Ok(Plan {
        shop: order.shop.clone(),
        order: order.id.clone(),
        order_name: order.name.clone(),
        verb,
        revision: Revision::of(order),
        steps,
        warnings,
    })
}

/// Whether a note still has the blank that a person was to fill in (S52).
fn holds_the_place_of_a_number(step: &Step) -> bool {
    matches!(step, Step::AppendNote { text } if text.raw().contains(words::CONVERSATION))
}

/// Several parts of an order may have the same to say; it is said once.
fn once_each(warnings: &mut Vec<String>) {
    let mut said = BTreeSet::new();
    warnings.retain(|warning| said.insert(warning.clone()));
}

/// Adds the steps that any verdict may carry along: tags, then the note.
pub(super) fn add_extras(
    draft: &mut Draft,
    order: &Order,
    wish: &Wish,
    setting: &Setting<'_>,
) -> Result<(), Fault> {
    if !wish.tags.is_empty() {
        draft.steps.extend(small::tags_to_add(order, wish)?.map(|tags| Step::AddTags { tags }));
    }
    if let Some(text) = wish.note.as_ref().filter(|text| !text.is_blank()) {
        draft.steps.push(append_note(order, text, setting)?);
    }
    Ok(())
}

/// The step that appends `text`, refused when the store could not keep all of it.
///
/// A verdict is refused as well: a note that is known to fail would stop the row half
/// way, after money or goods have moved.
pub(super) fn append_note(
    order: &Order,
    text: &Clean,
    setting: &Setting<'_>,
) -> Result<Step, Fault> {
    let most = setting.store.longest_note.unwrap_or(usize::MAX);
    let before = order.note.raw().chars().count();
    // Two line ends stand between the old text and the new one.
    let gap = if before == 0 { 0 } else { 2 };
    let length = before + gap + text.raw().chars().count();
    if length > most {
        let over = length - most;
        return Err(Fault::new(
            Kind::State,
            format!(
                "The note of {} would be {length} characters long; the store keeps {most}",
                order.name
            ),
        )
        .hint(format!("shorten the text by {over} or more, or leave it out")));
    }
    Ok(Step::AppendNote { text: text.clone() })
}

/// A refusal as an error.
pub(super) fn refused(why: WhyNot) -> Fault {
    Fault::new(Kind::State, why.0)
}

#[cfg(test)]
pub(super) mod sample {
    //! A setting for tests of the verbs.

    use super::{Capabilities, Fault, NaiveDate, Order, Plan, Setting, Verb, Wish, Zone, build};
    use crate::domain::sample::at;

    /// A store that permits everything and keeps notes of 5000 characters.
    pub(in crate::verbs) fn store() -> &'static Capabilities {
        let mut store = Capabilities::default();
        store.longest_note = Some(5000);
        store.longest_staff_note = Some(255);
        Box::leak(Box::new(store))
    }

    pub(in crate::verbs) fn setting() -> Setting<'static> {
        Setting {
            store: store(),
            quote: None,
            release_holds_of: &[],
            reviewed_tag: "reviewed",
            decide_by: NaiveDate::from_ymd_opt(2026, 11, 30),
            closed_days: &[],
            authorisation_days: 7,
            initials: "SE",
            mark: "~7f3a",
            now: at("2026-11-20T16:00:00Z"),
            zone: Zone::UTC,
        }
    }

    pub(in crate::verbs) fn build_with(
        verb: Verb,
        order: &Order,
        wish: &Wish,
    ) -> Result<Plan, Fault> {
        build(verb, order, wish, &setting())
    }
}

#[cfg(test)]
mod tests {
    use super::sample::{build_with, setting, store};
    use super::*;
    use crate::domain::sample::{held, hold, order, part};
    use crate::domain::{HoldReason, StepKind};

    #[test]
    fn what_the_store_forbids_is_refused_with_its_reason() {
        let why = "The permission write_orders is missing";
        for (kind, verb) in [
            (StepKind::ReleaseHolds, Verb::Release),
            (StepKind::Cancel, Verb::Cancel),
            (StepKind::Refund, Verb::Refund),
            (StepKind::AppendNote, Verb::Note),
            (StepKind::AddTags, Verb::Tag),
            (StepKind::SetArchived, Verb::Archive),
        ] {
            let store = store().clone().without(kind, why);
            let setting = Setting { store: &store, ..setting() };
            let fault = build(verb, &held(), &Wish::default(), &setting).unwrap_err();
            assert_eq!((fault.message(), fault.kind()), (why, Kind::State), "{verb:?}");
        }
    }

    #[test]
    fn a_step_that_only_goes_along_is_refused_before_anything_runs() {
        let store = store().clone().without(StepKind::AppendNote, "Notes are closed");
        let setting = Setting { store: &store, ..setting() };
        let wish = Wish { note: Some("seen".into()), ..Wish::default() };

        let fault = build(Verb::Cancel, &order(), &wish, &setting).unwrap_err();

        assert_eq!(fault.message(), "Notes are closed");
    }

    #[test]
    fn a_note_that_would_not_fit_is_refused_with_how_much_to_take_away() {
        let mut order = order();
        order.note = Clean::new(&"å".repeat(4_990));
        let fits = Wish { note: Some("12345678".into()), ..Wish::default() };
        let over = Wish { note: Some("123456789".into()), ..Wish::default() };

        assert!(build_with(Verb::Note, &order, &fits).is_ok());
        for verb in [Verb::Note, Verb::Cancel, Verb::Refund] {
            let fault = build_with(verb, &order, &over).unwrap_err();
            assert_eq!(
                fault.message(),
                "The note of #2047 would be 5001 characters long; the store keeps 5000"
            );
            assert_eq!(fault.remedy(), Some("shorten the text by 1 or more, or leave it out"));
        }
    }

    #[test]
    fn a_note_with_its_number_left_blank_is_said() {
        let note = |text: &str| Wish { note: Some(text.into()), ..Wish::default() };
        for verb in [Verb::Note, Verb::Cancel, Verb::Release] {
            let said = |text: &str| {
                let plan = build_with(verb, &held(), &note(text)).unwrap();
                plan.warnings.contains(&"The conversation number is still to be filled in.".into())
            };
            assert!(said("EX [conversation number] SE"), "{verb:?}");
            assert!(!said("EX 749412 SE"), "{verb:?}");
        }
    }

    #[test]
    fn what_two_parts_have_to_say_alike_is_said_once() {
        let mut order = held();
        let staffs = || vec![hold("a", HoldReason::Address, "Kim")];
        order.fulfilment_orders.extend([part("part-2", staffs()), part("part-3", staffs())]);

        let plan = build_with(Verb::Release, &order, &Wish::default()).unwrap();

        let kims = plan.warnings.iter().filter(|warning| warning.contains("Still held by Kim"));
        assert_eq!(kims.count(), 1, "{:?}", plan.warnings);
    }

    #[test]
    fn the_plan_carries_the_state_that_was_seen() {
        let order = held();

        let plan = build_with(Verb::Release, &order, &Wish::default()).unwrap();

        assert_eq!(plan.revision, Revision::of(&order));
        assert_eq!((plan.order, plan.shop), (order.id, order.shop));
    }
}
