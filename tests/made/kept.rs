//! Altered orders keep what their class says, and hard ones nothing else that is strong.

use std::collections::HashMap;

use unhold::domain::{Address, ShortOrder};

use crate::MADE;
use crate::make::Class;

/// The altered orders of a class, each with the earlier orders of its person.
fn altered(class: Class) -> Vec<(&'static ShortOrder, Vec<&'static ShortOrder>)> {
    let mut earlier: HashMap<u32, Vec<&ShortOrder>> = HashMap::new();
    let mut found = Vec::new();
    for made in MADE.iter() {
        if made.class == Some(class) {
            found.push((&made.order, earlier.get(&made.person).cloned().unwrap_or_default()));
        } else if made.class.is_none() {
            earlier.entry(made.person).or_default().push(&made.order);
        }
    }
    assert!(found.len() > 40, "{} orders of {}", found.len(), class.words());
    found
}

/// How many of 100 altered orders have an earlier one that `kept` agrees with.
fn kept(class: Class, kept: impl Fn(&ShortOrder, &ShortOrder) -> bool) -> usize {
    let altered = altered(class);
    let right = altered
        .iter()
        .filter(|(order, earlier)| earlier.iter().any(|one| kept(order, one)))
        .count();
    right * 100 / altered.len()
}

fn mail(order: &ShortOrder) -> String {
    order.email.known().map_or_else(String::new, |text| text.raw().to_lowercase())
}

/// The mailbox without dots and tag, and without its domain.
fn mailbox(order: &ShortOrder) -> String {
    let mail = mail(order);
    let local = mail.split(['@', '+']).next().unwrap_or_default();
    local.replace('.', "")
}

fn last_digits(order: &ShortOrder) -> Option<String> {
    let phone = order.phone.known()?.raw();
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    Some(digits.chars().rev().take(8).collect())
}

fn place(order: &ShortOrder) -> &Address {
    order.shipping.known().unwrap()
}

fn town(order: &ShortOrder) -> String {
    deunicode::deunicode(place(order).city.raw()).to_lowercase()
}

fn code(order: &ShortOrder) -> String {
    let code = place(order).postal_code.raw().to_lowercase();
    code.chars().filter(char::is_ascii_alphanumeric).take(5).collect()
}

fn letters_of_name(order: &ShortOrder) -> Vec<char> {
    let name = deunicode::deunicode(place(order).name.raw()).to_lowercase();
    let mut letters: Vec<char> = name.chars().filter(char::is_ascii_alphabetic).collect();
    letters.sort_unstable();
    letters
}

fn same_mail(a: &ShortOrder, b: &ShortOrder) -> bool {
    !mail(a).is_empty() && mail(a) == mail(b)
}

fn same_phone(a: &ShortOrder, b: &ShortOrder) -> bool {
    last_digits(a).is_some() && last_digits(a) == last_digits(b)
}

/// The digits of the first line, in any order: the house number is among them.
fn same_house(a: &ShortOrder, b: &ShortOrder) -> bool {
    let numbers = |order: &ShortOrder| -> Vec<String> {
        let lines = format!("{} {}", place(order).line1.raw(), place(order).line2.raw());
        lines
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let known = numbers(b);
    (code(a) == code(b) || town(a) == town(b))
        && numbers(a).iter().any(|number| known.contains(number))
}

#[test]
fn light_orders_keep_at_least_two_of_four() {
    let two = |a: &ShortOrder, b: &ShortOrder| {
        let name = letters_of_name(a) == letters_of_name(b);
        [same_mail(a, b), same_phone(a, b), same_house(a, b), name]
            .into_iter()
            .filter(|same| *same)
            .count()
            >= 2
    };
    let found = kept(Class::Light, two);
    assert!(found >= 95, "{found} of 100");
}

#[test]
fn medium_orders_keep_the_place_mostly_and_lose_mailbox_or_phone_often() {
    let placed = kept(Class::Medium, same_house);
    assert!(placed >= 85, "{placed} of 100 keep the place");
    let whole = kept(Class::Medium, |a, b| same_mail(a, b) && same_phone(a, b));
    assert!(whole <= 40, "{whole} of 100 lost neither");
}

#[test]
fn hard_addr_keeps_the_place_alone() {
    let found = kept(Class::HardAddr, same_house);
    assert!(found >= 95, "{found} of 100");
    let more = kept(Class::HardAddr, |a, b| same_mail(a, b) || same_phone(a, b));
    assert_eq!(more, 0);
}

#[test]
fn hard_email_keeps_the_mailbox_alone() {
    let near = |a: &ShortOrder, b: &ShortOrder| {
        rapidfuzz::distance::osa::distance(mailbox(a).chars(), mailbox(b).chars()) <= 2
    };
    let found = kept(Class::HardEmail, near);
    assert!(found >= 99, "{found} of 100");
    let more =
        kept(Class::HardEmail, |a, b| same_phone(a, b) || same_house(a, b) && code(a) == code(b));
    assert!(more <= 2, "{more} of 100 keep more");
}

#[test]
fn hard_phone_keeps_the_number_alone_in_another_notation() {
    let found = kept(Class::HardPhone, same_phone);
    assert_eq!(found, 100);
    let more =
        kept(Class::HardPhone, |a, b| same_mail(a, b) || same_house(a, b) && code(a) == code(b));
    assert!(more <= 2, "{more} of 100 keep more");
    let unchanged = kept(Class::HardPhone, |a, b| a.phone == b.phone);
    assert!(unchanged <= 20, "{unchanged} of 100 in the same notation");
}

#[test]
fn hard_name_keeps_name_and_town_alone() {
    assert_eq!(kept(Class::HardName, |a, b| town(a) == town(b)), 100);
    let named = kept(Class::HardName, |a, b| letters_of_name(a) == letters_of_name(b));
    assert!((40..=85).contains(&named), "{named} of 100 have the name unchanged");
    assert_eq!(kept(Class::HardName, |a, b| same_mail(a, b) || same_phone(a, b)), 0);
}
