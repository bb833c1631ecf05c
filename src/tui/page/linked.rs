//! Two orders side by side, with what they share marked.

use super::addresses::{column, padded};
use super::findings::percent;
use super::words::day_time;
use super::{Pen, Role, Setting, Span};
use crate::desk::CaseFile;
use crate::domain::{Address, Clean, Link, LinkField, LinkReason, Readable, ShortOrder};
use crate::tui::app::Evidence;

const LABEL: usize = 9;

/// One line of the table: what it is, what it is about, how it reads in an order; `None`
/// where the store withholds it.
type Row = (&'static str, Option<LinkField>, fn(&ShortOrder, Setting) -> Option<Clean>);

const ROWS: [Row; 10] = [
    ("name", Some(LinkField::Name), |order, _| Some(name(order))),
    ("e-mail", Some(LinkField::Email), |order, _| text(&order.email)),
    ("phone", Some(LinkField::Phone), |order, _| Some(phone(order))),
    ("shipping", Some(LinkField::Address), |order, _| address(&order.shipping)),
    ("billing", Some(LinkField::Address), |order, _| address(&order.billing)),
    ("IP", Some(LinkField::Ip), |order, _| text(&order.ip)),
    ("placed", None, |order, setting| Some(Clean::new(&day_time(setting.zone, order.placed_at)))),
    ("total", None, |order, _| Some(total(order))),
    ("coupons", None, |order, _| Some(joined(&order.coupons))),
    ("tags", None, |order, _| Some(joined(&order.tags))),
];

/// Writes a linked order beside the one being reviewed.
pub(super) fn beside(
    pen: &mut Pen,
    (file, link): (&CaseFile, &Link),
    evidence: &Evidence,
    setting: Setting,
) {
    let mut head = Span::outside(&link.order, Role::Strong);
    head.push(Span::new(format!("  {}%  ", percent(link.score)), Role::Accent));
    let reasons: Vec<&str> = link.reasons.iter().map(|reason| reason.words()).collect();
    head.push(Span::new(reasons.join(", "), Role::Plain));
    head.push(Span::new(format!(" · {}", link.state), Role::Muted));
    pen.flow(head, 2);
    let Some(other) = evidence.others.iter().find(|other| other.id == link.id) else {
        let words = if evidence.asked.is_some() { "Reading…" } else { "No more of it is here." };
        pen.below(2, vec![Span::new(words, Role::Muted)]);
        return;
    };
    table(pen, (&ShortOrder::from(&file.order), other), &link.reasons, setting);
}

fn table(
    pen: &mut Pen,
    (own, other): (&ShortOrder, &ShortOrder),
    reasons: &[LinkReason],
    setting: Setting,
) {
    let half = pen.width().saturating_sub(LABEL + 4) / 2;
    for (label, about, read) in ROWS {
        let (one, two) = (read(own, setting), read(other, setting));
        let is_blank = |value: &Option<Clean>| value.as_ref().is_some_and(Clean::is_blank);
        if is_blank(&one) && is_blank(&two) {
            continue;
        }
        let alike = about.is_some_and(|field| reasons.iter().any(|r| r.about() == field));
        let sign = match (one.as_ref().zip(two.as_ref()).is_some_and(is_same), alike) {
            (true, _) => "=",
            (false, true) => "≈",
            (false, false) => " ",
        };
        let role = if sign == " " { Role::Muted } else { Role::Plain };
        let shown = |value: Option<Clean>| value.unwrap_or_else(|| Clean::new("withheld"));
        pair(pen, label, (&shown(one), &shown(two)), (sign, role, half));
    }
}

fn pair(
    pen: &mut Pen,
    label: &str,
    (one, two): (&Clean, &Clean),
    (sign, role, half): (&str, Role, usize),
) {
    let (left, right) = (column(one, role, half), column(two, role, half));
    for at in 0..left.len().max(right.len()) {
        let (label, sign) = if at == 0 { (label, sign) } else { ("", " ") };
        let mut spans = vec![Span::new(format!("{label:<LABEL$} "), Role::Muted)];
        spans.extend(padded(left.get(at).cloned().unwrap_or_default(), half));
        spans.push(Span::new(format!(" {sign} "), Role::Accent));
        spans.extend(right.get(at).cloned().unwrap_or_default());
        pen.push(spans);
    }
}

/// Whether two parts read the same, without regard to case and blanks around them.
fn is_same((one, two): (&Clean, &Clean)) -> bool {
    !one.is_blank() && one.raw().trim().to_lowercase() == two.raw().trim().to_lowercase()
}

fn text(value: &Readable<Clean>) -> Option<Clean> {
    match value {
        Readable::Known(text) => Some(text.clone()),
        Readable::Absent => Some(Clean::default()),
        Readable::Denied(_) => None,
    }
}

fn name(order: &ShortOrder) -> Clean {
    let places = [&order.billing, &order.shipping].into_iter();
    let names = places.filter_map(|address| address.known()).map(|address| &address.name);
    let known = order.customer_name.known().into_iter().chain(names);
    known.into_iter().find(|name| !name.is_blank()).cloned().unwrap_or_default()
}

fn phone(order: &ShortOrder) -> Clean {
    let places = [&order.billing, &order.shipping].into_iter();
    let phones = places.filter_map(|address| address.known()).map(|address| &address.phone);
    let known = order.phone.known().into_iter().chain(phones);
    known.into_iter().find(|phone| !phone.is_blank()).cloned().unwrap_or_default()
}

fn address(value: &Readable<Address>) -> Option<Clean> {
    match value {
        Readable::Known(address) => Some(Clean::new(&address.one_line())),
        Readable::Absent => Some(Clean::default()),
        Readable::Denied(_) => None,
    }
}

fn total(order: &ShortOrder) -> Clean {
    order.total.map_or_else(Clean::default, |total| Clean::new(&total.shop.to_string()))
}

fn joined(words: &[Clean]) -> Clean {
    Clean::new(&words.iter().map(Clean::raw).collect::<Vec<_>>().join(", "))
}
