//! Text to checked settings.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::evidence::evidence;
use super::keys::{BRAND, EVIDENCE, POLICY, REVIEWER, STORE};
use super::reader::{Section, Source, text_of};
use super::{
    Brand, BusinessCalendar, Config, Credentials, DecimalAmount, HighValueWhen, Platform, Policy,
    Reviewer, StoreSettings, checked_url,
};
use crate::domain::{Fault, Kind};

/// The oldest API version that knows everything this program writes with: from 2026-04
/// on a refund carries a key (`apis/shopify.md`, section 1).
const OLDEST_API: &str = "2026-04";

impl Config {
    /// Reads the config at `file`.
    pub fn load(file: &Path) -> Result<Self, Fault> {
        let text = std::fs::read_to_string(file).map_err(|error| unreadable(file, error))?;
        Self::parse(&text, file)
    }

    /// Reads a config from text; `file` is named in refusals.
    pub fn parse(text: &str, file: &Path) -> Result<Self, Fault> {
        let source = Source { file, text };
        let document = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            source.refuse(at, &format!("this is no TOML: {}", error.message()))
        })?;
        let document = document.get_ref();
        source.check_sections(document)?;
        let open = |row| Section::open(source, row, document);
        Ok(Self {
            store: store(&open(&STORE)?)?,
            reviewer: reviewer(&open(&REVIEWER)?)?,
            brand: brand(&open(&BRAND)?)?,
            policy: policy(&open(&POLICY)?)?,
            evidence: evidence(&open(&EVIDENCE)?)?,
        })
    }
}

fn unreadable(file: &Path, error: std::io::Error) -> Fault {
    if error.kind() == std::io::ErrorKind::NotFound {
        return Fault::new(Kind::Config, format!("There is no config at {}", file.display()))
            .hint("`unhold init` writes one; `unhold demo` needs none");
    }
    Fault::new(Kind::Config, format!("The config at {} cannot be read", file.display()))
        .because(error)
        .hint("check that it is a text file and that you may read it")
}

fn store(section: &Section<'_>) -> Result<StoreSettings, Fault> {
    let platform =
        section.read("platform", platform)?.ok_or_else(|| section.missing("platform"))?;
    let url = section.read("url", |value| checked_url(&text_of(value)?))?;
    Ok(StoreSettings {
        platform,
        url: url.ok_or_else(|| section.missing("url"))?,
        credentials: credentials(section)?,
        api_version: section.read("api_version", api_version)?,
        sync_seconds: section.whole("sync_seconds", 10..=86_400)?.unwrap_or(60),
    })
}

