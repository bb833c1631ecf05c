//! Workers that ended in the middle of their work.

use crate::domain::Kind;
use crate::tui::app::{Dialog, Effect, Errand, Leaving, Model, Notice, RecordedState, Said};
use crate::tui::page::Role;

const BROKE: &str = "A part of the program stopped unexpectedly";
const NEXT: &str = "What is staged is safe; quit and start it again.";

/// Says where; the first place stays when several break.
pub(super) fn say(model: &mut Model, place: &str) {
    let said = model.notice.as_ref().is_some_and(|notice| notice.text.starts_with(BROKE));
    if !said {
        let text = format!("{BROKE} ({place}). {NEXT}");
        model.notice = Some(Notice { role: Role::Danger, text });
    }
}

/// Stops waiting for what will not be answered.
pub(super) fn lost(model: &mut Model, errand: Errand) -> Vec<Effect> {
    say(model, errand.name());
    let said = || Said {
        kind: Kind::Failed,
        words: BROKE.to_owned(),
        hint: Some("quit and start it again".to_owned()),
    };
    match errand {
        Errand::View => model.queue.give_up_view(said().whole()),
        Errand::Rows => model.queue.give_up_rows(),
        Errand::Seek => model.seek = None,
        Errand::Case => {
            if let Some((_, order)) = model.case.asked.take() {
                model.case.trouble = Some((order, said()));
            }
        }
        Errand::Others => {
            if let Some(Dialog::Evidence(evidence)) = &mut model.dialog {
                evidence.asked = None;
            }
        }
        Errand::Find => {
            if let Some(Dialog::GoTo(goto)) = &mut model.dialog {
                goto.asked = None;
                goto.trouble = Some(said().whole());
            }
        }
        Errand::Plan => {
            if let Some(Dialog::Plan(dialog)) = &mut model.dialog {
                dialog.asking = false;
                dialog.refused = Some(said());
            }
        }
        Errand::Write => return lost_writes(model),
        Errand::Sync => model.sync = None,
        Errand::Finish => model.leaving = Leaving::No,
        Errand::Header | Errand::Outbox | Errand::Receipts | Errand::Outside => {}
    }
    vec![]
}

/// A write was lost: what was being recorded is looked up, never repeated.
fn lost_writes(model: &mut Model) -> Vec<Effect> {
    let recording = |state: &RecordedState| matches!(state, RecordedState::Recording);
    let names: Vec<String> = model
        .recorded
        .iter()
        .filter(|recorded| recording(&recorded.state))
        .map(|recorded| format!("{} {}", recorded.verb.word(), recorded.name))
        .collect();
    model.recorded.retain(|recorded| !recording(&recorded.state));
    if !names.is_empty() {
        model.warn(format!(
            "Not known whether this was staged: {}. J shows what is.",
            names.join(", ")
        ));
    }
    vec![Effect::OpenRows, Effect::Header]
}
