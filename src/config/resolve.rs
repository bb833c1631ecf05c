//! Fetches secrets from where they are kept, and keeps new ones.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use zeroize::Zeroizing;

use super::{Secret, SecretRef};
use crate::domain::{Fault, Kind};

/// How long a command may take: somebody may have to type a passphrase into it.
const PATIENCE: Duration = Duration::from_secs(60);

/// More than this is no secret.
const MOST_BYTES: u64 = 64 * 1024;

impl SecretRef {
    /// Fetches the secret; the error names the place and never what was found there.
    pub fn resolve(&self) -> Result<Secret, Fault> {
        self.resolve_within(PATIENCE)
    }

    fn resolve_within(&self, patience: Duration) -> Result<Secret, Fault> {
        match self {
            Self::Env(name) => from_env(name),
            Self::Command(words) => from_command(words, patience),
            Self::File(path) => from_file(path),
            Self::Keyring(name) => from_keyring(name),
        }
        .and_then(|found| first_line(&found).ok_or_else(|| self.empty()))
    }

    fn empty(&self) -> Fault {
        Fault::new(Kind::Config, format!("There is no secret in {self}: it is empty"))
    }
}

/// `pass` and its like print the secret on the first line and remarks below it.
fn first_line(found: &str) -> Option<Secret> {
    let line = found.lines().next().unwrap_or_default().trim();
    (!line.is_empty()).then(|| Secret::new(line))
}

type Found = Result<Zeroizing<String>, Fault>;

fn from_env(name: &str) -> Found {
    std::env::var(name).map(Zeroizing::new).map_err(|_| {
        Fault::new(Kind::Config, format!("The environment variable {name} is not set")).hint(
            format!("set {name} before you start unhold, or name another place in the config"),
        )
    })
}

fn from_command(words: &[String], patience: Duration) -> Found {
    let (program, arguments) = words.split_first().ok_or_else(|| {
        Fault::new(Kind::Config, "The command that should print the secret has no name")
    })?;
    let mut child = spawn(program, arguments)?;
    let (sender, receiver) = mpsc::channel();
    let output = child.stdout.take();
    // The thread ends when the output does; a command that outstays its time is killed,
    // which ends the output too.
    std::thread::spawn(move || sender.send(output.map(read_limited)));
    let Ok(Some(read)) = receiver.recv_timeout(patience) else {
        end(&mut child);
        return Err(in_vain(program, "did not end in time"));
    };
    let status = child.wait().map_err(|error| in_vain(program, "was lost").because(error))?;
    if !status.success() {
        return Err(in_vain(program, &format!("ended with {status}")));
    }
    read.map_err(|error| in_vain(program, "printed no text").because(error))
}

fn spawn(program: &str, arguments: &[String]) -> Result<Child, Fault> {
    let mut command = Command::new(program);
    // No terminal for the child: it must not draw over our screen or read our keys.
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn().map_err(|error| in_vain(program, "cannot be started").because(error))
}

fn in_vain(program: &str, what: &str) -> Fault {
    Fault::new(
        Kind::Config,
        format!("The command {program}, which should print the secret, {what}"),
    )
    .hint("run it in a terminal to see what it says")
}

/// Ends the command with everything it has started.
fn end(child: &mut Child) {
    #[cfg(unix)]
    {
        let group = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw);
        if let Some(group) = group {
            let _gone_already =
                rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
    let _gone_already = child.kill();
    let _reaped = child.wait();
}

fn read_limited(from: impl Read) -> std::io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    from.take(MOST_BYTES).read_to_string(&mut text)?;
    Ok(text)
}

fn from_file(path: &Path) -> Found {
    let unreadable = |error: std::io::Error| {
        Fault::new(Kind::Config, format!("The secret in {} cannot be read", path.display()))
            .because(error)
    };
    let file = File::open(path).map_err(unreadable)?;
    check_private(&file, path)?;
    read_limited(file).map_err(unreadable)
}

