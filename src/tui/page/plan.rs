//! A plan in words: what can be chosen, what would be done, what cannot be undone.

use super::words::first_upper;
use super::{Page, Pen, Promise, Role, Setting, Span};
use crate::domain::{Clean, Notify, RefundPart, RefundTo, Restock, Step, Verb};
use crate::tui::app::{Field, HoldChoice, PlanDialog, Planned};

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
        None if dialog.refused.is_none() => pen.say("Making the plan…", Role::Muted),
        None => {}
    }
    if let (Some(planned), None) = (&dialog.planned, &dialog.refused) {
        end(&mut pen, dialog, planned, promise);
    }
    pen.done()
}

fn fields(pen: &mut Pen, dialog: &PlanDialog) {
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
        Field::Reason => named("reason", dialog.reason().map_or("…", |reason| reason.word())),
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
        Step::Cancel { reason, restock, notify, staff_note, .. } => {
            pen.say(
                format!(
                    "   reason {}; {}; the customer {}",
                    reason.word(),
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
    let said = |sentence: &&str| planned.plan.warnings.iter().any(|said| said == sentence);
    for sentence in final_words(&planned.plan.steps).into_iter().filter(|words| !said(words)) {
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

/// What cannot be undone, said once each.
fn final_words(steps: &[Step]) -> Vec<&'static str> {
    let mut words: Vec<&'static str> = Vec::new();
    for step in steps {
        let said = match step {
            Step::Cancel { .. } => Some("A cancelled order cannot be opened again."),
            Step::Refund { .. } => Some("Money that went back cannot be fetched again."),
            Step::Void { .. } => Some("A voided authorisation cannot be used again."),
            Step::ReleaseHolds { .. } => Some("Goods may leave as soon as no hold is left."),
            _ => None,
        };
        words.extend(said.filter(|sentence| !words.contains(sentence)));
    }
    words
}
