//! What the desk reports by itself.

use super::{case, recorded};
use crate::tui::app::{Effect, Model};
use crate::tui::perform::port::Happened;

pub(super) fn take(model: &mut Model, happened: Happened) -> Vec<Effect> {
    match happened {
        Happened::SyncProgress(progress) => {
            model.sync = Some(progress);
            vec![]
        }
        Happened::Synced => {
            model.sync = None;
            case::refresh(model)
        }
        Happened::CacheChanged => case::refresh(model),
        Happened::RowChanged(row) => {
            recorded::changed(model, &row);
            let mut effects = case::refresh(model);
            effects.push(Effect::OpenRows);
            effects.extend(super::receipts::reload(model));
            effects
        }
        Happened::Trouble(sentence) => {
            model.warn(sentence);
            vec![Effect::Header]
        }
    }
}
