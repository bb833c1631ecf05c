//! The commented sample, and the config that `unhold init` writes from it.

use super::{Brand, Credentials, Reviewer, SecretRef};

/// The sample, as it lies in `assets`.
const SAMPLE: &str = include_str!("../../assets/config.toml");

/// What `unhold init` and `unhold demo` know when they write a config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// The store's address.
    pub url: String,
    /// How to get in.
    pub credentials: Credentials,
    /// Who decides.
    pub reviewer: Reviewer,
    /// The shop as customers know it.
    pub brand: Brand,
}

/// Returns the commented sample.
pub fn sample() -> &'static str {
    SAMPLE
}

/// Returns the sample with the answers filled in; all remarks stay.
pub fn filled(answers: &Answers) -> String {
    let mut text = set(SAMPLE, "store", "url", &quoted(&answers.url));
    text = match &answers.credentials {
        Credentials::Token(secret) => set(&text, "store", "token", &reference(secret)),
        Credentials::Client { id, secret } => {
            let text = unset(&text, "token = ");
            let text = set(&text, "store", "client_id", &quoted(id));
            set(&text, "store", "client_secret", &reference(secret))
        }
    };
    text = set(&text, "reviewer", "name", &quoted(&answers.reviewer.name));
    if !answers.reviewer.initials.is_empty() {
        text = set(&text, "reviewer", "initials", &quoted(&answers.reviewer.initials));
    }
    text = set(&text, "brand", "name", &quoted(&answers.brand.name));
    if answers.brand.prefix.is_empty() {
        return text;
    }
    set(&text, "brand", "prefix", &quoted(&answers.brand.prefix))
}

/// Gives a key of a section its value, in the place where the sample has it.
fn set(text: &str, section: &str, key: &str, value: &str) -> String {
    let mut within = false;
    let lines = text.lines().map(|line| {
        if let Some(name) = line.strip_prefix('[') {
            within = name.strip_suffix(']') == Some(section);
        }
        let written = line.strip_prefix('#').unwrap_or(line);
        let is_key = written.strip_prefix(key).is_some_and(|rest| rest.starts_with(" = "));
        if within && is_key { format!("{key} = {value}") } else { line.to_owned() }
    });
    joined(lines)
}

/// Turns the line that begins so into a remark.
fn unset(text: &str, beginning: &str) -> String {
    joined(
        text.lines().map(|line| {
            if line.starts_with(beginning) { format!("#{line}") } else { line.to_owned() }
        }),
    )
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.fold(String::new(), |text, line| text + &line + "\n")
}

fn reference(secret: &SecretRef) -> String {
    match secret {
        SecretRef::Env(name) => format!("{{ env = {} }}", quoted(name)),
        SecretRef::File(path) => format!("{{ file = {} }}", quoted(&path.to_string_lossy())),
        SecretRef::Keyring(name) => format!("{{ keyring = {} }}", quoted(name)),
        SecretRef::Command(words) => {
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            format!("{{ command = [{}] }}", words.join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::keys::SECTIONS;
    use super::super::{Config, Policy};
    use super::*;

    fn parse(text: &str) -> Config {
        Config::parse(text, Path::new("config.toml")).unwrap()
    }

    /// The sample with every shown setting switched on but those that exclude others.
    fn all_on() -> String {
        let lines = SAMPLE.lines().map(|line| match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with([' ', '#']) => setting.to_owned(),
            _ => line.to_owned(),
        });
        joined(lines.filter(|line| !line.starts_with("client_")))
    }

    #[test]
    fn the_sample_is_a_config() {
        let config = parse(sample());

        assert_eq!(config.reviewer.initials, "SE");
        assert_eq!(config.policy, Policy::default());
    }

    #[test]
    fn the_values_shown_in_the_sample_are_the_usual_ones() {
        let config = parse(&all_on());

        assert_eq!(config.policy, Policy::default());
        assert_eq!(config.store.sync_seconds, parse(sample()).store.sync_seconds);
    }

    #[test]
    fn the_sample_shows_every_known_key() {
        for section in SECTIONS {
            let begin = SAMPLE.split_once(&format!("[{}]\n", section.name)).unwrap().1;
            let body = begin.split("\n[").next().unwrap();
            for row in section.keys {
                let shown = body.lines().any(|line| {
                    let line = line.strip_prefix('#').unwrap_or(line);
                    line.starts_with(&format!("{} = ", row.key))
                });
                let shown = shown || SAMPLE.contains(&format!("[{}.{}]\n", section.name, row.key));
                assert!(shown, "[{}] {}", section.name, row.key);
            }
        }
    }

    #[test]
    fn answers_come_back_from_the_config_that_was_written() {
        let secrets = [
            SecretRef::Env("A_TOKEN".into()),
            SecretRef::File("/tmp/to ken".into()),
            SecretRef::Keyring("shop \"one\"".into()),
            SecretRef::Command(vec!["pass".into(), "show".into(), "a\\b".into()]),
        ];
        for secret in secrets {
            for credentials in [
                Credentials::Token(secret.clone()),
                Credentials::Client { id: "ab12".into(), secret: secret.clone() },
            ] {
                let answers = Answers {
                    url: "https://shop.example/".into(),
                    credentials,
                    reviewer: Reviewer { name: "Åsa \"Q\" Ek".into(), initials: "ÅE".into() },
                    brand: Brand { name: "Näh & Co".into(), prefix: "NC".into() },
                };

                let config = parse(&filled(&answers));

                assert_eq!(config.store.url.as_str(), answers.url);
                assert_eq!(config.store.credentials, answers.credentials);
                assert_eq!(config.reviewer, answers.reviewer);
                assert_eq!(config.brand, answers.brand);
            }
        }
    }
}
