//! The case in at most five sentences, each with the finding that it rests on.
//!
//! What the providers say and what stands against payment come first, then the strongest
//! evidence of both directions, then what could not be checked. It tells and never judges:
//! the sum is the recommendation's, the decision a person's (C13).

use super::PolicySettings;
use crate::domain::{
    Assessment, Check, Finding, Order, Outcome, ProviderAdvice, RiskLevel, Timestamp,
};

/// No brief is longer.
const MOST: usize = 5;

/// What a sentence of the brief rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// What the providers say.
    Risk,
    /// Where the money stands.
    Payment,
    /// The finding of a check.
    Check(Check),
}

impl Ground {
    /// The word used in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Risk => "risk",
            Self::Payment => "payment",
            Self::Check(check) => check.word(),
        }
    }
}

/// One sentence of the brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// What it rests on; several only where it names several checks.
    pub grounds: Vec<Ground>,
}

impl Sentence {
    fn new(text: &str, grounds: Vec<Ground>) -> Self {
        Self { text: sentence(text), grounds }
    }
}

/// Tells an order in at most five sentences.
///
/// Where the evidence points both ways, both ways are told, however much stronger one is.
pub fn brief(
    order: &Order,
    findings: &[Finding],
    settings: &PolicySettings,
    now: Timestamp,
) -> Vec<Sentence> {
    let mut told = vec![providers(order)];
    told.extend(payment(order, settings, now));
    let unknown = unknown(findings);
    let room = MOST.saturating_sub(told.len() + usize::from(unknown.is_some()));
    told.extend(weighing(findings, room));
    told.extend(unknown);
    told
}

fn providers(order: &Order) -> Sentence {
    let risk = &order.risk;
    let mut words: Vec<String> = risk.assessments.iter().map(level).collect();
    if words.is_empty() {
        words.push("Nobody scored the order, which is not the same as low risk".to_owned());
    }
    match risk.advice {
        ProviderAdvice::Accept => words.push("the store advises to accept it".to_owned()),
        ProviderAdvice::Investigate => words.push("the store advises to look closer".to_owned()),
        ProviderAdvice::Cancel => words.push("the store advises to cancel it".to_owned()),
        ProviderAdvice::None | ProviderAdvice::Unknown => {}
    }
    Sentence::new(&words.join("; "), vec![Ground::Risk])
}

fn level(assessment: &Assessment) -> String {
    let provider = &assessment.provider;
    match assessment.level {
        RiskLevel::High => format!("{provider} says high risk"),
        RiskLevel::Medium => format!("{provider} says medium risk"),
        RiskLevel::Low => format!("{provider} says low risk"),
        RiskLevel::None => format!("{provider} finds no risk"),
        RiskLevel::Pending => format!("{provider} has not finished its assessment"),
        RiskLevel::Unscored => format!("{provider} gives no level"),
    }
}

/// What stands against payment: a dispute, an authorisation that has run out (C10).
fn payment(order: &Order, settings: &PolicySettings, now: Timestamp) -> Option<Sentence> {
    let is_unpaid = order.has_no_live_authorisation(settings.authorisation_days, now);
    let text = match (order.disputes.is_empty(), is_unpaid) {
        (true, false) => return None,
        (true, true) => "The authorisation has run out: no money may come",
        (false, false) => "The card's owner disputes the payment",
        (false, true) => "The card's owner disputes the payment; the authorisation has run out",
    };
    Some(Sentence::new(text, vec![Ground::Payment]))
}

/// The strongest findings, with the strongest of the other direction among them.
fn weighing(findings: &[Finding], room: usize) -> Vec<Sentence> {
    let counts = |finding: &&Finding| finding.outcome != Outcome::Unknown && finding.weight != 0.0;
    let mut strongest: Vec<&Finding> = findings.iter().filter(counts).collect();
    strongest.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    let rest = strongest.split_off(room.min(strongest.len()));
    let raises = |finding: &Finding| finding.weight > 0.0;
    if let Some(first) = strongest.first().copied()
        && strongest.len() > 1
        && strongest.iter().all(|finding| raises(finding) == raises(first))
        && let Some(other) = rest.into_iter().find(|finding| raises(finding) != raises(first))
    {
        strongest.pop();
        strongest.push(other);
    }
    let told =
        |finding: &Finding| Sentence::new(&finding.headline, vec![Ground::Check(finding.check)]);
    strongest.into_iter().map(told).collect()
}

