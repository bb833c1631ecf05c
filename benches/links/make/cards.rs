//! Payment cards and devices.

use super::dice::{Dice, For};

/// What a store tells of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The first six digits.
    pub bin: String,
    pub last_four: String,
    /// Month and year.
    pub expiry: (u8, u16),
}

/// A card of somebody; a few banks give most of them.
pub fn drawn(country: usize, dice: &mut Dice) -> Card {
    let bank = dice.low(if country == 0 { 400 } else { 60 }).min(dice.below(400));
    let mut at_bank = Dice::at(17, For::Card, country as u64, bank as u64);
    let brand = *at_bank.weighed(&[("4", 60), ("5", 30), ("37", 7), ("6011", 3)]);
    let bin = format!("{brand}{}", at_bank.digits(6 - brand.len()));
    let last_four = format!("{:04}", dice.below(10_000));
    let month = 1 + u8::try_from(dice.below(12)).unwrap_or(0);
    Card { bin, last_four, expiry: (month, 2026 + u16::try_from(dice.below(5)).unwrap_or(0)) }
}

/// The name that a shop's script gave to a browser.
pub fn device(dice: &mut Dice) -> String {
    format!("{:016x}", dice.next())
}
