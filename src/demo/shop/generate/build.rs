//! Writes the planned orders down.

use chrono::{DateTime, Utc};

use super::basket::totals;
use super::origin::Placed;
use super::scene::Scene;
use super::share::RiskyShare;
use super::story::{Buyer, Channel, Draft, Fate, ShipTo, Who};
use crate::demo::shop::state::Plot;
use crate::demo::shop::{
    App, Attribute, Currency, FulfilmentLine, FulfilmentOrder, FulfilmentState, Identity, Kind,
    Order, RequestState, ReturnState, Shop, Text, Totals,
};

/// Makes a shop of `orders` orders whose story ends at `ends_on`.
///
/// The same three values give the same shop, to the last byte. Up to 3,000 orders fill a
/// fortnight, more of them sixty days.
pub fn generate(seed: u64, orders: u32, ends_on: DateTime<Utc>) -> Shop {
    let mut scene = Scene::new(seed, ends_on);
    let plan = scene.plan(orders);
    let mut plots: Vec<Plot> = plan.plots.iter().map(|name| Plot::named(name)).collect();
    let mut written = Vec::with_capacity(orders as usize);
    let mut planned = plan.planned.into_iter().peekable();
    let mut share = RiskyShare::new(plan.risky, plan.ordinary.len());
    let mut ordinary = plan.ordinary.into_iter().peekable();
    for index in 0..orders {
        let first = match (planned.peek(), ordinary.peek()) {
            (Some((draft, _)), Some(at)) => draft.at <= *at,
            (planned, _) => planned.is_some(),
        };
        let (draft, plot) = if first {
            let Some(next) = planned.next() else { break };
            next
        } else {
            let Some(at) = ordinary.next() else { break };
            let draft = if share.next_is_risky() { scene.risky(at) } else { scene.good(at) };
            (draft, None)
        };
        let order = scene.write(index, &draft);
        if let Some(plot) = plot.and_then(|plot| plots.get_mut(plot)) {
            plot.orders.push(order.id);
        }
        written.push(order);
    }
    let customers = std::mem::take(&mut scene.customers);
    Shop::assemble(scene.identity(), customers, written).with_plots(plots)
}

impl Scene {
    fn identity(&mut self) -> Identity {
        Identity {
            id: 61_000_000_001,
            name: self.say("Larkmoor Vitamins"),
            domain: self.say("larkmoor-vitamins.myshopify.com"),
            email: self.say("care@larkmoor-vitamins.example"),
            currency: Currency::Usd,
            zone: self.say("America/New_York"),
            plan: self.say("Shopify"),
        }
    }

    /// Writes one order down.
    fn write(&mut self, index: u32, draft: &Draft) -> Order {
        let mut order = self.blank(index, draft);
        let buyer = self.buyer(draft);
        if let Some(buyer) = &buyer {
            self.address_order(&mut order, draft, buyer);
        }
        let town = buyer.as_ref().map_or(0, |buyer| buyer.town);
        let placed = self.placed_from(draft.origin, town);
        order.client_ip = placed.as_ref().map(|placed| placed.ip.clone());
        self.fill(&mut order, draft.basket, draft.coupon.as_ref());
        order.totals = totals(&order, draft.channel);
        self.pay(&mut order, draft);
        self.open_fulfilment(&mut order, draft);
        self.judge(&mut order, draft, placed.as_ref());
        give_up_room(&mut order);
        order
    }

    fn judge(&mut self, order: &mut Order, draft: &Draft, placed: Option<&Placed>) {
        self.assess(order, draft, placed);
        let outcome = self.play(order, draft.fate);
        debug_assert_eq!(outcome, Ok(()), "{} cannot be {:?}", order.name(), draft.fate);
        if draft.channel == Channel::Till && order.closed_at.is_none() {
            order.closed_at = Some(order.created_at);
        }
    }

    fn blank(&mut self, index: u32, draft: &Draft) -> Order {
        let (id, number) = Order::numbered(index);
        let (source, app) = match draft.channel {
            Channel::Web => ("web", App::OnlineStore),
            Channel::Till => ("pos", App::PointOfSale),
            Channel::Draft => ("shopify_draft_order", App::DraftOrders),
            Channel::Renewal => ("subscription_contract", App::Subscriptions),
            Channel::FirstOfSubscription => {
                ("subscription_contract_checkout_one", App::Subscriptions)
            }
        };
        let attributes = draft.attributes.iter();
        Order {
            id,
            number,
            created_at: draft.at,
            processed_at: draft.at,
            updated_at: draft.at,
            closed_at: None,
            cancelled: None,
            test: false,
            tags: self.first_tags(draft.channel),
            note: draft.note.clone(),
            attributes: attributes
                .map(|(key, value)| Attribute { key: key.clone(), value: value.clone() })
                .collect(),
            email: None,
            phone: None,
            client_ip: None,
            source: self.say(source),
            app,
            locale: None,
            currency: Currency::Usd,
            discount_codes: Vec::new(),
            totals: Totals::default(),
            shipping_line: None,
            lines: Vec::new(),
            billing: None,
            shipping: None,
            customer: None,
            assessments: Vec::new(),
            transactions: Vec::new(),
            refunds: Vec::new(),
            fulfilments: Vec::new(),
            events: Vec::new(),
            disputes: Vec::new(),
            returns: ReturnState::NoReturn,
            metafields: Vec::new(),
            minted: 0,
        }
    }

