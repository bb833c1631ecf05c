//! The desk itself: what it holds, and how it is opened.

use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::runtime::Builder;

use super::findings::name_of;
use super::happened::{Happened, Listeners};
use super::net::Net;
use super::past::Lent;
use super::setup::{Access, Presence, Setup, policy_settings};
use super::trouble::Troubles;
use super::weighing::rules;
use crate::cache::{Cache, Moment, ShopFacts};
use crate::domain::{Currency, Fault, Kind, Places, ShopId, Timestamp, Zone};
use crate::evidence::Rules;
use crate::ledger::Ledger;
use crate::policy::PolicySettings;
use crate::stores::{Identity, Store};

/// One shop's desk: cache, ledger and store behind the calls that screen and commands
/// share. Cheap to clone; every call blocks, so the screen calls from its own threads.
#[derive(Clone)]
pub struct Desk {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) cache: Cache,
    /// Imported orders, once there are some.
    pub(super) history: Mutex<Option<Cache>>,
    pub(super) ledger: Ledger,
    pub(super) store: Arc<dyn Store>,
    pub(super) setup: Setup,
    pub(super) listeners: Listeners,
    pub(super) troubles: Troubles,
    pub(super) runtime: Net,
    /// When this session began; rows staged before it are of an earlier one.
    pub(super) opened: Timestamp,
    /// Whether what goes on behind the screen is to end.
    pub(super) ends: AtomicBool,
    pub(super) background: Mutex<Option<super::background::Background>>,
    /// How many syncs of this process are under way.
    pub(super) syncs: AtomicUsize,
    /// What the cache was told that findings rest on.
    pub(super) resting: Mutex<String>,
    /// When advice over authorised payments was looked at last.
    pub(super) advised_at: Mutex<Timestamp>,
    /// What the checks of all orders read, until it is old.
    pub(super) lent: Mutex<Option<Arc<Lent>>>,
    shop: RwLock<Option<Shop>>,
    notices: Mutex<Vec<String>>,
}

/// The shop, with the settings that need its currency.
#[derive(Clone)]
pub(super) struct Shop {
    pub(super) facts: ShopFacts,
    pub(super) policy: Arc<PolicySettings>,
    pub(super) rules: Arc<Rules>,
    pub(super) places: Arc<dyn Places>,
    /// Names rules and policy by what they say.
    pub(super) rules_name: String,
}

