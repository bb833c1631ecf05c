//! A plan.

use serde::Serialize;

use super::order::{HoldJson, PlannedHoldJson};
use super::step::StepJson;
use super::values::MoneyJson;
use crate::cli::planned::Planned;
use crate::domain::{Money, MoneyPair};

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

/// What the plan does with money, never added up.
#[derive(Serialize)]
struct MovesJson {
    back: Option<SumJson>,
    credit: Option<SumJson>,
    given_up: Option<SumJson>,
}

/// A sum on both sides.
#[derive(Serialize)]
struct SumJson {
    charged: MoneyJson,
    total: Option<MoneyJson>,
}

impl MovesJson {
    /// `None` when no sum is known that moves.
    fn of(planned: &Planned) -> Option<Self> {
        let (sums, rate) = (planned.sums(), planned.file.order.totals.total);
        let on_both = |sum: Option<Money>| sum.map(|sum| SumJson::of(sum, rate));
        (!sums.is_empty()).then(|| Self {
            back: on_both(sums.back),
            credit: on_both(sums.credit),
            given_up: on_both(sums.given_up),
        })
    }
}

impl SumJson {
    fn of(sum: Money, rate: MoneyPair) -> Self {
        Self { charged: sum.into(), total: rate.shop_side_of(sum).map(MoneyJson::from) }
    }
}

impl<'a> PlanDocument<'a> {
    /// A plan, the order that it is for, and how long it could be taken back.
    pub(in crate::cli) fn of(planned: &'a Planned, undo_seconds: u32) -> Self {
        let Planned { plan, file } = planned;
        let totals = &file.order.totals.total;
        let holds = file.order.holds().map(|(part, hold)| {
            let released = planned.releases(&hold.id);
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
            moves: MovesJson::of(planned),
            holds: holds.collect(),
            steps: plan.steps.iter().map(StepJson::from).collect(),
            warnings: &plan.warnings,
        }
    }
}
