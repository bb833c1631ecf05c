//! The case file.

use serde::Serialize;

use super::finding::{AdviceJson, ChecklistJson, FindingJson};
use super::journal::EntryJson;
use super::order::{
    CustomerJson, DeniedJson, HoldJson, ItemJson, PartJson, RefundedJson, TransactionJson, denied,
};
use super::outbox::RowJson;
use super::queue::StateJson;
use super::values::{AddressJson, ClockJson, MoneyJson, When, known, raw};
use crate::cli::office::Entry;
use crate::desk::{Action, CaseFile};
use crate::domain::{Assessment, Order, Sentiment};
use crate::policy::Sentence;

/// `unhold/show/1`
#[derive(Serialize)]
pub(in crate::cli) struct ShowDocument<'a> {
    schema: &'static str,
    order: &'a str,
    id: &'a str,
    shop: &'a str,
    revision: &'a str,
    read_at: String,
    lane: &'static str,
    why: Option<&'a str>,
    clock: Option<ClockJson>,
    placed_at: String,
    updated_at: String,
    #[serde(flatten)]
    money: SumsJson,
    state: StateJson,
    #[serde(flatten)]
    people: PeopleJson<'a>,
    #[serde(flatten)]
    goods: GoodsJson<'a>,
    #[serde(flatten)]
    words: WordsJson<'a>,
    #[serde(flatten)]
    judged: JudgedJson<'a>,
    actions: Vec<ActionJson<'a>>,
    holds: Vec<HoldJson<'a>>,
    outbox: Vec<RowJson<'a>>,
    journal: Vec<EntryJson<'a>>,
}

impl<'a> ShowDocument<'a> {
    /// A case file and the journal of its order.
    pub(in crate::cli) fn of(file: &'a CaseFile, journal: &'a [Entry], when: When) -> Self {
        let order = &file.order;
        let holds = order.holds().map(|(part, hold)| HoldJson::of(part, hold, &file.preselected));
        Self {
            schema: "unhold/show/1",
            order: order.name.raw(),
            id: order.id.as_str(),
            shop: order.shop.as_str(),
            revision: file.revision.as_str(),
            read_at: when.text(file.read_at),
            lane: when.lane(&file.placement).word(),
            why: file.placement.why.as_deref(),
            clock: file.placement.clock.as_ref().map(|clock| ClockJson::of(clock, when)),
            placed_at: when.text(order.placed_at),
            updated_at: when.text(order.updated_at),
            money: order.into(),
            state: state(order),
            people: PeopleJson::of(order, when),
            goods: GoodsJson::of(order, when),
            words: WordsJson::of(order, when),
            judged: JudgedJson::of(file, when),
            actions: file.actions.iter().map(ActionJson::from).collect(),
            holds: holds.collect(),
            outbox: file.outbox.iter().map(|row| RowJson::of(row, when)).collect(),
            journal: journal.iter().map(|row| EntryJson::of(row, when)).collect(),
        }
    }
}

fn state(order: &Order) -> StateJson {
    StateJson {
        payment: order.payment.word(),
        fulfilment: order.fulfilment.word(),
        held: order.is_held(),
        archived: order.is_archived(),
        cancelled: order.is_cancelled(),
    }
}

#[derive(Serialize)]
struct SumsJson {
    total: MoneyJson,
    charged: MoneyJson,
    received: MoneyJson,
    refunded: MoneyJson,
    capturable: MoneyJson,
}

impl From<&Order> for SumsJson {
    fn from(order: &Order) -> Self {
        let sums = &order.totals;
        Self {
            total: sums.total.shop.into(),
            charged: sums.total.charged.into(),
            received: sums.received.charged.into(),
            refunded: sums.refunded.charged.into(),
            capturable: sums.capturable.charged.into(),
        }
    }
}

#[derive(Serialize)]
struct PeopleJson<'a> {
    customer: Option<CustomerJson<'a>>,
    email: Option<&'a str>,
    phone: Option<&'a str>,
    ip: Option<&'a str>,
    billing: Option<AddressJson<'a>>,
    shipping: Option<AddressJson<'a>>,
    denied: Vec<DeniedJson<'a>>,
}

impl<'a> PeopleJson<'a> {
    fn of(order: &'a Order, when: When) -> Self {
        Self {
            customer: order.customer.known().map(|customer| CustomerJson::of(customer, when)),
            email: known(&order.email),
            phone: known(&order.phone),
            ip: known(&order.ip),
            billing: order.billing.known().map(AddressJson::from),
            shipping: order.shipping.known().map(AddressJson::from),
            denied: denied(order),
        }
    }
}

#[derive(Serialize)]
struct GoodsJson<'a> {
    items: Vec<ItemJson<'a>>,
    coupons: Vec<&'a str>,
    transactions: Vec<TransactionJson<'a>>,
    refunds: Vec<RefundedJson<'a>>,
    fulfilment_orders: Vec<PartJson<'a>>,
    disputes: Vec<DisputeJson<'a>>,
}

