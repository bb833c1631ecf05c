//! The chain that makes a changed, removed or reordered row of the journal show.

use std::collections::HashMap;
use std::fmt;

use rusqlite::{OptionalExtension, Row, Transaction};
use sha2::{Digest, Sha256};

use super::book::{Ledger, is_sound};
use super::trouble::{Trouble, damaged};
use crate::domain::{Fault, OrderId};

/// What a row's hash is made of, with the hash of the row before it.
pub(super) struct Link<'a> {
    pub(super) before: &'a [u8],
    pub(super) at: i64,
    pub(super) shop: &'a str,
    pub(super) order: &'a str,
    pub(super) row: Option<&'a str>,
    pub(super) facts: &'a str,
    pub(super) digest: Option<&'a [u8]>,
}

impl Link<'_> {
    /// Fields go in with their length, so that no two rows look alike.
    pub(super) fn hash(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        let at = self.at.to_le_bytes();
        let fields = [
            self.before,
            &at,
            self.shop.as_bytes(),
            self.order.as_bytes(),
            self.row.unwrap_or_default().as_bytes(),
            self.facts.as_bytes(),
            self.digest.unwrap_or_default(),
        ];
        for field in fields {
            digest.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_le_bytes());
            digest.update(field);
        }
        digest.finalize().into()
    }
}

/// The digest of a payload; the salt keeps a purged text from being guessed back.
pub(super) fn digest_of(salt: &[u8], body: &str) -> [u8; 32] {
    Sha256::new().chain_update(salt).chain_update(body).finalize().into()
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |text, byte| {
        let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or_default();
        [byte >> 4, byte & 15].into_iter().map(digit).fold(text, |mut text, digit| {
            text.push(digit);
            text
        })
    })
}

/// What is wrong with a row of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wrong {
    /// The row is not as it was written.
    Changed,
    /// The text beside the row is not as it was written.
    PayloadChanged,
    /// The text beside the row is gone, and no purge of its order says so.
    PayloadRemoved,
    /// The row is gone.
    Removed,
    /// The row stands in another place than the one it was written in.
    Reordered,
}

/// The first row that is not right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// Its number.
    pub number: u64,
    /// Its order; a removed row has none.
    pub order: Option<OrderId>,
    /// What is wrong.
    pub wrong: Wrong,
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "journal row {}", self.number)?;
        if let Some(order) = &self.order {
            write!(f, " (order {order})")?;
        }
        f.write_str(match self.wrong {
            Wrong::Changed => " was changed after it was written",
            Wrong::PayloadChanged => " has a text beside it that was changed",
            Wrong::PayloadRemoved => " lost the text beside it, and nobody purged that",
            Wrong::Removed => " was removed",
            Wrong::Reordered => " was moved to another place",
        })
    }
}

/// What reading the whole chain showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many rows were read.
    pub rows: u64,
    /// How many payloads were purged.
    pub purged: u64,
    /// The first row that is not right; reading ends there.
    pub first_bad: Option<BadRow>,
}

impl Ledger {
    /// Reads the whole journal of every shop and holds each row against the chain.
    pub fn verify(&self) -> Result<Verified, Fault> {
        let files = self.files().clone();
        // The file's own check takes as long as the walk, and needs nothing of it.
        std::thread::scope(|threads| {
            let checked = threads.spawn(|| self.read(|look| is_sound(look)));
            let walked = self.read(walk);
            match checked.join() {
                Ok(Ok(true)) => walked,
                Ok(Ok(false)) | Err(_) => Err(damaged(&files)),
                Ok(Err(fault)) => Err(fault),
            }
        })
    }
}

fn walk(look: &Transaction<'_>) -> Result<Verified, Trouble> {
    let mut question = look.prepare(
        "SELECT number, at, shop, order_id, row_id, facts, digest, before, hash, salt, body
         FROM journal LEFT JOIN payloads USING (number) ORDER BY number",
    )?;
    let mut answers = question.query([])?;
    let mut verified = Verified::default();
    let mut last = Vec::new();
    let mut bare = Bare::default();
    while let Some(row) = answers.next()? {
        let expected = verified.rows + 1;
        verified.first_bad = wrong_with(look, row, expected, &last)?;
        if verified.first_bad.is_some() {
            return Ok(verified);
        }
        verified.rows = expected;
        verified.purged += u64::from(bare.note(row, expected)?);
        last.clear();
        last.extend_from_slice(bytes(row, 8)?.unwrap_or_default());
    }
    verified.first_bad = cut_off(look, verified.rows, &last)?.or_else(|| bare.first());
    Ok(verified)
}

/// Orders with an entry whose text is gone, and the first such entry, until a purge of the
/// order comes by: a purge is an entry of every order that it took a text from.
#[derive(Default)]
struct Bare(HashMap<(String, String), u64>);

