//! Reads one section key by key, and refuses with file, line, key and what was expected.

use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{SECTIONS, SectionRow};
use super::{Entry, SecretRef, Spot, nearest};
use crate::domain::Fault;

/// The text of the config and where it was read.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) file: &'a Path,
    pub(super) text: &'a str,
}

impl Source<'_> {
    /// A refusal at a place of the text. The text itself is never repeated: it may be a
    /// secret that somebody put there against all advice.
    pub(super) fn refuse(&self, at: usize, sentence: &str) -> Fault {
        self.spot(at).refuse(sentence)
    }

    /// Where a place of the text lies.
    pub(super) fn spot(&self, at: usize) -> Spot {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        Spot { file: self.file.to_owned(), line }
    }

    /// Refuses sections that are not known.
    pub(super) fn check_sections(&self, document: &DeTable<'_>) -> Result<(), Fault> {
        let names = || SECTIONS.iter().map(|section| section.name);
        let unknown = document.keys().find(|key| !names().any(|name| name == key.get_ref()));
        let Some(key) = unknown else { return Ok(()) };
        let sentence = format!("`{}` is no known section", key.get_ref().escape_debug());
        Err(self.refuse(key.span().start, &sentence).hint(known(key.get_ref(), names())))
    }
}

/// The nearest known word, then all of them.
fn known<'a>(word: &str, names: impl Iterator<Item = &'a str> + Clone) -> String {
    let all = names.clone().collect::<Vec<_>>().join(", ");
    match nearest(word, names) {
        Some(near) => format!("did you mean `{near}`? Known are: {all}"),
        None => format!("known are: {all}"),
    }
}

/// One section of the config, present or not.
pub(super) struct Section<'a> {
    source: Source<'a>,
    row: &'static SectionRow,
    table: Option<&'a DeTable<'a>>,
    at: usize,
}

impl<'a> Section<'a> {
    /// Opens a section and refuses keys that are not known.
    pub(super) fn open(
        source: Source<'a>,
        row: &'static SectionRow,
        document: &'a DeTable<'a>,
    ) -> Result<Self, Fault> {
        let found = document.iter().find(|(key, _)| key.get_ref() == row.name);
        let Some((_, value)) = found else {
            return Ok(Self { source, row, table: None, at: source.text.len() });
        };
        let at = value.span().start;
        let Some(table) = value.get_ref().as_table() else {
            let sentence = format!("expected a section [{}]", row.name);
            return Err(source.refuse(at, &sentence));
        };
        let section = Self { source, row, table: Some(table), at };
        section.check_keys(table)?;
        Ok(section)
    }

    fn check_keys(&self, table: &DeTable<'_>) -> Result<(), Fault> {
        let names = || self.row.keys.iter().map(|key| key.key);
        let unknown = table.keys().find(|key| !names().any(|name| name == key.get_ref()));
        let Some(key) = unknown else { return Ok(()) };
        let word = key.get_ref().escape_debug();
        let sentence = format!("`{word}` is no known key of [{}]", self.row.name);
        Err(self.source.refuse(key.span().start, &sentence).hint(known(key.get_ref(), names())))
    }

