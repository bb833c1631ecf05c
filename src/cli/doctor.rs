//! `unhold doctor`

use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::SystemTime;

use super::data;
use super::doors::{Doors, Opening};
use super::json::DoctorDocument;
use super::office::{Examined, Health};
use super::out::Printer;
use super::session::Form;
use super::table::{counted, row};
use super::weights;
use crate::config::{Config, Paths};
use crate::desk::weighings;
use crate::domain::{Clock, Fault, Kind, SystemClock};

/// Looks at everything that the program stands on, from the config up to the store.
pub(super) fn examine(
    paths: &Paths,
    opening: impl FnOnce(Config) -> Opening,
    doors: &dyn Doors,
) -> Vec<Examined> {
    let mut checks = vec![terminal(), locale()];
    checks.extend(folder(&paths.data));
    checks.push(places(paths));
    let config = match Config::load(&paths.config) {
        Ok(config) => config,
        Err(fault) => {
            checks.insert(0, Examined::bad("config", &fault));
            return checks;
        }
    };
    let sentence = format!("{} is read", paths.config.display());
    checks.insert(0, Examined::good("config", sentence));
    match weighings(&config.evidence) {
        Ok(all) => checks.insert(1, Examined::good("evidence", weights::told(&all))),
        Err(fault) => checks.insert(1, Examined::bad("evidence", &fault)),
    }
    let secret = config.store.credentials.secret();
    match secret.resolve() {
        Ok(_) => checks.insert(2, Examined::good("secret", format!("found in {secret}"))),
        Err(fault) => {
            checks.insert(2, Examined::bad("secret", &fault));
            return checks;
        }
    }
    match doors.desk(&opening(config)) {
        Ok(office) => checks.extend(office.examine()),
        Err(fault) => checks.push(Examined::bad("desk", &fault)),
    }
    checks
}

/// Prints the checks, and gives the fault that the command ends with.
pub(super) fn report(
    checks: &[Examined],
    form: Form,
    out: &mut Printer<'_>,
) -> Result<Option<Fault>, Fault> {
    let fault = sickest(checks);
    if form == Form::Json {
        out.json(&DoctorDocument::of(checks, fault.as_ref()))?;
        return Ok(fault);
    }
    for check in checks {
        out.line(&row([(check.health.word(), 8), (check.check, 12), (&check.sentence, 0)]))?;
        if let Some(mend) = &check.mend {
            out.line(&row([("", 8), ("", 12), (&format!("→ {mend}"), 0)]))?;
        }
    }
    out.end()?;
    Ok(fault)
}

fn sickest(checks: &[Examined]) -> Option<Fault> {
    let bad = checks.iter().filter_map(|check| match check.health {
        Health::Bad(kind) => Some(kind),
        Health::Good | Health::Warning => None,
    });
    let kinds: Vec<Kind> = bad.collect();
    let kind = *kinds.first()?;
    let verb = if kinds.len() == 1 { "does" } else { "do" };
    let count = counted(kinds.len() as u64, "thing");
    Some(
        Fault::new(kind, format!("{count} {verb} not work"))
            .hint("mend the first one as it says, then run `unhold doctor` again"),
    )
}

fn terminal() -> Examined {
    const NAME: &str = "terminal";
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Examined::warning(
            NAME,
            "this is no terminal: commands work, the workstation does not",
        );
    }
    match std::env::var("TERM") {
        Ok(term) if term == "dumb" || term.is_empty() => {
            Examined::warning(NAME, "the terminal says that it can do nothing (TERM=dumb)")
                .mend("open unhold in another terminal, or set TERM to what this one is")
        }
        Ok(term) => sized(NAME, &term),
        Err(_) => Examined::warning(NAME, "TERM is not set")
            .mend("set TERM, for example to xterm-256color"),
    }
}

#[cfg(unix)]
fn sized(name: &'static str, term: &str) -> Examined {
    match rustix::termios::tcgetwinsize(io::stdout()) {
        // A terminal that knows no size says that it has none.
        Ok(size) if size.ws_col == 0 || size.ws_row == 0 => Examined::good(name, term),
        Ok(size) if size.ws_col < 60 || size.ws_row < 20 => {
            let sentence = format!("{term}, {}×{} is too small", size.ws_col, size.ws_row);
            Examined::warning(name, sentence).mend("make it at least 60×20")
        }
        Ok(size) => Examined::good(name, format!("{term}, {}×{}", size.ws_col, size.ws_row)),
        Err(_) => Examined::good(name, term),
    }
}

