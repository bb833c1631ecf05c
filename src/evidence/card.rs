//! Card checks of the payment, in words (C1; `apis/shopify.md`, section 5).

use std::collections::BTreeSet;

use super::normal::NameForm;
use super::rows::{
    CARD_AVS_MATCH, CARD_AVS_NONE, CARD_AVS_POSTAL, CARD_AVS_STREET, CARD_COUNTRY, CARD_CVV_MATCH,
    CARD_CVV_MISSING, CARD_CVV_WRONG, CARD_DECLINED_MANY, CARD_DECLINED_ONE, CARD_DECLINED_TWO,
    CARD_NAME_OTHER, CARD_NAME_SAME, CARD_SEVERAL, CARD_SUSPECTED, CARD_WALLET,
};
use super::sum::{Signal, finding, not_possible, strongest, weight};
use super::{Reading, Rule};
use crate::domain::{
    CardPayment, Check, Clean, Finding, Order, Outcome, PaymentDetails, Sentiment, Transaction,
    TransactionKind, TransactionState,
};

/// Nobody needs to ask the customer for the code: the payment has its answer already, and
/// card rules forbid to keep it.
pub const NEVER_ASK: &str = "The code was checked with the payment: nobody needs to ask for it";

/// What the store's interface keeps to itself.
const NO_SECURE: &str = "unknown: the store does not say whether the issuer asked the owner";

