//! Generator A: made orders on which the weights of linked orders are fitted.
//!
//! A seed decides all. Nothing is kept of an order once it is given out: the `n`-th order of a
//! person follows from seed, person and `n`, so that a million orders need some 40 MB. What is
//! made and from which sources: `docs/evidence.md`, section "Generator A". The orders on which
//! the weights are judged come from another generator, which shares no code, list or slip with
//! this one.
#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::expect_used,
    clippy::cast_possible_truncation,
    clippy::too_many_lines,
    clippy::explicit_auto_deref,
    reason = "made data: a list that does not fit is a mistake of the generator, not of its user"
)]

mod alter;
mod alter_people;
mod alter_places;
mod cards;
mod countries;
mod dice;
mod forms;
mod labels;
mod lists;
mod mailboxes;
mod networks;
mod orders;
mod people;
mod persons;
mod phones;
mod places;
mod plain;
mod slips;
mod stories;
mod stream;
mod streets;

pub use stories::{Planted, Story, rings};
use unhold::domain::ShortOrder;

/// One made order.
pub struct Made {
    pub order: ShortOrder,
    /// Who ordered it: right links join orders of one person.
    pub person: u32,
    /// How it was altered; `None` for the ordinary orders.
    pub class: Option<Class>,
}

/// What an altered order keeps of its person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Everything, with a slip or two.
    Light,
    /// Name and place in recognisable form; telephone, mailbox or card are new.
    Medium,
    /// Only the place.
    HardAddr,
    /// Only the mailbox, written otherwise.
    HardEmail,
    /// Only the telephone number, written otherwise.
    HardPhone,
    /// Only name and town.
    HardName,
}

impl Class {
    /// Every class, the easiest first.
    pub const ALL: [Self; 6] = [
        Self::Light,
        Self::Medium,
        Self::HardAddr,
        Self::HardEmail,
        Self::HardPhone,
        Self::HardName,
    ];

    /// Its name in tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Medium => "medium",
            Self::HardAddr => "hard_addr",
            Self::HardEmail => "hard_email",
            Self::HardPhone => "hard_phone",
            Self::HardName => "hard_name",
        }
    }
}

/// `orders` orders in the order of time; 2 % of them are altered orders of persons that
/// ordered before.
pub fn world(seed: u64, orders: usize) -> impl Iterator<Item = Made> {
    stream::Stream::new(seed, orders)
}
