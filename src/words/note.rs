//! The lines of a note as the procedure wants them (S52, S53, S58).
//!
//! For the staff only; what the customer reads has words of its own (C2).

use chrono::NaiveDate;

use super::{day, reason};
use crate::domain::{CancelReason, Clean, Money, Order, Verb};

/// Stands where the help desk's conversation number is to be filled in.
pub const CONVERSATION: &str = "[conversation number]";

/// What was done with the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Nothing but looking; the reviewer writes what.
    Looked,
    /// It was let go.
    Released,
    /// It is held until that day.
    Held {
        /// The day to decide by.
        until: NaiveDate,
    },
    /// It was cancelled.
    Cancelled {
        /// Why.
        why: CancelReason,
        /// What goes back, when something does.
        refunded: Option<Money>,
    },
    /// Money went back.
    Refunded {
        /// Why.
        why: CancelReason,
        /// How much; `None` when an authorisation was voided.
        amount: Option<Money>,
    },
}

impl Deed {
    /// What a verb does with an order when all of its defaults are taken; the text is
    /// shown and can be changed before anything is recorded. `until` is the day of a hold.
    pub fn of(verb: Option<Verb>, order: &Order, until: NaiveDate) -> Self {
        let why = CancelReason::Fraud;
        let left = Some(order.totals.left_to_refund()).filter(|left| left.is_positive());
        match verb {
            Some(Verb::Release) => Self::Released,
            Some(Verb::Hold) => Self::Held { until },
            Some(Verb::Cancel) => Self::Cancelled { why, refunded: left },
            Some(Verb::Refund) => Self::Refunded { why, amount: left },
            _ => Self::Looked,
        }
    }
}

/// Whether refills go on by themselves unless somebody ends them where they are kept (S56).
pub fn has_refills(order: &Order) -> bool {
    const SIGNS: [&str; 5] = ["subscription", "refill", "recharge", "recurring", "auto-ship"];
    let texts = order.tags.iter().chain([&order.source]);
    texts
        .map(|text| text.raw().to_lowercase())
        .any(|text| SIGNS.iter().any(|sign| text.contains(sign)))
}

/// What a note is made of.
#[derive(Clone, Copy, Debug)]
pub struct NoteFacts<'a> {
    /// The brand's prefix (C22).
    pub prefix: &'a str,
    /// The help desk's conversation, when it is known.
    pub conversation: Option<&'a str>,
    /// The reviewer's initials.
    pub initials: &'a str,
    /// The name people use for the order.
    pub order: &'a Clean,
    /// What was done.
    pub deed: Deed,
    /// Whether refill orders hang on it (S56).
    pub refills: bool,
}

/// Writes the note: brand, conversation and initials; the order; what was done; what is
/// left to do.
pub fn note(facts: &NoteFacts<'_>) -> String {
    let conversation = facts.conversation.unwrap_or(CONVERSATION);
    let first = [facts.prefix, conversation, facts.initials];
    let first = first.into_iter().filter(|part| !part.trim().is_empty());
    let mut lines = vec![
        first.collect::<Vec<_>>().join(" "),
        format!("Fraud Risk Order (Order # {})", with_prefix(facts.prefix, &facts.order.shown())),
    ];
    lines.extend(actions(facts.deed));
    if facts.refills && matches!(facts.deed, Deed::Cancelled { .. } | Deed::Refunded { .. }) {
        lines.push("Related refill orders are to be cancelled too.".to_owned());
    }
    lines.join("\n")
}

/// The order as the help desk names it: with the brand's prefix (S52, C22), which many a
/// store's own name of it has already.
fn with_prefix(prefix: &str, order: &str) -> String {
    let (prefix, bare) = (prefix.trim(), order.strip_prefix('#').unwrap_or(order));
    let beginning = bare.get(..prefix.len());
    if prefix.is_empty() || beginning.is_some_and(|has| has.eq_ignore_ascii_case(prefix)) {
        return bare.to_owned();
    }
    format!("{prefix}-{bare}")
}

