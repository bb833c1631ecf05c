//! One sync from beginning to end.

use std::collections::{HashSet, VecDeque};

use super::ended::{Ended, kept, read_fault, same_page_again};
use super::lock::SyncLock;
use super::pass::{self, COVERED, PASS, Pass};
use super::wish::{How, On, Phase, Report, Settings, Summary};
use crate::cache::{
    Batch, Cache, Filed, FullEntry, InOrder, Landed, Landing, ShopFacts, ShortEntry,
};
use crate::domain::{Clean, Fault, RiskLevel, ShopId, ShortOrder, Timestamp};
use crate::stores::{Answer, Cursor, Feed, Identity, Item, Page, StoreFault, Trouble};

/// Pages that may wait to be written while the next one is fetched. The writer stops for
/// a moment now and then, to sort keys in and to put its log in place.
const AHEAD: usize = 6;
const DAY_SECONDS: i64 = 86_400;

/// Pulls what the store says into the cache.
///
/// May be dropped at any moment: what was written stays, and the next sync goes on
/// after the last whole page. While another process syncs it waits or says so.
pub async fn run(
    on: On<'_>,
    settings: &Settings,
    how: How,
    report: &mut (dyn FnMut(Report) + Send),
) -> Result<Summary, Fault> {
    let began = on.clock.now();
    let mut waiting = |note| report(Report { note: Some(note), ..blank(Phase::Waiting) });
    let _lock = SyncLock::take(on.cache.folder(), (settings.busy, began), &mut waiting).await?;
    let mut sync = Sync {
        on,
        settings,
        report,
        began,
        shop: ShopId::new(""),
        summary: Summary::default(),
        at: blank(Phase::Identity),
    };
    sync.all(how).await.map_err(kept)?;
    let millis = on.clock.now().millis() - began.millis();
    sync.summary.seconds = f64::from(i32::try_from(millis).unwrap_or(i32::MAX)) / 1_000.0;
    Ok(sync.summary)
}

fn blank(phase: Phase) -> Report {
    Report { phase, done: 0, total: None, seconds: 0, note: None }
}

/// A sync under way.
pub(super) struct Sync<'a> {
    pub(super) on: On<'a>,
    pub(super) settings: &'a Settings,
    report: &'a mut (dyn FnMut(Report) + Send),
    began: Timestamp,
    pub(super) shop: ShopId,
    pub(super) summary: Summary,
    pub(super) at: Report,
}

