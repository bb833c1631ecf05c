//! The checklist of one order: which steps are done, by what, and which cannot be.

use super::{Checked, ChecklistRow, ChecklistStep, Tick, TickState};
use crate::domain::{Address, Check, Clean, Finding, LookUp, Order, Outcome, Readable};

/// What the procedure says of a step.
struct Told {
    step: ChecklistStep,
    title: &'static str,
    source: &'static str,
    opens: Option<LookUp>,
    check: Option<Check>,
}

const fn told(step: ChecklistStep, title: &'static str, source: &'static str) -> Told {
    Told { step, title, source, opens: None, check: None }
}

impl Told {
    const fn opens(self, look_up: LookUp) -> Self {
        Self { opens: Some(look_up), ..self }
    }

    const fn check(self, check: Check) -> Self {
        Self { check: Some(check), ..self }
    }
}

/// The procedure, in the order in which a coordinator works.
const STEPS: [Told; 15] = [
    told(ChecklistStep::ReadAnalysis, "Read why the order was flagged", "S29, S30")
        .opens(LookUp::StoreAdmin),
    told(
        ChecklistStep::CrossCheck,
        "Look for orders with the same name, e-mail, phone or address",
        "S31, S32, S33, S37, S38",
    )
    .check(Check::Duplicates),
    told(ChecklistStep::EarlierOrders, "See whether they ordered as much before", "S33, S78")
        .check(Check::History),
    told(ChecklistStep::HelpDesk, "Look for earlier mails and notes in the help desk", "S34"),
    told(ChecklistStep::CompareAddresses, "Compare billing and shipping address", "S35")
        .check(Check::Distance),
    told(ChecklistStep::MapDistance, "See on a map how far apart they are", "S36")
        .opens(LookUp::Map),
    told(ChecklistStep::SearchName, "Search the name on the web", "S39, C19")
        .opens(LookUp::WebName),
    told(ChecklistStep::SearchEmail, "Search the e-mail for documented fraud", "S40, C19")
        .opens(LookUp::WebEmail),
    told(
        ChecklistStep::CheckIp,
        "Check where the IP address is, and whose network",
        "S41, S42, S43, S44, S45, S46",
    )
    .opens(LookUp::WebIp)
    .check(Check::Ip),
    told(ChecklistStep::CardChecks, "Read the card checks; never ask for the code", "C1")
        .check(Check::Card),
    told(ChecklistStep::PhoneArea, "See whether the phone fits the billing area", "S82")
        .opens(LookUp::WebPhone)
        .check(Check::Phone),
    told(
        ChecklistStep::SameTown,
        "Look for the same street, or several orders in one town on one day",
        "S77, S80",
    )
    .check(Check::Duplicates),
    told(ChecklistStep::ResellerSigns, "Look for signs of a reseller", "S79, S81"),
    told(
        ChecklistStep::KnownOffender,
        "Ask whether they are known as a reseller or for earlier fraud",
        "S47",
    ),
    told(
        ChecklistStep::ContactCustomer,
        "If doubt is left, mail and then call the customer",
        "S48, S49, S50, S51, C23",
    ),
];

/// The checklist of an order. What a person ticked stands beside what data says, and for
/// it where data says nothing; what cannot be looked up says why and is never read as done.
pub fn rows(order: &Order, findings: &[Finding], ticks: &[Tick]) -> Vec<ChecklistRow> {
    STEPS
        .iter()
        .map(|told| ChecklistRow {
            step: told.step,
            title: told.title,
            source: told.source,
            state: state(told, order, findings, ticks),
            opens: told.opens,
        })
        .collect()
}

fn state(told: &Told, order: &Order, findings: &[Finding], ticks: &[Tick]) -> TickState {
    let latest = ticks.iter().filter(|tick| tick.step == told.step).max_by_key(|tick| tick.at);
    match (looked_up(told, order, findings), latest) {
        (TickState::ByData { check, as_of, headline, .. }, Some(tick)) => {
            let checked = Some(Checked { by: tick.by.clone(), at: tick.at });
            TickState::ByData { check, as_of, headline, checked }
        }
        (_, Some(tick)) => TickState::ByHand { by: tick.by.clone(), at: tick.at },
        (state, None) => state,
    }
}

/// Where a step stands, ticks aside.
fn looked_up(told: &Told, order: &Order, findings: &[Finding]) -> TickState {
    if let Some(worst) = told.check.and_then(|check| worst(check, findings)) {
        return by_data(told.step, worst, findings);
    }
    told.opens
        .and_then(|look_up| missing(look_up, order))
        .map_or(TickState::Waiting, TickState::NotPossible)
}

