//! What the shop system and the filter app say about an order, true to its story.

use super::catalogue::NetworkKind;
use super::origin::{Placed, kilometres};
use super::scene::Scene;
use super::story::{Channel, Draft, HowPaid};
use crate::demo::shop::{App, Assessment, Fact, Order, RiskLevel, Sentiment};

use Sentiment::{Negative, Neutral, Positive};

/// Kilometres beyond which the shop system counts a distance against an order.
const FAR_KM: u32 = 500;

impl Scene {
    /// Enters the assessments of an order.
    pub(super) fn assess(&mut self, order: &mut Order, draft: &Draft, placed: Option<&Placed>) {
        if draft.channel == Channel::Web || draft.channel == Channel::FirstOfSubscription {
            let facts = match draft.level {
                RiskLevel::Pending | RiskLevel::None => Vec::new(),
                level => self.facts(order, draft, (level, placed)),
            };
            order.assessments.push(Assessment {
                level: draft.level,
                provider: None,
                facts: facts.into(),
            });
        }
        if let Some(level) = draft.filter {
            let facts = self.filter_facts(order, level, placed).into();
            order.assessments.push(Assessment { level, provider: Some(App::FraudScanner), facts });
        }
    }

    fn facts(
        &mut self,
        order: &Order,
        draft: &Draft,
        seen: (RiskLevel, Option<&Placed>),
    ) -> Vec<Fact> {
        let (level, placed) = seen;
        let mut facts = Vec::with_capacity(6);
        if level == RiskLevel::Low {
            let like = "Characteristics of this order are similar to non-fraudulent orders observed in the past";
            facts.push(self.fact(like, Positive));
        } else {
            let like = "Characteristics of this order are similar to fraudulent orders observed in the past";
            facts.push(self.fact(like, Negative));
        }
        if draft.checks.how == HowPaid::Card {
            facts.extend(self.card_facts(draft));
        }
        facts.push(self.attempts(draft.checks.declined + 1));
        if let Some(placed) = placed {
            facts.extend(self.place_facts(order, placed));
        }
        facts
    }

    fn card_facts(&mut self, draft: &Draft) -> Vec<Fact> {
        let mut facts = Vec::with_capacity(3);
        let code = match draft.checks.cvv {
            Some('M') => Some(("Card Verification Value (CVV) is correct", Positive)),
            Some('N') => Some(("Card Verification Value (CVV) isn't correct", Negative)),
            Some('S' | 'P') => Some(("Card Verification Value (CVV) wasn't provided", Negative)),
            Some(_) => Some((
                "Card Verification Value (CVV) couldn't be checked by the card issuer",
                Neutral,
            )),
            None => None,
        };
        facts.extend(code.map(|(words, sentiment)| self.fact(words, sentiment)));
        let (street, zip) = match draft.checks.avs {
            Some('Y') => (Some(true), Some(true)),
            Some('A') => (Some(true), Some(false)),
            Some('Z') => (Some(false), Some(true)),
            Some('N') => (Some(false), Some(false)),
            _ => (None, None),
        };
        facts.extend(street.map(|same| self.street_fact(same)));
        facts.extend(zip.map(|same| self.zip_fact(same)));
        if street.is_none() {
            let unknown =
                "Billing address couldn't be verified with the credit card's registered address";
            facts.push(self.fact(unknown, Neutral));
        }
        facts
    }

    fn street_fact(&mut self, same: bool) -> Fact {
        if same {
            self.fact("Billing street address matches credit card's registered address", Positive)
        } else {
            self.fact(
                "Billing street address doesn't match credit card's registered address",
                Negative,
            )
        }
    }

    fn zip_fact(&mut self, same: bool) -> Fact {
        if same {
            self.fact(
                "Billing address ZIP or postal code matches credit card's registered address",
                Positive,
            )
        } else {
            let differs =
                "Billing address ZIP or postal code doesn't match credit card's registered address";
            self.fact(differs, Negative)
        }
    }

    fn place_facts(&mut self, order: &Order, placed: &Placed) -> Vec<Fact> {
        let network = placed.network;
        let mut facts = vec![Fact { text: network.sentence.clone(), sentiment: Neutral }];
        let goes_to = order.shipping.as_ref().and_then(|address| address.point);
        if let Some(point) = goes_to {
            facts.push(distance(kilometres(point, network.point)));
        }
        let billed = order.billing.as_ref().map(|address| address.country_code.as_str());
        if billed.is_some_and(|country| country != network.country) {
            let abroad =
                "Billing country doesn't match the country from which the order was placed";
            facts.push(self.fact(abroad, Negative));
        }
        if matches!(network.kind, NetworkKind::Vpn | NetworkKind::Tor | NetworkKind::Hosting) {
            let proxy = "A high risk internet connection (web proxy) was used to place this order";
            facts.push(self.fact(proxy, Negative));
        }
        facts
    }

    fn filter_facts(
        &mut self,
        order: &Order,
        level: RiskLevel,
        placed: Option<&Placed>,
    ) -> Vec<Fact> {
        let score = match level {
            RiskLevel::High => self.dice.between(81, 98),
            RiskLevel::Medium => self.dice.between(55, 80),
            _ => self.dice.between(3, 30),
        };
        let mut facts = vec![Fact {
            text: format!("Fraud Scanner score {score} of 100").into(),
            sentiment: Neutral,
        }];
        let bottles: u32 = order.lines.iter().map(|line| line.quantity).sum();
        if order.totals.total.shop > 30_000 && bottles > 12 {
            facts.push(self.fact("High value rule: above $300 and more than 12 bottles", Negative));
        }
        if !order.addresses_match() {
            facts.push(self.fact("Billing and shipping address differ", Negative));
        }
        if placed.is_some_and(|placed| placed.network.kind == NetworkKind::Hosting) {
            facts.push(self.fact("IP address belongs to a hosting company", Negative));
        }
        if facts.len() == 1 && level > RiskLevel::Low {
            facts.push(self.fact("Custom rule matched: review before shipping", Negative));
        }
        facts
    }

    fn attempts(&mut self, count: u32) -> Fact {
        if count == 1 {
            return self.fact("There was 1 payment attempt", Positive);
        }
        let sentiment = if count > 2 { Negative } else { Neutral };
        Fact { text: format!("There were {count} payment attempts").into(), sentiment }
    }

    fn fact(&mut self, words: &'static str, sentiment: Sentiment) -> Fact {
        Fact { text: self.say(words), sentiment }
    }
}

fn distance(km: u32) -> Fact {
    let text = format!("Shipping address is {} km from location of IP address", grouped(km));
    Fact { text: text.into(), sentiment: if km > FAR_KM { Negative } else { Positive } }
}

fn grouped(number: u32) -> String {
    if number < 1_000 {
        return number.to_string();
    }
    format!("{},{:03}", number / 1_000, number % 1_000)
}
