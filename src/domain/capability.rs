//! What the store lets us do with one order.

use std::collections::BTreeMap;

use super::StepKind;

/// Why something may not be done, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WhyNot(pub String);

impl<T: Into<String>> From<T> for WhyNot {
    fn from(sentence: T) -> Self {
        Self(sentence.into())
    }
}

/// Allowed, or why not.
pub type Allowed = Result<(), WhyNot>;

/// What the store permits on one order, step by step.
///
/// Asked per order and step, not per store: a Magento invoice can be refunded online
/// and another order not; a missing Shopify scope forbids holds and allows notes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    forbidden: BTreeMap<StepKind, WhyNot>,
    /// The longest note the store keeps, in characters.
    pub longest_note: Option<usize>,
    /// The longest note for the staff when cancelling, in characters.
    pub longest_staff_note: Option<usize>,
}

impl Capabilities {
    /// Forbids one kind of step, with the reason.
    #[must_use]
    pub fn without(mut self, kind: StepKind, why: impl Into<WhyNot>) -> Self {
        self.forbidden.insert(kind, why.into());
        self
    }

    /// Whether the store permits this kind of step on the order.
    pub fn allows(&self, kind: StepKind) -> Allowed {
        self.forbidden.get(&kind).map_or(Ok(()), |why| Err(why.clone()))
    }
}
