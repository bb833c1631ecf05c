//! Card checks of the payment, in words (C1; `apis/shopify.md`, section 5).

use std::collections::BTreeSet;

use super::fold;
use super::sum::{Signal, finding, not_possible, strongest, weight};
use crate::domain::{
    CardPayment, Check, Clean, Finding, Order, Outcome, PaymentDetails, Transaction,
    TransactionKind, TransactionState,
};

/// Nobody needs to ask the customer for the code: the payment has its answer already, and
/// card rules forbid to keep it.
pub const NEVER_ASK: &str = "The code was checked with the payment: nobody needs to ask for it";

/// Reads the checks of the payment that went through, and the attempts before it.
pub fn check(order: &Order) -> Finding {
    let Some((paid, card)) = card_payment(order) else {
        return not_possible(Check::Card, order, why_none(order));
    };
    let mut signals = Vec::new();
    signals.push(avs(card.avs.as_ref()));
    signals.push(cvv(card.cvv.as_ref()));
    signals.extend(wallet(card));
    signals.extend(name(order, card));
    signals.extend(declines(order, paid));
    let answered = signals.iter().any(|signal| signal.weight != 0.0);
    signals.push(Signal::fact("never ask", NEVER_ASK));
    let headline = headline(&signals);
    let finding = finding(Check::Card, order, headline, &signals);
    if answered { finding } else { Finding { outcome: Outcome::Unknown, ..finding } }
}

fn card_payment(order: &Order) -> Option<(&Transaction, &CardPayment)> {
    order.transactions.iter().rev().filter(|transaction| is_payment(transaction)).find_map(
        |transaction| match &transaction.details {
            PaymentDetails::Card(card) if transaction.state == TransactionState::Success => {
                Some((transaction, &**card))
            }
            _ => None,
        },
    )
}

fn is_payment(transaction: &Transaction) -> bool {
    matches!(transaction.kind, TransactionKind::Authorisation | TransactionKind::Sale)
}

fn why_none(order: &Order) -> String {
    let method = order.transactions.iter().find_map(|transaction| match &transaction.details {
        PaymentDetails::Method(method) => Some(method),
        _ => None,
    });
    match method {
        Some(method) => format!("Paid by {method}: there are no card checks"),
        None if order.transactions.is_empty() => "The order has no payment yet".to_owned(),
        None => "The store says nothing about a card that went through".to_owned(),
    }
}

/// The letters as the card networks use them; the raw letter is shown too.
fn avs(code: Option<&Clean>) -> Signal {
    let Some(code) = code.filter(|code| !code.is_blank()) else {
        return Signal::fact("address check", "no answer");
    };
    let (words, weight) = match letter(code) {
        Some('Y' | 'X' | 'D' | 'M') => ("street and postal code match", -0.5),
        Some('A' | 'B') => ("only the street matches", 0.2),
        Some('Z' | 'W' | 'P') => ("only the postal code matches", 0.1),
        Some('N') => ("neither street nor postal code matches", 0.8),
        Some('U' | 'G' | 'I') => ("not available, or a foreign card", 0.0),
        Some('R') => ("the issuer did not answer", 0.0),
        Some('S') => ("the issuer does not support it", 0.0),
        _ => ("an answer that this program does not know", 0.0),
    };
    Signal::new("address check", format!("{words} (answer {code})"), weight)
}

fn cvv(code: Option<&Clean>) -> Signal {
    let Some(code) = code.filter(|code| !code.is_blank()) else {
        return Signal::fact("security code", "no answer");
    };
    let (words, weight) = match letter(code) {
        Some('M') => ("matches", -0.5),
        Some('N') => ("does not match", 1.2),
        Some('P') => ("was not processed", 0.0),
        Some('S') => ("was not given", 0.3),
        Some('U') => ("the issuer cannot check it", 0.0),
        _ => ("an answer that this program does not know", 0.0),
    };
    Signal::new("security code", format!("{words} (answer {code})"), weight)
}

fn letter(code: &Clean) -> Option<char> {
    let mut letters = code.raw().trim().chars();
    letters.next().filter(|_| letters.next().is_none()).map(|c| c.to_ascii_uppercase())
}

/// A wallet asks the card's owner on the owner's own device.
fn wallet(card: &CardPayment) -> Option<Signal> {
    let wallet = card.wallet.as_ref().filter(|wallet| !wallet.is_blank())?;
    Some(Signal::new("wallet", wallet.shown().to_lowercase().replace('_', " "), -0.4))
}

fn name(order: &Order, card: &CardPayment) -> Option<Signal> {
    let on_card = fold::name(card.name.known()?)?;
    let billing = fold::name(&order.billing.known()?.name)?;
    Some(if on_card == billing {
        Signal::new("name on card", "as on the bill", -0.2)
    } else {
        Signal::new("name on card", "another than on the bill", 0.3)
    })
}

/// Attempts that were refused before one went through, and with how many cards.
fn declines(order: &Order, paid: &Transaction) -> Option<Signal> {
    let failed: Vec<&Transaction> = order
        .transactions
        .iter()
        .filter(|attempt| is_payment(attempt) && attempt.state == TransactionState::Failure)
        .filter(|attempt| attempt.at.is_none() || paid.at.is_none() || attempt.at <= paid.at)
        .collect();
    let cards: BTreeSet<&str> =
        failed.iter().copied().chain([paid]).filter_map(card_number).collect();
    let weight = match (failed.len(), cards.len()) {
        (0, _) => return None,
        (_, 3..) => 1.2,
        (1, _) => 0.2,
        (2, _) => 0.5,
        _ => 0.9,
    };
    let times = if failed.len() == 1 {
        "1 attempt".to_owned()
    } else {
        format!("{} attempts", failed.len())
    };
    let with =
        if cards.len() > 1 { format!(", {} cards in all", cards.len()) } else { String::new() };
    Some(Signal::new("declined", format!("{times} declined before{with}"), weight))
}