/// Reads the checks of the payment that went through, and the attempts before it.
pub fn check(order: &Order, reading: &Reading<'_>) -> Finding {
    let Some((paid, card)) = card_payment(order) else {
        return not_possible(Check::Card, order, why_none(order));
    };
    let mut signals = Vec::new();
    signals.push(avs(card.avs.as_ref(), reading));
    signals.push(cvv(card.cvv.as_ref(), reading));
    signals.extend(wallet(card, reading));
    signals.extend(name(order, card, reading));
    signals.extend(declines(order, paid, reading));
    signals.extend(suspected(order, reading));
    signals.push(issuer(order, card, reading));
    signals.push(Signal::fact("3-D Secure", NO_SECURE));
    signals.extend(said(order, card));
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
fn avs(code: Option<&Clean>, reading: &Reading<'_>) -> Signal {
    let Some(code) = code.filter(|code| !code.is_blank()) else {
        return Signal::fact("address check", "no answer");
    };
    let (words, rule) = match letter(code) {
        Some('Y' | 'X' | 'D' | 'M') => ("street and postal code match", Some(&CARD_AVS_MATCH)),
        Some('A' | 'B') => ("only the street matches", Some(&CARD_AVS_STREET)),
        Some('Z' | 'W' | 'P') => ("only the postal code matches", Some(&CARD_AVS_POSTAL)),
        Some('N') => ("neither street nor postal code matches", Some(&CARD_AVS_NONE)),
        Some('U' | 'G' | 'I') => ("not available, or a foreign card", None),
        Some('R') => ("the issuer did not answer", None),
        Some('S') => ("the issuer does not support it", None),
        _ => ("an answer that this program does not know", None),
    };
    answered("address check", format!("{words} (answer {code})"), rule, reading)
}

fn cvv(code: Option<&Clean>, reading: &Reading<'_>) -> Signal {
    let Some(code) = code.filter(|code| !code.is_blank()) else {
        return Signal::fact("security code", "no answer");
    };
    let (words, rule) = match letter(code) {
        Some('M') => ("matches", Some(&CARD_CVV_MATCH)),
        Some('N') => ("does not match", Some(&CARD_CVV_WRONG)),
        Some('P') => ("was not processed", None),
        Some('S') => ("was not given", Some(&CARD_CVV_MISSING)),
        Some('U') => ("the issuer cannot check it", None),
        _ => ("an answer that this program does not know", None),
    };
    answered("security code", format!("{words} (answer {code})"), rule, reading)
}

fn answered(
    label: &'static str,
    value: String,
    rule: Option<&Rule>,
    reading: &Reading<'_>,
) -> Signal {
    match rule {
        Some(rule) => Signal::by(rule, reading, label, value),
        None => Signal::fact(label, value),
    }
}

fn letter(code: &Clean) -> Option<char> {
    let mut letters = code.raw().trim().chars();
    letters.next().filter(|_| letters.next().is_none()).map(|c| c.to_ascii_uppercase())
}

/// A wallet asks the card's owner on the owner's own device.
fn wallet(card: &CardPayment, reading: &Reading<'_>) -> Option<Signal> {
    let wallet = card.wallet.as_ref().filter(|wallet| !wallet.is_blank())?;
    let shown = wallet.shown().to_lowercase().replace('_', " ");
    Some(Signal::by(&CARD_WALLET, reading, "wallet", shown))
}

fn name(order: &Order, card: &CardPayment, reading: &Reading<'_>) -> Option<Signal> {
    let on_card = NameForm::of(card.name.known()?).key()?;
    let billing = NameForm::of(&order.billing.known()?.name).key()?;
    Some(if on_card == billing {
        Signal::by(&CARD_NAME_SAME, reading, "name on card", "as on the bill")
    } else {
        Signal::by(&CARD_NAME_OTHER, reading, "name on card", "another than on the bill")
    })
}

/// Attempts that were refused before one went through, and with how many cards.
fn declines(order: &Order, paid: &Transaction, reading: &Reading<'_>) -> Option<Signal> {
    let failed: Vec<&Transaction> = order
        .transactions
        .iter()
        .filter(|attempt| is_payment(attempt) && attempt.state == TransactionState::Failure)
        .filter(|attempt| attempt.at.is_none() || paid.at.is_none() || attempt.at <= paid.at)
        .collect();
    let cards: BTreeSet<&str> =
        failed.iter().copied().chain([paid]).filter_map(card_number).collect();
    let many = u32::try_from(cards.len()).unwrap_or(u32::MAX);
    let rule = match failed.len() {
        0 => return None,
        _ if f64::from(many) >= reading.rules.from(&CARD_SEVERAL) => &CARD_SEVERAL,
        1 => &CARD_DECLINED_ONE,
        2 => &CARD_DECLINED_TWO,
        _ => &CARD_DECLINED_MANY,
    };
    let times = if failed.len() == 1 {
        "1 attempt".to_owned()
    } else {
        format!("{} attempts", failed.len())
    };
    let with =
        if cards.len() > 1 { format!(", {} cards in all", cards.len()) } else { String::new() };
    Some(Signal::by(rule, reading, "declined", format!("{times} declined before{with}")))
}

fn card_number(transaction: &Transaction) -> Option<&str> {
    match &transaction.details {
        PaymentDetails::Card(card) => card.number.as_ref().map(Clean::raw),
        _ => None,
    }
}

/// An attempt that issuer or gateway called fraud, or whose card is lost or stolen.
fn suspected(order: &Order, reading: &Reading<'_>) -> Option<Signal> {
    const WORDS: [&str; 6] = ["fraud", "stolen", "lost card", "lost_card", "pick up", "pick_up"];
    let attempts = order.transactions.iter().filter(|attempt| is_payment(attempt));
    let mut errors = attempts.filter_map(|attempt| attempt.error.as_ref());
    let error = errors.find(|error| {
        let lower = error.bare().to_lowercase();
        WORDS.iter().any(|word| lower.contains(word))
    })?;
    let value = format!("an attempt was refused with “{}”", error.fitted(60));
    Some(Signal::by(&CARD_SUSPECTED, reading, "refused", value))
}

/// Where the card was issued: no table on this machine tells, the store sometimes does.
fn issuer(order: &Order, card: &CardPayment, reading: &Reading<'_>) -> Signal {
    const WORDS: [&str; 3] = ["card was issued in", "credit card country", "bin country"];
    let facts = order.risk.assessments.iter().flat_map(|assessment| &assessment.facts);
    let mut told = facts.filter(|fact| {
        let lower = fact.text.bare().to_lowercase();
        WORDS.iter().any(|word| lower.contains(word))
    });
    match told.next() {
        Some(fact) if fact.sentiment == Sentiment::Negative => {
            Signal::by(&CARD_COUNTRY, reading, "issued in", fact.text.shown())
        }
        Some(fact) => Signal::fact("issued in", fact.text.shown()),
        None if card.bin.as_ref().is_some_and(|bin| !bin.is_blank()) => {
            Signal::fact("issued in", "unknown: no table on this machine tells a card's country")
        }
        None => Signal::fact("issued in", "unknown: the store gives no first digits of the card"),
    }
}

/// The store's sentences about answers that are read here from the payment itself: they are
/// shown, and the answer counts once.
fn said(order: &Order, card: &CardPayment) -> Vec<Signal> {
    let given = |code: &Option<Clean>| code.as_ref().is_some_and(|code| !code.is_blank());
    let is_read = |text: &str| {
        let of_code = text.contains("cvv") || text.contains("card verification value");
        let of_address = text.contains("card's registered address") || text.contains("(avs)");
        of_code && given(&card.cvv) || of_address && given(&card.avs)
    };
    let facts = order.risk.assessments.iter().flat_map(|assessment| &assessment.facts);
    facts
        .filter(|fact| is_read(&fact.text.bare().to_lowercase()))
        .map(|fact| Signal::fact("store", fact.text.shown()))
        .collect()
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
    use crate::domain::sample::{at_level, money, order, transaction};
    use crate::domain::{Readable, RiskFact, RiskLevel, Timestamp};
    use crate::evidence::sample::plain;

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
            let finding = check(&paid_with(card(avs, cvv)), &plain());
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
            let finding = check(&order, &plain());
            let declined = finding.facts.iter().find(|fact| fact.label == "declined").unwrap();
            assert_eq!((finding.outcome, declined.value.raw()), (outcome, value));
        }
    }

    #[test]
    fn attempts_after_the_payment_do_not_count() {
        let mut order = paid_with(card("Y", "M"));
        let later = order.transactions[0].at.map(|at| at.plus_seconds(60));
        order.transactions.push(declined("a", later));

        assert!(check(&order, &plain()).facts.iter().all(|fact| fact.label != "declined"));
    }

    #[test]
    fn a_wallet_and_the_name_on_the_card_count() {
        let with = |name: &str| CardPayment {
            wallet: Some("APPLE_PAY".into()),
            name: Readable::Known(name.into()),
            ..card("", "")
        };
        let own = check(&paid_with(with("LINDGREN ADA")), &plain());
        let other = check(&paid_with(with("B Berg")), &plain());

        assert!((own.weight - -0.6).abs() < 1e-9, "{}", own.weight);
        assert!((other.weight - -0.1).abs() < 1e-9, "{}", other.weight);
        assert!(own.facts.iter().any(|fact| fact.value.raw() == "apple pay"));
    }

    #[test]
    fn an_attempt_called_fraud_or_a_stolen_card_counts() {
        for (error, adds) in [
            ("SUSPECTED_FRAUD", 0.8),
            ("The card was reported stolen", 0.8),
            ("PICK_UP_CARD", 0.8),
            ("insufficient funds", 0.0),
        ] {
            let mut order = paid_with(card("", ""));
            let attempt = Transaction { error: Some(error.into()), ..declined("a", None) };
            order.transactions.push(attempt);
            let found = check(&order, &plain());
            assert!((found.weight - 0.2 - adds).abs() < 1e-9, "{error}: {}", found.weight);
        }
    }

    #[test]
    fn the_issuers_country_is_told_by_the_store_or_unknown_and_3d_secure_is_unknown() {
        let told = |order: &Order| {
            let found = check(order, &plain());
            let fact = |label: &str| {
                let fact = found.facts.iter().find(|fact| fact.label == label).unwrap();
                fact.value.raw().to_owned()
            };
            assert!(fact("3-D Secure").starts_with("unknown"));
            (fact("issued in"), found.weight)
        };
        let mut order = paid_with(card("", ""));
        assert_eq!(told(&order).0, "unknown: the store gives no first digits of the card");
        order = paid_with(CardPayment { bin: Some("411111".into()), ..card("", "") });
        assert!(told(&order).0.starts_with("unknown: no table"));
        let mut order = at_level(order, RiskLevel::Medium);
        let text = "The credit card was issued in another country than the billing address";
        order.risk.assessments[0].facts =
            vec![RiskFact { text: text.into(), sentiment: Sentiment::Negative }];
        let (value, weight) = told(&order);
        assert_eq!(value, text);
        assert!((weight - 0.5).abs() < 1e-9, "{weight}");
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
            let finding = check(&order, &plain());
            assert_eq!((finding.outcome, finding.headline.as_str()), (Outcome::Unknown, why));
        }
    }
}
