//! Mail providers whose rules we know.

/// How a provider reads the name of a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rules {
    /// One of several domains of the same mailboxes; the domain itself otherwise.
    pub(super) domain: Option<&'static str>,
    /// What is ignored inside the name.
    pub(super) ignores_dots: bool,
    /// What ends the name.
    pub(super) ends_at: char,
}

const PLUS: Rules = Rules { domain: None, ignores_dots: false, ends_at: '+' };

/// The rules of a domain in lower case. Nearly every provider delivers `ada+shop` to `ada`,
/// and a mailbox whose name has a real plus is as rare as can be.
pub(super) fn rules(domain: &str) -> Rules {
    match domain {
        "gmail.com" | "googlemail.com" => {
            Rules { domain: Some("gmail.com"), ignores_dots: true, ends_at: '+' }
        }
        "icloud.com" | "me.com" | "mac.com" => Rules { domain: Some("icloud.com"), ..PLUS },
        "proton.me" | "protonmail.com" | "pm.me" | "protonmail.ch" => {
            Rules { domain: Some("proton.me"), ..PLUS }
        }
        "yandex.ru" | "ya.ru" | "yandex.com" => Rules { domain: Some("yandex.ru"), ..PLUS },
        "ymail.com" | "rocketmail.com" => Rules { ends_at: '-', ..PLUS },
        _ if domain.starts_with("yahoo.") => Rules { ends_at: '-', ..PLUS },
        _ => PLUS,
    }
}

/// The commonest providers, commonest first: what a slip of the hand or a trick aims at.
pub(super) const COMMON: [&str; 44] = [
    "gmail.com",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "aol.com",
    "live.com",
    "msn.com",
    "comcast.net",
    "googlemail.com",
    "me.com",
    "mac.com",
    "ymail.com",
    "verizon.net",
    "sbcglobal.net",
    "bellsouth.net",
    "cox.net",
    "charter.net",
    "earthlink.net",
    "proton.me",
    "protonmail.com",
    "fastmail.com",
    "zoho.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "t-online.de",
    "freenet.de",
    "yahoo.co.uk",
    "hotmail.co.uk",
    "btinternet.com",
    "hotmail.fr",
    "orange.fr",
    "wanadoo.fr",
    "laposte.net",
    "libero.it",
    "hotmail.it",
    "virgilio.it",
    "hotmail.es",
    "ziggo.nl",
    "telia.com",
    "rogers.com",
    "shaw.ca",
    "bigpond.com",
];
