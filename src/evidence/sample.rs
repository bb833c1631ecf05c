//! What the checks read in tests: nothing, or a few known places.

use std::sync::LazyLock;

use super::{HighValue, Past, Reading, Rules};
use crate::domain::NoPlaces;
use crate::domain::sample::money;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::default);

/// No tables, no past, the usual rules.
pub(crate) fn plain() -> Reading<'static> {
    Reading {
        places: &NoPlaces,
        rules: &RULES,
        past: &Past::UNREAD,
        high_value: HighValue { amount: money("300.00 USD"), pieces: 12 },
    }
}
