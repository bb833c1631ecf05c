//! Errors as sentences for a tired person.

use std::error::Error;
use std::fmt;

/// What kind of trouble it is; each has its exit code (`contract.md`, exit codes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It failed, nothing happened.
    Failed,
    /// Wrong use of the program.
    Usage,
    /// The config is wrong.
    Config,
    /// The store cannot be reached or refuses us.
    Store,
    /// Something is overdue (`queue --check`).
    Overdue,
    /// The order's state does not allow it, or its revision changed.
    State,
    /// Something may have happened and is not settled.
    Unsettled,
    /// Recorded, not finished in the time given.
    Unfinished,
}

impl Kind {
    /// The exit code of the process.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Config => 3,
            Self::Store => 4,
            Self::Overdue => 5,
            Self::State => 6,
            Self::Unsettled => 7,
            Self::Unfinished => 8,
        }
    }

    /// The word used in JSON errors.
    pub fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::Config => "config",
            Self::Store => "store",
            Self::Overdue => "overdue",
            Self::State => "state",
            Self::Unsettled => "unsettled",
            Self::Unfinished => "unfinished",
        }
    }
}

/// An error that says what failed, on what, and what to do next.
#[derive(Debug)]
pub struct Fault {
    kind: Kind,
    message: String,
    hint: Option<String>,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Fault {
    /// Makes an error of one sentence.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None, cause: None }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the error underneath; it must carry no secret and no customer's data.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// The kind of trouble.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The sentence without its hint and causes.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do next, where it is known.
    pub fn remedy(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// The sentence followed by the chain of causes, without the hint.
    pub fn full_message(&self) -> String {
        let mut text = self.message.clone();
        let mut cause = self.source();
        while let Some(next) = cause {
            let words = next.to_string();
            if !text.contains(&words) {
                text.push_str(": ");
                text.push_str(&words);
            }
            cause = next.source();
        }
        text
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn Error + 'static))
    }
}
