//! Orders, their goods, addresses, risk and records.

use super::of;
use crate::demo::shop::books::{
    advice, capturable, current_total, financial, fulfilment, net_payment, outstanding, received,
    refunded, risk_level, timeline,
};
use crate::demo::shop::{
    Author, Currency, Event, EventAction, Kind, LineItem, Order, Price, RiskLevel,
};
use crate::demo::shopify::paging::{Kind as ListKind, page_of};
use crate::demo::shopify::run::{Resolve, Run, shared};
use crate::demo::shopify::value::{Obj, Val};
use crate::demo::shopify::{search, words};

const LINES: ListKind = ListKind {
    connection: "LineItemConnection",
    edge: "LineItemEdge",
};
const WORKS: ListKind = ListKind {
    connection: "FulfillmentOrderConnection",
    edge: "FulfillmentOrderEdge",
};
const EVENTS: ListKind = ListKind {
    connection: "EventConnection",
    edge: "EventEdge",
};
const METAFIELDS: ListKind = ListKind {
    connection: "MetafieldConnection",
    edge: "MetafieldEdge",
};
const SHIPPING: ListKind = ListKind {
    connection: "ShippingLineConnection",
    edge: "ShippingLineEdge",
};

pub(super) fn order(field: &str) -> Option<Resolve> {
    state(field)
        .or_else(|| amounts(field))
        .or_else(|| people(field))
        .or_else(|| parts(field))
}

fn state(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(Order, |o| Val::Gid("Order", o.id)),
        "legacyResourceId" => of!(Order, |o| Val::Big(o.id)),
        "name" => of!(Order, |o| Val::Owned(o.name())),
        "number" => of!(Order, |o| Val::Int(i64::from(o.number))),
        "confirmationNumber" => of!(Order, |o| Val::Owned(format!(
            "U{:08X}",
            o.id.wrapping_mul(2_654_435_761) & 0xFFFF_FFFF
        ))),
        "createdAt" => of!(Order, |o| Val::Time(o.created_at)),
        "processedAt" => of!(Order, |o| Val::Time(o.processed_at)),
        "updatedAt" => of!(Order, |o| Val::Time(o.updated_at)),
        "closed" => of!(Order, |o| Val::Bool(o.is_closed())),
        "closedAt" => of!(Order, |o| Val::time(o.closed_at)),
        "cancelledAt" => of!(Order, |o| Val::time(o.cancelled_at())),
        "cancelReason" => of!(Order, |o| o
            .cancelled
            .as_ref()
            .map_or(Val::Null, |c| Val::Str(words::cancel_reason(c.reason)))),
        "cancellation" => of!(Order, |o| o.cancelled.as_ref().map_or(Val::Null, |c| {
            Val::record(
                "OrderCancellation",
                vec![("staffNote", Val::text(c.staff_note.as_ref()))],
            )
        })),
        "confirmed" => of!(Order, |_o| Val::Bool(true)),
        "test" => of!(Order, |o| Val::Bool(o.test)),
        "edited" => of!(Order, |o| Val::Bool(
            o.lines.iter().any(|line| line.cancelled > 0)
                && o.refunds.is_empty()
                && o.cancelled.is_none()
        )),
        "tags" => of!(Order, |o| sorted_tags(&o.tags)),
        "note" => of!(Order, |o| Val::text(o.note.as_ref())),
        "clientIp" => of!(Order, |o| Val::text(o.client_ip.as_ref())),
        "customerLocale" => of!(Order, |o| Val::text(o.locale.as_ref())),
        "sourceName" => of!(Order, |o| Val::Str(&o.source)),
        "discountCodes" => of!(Order, |o| Val::Texts(&o.discount_codes)),
        "discountCode" => of!(Order, |o| Val::text(o.discount_codes.first())),
        "displayFinancialStatus" => of!(Order, |o, run| Val::Str(words::financial(financial(
            o, run.now
        )))),
        "displayFulfillmentStatus" => of!(Order, |o| Val::Str(words::fulfilment(fulfilment(o)))),
        "returnStatus" => of!(Order, |o| Val::Str(words::returns(o.returns))),
        "riskLevel" => of!(Order, |o| Val::Str(match risk_level(o) {
            RiskLevel::High => "HIGH",
            RiskLevel::Medium => "MEDIUM",
            _ => "LOW",
        })),
        "capturable" => of!(Order, |o, run| Val::Bool(capturable(o, run.now).shop > 0)),
        "refundable" => of!(Order, |o| Val::Bool(net_payment(o).shop > 0)),
        "restockable" => of!(Order, |o| Val::Bool(
            o.lines.iter().any(|line| line.current() > 0)
        )),
        "fulfillable" => of!(Order, |o| Val::Bool(
            o.lines.iter().any(|line| line.unfulfilled() > 0)
        )),
        "merchantEditable" => of!(Order, |o| Val::Bool(o.cancelled.is_none())),
        "unpaid" => of!(Order, |o| Val::Bool(received(o).shop == 0)),
        "fullyPaid" => of!(Order, |o| Val::Bool(outstanding(o).is_zero())),
        "canMarkAsPaid" => of!(Order, |o| Val::Bool(
            o.cancelled.is_none() && !outstanding(o).is_zero()
        )),
        "canNotifyCustomer" => of!(Order, |o| Val::Bool(o.email.is_some())),
        "requiresShipping" => of!(Order, |o| Val::Bool(o.lines.iter().any(|line| line.ships))),
        "hasTimelineComment" => of!(Order, |o| Val::Bool(
            o.events.iter().any(|e| e.action == EventAction::Commented)
        )),
        "billingAddressMatchesShippingAddress" => of!(Order, |o| Val::Bool(o.addresses_match())),
        "taxesIncluded"
        | "taxExempt"
        | "estimatedTaxes"
        | "dutiesIncluded"
        | "customerAcceptsMarketing" => {
            of!(Order, |_o| Val::Bool(false))
        }
        "cartToken"
        | "checkoutToken"
        | "poNumber"
        | "sourceIdentifier"
        | "customerJourneySummary"
        | "shopifyProtect" => {
            return rare(field);
        }
        _ => return None,
    })
}

