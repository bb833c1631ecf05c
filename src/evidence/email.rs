//! The form of the e-mail address (S39, S81).

use super::Reading;
use super::normal::{EmailForm, NameForm};
use super::rows::{EMAIL_DISPOSABLE, EMAIL_LOOKS_LIKE, EMAIL_SHOP, EMAIL_SLIP, EMAIL_SYNTAX};
use super::sum::{Signal, finding, not_possible, strongest};
use crate::domain::{Check, Finding, Order, Readable};

/// Throw-away providers, sorted, one a line; made by `scripts/cut_email_lists.py`.
const DISPOSABLE: &str = include_str!("../../assets/email/disposable.txt");

/// Providers that give an address to anybody, made likewise.
const FREE: &str = include_str!("../../assets/email/free.txt");

/// Words of mailboxes and domains that sell (S81).
const SHOP_WORDS: [&str; 8] =
    ["store", "shop", "wholesale", "reseller", "outlet", "deals", "trading", "supplies"];

/// Whole names of mailboxes in which a firm buys and sells.
const SELLING_DESKS: [&str; 5] = ["sales", "orders", "purchasing", "procurement", "distribution"];

/// What the program cannot know without asking a service.
const AGE: &str = "unknown: no table on this machine tells when a mailbox was opened";

/// Looks at syntax, provider, look-alikes, words of a shop, and the name in the mailbox.
pub fn check(order: &Order, reading: &Reading<'_>) -> Finding {
    let written = match &order.email {
        Readable::Known(email) if !email.is_blank() => email,
        Readable::Known(_) | Readable::Absent => {
            return not_possible(Check::Email, order, "The order has no e-mail address");
        }
        Readable::Denied(why) => return not_possible(Check::Email, order, why.clone()),
    };
    let Some(form) = EmailForm::of(written) else {
        let signal = Signal::by(&EMAIL_SYNTAX, reading, "address", "not an e-mail address");
        return finding(Check::Email, order, "This is no e-mail address", &[signal]);
    };
    let mut signals = vec![provider(&form, reading)];
    signals.extend(form.looks_like().map(|common| {
        Signal::by(&EMAIL_LOOKS_LIKE, reading, "domain", format!("looks like {common}"))
    }));
    signals.extend(slip(&form, reading));
    signals
        .extend(shop_words(&form).map(|word| {
            Signal::by(&EMAIL_SHOP, reading, "shop", format!("has the word “{word}”"))
        }));
    signals.extend(order.billing.known().map(|billing| named(&form, &NameForm::of(&billing.name))));
    signals.push(Signal::fact("age", AGE));
    let headline = match strongest(&signals) {
        Some(signal) => format!("E-mail: {} {}", signal.label, signal.value),
        None => "Nothing stands out in the e-mail address".to_owned(),
    };
    finding(Check::Email, order, headline, &signals)
}

fn provider(form: &EmailForm, reading: &Reading<'_>) -> Signal {
    if is_listed(DISPOSABLE, form.domain()) {
        Signal::by(&EMAIL_DISPOSABLE, reading, "provider", "gives out throw-away addresses")
    } else if is_listed(FREE, form.domain()) {
        Signal::fact("provider", "free: anybody can have one")
    } else {
        Signal::fact("provider", "in none of our lists")
    }
}

/// A slip of the hand in the domain. A domain that looks like another was told already, and
/// one of a provider of its own is none.
fn slip(form: &EmailForm, reading: &Reading<'_>) -> Option<Signal> {
    let known = [FREE, DISPOSABLE].iter().any(|list| is_listed(list, form.domain()));
    let aimed_at = form.slip_of().filter(|_| !known && form.looks_like().is_none())?;
    let value = format!("is one letter away from {aimed_at}");
    Some(Signal::by(&EMAIL_SLIP, reading, "domain", value))
}

fn shop_words(form: &EmailForm) -> Option<&'static str> {
    let own = if is_listed(FREE, form.domain()) { "" } else { form.domain() };
    let sells = |text: &str, word: &str| {
        text.split(|c: char| !c.is_ascii_alphabetic()).any(|part| is_made_with(part, word))
    };
    SHOP_WORDS
        .into_iter()
        .find(|word| sells(form.mailbox(), word) || sells(own, word))
        .or_else(|| SELLING_DESKS.into_iter().find(|desk| form.mailbox() == *desk))
}