impl Sync<'_> {
    async fn all(&mut self, how: How) -> Result<(), Fault> {
        let identity = self.identity().await?;
        let from = self.window_start(&identity);
        let interrupted = pass::interrupted(self.on.cache)?;
        let Some(interrupted) = interrupted.filter(|pass| pass.serves(how, self.settings)) else {
            let pass = self.new_pass(how, from)?;
            return self.pass(pass).await;
        };
        self.pass(interrupted).await?;
        // The interrupted pass saw its first pages long ago.
        let pass = self.new_pass(How::Changes, from)?;
        self.pass(pass).await
    }

    fn new_pass(&self, how: How, from: Timestamp) -> Result<Pass, Fault> {
        let covered = pass::covered(self.on.cache)?;
        Ok(Pass::new((how, self.settings), (self.on.clock.now(), from), covered.as_ref()))
    }

    async fn identity(&mut self) -> Result<Identity, Fault> {
        self.enter(Phase::Identity);
        let store = self.on.store;
        let identity = self.ask(|| store.identity()).await.map_err(read_fault)?;
        self.shop = identity.shop.clone();
        self.summary.holds_unread.clone_from(&identity.holds_unread);
        self.summary.notices.extend(identity.missing.iter().chain(&identity.notices).cloned());
        self.on.cache.put_shop(ShopFacts {
            shop: identity.shop.clone(),
            name: identity.name.clone(),
            currency: identity.currency,
            zone: identity.zone,
            reach_days: identity.reach_days,
        })?;
        Ok(identity)
    }

    fn window_start(&self, identity: &Identity) -> Timestamp {
        let days = self.settings.window_days.min(identity.reach_days.unwrap_or(u32::MAX));
        self.began.plus_seconds(-i64::from(days) * DAY_SECONDS)
    }

    /// Runs a pass from where it stands to its end.
    async fn pass(&mut self, mut pass: Pass) -> Result<(), Fault> {
        let feeds = feeds(&pass);
        for (phase, feed) in feeds.iter().skip(pass.fed) {
            self.enter(*phase);
            match self.feed(feed, &mut pass).await {
                Err(Ended::Store(fault))
                    if *phase == Phase::Holds && fault.trouble == Trouble::Forbidden =>
                {
                    self.summary.notices.push(fault.message);
                }
                ended => ended?,
            }
            self.on.cache.tidy_links().await?;
            self.again().await?;
        }
        let before = pass::covered(self.on.cache)?;
        let covered = pass.covered(before, self.on.clock.now());
        let covered = covered.and_then(|covered| serde_json::to_string(&covered).ok());
        self.keep(vec![(PASS, None), (COVERED, covered)]).await
    }

    /// Pulls a feed page by page; further pages are fetched and made ready while those
    /// before are written. They are written in their order or not at all: the mark that
    /// each carries says that everything before it is kept.
    async fn feed(&mut self, feed: &Feed, pass: &mut Pass) -> Result<(), Ended> {
        let mut under_way = UnderWay::default();
        let first = self.first_page(feed, pass).await?;
        let mut ready = self.make_ready(first, pass)?;
        loop {
            let next = ready.next.take();
            under_way.add(self.on.cache, ready);
            let following = match next {
                Some(next) => self.following(feed, &next, pass).await.map(Some),
                None => Ok(None),
            };
            let ahead = if matches!(following, Ok(Some(_))) { AHEAD } else { 0 };
            self.settle(&mut under_way, ahead).await?;
            match following? {
                Some(page) => ready = page,
                None => return Ok(()),
            }
        }
    }

    async fn following(
        &mut self,
        feed: &Feed,
        after: &Cursor,
        pass: &mut Pass,
    ) -> Result<Ready, Ended> {
        let pulled = self.pull(feed, Some(after)).await?;
        self.make_ready(pulled, pass)
    }

    /// Tells of the pages that are written by now, and waits for those that lie further
    /// back than `ahead`.
    async fn settle(&mut self, under_way: &mut UnderWay, ahead: usize) -> Result<(), Fault> {
        while let Some((landed, page)) = under_way.oldest(ahead).await {
            self.at.done += page.came;
            self.at.total = page.total.or(self.at.total);
            self.landed(landed?);
        }
        Ok(())
    }

    /// Makes a page ready to be written, and moves the pass on behind it.
    fn make_ready(&mut self, pulled: Pulled, pass: &mut Pass) -> Result<Ready, Ended> {
        let next = pulled.page.next.clone();
        if next.is_some() && next.as_ref().map(|next| &next.0) == pass.cursor.as_ref() {
            return Err(Ended::Told(same_page_again()));
        }
        pass.cursor = next.as_ref().map(|next| next.0.clone());
        pass.fed += usize::from(next.is_none());
        let size = Size { came: pulled.page.items.len() as u64, total: pulled.page.total };
        Ok(Ready { batch: self.batch(pulled, pass), next, size })
    }

    /// The page where the pass stands. A store that no longer knows the kept place is
    /// asked from the beginning; orders are kept by id, so none comes twice.
    async fn first_page(&mut self, feed: &Feed, pass: &mut Pass) -> Result<Pulled, StoreFault> {
        let Some(place) = pass.cursor.take().map(Cursor) else {
            return self.pull(feed, None).await;
        };
        match self.pull(feed, Some(&place)).await {
            Err(fault) if matches!(fault.trouble, Trouble::Refused | Trouble::Missing) => {
                self.pull(feed, None).await
            }
            page => page,
        }
    }

    async fn pull(&mut self, feed: &Feed, after: Option<&Cursor>) -> Result<Pulled, StoreFault> {
        let store = self.on.store;
        let asked_at = self.on.clock.now();
        let page = self.ask(|| store.pull(feed, after)).await?;
        Ok(Pulled { page, asked_at })
    }

    /// Makes one transaction of a page.
    fn batch(&mut self, Pulled { page, asked_at }: Pulled, pass: &mut Pass) -> Batch {
        let now = self.on.clock.now();
        let mut batch = Batch::new(self.shop.clone());
        let mut known = HashSet::new();
        for item in page.items {
            match item {
                Item::Full(order) => {
                    pass.learn(order.updated_at, now);
                    self.summary.flagged += 1;
                    let standing = Some(self.on.assess.assess(&order));
                    batch.full.push(FullEntry { standing, ..FullEntry::new(*order, asked_at) });
                }
                Item::Short(order) => {
                    pass.learn(order.updated_at, now);
                    self.summary.linked += 1;
                    batch.short.push(self.short(*order));
                }
                Item::Changed(id) => {
                    if known.insert(id.clone()) {
                        batch.reread.push(id);
                    }
                }
            }
        }
        batch.marks.push((PASS, pass.mark()));
        batch
    }

    fn short(&self, order: ShortOrder) -> ShortEntry {
        let flagged = is_flagged(order.risk, &order.tags, &self.settings.tags);
        ShortEntry { filed: Filed::of(order), flagged }
    }

    /// Asks the store, and again while that may help.
    pub(super) async fn ask<'s, T>(
        &mut self,
        mut question: impl FnMut() -> Answer<'s, T>,
    ) -> Result<T, StoreFault> {
        let mut failed = 0;
        loop {
            self.summary.requests += 1;
            let fault = match question().await {
                Ok(answer) => return Ok(answer),
                Err(fault) => fault,
            };
            failed += 1;
            let Some(wait) = self.settings.patience.after(&fault, failed) else {
                return Err(fault);
            };
            let seconds = wait.as_secs().max(1);
            let words = fault.message.trim_end_matches('.');
            self.tell(Some(format!("{words}; asking again in {seconds} s")));
            tokio::time::sleep(wait).await;
        }
    }

    async fn keep(&mut self, marks: Vec<(&'static str, Option<String>)>) -> Result<(), Fault> {
        let batch = Batch { marks, ..Batch::new(self.shop.clone()) };
        self.on.cache.land(batch).await.map(|_| ())
    }

    pub(super) fn enter(&mut self, phase: Phase) {
        self.at = blank(phase);
        self.tell(None);
    }

    pub(super) fn landed(&mut self, landed: Landed) {
        self.summary.changed += landed.changed;
        self.tell(None);
    }

    fn tell(&mut self, note: Option<String>) {
        let seconds = self.on.clock.now().seconds_since(self.began);
        (self.report)(Report { seconds, note, ..self.at.clone() });
    }
}