fn rare(field: &str) -> Option<Resolve> {
    Some(match field {
        "cartToken" | "checkoutToken" => of!(Order, |o| match &*o.source {
            "web" => Val::Owned(format!(
                "{:032x}",
                u128::from(o.id).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)
            )),
            _ => Val::Null,
        }),
        "poNumber" | "sourceIdentifier" => of!(Order, |_o| Val::Null),
        "customerJourneySummary" => of!(Order, |o, run| journey(o, run)),
        "shopifyProtect" => of!(Order, |o| protect(o)),
        _ => return None,
    })
}

fn amounts(field: &str) -> Option<Resolve> {
    Some(match field {
        "currencyCode" => of!(Order, |_o, run| Val::Str(
            run.world.shop.identity.currency.code()
        )),
        "presentmentCurrencyCode" => of!(Order, |o| Val::Str(o.currency.code())),
        "currentTotalPriceSet" => of!(Order, |o| Val::bag(current_total(o), o)),
        "currentSubtotalPriceSet" => of!(Order, |o| Val::bag(current_subtotal(o), o)),
        "currentTotalTaxSet" => of!(Order, |o| Val::bag(current_tax(o), o)),
        "currentTotalDiscountsSet" | "totalDiscountsSet" => {
            of!(Order, |o| Val::bag(o.totals.discount, o))
        }
        "originalTotalPriceSet" | "totalPriceSet" => of!(Order, |o| Val::bag(o.totals.total, o)),
        "totalPrice" => of!(Order, |o, run| Val::Money(
            o.totals.total.shop,
            run.world.shop.identity.currency
        )),
        "subtotalPriceSet" => of!(Order, |o| Val::bag(o.totals.subtotal, o)),
        "totalTaxSet" => of!(Order, |o| Val::bag(o.totals.tax, o)),
        "totalShippingPriceSet" => of!(Order, |o| Val::bag(o.totals.shipping, o)),
        "totalReceivedSet" => of!(Order, |o| Val::bag(received(o), o)),
        "totalRefundedSet" => of!(Order, |o| Val::bag(refunded(o), o)),
        "totalOutstandingSet" => of!(Order, |o| Val::bag(outstanding(o), o)),
        "netPaymentSet" => of!(Order, |o| Val::bag(net_payment(o), o)),
        "totalCapturableSet" => of!(Order, |o, run| Val::bag(capturable(o, run.now), o)),
        "currentSubtotalLineItemsQuantity" => of!(Order, |o| Val::Int(
            o.lines.iter().map(|l| i64::from(l.current())).sum()
        )),
        "subtotalLineItemsQuantity" => of!(Order, |o| Val::Int(
            o.lines.iter().map(|l| i64::from(l.quantity)).sum()
        )),
        "totalWeight" => of!(Order, |o| Val::Big(
            o.lines
                .iter()
                .filter(|l| l.ships)
                .map(|l| u64::from(l.quantity) * GRAMS)
                .sum()
        )),
        "currentTotalWeight" => of!(Order, |o| Val::Big(
            o.lines
                .iter()
                .filter(|l| l.ships)
                .map(|l| u64::from(l.current()) * GRAMS)
                .sum()
        )),
        _ => return None,
    })
}

