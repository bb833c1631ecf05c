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
        let key = match event.code {
            KeyCode::Char(c) if ctrl => Self::ctrl(c.to_ascii_lowercase()),
            KeyCode::Char(c) => Self::char(c),
            other => named(other)?,
        };
        Some(Self { alt, ..key })
    }

    /// The key that came in one breath with an Esc before it.
    ///
    /// A terminal sends Alt and a key as Esc and that key, and cannot tell them apart when
    /// they were typed quickly. No key here has a meaning with Alt.
    pub(crate) fn after_esc(self) -> Option<Self> {
        self.alt.then_some(Self { alt: false, ..self })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
        Key::read(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn a_key_with_alt_knows_which_key_it_is_without() {
        let alt = key(KeyCode::Char('J'), KeyModifiers::ALT).unwrap();

        assert_eq!(alt.after_esc(), Some(Key::char('J')));
        assert_eq!(alt.typed(), None);
        assert_eq!(key(KeyCode::Down, KeyModifiers::ALT).and_then(Key::after_esc), Some(Key::DOWN));
    }

    #[test]
    fn a_key_alone_came_after_nothing() {
        assert_eq!(key(KeyCode::Char('J'), KeyModifiers::SHIFT), Some(Key::char('J')));
        assert_eq!(key(KeyCode::Char('C'), KeyModifiers::CONTROL), Some(Key::ctrl('c')));
        assert_eq!(Key::char('J').after_esc(), None);
        assert_eq!(key(KeyCode::F(5), KeyModifiers::ALT), None);
    }
}
