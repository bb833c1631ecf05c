//! What a plan or row does with money, in words. What goes back, store credit and what is
//! given up are never added up.

use crate::domain::{Money, MoneyPair, Sums};

/// `195.00 USD goes back, 20.00 USD given up`; `None` when no sum is known.
pub(crate) fn in_words(sums: Sums) -> Option<String> {
    let words = each(sums, None);
    (!words.is_empty()).then(|| words.join(", "))
}

/// What a row that is done did: `195.00 USD went back`.
pub(crate) fn done(sums: Sums) -> Option<String> {
    let words = phrases(sums, None, ["went back", "became store credit", "given up"]);
    (!words.is_empty()).then(|| words.join(", "))
}

/// Each sum as a phrase, also in the shop's currency where that is another.
pub(super) fn each(sums: Sums, rate: Option<MoneyPair>) -> Vec<String> {
    phrases(sums, rate, ["goes back", "becomes store credit", "given up, never charged"])
}

fn phrases(
    sums: Sums,
    rate: Option<MoneyPair>,
    [back, credit, given_up]: [&str; 3],
) -> Vec<String> {
    let said = |sum: Option<Money>, what: &str| {
        sum.map(|sum| format!("{} {what}", with_shop_side(sum, rate)))
    };
    let words = [said(sums.back, back), said(sums.credit, credit), said(sums.given_up, given_up)];
    words.into_iter().flatten().collect()
}

/// An amount, also in the shop's currency where that is another.
pub(super) fn with_shop_side(amount: Money, rate: Option<MoneyPair>) -> String {
    let shop = rate.and_then(|rate| rate.shop_side_of(amount));
    match shop.filter(|shop| shop.currency != amount.currency) {
        Some(shop) => format!("{amount} (about {shop} in the shop's money)"),
        None => amount.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::money;

    #[test]
    fn what_goes_back_credit_and_what_is_given_up_are_said_apart() {
        let sums = Sums {
            back: Some(money("195.00 USD")),
            credit: Some(money("10.00 USD")),
            given_up: Some(money("20.00 USD")),
        };

        assert_eq!(
            in_words(sums).as_deref(),
            Some(
                "195.00 USD goes back, 10.00 USD becomes store credit, 20.00 USD given up, never charged"
            )
        );
        assert_eq!(
            done(sums).as_deref(),
            Some("195.00 USD went back, 10.00 USD became store credit, 20.00 USD given up")
        );
        assert_eq!(in_words(Sums::default()), None);
    }

    #[test]
    fn an_amount_is_also_said_in_the_shops_currency_where_it_differs() {
        let rate = MoneyPair { charged: money("200.00 EUR"), shop: money("220.00 USD") };

        let both = with_shop_side(money("100.00 EUR"), Some(rate));
        let one = with_shop_side(money("100.00 USD"), Some(MoneyPair::same(money("1.00 USD"))));

        assert_eq!(both, "100.00 EUR (about 110.00 USD in the shop's money)");
        assert_eq!(one, "100.00 USD");
    }
}
