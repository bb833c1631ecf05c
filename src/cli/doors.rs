//! What the commands need from above: `main` knows how to open a desk and a workstation.

use std::path::PathBuf;
use std::sync::Arc;

use super::args::{Colour, Global};
use super::at_desk;
use super::office::Office;
use crate::config::{Config, Paths};
use crate::desk::{Access, Presence, Setup};
use crate::domain::{Clock, Fault, SystemClock, SystemIds, Timestamp};
use crate::outbox::Grace;

/// Everything that a desk or a workstation is opened with.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The checked settings.
    pub config: Config,
    /// The folder of the databases.
    pub data: PathBuf,
    /// Whether the store is talked to.
    pub presence: Presence,
    /// Whether anything may be written.
    pub access: Access,
    /// A clock that stands still, when asked for.
    pub now: Option<Timestamp>,
    /// When colours are used.
    pub colour: Colour,
}

impl Opening {
    /// What the desk is opened with.
    pub fn setup(&self) -> Setup {
        let clock: Arc<dyn Clock> = match self.now {
            Some(moment) => Arc::new(moment),
            None => Arc::new(SystemClock),
        };
        Setup {
            config: self.config.clone(),
            folder: self.data.clone(),
            clock,
            ids: Arc::new(SystemIds),
            presence: self.presence,
            access: self.access,
            grace: Grace::default(),
        }
    }

    /// Reads the config that the flags and the environment name.
    pub(super) fn read(global: &Global, paths: &Paths) -> Result<Self, Fault> {
        Ok(Self::with(global, Config::load(&paths.config)?, paths.data.clone()))
    }

    /// An opening with a config at hand.
    pub(super) fn with(global: &Global, config: Config, data: PathBuf) -> Self {
        Self {
            config,
            data,
            presence: if global.offline { Presence::Offline } else { Presence::Online },
            access: if global.read_only { Access::ReadOnly } else { Access::Full },
            now: global.clock(),
            colour: global.color,
        }
    }
}

/// The ways to a desk and to the workstation.
pub trait Doors {
    /// Opens the desk for a command.
    fn desk(&self, opening: &Opening) -> Result<Box<dyn Office>, Fault> {
        at_desk::open(opening)
    }

    /// Opens the workstation, and returns when it is closed.
    fn workstation(&self, opening: &Opening) -> Result<(), Fault>;
}
