//! One line of JSON, one order (`contract.md`, `import --format jsonl`).

use std::io::{BufRead, Read as _};

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as NoWord;

use super::parts::{self, Written};
use super::record::{Place, Record, STRANGE, TWICE, Text, fields};
use super::{Found, LONGEST, Refused, Source, Step, unread};
use crate::cache::ShopFacts;
use crate::domain::{Clean, Ended, Fault, OrderId, Readable, ShortOrder, Timestamp};

/// A file of such lines.
pub(super) struct Lines<'a> {
    from: Box<dyn BufRead + 'a>,
    shop: ShopFacts,
    line: Vec<u8>,
    number: u64,
    read: u64,
}

impl<'a> Lines<'a> {
    pub(super) fn new(from: Box<dyn BufRead + 'a>, shop: ShopFacts) -> Self {
        Self { from, shop, line: Vec::new(), number: 0, read: 0 }
    }
}

impl Source for Lines<'_> {
    fn step(&mut self) -> Result<Option<Step>, Fault> {
        loop {
            if !read_line(&mut *self.from, &mut self.line)? {
                return Ok(None);
            }
            self.number += 1;
            if !self.line.trim_ascii().is_empty() {
                break;
            }
        }
        self.read += 1;
        Ok(Some(match order(&self.line, &self.shop) {
            Ok(found) => Step::Order(Box::new(found)),
            Err(why) => Step::Refused(Refused { line: self.number, why }),
        }))
    }

    fn read(&self) -> u64 {
        self.read
    }
}

/// Reads one line with its end; `false` at the end of the file. Of a line that is too long
/// only so much is kept that it is seen to be.
pub(super) fn read_line(from: &mut dyn BufRead, line: &mut Vec<u8>) -> Result<bool, Fault> {
    line.clear();
    let limit = u64::try_from(LONGEST).unwrap_or(u64::MAX).saturating_add(1);
    let read = from.take(limit).read_until(b'\n', line).map_err(unread)?;
    if read > LONGEST && line.last() != Some(&b'\n') {
        from.skip_until(b'\n').map_err(unread)?;
    }
    Ok(read > 0)
}

/// Reads a line; the sentence says why it is not taken, without the customer's words.
pub(super) fn order(line: &[u8], shop: &ShopFacts) -> Result<Found, String> {
    if line.len() > LONGEST {
        return Err("the line is longer than a mebibyte".to_owned());
    }
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let text = str::from_utf8(line).map_err(|_| "the line is not UTF-8".to_owned())?;
    let record: Record = serde_json::from_str(text).map_err(|error| why(&error, text))?;
    taken(record, shop)
}

fn why(error: &serde_json::Error, line: &str) -> String {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    if let Some(name) = said.strip_prefix(STRANGE) {
        let name = Clean::new(name);
        let sentence = "is no known field; fields of your own begin with `x_`";
        return format!("`{}` {sentence}", name.fitted(40));
    }
    if let Some(name) = said.strip_prefix(TWICE) {
        return format!("`{name}` is there twice");
    }
    match error.classify() {
        serde_json::error::Category::Eof => "the line ends in the middle".to_owned(),
        serde_json::error::Category::Data => match named_before(line, error.column()) {
            Some(name) => format!("`{name}` is not of the kind expected"),
            None => "this is no JSON object".to_owned(),
        },
        _ => format!("this is no JSON, from character {} on", error.column()),
    }
}

/// The last known field whose name stands before a column.
fn named_before(line: &str, column: usize) -> Option<&'static str> {
    let before = String::from_utf8_lossy(line.as_bytes().get(..column.min(line.len()))?);
    let place = |name: &&str| before.rfind(&format!("\"{name}\":"));
    fields().filter_map(|name| Some((place(&name)?, name))).max().map(|(_, name)| name)
}