/// What one bottle weighs.
const GRAMS: u64 = 180;

fn people(field: &str) -> Option<Resolve> {
    Some(match field {
        "email" => of!(Order, |o| Val::text(o.email.as_ref())),
        "phone" => of!(Order, |o| Val::text(o.phone.as_ref())),
        "customer" => of!(Order, |o, run| Val::object(
            o.customer
                .and_then(|id| run.world.shop.customer(id))
                .map(Obj::Customer)
        )),
        "billingAddress" => of!(Order, |o| Val::object(
            o.billing.as_ref().map(|a| Obj::Address((a, o.id * 10 + 1)))
        )),
        "shippingAddress" => of!(Order, |o| Val::object(
            o.shipping
                .as_ref()
                .map(|a| Obj::Address((a, o.id * 10 + 2)))
        )),
        "app" => of!(Order, |o| Val::record(
            "OrderApp",
            vec![
                ("id", Val::Gid("App", o.app.id())),
                ("name", Val::Str(o.app.title()))
            ]
        )),
        "paymentGatewayNames" => of!(Order, |o| Val::List(
            o.gateways()
                .into_iter()
                .map(|g| Val::Str(g.key()))
                .collect()
        )),
        _ => return None,
    })
}

fn parts(field: &str) -> Option<Resolve> {
    Some(match field {
        "customAttributes" => of!(Order, |o| Val::objects(
            o.attributes.iter().map(Obj::Attribute)
        )),
        "risk" => of!(Order, |o| Val::Obj(Obj::Risk(o))),
        "disputes" => of!(Order, |o| Val::objects(o.disputes.iter().map(|d| {
            Obj::record(
                "OrderDisputeSummary",
                vec![
                    ("id", Val::Gid("OrderDisputeSummary", d.id)),
                    ("initiatedAs", Val::Str(words::dispute_kind(d.kind))),
                    ("status", Val::Str(words::dispute_state(d.state))),
                ],
            )
        }))),
        "lineItems" => of!(Order, |o, _run, arguments| page_of(
            LINES,
            arguments,
            o.lines.iter().map(|l| (l.id, Obj::Line((o, l))))
        )),
        "transactions" => of!(Order, |o, run, arguments| super::payment::list(
            o, run, arguments
        )),
        "refunds" => of!(Order, |o, _run, arguments| {
            let first = arguments
                .number("first")
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(usize::MAX);
            Val::objects(o.refunds.iter().take(first).map(|r| Obj::Refund((o, r))))
        }),
        "fulfillmentOrders" => of!(Order, |o, run, arguments| {
            let displayable = arguments.is_true("displayable");
            let shown = o
                .fulfilments
                .iter()
                .filter(move |f| !displayable || super::work::is_displayable(f));
            let _ = run;
            page_of(WORKS, arguments, shown.map(|f| (f.id, Obj::Work((o, f)))))
        }),
        "fulfillments" => of!(Order, |o| Val::List(super::work::shipments(o))),
        "shippingLine" => of!(Order, |o| shipping_line(o).map_or(Val::Null, Val::Obj)),
        "shippingLines" => of!(Order, |o, _run, arguments| page_of(
            SHIPPING,
            arguments,
            shipping_line(o).map(|l| (o.id, l))
        )),
        "events" => of!(Order, |o, run, arguments| {
            let mut events = timeline(o);
            search::events(run, arguments.text("query"), &mut events);
            page_of(
                EVENTS,
                arguments,
                events
                    .into_iter()
                    .map(|e| (e.id, Obj::Event(shared((e, o.id))))),
            )
        }),
        "metafield" => of!(Order, |o, _run, arguments| {
            let namespace = super::super::mutate::namespace(arguments.text("namespace"));
            let key = arguments.text("key").unwrap_or_default();
            Val::object(
                o.metafields
                    .iter()
                    .find(|m| *m.namespace == *namespace && &*m.key == key)
                    .map(|m| Obj::Metafield((m, "ORDER"))),
            )
        }),
        "metafields" => of!(Order, |o, _run, arguments| {
            let namespace = arguments
                .text("namespace")
                .map(|n| super::super::mutate::namespace(Some(n)));
            let keys = arguments.list("keys");
            let wanted = o.metafields.iter().filter(|m| {
                let full = format!("{}.{}", m.namespace, m.key);
                namespace.as_ref().is_none_or(|n| *m.namespace == **n)
                    && (keys.is_empty()
                        || keys
                            .iter()
                            .any(|k| k.as_str() == Some(&*m.key) || k.as_str() == Some(&full)))
            });
            page_of(
                METAFIELDS,
                arguments,
                wanted.map(|m| (m.id, Obj::Metafield((m, "ORDER")))),
            )
        }),
        "suggestedRefund" => of!(Order, |o, run, arguments| super::suggested::suggested(
            o, run, arguments
        )),
        _ => return None,
    })
}

