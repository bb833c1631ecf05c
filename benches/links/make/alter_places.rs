//! How the written address of one place changes.

use super::dice::Dice;
use super::labels::{Hand, Label, UnitAt};
use super::people::Letters;
use super::persons::Buyer;
use super::places::{Home, UnitKind, flat};
use super::plain::Without;
use super::slips::{disguised, slip};
use super::streets::Length;

/// The same place in another hand.
pub fn other_hand(hand: Hand, dice: &mut Dice) -> Hand {
    match dice.below(6) {
        0 | 1 => Hand { length: other_length(hand.length, dice), ..hand },
        2 => Hand { unit: other_unit(hand.unit), unit_word: dice.below(4), ..hand },
        3 => Hand {
            letters: if hand.letters == Letters::AsIs { Letters::Capitals } else { Letters::AsIs },
            ..hand
        },
        4 => Hand {
            accents: Some(if dice.hits(600) { Without::Marks } else { Without::Umlauts }),
            ..hand
        },
        _ => Hand { exact_code: !hand.exact_code, length: other_length(hand.length, dice), ..hand },
    }
}

fn other_length(length: Length, dice: &mut Dice) -> Length {
    match length {
        Length::Full => Length::Short(dice.below(3)),
        Length::Short(_) => Length::Full,
    }
}

fn other_unit(at: UnitAt) -> UnitAt {
    match at {
        UnitAt::SecondLine => UnitAt::FirstLine,
        UnitAt::FirstLine | UnitAt::FirstOfAll => UnitAt::Short,
        UnitAt::Short => UnitAt::SecondLine,
    }
}

/// The flat left out, or one put in where none is needed.
pub fn unit_in_or_out(buyer: &mut Buyer, dice: &mut Dice) {
    let home = match &mut buyer.to {
        Some((_, home)) => home,
        None => &mut buyer.home,
    };
    change_unit(home, dice);
}

fn change_unit(home: &mut Home, dice: &mut Dice) {
    match &home.unit {
        Some(unit) if unit.kind == UnitKind::Customer => {}
        Some(_) => home.unit = None,
        None => home.unit = Some(flat(12, dice)),
    }
}

/// A slip in street, town or postal code, or lines in the wrong order.
pub fn careless_label(label: &mut Label, dice: &mut Dice) {
    match dice.below(100) {
        0..45 => label.line1 = slip_in_words(&label.line1, dice),
        45..60 => label.city = slip(&label.city, dice),
        60..72 => label.code = slip_of_code(&label.code, dice),
        72..80 if !label.line2.is_empty() => std::mem::swap(&mut label.line1, &mut label.line2),
        80..86 => label.line1 = disguised(&label.line1, dice),
        86..94 => one_line(label),
        _ => {
            let remark = dice.pick(&[" please ring", " back door", " c/o reception"]);
            label.line2.push_str(remark);
        }
    }
}

/// A slip in the longest word of a line, never in the house number.
fn slip_in_words(line: &str, dice: &mut Dice) -> String {
    let letters = |word: &&str| word.chars().all(|c| c.is_alphabetic() || c == '.' || c == '-');
    let longest = line.split(' ').filter(letters).max_by_key(|word| word.len());
    let Some(word) = longest else { return line.to_owned() };
    line.replacen(word, &slip(word, dice), 1)
}

/// Two digits exchanged, or a letter for a digit.
fn slip_of_code(code: &str, dice: &mut Dice) -> String {
    if code.contains('0') && dice.hits(500) {
        return code.replacen('0', "O", 1);
    }
    let mut letters: Vec<char> = code.chars().collect();
    let last = letters.len().saturating_sub(2);
    if last > 1 && letters[last] != ' ' {
        letters.swap(last, last + 1);
    }
    letters.into_iter().collect()
}

fn one_line(label: &mut Label) {
    let town = label.city.clone();
    label.line1 = [label.line1.as_str(), label.line2.as_str(), &town]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    label.line2.clear();
}
