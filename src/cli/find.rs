//! From what a person types to one order.

use super::office::Office;
use crate::domain::{Clean, Fault, Kind, OrderId};

/// Finds the one order that is meant; several are refused with the candidates.
pub(super) fn order(office: &dyn Office, typed: &str) -> Result<OrderId, Fault> {
    let mut found = office.find(typed)?;
    if found.len() > 1 {
        let candidates: Vec<String> =
            found.iter().map(|(id, name)| candidate(office, id, name)).collect::<Result<_, _>>()?;
        let sentence = format!("{} could be {} orders", quoted(typed), found.len());
        return Err(Fault::new(Kind::Usage, sentence)
            .hint(format!("name one by the id behind it: {}", candidates.join(", "))));
    }
    found.pop().map(|(id, _)| id).ok_or_else(|| unknown(typed))
}

fn candidate(office: &dyn Office, id: &OrderId, name: &Clean) -> Result<String, Fault> {
    let imported = if office.imported(id)?.is_some() { ", imported" } else { "" };
    Ok(format!("{name} (id {id}{imported})"))
}

/// Orders are found by their number only: whoever types a customer's name is told so.
fn unknown(typed: &str) -> Fault {
    if !typed.contains(|letter: char| letter.is_ascii_digit()) {
        return Fault::new(Kind::Failed, format!("{} is not an order number", quoted(typed)))
            .hint("write an order number such as '#1001'; `unhold queue` names the orders");
    }
    Fault::new(Kind::Failed, format!("There is no order {}", quoted(typed)))
        .hint("`unhold queue` names the orders; `unhold sync` reads new ones")
}

/// What was typed, made safe to print.
fn quoted(typed: &str) -> String {
    format!("“{}”", Clean::new(typed).fitted(60))
}

#[cfg(test)]
mod tests {
    use super::unknown;

    #[test]
    fn a_name_is_told_apart_from_a_number_that_no_order_has() {
        assert_eq!(unknown("Ada Lindgren").message(), "“Ada Lindgren” is not an order number");
        assert_eq!(unknown("#99").message(), "There is no order “#99”");
    }
}
