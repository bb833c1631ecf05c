//! One believable order with everything on it, and a queue around it.

use crate::desk::{Action, CaseFile, HeaderFacts, Limits, OutboxCounts, QueueRow, RowKey};
use crate::domain::*;
use crate::policy::{
    Advice, ChecklistRow, ChecklistStep, LookUp, Placement, PolicySettings, TickState, Weights, Why,
};

pub(super) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// Saturday evening in New York.
pub(super) fn now() -> Timestamp {
    at("2026-11-21T23:20:30Z")
}

pub(super) fn clean(text: &str) -> Clean {
    Clean::new(text)
}

pub(super) fn usd(amount: &str) -> Money {
    Money::parse(amount, Currency::USD).unwrap()
}

fn pair(amount: &str) -> MoneyPair {
    MoneyPair::same(usd(amount))
}

fn address(
    name: &str,
    line1: &str,
    city: &str,
    (region, postal, country): (&str, &str, &str),
) -> Address {
    Address {
        name: clean(name),
        line1: clean(line1),
        city: clean(city),
        region: clean(region),
        region_code: clean(region),
        postal_code: clean(postal),
        country: clean(if country == "US" { "United States" } else { country }),
        country_code: clean(country),
        phone: Clean::phone("+1 415 555 0134"),
        ..Address::default()
    }
}

pub(super) fn hold(id: &str, by: &str, reason: HoldReason, notes: &str) -> Hold {
    let shown = match reason {
        HoldReason::FraudRisk => "High risk of fraud",
        HoldReason::Stock => "Inventory out of stock",
        _ => "Other",
    };
    Hold {
        id: id.into(),
        reason,
        reason_shown: clean(shown),
        notes: clean(notes),
        by: Readable::Known(clean(by)),
        ours: by == "unhold",
        handle: None,
    }
}

#[expect(clippy::too_many_lines, reason = "one order with everything on it")]
pub(super) fn order() -> Order {
    let card = CardPayment {
        avs: Some(clean("N")),
        cvv: Some(clean("M")),
        bin: Some(clean("424242")),
        brand: Some(clean("Visa")),
        number: Some(clean("•••• •••• •••• 4242")),
        name: Readable::Known(clean("Anna Lindqvist")),
        ..CardPayment::default()
    };
    Order {
        shop: ShopId::new("1"),
        id: OrderId::new("5002047"),
        name: clean("#2047"),
        placed_at: at("2026-11-21T14:05:00Z"),
        updated_at: at("2026-11-21T15:00:00Z"),
        closed: ClosedHow { archived_at: Some(at("2026-11-21T14:06:00Z")), ..ClosedHow::default() },
        tags: vec![clean("fraud-review"), clean("first order")],
        note: clean("Please leave at the back door.\nCall \u{202E}before\u{202C} noon."),
        attributes: vec![(clean("gift"), clean("yes"))],
        email: Readable::Known(clean("anna.lindqvist@example.org")),
        phone: Readable::Known(Clean::phone("+1 415 555 0134")),
        ip: Readable::Denied("the token lacks protected customer data".to_owned()),
        billing: Readable::Known(address(
            "Anna Lindqvist",
            "14 Market Street",
            "San Francisco",
            ("CA", "94110", "US"),
        )),
        shipping: Readable::Known(address(
            "A. Lindkvist",
            "9 Fulton Street",
            "New York",
            ("NY", "10038", "US"),
        )),
        customer: Readable::Known(Customer {
            id: "77".into(),
            name: Readable::Known(clean("Anna Lindqvist")),
            since: Some(at("2026-11-21T14:01:00Z")),
            orders: Some(1),
            spent: Some(usd("389.70")),
            email_verified: Some(false),
            note: Clean::default(),
            tags: vec![],
        }),
        risk: Risk {
            advice: ProviderAdvice::Investigate,
            assessments: vec![
                Assessment {
                    provider: clean("Shopify"),
                    level: RiskLevel::High,
                    score: None,
                    facts: vec![
                        RiskFact {
                            text: clean("Card Verification Value (CVV) is correct"),
                            sentiment: Sentiment::Positive,
                        },
                        RiskFact {
                            text: clean(
                                "Billing street address doesn't match credit card's registered address",
                            ),
                            sentiment: Sentiment::Negative,
                        },
                        RiskFact {
                            text: clean("There was 1 payment attempt"),
                            sentiment: Sentiment::Neutral,
                        },
                    ],
                },
                Assessment {
                    provider: clean("Fraud Scanner"),
                    level: RiskLevel::Medium,
                    score: Some(clean("41.5")),
                    facts: vec![RiskFact {
                        text: clean("Total above 300"),
                        sentiment: Sentiment::Negative,
                    }],
                },
            ],
        },
        payment: Payment::Paid,
        fulfilment: Fulfilment::Unfulfilled,
        totals: Totals {
            total: pair("389.70"),
            received: pair("389.70"),
            refunded: pair("0"),
            capturable: pair("0"),
        },
        transactions: vec![Transaction {
            id: "t1".into(),
            kind: TransactionKind::Sale,
            state: TransactionState::Success,
            amount: pair("389.70"),
            gateway: clean("shopify_payments"),
            parent: None,
            at: Some(at("2026-11-21T14:05:10Z")),
            expires_at: None,
            error: None,
            details: PaymentDetails::Card(Box::new(card)),
        }],
        refunds: vec![],
        fulfilment_orders: vec![FulfilmentOrder {
            id: "fo1".into(),
            state: FulfilmentOrderState::OnHold,
            location: clean("Warehouse East"),
            holds: vec![
                hold("h1", "Fraud Scanner", HoldReason::FraudRisk, "Score 41.5"),
                hold("h2", "Mia Chen", HoldReason::Stock, "Waiting for B12"),
            ],
            may_hold: true,
            may_release: true,
        }],
        items: vec![
            item("B12-90", "Vitamin B12", "90 capsules", (12, "29.90")),
            item("D3-60", "Vitamin D3", "", (1, "30.90")),
        ],
        coupons: vec![clean("SPRING")],
        disputes: vec![],
        timeline: (0..9)
            .map(|i| TimelineEvent {
                at: at("2026-11-21T14:05:00Z").plus_seconds(i * 60),
                by: clean(if i == 0 { "" } else { "Fraud Scanner" }),
                text: clean(if i == 0 {
                    "Anna Lindqvist placed this order"
                } else {
                    "Order was checked"
                }),
            })
            .collect(),
        source: clean("web"),
        holds_unread: None,
        gaps: vec![],
    }
}

