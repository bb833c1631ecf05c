//! E-mail addresses as the mailboxes that they lead to.

use std::borrow::Cow;

use deunicode::deunicode;

use super::fold::{cut, latin_of};
use super::providers::{COMMON, rules};
use crate::domain::Clean;

/// The longest address that mail is delivered to (RFC 5321: 64, `@`, 255).
const MOST_BYTES: usize = 320;

/// An e-mail address taken apart.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailForm {
    mailbox: String,
    domain: String,
}

/// Debug output never carries customers' data: it could land in a log.
impl std::fmt::Debug for EmailForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EmailForm({} bytes)", self.mailbox.len() + self.domain.len())
    }
}

impl EmailForm {
    /// Takes an address apart as its provider does; `None` when it is none.
    pub fn of(address: &Clean) -> Option<Self> {
        let bare = address.bare();
        let lower = lower(cut(&bare, MOST_BYTES).trim());
        let (mailbox, domain) = lower.rsplit_once('@')?;
        let domain = domain.trim_end_matches('.');
        let (mailbox, domain) = match domain.strip_suffix(".fastmail.com") {
            // shop@ada.fastmail.com is delivered to ada@fastmail.com.
            Some(user) if !user.contains('.') => (user, "fastmail.com"),
            _ => (mailbox, domain),
        };
        let rules = rules(domain);
        let ended = mailbox.split(rules.ends_at).next().unwrap_or(mailbox);
        let mailbox = if rules.ignores_dots { ended.replace('.', "") } else { ended.to_owned() };
        let domain = rules.domain.unwrap_or(domain).to_owned();
        let is_whole = !mailbox.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.contains([' ', '\n']);
        is_whole.then_some(Self { mailbox, domain })
    }

    /// The mailbox's name without what the provider ignores.
    pub fn mailbox(&self) -> &str {
        &self.mailbox
    }

    /// The domain; providers with several domains for one mailbox have one here.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The whole address.
    pub fn key(&self) -> String {
        format!("{}@{}", self.mailbox, self.domain)
    }

    /// The letters of the mailbox's name in plain Latin: what is left of `ada.lindgren84`
    /// and `Ada_Lindgren`.
    pub fn letters(&self) -> String {
        let latin = latin_of(&self.mailbox);
        let letters = latin.chars().filter(char::is_ascii_alphabetic);
        letters.map(|c| c.to_ascii_lowercase()).collect()
    }

    /// The common provider for which the domain could be taken at a glance: `gmai1.com`,
    /// `hotrnail.com`, or letters of another script.
    pub fn looks_like(&self) -> Option<&'static str> {
        looks_like(&self.domain)
    }

    /// The common provider that the domain misses by one letter.
    pub fn slip_of(&self) -> Option<&'static str> {
        slip_of(&self.domain)
    }

    /// The address with such a domain read as what it looks like.
    pub fn read_key(&self) -> String {
        let domain =
            self.looks_like().map_or(self.domain(), |looks| rules(looks).domain.unwrap_or(looks));
        format!("{}@{domain}", self.mailbox)
    }
}

/// The common provider that a domain misses by one letter: left out, doubled, swapped with
/// the next, or another. Whether the domain is a provider itself the caller knows.
pub(crate) fn slip_of(domain: &str) -> Option<&'static str> {
    if COMMON.contains(&domain) || !domain.is_ascii() {
        return None;
    }
    let aimed_at = COMMON.iter().filter(|common| is_aim(common));
    aimed_at.copied().find(|common| is_one_slip(domain.as_bytes(), common.as_bytes()))
}

/// Short names and names that are words have honest neighbours.
fn is_aim(common: &str) -> bool {
    let name = common.split('.').next().unwrap_or(common);
    name.len() >= 5 && !matches!(name, "orange" | "rogers" | "charter" | "libero" | "telia")
}

/// Whether one slip of the hand makes one of the other (optimal string alignment, 1).
fn is_one_slip(one: &[u8], other: &[u8]) -> bool {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(same..).unwrap_or_default(), other.get(same..).unwrap_or_default());
    match (one, other) {
        ([a, b, rest @ ..], [c, d, tail @ ..]) if a == d && b == c && rest == tail => true,
        ([_, rest @ ..], [_, tail @ ..]) if rest == tail => true,
        ([_, rest @ ..], tail) if rest == tail => true,
        (rest, [_, tail @ ..]) => rest == tail,
        _ => false,
    }
}

fn lower(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Owned(text.to_ascii_lowercase());
        }
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.to_lowercase())
}

/// The common provider for which a domain could be taken.
pub(crate) fn looks_like(domain: &str) -> Option<&'static str> {
    if COMMON.contains(&domain) {
        return None;
    }
    let seen = at_a_glance(domain);
    COMMON.iter().find(|common| at_a_glance(common) == seen).copied()
}

/// A domain as a hurried eye reads it.
fn at_a_glance(domain: &str) -> String {
    let shown = domain.split('.').map(|label| match label.strip_prefix("xn--") {
        Some(coded) => punycode(coded).unwrap_or_else(|| label.to_owned()),
        None => label.to_owned(),
    });
    let shown = shown.collect::<Vec<_>>().join(".");
    let latin = if shown.is_ascii() { shown } else { deunicode(&shown).to_ascii_lowercase() };
    cut(&latin, MOST_BYTES)
        .replace("rn", "m")
        .replace("vv", "w")
        .replace("cl", "d")
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | 'i' | '|' => 'l',
            '5' => 's',
            other => other,
        })
        .collect()
}

/// Reads a label of an international domain (RFC 3492); `None` when it is none.
fn punycode(coded: &str) -> Option<String> {
    let (plain, tail) = coded.rsplit_once('-').unwrap_or(("", coded));
    let mut shown: Vec<char> = plain.chars().collect();
    let (mut code, mut at, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut digits = tail.bytes();
    while digits.len() > 0 {
        let before = at;
        let (mut weight, mut step) = (1_u32, 36_u32);
        loop {
            let digit = match digits.next()? {
                letter @ b'a'..=b'z' => u32::from(letter - b'a'),
                number @ b'0'..=b'9' => u32::from(number - b'0') + 26,
                _ => return None,
            };
            at = at.checked_add(digit.checked_mul(weight)?)?;
            let threshold = step.saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(36 - threshold)?;
            step += 36;
        }
        let length = u32::try_from(shown.len()).ok()? + 1;
        bias = adapted(at - before, length, before == 0);
        code = code.checked_add(at / length)?;
        at %= length;
        shown.insert(usize::try_from(at).ok()?, char::from_u32(code)?);
        at += 1;
    }
    Some(shown.into_iter().collect())
}

fn adapted(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / length;
    let mut bias = 0;
    while delta > 455 {
        delta /= 35;
        bias += 36;
    }
    bias + 36 * delta / (delta + 38)
}
