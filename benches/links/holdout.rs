//! Reads what the second generator wrote.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde_json::Value;
use unhold::domain::{
    Address, CardPrint, Clean, Currency, Money, MoneyPair, OrderId, Readable, ShopId, ShortOrder,
    Timestamp,
};

/// Person and class of each order.
pub fn labels(folder: &Path) -> HashMap<String, (u32, &'static str)> {
    let mut classes: HashMap<String, &'static str> = HashMap::new();
    let file = BufReader::new(File::open(folder.join("labels.tsv")).unwrap());
    let parts = file.lines().map(|line| {
        let line = line.unwrap();
        let mut parts = line.split('\t').map(str::to_owned);
        (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap())
    });
    parts
        .map(|(id, person, class)| {
            let class = *classes.entry(class.clone()).or_insert_with(|| Box::leak(class.into()));
            (id, (person.parse().unwrap(), class))
        })
        .collect()
}

/// Each order, in the order of the file.
pub fn orders(folder: &Path, mut with: impl FnMut(ShortOrder)) {
    let file = BufReader::new(File::open(folder.join("orders.jsonl")).unwrap());
    for line in file.lines() {
        with(order(&serde_json::from_str(&line.unwrap()).unwrap()));
    }
}

fn order(from: &Value) -> ShortOrder {
    let text = |value: &Value| value.as_str().map(Clean::new);
    let known = |value: &Value| text(value).map_or(Readable::Absent, Readable::Known);
    let placed: chrono::DateTime<chrono::Utc> = from["placed_at"]
        .as_str()
        .unwrap()
        .parse::<chrono::DateTime<chrono::FixedOffset>>()
        .unwrap()
        .into();
    let placed_at = Timestamp::from_millis(placed.timestamp_millis());
    let minor: f64 = from["total"].as_str().and_then(|t| t.parse().ok()).unwrap_or(0.0);
    let currency = from["currency"].as_str().and_then(Currency::new).unwrap_or(Currency::USD);
    let money = Money { minor: (minor * 100.0).round() as i64, currency };
    let phone = |value: &Value| value.as_str().map(Clean::phone);
    ShortOrder {
        shop: ShopId::new("holdout"),
        id: OrderId::new(from["id"].as_str().unwrap()),
        name: text(&from["order"]).unwrap_or_default(),
        placed_at,
        updated_at: placed_at,
        archived_at: None,
        cancelled_at: None,
        email: known(&from["email"]),
        phone: phone(&from["phone"]).map_or(Readable::Absent, Readable::Known),
        ip: known(&from["ip"]),
        billing: address(&from["billing"]),
        shipping: address(&from["shipping"]),
        customer_id: None,
        customer_name: known(&from["customer"]["name"]),
        total: Some(MoneyPair { shop: money, charged: money }),
        pieces: 1,
        coupons: Vec::new(),
        tags: Vec::new(),
        payment: unhold::domain::Payment::Paid,
        fulfilment: unhold::domain::Fulfilment::Fulfilled,
        risk: unhold::domain::RiskLevel::Low,
        card: card(&from["card"]),
        device: None,
        bad_end: None,
        ended: None,
    }
}

fn card(from: &Value) -> Option<CardPrint> {
    let (month, year) = from["expiry"].as_str()?.split_once('/')?;
    Some(CardPrint {
        bin: from["bin"].as_str().map(Clean::new).unwrap_or_default(),
        last_four: Clean::new(from["last4"].as_str()?),
        expiry: Some((month.parse().ok()?, 2000 + year.parse::<u16>().ok()?)),
    })
}

fn address(from: &Value) -> Readable<Address> {
    if !from.is_object() {
        return Readable::Absent;
    }
    let text = |key: &str| from[key].as_str().map(Clean::new).unwrap_or_default();
    Readable::Known(Address {
        name: text("name"),
        company: text("company"),
        line1: text("address1"),
        line2: text("address2"),
        city: text("city"),
        region: text("region"),
        region_code: text("region"),
        postal_code: text("postal_code"),
        country: Clean::default(),
        country_code: text("country"),
        phone: from["phone"].as_str().map(Clean::phone).unwrap_or_default(),
    })
}
