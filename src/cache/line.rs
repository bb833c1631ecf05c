//! One line of the queue as it is kept: made from an order, written, read back.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::facts::{self, Facts, NO_DEADLINE, Unpacked};
use super::fold;
use super::hash::Hash;
use super::row::{Moment, QueueRow, RowKey};
use super::snag::Snag;
use crate::domain::{
    Assessment, Clean, ClockReading, Currency, Lane, Money, MoneyPair, Order, OrderId, Revision,
    ShopId, Timestamp, Verdict,
};
use crate::policy::Placement;

/// Longer names are cut in the queue; the order in full keeps them.
const LONGEST_NAME: usize = 256;

/// A line on its way into the table.
pub(super) struct Line<'a> {
    pub row: i64,
    pub shop: i64,
    pub order: &'a Order,
    pub revision: &'a Revision,
    pub placement: &'a Placement,
    /// Shown until the order is checked; a line that is there keeps its own.
    pub verdict: Verdict,
}

/// What counters and skipping need of the line that was there before.
pub(super) struct Before {
    pub lane: i64,
    pub deadline: i64,
    words: i64,
    digest: i64,
}

/// What was there before, when the order had a line.
pub(super) fn before(connection: &Connection, row: i64) -> Result<Option<Before>, Snag> {
    let mut find = connection
        .prepare_cached("SELECT facts & 7, deadline, words, digest FROM queue WHERE row = ?1")?;
    let found = find.query_row([row], |row| {
        Ok(Before {
            lane: row.get(0)?,
            deadline: row.get(1)?,
            words: row.get(2)?,
            digest: row.get(3)?,
        })
    });
    Ok(found.optional()?)
}

const PUT: &str = "
INSERT OR REPLACE INTO queue (
    row, shop, open, deadline, rank, placed, facts, total, customer_sort, clock, verdict, id,
    name, customer, revision, score, provider, currency, charged, charged_currency, why, words,
    digest)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
    coalesce((SELECT verdict FROM queue WHERE row = ?1), ?11), ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
    ?20, ?21, ?22, ?23)";

impl Line<'_> {
    /// Writes the line unless it is there already; says whether it wrote.
    pub(super) fn put(&self, connection: &Connection, old: Option<&Before>) -> Result<bool, Snag> {
        let text = self.text();
        let words = Hash::new().text(&text).finish();
        let digest = self.digest(words);
        if old.is_some_and(|old| old.digest == digest) {
            return Ok(false);
        }
        self.insert(connection, words, digest)?;
        if old.is_none_or(|old| old.words != words) {
            connection
                .prepare_cached("INSERT OR REPLACE INTO words (rowid, text) VALUES (?1, ?2)")?
                .execute(params![self.row, text])?;
        }
        Ok(true)
    }

    fn insert(&self, connection: &Connection, words: i64, digest: i64) -> Result<(), Snag> {
        let (order, facts) = (self.order, self.facts());
        let total = order.totals.total;
        let (score, provider) = best(order);
        let customer = order.buyer().map_or("", Clean::raw);
        connection.prepare_cached(PUT)?.execute(params![
            self.row,
            self.shop,
            self.placement.lane != Lane::Done,
            deadline(self.placement.clock),
            facts.rank(),
            order.placed_at.millis(),
            facts.0,
            total.shop.minor,
            sort_name(customer),
            self.placement.clock.map(|clock| facts::clock_number(clock.name)),
            facts::verdict_number(self.verdict),
            order.id.as_str(),
            fold::cut_to(order.name.raw(), LONGEST_NAME),
            fold::cut_to(customer, LONGEST_NAME),
            self.revision.as_str(),
            score,
            provider,
            total.shop.currency.code(),
            total.charged.minor,
            total.charged.currency.code(),
            self.placement.why,
            words,
            digest,
        ])?;
        Ok(())
    }

    fn facts(&self) -> Facts {
        let order = self.order;
        Facts::pack(&Unpacked {
            lane: self.placement.lane,
            risk: order.risk.level(),
            payment: order.payment,
            fulfilment: order.fulfilment,
            held: order.is_held(),
            archived: order.is_archived(),
            cancelled: order.is_cancelled(),
            shipping: &order.shipping,
            billing: &order.billing,
        })
    }

    fn digest(&self, words: i64) -> i64 {
        let order = self.order;
        let (score, provider) = best(order);
        Hash::new()
            .number(words)
            .number(self.facts().0)
            .number(deadline(self.placement.clock))
            .number(self.placement.clock.map_or(-1, |clock| facts::clock_number(clock.name)))
            .number(order.placed_at.millis())
            .number(order.totals.total.shop.minor)
            .number(order.totals.total.charged.minor)
            .text(self.revision.as_str())
            .text(order.name.raw())
            .text(order.buyer().map_or("", Clean::raw))
            .text(score.unwrap_or_default())
            .text(provider)
            .text(self.placement.why.as_deref().unwrap_or_default())
            .finish()
    }

    /// The counter that the line belongs to: base lane and deadline.
    pub(super) fn counted(&self) -> (i64, i64) {
        (facts::lane_number(self.placement.lane), deadline(self.placement.clock))
    }

    /// Everything that free text and the field terms look for, each word after a blank.
    fn text(&self) -> String {
        let order = self.order;
        let spoken = [Some(&order.name), order.buyer(), order.email.known(), order.ip.known()];
        let cities = [&order.shipping, &order.billing].map(|a| a.known().map(|a| &a.city));
        let spoken = spoken.into_iter().chain(cities).flatten();
        let mut words: Vec<String> = spoken.flat_map(|part| fold::words(part.raw())).collect();
        words.extend(phones(order).flat_map(|phone| phone_words(phone.raw())));
        let name = order.buyer().map_or("", Clean::raw);
        words.extend(fold::words(name).iter().map(|word| format!("=n{word}")));
        words.extend(field_words(order));
        format!(" {}", words.join(" "))
    }
}