fn card_number(transaction: &Transaction) -> Option<&str> {
    match &transaction.details {
        PaymentDetails::Card(card) => card.number.as_ref().map(Clean::raw),
        _ => None,
    }
}

fn headline(signals: &[Signal]) -> String {
    let worst = strongest(signals);
    if let Some(signal) = worst {
        return format!("{}: {}", capital(signal.label), signal.value);
    }
    if weight(signals) < 0.0 {
        return "The card checks speak for the buyer".to_owned();
    }
    "The card checks say nothing".to_owned()
}

fn capital(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{money, order, transaction};
    use crate::domain::{Readable, Timestamp};

    fn paid_with(card: CardPayment) -> Order {
        let mut order = order();
        order.transactions[0].details = PaymentDetails::Card(Box::new(card));
        order
    }

    fn card(avs: &str, cvv: &str) -> CardPayment {
        CardPayment { avs: Some(avs.into()), cvv: Some(cvv.into()), ..CardPayment::default() }
    }

    fn declined(number: &str, at: Option<Timestamp>) -> Transaction {
        let card = CardPayment { number: Some(number.into()), ..CardPayment::default() };
        Transaction {
            state: TransactionState::Failure,
            at,
            details: PaymentDetails::Card(Box::new(card)),
            ..transaction("t", TransactionKind::Sale, money("129.90 USD"))
        }
    }

    #[test]
    fn the_letters_are_put_into_words() {
        for (avs, cvv, outcome, headline) in [
            ("Y", "M", Outcome::Clear, "The card checks speak for the buyer"),
            ("x", "m", Outcome::Clear, "The card checks speak for the buyer"),
            (
                "N",
                "M",
                Outcome::Notice,
                "Address check: neither street nor postal code matches (answer N)",
            ),
            ("N", "N", Outcome::Alarm, "Security code: does not match (answer N)"),
            ("Y", "N", Outcome::Warn, "Security code: does not match (answer N)"),
            ("A", "P", Outcome::Notice, "Address check: only the street matches (answer A)"),
            ("Z", "U", Outcome::Notice, "Address check: only the postal code matches (answer Z)"),
            ("U", "S", Outcome::Notice, "Security code: was not given (answer S)"),
            ("S", "P", Outcome::Unknown, "The card checks say nothing"),
            ("R", "U", Outcome::Unknown, "The card checks say nothing"),
            ("Q", "7", Outcome::Unknown, "The card checks say nothing"),
            ("", "", Outcome::Unknown, "The card checks say nothing"),
        ] {
            let finding = check(&paid_with(card(avs, cvv)));
            assert_eq!(
                (finding.outcome, finding.headline.as_str()),
                (outcome, headline),
                "{avs}{cvv}"
            );
            assert!(finding.facts.iter().any(|fact| fact.value.raw() == NEVER_ASK));
        }
    }

    #[test]
    fn declined_attempts_before_count_by_number_and_cards() {
        for (numbers, outcome, value) in [
            (&["a"][..], Outcome::Notice, "1 attempt declined before"),
            (&["a", "b"][..], Outcome::Warn, "2 attempts declined before, 2 cards in all"),
            (&["a", "b", "c"][..], Outcome::Alarm, "3 attempts declined before, 3 cards in all"),
            (&["a", "a", "a", "a"][..], Outcome::Warn, "4 attempts declined before"),
        ] {
            let mut order = paid_with(card("", ""));
            order.transactions.extend(numbers.iter().map(|number| declined(number, None)));
            let finding = check(&order);
            let declined = finding.facts.iter().find(|fact| fact.label == "declined").unwrap();
            assert_eq!((finding.outcome, declined.value.raw()), (outcome, value));
        }
    }

    #[test]
    fn attempts_after_the_payment_do_not_count() {
        let mut order = paid_with(card("Y", "M"));
        let later = order.transactions[0].at.map(|at| at.plus_seconds(60));
        order.transactions.push(declined("a", later));

        assert!(check(&order).facts.iter().all(|fact| fact.label != "declined"));
    }

    #[test]
    fn a_wallet_and_the_name_on_the_card_count() {
        let with = |name: &str| CardPayment {
            wallet: Some("APPLE_PAY".into()),
            name: Readable::Known(name.into()),
            ..card("", "")
        };
        let own = check(&paid_with(with("LINDGREN ADA")));
        let other = check(&paid_with(with("B Berg")));

        assert!((own.weight - -0.6).abs() < 1e-9, "{}", own.weight);
        assert!((other.weight - -0.1).abs() < 1e-9, "{}", other.weight);
        assert!(own.facts.iter().any(|fact| fact.value.raw() == "apple pay"));
    }

    #[test]
    fn without_a_card_there_is_nothing_to_check_and_it_says_so() {
        let mut paypal = order();
        paypal.transactions[0].details = PaymentDetails::Method("PayPal".into());
        let mut unpaid = order();
        unpaid.transactions.clear();
        for (order, why) in [
            (paypal, "Paid by PayPal: there are no card checks"),
            (unpaid, "The order has no payment yet"),
            (order(), "The store says nothing about a card that went through"),
        ] {
            let finding = check(&order);
            assert_eq!((finding.outcome, finding.headline.as_str()), (Outcome::Unknown, why));
        }
    }
}