/// What came of a step's own question, for the sign beside it; `None` for a step that the
/// desk looks nothing up for.
pub fn outcome_of(step: ChecklistStep, findings: &[Finding]) -> Option<Outcome> {
    let told = STEPS.iter().find(|told| told.step == step)?;
    let worst = worst(told.check?, findings)?;
    let harmless = step == ChecklistStep::SameTown
        && worst.outcome != Outcome::Unknown
        && clusters(worst.check, findings).is_empty();
    Some(if harmless { Outcome::Clear } else { worst.outcome })
}

/// The finding of a check that counts: the most suspicious one; what is not known comes
/// before what is clear, and is never read as it.
fn worst(check: Check, findings: &[Finding]) -> Option<&Finding> {
    let rank = |finding: &&Finding| match finding.outcome {
        Outcome::Alarm => 0,
        Outcome::Warn => 1,
        Outcome::Notice => 2,
        Outcome::Unknown => 3,
        Outcome::Clear => 4,
    };
    findings.iter().filter(|finding| finding.check == check).min_by_key(rank)
}

fn by_data(step: ChecklistStep, worst: &Finding, findings: &[Finding]) -> TickState {
    if worst.outcome == Outcome::Unknown {
        return TickState::NotPossible(worst.headline.clone());
    }
    TickState::ByData {
        check: worst.check,
        as_of: worst.as_of,
        headline: headline(step, worst, findings),
        checked: None,
    }
}

/// The answer to the step's own question: the search for links answers two of them.
fn headline(step: ChecklistStep, worst: &Finding, findings: &[Finding]) -> String {
    if step != ChecklistStep::SameTown {
        return worst.headline.clone();
    }
    let told = clusters(worst.check, findings);
    if told.is_empty() {
        return "No cluster of orders in this town or at this address".to_owned();
    }
    told.join("; ")
}

/// What a check says of orders in the same town or at the same address.
fn clusters(check: Check, findings: &[Finding]) -> Vec<String> {
    let about = ["same town", "bills"];
    let facts = findings.iter().filter(|finding| finding.check == check);
    let facts = facts.flat_map(|finding| &finding.facts);
    let told = facts.filter(|fact| about.contains(&fact.label.as_str()));
    told.map(|fact| fact.value.shown().into_owned()).collect()
}

/// Why a look-up cannot be made, when it cannot.
fn missing(look_up: LookUp, order: &Order) -> Option<String> {
    match look_up {
        LookUp::StoreAdmin => None,
        LookUp::Map => address(&order.billing, "billing address")
            .or_else(|| address(&order.shipping, "shipping address")),
        LookUp::WebName if order.buyer().is_some() => None,
        LookUp::WebName => Some(why_no_name(order)),
        LookUp::WebEmail => text(&order.email, "e-mail address"),
        LookUp::WebPhone => text(&order.phone, "phone number"),
        LookUp::WebIp => text(&order.ip, "IP address"),
    }
}

fn text(value: &Readable<Clean>, what: &str) -> Option<String> {
    match value {
        Readable::Known(text) if !text.is_blank() => None,
        Readable::Known(_) | Readable::Absent => Some(format!("The order has no {what}.")),
        Readable::Denied(why) => Some(why.clone()),
    }
}

fn address(value: &Readable<Address>, what: &str) -> Option<String> {
    match value {
        Readable::Known(address) if !address.is_blank() => None,
        Readable::Known(_) | Readable::Absent => Some(format!("The order has no {what}.")),
        Readable::Denied(why) => Some(why.clone()),
    }
}

