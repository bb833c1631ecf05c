//! What happened, case by case, and what a careful person would call it.
//!
//! Labels say what a case *is*: "a throw-away mailbox", "an exit of Tor". They were written
//! from the procedure's sentences, not from the checks.

use unhold::domain::{
    Address, Assessment, CardPayment, Check, Clean, ClosedHow, Currency, Customer, Dispute,
    Fulfilment, LineItem, Money, MoneyPair, Order, OrderId, Payment, PaymentDetails,
    ProviderAdvice, Readable, Risk, RiskLevel, ShopId, Timestamp, Totals, Transaction,
    TransactionKind, TransactionState,
};

use crate::people::{COUNTRIES, Country, Person};

/// Who is behind an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// Nobody did harm.
    Honest,
    /// One thing is wrong and nothing else: a person has to ask.
    Odd,
    /// Somebody else's money.
    Fraud,
    /// A policy of the shop, no fraud (C17).
    Reseller,
}

/// One judged order with what it is, and the other orders that it needs.
pub struct Case {
    pub kind: &'static str,
    pub order: Order,
    pub truth: Truth,
    pub labels: Vec<(Check, &'static str)>,
    pub others: Vec<Order>,
}

/// What an order is in every respect that a kind does not speak of.
pub const ORDINARY: [(Check, &str); 11] = [
    (Check::Duplicates, "nobody else's"),
    (Check::Ip, "a line at home"),
    (Check::Distance, "one address"),
    (Check::Phone, "of the bill's area"),
    (Check::Email, "an ordinary mailbox"),
    (Check::Address, "complete"),
    (Check::Card, "street, code and security code right"),
    (Check::OrderForm, "a usual basket"),
    (Check::Name, "an ordinary name"),
    (Check::History, "a first order"),
    (Check::HostileText, "plain text"),
];

/// A case being made.
pub struct Making {
    pub order: Order,
    pub person: Person,
    pub others: Vec<Order>,
    /// Another person of another town of the country, and one of another country.
    pub friend: Person,
    pub stranger: Person,
    at: usize,
}

pub struct Kind {
    pub name: &'static str,
    pub truth: Truth,
    pub labels: &'static [(Check, &'static str)],
    pub make: fn(&mut Making),
}

/// Every kind in every country.
pub fn all(kinds: &[Kind]) -> Vec<Case> {
    let mut cases = Vec::new();
    for (place, country) in COUNTRIES.iter().enumerate() {
        for (number, kind) in kinds.iter().enumerate() {
            cases.push(case(kind, (place, country), number));
        }
    }
    cases
}

