//! Copying for the windows beside this one.

use crate::desk::CaseFile;
use crate::domain::{Address, Clean, Readable};
use crate::tui::app::{Dialog, Effect, Menu, Model, Picked};

/// The longest text that terminals take onto the clipboard (many stop at 74,994 bytes
/// after encoding).
const LONGEST: usize = 50_000;

pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let Some(subject) = model.subject() else {
        model.say("There is no order to copy from.");
        return vec![];
    };
    let mut lines = vec![line("order number", &subject.name)];
    if let Some(file) = model.case.of(&subject.order) {
        lines.extend(of_case(file));
    }
    let title = format!("Copy from {}", subject.name);
    model.dialog = Some(Dialog::Menu(Menu { title, lines, mark: 0 }));
    vec![]
}

fn of_case(file: &CaseFile) -> Vec<(String, Clean, Picked)> {
    let order = &file.order;
    let known = |what: &str, value: &Readable<Clean>| value.known().map(|text| line(what, text));
    let place = |what: &str, address: &Readable<Address>| {
        let address = address.known().filter(|address| !address.is_blank())?;
        Some(line(what, &Clean::new(&address.one_line())))
    };
    let note = Some(&order.note).filter(|note| !note.is_blank()).map(|note| line("note", note));
    [
        known("e-mail", &order.email),
        known("phone", &order.phone),
        place("shipping address", &order.shipping),
        place("billing address", &order.billing),
        known("IP address", &order.ip),
        note,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn line(what: &str, text: &Clean) -> (String, Clean, Picked) {
    (what.to_owned(), text.clone(), Picked::Copy(text.clone()))
}

/// Copies with every hidden character as its visible mark.
pub(super) fn copy(model: &mut Model, what: &str, text: &Clean) -> Vec<Effect> {
    let shown = if text.is_tricky() { text.shown().into_owned() } else { text.raw().to_owned() };
    if shown.len() > LONGEST {
        model.warn(format!(
            "The {what} is too long for the clipboard; o opens the order in the store."
        ));
        return vec![];
    }
    model.say(format!(
        "Copied the {what}. Nothing there when you paste? Mark it with the mouse: {}",
        text.fitted(60)
    ));
    vec![Effect::Copy(shown)]
}
