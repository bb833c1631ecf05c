//! `unhold import`

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use super::args::ImportArgs;
use super::bar::Bar;
use super::json::ImportDocument;
use super::session::{Ended, Form, Session};
use super::table::counted;
use crate::desk::Imported;
use crate::domain::{Clean, Fault, Kind};

/// Refused lines that are listed for people; `--json` has up to a thousand.
const LISTED: usize = 20;
/// Bytes that are read at once.
const AT_ONCE: usize = 256 * 1024;

/// Takes the orders of a file into the history.
pub(super) fn run(session: &mut Session<'_, '_>, args: &ImportArgs) -> Result<Ended, Fault> {
    session.check_writes()?;
    let (file, size) = opened(&args.file)?;
    let done = Rc::new(Cell::new(0));
    let from = BufReader::with_capacity(AT_ONCE, Counted { file, done: Rc::clone(&done) });
    let mut bar = Bar::on_terminal(args.json);
    let mut each = |so_far: &Imported| {
        bar.show(done.get(), size, &format!("{} read", counted(so_far.read, "line")));
    };
    let imported = session.office.import(Box::new(from), args.format, &mut each);
    bar.clear();
    tell(session, &imported?, Form::of(args.json))
}

/// The file, and its size in bytes.
fn opened(path: &Path) -> Result<(File, u64), Fault> {
    let unread = |cause: io::Error| {
        let name = path.display().to_string();
        Fault::new(Kind::Usage, format!("{} cannot be read", Clean::new(&name).shown()))
            .because(cause)
            .hint("name a file of orders: JSON lines, or an export of Shopify or Order Desk")
    };
    let file = File::open(path).map_err(unread)?;
    let about = file.metadata().map_err(unread)?;
    if about.is_dir() {
        return Err(unread(io::ErrorKind::IsADirectory.into()));
    }
    Ok((file, about.len()))
}

/// A file that tells how much of it was read.
struct Counted {
    file: File,
    done: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(to)?;
        self.done.set(self.done.get().saturating_add(u64::try_from(read).unwrap_or_default()));
        Ok(read)
    }
}

fn tell(session: &mut Session<'_, '_>, told: &Imported, form: Form) -> Result<Ended, Fault> {
    if form == Form::Json {
        session.out.json(&ImportDocument::of(told))?;
    } else {
        session.out.lines(&lines(told))?;
    }
    let nothing = told.refusals > 0 && told.added + told.updated == 0 && told.refusals == told.read;
    let fault = nothing.then(|| {
        Fault::new(Kind::Failed, "No line of the file was taken")
            .hint("mend what the lines above name, and import the file again")
    });
    session.finish(fault, form)
}

fn lines(told: &Imported) -> Vec<String> {
    let mut lines = vec![format!(
        "Read {}: {} new, {} changed, {} refused.",
        counted(told.read, "line"),
        counted(told.added, "order"),
        told.updated,
        told.refusals
    )];
    let listed = told.refused.iter().take(LISTED);
    lines.extend(listed.map(|refused| format!("line {}: {}", refused.line, refused.why)));
    if told.refused.len() > LISTED {
        lines.push("More lines were refused; `--json` lists up to a thousand.".to_owned());
    }
    lines
}
