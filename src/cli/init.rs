//! `unhold init`

use std::io::Write;
use std::path::{Path, PathBuf};

use super::out::Person;
use crate::config::{
    Answers, Brand, Config, Credentials, Paths, Reviewer, SecretRef, checked_url, filled,
    keep_in_file, keep_in_keyring,
};
use crate::domain::{Fault, Kind};

/// Asks, keeps secrets safe, and writes the config.
pub(super) fn run(paths: &Paths, person: &mut dyn Person) -> Result<Config, Fault> {
    let file = &paths.config;
    if file.exists() {
        return Err(Fault::new(
            Kind::Failed,
            format!("There is a config already: {}", file.display()),
        )
        .hint("change it with an editor, or move it away and start again"));
    }
    person.tell(&format!(
        "This writes {}. Ctrl-C leaves, nothing is kept until the end.",
        file.display()
    ))?;
    let answers = questions(file, person)?;
    let text = filled(&answers);
    let config = Config::parse(&text, file)?;
    write_private(file, &text)?;
    person.tell(&format!("Written: {}", file.display()))?;
    Ok(config)
}

fn questions(file: &Path, person: &mut dyn Person) -> Result<Answers, Fault> {
    let url = ask_until(person, "The shop's address (https://….myshopify.com):", shop)?;
    let credentials = credentials(file, person)?;
    let name = ask_until(person, "Your name, for receipts:", not_blank)?;
    let initials = ask(person, "Your initials, for notes (Enter takes them from the name):")?;
    let brand = ask_until(person, "The shop's name as customers know it:", not_blank)?;
    let prefix = ask(person, "Its prefix in notes, such as EX (Enter: none):")?;
    Ok(Answers {
        url,
        credentials,
        reviewer: Reviewer { name, initials },
        brand: Brand { name: brand, prefix },
    })
}

/// Takes a shop's address with or without `https://`. A bare word or number is no shop; a
/// store on this machine is named in full.
fn shop(text: &str) -> Result<String, String> {
    const EXAMPLE: &str =
        "write it as https://your-shop.myshopify.com, or http://127.0.0.1:8080 for this machine";
    let refused = |why: &str| format!("{why}; {EXAMPLE}");
    if text.contains("://") {
        return checked_url(text).map(String::from).map_err(refused);
    }
    let url = checked_url(&format!("https://{text}")).map_err(refused)?;
    let is_a_name = url.domain().is_some_and(|name| name.trim_matches('.').contains('.'));
    if is_a_name { Ok(url.into()) } else { Err(refused("this is not a shop's address")) }
}

fn credentials(file: &Path, person: &mut dyn Person) -> Result<Credentials, Fault> {
    let id = ask(person, "The app's client id (Enter: you have a token instead):")?;
    if id.is_empty() {
        return secret(file, person, "token").map(Credentials::Token);
    }
    secret(file, person, "client secret").map(|secret| Credentials::Client { id, secret })
}

/// Asks where the secret is to be kept. It is typed only when we keep it, and never shown.
fn secret(file: &Path, person: &mut dyn Person, what: &str) -> Result<SecretRef, Fault> {
    person.tell(&format!("Where is the {what} kept?"))?;
    for place in [
        "  e  in an environment variable",
        "  c  a program prints it (a password manager)",
        "  f  in a file beside the config that only you can read",
        "  k  in this computer's key store",
    ] {
        person.tell(place)?;
    }
    let place = ask_until(person, "e, c, f or k:", |text| match text {
        "e" | "c" | "f" | "k" => Ok(text.to_owned()),
        _ => Err("one of these four letters".to_owned()),
    })?;
    match place.as_str() {
        "e" => ask_until(person, "The variable's name:", variable).map(SecretRef::Env),
        "c" => ask_until(person, "The command and its arguments:", not_blank)
            .map(|line| SecretRef::Command(line.split_whitespace().map(str::to_owned).collect())),
        "f" => keep_beside(file, person, what),
        _ => keep_in_store(file, person, what),
    }
}

fn variable(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if text.is_empty() || !text.chars().all(fits) {
        return Err("letters, digits and _ only; the name, not the secret itself".to_owned());
    }
    Ok(text.to_owned())
}

fn keep_beside(file: &Path, person: &mut dyn Person, what: &str) -> Result<SecretRef, Fault> {
    let path: PathBuf = file.with_extension("secret");
    let typed = typed(person, what)?;
    make_folder(&path)?;
    keep_in_file(&path, &typed)?;
    Ok(SecretRef::File(path))
}

fn keep_in_store(file: &Path, person: &mut dyn Person, what: &str) -> Result<SecretRef, Fault> {
    let stem = file.file_stem().map_or_else(|| "config".into(), |stem| stem.to_string_lossy());
    let name = format!("{stem}-{}", what.replace(' ', "-"));
    keep_in_keyring(&name, &typed(person, what)?)?;
    Ok(SecretRef::Keyring(name))
}

fn typed(person: &mut dyn Person, what: &str) -> Result<crate::config::Secret, Fault> {
    let answer = person.ask_secret(&format!("The {what} (it is not shown):"))?;
    answer.filter(|secret| !secret.expose().is_empty()).ok_or_else(left)
}

fn left() -> Fault {
    Fault::new(Kind::Failed, "Left; no config was written")
}

