//! `unhold demo`

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::args::Global;
use super::doors::{Doors, Opening};
use super::init::write_private;
use super::out::Printer;
use crate::config::{
    Answers, Brand, Config, Credentials, Paths, Reviewer, Secret, SecretRef, filled, keep_in_file,
};
use crate::demo::{CannotServe, Options, Running, Throttle, serve};
use crate::domain::{Fault, Kind, Timestamp};

/// What the embedded store is made from.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// How many orders a new shop has
    #[arg(long, value_name = "N", default_value_t = 400,
          value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    orders: u32,
    /// What a new shop is made from; the same seed gives the same orders, dated back from now
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The shop system that it speaks
    #[arg(long, value_name = "STORE", default_value = "shopify", value_parser = ["shopify"])]
    store: String,
    /// Begin afresh: forget what was done in this shop
    #[arg(long)]
    fresh: bool,
    /// Only serve, for another terminal
    #[arg(long)]
    serve: bool,
    /// The port on loopback; any free one when left out
    #[arg(long, value_name = "P", default_value_t = 0, requires = "serve")]
    port: u16,
    /// How fast requests may come: as Shopify's standard plan, or `off`
    #[arg(long, value_name = "PACE", default_value = "standard", value_parser = ["standard", "off"])]
    throttle: String,
}

/// One shop's folder: the store's own files, and beside them our config and databases.
struct Folder(PathBuf);

impl Folder {
    fn of(data: &Path, args: &DemoArgs) -> Self {
        Self(data.join("demo").join(format!("{}-{}-{}", args.store, args.seed, args.orders)))
    }

    fn config(&self) -> PathBuf {
        self.0.join("config.toml")
    }

    fn token(&self) -> PathBuf {
        self.0.join("token")
    }

    /// The databases of the desk that works at this shop, apart from those of true shops.
    fn data(&self) -> PathBuf {
        self.0.join("desk")
    }

    /// Forgets the shop and everything done in it, unless another process serves it.
    fn forget(&self) -> Result<(), Fault> {
        let failed = |error: std::io::Error| {
            Fault::new(Kind::Failed, format!("{} cannot be removed", self.0.display()))
                .because(error)
        };
        match File::open(self.0.join("lock")) {
            Ok(lock) => lock.try_lock().map_err(|_| {
                Fault::new(Kind::Failed, "Another process serves this demo shop")
                    .hint("end it first, or choose another --seed")
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
        match std::fs::remove_dir_all(&self.0) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(error)),
            _ => Ok(()),
        }
    }
}

/// Starts the embedded store, and the workstation on it or nothing else.
pub(super) fn run(
    (global, paths): (&Global, &Paths),
    args: &DemoArgs,
    doors: &dyn Doors,
    out: &mut Printer<'_>,
) -> Result<(), Fault> {
    let folder = Folder::of(&paths.data, args);
    if args.fresh {
        folder.forget()?;
    }
    let store = serve(options(args, &folder, global.clock())).map_err(cannot)?;
    let config = config(&folder, &store)?;
    if args.serve {
        tell(&folder, &store, out)?;
        return until_ended();
    }
    doors.workstation(&Opening::with(global, config, folder.data()))
}

fn options(args: &DemoArgs, folder: &Folder, now: Option<Timestamp>) -> Options {
    let usual = Options::new(&folder.0);
    Options {
        orders: args.orders,
        seed: args.seed,
        port: args.port,
        throttle: if args.throttle == "off" { Throttle::Off } else { usual.throttle },
        clock: match now {
            Some(moment) => Arc::new(move || moment.0),
            None => Arc::clone(&usual.clock),
        },
        ..usual
    }
}

fn cannot(trouble: CannotServe) -> Fault {
    let hint = trouble.hint();
    Fault::new(Kind::Failed, "The embedded store cannot be served").because(trouble).hint(hint)
}

/// Writes the config and the token anew: the port is another one at every start.
fn config(folder: &Folder, store: &Running) -> Result<Config, Fault> {
    let token = Secret::new(store.token());
    let (config, secret) = (folder.config(), folder.token());
    for file in [&config, &secret] {
        match std::fs::remove_file(file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                let sentence = format!("{} cannot be written anew", file.display());
                return Err(Fault::new(Kind::Failed, sentence).because(error));
            }
            _ => {}
        }
    }
    keep_in_file(&secret, &token)?;
    let text = filled(&Answers {
        url: store.url(),
        credentials: Credentials::Token(SecretRef::File(whole(&secret))),
        reviewer: Reviewer { name: "Sam Example".into(), initials: "SE".into() },
        brand: Brand { name: "Example Store".into(), prefix: "EX".into() },
    });
    write_private(&config, &text)?;
    Config::parse(&text, &config)
}

/// The path from the root on, so that the config works from any folder.
fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// A path as one word of a shell.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}

/// Prints a ready config, with the command that uses it as a remark.
fn tell(folder: &Folder, store: &Running, out: &mut Printer<'_>) -> Result<(), Fault> {
    let config = whole(&folder.config());
    let data = whole(&folder.data());
    out.line(&format!(
        "# The embedded store answers at {} as {}. Ctrl-C ends it.",
        store.url(),
        store.domain()
    ))?;
    out.line(
        "# In another terminal, copy these two lines; then any `unhold` command works there:",
    )?;
    out.line("")?;
    out.line(&format!("export UNHOLD_CONFIG={}", quoted(&config)))?;
    out.line(&format!("export UNHOLD_DATA_DIR={}", quoted(&data)))?;
    out.line("")?;
    out.line("# What the config says:")?;
    let text = std::fs::read_to_string(&config).map_err(|error| {
        Fault::new(Kind::Failed, "The config cannot be read back").because(error)
    })?;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        out.line(line)?;
    }
    out.end()
}

/// Waits for Ctrl-C or for being told to end. What was answered is on disk by then.
#[cfg(unix)]
fn until_ended() -> Result<(), Fault> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])
        .map_err(|error| Fault::new(Kind::Failed, "No signals can be heard").because(error))?;
    let _ended = signals.forever().next();
    Ok(())
}

#[cfg(not(unix))]
fn until_ended() -> Result<(), Fault> {
    loop {
        std::thread::park();
    }
}
