//! The dialog in which a plan is shown, changed and confirmed.

use chrono::NaiveDate;
use ratatui_textarea::TextArea;
use tui_input::Input;

use super::{Planned, Said, Scroll};
use crate::desk::CaseFile;
use crate::domain::{
    CancelReason, Clean, Hold, Notify, Order, OrderId, RefundTo, Restock, Step, Sums, Verb,
};
use crate::tui::page::Page;
use crate::verbs::Wish;

/// A line of a plan that can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// Whether a hold is released.
    Hold(HoldChoice),
    /// Whether one of the order's tags is removed.
    TagChoice(Clean),
    /// Why it is held, cancelled or refunded (C17).
    Reason,
    /// Where the money goes.
    RefundTo,
    /// How much is refunded.
    Amount,
    /// Whether goods go back on the shelf.
    Restock,
    /// Whether the store tells the customer.
    Notify,
    /// The day of the decision.
    Until,
    /// Tags to add.
    Tags,
    /// A text for the order's note.
    Text,
}

/// One hold of the order, as a release lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HoldChoice {
    /// The store's id.
    pub(crate) id: Box<str>,
    /// Who placed it.
    pub(crate) by: Clean,
    /// Whether this program placed it.
    pub(crate) ours: bool,
    /// Why, in the store's words.
    pub(crate) reason: Clean,
    /// What was noted with it.
    pub(crate) notes: Clean,
    /// Where the goods leave from.
    pub(crate) location: Clean,
}

impl HoldChoice {
    /// Every hold of an order.
    pub(crate) fn all_of(order: &Order) -> Vec<Self> {
        let by = |hold: &Hold| {
            let nobody = || Clean::new("someone the store does not name");
            hold.by.known().cloned().unwrap_or_else(nobody)
        };
        let holds = order.holds().map(|(part, hold)| Self {
            id: hold.id.clone(),
            by: by(hold),
            ours: hold.ours,
            reason: hold.reason_shown.clone(),
            notes: hold.notes.clone(),
            location: part.location.clone(),
        });
        holds.collect()
    }
}

/// What is being typed in a plan.
#[derive(Debug)]
pub(crate) enum Typing {
    /// The text for the order's note.
    Text(Box<TextArea<'static>>),
    /// One line: the amount, the day, the tags.
    Line {
        /// Which line of the plan.
        field: Field,
        /// What is typed.
        input: Box<Input>,
        /// Why it cannot be taken as it is.
        trouble: Option<String>,
        /// Whether it is as it was filled in: the first typed character replaces it.
        prefilled: bool,
    },
}

/// What was chosen and typed for an order and verb, kept when a plan is left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    /// The choices.
    pub(crate) wish: Wish,
    /// The text, when one was begun.
    pub(crate) text: Option<String>,
    /// What the text was filled with.
    pub(crate) began: Option<String>,
    /// The line being typed: which, and what.
    pub(crate) line: Option<(Field, String)>,
}

/// The dialog.
#[derive(Debug)]
pub(crate) struct PlanDialog {
    /// The order.
    pub(crate) order: OrderId,
    /// Its name.
    pub(crate) name: Clean,
    /// What was asked for.
    pub(crate) verb: Verb,
    /// The choices.
    pub(crate) wish: Wish,
    /// The text begun for the note.
    pub(crate) text: Option<String>,
    /// What that text was filled with, so that its untouched lines can follow a change.
    pub(crate) began: Option<String>,
    /// Whether the note is to follow a change, and its new lines are asked for.
    pub(crate) follows: bool,
    /// The ticket of the newest question.
    pub(crate) ticket: u64,
    /// Whether the answer to it is still to come.
    pub(crate) asking: bool,
    /// The newest plan that was answered.
    pub(crate) planned: Option<Box<Planned>>,
    /// Why there is no plan.
    pub(crate) refused: Option<Said>,
    /// The number of the frame in which the whole question stood on the screen.
    pub(crate) drawn: Option<u64>,
    /// The order as the case file shows it, once it is here: what it costs, what was received.
    pub(crate) read: Option<Box<Order>>,
    /// Why a cancellation has no money to send anywhere, by the case file.
    pub(crate) no_money: Option<String>,
    /// Days to come on which the shop is closed, once the case file is here.
    pub(crate) closed_days: Option<Vec<NaiveDate>>,
    /// Lines that can be changed.
    pub(crate) fields: Vec<Field>,
    /// Which of them is marked.
    pub(crate) mark: usize,
    /// What is being typed.
    pub(crate) typing: Option<Typing>,
    /// The dialog as lines.
    pub(crate) page: Page,
    /// Its scroll.
    pub(crate) at: Scroll,
    /// Whether its last line was inside the window when it was last settled.
    pub(crate) end_visible: bool,
    /// The revision of the case file whose holds are listed.
    pub(crate) listed: Option<crate::domain::Revision>,
}

impl PlanDialog {
    /// Opens a dialog; choices and text of an earlier visit come back.
    pub(crate) fn new(order: OrderId, name: Clean, verb: Verb, draft: Draft) -> Self {
        Self {
            order,
            name,
            verb,
            wish: draft.wish,
            text: draft.text,
            began: draft.began,
            follows: false,
            ticket: 0,
            asking: false,
            planned: None,
            refused: None,
            drawn: None,
            read: None,
            no_money: None,
            closed_days: None,
            fields: Vec::new(),
            mark: 0,
            typing: draft.line.map(|(field, typed)| Typing::Line {
                field,
                input: Box::new(Input::new(typed)),
                trouble: None,
                prefilled: false,
            }),
            page: Page::default(),
            at: Scroll::default(),
            end_visible: false,
            listed: None,
        }
    }

