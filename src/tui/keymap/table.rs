//! The rows: every key of the program, and nothing else.

use super::row::{
    ANYWHERE, DESK, LINES, MOVING, ORDER, PANELS, PLAN, QUEUE, QUITTING, RECEIPTS, Row, SCROLLING,
    TYPING, VERBS, WRITING, ch, row,
};
use super::{Action, Edit, Focus, Key};
use crate::domain::Verb;

/// Every key of the program. The footer shows rows in this order.
pub(crate) const ROWS: &[Row] = &[
    row!(
        PLAN,
        &[Focus::Plan, Focus::Question],
        [ch('x')],
        Action::Confirm,
        "confirm what is shown; no other key does",
        "confirm"
    ),
    row!(
        PLAN,
        &[Focus::Plan],
        [Key::SPACE, Key::ENTER],
        Action::Mark,
        "change the marked line",
        "change"
    ),
    row!(
        PLAN,
        &[Focus::Plan],
        [ch('1'), ch('2'), ch('3'), ch('4'), ch('5'), ch('6'), ch('7'), ch('8'), ch('9')],
        Action::Digit(0),
        "change the line with that number"
    ),
    row!(
        PLAN,
        &[Focus::Plan],
        [ch('e')],
        Action::Rewrite,
        "write the note that goes with it, or the tags",
        "edit"
    ),
    row!(
        DESK,
        PANELS,
        [ch('z')],
        Action::Undo,
        "take the last staged plan back; once it is done, open the plan that undoes it",
        "take back"
    ),
    row!(
        ORDER,
        QUEUE,
        [Key::ENTER],
        Action::Open,
        "open the order: read its fraud analysis",
        "open"
    ),
    row!(
        ORDER,
        &[Focus::Checklist, Focus::Evidence],
        [Key::SPACE],
        Action::Mark,
        "tick the step, or take the tick back",
        "tick"
    ),
    row!(
        ORDER,
        &[Focus::Checklist, Focus::Evidence],
        [ch('o')],
        Action::OpenOutside,
        "look up what the step needs: web search, map, the store's admin; it is logged",
        "look up"
    ),
    row!(
        MOVING,
        SCROLLING,
        [Key::PAGE_DOWN, Key::ctrl('f')],
        Action::PageDown,
        "a screen down",
        "more"
    ),
    row!(
        MOVING,
        SCROLLING,
        [Key::PAGE_UP, Key::ctrl('b')],
        Action::PageUp,
        "a screen up",
        "back up"
    ),
    row!(ORDER, &[Focus::Analysis], [Key::SPACE], Action::Mark, "unfold or fold the part"),
    row!(
        VERBS,
        PANELS,
        [ch('u')],
        Action::Ask(Verb::Release),
        "release the hold (unhold): the goods may leave",
        "release"
    ),
    row!(
        VERBS,
        PANELS,
        [ch('h')],
        Action::Ask(Verb::Hold),
        "hold, with a day to decide by",
        "hold"
    ),
    row!(
        VERBS,
        PANELS,
        [ch('c')],
        Action::Ask(Verb::Cancel),
        "cancel the order; by default the money goes back",
        "cancel"
    ),
    row!(
        VERBS,
        PANELS,
        [ch('r')],
        Action::Ask(Verb::Refund),
        "refund all of the money or a part",
        "refund"
    ),
    row!(VERBS, PANELS, [ch('n')], Action::Ask(Verb::Note), "add to the order's note", "note"),
    row!(
        ORDER,
        &[Focus::Analysis],
        [Key::ENTER],
        Action::Open,
        "unfold or fold the part",
        "unfold"
    ),
    row!(
        ORDER,
        &[Focus::Checklist],
        [Key::ENTER],
        Action::Open,
        "read the evidence behind the step in full",
        "evidence"
    ),
    row!(
        ORDER,
        &[Focus::Evidence],
        [Key::ENTER],
        Action::Open,
        "in the evidence: open the marked linked order",
        "open it"
    ),
    row!(MOVING, PANELS, [ch('.')], Action::NextUndecided, "next order without a decision", "next"),
    row!(
        MOVING,
        QUEUE,
        [ch('/')],
        Action::Filter,
        "filter as you type: risk:high country:SE >300 held coupon:SPRING name",
        "filter"
    ),
    row!(DESK, PANELS, [ch('s')], Action::Sync, "sync with the store", "sync"),
    row!(
        DESK,
        PANELS,
        [ch('J')],
        Action::Receipts,
        "receipts of this shift; what needs you stands on top",
        "receipts"
    ),
    row!(
        MOVING,
        PANELS,
        [ch('#')],
        Action::GoTo,
        "go to any order of the store by its number",
        "go to"
    ),
    row!(
        ORDER,
        &[Focus::Queue, Focus::Analysis],
        [ch('o')],
        Action::OpenOutside,
        "open the order in the store's admin; it is logged",
        "store admin"
    ),
    row!(
        ORDER,
        PANELS,
        [ch('y')],
        Action::Copy,
        "copy order number, e-mail, phone, address, IP or note",
        "copy"
    ),
    row!(
        ORDER,
        &[Focus::Address],
        [ch('y')],
        Action::Copy,
        "copy the address that no browser could be started for",
        "copy"
    ),
    row!(MOVING, PANELS, [Key::TAB], Action::NextPanel, "next panel", "panel"),
    row!(MOVING, PANELS, [Key::BACK_TAB], Action::PanelBefore, "panel before"),
    row!(MOVING, QUEUE, [ch('['), Key::LEFT], Action::LaneBefore, "lane to the left"),
    row!(MOVING, QUEUE, [ch(']'), Key::RIGHT], Action::LaneAfter, "lane to the right", "lane"),
    row!(
        MOVING,
        PANELS,
        [ch('0'), ch('1'), ch('2'), ch('3'), ch('4'), ch('5'), ch('6'), ch('7')],
        Action::Digit(0),
        "0 shows every open order, 1 to 7 one lane"
    ),
    row!(MOVING, QUEUE, [ch('S')], Action::Sort, "sort by clock, risk, total, newest, customer"),
    row!(MOVING, SCROLLING, [ch('j'), Key::DOWN], Action::Down, "down"),
    row!(MOVING, SCROLLING, [ch('k'), Key::UP], Action::Up, "up"),
    row!(MOVING, SCROLLING, [ch('g'), Key::HOME], Action::Top, "to the first"),
    row!(MOVING, SCROLLING, [ch('G'), Key::END], Action::Bottom, "to the last"),
    row!(VERBS, PANELS, [ch('t')], Action::Ask(Verb::Tag), "add tags to the order", "tag"),
    row!(VERBS, PANELS, [ch('T')], Action::Ask(Verb::Untag), "remove tags from the order"),
    row!(
        VERBS,
        PANELS,
        [ch('a')],
        Action::Ask(Verb::Archive),
        "put the order into the archive",
        "archive"
    ),
    row!(
        VERBS,
        PANELS,
        [ch('A')],
        Action::Ask(Verb::Unarchive),
        "take the order out of the archive",
        "unarchive"
    ),
    row!(
        RECEIPTS,
        &[Focus::Receipts],
        [Key::ENTER, Key::SPACE],
        Action::Open,
        "show or hide the steps",
        "steps"
    ),
    row!(
        RECEIPTS,
        &[Focus::Receipts],
        [ch('R')],
        Action::Retry,
        "try a failed or unknown plan again; the order is read first",
        "retry"
    ),
    row!(
        RECEIPTS,
        &[Focus::Receipts],
        [ch('S')],
        Action::Skip,
        "leave the failed step out, with a reason",
        "leave out"
    ),
    row!(
        RECEIPTS,
        &[Focus::Receipts],
        [ch('D')],
        Action::Drop,
        "take a plan back of which nothing was sent",
        "take back"
    ),
    row!(
        RECEIPTS,
        &[Focus::Receipts],
        [ch('C')],
        Action::Compensate,
        "take back what a stopped plan did; shown and asked first",
        "undo what was done"
    ),
    row!(
        RECEIPTS,
        &[Focus::Receipts],
        [ch('H')],
        Action::HandOver,
        "close a stopped or unknown plan as a matter of your own, with a reason",
        "hand over"
    ),
    row!(
        RECEIPTS,
        &[Focus::Receipts],
        [ch('z')],
        Action::Undo,
        "take the marked plan back; once it is done, open the plan that undoes it",
        "undo"
    ),
    row!(MOVING, &[Focus::Menu], [Key::ENTER], Action::Open, "choose", "choose"),
    row!(
        MOVING,
        &[Focus::Menu],
        [ch('1'), ch('2'), ch('3'), ch('4'), ch('5'), ch('6'), ch('7'), ch('8'), ch('9')],
        Action::Digit(0),
        "choose the line with that number"
    ),
    row!(
        QUITTING,
        &[Focus::Quit],
        [ch('f')],
        Action::FinishAndQuit,
        "finish: start what is staged now, wait for it, then quit",
        "finish"
    ),
    row!(
        QUITTING,
        &[Focus::Quit],
        [ch('l'), ch('q'), Key::ctrl('c')],
        Action::LeaveAndQuit,
        "leave it staged for next time and quit",
        "leave"
    ),
    row!(
        QUITTING,
        &[Focus::Quit],
        [ch('t')],
        Action::TakeBackAndQuit,
        "take back what has not begun, then quit",
        "take back"
    ),
    row!(
        WRITING,
        LINES,
        [Key::ENTER],
        Action::Finish,
        "done; in a plan it shows the plan again, it never confirms",
        "done"
    ),
    row!(
        WRITING,
        &[Focus::Writing],
        [Key::TAB, Key::ctrl('s')],
        Action::Finish,
        "done: show the plan with this text",
        "done"
    ),
    row!(WRITING, &[Focus::Writing], [Key::ENTER], Action::Edit(Edit::NewLine), "new line"),
    row!(WRITING, TYPING, [Key::LEFT], Action::Edit(Edit::Left), "left"),
    row!(WRITING, TYPING, [Key::RIGHT], Action::Edit(Edit::Right), "right"),
    row!(WRITING, TYPING, [Key::UP], Action::Edit(Edit::Up), "up"),
    row!(WRITING, TYPING, [Key::DOWN], Action::Edit(Edit::Down), "down"),
    row!(
        WRITING,
        TYPING,
        [Key::HOME, Key::ctrl('a')],
        Action::Edit(Edit::Home),
        "start of the line"
    ),
    row!(WRITING, TYPING, [Key::END, Key::ctrl('e')], Action::Edit(Edit::End), "end of the line"),
    row!(
        WRITING,
        TYPING,
        [Key::BACKSPACE, Key::ctrl('h')],
        Action::Edit(Edit::Backspace),
        "delete to the left"
    ),
    row!(WRITING, TYPING, [Key::DELETE], Action::Edit(Edit::Delete), "delete to the right"),
    row!(
        WRITING,
        TYPING,
        [Key::ctrl('w')],
        Action::Edit(Edit::WordBefore),
        "delete the word before"
    ),
    row!(
        WRITING,
        TYPING,
        [Key::ctrl('u')],
        Action::Edit(Edit::ToStart),
        "delete to the start of the line",
        "clear"
    ),
    row!(
        DESK,
        &[
            Focus::Queue,
            Focus::Analysis,
            Focus::Checklist,
            Focus::Plan,
            Focus::Receipts,
            Focus::Evidence
        ],
        [ch('?')],
        Action::Help,
        "all keys",
        "help"
    ),
    row!(DESK, &[Focus::Receipts, Focus::Evidence, Focus::Help], [ch('q')], Action::Back, "back"),
    row!(
        DESK,
        PANELS,
        [ch('q'), Key::ctrl('c')],
        Action::Quit,
        "quit; asks when something is staged and not finished",
        "quit"
    ),
    row!(
        DESK,
        &[
            Focus::Filter,
            Focus::GoTo,
            Focus::Menu,
            Focus::Address,
            Focus::Plan,
            Focus::Writing,
            Focus::Line,
            Focus::Receipts,
            Focus::Evidence,
            Focus::Question,
            Focus::Help
        ],
        [Key::ctrl('c')],
        Action::Back,
        "back"
    ),
    row!(
        MOVING,
        PANELS,
        [Key::ESC],
        Action::Back,
        "leave one thing: an order opened by number, the panel, the filter",
        "back"
    ),
    row!(
        MOVING,
        &[Focus::Filter],
        [Key::ESC],
        Action::Back,
        "while typing the filter: the filter from before comes back",
        "back"
    ),
    row!(
        MOVING,
        &[Focus::Plan, Focus::Writing],
        [Key::ESC],
        Action::Back,
        "leave a text or a plan; what was typed and chosen is kept",
        "back"
    ),
    row!(
        MOVING,
        &[Focus::Line],
        [Key::ESC],
        Action::Back,
        "leave a line of a plan; it stays as it was before",
        "back"
    ),
    row!(
        MOVING,
        &[
            Focus::GoTo,
            Focus::Menu,
            Focus::Address,
            Focus::Receipts,
            Focus::Evidence,
            Focus::Question,
            Focus::Help,
            Focus::Quit
        ],
        [Key::ESC],
        Action::Back,
        "back; nothing was done",
        "back"
    ),
    row!(
        DESK,
        ANYWHERE,
        [Key::ctrl('z')],
        Action::Suspend,
        "stop and go back to the shell; `fg` returns"
    ),
    row!(DESK, ANYWHERE, [Key::ctrl('l')], Action::Redraw, "draw the screen anew"),
];
