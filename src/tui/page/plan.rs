//! A plan in words: what can be chosen, what would be done, what cannot be undone.

use super::words::first_upper;
use super::{Page, Pen, Promise, Role, Setting, Span, money, steps};
use crate::domain::{Notify, RefundTo, Restock, Step, Verb};
use crate::tui::app::{Field, HoldChoice, PlanDialog, amount_now};
use crate::verbs::Amount;
use crate::words::{self, reason};

/// Writes the dialog.
pub(crate) fn plan(dialog: &PlanDialog, setting: Setting, promise: Promise) -> Page {
    let mut pen = Pen::new(setting.width);
    if let Some(said) = &dialog.refused {
        pen.say(said.words.clone(), Role::Danger);
        if let Some(hint) = &said.hint {
            pen.say(first_upper(hint), Role::Muted);
        }
    }
    if lists_fields(dialog) {
        pen.gap();
        fields(&mut pen, dialog);
    }
    match &dialog.planned {
        Some(planned) => steps::steps(&mut pen, dialog, planned),
        None if dialog.wants_choice() => {}
        None if dialog.refused.is_none() => pen.say("Making the plan…", Role::Muted),
        None => {}
    }
    if let (Some(planned), None) = (&dialog.planned, &dialog.refused) {
        steps::end(&mut pen, dialog, planned, promise);
    }
    pen.done()
}

/// Whether there is something to change: a plan refused at once has nothing to choose from.
pub(crate) fn lists_fields(dialog: &PlanDialog) -> bool {
    dialog.refused.is_none() || dialog.wish != crate::verbs::Wish::default()
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
            (Some(_), _) => "Holds on this order: Space ticks the marked one",
        };
        pen.say(words, Role::Heading);
    } else if !dialog.fields.is_empty() {
        pen.say("Choices: Space changes the marked line", Role::Heading);
    }
    for (at, field) in dialog.fields.iter().enumerate() {
        pen.item(Some(at));
        let number = Span::new(format!("{} ", at + 1), Role::Key);
        let mut spans = vec![number];
        spans.extend(field_spans(dialog, field));
        let under_text = if matches!(field, Field::Hold(_) | Field::TagChoice(_)) { 6 } else { 13 };
        pen.flow(spans, under_text);
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
        Field::RefundTo if dialog.no_money.is_some() => {
            named("money", dialog.no_money.as_deref().unwrap_or_default())
        }
        Field::RefundTo => named("money", refund_words(dialog.refund_to())),
        Field::Restock => named("restock", restock_words(dialog.restock())),
        Field::Notify => named("customer", notify_words(dialog.notify())),
        Field::Amount => named("amount", &amount(dialog).unwrap_or_else(|| "…".to_owned())),
        Field::Until => match dialog.wish.until {
            Some(day) => named("decide by", &words::day(day)),
            None => named("decide by", &policy_day(dialog)),
        },
        Field::Tags => {
            let tags: Vec<String> =
                dialog.wish.tags.iter().map(|tag| tag.shown().into_owned()).collect();
            named("tags", &if tags.is_empty() { "none yet".to_owned() } else { tags.join(", ") })
        }
        Field::Text => text_spans(dialog),
    }
}

/// The day that the policy gives, as the plan's hold names it.
fn policy_day(dialog: &PlanDialog) -> String {
    let steps = dialog.planned.iter().flat_map(|planned| &planned.plan.steps);
    let mut days = steps.filter_map(|step| match step {
        Step::PlaceHold { notes, .. } => words::decision_day(notes.raw()),
        _ => None,
    });
    days.next().map_or_else(
        || "the day that the policy gives".to_owned(),
        |day| format!("{}, the policy's day", words::day(day)),
    )
}

/// What was typed, else what the plan does with money.
fn amount(dialog: &PlanDialog) -> Option<String> {
    match (&dialog.wish.amount, money::in_words(dialog.sums())) {
        (Amount::All, Some(words)) => Some(words),
        _ => amount_now(dialog).map(|amount| amount.to_string()),
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