fn case(kind: &Kind, (place, country): (usize, &'static Country), number: usize) -> Case {
    let person = Person::of(country, number);
    let abroad = &COUNTRIES[(place + 5) % COUNTRIES.len()];
    let at = (place * 100 + number) * 10;
    let order = order(at, &person);
    let mut making = Making {
        order,
        person,
        others: vec![],
        friend: Person::of(country, number + 100),
        stranger: Person::of(abroad, number + 100),
        at,
    };
    (kind.make)(&mut making);
    let labels = ORDINARY.iter().map(|(check, usual)| {
        let own = kind.labels.iter().find(|(of, _)| of == check);
        (*check, own.map_or(*usual, |(_, label)| *label))
    });
    Case {
        kind: kind.name,
        truth: kind.truth,
        labels: labels.collect(),
        order: making.order,
        others: making.others,
    }
}

/// The moment at which everything is looked at.
pub fn now() -> Timestamp {
    Timestamp::parse("2026-11-30T16:00:00Z").unwrap()
}

pub fn shop() -> ShopId {
    ShopId::new("corpus")
}

/// A first, paid, unsent order of a person, placed on an afternoon.
pub fn order(at: usize, person: &Person) -> Order {
    // One order of a country every other day, so that no town has two within a day by chance.
    let days = i64::try_from(at % 1_000 / 10 * 2 + 1).unwrap();
    let placed_at = now().plus_seconds(-86_400 * days);
    let pieces = u32::try_from(at / 10 % 4 + 1).unwrap();
    let mut order = Order {
        shop: shop(),
        id: OrderId::new((5_000_000 + at).to_string()),
        name: Clean::new(&format!("#{}", 20_000 + at)),
        placed_at,
        updated_at: placed_at,
        closed: ClosedHow::default(),
        tags: vec![],
        note: Clean::default(),
        attributes: vec![],
        email: Readable::Known(Clean::new(&person.email)),
        phone: Readable::Known(Clean::phone(&person.phone)),
        ip: Readable::Known(Clean::new(&person.ip)),
        billing: Readable::Known(address(person)),
        shipping: Readable::Known(address(person)),
        customer: Readable::Known(Customer {
            id: format!("c{at}").into(),
            name: Readable::Known(Clean::new(&person.name)),
            since: Some(placed_at),
            orders: Some(1),
            spent: None,
            email_verified: None,
            note: Clean::default(),
            tags: vec![],
        }),
        risk: scored(RiskLevel::Medium),
        payment: Payment::Paid,
        fulfilment: Fulfilment::Unfulfilled,
        totals: totals(0),
        transactions: vec![],
        refunds: vec![],
        fulfilment_orders: vec![],
        items: vec![],
        coupons: vec![],
        disputes: vec![],
        timeline: vec![],
        source: "web".into(),
        holds_unread: None,
        gaps: vec![],
    };
    basket(&mut order, pieces, 2_990);
    pay(&mut order, card(&person.name, "Y", "M", at));
    order
}

pub fn scored(level: RiskLevel) -> Risk {
    let provider = "Shopify".into();
    Risk {
        advice: ProviderAdvice::Investigate,
        assessments: vec![Assessment { provider, level, score: None, facts: vec![] }],
    }
}

pub fn address(person: &Person) -> Address {
    Address {
        name: Clean::new(&person.name),
        line1: Clean::new(&person.street),
        city: person.town.name.into(),
        region: person.town.region.into(),
        region_code: person.town.code.into(),
        postal_code: person.town.postal.into(),
        country: person.country.name.into(),
        country_code: person.country.code.into(),
        ..Address::default()
    }
}

fn usd(minor: i64) -> Money {
    Money { minor, currency: Currency::USD }
}

fn totals(minor: i64) -> Totals {
    let (sum, nothing) = (MoneyPair::same(usd(minor)), MoneyPair::same(usd(0)));
    Totals { total: sum, received: sum, refunded: nothing, capturable: nothing }
}

/// So many pieces at a price in cents.
pub fn basket(order: &mut Order, pieces: u32, price: i64) {
    let sum = price * i64::from(pieces);
    order.items = vec![LineItem {
        id: format!("{}-1", order.id).into(),
        sku: "B12-90".into(),
        title: "Vitamin B12".into(),
        variant: "90 capsules".into(),
        quantity: pieces,
        refundable: pieces,
        unfulfilled: pieces,
        unit_price: usd(price),
        line_total: usd(sum),
    }];
    order.totals = totals(sum);
    for transaction in &mut order.transactions {
        transaction.amount = order.totals.total;
    }
}

/// A code that takes so many of a hundred off.
pub fn coupon(order: &mut Order, code: &str, percent: i64) {
    order.coupons = vec![Clean::new(code)];
    for item in &mut order.items {
        item.line_total.minor = item.line_total.minor * (100 - percent) / 100;
    }
    order.totals = totals(order.items.iter().map(|item| item.line_total.minor).sum());
}

pub fn card(name: &str, avs: &str, cvv: &str, number: usize) -> CardPayment {
    let last = number * 37 % 9_000 + 1_000;
    CardPayment {
        avs: Some(avs.into()),
        cvv: Some(cvv.into()),
        bin: Some(Clean::new(&format!("4{:05}", number * 7_001 % 100_000))),
        brand: Some("Visa".into()),
        number: Some(Clean::new(&format!("•••• •••• •••• {last}"))),
        name: Readable::Known(Clean::new(name)),
        expiry_month: Some(u8::try_from(number % 12 + 1).unwrap()),
        expiry_year: Some(2028),
        wallet: None,
    }
}

/// Paid by this card, at once.
pub fn pay(order: &mut Order, card: CardPayment) {
    order.transactions = vec![payment(order, PaymentDetails::Card(Box::new(card)))];
}

pub fn payment(order: &Order, details: PaymentDetails) -> Transaction {
    Transaction {
        id: format!("{}-sale", order.id).into(),
        kind: TransactionKind::Sale,
        state: TransactionState::Success,
        amount: order.totals.total,
        gateway: "shopify_payments".into(),
        parent: None,
        at: Some(order.placed_at),
        expires_at: None,
        error: None,
        details,
    }
}

/// Attempts that the bank refused, before the one that went through.
pub fn declined(order: &mut Order, cards: Vec<CardPayment>) {
    let paid = order.transactions.pop().unwrap();
    for (number, card) in cards.into_iter().enumerate() {
        let mut failed = payment(order, PaymentDetails::Card(Box::new(card)));
        failed.id = format!("{}-failed-{number}", order.id).into();
        failed.state = TransactionState::Failure;
        failed.error = Some("CARD_DECLINED".into());
        order.transactions.push(failed);
    }
    order.transactions.push(paid);
}

impl Making {
    pub fn billing(&mut self) -> &mut Address {
        known(&mut self.order.billing)
    }

    pub fn shipping(&mut self) -> &mut Address {
        known(&mut self.order.shipping)
    }

    /// Both addresses alike.
    pub fn both(&mut self, change: impl Fn(&mut Address)) {
        change(self.billing());
        change(self.shipping());
    }

    pub fn email(&mut self, email: &str) {
        self.order.email = Readable::Known(Clean::new(email));
    }

    pub fn phone(&mut self, phone: &str) {
        self.order.phone = Readable::Known(Clean::phone(phone));
    }

    pub fn ip(&mut self, ip: &str) {
        self.order.ip = Readable::Known(Clean::new(ip));
    }

    /// A name on everything that carries one.
    pub fn called(&mut self, name: &str) {
        self.both(|address| address.name = name.into());
        if let Readable::Known(customer) = &mut self.order.customer {
            customer.name = Readable::Known(name.into());
        }
        let card = card(name, "Y", "M", self.at);
        pay(&mut self.order, card);
    }

    /// The number of the order, for cards.
    pub fn number(&self) -> usize {
        self.at
    }

    /// An earlier order of the same person, so many days before, sent and paid.
    pub fn earlier(&mut self, days: i64, change: impl Fn(&mut Order)) {
        let at = self.at + 1 + self.others.len();
        let mut order = order(at, &self.person);
        order.customer = self.order.customer.clone();
        order.placed_at = self.order.placed_at.plus_seconds(-86_400 * days);
        order.updated_at = order.placed_at;
        order.fulfilment = Fulfilment::Fulfilled;
        order.risk = Risk::default();
        pay(&mut order, card(&self.person.name, "Y", "M", self.at));
        change(&mut order);
        self.others.push(order);
    }

    /// An order of somebody else, an hour before.
    pub fn beside(&mut self, person: &Person, change: impl Fn(&mut Order)) {
        let at = self.at + 1 + self.others.len();
        let mut order = order(at, person);
        order.placed_at = self.order.placed_at.plus_seconds(-3_600);
        order.updated_at = order.placed_at;
        change(&mut order);
        self.others.push(order);
    }
}

fn known(address: &mut Readable<Address>) -> &mut Address {
    match address {
        Readable::Known(address) => address,
        _ => panic!("the order has no such address"),
    }
}

pub fn charged_back(order: &mut Order) {
    let dispute = Dispute { id: "d1".into(), kind: "CHARGEBACK".into(), state: "LOST".into() };
    order.disputes = vec![dispute];
}

pub fn cancelled_as_fraud(order: &mut Order) {
    order.fulfilment = Fulfilment::Unfulfilled;
    order.payment = Payment::Refunded;
    order.closed.cancelled_at = Some(order.placed_at.plus_seconds(7_200));
    order.closed.cancel_reason = Some("FRAUD".into());
}
