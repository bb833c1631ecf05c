//! Paged lists: `first`, `after`, `last`, `before`, and what a cursor is.

use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use super::value::{Connection, Cursor, Key, Obj, Val};
use crate::demo::graphql::{Arguments, Refusal};

/// No page holds more (shopify.md section 3).
pub(crate) const LARGEST: usize = 250;

/// Which page is asked for.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) size: usize,
    pub(crate) from_end: bool,
    pub(crate) after: Option<Cursor>,
    pub(crate) before: Option<Cursor>,
    pub(crate) reverse: bool,
}

/// What a cursor says inside; callers must take it for opaque.
#[derive(Serialize, Deserialize)]
struct Inside {
    last_id: u64,
    last_value: String,
    #[serde(rename = "sort")]
    sort: String,
}

impl Page {
    /// Reads the paging arguments of a list sorted by `sort`.
    pub(crate) fn of(arguments: &Arguments, sort: &str) -> Result<Self, Box<Refusal>> {
        if arguments.is_unpaged() {
            let reverse = arguments.is_true("reverse");
            return Ok(Self {
                size: usize::MAX - 1,
                from_end: false,
                after: None,
                before: None,
                reverse,
            });
        }
        let (first, last) = (arguments.number("first"), arguments.number("last"));
        let (name, size) = match (first, last) {
            (Some(first), None) => ("first", first),
            (None, Some(last)) => ("last", last),
            (None, None) => return Err(bad("you must provide one of first or last")),
            (Some(_), Some(_)) => {
                return Err(bad("providing both first and last is not supported"));
            }
        };
        if size < 1 {
            return Err(bad(&format!("{name} must be greater than 0")));
        }
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        if size > LARGEST {
            return Err(bad(&format!("{name} cannot exceed {LARGEST}")));
        }
        Ok(Self {
            size,
            from_end: name == "last",
            after: read(arguments.text("after"), sort)?,
            before: read(arguments.text("before"), sort)?,
            reverse: arguments.is_true("reverse"),
        })
    }
}

#[expect(clippy::unnecessary_box_returns, reason = "it goes into results whose error is boxed")]
fn bad(text: &str) -> Box<Refusal> {
    Box::new(Refusal::new("BAD_REQUEST", text))
}

fn read(text: Option<&str>, sort: &str) -> Result<Option<Cursor>, Box<Refusal>> {
    let Some(text) = text else { return Ok(None) };
    let bytes = BASE64.decode(text).map_err(|_| bad("Invalid cursor"))?;
    let inside: Inside = serde_json::from_slice(&bytes).map_err(|_| bad("Invalid cursor"))?;
    if inside.sort != sort {
        return Err(bad("Invalid cursor for current pagination sort."));
    }
    let key = match inside.last_value.split_once(':') {
        Some(("n", number)) => Key::Number(number.parse().map_err(|_| bad("Invalid cursor"))?),
        Some((_, text)) => Key::Text(text.to_owned()),
        None => return Err(bad("Invalid cursor")),
    };
    Ok(Some(Cursor { key, id: inside.last_id }))
}

impl Cursor {
    /// The cursor as the caller gets it.
    pub(crate) fn written(&self, sort: &str) -> String {
        let last_value = match &self.key {
            Key::Number(number) => format!("n:{number}"),
            Key::Text(text) => format!("t:{text}"),
        };
        let inside = Inside { last_id: self.id, last_value, sort: sort.to_owned() };
        BASE64.encode(serde_json::to_vec(&inside).unwrap_or_default())
    }
}

/// Names of a connection's types and the sort its cursors belong to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    pub(crate) connection: &'static str,
    pub(crate) edge: &'static str,
}

/// A page over a list that lies in memory as a whole, in the order in which it stands.
pub(crate) fn page_of<'a>(
    kind: Kind,
    arguments: &Arguments,
    items: impl IntoIterator<Item = (u64, Obj<'a>)>,
) -> Val<'a> {
    let mut items: Vec<(Obj<'a>, Cursor)> = items
        .into_iter()
        .enumerate()
        .map(|(place, (id, item))| {
            (item, Cursor { key: Key::Number(i64::try_from(place).unwrap_or(i64::MAX)), id })
        })
        .collect();
    let page = match Page::of(arguments, "position") {
        Ok(page) => page,
        Err(refusal) => return Val::Fail(refusal),
    };
    if page.reverse {
        items.reverse();
    }
    let total = items.len();
    let after = page.after.as_ref().and_then(|c| items.iter().position(|(_, at)| at.id == c.id));
    let before = page.before.as_ref().and_then(|c| items.iter().position(|(_, at)| at.id == c.id));
    let (mut from, mut to) = (after.map_or(0, |at| at + 1), before.unwrap_or(total));
    to = to.max(from);
    if page.from_end {
        from = from.max(to.saturating_sub(page.size));
    } else {
        to = to.min(from.saturating_add(page.size));
    }
    let items = items.into_iter().skip(from).take(to - from).collect();
    connection(kind, items, (from > 0, to < total))
}

/// A page put together elsewhere.
fn connection(kind: Kind, items: Vec<(Obj<'_>, Cursor)>, more: (bool, bool)) -> Val<'_> {
    let (has_previous, has_next) = more;
    Val::Obj(Obj::Connection(Rc::new(Connection {
        type_name: kind.connection,
        edge_name: kind.edge,
        sort: "position",
        items,
        has_next,
        has_previous,
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_belongs_to_its_sort() {
        let cursor = Cursor { key: Key::Text("Añb:c".into()), id: 7 };
        let text = cursor.written("CUSTOMER_NAME");

        assert_eq!(read(Some(&text), "CUSTOMER_NAME").unwrap(), Some(cursor));
        assert!(read(Some(&text), "PROCESSED_AT").is_err());
        assert!(read(Some("nonsense"), "PROCESSED_AT").is_err());
    }
}