/// Tags come sorted without regard to case (shopify.md section 6).
pub(super) fn sorted_tags(tags: &[crate::demo::shop::Text]) -> Val<'_> {
    if tags.len() < 2 {
        return Val::Texts(tags);
    }
    let mut sorted: Vec<&str> = tags.iter().map(crate::demo::shop::Text::as_str).collect();
    sorted.sort_by_cached_key(|tag| tag.to_lowercase());
    Val::List(sorted.into_iter().map(Val::Str).collect())
}

fn current_subtotal(o: &Order) -> Price {
    if o.cancelled.is_some() {
        return Price::ZERO;
    }
    let back: Price = o
        .refunds
        .iter()
        .flat_map(|r| &r.lines)
        .map(|line| line.subtotal)
        .sum();
    o.totals.subtotal - back
}

fn current_tax(o: &Order) -> Price {
    if o.cancelled.is_some() {
        return Price::ZERO;
    }
    let back: Price = o
        .refunds
        .iter()
        .flat_map(|r| &r.lines)
        .map(|line| line.tax)
        .sum();
    o.totals.tax - back
}

fn journey<'a>(o: &'a Order, run: &Run<'a>) -> Val<'a> {
    if &*o.source != "web" {
        return Val::Null;
    }
    let orders = o.customer.map(|id| {
        run.world
            .shop
            .orders_of(id)
            .take_while(|other| other.id != o.id)
            .count()
    });
    let earlier = o
        .customer
        .and_then(|id| run.world.shop.customer(id))
        .map_or(0, |c| c.earlier_orders as usize);
    let visit = |id: u64| {
        Val::record(
            "CustomerVisit",
            vec![
                ("id", Val::Gid("CustomerVisit", id)),
                ("landingPage", Val::Str("/")),
                ("referrerUrl", Val::Null),
                ("source", Val::Str("direct")),
                (
                    "occurredAt",
                    Val::Time(o.created_at - chrono::TimeDelta::minutes(9)),
                ),
            ],
        )
    };
    Val::record(
        "CustomerJourneySummary",
        vec![
            ("ready", Val::Bool(true)),
            (
                "customerOrderIndex",
                orders.map_or(Val::Null, |n| Val::count(n + earlier)),
            ),
            ("daysToConversion", Val::Int(1)),
            ("firstVisit", visit(o.id * 10 + 1)),
            ("lastVisit", visit(o.id * 10 + 2)),
        ],
    )
}

/// Protection is offered for cards paid through the shop system's own payments only.
fn protect(o: &Order) -> Val<'_> {
    let own = o
        .gateways()
        .contains(&crate::demo::shop::Gateway::ShopPayments);
    if !own {
        return Val::Null;
    }
    Val::record(
        "ShopifyProtectOrderSummary",
        vec![
            ("status", Val::Str("NOT_PROTECTED")),
            (
                "eligibility",
                Val::record(
                    "ShopifyProtectOrderEligibility",
                    vec![("status", Val::Str("NOT_ELIGIBLE"))],
                ),
            ),
        ],
    )
}

