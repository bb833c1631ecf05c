//! What the commands need from above: `main` knows how to open a desk and a workstation.

use std::path::PathBuf;

use super::args::{Colour, Global};
use super::office::Office;
use crate::config::{Config, Paths};
use crate::domain::{Fault, Timestamp};

/// Whether the store is talked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// It is.
    Online,
    /// `--offline`.
    Offline,
}

/// Everything that a desk or a workstation is opened with.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The checked settings.
    pub config: Config,
    /// The folder of the databases.
    pub data: PathBuf,
    /// Whether the store is talked to.
    pub line: Line,
    /// Whether the store may be written to.
    pub may_write: bool,
    /// A clock that stands still, when asked for.
    pub now: Option<Timestamp>,
    /// When colours are used.
    pub colour: Colour,
}

impl Opening {
    /// Reads the config that the flags and the environment name.
    pub(super) fn read(global: &Global, paths: &Paths) -> Result<Self, Fault> {
        Ok(Self::with(global, Config::load(&paths.config)?, paths.data.clone()))
    }

    /// An opening with a config at hand.
    pub(super) fn with(global: &Global, config: Config, data: PathBuf) -> Self {
        Self {
            config,
            data,
            line: if global.offline { Line::Offline } else { Line::Online },
            may_write: !global.read_only,
            now: global.clock(),
            colour: global.color,
        }
    }
}

/// The ways to a desk and to the workstation.
pub trait Doors {
    /// Opens the desk for a command.
    fn desk(&self, opening: &Opening) -> Result<Box<dyn Office>, Fault>;
    /// Opens the workstation, and returns when it is closed.
    fn workstation(&self, opening: &Opening) -> Result<(), Fault>;
}
