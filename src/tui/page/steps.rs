//! The steps of a plan as sentences that need no knowledge of the store's own calls.

use super::words::first_upper;
use super::{Pen, Promise, Role, Span, money};
use crate::domain::{Clean, MoneyPair, RefundPart, Step, Sums, Verb};
use crate::tui::app::{HoldChoice, PlanDialog, Planned};
use crate::words;

/// Cells in front of what belongs to a step.
const BELOW: usize = 3;

/// Writes what would be done, step by step.
pub(super) fn steps(pen: &mut Pen, dialog: &PlanDialog, planned: &Planned) {
    for warning in &planned.plan.warnings {
        pen.bullet(&Span::new("!", Role::Warn), vec![Span::new(warning.clone(), Role::Warn)]);
    }
    if !planned.plan.warnings.is_empty() {
        pen.gap();
    }
    if planned.plan.steps.is_empty() {
        pen.say("This plan does nothing.", Role::Warn);
        return;
    }
    let again = if dialog.asking { " (being made again)" } else { "" };
    let count = super::counted(planned.plan.steps.len(), "step");
    pen.flow(
        vec![
            Span::new(format!("{count} on "), Role::Heading),
            Span::new(dialog.name.shown().into_owned(), Role::Heading),
            Span::new(again, Role::Muted),
        ],
        0,
    );
    both_currencies(pen, dialog);
    let holds = dialog.read.as_deref().map(HoldChoice::all_of).unwrap_or_default();
    for (at, step) in planned.plan.steps.iter().enumerate() {
        let number = Span::new(format!("{}.", at + 1), Role::Muted);
        pen.bullet(&number, in_words(step, (dialog.verb, &holds)));
        details(pen, step, dialog);
    }
    calls(pen, planned);
    pen.gap();
}

/// The total in both currencies, when the customer paid in another than the shop's.
fn both_currencies(pen: &mut Pen, dialog: &PlanDialog) {
    let Some(total) = rate(dialog) else { return };
    if total.charged.currency != total.shop.currency {
        pen.say(
            format!("Order total {}; in the customer's money {}.", total.shop, total.charged),
            Role::Muted,
        );
    }
}

/// The total in both currencies, by which a part of it is reckoned in the shop's.
fn rate(dialog: &PlanDialog) -> Option<MoneyPair> {
    dialog.read.as_ref().map(|order| order.totals.total)
}

/// What a step does, in words; a hold is named by who placed it, when that is known.
pub(super) fn in_words(step: &Step, (verb, known): (Verb, &[HoldChoice])) -> Vec<Span> {
    match step {
        Step::ReleaseHolds { .. } if verb == Verb::Hold => {
            strong(first_upper(&step.sentence_in(verb)))
        }
        Step::ReleaseHolds { holds, .. } => released(holds, known),
        Step::PlaceHold { notes, .. } => {
            let until = words::decision_day(notes.raw()).map(words::day);
            let until = until.map(|day| format!("; decide by {day}")).unwrap_or_default();
            strong(format!("Place a hold{until}"))
        }
        Step::Void { amount, .. } => {
            strong(format!("Void the authorisation of {amount}: it is never charged"))
        }
        Step::SetArchived { archived: true } => strong("Put the order into the archive"),
        Step::SetArchived { archived: false } => strong("Take the order out of the archive"),
        Step::AppendNote { .. } => strong("Add to the order's note"),
        Step::AddTags { tags } => tagged("Add the", tags),
        Step::RemoveTags { tags } => tagged("Remove the", tags),
        Step::Cancel { .. } | Step::Refund { .. } => strong(first_upper(&step.sentence())),
    }
}

fn strong(text: impl Into<String>) -> Vec<Span> {
    vec![Span::new(text, Role::Strong)]
}

fn released(holds: &[Box<str>], known: &[HoldChoice]) -> Vec<Span> {
    let named: Vec<_> = known.iter().filter(|hold| holds.contains(&hold.id)).collect();
    if named.len() != holds.len() {
        return strong(format!("Release {}", super::counted(holds.len(), "hold")));
    }
    let noun = if named.len() == 1 { "hold" } else { "holds" };
    let mut spans = strong(format!("Release the {noun} placed by "));
    for (at, hold) in named.iter().enumerate() {
        if at > 0 {
            let between = if at + 1 == named.len() { " and " } else { ", " };
            spans.push(Span::new(between, Role::Strong));
        }
        if hold.ours {
            spans.push(Span::new("us", Role::Strong));
        } else {
            spans.extend(Span::outside(&hold.by, Role::Strong));
        }
    }
    spans
}

