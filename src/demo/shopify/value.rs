//! What a resolver may answer, and the objects that selections run over.

use std::rc::Rc;

use chrono::{DateTime, Utc};

use crate::demo::graphql::Refusal;
use crate::demo::shop::{
    Address, App, Assessment, Attribute, Currency, Customer, Event, Fact, FulfilmentLine,
    FulfilmentOrder, Hold, LineItem, Metafield, Order, Price, Refund, Text, Transaction,
};

/// The answer of one field.
#[derive(Debug)]
pub(crate) enum Val<'a> {
    Null,
    Bool(bool),
    Int(i64),
    /// An `UnsignedInt64`, which JSON carries as text.
    Big(u64),
    Float(f64),
    Str(&'a str),
    Owned(String),
    /// `gid://shopify/Kind/number`.
    Gid(&'static str, u64),
    Time(DateTime<Utc>),
    /// Minor units as `MoneyV2.amount` writes them: `10.0`.
    Decimal(i64, Currency),
    /// Minor units as the `Money` scalar writes them: `10.00`.
    Money(i64, Currency),
    Texts(&'a [Text]),
    /// Text that is JSON already.
    Json(&'a str),
    List(Vec<Val<'a>>),
    Obj(Obj<'a>),
    /// The field fails; the null climbs as far as it must.
    Fail(Box<Refusal>),
}

/// An object of the shop as the protocol sees it.
#[derive(Clone, Debug)]
pub(crate) enum Obj<'a> {
    Root(()),
    Order(&'a Order),
    Customer(&'a Customer),
    Line((&'a Order, &'a LineItem)),
    Payment((&'a Order, &'a Transaction)),
    Refund((&'a Order, &'a Refund)),
    Work((&'a Order, &'a FulfilmentOrder)),
    WorkLine((&'a Order, &'a FulfilmentLine)),
    Hold(&'a Hold),
    Address((&'a Address, u64)),
    Bag((Price, Currency)),
    Money((i64, Currency)),
    Risk(&'a Order),
    Assessment(&'a Assessment),
    Fact(&'a Fact),
    App(App),
    Event(Rc<(Event, u64)>),
    Metafield((&'a Metafield, &'static str)),
    Attribute(&'a Attribute),
    Connection(Rc<Connection<'a>>),
    Edge((Rc<Connection<'a>>, usize)),
    PageInfo(Rc<Connection<'a>>),
    Record(Rc<Record<'a>>),
}

/// An object put together on the spot: payloads, errors, settings.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    pub(crate) type_name: &'static str,
    pub(crate) members: Vec<(&'static str, Val<'a>)>,
}

/// One page of a paged list.
#[derive(Debug)]
pub(crate) struct Connection<'a> {
    pub(crate) type_name: &'static str,
    pub(crate) edge_name: &'static str,
    /// What the list is sorted by; cursors are good for this sort only.
    pub(crate) sort: &'static str,
    pub(crate) items: Vec<(Obj<'a>, Cursor)>,
    pub(crate) has_next: bool,
    pub(crate) has_previous: bool,
}

/// Where an item stands in its list: the value sorted by, and the id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cursor {
    pub(crate) key: Key,
    pub(crate) id: u64,
}

/// The value that a list is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Number(i64),
    Text(String),
}

impl<'a> Val<'a> {
    /// Text that may be missing.
    pub(crate) fn text(text: Option<&'a Text>) -> Self {
        text.map_or(Val::Null, |text| Val::Str(text))
    }

    /// A moment that may be missing.
    pub(crate) fn time(time: Option<DateTime<Utc>>) -> Self {
        time.map_or(Val::Null, Val::Time)
    }

    /// An object that may be missing.
    pub(crate) fn object(object: Option<Obj<'a>>) -> Self {
        object.map_or(Val::Null, Val::Obj)
    }

    /// A list of objects.
    pub(crate) fn objects(objects: impl IntoIterator<Item = Obj<'a>>) -> Self {
        Val::List(objects.into_iter().map(Val::Obj).collect())
    }

    /// An amount in both currencies.
    pub(crate) fn bag(price: Price, order: &Order) -> Self {
        Val::Obj(Obj::Bag((price, order.currency)))
    }

    /// A count, cut to what GraphQL's `Int` holds.
    pub(crate) fn count(count: usize) -> Self {
        Val::Int(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// A record.
    pub(crate) fn record(type_name: &'static str, members: Vec<(&'static str, Val<'a>)>) -> Self {
        Val::Obj(Obj::record(type_name, members))
    }
}

impl<'a> Obj<'a> {
    /// An object put together on the spot.
    pub(crate) fn record(type_name: &'static str, members: Vec<(&'static str, Val<'a>)>) -> Self {
        Obj::Record(Rc::new(Record { type_name, members }))
    }

    /// The name of the object's type in the schema.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Obj::Root(()) => "QueryRoot",
            Obj::Order(_) => "Order",
            Obj::Customer(_) => "Customer",
            Obj::Line(_) => "LineItem",
            Obj::Payment(_) => "OrderTransaction",
            Obj::Refund(_) => "Refund",
            Obj::Work(_) => "FulfillmentOrder",
            Obj::WorkLine(_) => "FulfillmentOrderLineItem",
            Obj::Hold(_) => "FulfillmentHold",
            Obj::Address(_) => "MailingAddress",
            Obj::Bag(_) => "MoneyBag",
            Obj::Money(_) => "MoneyV2",
            Obj::Risk(_) => "OrderRiskSummary",
            Obj::Assessment(_) => "OrderRiskAssessment",
            Obj::Fact(_) => "RiskFact",
            Obj::App(_) => "App",
            Obj::Event(event) if event.0.action == crate::demo::shop::EventAction::Commented => {
                "CommentEvent"
            }
            Obj::Event(_) => "BasicEvent",
            Obj::Metafield(_) => "Metafield",
            Obj::Attribute(_) => "Attribute",
            Obj::Connection(connection) => connection.type_name,
            Obj::Edge((connection, _)) => connection.edge_name,
            Obj::PageInfo(_) => "PageInfo",
            Obj::Record(record) => record.type_name,
        }
    }
}
