//! The evidence behind a step of the checklist, in full.

use super::findings::{adds, headline, sign};
use super::risk::looked_at_again;
use super::words::{counted, day_time};
use super::{Page, Pen, Role, Setting, Span, linked};
use crate::desk::CaseFile;
use crate::domain::{Check, Finding, Link};
use crate::policy::{ChecklistRow, ChecklistStep, LookUp, TickState};
use crate::tui::app::Evidence;

/// The checks that say something on a step.
fn checks_of(step: ChecklistStep) -> &'static [Check] {
    match step {
        ChecklistStep::ReadAnalysis => &[Check::HostileText],
        ChecklistStep::CrossCheck | ChecklistStep::SameTown => &[Check::Duplicates],
        ChecklistStep::EarlierOrders => &[Check::History, Check::OrderForm],
        ChecklistStep::CompareAddresses => &[Check::Distance, Check::Address],
        ChecklistStep::MapDistance => &[Check::Distance],
        ChecklistStep::SearchName => &[Check::Name],
        ChecklistStep::SearchEmail => &[Check::Email],
        ChecklistStep::CheckIp => &[Check::Ip],
        ChecklistStep::CardChecks => &[Check::Card],
        ChecklistStep::PhoneArea => &[Check::Phone],
        ChecklistStep::ResellerSigns => &[Check::Email, Check::OrderForm],
        ChecklistStep::KnownOffender => &[Check::History],
        ChecklistStep::HelpDesk | ChecklistStep::ContactCustomer => &[],
    }
}

/// The findings that say something on a step, those of its own check first.
fn findings_behind(file: &CaseFile, step: ChecklistStep) -> impl Iterator<Item = &Finding> {
    let of = |check| file.findings.iter().filter(move |finding| finding.check == check);
    checks_of(step).iter().copied().flat_map(of)
}

/// The linked orders behind a step, best first.
pub(crate) fn links_behind(file: &CaseFile, step: ChecklistStep) -> &[Link] {
    let mut found = file.findings.iter().filter(|finding| !finding.links.is_empty());
    found.find(|finding| checks_of(step).contains(&finding.check)).map_or(&[], |f| &f.links)
}

/// Writes the evidence behind a step; every linked order is a row of the list.
pub(crate) fn evidence(file: &CaseFile, evidence: &Evidence, setting: Setting) -> Page {
    let mut pen = Pen::new(setting.width);
    if let Some(row) = file.checklist.iter().find(|row| row.step == evidence.step) {
        head(&mut pen, row, setting);
    }
    if let Some(words) = looked_at_again(file, setting) {
        pen.say(words, Role::Warn);
    }
    let mut any = false;
    for finding in findings_behind(file, evidence.step) {
        any = true;
        pen.gap();
        found(&mut pen, finding, setting);
    }
    if !any {
        pen.gap();
        pen.say("The desk looks nothing up for this step: it is a person's to do.", Role::Muted);
    }
    let links = links_behind(file, evidence.step);
    if !links.is_empty() {
        pen.gap();
        let words = counted(links.len(), "linked order");
        pen.push(vec![Span::new(words, Role::Heading)]);
        pen.say("= the same, ≈ counted as alike. Enter opens the marked order.", Role::Muted);
    }
    for (at, link) in links.iter().enumerate() {
        pen.gap();
        pen.item(Some(at));
        linked::beside(&mut pen, (file, link), evidence, setting);
        pen.item(None);
    }
    pen.done()
}

fn head(pen: &mut Pen, row: &ChecklistRow, setting: Setting) {
    pen.flow(vec![Span::new(row.title, Role::Strong)], 0);
    let mut words = match &row.state {
        TickState::Waiting => "Not done yet".to_owned(),
        TickState::ByData { checked: None, .. } => "Looked up by the desk".to_owned(),
        TickState::ByData { checked: Some(checked), .. } => {
            let at = day_time(setting.zone, checked.at);
            format!("Looked up by the desk, checked by {}, {at}", checked.by)
        }
        TickState::ByHand { by, at } => format!("Done by {by}, {}", day_time(setting.zone, *at)),
        TickState::NotPossible(why) => format!("Not possible: {why}"),
    };
    if let Some(look_up) = row.opens {
        words = format!("{} · o opens {}", words.trim_end_matches('.'), opens(look_up));
    }
    pen.say(words, Role::Muted);
    pen.say(format!("Procedure {}", row.source), Role::Muted);
}

/// What a look-up opens, in words.
pub(super) fn opens(look_up: LookUp) -> &'static str {
    match look_up {
        LookUp::StoreAdmin => "the store's admin",
        LookUp::Map => "the map",
        LookUp::WebName | LookUp::WebEmail | LookUp::WebPhone | LookUp::WebIp => "a web search",
    }
}

fn found(pen: &mut Pen, finding: &Finding, setting: Setting) {
    pen.bullet(&sign(finding.outcome), headline(finding));
    let widest = finding.facts.iter().map(|fact| fact.label.chars().count()).max().unwrap_or(0);
    let widest = widest.min(pen.width() / 3);
    for fact in &finding.facts {
        let mut spans = vec![Span::new(format!("  {:<widest$}  ", fact.label), Role::Muted)];
        spans.extend(Span::outside(&fact.value, Role::Plain));
        spans.extend(adds(fact));
        pen.flow(spans, widest + 4);
    }
    let as_of = day_time(setting.zone, finding.as_of);
    let weight = match finding.weight {
        weight if weight > 0.0 => format!("speaks against the order, {weight:+.1}"),
        weight if weight < 0.0 => format!("speaks for the order, {weight:+.1}"),
        _ => "counts for nothing".to_owned(),
    };
    let words = format!("{weight}; from {}, as of {as_of}", finding.source);
    pen.below(2, vec![Span::new(words, Role::Muted)]);
}