fn shipping_line(o: &Order) -> Option<Obj<'_>> {
    let title = o.shipping_line.as_ref()?;
    Some(Obj::record(
        "ShippingLine",
        vec![
            ("id", Val::Gid("ShippingLine", o.id)),
            ("title", Val::Str(title)),
            ("code", Val::Str(title)),
            ("source", Val::Str("shopify")),
            ("custom", Val::Bool(false)),
            ("deliveryCategory", Val::Null),
            ("isRemoved", Val::Bool(false)),
            ("phone", Val::Null),
            ("originalPriceSet", Val::bag(o.totals.shipping, o)),
        ],
    ))
}

pub(super) fn line(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(Line, |l| Val::Gid("LineItem", l.1.id)),
        "title" => of!(Line, |l| Val::Str(&l.1.title)),
        "name" => of!(Line, |l| Val::Owned(match &l.1.variant {
            Some(variant) => format!("{} - {variant}", l.1.title),
            None => l.1.title.to_string(),
        })),
        "variantTitle" => of!(Line, |l| Val::text(l.1.variant.as_ref())),
        "sku" => of!(Line, |l| Val::Str(&l.1.sku)),
        "vendor" => of!(Line, |l| Val::Str(&l.1.vendor)),
        "quantity" => of!(Line, |l| Val::Int(i64::from(l.1.quantity))),
        "currentQuantity" => of!(Line, |l| Val::Int(i64::from(l.1.current()))),
        "refundableQuantity" => of!(Line, |l| Val::Int(i64::from(l.1.refundable()))),
        "unfulfilledQuantity" => of!(Line, |l| Val::Int(i64::from(l.1.unfulfilled()))),
        "nonFulfillableQuantity" => of!(Line, |l| Val::Int(i64::from(l.1.cancelled))),
        "requiresShipping" => of!(Line, |l| Val::Bool(l.1.ships)),
        "isGiftCard" => of!(Line, |l| Val::Bool(l.1.sku.starts_with("GIFT"))),
        "restockable" | "merchantEditable" => of!(Line, |l| Val::Bool(l.0.cancelled.is_none())),
        "taxable" => of!(Line, |l| Val::Bool(!l.0.totals.tax.is_zero())),
        "originalUnitPriceSet" => of!(Line, |l| Val::bag(l.1.unit_price, l.0)),
        "originalTotalSet" => of!(Line, |l| Val::bag(l.1.unit_price.times(l.1.quantity), l.0)),
        "discountedTotalSet" => of!(Line, |l| Val::bag(l.1.discounted_total(), l.0)),
        "discountedUnitPriceSet" => of!(Line, |l| Val::bag(
            l.1.discounted_total().share(1, l.1.quantity),
            l.0
        )),
        "customAttributes" => of!(Line, |_l| Val::List(vec![])),
        "product" => of!(Line, |l| product(l.1)),
        "variant" => of!(Line, |l| variant(l.1)),
        _ => return None,
    })
}

/// A number that stays the same for a stock number.
fn stock_id(text: &str) -> u64 {
    text.bytes()
        .fold(14_695_981_039_346_656_037_u64, |hash, b| {
            (hash ^ u64::from(b)).wrapping_mul(1_099_511_628_211)
        })
        % 1_000_000_000
}

fn product(line: &LineItem) -> Val<'_> {
    let id = 8_500_000_000_000 + stock_id(&line.title);
    Val::record(
        "Product",
        vec![
            ("id", Val::Gid("Product", id)),
            ("legacyResourceId", Val::Big(id)),
            ("title", Val::Str(&line.title)),
        ],
    )
}

fn variant(line: &LineItem) -> Val<'_> {
    let id = 45_500_000_000_000 + stock_id(&line.sku);
    let title = line.variant.as_ref().map_or("Default Title", |title| title);
    Val::record(
        "ProductVariant",
        vec![
            ("id", Val::Gid("ProductVariant", id)),
            ("legacyResourceId", Val::Big(id)),
            ("title", Val::Str(title)),
            ("sku", Val::Str(&line.sku)),
        ],
    )
}

