//! What every kind of file has: names, addresses, amounts, moments. Nothing here repeats a
//! value in its sentence: a value may be a customer's.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Timelike};

use crate::cache::ShopFacts;
use crate::domain::{
    Address, Clean, Currency, Fulfilment, Money, MoneyPair, OrderId, Payment, Readable, RiskLevel,
    ShortOrder, Timestamp, Zone,
};

/// Store ids are shorter, cards are not (C1): an id is kept as it is, so none may be a card.
const LONGEST_DIGITS: usize = 14;
/// A longer text is no id, bytes.
const LONGEST_ID: usize = 128;

/// An order of which nothing but its id, name and time is known.
pub(super) fn bare(
    shop: &ShopFacts,
    (id, name): (OrderId, Clean),
    placed_at: Timestamp,
) -> ShortOrder {
    ShortOrder {
        shop: shop.shop.clone(),
        id,
        name,
        placed_at,
        updated_at: placed_at,
        archived_at: None,
        cancelled_at: None,
        email: Readable::Absent,
        phone: Readable::Absent,
        ip: Readable::Absent,
        billing: Readable::Absent,
        shipping: Readable::Absent,
        customer_id: None,
        customer_name: Readable::Absent,
        total: None,
        pieces: 0,
        coupons: Vec::new(),
        tags: Vec::new(),
        payment: Payment::default(),
        fulfilment: Fulfilment::default(),
        risk: RiskLevel::default(),
        card: None,
        device: None,
        bad_end: None,
        ended: None,
    }
}

/// An id as the store writes it: short, of visible characters, and no card number.
pub(super) fn id(text: &str) -> Option<&str> {
    let text = text.trim();
    let digits = text.chars().filter(|sign| sign.is_numeric()).count();
    let is_card = digits > LONGEST_DIGITS && Clean::new(text).raw() != text;
    let is_plain = !text.chars().any(char::is_control);
    (!text.is_empty() && text.len() <= LONGEST_ID && is_plain && !is_card).then_some(text)
}

/// Text that is there.
pub(super) fn text(text: &str) -> Readable<Clean> {
    let text = text.trim();
    (!text.is_empty()).then(|| Clean::new(text)).into()
}

/// A telephone number that is there; sheets write a `'` before it.
pub(super) fn phone(text: &str) -> Readable<Clean> {
    let text = unquoted(text);
    (!text.is_empty()).then(|| Clean::phone(text)).into()
}

/// Sheets write a `'` before what must not become a number.
pub(super) fn unquoted(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('\'').unwrap_or(text).trim()
}

/// The lines of an address as a file has them.
#[derive(Default)]
pub(super) struct Written<'a> {
    pub(super) name: &'a str,
    pub(super) company: &'a str,
    pub(super) line1: &'a str,
    pub(super) line2: &'a str,
    pub(super) city: &'a str,
    pub(super) region: &'a str,
    pub(super) postal_code: &'a str,
    pub(super) country: &'a str,
    pub(super) phone: &'a str,
}

impl Written<'_> {
    /// The address; absent when nothing of it is written.
    pub(super) fn address(&self) -> Readable<Address> {
        let clean = |text: &str| Clean::new(text.trim());
        let (region, region_code) = worded(self.region, 3);
        let (country, country_code) = worded(self.country, 2);
        let address = Address {
            name: clean(self.name),
            company: clean(self.company),
            line1: clean(self.line1),
            line2: clean(self.line2),
            city: clean(self.city),
            region,
            region_code,
            postal_code: clean(unquoted(self.postal_code)),
            country,
            country_code,
            phone: phone(self.phone).known().cloned().unwrap_or_default(),
        };
        (address != Address::default()).then_some(address).into()
    }
}

/// What has few letters is a code, the rest are words.
fn worded(text: &str, letters: usize) -> (Clean, Clean) {
    let text = text.trim();
    if text.chars().count() <= letters {
        (Clean::default(), Clean::new(&text.to_uppercase()))
    } else {
        (Clean::new(text), Clean::default())
    }
}

/// Two parts of a name as one.
pub(super) fn joined(first: &str, last: &str) -> String {
    format!("{} {}", first.trim(), last.trim()).trim().to_owned()
}

/// A sum; blank is unknown, which is not nothing.
pub(super) fn total(
    amount: &str,
    currency: &str,
    of_shop: Currency,
) -> Result<Option<MoneyPair>, &'static str> {
    let currency = match currency.trim() {
        "" => of_shop,
        code => Currency::new(code).ok_or("the currency is no code such as USD")?,
    };
    let amount = amount.trim();
    if amount.is_empty() {
        return Ok(None);
    }
    let amount = Money::parse(amount, currency).filter(|amount| amount.minor >= 0);
    let amount = amount.ok_or("the total is no amount such as 129.90 in its currency")?;
    Ok(Some(MoneyPair::same(amount)))
}

/// A moment as exports write it: RFC 3339, or day and time with an offset, or without one in
/// the shop's zone.
pub(super) fn moment(text: &str, zone: Zone) -> Option<Timestamp> {
    let text = text.trim();
    let with_offset = || DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S %z").ok();
    let without = || {
        let forms = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
        let wall = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
        let wall = wall.or_else(|| text.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0))?;
        let minute = zone.at(wall.date(), wall.hour(), wall.minute());
        Some(minute.plus_seconds(i64::from(wall.second())))
    };
    Timestamp::parse(text)
        .or_else(|| with_offset().map(|time| Timestamp(time.to_utc())))
        .or_else(without)
}

/// Words of a list, each once.
pub(super) fn list<'a>(words: impl Iterator<Item = &'a str>) -> Vec<Clean> {
    let words = words.map(str::trim).filter(|word| !word.is_empty());
    words.take(250).map(Clean::new).collect()
}

/// Counts pieces, as many as can be counted.
pub(super) fn more(pieces: u32, of_item: u32) -> u32 {
    pieces.saturating_add(of_item)
}
