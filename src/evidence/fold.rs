//! Text in a form in which variants of one spelling are equal.

use deunicode::deunicode;

use crate::domain::Clean;

/// Titles that come and go before one name.
const TITLES: [&str; 12] =
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "herr", "frau", "sr", "sra", "mme"];

/// The words of a text: hidden characters out, letters to plain Latin, lower case.
pub(super) fn words(text: &Clean) -> Vec<String> {
    let bare = text.bare();
    // Nearly all text is plain ASCII, and every order of a shop passes here.
    if bare.is_ascii() && !bare.contains(['\'', '`']) {
        return split(&bare);
    }
    split(&deunicode(&bare.replace(['\'', '’', '`'], "")))
}

fn split(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect()
}

/// The words without the difference between `müller`, `mueller` and `muller`.
pub(super) fn plain(word: &str) -> String {
    let folds = |pair: &[u8]| matches!(pair, [b'a' | b'o' | b'u', b'e']);
    if !word.as_bytes().windows(2).any(folds) {
        return word.to_owned();
    }
    word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
}

/// A person's name: folded words in alphabetical order, so that given and family name may
/// change places. `None` when nothing is left.
pub(super) fn name(text: &Clean) -> Option<String> {
    let mut words: Vec<String> = words(text)
        .into_iter()
        .filter(|word| !TITLES.contains(&word.as_str()))
        .map(|word| plain(&word))
        .collect();
    words.sort_unstable();
    (!words.is_empty()).then(|| words.join(" "))
}

/// An e-mail address: lower case, what follows a plus left out, and the dots that Gmail
/// ignores. `None` when it is no address.
pub(super) fn email(text: &Clean) -> Option<String> {
    let lower = text.bare().trim().to_lowercase();
    let (mailbox, domain) = lower.rsplit_once('@')?;
    let mailbox = mailbox.split('+').next().unwrap_or(mailbox);
    let domain = if domain == "googlemail.com" { "gmail.com" } else { domain };
    let mailbox = if domain == "gmail.com" { mailbox.replace('.', "") } else { mailbox.to_owned() };
    (!mailbox.is_empty() && domain.contains('.')).then(|| format!("{mailbox}@{domain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_of_one_name_are_equal() {
        for (one, other, same) in [
            ("Ada Lindgren", "LINDGREN, Ada", true),
            ("Jürgen Müller", "Juergen Mueller", true),
            ("Jürgen Müller", "jurgen  muller", true),
            ("Ada Lind\u{200B}gren", "Ada Lindgren", true),
            ("Dr. Ada Lindgren", "Ada Lindgren", true),
            ("Siobhán O’Brien", "Siobhan OBrien", true),
            ("Ａｄａ Lindgren", "Ada Lindgren", true),
            ("Аdа Lindgren", "Ada Lindgren", true),
            ("Ada Lindgren", "Ada Lindqvist", false),
        ] {
            assert_eq!(name(&one.into()) == name(&other.into()), same, "{one} {other}");
        }
        assert_eq!(name(&" - ".into()), None);
    }

    #[test]
    fn variants_of_one_mailbox_are_equal() {
        for (written, folded) in [
            ("Ada.L@Gmail.com ", Some("adal@gmail.com")),
            ("a.d.a.l+shop@googlemail.com", Some("adal@gmail.com")),
            ("Ada.L+x@example.org", Some("ada.l@example.org")),
            ("ada", None),
            ("@example.org", None),
            ("ada@localhost", None),
        ] {
            assert_eq!(email(&written.into()).as_deref(), folded, "{written}");
        }
    }
}
