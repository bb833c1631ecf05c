//! Goods, prices, discounts, shipping and tax.

use super::catalogue::Product;
use super::scene::Scene;
use super::story::{Basket, Channel, Coupon};
use crate::demo::shop::{Currency, Kind, LineItem, Order, Price, Totals};

/// Codes that the shop gives out.
pub(super) const CODES: &[(&str, u32)] =
    &[("WELCOME10", 10), ("AUTUMN15", 15), ("NEWSLETTER5", 5), ("VITAMIN20", 20), ("REFILL10", 10)];

impl Scene {
    /// Puts goods into an order and charges for them.
    pub(super) fn fill(&mut self, order: &mut Order, basket: Basket, coupon: Option<&Coupon>) {
        for (product, quantity) in self.choose(basket) {
            let unit_price = priced(product.cents, order.currency);
            let discount = percent(unit_price.times(quantity), coupon.map_or(0, |c| c.percent));
            let id = order.mint(Kind::LineItem);
            order.lines.push(LineItem {
                id,
                sku: product.sku.clone(),
                title: product.title.clone(),
                variant: Some(product.variant.clone()),
                vendor: self.say("Larkmoor"),
                quantity,
                shipped: 0,
                cancelled: 0,
                returned: 0,
                unit_price,
                discount,
                ships: order.app != crate::demo::shop::App::PointOfSale,
            });
        }
        order.discount_codes = coupon.map(|c| c.code.clone()).into_iter().collect();
    }

    fn choose(&mut self, basket: Basket) -> Vec<(&'static Product, u32)> {
        let (kinds, bottles) = match basket {
            Basket::Small => (1 + self.dice.below(3), self.dice.between(1, 5)),
            Basket::Middle => (1 + self.dice.below(4), self.dice.between(6, 11)),
            Basket::Large => (1 + self.dice.below(2), self.dice.between(13, 24)),
        };
        let mut left = u32::try_from(bottles).unwrap_or(1);
        let mut chosen: Vec<(&'static Product, u32)> = Vec::new();
        for kind in (1..=kinds).rev() {
            let Some(product) = self.product(basket, left) else {
                break;
            };
            let share = (left / kind).max(product.bottles);
            let quantity = (share / product.bottles).max(1);
            left = left.saturating_sub(quantity * product.bottles);
            match chosen.iter_mut().find(|(same, _)| same.sku == product.sku) {
                Some((_, more)) => *more += quantity,
                None => chosen.push((product, quantity)),
            }
            if left == 0 {
                break;
            }
        }
        chosen
    }

    fn product(&mut self, basket: Basket, left: u32) -> Option<&'static Product> {
        let products = self.tables.products.as_slice();
        let fits = |p: &Product| p.bottles <= left && (basket != Basket::Large || p.cents >= 2_400);
        let place = self.dice.weighted(products.iter().map(|p| if fits(p) { p.share } else { 0 }));
        products.get(place)
    }
}

/// What an order is charged, from its lines.
pub(super) fn totals(order: &Order, channel: Channel) -> Totals {
    let goods: Price = order.lines.iter().map(LineItem::discounted_total).sum();
    let discount = order.lines.iter().map(|line| line.discount).sum();
    let shipping = shipping(order, goods, channel);
    let tax = tax(order, goods);
    Totals { subtotal: goods, discount, shipping, tax, total: goods + shipping + tax }
}

fn shipping(order: &Order, goods: Price, channel: Channel) -> Price {
    let at_home =
        order.shipping.as_ref().is_none_or(|address| address.country_code.as_str() == "US");
    match channel {
        Channel::Till => Price::ZERO,
        _ if at_home && goods.shop >= 7_500 => Price::ZERO,
        _ if at_home => priced(595, order.currency),
        _ => priced(1_490, order.currency),
    }
}

/// Sales tax of the state that the goods go to; parcels abroad are taxed at the door.
fn tax(order: &Order, goods: Price) -> Price {
    let state = order.shipping.as_ref().filter(|address| address.country_code.as_str() == "US");
    let state = state.and_then(|address| address.province_code.as_deref());
    let thousandths = match state {
        Some("OR" | "AK") | None => 0,
        Some("CA" | "WA" | "IL" | "LA" | "TN") => 93,
        Some("NY" | "TX" | "NV" | "AZ") => 84,
        Some(_) => 62,
    };
    Price::new(goods.shop * thousandths / 1_000, goods.presentment * thousandths / 1_000)
}

/// A price in cents, with what the buyer sees at the shop's fixed rate.
pub(super) fn priced(cents: i64, currency: Currency) -> Price {
    let per_hundred = match currency {
        Currency::Usd => 100,
        Currency::Aud | Currency::Jpy => 154,
        Currency::Cad => 140,
        Currency::Eur => 86,
        Currency::Gbp => 75,
        Currency::Kwd => 307,
        Currency::Sek => 940,
    };
    Price::new(cents, (cents * per_hundred + 50) / 100)
}

fn percent(price: Price, percent: u32) -> Price {
    price.share(percent, 100)
}
