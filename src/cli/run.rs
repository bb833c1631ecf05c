//! From the command line to an exit code.

use std::ffi::OsString;
use std::io::{self, Write};

use clap::Parser;

use super::args::{Arguments, Command, Global};
use super::doors::{Doors, Opening};
use super::json::{ErrorDocument, When};
use super::logbook::{self, Noting};
use super::office::Office;
use super::out::{Person, Printer, Terminal, harmless};
use super::session::{Ended, Form, Session};
use super::{
    act, data, doctor, evidence, import, init, journal, lookup, outbox, plan, purge, queue, shell,
    show, sync, weights,
};
use crate::config::{Config, Paths};
use crate::domain::{Clock, Fault, Kind, SystemClock};

/// Runs the program on its real surroundings, and gives the exit code.
pub fn run(words: impl IntoIterator<Item = OsString>, doors: &dyn Doors) -> u8 {
    let mut person = Terminal::find();
    let world = World {
        doors,
        out: &mut io::stdout(),
        err: &mut io::stderr(),
        person: person.as_mut().map(|person| person as &mut (dyn Person + 'static)),
        environment: &|name| std::env::var_os(name),
        note: &logbook::begin,
    };
    world.run(words)
}

/// What surrounds the program; tests make their own.
pub(super) struct World<'a> {
    pub(super) doors: &'a dyn Doors,
    pub(super) out: &'a mut dyn Write,
    pub(super) err: &'a mut dyn Write,
    pub(super) person: Option<&'a mut (dyn Person + 'static)>,
    pub(super) environment: &'a dyn Fn(&str) -> Option<OsString>,
    /// Begins to note what the program does.
    pub(super) note: &'a dyn Fn(&Noting) -> Result<(), Fault>,
}

impl World<'_> {
    pub(super) fn run(self, words: impl IntoIterator<Item = OsString>) -> u8 {
        let words: Vec<OsString> = words.into_iter().collect();
        let Self { doors, out, err, person, environment, note } = self;
        let arguments = match Arguments::try_parse_from(&words) {
            Ok(arguments) => arguments,
            Err(error) => return misused(&error, &words, out, err),
        };
        let form = Form::of(arguments.command.as_ref().is_some_and(Command::is_json));
        let mut printer = Printer::new(&mut *out);
        let mut asides = Vec::new();
        let ended = arguments.settled().and_then(|arguments| {
            let command = arguments.command.as_ref();
            let aloud = if Command::is_silent(command) { 0 } else { arguments.global.verbose };
            let logs = Logs { word: Command::word(command), aloud: logbook::aloud(aloud), note };
            let global = &arguments.global;
            let call = Call { global, doors, environment, asides: &mut asides, logs };
            dispatch(call, command, &mut printer, person)
        });
        note_end(&ended);
        drop(printer);
        for aside in &asides {
            let _unread = tell(
                err,
                &format!(
                    "! {}
",
                    harmless(aside)
                ),
            );
        }
        match ended {
            Ok(Ended::Good) => 0,
            Ok(Ended::Told(fault)) => fault.kind().exit_code(),
            Err(fault) => report(&fault, form, out, err),
        }
    }
}

/// The kind of a failure alone: its sentence may hold what a customer wrote.
fn note_end(ended: &Result<Ended, Fault>) {
    match ended {
        Ok(Ended::Good) => log::info!("ended well"),
        Ok(Ended::Told(fault)) | Err(fault) => {
            log::error!("ended with {}: {}", fault.kind().exit_code(), fault.kind().word());
        }
    }
}

/// What a command is called with beside its own words.
struct Call<'a> {
    global: &'a Global,
    doors: &'a dyn Doors,
    environment: &'a dyn Fn(&str) -> Option<OsString>,
    /// Sentences for the error output.
    asides: &'a mut Vec<String>,
    logs: Logs<'a>,
}

/// How the program notes what it does.
#[derive(Clone, Copy)]
struct Logs<'a> {
    word: &'static str,
    aloud: log::LevelFilter,
    note: &'a dyn Fn(&Noting) -> Result<(), Fault>,
}

impl Call<'_> {
    fn paths(&mut self) -> Result<Paths, Fault> {
        let paths = Paths::find(self.global.wanted(self.environment))?;
        if self.global.verbose > 0 {
            let Paths { config, data } = &paths;
            self.asides.push(format!("config {}, data {}", config.display(), data.display()));
        }
        (self.logs.note)(&Noting {
            level: logbook::level((self.environment)("UNHOLD_LOG"))?,
            file: paths.data.join("unhold.log"),
            aloud: self.logs.aloud,
        })?;
        log::info!("unhold {}: {}", env!("CARGO_PKG_VERSION"), self.logs.word);
        Ok(paths)
    }
}

