//! Lines of goods.

use super::of;
use crate::demo::shop::LineItem;
use crate::demo::shopify::run::Resolve;
use crate::demo::shopify::value::Val;

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
        "discountedUnitPriceSet" => {
            of!(Line, |l| Val::bag(l.1.discounted_total().share(1, l.1.quantity), l.0))
        }
        "customAttributes" => of!(Line, |_l| Val::List(vec![])),
        "product" => of!(Line, |l| product(l.1)),
        "variant" => of!(Line, |l| variant(l.1)),
        _ => return None,
    })
}

/// A number that stays the same for a stock number.
fn stock_id(text: &str) -> u64 {
    text.bytes().fold(14_695_981_039_346_656_037_u64, |hash, b| {
        (hash ^ u64::from(b)).wrapping_mul(1_099_511_628_211)
    }) % 1_000_000_000
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
