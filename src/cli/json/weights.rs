//! What a recommendation is made of.

use serde::Serialize;

use crate::desk::Weighing;
use crate::domain::Check;

/// `unhold/weights/1`
#[derive(Serialize)]
pub(in crate::cli) struct WeightsDocument<'a> {
    schema: &'static str,
    weights: Vec<WeighingJson<'a>>,
}

#[derive(Serialize)]
struct WeighingJson<'a> {
    name: &'a str,
    check: Option<Check>,
    state: &'static str,
    points: Option<f64>,
    usual_points: Option<f64>,
    threshold: Option<f64>,
    usual_threshold: Option<f64>,
    unit: Option<&'a str>,
    why: &'a str,
}

impl<'a> WeightsDocument<'a> {
    /// Every number, check by check, policy's last.
    pub(in crate::cli) fn of(all: &'a [Weighing]) -> Self {
        let one = |one: &'a Weighing| WeighingJson {
            name: one.name,
            check: one.check,
            state: one.held.word(),
            points: one.points.map(|(now, _)| now),
            usual_points: one.points.map(|(_, usual)| usual),
            threshold: one.threshold.map(|(now, ..)| now),
            usual_threshold: one.threshold.map(|(_, usual, _)| usual),
            unit: one.threshold.map(|(.., unit)| unit),
            why: one.why,
        };
        Self { schema: "unhold/weights/1", weights: all.iter().map(one).collect() }
    }
}