fn item(sku: &str, title: &str, variant: &str, (quantity, price): (u32, &str)) -> LineItem {
    let unit = usd(price);
    LineItem {
        id: sku.into(),
        sku: clean(sku),
        title: clean(title),
        variant: clean(variant),
        quantity,
        refundable: quantity,
        unfulfilled: quantity,
        unit_price: unit,
        line_total: Money { minor: unit.minor * i64::from(quantity), ..unit },
    }
}

fn finding(check: Check, outcome: Outcome, headline: &str) -> Finding {
    Finding {
        check,
        outcome,
        headline: headline.to_owned(),
        facts: vec![],
        weight: 0.4,
        source: "orders in the cache".to_owned(),
        as_of: at("2026-11-21T22:00:00Z"),
        links: vec![],
    }
}

pub(super) fn case_file() -> CaseFile {
    let bare = unbriefed();
    let brief =
        crate::policy::brief(&bare.order, &bare.findings, &PolicySettings::default(), now());
    CaseFile { brief, ..bare }
}

fn unbriefed() -> CaseFile {
    let order = order();
    let mut duplicates =
        finding(Check::Duplicates, Outcome::Warn, "2 other orders share something with this one");
    duplicates.links = ["#2031", "#1990"]
        .iter()
        .zip([0.93, 0.41])
        .map(|(name, score)| Link {
            shop: ShopId::new("1"),
            id: OrderId::new(&**name),
            order: clean(name),
            placed_at: at("2026-11-18T09:30:00Z"),
            score,
            reasons: vec![LinkReason::SameEmail, LinkReason::SamePhone],
            state: "paid, unfulfilled".to_owned(),
        })
        .collect();
    CaseFile {
        advised: "Verify it with the customer",
        no_money: None,
        closed_days: vec![],
        revision: Revision::of(&order),
        checked_at: at("2026-11-20T15:00:00Z"),
        is_refreshing: false,
        read_at: at("2026-11-21T23:10:00Z"),
        placement: Placement {
            lane: Lane::New,
            clock: Some(ClockReading {
                name: ClockName::FirstDecision,
                at: at("2026-11-23T19:05:00Z"),
            }),
            why: None,
        },
        findings: vec![
            duplicates,
            finding(Check::Ip, Outcome::Unknown, "not possible: the IP address may not be read"),
            finding(
                Check::Distance,
                Outcome::Notice,
                "billing and shipping lie in different towns",
            ),
        ],
        brief: vec![],
        advice: Advice {
            verdict: Verdict::Verify,
            score: 1.3,
            reasons: vec![
                Why { words: "an earlier order shares e-mail and phone".to_owned(), weight: 1.1 },
                Why { words: "the security code matched".to_owned(), weight: -0.6 },
            ],
            without: vec!["the IP address would say where the order came from".to_owned()],
        },
        limits: Limits::of(&Weights::default()),
        checklist: checklist(),
        actions: Verb::ALL
            .iter()
            .map(|verb| Action {
                verb: *verb,
                allowed: match verb {
                    Verb::Archive => Err(WhyNot("it is archived already".to_owned())),
                    _ => Ok(()),
                },
            })
            .collect(),
        preselected: vec!["h1".into()],
        outbox: vec![],
        order,
    }
}