fn taken(record: Record, shop: &ShopFacts) -> Result<Found, String> {
    let own_id = given(record.id.as_ref());
    let id = match parts::id(own_id) {
        Some(id) => OrderId::new(id),
        None if own_id.trim().is_empty() => return Err("`id` is missing".to_owned()),
        None => return Err("`id` is no id of an order".to_owned()),
    };
    let placed_at = record.placed_at.as_deref().ok_or("`placed_at` is missing")?;
    let placed_at = Timestamp::parse(placed_at)
        .ok_or("`placed_at` is no time such as 2026-03-02T14:05:00-05:00")?;
    let name = Some(given(record.order.as_ref()).trim()).filter(|name| !name.is_empty());
    let name = Clean::new(name.unwrap_or(id.as_str()));
    let mut order = parts::bare(shop, (id, name), placed_at);
    let (total, currency) = (given(record.total.as_ref()), given(record.currency.as_ref()));
    order.total = parts::total(total, currency, shop.currency)?;
    people(&mut order, &record);
    goods(&mut order, &record);
    states(&mut order, record)?;
    Ok(Found { order, has_id: true })
}

fn given(text: Option<&Text>) -> &str {
    text.map_or("", |text| text.0.as_str())
}

fn people(order: &mut ShortOrder, record: &Record) {
    order.email = parts::text(given(record.email.as_ref()));
    order.phone = parts::phone(given(record.phone.as_ref()));
    order.ip = parts::text(given(record.ip.as_ref()));
    let address = |place: Option<&Place>| match place {
        Some(place) => written(place).address(),
        None => Readable::Absent,
    };
    order.billing = address(record.billing.as_ref());
    order.shipping = address(record.shipping.as_ref());
    let named = [&order.billing, &order.shipping].into_iter().filter_map(|place| place.known());
    let name = named.map(|place| &place.name).find(|name| !name.is_blank()).cloned();
    order.customer_name = name.into();
    order.customer_id = parts::id(given(record.customer_id.as_ref())).map(Into::into);
}

fn written(place: &Place) -> Written<'_> {
    Written {
        name: given(place.name.as_ref()),
        company: given(place.company.as_ref()),
        line1: given(place.address1.as_ref()),
        line2: given(place.address2.as_ref()),
        city: given(place.city.as_ref()),
        region: given(place.region.as_ref()),
        postal_code: given(place.postal_code.as_ref()),
        country: given(place.country.as_ref()),
        phone: given(place.phone.as_ref()),
    }
}

fn goods(order: &mut ShortOrder, record: &Record) {
    let words =
        |words: &Option<Vec<Text>>| parts::list(words.iter().flatten().map(|word| word.0.as_str()));
    order.tags = words(&record.tags);
    order.coupons = words(&record.discount_codes);
    let pieces = record.items.iter().flatten().map(|item| item.quantity.unwrap_or_default());
    order.pieces = pieces.fold(0, parts::more);
}

fn states(order: &mut ShortOrder, record: Record) -> Result<(), String> {
    let state = record.state.unwrap_or_default();
    // When is not said; the moment of the order stands for it.
    order.archived_at = (state.archived == Some(true)).then_some(order.placed_at);
    order.cancelled_at = (state.cancelled == Some(true)).then_some(order.placed_at);
    order.payment = word("payment", state.payment)?.unwrap_or_default();
    order.fulfilment = word("fulfilment", state.fulfilment)?.unwrap_or_default();
    order.risk = word("level", record.risk.and_then(|risk| risk.level))?.unwrap_or_default();
    order.ended = word("ended", record.ended)?;
    order.bad_end = order.ended.and_then(Ended::bad);
    Ok(())
}

/// A value that is one of a few words.
fn word<T: for<'de> Deserialize<'de>>(
    field: &str,
    word: Option<String>,
) -> Result<Option<T>, String> {
    let Some(word) = word else { return Ok(None) };
    let read: Result<T, NoWord> = T::deserialize(word.trim().into_deserializer());
    read.map(Some).map_err(|_| format!("`{field}` is none of the words that it may be"))
}
