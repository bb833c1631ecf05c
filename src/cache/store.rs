//! The cache as the rooms above call it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use rusqlite::{Connection, OptionalExtension, params};

use super::counts;
use super::entry::{
    Batch, CachedOrder, Checked, FullEntry, Landed, Material, NewFindings, ShopFacts, ShortEntry,
};
use super::file;
use super::findings;
use super::land;
use super::links;
use super::orders;
use super::queue::{self, View};
use super::readers::Readers;
use super::row::{Filter, Moment, QueueRow, RowKey};
use super::sink::Sink;
use super::snag::Snag;
use super::unchecked;
use super::writer::{InOrder, Landing, Stroke, Writer, judge};
use crate::domain::{
    Clean, Currency, Fault, Lane, OrderId, Payment, Revision, ShopId, ShortOrder, Zone,
};
use crate::evidence::links::Beside;
use crate::policy::Placement;

/// Keys of a view that come first, together: three high screens.
const FIRST_CHUNK: usize = 192;
/// So many orders have their links marked in one transaction: some tens of milliseconds.
const ARRIVED_AT_ONCE: i64 = 500;

/// `cache.sqlite`, opened. Clones share one writer and its readers.
///
/// Reads answer for the shop that is shown: the one whose identity was put last, now or
/// in an earlier run. Writes carry their shop with them.
#[derive(Clone)]
pub struct Cache {
    shared: Arc<Shared>,
}

struct Shared {
    writer: Writer,
    readers: Readers,
    folder: PathBuf,
    /// The number of the shop shown; 0 before the first connection.
    shown: AtomicI64,
}

impl Cache {
    /// Opens the cache in `folder`, making folder and file for their owner only. The
    /// sentence says that a damaged cache was put aside and started anew.
    pub fn open(folder: &Path) -> Result<(Self, Option<String>), Fault> {
        let file = folder.join("cache.sqlite");
        let (connection, notice) = file::open(&file)?;
        Ok((Self::over(connection, file, folder)?, notice))
    }

    /// Opens `history.sqlite`, which holds imported orders in short form as the cache holds
    /// its own. No sync brings them back: a damaged file is refused and left as it is.
    pub fn open_history(folder: &Path) -> Result<Self, Fault> {
        let file = Self::history_file(folder);
        Self::over(file::open_kept(&file)?, file, folder)
    }

    /// Where imported orders lie.
    pub fn history_file(folder: &Path) -> PathBuf {
        folder.join("history.sqlite")
    }

