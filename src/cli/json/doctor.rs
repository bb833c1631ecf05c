//! What the doctor found.

use serde::Serialize;

use super::fault::FaultJson;
use crate::cli::office::{Examined, Health};
use crate::domain::Fault;

/// `unhold/doctor/1`
#[derive(Serialize)]
pub(in crate::cli) struct DoctorDocument<'a> {
    schema: &'static str,
    healthy: bool,
    checks: Vec<ExaminedJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<FaultJson>,
}

#[derive(Serialize)]
struct ExaminedJson<'a> {
    check: &'a str,
    state: &'static str,
    sentence: &'a str,
    mend: Option<&'a str>,
}

impl<'a> DoctorDocument<'a> {
    /// The checks, and the fault that the command ends with.
    pub(in crate::cli) fn of(checks: &'a [Examined], fault: Option<&Fault>) -> Self {
        let one = |examined: &'a Examined| ExaminedJson {
            check: examined.check,
            state: examined.health.word(),
            sentence: &examined.sentence,
            mend: examined.mend.as_deref(),
        };
        Self {
            schema: "unhold/doctor/1",
            healthy: checks.iter().all(|examined| !matches!(examined.health, Health::Bad(_))),
            checks: checks.iter().map(one).collect(),
            error: fault.map(FaultJson::from),
        }
    }
}
