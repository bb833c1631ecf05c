//! Amounts as callers write them.

use crate::demo::shop::{Currency, Order, Price};

/// Minor units of a decimal; nothing when it is none or finer than the currency.
pub(crate) fn minor(text: &str, currency: Currency) -> Option<i64> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let places = currency.decimals() as usize;
    let (kept, dropped) = fraction.split_at_checked(places).unwrap_or((fraction, ""));
    let all_digits = whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit());
    if !all_digits
        || (whole.is_empty() && fraction.is_empty())
        || dropped.bytes().any(|b| b != b'0')
    {
        return None;
    }
    let minor: i64 = format!("{whole}{kept:0<places$}").parse().ok()?;
    Some(if negative { -minor } else { minor })
}

/// An amount in the order's presentment currency, with the shop's side at the order's rate.
pub(crate) fn presentment(order: &Order, text: &str) -> Option<Price> {
    let presentment = minor(text, order.currency)?;
    Some(Price::new(shop_side(order, presentment), presentment))
}

/// The shop's side of an amount in the order's presentment currency.
pub(crate) fn shop_side(order: &Order, presentment: i64) -> i64 {
    let total = order.totals.total;
    if total.presentment == 0 {
        return presentment;
    }
    let exact = i128::from(presentment) * i128::from(total.shop);
    let whole = i128::from(total.presentment);
    let rounded = (exact * 2 + whole) / (whole * 2);
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

/// An amount as refusals write it: `$25.00`.
pub(crate) fn shown(minor: i64, currency: Currency) -> String {
    let unit = 10_i64.pow(currency.decimals());
    let sign = match currency {
        Currency::Usd | Currency::Cad | Currency::Aud => "$",
        Currency::Eur => "€",
        Currency::Gbp => "£",
        Currency::Jpy => "¥",
        Currency::Sek | Currency::Kwd => "",
    };
    let width = currency.decimals() as usize;
    match width {
        0 => format!("{sign}{minor}"),
        _ => format!("{sign}{}.{:0width$}", minor / unit, minor % unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_in_the_currencys_places() {
        assert_eq!(minor("12.5", Currency::Usd), Some(1250));
        assert_eq!(minor("12.505", Currency::Usd), None);
        assert_eq!(minor("12.500", Currency::Usd), Some(1250));
        assert_eq!(minor("1200", Currency::Jpy), Some(1200));
        assert_eq!(minor("1.234", Currency::Kwd), Some(1234));
        assert_eq!(minor("", Currency::Usd), None);
    }

    #[test]
    fn amounts_are_shown_as_refusals_show_them() {
        assert_eq!(shown(2500, Currency::Usd), "$25.00");
        assert_eq!(shown(5, Currency::Eur), "€0.05");
    }
}
