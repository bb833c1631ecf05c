//! What the screen and the commands have in common: load a queue page, load a case
//! file, refresh findings, plan, stage, undo. No drawing, no printing.

mod advised;
mod assess;
mod background;
mod backup;
mod calm;
mod case_file;
mod checker;
mod connect;
#[expect(clippy::module_inception, reason = "the room's one value bears the room's name")]
mod desk;
mod ending;
mod find;
mod findings;
mod happened;
mod history;
mod import;
mod marks;
mod model;
mod net;
mod past;
mod plan;
mod pull;
mod purge;
mod queue;
mod run;
mod setup;
mod stage;
mod standing;
mod trouble;
mod weighing;

pub use crate::cache::{Filter, FilterMistake, QueueRow, RowKey, Sort};
pub use crate::ledger::Which;
pub use backup::DailyBackup;
pub use connect::connect;
pub use desk::Desk;
pub use happened::Happened;
pub use import::{Format, Imported, Refused};
pub use model::{Action, CaseFile, HeaderFacts, Limits, OutboxCounts, Trouble};
pub use run::Ended;
pub use setup::{Access, Presence, Setup};
pub use stage::Window;
pub use weighing::{Held, Weighing, weighings};
