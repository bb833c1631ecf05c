//! Answers of effects, by their family.

use super::{before, case, evidence, goto, plan, queue, quit, receipts, recorded};
use crate::desk::CaseFile;
use crate::tui::app::{Answer, Effect, Model, Said, Scroll};

pub(super) fn take(model: &mut Model, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Header(Ok(facts)) => {
            model.trouble = None;
            model.facts = Some(facts);
            before::look(model);
        }
        Answer::Header(Err(said)) => model.trouble = Some(said),
        Answer::FirstRows { ticket, rows } => model.queue.take_first_rows(ticket, rows),
        Answer::Keys { ticket, keys } => model.queue.take_keys(ticket, keys),
        Answer::KeysEnd { ticket, result } => {
            if model.queue.end_keys(ticket, result.err().map(|said| said.whole())) {
                return queue::refresh_view(model);
            }
        }
        Answer::Rows { ticket, result } => match result {
            Ok(rows) => model.queue.take_rows(ticket, rows),
            Err(said) => {
                model.queue.drop_rows(ticket);
                model.fail(&said);
            }
        },
        Answer::Case { ticket, result } => take_case(model, ticket, result),
        Answer::Others { ticket, result } => evidence::others(model, ticket, result),
        Answer::Found { ticket, name, result } => return goto::found(model, ticket, &name, result),
        Answer::Plan { ticket, result } => plan::answered(model, ticket, result),
        Answer::NoteText { ticket, result } => return plan::note_text(model, ticket, result),
        Answer::Staged { ticket, result } => return recorded::staged(model, ticket, result),
        Answer::TakenBack { row, result } => return recorded::taken_back(model, row, result),
        Answer::Ticked { step, result } => return case::ticked(model, step, result),
        Answer::Opened { place, url, opened } => case::opened(model, place, url, opened),
        Answer::OpenRows(result) => return quit::open_rows(model, result),
        Answer::Receipts(result) => receipts::loaded(model, result),
        Answer::Compensation { ticket, row, result } => {
            receipts::way_back(model, (ticket, row), result);
        }
        Answer::Mended(result) => return receipts::mended(model, result),
        Answer::Next { ticket, found } => take_next(model, ticket, found),
        Answer::Located { ticket, found } => goto::located(model, ticket, found),
        Answer::SyncProgress(progress) => model.sync = Some(progress),
        Answer::SyncEnd(result) => return sync_ended(model, result),
        Answer::Finished(result) => return quit::finished(model, result),
    }
    vec![]
}

fn take_case(model: &mut Model, ticket: u64, result: Result<Box<CaseFile>, Said>) {
    let Some((_, order)) = model.case.asked.take_if(|(asked, _)| *asked == ticket) else {
        return;
    };
    match result {
        Ok(file) => {
            let same = model.case.file.as_ref().is_some_and(|old| old.order.id == file.order.id);
            if !same {
                model.case.folds = crate::tui::page::Folds::default();
                model.case.analysis_at = Scroll::default();
                model.case.checklist_at = Scroll::default();
                model.case.step = 0;
            }
            model.case.trouble = None;
            model.case.file = Some(file);
            model.case.built = None;
            plan::case_came(model);
        }
        Err(said) => model.case.trouble = Some((order, said)),
    }
}

fn take_next(model: &mut Model, ticket: u64, found: Option<crate::desk::RowKey>) {
    if model.seek.take_if(|asked| *asked == ticket).is_none() {
        return;
    }
    match found {
        Some(key) => {
            model.queue.select(key);
        }
        None => model.say("No undecided order further down; g goes to the first."),
    }
}

fn sync_ended(model: &mut Model, result: Result<String, Said>) -> Vec<Effect> {
    model.sync = None;
    match result {
        Ok(words) => model.say(words),
        Err(said) => model.fail(&said),
    }
    case::refresh(model)
}
