//! What the providers say, each on its own scale (C15), and what the desk makes of it.

use super::analysis::Sheet;
use super::{Role, Span};
use crate::domain::{ProviderAdvice, RiskLevel, Sentiment, Verdict};
use crate::words;

/// The role of a level.
pub(super) fn role_of(level: RiskLevel) -> Role {
    match level {
        RiskLevel::High => Role::Danger,
        RiskLevel::Medium => Role::Warn,
        RiskLevel::Low | RiskLevel::None => Role::Good,
        RiskLevel::Pending | RiskLevel::Unscored => Role::Muted,
    }
}

pub(super) fn providers(sheet: &mut Sheet<'_>) {
    let risk = &sheet.file.order.risk;
    sheet.pen.flow(advised(risk.advice), 2);
    if risk.assessments.is_empty() {
        sheet.pen.say("Nobody scored this order. That is not the same as low risk.", Role::Warn);
        return;
    }
    for assessment in &risk.assessments {
        let mut spans = Span::outside(&assessment.provider, Role::Strong);
        spans.push(Span::new(": ", Role::Plain));
        spans.push(Span::new(assessment.level.word(), role_of(assessment.level)));
        if let Some(score) = &assessment.score {
            spans.push(Span::new(" · score ", Role::Plain));
            spans.extend(Span::outside(score, Role::Plain));
        }
        spans.push(Span::new(scale(assessment.score.is_some()), Role::Muted));
        sheet.pen.flow(spans, 2);
        for fact in &assessment.facts {
            sheet.pen.bullet(&sign(fact.sentiment), Span::outside(&fact.text, Role::Plain));
        }
    }
    let signs = risk.assessments.iter().any(|assessment| !assessment.facts.is_empty());
    if signs {
        sheet.pen.say("+ speaks for the order, − against it, · neither", Role::Muted);
    }
}

fn scale(has_score: bool) -> &'static str {
    if has_score {
        " · on its own scale"
    } else {
        " · scale none, low, medium, high; medium and high are reviewed"
    }
}

fn advised(advice: ProviderAdvice) -> Vec<Span> {
    let (words, role) = match advice {
        ProviderAdvice::Accept => ("The store advises to accept it.", Role::Good),
        ProviderAdvice::Investigate => ("The store advises to look closer.", Role::Warn),
        ProviderAdvice::Cancel => ("The store advises to cancel it.", Role::Danger),
        ProviderAdvice::None => ("The store advises nothing.", Role::Muted),
        ProviderAdvice::Unknown => ("The store does not say what it advises.", Role::Muted),
    };
    vec![Span::new(words, role)]
}

fn sign(sentiment: Sentiment) -> Span {
    match sentiment {
        Sentiment::Positive => Span::new("+", Role::Good),
        Sentiment::Negative => Span::new("−", Role::Danger),
        Sentiment::Neutral => Span::new("·", Role::Muted),
        Sentiment::Unknown => Span::new("?", Role::Muted),
    }
}

pub(super) fn advice(sheet: &mut Sheet<'_>) {
    let advice = &sheet.file.advice;
    let (words, role) = match advice.verdict {
        Verdict::Release => ("Release it", Role::Good),
        Verdict::Verify => ("Verify it with the customer", Role::Warn),
        Verdict::Refund => ("Refund it", Role::Danger),
        Verdict::Unknown => ("Too little is known to say", Role::Muted),
    };
    sheet.pen.flow(
        vec![
            Span::new(words, role),
            Span::new(
                format!(" · sum {}; above 0 is risky. You decide.", words::signed(advice.score)),
                Role::Muted,
            ),
        ],
        2,
    );
    for why in &advice.reasons {
        let (sign, role) = if why.weight > 0.0 { ("−", Role::Danger) } else { ("+", Role::Good) };
        let weight = Span::new(format!(" ({})", words::signed(why.weight)), Role::Muted);
        sheet.pen.bullet(
            &Span::new(sign, role),
            vec![Span::new(why.words.clone(), Role::Plain), weight],
        );
    }
    for missing in &advice.without {
        sheet
            .pen
            .bullet(&Span::new("?", Role::Muted), vec![Span::new(missing.clone(), Role::Muted)]);
    }
}