fn why_no_name(order: &Order) -> String {
    let denied = order.customer.denied().or_else(|| order.billing.denied());
    denied.map_or_else(|| "The order names nobody.".to_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, order};

    fn finding(check: Check, outcome: Outcome) -> Finding {
        Finding {
            check,
            outcome,
            headline: format!("{} says so", check.word()),
            facts: vec![],
            weight: 0.0,
            source: "test".to_owned(),
            as_of: at("2026-11-20T10:00:00Z"),
            links: vec![],
        }
    }

    fn state_of(rows: &[ChecklistRow], step: ChecklistStep) -> &TickState {
        &rows.iter().find(|row| row.step == step).unwrap().state
    }

    #[test]
    fn every_step_of_the_procedure_is_there_once_and_in_order() {
        let rows = rows(&order(), &[], &[]);

        assert_eq!(rows.len(), 15);
        assert!(rows.windows(2).all(|pair| pair[0].step < pair[1].step));
        assert!(rows.iter().all(|row| row.state == TickState::Waiting));
    }

    #[test]
    fn a_finding_does_its_steps_and_an_unknown_one_says_why_not() {
        let findings =
            [finding(Check::Duplicates, Outcome::Warn), finding(Check::Ip, Outcome::Unknown)];

        let rows = rows(&order(), &findings, &[]);

        let by_data = |headline: &str| TickState::ByData {
            check: Check::Duplicates,
            as_of: at("2026-11-20T10:00:00Z"),
            headline: headline.to_owned(),
            checked: None,
        };
        let no_cluster = by_data("No cluster of orders in this town or at this address");
        assert_eq!(*state_of(&rows, ChecklistStep::CrossCheck), by_data("duplicates says so"));
        assert_eq!(*state_of(&rows, ChecklistStep::SameTown), no_cluster);
        assert_eq!(
            *state_of(&rows, ChecklistStep::CheckIp),
            TickState::NotPossible("ip says so".to_owned())
        );
        assert_eq!(*state_of(&rows, ChecklistStep::CardChecks), TickState::Waiting);
    }

    #[test]
    fn sign_and_headline_come_of_the_worst_finding_and_of_the_steps_own_question() {
        let mild = finding(Check::Ip, Outcome::Clear);
        let bad = Finding { headline: "a proxy".to_owned(), ..finding(Check::Ip, Outcome::Warn) };
        let findings = [mild, bad, finding(Check::Duplicates, Outcome::Alarm)];

        let rows = rows(&order(), &findings, &[]);

        let TickState::ByData { headline, .. } = state_of(&rows, ChecklistStep::CheckIp) else {
            panic!("the IP was looked up")
        };
        assert_eq!(headline, "a proxy");
        for (step, outcome) in [
            (ChecklistStep::CheckIp, Some(Outcome::Warn)),
            (ChecklistStep::CrossCheck, Some(Outcome::Alarm)),
            (ChecklistStep::SameTown, Some(Outcome::Clear)),
            (ChecklistStep::CardChecks, None),
            (ChecklistStep::HelpDesk, None),
        ] {
            assert_eq!(outcome_of(step, &findings), outcome, "{step:?}");
        }
    }

    #[test]
    fn a_tick_stands_beside_what_the_data_says() {
        let at = at("2026-11-20T12:00:00Z");
        let tick = Tick { step: ChecklistStep::CrossCheck, by: "Kim".to_owned(), at };

        let rows = rows(&order(), &[finding(Check::Duplicates, Outcome::Warn)], &[tick]);

        let TickState::ByData { headline, checked, .. } =
            state_of(&rows, ChecklistStep::CrossCheck)
        else {
            panic!("the finding is hidden by the tick")
        };
        assert_eq!(headline, "duplicates says so");
        assert_eq!(*checked, Some(Checked { by: "Kim".to_owned(), at }));
        let same_town = state_of(&rows, ChecklistStep::SameTown);
        assert!(matches!(same_town, TickState::ByData { checked: None, .. }));
    }

    #[test]
    fn where_data_says_nothing_the_latest_tick_counts() {
        let tick = |by: &str, at| Tick { step: ChecklistStep::CheckIp, by: by.to_owned(), at };
        let ticks =
            [tick("Kim", at("2026-11-20T12:00:00Z")), tick("Sam", at("2026-11-20T11:00:00Z"))];

        let rows = rows(&order(), &[finding(Check::Ip, Outcome::Unknown)], &ticks);

        assert_eq!(
            *state_of(&rows, ChecklistStep::CheckIp),
            TickState::ByHand { by: "Kim".to_owned(), at: at("2026-11-20T12:00:00Z") }
        );
    }

    #[test]
    fn what_the_order_does_not_have_or_may_not_show_cannot_be_looked_up() {
        let mut order = order();
        order.billing = Readable::Absent;
        order.shipping = Readable::Denied("Addresses are withheld.".to_owned());
        order.email = Readable::Denied("E-mail is withheld.".to_owned());
        order.phone = Readable::Known("".into());

        let rows = rows(&order, &[], &[]);

        for (step, why) in [
            (ChecklistStep::MapDistance, "The order has no billing address."),
            (ChecklistStep::SearchName, "The order names nobody."),
            (ChecklistStep::SearchEmail, "E-mail is withheld."),
            (ChecklistStep::PhoneArea, "The order has no phone number."),
        ] {
            assert_eq!(*state_of(&rows, step), TickState::NotPossible(why.to_owned()));
        }
    }
}
