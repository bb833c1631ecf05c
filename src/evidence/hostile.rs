//! Hidden characters and other tricks in the order's own text.

use super::Reading;
use super::rows::HOSTILE_MARKS;
use super::sum::{Signal, finding};
use crate::domain::{Address, Check, Clean, Finding, Order, Outcome, Piece, Readable};

/// The most marks named for one field.
const MOST_MARKS: usize = 4;

/// Marks of characters that honest writing of several scripts uses: joiners, and the marks
/// of direction. They are shown and weigh nothing (C20).
const HONEST_MARKS: [&str; 6] =
    ["⟨U+200C⟩", "⟨U+200D⟩", "⟨U+200E⟩", "⟨U+200F⟩", "⟨U+061C⟩", "⟨U+00AD⟩"];

/// Looks for characters that would hide, reorder or act when shown: which fields, which
/// marks.
pub fn check(order: &Order, reading: &Reading<'_>) -> Finding {
    let signals: Vec<Signal> =
        fields(order).into_iter().filter_map(|field| signal(field, reading)).collect();
    let signals = limited(signals);
    let labels: Vec<&str> = signals.iter().map(|signal| signal.label).collect();
    let headline = if labels.is_empty() {
        "No hidden characters in the order's text".to_owned()
    } else {
        format!("Hidden characters in {}", labels.join(", "))
    };
    let mut finding = finding(Check::HostileText, order, headline, &signals);
    if finding.weight <= 0.0 && !signals.is_empty() {
        finding.outcome = Outcome::Notice;
    }
    finding
}

/// One trick or ten: the finding says the same.
fn limited(mut signals: Vec<Signal>) -> Vec<Signal> {
    let mut given = false;
    for signal in &mut signals {
        if signal.weight > 0.0 && std::mem::replace(&mut given, true) {
            signal.weight = 0.0;
        }
    }
    signals
}

fn signal((label, text): (&'static str, &Clean), reading: &Reading<'_>) -> Option<Signal> {
    if !text.is_tricky() {
        return None;
    }
    let mut marks: Vec<String> = Vec::new();
    for piece in text.pieces() {
        if let Piece::Mark(mark) = piece
            && !marks.contains(&mark)
        {
            marks.push(mark);
        }
    }
    let honest = |mark: &String| HONEST_MARKS.iter().any(|honest| mark.contains(honest));
    let harmless = marks.iter().all(honest);
    marks.truncate(MOST_MARKS);
    let shown = marks.join(" ");
    (!shown.is_empty()).then(|| {
        if harmless {
            Signal::fact(label, shown)
        } else {
            Signal::by(&HOSTILE_MARKS, reading, label, shown)
        }
    })
}

fn fields(order: &Order) -> Vec<(&'static str, &Clean)> {
    let mut fields = vec![("order name", &order.name), ("note", &order.note)];
    let contact = [("e-mail", &order.email), ("phone", &order.phone), ("IP address", &order.ip)];
    fields.extend(contact.into_iter().filter_map(|(label, text)| Some((label, text.known()?))));
    if let Some(customer) = order.customer.known() {
        fields.extend(customer.name.known().map(|name| ("customer", name)));
        fields.push(("customer's note", &customer.note));
    }
    fields.extend(of_address("billing address", &order.billing));
    fields.extend(of_address("shipping address", &order.shipping));
    fields.extend(order.tags.iter().map(|tag| ("tags", tag)));
    fields.extend(order.coupons.iter().map(|code| ("coupon", code)));
    let extras = order.attributes.iter().flat_map(|(name, value)| [name, value]);
    fields.extend(extras.map(|text| ("extras", text)));
    let goods = order.items.iter().flat_map(|item| [&item.title, &item.variant, &item.sku]);
    fields.extend(goods.map(|text| ("goods", text)));
    fields
}

fn of_address<'a>(
    label: &'static str,
    address: &'a Readable<Address>,
) -> impl Iterator<Item = (&'static str, &'a Clean)> {
    address.known().into_iter().flat_map(move |address| {
        [
            &address.name,
            &address.company,
            &address.line1,
            &address.line2,
            &address.city,
            &address.region,
            &address.postal_code,
            &address.phone,
        ]
        .map(|text| (label, text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{address, order};
    use crate::evidence::sample::plain;

    #[test]
    fn plain_text_and_emoji_families_are_clear() {
        let mut order = order();
        order.note = "Thanks 👨‍👩‍👧!\nSecond line".into();

        let finding = check(&order, &plain());

        assert_eq!((finding.outcome, finding.facts.len()), (Outcome::Clear, 0));
    }

    #[test]
    fn tricks_are_named_with_their_field_and_marks() {
        let mut order = order();
        order.note = "nice \u{1b}[2J and \u{202e}gpj.exe".into();
        order.shipping = Readable::Known(address("A\u{200b}da"));

        let finding = check(&order, &plain());

        assert_eq!(finding.outcome, Outcome::Warn);
        assert_eq!(finding.headline, "Hidden characters in note, shipping address");
        assert_eq!(finding.facts[0].value.raw(), "^[ ⟨U+202E⟩");
        assert!((finding.weight - 0.5).abs() < 1e-9);
    }

    #[test]
    fn joiners_of_honest_scripts_are_shown_and_weigh_nothing() {
        let mut order = order();
        order.shipping = Readable::Known(address("می\u{200c}خواهم"));

        let finding = check(&order, &plain());

        assert_eq!((finding.outcome, finding.weight), (Outcome::Notice, 0.0));
    }
}
