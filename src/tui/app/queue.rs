//! The queue: keys of the whole view, rows of the visible window.

use std::collections::HashMap;
use std::ops::Range;

use crate::desk::{Filter, FilterMistake, QueueRow, RowKey};
use crate::domain::{Currency, Lane, OrderId};

/// How many mistakes of a filter are said: no more are shown.
const MOST_MISTAKES: usize = 4;

/// The view of the queue that is loaded or being loaded.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of the view by itself")]
#[derive(Debug, Default)]
pub(crate) struct Queue {
    /// What is shown.
    pub(crate) filter: Filter,
    /// What of the filter is not understood.
    pub(crate) mistakes: Vec<FilterMistake>,
    /// Keys in queue order; only the first ones until the view is whole.
    pub(crate) keys: Vec<RowKey>,
    /// Whether every key of the view is here.
    pub(crate) whole: bool,
    /// Why the view could not be loaded.
    pub(crate) trouble: Option<String>,
    /// Place of the selected row.
    pub(crate) selected: usize,
    /// Place of the first visible row.
    pub(crate) offset: usize,
    mistakes_of: Option<(String, Currency)>,
    rows: HashMap<RowKey, QueueRow>,
    loaded: Range<usize>,
    asked: Option<AskedView>,
    asked_rows: Option<(u64, Range<usize>)>,
    /// Whether the reviewer pressed any key: until then the top row stays selected.
    pub(crate) touched: bool,
    again: bool,
    stale_rows: bool,
    anchor: Option<RowKey>,
}

#[derive(Debug)]
struct AskedView {
    ticket: u64,
    same_view: bool,
    coming: Vec<RowKey>,
}

impl Queue {
    /// The row at a place, when it is loaded.
    pub(crate) fn row(&self, place: usize) -> Option<&QueueRow> {
        self.rows.get(self.keys.get(place)?)
    }

    /// The selected row, when it is loaded.
    pub(crate) fn selected_row(&self) -> Option<&QueueRow> {
        self.row(self.selected)
    }

    /// The key of the selected row.
    pub(crate) fn selected_key(&self) -> Option<RowKey> {
        self.keys.get(self.selected).copied()
    }

    /// Rows with their places from a place on, as far as they are loaded without a gap.
    pub(crate) fn loaded_from(&self, place: usize) -> impl Iterator<Item = (usize, &QueueRow)> {
        (place..self.loaded_until(place)).map_while(|at| self.row(at).map(|row| (at, row)))
    }

    /// The first place from `place` on that is not loaded.
    pub(crate) fn loaded_until(&self, place: usize) -> usize {
        let end = self.loaded.end.min(self.keys.len());
        if self.loaded.start <= place { end.max(place) } else { place }
    }

    /// Finds what of the filter is not understood, when it or the currency changed.
    pub(crate) fn find_mistakes(&mut self, currency: Currency) {
        let known = self.mistakes_of.as_ref();
        if known.is_some_and(|(typed, of)| *typed == self.filter.typed && *of == currency) {
            return;
        }
        self.mistakes = self.filter.mistakes(currency);
        self.mistakes.truncate(MOST_MISTAKES);
        self.mistakes_of = Some((self.filter.typed.clone(), currency));
    }

    /// Whether a view is being loaded.
    pub(crate) fn is_loading(&self) -> bool {
        self.asked.is_some()
    }

    /// Moves the selection by so many rows.
    pub(crate) fn move_by(&mut self, rows: isize) {
        let last = self.keys.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
        self.anchor = None;
    }

    /// Selects a row by its key; remembers it when it is not here yet.
    pub(crate) fn select(&mut self, key: RowKey) -> bool {
        let place = self.keys.iter().position(|other| *other == key);
        self.selected = place.unwrap_or(self.selected);
        self.anchor = if place.is_some() { None } else { Some(key) };
        place.is_some()
    }

    /// Selects the row of an order when it is among the loaded rows.
    pub(crate) fn select_order(&mut self, order: &OrderId) -> bool {
        let key = self.rows.values().find(|row| row.id == *order).map(|row| row.key);
        key.is_some_and(|key| self.keys.contains(&key) && self.select(key))
    }

    /// Scrolls so that the selected row is visible.
    pub(crate) fn scroll_to_selected(&mut self, height: usize) {
        let height = height.max(1);
        let last_start = self.keys.len().saturating_sub(height);
        let lowest = self.selected.saturating_sub(height - 1);
        self.offset = self.offset.clamp(lowest, self.selected.max(lowest)).min(last_start);
    }

    /// Asks for the view anew; `None` while the same view is already being loaded, in
    /// which case it is asked again afterwards.
    pub(crate) fn ask_view(&mut self, ticket: u64, same_view: bool) -> Option<u64> {
        if same_view && self.asked.is_some() {
            self.again = true;
            return None;
        }
        self.again = false;
        if !same_view {
            self.anchor = None;
        }
        self.asked = Some(AskedView { ticket, same_view, coming: Vec::new() });
        Some(ticket)
    }

