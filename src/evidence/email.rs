//! The form of the e-mail address (S39, S81).

use super::Reading;
use super::normal::{EmailForm, NameForm};
use super::rows::{EMAIL_DISPOSABLE, EMAIL_LOOKS_LIKE, EMAIL_SHOP, EMAIL_SYNTAX};
use super::sum::{Signal, finding, not_possible, strongest};
use crate::domain::{Check, Finding, Order, Readable};

/// Throw-away providers, sorted, one a line; made by `scripts/cut_email_lists.py`.
const DISPOSABLE: &str = include_str!("../../assets/email/disposable.txt");

/// Providers that give an address to anybody, made likewise.
const FREE: &str = include_str!("../../assets/email/free.txt");

/// Words of mailboxes and domains that sell (S81).
const SHOP_WORDS: [&str; 8] =
    ["store", "shop", "wholesale", "reseller", "outlet", "deals", "trading", "supplies"];

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

fn shop_words(form: &EmailForm) -> Option<&'static str> {
    let own = if is_listed(FREE, form.domain()) { "" } else { form.domain() };
    SHOP_WORDS.into_iter().find(|word| form.mailbox().contains(word) || own.contains(word))
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