pub(super) fn address(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(Address, |a| Val::Owned(format!(
            "gid://shopify/MailingAddress/{}?model_name=Address",
            a.1
        ))),
        "firstName" => of!(Address, |a| Val::text(a.0.first_name.as_ref())),
        "lastName" => of!(Address, |a| Val::text(a.0.last_name.as_ref())),
        "name" => of!(Address, |a| Some(a.0.name())
            .filter(|n| !n.is_empty())
            .map_or(Val::Null, Val::Owned)),
        "company" => of!(Address, |a| Val::text(a.0.company.as_ref())),
        "address1" => of!(Address, |a| Val::Str(&a.0.address1)),
        "address2" => of!(Address, |a| Val::text(a.0.address2.as_ref())),
        "city" => of!(Address, |a| Val::Str(&a.0.city)),
        "province" => of!(Address, |a| Val::text(a.0.province.as_ref())),
        "provinceCode" => of!(Address, |a| Val::text(a.0.province_code.as_ref())),
        "zip" => of!(Address, |a| Val::text(a.0.zip.as_ref())),
        "country" => of!(Address, |a| Val::Str(&a.0.country)),
        "countryCodeV2" => of!(Address, |a| Val::Str(&a.0.country_code)),
        "phone" => of!(Address, |a| Val::text(a.0.phone.as_ref())),
        "latitude" => of!(Address, |a| a
            .0
            .degrees()
            .map_or(Val::Null, |(latitude, _)| Val::Float(latitude))),
        "longitude" => of!(Address, |a| a
            .0
            .degrees()
            .map_or(Val::Null, |(_, longitude)| Val::Float(longitude))),
        "coordinatesValidated" => of!(Address, |a| Val::Bool(a.0.point.is_some())),
        "validationResultSummary" => of!(Address, |a| Val::Str(match (a.0.point, &a.0.zip) {
            (Some(_), _) => "NO_ISSUES",
            (None, Some(_)) => "WARNING",
            (None, None) => "ERROR",
        })),
        "formattedArea" => of!(Address, |a| Val::Owned(format!(
            "{}, {}",
            a.0.city, a.0.country
        ))),
        "formatted" => of!(Address, |a, _run, arguments| {
            let mut lines = Vec::new();
            lines.extend(
                Some(a.0.name()).filter(|name| arguments.is_true("withName") && !name.is_empty()),
            );
            lines.extend(
                a.0.company
                    .as_ref()
                    .filter(|_| arguments.is_true("withCompany"))
                    .map(ToString::to_string),
            );
            lines.push(a.0.address1.to_string());
            lines.extend(a.0.address2.as_ref().map(ToString::to_string));
            let place = [
                a.0.zip.as_deref(),
                Some(&*a.0.city),
                a.0.province_code.as_deref(),
            ];
            lines.push(place.into_iter().flatten().collect::<Vec<_>>().join(" "));
            lines.push(a.0.country.to_string());
            Val::List(lines.into_iter().map(Val::Owned).collect())
        }),
        _ => return None,
    })
}

pub(super) fn bag(field: &str) -> Option<Resolve> {
    Some(match field {
        "shopMoney" => of!(Bag, |b, run| Val::Obj(Obj::Money((
            b.0.shop,
            run.world.shop.identity.currency
        )))),
        "presentmentMoney" => of!(Bag, |b| Val::Obj(Obj::Money((b.0.presentment, b.1)))),
        _ => return None,
    })
}

pub(super) fn money(field: &str) -> Option<Resolve> {
    Some(match field {
        "amount" => of!(Money, |m| Val::Decimal(m.0, m.1)),
        "currencyCode" => of!(Money, |m| Val::Str(Currency::code(m.1))),
        _ => return None,
    })
}

pub(super) fn risk(field: &str) -> Option<Resolve> {
    Some(match field {
        "recommendation" => of!(Risk, |o| Val::Str(words::advice(advice(o)))),
        "assessments" => of!(Risk, |o| Val::objects(
            o.assessments.iter().map(Obj::Assessment)
        )),
        _ => return None,
    })
}

pub(super) fn assessment(field: &str) -> Option<Resolve> {
    Some(match field {
        "riskLevel" => of!(Assessment, |a| Val::Str(words::risk_level(a.level))),
        "provider" => of!(Assessment, |a| Val::object(a.provider.map(Obj::App))),
        "facts" => of!(Assessment, |a| Val::objects(a.facts.iter().map(Obj::Fact))),
        _ => return None,
    })
}

pub(super) fn fact(field: &str) -> Option<Resolve> {
    Some(match field {
        "description" => of!(Fact, |f| Val::Str(&f.text)),
        "sentiment" => of!(Fact, |f| Val::Str(words::sentiment(f.sentiment))),
        _ => return None,
    })
}

