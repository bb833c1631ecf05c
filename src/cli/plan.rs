//! `unhold plan`

use super::args::PlanArgs;
use super::json::PlanDocument;
use super::session::{Ended, Form, Session};
use super::table::{counted, row};
use super::{find, wish};
use crate::desk::{CaseFile, Window};
use crate::domain::{
    Clean, Fault, Hold, Kind, Money, MoneyPair, Plan, Readable, RefundTo, Step, Totals, Verb,
};
use crate::verbs::Wish;

/// A plan, and the order as it stood when the plan was made.
pub(super) struct Planned {
    pub(super) plan: Plan,
    pub(super) file: CaseFile,
}

/// Prints what a verdict would do, and does nothing.
pub(super) fn run(session: &mut Session<'_, '_>, args: &PlanArgs) -> Result<Ended, Fault> {
    let planned = make(session, args)?;
    if args.json {
        session.out.json(&PlanDocument::of(&planned, session.undo_seconds))?;
        return Ok(Ended::Good);
    }
    session.out.lines(&lines(&planned))?;
    session.out.line(&sent(usual(session.undo_seconds)))?;
    session.finish(None, Form::Lines)
}

/// Makes the plan that the arguments ask for.
pub(super) fn make(session: &Session<'_, '_>, args: &PlanArgs) -> Result<Planned, Fault> {
    wish::check(args)?;
    let order = find::order(session.office, &args.order)?;
    let file = session.office.case_file(&order)?;
    let charged = file.order.totals.total.charged.currency;
    let until = args.options.until.as_deref();
    let until = wish::until(until, session.when.zone.day(session.when.now), &file.closed_days)?;
    let wish = Wish { until, ..wish::wish(args, Some(charged))? };
    let plan = session.office.plan(&order, args.verb, &wish);
    let plan = plan.map_err(|fault| named_holds(fault, args.verb, &file))?;
    Ok(Planned { plan, file })
}

/// A release that chooses no hold is refused; the holds are named, so that one can be chosen.
fn named_holds(fault: Fault, verb: Verb, file: &CaseFile) -> Fault {
    let holds: Vec<String> = file.order.holds().map(|(_, hold)| one_hold(hold)).collect();
    if verb != Verb::Release || fault.kind() != Kind::State || holds.is_empty() {
        return fault;
    }
    fault.hint(format!("choose with `--hold ID` among: {}", holds.join("; ")))
}

fn one_hold(hold: &Hold) -> String {
    format!("{} by {} ({})", hold.id, holder(hold), why(hold))
}

/// The plan for people.
pub(super) fn lines(planned: &Planned) -> Vec<String> {
    let Planned { plan, file } = planned;
    let totals = &file.order.totals;
    let mut lines = vec![format!("{} {}", plan.verb.word(), plan.order_name)];
    if let Some(both) = two_currencies(totals.total) {
        lines.push(format!("  total {both}"));
    }
    for (place, step) in (1..).zip(&plan.steps) {
        lines.push(format!("  {place}. {}", step.sentence_in(plan.verb)));
        lines.extend(details(step, totals).iter().map(|detail| format!("     {detail}")));
    }
    if plan.verb == Verb::Release {
        lines.extend(holds(planned));
    }
    lines.extend(plan.warnings.iter().map(|warning| format!("  ! {warning}")));
    lines.push(format!("  revision {}", plan.revision));
    lines
}

/// The undo window by the policy.
pub(super) fn usual(undo_seconds: u32) -> Window {
    if undo_seconds == 0 { Window::Now } else { Window::Undo(undo_seconds) }
}

/// Says when it would be sent, and what takes it back until then.
pub(super) fn sent(window: Window) -> String {
    match window {
        Window::Now => "  would be sent at once".to_owned(),
        Window::Undo(seconds) => format!(
            "  would be sent {} after `act`; until then z in the workstation or `unhold outbox \
             drop ID` takes it back",
            counted(u64::from(seconds), "second")
        ),
    }
}

/// Every hold of the order, with who placed it and why, and what becomes of it.
fn holds(planned: &Planned) -> Vec<String> {
    let file = &planned.file;
    let line = |hold: &Hold| {
        let is_usual = file.preselected.contains(&hold.id);
        let fate = match (releases(&planned.plan, &hold.id), is_usual) {
            (true, true) => "released, as by default",
            (true, false) => "released, because it is named",
            (false, true) => "stays held, though released by default",
            (false, false) => "stays held",
        };
        row([("  hold", 6), (&hold.id, 16), (&holder(hold), 24), (&why(hold), 28), (fate, 0)])
    };
    file.order.holds().map(|(_, hold)| line(hold)).collect()
}

/// Whether a step of the plan takes the hold away.
pub(super) fn releases(plan: &Plan, id: &str) -> bool {
    plan.steps.iter().any(|step| match step {
        Step::ReleaseHolds { holds, .. } => holds.iter().any(|hold| &**hold == id),
        _ => false,
    })
}

