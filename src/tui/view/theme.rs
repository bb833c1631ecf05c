//! Looks by role. No meaning is colour alone: every role that matters has a word, a sign,
//! bold or reverse beside it.

use ratatui::style::{Color, Modifier, Style};

use crate::domain::{Lane, RiskLevel};
use crate::tui::page::Role;

/// How roles look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    /// Calm colours on a dark ground.
    Dark,
    /// No colours at all: bold, dim, underline and reverse.
    Mono,
}

const MUTED: Color = Color::Indexed(245);
const ACCENT: Color = Color::Indexed(110);
const GOOD: Color = Color::Indexed(108);
const WARN: Color = Color::Indexed(179);
const DANGER: Color = Color::Indexed(174);
const SELECTED: Color = Color::Indexed(238);
const SELECTED_TEXT: Color = Color::Indexed(255);
const BESIDE: Color = Color::Indexed(236);

impl Theme {
    /// The look of a role of text.
    pub(crate) fn role(self, role: Role) -> Style {
        match self {
            Self::Dark => dark(role),
            Self::Mono => mono(role),
        }
    }

    /// The selected row, where the keys go and where they do not.
    pub(crate) fn selected(self, focused: bool) -> Style {
        let style = Style::new();
        match (self, focused) {
            (Self::Dark, true) => style.bg(SELECTED).fg(SELECTED_TEXT),
            (Self::Dark, false) => style.bg(BESIDE),
            (Self::Mono, true) => style.add_modifier(Modifier::REVERSED),
            (Self::Mono, false) => style.add_modifier(Modifier::BOLD),
        }
    }

    /// The title of a panel, where the keys go and where they do not.
    pub(crate) fn title(self, focused: bool) -> Style {
        match (self, focused) {
            (Self::Dark, true) => Style::new().fg(ACCENT).add_modifier(Modifier::BOLD),
            (Self::Dark, false) => Style::new().fg(MUTED),
            (Self::Mono, true) => Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            (Self::Mono, false) => Style::new(),
        }
    }

    /// The level of a risk.
    pub(crate) fn risk(self, level: RiskLevel) -> Style {
        self.role(match level {
            RiskLevel::High => Role::Danger,
            RiskLevel::Medium => Role::Warn,
            RiskLevel::Low | RiskLevel::None => Role::Good,
            RiskLevel::Pending | RiskLevel::Unscored => Role::Muted,
        })
    }

    /// A lane among the lanes.
    pub(crate) fn lane(self, lane: Option<Lane>, count: u64, shown: bool) -> Style {
        let style = match lane {
            _ if count == 0 => self.role(Role::Muted),
            Some(Lane::Overdue) => self.role(Role::Danger),
            Some(Lane::DueToday) => self.role(Role::Warn),
            Some(Lane::Done) => self.role(Role::Muted),
            _ => self.role(Role::Plain),
        };
        if shown { style.patch(self.tab()) } else { style }
    }

    /// The lane or tab that is shown.
    pub(crate) fn tab(self) -> Style {
        match self {
            Self::Dark => Style::new().bg(SELECTED).fg(SELECTED_TEXT).add_modifier(Modifier::BOLD),
            Self::Mono => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// Lines between things, and frames.
    pub(crate) fn rule(self) -> Style {
        match self {
            Self::Dark => Style::new().fg(Color::Indexed(240)),
            Self::Mono => Style::new().add_modifier(Modifier::DIM),
        }
    }

    /// The frame of a dialog.
    pub(crate) fn frame(self) -> Style {
        match self {
            Self::Dark => Style::new().fg(ACCENT),
            Self::Mono => Style::new(),
        }
    }
}

fn dark(role: Role) -> Style {
    let style = Style::new();
    match role {
        Role::Plain => style,
        Role::Muted => style.fg(MUTED),
        Role::Strong => style.add_modifier(Modifier::BOLD),
        Role::Good => style.fg(GOOD),
        Role::Warn => style.fg(WARN),
        Role::Danger => style.fg(DANGER).add_modifier(Modifier::BOLD),
        Role::Mark => style.fg(Color::Black).bg(WARN),
        Role::Heading | Role::Key => style.fg(ACCENT).add_modifier(Modifier::BOLD),
        Role::Accent => style.fg(ACCENT),
    }
}

fn mono(role: Role) -> Style {
    let style = Style::new();
    match role {
        Role::Plain | Role::Good | Role::Accent => style,
        Role::Muted => style.add_modifier(Modifier::DIM),
        Role::Strong | Role::Heading | Role::Danger | Role::Key => {
            style.add_modifier(Modifier::BOLD)
        }
        Role::Warn => style.add_modifier(Modifier::UNDERLINED),
        Role::Mark => style.add_modifier(Modifier::REVERSED),
    }
}