/// An order that shares e-mail and phone with the sample, under another spelling.
pub(super) fn other_order(id: &str) -> ShortOrder {
    let mut other = ShortOrder::from(&order());
    other.id = OrderId::new(id);
    other.name = clean(id);
    other.customer_name = Readable::Known(clean("A. Lindquist"));
    other.phone = Readable::Known(Clean::phone("(415) 555-0134"));
    other.placed_at = at("2026-11-18T09:30:00Z");
    other.shipping = other.billing.clone();
    other.tags = vec![];
    other
}

fn checklist() -> Vec<ChecklistRow> {
    let row =
        |step, title, source, state, opens| ChecklistRow { step, title, source, state, opens };
    let by_data = |check, headline: &str| TickState::ByData {
        check,
        as_of: at("2026-11-21T22:00:00Z"),
        headline: headline.to_owned(),
        checked: None,
    };
    vec![
        row(
            ChecklistStep::ReadAnalysis,
            "Read why it was flagged",
            "S29, S30",
            TickState::ByHand { by: "Sam Example".to_owned(), at: at("2026-11-21T23:12:00Z") },
            Some(LookUp::StoreAdmin),
        ),
        row(
            ChecklistStep::CrossCheck,
            "Other orders with the same name, e-mail, phone or address",
            "S31",
            by_data(Check::Duplicates, "2 other orders share something with this one"),
            None,
        ),
        row(
            ChecklistStep::HelpDesk,
            "Search the help desk for earlier mails",
            "S34",
            TickState::Waiting,
            None,
        ),
        row(
            ChecklistStep::CompareAddresses,
            "Compare billing and shipping",
            "S35",
            by_data(Check::Distance, "billing and shipping lie in different towns"),
            None,
        ),
        row(
            ChecklistStep::MapDistance,
            "See on a map how far apart they are",
            "S36",
            TickState::Waiting,
            Some(LookUp::Map),
        ),
        row(
            ChecklistStep::SearchName,
            "Search the web for the name",
            "S39",
            TickState::Waiting,
            Some(LookUp::WebName),
        ),
        row(
            ChecklistStep::CheckIp,
            "Where the buyer's computer is",
            "S41",
            TickState::NotPossible("the IP address may not be read".to_owned()),
            None,
        ),
        row(
            ChecklistStep::ContactCustomer,
            "Call and mail the customer",
            "S48",
            TickState::Waiting,
            None,
        ),
    ]
}

pub(super) fn facts() -> HeaderFacts {
    HeaderFacts {
        store: clean("Vitamin Demo"),
        reviewer: "Sam Example".to_owned(),
        zone: Zone::named("America/New_York").unwrap(),
        currency: Currency::USD,
        last_sync: Some(at("2026-11-21T23:18:00Z")),
        lanes: vec![
            (Lane::Overdue, 3),
            (Lane::DueToday, 9),
            (Lane::New, 1187),
            (Lane::Waiting, 12),
            (Lane::HighValue, 4),
            (Lane::Unscored, 0),
            (Lane::Done, 240),
        ],
        outbox: OutboxCounts::default(),
        trouble: None,
        unseen: None,
    }
}

/// Rows of the queue; the fourth has hostile text, the second is under way.
pub(super) fn queue_rows(count: u32) -> Vec<QueueRow> {
    (0..count).map(queue_row).collect()
}

