//! A data folder with a warm cache of so many queue rows, each flagged and open.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{TimeDelta, Utc};
use unhold::cache::{Cache, FullEntry, ShopFacts};
use unhold::domain::{
    Address, Assessment, Clean, ClockName, ClockReading, ClosedHow, Currency, Fulfilment,
    FulfilmentOrder, FulfilmentOrderState, Hold, HoldReason, Lane, LineItem, Money, MoneyPair,
    Order, OrderId, Payment, ProviderAdvice, Readable, Risk, RiskFact, RiskLevel, Sentiment,
    ShopId, Timestamp, Totals, Verdict, Zone,
};
use unhold::policy::Placement;

const FIRST: [&str; 12] = [
    "Ana", "Bilal", "Chen", "Dorota", "Emeka", "Freja", "Gil", "Hana", "Ines", "Jonas", "Kavya",
    "Lars",
];
const LAST: [&str; 12] = [
    "Almeida", "Berg", "Castillo", "Dupont", "Eze", "Fischer", "Greco", "Haddad", "Ito", "Jensen",
    "Kowalska", "Lind",
];
const TOWNS: [(&str, &str, &str); 6] = [
    ("Duluth", "MN", "55802"),
    ("Portland", "OR", "97205"),
    ("Austin", "TX", "78701"),
    ("Malmö", "M", "21122"),
    ("Lyon", "ARA", "69001"),
    ("Leeds", "ENG", "LS1 4DY"),
];

/// Makes a data folder with `rows` queue rows below `root`, once; answers with its path.
pub fn folder(root: &Path, rows: usize, shop: &ShopId) -> PathBuf {
    let data = root.join(format!("data-{rows}"));
    let mark = data.join("filled-1");
    if !mark.exists() {
        let _ = fs::remove_dir_all(&data);
        fill(&data, rows, shop);
        fs::write(mark, "").expect("a mark");
    }
    data
}

fn fill(data: &Path, rows: usize, shop: &ShopId) {
    let (cache, _) = Cache::open(data).expect("a cache");
    let facts = ShopFacts {
        shop: shop.clone(),
        name: "Bench shop".into(),
        currency: Currency::USD,
        zone: Zone::named("America/New_York").expect("a zone"),
        reach_days: None,
    };
    cache.put_shop(facts).expect("the shop is kept");
    let now = Utc::now();
    let numbers: Vec<usize> = (0..rows).collect();
    for chunk in numbers.chunks(2_000) {
        let full = chunk.iter().map(|number| entry(shop, *number, Timestamp(now))).collect();
        cache.put_full(shop, full).expect("a page is kept");
    }
}

fn entry(shop: &ShopId, number: usize, now: Timestamp) -> FullEntry {
    let placed_at = Timestamp(now.0 - TimeDelta::minutes(number as i64 % 60_000 + 30));
    let order = order(shop, number, placed_at);
    let clock = ClockReading { name: ClockName::FirstDecision, at: placed_at.plus_seconds(86_400) };
    let lane = if number.is_multiple_of(9) { Lane::Unscored } else { Lane::New };
    let placement = Placement { lane, clock: Some(clock), why: None };
    FullEntry { standing: Some((placement, Verdict::Verify)), ..FullEntry::new(order, now) }
}

fn order(shop: &ShopId, number: usize, placed_at: Timestamp) -> Order {
    let first = FIRST[number % FIRST.len()];
    let last = LAST[(number / FIRST.len()) % LAST.len()];
    let name = Clean::new(&format!("{first} {last}"));
    let total = MoneyPair::same(Money {
        minor: 2_990 + (number as i64 * 37) % 60_000,
        currency: Currency::USD,
    });
    let nothing = MoneyPair::same(Money::zero(Currency::USD));
    let (town, region, code) = TOWNS[number % TOWNS.len()];
    let address = Address {
        name: name.clone(),
        line1: Clean::new(&format!("{} Canal Street", number % 900 + 1)),
        city: town.into(),
        region_code: region.into(),
        postal_code: code.into(),
        country_code: "US".into(),
        ..Address::default()
    };
    let level = [RiskLevel::High, RiskLevel::Medium, RiskLevel::Medium][number % 3];
    let fact = |text: &str, sentiment| RiskFact { text: text.into(), sentiment };
    Order {
        shop: shop.clone(),
        id: OrderId::new((7_100_000_000_000_u64 + number as u64).to_string()),
        name: Clean::new(&format!("#{}", 10_000 + number)),
        placed_at,
        updated_at: placed_at,
        closed: ClosedHow::default(),
        tags: vec!["fraud-review".into()],
        note: Clean::default(),
        attributes: Vec::new(),
        email: Readable::Known(Clean::new(
            &format!("{first}.{last}{number}@example.org").to_lowercase(),
        )),
        phone: Readable::Known("+1 415 555 0134".into()),
        ip: Readable::Known(Clean::new(&format!("203.0.113.{}", number % 254 + 1))),
        billing: Readable::Known(address.clone()),
        shipping: Readable::Known(address),
        customer: Readable::Absent,
        risk: Risk {
            advice: ProviderAdvice::Investigate,
            assessments: vec![Assessment {
                provider: "Shopify".into(),
                level,
                score: None,
                facts: vec![
                    fact("Card Verification Value (CVV) is correct", Sentiment::Positive),
                    fact(
                        "Billing street address doesn't match credit card's registered address",
                        Sentiment::Negative,
                    ),
                ],
            }],
        },
        payment: Payment::Paid,
        fulfilment: Fulfilment::Unfulfilled,
        totals: Totals { total, received: total, refunded: nothing, capturable: nothing },
        transactions: Vec::new(),
        refunds: Vec::new(),
        fulfilment_orders: vec![FulfilmentOrder {
            id: format!("fo-{number}").into(),
            state: FulfilmentOrderState::OnHold,
            location: "Main".into(),
            holds: vec![Hold {
                id: format!("hold-{number}").into(),
                reason: HoldReason::FraudRisk,
                reason_shown: "High risk of fraud".into(),
                notes: Clean::default(),
                by: Readable::Known("Fraud Scanner".into()),
                ours: false,
                handle: None,
            }],
            may_hold: true,
            may_release: true,
        }],
        items: vec![LineItem {
            id: format!("item-{number}").into(),
            sku: "B12-90".into(),
            title: "Vitamin B12".into(),
            variant: "90 tablets".into(),
            quantity: 3,
            refundable: 3,
            unfulfilled: 3,
            unit_price: total.shop,
            line_total: total.shop,
        }],
        coupons: Vec::new(),
        disputes: Vec::new(),
        timeline: Vec::new(),
        source: "web".into(),
        holds_unread: None,
        gaps: Vec::new(),
    }
}
