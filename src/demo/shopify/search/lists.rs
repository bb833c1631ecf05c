//! The paged lists that a search may narrow.

use super::Warned;
use super::customers::CustomerSearch;
use super::orders::OrderSearch;
use super::walk::{Walk, cut};
use super::works::{WorkList, WorkSearch};
use crate::demo::graphql::Arguments;
use crate::demo::shop::{Customer, Event, EventAction, FulfilmentOrder, FulfilmentState, Order};
use crate::demo::shopify::paging::{Kind, Page};
use crate::demo::shopify::run::Run;
use crate::demo::shopify::sorts::{self, OrderSort};
use crate::demo::shopify::value::{Cursor, Key, Obj, Val};

const ORDERS: Kind = Kind { connection: "OrderConnection", edge: "OrderEdge" };
const CUSTOMERS: Kind = Kind { connection: "CustomerConnection", edge: "CustomerEdge" };
const WORKS: Kind = Kind { connection: "FulfillmentOrderConnection", edge: "FulfillmentOrderEdge" };

/// Counts stop here unless told otherwise (shopify.md section 3).
const COUNT_LIMIT: usize = 10_000;

/// `orders`, of the whole shop or of one customer.
pub(crate) fn orders<'a>(run: &mut Run<'a>, arguments: &Arguments, of: Option<u64>) -> Val<'a> {
    let sort = OrderSort::named(arguments.text("sortKey").unwrap_or("PROCESSED_AT"));
    let page = match Page::of(arguments, sort.name()) {
        Ok(page) => page,
        Err(refusal) => return Val::Fail(refusal),
    };
    let world = run.world;
    let now = run.now;
    let search = searched(run, arguments.text("query"), |text, warned| {
        OrderSearch::read(text, world, now, warned)
    });
    let keep = |order: &Order| {
        of.is_none_or(|customer| order.customer == Some(customer))
            && search.as_ref().is_none_or(|search| search.matches(world.as_indexed(order, now)))
    };
    if let Some(customer) = of {
        let mut list: Vec<(&Order, Cursor)> = world
            .shop
            .orders_of(customer)
            .filter(|order| keep(order))
            .map(|order| (order, sort.cursor(order, world)))
            .collect();
        list.sort_by(|(_, a), (_, b)| a.cmp(b));
        let items = list.into_iter().map(|(order, cursor)| (Obj::Order(order), cursor)).collect();
        return cut(ORDERS, sort.name(), items, &page);
    }
    let sorted = world.sorted(sort);
    let at =
        |place: usize| sorted.get(place).and_then(|index| world.shop.orders().get(*index as usize));
    let walk = Walk { length: sorted.len(), page: &page };
    walk.over(ORDERS, sort.name(), &|place| at(place).map(|o| sort.cursor(o, world)), &|place| {
        at(place).filter(|order| keep(order)).map(Obj::Order)
    })
}

/// Reads a search and tells what it ignores.
fn searched<S>(
    run: &mut Run<'_>,
    text: Option<&str>,
    read: impl FnOnce(&str, &mut Vec<Warned>) -> S,
) -> Option<S> {
    let text = text.filter(|text| !text.trim().is_empty())?;
    let mut warned = Vec::new();
    let search = read(text, &mut warned);
    let path = run.root_field.clone();
    run.warned.extend(warned.into_iter().map(|one| Warned {
        path: path.clone(),
        query: text.to_owned(),
        ..one
    }));
    Some(search)
}

/// `ordersCount`.
pub(crate) fn orders_count<'a>(run: &mut Run<'a>, arguments: &Arguments) -> Val<'a> {
    let (world, now) = (run.world, run.now);
    let search = searched(run, arguments.text("query"), |text, warned| {
        OrderSearch::read(text, world, now, warned)
    });
    let matching = world.shop.orders().iter().filter(|order| match &search {
        None => true,
        Some(search) => search.matches(world.as_indexed(order, now)),
    });
    counted(matching.map(|_| ()), arguments)
}

/// `customersCount`.
pub(crate) fn customers_count<'a>(run: &mut Run<'a>, arguments: &Arguments) -> Val<'a> {
    let (world, now) = (run.world, run.now);
    let search = searched(run, arguments.text("query"), |text, warned| {
        CustomerSearch::read(text, world, now, warned)
    });
    let matching =
        world.shop.customers().iter().filter(|c| search.as_ref().is_none_or(|s| s.matches(c)));
    counted(matching.map(|_| ()), arguments)
}

