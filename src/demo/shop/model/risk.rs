//! What the shop's own analysis and the filter app say about an order.

use serde::{Deserialize, Serialize};

use super::{App, Text};

/// One provider's view of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// How risky the provider finds the order.
    pub level: RiskLevel,
    /// The app that says so; nothing means the shop system itself.
    pub provider: Option<App>,
    /// What the view rests on.
    pub facts: Box<[Fact]>,
}

/// One fact of an assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// At most 256 characters.
    pub text: Text,
    /// Which way it points.
    pub sentiment: Sentiment,
}

/// Which way a fact points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sentiment {
    /// Lowers the risk.
    Positive,
    /// Raises the risk.
    Negative,
    /// Neither.
    Neutral,
}

/// How risky an order is, from least to most severe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RiskLevel {
    /// Not scored, and will not be.
    None,
    /// The provider is still at work.
    Pending,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
}

/// What the shop system advises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Advice {
    /// Ship it.
    Accept,
    /// Look closer.
    Investigate,
    /// Cancel it.
    Cancel,
    /// No advice.
    None,
}