    /// Takes the first rows of a view; those of a view shown already wait for its keys.
    pub(crate) fn take_first_rows(&mut self, ticket: u64, rows: Vec<QueueRow>) {
        let Some(asked) = self.asked.as_ref().filter(|asked| asked.ticket == ticket) else {
            return;
        };
        if asked.same_view && !self.keys.is_empty() {
            return;
        }
        self.trouble = None;
        self.keys = rows.iter().map(|row| row.key).collect();
        self.whole = false;
        self.selected = self.named_among(&rows).unwrap_or(0);
        self.offset = 0;
        self.put_rows(0..rows.len(), rows);
        if let Some(anchor) = self.anchor {
            self.select(anchor);
        }
    }

    /// The place of the order whose number, and nothing else, is typed in the filter.
    fn named_among(&self, rows: &[QueueRow]) -> Option<usize> {
        let typed = self.filter.typed.trim();
        let wanted = typed.strip_prefix('#').unwrap_or(typed);
        let is_it = |row: &QueueRow| {
            let name = row.order.raw();
            name.strip_prefix('#').unwrap_or(name).eq_ignore_ascii_case(wanted)
        };
        if wanted.is_empty() { None } else { rows.iter().position(is_it) }
    }

    /// Takes more keys of the view being loaded.
    pub(crate) fn take_keys(&mut self, ticket: u64, mut keys: Vec<RowKey>) {
        if let Some(asked) = self.asked.as_mut().filter(|asked| asked.ticket == ticket) {
            asked.coming.append(&mut keys);
        }
    }

    /// Ends the loading of a view. Returns whether it must be asked again.
    pub(crate) fn end_keys(&mut self, ticket: u64, trouble: Option<String>) -> bool {
        let Some(asked) = self.asked.take_if(|asked| asked.ticket == ticket) else {
            return false;
        };
        self.trouble = trouble;
        if self.trouble.is_none() {
            let anchor = self.anchor.or_else(|| self.selected_key()).filter(|_| self.touched);
            self.keys = asked.coming;
            self.whole = true;
            self.stale_rows = true;
            self.selected = self.selected.min(self.keys.len().saturating_sub(1));
            if let Some(anchor) = anchor {
                self.select(anchor);
            } else if !self.touched {
                (self.selected, self.offset) = (0, 0);
            }
            self.anchor = None;
        }
        std::mem::take(&mut self.again)
    }

    /// The keys to load so that the visible rows and two screens on each side are here.
    pub(crate) fn missing_rows(&mut self, ticket: u64, height: usize) -> Option<Vec<RowKey>> {
        let visible = self.offset..(self.offset + height).min(self.keys.len());
        let wanted = visible.start.saturating_sub(2 * height)
            ..(visible.end + 2 * height).min(self.keys.len());
        let margin = height / 2;
        let near = visible.start.saturating_sub(margin).max(wanted.start)
            ..(visible.end + margin).min(wanted.end);
        let here = |range: &Range<usize>| range.start <= near.start && near.end <= range.end;
        let coming = self.asked_rows.as_ref().is_some_and(|(_, range)| here(range));
        if near.is_empty() || (!self.stale_rows && (here(&self.loaded) || coming)) {
            return None;
        }
        self.stale_rows = false;
        self.asked_rows = Some((ticket, wanted.clone()));
        self.keys.get(wanted).map(<[RowKey]>::to_vec)
    }

    /// Takes rows that were asked for.
    pub(crate) fn take_rows(&mut self, ticket: u64, rows: Vec<QueueRow>) {
        let Some((_, range)) = self.asked_rows.take_if(|(asked, _)| *asked == ticket) else {
            return;
        };
        self.put_rows(range, rows);
    }

    /// Gives up rows that could not be loaded; they are asked for again when next needed.
    pub(crate) fn drop_rows(&mut self, ticket: u64) {
        if self.asked_rows.as_ref().is_some_and(|(asked, _)| *asked == ticket) {
            self.asked_rows = None;
        }
    }

    /// Gives up a view that will not come.
    pub(crate) fn give_up_view(&mut self, why: String) {
        self.asked = None;
        self.again = false;
        self.trouble = Some(why);
    }

    /// Gives up rows that will not come; they are asked for again when next needed.
    pub(crate) fn give_up_rows(&mut self) {
        self.asked_rows = None;
    }

    fn put_rows(&mut self, range: Range<usize>, rows: Vec<QueueRow>) {
        self.loaded = range;
        self.rows = rows.into_iter().map(|row| (row.key, row)).collect();
    }

    /// Goes `steps` lanes to the right of the shown one; all lanes come first.
    pub(crate) fn lane_beside(&self, steps: isize) -> Option<Lane> {
        let count = Lane::ALL.len() + 1;
        let shown = self.filter.lane.and_then(|lane| Lane::ALL.iter().position(|l| *l == lane));
        let place = shown.map_or(0, |at| at + 1);
        let moved = (place + count).saturating_add_signed(steps) % count;
        moved.checked_sub(1).and_then(|at| Lane::ALL.get(at).copied())
    }
}
