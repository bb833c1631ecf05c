//! Appending to the order's note, which Shopify can only replace as a whole.

use serde::Deserialize;
use serde_json::json;

use super::documents::{ORDER_NOTE, SET_NOTE};
use super::grants::LONGEST_NOTE;
use super::pace::Class;
use super::perform::{unsaid, unsent};
use super::proof::stands_at_end;
use super::reading::One;
use super::refusal;
use super::store::ShopifyStore;
use crate::domain::Clean;
use crate::stores::{Performed, StoreFault, Trouble};

#[derive(Deserialize)]
struct NoteShape {
    note: Option<String>,
}

impl ShopifyStore {
    /// Appends text: the note is read right before, and the returned one is compared. The
    /// same text may stand there already, from another day; it is written again.
    pub(super) async fn append_note(
        &self,
        id: &str,
        text: &Clean,
    ) -> Result<Performed, StoreFault> {
        let before = self.fetch_note(id).await?;
        let note = appended(&before, text);
        if note.chars().count() > LONGEST_NOTE {
            let why = format!(
                "the note would grow longer than the {LONGEST_NOTE} characters that Shopify keeps"
            );
            return Err(unsent(&SET_NOTE, &why)
                .hint("shorten the note in Shopify's admin; nothing was sent"));
        }
        let payload = self.sent(&SET_NOTE, &json!({ "id": id, "note": note })).await?;
        let after = payload.order.and_then(|order| order.note);
        match after {
            Some(after) if stands_at_end(&Clean::new(&after), text) => {
                Ok(Performed::Done { reference: None })
            }
            _ => Err(unsaid(&SET_NOTE)),
        }
    }

    /// Reads the note. Nothing is sent yet, so no trouble here leaves anything unknown.
    async fn fetch_note(&self, id: &str) -> Result<String, StoreFault> {
        let answered = self
            .api
            .read::<One<NoteShape>>(&ORDER_NOTE, Class::Front, &json!({ "id": id }))
            .await
            .map_err(nothing_sent)?;
        match answered.data.and_then(|data| data.order) {
            Some(order) => Ok(order.note.unwrap_or_default()),
            None if answered.errors.is_empty() => {
                Err(StoreFault::new(Trouble::Missing, "Shopify has no such order."))
            }
            None => Err(nothing_sent(refusal::of_read(&ORDER_NOTE, &answered.errors))),
        }
    }
}

fn nothing_sent(fault: StoreFault) -> StoreFault {
    match fault.trouble {
        Trouble::Unreadable | Trouble::Unknown => {
            StoreFault { trouble: Trouble::Unreachable, ..fault }
        }
        _ => fault,
    }
}

/// The note with the text on lines of its own; what was there stays as it was. Digits on
/// both sides of the seam may read as one card number, and then our own masked reading
/// would not find the text again: a star keeps them apart.
fn appended(before: &str, text: &Clean) -> String {
    if before.trim().is_empty() {
        return text.raw().to_owned();
    }
    let plain = format!("{}\n{}", before.trim_end(), text.raw());
    if stands_at_end(&Clean::new(&plain), text) {
        return plain;
    }
    format!("{}\n* {}", before.trim_end(), text.raw())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_again_even_where_digits_meet() {
        for before in ["", "call back\n", "paid with 41111111", "4111 1111 "] {
            let text = Clean::new("1111 1111 SE released");

            let note = appended(before, &text);

            assert!(note.starts_with(before.trim_end()), "{note}");
            assert!(stands_at_end(&Clean::new(&note), &text), "{note}");
        }
    }
}
