//! What a key can mean.

use crate::domain::Verb;

/// What a key asks for; the meaning depends on the focus it was read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// One line or row up.
    Up,
    /// One line or row down.
    Down,
    /// To the first.
    Top,
    /// To the last.
    Bottom,
    /// A screen up.
    PageUp,
    /// A screen down.
    PageDown,
    /// Open, unfold, choose, go on; never confirms a plan.
    Open,
    /// Leave, without losing typed text.
    Back,
    /// The next panel.
    NextPanel,
    /// The panel before.
    PanelBefore,
    /// Type a filter.
    Filter,
    /// Go to an order by number.
    GoTo,
    /// Ask for the plan of a verb.
    Ask(Verb),
    /// Tick a step, unfold a part, change a line of a plan.
    Mark,
    /// Open the place outside that the step needs.
    OpenOutside,
    /// Choose what to copy.
    Copy,
    /// Take the last recorded plan back.
    Undo,
    /// The next order without a decision.
    NextUndecided,
    /// Sync with the store.
    Sync,
    /// Receipts of this shift.
    Receipts,
    /// All keys.
    Help,
    /// End the program.
    Quit,
    /// Stop the program and go back to the shell.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// The lane to the left.
    LaneBefore,
    /// The lane to the right.
    LaneAfter,
    /// The next way of sorting.
    Sort,
    /// A digit: a lane in the queue, a line in a plan or menu.
    Digit(u8),
    /// Confirm what is shown.
    Confirm,
    /// Change the marked line of a plan by typing.
    Rewrite,
    /// Finish writing.
    Finish,
    /// Ask for a row or step of the outbox to be tried again.
    Retry,
    /// Ask for a step of the outbox to be left out.
    Skip,
    /// Ask for a row of the outbox to be dropped.
    Drop,
    /// Ask for what a stopped row did to be taken back.
    Compensate,
    /// Ask for a row of the outbox to be closed as a person's matter.
    HandOver,
    /// End the windows, wait for the outbox, then quit.
    FinishAndQuit,
    /// Quit, leave staged rows for next time.
    LeaveAndQuit,
    /// Take staged rows back, then quit.
    TakeBackAndQuit,
    /// A change to text being typed.
    Edit(Edit),
}

/// A change to text being typed, other than a typed character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// One character to the left.
    Left,
    /// One character to the right.
    Right,
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// To the start of the line.
    Home,
    /// To the end of the line.
    End,
    /// Delete the character before the cursor.
    Backspace,
    /// Delete the character under the cursor.
    Delete,
    /// Delete the word before the cursor.
    WordBefore,
    /// Delete to the start of the line.
    ToStart,
    /// A new line.
    NewLine,
}
