//! Rows of the journal: what happened, as facts.

use std::fmt;

use rusqlite::{Row, Transaction};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::book::Ledger;
use super::chain::hex;
use super::trouble::{Trouble, unreadable};
use crate::domain::{
    Fault, Money, OrderId, RowId, ShopId, Step, StepKind, StepState, Sums, Timestamp, Verb,
};
use crate::policy::{ChecklistStep, LookUp};

/// What a row of the journal tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A confirmed plan was recorded.
    Staged,
    /// It was taken back before anything was sent.
    TakenBack,
    /// A step moved from one state to another.
    Moved,
    /// A person asked to try a doubtful step again.
    RetryAsked,
    /// A person asked to take back what a stopped plan had done.
    CompensationAsked,
    /// A person closed a plan as a matter of their own.
    HandedOver,
    /// A verdict was confirmed.
    Decided,
    /// A checklist step was ticked by hand.
    Ticked,
    /// The tick was taken away.
    Unticked,
    /// A look-up was opened outside.
    Opened,
    /// Texts of the order were purged.
    Purged,
}

impl Event {
    /// The word used in JSON and on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Staged => "staged",
            Self::TakenBack => "dropped",
            Self::Moved => "moved",
            Self::RetryAsked => "retry_asked",
            Self::CompensationAsked => "compensation_asked",
            Self::HandedOver => "handed_over",
            Self::Decided => "decided",
            Self::Ticked => "ticked",
            Self::Unticked => "unticked",
            Self::Opened => "opened",
            Self::Purged => "purged",
        }
    }
}

/// The facts of a row; none of them is personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// What happened.
    pub event: Event,
    /// Who, when it was a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<String>,
    /// The name people use for the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_name: Option<String>,
    /// What was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verb: Option<Verb>,
    /// The step's place in its row, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// The kind of step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<StepKind>,
    /// The step's state before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<StepState>,
    /// The step's state after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<StepState>,
    /// How many times it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
    /// How often what is written stood on the order right before it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stood: Option<u32>,
    /// The idempotency key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Uuid>,
    /// The place of the step that it takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<u32>,
    /// Money that the step moves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The store's id of what came to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The order's state before, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The order's state after, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The checklist step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checklist_step: Option<ChecklistStep>,
    /// What was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_up: Option<LookUp>,
}

impl Facts {
    /// Facts of one event, to be filled.
    pub(super) fn of(event: Event) -> Self {
        Self {
            event,
            reviewer: None,
            order_name: None,
            verb: None,
            place: None,
            kind: None,
            from: None,
            to: None,
            attempts: None,
            stood: None,
            key: None,
            undoes: None,
            amount: None,
            reference: None,
            before: None,
            after: None,
            checklist_step: None,
            look_up: None,
        }
    }
}

/// The money that a step moves, when it moves a sum that is known beforehand.
pub(super) fn amount_of(step: &Step) -> Option<Money> {
    let sums = Sums::of([step], None);
    sums.back.or(sums.given_up)
}

/// What lies beside a row: texts that may be personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// The row never had one.
    None,
    /// It is there, as JSON.
    Kept(String),
    /// It was purged; the chain holds without it.
    Purged,
}

/// One row of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// Its place in the chain, from 1.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// The shop.
    pub shop: ShopId,
    /// The order.
    pub order: OrderId,
    /// The outbox row, when it is about one.
    pub row: Option<RowId>,
    /// What happened.
    pub facts: Facts,
    /// What lies beside it.
    pub payload: Payload,
    /// Its link of the chain, in hexadecimal digits.
    pub hash: String,
}

impl fmt::Display for JournalRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.number, self.at, self.facts.event.word())?;
        match (self.facts.from, self.facts.to) {
            (Some(from), Some(to)) => write!(f, " {} → {}", from.word(), to.word()),
            _ => Ok(()),
        }
    }
}

impl Ledger {
    /// The journal of one order of a shop, or of the whole shop, oldest first.
    pub fn journal(
        &self,
        shop: &ShopId,
        order: Option<&OrderId>,
    ) -> Result<Vec<JournalRow>, Fault> {
        self.read(|look| rows_of(look, shop, order))
    }
}

fn rows_of(
    look: &Transaction<'_>,
    shop: &ShopId,
    order: Option<&OrderId>,
) -> Result<Vec<JournalRow>, Trouble> {
    let mut question = look.prepare_cached(
        "SELECT number, at, shop, order_id, row_id, facts, digest IS NULL, body, hash
         FROM journal LEFT JOIN payloads USING (number)
         WHERE shop = ?1 AND (?2 IS NULL OR order_id = ?2) ORDER BY number",
    )?;
    let mut answers = question.query((shop.as_str(), order.map(OrderId::as_str)))?;
    let mut rows = Vec::new();
    while let Some(answer) = answers.next()? {
        rows.push(row_of(answer)?);
    }
    Ok(rows)
}

fn row_of(answer: &Row<'_>) -> Result<JournalRow, Trouble> {
    let facts: String = answer.get(5)?;
    let never: bool = answer.get(6)?;
    let body: Option<String> = answer.get(7)?;
    let row: Option<String> = answer.get(4)?;
    Ok(JournalRow {
        number: u64::try_from(answer.get::<_, i64>(0)?).unwrap_or_default(),
        at: Timestamp::from_millis(answer.get(1)?),
        shop: ShopId::new(answer.get::<_, String>(2)?),
        order: OrderId::new(answer.get::<_, String>(3)?),
        row: row.as_deref().map(super::rows::row_id).transpose()?,
        facts: serde_json::from_str(&facts).map_err(|_| unreadable("a journal row"))?,
        payload: match (never, body) {
            (true, _) => Payload::None,
            (false, Some(body)) => Payload::Kept(body),
            (false, None) => Payload::Purged,
        },
        hash: hex(&answer.get::<_, Vec<u8>>(8)?),
    })
}
