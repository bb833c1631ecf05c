//! Which columns of the queue fit, and how wide each is.

use crate::domain::Lane;

/// A column of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Risk,
    Order,
    Customer,
    Total,
    Age,
    Clock,
    NamedClock,
    State,
    LongState,
    Advice,
    Outcome,
}

impl Column {
    pub(super) fn head(self) -> &'static str {
        match self {
            Self::Risk => "risk",
            Self::Order => "order",
            Self::Customer => "customer",
            Self::Total => "total",
            Self::Age => "age",
            Self::Clock | Self::NamedClock => "clock",
            Self::State | Self::LongState => "state",
            Self::Advice => "advice",
            Self::Outcome => "outcome",
        }
    }

    /// Cells left free in front: a text after right-aligned numbers needs air.
    pub(super) fn air(self) -> u16 {
        u16::from(matches!(self, Self::Clock | Self::NamedClock | Self::Outcome))
    }

    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Total | Self::Age)
    }
}

/// Column sets with their widths from rich to poor; the first that fits is taken. The age
/// goes first, the state last: it says whether goods can leave.
const SETS: [&[(Column, u16)]; 9] = {
    use Column::{Advice, Age, Clock, Customer, LongState, NamedClock, Order, Risk, State, Total};
    [
        &[
            (Risk, 8),
            (Order, 9),
            (Customer, 18),
            (Total, 12),
            (Age, 4),
            (NamedClock, 30),
            (LongState, 28),
            (Advice, 7),
        ],
        &[
            (Risk, 8),
            (Order, 9),
            (Customer, 16),
            (Total, 12),
            (Age, 4),
            (Clock, 17),
            (LongState, 22),
            (Advice, 7),
        ],
        &[
            (Risk, 8),
            (Order, 7),
            (Customer, 12),
            (Total, 11),
            (Age, 4),
            (Clock, 15),
            (State, 18),
            (Advice, 7),
        ],
        &[
            (Risk, 8),
            (Order, 7),
            (Customer, 10),
            (Total, 11),
            (Clock, 15),
            (State, 18),
            (Advice, 7),
        ],
        &[(Risk, 8), (Order, 7), (Customer, 10), (Total, 11), (Clock, 15), (State, 18)],
        &[(Risk, 8), (Order, 9), (Customer, 12), (Total, 12), (Clock, 17)],
        &[(Risk, 8), (Order, 7), (Customer, 10), (Total, 11), (Clock, 15)],
        &[(Risk, 8), (Order, 7), (Customer, 10), (Clock, 15)],
        &[(Risk, 8), (Order, 7), (Customer, 10)],
    ]
};

/// The columns of the lane of what is done: no clock runs, the outcome counts.
const DONE: [&[(Column, u16)]; 3] = {
    use Column::{Customer, LongState, Order, Outcome, Risk, Total};
    [
        &[(Risk, 8), (Order, 9), (Customer, 16), (Total, 12), (Outcome, 40), (LongState, 28)],
        &[(Risk, 8), (Order, 7), (Customer, 12), (Total, 11), (Outcome, 32)],
        &[(Order, 7), (Customer, 10), (Total, 11), (Outcome, 18)],
    ]
};

/// The columns for a width with the cells each gets; the customer takes what is left, or
/// in what is done the outcome.
pub(super) fn columns(lane: Option<Lane>, width: u16) -> Vec<(Column, u16)> {
    let sets: &[&[(Column, u16)]] = if lane == Some(Lane::Done) { &DONE } else { &SETS };
    let needed = |set: &[(Column, u16)]| {
        set.iter().map(|(_, cells)| cells + 1).sum::<u16>().saturating_sub(1)
    };
    let fits = |set: &&&[(Column, u16)]| needed(set) <= width;
    let set = sets.iter().find(fits).copied().unwrap_or(&[(Column::Risk, 8), (Column::Order, 7)]);
    let spare = width.saturating_sub(needed(set));
    let is_wide = if lane == Some(Lane::Done) { Column::Outcome } else { Column::Customer };
    let extra = |column: Column| if column == is_wide { spare } else { 0 };
    set.iter().map(|(column, cells)| (*column, cells + extra(*column))).collect()
}
