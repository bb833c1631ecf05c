//! What others do to the shop meanwhile: apps, staff, banks, the warehouse.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::shop::books::{self, NewHold};
use super::shop::{
    App, Assessment, Author, Dispute, DisputeKind, DisputeState, HoldReason, Kind, Order, Refusal,
    RiskLevel,
};
use super::shopify::World;

/// One thing that somebody else does to an order, by the order's number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Elsewhere {
    /// Another app or staff places a hold on the first fulfilment order that can be held.
    Hold {
        /// The order's number.
        order: u32,
        /// `flow`, `scanner`, or the name of a member of staff.
        by: String,
    },
    /// Every hold is released, and what is left ships.
    Ship {
        /// The order's number.
        order: u32,
    },
    /// The shop system's own analysis changes its mind.
    Risk {
        /// The order's number.
        order: u32,
        /// Its new level: `low`, `medium` or `high`.
        level: String,
    },
    /// The buyer's bank takes the money back.
    Chargeback {
        /// The order's number.
        order: u32,
    },
    /// Staff writes into the note.
    Note {
        /// The order's number.
        order: u32,
        /// The whole new note.
        text: String,
    },
    /// What was paid turns out to have come in by several payments, in these shares.
    PaidInParts {
        /// The order's number.
        order: u32,
        /// How the sum is shared out; each share is more than nothing.
        shares: Vec<u32>,
    },
}

impl Elsewhere {
    const fn order(&self) -> u32 {
        match self {
            Self::Hold { order, .. }
            | Self::Ship { order }
            | Self::Risk { order, .. }
            | Self::Chargeback { order }
            | Self::Note { order, .. }
            | Self::PaidInParts { order, .. } => *order,
        }
    }

    /// Does it.
    pub(crate) fn happen(&self, world: &mut World, now: DateTime<Utc>) -> Result<(), String> {
        let order = world
            .shop
            .order_numbered(self.order())
            .ok_or_else(|| format!("there is no order #{}", self.order()))?;
        let id = order.id;
        let level = match self {
            Self::Risk { level, .. } => Some(risk_level(level)?),
            _ => None,
        };
        world
            .change_order(id, now, |order| self.change(order, level, now))
            .map_err(|refusal| format!("{refusal:?}"))
    }

    fn change(
        &self,
        order: &mut Order,
        level: Option<RiskLevel>,
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        match self {
            Self::Hold { by, .. } => hold(order, by, now),
            Self::Ship { .. } => ship(order, now),
            Self::Risk { .. } => {
                let own = order.assessments.iter_mut().find(|a| a.provider.is_none());
                let level = level.unwrap_or(RiskLevel::None);
                match own {
                    Some(own) => own.level = level,
                    None => order.assessments.push(Assessment {
                        level,
                        provider: None,
                        facts: Box::default(),
                    }),
                }
                order.updated_at = now;
                Ok(())
            }
            Self::Chargeback { .. } => {
                let id = order.mint(Kind::Dispute);
                let (kind, state) = (DisputeKind::Chargeback, DisputeState::NeedsResponse);
                order.disputes.push(Dispute { id, kind, state, at: now });
                order.updated_at = now;
                Ok(())
            }
            Self::Note { text, .. } => {
                books::set_note(order, text, now);
                Ok(())
            }
            Self::PaidInParts { shares, .. } => books::pay_in_parts(order, shares, now),
        }
    }
}

fn risk_level(word: &str) -> Result<RiskLevel, String> {
    match word {
        "low" => Ok(RiskLevel::Low),
        "medium" => Ok(RiskLevel::Medium),
        "high" => Ok(RiskLevel::High),
        other => Err(format!("level is low, medium or high, not {other}")),
    }
}

fn hold(order: &mut Order, by: &str, now: DateTime<Utc>) -> Result<(), Refusal> {
    let work =
        order.fulfilments.iter().find(|work| work.lines.iter().any(|line| line.remaining > 0));
    let work = work.ok_or(Refusal::NotHoldable)?.id;
    let by = match by {
        "flow" => Author::App(App::Flow),
        "scanner" => Author::App(App::FraudScanner),
        name => Author::Staff(name.into()),
    };
    let reason = HoldReason::HighRiskOfFraud;
    books::hold(
        order,
        work,
        NewHold { handle: "".into(), reason, notes: None, by, part: vec![] },
        now,
    )?;
    Ok(())
}

fn ship(order: &mut Order, now: DateTime<Utc>) -> Result<(), Refusal> {
    let works: Vec<(u64, Vec<u64>)> = order
        .fulfilments
        .iter()
        .filter(|work| work.lines.iter().any(|line| line.remaining > 0))
        .map(|work| (work.id, work.holds.iter().map(|hold| hold.id).collect()))
        .collect();
    for (work, holds) in works {
        if !holds.is_empty() {
            books::release(order, work, &holds, now)?;
        }
        books::ship(order, work, now)?;
    }
    Ok(())
}
