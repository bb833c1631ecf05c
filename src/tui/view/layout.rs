//! Where everything lies. Pure: drawing and scrolling use the same places.

use ratatui::layout::Rect;

use super::status;
use crate::tui::app::{Model, Panel};
use crate::tui::page::{Role, Span, wrap};

/// The smallest screen on which the desk can be worked at.
pub(crate) const LEAST: (u16, u16) = (60, 20);
/// From this width on, all three panels stand side by side.
const WIDE: u16 = 150;
/// From this width on, the queue has another panel beside it.
const MEDIUM: u16 = 104;
/// What works without the store.
const OFFLINE: &str = "Offline: every order that is here can be read, filtered and ticked, and plans can be staged; nothing is sent until unhold is started without --offline.";
/// The least that analysis and checklist share beside the queue: below it their sentences
/// break at every third word; from 150 columns on the queue keeps its state and its advice.
const LEAST_RIGHT: u16 = 64;
/// The most rows that alerts may take.
const MOST_ALERTS: u16 = 4;

/// The places on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Places {
    pub(crate) header: Rect,
    pub(crate) alerts: Rect,
    pub(crate) body: Rect,
    pub(crate) status: Rect,
    pub(crate) footer: Rect,
    /// Queue, analysis, checklist; `None` for a panel that is not shown.
    pub(crate) panels: [Option<Rect>; 3],
}

impl Places {
    /// The place of a panel, when it is shown.
    pub(crate) fn of(&self, panel: Panel) -> Option<Rect> {
        let [queue, analysis, checklist] = self.panels;
        match panel {
            Panel::Queue => queue,
            Panel::Analysis => analysis,
            Panel::Checklist => checklist,
        }
    }
}

/// Whether the screen is too small to work on.
pub(crate) fn is_too_small(model: &Model) -> bool {
    model.width < LEAST.0 || model.height < LEAST.1
}

/// Lays the screen out.
pub(crate) fn places(model: &Model) -> Places {
    let whole = Rect::new(0, 0, model.width, model.height);
    let alerts = alert_rows(model);
    let status = status::height(model);
    let rows = |y: u16, height: u16| Rect::new(0, y, whole.width, height).intersection(whole);
    let body = rows(2 + alerts, whole.height.saturating_sub(3 + status + alerts));
    Places {
        header: rows(0, 2),
        alerts: rows(2, alerts),
        body,
        status: rows(whole.height.saturating_sub(1 + status), status),
        footer: rows(whole.height.saturating_sub(1), 1),
        panels: panels(model, body),
    }
}

/// How many rows trouble and unsettled plans take above the panels.
fn alert_rows(model: &Model) -> u16 {
    let rows = model.alerts().count() + trouble_lines(model).len();
    u16::try_from(rows).unwrap_or(u16::MAX).min(MOST_ALERTS)
}

/// The trouble as at most two lines.
pub(crate) fn trouble_lines(model: &Model) -> Vec<Vec<Span>> {
    let Some(words) = trouble(model) else { return Vec::new() };
    let spans = vec![Span::new(" ! ", Role::Danger), Span::new(words, Role::Warn)];
    let mut lines = wrap(spans, usize::from(model.width), 3);
    lines.truncate(2);
    lines
}

/// The sentence that says why the store is not talked to, or what it does not show us.
fn trouble(model: &Model) -> Option<String> {
    if let Some(said) = &model.trouble {
        return Some(said.whole());
    }
    if model.terms.offline.is_some() {
        return Some(OFFLINE.to_owned());
    }
    let facts = model.facts.as_ref()?;
    let trouble = facts.trouble.as_ref().or(facts.unseen.as_ref())?;
    let words = trouble.sentence.trim_end_matches('.');
    Some(match &trouble.hint {
        Some(hint) => format!("{words}; {hint}"),
        None => format!("{words}."),
    })
}

fn panels(model: &Model, body: Rect) -> [Option<Rect>; 3] {
    let column = |x: u16, width: u16| Some(Rect { x, width, ..body });
    if body.width >= WIDE {
        let right = (body.width * 44 / 100).max(LEAST_RIGHT);
        let queue = body.width - right - 2;
        let analysis = right * 58 / 100;
        let checklist = right - analysis;
        return [
            column(0, queue),
            column(queue + 1, analysis),
            column(queue + analysis + 2, checklist),
        ];
    }
    if body.width >= MEDIUM {
        let right = (body.width * 36 / 100).max(43);
        let queue = body.width - right - 1;
        let place = column(queue + 1, right);
        return match model.right {
            Some(Panel::Checklist) => [column(0, queue), None, place],
            _ => [column(0, queue), place, None],
        };
    }
    match model.panel {
        Panel::Queue => [Some(body), None, None],
        Panel::Analysis => [None, Some(body), None],
        Panel::Checklist => [None, None, Some(body)],
    }
}

/// What of the filter is not understood, as at most so many lines under it.
pub(crate) fn mistake_lines(model: &Model) -> Vec<Vec<Span>> {
    const MOST: usize = 4;
    let queue = places(model).of(Panel::Queue);
    let width = usize::from(queue.map_or(model.width, |place| place.width));
    let lines = model.queue.mistakes.iter().flat_map(|mistake| {
        let sentence = Span::new(mistake.sentence.clone(), Role::Warn);
        wrap(vec![Span::new(" ! ", Role::Danger), sentence], width, 3)
    });
    lines.take(MOST).collect()
}

/// How many rows of the queue are visible; title and column heads take two, and what is
/// said of the filter the lines it needs.
pub(crate) fn queue_height(model: &Model) -> usize {
    let above = 2 + mistake_lines(model).len();
    usize::from(places(model).body.height).saturating_sub(above)
}

/// Lines above a case file: its title, and a line when it was opened by number.
pub(crate) fn case_head(model: &Model) -> u16 {
    1 + u16::from(model.case.visited.is_some())
}

/// How many lines of the analysis and the checklist are visible; the title takes one.
pub(crate) fn panel_height(model: &Model) -> usize {
    usize::from(places(model).body.height.saturating_sub(case_head(model)))
}

/// How wide the lines of analysis and checklist are; one cell is left for the mark.
pub(crate) fn panel_widths(model: &Model) -> (u16, u16) {
    let places = places(model);
    let width = |panel: Option<Rect>| panel.unwrap_or(places.body).width.saturating_sub(2);
    let [_, analysis, checklist] = places.panels;
    let beside = analysis.or(checklist);
    (width(analysis.or(beside)), width(checklist.or(beside)))
}

/// The most room that a dialog has, frame included: beside the queue when all three
/// panels are shown, so that the order keeps its place; else over everything.
pub(crate) fn dialog_room(model: &Model) -> Rect {
    let places = places(model);
    match places.panels {
        [Some(queue), Some(_), Some(_)] => {
            let x = queue.right();
            Rect { x, width: places.body.right() - x, ..places.body }
        }
        _ => places.body,
    }
}

/// How wide the lines of a dialog are.
pub(crate) fn dialog_width(model: &Model) -> u16 {
    dialog_room(model).width.saturating_sub(4)
}

/// How many lines of a dialog are visible.
pub(crate) fn dialog_height(model: &Model) -> usize {
    usize::from(dialog_room(model).height.saturating_sub(2))
}