fn counted<'a>(matching: impl Iterator<Item = ()>, arguments: &Arguments) -> Val<'a> {
    let limit = match arguments.get("limit") {
        None => COUNT_LIMIT,
        Some(limit) => limit.as_u64().and_then(|l| usize::try_from(l).ok()).unwrap_or(usize::MAX),
    };
    let count = matching.take(limit.saturating_add(1)).count();
    let precision = if count > limit { "AT_LEAST" } else { "EXACT" };
    Val::record(
        "Count",
        vec![("count", Val::count(count.min(limit))), ("precision", Val::Str(precision))],
    )
}

/// `customers`.
pub(crate) fn customers<'a>(run: &mut Run<'a>, arguments: &Arguments) -> Val<'a> {
    let sort = sorts::customer_sort(arguments.text("sortKey").unwrap_or("ID"));
    let page = match Page::of(arguments, sort) {
        Ok(page) => page,
        Err(refusal) => return Val::Fail(refusal),
    };
    let (world, now) = (run.world, run.now);
    let search = searched(run, arguments.text("query"), |text, warned| {
        CustomerSearch::read(text, world, now, warned)
    });
    let matching =
        world.shop.customers().iter().filter(|c| search.as_ref().is_none_or(|s| s.matches(c)));
    let mut items: Vec<(&Customer, Cursor)> = matching
        .map(|customer| (customer, sorts::customer_cursor(sort, customer, world)))
        .collect();
    items.sort_by(|(_, a), (_, b)| a.cmp(b));
    let items =
        items.into_iter().map(|(customer, cursor)| (Obj::Customer(customer), cursor)).collect();
    cut(CUSTOMERS, sort, items, &page)
}

/// `fulfillmentOrders`.
pub(crate) fn works<'a>(run: &mut Run<'a>, arguments: &Arguments) -> Val<'a> {
    let closed = arguments.is_true("includeClosed");
    let sort = match arguments.text("sortKey") {
        Some("UPDATED_AT") => "UPDATED_AT",
        _ => "ID",
    };
    listed_works(run, arguments, (WorkList::All, sort), move |work| {
        closed || !matches!(work.state, FulfilmentState::Closed | FulfilmentState::Cancelled)
    })
}

/// `manualHoldsFulfillmentOrders`.
pub(crate) fn held_works<'a>(run: &mut Run<'a>, arguments: &Arguments) -> Val<'a> {
    listed_works(run, arguments, (WorkList::Held, "ID"), |work| {
        work.state == FulfilmentState::OnHold
    })
}

fn listed_works<'a>(
    run: &mut Run<'a>,
    arguments: &Arguments,
    list: (WorkList, &'static str),
    shown: impl Fn(&FulfilmentOrder) -> bool,
) -> Val<'a> {
    let (which, sort) = list;
    let page = match Page::of(arguments, sort) {
        Ok(page) => page,
        Err(refusal) => return Val::Fail(refusal),
    };
    let (world, now) = (run.world, run.now);
    let search = searched(run, arguments.text("query"), |text, warned| {
        WorkSearch::read(text, which, now, warned)
    });
    let works = world
        .shop
        .orders()
        .iter()
        .flat_map(|order| order.fulfilments.iter().map(move |work| (order, work)));
    let mut items: Vec<(Cursor, (&Order, &FulfilmentOrder))> = works
        .filter(|(order, work)| {
            shown(work) && search.as_ref().is_none_or(|search| search.matches(order, work))
        })
        .map(|(order, work)| {
            let key = if sort == "ID" {
                i64::try_from(work.id).unwrap_or(i64::MAX)
            } else {
                work.updated_at.timestamp_millis()
            };
            (Cursor { key: Key::Number(key), id: work.id }, (order, work))
        })
        .collect();
    items.sort_by(|(a, _), (b, _)| a.cmp(b));
    let items = items.into_iter().map(|(cursor, pair)| (Obj::Work(pair), cursor)).collect();
    cut(WORKS, sort, items, &page)
}

/// Narrows a timeline: `comments:true`, `action:…`.
pub(crate) fn events(run: &mut Run<'_>, text: Option<&str>, events: &mut Vec<Event>) {
    let Some(text) = text else { return };
    for word in text.split_whitespace().filter(|word| *word != "AND") {
        match word.split_once(':') {
            Some(("comments", wanted)) => {
                let wanted = wanted.trim_matches(['\'', '"']) == "true";
                events.retain(|event| (event.action == EventAction::Commented) == wanted);
            }
            Some(("action", wanted)) => {
                let wanted = wanted.trim_matches(['\'', '"']).to_owned();
                events.retain(|event| {
                    crate::demo::shopify::words::event_action(event.action) == wanted
                });
            }
            _ => {
                let warned = Warned {
                    path: run.root_field.clone(),
                    query: text.to_owned(),
                    field: word.split(':').next().unwrap_or_default().to_owned(),
                    message: "Invalid search field for this query.".to_owned(),
                    code: "invalid_field",
                };
                run.warned.push(warned);
            }
        }
    }
}