fn dispatch(
    mut call: Call<'_>,
    command: Option<&Command>,
    out: &mut Printer<'_>,
    person: Option<&mut (dyn Person + 'static)>,
) -> Result<Ended, Fault> {
    let (global, doors) = (call.global, call.doors);
    match command {
        Some(Command::Completions(args)) => shell::completions(args, out).map(|()| Ended::Good),
        Some(Command::Man) => shell::man(out).map(|()| Ended::Good),
        #[cfg(feature = "demo")]
        Some(Command::Demo(args)) => {
            super::demo::run((global, &call.paths()?), args, doors, out).map(|()| Ended::Good)
        }
        Some(Command::Init) => set_up(global, &call.paths()?, doors, person),
        Some(Command::Doctor(args)) => {
            let paths = call.paths()?;
            let opening = |config| Opening::with(global, config, paths.data.clone());
            let checks = doctor::examine(&paths, opening, doors);
            let fault = doctor::report(&checks, Form::of(args.json), out)?;
            Ok(fault.map_or(Ended::Good, Ended::Told))
        }
        Some(Command::Data(args)) => {
            let today = global.clock().unwrap_or_else(|| SystemClock.now());
            data::run(&call.paths()?, args, today.0.date_naive(), out)
        }
        Some(Command::Evidence(args)) if args.weights => {
            let config = Config::load(&call.paths()?.config)?;
            weights::run(&config, Form::of(args.json), out)
        }
        Some(Command::Lookup(args)) => lookup::run(&call.paths()?, args, out),
        None => doors.workstation(&Opening::read(global, &call.paths()?)?).map(|()| Ended::Good),
        Some(command) => {
            let opening = Opening::read(global, &call.paths()?)?;
            let office = doors.desk(&opening)?;
            let ended = at_the_desk(command, &opening, &*office, out, person);
            // The sync tells them itself, as a part of its answer.
            if !matches!(command, Command::Sync(_)) {
                call.asides.extend(office.notices());
            }
            ended
        }
    }
}

/// Writes the config, then proves that it works.
fn set_up(
    global: &Global,
    paths: &Paths,
    doors: &dyn Doors,
    person: Option<&mut (dyn Person + 'static)>,
) -> Result<Ended, Fault> {
    let person = person.ok_or_else(|| {
        Fault::new(Kind::Usage, "There is no terminal to ask at").hint(format!(
            "write {} yourself; `unhold doctor` then says whether it works",
            paths.config.display()
        ))
    })?;
    init::run(paths, person)?;
    let opening = |config| Opening::with(global, config, paths.data.clone());
    let checks = doctor::examine(paths, opening, doors);
    let mut said = Vec::new();
    let fault = doctor::report(&checks, Form::Lines, &mut Printer::new(&mut said))?;
    for line in String::from_utf8_lossy(&said).lines() {
        person.tell(line)?;
    }
    match fault {
        None => person.tell("All is well. `unhold` opens the workstation.").map(|()| Ended::Good),
        Some(fault) => {
            person.tell("The config is kept; mend what is named above, then `unhold doctor`.")?;
            Ok(Ended::Told(fault))
        }
    }
}

fn at_the_desk(
    command: &Command,
    opening: &Opening,
    office: &dyn Office,
    out: &mut Printer<'_>,
    person: Option<&mut (dyn Person + 'static)>,
) -> Result<Ended, Fault> {
    let zone = office.header()?.zone;
    let now = opening.now.unwrap_or_else(|| SystemClock.now());
    let mut session = Session {
        office,
        when: When { now, zone },
        out,
        person,
        access: opening.access,
        undo_seconds: opening.config.policy.undo_seconds,
    };
    match command {
        Command::Sync(args) => sync::run(&mut session, args),
        Command::Queue(args) => queue::run(&mut session, args),
        Command::Show(args) => show::run(&mut session, args),
        Command::Evidence(args) => evidence::run(&mut session, args),
        Command::Plan(args) => plan::run(&mut session, args),
        Command::Act(args) => act::run(&mut session, args),
        Command::Outbox(args) => outbox::run(&mut session, args),
        Command::Journal(args) => journal::run(&mut session, args),
        Command::Purge(args) => purge::run(&mut session, args),
        Command::Import(args) => import::run(&mut session, args),
        _ => Ok(Ended::Good),
    }
}

/// Wrong use of the command line; also where help and version come from.
fn misused(
    error: &clap::Error,
    words: &[OsString],
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    if !error.use_stderr() {
        return tell(out, &error.render().to_string());
    }
    let wants_json = words.iter().any(|word| word == "--json");
    let rendered = error.render().to_string();
    let mut lines = rendered.trim().lines();
    let message = lines.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    if !wants_json {
        let _unread = tell(err, &rendered);
        return Kind::Usage.exit_code();
    }
    let rest: Vec<&str> = lines.map(str::trim).filter(|line| !line.is_empty()).collect();
    let fault = Fault::new(Kind::Usage, message).hint(rest.join("; "));
    report(&fault, Form::Json, out, err)
}

/// Prints an error in the form asked for, and gives its exit code.
fn report(fault: &Fault, form: Form, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    if form == Form::Json {
        if let Err(worse) = Printer::new(out).json(&ErrorDocument::from(fault)) {
            let _unread = tell(err, &sentences(&worse));
        }
        return fault.kind().exit_code();
    }
    let _unread = tell(err, &sentences(fault));
    fault.kind().exit_code()
}

fn sentences(fault: &Fault) -> String {
    let hint = fault.remedy().map_or_else(String::new, |hint| format!("  {}\n", harmless(hint)));
    format!("unhold: {}\n{}", harmless(&fault.full_message()), hint)
}

/// Nobody is left to tell when the error output itself is gone.
fn tell(to: &mut dyn Write, text: &str) -> u8 {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Ok(()) => 0,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(_) => Kind::Failed.exit_code(),
    }
}
