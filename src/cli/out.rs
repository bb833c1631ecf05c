//! What is printed, and questions to the person at the terminal.

use std::borrow::Cow;
use std::io::{self, BufRead, IsTerminal, Write};

use serde::Serialize;

use crate::config::Secret;
use crate::domain::{Clean, Fault, Kind};

/// Where a command prints. When nobody reads any more (`| head`), printing ends and the
/// work goes on.
pub(crate) struct Printer<'a> {
    to: Box<dyn Write + 'a>,
    is_closed: bool,
}

impl<'a> Printer<'a> {
    /// Prints to a writer.
    pub(crate) fn new(to: impl Write + 'a) -> Self {
        Self { to: Box::new(to), is_closed: false }
    }

    /// Prints one line; whatever it was made of, it cannot act on the terminal.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Fault> {
        self.write(&harmless(text))?;
        self.write("\n")
    }

    /// Prints several lines.
    pub(crate) fn lines(&mut self, lines: &[String]) -> Result<(), Fault> {
        lines.iter().try_for_each(|line| self.line(line))
    }

    /// Prints text of our own as it is.
    pub(crate) fn write(&mut self, text: &str) -> Result<(), Fault> {
        self.attempt(|to| to.write_all(text.as_bytes()))
    }

    /// Prints one JSON document, and ends the output.
    pub(crate) fn json(&mut self, document: &impl Serialize) -> Result<(), Fault> {
        let mut text = Vec::new();
        let mut serializer = serde_json::Serializer::with_formatter(
            &mut text,
            Careful(serde_json::ser::PrettyFormatter::new()),
        );
        document.serialize(&mut serializer).map_err(|error| {
            Fault::new(Kind::Failed, "The answer cannot be written as JSON").because(error)
        })?;
        text.push(b'\n');
        self.attempt(|to| to.write_all(&text))?;
        self.end()
    }

    /// Makes sure that everything is out.
    pub(crate) fn end(&mut self) -> Result<(), Fault> {
        self.attempt(Write::flush)
    }

    fn attempt(
        &mut self,
        write: impl FnOnce(&mut Box<dyn Write + 'a>) -> io::Result<()>,
    ) -> Result<(), Fault> {
        if self.is_closed {
            return Ok(());
        }
        match write(&mut self.to) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(())
            }
            Err(error) => {
                Err(Fault::new(Kind::Failed, "The output cannot be written").because(error))
            }
        }
    }
}

/// The text with every control and reordering character as a question mark.
///
/// Outside text is already shown with its marks (`Clean::shown`); this is the last door,
/// for what comes by another way, such as an error in the store's own words.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    let acts =
        |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if text.contains(acts) { Cow::Owned(text.replace(acts, "?")) } else { Cow::Borrowed(text) }
}

/// Writes characters that can hide, reorder or act as `\u` escapes, so that the document
/// keeps outside text whole and still plays no tricks on a terminal.
struct Careful<F>(F);

impl<F: serde_json::ser::Formatter> serde_json::ser::Formatter for Careful<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        to: &mut W,
        text: &str,
    ) -> io::Result<()> {
        if text.is_ascii() && !text.contains('\u{7F}') || !Clean::new(text).is_tricky() {
            return to.write_all(text.as_bytes());
        }
        let mut units = [0; 2];
        for c in text.chars() {
            let mut bytes = [0; 4];
            let letter = c.encode_utf8(&mut bytes);
            if Clean::new(letter).is_tricky() {
                for unit in c.encode_utf16(&mut units) {
                    write!(to, "\\u{unit:04x}")?;
                }
            } else {
                to.write_all(letter.as_bytes())?;
            }
        }
        Ok(())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.begin_array(to)
    }

    fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_array(to)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(to, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_array_value(to)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.begin_object(to)
    }

    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_object(to)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(to, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.begin_object_value(to)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.0.end_object_value(to)
    }
}

/// The person at the terminal, when there is one.
pub(crate) trait Person {
    /// Asks for a line; `None` at the end of the input.
    fn ask(&mut self, question: &str) -> Result<Option<String>, Fault>;
    /// Asks for a line that is not shown.
    fn ask_secret(&mut self, question: &str) -> Result<Option<Secret>, Fault>;
    /// Says something beside the output.
    fn tell(&mut self, words: &str) -> Result<(), Fault>;
}

/// The real terminal. Questions go to the error output, so that the output stays clean.
pub(crate) struct Terminal;

impl Terminal {
    /// The terminal, when somebody sits there: both ends must be one.
    pub(crate) fn find() -> Option<Self> {
        (io::stdin().is_terminal() && io::stderr().is_terminal()).then_some(Self)
    }
}

fn lost(error: io::Error) -> Fault {
    Fault::new(Kind::Failed, "The terminal cannot be read").because(error)
}

impl Person for Terminal {
    fn ask(&mut self, question: &str) -> Result<Option<String>, Fault> {
        let mut screen = io::stderr();
        write!(screen, "{question} ").and_then(|()| screen.flush()).map_err(lost)?;
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line).map_err(lost)?;
        Ok((read > 0).then(|| line.trim().to_owned()))
    }

    fn ask_secret(&mut self, question: &str) -> Result<Option<Secret>, Fault> {
        let _hidden = Hidden::begin()?;
        let answer = self.ask(question)?.map(Secret::new);
        self.tell("")?;
        Ok(answer)
    }

    fn tell(&mut self, words: &str) -> Result<(), Fault> {
        writeln!(io::stderr(), "{}", harmless(words)).map_err(lost)
    }
}

/// Typing is not shown while this lives.
struct Hidden {
    #[cfg(unix)]
    before: rustix::termios::Termios,
}

#[cfg(unix)]
impl Hidden {
    fn begin() -> Result<Self, Fault> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

        let stdin = io::stdin();
        let before = tcgetattr(&stdin).map_err(|error| lost(error.into()))?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&stdin, OptionalActions::Flush, &quiet).map_err(|error| lost(error.into()))?;
        Ok(Self { before })
    }
}

#[cfg(unix)]
impl Drop for Hidden {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};

        // Nothing is left to do when even this fails: the terminal is gone.
        let _gone = tcsetattr(io::stdin(), OptionalActions::Now, &self.before);
    }
}

#[cfg(not(unix))]
impl Hidden {
    fn begin() -> Result<Self, Fault> {
        Ok(Self {})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Gone;

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    #[test]
    fn a_reader_that_went_away_is_no_error() {
        let mut out = Printer::new(Gone);

        out.line("one").unwrap();
        out.line("two").unwrap();
        out.end().unwrap();
    }

    #[test]
    fn json_keeps_tricky_text_whole_and_shows_none_of_it() {
        let text = "a\u{202E}b\u{9B}c\u{1B}[2Jd\u{7F}é👩‍👩‍👧";
        let mut bytes = Vec::new();

        Printer::new(&mut bytes).json(&text).unwrap();

        let printed = String::from_utf8(bytes).unwrap();
        assert_eq!(serde_json::from_str::<String>(&printed).unwrap(), text);
        assert!(
            !printed.trim_end().chars().any(|c| c.is_control() || c == '\u{202E}'),
            "{printed}"
        );
        assert!(printed.contains("\\u202e") && printed.contains('é'));
    }
}