#[derive(Serialize)]
struct DisputeJson<'a> {
    id: &'a str,
    kind: &'a str,
    state: &'a str,
}

impl<'a> GoodsJson<'a> {
    fn of(order: &'a Order, when: When) -> Self {
        let transactions = order.transactions.iter();
        let disputes = order.disputes.iter().map(|dispute| DisputeJson {
            id: &dispute.id,
            kind: dispute.kind.raw(),
            state: dispute.state.raw(),
        });
        Self {
            items: order.items.iter().map(ItemJson::from).collect(),
            coupons: raw(&order.coupons),
            transactions: transactions.map(|one| TransactionJson::of(one, when)).collect(),
            refunds: order.refunds.iter().map(|one| RefundedJson::of(one, when)).collect(),
            fulfilment_orders: order.fulfilment_orders.iter().map(PartJson::from).collect(),
            disputes: disputes.collect(),
        }
    }
}

#[derive(Serialize)]
struct WordsJson<'a> {
    source: &'a str,
    tags: Vec<&'a str>,
    note: &'a str,
    attributes: Vec<AttributeJson<'a>>,
    staff_note: Option<&'a str>,
    timeline: Vec<EventJson<'a>>,
    gaps: &'a [String],
}

#[derive(Serialize)]
struct AttributeJson<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct EventJson<'a> {
    at: String,
    by: &'a str,
    text: &'a str,
}

impl<'a> WordsJson<'a> {
    fn of(order: &'a Order, when: When) -> Self {
        let attributes = order.attributes.iter();
        let timeline = order.timeline.iter().map(|event| EventJson {
            at: when.text(event.at),
            by: event.by.raw(),
            text: event.text.raw(),
        });
        Self {
            source: order.source.raw(),
            tags: raw(&order.tags),
            note: order.note.raw(),
            attributes: attributes
                .map(|(name, value)| AttributeJson { name: name.raw(), value: value.raw() })
                .collect(),
            staff_note: order.closed.staff_note.as_ref().map(crate::domain::Clean::raw),
            timeline: timeline.collect(),
            gaps: &order.gaps,
        }
    }
}

#[derive(Serialize)]
struct JudgedJson<'a> {
    risk: RiskJson<'a>,
    brief: Vec<SentenceJson<'a>>,
    recommendation: AdviceJson<'a>,
    checked_at: String,
    checking_again: bool,
    findings: Vec<FindingJson<'a>>,
    checklist: Vec<ChecklistJson<'a>>,
}

#[derive(Serialize)]
struct SentenceJson<'a> {
    text: &'a str,
    grounds: Vec<&'static str>,
}

impl<'a> From<&'a Sentence> for SentenceJson<'a> {
    fn from(sentence: &'a Sentence) -> Self {
        let grounds = sentence.grounds.iter().map(|ground| ground.word());
        Self { text: &sentence.text, grounds: grounds.collect() }
    }
}

#[derive(Serialize)]
struct RiskJson<'a> {
    level: &'static str,
    provider_recommendation: &'static str,
    assessments: Vec<AssessmentJson<'a>>,
}

#[derive(Serialize)]
struct AssessmentJson<'a> {
    level: &'static str,
    provider: &'a str,
    score: Option<&'a str>,
    facts: Vec<RiskFactJson<'a>>,
}

#[derive(Serialize)]
struct RiskFactJson<'a> {
    text: &'a str,
    sentiment: Sentiment,
}

impl<'a> JudgedJson<'a> {
    fn of(file: &'a CaseFile, when: When) -> Self {
        let risk = &file.order.risk;
        Self {
            risk: RiskJson {
                level: risk.level().word(),
                provider_recommendation: risk.advice.word(),
                assessments: risk.assessments.iter().map(AssessmentJson::from).collect(),
            },
            brief: file.brief.iter().map(SentenceJson::from).collect(),
            recommendation: (&file.advice).into(),
            checked_at: when.text(file.checked_at),
            checking_again: file.is_refreshing,
            findings: file.findings.iter().map(|one| FindingJson::of(one, when)).collect(),
            checklist: file.checklist.iter().map(|row| ChecklistJson::of(row, when)).collect(),
        }
    }
}

impl<'a> From<&'a Assessment> for AssessmentJson<'a> {
    fn from(assessment: &'a Assessment) -> Self {
        let facts = assessment.facts.iter();
        Self {
            level: assessment.level.word(),
            provider: assessment.provider.raw(),
            score: assessment.score.as_ref().map(crate::domain::Clean::raw),
            facts: facts
                .map(|fact| RiskFactJson { text: fact.text.raw(), sentiment: fact.sentiment })
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct ActionJson<'a> {
    verb: &'static str,
    allowed: bool,
    why_not: Option<&'a str>,
}

impl<'a> From<&'a Action> for ActionJson<'a> {
    fn from(action: &'a Action) -> Self {
        let why_not = action.allowed.as_ref().err().map(|why| why.0.as_str());
        Self { verb: action.verb.word(), allowed: why_not.is_none(), why_not }
    }
}
