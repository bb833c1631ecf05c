//! Secrets, and where they are kept.

use std::fmt;
use std::path::PathBuf;

use zeroize::Zeroizing;

/// A secret in memory: overwritten when dropped, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a secret in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The secret itself, for the one header or form that carries it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Shows that there is a secret, not which.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where a secret is kept; this, and never the secret, stands in the config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretRef {
    /// In an environment variable.
    Env(String),
    /// Printed by a program, which is run without a shell.
    Command(Vec<String>),
    /// In a file of ours that nobody else may read.
    File(PathBuf),
    /// In the platform's key store, under this name.
    Keyring(String),
}

impl fmt::Display for SecretRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "the environment variable {name}"),
            Self::Command(words) => {
                write!(f, "the command {}", words.first().map_or("", String::as_str))
            }
            Self::File(path) => write!(f, "the file {}", path.display()),
            Self::Keyring(name) => write!(f, "the key store's entry {name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Secret, SecretRef};

    #[test]
    fn a_secret_does_not_print_itself() {
        let secret = Secret::new("shpat_0123456789");

        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(secret.expose(), "shpat_0123456789");
    }

    #[test]
    fn a_commands_arguments_stay_out_of_messages() {
        let place = SecretRef::Command(vec!["echo".into(), "shpat_0123456789".into()]);

        assert_eq!(place.to_string(), "the command echo");
    }
}
