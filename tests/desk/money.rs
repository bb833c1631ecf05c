//! Money given back in parts, in any currency and from several payments, over HTTP.
//!
//! Orders, payments and amounts are drawn from a seed, which is printed. Whatever is asked for,
//! no payment gives back more than came in by it, what is confirmed is what the store has, to
//! the smallest unit, and what is more than is left is refused before anything is sent.

use std::collections::BTreeMap;
use std::io::Write as _;

use serde_json::json;
use unhold::demo::shop::{Currency, Order, TransactionKind, TransactionState};
use unhold::demo::{Elsewhere, Running};
use unhold::desk::{Desk, Window};
use unhold::domain::{Money, OrderId, OutboxRow, RowState, Step, Verb};
use unhold::verbs::{Amount, Wish};

use crate::bench::{Place, global, ran, row, say, store, synced};

/// Two decimals, two, none and three.
const CURRENCIES: [Currency; 4] = [Currency::Usd, Currency::Eur, Currency::Jpy, Currency::Kwd];
/// So many orders of each currency are paid back in parts.
const ORDERS: usize = 14;
/// Most asked of one order before what is left is asked for as a whole.
const PARTS: u64 = 5;

/// Numbers that follow from a seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most
    }

    /// Some of it, not seldom the least there is, all of it, or all but the least.
    fn some_of(&mut self, left: i64) -> i64 {
        let most = u64::try_from(left).unwrap();
        let drawn = match self.below(6) {
            0 => 1,
            1 => most,
            2 => most - 1,
            _ => 1 + self.below(most),
        };
        i64::try_from(drawn.max(1)).unwrap()
    }
}

/// What came in and went back by each payment of an order, in the currency charged.
type Book = BTreeMap<u64, (i64, i64)>;

fn book(order: &Order) -> Book {
    let good = || order.transactions.iter().filter(|one| one.state == TransactionState::Success);
    let mut book = Book::new();
    for one in good() {
        if matches!(one.kind, TransactionKind::Sale | TransactionKind::Capture) {
            book.entry(one.id).or_default().0 += one.amount.presentment;
        }
    }
    for one in good().filter(|one| one.kind == TransactionKind::Refund) {
        book.entry(one.parent.unwrap_or_default()).or_default().1 += one.amount.presentment;
    }
    book
}

fn left(book: &Book) -> i64 {
    book.values().map(|(came, went)| came - went).sum()
}

struct Counter<'a> {
    store: &'a Running,
    desk: &'a Desk,
    dice: Dice,
    refunds: usize,
    refused: usize,
    payments: usize,
}

impl Counter<'_> {
    fn look(&self, id: u64) -> Book {
        let book = self.store.look(|shop| book(shop.order(id).unwrap()));
        for (came, went) in book.values() {
            assert!(went <= came, "order {id}: {book:?}");
        }
        book
    }

    /// Pays an order back until nothing is left.
    fn pay_back(&mut self, id: u64, number: u32) {
        let shares: Vec<u32> = (0..=self.dice.below(4))
            .map(|_| u32::try_from(1 + self.dice.below(9)).unwrap())
            .collect();
        self.payments += shares.len();
        self.store.elsewhere(&Elsewhere::PaidInParts { order: number, shares }).unwrap();
        let order = OrderId::new(id.to_string());
        let mut now = self.look(id);
        for _ in 0..self.dice.below(PARTS) {
            if left(&now) == 0 {
                break;
            }
            now = match self.dice.below(5) {
                0 => self.meets_a_colleague(id, &order, &now),
                _ => self.gives_back_a_part(id, &order, &now),
            };
            self.refuses_more_than_is_left(id, &order, &now);
        }
        if left(&now) > 0 {
            let row = self.asks(&order, Amount::All).unwrap_or_else(|why| panic!("{id}: {why}"));
            assert_eq!(row.state, RowState::Confirmed, "{id}: {row:#?}");
            self.refunds += 1;
            now = self.look(id);
        }
        assert_eq!(left(&now), 0, "order {id}: {now:?}");
        self.refuses_more_than_is_left(id, &order, &now);
    }

    /// The order as its store has it now, in the cache.
    fn fresh(&self, order: &OrderId) -> Money {
        self.desk.fresh_case_file(order).unwrap().order.totals.left_to_refund()
    }

    fn asks(&self, order: &OrderId, amount: Amount) -> Result<OutboxRow, String> {
        let wish = Wish { amount, ..Wish::default() };
        let told = |fault: unhold::domain::Fault| fault.full_message();
        let plan = self.desk.plan(order, Verb::Refund, &wish).map_err(told)?;
        let staged = self.desk.stage(&plan, Window::Now).map_err(told)?;
        ran(self.desk, staged.id);
        Ok(row(self.desk, staged.id))
    }

    fn gives_back_a_part(&mut self, id: u64, order: &OrderId, before: &Book) -> Book {
        let told = self.fresh(order);
        assert_eq!(told.minor, left(before), "order {id}: {before:?}");
        let part = Money { minor: self.dice.some_of(told.minor), ..told };

        let row = self.asks(order, Amount::Part(part)).unwrap_or_else(|why| panic!("{id}: {why}"));

        assert_eq!(row.state, RowState::Confirmed, "{id}: {row:#?}");
        let given: i64 = row.steps.iter().map(|step| given(&step.step)).sum();
        let after = self.look(id);
        let gone = left(before) - left(&after);
        assert_eq!((gone, given), (part.minor, part.minor), "order {id}: {before:?} {after:?}");
        self.refunds += 1;
        after
    }

    /// A colleague gives something back between the plan and its run: the plan stops, for what
    /// it was made for is no longer left.
    fn meets_a_colleague(&mut self, id: u64, order: &OrderId, before: &Book) -> Book {
        let told = self.fresh(order);
        let wish = Wish { amount: Amount::All, ..Wish::default() };
        let plan = self.desk.plan(order, Verb::Refund, &wish).unwrap();
        let staged = self.desk.stage(&plan, Window::Now).unwrap();
        let (parent, (came, went)) = before.iter().find(|(_, (came, went))| came > went).unwrap();
        let theirs = Money { minor: self.dice.some_of(came - went), ..told };
        let refund = "mutation($input: RefundInput!, $key: String!) {
            refundCreate(input: $input) @idempotent(key: $key) { userErrors { message } } }";
        let transaction = json!({
            "orderId": global(order),
            "parentId": format!("gid://shopify/OrderTransaction/{parent}"),
            "gateway": gateway(self.store, id, *parent),
            "kind": "REFUND",
            "amount": theirs.decimal(),
        });
        let input = json!({
            "orderId": global(order),
            "currency": theirs.currency.code(),
            "transactions": [transaction],
        });
        let key = uuid::Uuid::new_v4().to_string();
        let answer = say(self.store, refund, &json!({ "input": input, "key": key }));
        assert_eq!(answer["data"]["refundCreate"]["userErrors"], json!([]), "{answer}");

        ran(self.desk, staged.id);

        let row = row(self.desk, staged.id);
        let after = self.look(id);
        assert_eq!(row.state, RowState::Failed, "order {id}: {row:#?}");
        assert_eq!(left(before) - left(&after), theirs.minor, "order {id}: theirs alone");
        self.refused += 1;
        after
    }

    fn refuses_more_than_is_left(&mut self, id: u64, order: &OrderId, now: &Book) {
        let told = self.fresh(order);
        let most = told.minor.max(1);
        let beyond = [1, 1 + i64::try_from(self.dice.below(1_000_000)).unwrap(), most];
        for more in beyond {
            let part = Money { minor: told.minor + more, ..told };
            let sent = self.store.log().len();

            let answer = self.asks(order, Amount::Part(part));

            let why = answer.expect_err("more than is left");
            assert!(!why.is_empty(), "order {id}");
            assert_eq!(self.store.log().len(), sent, "order {id}: {why}");
            assert_eq!(self.look(id), *now, "order {id}: {why}");
            self.refused += 1;
        }
    }
}

