//! Publishing the app's own assessment (shopify.md section 10).

use serde_json::{Value, json};

use super::{Ask, Item, Payload, Performed, UserError, invalid_id};
use crate::demo::shop::books::{Fulfilment, fulfilment};
use crate::demo::shop::{App, Assessment, Fact, RiskLevel, Sentiment};
use crate::demo::shopify::world::World;
use crate::demo::shopify::{gid, words};

const MOST_FACTS: usize = 20;
const LONGEST_FACT: usize = 256;

fn payload(assessment: Item, errors: Vec<UserError>) -> Payload {
    let members = vec![("orderRiskAssessment", assessment), ("userErrors", Item::Errors(errors))];
    Payload::done("OrderRiskAssessmentCreatePayload", members)
}

/// `orderRiskAssessmentCreate`: replaces the app's earlier assessment.
pub(super) fn assess(world: &mut World, ask: &Ask<'_>) -> Performed {
    let input = ask.arguments.get("orderRiskAssessmentInput").cloned().unwrap_or_default();
    let refuse = |code, field: &str, message: &str| {
        let field = ["orderRiskAssessmentInput", field];
        let error =
            UserError::coded("OrderRiskAssessmentCreateUserError", Some(code), &field, message);
        Ok(payload(Item::Null, vec![error]))
    };
    let id = input.get("orderId").and_then(Value::as_str).unwrap_or_default();
    let id = gid::number(id, "Order").ok_or_else(invalid_id)?;
    let Some(order) = world.shop.order(id) else {
        return refuse("NOT_FOUND", "orderId", "The order could not be found.");
    };
    if fulfilment(order) == Fulfilment::Fulfilled {
        return refuse(
            "ORDER_ALREADY_FULFILLED",
            "orderId",
            "The order has already been fulfilled.",
        );
    }
    let facts = input.get("facts").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if facts.len() > MOST_FACTS {
        return refuse("TOO_MANY_FACTS", "facts", "Too many facts were provided.");
    }
    let level = input
        .get("riskLevel")
        .and_then(Value::as_str)
        .and_then(words::risk_level_from)
        .unwrap_or(RiskLevel::None);
    let assessment =
        Assessment { level, provider: Some(App::Ours), facts: facts.iter().map(fact).collect() };
    let now = ask.now;
    let place = world.change_order(id, now, |order| {
        order.assessments.retain(|other| other.provider != Some(App::Ours));
        order.assessments.push(assessment);
        order.updated_at = now;
        Ok(order.assessments.len() - 1)
    });
    let Ok(place) = place else {
        return refuse("INVALID", "orderId", "The assessment could not be created.");
    };
    ask.did(world, format!("gid://shopify/Order/{id}"), json!({"level": words::risk_level(level)}));
    Ok(payload(Item::Assessment(id, place), vec![]))
}

fn fact(input: &Value) -> Fact {
    let text = |name: &str| input.get(name).and_then(Value::as_str).unwrap_or_default();
    let cut: String = text("description").chars().take(LONGEST_FACT).collect();
    Fact {
        text: cut.into(),
        sentiment: words::sentiment_from(text("sentiment")).unwrap_or(Sentiment::Neutral),
    }
}