    fn first_tags(&mut self, channel: Channel) -> Vec<Text> {
        match channel {
            Channel::Renewal => {
                vec![self.say("Subscription"), self.say("Subscription Recurring Order")]
            }
            Channel::FirstOfSubscription => {
                vec![self.say("Subscription"), self.say("Subscription First Order")]
            }
            _ => Vec::new(),
        }
    }

    fn buyer(&mut self, draft: &Draft) -> Option<Buyer> {
        match &draft.who {
            Who::Nobody => None,
            Who::Known(buyer) => Some((**buyer).clone()),
            Who::Anyone => {
                if self.dice.chance(26)
                    && let Some(buyer) = self.regular()
                {
                    return Some(buyer);
                }
                let town = self.any_town();
                let buyer = self.new_buyer(town);
                if let Some(id) = self.customer(&buyer, draft.at) {
                    self.make_regular(id, town);
                }
                Some(buyer)
            }
        }
    }

    fn address_order(&mut self, order: &mut Order, draft: &Draft, buyer: &Buyer) {
        order.customer = self.customer(buyer, draft.at);
        order.email.clone_from(&buyer.email);
        order.phone.clone_from(&buyer.phone);
        if let Some(country) = self.country_of(buyer.town) {
            order.currency = country.currency;
            order.locale = Some(country.locale.clone());
        }
        let own = Some(buyer.address.clone());
        (order.billing, order.shipping) = match &draft.ship_to {
            ShipTo::Billing => (own.clone(), own),
            ShipTo::Other(address) => (own, Some(address.clone())),
            ShipTo::BillingUnknown => (None, own),
            ShipTo::Nowhere => (own, None),
        };
        if order.shipping.is_some() {
            order.shipping_line = Some(self.say("Standard shipping"));
        }
    }

    /// Opens the fulfilment orders: one, or one per place that ships.
    fn open_fulfilment(&mut self, order: &mut Order, draft: &Draft) {
        if draft.channel == Channel::Till {
            order.lines.iter_mut().for_each(|line| line.shipped = line.quantity);
        }
        let apart = matches!(draft.fate, Fate::OnePartHeld | Fate::PartlyShipped)
            || (order.lines.len() > 1 && self.dice.chance(8));
        let mut near = Vec::new();
        let mut far = Vec::new();
        for (place, line) in order.lines.iter().enumerate() {
            let whole = (line.id, line.quantity);
            match (apart, order.lines.len()) {
                (false, _) => near.push(whole),
                (true, 1) => {
                    near.push((line.id, line.quantity - line.quantity / 2));
                    far.push((line.id, line.quantity / 2));
                }
                (true, _) if place == 0 => near.push(whole),
                (true, _) => far.push(whole),
            }
        }
        far.retain(|(_, units)| *units > 0);
        self.open_at(order, "Reno warehouse", &near);
        self.open_at(order, "Harrisburg warehouse", &far);
    }

    fn open_at(&mut self, order: &mut Order, location: &'static str, units: &[(u64, u32)]) {
        if units.is_empty() {
            return;
        }
        let handed_over = order.app == App::PointOfSale;
        let id = order.mint(Kind::FulfilmentOrder);
        let mut lines = Vec::with_capacity(units.len());
        for &(line_item, total) in units {
            let id = order.mint(Kind::FulfilmentLine);
            lines.push(FulfilmentLine {
                id,
                line_item,
                total,
                remaining: if handed_over { 0 } else { total },
            });
        }
        order.fulfilments.push(FulfilmentOrder {
            id,
            state: if handed_over { FulfilmentState::Closed } else { FulfilmentState::Open },
            request: if handed_over { RequestState::Closed } else { RequestState::Unsubmitted },
            updated_at: order.created_at,
            fulfil_at: None,
            location: self.say(location),
            lines,
            holds: Vec::new(),
        });
    }
}

/// Gives back the room that growing lists keep; over a million orders it is more than they hold.
fn give_up_room(order: &mut Order) {
    order.tags.shrink_to_fit();
    order.lines.shrink_to_fit();
    order.assessments.shrink_to_fit();
    order.transactions.shrink_to_fit();
    order.refunds.shrink_to_fit();
    order.fulfilments.shrink_to_fit();
    order.events.shrink_to_fit();
}