    fn find(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table?.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    /// Refuses the value of a key, with the reason.
    pub(super) fn wrong(&self, key: &str, span: &Range<usize>, why: &str) -> Fault {
        let sentence =
            format!("`{key}` of [{}]: {why}, expected {}", self.row.name, self.row.expected(key));
        self.source.refuse(span.start, &sentence)
    }

    /// Refuses the section as a whole.
    pub(super) fn refuse(&self, sentence: &str) -> Fault {
        self.source.refuse(self.at, sentence)
    }

    /// Says that a key is missing.
    pub(super) fn missing(&self, key: &str) -> Fault {
        let expected = self.row.expected(key);
        let sentence = format!("[{}] needs `{key}`, expected {expected}", self.row.name);
        self.refuse(&sentence).hint("`unhold init` writes a whole config")
    }

    /// Reads a key with `read`, which answers `Err` with what is wrong.
    pub(super) fn read<T>(
        &self,
        key: &str,
        read: impl FnOnce(&DeValue<'_>) -> Result<T, &'static str>,
    ) -> Result<Option<T>, Fault> {
        let Some(value) = self.find(key) else { return Ok(None) };
        let read = read(value.get_ref());
        read.map(Some).map_err(|why| self.wrong(key, &value.span(), why))
    }

    /// Reads a text that is not blank.
    pub(super) fn text(&self, key: &str) -> Result<Option<String>, Fault> {
        self.read(key, |value| match text_of(value)? {
            text if text.trim().is_empty() => Err("this is blank"),
            text => Ok(text),
        })
    }

    /// Reads a text that must be there.
    pub(super) fn needed_text(&self, key: &str) -> Result<String, Fault> {
        self.text(key)?.ok_or_else(|| self.missing(key))
    }

    /// Reads a whole number within bounds.
    pub(super) fn whole(
        &self,
        key: &str,
        bounds: RangeInclusive<u32>,
    ) -> Result<Option<u32>, Fault> {
        self.read(key, |value| {
            let written = value.as_integer().ok_or("this is no whole number")?;
            let number = u32::from_str_radix(written.as_str(), written.radix());
            let within = number.ok().filter(|number| bounds.contains(number));
            within.ok_or("this is out of bounds")
        })
    }

    /// Reads a number that may have a fraction, within bounds.
    pub(super) fn number(
        &self,
        key: &str,
        bounds: RangeInclusive<f64>,
    ) -> Result<Option<f64>, Fault> {
        self.read(key, |value| number_of(value, &bounds))
    }

    /// Reads a list of texts, none of them blank.
    pub(super) fn texts(&self, key: &str) -> Result<Option<Vec<String>>, Fault> {
        self.read(key, |value| {
            let texts = texts_of(value)?;
            if texts.iter().any(|text| text.trim().is_empty()) {
                return Err("one of these is blank");
            }
            Ok(texts)
        })
    }

    /// Reads a list of names that another room knows, each with its place.
    pub(super) fn names(&self, key: &str) -> Result<Vec<Entry<()>>, Fault> {
        let Some(value) = self.find(key) else { return Ok(Vec::new()) };
        let wrong = |span: &Range<usize>, why| self.wrong(key, span, why);
        let list = value.get_ref().as_array();
        let list = list.ok_or_else(|| wrong(&value.span(), "this is no list"))?;
        let name = |item: &Spanned<DeValue<'_>>| {
            let name = text_of(item.get_ref()).map_err(|why| wrong(&item.span(), why))?;
            Ok(Entry { name, value: (), spot: self.source.spot(item.span().start) })
        };
        list.iter().map(name).collect()
    }

    /// Reads a table of numbers whose names another room knows, each with its place.
    pub(super) fn numbers(
        &self,
        key: &str,
        bounds: &RangeInclusive<f64>,
    ) -> Result<Vec<Entry<f64>>, Fault> {
        let Some(value) = self.find(key) else { return Ok(Vec::new()) };
        let table = value.get_ref().as_table();
        let table =
            table.ok_or_else(|| self.wrong(key, &value.span(), "this is no table of numbers"))?;
        let number = |(name, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
            let name: &std::borrow::Cow<'_, str> = name.get_ref();
            let number = number_of(value.get_ref(), bounds).map_err(|why| {
                let (section, expected) = (self.row.name, self.row.expected(key));
                let name = name.escape_debug();
                let sentence = format!("`{name}` of [{section}.{key}]: {why}, expected {expected}");
                self.source.refuse(value.span().start, &sentence)
            })?;
            let spot = self.source.spot(value.span().start);
            Ok(Entry { name: name.to_string(), value: number, spot })
        };
        table.iter().map(number).collect()
    }

    /// Reads a list, item by item.
    pub(super) fn list<T>(
        &self,
        key: &str,
        read: impl Fn(&DeValue<'_>) -> Result<T, &'static str>,
    ) -> Result<Vec<T>, Fault> {
        let Some(value) = self.find(key) else { return Ok(Vec::new()) };
        let wrong = |span: &Range<usize>, why| self.wrong(key, span, why);
        let list = value.get_ref().as_array();
        let list = list.ok_or_else(|| wrong(&value.span(), "this is no list"))?;
        let item = |item: &Spanned<DeValue<'_>>| {
            read(item.get_ref()).map_err(|why| wrong(&item.span(), why))
        };
        list.iter().map(item).collect()
    }

    /// Reads where a secret is kept.
    pub(super) fn secret(&self, key: &str) -> Result<Option<SecretRef>, Fault> {
        self.read(key, secret_of)
    }
}

fn number_of(value: &DeValue<'_>, bounds: &RangeInclusive<f64>) -> Result<f64, &'static str> {
    let written = match (value.as_float(), value.as_integer()) {
        (Some(float), _) => float.as_str(),
        (_, Some(whole)) => whole.as_str(),
        _ => return Err("this is no number"),
    };
    let number = written.parse::<f64>().ok().filter(|number| bounds.contains(number));
    number.ok_or("this is out of bounds")
}

pub(super) fn text_of(value: &DeValue<'_>) -> Result<String, &'static str> {
    value.as_str().map(str::to_owned).ok_or("this is no text in quotes")
}

fn texts_of(value: &DeValue<'_>) -> Result<Vec<String>, &'static str> {
    let list = value.as_array().ok_or("this is no list")?;
    list.iter().map(|item| text_of(item.get_ref())).collect()
}

fn secret_of(value: &DeValue<'_>) -> Result<SecretRef, &'static str> {
    if value.as_str().is_some() {
        return Err("a secret must not stand in the config");
    }
    let table = value.as_table().ok_or("this is no reference")?;
    let mut entries = table.iter();
    let (Some((kind, place)), None) = (entries.next(), entries.next()) else {
        return Err("a reference names exactly one place");
    };
    let place = place.get_ref();
    match kind.get_ref().as_ref() {
        "env" => env_name(text_of(place)?),
        "command" => command(texts_of(place)?),
        "file" => some(text_of(place)?).map(|path| SecretRef::File(PathBuf::from(path))),
        "keyring" => some(text_of(place)?).map(SecretRef::Keyring),
        _ => Err("this is no known place for a secret"),
    }
}

fn some(text: String) -> Result<String, &'static str> {
    if text.trim().is_empty() { Err("this is blank") } else { Ok(text) }
}

/// A name only: somebody who writes the token itself behind `env` must not see it
/// repeated in a message.
fn env_name(name: String) -> Result<SecretRef, &'static str> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.is_empty() || !name.chars().all(fits) {
        return Err("this is no name of an environment variable");
    }
    Ok(SecretRef::Env(name))
}

fn command(words: Vec<String>) -> Result<SecretRef, &'static str> {
    match words.first() {
        Some(program) if !program.trim().is_empty() => Ok(SecretRef::Command(words)),
        _ => Err("the list names no program"),
    }
}
