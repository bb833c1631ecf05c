//! A plan.

use serde::Serialize;

use super::step::StepJson;
use crate::domain::Plan;

/// `unhold/plan/1`
#[derive(Serialize)]
pub(in crate::cli) struct PlanDocument<'a> {
    schema: &'static str,
    order: &'a str,
    id: &'a str,
    shop: &'a str,
    verb: &'static str,
    revision: &'a str,
    steps: Vec<StepJson<'a>>,
    warnings: &'a [String],
}

impl<'a> From<&'a Plan> for PlanDocument<'a> {
    fn from(plan: &'a Plan) -> Self {
        Self {
            schema: "unhold/plan/1",
            order: plan.order_name.raw(),
            id: plan.order.as_str(),
            shop: plan.shop.as_str(),
            verb: plan.verb.word(),
            revision: plan.revision.as_str(),
            steps: plan.steps.iter().map(StepJson::from).collect(),
            warnings: &plan.warnings,
        }
    }
}