/// A page and when asking for it began.
struct Pulled {
    page: Page,
    asked_at: Timestamp,
}

/// A page as it will be written, and what is known beside it.
struct Ready {
    batch: Batch,
    next: Option<Cursor>,
    size: Size,
}

/// How many things a page brings, and how many there are in all.
#[derive(Clone, Copy)]
struct Size {
    came: u64,
    total: Option<u64>,
}

/// Pages that are being written, the oldest first.
#[derive(Default)]
struct UnderWay {
    order: InOrder,
    pages: VecDeque<(Landing<Landed>, Size)>,
}

impl UnderWay {
    fn add(&mut self, cache: &Cache, page: Ready) {
        self.pages.push_back((cache.land_in_order(&self.order, page.batch), page.size));
    }

    /// The oldest page when it is written; waits for it when more than `ahead` are under
    /// way.
    async fn oldest(&mut self, ahead: usize) -> Option<(Result<Landed, Fault>, Size)> {
        let must_wait = self.pages.len() > ahead;
        let (landing, size) = self.pages.front_mut()?;
        let landed = match landing.ended() {
            Some(landed) => landed,
            None if must_wait => landing.await,
            None => return None,
        };
        let size = *size;
        self.pages.pop_front();
        Some((landed, size))
    }
}

/// The feeds of a pass, in their order. A pass over everything sees holds with their
/// orders; the next one catches those that changed meanwhile.
fn feeds(pass: &Pass) -> Vec<(Phase, Feed)> {
    let Pass { from, since, tags, .. } = pass;
    let flagged = Feed::Flagged { tags: tags.clone(), from: *from, since: *since };
    let window = Feed::Window { from: *from, since: *since };
    let holds = since.map(|since| (Phase::Holds, Feed::Holds { since }));
    [(Phase::Flagged, flagged), (Phase::Window, window)].into_iter().chain(holds).collect()
}

/// Whether level or tags flag an order (issue 2, flagged); holds are seen on the full
/// order only.
pub(super) fn is_flagged(level: RiskLevel, tags: &[Clean], wanted: &[String]) -> bool {
    let is_tagged = |tag: &Clean| wanted.iter().any(|one| one.eq_ignore_ascii_case(tag.raw()));
    level >= RiskLevel::Medium || tags.iter().any(is_tagged)
}
