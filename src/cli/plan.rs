//! `unhold plan`

use super::args::PlanArgs;
use super::json::PlanDocument;
use super::planned::Planned;
use super::session::{Ended, Form, Session};
use super::table::{counted, row};
use super::{find, wish};
use crate::desk::{CaseFile, Window};
use crate::domain::{Clean, Fault, Hold, Money, MoneyPair, Order, Readable, Step, Sums, Verb};
use crate::verbs::{self, Wish};

/// Prints what a verdict would do, and does nothing.
pub(super) fn run(session: &mut Session<'_, '_>, args: &PlanArgs) -> Result<Ended, Fault> {
    let planned = make(session, args)?;
    if args.json {
        session.out.json(&PlanDocument::of(&planned, session.undo_seconds))?;
        return Ok(Ended::Good);
    }
    session.out.lines(&lines(&planned))?;
    session.out.line(&sent(Sending::Staged(usual(session.undo_seconds))))?;
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
/// Any other refusal keeps its own hint: choosing would not help.
pub(super) fn named_holds(fault: Fault, verb: Verb, file: &CaseFile) -> Fault {
    let holds: Vec<String> = file.order.holds().map(|(_, hold)| one_hold(hold)).collect();
    let may_choose = fault.remedy() == Some(verbs::CHOOSE_A_HOLD);
    if verb != Verb::Release || !may_choose || holds.is_empty() {
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
        lines.extend(details(step, &file.order).iter().map(|detail| format!("     {detail}")));
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

/// How a plan gets to the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sending {
    /// `act --wait` sends it itself.
    AtOnce,
    /// It is only staged: `act` without `--wait` sends nothing.
    Staged(Window),
}

/// Says who would send it and when, and what takes it back until then.
pub(super) fn sent(sending: Sending) -> String {
    const SENDS: &str = "`unhold outbox run` or an open workstation sends it";
    match sending {
        Sending::AtOnce => "  would be sent at once".to_owned(),
        Sending::Staged(Window::Now) => format!("  would be staged; {SENDS}"),
        Sending::Staged(Window::Undo(seconds)) => format!(
            "  would be staged; {SENDS} after {}, and until then z in the workstation or \
             `unhold outbox drop ID` takes it back",
            counted(u64::from(seconds), "second")
        ),
    }
}

/// Every hold of the order, with who placed it and why, and what becomes of it.
fn holds(planned: &Planned) -> Vec<String> {
    let file = &planned.file;
    let line = |hold: &Hold| {
        let is_usual = file.preselected.contains(&hold.id);
        let fate = match (planned.releases(&hold.id), is_usual) {
            (true, true) => "released, as by default",
            (true, false) => "released, because it is named",
            (false, true) => "stays held, though released by default",
            (false, false) => "stays held",
        };
        row([("  hold", 6), (&hold.id, 16), (&holder(hold), 24), (&why(hold), 28), (fate, 0)])
    };
    file.order.holds().map(|(_, hold)| line(hold)).collect()
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

/// `, about 9.62 USD in the shop's money`, where that is another currency.
fn about(amount: Money, rate: MoneyPair) -> String {
    let shop = rate.shop_side_of(amount).filter(|shop| shop.currency != amount.currency);
    shop.map_or_else(String::new, |shop| format!(", about {shop} in the shop's money"))
}

/// Everything that a step writes and its sentence leaves out.
fn details(step: &Step, order: &Order) -> Vec<String> {
    let rate = order.totals.total;
    match step {
        Step::ReleaseHolds { fulfilment_order, holds } => {
            vec![format!("fulfilment order {fulfilment_order}: holds {}", holds.join(", "))]
        }
        Step::PlaceHold { fulfilment_order, notes, .. } => {
            vec![format!("fulfilment order {fulfilment_order}: {}", notes.shown())]
        }
        Step::Cancel { reason, restock, notify, staff_note, .. } => {
            let words = [
                format!("reason {}, {}, {}", reason.word(), goods(*restock), mail(*notify)),
                format!("staff note: {}", staff_note.shown()),
            ];
            in_both(Sums::of([step], Some(order)), rate).into_iter().chain(words).collect()
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

/// The sums of a cancellation where there are two currencies; in one the plan's own
/// warning says it all.
fn in_both(sums: Sums, rate: MoneyPair) -> Vec<String> {
    let fates = [
        (sums.back, "goes back"),
        (sums.credit, "goes into store credit"),
        (sums.given_up, "set aside is given up"),
    ];
    let known = fates.into_iter().filter(|_| two_currencies(rate).is_some());
    let line = |(sum, fate): (Option<Money>, &str)| {
        sum.map(|money| format!("{money} {fate}{}", about(money, rate)))
    };
    known.filter_map(line).collect()
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