/// The number kept for a deadline.
pub(super) fn deadline(clock: Option<ClockReading>) -> i64 {
    clock.map_or(NO_DEADLINE, |clock| clock.at.millis().min(NO_DEADLINE - 1))
}

/// The assessment that gives the highest level: its number and who gave it.
fn best(order: &Order) -> (Option<&str>, &str) {
    let level = order.risk.level();
    let best = order.risk.assessments.iter().find(|one| one.level == level);
    let score = best.and_then(|one| one.score.as_ref()).map(Clean::raw);
    (score, best.map_or("", |one: &Assessment| one.provider.raw()))
}

/// Names sort without accents and case, nameless ones last.
fn sort_name(customer: &str) -> String {
    match fold::words(customer).join(" ") {
        blank if blank.is_empty() => "~".to_owned(),
        name => fold::cut_to(&name, 40).to_owned(),
    }
}

fn phones(order: &Order) -> impl Iterator<Item = &Clean> {
    let addresses = [&order.shipping, &order.billing];
    let of_addresses = addresses.into_iter().filter_map(|one| one.known().map(|a| &a.phone));
    order.phone.known().into_iter().chain(of_addresses).filter(|phone| !phone.is_blank())
}

/// A number is found as written, as digits in one run, and by its last seven to ten.
fn phone_words(phone: &str) -> Vec<String> {
    let mut words = fold::words(phone);
    let digits = fold::digits(phone);
    for kept in [10, 9, 8, 7] {
        let skipped = digits.len().saturating_sub(kept);
        words.extend(digits.get(skipped..).filter(|_| skipped > 0).map(str::to_owned));
    }
    words.push(digits);
    words.retain(|word| !word.is_empty());
    words.sort_unstable();
    words.dedup();
    words
}

fn field_words(order: &Order) -> Vec<String> {
    let email = order.email.known().map_or("", Clean::raw);
    let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain);
    let ip = order.ip.known().map_or("", Clean::raw);
    let marked = [('e', email), ('e', domain), ('i', ip)].into_iter();
    let tags = order.tags.iter().take(64).map(|tag| ('t', tag.raw()));
    let coupons = order.coupons.iter().take(64).map(|code| ('c', code.raw()));
    marked.chain(tags).chain(coupons).filter_map(|(mark, text)| fold::field(mark, text)).collect()
}

pub(super) const COLUMNS: &str = "
    q.row, s.id, q.id, q.name, q.customer, q.revision, q.facts, q.score, q.provider, q.total,
    q.currency, q.charged, q.charged_currency, q.placed, q.deadline, q.clock, q.why, q.verdict";

/// Reads a line back; overdue and due today follow from the moment.
pub(super) fn read(row: &Row<'_>, moment: Moment) -> rusqlite::Result<QueueRow> {
    let facts = Facts(row.get(6)?);
    let deadline: i64 = row.get(14)?;
    let text = |at: usize| row.get_ref(at).and_then(|v| Ok(Clean::new(v.as_str()?)));
    let score: Option<String> = row.get(7)?;
    Ok(QueueRow {
        key: RowKey(row.get(0)?),
        shop: ShopId::new(row.get::<_, String>(1)?),
        id: OrderId::new(row.get::<_, String>(2)?),
        order: text(3)?,
        customer: text(4)?,
        revision: Revision::new(row.get::<_, String>(5)?),
        risk: facts.risk(),
        score: score.as_deref().map(Clean::new),
        provider: text(8)?,
        total: MoneyPair { shop: money(row, 9, 10)?, charged: money(row, 11, 12)? },
        placed_at: Timestamp::from_millis(row.get(13)?),
        payment: facts.payment(),
        fulfilment: facts.fulfilment(),
        held: facts.held(),
        archived: facts.archived(),
        cancelled: facts.cancelled(),
        lane: moment.lane(facts.lane(), deadline),
        clock: clock(row.get(15)?, deadline),
        why: row.get(16)?,
        recommendation: facts::verdict_numbered(row.get(17)?),
        outbox: None,
    })
}

fn money(row: &Row<'_>, amount: usize, currency: usize) -> rusqlite::Result<Money> {
    let code = row.get_ref(currency)?;
    let currency = Currency::new(code.as_str()?).unwrap_or(Currency::USD);
    Ok(Money { minor: row.get(amount)?, currency })
}

/// The clock of a kept line.
pub(super) fn clock(name: Option<i64>, deadline: i64) -> Option<ClockReading> {
    let name = facts::clock_numbered(name?)?;
    Some(ClockReading { name, at: Timestamp::from_millis(deadline) })
}
