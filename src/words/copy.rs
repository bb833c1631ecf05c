//! What can be copied from an order into another window.

use crate::domain::{Address, Clean, Order, Readable};

/// A text for the clipboard, with its name in the menu. Hidden characters are marks in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// What it is.
    pub label: &'static str,
    /// The text.
    pub text: String,
}

/// Everything that the order has and the store shows, in the order in which it is offered.
pub fn copies(order: &Order) -> Vec<Copy> {
    let number = Some(order.name.shown().into_owned());
    [
        ("order number", number),
        ("e-mail", text(&order.email)),
        ("phone", text(&order.phone)),
        ("name", order.buyer().map(|name| name.shown().into_owned())),
        ("shipping address", place(&order.shipping)),
        ("billing address", place(&order.billing)),
        ("IP address", text(&order.ip)),
    ]
    .into_iter()
    .filter_map(|(label, text)| Some(Copy { label, text: text? }))
    .collect()
}

fn text(value: &Readable<Clean>) -> Option<String> {
    value.known().filter(|text| !text.is_blank()).map(|text| text.shown().into_owned())
}

fn place(value: &Readable<Address>) -> Option<String> {
    value.known().filter(|address| !address.is_blank()).map(Address::one_line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::order;

    #[test]
    fn what_is_there_can_be_copied_with_marks_for_tricks() {
        let mut order = order();
        order.email = Readable::Known("ada\u{200b}@example.org".into());
        order.phone = Readable::Absent;
        order.ip = Readable::Denied("withheld".to_owned());

        let copies: Vec<(&str, String)> =
            copies(&order).into_iter().map(|copy| (copy.label, copy.text)).collect();

        let place = "12 Main Street, Apt 4, Oakland, CA, 94607, US";
        let wanted = [
            ("order number", "#2047"),
            ("e-mail", "ada⟨U+200B⟩@example.org"),
            ("name", "Ada Lindgren"),
            ("shipping address", place),
            ("billing address", place),
        ];
        assert_eq!(copies, wanted.map(|(label, text)| (label, text.to_owned())));
    }
}
