//! The command line: flags, commands, verb options.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Wanted;
use crate::desk::Format;
use crate::domain::{CancelReason, Fault, Kind, Lane, Timestamp, Verb};

/// Where flags stand in the help that every command takes.
pub(super) const GLOBAL: &str = "Options of every command";
/// Where flags stand in the help that go with a verb.
const VERB: &str = "Options of the verb";

/// Everything on the command line.
#[derive(Debug, Parser)]
#[command(
    name = "unhold",
    version,
    about = "A terminal desk for the orders that your shop has flagged as risky",
    after_help = "Without a command the workstation opens. `unhold demo` shows it on invented orders.\n\
                  `unhold COMMAND --help` says more; `unhold man | man -l -` shows the manual page.",
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

impl Arguments {
    /// Gives a bare `--now` to `outbox run`, the one command that knows it.
    pub(crate) fn settled(mut self) -> Result<Self, Fault> {
        if self.global.now != Some(Stand::Bare) {
            return Ok(self);
        }
        match &mut self.command {
            Some(Command::Outbox(OutboxArgs {
                what: Some(OutboxCommand::Run { now }), ..
            })) => {
                *now = true;
                self.global.now = None;
                Ok(self)
            }
            _ => Err(Fault::new(Kind::Usage, "`--now` needs a time here")
                .hint("write it as 2026-11-22T14:00:00Z; `outbox run --now` needs none")),
        }
    }
}

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What stands behind `--now`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stand {
    /// Nothing.
    Bare,
    /// A time.
    At(Timestamp),
}

/// Flags that every command takes.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Global {
    /// The config file [env: `UNHOLD_CONFIG`]
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The folder of the databases [env: `UNHOLD_DATA_DIR`]
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Read NAME.toml beside the config [env: `UNHOLD_PROFILE`]
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Talk to nobody: show what is cached, stage what is decided
    #[arg(long, global = true, help_heading = GLOBAL)]
    pub(crate) offline: bool,
    /// Refuse every write to the store
    #[arg(long, global = true, help_heading = GLOBAL)]
    pub(crate) read_only: bool,
    /// When to use colours
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Colour,
    /// Stand still at this time, such as 2026-11-22T14:00:00Z (for tests and pictures)
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "TIME", num_args = 0..=1,
          default_missing_value = "", value_parser = stand)]
    pub(crate) now: Option<Stand>,
    /// Say more on the error output: requests, times, retries; twice for still more
    #[arg(short, long, global = true, help_heading = GLOBAL, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

impl Global {
    /// The time at which the clock stands still, when it does.
    pub(crate) fn clock(&self) -> Option<Timestamp> {
        match self.now {
            Some(Stand::At(moment)) => Some(moment),
            Some(Stand::Bare) | None => None,
        }
    }