    fn over(connection: Connection, file: PathBuf, folder: &Path) -> Result<Self, Fault> {
        let shown = connection
            .query_row("SELECT shop FROM shops WHERE shown = 1", [], |row| row.get(0))
            .optional()
            .map_err(|error| judge(error.into(), &file))?;
        let shared = Shared {
            writer: Writer::start(connection, file.clone())?,
            readers: Readers::new(file),
            folder: folder.to_owned(),
            shown: AtomicI64::new(shown.unwrap_or(0)),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The folder that it lies in; the sync's lock file lies beside it.
    pub fn folder(&self) -> &Path {
        &self.shared.folder
    }

    // The shop.

    /// Keeps who the shop is, and shows it from now on.
    pub fn put_shop(&self, facts: ShopFacts) -> Result<(), Fault> {
        let number = self.write(move |stroke| put_shop(stroke, &facts))?;
        self.shared.shown.store(number, Ordering::Release);
        Ok(())
    }

    /// The shop that is shown, as known from the last connection.
    pub fn shop(&self) -> Result<Option<ShopFacts>, Fault> {
        self.read(shop_facts)
    }

    // The queue.

    /// The first `limit` rows of a filter, in its order, complete.
    pub fn first_rows(
        &self,
        filter: &Filter,
        moment: Moment,
        limit: usize,
    ) -> Result<Vec<QueueRow>, Fault> {
        self.read(|view| {
            let keys = view.first((filter, moment), limit)?;
            view.rows(&keys, moment)
        })
    }

    /// Every row of a filter, in its order, in chunks as they are found; ends early when
    /// no longer `wanted`.
    pub fn keys(
        &self,
        (filter, moment): (&Filter, Moment),
        wanted: &dyn Fn() -> bool,
        found: &mut dyn FnMut(&[RowKey]),
    ) -> Result<(), Fault> {
        self.read(|view| view.keys((filter, moment), &mut Sink::new(wanted, found, FIRST_CHUNK)))
    }

    /// Any rows, in the order asked for; those that are gone are left out.
    pub fn rows(&self, keys: &[RowKey], moment: Moment) -> Result<Vec<QueueRow>, Fault> {
        self.read(|view| view.rows(keys, moment))
    }

    /// How many orders lie in each lane at a moment; kept, not counted.
    pub fn lane_counts(&self, moment: Moment) -> Result<Vec<(Lane, u64)>, Fault> {
        self.read(|view| counts::at(view.connection, view.shop, moment))
    }

    /// Moves an order to another place in the queue; `false` when it has none there.
    pub fn set_placement(&self, id: &OrderId, placement: Placement) -> Result<bool, Fault> {
        let (shop, id) = (self.shown(), id.clone());
        self.write(move |stroke| queue::set_placement(stroke, (shop, &id), &placement))
    }

    // Orders.

    /// Keeps orders in full; an answer older than the one kept changes nothing.
    pub fn put_full(&self, shop: &ShopId, full: Vec<FullEntry>) -> Result<Landed, Fault> {
        let batch = Batch { full, ..Batch::new(shop.clone()) };
        self.write(move |stroke| land::land(stroke, &batch))
    }

    /// Keeps orders in short form.
    pub fn put_short(&self, shop: &ShopId, short: Vec<ShortEntry>) -> Result<Landed, Fault> {
        let batch = Batch { short, ..Batch::new(shop.clone()) };
        self.write(move |stroke| land::land(stroke, &batch))
    }

    /// Keeps a page in one transaction, with the place where to go on; goes on while
    /// the caller does something else, and also when the answer is no longer awaited.
    pub fn land(&self, batch: Batch) -> Landing<Landed> {
        self.land_in_order(&InOrder::default(), batch)
    }

    /// As `land`, and only if all pages before it in the same order were kept: the place
    /// where to go on must never lie behind a page that is missing.
    pub fn land_in_order(&self, order: &InOrder, batch: Batch) -> Landing<Landed> {
        self.shared.writer.write_later(order, move |stroke| land::land(stroke, &batch))
    }

    /// Brings the search keys of many pages together; asked for when a sync has ended, so
    /// that a question looks through few runs.
    pub fn tidy_links(&self) -> Landing<()> {
        let order = InOrder::default();
        self.shared.writer.write_later(&order, |stroke| links::tidy(&stroke.tx))
    }

    /// The order in full, when it is cached so.
    pub fn full(&self, id: &OrderId) -> Result<Option<CachedOrder>, Fault> {
        self.read(|view| view.of(id, orders::full))
    }

    /// The revision of the order as cached in full.
    pub fn revision(&self, id: &OrderId) -> Result<Option<Revision>, Fault> {
        self.read(|view| view.of(id, orders::revision))
    }

    /// The order in short form, when it is cached in any form.
    pub fn short(&self, id: &OrderId) -> Result<Option<ShortOrder>, Fault> {
        self.read(|view| view.of(id, orders::short))
    }

    /// Orders in short form, at most `most`, spread evenly over all that are cached.
    pub fn sample(&self, most: i64) -> Result<Vec<ShortOrder>, Fault> {
        self.read(|view| orders::sample(view.connection, view.shop, most))
    }

    /// The queue row of an order, when it has one.
    pub fn row(&self, id: &OrderId, moment: Moment) -> Result<Option<QueueRow>, Fault> {
        self.read(|view| {
            let row = orders::row_of(view.connection, view.shop, id)?;
            let key = row.and_then(|row| u32::try_from(row).ok()).map(RowKey);
            Ok(view.rows(key.as_slice(), moment)?.pop())
        })
    }

    /// Whether the order has a place in the queue, done or not.
    pub fn is_queued(&self, id: &OrderId) -> Result<bool, Fault> {
        Ok(self.read(|view| view.of(id, orders::standing))?.is_some())
    }

    /// Orders by exact display name, else by the name without `#` or brand prefix, else
    /// by the store's id; several may bear one name.
    pub fn find_by_name(&self, typed: &str) -> Result<Vec<(OrderId, Clean)>, Fault> {
        self.read(|view| orders::named(view.connection, view.shop, typed))
    }

    /// What lies beside an order among those kept here; the order itself need not be.
    pub fn beside(&self, order: &ShortOrder) -> Result<Beside, Fault> {
        self.read(|view| {
            let own = orders::row_of(view.connection, view.shop, &order.id)?;
            links::beside(view.connection, order, own)
        })
    }

    // Findings.

    /// The order in full with the findings about it, when it is cached in full.
    pub fn checked(&self, id: &OrderId) -> Result<Option<Checked>, Fault> {
        self.read(|view| view.of(id, findings::checked))
    }

    /// What the checks of an order need from here: one view of the file.
    pub fn material(&self, id: &OrderId) -> Result<Option<Material>, Fault> {
        self.read(|view| view.of(id, findings::material))
    }

    /// Keeps the findings of several orders in one transaction, and shows their
    /// recommendations in the queue; orders that are not cached are left out.
    pub fn put_findings(&self, new: Vec<NewFindings>) -> Result<usize, Fault> {
        let shop = self.shown();
        self.write(move |stroke| {
            let kept = new.iter().map(|new| findings::put(stroke, shop, new));
            Ok(kept.collect::<Result<Vec<_>, _>>()?.into_iter().filter(|kept| *kept).count())
        })
    }

    /// Says what findings rest on from now on; where that is new, every order awaits a check.
    pub fn rest_on(&self, basis: &str) -> Result<bool, Fault> {
        let (shop, basis) = (self.shown(), basis.to_owned());
        self.write(move |stroke| findings::rest_on(stroke, shop, &basis))
    }

    /// Orders that await a check, in the order of their turn: held first, then the newest.
    pub fn unchecked(&self, most: usize) -> Result<Vec<OrderId>, Fault> {
        self.read(|view| unchecked::next(view.connection, view.shop, most))
    }

    /// Takes orders out of the line of those that await a check, until they change again.
    pub fn put_off(&self, ids: Vec<OrderId>) -> Result<(), Fault> {
        let shop = self.shown();
        self.write(move |stroke| {
            ids.iter().try_for_each(|id| unchecked::put_off(&stroke.tx, shop, id))
        })
    }

    /// Lets every open order with an authorised payment await a check: it runs out.
    pub fn recheck_authorised(&self) -> Result<(), Fault> {
        let shop = self.shown();
        self.write(move |stroke| unchecked::mark_paid_as(&stroke.tx, shop, Payment::Authorised))
    }

    /// Marks the links of orders that large pages brought, a part of them at a time; says
    /// whether more are left.
    pub fn spread_arrived(&self) -> Result<bool, Fault> {
        let shop = self.shown();
        self.write(move |stroke| unchecked::spread_some(stroke, shop, ARRIVED_AT_ONCE))
    }

    /// A number that changes whenever anybody has written to the cache, this process or
    /// another; asking for it reads no page.
    pub fn stamp(&self) -> Result<i64, Fault> {
        let readers = &self.shared.readers;
        readers.stamp().map_err(|snag| judge(snag, &readers.file))
    }

    /// Lets the writer's thread step back behind the screen's threads where cores are
    /// scarce. Linux counts niceness per thread; elsewhere nothing is done.
    pub fn write_behind(&self) {
        self.shared.writer.step_back();
    }

    // The sync's bookkeeping.

    /// A mark of the shop shown: the sync's places, the moment of the last one.
    pub fn mark(&self, name: &str) -> Result<Option<String>, Fault> {
        self.read(|view| orders::mark(view.connection, view.shop, name))
    }

    /// Orders of the shop shown that should be read again in full.
    pub fn to_reread(&self, most: usize) -> Result<Vec<OrderId>, Fault> {
        self.read(|view| orders::to_reread(view.connection, view.shop, most))
    }

    /// Writes the file anew, so that nothing deleted is left in it or beside it; a damaged
    /// one that was put aside goes.
    pub(super) fn rewrite(&self) -> Result<(), Fault> {
        file::drop_damaged(&self.shared.readers.file)?;
        self.shared.writer.rewrite()
    }

    fn shown(&self) -> i64 {
        self.shared.shown.load(Ordering::Acquire)
    }

    pub(super) fn read<T>(
        &self,
        ask: impl FnOnce(&View<'_>) -> Result<T, Snag>,
    ) -> Result<T, Fault> {
        let readers = &self.shared.readers;
        let shop = self.shown();
        readers
            .read(|connection| ask(&View { connection, shop }))
            .map_err(|snag| judge(snag, &readers.file))
    }

    pub(super) fn land_later(
        &self,
        order: &InOrder,
        work: impl FnOnce(&mut Stroke<'_>) -> Result<Landed, Snag> + Send + 'static,
    ) -> Landing<Landed> {
        self.shared.writer.write_later(order, work)
    }

    pub(super) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Stroke<'_>) -> Result<T, Snag> + Send + 'static,
    ) -> Result<T, Fault> {
        self.shared.writer.write(work)
    }
}

impl View<'_> {
    /// Reads something of one order, when it is cached.
    fn of<T>(
        &self,
        id: &OrderId,
        read: impl FnOnce(&Connection, i64) -> Result<Option<T>, Snag>,
    ) -> Result<Option<T>, Snag> {
        match orders::row_of(self.connection, self.shop, id)? {
            Some(row) => read(self.connection, row),
            None => Ok(None),
        }
    }
}

fn put_shop(stroke: &mut Stroke<'_>, facts: &ShopFacts) -> Result<i64, Snag> {
    let number = stroke.shop(&facts.shop)?;
    stroke.tx.execute("UPDATE shops SET shown = 0 WHERE shop <> ?1 AND shown <> 0", [number])?;
    stroke.tx.execute(
        "UPDATE shops SET name = ?2, currency = ?3, zone = ?4, reach_days = ?5, shown = 1
         WHERE shop = ?1",
        params![
            number,
            facts.name.raw(),
            facts.currency.code(),
            facts.zone.name(),
            facts.reach_days
        ],
    )?;
    Ok(number)
}

fn shop_facts(view: &View<'_>) -> Result<Option<ShopFacts>, Snag> {
    let mut find = view.connection.prepare_cached(
        "SELECT id, name, currency, zone, reach_days FROM shops
         WHERE shop = ?1 AND name IS NOT NULL",
    )?;
    let found = find.query_row([view.shop], |row| {
        let text = |at| row.get::<_, String>(at);
        Ok(ShopFacts {
            shop: ShopId::new(text(0)?),
            name: Clean::new(&text(1)?),
            currency: Currency::new(&text(2)?).unwrap_or(Currency::USD),
            zone: Zone::named(&text(3)?).unwrap_or(Zone::UTC),
            reach_days: row.get(4)?,
        })
    });
    Ok(found.optional()?)
}
