//! A table of comma-separated values, row by row (RFC 4180).
//!
//! Read here and not by a library, because a quotation mark that is never closed must cost
//! no more than a mebibyte, and because a refusal names the line on which its row begins.

use std::collections::HashMap;
use std::io::BufRead;

use super::jsonl::read_line;
use super::{LONGEST, Refused};
use crate::domain::{Clean, Fault, Kind};

/// The table, with its head read.
pub(super) struct Sheet<'a> {
    from: Box<dyn BufRead + 'a>,
    head: HashMap<String, usize>,
    /// The head as written, for telling.
    titles: Vec<String>,
    line: Vec<u8>,
    number: u64,
    read: u64,
    row: Row,
}

/// A row: its fields, and the line on which it begins.
#[derive(Default)]
pub(super) struct Row {
    pub(super) line: u64,
    fields: Vec<String>,
}

impl<'a> Sheet<'a> {
    /// Reads the head.
    pub(super) fn new(from: Box<dyn BufRead + 'a>) -> Result<Self, Fault> {
        let mut sheet = Self {
            from,
            head: HashMap::new(),
            titles: Vec::new(),
            line: Vec::new(),
            number: 0,
            read: 0,
            row: Row::default(),
        };
        let head = match sheet.next_row()? {
            Some(Ok(())) => std::mem::take(&mut sheet.row.fields),
            Some(Err(refused)) => return Err(no_table(&refused.why)),
            None => return Err(no_table("the file is empty")),
        };
        for (place, title) in head.iter().enumerate() {
            let title = plain(title.trim_start_matches('\u{feff}'));
            sheet.head.entry(title).or_insert(place);
        }
        sheet.titles = head;
        sheet.read = 0;
        Ok(sheet)
    }

    /// Where the first of these columns is that the table has.
    pub(super) fn column(&self, titles: &[&str]) -> Option<usize> {
        titles.iter().find_map(|title| self.head.get(&plain(title)).copied())
    }

    /// A field of the row read last; blank where the table lacks the column.
    pub(super) fn field(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.row.fields.get(column)).map_or("", String::as_str)
    }

    /// The line on which the row read last begins.
    pub(super) fn line(&self) -> u64 {
        self.row.line
    }

    /// Rows so far, without the head.
    pub(super) fn read(&self) -> u64 {
        self.read
    }

    /// Reads the next row with anything in it; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Result<(), Refused>>, Fault> {
        let next = self.next_row()?;
        let (has, wants) = (self.row.fields.len(), self.titles.len());
        if !matches!(next, Some(Ok(()))) || has == wants {
            return Ok(next);
        }
        let why = format!("the row has {has} fields where the head has {wants}");
        Ok(Some(Err(Refused { line: self.row.line, why })))
    }

    fn next_row(&mut self) -> Result<Option<Result<(), Refused>>, Fault> {
        let mut splitter = Splitter::default();
        self.row.fields.clear();
        let mut bytes = 0;
        loop {
            if !read_line(&mut *self.from, &mut self.line)? {
                let why = "a quotation mark is not closed before the file ends";
                return Ok(splitter.is_open().then(|| Err(self.refused(why))));
            }
            self.number += 1;
            if bytes == 0 {
                if self.line.trim_ascii().is_empty() {
                    continue;
                }
                self.row.line = self.number;
                self.read += 1;
            }
            bytes += self.line.len();
            if bytes > LONGEST {
                let why = if splitter.is_open() {
                    format!("a quotation mark is not closed before line {}", self.number)
                } else {
                    "the row is longer than a mebibyte".to_owned()
                };
                return Ok(Some(Err(self.refused(&why))));
            }
            let Ok(line) = str::from_utf8(&self.line) else {
                return Ok(Some(Err(self.refused(
                    "the row is not UTF-8; save the table as UTF-8 and import it again",
                ))));
            };
            splitter.split(line, &mut self.row.fields);
            if !splitter.is_open() {
                return Ok(Some(Ok(())));
            }
        }
    }

    fn refused(&self, why: &str) -> Refused {
        Refused { line: self.row.line, why: why.to_owned() }
    }

    /// Refuses a table of another kind by the columns that it lacks.
    pub(super) fn lacks(&self, whose: &str, missing: &[&str]) -> Fault {
        let has: Vec<String> = self.titles.iter().take(12).map(|title| told(title)).collect();
        let more = if self.titles.len() > has.len() { ", …" } else { "" };
        Fault::new(
            Kind::Usage,
            format!("this is no table as {whose} exports it: it lacks {}", missing.join("; ")),
        )
        .hint(format!("its columns are {}{more}", has.join(", ")))
    }
}

fn told(title: &str) -> String {
    format!("“{}”", Clean::new(title.trim()).fitted(40))
}

fn no_table(why: &str) -> Fault {
    Fault::new(Kind::Usage, format!("this is no table of comma-separated values: {why}"))
        .hint("export the orders again as CSV, or say what the file is with --format")
}

/// A title without case, blanks and signs.
fn plain(title: &str) -> String {
    title.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Splits lines into fields; a field in quotation marks may reach over several lines.
#[derive(Default)]
struct Splitter {
    field: String,
    is_open: bool,
}

impl Splitter {
    /// Whether the row goes on with the next line.
    fn is_open(&self) -> bool {
        self.is_open
    }

    /// Splits a line that still has its end.
    fn split(&mut self, line: &str, fields: &mut Vec<String>) {
        let bare = line.strip_suffix('\n').unwrap_or(line);
        let bare = bare.strip_suffix('\r').unwrap_or(bare);
        let mut signs = bare.chars().peekable();
        let mut was_quoted = self.is_open;
        while let Some(sign) = signs.next() {
            match sign {
                '"' if self.is_open && signs.peek() == Some(&'"') => {
                    signs.next();
                    self.field.push('"');
                }
                '"' if self.is_open => self.is_open = false,
                '"' if self.field.is_empty() && !was_quoted => {
                    self.is_open = true;
                    was_quoted = true;
                }
                ',' if !self.is_open => {
                    fields.push(std::mem::take(&mut self.field));
                    was_quoted = false;
                }
                sign => self.field.push(sign),
            }
        }
        if self.is_open {
            self.field.push('\n');
        } else {
            fields.push(std::mem::take(&mut self.field));
        }
    }
}
