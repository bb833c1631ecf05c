//! The lines of a plan that can be changed.

use chrono::NaiveDate;

use super::plan;
use crate::domain::{CancelReason, Clean, Money, Notify, RefundTo, Restock, Verb};
use crate::policy::Calendar;
use crate::tui::app::{Dialog, Effect, Field, Model, PlanDialog, Typing};
use crate::verbs::Amount;
use crate::words;

/// Moves the mark.
pub(super) fn mark(dialog: &mut PlanDialog, lines: isize) {
    let last = dialog.fields.len().saturating_sub(1);
    dialog.mark = dialog.mark.saturating_add_signed(lines).min(last);
    dialog.at.line = 0;
}

/// Changes the marked line: toggles it, goes to its next choice, or opens it for typing.
pub(super) fn change(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Plan(dialog)) = &mut model.dialog else { return vec![] };
    let Some(field) = dialog.fields.get(dialog.mark).cloned() else { return vec![] };
    let stale = dialog.wish.note.is_some()
        && matches!(field, Field::Reason | Field::RefundTo | Field::Amount | Field::Until);
    match field {
        Field::Hold(hold) => toggle_hold(dialog, &hold.id),
        Field::TagChoice(tag) => toggle_tag(dialog, &tag),
        Field::Reason => dialog.wish.reason = Some(reason_after(dialog.reason())),
        Field::RefundTo => dialog.wish.refund = Some(refund_after(dialog.refund_to())),
        Field::Restock => dialog.wish.restock = Some(other_restock(dialog.restock())),
        Field::Notify => dialog.wish.notify = Some(other_notify(dialog.notify())),
        Field::Amount | Field::Until | Field::Tags => {
            write_line(dialog, field);
            return vec![];
        }
        Field::Text => return plan::write_text(model),
    }
    if stale { plan::follow(model) } else { plan::ask_again(model) }
}

/// Opens the text for typing, whichever line is marked; the tags where there is no text.
pub(super) fn rewrite(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Plan(dialog)) = &mut model.dialog else { return vec![] };
    if dialog.fields.contains(&Field::Text) {
        return plan::write_text(model);
    }
    if dialog.fields.contains(&Field::Tags) {
        write_line(dialog, Field::Tags);
    }
    vec![]
}

/// Opens a line for typing, filled with what it says now.
pub(super) fn write_line(dialog: &mut PlanDialog, field: Field) {
    let now = match &field {
        Field::Amount => amount_now(dialog).map(Money::decimal).unwrap_or_default(),
        Field::Until => dialog.wish.until.map(|day| day.to_string()).unwrap_or_default(),
        Field::Tags => words_of(&dialog.wish.tags),
        _ => String::new(),
    };
    dialog.drawn = None;
    let prefilled = !now.is_empty();
    let input = Box::new(plan::line_with(&now));
    dialog.typing = Some(Typing::Line { field, input, trouble: None, prefilled });
}

fn words_of(tags: &[Clean]) -> String {
    tags.iter().map(|tag| tag.shown().into_owned()).collect::<Vec<_>>().join(", ")
}

/// The amount that the plan refunds now; what it only gives up where nothing goes back.
pub(crate) fn amount_now(dialog: &PlanDialog) -> Option<Money> {
    if let Amount::Part(amount) = &dialog.wish.amount {
        return Some(*amount);
    }
    let sums = dialog.sums();
    sums.back.or(sums.given_up)
}

/// Ends typing: takes what was typed, or says why it cannot be taken.
pub(super) fn finish(model: &mut Model) -> Vec<Effect> {
    let today = model.zone().day(model.now());
    let Some(Dialog::Plan(dialog)) = &mut model.dialog else { return vec![] };
    let noted = dialog.wish.note.is_some();
    match dialog.typing.take() {
        Some(Typing::Text(area)) => take_text(dialog, area.lines().join("\n")),
        // As it was filled in: nothing was typed, so the choice stays as it was.
        Some(Typing::Line { prefilled: true, .. }) => {}
        Some(Typing::Line { field, input, .. }) => {
            if let Err(trouble) = take_line(dialog, &field, (input.value().trim(), today)) {
                let trouble = Some(trouble);
                dialog.typing = Some(Typing::Line { field, input, trouble, prefilled: false });
                return vec![];
            }
            if noted {
                return plan::follow(model);
            }
        }
        None => return vec![],
    }
    plan::ask_again(model)
}

