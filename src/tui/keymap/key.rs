//! Keys in our own words, and how the terminal's become them.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The key itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    Char(char),
    Named(&'static str),
}

/// A key with its modifiers. Shift is in the character itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    code: Code,
    ctrl: bool,
    alt: bool,
}

impl Key {
    pub(crate) const ENTER: Self = Self::named("Enter");
    pub(crate) const ESC: Self = Self::named("Esc");
    pub(crate) const TAB: Self = Self::named("Tab");
    pub(crate) const BACK_TAB: Self = Self::named("Shift-Tab");
    pub(crate) const UP: Self = Self::named("↑");
    pub(crate) const DOWN: Self = Self::named("↓");
    pub(crate) const LEFT: Self = Self::named("←");
    pub(crate) const RIGHT: Self = Self::named("→");
    pub(crate) const PAGE_UP: Self = Self::named("PgUp");
    pub(crate) const PAGE_DOWN: Self = Self::named("PgDn");
    pub(crate) const HOME: Self = Self::named("Home");
    pub(crate) const END: Self = Self::named("End");
    pub(crate) const BACKSPACE: Self = Self::named("Backspace");
    pub(crate) const DELETE: Self = Self::named("Del");
    pub(crate) const SPACE: Self = Self::char(' ');

    /// A character typed alone.
    pub(crate) const fn char(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: false, alt: false }
    }

    /// A character typed with Ctrl.
    pub(crate) const fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: true, alt: false }
    }

    const fn named(name: &'static str) -> Self {
        Self { code: Code::Named(name), ctrl: false, alt: false }
    }

    /// The character that the key types, when it types one.
    pub(crate) fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            Code::Char(_) | Code::Named(_) => None,
        }
    }

    /// The digit that the key types, when it types one.
    pub(crate) fn digit(self) -> Option<u8> {
        let digit = self.typed()?.to_digit(10)?;
        u8::try_from(digit).ok()
    }

    /// The key's name as written in help and footer.
    pub(crate) fn name(self) -> String {
        let name = match self.code {
            Code::Char(' ') => "Space".to_owned(),
            Code::Char(c) if self.ctrl => c.to_ascii_uppercase().to_string(),
            Code::Char(c) => c.to_string(),
            Code::Named(name) => name.to_owned(),
        };
        if self.ctrl { format!("Ctrl-{name}") } else { name }
    }

    /// Reads the terminal's event; `None` for keys that mean nothing here.
    pub(crate) fn read(event: KeyEvent) -> Option<Self> {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        let code = match event.code {
            KeyCode::Char(c) if ctrl => Code::Char(c.to_ascii_lowercase()),
            KeyCode::Char(c) => Code::Char(c),
            other => return named(other),
        };
        Some(Self { code, ctrl, alt })
    }
}

fn named(code: KeyCode) -> Option<Key> {
    Some(match code {
        KeyCode::Enter => Key::ENTER,
        KeyCode::Esc => Key::ESC,
        KeyCode::Tab => Key::TAB,
        KeyCode::BackTab => Key::BACK_TAB,
        KeyCode::Up => Key::UP,
        KeyCode::Down => Key::DOWN,
        KeyCode::Left => Key::LEFT,
        KeyCode::Right => Key::RIGHT,
        KeyCode::PageUp => Key::PAGE_UP,
        KeyCode::PageDown => Key::PAGE_DOWN,
        KeyCode::Home => Key::HOME,
        KeyCode::End => Key::END,
        KeyCode::Backspace => Key::BACKSPACE,
        KeyCode::Delete => Key::DELETE,
        _ => return None,
    })
}
