//! The root of queries, and what stands around the shop: apps, staff, locations, jobs.

use serde_json::Value;

use super::house::{location_id, location_object, shop, shop_object, staff_object};
use super::of;
use super::parts::part;
use super::standing::{bulk, definition, hook, job, job_object, job_result};
use crate::demo::graphql::{Arguments, Refusal};
use crate::demo::shop::App;
use crate::demo::shopify::mutate::APP_INSTALLATION;
use crate::demo::shopify::paging::{Kind as ListKind, page_of};
use crate::demo::shopify::run::{Resolve, Run};
use crate::demo::shopify::value::{Obj, Val};
use crate::demo::shopify::world::World;
use crate::demo::shopify::{gid, search, versions};

const BULKS: ListKind =
    ListKind { connection: "BulkOperationConnection", edge: "BulkOperationEdge" };
const HOOKS: ListKind =
    ListKind { connection: "WebhookSubscriptionConnection", edge: "WebhookSubscriptionEdge" };
const STAFF: ListKind = ListKind { connection: "StaffMemberConnection", edge: "StaffMemberEdge" };
const LOCATIONS: ListKind = ListKind { connection: "LocationConnection", edge: "LocationEdge" };

pub(super) fn query(field: &str) -> Option<Resolve> {
    lists(field).or_else(|| by_id(field)).or_else(|| settings(field))
}

fn lists(field: &str) -> Option<Resolve> {
    Some(match field {
        "orders" => of!(Root, |_r, run, arguments| search::orders(run, arguments, None)),
        "ordersCount" => of!(Root, |_r, run, arguments| search::orders_count(run, arguments)),
        "customers" => of!(Root, |_r, run, arguments| search::customers(run, arguments)),
        "customersCount" => of!(Root, |_r, run, arguments| search::customers_count(run, arguments)),
        "fulfillmentOrders" => of!(Root, |_r, run, arguments| search::works(run, arguments)),
        "manualHoldsFulfillmentOrders" => {
            of!(Root, |_r, run, arguments| search::held_works(run, arguments))
        }
        "bulkOperations" => of!(Root, |_r, run, arguments| {
            let world = run.world;
            page_of(BULKS, arguments, world.bulks.iter().map(|b| (b.id, bulk(b, world))))
        }),
        "webhookSubscriptions" => of!(Root, |_r, run, arguments| {
            let topics: Vec<&str> =
                arguments.list("topics").iter().filter_map(Value::as_str).collect();
            let world = run.world;
            let wanted = world
                .hooks
                .iter()
                .filter(|h| topics.is_empty() || topics.contains(&h.topic.as_str()));
            page_of(HOOKS, arguments, wanted.map(|h| (h.id, hook(h))))
        }),
        "staffMembers" => of!(Root, |_r, _run, arguments| {
            page_of(
                STAFF,
                arguments,
                [(1, staff_object("Dana Whitfield")), (2, staff_object("Marco Lindqvist"))],
            )
        }),
        "locations" => of!(Root, |_r, run, arguments| {
            let mut names: Vec<&str> = Vec::new();
            for work in run.world.shop.orders().iter().flat_map(|o| &o.fulfilments) {
                if !names.contains(&&*work.location) {
                    names.push(&work.location);
                }
            }
            names.sort_unstable();
            page_of(
                LOCATIONS,
                arguments,
                names.into_iter().map(|name| (location_id(name), location_object(name))),
            )
        }),
        _ => return None,
    })
}

fn by_id(field: &str) -> Option<Resolve> {
    Some(match field {
        "order" => of!(Root, |_r, run, arguments| found(run, arguments, "Order")),
        "customer" => of!(Root, |_r, run, arguments| found(run, arguments, "Customer")),
        "fulfillmentOrder" => {
            of!(Root, |_r, run, arguments| found(run, arguments, "FulfillmentOrder"))
        }
        "bulkOperation" => of!(Root, |_r, run, arguments| found(run, arguments, "BulkOperation")),
        "job" => of!(Root, |_r, run, arguments| {
            let id = arguments.text("id").and_then(gid::parts).filter(|(kind, _)| *kind == "Job");
            id.map_or_else(
                || invalid(arguments.text("id")),
                |(_, id)| run.world.jobs.iter().find(|job| job.id == id).map_or(Val::Null, job),
            )
        }),
        "node" => of!(Root, |_r, run, arguments| match arguments.text("id") {
            Some(id) => node_or_refusal(run, id),
            None => invalid(None),
        }),
        "nodes" => of!(Root, |_r, run, arguments| {
            let ids = arguments.list("ids");
            if ids.len() > 250 {
                return Val::Fail(Box::new(too_many("ids", ids.len())));
            }
            Val::List(
                ids.iter()
                    .map(|id| id.as_str().map_or(Val::Null, |id| node_or_refusal(run, id)))
                    .collect(),
            )
        }),
        "customerByIdentifier" => of!(Root, |_r, run, arguments| identified(run, arguments)),
        "currentBulkOperation" => of!(Root, |_r, run| {
            let world = run.world;
            Val::object(world.bulks.last().map(|b| bulk(b, world)))
        }),
        "app" => of!(Root, |_r, _run, arguments| match arguments
            .text("id")
            .map(|id| gid::number(id, "App"))
        {
            None => Val::Obj(Obj::App(App::Ours)),
            Some(id) =>
                Val::object(ALL_APPS.into_iter().find(|app| Some(app.id()) == id).map(Obj::App)),
        }),
        _ => return None,
    })
}

