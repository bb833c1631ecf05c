//! A plan.

use serde::Serialize;

use super::order::{HoldJson, PlannedHoldJson};
use super::step::StepJson;
use super::values::MoneyJson;
use crate::cli::plan::{Planned, moved, releases};

/// `unhold/plan/1`
#[derive(Serialize)]
pub(in crate::cli) struct PlanDocument<'a> {
    schema: &'static str,
    order: &'a str,
    id: &'a str,
    shop: &'a str,
    verb: &'static str,
    revision: &'a str,
    undo_seconds: u32,
    total: MoneyJson,
    charged: MoneyJson,
    moves: Option<MovesJson>,
    holds: Vec<PlannedHoldJson<'a>>,
    steps: Vec<StepJson<'a>>,
    warnings: &'a [String],
}

/// Money that the plan gives back, on both sides.
#[derive(Serialize)]
struct MovesJson {
    charged: MoneyJson,
    total: Option<MoneyJson>,
}

impl<'a> PlanDocument<'a> {
    /// A plan, the order that it is for, and how long it could be taken back.
    pub(in crate::cli) fn of(planned: &'a Planned, undo_seconds: u32) -> Self {
        let Planned { plan, file } = planned;
        let totals = &file.order.totals.total;
        let moves = moved(planned).map(|(charged, shop)| MovesJson {
            charged: charged.into(),
            total: shop.map(MoneyJson::from),
        });
        let holds = file.order.holds().map(|(part, hold)| {
            let released = releases(plan, &hold.id);
            PlannedHoldJson::of(HoldJson::of(part, hold, &file.preselected), released)
        });
        Self {
            schema: "unhold/plan/1",
            order: plan.order_name.raw(),
            id: plan.order.as_str(),
            shop: plan.shop.as_str(),
            verb: plan.verb.word(),
            revision: plan.revision.as_str(),
            undo_seconds,
            total: totals.shop.into(),
            charged: totals.charged.into(),
            moves,
            holds: holds.collect(),
            steps: plan.steps.iter().map(StepJson::from).collect(),
            warnings: &plan.warnings,
        }
    }
}
