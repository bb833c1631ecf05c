//! Rows of the outbox, as read from their tables.

use rusqlite::{OptionalExtension, Row, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::trouble::{Trouble, unreadable};
use crate::domain::{
    Clean, Fault, Kind, OrderId, OutboxRow, Revision, RowId, ShopId, StepRow, Timestamp,
};

/// The columns that `row_of` reads, in its order.
pub(super) const COLUMNS: &str =
    "id, shop, order_id, order_name, verb, revision, state, reviewer, staged_at, due_at,
     money, handed_over";

/// Reads one row with its steps; `None` when there is none.
pub(super) fn load(look: &Transaction<'_>, id: RowId) -> Result<Option<OutboxRow>, Trouble> {
    let row = look
        .prepare_cached(&format!("SELECT {COLUMNS} FROM outbox WHERE id = ?1"))?
        .query_row([id.to_string()], |row| Ok(row_of(row)))
        .optional()?;
    row.transpose()?.map(|row| with_steps(look, row)).transpose()
}

/// Reads one row that must be there.
pub(super) fn load_known(look: &Transaction<'_>, id: RowId) -> Result<OutboxRow, Trouble> {
    load(look, id)?.ok_or_else(|| no_such_row(id).into())
}

pub(super) fn no_such_row(id: RowId) -> Fault {
    Fault::new(Kind::Usage, format!("there is no row {id} in the outbox"))
        .hint("`unhold outbox` lists them")
}

/// Reads the rows that a question finds, each with its steps.
pub(super) fn load_all(
    look: &Transaction<'_>,
    rest: &str,
    values: &[&dyn rusqlite::ToSql],
) -> Result<Vec<OutboxRow>, Trouble> {
    let mut question = look.prepare_cached(&format!("SELECT {COLUMNS} FROM outbox {rest}"))?;
    let mut answers = question.query(values)?;
    let mut rows = Vec::new();
    while let Some(answer) = answers.next()? {
        rows.push(with_steps(look, row_of(answer)?)?);
    }
    Ok(rows)
}

/// The row without its steps.
fn row_of(row: &Row<'_>) -> Result<OutboxRow, Trouble> {
    Ok(OutboxRow {
        id: row_id(&row.get::<_, String>(0)?)?,
        shop: ShopId::new(row.get::<_, String>(1)?),
        order: OrderId::new(row.get::<_, String>(2)?),
        order_name: Clean::new(&row.get::<_, String>(3)?),
        verb: from_word(&row.get::<_, String>(4)?)?,
        revision: Revision::new(row.get::<_, String>(5)?),
        state: from_word(&row.get::<_, String>(6)?)?,
        reviewer: row.get(7)?,
        staged_at: Timestamp::from_millis(row.get(8)?),
        due_at: Timestamp::from_millis(row.get(9)?),
        steps: Vec::new(),
        money: row.get::<_, Option<String>>(10)?.as_deref().map(from_json).transpose()?,
        handed_over: row.get::<_, Option<String>>(11)?.as_deref().map(from_json).transpose()?,
    })
}

fn with_steps(look: &Transaction<'_>, mut row: OutboxRow) -> Result<OutboxRow, Trouble> {
    let mut question = look.prepare_cached(
        "SELECT place, system, step, call, state, key, first_sent_at, attempts, ticket, receipt,
                error,
                CASE WHEN attempts > 0 AND json_extract(step, '$.step') = 'append_note' THEN
                    (SELECT json_extract(facts, '$.stood') FROM journal
                     WHERE shop = ?2 AND order_id = ?3 AND row_id = ?1
                     AND json_extract(facts, '$.place') = steps.place
                     AND json_extract(facts, '$.to') = 'running' ORDER BY number DESC LIMIT 1)
                END, undoes
         FROM steps WHERE row_id = ?1 ORDER BY place",
    )?;
    let mut answers =
        question.query((row.id.to_string(), row.shop.as_str(), row.order.as_str()))?;
    while let Some(answer) = answers.next()? {
        row.steps.push(step_of(answer)?);
    }
    Ok(row)
}

fn step_of(row: &Row<'_>) -> Result<StepRow, Trouble> {
    let receipt: Option<String> = row.get(9)?;
    Ok(StepRow {
        place: row.get(0)?,
        system: row.get(1)?,
        step: from_json(&row.get::<_, String>(2)?)?,
        call: row.get(3)?,
        state: from_word(&row.get::<_, String>(4)?)?,
        key: Uuid::parse_str(&row.get::<_, String>(5)?).map_err(|_| unreadable("a key"))?,
        first_sent_at: row.get::<_, Option<i64>>(6)?.map(Timestamp::from_millis),
        attempts: row.get(7)?,
        stood: row.get(11)?,
        ticket: row.get(8)?,
        receipt: receipt.as_deref().map(from_json).transpose()?,
        error: row.get(10)?,
        undoes: row.get(12)?,
    })
}

pub(super) fn row_id(text: &str) -> Result<RowId, Trouble> {
    Uuid::parse_str(text).map(RowId).map_err(|_| unreadable("an id"))
}

/// Reads a value that is written as one word (a state, a verb).
pub(super) fn from_word<T: DeserializeOwned>(word: &str) -> Result<T, Trouble> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|_| unreadable("a word"))
}

pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Trouble> {
    serde_json::from_str(text).map_err(|_| unreadable("a value"))
}

pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String, Trouble> {
    serde_json::to_string(value).map_err(|_| unreadable("a value"))
}