fn platform(value: &DeValue<'_>) -> Result<Platform, &'static str> {
    match text_of(value)?.as_str() {
        "shopify" => Ok(Platform::Shopify),
        "magento" | "woocommerce" => Err("this program cannot speak to this platform yet"),
        _ => Err("this is no platform that this program knows"),
    }
}

fn credentials(section: &Section<'_>) -> Result<Credentials, Fault> {
    let token = section.secret("token")?;
    let id = section.text("client_id")?;
    let secret = section.secret("client_secret")?;
    match (token, id, secret) {
        (Some(token), None, None) => Ok(Credentials::Token(token)),
        (None, Some(id), Some(secret)) => Ok(Credentials::Client { id, secret }),
        (None, None, None) => Err(section.missing("token")),
        (None, Some(_), None) => Err(section.missing("client_secret")),
        (None, None, Some(_)) => Err(section.missing("client_id")),
        (Some(_), _, _) => Err(section.refuse(
            "[store] has both `token` and `client_id`/`client_secret`, expected one of the two",
        )),
    }
}

fn api_version(value: &DeValue<'_>) -> Result<String, &'static str> {
    let text = text_of(value)?;
    let quarter = |month| matches!(month, "01" | "04" | "07" | "10");
    let well_formed = text.split_once('-').is_some_and(|(year, month)| {
        year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && quarter(month)
    });
    match well_formed {
        true if text.as_str() >= OLDEST_API => Ok(text),
        true => Err("this version is too old"),
        false => Err("this is no version"),
    }
}

fn reviewer(section: &Section<'_>) -> Result<Reviewer, Fault> {
    let name = section.needed_text("name")?;
    let initials = section.read("initials", |value| {
        let text = text_of(value)?;
        let fits = (1..=5).contains(&text.chars().count()) && text.chars().all(char::is_alphabetic);
        if fits { Ok(text) } else { Err("these are no initials") }
    })?;
    Ok(Reviewer { initials: initials.unwrap_or_else(|| initials_of(&name)), name })
}

/// The first letters of the first and the last word.
pub(super) fn initials_of(name: &str) -> String {
    let mut words = name.split_whitespace();
    let letters = [words.next(), words.next_back()];
    letters.into_iter().flatten().filter_map(|word| word.chars().next()).collect()
}

fn brand(section: &Section<'_>) -> Result<Brand, Fault> {
    let prefix = section.read("prefix", text_of)?.unwrap_or_default();
    Ok(Brand { name: section.needed_text("name")?, prefix: prefix.trim().to_owned() })
}

fn policy(section: &Section<'_>) -> Result<Policy, Fault> {
    let usual = Policy::default();
    let whole = |key, bounds, usual| -> Result<u32, Fault> {
        Ok(section.whole(key, bounds)?.unwrap_or(usual))
    };
    let texts =
        |key, usual| -> Result<Vec<String>, Fault> { Ok(section.texts(key)?.unwrap_or(usual)) };
    let first_decision = usual.first_decision_business_days;
    let amount = section.read("high_value_amount", amount)?;
    let when = section.read("high_value_when", high_value_when)?;
    Ok(Policy {
        risk_threshold: section
            .number("risk_threshold", 0.0..=100.0)?
            .unwrap_or(usual.risk_threshold),
        first_decision_business_days: whole(
            "first_decision_business_days",
            1..=30,
            first_decision,
        )?,
        hold_business_days: whole("hold_business_days", 1..=60, usual.hold_business_days)?,
        authorisation_days: whole("authorisation_days", 1..=60, usual.authorisation_days)?,
        calendar: section.read("calendar", calendar)?.unwrap_or(usual.calendar),
        undo_seconds: whole("undo_seconds", 0..=600, usual.undo_seconds)?,
        release_holds_of: texts("release_holds_of", usual.release_holds_of)?,
        reviewed_tag: section.read("reviewed_tag", tag)?.unwrap_or(usual.reviewed_tag),
        flag_tags: texts("flag_tags", usual.flag_tags)?,
        high_value_amount: amount.unwrap_or(usual.high_value_amount),
        high_value_pieces: whole("high_value_pieces", 0..=100_000, usual.high_value_pieces)?,
        high_value_when: when.unwrap_or(usual.high_value_when),
        window_days: whole("window_days", 1..=3650, usual.window_days)?,
    })
}

fn calendar(value: &DeValue<'_>) -> Result<BusinessCalendar, &'static str> {
    let text = text_of(value)?;
    if text == "weekdays" {
        return Ok(BusinessCalendar::Weekdays);
    }
    let (country, part) = text.split_once('-').unwrap_or((&text, "X"));
    let code = |text: &str| text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if country.len() == 2 && (1..=3).contains(&part.len()) && code(country) && code(part) {
        return Ok(BusinessCalendar::Of(text));
    }
    Err("this is no calendar")
}

/// A comma would make two tags of one (`apis/shopify.md`, section 6).
fn tag(value: &DeValue<'_>) -> Result<String, &'static str> {
    let text = text_of(value)?;
    let one = !text.trim().is_empty() && !text.contains(',');
    one.then(|| text.trim().to_owned()).ok_or("this is not one tag")
}

/// An amount is text, because a number with a fraction would be a float.
fn amount(value: &DeValue<'_>) -> Result<DecimalAmount, &'static str> {
    DecimalAmount::parse(&text_of(value)?).ok_or("this is no amount")
}

fn high_value_when(value: &DeValue<'_>) -> Result<HighValueWhen, &'static str> {
    match text_of(value)?.as_str() {
        "both" => Ok(HighValueWhen::Both),
        "either" => Ok(HighValueWhen::Either),
        _ => Err("this is neither"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{SecretRef, sample};

    fn refused(text: &str) -> Fault {
        Config::parse(text, Path::new("shop.toml")).unwrap_err()
    }

    /// The sample with one piece of it changed.
    fn changed(from: &str, to: &str) -> Fault {
        assert!(sample().contains(from), "{from}");
        refused(&sample().replacen(from, to, 1))
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_place_and_the_nearest_known_one() {
        let refused = changed("#hold_business_days = 5", "hold_buisness_days = 5");

        let line = 1 + sample().lines().position(|l| l == "#hold_business_days = 5").unwrap();
        assert_eq!(refused.kind(), Kind::Config);
        let place = format!("shop.toml, line {line}: ");
        assert!(refused.message().starts_with(&place), "{refused}");
        assert!(refused.message().contains("`hold_buisness_days` is no known key of [policy]"));
        assert!(refused.remedy().unwrap().contains("did you mean `hold_business_days`?"));
    }

    #[test]
    fn an_unknown_section_is_refused() {
        let refused = changed("[brand]", "[brands]");

        assert!(refused.message().contains("`brands` is no known section"), "{refused}");
        assert!(refused.remedy().unwrap().contains("did you mean `brand`?"));
    }

    #[test]
    fn a_wrong_value_is_refused_with_what_was_expected() {
        for (from, to, words) in [
            (
                "platform = \"shopify\"",
                "platform = \"magento\"",
                "cannot speak to this platform yet",
            ),
            ("platform = \"shopify\"", "platform = 3", "no text in quotes"),
            ("https://example-shop", "http://example-shop", "plain http"),
            ("#hold_business_days = 5", "hold_business_days = 0", "whole days from 1 to 60"),
            ("#hold_business_days = 5", "hold_business_days = 99999999999", "out of bounds"),
            ("#undo_seconds = 30", "undo_seconds = -1", "out of bounds"),
            ("#risk_threshold = 5.0", "risk_threshold = nan", "out of bounds"),
            ("#risk_threshold = 5.0", "risk_threshold = \"5\"", "no number"),
            ("#calendar = \"US\"", "calendar = \"Moon\"", "such as \"US\""),
            ("#flag_tags = []", "flag_tags = \"a\"", "no list"),
            ("#flag_tags = []", "flag_tags = [\"\"]", "blank"),
            ("#high_value_amount = \"300.00\"", "high_value_amount = 300.0", "an amount as text"),
            ("#api_version = \"2026-10\"", "api_version = \"2025-10\"", "too old"),
            ("#api_version = \"2026-10\"", "api_version = \"2026-11\"", "no version"),
            ("#initials = \"SE\"", "initials = \"S.E.\"", "one to five letters"),
            ("name = \"Sam Example\"", "name = \" \"", "blank"),
            ("name = \"Sam Example\"", "", "[reviewer] needs `name`"),
            ("url = \"https://example-shop.myshopify.com\"", "", "[store] needs `url`"),
            ("token = {", "#token = {", "[store] needs `token`"),
            ("#client_id = ", "client_id = ", "expected one of the two"),
        ] {
            let refused = changed(from, to);

            assert!(refused.message().contains(words), "{to}: {refused}");
            assert!(refused.message().starts_with("shop.toml, line "), "{refused}");
        }
    }

    #[test]
    fn a_secret_written_into_the_config_is_refused_and_not_repeated() {
        for to in [
            "token = \"shpat_0123\"",
            "token = { env = \"shpat-0123\" }",
            "token = { value = \"shpat_0123\" }",
            "token = [\"shpat_0123\"]",
            "token = { env = \"A\", file = \"shpat_0123\" }",
            "token = shpat_0123",
        ] {
            let refused = changed("token = { env = \"SHOPIFY_TOKEN\" }", to);

            assert_eq!(refused.kind(), Kind::Config);
            let words = format!("{} {:?}", refused.full_message(), refused.remedy());
            assert!(!words.contains("0123"), "{words}");
        }
    }

    #[test]
    fn every_place_for_a_secret_is_read() {
        for (written, place) in [
            ("{ env = \"A_B\" }", SecretRef::Env("A_B".into())),
            ("{ file = \"/a\" }", SecretRef::File("/a".into())),
            ("{ keyring = \"shop\" }", SecretRef::Keyring("shop".into())),
            (
                "{ command = [\"pass\", \"x\"] }",
                SecretRef::Command(vec!["pass".into(), "x".into()]),
            ),
        ] {
            let text = sample().replace("{ env = \"SHOPIFY_TOKEN\" }", written);

            let config = Config::parse(&text, Path::new("shop.toml")).unwrap();

            assert_eq!(config.store.credentials, Credentials::Token(place));
        }
    }

    #[test]
    fn what_is_no_toml_is_refused_with_its_line() {
        let refused = refused("[store]\nplatform = \"shopify\n");

        assert!(refused.message().starts_with("shop.toml, line 2: this is no TOML"), "{refused}");
    }

    #[test]
    fn a_missing_config_names_both_ways_on() {
        let refused = Config::load(Path::new("/nowhere/at/all.toml")).unwrap_err();

        assert_eq!(refused.kind(), Kind::Config);
        assert!(refused.remedy().unwrap().contains("unhold init"));
        assert!(refused.remedy().unwrap().contains("unhold demo"));
    }
}
