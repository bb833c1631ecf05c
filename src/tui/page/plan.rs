//! A plan in words: what can be chosen, what would be done, what cannot be undone.

use super::words::first_upper;
use super::{Page, Pen, Promise, Role, Setting, Span};
use crate::domain::{Clean, Notify, RefundPart, RefundTo, Restock, Step, Verb};
use crate::tui::app::{Field, HoldChoice, PlanDialog, Planned};
use crate::words::reason;

/// Writes the dialog.
pub(crate) fn plan(dialog: &PlanDialog, setting: Setting, promise: Promise) -> Page {
    let mut pen = Pen::new(setting.width);
    if let Some(said) = &dialog.refused {
        pen.say(said.words.clone(), Role::Danger);
        if let Some(hint) = &said.hint {
            pen.say(first_upper(hint), Role::Muted);
        }
        pen.gap();
    }
    let untouched = dialog.wish == crate::verbs::Wish::default();
    if dialog.refused.is_none() || !untouched {
        fields(&mut pen, dialog);
    }
    match &dialog.planned {
        Some(planned) => steps(&mut pen, dialog, planned),
        None if dialog.wants_choice() => {}
        None if dialog.refused.is_none() => pen.say("Making the plan…", Role::Muted),
        None => {}
    }
    if let (Some(planned), None) = (&dialog.planned, &dialog.refused) {
        end(&mut pen, dialog, planned, promise);
    }
    pen.done()
}

/// What to tick before anything can be planned, and why nothing is ticked.
fn choose(pen: &mut Pen, dialog: &PlanDialog) {
    let holds: Vec<&HoldChoice> = dialog
        .fields
        .iter()
        .filter_map(|field| match field {
            Field::Hold(hold) => Some(hold),
            _ => None,
        })
        .collect();
    let why = match (dialog.verb, holds.as_slice()) {
        (Verb::Untag, _) => "Choose a tag to remove.".to_owned(),
        (_, [hold]) if !hold.ours => format!(
            "Tick what to release: this hold was placed by {}, so it is not ticked.",
            hold.by.shown()
        ),
        (_, holds) if holds.iter().all(|hold| !hold.ours) => {
            "Tick what to release: none of these holds was placed by us, so none is ticked."
                .to_owned()
        }
        _ => "Tick what to release.".to_owned(),
    };
    pen.say(why, Role::Plain);
    pen.gap();
}

fn fields(pen: &mut Pen, dialog: &PlanDialog) {
    if dialog.wants_choice() {
        choose(pen, dialog);
    }
    if dialog.verb == Verb::Release {
        let words = match (&dialog.listed, dialog.fields.len()) {
            (None, _) => "Reading the holds…",
            (Some(_), 0 | 1) => "There is no hold on this order.",
            (Some(_), _) => "Holds on this order; Space changes the marked one",
        };
        pen.say(words, Role::Heading);
    } else if !dialog.fields.is_empty() {
        pen.say("Choices; Space changes the marked one", Role::Heading);
    }
    for (at, field) in dialog.fields.iter().enumerate() {
        pen.item(Some(at));
        let number = Span::new(format!("{} ", at + 1), Role::Key);
        let mut spans = vec![number];
        spans.extend(field_spans(dialog, field));
        pen.flow(spans, 6);
    }
    pen.item(None);
    pen.gap();
}

fn field_spans(dialog: &PlanDialog, field: &Field) -> Vec<Span> {
    match field {
        Field::Hold(hold) => hold_spans(dialog, hold),
        Field::TagChoice(tag) => {
            let mut spans = vec![checked(dialog.wish.tags.contains(tag), "remove ")];
            spans.extend(Span::outside(tag, Role::Strong));
            spans
        }
        Field::Reason => named("reason", reason(dialog.reason())),
        Field::RefundTo if nothing_received(dialog) => {
            named("money", "none was received; open authorisations are voided")
        }
        Field::RefundTo => named("money", refund_words(dialog.refund_to())),
        Field::Restock => named("restock", restock_words(dialog.restock())),
        Field::Notify => named("customer", notify_words(dialog.notify())),
        Field::Amount => {
            let amount = crate::tui::app::amount_now(dialog).map(|amount| amount.to_string());
            named("amount", amount.as_deref().unwrap_or("…"))
        }
        Field::Until => match dialog.wish.until {
            Some(day) => named("decide by", &day.format("%A %-d %B %Y").to_string()),
            None => named("decide by", "the day that the policy gives, see the hold's note below"),
        },
        Field::Tags => {
            let tags: Vec<String> =
                dialog.wish.tags.iter().map(|tag| tag.shown().into_owned()).collect();
            named("tags", &if tags.is_empty() { "none yet".to_owned() } else { tags.join(", ") })
        }
        Field::Text => text_spans(dialog),
    }
}

