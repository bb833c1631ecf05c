//! Single values as the protocol writes them.

use chrono::{DateTime, Datelike, Timelike, Utc};

use super::value::Val;
use crate::demo::graphql::Writer;
use crate::demo::shop::Currency;

/// Writes a value that has no fields of its own.
pub(super) fn write_leaf(out: &mut Writer, value: &Val<'_>) {
    match value {
        Val::Bool(yes) => out.boolean(*yes),
        Val::Int(number) => out.integer(*number),
        Val::Float(number) => out.json(number),
        Val::Str(text) => out.string(text),
        Val::Owned(text) => out.string(text),
        Val::Big(number) => {
            out.byte(b'"');
            out.natural(*number, 1);
            out.byte(b'"');
        }
        Val::Gid(kind, number) => {
            out.raw("\"gid://shopify/");
            out.raw(kind);
            out.byte(b'/');
            out.natural(*number, 1);
            out.byte(b'"');
        }
        Val::Time(time) => write_time(out, *time),
        Val::Decimal(minor, currency) => write_amount(out, *minor, *currency, Places::AsFew),
        Val::Money(minor, currency) => write_amount(out, *minor, *currency, Places::Two),
        Val::Texts(texts) => write_texts(out, texts),
        Val::Json(json) => out.raw(json),
        Val::Null | Val::List(_) | Val::Obj(_) | Val::Fail(_) => out.raw("null"),
    }
}

fn write_texts(out: &mut Writer, texts: &[crate::demo::shop::Text]) {
    out.byte(b'[');
    for (place, text) in texts.iter().enumerate() {
        if place > 0 {
            out.byte(b',');
        }
        out.string(text);
    }
    out.byte(b']');
}

/// `2026-11-22T10:00:00Z`, as every `DateTime` is written.
fn write_time(out: &mut Writer, time: DateTime<Utc>) {
    let two = |out: &mut Writer, number: u32, before: u8| {
        out.byte(before);
        out.natural(u64::from(number), 2);
    };
    let date = time.date_naive();
    out.byte(b'"');
    out.natural(u64::from(date.year().unsigned_abs()), 4);
    two(out, date.month(), b'-');
    two(out, date.day(), b'-');
    two(out, time.hour(), b'T');
    two(out, time.minute(), b':');
    two(out, time.second(), b':');
    out.raw("Z\"");
}

#[derive(Clone, Copy, PartialEq)]
enum Places {
    /// At least one, without trailing zeros beyond it.
    AsFew,
    /// Two at least.
    Two,
}

fn write_amount(out: &mut Writer, minor: i64, currency: Currency, places: Places) {
    out.byte(b'"');
    if minor < 0 {
        out.byte(b'-');
    }
    let decimals = currency.decimals();
    let unit = 10_u64.pow(decimals);
    let (whole, mut rest) = (minor.unsigned_abs() / unit, minor.unsigned_abs() % unit);
    out.natural(whole, 1);
    out.byte(b'.');
    let mut width = decimals as usize;
    let least = if places == Places::Two { 2 } else { 1 };
    while width > least && rest.is_multiple_of(10) {
        rest /= 10;
        width -= 1;
    }
    while width < least {
        rest *= 10;
        width += 1;
    }
    out.natural(rest, width);
    out.byte(b'"');
}
