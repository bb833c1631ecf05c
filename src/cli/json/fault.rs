//! Errors.

use serde::Serialize;

use crate::domain::Fault;

/// What went wrong.
#[derive(Serialize)]
pub(in crate::cli) struct FaultJson {
    kind: &'static str,
    message: String,
    hint: Option<String>,
    code: u8,
}

impl From<&Fault> for FaultJson {
    fn from(fault: &Fault) -> Self {
        Self {
            kind: fault.kind().word(),
            message: fault.full_message(),
            hint: fault.remedy().map(str::to_owned),
            code: fault.kind().exit_code(),
        }
    }
}

/// `unhold/error/1`
#[derive(Serialize)]
pub(in crate::cli) struct ErrorDocument {
    schema: &'static str,
    error: FaultJson,
}

impl From<&Fault> for ErrorDocument {
    fn from(fault: &Fault) -> Self {
        Self { schema: "unhold/error/1", error: fault.into() }
    }
}