impl Desk {
    /// Opens the databases; talks to nobody.
    pub fn open(setup: Setup, store: Arc<dyn Store>) -> Result<Self, Fault> {
        let now = setup.clock.now();
        let ledger = Ledger::open(&setup.folder, setup.ids.clone(), now)?;
        let (cache, rebuilt) = Cache::open(&setup.folder)?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("unhold-net")
            .enable_io()
            .enable_time()
            .build()
            .map_err(|cause| {
                Fault::new(Kind::Failed, "no threads could be started").because(cause)
            })?;
        let known = cache.shop()?.map(|facts| Shop::new(facts, &setup)).transpose()?;
        if known.is_none() {
            // A wrong calendar or weight is said at once, not after the first sync.
            policy_settings(&setup.config, Currency::USD)?;
            rules(&setup.config.evidence)?;
        }
        let inner = Inner {
            cache,
            history: Mutex::new(None),
            ledger,
            store,
            listeners: Listeners::default(),
            troubles: Troubles::default(),
            runtime: Net::new(runtime),
            opened: now,
            ends: AtomicBool::new(false),
            background: Mutex::new(None),
            syncs: AtomicUsize::new(0),
            resting: Mutex::default(),
            advised_at: Mutex::new(Timestamp::from_millis(0)),
            lent: Mutex::new(None),
            shop: RwLock::new(known),
            notices: Mutex::new(rebuilt.into_iter().collect()),
            setup,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Tells what happens from now on, until the receiver is dropped.
    pub fn subscribe(&self) -> std::sync::mpsc::Receiver<Happened> {
        self.inner.listeners.subscribe()
    }

    /// What the reviewer should be told once: a rebuilt cache, an API that fell forward.
    pub fn take_notices(&self) -> Vec<String> {
        std::mem::take(&mut *self.inner.notices.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the store is talked to.
    pub fn is_online(&self) -> bool {
        self.inner.setup.presence == Presence::Online
    }

    /// Refuses under `--read-only`.
    pub(super) fn may_write(&self) -> Result<(), Fault> {
        match self.inner.setup.access {
            Access::Full => Ok(()),
            Access::ReadOnly => Err(Fault::new(
                Kind::Usage,
                "nothing is written, because the program was started with --read-only",
            )
            .hint("start it without --read-only")),
        }
    }

    pub(super) fn may_connect(&self) -> Result<(), Fault> {
        if self.is_online() {
            return Ok(());
        }
        Err(Fault::new(Kind::Store, "the program was started with --offline")
            .hint("start it without --offline"))
    }
}

impl Inner {
    pub(super) fn now(&self) -> Timestamp {
        self.setup.clock.now()
    }

    /// The shop, once it is known; before the first connection nothing is.
    pub(super) fn known_shop(&self) -> Option<Shop> {
        self.shop.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The shop, or the sentence that says how to get to know it.
    pub(super) fn shop(&self) -> Result<Shop, Fault> {
        self.known_shop().ok_or_else(|| {
            Fault::new(Kind::Failed, "nothing has been read from the store yet")
                .hint("run `unhold sync`, or open the workstation while the store can be reached")
        })
    }

    pub(super) fn shop_id(&self) -> Result<ShopId, Fault> {
        Ok(self.shop()?.facts.shop)
    }

    pub(super) fn zone(&self) -> Zone {
        self.known_shop().map_or(Zone::UTC, |shop| shop.facts.zone)
    }

    pub(super) fn moment(&self) -> Moment {
        Moment::new(self.now(), self.zone())
    }

    /// Takes in who the store says it is, and keeps it. A store whose identity is not the
    /// one the databases are about keeps its own rows: everything carries its shop.
    pub(super) fn meet(&self, identity: &Identity) -> Result<Shop, Fault> {
        let facts = ShopFacts {
            shop: identity.shop.clone(),
            name: identity.name.clone(),
            currency: identity.currency,
            zone: identity.zone,
            reach_days: identity.reach_days,
        };
        if self.known_shop().is_none_or(|shop| shop.facts != facts) {
            self.cache.put_shop(facts.clone())?;
        }
        let shop = Shop::new(facts, &self.setup)?;
        *self.shop.write().unwrap_or_else(PoisonError::into_inner) = Some(shop.clone());
        self.note(&identity.notices);
        self.note(&identity.missing);
        self.troubles.note_unseen(identity.holds_unread.clone());
        Ok(shop)
    }

    /// Reads the shop that the cache shows; a sync may have met it first.
    pub(super) fn recall_shop(&self) -> Result<(), Fault> {
        if let Some(facts) = self.cache.shop()? {
            let known = Shop::new(facts, &self.setup)?;
            *self.shop.write().unwrap_or_else(PoisonError::into_inner) = Some(known);
        }
        Ok(())
    }

    /// Keeps sentences that the reviewer should read once.
    pub(super) fn note(&self, sentences: &[String]) {
        let mut notices = self.notices.lock().unwrap_or_else(PoisonError::into_inner);
        for sentence in sentences {
            if !notices.contains(sentence) {
                notices.push(sentence.clone());
            }
        }
    }
}

impl Shop {
    fn new(facts: ShopFacts, setup: &Setup) -> Result<Self, Fault> {
        let policy = policy_settings(&setup.config, facts.currency)?;
        let places = crate::places::open(&setup.tables());
        let rules = rules(&setup.config.evidence)?;
        let rules_name = name_of(&rules, &policy);
        Ok(Self { facts, policy: Arc::new(policy), rules: Arc::new(rules), places, rules_name })
    }
}