fn given(step: &Step) -> i64 {
    match step {
        Step::Refund { parts, .. } => parts.iter().map(|part| part.amount.minor).sum(),
        _ => 0,
    }
}

/// The gateway's key as the store tells it.
fn gateway(store: &Running, order: u64, parent: u64) -> String {
    let query = "query($id: ID!) { order(id: $id) { transactions(first: 50) { id gateway } } }";
    let answer = say(store, query, &json!({ "id": format!("gid://shopify/Order/{order}") }));
    let all = answer["data"]["order"]["transactions"].as_array().unwrap();
    let wanted = format!("gid://shopify/OrderTransaction/{parent}");
    let found = all.iter().find(|one| one["id"] == wanted.as_str()).unwrap();
    found["gateway"].as_str().unwrap().to_owned()
}

/// Orders that were paid in this currency and of which nothing went back.
fn paid_in(store: &Running, currency: Currency) -> Vec<(u64, u32)> {
    store.look(|shop| {
        let fits = shop.orders().iter().filter(|order| {
            let pending =
                order.transactions.iter().any(|one| one.state == TransactionState::Pending);
            let book = book(order);
            order.currency == currency
                && order.cancelled.is_none()
                && !pending
                && order.refunds.is_empty()
                && order.disputes.is_empty()
                // Each of four parts is to be more than the least.
                && left(&book) > 100
        });
        fits.map(|order| (order.id, order.number)).take(ORDERS).collect()
    })
}

fn pays_back(currency: Currency, seed: u64) {
    let place = Place::new();
    let store = store(&place.folder, 1_500, 7);
    let desk = place.open(&store);
    synced(&desk);
    let orders = paid_in(&store, currency);
    let code = currency.code();
    assert!(orders.len() >= 5, "{code}: {} orders", orders.len());
    let dice = Dice(seed);
    let mut counter =
        Counter { store: &store, desk: &desk, dice, refunds: 0, refused: 0, payments: 0 };
    for (id, number) in &orders {
        counter.pay_back(*id, *number);
    }
    assert_eq!(desk.verify_journal().unwrap().first_bad, None);
    let Counter { refunds, refused, payments, .. } = counter;
    assert!(refunds > orders.len() && refused > orders.len() && payments > orders.len());
    let line = format!(
        "refunds in parts, {code}: {} orders, {payments} payments, {refunds} refunds, \
         {refused} refused or stopped, seed {seed}\n",
        orders.len()
    );
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

/// The seed of this run; `UNHOLD_SEED` repeats one.
fn seed() -> u64 {
    let told = std::env::var("UNHOLD_SEED").ok().and_then(|told| told.parse().ok());
    told.unwrap_or_else(|| {
        u64::from_le_bytes(uuid::Uuid::new_v4().as_bytes()[..8].try_into().unwrap())
    })
}

#[test]
fn partial_refunds_never_exceed_what_is_left_in_any_currency() {
    let seed = seed();
    std::thread::scope(|threads| {
        let all =
            CURRENCIES.map(|currency| (currency, threads.spawn(move || pays_back(currency, seed))));
        for (currency, one) in all {
            assert!(one.join().is_ok(), "{}: repeat it with UNHOLD_SEED={seed}", currency.code());
        }
    });
}
