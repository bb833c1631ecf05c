//! A workstation on the bench: keys in, effects out, answers by hand.

use super::sample::{case_file, facts, now, other_order, queue_rows};
use crate::desk::CaseFile;
use crate::domain::{Clean, OutboxRow, Plan, Timestamp};
use crate::tui::app::{
    Answer, Dialog, Effect, Model, Msg, Planned, Said, Terms, opening, settle, update,
};
use crate::tui::keymap::Key;

pub(super) struct Bench {
    pub(super) model: Model,
    pub(super) effects: Vec<Effect>,
    pub(super) frame: u64,
}

impl Bench {
    /// Started, with nothing answered yet.
    pub(super) fn starting(size: (u16, u16)) -> Self {
        let terms = Terms { undo_seconds: 30, ..Terms::default() };
        let mut bench = Self { model: Model::new(terms, now(), size), effects: vec![], frame: 1 };
        let effects = opening(&mut bench.model);
        bench.effects.extend(effects);
        bench.settle();
        bench
    }

    /// With a queue and the case file of its first order.
    pub(super) fn ready(size: (u16, u16)) -> Self {
        let mut bench = Self::starting(size);
        bench.answer(Answer::Header(Ok(Box::new(facts()))));
        bench.show_rows(40);
        bench.show_case(case_file());
        bench
    }

    pub(super) fn show_rows(&mut self, count: u32) {
        let ticket = self.asked(|effect| match effect {
            Effect::View { ticket, .. } => Some(*ticket),
            _ => None,
        });
        let rows = queue_rows(count);
        let keys = rows.iter().map(|row| row.key).collect();
        self.answer(Answer::FirstRows { ticket, rows });
        self.answer(Answer::Keys { ticket, keys });
        self.answer(Answer::KeysEnd { ticket, result: Ok(()) });
        self.answer_rows();
    }

    /// Answers the newest question for rows, when there is one.
    pub(super) fn answer_rows(&mut self) {
        let asked = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Rows { ticket, keys } => Some((*ticket, keys.clone())),
            _ => None,
        });
        if let Some((ticket, keys)) = asked {
            let rows = keys.iter().map(|key| super::sample::queue_row(key.0)).collect();
            self.answer(Answer::Rows { ticket, result: Ok(rows) });
        }
    }

    pub(super) fn show_case(&mut self, file: CaseFile) {
        let ticket = self.asked(|effect| match effect {
            Effect::Case { ticket, .. } => Some(*ticket),
            _ => None,
        });
        self.answer(Answer::Case { ticket, result: Ok(Box::new(file)) });
    }

    /// Opens the evidence behind the search for linked orders.
    pub(super) fn open_cross_check(&mut self) {
        self.press("⇥⇥j⏎");
    }

    /// The linked orders that were asked for last are read.
    pub(super) fn answer_others(&mut self) {
        let (ticket, orders) = self.asked(|effect| match effect {
            Effect::Others { ticket, orders } => Some((*ticket, orders.clone())),
            _ => None,
        });
        let others = orders.iter().map(|order| other_order(order.as_str())).collect();
        self.answer(Answer::Others { ticket, result: Ok(others) });
    }

    pub(super) fn show_plan(&mut self, plan: Plan) {
        let ticket = self.plan_ticket();
        let calls = plan.steps.iter().map(|_| "fulfillmentOrderReleaseHold".to_owned()).collect();
        self.answer(Answer::Plan { ticket, result: Ok(Box::new(Planned { plan, calls })) });
    }

    pub(super) fn refuse_plan(&mut self, said: Said) {
        let ticket = self.plan_ticket();
        self.answer(Answer::Plan { ticket, result: Err(said) });
    }

    pub(super) fn plan_ticket(&self) -> u64 {
        self.asked(|effect| match effect {
            Effect::Plan { ticket, .. } => Some(*ticket),
            _ => None,
        })
    }

    pub(super) fn staged(&mut self, row: OutboxRow) {
        let ticket = self.asked(|effect| match effect {
            Effect::Stage { ticket, .. } => Some(*ticket),
            _ => None,
        });
        self.answer(Answer::Staged { ticket, result: Ok(Box::new(row)) });
    }

    /// The newest effect of a kind.
    pub(super) fn asked<T>(&self, of: impl Fn(&Effect) -> Option<T>) -> T {
        self.effects.iter().rev().find_map(of).expect("it was asked")
    }

    pub(super) fn answer(&mut self, answer: Answer) {
        self.send(Msg::Answer(answer));
    }

    pub(super) fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.effects.extend(effects);
        self.settle();
    }

    fn settle(&mut self) {
        let effects = settle(&mut self.model);
        self.effects.extend(effects);
    }

    /// Types keys one by one, each read after the newest frame.
    pub(super) fn press(&mut self, keys: &str) {
        for c in keys.chars() {
            let key = match c {
                '⏎' => Key::ENTER,
                '⇥' => Key::TAB,
                '⎋' => Key::ESC,
                '⌫' => Key::BACKSPACE,
                '⇟' => Key::PAGE_DOWN,
                c => Key::char(c),
            };
            self.send(Msg::Key { key, frame: self.frame });
        }
    }

    /// The frame with what the model says is written.
    pub(super) fn draw(&mut self) {
        self.frame += 1;
        if let Some(question) = self.model.question() {
            self.send(Msg::Drawn { question, frame: self.frame });
        }
    }

    pub(super) fn wait(&mut self, now: Timestamp) {
        self.send(Msg::Now(now));
    }

    /// Forgets effects seen so far.
    pub(super) fn forget(&mut self) {
        self.effects.clear();
    }

    pub(super) fn stages(&self) -> usize {
        self.effects.iter().filter(|effect| matches!(effect, Effect::Stage { .. })).count()
    }

    pub(super) fn notice(&self) -> &str {
        self.model.notice.as_ref().map_or("", |notice| &notice.text)
    }

    pub(super) fn selected(&self) -> Clean {
        self.model.queue.selected_row().expect("a row is selected").order.clone()
    }

    pub(super) fn plan_dialog(&self) -> &crate::tui::app::PlanDialog {
        match &self.model.dialog {
            Some(Dialog::Plan(dialog)) => dialog,
            _ => panic!("no plan is open"),
        }
    }
}
