//! Store, reviewer, last sync, outbox; below them the lanes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::Theme;
use super::ink::{Ink, at_right};
use crate::desk::HeaderFacts;
use crate::domain::Lane;
use crate::tui::app::Model;
use crate::tui::page::{Role, Span, grouped, hour_minute};

pub(super) fn draw(model: &Model, theme: Theme, place: Rect, buf: &mut Buffer) {
    let first = Rect { height: 1, ..place };
    let used = at_right(buf, first, theme, &state_of_things(model));
    let left = Rect { width: first.width.saturating_sub(used + 2), ..first };
    let mut ink = Ink::on(buf, left, theme);
    ink.say(" unhold", Role::Heading);
    if let Some(facts) = &model.facts {
        ink.skip(2).outside(&facts.store, Role::Strong).skip(2).say(&facts.reviewer, Role::Muted);
    }
    if let (Some(facts), 2..) = (&model.facts, place.height) {
        lanes(model, facts, theme, Rect { y: place.y + 1, height: 1, ..place }, buf);
    }
}

/// What is in the outbox and when the last sync was: a time, not an age.
fn state_of_things(model: &Model) -> Vec<Span> {
    let mut spans = Vec::new();
    let counts = model.facts.as_ref().map(|facts| facts.outbox).unwrap_or_default();
    for (count, word, role) in [
        (counts.unknown, "unknown", Role::Danger),
        (counts.stopped, "stopped", Role::Danger),
        (counts.running, "running", Role::Accent),
        (counts.staged, "staged", Role::Accent),
    ] {
        if count > 0 {
            spans.push(Span::new(format!("{count} {word}"), role));
            spans.push(Span::new(" · ", Role::Muted));
        }
    }
    if model.terms.read_only.is_some() {
        spans.push(Span::new("read only · ", Role::Warn));
    }
    spans.push(sync_words(model));
    spans.push(Span::new(" ", Role::Plain));
    spans
}

fn sync_words(model: &Model) -> Span {
    if let Some(progress) = &model.sync {
        let words = if progress.words.is_empty() { "syncing" } else { &progress.words };
        let counted = match (progress.done, progress.total) {
            (0, _) => String::new(),
            (done, Some(total)) => format!(" {} of {}", grouped(done), grouped(total)),
            (done, None) => format!(", {} so far", grouped(done)),
        };
        return Span::new(format!("{words}{counted}"), Role::Accent);
    }
    if model.terms.offline.is_some() {
        return Span::new("offline", Role::Warn);
    }
    match model.facts.as_ref().map(|facts| facts.last_sync) {
        None => Span::new("opening", Role::Muted),
        Some(None) => Span::new("never synced", Role::Warn),
        Some(Some(at)) => Span::new(format!("synced {}", synced_at(model, at)), Role::Muted),
    }
}

/// The time of the last sync, with its day when that was not today.
fn synced_at(model: &Model, at: crate::domain::Timestamp) -> String {
    let zone = model.zone();
    if zone.day(at) == zone.day(model.now()) {
        hour_minute(zone, at)
    } else {
        crate::tui::page::day_time(zone, at)
    }
}

fn lanes(model: &Model, facts: &HeaderFacts, theme: Theme, row: Rect, buf: &mut Buffer) {
    let shown = model.queue.filter.lane;
    let count_of = |lane: Lane| {
        facts.lanes.iter().find(|(other, _)| *other == lane).map_or(0, |(_, count)| *count)
    };
    let open: u64 =
        Lane::ALL.iter().filter(|lane| **lane != Lane::Done).map(|l| count_of(*l)).sum();
    let mut tabs = vec![(None, "open", open)];
    let titles = Lane::ALL.iter().map(|lane| (Some(*lane), lane.title(), count_of(*lane)));
    tabs.extend(titles);
    let width = |tabs: &[(Option<Lane>, &str, u64)]| -> usize {
        tabs.iter().map(|(_, title, count)| title.width() + grouped(*count).len() + 5).sum()
    };
    while width(&tabs) > usize::from(row.width) {
        // Empty lanes give way first, then those furthest right; the shown one never does.
        let spare = |(lane, _, count): &(Option<Lane>, &str, u64)| {
            *lane != shown && lane.is_some() && *count == 0
        };
        let place = tabs.iter().rposition(spare);
        let last = || tabs.iter().rposition(|(lane, ..)| *lane != shown && lane.is_some());
        let Some(at) = place.or_else(last) else { break };
        tabs.remove(at);
    }
    let mut ink = Ink::on(buf, row, theme);
    for (lane, title, count) in tabs {
        let place = lane.and_then(|lane| Lane::ALL.iter().position(|other| *other == lane));
        let digit = place.map_or(0, |place| place + 1);
        let words = format!(" {digit} {} {} ", title, grouped(count));
        ink.styled(&words, theme.lane(lane, count, lane == shown));
    }
}