    /// What to keep when the dialog is left.
    pub(crate) fn draft(&self) -> Draft {
        let (mut text, mut line) = (self.text.clone(), None);
        let mut wish = self.wish.clone();
        if self.refused.is_some() {
            wish.amount = crate::verbs::Amount::All;
        }
        match &self.typing {
            Some(Typing::Text(area)) => text = Some(area.lines().join("\n")),
            Some(Typing::Line { field, input, trouble: None, prefilled: false }) => {
                line = Some((field.clone(), input.value().to_owned()));
            }
            Some(Typing::Line { .. }) | None => {}
        }
        Draft { wish, text, began: self.began.clone(), line }
    }

    /// Whether nothing can be planned before something is ticked: the holds of a release
    /// of which none was preselected, or the tags to remove.
    pub(crate) fn wants_choice(&self) -> bool {
        let any = |of: fn(&Field) -> bool| self.fields.iter().any(of);
        match self.verb {
            Verb::Release => {
                any(|field| matches!(field, Field::Hold(_)))
                    && self.wish.holds.as_ref().is_some_and(Vec::is_empty)
            }
            Verb::Untag => {
                any(|field| matches!(field, Field::TagChoice(_))) && self.wish.tags.is_empty()
            }
            _ => false,
        }
    }

    /// Lists what can be changed; holds and tags come from the case file.
    pub(crate) fn list_fields(&mut self, file: Option<&CaseFile>) {
        self.listed = file.map(|file| file.revision.clone());
        self.read = file.map(|file| Box::new(file.order.clone()));
        self.no_money = file.and_then(|file| file.no_money.clone());
        self.closed_days = file.map(|file| file.closed_days.clone());
        self.fields = match self.verb {
            Verb::Release => file.map_or_else(Vec::new, |file| {
                HoldChoice::all_of(&file.order).into_iter().map(Field::Hold).collect()
            }),
            Verb::Hold => vec![Field::Until, Field::Reason],
            Verb::Cancel => {
                vec![Field::Reason, Field::RefundTo, Field::Restock, Field::Notify]
            }
            Verb::Refund => {
                vec![Field::Amount, Field::Reason, Field::Restock, Field::Notify]
            }
            Verb::Tag => vec![Field::Tags],
            Verb::Untag => file.map_or_else(Vec::new, |file| {
                file.order.tags.iter().cloned().map(Field::TagChoice).collect()
            }),
            Verb::Note | Verb::Archive | Verb::Unarchive => Vec::new(),
        };
        if !matches!(self.verb, Verb::Tag | Verb::Untag) {
            self.fields.push(Field::Text);
        }
        self.mark = self.mark.min(self.fields.len().saturating_sub(1));
        if let (Verb::Release, Some(file)) = (self.verb, file) {
            let chosen = self.wish.holds.get_or_insert_with(|| file.preselected.clone());
            chosen.retain(|id| file.order.holds().any(|(_, hold)| hold.id == *id));
        }
    }

    /// The question that `x` would answer now, or `None` when nothing can be confirmed:
    /// the plan is the newest, its last line stands on the screen, and for a release
    /// every hold that the plan knows of was listed.
    pub(crate) fn question(&self) -> Option<u64> {
        let planned = self.planned.as_ref()?;
        let listed =
            self.verb != Verb::Release || self.listed.as_ref() == Some(&planned.plan.revision);
        let settled = !self.asking && self.refused.is_none() && self.typing.is_none();
        (settled && listed && self.end_visible && !planned.plan.steps.is_empty())
            .then_some(self.ticket)
    }

    /// Whether goods go back on the shelf: as chosen, else as planned.
    pub(crate) fn restock(&self) -> Option<Restock> {
        self.wish.restock.or_else(|| {
            self.steps().find_map(|step| match step {
                Step::Cancel { restock, .. } | Step::Refund { restock, .. } => Some(*restock),
                _ => None,
            })
        })
    }

    /// Whether the store tells the customer: as chosen, else as planned.
    pub(crate) fn notify(&self) -> Option<Notify> {
        self.wish.notify.or_else(|| {
            self.steps().find_map(|step| match step {
                Step::Cancel { notify, .. } | Step::Refund { notify, .. } => Some(*notify),
                _ => None,
            })
        })
    }

    /// Why the order is held, cancelled or refunded: as chosen, else the verbs' own.
    pub(crate) fn reason(&self) -> CancelReason {
        self.wish.reason.unwrap_or_default()
    }

    /// Where the money goes: as chosen, else as planned.
    pub(crate) fn refund_to(&self) -> Option<RefundTo> {
        self.wish.refund.or_else(|| {
            self.steps().find_map(|step| match step {
                Step::Cancel { refund, .. } => Some(*refund),
                _ => None,
            })
        })
    }

    /// What the newest plan does with money; what a cancellation moves is known once the
    /// order is read.
    pub(crate) fn sums(&self) -> Sums {
        Sums::of(self.steps(), self.read.as_deref())
    }

    fn steps(&self) -> impl Iterator<Item = &Step> {
        self.planned.iter().flat_map(|planned| planned.plan.steps.iter())
    }
}
