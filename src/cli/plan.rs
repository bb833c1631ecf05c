//! `unhold plan`

use super::args::PlanArgs;
use super::json::PlanDocument;
use super::session::{Ended, Form, Session};
use super::{find, wish};
use crate::domain::{Clean, Fault, Plan, Step};

/// Prints what a verdict would do, and does nothing.
pub(super) fn run(session: &mut Session<'_, '_>, args: &PlanArgs) -> Result<Ended, Fault> {
    let plan = make(session, args)?;
    if args.json {
        session.out.json(&PlanDocument::from(&plan))?;
        return Ok(Ended::Good);
    }
    session.out.lines(&lines(&plan))?;
    session.finish(None, Form::Lines)
}

/// Makes the plan that the arguments ask for.
pub(super) fn make(session: &Session<'_, '_>, args: &PlanArgs) -> Result<Plan, Fault> {
    wish::check(args)?;
    let order = find::order(session.office, &args.order)?;
    let charged = if wish::needs_currency(args) {
        let file = session.office.case_file(&order)?;
        Some(file.order.totals.total.charged.currency)
    } else {
        None
    };
    session.office.plan(&order, args.verb, &wish::wish(args, charged)?)
}

/// The plan for people.
pub(super) fn lines(plan: &Plan) -> Vec<String> {
    let mut lines = vec![format!("{} {}", plan.verb.word(), plan.order_name)];
    for (place, step) in (1..).zip(&plan.steps) {
        lines.push(format!("  {place}. {}", step.sentence()));
        lines.extend(details(step).iter().map(|detail| format!("     {detail}")));
    }
    lines.extend(plan.warnings.iter().map(|warning| format!("  ! {warning}")));
    lines.push(format!("  revision {}", plan.revision));
    lines
}

/// Everything that a step writes and its sentence leaves out.
fn details(step: &Step) -> Vec<String> {
    match step {
        Step::ReleaseHolds { fulfilment_order, holds } => {
            vec![format!("fulfilment order {fulfilment_order}: holds {}", holds.join(", "))]
        }
        Step::PlaceHold { fulfilment_order, notes, .. } => {
            vec![format!("fulfilment order {fulfilment_order}: {}", notes.shown())]
        }
        Step::Cancel { reason, restock, notify, staff_note, .. } => vec![
            format!("reason {}, {}, {}", reason.word(), goods(*restock), mail(*notify)),
            format!("staff note: {}", staff_note.shown()),
        ],
        Step::Refund { parts, lines, restock, notify, note, .. } => {
            let parts = parts.iter().map(|part| format!("{} by {}", part.amount, part.gateway));
            let pieces: u32 = lines.iter().map(|line| line.quantity).sum();
            let mut words: Vec<String> = parts.collect();
            words.push(format!("{pieces} pieces, {}, {}", goods(*restock), mail(*notify)));
            words.push(format!("note: {}", note.shown()));
            words
        }
        Step::AppendNote { text } => text_lines(text),
        Step::AddTags { tags } | Step::RemoveTags { tags } => {
            tags.iter().map(|tag| tag.shown().into_owned()).collect()
        }
        Step::Void { .. } | Step::SetArchived { .. } => Vec::new(),
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