fn text_spans(dialog: &PlanDialog) -> Vec<Span> {
    let words = match (&dialog.wish.note, &dialog.text) {
        (Some(_), _) => "goes to the order's note, see below; e edits it",
        (None, Some(_)) => "begun, not part of the plan; e goes on",
        (None, None) => "none; e writes one",
    };
    named("note", words)
}

fn nothing_received(dialog: &PlanDialog) -> bool {
    dialog.totals.as_ref().is_some_and(|totals| !totals.received.charged.is_positive())
}

/// The total in both currencies, when the customer paid in another than the shop's.
fn both_currencies(pen: &mut Pen, dialog: &PlanDialog) {
    let Some(total) = dialog.totals.as_ref().map(|totals| &totals.total) else { return };
    if total.charged.currency != total.shop.currency {
        pen.say(format!("Order total {}, charged for {}.", total.charged, total.shop), Role::Muted);
    }
}

fn named(label: &str, value: &str) -> Vec<Span> {
    vec![Span::new(format!("{label:<10} "), Role::Muted), Span::new(value, Role::Strong)]
}

fn checked(chosen: bool, words: &str) -> Span {
    let role = if chosen { Role::Good } else { Role::Plain };
    Span::new(format!("{} {words}", if chosen { "[x]" } else { "[ ]" }), role)
}

fn hold_spans(dialog: &PlanDialog, hold: &HoldChoice) -> Vec<Span> {
    let chosen = dialog.wish.holds.as_ref().is_some_and(|holds| holds.contains(&hold.id));
    let mut spans = vec![checked(chosen, "")];
    if hold.ours {
        spans.push(Span::new("placed by us", Role::Accent));
    } else {
        spans.push(Span::new("placed by ", Role::Muted));
        spans.extend(Span::outside(&hold.by, Role::Strong));
    }
    spans.push(Span::new(": ", Role::Muted));
    spans.extend(Span::outside(&hold.reason, Role::Plain));
    if !hold.notes.is_blank() {
        spans.push(Span::new(". ", Role::Plain));
        spans.extend(Span::outside(&hold.notes, Role::Plain));
    }
    if !hold.location.is_blank() {
        spans.push(Span::new(" · ", Role::Muted));
        spans.extend(Span::outside(&hold.location, Role::Muted));
    }
    spans
}

fn refund_words(refund: Option<RefundTo>) -> &'static str {
    match refund {
        Some(RefundTo::Original) => "goes back to the original payment",
        Some(RefundTo::Credit) => "becomes store credit",
        Some(RefundTo::None) => "captured money stays; open authorisations are voided",
        None => "…",
    }
}

fn restock_words(restock: Option<Restock>) -> &'static str {
    match restock {
        Some(Restock::Yes) => "goods go back on the shelf",
        Some(Restock::No) => "goods do not go back on the shelf",
        None => "…",
    }
}

fn notify_words(notify: Option<Notify>) -> &'static str {
    match notify {
        Some(Notify::Customer) => "gets the store's mail about it",
        Some(Notify::Nobody) => "is not told by the store",
        None => "…",
    }
}

fn steps(pen: &mut Pen, dialog: &PlanDialog, planned: &Planned) {
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
    for (at, step) in planned.plan.steps.iter().enumerate() {
        let number = Span::new(format!("{}.", at + 1), Role::Muted);
        let mut spans = vec![Span::new(first_upper(&step.sentence()), Role::Strong)];
        if let Some(call) = planned.calls.get(at) {
            spans.push(Span::new(format!("  {call}"), Role::Muted));
        }
        pen.bullet(&number, spans);
        details(pen, step);
    }
    pen.gap();
}

