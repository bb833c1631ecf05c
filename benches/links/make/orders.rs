//! From the filled-in form to the order as the cache keeps it.

use std::hash::{DefaultHasher, Hash, Hasher};

use unhold::domain::{
    Address, BadEnd, CardPrint, Clean, Currency, Fulfilment, Money, MoneyPair, OrderId, Payment,
    Readable, RiskLevel, ShopId, ShortOrder, Timestamp,
};

use super::cards::Card;
use super::dice::Dice;
use super::forms::Form;
use super::labels::Label;

/// 1 December 2023, 00:00 UTC, in seconds since 1970.
const BEGINNING: usize = 1_701_388_800;
const DAY: usize = 86_400;
/// How long the orders go on.
const DAYS: usize = 1096;
/// The share of a day's orders, in thousandths, of each hour (UTC; most buyers are American).
const HOURS: [usize; 24] =
    [62, 60, 56, 48, 38, 28, 18, 12, 9, 9, 11, 16, 26, 36, 44, 50, 53, 55, 56, 57, 59, 62, 67, 68];

/// Where an order stands in the row of all of them.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub number: usize,
    pub of: usize,
}

/// When the order was placed: never before the one before it.
pub fn placed_at(place: Place, dice: &mut Dice) -> Timestamp {
    let span = DAYS as u128 * 1_000_000;
    let from = place.number as u128 * span / place.of.max(1) as u128;
    let to = (place.number as u128 + 1) * span / place.of.max(1) as u128;
    let at =
        usize::try_from(from).unwrap_or(0) + dice.below(usize::try_from(to - from).unwrap_or(1));
    let seconds = BEGINNING + at / 1_000_000 * DAY + second_of_day(at % 1_000_000);
    Timestamp::from_millis(i64::try_from(seconds).unwrap_or(0) * 1000)
}

/// The second at which so many millionths of the day's orders have come in.
fn second_of_day(millionths: usize) -> usize {
    let all: usize = HOURS.iter().sum();
    let mut left = millionths * all;
    for (hour, share) in HOURS.iter().enumerate() {
        if left < share * 1_000_000 {
            return hour * 3600 + left * 3600 / (share * 1_000_000);
        }
        left -= share * 1_000_000;
    }
    DAY - 1
}

/// A moment early enough that two months follow.
pub fn some_time(dice: &mut Dice) -> Timestamp {
    let seconds = BEGINNING + dice.below((DAYS - 70) * DAY);
    Timestamp::from_millis(i64::try_from(seconds).unwrap_or(0) * 1000)
}

/// An order's number and its moment.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    pub number: usize,
    pub at: Timestamp,
}

/// Whether an order was sent and closed before the row of orders ends.
fn is_old(at: Timestamp) -> bool {
    let end = BEGINNING + (DAYS - 5) * DAY;
    at.millis() < i64::try_from(end).unwrap_or(0) * 1000
}

/// The order.
pub fn finished(form: &Form, Head { number, at }: Head, dice: &mut Dice) -> ShortOrder {
    let old = is_old(at);
    let phone = form.phone.as_deref().map(Clean::phone);
    let mut shipping = address(&form.shipping);
    if let Some(phone) = phone.as_ref().filter(|_| dice.hits(600)) {
        shipping.phone = phone.clone();
    }
    ShortOrder {
        shop: ShopId::new("made"),
        id: OrderId::new((5_000_000_000 + number as u64).to_string()),
        name: format!("#{}", 1001 + number).as_str().into(),
        placed_at: at,
        updated_at: at,
        archived_at: old.then(|| at.plus_seconds(3 * 86_400)),
        cancelled_at: dice.hits(12).then(|| at.plus_seconds(7200)),
        customer_id: form.email.as_deref().map(customer),
        email: readable(form.email.as_deref().map(Clean::new)),
        phone: readable(phone),
        ip: readable(form.ip.as_deref().map(Clean::new)),
        billing: readable(form.billing.as_ref().map(address)),
        shipping: Readable::Known(shipping),
        customer_name: readable((!form.customer.is_empty()).then(|| Clean::new(&form.customer))),
        total: Some(total(form.currency, dice)),
        pieces: 1 + u32::try_from(dice.low(6).min(dice.below(9))).unwrap_or(0),
        coupons: coupons(dice),
        tags: tags(dice),
        payment: if dice.hits(20) { Payment::Refunded } else { Payment::Paid },
        fulfilment: if old { Fulfilment::Fulfilled } else { Fulfilment::Unfulfilled },
        risk: *dice.weighed(&[
            (RiskLevel::Low, 930),
            (RiskLevel::Medium, 50),
            (RiskLevel::High, 20),
        ]),
        card: form.card.as_ref().map(print),
        device: form.device.as_deref().map(Clean::new),
        bad_end: dice.hits(4).then(|| *dice.pick(&BAD_ENDS)),
        ended: None,
    }
}

const BAD_ENDS: [BadEnd; 3] =
    [BadEnd::Chargeback, BadEnd::CancelledAsFraud, BadEnd::RefundedAsFraud];

fn print(card: &Card) -> CardPrint {
    CardPrint {
        bin: Clean::new(&card.bin),
        last_four: Clean::new(&card.last_four),
        expiry: Some(card.expiry),
    }
}

fn readable<T>(value: Option<T>) -> Readable<T> {
    value.map_or(Readable::Absent, Readable::Known)
}

/// The store knows its customers by mailbox, as it is written but for capitals.
fn customer(email: &str) -> Box<str> {
    let mut hasher = DefaultHasher::new();
    email.to_lowercase().hash(&mut hasher);
    (hasher.finish() >> 12).to_string().into()
}

fn address(label: &Label) -> Address {
    Address {
        name: Clean::new(&label.name),
        company: Clean::new(&label.company),
        line1: Clean::new(&label.line1),
        line2: Clean::new(&label.line2),
        city: Clean::new(&label.city),
        region: Clean::new(&label.region),
        region_code: Clean::new(&label.region_code),
        postal_code: Clean::new(&label.code),
        country: label.country.into(),
        country_code: label.country_code.into(),
        phone: Clean::default(),
    }
}

/// Between 9 and some 900, the dear ones seldom; prices end in 95.
fn total(currency: &str, dice: &mut Dice) -> MoneyPair {
    let low = dice.low(900).min(dice.below(900));
    let currency = Currency::new(currency).unwrap_or_else(|| Currency::new("USD").expect("a code"));
    let money = Money::parse(&format!("{}.95", 9 + low), currency);
    MoneyPair::same(money.unwrap_or_else(|| Money::zero(currency)))
}

fn coupons(dice: &mut Dice) -> Vec<Clean> {
    if !dice.hits(110) {
        return Vec::new();
    }
    match dice.below(100) {
        0..55 => vec!["WELCOME10".into()],
        55..90 => vec![format!("SALE{}", 1 + dice.low(36)).as_str().into()],
        _ => vec![format!("THANKS-{}", dice.digits(6)).as_str().into()],
    }
}

fn tags(dice: &mut Dice) -> Vec<Clean> {
    const TAGS: [&str; 5] = ["vip", "wholesale", "subscription", "gift", "phone-order"];
    if dice.hits(30) { vec![(*dice.pick(&TAGS)).into()] } else { Vec::new() }
}