const ALL_APPS: [App; 7] = [
    App::OnlineStore,
    App::PointOfSale,
    App::DraftOrders,
    App::Subscriptions,
    App::FraudScanner,
    App::Flow,
    App::Ours,
];

/// The refusal of a list argument that is too long.
fn too_many(name: &str, count: usize) -> Refusal {
    let text =
        format!("The input array size of {count} is greater than the maximum allowed of 250.");
    Refusal::new("MAX_INPUT_SIZE_EXCEEDED", text).with("argumentName", name)
}

fn settings(field: &str) -> Option<Resolve> {
    Some(match field {
        "shop" => of!(Root, |_r, run| shop(run.world)),
        "currentAppInstallation" => of!(Root, |_r, run| Val::record(
            "AppInstallation",
            vec![
                ("id", Val::Gid("AppInstallation", APP_INSTALLATION)),
                ("app", Val::Obj(Obj::App(App::Ours))),
                ("accessScopes", Val::List(scopes(run))),
            ]
        )),
        "publicApiVersions" => of!(Root, |_r| Val::List(
            versions::PUBLIC
                .iter()
                .map(|(handle, supported)| Val::record(
                    "ApiVersion",
                    vec![("handle", Val::Str(handle)), ("supported", Val::Bool(*supported))]
                ))
                .collect()
        )),
        _ => return None,
    })
}

/// The granted scopes.
fn scopes<'a>(run: &Run<'a>) -> Vec<Val<'a>> {
    let access = run.access;
    let scopes = access.scopes.iter();
    scopes
        .map(|scope| {
            Val::record(
                "AccessScope",
                vec![("handle", Val::Str(scope)), ("description", Val::Str(scope))],
            )
        })
        .collect()
}

fn invalid<'a>(id: Option<&str>) -> Val<'a> {
    let _ = id;
    Val::Fail(Box::new(Refusal::new("RESOURCE_NOT_FOUND", "invalid id")))
}

fn found<'a>(run: &Run<'a>, arguments: &Arguments, kind: &str) -> Val<'a> {
    match arguments.text("id").and_then(gid::parts) {
        Some((named, tail)) if named == kind && tail.parse::<u64>().is_ok() => {
            Val::object(node(run.world, arguments.text("id").unwrap_or_default()))
        }
        _ => invalid(arguments.text("id")),
    }
}

fn node_or_refusal<'a>(run: &Run<'a>, id: &str) -> Val<'a> {
    let Some((kind, _)) = gid::parts(id) else {
        return invalid(Some(id));
    };
    let guarded = match kind {
        "Order" | "LineItem" | "OrderTransaction" | "Refund" => super::guard("QueryRoot", "order"),
        "Customer" => super::guard("QueryRoot", "customer"),
        "FulfillmentOrder" | "FulfillmentHold" | "FulfillmentOrderLineItem" => {
            super::guard("QueryRoot", "fulfillmentOrder")
        }
        _ => None,
    };
    if let Some(refusal) = guarded.and_then(|guard| run.access.denial(guard, "node")) {
        return Val::Fail(Box::new(refusal));
    }
    Val::object(node(run.world, id))
}

/// The object with a global id.
pub(crate) fn node<'a>(world: &'a World, id: &str) -> Option<Obj<'a>> {
    let (kind, tail) = gid::parts(id)?;
    match kind {
        "Job" => return world.jobs.iter().find(|job| job.id == tail).map(job_object),
        "OrderCancelJobResult" | "JobResult" => {
            return world.jobs.iter().find(|job| job.id == tail).map(|job| job_result(job, world));
        }
        _ => {}
    }
    let number: u64 = tail.parse().ok()?;
    Some(match kind {
        "Order" => Obj::Order(world.shop.order(number)?),
        "Customer" => Obj::Customer(world.shop.customer(number)?),
        "Shop" if number == world.shop.identity.id => shop_object(world),
        "App" => Obj::App(ALL_APPS.into_iter().find(|app| app.id() == number)?),
        "BulkOperation" => bulk(world.bulks.iter().find(|b| b.id == number)?, world),
        "WebhookSubscription" => hook(world.hooks.iter().find(|h| h.id == number)?),
        "MetafieldDefinition" => definition(world.definitions.iter().find(|d| d.id == number)?),
        _ => part(world, kind, number)?,
    })
}

fn identified<'a>(run: &Run<'a>, arguments: &Arguments) -> Val<'a> {
    let world = run.world;
    let identifier = arguments.get("identifier");
    let given = |name: &str| identifier.and_then(|i| i.get(name)).and_then(Value::as_str);
    if let Some(id) = given("id") {
        return gid::number(id, "Customer").map_or_else(
            || invalid(Some(id)),
            |n| Val::object(world.shop.customer(n).map(Obj::Customer)),
        );
    }
    let email = given("emailAddress");
    let phone = given("phoneNumber").map(search::digits);
    let same = |customer: &&crate::demo::shop::Customer| match (email, &phone) {
        (Some(email), _) => {
            customer.email.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(email))
        }
        (None, Some(phone)) => {
            customer.phone.as_ref().is_some_and(|own| search::digits(own) == *phone)
        }
        (None, None) => false,
    };
    Val::object(world.shop.customers().iter().find(same).map(Obj::Customer))
}