#[cfg(not(unix))]
fn sized(name: &'static str, term: &str) -> Examined {
    Examined::good(name, term)
}

/// The variables that decide, in the order in which they do (POSIX, 8.2).
fn locale() -> Examined {
    const NAME: &str = "locale";
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let locale = set.unwrap_or_else(|| "C".to_owned());
    let folded = locale.to_ascii_lowercase();
    if cfg!(windows) || folded.contains("utf-8") || folded.contains("utf8") {
        return Examined::good(NAME, locale);
    }
    Examined::warning(NAME, format!("{locale} does not say UTF-8: names may look wrong"))
        .mend("set LC_ALL to C.UTF-8 or to a locale of your language that ends in .UTF-8")
}

/// The folder of the databases and what lies in it.
fn folder(data: &Path) -> Vec<Examined> {
    const NAME: &str = "files";
    if !data.exists() {
        let sentence = format!("{} does not exist yet; the first sync makes it", data.display());
        return vec![Examined::good(NAME, sentence)];
    }
    let mut checks = vec![private(data, 0o700)];
    for name in ["cache.sqlite", "ledger.sqlite"] {
        let path = data.join(name);
        if path.exists() {
            checks.push(private(&path, 0o600));
        }
    }
    checks.push(backups(data));
    checks
}

/// The tables of places and networks.
fn places(paths: &Paths) -> Examined {
    const NAME: &str = "places";
    let ailments = data::ailments(paths, SystemClock.now().0.date_naive());
    if ailments.is_empty() {
        return Examined::good(NAME, "all tables of places and networks are in use");
    }
    Examined::warning(NAME, ailments.join("; "))
        .mend("`unhold data status` shows all of them, `unhold data update FROM` takes newer ones")
}

/// The newest backup of the ledger, and how old it is.
fn backups(data: &Path) -> Examined {
    const NAME: &str = "backups";
    let folder = data.join("backups");
    let files = std::fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok);
    let copies = files.filter(|file| file.path().extension().is_some_and(|end| end == "sqlite"));
    let times: Vec<SystemTime> =
        copies.filter_map(|file| file.metadata().and_then(|about| about.modified()).ok()).collect();
    let Some(newest) = times.iter().max() else {
        let sentence = "none yet; the first is made once something is recorded in the ledger";
        return Examined::good(NAME, sentence);
    };
    let count = counted(times.len() as u64, "backup");
    let sentence =
        format!("{count} of the ledger in {}, newest {}", folder.display(), age(Some(*newest)));
    Examined::good(NAME, sentence)
}

#[cfg(unix)]
fn private(path: &Path, mode: u32) -> Examined {
    use std::os::unix::fs::MetadataExt;

    let meta = match path.metadata() {
        Ok(meta) => meta,
        Err(error) => {
            let fault = Fault::new(Kind::Failed, format!("{} cannot be looked at", path.display()));
            return Examined::bad("files", &fault.because(error));
        }
    };
    let shown = path.display();
    if meta.mode() & 0o077 != 0 {
        return Examined::warning("files", format!("{shown} can be read by others"))
            .mend(format!("chmod {mode:o} {shown}"));
    }
    let age = age(meta.modified().ok());
    Examined::good("files", format!("{shown}, {}, changed {age}", size(meta.len())))
}

#[cfg(not(unix))]
fn private(path: &Path, _: u32) -> Examined {
    Examined::good("files", path.display().to_string())
}

#[cfg(unix)]
fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} KiB", bytes / 1024),
        _ => format!("{} MiB", bytes / 1_048_576),
    }
}

fn age(changed: Option<SystemTime>) -> String {
    let hours = changed.and_then(|at| at.elapsed().ok()).map(|age| age.as_secs() / 3600);
    match hours {
        None => "at a time unknown".to_owned(),
        Some(0) => "within the hour".to_owned(),
        Some(hours @ 1..48) => format!("{} ago", counted(hours, "hour")),
        Some(hours) => format!("{} ago", counted(hours / 24, "day")),
    }
}
