//! The order itself: state, contact, goods, customer, holds, notes, history.

use super::analysis::Sheet;
use super::words::{clock_sentence, day_time, deadline, spaced, state_word};
use super::{Role, Span};
use crate::domain::{Clean, Fulfilment, Readable, RowState, StepState};

pub(super) fn summary(sheet: &mut Sheet<'_>) {
    let order = &sheet.file.order;
    let level = order.risk.level();
    let role = super::risk::role_of(level);
    let mut first = vec![
        Span::new(format!("{} risk", super::first_upper(level.word())), role),
        Span::new(format!(" · {}", order.totals.total.shop), Role::Strong),
    ];
    if order.totals.total.charged.currency != order.totals.total.shop.currency {
        first.push(Span::new(format!(" (charged {})", order.totals.total.charged), Role::Muted));
    }
    sheet.pen.flow(first, 2);
    sheet.pen.flow(state(sheet), 2);
    let placed = day_time(sheet.setting.zone, order.placed_at);
    let read = day_time(sheet.setting.zone, sheet.file.read_at);
    let words = format!("placed {placed} · read {read}");
    sheet.pen.flow(vec![Span::new(words, Role::Muted)], 2);
    if let Some(clock) = &sheet.file.placement.clock {
        let role = if clock.is_overdue(sheet.setting.now) { Role::Danger } else { Role::Plain };
        let by = deadline(sheet.setting.zone, clock.at);
        sheet.pen.flow(
            vec![
                Span::new(super::first_upper(&clock_sentence(sheet.setting.now, clock)), role),
                Span::new(format!(", {by}"), Role::Muted),
            ],
            2,
        );
    }
    if let Some(why) = &sheet.file.placement.why {
        sheet.pen.say(why.clone(), Role::Warn);
    }
    for gap in &sheet.file.order.gaps {
        sheet.pen.bullet(&Span::new("!", Role::Warn), vec![Span::new(gap.clone(), Role::Warn)]);
    }
}

fn state(sheet: &Sheet<'_>) -> Vec<Span> {
    let order = &sheet.file.order;
    let mut words = vec![spaced(order.payment.word())];
    words.push(match order.fulfilment {
        Fulfilment::Unknown => "fulfilment unknown".to_owned(),
        known => spaced(known.word()),
    });
    for (is, word) in [
        (order.is_held(), "held"),
        (order.is_archived(), "archived"),
        (order.is_cancelled(), "cancelled"),
    ] {
        if is {
            words.push(word.to_owned());
        }
    }
    let mut spans = vec![Span::new(words.join(" · "), Role::Plain)];
    if let Some(reason) = &order.closed.cancel_reason {
        spans.push(Span::new(": ", Role::Plain));
        spans.extend(Span::outside(reason, Role::Plain));
    }
    spans
}

/// A value, that there is none, or why it may not be read, in its place.
pub(super) fn readable(value: &Readable<Clean>, absent: &str) -> Vec<Span> {
    match value {
        Readable::Known(text) if text.is_blank() => vec![Span::new(absent, Role::Muted)],
        Readable::Known(text) => Span::outside(text, Role::Plain),
        Readable::Absent => vec![Span::new(absent, Role::Muted)],
        Readable::Denied(why) => denied(why),
    }
}

/// What stands in the place of something we may not read.
pub(super) fn denied(why: &str) -> Vec<Span> {
    vec![Span::new("may not be read: ", Role::Warn), Span::new(why, Role::Warn)]
}

pub(super) fn contact(sheet: &mut Sheet<'_>) {
    let order = &sheet.file.order;
    sheet.pen.fact("e-mail", readable(&order.email, "none given"));
    sheet.pen.fact("phone", readable(&order.phone, "none given"));
    sheet.pen.fact("IP address", readable(&order.ip, "not kept by the store"));
    if !order.source.is_blank() {
        sheet.pen.fact("came from", Span::outside(&order.source, Role::Plain));
    }
}

pub(super) fn items(sheet: &mut Sheet<'_>) {
    let order = &sheet.file.order;
    sheet.pen.say(super::counted(order.pieces() as usize, "piece"), Role::Muted);
    for item in &order.items {
        let mut spans = vec![Span::new(format!("{:>3} × ", item.quantity), Role::Strong)];
        spans.extend(Span::outside(&item.title, Role::Plain));
        if !item.variant.is_blank() {
            spans.push(Span::new(", ", Role::Plain));
            spans.extend(Span::outside(&item.variant, Role::Plain));
        }
        if !item.sku.is_blank() {
            spans.push(Span::new(" · ", Role::Muted));
            spans.extend(Span::outside(&item.sku, Role::Muted));
        }
        spans.push(Span::new(format!(" · {}", item.line_total), Role::Plain));
        sheet.pen.flow(spans, 6);
    }
    if !order.coupons.is_empty() {
        sheet.pen.fact("coupons", listed(&order.coupons));
    }
}

fn listed(texts: &[Clean]) -> Vec<Span> {
    let mut spans = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            spans.push(Span::new(", ", Role::Muted));
        }
        spans.extend(Span::outside(text, Role::Plain));
    }
    spans
}

