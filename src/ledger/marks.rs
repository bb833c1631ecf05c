//! Ticks by hand, and look-ups that were opened.

use rusqlite::{OptionalExtension, Transaction};

use super::append::{Entry, append};
use super::book::Ledger;
use super::cases::Case;
use super::journal::{Event, Facts};
use super::rows::from_word;
use super::trouble::{Trouble, unreadable};
use super::writer::Durable;
use crate::domain::{Fault, Timestamp};
use crate::policy::{ChecklistStep, LookUp, Tick, Ticked};

/// A look-up that was opened for a step of the checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The step.
    pub step: ChecklistStep,
    /// What was opened.
    pub look_up: LookUp,
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl Ledger {
    /// Ticks a step by hand, or takes the tick away, whoever made it; answers which.
    pub fn tick(
        &self,
        case: Case<'_>,
        step: ChecklistStep,
        by: &str,
        at: Timestamp,
    ) -> Result<Ticked, Fault> {
        let ((shop, order), by, ids) = (case.owned(), by.to_owned(), self.ids());
        self.write(Durable::Now, move |change| {
            let ticked = toggle(change, (&shop, &order), &Tick { step, by: by.clone(), at })?;
            let mut facts = Facts::of(match ticked {
                Ticked::Made => Event::Ticked,
                Ticked::TakenBack { .. } => Event::Unticked,
            });
            facts.reviewer = Some(by);
            facts.checklist_step = Some(step);
            let entry = Entry { at, shop: &shop, order: &order, row: None, facts, payload: None };
            append(change, &*ids, entry)?;
            Ok(ticked)
        })
    }

    /// The ticks on a case.
    pub fn ticks(&self, case: Case<'_>) -> Result<Vec<Tick>, Fault> {
        self.read(|look| ticks_of(look, case.shop.as_str(), case.order.as_str()))
    }

    /// Notes that a look-up was opened.
    pub fn note_opened(&self, case: Case<'_>, opened: Opened) -> Result<(), Fault> {
        let ((shop, order), ids) = (case.owned(), self.ids());
        self.write(Durable::Now, move |change| {
            let Opened { step, look_up, by, at } = opened;
            change
                .prepare_cached(
                    "INSERT INTO look_ups (shop, order_id, step, look_up, opened_by, at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute((&shop, &order, word(&step)?, word(&look_up)?, &by, at.millis()))?;
            let mut facts = Facts::of(Event::Opened);
            facts.reviewer = Some(by);
            facts.checklist_step = Some(step);
            facts.look_up = Some(look_up);
            let entry = Entry { at, shop: &shop, order: &order, row: None, facts, payload: None };
            append(change, &*ids, entry)
        })
    }

    /// The look-ups opened for a case, oldest first.
    pub fn opened(&self, case: Case<'_>) -> Result<Vec<Opened>, Fault> {
        self.read(|look| {
            let mut question = look.prepare_cached(
                "SELECT step, look_up, opened_by, at FROM look_ups
                 WHERE shop = ?1 AND order_id = ?2 ORDER BY number",
            )?;
            let mut answers = question.query((case.shop.as_str(), case.order.as_str()))?;
            let mut all = Vec::new();
            while let Some(answer) = answers.next()? {
                all.push(Opened {
                    step: from_word(&answer.get::<_, String>(0)?)?,
                    look_up: from_word(&answer.get::<_, String>(1)?)?,
                    by: answer.get(2)?,
                    at: Timestamp::from_millis(answer.get(3)?),
                });
            }
            Ok(all)
        })
    }
}

/// Takes the tick away when there is one, else makes it.
fn toggle(
    change: &Transaction<'_>,
    (shop, order): (&str, &str),
    tick: &Tick,
) -> Result<Ticked, Trouble> {
    let step = word(&tick.step)?;
    let gone = change
        .prepare_cached(
            "DELETE FROM ticks WHERE shop = ?1 AND order_id = ?2 AND step = ?3
             RETURNING ticked_by",
        )?
        .query_row((shop, order, &step), |answer| answer.get(0))
        .optional()?;
    if let Some(by) = gone {
        return Ok(Ticked::TakenBack { by });
    }
    change
        .prepare_cached(
            "INSERT INTO ticks (shop, order_id, step, ticked_by, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((shop, order, &step, &tick.by, tick.at.millis()))?;
    Ok(Ticked::Made)
}

fn ticks_of(look: &Transaction<'_>, shop: &str, order: &str) -> Result<Vec<Tick>, Trouble> {
    let mut question = look.prepare_cached(
        "SELECT step, ticked_by, at FROM ticks WHERE shop = ?1 AND order_id = ?2 ORDER BY at",
    )?;
    let mut answers = question.query((shop, order))?;
    let mut ticks = Vec::new();
    while let Some(answer) = answers.next()? {
        ticks.push(Tick {
            step: from_word(&answer.get::<_, String>(0)?)?,
            by: answer.get(1)?,
            at: Timestamp::from_millis(answer.get(2)?),
        });
    }
    Ok(ticks)
}

/// A value's one word.
fn word<T: serde::Serialize>(value: &T) -> Result<String, Trouble> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(unreadable("a word")),
    }
}
