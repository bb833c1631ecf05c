//! Takes orders of other times and places into the history, line by line.

#[cfg(test)]
mod fuzz;
mod intake;
mod jsonl;
mod order_desk;
mod parts;
mod record;
mod rows;
mod sheet;
mod shopify;
#[cfg(test)]
mod tests;

use std::io::BufRead;

use self::intake::Intake;
use self::jsonl::Lines;
use self::sheet::Sheet;
use super::Desk;
use super::desk::Inner;
use crate::cache::ShopFacts;
use crate::domain::{Fault, Kind, ShortOrder};

/// A longer line, or row of a table, is no order: bytes.
const LONGEST: usize = 1 << 20;

/// How the orders are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// The orders' export of Shopify's admin.
    ShopifyCsv,
    /// Order Desk's export, one row an item.
    OrderDeskCsv,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Jsonl, Self::ShopifyCsv, Self::OrderDeskCsv];

    /// The word used in commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::ShopifyCsv => "shopify-csv",
            Self::OrderDeskCsv => "orderdesk-csv",
        }
    }

    /// Finds a format by its word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// A line that was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The line of the file, from 1.
    pub line: u64,
    /// Why, as a sentence.
    pub why: String,
}

/// What an import brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Lines with something on them; of a table, its rows without the head.
    pub read: u64,
    /// Orders that were not there before.
    pub added: u64,
    /// Orders that were there and changed.
    pub updated: u64,
    /// The first thousand lines that were not taken.
    pub refused: Vec<Refused>,
    /// How many were not taken in all.
    pub refusals: u64,
}

/// An order as a file gives it.
struct Found {
    order: ShortOrder,
    has_id: bool,
}

/// What stands at a line: an order, a part of one that follows, or nothing that can be taken.
enum Step {
    /// A line was read; its order is not complete yet.
    Read,
    /// An order is complete.
    Order(Box<Found>),
    /// A line, or an order that begins there, is not taken.
    Refused(Refused),
}

/// A file that gives its orders one after the other.
trait Source {
    /// What comes next; `None` at the end.
    fn step(&mut self) -> Result<Option<Step>, Fault>;
    /// Lines with something on them so far.
    fn read(&self) -> u64;
}

impl Desk {
    /// Imports orders. Every page of them is one transaction, and the same file again changes
    /// nothing, so an import that was broken off is simply started again. `each` is told how
    /// far it has come.
    pub fn import(
        &self,
        mut from: Box<dyn BufRead + '_>,
        format: Option<Format>,
        each: &mut dyn FnMut(&Imported),
    ) -> Result<Imported, Fault> {
        self.may_write()?;
        let shop = self.inner.shop_to_import_for()?;
        let format = match format {
            Some(format) => format,
            None => guessed(&mut *from)?,
        };
        let mut source: Box<dyn Source + '_> = match format {
            Format::Jsonl => Box::new(Lines::new(from, shop.clone())),
            Format::ShopifyCsv => Box::new(shopify::orders(Sheet::new(from)?, shop.clone())?),
            Format::OrderDeskCsv => Box::new(order_desk::orders(Sheet::new(from)?, shop.clone())?),
        };
        let history = self.inner.history_made()?;
        history.put_shop(shop.clone())?;
        let mut intake = Intake::new(history, shop.shop, self.inner.now());
        let ended = self.inner.take_all(&mut *source, &mut intake, each);
        let told = intake.end(&self.inner, source.read());
        self.inner.check_new();
        ended.and(told)
    }
}

impl Inner {
    fn take_all(
        &self,
        source: &mut dyn Source,
        intake: &mut Intake,
        each: &mut dyn FnMut(&Imported),
    ) -> Result<(), Fault> {
        while let Some(step) = source.step()? {
            match step {
                Step::Read => {}
                Step::Order(found) => intake.take(*found, self)?,
                Step::Refused(refused) => intake.refuse(refused),
            }
            intake.tell(source.read(), each);
        }
        Ok(())
    }

    /// Whose orders they are: the shop that is known, else the one that the store says it is.
    fn shop_to_import_for(&self) -> Result<ShopFacts, Fault> {
        if let Some(shop) = self.known_shop() {
            return Ok(shop.facts);
        }
        if self.setup.presence == super::Presence::Offline {
            return Err(Fault::new(
                Kind::Failed,
                "whose orders these are is not known yet, because the store was never asked",
            )
            .hint("run `unhold sync` once, or import without --offline"));
        }
        let identity = self.runtime.block_on(self.store.identity())?;
        Ok(self.meet(&identity)?.facts)
    }
}

/// The format that the beginning of a file shows.
fn guessed(from: &mut dyn BufRead) -> Result<Format, Fault> {
    let begins = from.fill_buf().map_err(unread)?;
    let begins = begins.strip_prefix(b"\xef\xbb\xbf").unwrap_or(begins).trim_ascii_start();
    if begins.first().is_none_or(|first| *first == b'{') {
        return Ok(Format::Jsonl);
    }
    let head = begins.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_lowercase();
    let is_shopifys = head.contains("lineitem") && head.contains("name");
    Ok(if is_shopifys { Format::ShopifyCsv } else { Format::OrderDeskCsv })
}

fn unread(cause: std::io::Error) -> Fault {
    Fault::new(Kind::Failed, "the file could not be read on")
        .because(cause)
        .hint("run the same import again when it can be read: nothing is doubled")
}
