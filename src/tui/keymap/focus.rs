//! Where keys go.

/// The part of the screen that keys are read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Focus {
    /// The queue.
    Queue,
    /// The fraud analysis.
    Analysis,
    /// The checklist.
    Checklist,
    /// The filter line.
    Filter,
    /// The line for an order's number.
    GoTo,
    /// A list of orders or texts to choose from.
    Menu,
    /// An address outside.
    Address,
    /// A plan.
    Plan,
    /// A text inside a plan.
    Writing,
    /// A line inside a plan, or the reason for leaving a step out.
    Line,
    /// Receipts.
    Receipts,
    /// The evidence behind a step.
    Evidence,
    /// A question about a row of the outbox.
    Question,
    /// The list of keys.
    Help,
    /// The question before quitting.
    Quit,
}

impl Focus {
    /// The heading above the keys that work here.
    pub(crate) fn here(self) -> &'static str {
        match self {
            Self::Queue => "Here, in the queue",
            Self::Analysis => "Here, in the fraud analysis",
            Self::Checklist => "Here, in the checklist",
            Self::Receipts => "Here, in the receipts",
            Self::Evidence => "Here, in the evidence",
            Self::Plan => "Here, in the plan",
            _ => "Here",
        }
    }

    /// Whether typed characters are text here.
    pub(crate) fn takes_text(self) -> bool {
        matches!(self, Self::Filter | Self::GoTo | Self::Writing | Self::Line)
    }
}