/// Text and amounts of a step: nothing is sent that was not shown.
fn details(pen: &mut Pen, step: &Step) {
    match step {
        Step::PlaceHold { notes, .. } => text(pen, "note", notes),
        Step::Cancel { reason: why, restock, notify, staff_note, .. } => {
            pen.say(
                format!(
                    "   reason {}; {}; the customer {}",
                    reason(*why),
                    restock_words(Some(*restock)),
                    notify_words(Some(*notify))
                ),
                Role::Muted,
            );
            text(pen, "staff note", staff_note);
        }
        Step::Refund { parts, lines, restock, notify, note, .. } => {
            for part in parts {
                part_of_refund(pen, part);
            }
            let pieces: u32 = lines.iter().map(|line| line.quantity).sum();
            let goods = match pieces {
                0 => "no goods are given up".to_owned(),
                _ => format!(
                    "{} given up, {}",
                    super::counted(pieces as usize, "piece"),
                    restock_words(Some(*restock))
                ),
            };
            pen.say(
                format!("   {goods}; the customer {}", notify_words(Some(*notify))),
                Role::Muted,
            );
            text(pen, "note", note);
        }
        Step::AppendNote { text: note } => text(pen, "text", note),
        Step::AddTags { tags } | Step::RemoveTags { tags } => {
            for tag in tags {
                text(pen, "tag", tag);
            }
        }
        Step::ReleaseHolds { .. } | Step::Void { .. } | Step::SetArchived { .. } => {}
    }
}

fn part_of_refund(pen: &mut Pen, part: &RefundPart) {
    let mut spans = vec![Span::new(format!("   {} back through ", part.amount), Role::Plain)];
    spans.extend(Span::outside(&part.gateway, Role::Plain));
    pen.flow(spans, 3);
}

fn text(pen: &mut Pen, label: &str, text: &Clean) {
    if text.is_blank() {
        return;
    }
    pen.say(format!("   {label}:"), Role::Muted);
    pen.outside_lines(text, 5);
}

fn end(pen: &mut Pen, dialog: &PlanDialog, planned: &Planned, promise: Promise) {
    for sentence in final_words(&planned.plan.steps) {
        if is_said(sentence, &planned.plan.warnings) {
            continue;
        }
        pen.bullet(&Span::new("!", Role::Danger), vec![Span::new(sentence, Role::Plain)]);
    }
    let words = match (promise.offline, promise.undo_seconds) {
        (true, _) => {
            "The store is not reached now: the plan is recorded and waits; z takes it back."
                .to_owned()
        }
        (false, 0) => "It starts as soon as it is recorded.".to_owned(),
        (false, seconds) => format!("After x it waits {seconds} s, in which z takes it back."),
    };
    if !planned.plan.steps.is_empty() && !dialog.asking {
        pen.say(words, Role::Muted);
    }
}

/// Whether the plan's own warnings say the same already, in the words of the verb.
fn is_said(sentence: &str, warnings: &[String]) -> bool {
    let core = match sentence {
        CANCELLED => "cancelled order cannot",
        REFUNDED => "gone back cannot",
        VOIDED => "is given up",
        _ => sentence,
    };
    warnings.iter().any(|warning| warning.contains(core))
}

const CANCELLED: &str = "A cancelled order cannot be opened again.";
const REFUNDED: &str = "Money that went back cannot be fetched again.";
const VOIDED: &str = "A voided authorisation cannot be used again.";

/// What cannot be undone, said once each.
fn final_words(steps: &[Step]) -> Vec<&'static str> {
    let mut words: Vec<&'static str> = Vec::new();
    for step in steps {
        let said = match step {
            Step::Cancel { .. } => Some(CANCELLED),
            Step::Refund { .. } => Some(REFUNDED),
            Step::Void { .. } => Some(VOIDED),
            Step::ReleaseHolds { .. } => Some("Goods may leave as soon as no hold is left."),
            _ => None,
        };
        words.extend(said.filter(|sentence| !words.contains(sentence)));
    }
    words
}
