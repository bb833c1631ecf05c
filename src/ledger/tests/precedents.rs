//! What the ledger tells of decided cases.

use crate::domain::{
    CancelReason, Check, Clean, Finding, Notify, OrderId, Outcome, RefundTo, Restock, Step, Verb,
};
use crate::ledger::testing::{Desk, noon, plan, release, shop};
use crate::ledger::{Case, Staging};
use crate::policy::Decided;

fn finding() -> Finding {
    Finding {
        check: Check::Ip,
        outcome: Outcome::Warn,
        headline: "the IP is a proxy".to_owned(),
        facts: vec![],
        weight: 0.9,
        source: "test".to_owned(),
        as_of: noon(),
        links: vec![],
    }
}

fn cancel() -> Step {
    Step::Cancel {
        reason: CancelReason::Reseller,
        refund: RefundTo::Original,
        restock: Restock::Yes,
        notify: Notify::Nobody,
        staff_note: Clean::default(),
    }
}

/// Stages a plan that rests on one finding, and decides the case by it.
fn decide(desk: &Desk, order: &str, (verb, step): (Verb, Step)) {
    let plan = plan(order, verb, vec![step]);
    let findings = [finding()];
    let staging = Staging { findings: &findings, ..desk.staging(&plan, noon()) };
    let row = staging.row;
    let stands = plan.revision.clone();
    desk.ledger.stage(&staging, move || Ok(Some(stands))).unwrap();
    let decided = Decided {
        verb,
        row,
        by: "Sam".to_owned(),
        at: noon(),
        holds_then: vec![],
        risk_then: "high".to_owned(),
        disputes_then: vec![],
    };
    let id = OrderId::new(order);
    desk.ledger.decide(Case { shop: &shop(), order: &id }, decided).unwrap();
}

#[test]
fn decided_cases_come_newest_first_with_reason_reviewer_and_findings() {
    let desk = Desk::new();
    desk.stage(&plan("1", Verb::Release, vec![release("hold-1")]));
    decide(&desk, "2", (Verb::Release, release("hold-2")));
    decide(&desk, "3", (Verb::Cancel, cancel()));

    let found = desk.ledger.precedents(&shop(), 10).unwrap();

    let told: Vec<_> = found
        .iter()
        .map(|one| (one.order_name.raw(), one.decided.verb, one.reason, one.findings.len()))
        .collect();
    assert_eq!(
        told,
        [("#3", Verb::Cancel, Some(CancelReason::Reseller), 1), ("#2", Verb::Release, None, 1),]
    );
    assert_eq!(found[0].findings[0], finding());
    assert_eq!(found[0].decided.by, "Sam");
    assert_eq!(desk.ledger.precedents(&shop(), 1).unwrap().len(), 1);
    let other = crate::domain::ShopId::new("shop-2");
    assert_eq!(desk.ledger.precedents(&other, 10).unwrap(), []);
}
