//! `unhold show`

use super::args::ShowArgs;
use super::find;
use super::json::{ImportedDocument, ShowDocument, When};
use super::plan::both;
use super::session::{Ended, Form, Session};
use super::table::row;
use super::when::{checked, shown, until};
use crate::desk::CaseFile;
use crate::domain::{Address, Clean, Fault, Order, Readable, ShortOrder};
use crate::policy::{ChecklistRow, TickState};
use crate::words;

/// Shows the case file of an order.
pub(super) fn run(session: &mut Session<'_, '_>, args: &ShowArgs) -> Result<Ended, Fault> {
    let id = find::order(session.office, &args.order)?;
    if let Some(order) = session.office.imported(&id)? {
        return imported(session, &order, Form::of(args.json));
    }
    let file = session.office.case_file(&id)?;
    session.look_again()?;
    if args.json {
        let journal = session.office.journal(Some(&id))?;
        session.out.json(&ShowDocument::of(&file, &journal, session.when))?;
        return Ok(Ended::Good);
    }
    for block in [head, people, goods, analysis, holds, checklist, actions, outbox] {
        let lines = block(&file, session.when);
        for line in &lines {
            session.out.line(line)?;
        }
        if !lines.is_empty() {
            session.out.line("")?;
        }
    }
    session.finish(None, Form::Lines)
}

/// An order of which there is no case file, because nothing but an import knows it.
fn imported(session: &mut Session<'_, '_>, order: &ShortOrder, form: Form) -> Result<Ended, Fault> {
    let when = session.when;
    if form == Form::Json {
        session.out.json(&ImportedDocument::of(order, when))?;
        return Ok(Ended::Good);
    }
    let total = order.total.map_or_else(|| "not known".to_owned(), both);
    let states = format!("{}, {}", order.payment.word().replace('_', " "), order.fulfilment.word());
    let ended =
        order.ended.map_or_else(|| "not known".to_owned(), |end| end.word().replace('_', " "));
    session.out.lines(&[
        format!("{}  {}", order.name, readable(&order.customer_name)),
        fact("", "known from an import alone: no case file, no checks, nothing to decide here"),
        fact("placed", &shown(order.placed_at, when.zone)),
        fact("state", &states),
        fact("ended", &ended),
        fact("total", &total),
        fact("e-mail", &readable(&order.email)),
        fact("phone", &readable(&order.phone)),
        fact("IP", &readable(&order.ip)),
        fact("billing", &address(&order.billing)),
        fact("shipping", &address(&order.shipping)),
    ])?;
    session.finish(None, form)
}

fn fact(label: &str, value: &str) -> String {
    row([(label, 14), (value, 0)])
}

fn head(file: &CaseFile, when: When) -> Vec<String> {
    let order = &file.order;
    let mut lines = vec![
        format!("{}  {}", order.name, order.buyer().map_or_else(String::new, ToString::to_string)),
        fact("placed", &shown(order.placed_at, when.zone)),
        fact("state", &state(order)),
        fact("total", &both(order.totals.total)),
        fact("lane", when.lane(&file.placement).title()),
    ];
    if let Some(clock) = &file.placement.clock {
        let late = if clock.is_overdue(when.now) { ", overdue" } else { "" };
        lines
            .push(fact(clock.name.title(), &format!("until {}{late}", until(clock.at, when.zone))));
    }
    if let Some(why) = &file.placement.why {
        lines.push(fact("", why));
    }
    lines.push(fact(
        "read",
        &format!("{}, revision {}", shown(file.read_at, when.zone), file.revision),
    ));
    lines.extend(order.gaps.iter().map(|gap| fact("!", gap)));
    lines
}

fn state(order: &Order) -> String {
    let mut words =
        vec![order.payment.word().replace('_', " "), order.fulfilment.word().to_owned()];
    let marks = [
        (order.is_held(), "held"),
        (order.is_archived(), "archived"),
        (order.is_cancelled(), "cancelled"),
    ];
    words.extend(marks.iter().filter(|(is, _)| *is).map(|(_, word)| (*word).to_owned()));
    words.join(", ")
}

fn people(file: &CaseFile, _: When) -> Vec<String> {
    let order = &file.order;
    vec![
        fact("e-mail", &readable(&order.email)),
        fact("phone", &readable(&order.phone)),
        fact("IP", &readable(&order.ip)),
        fact("billing", &address(&order.billing)),
        fact("shipping", &address(&order.shipping)),
    ]
}

