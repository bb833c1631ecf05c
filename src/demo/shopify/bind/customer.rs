//! Customers.

use super::of;
use crate::demo::shop::Customer;
use crate::demo::shopify::paging::{Kind as ListKind, page_of};
use crate::demo::shopify::run::{Resolve, Run};
use crate::demo::shopify::value::{Obj, Val};
use crate::demo::shopify::{search, words};

const ADDRESSES: ListKind =
    ListKind { connection: "MailingAddressConnection", edge: "MailingAddressEdge" };

pub(super) fn customer(field: &str) -> Option<Resolve> {
    who(field).or_else(|| history(field))
}

fn who(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(Customer, |c| Val::Gid("Customer", c.id)),
        "legacyResourceId" => of!(Customer, |c| Val::Big(c.id)),
        "displayName" => of!(Customer, |c| Val::Owned(c.display_name())),
        "firstName" => of!(Customer, |c| Val::text(c.first_name.as_ref())),
        "lastName" => of!(Customer, |c| Val::text(c.last_name.as_ref())),
        "email" => of!(Customer, |c| Val::text(c.email.as_ref())),
        "phone" => of!(Customer, |c| Val::text(c.phone.as_ref())),
        "createdAt" => of!(Customer, |c| Val::Time(c.created_at)),
        "updatedAt" => of!(Customer, |c| Val::Time(c.updated_at)),
        "state" => of!(Customer, |c| Val::Str(words::customer_state(c.state))),
        "verifiedEmail" => of!(Customer, |c| Val::Bool(c.verified_email)),
        "note" => of!(Customer, |c| Val::text(c.note.as_ref())),
        "tags" => of!(Customer, |c| super::order::sorted_tags(&c.tags)),
        "locale" => of!(Customer, |c, run| Val::Str(locale(c, run))),
        "taxExempt" => of!(Customer, |_c| Val::Bool(false)),
        "defaultEmailAddress" => of!(Customer, |c| c.email.as_ref().map_or(Val::Null, |email| {
            Val::record(
                "CustomerEmailAddress",
                vec![
                    ("emailAddress", Val::Str(email)),
                    ("validFormat", Val::Bool(email.contains('@'))),
                ],
            )
        })),
        "defaultPhoneNumber" => of!(Customer, |c| c.phone.as_ref().map_or(Val::Null, |phone| {
            Val::record("CustomerPhoneNumber", vec![("phoneNumber", Val::Str(phone))])
        })),
        "defaultAddress" => of!(Customer, |c| Val::object(
            c.addresses.first().map(|a| Obj::Address((a, c.id * 10)))
        )),
        "addresses" => of!(Customer, |c, _run, arguments| {
            let first = arguments
                .number("first")
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(usize::MAX);
            Val::objects(addresses(c).take(first).map(|(_, address)| address))
        }),
        "addressesV2" => {
            of!(Customer, |c, _run, arguments| page_of(ADDRESSES, arguments, addresses(c)))
        }
        _ => return None,
    })
}

fn history(field: &str) -> Option<Resolve> {
    Some(match field {
        "numberOfOrders" => {
            of!(Customer, |c, run| Val::Big(run.world.shop.order_count(c.id) as u64))
        }
        "amountSpent" => of!(Customer, |c, run| {
            Val::Obj(Obj::Money((
                run.world.shop.amount_spent(c.id),
                run.world.shop.identity.currency,
            )))
        }),
        "canDelete" => of!(Customer, |c, run| Val::Bool(run.world.shop.order_count(c.id) == 0)),
        "lifetimeDuration" => {
            of!(Customer, |c, run| Val::Owned(lifetime((run.now - c.created_at).num_days())))
        }
        "lastOrder" => of!(Customer, |c, run| Val::object(
            run.world.shop.orders_of(c.id).next_back().map(Obj::Order)
        )),
        "orders" => of!(Customer, |c, run, arguments| search::orders(run, arguments, Some(c.id))),
        "metafield" => of!(Customer, |_c| Val::Null),
        _ => return None,
    })
}

fn addresses(customer: &Customer) -> impl Iterator<Item = (u64, Obj<'_>)> {
    customer.addresses.iter().zip(0_u64..).map(|(address, place)| {
        let id = customer.id * 10 + place;
        (id, Obj::Address((address, id)))
    })
}

fn locale<'a>(customer: &Customer, run: &Run<'a>) -> &'a str {
    let world = run.world;
    let last = world.shop.orders_of(customer.id).next_back();
    last.and_then(|order| order.locale.as_deref()).unwrap_or("en")
}

fn lifetime(days: i64) -> String {
    match days {
        ..=0 => "less than a day".to_owned(),
        1 => "1 day".to_owned(),
        2..=59 => format!("{days} days"),
        60..=729 => format!("{} months", days / 30),
        _ => format!("over {} years", days / 365),
    }
}
