//! What the workstation is started with.

use std::sync::Arc;

use ratatui::crossterm::style::force_color_output;

use crate::domain::{Clock, SystemClock};
use crate::tui::app::Terms;
use crate::tui::view::Theme;

/// Whether colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// Unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Even when `NO_COLOR` is set.
    Always,
    /// Never; bold, dim, underline and reverse stay.
    Never,
}

/// What the workstation is started with.
#[derive(Clone)]
pub struct Options {
    /// Whether colours are used.
    pub colour: Colour,
    /// Why nothing may be changed, as a sentence, when nothing may (`--read-only`).
    pub read_only: Option<String>,
    /// Why the store is not talked to, as a sentence, when it is not (`--offline`).
    pub offline: Option<String>,
    /// How long a recorded plan can be taken back, as the desk records it.
    pub undo_seconds: u32,
    /// Where the present moment comes from.
    pub clock: Arc<dyn Clock>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            colour: Colour::Auto,
            read_only: None,
            offline: None,
            undo_seconds: 30,
            clock: Arc::new(SystemClock),
        }
    }
}

impl Options {
    /// The theme. The mono theme has no colours at all, because the backend's own
    /// handling of `NO_COLOR` erases reverse and bold too.
    pub(super) fn theme(&self) -> Theme {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        match self.colour {
            Colour::Never => Theme::Mono,
            Colour::Auto if no_color => Theme::Mono,
            Colour::Auto => Theme::Dark,
            Colour::Always => {
                force_color_output(true);
                Theme::Dark
            }
        }
    }

    pub(super) fn terms(&self) -> Terms {
        Terms {
            read_only: self.read_only.clone(),
            offline: self.offline.clone(),
            undo_seconds: self.undo_seconds,
        }
    }
}
