//! Payments and refunds.

use super::of;
use crate::demo::graphql::Arguments;
use crate::demo::shop::books::{open_authorisations, refund_lines};
use crate::demo::shop::{
    Card, Gateway, Order, PaidWith, Price, Refund, RefundLine, Restock, Transaction,
    TransactionState,
};
use crate::demo::shopify::paging::{Kind as ListKind, page_of};
use crate::demo::shopify::run::{Resolve, Run};
use crate::demo::shopify::value::{Obj, Val};
use crate::demo::shopify::words;

const PAYMENTS: ListKind =
    ListKind { connection: "OrderTransactionConnection", edge: "OrderTransactionEdge" };
const REFUND_LINES: ListKind =
    ListKind { connection: "RefundLineItemConnection", edge: "RefundLineItemEdge" };

pub(super) fn payment(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(Payment, |p| Val::Gid("OrderTransaction", p.1.id)),
        "kind" => of!(Payment, |p| Val::Str(words::payment_kind(p.1.kind))),
        "status" => of!(Payment, |p| Val::Str(words::payment_state(p.1.state))),
        "errorCode" => {
            of!(Payment, |p| p.1.declined.map_or(Val::Null, |why| Val::Str(words::decline(why))))
        }
        "gateway" => of!(Payment, |p| Val::Str(p.1.gateway.key())),
        "formattedGateway" => of!(Payment, |p| Val::Str(p.1.gateway.shown())),
        "manualPaymentGateway" => of!(Payment, |p| Val::Bool(matches!(
            p.1.gateway,
            Gateway::Cash | Gateway::BankTransfer
        ))),
        "test" => of!(Payment, |p| Val::Bool(p.0.test)),
        "createdAt" | "processedAt" => of!(Payment, |p| Val::Time(p.1.at)),
        "authorizationExpiresAt" => of!(Payment, |p, run| {
            Val::time(p.1.expires_at.filter(|_| run.world.quirks.plus_plan))
        }),
        "amountSet" => of!(Payment, |p| Val::bag(p.1.amount, p.0)),
        "totalUnsettledSet" => of!(Payment, |p| Val::bag(unsettled(p.0, p.1), p.0)),
        "manuallyCapturable" => of!(Payment, |p, run| Val::Bool(
            is_open(p.0, p.1) && p.1.expires_at.is_none_or(|end| end > run.now)
        )),
        "multiCapturable" => of!(Payment, |_p| Val::Bool(false)),
        "paymentId" => of!(Payment, |p| Val::Owned(format!("r{:x}", p.1.parent.unwrap_or(p.1.id)))),
        "accountNumber" => of!(Payment, |p| match &p.1.paid_with {
            PaidWith::Card(card) => Val::Str(&card.masked),
            _ => Val::Null,
        }),
        "settlementCurrency" => {
            of!(Payment, |_p, run| Val::Str(run.world.shop.identity.currency.code()))
        }
        "receiptJson" | "user" => of!(Payment, |_p| Val::Null),
        "order" => of!(Payment, |p| Val::Obj(Obj::Order(p.0))),
        "parentTransaction" => of!(Payment, |p| Val::object(parent(p.0, p.1))),
        "paymentDetails" => of!(Payment, |p| details(&p.1.paid_with)),
        _ => return None,
    })
}

/// The plain list of an order's payments with its three arguments.
pub(super) fn list<'a>(order: &'a Order, run: &Run<'a>, arguments: &Arguments) -> Val<'a> {
    let first =
        arguments.number("first").and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
    let capturable = arguments.get("capturable").and_then(serde_json::Value::as_bool);
    let by_hand = arguments.get("manuallyResolvable").and_then(serde_json::Value::as_bool);
    let wanted = order.transactions.iter().filter(|t| {
        let open = is_open(order, t) && t.expires_at.is_none_or(|end| end > run.now);
        let manual = t.state == TransactionState::Pending
            && matches!(t.gateway, Gateway::BankTransfer | Gateway::Cash);
        capturable.is_none_or(|wanted| wanted == open)
            && by_hand.is_none_or(|wanted| wanted == manual)
    });
    Val::objects(wanted.take(first).map(|t| Obj::Payment((order, t))))
}

fn is_open(order: &Order, payment: &Transaction) -> bool {
    open_authorisations(order).any(|open| open.id == payment.id)
}

fn unsettled(order: &Order, payment: &Transaction) -> Price {
    if is_open(order, payment) { payment.amount } else { Price::ZERO }
}

