//! Checks orders behind the screen, held and newest first, and rests when none is left.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::time::Instant;

use super::Desk;
use super::calm::Calm;
use super::desk::{Inner, Shop};
use super::happened::Happened;
use crate::domain::{Fault, OrderId, Timestamp};

/// So many orders are checked, written and told of together.
const AT_ONCE: usize = 32;
/// More names than these are not worth telling one by one.
const MOST_NAMED: usize = 100;
/// What an authorised payment advises is looked at again after so long.
const AGAIN_SECONDS: i64 = 3_600;

/// What the checking thread is called for.
pub(super) enum Call {
    /// Something may await a check.
    News,
    /// Somebody looks at this order.
    Order(OrderId),
}

impl Desk {
    /// Works off what awaits a check whenever it is called. While a sync goes on it takes one
    /// lot per page: what is checked early is checked again when its links come in.
    pub(super) fn keep_checked(&self, calls: &Receiver<Call>) {
        let mut round = Round::default();
        while let Ok(call) = calls.recv() {
            round.take(call);
            loop {
                for call in calls.try_iter() {
                    round.take(call);
                }
                if self.inner.ends.load(Ordering::Relaxed) {
                    return;
                }
                match self.inner.check_some(&mut round) {
                    Ok(true) if !self.inner.is_syncing() => {}
                    Ok(_) => break,
                    Err(fault) => {
                        // The next call tries again; opening an order says what is wrong.
                        log::error!("checks were put off: {}", fault.kind().word());
                        break;
                    }
                }
            }
            round.tell_rest(&self.inner);
        }
    }
}

/// What one round of checking remembers.
#[derive(Default)]
pub(super) struct Round {
    asked: Vec<OrderId>,
    untold: Vec<OrderId>,
    calm: Calm,
}

impl Round {
    fn take(&mut self, call: Call) {
        match call {
            Call::Order(id) if !self.asked.contains(&id) => self.asked.push(id),
            Call::News | Call::Order(_) => {}
        }
    }

    fn tell(&mut self, inner: &Inner, checked: Vec<OrderId>, is_asked: bool) {
        self.untold.extend(checked);
        if is_asked || self.calm.is_over(Instant::now()) {
            self.tell_rest(inner);
        }
    }

    fn tell_rest(&mut self, inner: &Inner) {
        if self.untold.is_empty() {
            return;
        }
        let mut ids = std::mem::take(&mut self.untold);
        if ids.len() > MOST_NAMED {
            ids.clear();
        }
        inner.listeners.tell(&Happened::OrdersChanged(ids));
    }
}

impl Inner {
    /// Calls the checking thread; `false` when there is none.
    fn call_checks(&self, call: Call) -> bool {
        let background = self.background.lock().unwrap_or_else(PoisonError::into_inner);
        background.as_ref().is_some_and(|threads| threads.checker.send(call).is_ok())
    }

    /// Lets an order be checked next; `false` when nobody does that behind the screen.
    pub(super) fn check_soon(&self, id: &OrderId) -> bool {
        self.call_checks(Call::Order(id.clone()))
    }

    /// Says that something may await a check; `false` when nobody listens behind the screen.
    pub(super) fn wake_checks(&self) -> bool {
        self.call_checks(Call::News)
    }

    /// Checks everything that awaits it, here and now, until the program ends.
    pub(super) fn check_all(&self) -> Result<(), Fault> {
        let mut round = Round::default();
        let mut has_more = true;
        while has_more && !self.ends.load(Ordering::Relaxed) {
            has_more = self.check_some(&mut round)?;
        }
        round.tell_rest(self);
        Ok(())
    }

    /// One lot; says whether more may be left.
    fn check_some(&self, round: &mut Round) -> Result<bool, Fault> {
        let Some(shop) = self.known_shop() else { return Ok(false) };
        self.rest_on(self.basis(&shop))?;
        if !self.is_syncing() && round.asked.is_empty() && self.cache.spread_arrived()? {
            return Ok(true);
        }
        let is_asked = !round.asked.is_empty();
        let ids = if is_asked {
            std::mem::take(&mut round.asked)
        } else {
            self.cache.unchecked(AT_ONCE)?
        };
        let more = is_asked || ids.len() == AT_ONCE;
        let checked = self.check_lot(ids, &shop)?;
        round.tell(self, checked, is_asked);
        Ok(more)
    }

    /// Checks these orders and keeps all findings in one write. One that cannot be checked
    /// waits for a change of its own: it must not hold up the others for ever.
    fn check_lot(&self, ids: Vec<OrderId>, shop: &Shop) -> Result<Vec<OrderId>, Fault> {
        let (mut new, mut done, mut failed) = (Vec::new(), Vec::new(), Vec::new());
        for id in ids {
            if self.ends.load(Ordering::Relaxed) {
                break;
            }
            match self.check(&id, shop) {
                Ok(found) => {
                    new.push(found);
                    done.push(id);
                }
                Err(_) => failed.push(id),
            }
        }
        if !failed.is_empty() {
            log::error!("{} orders could not be checked", failed.len());
            self.cache.put_off(failed)?;
        }
        if !new.is_empty() {
            self.cache.put_findings(new)?;
        }
        Ok(done)
    }

    /// Notices other rules or tables, once.
    fn rest_on(&self, basis: String) -> Result<(), Fault> {
        let mut resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        if *resting != basis {
            self.cache.rest_on(&basis)?;
            *resting = basis;
        }
        Ok(())
    }

    /// Whether a sync of this process is under way.
    fn is_syncing(&self) -> bool {
        self.syncs.load(Ordering::Relaxed) > 0
    }

    /// After a sync: checks what it brought, behind the screen or here. Failing to is no
    /// failure of the sync: opening the order does the same.
    pub(super) fn check_new(&self) {
        let now = self.now();
        if self.advice_is_old(now) {
            let _later = self.cache.recheck_authorised();
        }
        if !self.wake_checks() {
            let _on_opening = self.check_all();
        }
    }

    /// Whether what is advised over authorised payments, which run out, is of an hour ago.
    fn advice_is_old(&self, now: Timestamp) -> bool {
        let mut advised = self.advised_at.lock().unwrap_or_else(PoisonError::into_inner);
        let is_old = now.seconds_since(*advised) >= AGAIN_SECONDS;
        if is_old {
            *advised = now;
        }
        is_old
    }
}