fn actions(deed: Deed) -> Vec<String> {
    match deed {
        Deed::Looked => vec![],
        Deed::Released => vec!["The order was checked and released for shipping.".to_owned()],
        Deed::Held { until } => vec![
            "The order was placed on hold pending contact with the customer.".to_owned(),
            format!("Will follow up by {}.", day(until)),
        ],
        Deed::Cancelled { why, refunded: Some(amount) } => {
            vec![format!("Order cancelled/refunded ({amount} refunded): {}.", reason(why))]
        }
        Deed::Cancelled { why, refunded: None } => {
            vec![format!("Order cancelled (nothing refunded): {}.", reason(why))]
        }
        Deed::Refunded { why, amount: Some(amount) } => {
            vec![format!("Order refunded ({amount} refunded): {}.", reason(why))]
        }
        Deed::Refunded { why, amount: None } => {
            vec![format!("Authorisation voided, no money was taken: {}.", reason(why))]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{authorised, money, order};

    fn written(order: &str, deed: Deed) -> String {
        let order = Clean::new(order);
        let facts = NoteFacts {
            prefix: "DML",
            conversation: None,
            initials: "GB",
            order: &order,
            deed,
            refills: true,
        };
        note(&facts)
    }

    #[test]
    fn each_deed_has_its_lines() {
        let fraud = CancelReason::Fraud;
        let until = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
        let refills = "\nRelated refill orders are to be cancelled too.";
        for (deed, lines) in [
            (Deed::Looked, String::new()),
            (Deed::Released, "\nThe order was checked and released for shipping.".to_owned()),
            (
                Deed::Held { until },
                "\nThe order was placed on hold pending contact with the customer.\
                 \nWill follow up by Thursday 26 November 2026."
                    .to_owned(),
            ),
            (
                Deed::Cancelled { why: fraud, refunded: Some(money("129.90 USD")) },
                format!(
                    "\nOrder cancelled/refunded (129.90 USD refunded): suspected fraud.{refills}"
                ),
            ),
            (
                Deed::Cancelled { why: fraud, refunded: None },
                format!("\nOrder cancelled (nothing refunded): suspected fraud.{refills}"),
            ),
            (
                Deed::Refunded { why: fraud, amount: Some(money("1280 JPY")) },
                format!("\nOrder refunded (1280 JPY refunded): suspected fraud.{refills}"),
            ),
            (
                Deed::Refunded { why: fraud, amount: None },
                format!("\nAuthorisation voided, no money was taken: suspected fraud.{refills}"),
            ),
        ] {
            let head = "DML [conversation number] GB\nFraud Risk Order (Order # DML-35203)";
            assert_eq!(written("DML-35203", deed), format!("{head}{lines}"));
        }
    }

    #[test]
    fn a_known_conversation_is_filled_in_and_the_hash_is_not_doubled() {
        let order = Clean::new("#2047");
        let facts = NoteFacts {
            prefix: "",
            conversation: Some("749412"),
            initials: "GB",
            order: &order,
            deed: Deed::Looked,
            refills: false,
        };

        assert_eq!(note(&facts), "749412 GB\nFraud Risk Order (Order # 2047)");
    }

    #[test]
    fn the_order_bears_the_brands_prefix_once() {
        for (order, line) in [
            ("#35203", "Fraud Risk Order (Order # DML-35203)"),
            ("35203", "Fraud Risk Order (Order # DML-35203)"),
            ("DML-35203", "Fraud Risk Order (Order # DML-35203)"),
            ("#dml35203", "Fraud Risk Order (Order # dml35203)"),
            ("ü", "Fraud Risk Order (Order # DML-ü)"),
        ] {
            assert_eq!(written(order, Deed::Looked).lines().nth(1), Some(line), "{order}");
        }
    }

    #[test]
    fn a_verb_by_its_defaults_is_a_deed_with_what_is_left_to_go_back() {
        let until = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
        let why = CancelReason::Fraud;
        let left = Some(money("129.90 USD"));
        for (verb, order, deed) in [
            (None, order(), Deed::Looked),
            (Some(Verb::Note), order(), Deed::Looked),
            (Some(Verb::Release), order(), Deed::Released),
            (Some(Verb::Hold), order(), Deed::Held { until }),
            (Some(Verb::Cancel), order(), Deed::Cancelled { why, refunded: left }),
            (Some(Verb::Cancel), authorised(), Deed::Cancelled { why, refunded: None }),
            (Some(Verb::Refund), order(), Deed::Refunded { why, amount: left }),
            (Some(Verb::Refund), authorised(), Deed::Refunded { why, amount: None }),
        ] {
            assert_eq!(Deed::of(verb, &order, until), deed, "{verb:?}");
        }
    }

    #[test]
    fn subscriptions_are_known_by_tags_and_source() {
        for (tag, source, refills) in [
            ("Subscription First Order", "web", true),
            ("vip", "subscription_contract", true),
            ("vip", "web", false),
        ] {
            let order = Order { tags: vec![tag.into()], source: source.into(), ..order() };
            assert_eq!(has_refills(&order), refills, "{tag} {source}");
        }
    }
}
