//! Addresses of the buyers' computers.

use super::countries::Country;
use super::dice::{Dice, For};
use super::lists::networks;

/// Offices' and hotels' own addresses, one for each house.
pub fn of_house(country: Country, dice: &mut Dice) -> String {
    v4(country, dice)
}

/// The address of a household; one in five has the newer kind, of which the second half
/// changes from day to day.
pub fn of_household(country: Country, line: &mut Dice, now: &mut Dice) -> String {
    if line.hits(200) {
        return v6(country, line, now);
    }
    v4(country, line)
}

/// An address that nobody has had before.
pub fn fresh(country: Country, dice: &mut Dice) -> String {
    v4(country, dice)
}

fn v4(country: Country, dice: &mut Dice) -> String {
    let beginning = dice.pick(networks(country.words().0, "v4"));
    format!("{beginning}.{}.{}", dice.below(256), 1 + dice.below(254))
}

fn v6(country: Country, line: &mut Dice, now: &mut Dice) -> String {
    let beginning = line.pick(networks(country.words().0, "v6"));
    let [a, b] = std::array::from_fn(|_| line.below(0x1_0000));
    let device: [String; 4] = std::array::from_fn(|_| format!("{:x}", now.below(0x1_0000)));
    format!("{beginning}:{a:x}:{b:x}:{}", device.join(":"))
}

/// An address that a mobile provider gives to hundreds of people at once.
pub fn shared(seed: u64, country: Country, orders: usize, dice: &mut Dice) -> String {
    let share = if country == Country::Us { 1600 } else { 25_000 };
    let which = dice.low(8 + orders / share) as u64;
    let mut dice = Dice::at(seed, For::Network, country.place() as u64, which);
    v4(country, &mut dice)
}

/// Another address of the same small network.
pub fn beside(address: &str, dice: &mut Dice) -> String {
    let network = address.rsplit_once('.').map_or(address, |(network, _)| network);
    format!("{network}.{}", 1 + dice.below(254))
}