/// The open file is checked, not the path: nobody can put another one in between.
#[cfg(unix)]
fn check_private(file: &File, path: &Path) -> Result<(), Fault> {
    use std::os::unix::fs::MetadataExt;

    let refuse = |why: &str| {
        Fault::new(Kind::Config, format!("The secret in {} is refused: {why}", path.display()))
    };
    let meta = file.metadata().map_err(|error| refuse("it cannot be looked at").because(error))?;
    if !meta.is_file() {
        return Err(refuse("it is no ordinary file"));
    }
    if meta.uid() != rustix::process::geteuid().as_raw() {
        return Err(refuse("it belongs to another user").hint("make a file of your own"));
    }
    if meta.mode() & 0o177 != 0 {
        return Err(
            refuse("others may read or change it").hint(format!("chmod 600 {}", path.display()))
        );
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_private(_: &File, path: &Path) -> Result<(), Fault> {
    Err(Fault::new(
        Kind::Config,
        format!("The secret in {} is refused: who may read it cannot be told here", path.display()),
    )
    .hint("use { keyring = \"NAME\" } instead"))
}

#[cfg(feature = "keyring")]
fn from_keyring(name: &str) -> Found {
    let entry = keyring::Entry::new("unhold", name).map_err(|error| locked(name, &error))?;
    entry.get_password().map(Zeroizing::new).map_err(|error| locked(name, &error))
}

#[cfg(feature = "keyring")]
fn locked(name: &str, error: &keyring::Error) -> Fault {
    let sentence = format!("The key store's entry {name} cannot be used");
    // Some of the errors carry what was found; only their kind is repeated.
    let hint = match error {
        keyring::Error::NoEntry => "there is no such entry: `unhold init` keeps one",
        _ => "the key store may be locked or absent: use { env = … } or { file = … } instead",
    };
    Fault::new(Kind::Config, sentence).hint(hint)
}

#[cfg(not(feature = "keyring"))]
fn from_keyring(name: &str) -> Found {
    Err(without_keyring(name))
}

#[cfg(not(feature = "keyring"))]
fn without_keyring(name: &str) -> Fault {
    Fault::new(Kind::Config, format!("The key store's entry {name} cannot be used"))
        .hint("this unhold was built without the key store: use { env = … } or { file = … }")
}

/// Keeps a secret in the platform's key store.
#[cfg(feature = "keyring")]
pub fn keep_in_keyring(name: &str, secret: &Secret) -> Result<(), Fault> {
    let entry = keyring::Entry::new("unhold", name).map_err(|error| locked(name, &error))?;
    entry.set_password(secret.expose()).map_err(|error| locked(name, &error))
}

/// Says that this build has no key store.
#[cfg(not(feature = "keyring"))]
pub fn keep_in_keyring(name: &str, _: &Secret) -> Result<(), Fault> {
    Err(without_keyring(name))
}

/// Keeps a secret in a file that nobody else may read, from its creation on.
pub fn keep_in_file(path: &Path, secret: &Secret) -> Result<(), Fault> {
    let failed = |error: std::io::Error| {
        Fault::new(Kind::Failed, format!("The secret cannot be kept in {}", path.display()))
            .because(error)
    };
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(secret.expose().as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::time::{Duration, Instant};

    use super::*;

    fn command(script: &str) -> SecretRef {
        SecretRef::Command(vec!["sh".into(), "-c".into(), script.into()])
    }

    #[test]
    fn a_command_gives_its_first_line() {
        let secret = command("echo shpat_1; echo remark").resolve().unwrap();

        assert_eq!(secret.expose(), "shpat_1");
    }

    #[test]
    fn a_command_that_fails_or_prints_nothing_gives_no_secret() {
        let failed = command("echo shpat_1; exit 3").resolve().unwrap_err();
        let silent = command("true").resolve().unwrap_err();

        assert!(failed.message().contains("exit status: 3"), "{failed}");
        assert!(!failed.full_message().contains("shpat_1"));
        assert!(silent.message().contains("empty"), "{silent}");
    }

    #[test]
    fn a_command_that_hangs_is_ended_with_its_children() {
        let begun = Instant::now();

        let refused =
            command("sleep 30 & wait").resolve_within(Duration::from_millis(50)).unwrap_err();

        assert!(refused.message().contains("in time"), "{refused}");
        assert!(begun.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_command_gets_nothing_to_read() {
        assert!(command("read -r line && echo \"$line\"").resolve().is_err());
    }

    #[test]
    fn a_kept_secret_is_private_and_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");

        keep_in_file(&path, &Secret::new("shpat_2")).unwrap();

        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(SecretRef::File(path).resolve().unwrap().expose(), "shpat_2");
    }

    #[test]
    fn a_file_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        keep_in_file(&path, &Secret::new("shpat_3")).unwrap();
        for mode in [0o640, 0o604, 0o620, 0o700] {
            std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();

            let refused = SecretRef::File(path.clone()).resolve().unwrap_err();

            assert!(refused.remedy().unwrap().contains("chmod 600"), "{mode:o}");
            assert!(!refused.full_message().contains("shpat_3"));
        }
    }

    #[test]
    fn an_unset_variable_is_named() {
        let refused = SecretRef::Env("UNHOLD_TEST_NEVER_SET".into()).resolve().unwrap_err();

        assert_eq!(refused.kind(), Kind::Config);
        assert!(refused.message().contains("UNHOLD_TEST_NEVER_SET"));
    }
}
