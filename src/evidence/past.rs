//! What happened before, made ready for the checks: who is the same buyer, how the shop's
//! orders usually are.

use super::normal::{EmailForm, PhoneForm};
use super::phone::is_repeated;
use super::{Earlier, Given, Quantiles, SameBy, Spread};
use crate::domain::{Clean, Currency, Money, ShortOrder};

/// Of fewer orders nothing is usual.
const FEWEST: usize = 100;

impl SameBy {
    /// By what two orders are surely of one buyer; `None` when they need not be.
    pub fn between(one: &ShortOrder, other: &ShortOrder) -> Option<Self> {
        let record = |order: &ShortOrder| order.customer_id.clone().filter(|id| !id.is_empty());
        let email = |order: &ShortOrder| EmailForm::of(order.email.known()?).map(|form| form.key());
        if one.shop == other.shop && record(one).is_some_and(|id| Some(id) == record(other)) {
            return Some(Self::Customer);
        }
        if email(one).is_some_and(|key| Some(key) == email(other)) {
            return Some(Self::Email);
        }
        let numbers = phones(other);
        let is_shared = phones(one).iter().any(|number| numbers.contains(number));
        is_shared.then_some(Self::Phone)
    }
}

/// The buyer's own numbers that could be anybody's only: whole, and not made up.
fn phones(order: &ShortOrder) -> Vec<PhoneForm> {
    let billing = order.billing.known();
    let country = billing.map(|at| &at.country_code);
    let own = order.phone.known().into_iter().chain(billing.map(|at| &at.phone));
    own.filter(|number| !number.is_blank())
        .filter_map(|number: &Clean| PhoneForm::of(number, country))
        .filter(|form| form.is_international() && !is_repeated(form.digits()))
        .collect()
}

impl Earlier {
    /// Another order as the checks of `order` read it; `None` when it is another buyer's.
    pub fn of(order: &ShortOrder, other: &ShortOrder, verdict: Option<Given>) -> Option<Self> {
        Some(Self {
            shop: other.shop.clone(),
            id: other.id.clone(),
            order: other.name.clone(),
            placed_at: other.placed_at,
            by: SameBy::between(order, other)?,
            total: other.total,
            pieces: other.pieces,
            payment: other.payment,
            fulfilment: other.fulfilment,
            is_cancelled: other.cancelled_at.is_some(),
            bad_end: other.bad_end,
            verdict,
        })
    }
}

impl Spread {
    /// How these orders are; `None` when they are too few to say what is usual. Sums in
    /// other currencies than the shop's are left out.
    pub fn of(orders: &[(Money, u32)], currency: Currency) -> Option<Self> {
        let own = orders.iter().filter(|(total, _)| total.currency == currency);
        let (mut totals, mut pieces): (Vec<i64>, Vec<u32>) =
            own.map(|(total, pieces)| (total.minor, *pieces)).unzip();
        if totals.len() < FEWEST {
            return None;
        }
        totals.sort_unstable();
        pieces.sort_unstable();
        let money = |minor| Money { minor, currency };
        Some(Self {
            orders: u32::try_from(totals.len()).unwrap_or(u32::MAX),
            total: quantiles(&totals).map(money),
            pieces: quantiles(&pieces),
        })
    }
}

impl<T> Quantiles<T> {
    fn map<U>(self, of: impl Fn(T) -> U) -> Quantiles<U> {
        Quantiles { half: of(self.half), p90: of(self.p90), p99: of(self.p99) }
    }
}

/// Of numbers in order, at least one.
fn quantiles<T: Copy + Default>(sorted: &[T]) -> Quantiles<T> {
    let at = |hundredths: usize| {
        let place = (sorted.len() * hundredths).div_ceil(100).saturating_sub(1);
        sorted.get(place).copied().unwrap_or_default()
    };
    Quantiles { half: at(50), p90: at(90), p99: at(99) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{money, order};
    use crate::domain::{Order, Readable};

    fn short(change: impl FnOnce(&mut Order)) -> ShortOrder {
        let mut order = order();
        (order.email, order.phone) = (Readable::Absent, Readable::Absent);
        change(&mut order);
        ShortOrder::from(&order)
    }

    fn mailed(email: &str) -> ShortOrder {
        short(|order| order.email = Readable::Known(email.into()))
    }

    fn called(number: &str) -> ShortOrder {
        short(|order| order.phone = Readable::Known(Clean::phone(number)))
    }

    fn record(id: &str) -> ShortOrder {
        ShortOrder { customer_id: Some(id.into()), ..short(|_| {}) }
    }

    #[test]
    fn one_buyer_is_known_by_record_mailbox_or_number_and_never_by_an_empty_or_made_up_one() {
        let cases = vec![
            (record("7"), record("7"), Some(SameBy::Customer), "record"),
            (record("7"), record("8"), None, "two records"),
            (record(""), record(""), None, "no record"),
            (
                mailed("a.da@gmail.com"),
                mailed("ada+x@googlemail.com"),
                Some(SameBy::Email),
                "mailbox",
            ),
            (mailed("ada@example.org"), mailed("bo@example.org"), None, "two mailboxes"),
            (mailed("ada"), mailed("ada"), None, "no mailbox"),
            (called("+1 415 267 4821"), called("(415) 267-4821"), Some(SameBy::Phone), "number"),
            (called("+1 415 555 5555"), called("+1 415 555 5555"), None, "made up"),
            (called("12"), called("12"), None, "no number"),
            (short(|_| {}), short(|_| {}), None, "the same name and house alone"),
        ];
        for (one, other, by, shows) in cases {
            assert_eq!(SameBy::between(&one, &other), by, "{shows}");
        }
    }

    #[test]
    fn quantiles_are_values_that_so_many_orders_do_not_exceed() {
        let orders: Vec<_> =
            (1..=200).map(|n| (Money { minor: n * 100, currency: Currency::USD }, 3)).collect();
        let spread = Spread::of(&orders, Currency::USD).unwrap();

        assert_eq!(spread.orders, 200);
        assert_eq!(
            (spread.total.half, spread.total.p90, spread.total.p99),
            (money("100.00 USD"), money("180.00 USD"), money("198.00 USD"))
        );
        assert_eq!(spread.pieces, Quantiles { half: 3, p90: 3, p99: 3 });
        assert_eq!(Spread::of(&orders[..99], Currency::USD), None);
        assert_eq!(Spread::of(&orders, Currency::new("EUR").unwrap()), None);
    }
}
