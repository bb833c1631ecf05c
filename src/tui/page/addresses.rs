//! Billing beside shipping, differences marked.

use unicode_width::UnicodeWidthStr;

use super::analysis::Sheet;
use super::order::denied;
use super::{Role, Span, wrap};
use crate::domain::{Address, Clean, Readable};

/// From this width on, both stand side by side.
const BESIDE: usize = 52;
const LABEL: usize = 9;

pub(super) fn both(sheet: &mut Sheet<'_>) {
    let order = &sheet.file.order;
    match (place(&order.billing), place(&order.shipping)) {
        (Ok(billing), Ok(shipping)) => compare(sheet, billing, shipping),
        (billing, shipping) => {
            alone(sheet, "billing", billing);
            alone(sheet, "shipping", shipping);
        }
    }
}

/// The address, or what stands in its place.
fn place(address: &Readable<Address>) -> Result<&Address, Vec<Span>> {
    match address {
        Readable::Known(address) if !address.is_blank() || !address.name.is_blank() => Ok(address),
        Readable::Known(_) | Readable::Absent => Err(vec![Span::new("none given", Role::Warn)]),
        Readable::Denied(why) => Err(denied(why)),
    }
}

fn alone(sheet: &mut Sheet<'_>, label: &str, address: Result<&Address, Vec<Span>>) {
    let spans = address.map_or_else(
        |instead| instead,
        |address| {
            let mut spans = Span::outside(&address.name, Role::Plain);
            spans.push(Span::new(" · ", Role::Muted));
            spans.extend(Span::outside(&Clean::new(&address.one_line()), Role::Plain));
            if !address.phone.is_blank() {
                spans.push(Span::new(" · ", Role::Muted));
                spans.extend(Span::outside(&address.phone, Role::Plain));
            }
            spans
        },
    );
    sheet.pen.fact(label, spans);
}

fn parts(address: &Address) -> [(&'static str, &Clean); 9] {
    [
        ("name", &address.name),
        ("company", &address.company),
        ("street", &address.line1),
        ("", &address.line2),
        ("town", &address.city),
        ("region", if address.region.is_blank() { &address.region_code } else { &address.region }),
        ("postal", &address.postal_code),
        (
            "country",
            if address.country.is_blank() { &address.country_code } else { &address.country },
        ),
        ("phone", &address.phone),
    ]
}

fn compare(sheet: &mut Sheet<'_>, billing: &Address, shipping: &Address) {
    let width = sheet.pen.width();
    let pairs = parts(billing).into_iter().zip(parts(shipping));
    let differing = pairs.clone().filter(|((_, one), (_, other))| !is_same(one, other)).count();
    if width >= BESIDE {
        let half = (width - LABEL - 3) / 2;
        let head = format!("{:<LABEL$} {:<half$}  {}", "", "billing", "shipping");
        sheet.pen.push(vec![Span::new(head, Role::Muted)]);
        for ((label, one), (_, other)) in pairs {
            if !(one.is_blank() && other.is_blank()) {
                beside(sheet, label, (one, other), half);
            }
        }
    } else {
        stacked(sheet, "billing", billing, shipping);
        stacked(sheet, "shipping", shipping, billing);
    }
    match differing {
        0 => sheet.pen.say("Both are the same.", Role::Good),
        _ => sheet.pen.say("≠ marks what differs.", Role::Muted),
    }
}

/// Whether two parts read the same, without regard to case and blanks around them.
fn is_same(one: &Clean, other: &Clean) -> bool {
    one.raw().trim().to_lowercase() == other.raw().trim().to_lowercase()
}

fn beside(sheet: &mut Sheet<'_>, label: &str, (one, other): (&Clean, &Clean), half: usize) {
    let same = is_same(one, other);
    let role = if same { Role::Plain } else { Role::Warn };
    let left = column(one, role, half);
    let right = column(other, role, half);
    for at in 0..left.len().max(right.len()) {
        let label = if at == 0 { label } else { "" };
        let mut spans = vec![Span::new(format!("{label:<LABEL$} "), Role::Muted)];
        spans.extend(padded(left.get(at).cloned().unwrap_or_default(), half));
        spans.push(Span::new(if same || at > 0 { "  " } else { "≠ " }, Role::Warn));
        spans.extend(right.get(at).cloned().unwrap_or_default());
        sheet.pen.push(spans);
    }
}

pub(super) fn column(text: &Clean, role: Role, width: usize) -> Vec<Vec<Span>> {
    if text.is_blank() {
        return vec![vec![Span::new("–", Role::Muted)]];
    }
    wrap(Span::outside(text, role), width, 0)
}

pub(super) fn padded(mut spans: Vec<Span>, width: usize) -> Vec<Span> {
    let used: usize = spans.iter().map(|span| span.text.width()).sum();
    spans.push(Span::new(" ".repeat(width.saturating_sub(used)), Role::Plain));
    spans
}

fn stacked(sheet: &mut Sheet<'_>, title: &str, address: &Address, other: &Address) {
    let mut spans: Vec<Span> = Vec::new();
    for ((_, part), (_, there)) in parts(address).into_iter().zip(parts(other)) {
        if part.is_blank() {
            continue;
        }
        if let Some(last) = spans.last_mut() {
            last.text.push_str(", ");
        }
        if is_same(part, there) {
            spans.extend(Span::outside(part, Role::Plain));
        } else {
            spans.push(Span::new("≠ ", Role::Warn));
            spans.extend(Span::outside(part, Role::Warn));
        }
    }
    sheet.pen.fact(title, spans);
}
