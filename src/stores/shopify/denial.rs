//! What the store refused to show, by the path of the field.

use super::api::words;
use super::envelope::TopError;
use crate::domain::{Clean, Readable};

/// What a read asks for; narrowed when the store refuses it on a path where one refusal
/// wipes the whole order (`apis/shopify.md`, section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reach {
    /// Protected customer data: names, addresses, e-mail, phone.
    pub(super) protected: bool,
    /// Fulfilment orders and holds.
    pub(super) parts: bool,
    /// The app that placed a hold.
    pub(super) apps: bool,
}

impl Reach {
    /// Everything.
    pub(super) const ALL: Self = Self { protected: true, parts: true, apps: true };

    /// Less, after a refusal that left no data; nothing when there is nothing to leave out.
    pub(super) fn narrowed(self, errors: &[TopError]) -> Option<Self> {
        let about = |word: &str| {
            errors.iter().any(|error| {
                error.message.contains(word)
                    || error.dotted().is_some_and(|path| path.split('.').any(|step| step == word))
            })
        };
        if self.apps && about("heldByApp") {
            Some(Self { apps: false, ..self })
        } else if self.parts && (about("fulfillmentOrders") || about("fulfillmentHolds")) {
            Some(Self { parts: false, ..self })
        } else if self.protected {
            Some(Self { protected: false, ..self })
        } else {
            None
        }
    }
}

/// Why protected fields are not even asked for.
const PROTECTED: &str = "Shopify does not show this app protected customer data";
/// Why the placing app is not asked for.
pub(super) const NO_APPS: &str = "who placed it needs the permission read_apps";
/// How the sentence about missing fulfilment orders begins.
pub(super) const NO_PARTS: &str = "Fulfilment orders and holds cannot be read";

/// The refusals that belong to one thing in an answer.
#[derive(Debug)]
pub(super) struct Denials {
    refused: Vec<(String, String)>,
    /// Refusals that name no field; they may concern anything.
    anywhere: Vec<String>,
    pub(super) reach: Reach,
}

impl Denials {
    /// Keeps the refusals below `prefix`, such as `order` or `orders.nodes.3`.
    pub(super) fn below(prefix: &str, errors: &[TopError], reach: Reach) -> Self {
        let why =
            |error: &TopError| format!("Shopify refuses to show this: {}", words(&error.message));
        let (mut refused, mut anywhere) = (Vec::new(), Vec::new());
        for error in errors {
            let Some(path) = error.dotted() else {
                anywhere.push(why(error));
                continue;
            };
            let below = path.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('.'));
            refused.extend(below.map(|below| (below.to_owned(), why(error))));
        }
        Self { refused, anywhere, reach }
    }

    /// Why a field, or something that it lies in, was refused.
    pub(super) fn why(&self, field: &str) -> Option<&str> {
        let covers = |path: &str| {
            field.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.refused.iter().find(|(path, _)| covers(path)).map(|(_, why)| why.as_str())
    }

    /// Why something inside a field was refused.
    pub(super) fn why_inside(&self, field: &str) -> Option<&str> {
        let inside =
            |path: &str| path.strip_prefix(field).is_some_and(|rest| rest.starts_with('.'));
        self.refused.iter().find(|(path, _)| inside(path)).map(|(_, why)| why.as_str())
    }

    /// A field that is not protected.
    pub(super) fn open(&self, field: &str, value: Option<Clean>) -> Readable<Clean> {
        match value.filter(|value| !value.is_blank()) {
            Some(value) => Readable::Known(value),
            None => {
                self.why(field).map_or(Readable::Absent, |why| Readable::Denied(why.to_owned()))
            }
        }
    }

    /// A protected field, which may not even have been asked for.
    pub(super) fn protected(&self, field: &str, value: Option<Clean>) -> Readable<Clean> {
        if self.reach.protected {
            self.open(field, value)
        } else {
            Readable::Denied(PROTECTED.to_owned())
        }
    }

    /// Why the names and streets of an address cannot be trusted to be whole.
    pub(super) fn of_address(&self, field: &str) -> Option<&str> {
        if self.reach.protected {
            self.why(field).or_else(|| self.why_inside(field))
        } else {
            Some(PROTECTED)
        }
    }

    /// Why a field of this name was refused somewhere, as those inside long lists are.
    pub(super) fn why_any(&self, name: &str) -> Option<&str> {
        let ends = |path: &str| path.rsplit('.').next() == Some(name);
        self.refused.iter().find(|(path, _)| ends(path)).map(|(_, why)| why.as_str())
    }

    /// The refusals of fields that no value of the order stands for, as sentences.
    pub(super) fn sentences(&self) -> Vec<String> {
        let told = |path: &str| TOLD_IN_PLACE.iter().any(|field| path.starts_with(field));
        let others = self.refused.iter().filter(|(path, _)| !told(path));
        let mut all: Vec<String> = others.map(|(path, why)| sentence(path, why)).collect();
        all.extend(self.anywhere.iter().cloned());
        all.truncate(10);
        all
    }
}

/// The path comes from outside as well.
fn sentence(path: &str, why: &str) -> String {
    format!("{}: {why}", Clean::new(path).fitted(80))
}

/// Fields whose value says itself that it was refused.
const TOLD_IN_PLACE: [&str; 6] =
    ["email", "phone", "clientIp", "billingAddress", "shippingAddress", "customer"];

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_path_from_outside_cannot_trick_the_screen() {
        let told = sentence(&format!("risk.\u{1b}[2J{}", "x".repeat(500)), "refused");

        assert!(!told.contains('\u{1b}') && told.chars().count() < 100, "{told}");
    }
}
