//! What the store and its apps say about the risk of an order.

use serde::{Deserialize, Serialize};

use super::Clean;

/// A risk level on the store's own scale (C15: each source keeps its own).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum RiskLevel {
    /// Nobody scored it: never read as low (C16).
    #[default]
    Unscored,
    /// Scored, no risk found.
    None,
    /// An assessment is still to come.
    Pending,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
}

impl RiskLevel {
    /// The word used in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unscored => "unscored",
            Self::None => "none",
            Self::Pending => "pending",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// The level that several providers make together. Medium and high outweigh all; else
    /// one that is pending or unknown is not made low by another that is low (C16).
    pub fn together(levels: impl Iterator<Item = Self>) -> Self {
        levels.max_by_key(|level| level.weight()).unwrap_or_default()
    }

    fn weight(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Low => 1,
            Self::Unscored => 2,
            Self::Pending => 3,
            Self::Medium => 4,
            Self::High => 5,
        }
    }
}

/// Whether a fact lowers or raises the risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sentiment {
    /// Lowers the risk.
    Positive,
    /// Says something without a sign.
    Neutral,
    /// Raises the risk.
    Negative,
    /// A value of the store that this program does not know.
    Unknown,
}

/// One fact behind an assessment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RiskFact {
    /// The provider's sentence.
    pub text: Clean,
    /// Its sign.
    pub sentiment: Sentiment,
}

/// What one provider says.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Assessment {
    /// Who says it; the store itself under its own name.
    pub provider: Clean,
    /// The level.
    pub level: RiskLevel,
    /// A number, where the provider gives one, on the provider's own scale.
    pub score: Option<Clean>,
    /// The facts, in the provider's order.
    pub facts: Vec<RiskFact>,
}

/// What the store advises to do, in its own words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderAdvice {
    /// Ship it.
    Accept,
    /// Look closer.
    Investigate,
    /// Cancel it.
    Cancel,
    /// Nothing is advised.
    None,
    /// The store says nothing, or something this program does not know.
    #[default]
    Unknown,
}

impl ProviderAdvice {
    /// The word used in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Investigate => "investigate",
            Self::Cancel => "cancel",
            Self::None => "none",
            Self::Unknown => "unknown",
        }
    }
}

/// Everything the store knows about the risk of one order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Risk {
    /// The store's advice.
    pub advice: ProviderAdvice,
    /// One assessment per provider.
    pub assessments: Vec<Assessment>,
}

impl Risk {
    /// The level that the assessments make together.
    pub fn level(&self) -> RiskLevel {
        RiskLevel::together(self.assessments.iter().map(|assessment| assessment.level))
    }
}

#[cfg(test)]
mod tests {
    use super::RiskLevel::{self, High, Low, Medium, None, Pending, Unscored};

    #[test]
    fn an_unknown_or_pending_level_is_never_made_low_by_another_provider() {
        for (levels, together) in [
            (vec![], Unscored),
            (vec![None, Low], Low),
            (vec![Low, Pending], Pending),
            (vec![Pending, None], Pending),
            (vec![Unscored, Low], Unscored),
            (vec![None, Unscored], Unscored),
            (vec![Pending, Medium, Low], Medium),
            (vec![High, Unscored], High),
        ] {
            let found = RiskLevel::together(levels.iter().copied());
            assert_eq!(found, together, "{levels:?}");
        }
    }
}