fn parent<'a>(order: &'a Order, payment: &Transaction) -> Option<Obj<'a>> {
    Some(Obj::Payment((order, order.transaction(payment.parent?)?)))
}

fn details(paid: &PaidWith) -> Val<'_> {
    match paid {
        PaidWith::Card(card) => card_details(card),
        PaidWith::Paypal => Val::record(
            "PaypalWalletPaymentDetails",
            vec![("paymentMethodName", Val::Str("paypal"))],
        ),
        PaidWith::Local(descriptor) => Val::record(
            "LocalPaymentMethodsPaymentDetails",
            vec![
                ("paymentMethodName", Val::Str("local")),
                ("paymentDescriptor", Val::Str(descriptor)),
            ],
        ),
        PaidWith::Undescribed => Val::Null,
    }
}

fn card_details(card: &Card) -> Val<'_> {
    let letter = |letter: Option<char>| letter.map_or(Val::Null, |c| Val::Owned(c.to_string()));
    Val::record(
        "CardPaymentDetails",
        vec![
            ("avsResultCode", letter(card.avs)),
            ("cvvResultCode", letter(card.cvv)),
            ("bin", Val::text(card.bin.as_ref())),
            ("company", Val::Str(&card.company)),
            ("number", Val::Str(&card.masked)),
            ("name", Val::text(card.name.as_ref())),
            ("expirationMonth", Val::Int(i64::from(card.month))),
            ("expirationYear", Val::Int(i64::from(card.year))),
            ("wallet", card.wallet.map_or(Val::Null, |w| Val::Str(words::wallet(w)))),
            ("paymentMethodName", Val::Str("card")),
        ],
    )
}

pub(super) fn refund(field: &str) -> Option<Resolve> {
    Some(match field {
        "id" => of!(Refund, |r| Val::Gid("Refund", r.1.id)),
        "legacyResourceId" => of!(Refund, |r| Val::Big(r.1.id)),
        "createdAt" | "processedAt" | "updatedAt" => of!(Refund, |r| Val::Time(r.1.at)),
        "note" => of!(Refund, |r| Val::text(r.1.note.as_ref())),
        "order" => of!(Refund, |r| Val::Obj(Obj::Order(r.0))),
        "totalRefundedSet" => of!(Refund, |r| Val::bag(settled(r.0, r.1), r.0)),
        "transactions" => of!(Refund, |r, _run, arguments| {
            let moved = r.1.transactions.iter().filter_map(|id| r.0.transaction(*id));
            page_of(PAYMENTS, arguments, moved.map(|t| (t.id, Obj::Payment((r.0, t)))))
        }),
        "refundLineItems" => of!(Refund, |r, _run, arguments| {
            let lines =
                r.1.lines.iter().filter_map(|line| Some((line.line_item, refund_line(r.0, line)?)));
            page_of(REFUND_LINES, arguments, lines)
        }),
        _ => return None,
    })
}

/// What a refund has really given back; a pending movement does not count yet.
fn settled(order: &Order, refund: &Refund) -> Price {
    let moved = refund.transactions.iter().filter_map(|id| order.transaction(*id));
    moved.filter(|t| t.state == TransactionState::Success).map(|t| t.amount).sum()
}

/// One line of a refund, made or only suggested.
pub(super) fn refund_line<'a>(order: &'a Order, line: &RefundLine) -> Option<Obj<'a>> {
    let goods = order.line(line.line_item)?;
    let place = order
        .fulfilments
        .iter()
        .find(|f| f.lines.iter().any(|work| work.line_item == line.line_item));
    let location = place
        .filter(|_| line.restock != Restock::NoRestock)
        .map(|f| super::house::location(&f.location));
    Some(Obj::record(
        "RefundLineItem",
        vec![
            ("id", Val::Gid("RefundLineItem", line.line_item)),
            ("lineItem", Val::Obj(Obj::Line((order, goods)))),
            ("location", location.unwrap_or(Val::Null)),
            ("quantity", Val::Int(i64::from(line.quantity))),
            ("restockType", Val::Str(words::restock(line.restock))),
            ("restocked", Val::Bool(line.restock != Restock::NoRestock)),
            ("subtotalSet", Val::bag(line.subtotal, order)),
        ],
    ))
}

/// Prices units, or answers with nothing where they are not there.
pub(super) fn priced(order: &Order, units: &[crate::demo::shop::books::Units]) -> Vec<RefundLine> {
    refund_lines(order, units).unwrap_or_default()
}