fn take_text(dialog: &mut PlanDialog, text: String) {
    let note = Clean::new(text.trim_end());
    dialog.wish.note = Some(note).filter(|note| !note.is_blank());
    dialog.text = Some(text);
}

fn take_line(
    dialog: &mut PlanDialog,
    field: &Field,
    (typed, today): (&str, NaiveDate),
) -> Result<(), String> {
    match field {
        Field::Amount => dialog.wish.amount = read_amount(dialog, typed)?,
        Field::Until => dialog.wish.until = read_day(dialog, typed, today)?,
        Field::Tags => dialog.wish.tags = read_tags(typed)?,
        _ => {}
    }
    Ok(())
}

fn read_amount(dialog: &PlanDialog, typed: &str) -> Result<Amount, String> {
    if typed.is_empty() {
        return Ok(Amount::All);
    }
    let Some(currency) = amount_now(dialog).map(|amount| amount.currency) else {
        return Err("The currency is not known yet; wait for the plan.".to_owned());
    };
    let plain = typed.trim_end_matches(currency.code()).trim();
    let amount = Money::parse(plain, currency).filter(|amount| amount.is_positive());
    amount.map(Amount::Part).ok_or_else(|| {
        format!("Type an amount in {currency} with a point, such as 12.50; leave it empty for all.")
    })
}

fn read_day(
    dialog: &PlanDialog,
    typed: &str,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, String> {
    if typed.is_empty() {
        return Ok(None);
    }
    let usual = Calendar::weekdays();
    let is_open = |day| match &dialog.closed_days {
        Some(closed) => !closed.contains(&day),
        None => usual.is_open(day),
    };
    words::typed_day(typed, today, is_open).map(Some).ok_or_else(|| {
        format!(
            "That is no day: {}. Leave it empty for the day that the policy gives.",
            words::DAY_FORMS
        )
    })
}

fn read_tags(typed: &str) -> Result<Vec<Clean>, String> {
    let tags = typed.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    let tags: Vec<Clean> = tags.map(Clean::new).collect();
    if tags.is_empty() {
        return Err("Type one or more tags, with commas between them.".to_owned());
    }
    Ok(tags)
}

fn toggle_hold(dialog: &mut PlanDialog, id: &str) {
    let holds = dialog.wish.holds.get_or_insert_default();
    match holds.iter().position(|hold| **hold == *id) {
        Some(at) => drop(holds.remove(at)),
        None => holds.push(id.into()),
    }
}

fn toggle_tag(dialog: &mut PlanDialog, tag: &Clean) {
    debug_assert_eq!(dialog.verb, Verb::Untag);
    let tags = &mut dialog.wish.tags;
    match tags.iter().position(|chosen| chosen == tag) {
        Some(at) => drop(tags.remove(at)),
        None => tags.push(tag.clone()),
    }
}

fn reason_after(reason: CancelReason) -> CancelReason {
    let after = CancelReason::ALL.into_iter().skip_while(|other| *other != reason).nth(1);
    after.unwrap_or_default()
}

fn refund_after(refund: Option<RefundTo>) -> RefundTo {
    match refund {
        Some(RefundTo::Original) => RefundTo::Credit,
        Some(RefundTo::Credit) => RefundTo::None,
        Some(RefundTo::None) | None => RefundTo::Original,
    }
}

fn other_restock(restock: Option<Restock>) -> Restock {
    if restock == Some(Restock::Yes) { Restock::No } else { Restock::Yes }
}

fn other_notify(notify: Option<Notify>) -> Notify {
    if notify == Some(Notify::Customer) { Notify::Nobody } else { Notify::Customer }
}
