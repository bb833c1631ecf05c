//! What the providers say, each on its own scale (C15), and what the desk makes of it.

use super::analysis::Sheet;
use super::words::day_time;
use super::{Role, Setting, Span};
use crate::desk::{CaseFile, Limits};
use crate::domain::{ProviderAdvice, RiskLevel, Sentiment, Verdict};
use crate::policy::Why;
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

/// Says of findings that may no longer hold from when they are.
pub(super) fn looked_at_again(file: &CaseFile, setting: Setting) -> Option<String> {
    let at = day_time(setting.zone, file.checked_at);
    file.is_refreshing.then(|| format!("Checks as of {at}, being looked at again"))
}

/// The case in few sentences, each with what it rests on.
pub(super) fn brief(sheet: &mut Sheet<'_>) {
    if let Some(words) = looked_at_again(sheet.file, sheet.setting) {
        sheet.pen.say(words, Role::Warn);
    }
    for sentence in &sheet.file.brief {
        let grounds: Vec<&str> = sentence.grounds.iter().map(|ground| ground.word()).collect();
        let grounds = grounds.join(", ").replace('_', " ");
        let spans = vec![
            Span::new(sentence.text.clone(), Role::Plain),
            Span::new(format!(" ({grounds})"), Role::Muted),
        ];
        sheet.pen.flow(spans, 2);
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
        sheet.pen.say("▲ raises suspicion, ▼ lowers it, · does neither", Role::Muted);
    }
}

fn scale(has_score: bool) -> &'static str {
    if has_score {
        " · on its own scale"
    } else {
        " · of none, low, medium, high; from medium on it is reviewed"
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
        Sentiment::Positive => Span::new(LOWERS, Role::Good),
        Sentiment::Negative => Span::new(RAISES, Role::Danger),
        Sentiment::Neutral => Span::new("·", Role::Muted),
        Sentiment::Unknown => Span::new("?", Role::Muted),
    }
}

/// Stands before what raises suspicion.
pub(super) const RAISES: &str = "▲";
/// Stands before what lowers it.
pub(super) const LOWERS: &str = "▼";

pub(super) fn advice(sheet: &mut Sheet<'_>) {
    let advice = &sheet.file.advice;
    let role = match advice.verdict {
        Verdict::Release => Role::Good,
        Verdict::Verify => Role::Warn,
        Verdict::Refund => Role::Danger,
        Verdict::Unknown => Role::Muted,
    };
    sheet.pen.flow(
        vec![Span::new(sheet.file.advised, role), Span::new(". You decide.", Role::Muted)],
        2,
    );
    let (weighing, outside): (Vec<_>, Vec<_>) =
        advice.reasons.iter().partition(|why| why.weight != 0.0);
    for why in outside {
        sheet.pen.bullet(&weighed(why.weight), reason(why));
    }
    sheet.pen.flow(sum(advice.score, sheet.file.limits), 2);
    for why in weighing {
        sheet.pen.bullet(&weighed(why.weight), reason(why));
    }
    for missing in &advice.without {
        sheet
            .pen
            .bullet(&Span::new("?", Role::Muted), vec![Span::new(missing.clone(), Role::Muted)]);
    }
}

/// The sum with what it means: where release ends and refund begins.
fn sum(score: f64, limits: Limits) -> Vec<Span> {
    let words = format!(
        ": release up to {}, refund from {}, between them verify",
        signed(limits.release_up_to),
        signed(limits.refund_from)
    );
    vec![Span::new(format!("Sum {}", signed(score)), Role::Strong), Span::new(words, Role::Muted)]
}

fn weighed(weight: f64) -> Span {
    if weight > 0.0 {
        Span::new(RAISES, Role::Danger)
    } else if weight < 0.0 {
        Span::new(LOWERS, Role::Good)
    } else {
        Span::new("!", Role::Warn)
    }
}

/// A reason, and what it adds; one that adds nothing stands outside the sum.
fn reason(why: &Why) -> Vec<Span> {
    let mut spans = vec![Span::new(why.words.clone(), Role::Plain)];
    if why.weight != 0.0 {
        spans.push(Span::new(format!(" {}", signed(why.weight)), Role::Muted));
    }
    spans
}

/// A number with its sign: `+1.1`, `−0.6`.
pub(super) fn signed(number: f64) -> String {
    words::signed(number).replace('-', "−")
}
