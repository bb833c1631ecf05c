//! From what a person types to one order.

use super::office::Office;
use crate::domain::{Fault, Kind, OrderId};

/// Finds the one order that is meant; several are refused with the candidates.
pub(super) fn order(office: &dyn Office, typed: &str) -> Result<OrderId, Fault> {
    let mut found = office.find(typed)?;
    if found.len() > 1 {
        let candidates: Vec<String> =
            found.iter().map(|(id, name)| format!("{name} (id {id})")).collect();
        let sentence = format!("{} could be {} orders", quoted(typed), found.len());
        return Err(Fault::new(Kind::Usage, sentence)
            .hint(format!("name one by its id: {}", candidates.join(", "))));
    }
    found.pop().map(|(id, _)| id).ok_or_else(|| {
        Fault::new(Kind::Failed, format!("There is no order {}", quoted(typed)))
            .hint("`unhold queue` names the orders; `unhold sync` reads new ones")
    })
}

/// What was typed, made safe to print.
fn quoted(typed: &str) -> String {
    format!("“{}”", crate::domain::Clean::new(typed).fitted(60))
}