fn readable(value: &Readable<Clean>) -> String {
    match value {
        Readable::Known(text) => text.to_string(),
        Readable::Absent => "–".to_owned(),
        Readable::Denied(why) => format!("may not be read: {why}"),
    }
}

fn address(value: &Readable<Address>) -> String {
    match value {
        Readable::Known(address) => format!("{}, {}", address.name, address.one_line()),
        Readable::Absent => "–".to_owned(),
        Readable::Denied(why) => format!("may not be read: {why}"),
    }
}

fn goods(file: &CaseFile, _: When) -> Vec<String> {
    let mut lines: Vec<String> = file
        .order
        .items
        .iter()
        .map(|item| {
            format!("{:>4} × {} {}  {}", item.quantity, item.title, item.variant, item.line_total)
        })
        .collect();
    lines.extend(file.order.coupons.iter().map(|coupon| fact("coupon", &coupon.shown())));
    lines
}

fn analysis(file: &CaseFile, when: When) -> Vec<String> {
    let mut lines = vec![fact("checked", &checked(file, when.zone))];
    lines.extend(file.brief.iter().map(|sentence| sentence.text.clone()));
    lines.push(format!("advice: {} ({})", file.advised, words::signed(file.advice.score)));
    lines.extend(
        file.advice
            .reasons
            .iter()
            .map(|why| format!("  {}  {}", words::signed(why.weight), why.words)),
    );
    lines.extend(file.advice.without.iter().map(|missing| format!("   –    {missing}")));
    for assessment in &file.order.risk.assessments {
        let score = assessment.score.as_ref().map_or_else(String::new, |score| format!(" {score}"));
        lines.push(format!("{}: {}{score}", assessment.provider, assessment.level.word()));
        lines.extend(assessment.facts.iter().map(|fact| format!("  {}", fact.text)));
    }
    for finding in &file.findings {
        lines.push(format!(
            "{}: {}: {}",
            finding.check.word(),
            finding.outcome.word(),
            finding.headline
        ));
    }
    lines
}

fn holds(file: &CaseFile, _: When) -> Vec<String> {
    let holds = file.order.holds().map(|(_, hold)| {
        let whose = if hold.ours { "ours".to_owned() } else { readable(&hold.by) };
        let taken = if file.preselected.contains(&hold.id) { "released by default" } else { "" };
        row([
            ("hold", 12),
            (&hold.id, 16),
            (&hold.reason_shown.shown(), 28),
            (&whose, 20),
            (taken, 0),
        ])
    });
    holds.collect()
}

fn checklist(file: &CaseFile, when: When) -> Vec<String> {
    file.checklist.iter().map(|row| step(row, when)).collect()
}

fn step(step: &ChecklistRow, when: When) -> String {
    let (mark, words) = match &step.state {
        TickState::Waiting => ("[ ]", String::new()),
        TickState::ByData { headline, checked: Some(checked), .. } => {
            ("[x]", format!("{}, {}; {headline}", checked.by, shown(checked.at, when.zone)))
        }
        TickState::ByData { headline, checked: None, .. } => ("[=]", headline.clone()),
        TickState::ByHand { by, at } => ("[x]", format!("{by}, {}", shown(*at, when.zone))),
        TickState::NotPossible(why) => ("[-]", why.clone()),
    };
    row([(mark, 3), (step.title, 44), (&words, 0)])
}

fn actions(file: &CaseFile, _: When) -> Vec<String> {
    let lines = file.actions.iter().map(|action| match &action.allowed {
        Ok(()) => fact(action.verb.word(), "yes"),
        Err(why) => fact(action.verb.word(), &format!("no: {}", why.0)),
    });
    lines.collect()
}

fn outbox(file: &CaseFile, when: When) -> Vec<String> {
    let lines = file.outbox.iter().map(|row| {
        format!(
            "{}: {} by {} at {}",
            row.state.word(),
            row.verb.word(),
            row.reviewer,
            shown(row.staged_at, when.zone)
        )
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::testing::case_file;
    use crate::domain::Zone;

    #[test]
    fn findings_that_may_no_longer_hold_are_shown_with_their_date_and_say_so() {
        let when = When { now: case_file().read_at, zone: Zone::UTC };
        let stale = CaseFile { is_refreshing: true, ..case_file() };

        let first = |file: &CaseFile| analysis(file, when).remove(0);

        assert_eq!(first(&case_file()), "checked         2026-11-20 15:00");
        assert_eq!(first(&stale), "checked         as of 2026-11-20 15:00, being looked at again");
    }
}