/// Names what could not be checked: it is no sign of harmlessness (C16).
fn unknown(findings: &[Finding]) -> Option<Sentence> {
    let unknown = findings.iter().filter(|finding| finding.outcome == Outcome::Unknown);
    let mut checks: Vec<Check> = unknown.map(|finding| finding.check).collect();
    checks.sort_unstable();
    checks.dedup();
    let names: Vec<&str> = checks.iter().copied().map(name).collect();
    let text = format!("Not possible to check, so not counted: {}", names.join(", "));
    let grounds = checks.into_iter().map(Ground::Check).collect();
    (!names.is_empty()).then(|| Sentence::new(&text, grounds))
}

fn name(check: Check) -> &'static str {
    match check {
        Check::Duplicates => "other orders",
        Check::Ip => "the IP address",
        Check::Distance => "billing against shipping",
        Check::Phone => "the telephone number",
        Check::Email => "the e-mail address",
        Check::Address => "the form of the addresses",
        Check::Card => "the card",
        Check::OrderForm => "the form of the order",
        Check::Name => "the form of the names",
        Check::History => "earlier orders",
        Check::HostileText => "hidden characters",
    }
}

/// A text as a sentence: a capital first, a full stop last.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    let capital: String =
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    if capital.ends_with(['.', '!', '?']) { capital } else { capital + "." }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, at_level, authorised, order};
    use crate::domain::{Dispute, Payment};

    const NOW: &str = "2026-11-20T16:00:00Z";

    fn finding(check: Check, weight: f64) -> Finding {
        Finding {
            check,
            outcome: if weight > 0.0 { Outcome::Warn } else { Outcome::Clear },
            headline: format!("the {} finding", check.word()),
            facts: vec![],
            weight,
            source: "test".to_owned(),
            as_of: at(NOW),
            links: vec![],
        }
    }

    fn unknown(check: Check) -> Finding {
        Finding { outcome: Outcome::Unknown, ..finding(check, 0.0) }
    }

    fn told(order: &Order, findings: &[Finding]) -> Vec<String> {
        let told = brief(order, findings, &PolicySettings::default(), at(NOW));
        let grounds = |sentence: &Sentence| {
            sentence.grounds.iter().map(|ground| ground.word()).collect::<Vec<_>>().join("+")
        };
        told.iter().map(|sentence| format!("{} [{}]", sentence.text, grounds(sentence))).collect()
    }

    fn disputed(order: Order) -> Order {
        let dispute = Dispute { id: "1".into(), kind: "CHARGEBACK".into(), state: "OPEN".into() };
        Order { disputes: vec![dispute], ..order }
    }

    fn advised(mut order: Order, advice: ProviderAdvice) -> Order {
        order.risk.advice = advice;
        order
    }

    fn by_two(order: Order, other: RiskLevel) -> Order {
        let mut order = at_level(order, RiskLevel::High);
        let mut second = order.risk.assessments[0].clone();
        second.provider = "Other".into();
        second.level = other;
        order.risk.assessments.push(second);
        order
    }

    const NOBODY: &str = "Nobody scored the order, which is not the same as low risk. [risk]";
    const RUN_OUT: &str = "The authorisation has run out: no money may come. [payment]";

    type Told = (Order, Vec<Finding>, Vec<&'static str>);

    fn calm() -> Order {
        advised(order(), ProviderAdvice::None)
    }

    fn high() -> Order {
        at_level(calm(), RiskLevel::High)
    }

    fn expired() -> Order {
        Order { payment: Payment::Expired, ..authorised() }
    }

    fn all_told(cases: Vec<Told>) {
        for (order, findings, sentences) in cases {
            assert_eq!(told(&order, &findings), sentences);
        }
    }

    #[test]
    fn what_the_providers_say_comes_first() {
        use Check::Card;
        all_told(vec![
            (calm(), vec![], vec![NOBODY]),
            (high(), vec![], vec!["Shopify says high risk. [risk]"]),
            (
                at_level(calm(), RiskLevel::Medium),
                vec![finding(Card, 1.2)],
                vec!["Shopify says medium risk. [risk]", "The card finding. [card]"],
            ),
            (
                at_level(calm(), RiskLevel::Low),
                vec![finding(Card, -1.0)],
                vec!["Shopify says low risk. [risk]", "The card finding. [card]"],
            ),
            (at_level(calm(), RiskLevel::None), vec![], vec!["Shopify finds no risk. [risk]"]),
            (
                at_level(calm(), RiskLevel::Pending),
                vec![],
                vec!["Shopify has not finished its assessment. [risk]"],
            ),
            (
                by_two(calm(), RiskLevel::Low),
                vec![],
                vec!["Shopify says high risk; Other says low risk. [risk]"],
            ),
            (
                by_two(calm(), RiskLevel::Unscored),
                vec![],
                vec!["Shopify says high risk; Other gives no level. [risk]"],
            ),
            (
                advised(high(), ProviderAdvice::Cancel),
                vec![],
                vec!["Shopify says high risk; the store advises to cancel it. [risk]"],
            ),
            (
                advised(high(), ProviderAdvice::Investigate),
                vec![],
                vec!["Shopify says high risk; the store advises to look closer. [risk]"],
            ),
            (
                advised(high(), ProviderAdvice::Accept),
                vec![],
                vec!["Shopify says high risk; the store advises to accept it. [risk]"],
            ),
        ]);
    }

    #[test]
    fn payment_strongest_evidence_and_what_is_unknown_name_their_grounds() {
        use Check::{Card, Distance, Duplicates, History, HostileText, Ip};
        all_told(vec![
            (expired(), vec![], vec![NOBODY, RUN_OUT]),
            (
                disputed(calm()),
                vec![],
                vec![NOBODY, "The card's owner disputes the payment. [payment]"],
            ),
            (
                disputed(expired()),
                vec![],
                vec![
                    NOBODY,
                    "The card's owner disputes the payment; the authorisation has run out. [payment]",
                ],
            ),
            (
                calm(),
                vec![unknown(Ip)],
                vec![NOBODY, "Not possible to check, so not counted: the IP address. [ip]"],
            ),
            (
                calm(),
                vec![unknown(Card), unknown(Ip), finding(HostileText, 0.0)],
                vec![
                    NOBODY,
                    "Not possible to check, so not counted: the IP address, the card. [ip+card]",
                ],
            ),
            // The strongest come first, and one of the other direction is always among them.
            (
                expired(),
                vec![
                    unknown(Ip),
                    finding(Distance, 0.5),
                    finding(Duplicates, 2.0),
                    finding(Card, 1.2),
                    finding(History, -0.2),
                ],
                vec![
                    NOBODY,
                    RUN_OUT,
                    "The duplicates finding. [duplicates]",
                    "The history finding. [history]",
                    "Not possible to check, so not counted: the IP address. [ip]",
                ],
            ),
            (
                high(),
                vec![
                    finding(Distance, 0.5),
                    finding(Duplicates, 2.0),
                    finding(Card, -1.2),
                    finding(History, -0.2),
                    finding(Ip, 0.9),
                ],
                vec![
                    "Shopify says high risk. [risk]",
                    "The duplicates finding. [duplicates]",
                    "The card finding. [card]",
                    "The ip finding. [ip]",
                    "The distance finding. [distance]",
                ],
            ),
        ]);
    }

    #[test]
    fn no_brief_is_longer_than_five_sentences() {
        let all = [Check::Ip, Check::Card, Check::Email, Check::Phone, Check::Name, Check::History];
        let expired = disputed(Order { payment: Payment::Expired, ..authorised() });
        for unknown_ones in 0..=all.len() {
            let findings: Vec<Finding> = all
                .iter()
                .enumerate()
                .map(
                    |(at, check)| {
                        if at < unknown_ones { unknown(*check) } else { finding(*check, 0.7) }
                    },
                )
                .collect();
            for order in [order(), expired.clone()] {
                let told = told(&order, &findings);
                assert!((2..=MOST).contains(&told.len()), "{told:?}");
            }
        }
    }
}