/// `mystore`, `shopvitamins`; not the `shop` of `bishop` nor the `deals` of `ideals`. Some
/// providers ignore dots, so that `t.bishop` comes as one word.
fn is_made_with(part: &str, word: &str) -> bool {
    const FEWEST: usize = 2;
    const INSIDE: [(&str, &str); 3] = [("shop", "bi"), ("store", "re"), ("deals", "i")];
    if let Some(rest) = part.strip_suffix(word) {
        let is_inside = INSIDE.iter().any(|(of, end)| *of == word && rest.ends_with(end));
        return !is_inside && (rest.is_empty() || rest.len() >= FEWEST || rest == "e");
    }
    part.strip_prefix(word).is_some_and(|rest| rest.len() > FEWEST)
}

/// Many honest mailboxes carry no name: it is shown and weighs nothing.
fn named(form: &EmailForm, name: &NameForm) -> Signal {
    let letters = form.letters();
    let found = name.words().iter().any(|word| word.len() > 2 && letters.contains(word.as_str()));
    let words = if found { "a part of the billing name" } else { "no part of the billing name" };
    Signal::fact("mailbox", words)
}

/// Whether a domain, or the one above it, stands in a sorted list of lines.
fn is_listed(list: &str, domain: &str) -> bool {
    let above = domain.split_once('.').map_or("", |(_, above)| above);
    [domain, above].iter().any(|wanted| !wanted.is_empty() && has_line(list, wanted))
}

/// Halves the text until the line is found.
fn has_line(list: &str, wanted: &str) -> bool {
    let mut rest = list;
    while !rest.is_empty() {
        let middle = rest.len() / 2;
        let begin = rest.get(..middle).and_then(|half| half.rfind('\n')).map_or(0, |at| at + 1);
        let tail = rest.get(begin..).unwrap_or_default();
        let line = tail.lines().next().unwrap_or_default();
        match line.cmp(wanted) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Greater => rest = rest.get(..begin).unwrap_or_default(),
            std::cmp::Ordering::Less => rest = tail.get(line.len() + 1..).unwrap_or_default(),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Outcome;
    use crate::domain::sample::order;
    use crate::evidence::sample::plain;

    #[test]
    fn each_kind_of_address_comes_out_as_the_table_says() {
        for (email, outcome, shows) in [
            ("ada@example.org", Outcome::Clear, "an ordinary address"),
            ("ada@gmail.com", Outcome::Clear, "free providers are no sign"),
            ("ada@mailinator.com", Outcome::Warn, "throw-away"),
            ("ada@x.mailinator.com", Outcome::Warn, "below a throw-away domain"),
            ("ada@gmai1.com", Outcome::Warn, "look-alike"),
            ("best-deals@gmail.com", Outcome::Notice, "words of a shop"),
            ("vitaminstore@gmail.com", Outcome::Notice, "a word of a shop at the end"),
            ("shopvitamins@gmail.com", Outcome::Notice, "a word of a shop at the front"),
            ("ada@northwind-trading.com", Outcome::Notice, "a domain of a shop"),
            ("sales@example.org", Outcome::Notice, "a desk that sells"),
            ("t.bishop@gmail.com", Outcome::Clear, "a surname with such an end"),
            ("ideals@gmail.com", Outcome::Clear, "a word with such an end"),
            ("m.shopov@example.org", Outcome::Clear, "a surname with such a front"),
            ("eshop@example.org", Outcome::Notice, "a shop on the net"),
            ("ada@gmail.co", Outcome::Notice, "a letter left out at the end"),
            ("ada@gmil.com", Outcome::Notice, "a letter left out"),
            ("ada@gmaill.com", Outcome::Notice, "a letter doubled"),
            ("ada@outolok.com", Outcome::Notice, "two letters swapped"),
            ("ada@hotmsil.com", Outcome::Notice, "the next key"),
            ("ada@gmail.con", Outcome::Notice, "the next key at the end"),
            ("ada@mail.com", Outcome::Clear, "a provider of its own, one letter away"),
            ("ada@gmx.com", Outcome::Clear, "a short name has neighbours"),
            ("ada@ggmaill.com", Outcome::Clear, "two slips"),
            ("ada at example", Outcome::Warn, "no address"),
            ("", Outcome::Unknown, "nothing given"),
        ] {
            let mut order = order();
            order.email = Readable::Known(email.into());
            assert_eq!(check(&order, &plain()).outcome, outcome, "{shows}");
        }
    }

    #[test]
    fn every_line_of_both_lists_is_found_and_others_are_not() {
        for list in [DISPOSABLE, FREE] {
            assert!(list.lines().all(|line| has_line(list, line)));
            assert!(
                !has_line(list, "example.org") && !has_line(list, "zzzz") && !has_line(list, "0")
            );
        }
    }
}
