//! Pacing: what the bucket of cost points allows, and who goes first.
//!
//! Reads for the screen and writes go in front; bulk pages wait while one of those is
//! under way, and leave a part of the bucket to them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, SemaphorePermit, watch};

use super::envelope::{Cost, ThrottleStatus};

/// Who goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Somebody waits for it, or it is a write.
    Front,
    /// A page of a sync.
    Bulk,
}

/// Requests under way at once: of any class, and of bulk pages.
const FRONT_AT_ONCE: usize = 4;
const BULK_AT_ONCE: usize = 2;
/// The part of the bucket that bulk pages leave alone.
const FRONT_SHARE: f64 = 0.25;
/// What a request is taken to cost until the store said it once.
const FIRST_GUESS: f64 = 100.0;
/// No single pause is longer than this; the store is then asked again.
const LONGEST_PAUSE: f64 = 20.0;

/// The pace of one store.
pub(super) struct Pace {
    bucket: Mutex<Bucket>,
    front: Semaphore,
    bulk: Semaphore,
    in_front: watch::Sender<usize>,
}

#[derive(Default)]
struct Bucket {
    seen: Option<(ThrottleStatus, Instant)>,
    reserved: f64,
    costs: HashMap<&'static str, f64>,
}

/// The right to send one request; dropped when its answer is there or given up.
pub(super) struct Admission<'a> {
    pace: &'a Pace,
    class: Class,
    cost: f64,
    /// Kept until the answer is there; given back when this is dropped.
    permit: Option<SemaphorePermit<'a>>,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self {
            bucket: Mutex::default(),
            front: Semaphore::new(FRONT_AT_ONCE),
            bulk: Semaphore::new(BULK_AT_ONCE),
            in_front: watch::Sender::new(0),
        }
    }

    /// Waits until the request may go.
    pub(super) async fn admit(&self, name: &'static str, class: Class) -> Admission<'_> {
        let mut admission = Admission { pace: self, class, cost: 0.0, permit: None };
        match class {
            Class::Front => {
                self.in_front.send_modify(|count| *count += 1);
                admission.permit = self.front.acquire().await.ok();
            }
            Class::Bulk => {
                admission.permit = self.bulk.acquire().await.ok();
                let mut in_front = self.in_front.subscribe();
                drop(in_front.wait_for(|count| *count == 0).await);
            }
        }
        loop {
            let pause = match self.lock().reserve(name, class, Instant::now()) {
                Ok(cost) => {
                    admission.cost = cost;
                    return admission;
                }
                Err(pause) => pause,
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// Learns from an answer what the request cost and what is left.
    pub(super) fn learn(&self, name: &'static str, cost: &Cost) {
        let mut bucket = self.lock();
        if let Some(requested) = cost.requested_query_cost {
            bucket.costs.insert(name, requested);
        }
        if let Some(status) = cost.throttle_status {
            bucket.seen = Some((status, Instant::now()));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Bucket> {
        self.bucket.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Admission<'_> {
    fn drop(&mut self) {
        self.pace.lock().reserved -= self.cost;
        drop(self.permit.take());
        if self.class == Class::Front {
            self.pace.in_front.send_modify(|count| *count = count.saturating_sub(1));
        }
    }
}

impl Bucket {
    /// Sets the cost aside, or says how long to wait.
    fn reserve(&mut self, name: &str, class: Class, now: Instant) -> Result<f64, Duration> {
        let Some((status, at)) = self.seen else { return Ok(0.0) };
        let cost = self.costs.get(name).copied().unwrap_or(FIRST_GUESS);
        let kept = match class {
            Class::Front => 0.0,
            Class::Bulk => status.maximum_available * FRONT_SHARE,
        };
        let needed = (cost + kept).min(status.maximum_available);
        let restored = now.duration_since(at).as_secs_f64() * status.restore_rate;
        let left = (status.currently_available + restored).min(status.maximum_available);
        let missing = needed - (left - self.reserved);
        if missing <= 0.0 || self.reserved <= 0.0 && left >= status.maximum_available {
            self.reserved += cost;
            return Ok(cost);
        }
        let seconds = missing / status.restore_rate.max(1.0);
        Err(Duration::from_secs_f64(seconds.clamp(0.01, LONGEST_PAUSE)))
    }
}

/// How long to wait after the store said "too much" (`apis/shopify.md`, section 3).
pub(super) fn pause_after(cost: Option<&Cost>, shortest: Duration) -> Duration {
    let wanted = cost.and_then(|cost| {
        let status = cost.throttle_status?;
        let missing = cost.requested_query_cost? - status.currently_available;
        Some(missing / status.restore_rate.max(1.0))
    });
    let seconds = wanted.unwrap_or(1.0).clamp(0.0, LONGEST_PAUSE);
    Duration::from_secs_f64(seconds).max(shortest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(requested: f64, left: f64) -> Cost {
        Cost {
            requested_query_cost: Some(requested),
            throttle_status: Some(ThrottleStatus {
                maximum_available: 2000.0,
                currently_available: left,
                restore_rate: 100.0,
            }),
        }
    }

    #[test]
    fn the_pause_is_what_the_bucket_lacks_over_the_rate_of_restoring() {
        let second = Duration::from_secs(1);

        assert_eq!(pause_after(Some(&cost(437.0, 37.0)), second), Duration::from_secs(4));
        assert_eq!(pause_after(Some(&cost(81.0, 80.0)), second), second);
        assert_eq!(pause_after(None, second), second);
    }

    #[test]
    fn a_bulk_page_leaves_a_part_of_the_bucket_to_the_screen() {
        let pace = Pace::new();
        pace.learn("Page", &cost(300.0, 700.0));
        let now = Instant::now();

        assert!(pace.lock().reserve("Page", Class::Bulk, now).is_err());
        assert!(pace.lock().reserve("Page", Class::Front, now).is_ok());
    }

    #[test]
    fn what_is_under_way_counts_as_spent() {
        let pace = Pace::new();
        pace.learn("Page", &cost(400.0, 700.0));
        let now = Instant::now();

        assert!(pace.lock().reserve("Page", Class::Front, now).is_ok());
        assert!(pace.lock().reserve("Page", Class::Front, now).is_err());
    }

    #[tokio::test]
    async fn a_bulk_page_waits_while_the_screen_reads() {
        let pace = Pace::new();
        let screen = pace.admit("Order", Class::Front).await;
        let waiting =
            tokio::time::timeout(Duration::from_millis(20), pace.admit("Page", Class::Bulk));

        assert!(waiting.await.is_err());
        drop(screen);
        let ceiling = Duration::from_secs(5);
        assert!(tokio::time::timeout(ceiling, pace.admit("Page", Class::Bulk)).await.is_ok());
    }
}