fn ask(person: &mut dyn Person, question: &str) -> Result<String, Fault> {
    person.ask(question)?.ok_or_else(left)
}

/// Asks again until the answer fits, at most five times: a script that feeds nonsense
/// must not go round for ever.
fn ask_until(
    person: &mut dyn Person,
    question: &str,
    fits: impl Fn(&str) -> Result<String, String>,
) -> Result<String, Fault> {
    for _ in 0..5 {
        let answer = ask(person, question)?;
        match fits(&answer) {
            Ok(taken) => return Ok(taken),
            Err(why) => person.tell(&format!("  {why}"))?,
        }
    }
    Err(left())
}

fn not_blank(text: &str) -> Result<String, String> {
    if text.is_empty() { Err("please write something".to_owned()) } else { Ok(text.to_owned()) }
}

fn make_folder(file: &Path) -> Result<(), Fault> {
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) else {
        return Ok(());
    };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| {
        Fault::new(Kind::Failed, format!("The folder {} cannot be made", folder.display()))
            .because(error)
    })
}

/// Writes a new file that nobody else may read, from its creation on.
pub(super) fn write_private(file: &Path, text: &str) -> Result<(), Fault> {
    let failed = |error: std::io::Error| {
        Fault::new(Kind::Failed, format!("{} cannot be written", file.display())).because(error)
    };
    make_folder(file)?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut open = options.open(file).map_err(failed)?;
    open.write_all(text.as_bytes()).and_then(|()| open.sync_all()).map_err(failed)
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;
    use crate::config::Secret;

    struct Scripted {
        answers: VecDeque<&'static str>,
        said: Vec<String>,
    }

    impl Scripted {
        fn new(answers: &[&'static str]) -> Self {
            Self { answers: answers.iter().copied().collect(), said: vec![] }
        }
    }

    impl Person for Scripted {
        fn ask(&mut self, question: &str) -> Result<Option<String>, Fault> {
            self.said.push(question.to_owned());
            Ok(self.answers.pop_front().map(str::to_owned))
        }

        fn ask_secret(&mut self, question: &str) -> Result<Option<Secret>, Fault> {
            Ok(self.ask(question)?.map(Secret::new))
        }

        fn tell(&mut self, words: &str) -> Result<(), Fault> {
            self.said.push(words.to_owned());
            Ok(())
        }
    }

    fn paths(folder: &Path) -> Paths {
        Paths { config: folder.join("new/config.toml"), data: folder.join("data") }
    }

    #[test]
    fn answers_become_a_private_config_that_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        let mut person = Scripted::new(&[
            "shop.example",
            "",
            "e",
            "A_TOKEN",
            "Sam Example",
            "",
            "Example",
            "EX",
        ]);

        let config = run(&paths, &mut person).unwrap();

        assert_eq!(Config::load(&paths.config).unwrap(), config);
        assert_eq!(config.store.url.as_str(), "https://shop.example/");
        assert_eq!(config.store.credentials, Credentials::Token(SecretRef::Env("A_TOKEN".into())));
        assert_eq!(config.reviewer.initials, "SE");
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            assert_eq!(paths.config.metadata().unwrap().mode() & 0o777, 0o600);
            assert_eq!(paths.config.parent().unwrap().metadata().unwrap().mode() & 0o777, 0o700);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_typed_secret_goes_into_its_own_file_and_not_into_the_config() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        let mut person = Scripted::new(&[
            "shop.example",
            "abc",
            "f",
            "shpss_0123",
            "Sam Example",
            "S",
            "Example",
            "",
        ]);

        let config = run(&paths, &mut person).unwrap();

        assert_eq!(config.store.credentials.secret().resolve().unwrap().expose(), "shpss_0123");
        assert!(!std::fs::read_to_string(&paths.config).unwrap().contains("shpss_0123"));
        assert!(!person.said.join(" ").contains("shpss_0123"));
    }

    #[test]
    fn a_config_that_is_there_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        write_private(&paths.config, "mine").unwrap();

        assert!(run(&paths, &mut Scripted::new(&[])).is_err());

        assert_eq!(std::fs::read_to_string(&paths.config).unwrap(), "mine");
    }

    #[test]
    fn a_shops_address_is_checked_where_it_is_typed() {
        for (typed, taken) in [
            ("a.myshopify.com", "https://a.myshopify.com/"),
            ("https://a.example", "https://a.example/"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/"),
        ] {
            assert_eq!(shop(typed).as_deref(), Ok(taken), "{typed}");
        }
        for typed in ["127.0.0.1", "127.0.0.1:8080", "localhost", "[::1]", "a", "http://a.example"]
        {
            let refused = shop(typed).unwrap_err();
            assert!(refused.contains("https://your-shop.myshopify.com"), "{typed}: {refused}");
        }
    }

    #[test]
    fn leaving_half_way_or_answering_nonsense_writes_nothing() {
        for answers in [
            &["shop.example", "", "e"][..],
            &["http://shop.example", "ftp://x", "", "https://a:b@c", "http://10.0.0.1"],
        ] {
            let folder = tempfile::tempdir().unwrap();
            let paths = paths(folder.path());

            assert!(run(&paths, &mut Scripted::new(answers)).is_err(), "{answers:?}");

            assert!(!paths.config.exists());
        }
    }
}