pub(super) fn customer(sheet: &mut Sheet<'_>) {
    let customer = match &sheet.file.order.customer {
        Readable::Known(customer) => customer,
        Readable::Absent => {
            sheet.pen.say("The order has no customer's record.", Role::Muted);
            return;
        }
        Readable::Denied(why) => {
            sheet.pen.flow(denied(why), 2);
            return;
        }
    };
    sheet.pen.fact("name", readable(&customer.name, "no name"));
    if let Some(since) = customer.since {
        sheet
            .pen
            .fact("since", vec![Span::new(sheet.setting.zone.day(since).to_string(), Role::Plain)]);
    }
    let orders = customer.orders.map_or_else(
        || "not said".to_owned(),
        |orders| match orders {
            1 => "1, this one".to_owned(),
            many => format!("{many}, this one included"),
        },
    );
    let spent = customer.spent.map(|spent| format!(" · {spent} spent")).unwrap_or_default();
    sheet.pen.fact("orders", vec![Span::new(format!("{orders}{spent}"), Role::Plain)]);
    let verified = match customer.email_verified {
        Some(true) => "verified by the store",
        Some(false) => "not verified by the store",
        None => "the store does not say whether it is verified",
    };
    sheet.pen.fact("e-mail", vec![Span::new(verified, Role::Plain)]);
    if !customer.note.is_blank() {
        sheet.pen.fact("note", Span::outside(&customer.note, Role::Plain));
    }
    if !customer.tags.is_empty() {
        sheet.pen.fact("tags", listed(&customer.tags));
    }
}

pub(super) fn holds(sheet: &mut Sheet<'_>) {
    let order = &sheet.file.order;
    for (part, hold) in order.holds() {
        let mut spans = vec![Span::new("by ", Role::Muted)];
        if hold.ours {
            spans.push(Span::new("us", Role::Accent));
        } else {
            spans.extend(readable(&hold.by, "someone the store does not name"));
        }
        spans.push(Span::new(": ", Role::Muted));
        spans.extend(Span::outside(&hold.reason_shown, Role::Strong));
        if !hold.notes.is_blank() {
            spans.push(Span::new(". ", Role::Plain));
            spans.extend(Span::outside(&hold.notes, Role::Plain));
        }
        if !part.location.is_blank() {
            spans.push(Span::new(" · goods at ", Role::Muted));
            spans.extend(Span::outside(&part.location, Role::Muted));
        }
        sheet.pen.bullet(&Span::new("■", Role::Warn), spans);
    }
}

pub(super) fn notes(sheet: &mut Sheet<'_>) {
    let order = &sheet.file.order;
    if !order.note.is_blank() {
        sheet.pen.outside_lines(&order.note, 0);
    }
    if let Some(note) = order.closed.staff_note.as_ref().filter(|note| !note.is_blank()) {
        sheet.pen.fact("on cancel", Span::outside(note, Role::Plain));
    }
    if !order.tags.is_empty() {
        sheet.pen.fact("tags", listed(&order.tags));
    }
    for (name, value) in &order.attributes {
        let mut spans = Span::outside(name, Role::Muted);
        spans.push(Span::new(": ", Role::Muted));
        spans.extend(Span::outside(value, Role::Plain));
        sheet.pen.flow(spans, 2);
    }
}

pub(super) fn outbox(sheet: &mut Sheet<'_>) {
    for row in &sheet.file.outbox {
        let at = day_time(sheet.setting.zone, row.staged_at);
        let role = match row.state {
            RowState::Confirmed => Role::Good,
            RowState::Failed | RowState::Stopped | RowState::Unknown => Role::Danger,
            _ => Role::Plain,
        };
        let done = row.steps.iter().filter(|step| step.state == StepState::Confirmed).count();
        sheet.pen.flow(
            vec![
                Span::new(format!("{at}  {} ", row.verb.word()), Role::Plain),
                Span::new(state_word(row.state), role),
                Span::new(
                    format!(
                        " · {done} of {} · {}",
                        super::counted(row.steps.len(), "step"),
                        row.reviewer
                    ),
                    Role::Muted,
                ),
            ],
            2,
        );
    }
}

pub(super) fn timeline(sheet: &mut Sheet<'_>) {
    for event in &sheet.file.order.timeline {
        let mut spans =
            vec![Span::new(format!("{}  ", day_time(sheet.setting.zone, event.at)), Role::Muted)];
        spans.extend(Span::outside(&event.text, Role::Plain));
        if !event.by.is_blank() {
            spans.push(Span::new(" · ", Role::Muted));
            spans.extend(Span::outside(&event.by, Role::Muted));
        }
        sheet.pen.flow(spans, 4);
    }
}

pub(super) fn refused(sheet: &mut Sheet<'_>) {
    for action in &sheet.file.actions {
        if let Err(why) = &action.allowed {
            let word = Span::new(format!("{}: ", action.verb.word()), Role::Plain);
            sheet.pen.flow(vec![word, Span::new(why.0.clone(), Role::Muted)], 2);
        }
    }
}
