//! What the program must know of a command before it runs.

use super::args::{Command, DataWork};
use super::lookup::LookupWhat;

impl Command {
    /// The command as the log names it, without what was typed behind it.
    pub(super) fn word(command: Option<&Self>) -> &'static str {
        match command {
            None => "the workstation",
            #[cfg(feature = "demo")]
            Some(Self::Demo(_)) => "demo",
            Some(Self::Init) => "init",
            Some(Self::Doctor(_)) => "doctor",
            Some(Self::Sync(_)) => "sync",
            Some(Self::Queue(_)) => "queue",
            Some(Self::Show(_)) => "show",
            Some(Self::Plan(_)) => "plan",
            Some(Self::Act(_)) => "act",
            Some(Self::Outbox(_)) => "outbox",
            Some(Self::Journal(_)) => "journal",
            Some(Self::Purge(_)) => "purge",
            Some(Self::Evidence(_)) => "evidence",
            Some(Self::Lookup(_)) => "lookup",
            Some(Self::Data(_)) => "data",
            Some(Self::Import(_)) => "import",
            Some(Self::Completions(_)) => "completions",
            Some(Self::Man) => "man",
        }
    }

    /// Whether nothing may be said aloud: the workstation has the terminal for itself.
    pub(super) fn is_silent(command: Option<&Self>) -> bool {
        match command {
            None => true,
            #[cfg(feature = "demo")]
            Some(Self::Demo(_)) => true,
            Some(_) => false,
        }
    }

    /// Whether one JSON document is asked for.
    pub(super) fn is_json(&self) -> bool {
        match self {
            Self::Doctor(args) => args.json,
            Self::Sync(args) => args.json,
            Self::Queue(args) => args.json,
            Self::Show(args) => args.json,
            Self::Plan(args) => args.json,
            Self::Act(args) => args.plan.json,
            Self::Outbox(args) => args.json,
            Self::Journal(args) => args.json,
            Self::Purge(args) => args.json,
            Self::Import(args) => args.json,
            Self::Evidence(args) => args.json,
            Self::Lookup(args) => match &args.what {
                LookupWhat::Distance(args) => args.json,
                LookupWhat::Ip(args) | LookupWhat::Phone(args) | LookupWhat::Email(args) => {
                    args.json
                }
            },
            Self::Data(args) => match &args.work {
                DataWork::Status(args) => args.json,
                DataWork::Update(args) => args.json,
            },
            #[cfg(feature = "demo")]
            Self::Demo(_) => false,
            Self::Init | Self::Completions(_) | Self::Man => false,
        }
    }
}