fn holder(hold: &Hold) -> String {
    match &hold.by {
        Readable::Known(by) if !by.is_blank() && hold.ours => format!("{}, ours", by.shown()),
        Readable::Known(by) if !by.is_blank() => by.shown().into_owned(),
        _ if hold.ours => "unhold, ours".to_owned(),
        Readable::Known(_) | Readable::Absent => "somebody unnamed".to_owned(),
        Readable::Denied(_) => "may not be read".to_owned(),
    }
}

fn why(hold: &Hold) -> String {
    if hold.reason_shown.is_blank() {
        return "no reason given".to_owned();
    }
    hold.reason_shown.shown().into_owned()
}

/// An amount, with the shop's side where that is another currency.
pub(super) fn both(pair: MoneyPair) -> String {
    two_currencies(pair).unwrap_or_else(|| pair.charged.to_string())
}

fn two_currencies(pair: MoneyPair) -> Option<String> {
    (pair.shop.currency != pair.charged.currency)
        .then(|| format!("{} charged, {} in the shop's money", pair.charged, pair.shop))
}

/// What the plan moves: in the currency charged, and at the order's own rate in the
/// shop's. `None` when it moves no sum that is known beforehand.
pub(super) fn moved(planned: &Planned) -> Option<(Money, Option<Money>)> {
    let totals = &planned.file.order.totals;
    let amounts = planned.plan.steps.iter().flat_map(|step| match step {
        Step::Refund { parts, .. } => parts.iter().map(|part| part.amount).collect(),
        Step::Void { amount, .. } => vec![*amount],
        Step::Cancel { refund, .. } => given_back(*refund, totals).into_iter().collect(),
        _ => Vec::new(),
    });
    let sum = amounts.reduce(|sum, amount| sum.plus(amount).unwrap_or(sum))?;
    Some((sum, totals.total.shop_side_of(sum)))
}

/// What a cancellation gives back.
fn given_back(refund: RefundTo, totals: &Totals) -> Option<Money> {
    let left = totals.left_to_refund();
    (refund != RefundTo::None && left.is_positive()).then_some(left)
}

/// `, about 9.62 USD in the shop's money`, where that is another currency.
fn about(amount: Money, rate: MoneyPair) -> String {
    let shop = rate.shop_side_of(amount).filter(|shop| shop.currency != amount.currency);
    shop.map_or_else(String::new, |shop| format!(", about {shop} in the shop's money"))
}

/// Everything that a step writes and its sentence leaves out.
fn details(step: &Step, totals: &Totals) -> Vec<String> {
    let rate = totals.total;
    match step {
        Step::ReleaseHolds { fulfilment_order, holds } => {
            vec![format!("fulfilment order {fulfilment_order}: holds {}", holds.join(", "))]
        }
        Step::PlaceHold { fulfilment_order, notes, .. } => {
            vec![format!("fulfilment order {fulfilment_order}: {}", notes.shown())]
        }
        Step::Cancel { reason, restock, notify, staff_note, refund } => {
            // In one currency the plan's own warning says it all.
            let back = given_back(*refund, totals)
                .filter(|_| two_currencies(rate).is_some())
                .map(|money| format!("{money} goes back{}", about(money, rate)));
            let words = [
                format!("reason {}, {}, {}", reason.word(), goods(*restock), mail(*notify)),
                format!("staff note: {}", staff_note.shown()),
            ];
            back.into_iter().chain(words).collect()
        }
        Step::Refund { parts, lines, restock, notify, note, .. } => {
            let parts = parts.iter().map(|part| {
                format!("{} by {}{}", part.amount, part.gateway, about(part.amount, rate))
            });
            let pieces: u32 = lines.iter().map(|line| line.quantity).sum();
            let goods = match pieces {
                0 => "no goods with it".to_owned(),
                _ => format!("{}, {}", counted(u64::from(pieces), "piece"), goods(*restock)),
            };
            let mut words: Vec<String> = parts.collect();
            words.push(format!("{goods}, {}", mail(*notify)));
            words.push(format!("note: {}", note.shown()));
            words
        }
        Step::AppendNote { text } => text_lines(text),
        Step::AddTags { tags } | Step::RemoveTags { tags } => {
            tags.iter().map(|tag| tag.shown().into_owned()).collect()
        }
        Step::Void { amount, .. } => {
            let about = about(*amount, rate);
            about.strip_prefix(", ").map(str::to_owned).into_iter().collect()
        }
        Step::SetArchived { .. } => Vec::new(),
    }
}

fn text_lines(text: &Clean) -> Vec<String> {
    text.raw().lines().map(|line| Clean::new(line).shown().into_owned()).collect()
}

fn goods(restock: crate::domain::Restock) -> &'static str {
    match restock {
        crate::domain::Restock::Yes => "goods back on the shelf",
        crate::domain::Restock::No => "goods not put back",
    }
}

fn mail(notify: crate::domain::Notify) -> &'static str {
    match notify {
        crate::domain::Notify::Customer => "the store mails the customer",
        crate::domain::Notify::Nobody => "nobody is told",
    }
}