fn tagged(words: &str, tags: &[Clean]) -> Vec<Span> {
    let noun = if tags.len() == 1 { "tag" } else { "tags" };
    let mut spans = strong(format!("{words} {noun} "));
    for (at, tag) in tags.iter().enumerate() {
        if at > 0 {
            spans.push(Span::new(", ", Role::Plain));
        }
        spans.extend(Span::outside(tag, Role::Strong));
    }
    spans
}

/// Text and amounts of a step that the choices above do not say: nothing is sent that was
/// not shown.
fn details(pen: &mut Pen, step: &Step, dialog: &PlanDialog) {
    match step {
        Step::PlaceHold { notes, .. } => text(pen, "with the note:", notes),
        Step::Cancel { staff_note, .. } => {
            let sums = Sums::of([step], dialog.read.as_deref());
            for sum in money::each(sums, rate(dialog)) {
                pen.below(BELOW, vec![Span::new(sum, Role::Plain)]);
            }
            text(pen, "with the note for the staff:", staff_note);
        }
        Step::Refund { parts, lines, note, .. } => {
            for part in parts {
                part_of_refund(pen, part, rate(dialog));
            }
            let pieces: u32 = lines.iter().map(|line| line.quantity).sum();
            let goods = match pieces {
                0 => "every piece stays on the order".to_owned(),
                _ => format!("{} off the order", super::counted(pieces as usize, "piece")),
            };
            pen.below(BELOW, vec![Span::new(goods, Role::Muted)]);
            text(pen, "with the note:", note);
        }
        Step::AppendNote { text: note } => text(pen, "this text:", note),
        Step::ReleaseHolds { .. }
        | Step::Void { .. }
        | Step::SetArchived { .. }
        | Step::AddTags { .. }
        | Step::RemoveTags { .. } => {}
    }
}

fn part_of_refund(pen: &mut Pen, part: &RefundPart, rate: Option<MoneyPair>) {
    let amount = money::with_shop_side(part.amount, rate);
    let mut spans = vec![Span::new(format!("{amount} back through "), Role::Plain)];
    spans.extend(Span::outside(&gateway(&part.gateway), Role::Plain));
    pen.below(BELOW, spans);
}

/// The store's key of a means of payment as it is read: `Shopify payments`.
pub(super) fn gateway(key: &Clean) -> Clean {
    Clean::new(&first_upper(&super::spaced(key.raw())))
}

fn text(pen: &mut Pen, label: &str, text: &Clean) {
    if text.is_blank() {
        return;
    }
    pen.below(BELOW, vec![Span::new(label, Role::Muted)]);
    pen.outside_lines(text, BELOW + 2);
}

/// From this width on there is room for what nobody needs to decide.
const ROOMY: usize = 70;

/// The store's own names of what is sent, for whoever looks a call up.
fn calls(pen: &mut Pen, planned: &Planned) {
    let mut names: Vec<&str> = Vec::new();
    for call in &planned.calls {
        if !names.contains(&call.as_str()) {
            names.push(call);
        }
    }
    if !names.is_empty() && pen.width() >= ROOMY {
        let words = format!("store calls: {}", names.join(", "));
        pen.below(BELOW, vec![Span::new(words, Role::Muted)]);
    }
}

/// Writes what cannot be undone, and what happens after `x`.
pub(super) fn end(pen: &mut Pen, dialog: &PlanDialog, planned: &Planned, promise: Promise) {
    for sentence in final_words(&planned.plan.steps) {
        if planned.plan.warnings.iter().any(|warning| warning == sentence) {
            continue;
        }
        pen.bullet(&Span::new("!", Role::Danger), vec![Span::new(sentence, Role::Plain)]);
    }
    let words = match (promise.offline, promise.undo_seconds) {
        (true, _) => {
            "The store is not reached now: after x the plan waits until it is; z takes it back."
                .to_owned()
        }
        (false, 0) => "After x it starts at once and cannot be taken back.".to_owned(),
        (false, seconds) => {
            format!("After x it starts in {seconds} s; until then z takes it back.")
        }
    };
    if !planned.plan.steps.is_empty() && !dialog.asking {
        pen.say(words, Role::Muted);
    }
}

const CANCELLED: &str = "A cancelled order cannot be opened again.";
const REFUNDED: &str = "Money that went back cannot be fetched again.";
const VOIDED: &str = "A voided authorisation cannot be used again.";

/// What cannot be undone, said once each. Whether goods may leave after a release is not
/// the step's to know: other holds may be left, or a new one be placed with it. The verb
/// warns of it.
fn final_words(steps: &[Step]) -> Vec<&'static str> {
    let mut words: Vec<&'static str> = Vec::new();
    for step in steps {
        let said = match step {
            Step::Cancel { .. } => Some(CANCELLED),
            Step::Refund { .. } => Some(REFUNDED),
            Step::Void { .. } => Some(VOIDED),
            _ => None,
        };
        words.extend(said.filter(|sentence| !words.contains(sentence)));
    }
    words
}
