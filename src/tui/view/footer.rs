//! The keys that work now, from the keymap.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::ink::{Ink, at_right};
use super::{Theme, layout};
use crate::domain::RowState;
use crate::tui::app::{Dialog, Model, Panel, RecordedState, may_retry, stuck_step};
use crate::tui::keymap::{Action, Row, footer_rows};
use crate::tui::page::{self, Role, Span};

pub(super) fn draw(model: &Model, theme: Theme, row: Rect, buf: &mut Buffer) {
    let at_end =
        |row: &Row| matches!(row.action, Action::Undo | Action::Help | Action::Quit | Action::Back);
    let works: Vec<_> =
        footer_rows(model.focus()).filter(|(row, _)| works_now(model, row)).collect();
    let mut end = Vec::new();
    for (row, word) in works.iter().filter(|(row, _)| at_end(row)) {
        end.extend(key(row, word));
    }
    // Two blanks stand between keys, none behind the last.
    if let Some(last) = end.last_mut() {
        last.text.truncate(last.text.trim_end().len() + 1);
    }
    let used = at_right(buf, row, theme, &end);
    let room = usize::from(row.width.saturating_sub(used));
    let mut ink = Ink::on(buf, Rect { width: row.width.saturating_sub(used), ..row }, theme);
    ink.skip(1);
    let mut taken = 1;
    for (row, word) in works.iter().filter(|(row, _)| !at_end(row)) {
        let spans = key(row, word);
        let width: usize = spans.iter().map(|span| span.text.width()).sum();
        if taken + width > room {
            break;
        }
        taken += width;
        ink.spans(&spans);
    }
}

fn key(row: &Row, word: &str) -> Vec<Span> {
    let name = row.keys.first().map(|key| key.name()).unwrap_or_default();
    vec![Span::new(name, Role::Key), Span::new(format!(" {word}  "), Role::Muted)]
}

/// Leaves out what the order's state does not allow (S106); help says the rest.
fn works_now(model: &Model, row: &Row) -> bool {
    match row.action {
        Action::Ask(verb) => {
            let Some(subject) = model.subject() else { return false };
            let file = model.case.of(&subject.order);
            let action = file.and_then(|f| f.actions.iter().find(|action| action.verb == verb));
            model.terms.read_only.is_none() && action.is_none_or(|action| action.allowed.is_ok())
        }
        Action::Undo if matches!(model.dialog, Some(Dialog::Receipts(_))) => {
            is_offered(model, row.action)
        }
        Action::Undo => model.recorded.iter().any(|recorded| {
            matches!(recorded.state, RecordedState::Recording | RecordedState::Staged { .. })
        }),
        Action::OpenOutside if model.dialog.is_none() && model.panel == Panel::Checklist => {
            let file = model.case.file.as_ref();
            let step = file.and_then(|file| file.checklist.get(model.case.step));
            model.subject().is_some() && step.is_some_and(|step| step.opens.is_some())
        }
        Action::OpenOutside | Action::Copy | Action::Open | Action::NextUndecided => {
            model.subject().is_some() || model.dialog.is_some()
        }
        Action::FinishAndQuit | Action::Sync => model.terms.offline.is_none(),
        Action::Mark | Action::Rewrite => match &model.dialog {
            Some(Dialog::Plan(plan)) => page::lists_fields(plan),
            _ => true,
        },
        Action::Confirm => model.question().is_some(),
        Action::Retry | Action::Skip | Action::Drop | Action::Compensate | Action::HandOver => {
            is_offered(model, row.action)
        }
        Action::PageDown => unseen(model).1,
        Action::PageUp => unseen(model) == (true, false),
        Action::Back => !is_home(model),
        _ => true,
    }
}

/// Whether the marked receipt allows it.
fn is_offered(model: &Model, action: Action) -> bool {
    let Some(Dialog::Receipts(list)) = &model.dialog else { return false };
    let now = model.now();
    list.marked().is_some_and(|row| match action {
        Action::Retry => may_retry(row, now),
        Action::Skip => stuck_step(row).is_some(),
        Action::Compensate => row.may_be_compensated(),
        Action::HandOver => row.may_be_handed_over(),
        Action::Undo => row.state == RowState::Confirmed,
        _ => row.can_be_taken_back(),
    })
}

/// Whether lines lie above and below what is shown of the page that keys scroll.
fn unseen(model: &Model) -> (bool, bool) {
    let of = |offset: usize, lines: usize, height: usize| (offset > 0, lines > offset + height);
    let dialog = layout::dialog_height(model);
    if let Some(at) = model.help {
        let page = page::help(model.focus_below_help(), layout::dialog_width(model));
        return of(at.offset, page.lines.len(), dialog);
    }
    let case = &model.case;
    let panel = layout::panel_height(model);
    match (&model.dialog, model.panel) {
        (Some(Dialog::Plan(plan)), _) => of(plan.at.offset, plan.page.lines.len(), dialog),
        (Some(Dialog::Receipts(list)), _) => of(list.at.offset, list.page.lines.len(), dialog),
        (Some(Dialog::Evidence(shown)), _) => of(shown.at.offset, shown.page.lines.len(), dialog),
        (None, _) if model.subject().is_none() => (false, false),
        (None, Panel::Analysis) => of(case.analysis_at.offset, case.analysis.lines.len(), panel),
        (None, Panel::Checklist) => of(case.checklist_at.offset, case.checklist.lines.len(), panel),
        _ => (false, false),
    }
}

/// Whether there is nothing to go back from.
fn is_home(model: &Model) -> bool {
    model.dialog.is_none()
        && model.help.is_none()
        && model.case.visited.is_none()
        && model.panel == Panel::Queue
        && model.queue.filter.typed.is_empty()
}