    /// The places asked for: flags first, then the environment; a blank variable counts
    /// as unset.
    pub(crate) fn wanted(
        &self,
        environment: impl Fn(&str) -> Option<std::ffi::OsString>,
    ) -> Wanted {
        let set = |name: &str| environment(name).filter(|value| !value.is_empty());
        let path =
            |flag: &Option<PathBuf>, name| flag.clone().or_else(|| set(name).map(PathBuf::from));
        let profile = set("UNHOLD_PROFILE").map(|name| name.to_string_lossy().into_owned());
        Wanted {
            config: path(&self.config, "UNHOLD_CONFIG"),
            data_dir: path(&self.data_dir, "UNHOLD_DATA_DIR"),
            profile: self.profile.clone().or(profile),
        }
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Try everything on an embedded store with invented orders
    #[cfg(feature = "demo")]
    Demo(super::demo::DemoArgs),
    /// Write a config: asks, keeps secrets safe, proves the connection
    Init,
    /// Check config, credentials, permissions, files; say how to mend each
    Doctor(JsonArgs),
    /// Pull what has changed in the store
    Sync(SyncArgs),
    /// Show the queue
    Queue(QueueArgs),
    /// Show the case file of an order
    Show(ShowArgs),
    /// Print what a verdict would do, and do nothing
    Plan(PlanArgs),
    /// Record a verdict, and with --wait carry it out
    Act(ActArgs),
    /// What is staged, running, done, stopped, unknown
    Outbox(OutboxArgs),
    /// The append-only record of everything done
    Journal(JournalArgs),
    /// Remove personal data for good; the record of what was done stays
    Purge(PurgeArgs),
    /// Show what the checks found on an order
    Evidence(super::evidence::EvidenceArgs),
    /// Look up an IP address, a distance, a telephone number, an e-mail address; offline
    Lookup(super::lookup::LookupArgs),
    /// Tables of places and networks: which there are, how old; take newer ones
    Data(DataArgs),
    /// Take orders of other times into the history, so that links to them are seen
    Import(ImportArgs),
    /// Print the completions of a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

/// A command without options of its own.
#[derive(Debug, Args)]
pub(crate) struct JsonArgs {
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SyncArgs {
    /// Read the whole window again
    #[arg(long, conflicts_with = "since")]
    pub(crate) full: bool,
    /// Read what changed since: a time, a day, or an age such as 3d or 12h
    #[arg(long, value_name = "WHEN")]
    pub(crate) since: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct QueueArgs {
    /// Only this lane
    #[arg(long, value_name = "LANE", value_parser = clap::builder::PossibleValuesParser::new(lanes()).map(|word| LaneChoice::of(&word)))]
    pub(crate) lane: Option<LaneChoice>,
    /// Only what fits: `risk:high country:SE >300 held` and free text
    #[arg(long, value_name = "QUERY")]
    pub(crate) filter: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    /// Print comma-separated values
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv: bool,
    /// End with code 5 when something is overdue
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// The order: its name, with or without `#` or prefix, or the store's id
    pub(crate) order: String,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

/// An order, a verb, and what goes with it.
#[derive(Debug, Default, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct VerbArgs {
    /// Text for the order's note
    #[arg(long, help_heading = VERB, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    /// Why (hold, cancel, refund)
    #[arg(long, help_heading = VERB, value_name = "REASON",
          value_parser = words(CancelReason::ALL.map(CancelReason::word)).map(|word| reason(&word)))]
    pub(crate) reason: Option<CancelReason>,
    /// How much to refund, in the currency charged
    #[arg(long, help_heading = VERB, value_name = "A")]
    pub(crate) amount: Option<String>,
    /// Which hold to release, by its id; may be given again
    #[arg(long, help_heading = VERB, value_name = "ID")]
    pub(crate) hold: Vec<String>,
    /// Hold until this day: 2026-11-27, 27.11., friday, or +3 for three business days
    #[arg(long, help_heading = VERB, value_name = "DATE", allow_hyphen_values = true)]
    pub(crate) until: Option<String>,
    /// Where the money goes on cancel
    #[arg(long, help_heading = VERB, value_name = "TO")]
    pub(crate) refund: Option<RefundWord>,
    /// Put the goods back on the shelf
    #[arg(long, help_heading = VERB, overrides_with = "no_restock")]
    pub(crate) restock: bool,
    /// Do not put the goods back on the shelf
    #[arg(long, help_heading = VERB)]
    pub(crate) no_restock: bool,
    /// Let the store tell the customer
    #[arg(long, help_heading = VERB, overrides_with = "no_notify")]
    pub(crate) notify: bool,
    /// Tell nobody (the default)
    #[arg(long, help_heading = VERB)]
    pub(crate) no_notify: bool,
}

/// Where the money goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RefundWord {
    /// Back to the original payment.
    Original,
    /// Into store credit.
    Credit,
    /// Nowhere.
    None,
}

#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    /// The order
    pub(crate) order: String,
    /// What to do
    #[arg(value_parser = words(VERBS).map(|word| verb(&word)))]
    pub(crate) verb: Verb,
    /// Tags (tag, untag)
    #[arg(value_name = "VALUE")]
    pub(crate) values: Vec<String>,
    #[command(flatten)]
    pub(crate) options: VerbArgs,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ActArgs {
    #[command(flatten)]
    pub(crate) plan: PlanArgs,
    /// Refuse when the order is not at this revision
    #[arg(long, value_name = "REVISION")]
    pub(crate) expect: Option<String>,
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
    /// Carry it out now and report each step
    #[arg(long)]
    pub(crate) wait: bool,
    /// How long to wait: 90, 90s, 5m
    #[arg(long, value_name = "T", requires = "wait", value_parser = duration)]
    pub(crate) timeout: Option<std::time::Duration>,
    /// How many seconds it can be taken back
    #[arg(long, value_name = "SECONDS")]
    pub(crate) undo: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct OutboxArgs {
    #[command(subcommand)]
    pub(crate) what: Option<OutboxCommand>,
    /// Print one JSON document
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// What to do with the outbox.
#[derive(Debug, Subcommand)]
pub(crate) enum OutboxCommand {
    /// Show every row (the default)
    List,
    /// Carry out what is staged, each row when it falls due; with a bare --now at once
    Run {
        /// Whether undo windows are ended. `--now` with a time is the clock of every
        /// command, so it is read there (`Arguments::settled`).
        #[arg(skip)]
        now: bool,
    },
    /// Try a failed or unknown step again, after reading the order
    Retry {
        /// ROW or ROW.STEP
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Settle a step by hand: it is not needed, or done elsewhere
    Skip {
        /// ROW or ROW.STEP
        #[arg(value_name = "ID")]
        id: String,
        /// Why, for the journal
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// Take back what a stopped row did, as far as anything can; shown first, and asked
    Compensate {
        /// ROW
        #[arg(value_name = "ID")]
        id: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Close a stopped or unknown row as a matter of your own; nothing more of it is sent
    HandOver {
        /// ROW
        #[arg(value_name = "ID")]
        id: String,
        /// Why, and what is left to do, for the journal
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// Take a row back, while nothing was sent
    Drop {
        /// ROW
        #[arg(value_name = "ID")]
        id: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct JournalArgs {
    /// Only this order
    #[arg(long)]
    pub(crate) order: Option<String>,
    /// Check the chain of hashes
    #[arg(long)]
    pub(crate) verify: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct PurgeArgs {
    /// Only what is older: 90d, 48h, or from before a day
    #[arg(long, value_name = "AGE")]
    pub(crate) older_than: Option<String>,
    /// Only this customer
    #[arg(long, value_name = "EMAIL")]
    pub(crate) customer: Option<String>,
    /// Say what would go, and remove nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DataArgs {
    /// What to do
    #[command(subcommand)]
    pub(crate) work: DataWork,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DataWork {
    /// Show tables, databases and lists with their dates, and whose data they are
    Status(JsonArgs),
    /// Take newer tables (.bin), databases (.mmdb) and lists (tor….txt, vpn….txt)
    Update(DataUpdateArgs),
}

#[derive(Debug, Args)]
pub(crate) struct DataUpdateArgs {
    /// A file, or a folder with such files in it
    #[arg(value_name = "FROM")]
    pub(crate) from: PathBuf,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// One JSON object a line, or an export of Shopify's or Order Desk's orders
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// What the file is; otherwise its beginning tells
    #[arg(long, value_name = "FORMAT", value_parser = clap::builder::PossibleValuesParser::new(Format::ALL.map(Format::word)).map(|word| format(&word)))]
    pub(crate) format: Option<Format>,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// The verbs as written, `unhold` included.
const VERBS: [&str; 10] = [
    "release",
    "unhold",
    "hold",
    "cancel",
    "refund",
    "note",
    "tag",
    "untag",
    "archive",
    "unarchive",
];

fn words<const N: usize>(words: [&'static str; N]) -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(words)
}

use clap::builder::TypedValueParser as _;

/// Lanes that `contract.md` names and that have no source yet: they are empty.
const SOURCELESS: [&str; 3] = ["replied", "call_next", "verified_held"];

/// A lane as asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LaneChoice {
    /// A lane of the queue.
    Of(Lane),
    /// One that nothing puts an order into yet.
    Sourceless,
}

impl LaneChoice {
    fn of(word: &str) -> Self {
        Lane::named(word).map_or(Self::Sourceless, Self::Of)
    }
}

fn lanes() -> impl Iterator<Item = &'static str> {
    Lane::ALL.into_iter().map(Lane::word).chain(SOURCELESS)
}

fn format(word: &str) -> Format {
    Format::named(word).unwrap_or(Format::Jsonl)
}

fn reason(word: &str) -> CancelReason {
    CancelReason::named(word).unwrap_or(CancelReason::Other)
}

fn verb(word: &str) -> Verb {
    Verb::named(word).unwrap_or(Verb::Note)
}

fn stand(text: &str) -> Result<Stand, String> {
    if text.is_empty() {
        return Ok(Stand::Bare);
    }
    Timestamp::parse(text)
        .map(Stand::At)
        .ok_or_else(|| "expected a time such as 2026-11-22T14:00:00Z".to_owned())
}

fn duration(text: &str) -> Result<std::time::Duration, String> {
    super::when::duration(text).ok_or_else(|| "expected a time such as 90, 90s or 5m".to_owned())
}