pub(super) fn queue_row(i: u32) -> QueueRow {
    let risks = [
        RiskLevel::High,
        RiskLevel::Medium,
        RiskLevel::Unscored,
        RiskLevel::Medium,
        RiskLevel::Low,
    ];
    let names = [
        "Anna Lindqvist",
        "山田 太郎",
        "Zoë Ibáñez-O'Connor von und zu Hohenlohe",
        "Bob \u{202E}gnp.exe",
        "Li Wei 👨‍👩‍👧",
    ];
    let place = (i % 5) as usize;
    let order = order();
    QueueRow {
        key: RowKey(i),
        shop: ShopId::new("1"),
        id: if i == 0 { order.id.clone() } else { OrderId::new(format!("{}", 5_002_047 + i)) },
        order: clean(&format!("#{}", 2047 + i)),
        customer: clean(names[place]),
        revision: Revision::of(&order),
        risk: risks[place],
        score: None,
        provider: clean("Shopify"),
        total: pair(["389.70", "59.80", "1250.00", "12.00", "99.90"][place]),
        placed_at: now().plus_seconds(-i64::from(i) * 7_200 - 33_300),
        payment: [
            Payment::Paid,
            Payment::Authorised,
            Payment::PartlyRefunded,
            Payment::Paid,
            Payment::Pending,
        ][place],
        fulfilment: Fulfilment::Unfulfilled,
        held: !(i + 1).is_multiple_of(3),
        archived: i.is_multiple_of(2),
        cancelled: false,
        lane: if i == 1 { Lane::Overdue } else { Lane::New },
        clock: Some(ClockReading {
            name: if i.is_multiple_of(2) {
                ClockName::FirstDecision
            } else {
                ClockName::Authorisation
            },
            at: now().plus_seconds(i64::from(i) * 9_000 - 7_500),
        }),
        why: None,
        recommendation: [
            Verdict::Verify,
            Verdict::Release,
            Verdict::Unknown,
            Verdict::Refund,
            Verdict::Release,
        ][place],
        outbox: None,
    }
}

pub(super) fn plan(verb: Verb, steps: Vec<Step>) -> Plan {
    let order = order();
    Plan {
        shop: order.shop.clone(),
        order: order.id.clone(),
        order_name: order.name.clone(),
        verb,
        revision: Revision::of(&order),
        steps,
        warnings: vec![],
    }
}

pub(super) fn release_plan() -> Plan {
    let steps = vec![
        Step::ReleaseHolds { fulfilment_order: "fo1".into(), holds: vec!["h1".into()] },
        Step::SetArchived { archived: false },
    ];
    let mut plan = plan(Verb::Release, steps);
    plan.warnings = vec!["Still held by Mia Chen: Inventory out of stock.".to_owned()];
    plan
}

pub(super) fn refund_plan() -> Plan {
    let part = RefundPart {
        parent: "t1".into(),
        gateway: clean("shopify_payments"),
        amount: usd("389.70"),
    };
    plan(
        Verb::Refund,
        vec![
            Step::Refund {
                parts: vec![part],
                lines: vec![RefundLine { item: "B12-90".into(), quantity: 12, location: None }],
                restock: Restock::No,
                notify: Notify::Nobody,
                note: clean("EX [conversation] SE. Fraud Risk Order. Order # EX-2047"),
                refunded_before: usd("0"),
            },
            Step::AppendNote {
                text: clean(
                    "EX [conversation] SE\nFraud Risk Order # EX-2047\nRefunded 389.70 USD",
                ),
            },
        ],
    )
}

pub(super) fn row(plan: &Plan, state: RowState, number: u128) -> OutboxRow {
    let step_state = match state {
        RowState::Confirmed => StepState::Confirmed,
        RowState::Unknown => StepState::Unknown,
        RowState::Failed | RowState::Stopped => StepState::Failed,
        _ => StepState::Waiting,
    };
    let steps = plan.steps.iter().enumerate().map(|(at, step)| StepRow {
        place: u32::try_from(at).unwrap() + 1,
        system: "store".to_owned(),
        step: step.clone(),
        call: "fulfillmentOrderReleaseHold".to_owned(),
        state: if state == RowState::Stopped && at == 0 {
            StepState::Confirmed
        } else {
            step_state
        },
        key: uuid::Uuid::from_u128(number * 100 + at as u128),
        first_sent_at: None,
        attempts: u32::from(!matches!(state, RowState::Staged | RowState::Dropped)),
        stood: None,
        ticket: None,
        receipt: (state == RowState::Confirmed || (state == RowState::Stopped && at == 0)).then(
            || Receipt {
                at: now(),
                reference: None,
                before: "paid, held, archived".to_owned(),
                after: "paid, archived".to_owned(),
            },
        ),
        error: matches!(state, RowState::Stopped | RowState::Unknown)
            .then(|| "the store did not answer in 30 s".to_owned())
            .filter(|_| at > 0 || state == RowState::Unknown),
        undoes: None,
    });
    OutboxRow {
        id: RowId(uuid::Uuid::from_u128(number)),
        shop: plan.shop.clone(),
        order: plan.order.clone(),
        order_name: plan.order_name.clone(),
        verb: plan.verb,
        revision: plan.revision.clone(),
        state,
        reviewer: "Sam Example".to_owned(),
        staged_at: now(),
        due_at: now().plus_seconds(30),
        steps: steps.collect(),
        money: None,
        handed_over: None,
    }
}