pub(super) fn app(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(App, |a| Val::Gid("App", a.id())),
        "title" => of!(App, |a| Val::Str(a.title())),
        "handle" => of!(App, |a| Val::Str(a.handle())),
        _ => return None,
    })
}

pub(super) fn attribute(field: &str) -> Option<Resolve> {
    Some(match field {
        "key" => of!(Attribute, |a| Val::Str(&a.key)),
        "value" => of!(Attribute, |a| Val::Str(&a.value)),
        _ => return None,
    })
}

pub(super) fn metafield(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(Metafield, |m| Val::Gid("Metafield", m.0.id)),
        "legacyResourceId" => of!(Metafield, |m| Val::Big(m.0.id)),
        "namespace" => of!(Metafield, |m| Val::Str(&m.0.namespace)),
        "key" => of!(Metafield, |m| Val::Str(&m.0.key)),
        "type" => of!(Metafield, |m| Val::Str(&m.0.kind)),
        "value" => of!(Metafield, |m| Val::Str(&m.0.value)),
        "jsonValue" => of!(Metafield, |m| match &*m.0.kind {
            "json" if serde_json::from_str::<serde::de::IgnoredAny>(&m.0.value).is_ok() =>
                Val::Json(&m.0.value),
            _ => Val::Str(&m.0.value),
        }),
        "compareDigest" => of!(Metafield, |m| Val::Owned(super::super::mutate::digest(
            &m.0.kind, &m.0.value
        ))),
        "createdAt" => of!(Metafield, |m| Val::Time(m.0.created_at)),
        "updatedAt" => of!(Metafield, |m| Val::Time(m.0.updated_at)),
        "description" => of!(Metafield, |_m| Val::Null),
        "ownerType" => of!(Metafield, |m| Val::Str(m.1)),
        "sizeInBytes" => of!(Metafield, |m| Val::count(m.0.value.len())),
        _ => return None,
    })
}

pub(super) fn event(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(Event, |e| Val::Gid(
            if e.0.action == EventAction::Commented {
                "CommentEvent"
            } else {
                "BasicEvent"
            },
            e.0.id
        )),
        "action" => of!(Event, |e| Val::Str(words::event_action(e.0.action))),
        "createdAt" => of!(Event, |e| Val::Time(e.0.at)),
        "message" | "rawMessage" => of!(Event, |e| Val::Owned(e.0.message.to_string())),
        "secondaryMessage" => of!(Event, |_e| Val::Null),
        "appTitle" => of!(Event, |e| match &e.0.by {
            Author::App(app) => Val::Str(app.title()),
            _ => Val::Null,
        }),
        "attributeToApp" => of!(Event, |e| Val::Bool(matches!(e.0.by, Author::App(_)))),
        "attributeToUser" => of!(Event, |e| Val::Bool(matches!(e.0.by, Author::Staff(_)))),
        "criticalAlert" => of!(Event, |e| Val::Bool(matches!(
            e.0.action,
            EventAction::PaymentFailed | EventAction::Disputed
        ))),
        "author" => of!(Event, |e| author(&e.0)),
        "edited" | "canEdit" | "canDelete" => of!(Event, |_e| Val::Bool(false)),
        "subjectId" => of!(Event, |e| Val::Gid("Order", e.1)),
        "subjectType" => of!(Event, |_e| Val::Str("ORDER")),
        _ => return None,
    })
}

/// A comment's author is a member of staff as an object, any other event's a name.
fn author<'a>(event: &Event) -> Val<'a> {
    match (&event.by, event.action) {
        (Author::Staff(name), EventAction::Commented) => super::root::staff(name),
        (_, EventAction::Commented) => super::root::staff("Staff"),
        (Author::Staff(name), _) => Val::Owned(name.to_string()),
        (Author::App(app), _) => Val::Str(app.title()),
        (Author::Buyer, _) => Val::Str("Customer"),
        (Author::System, _) => Val::Str("Shopify"),
    }
}

/// What kind of part an id of the protocol names.
pub(super) fn part_kind(name: &str) -> Option<Kind> {
    Some(match name {
        "LineItem" => Kind::LineItem,
        "OrderTransaction" => Kind::Transaction,
        "Refund" => Kind::Refund,
        "FulfillmentOrder" => Kind::FulfilmentOrder,
        "FulfillmentOrderLineItem" => Kind::FulfilmentLine,
        "FulfillmentHold" => Kind::Hold,
        "Metafield" => Kind::Metafield,
        _ => return None,
    })
}
