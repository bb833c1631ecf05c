//! What lies over the panels.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use super::ink::{Ink, blank};
use super::{Theme, layout, panel, plan};
use crate::tui::app::{Dialog, Evidence, Menu, Model, Reason, Receipts, Scroll};
use crate::tui::page::{self, Page, Role, Setting};

pub(super) fn draw(model: &Model, theme: Theme, buf: &mut Buffer) -> Option<Position> {
    if let Some(at) = model.help {
        let page = page::help(model.focus_below_help(), layout::dialog_width(model));
        let inner = frame(model, theme, "Keys", page.lines.len(), buf);
        scrolled(&page, at, theme, inner, buf);
        return None;
    }
    match model.dialog.as_ref()? {
        Dialog::Plan(dialog) => plan::draw(model, dialog, theme, buf),
        Dialog::Receipts(receipts) => self::receipts(model, receipts, theme, buf),
        Dialog::Evidence(evidence) => {
            self::evidence(model, evidence, theme, buf);
            None
        }
        Dialog::Menu(menu) => {
            self::menu(model, menu, theme, buf);
            None
        }
        Dialog::Address { url, .. } => {
            let setting = Setting {
                zone: model.zone(),
                now: model.now(),
                width: layout::dialog_width(model),
            };
            let page = page::address(url, setting);
            let inner = frame(model, theme, "Open outside", page.lines.len(), buf);
            panel::lines(&page.lines, theme, inner, buf);
            None
        }
        Dialog::Quit(quitting) => {
            let setting = Setting {
                zone: model.zone(),
                now: model.now(),
                width: layout::dialog_width(model),
            };
            let page = page::quitting(quitting, setting, model.reach());
            let inner = frame(model, theme, "Before you quit", page.lines.len(), buf);
            panel::lines(&page.lines, theme, inner, buf);
            None
        }
        Dialog::Filter { .. } | Dialog::GoTo(_) => None,
    }
}

/// Draws a page from its scroll on.
pub(super) fn scrolled(page: &Page, at: Scroll, theme: Theme, inner: Rect, buf: &mut Buffer) {
    panel::lines(page.lines.get(at.offset..).unwrap_or_default(), theme, inner, buf);
    panel::more(page, at, theme, inner, buf);
}

/// Draws an empty frame for so many lines; answers the place inside it.
pub(super) fn frame(
    model: &Model,
    theme: Theme,
    title: &str,
    lines: usize,
    buf: &mut Buffer,
) -> Rect {
    let room = layout::dialog_room(model);
    let wanted = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(2);
    let height = wanted.clamp(3, room.height.max(3));
    let place = Rect { height, ..room }.intersection(buf.area);
    blank(buf, place);
    edges(place, theme, buf);
    let row = Rect { x: place.x + 2, width: place.width.saturating_sub(4), height: 1, ..place };
    Ink::on(buf, row, theme)
        .say(" ", Role::Plain)
        .styled(title, theme.title(true))
        .say(" ", Role::Plain);
    Rect {
        x: place.x + 1,
        y: place.y + 1,
        width: place.width.saturating_sub(2),
        height: place.height.saturating_sub(2),
    }
}

fn edges(place: Rect, theme: Theme, buf: &mut Buffer) {
    let inside = usize::from(place.width.saturating_sub(2));
    let bar = "─".repeat(inside);
    for (at, row) in place.rows().enumerate() {
        let last = at + 1 == usize::from(place.height);
        let style = theme.frame();
        let mut ink = Ink::on(buf, row, theme);
        match (at, last) {
            (0, _) => drop(ink.styled("┌", style).styled(&bar, style).styled("┐", style)),
            (_, true) => drop(ink.styled("└", style).styled(&bar, style).styled("┘", style)),
            _ => {
                ink.styled("│", style);
                let right = Rect { x: place.right().saturating_sub(1), width: 1, ..row };
                Ink::on(buf, right, theme).styled("│", style);
            }
        }
    }
}

fn receipts(
    model: &Model,
    receipts: &Receipts,
    theme: Theme,
    buf: &mut Buffer,
) -> Option<Position> {
    let lines = receipts.page.lines.len();
    let whole = usize::from(layout::dialog_room(model).height);
    let inner = frame(model, theme, "Receipts of this shift", whole.max(lines), buf);
    scrolled(&receipts.page, receipts.at, theme, inner, buf);
    let first = receipts.page.first_line_of(receipts.mark);
    if let (Some(first), Some(last)) = (first, receipts.page.last_line_of(receipts.mark)) {
        panel::marked(receipts.at, first..=last, theme, inner, buf);
    }
    if let Some(question) = &receipts.question {
        let setting =
            Setting { zone: model.zone(), now: model.now(), width: layout::dialog_width(model) };
        let page = page::question(question, receipts, setting);
        let inner = frame(model, theme, "x confirms", page.lines.len(), buf);
        panel::lines(&page.lines, theme, inner, buf);
    }
    let why = receipts.why.as_ref()?;
    let title = match receipts.reason {
        Reason::Skip => "Why is the step not needed? Enter goes on",
        Reason::HandOver => "What is left to do, and for whom? Enter goes on",
    };
    let inner = frame(model, theme, title, 1, buf);
    let mut ink = Ink::on(buf, inner, theme);
    ink.skip(1);
    Some(super::queue::type_in(&mut ink, why))
}

fn evidence(model: &Model, evidence: &Evidence, theme: Theme, buf: &mut Buffer) {
    let whole = usize::from(layout::dialog_room(model).height);
    let inner = frame(model, theme, "Evidence", whole, buf);
    scrolled(&evidence.page, evidence.at, theme, inner, buf);
    let first = evidence.page.first_line_of(evidence.mark);
    if let (Some(first), Some(last)) = (first, evidence.page.last_line_of(evidence.mark)) {
        panel::marked(evidence.at, first..=last, theme, inner, buf);
    }
}

fn menu(model: &Model, menu: &Menu, theme: Theme, buf: &mut Buffer) {
    let inner = frame(model, theme, &menu.title, menu.lines.len(), buf);
    let widest = menu.lines.iter().map(|(what, ..)| what.width()).max().unwrap_or(0);
    for (at, (row, (what, text, _))) in inner.rows().zip(&menu.lines).enumerate() {
        let mut ink = Ink::on(buf, row, theme);
        ink.skip(1).say(&format!("{} ", at + 1), Role::Key);
        ink.say(&format!("{what:<widest$}  "), Role::Muted).outside(text, Role::Plain);
        if at == menu.mark {
            let at = Scroll { line: at, offset: 0 };
            panel::marked(at, menu.mark..=menu.mark, theme, inner, buf);
        }
    }
}
