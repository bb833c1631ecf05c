//! Pages out of sorted lists, found by halving.

use std::rc::Rc;

use crate::demo::shopify::paging::{Kind, Page};
use crate::demo::shopify::value::{Connection, Cursor, Obj, Val};

/// A page out of a sorted list that is too long to filter as a whole.
pub(super) struct Walk<'p> {
    pub(super) length: usize,
    pub(super) page: &'p Page,
}

impl Walk<'_> {
    /// The page, given where each place stands and what it holds; a place that holds
    /// nothing is left out.
    pub(super) fn over<'a>(
        &self,
        kind: Kind,
        sort: &'static str,
        cursor: &dyn Fn(usize) -> Option<Cursor>,
        item: &dyn Fn(usize) -> Option<Obj<'a>>,
    ) -> Val<'a> {
        let page = self.page;
        let place = |place: usize| {
            if page.reverse { self.length - 1 - place } else { place }
        };
        // Where the cursors stand, by halving: the list is sorted by them.
        let from = page
            .after
            .as_ref()
            .map_or(0, |c| self.first(|p| beyond(cursor(place(p)), c, page.reverse, false)));
        let to = page.before.as_ref().map_or(self.length, |c| {
            self.first(|p| beyond(cursor(place(p)), c, page.reverse, true))
        });
        let mut found: Vec<(Obj<'a>, usize)> = Vec::with_capacity((page.size + 1).min(1024));
        let mut take = |p: usize| {
            found.extend(item(place(p)).map(|item| (item, place(p))));
            found.len() > page.size
        };
        if page.from_end {
            (from..to).rev().any(&mut take);
        } else {
            (from..to).any(&mut take);
        }
        let more = found.len() > page.size;
        found.truncate(page.size);
        if page.from_end {
            found.reverse();
        }
        let items = found.into_iter().filter_map(|(item, at)| Some((item, cursor(at)?))).collect();
        let (has_previous, has_next) = if page.from_end {
            (more, page.before.is_some())
        } else {
            (page.after.is_some(), more)
        };
        finished(kind, sort, items, (has_previous, has_next))
    }

    /// The first place for which `is_beyond` holds, in a list where it holds from there on.
    fn first(&self, is_beyond: impl Fn(usize) -> bool) -> usize {
        let (mut low, mut high) = (0, self.length);
        while low < high {
            let middle = usize::midpoint(low, high);
            if is_beyond(middle) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }
}

fn beyond(at: Option<Cursor>, cursor: &Cursor, reverse: bool, or_same: bool) -> bool {
    let Some(at) = at else { return true };
    let order = if reverse { cursor.cmp(&at) } else { at.cmp(cursor) };
    order.is_gt() || (or_same && order.is_eq())
}

fn finished<'a>(
    kind: Kind,
    sort: &'static str,
    items: Vec<(Obj<'a>, Cursor)>,
    more: (bool, bool),
) -> Val<'a> {
    let (has_previous, has_next) = more;
    Val::Obj(Obj::Connection(Rc::new(Connection {
        type_name: kind.connection,
        edge_name: kind.edge,
        sort,
        items,
        has_next,
        has_previous,
    })))
}

/// A page out of a list that was filtered and sorted as a whole.
pub(super) fn cut<'a>(
    kind: Kind,
    sort: &'static str,
    items: Vec<(Obj<'a>, Cursor)>,
    page: &Page,
) -> Val<'a> {
    let items: Vec<Option<(Obj<'a>, Cursor)>> = items.into_iter().map(Some).collect();
    let walk = Walk { length: items.len(), page };
    let at = |place: usize| items.get(place).and_then(Option::as_ref);
    walk.over(kind, sort, &|place| at(place).map(|(_, c)| c.clone()), &|place| {
        at(place).map(|(o, _)| o.clone())
    })
}