impl Bare {
    /// Takes an entry in, and says whether its text is gone.
    fn note(&mut self, row: &Row<'_>, number: u64) -> Result<bool, Trouble> {
        let is_bare = is_purged(row)?;
        if !is_bare && self.0.is_empty() {
            return Ok(false);
        }
        let order = |column| Ok::<_, Trouble>(text(row, column)?.unwrap_or_default().to_owned());
        let case = (order(2)?, order(3)?);
        if is_bare {
            self.0.entry(case).or_insert(number);
        } else if text(row, 5)?.is_some_and(|facts| facts.contains("\"event\":\"purged\"")) {
            self.0.remove(&case);
        }
        Ok(is_bare)
    }

    /// The first entry whose text nobody purged.
    fn first(self) -> Option<BadRow> {
        let ((_, order), number) = self.0.into_iter().min_by_key(|(_, number)| *number)?;
        let order = Some(OrderId::new(order));
        Some(BadRow { number, order, wrong: Wrong::PayloadRemoved })
    }
}

/// What is wrong with this row, which should be the `expected`th after `last`.
fn wrong_with(
    look: &Transaction<'_>,
    row: &Row<'_>,
    expected: u64,
    last: &[u8],
) -> Result<Option<BadRow>, Trouble> {
    let number = u64::try_from(row.get::<_, i64>(0)?).unwrap_or_default();
    if number != expected {
        return Ok(Some(BadRow { number: expected, order: None, wrong: Wrong::Removed }));
    }
    let before = bytes(row, 7)?.unwrap_or_default();
    let wrong = if link_of(row, before)?.hash().as_slice() != bytes(row, 8)?.unwrap_or_default() {
        Wrong::Changed
    } else if before != last {
        let removed = !is_known(look, before)?;
        if removed {
            return Ok(Some(BadRow { number, order: None, wrong: Wrong::Removed }));
        }
        Wrong::Reordered
    } else if payload_differs(row)? {
        Wrong::PayloadChanged
    } else {
        return Ok(None);
    };
    let order = Some(OrderId::new(text(row, 3)?.unwrap_or_default()));
    Ok(Some(BadRow { number, order, wrong }))
}

fn link_of<'a>(row: &'a Row<'_>, before: &'a [u8]) -> Result<Link<'a>, Trouble> {
    Ok(Link {
        before,
        at: row.get(1)?,
        shop: text(row, 2)?.unwrap_or_default(),
        order: text(row, 3)?.unwrap_or_default(),
        row: text(row, 4)?,
        facts: text(row, 5)?.unwrap_or_default(),
        digest: bytes(row, 6)?,
    })
}

/// Whether the row that this hash belongs to is still somewhere in the journal.
fn is_known(look: &Transaction<'_>, hash: &[u8]) -> Result<bool, Trouble> {
    let known =
        look.query_row("SELECT EXISTS (SELECT 1 FROM journal WHERE hash = ?1)", [hash], |row| {
            row.get(0)
        })?;
    Ok(known || hash.is_empty())
}

fn payload_differs(row: &Row<'_>) -> Result<bool, Trouble> {
    Ok(match (bytes(row, 6)?, bytes(row, 9)?, text(row, 10)?) {
        (Some(digest), Some(salt), Some(body)) => digest_of(salt, body).as_slice() != digest,
        (None, Some(_), _) => true,
        _ => false,
    })
}

fn is_purged(row: &Row<'_>) -> Result<bool, Trouble> {
    Ok(bytes(row, 6)?.is_some() && text(row, 10)?.is_none())
}

/// Holds the end of the chain against the note of it, which shows rows cut off there.
fn cut_off(look: &Transaction<'_>, rows: u64, last: &[u8]) -> Result<Option<BadRow>, Trouble> {
    let end: Option<(i64, Vec<u8>)> = look
        .query_row("SELECT number, hash FROM journal_end WHERE only = 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let (number, hash) = end.unwrap_or((0, Vec::new()));
    let whole = u64::try_from(number).is_ok_and(|number| number == rows) && hash == last;
    Ok((!whole).then_some(BadRow { number: rows + 1, order: None, wrong: Wrong::Removed }))
}

fn bytes<'a>(row: &'a Row<'_>, column: usize) -> Result<Option<&'a [u8]>, Trouble> {
    Ok(row.get_ref(column)?.as_blob_or_null().map_err(rusqlite::Error::from)?)
}

fn text<'a>(row: &'a Row<'_>, column: usize) -> Result<Option<&'a str>, Trouble> {
    Ok(row.get_ref(column)?.as_str_or_null().map_err(rusqlite::Error::from)?)
}
