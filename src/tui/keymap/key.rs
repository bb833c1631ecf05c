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
        Self { code: Code::Char(c), ctrl: false }
    }

    /// A character typed with Ctrl.
    pub(crate) const fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: true }
    }

    const fn named(name: &'static str) -> Self {
        Self { code: Code::Named(name), ctrl: false }
    }

    /// The character that the key types, when it types one.
    pub(crate) fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl => Some(c),
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

    /// The keys that the terminal's event stands for; none for what means nothing here.
    ///
    /// A terminal sends Alt and a key as Esc and that key, and cannot tell them apart when
    /// they were typed in one breath. No key here has Alt: it is always read as the two.
    pub(crate) fn read(event: KeyEvent) -> impl Iterator<Item = Self> {
        let key = one(event);
        let is_after_esc = key.is_some() && event.modifiers.contains(KeyModifiers::ALT);
        is_after_esc.then_some(Self::ESC).into_iter().chain(key)
    }
}

fn one(event: KeyEvent) -> Option<Key> {
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let code = match event.code {
        KeyCode::Char(c) if ctrl => Code::Char(c.to_ascii_lowercase()),
        KeyCode::Char(c) => Code::Char(c),
        other => return named(other),
    };
    Some(Key { code, ctrl })
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

    fn keys(code: KeyCode, modifiers: KeyModifiers) -> Vec<Key> {
        Key::read(KeyEvent::new(code, modifiers)).collect()
    }

    #[test]
    fn esc_and_a_key_in_one_breath_are_two_keys() {
        assert_eq!(keys(KeyCode::Char('J'), KeyModifiers::ALT), [Key::ESC, Key::char('J')]);
        assert_eq!(keys(KeyCode::Down, KeyModifiers::ALT), [Key::ESC, Key::DOWN]);
    }

    #[test]
    fn a_key_alone_is_one_key_and_an_unknown_one_none() {
        assert_eq!(keys(KeyCode::Char('J'), KeyModifiers::SHIFT), [Key::char('J')]);
        assert_eq!(keys(KeyCode::Char('C'), KeyModifiers::CONTROL), [Key::ctrl('c')]);
        assert_eq!(keys(KeyCode::F(5), KeyModifiers::ALT), []);
    }
}
