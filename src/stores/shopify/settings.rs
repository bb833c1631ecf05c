//! What a connection to one Shopify store needs, checked before anything is sent.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use url::{Host, Url};
use zeroize::Zeroizing;

use crate::domain::{Fault, Kind};

/// The newest version that this adapter was written against.
pub const NEWEST_VERSION: &str = "2026-10";
/// The oldest version that has everything used here (`apis/shopify.md`, section 1).
pub const OLDEST_VERSION: &str = "2026-04";

/// How we prove who we are. Never shown, never logged.
#[derive(Clone)]
pub enum Credentials {
    /// A token that does not end (`shpat_…`).
    Static(Zeroizing<String>),
    /// An app of the Dev Dashboard, which asks for a token every day.
    Client {
        /// The app's client id.
        id: Zeroizing<String>,
        /// The app's client secret.
        secret: Zeroizing<String>,
    },
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Static(_) => "Static(…)",
            Self::Client { .. } => "Client(…)",
        })
    }
}

/// How many things one page brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSizes {
    /// Orders in short form; Shopify allows 250.
    pub short: u32,
    /// The most orders in full: a smaller page comes first, and it is halved by itself when
    /// the store finds the request too dear. A page of 40 costs a third more points than
    /// one of 10, and is asked for 991 of the 1000 that are allowed.
    pub full: u32,
    /// Fulfilment orders whose holds changed.
    pub holds: u32,
}

impl Default for PageSizes {
    fn default() -> Self {
        Self { short: 250, full: 40, holds: 100 }
    }
}

/// How long we wait, and for how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest that one request may take, connection and body included.
    pub deadline: Duration,
    /// The longest that one call may go on trying when the store says "too much at once".
    pub patience: Duration,
    /// The shortest pause before asking again (`apis/shopify.md`, section 3: a second).
    pub shortest_wait: Duration,
    /// The most bytes of an answer that are read, unpacked.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(30),
            patience: Duration::from_secs(60),
            shortest_wait: Duration::from_secs(1),
            body: 32 * 1024 * 1024,
        }
    }
}

/// Everything that `connect` needs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The shop's address: `https://example.myshopify.com`; plain http only for loopback.
    pub url: String,
    /// The API version asked for.
    pub api_version: String,
    /// How we prove who we are.
    pub credentials: Credentials,
    /// Page sizes.
    pub pages: PageSizes,
    /// Deadlines and sizes.
    pub limits: Limits,
    /// What the handles of our holds begin with; holds that bear it count as ours.
    pub handle_prefix: String,
}

impl Settings {
    /// Settings with every default, for a shop and its credentials.
    pub fn new(url: impl Into<String>, credentials: Credentials) -> Self {
        Self {
            url: url.into(),
            api_version: NEWEST_VERSION.to_owned(),
            credentials,
            pages: PageSizes::default(),
            limits: Limits::default(),
            handle_prefix: "unhold-".to_owned(),
        }
    }

    /// Checks what can be checked without a network, and gives the shop's address.
    pub(super) fn checked(&self) -> Result<Url, Fault> {
        check_version(&self.api_version)?;
        check_prefix(&self.handle_prefix)?;
        checked_url(&self.url)
    }
}

/// Whether the address is this machine; only there plain http is allowed.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        None => false,
    }
}

fn checked_url(text: &str) -> Result<Url, Fault> {
    let wrong = |why: &str| {
        Fault::new(Kind::Config, format!("The store's url {why}."))
            .hint("write it as https://your-shop.myshopify.com")
    };
    let mut url = Url::parse(text).map_err(|_| wrong("is no web address"))?;
    if url.host().is_none() {
        return Err(wrong("names no host"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("must not carry a user name or password"));
    }
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => return Err(wrong("is plain http, which is allowed only for this machine")),
        _ => return Err(wrong("is neither https nor http")),
    }
    url.set_query(None);
    url.set_fragment(None);
    url.set_path("/");
    Ok(url)
}

fn check_version(version: &str) -> Result<(), Fault> {
    let dated = version.len() == 7
        && version.chars().enumerate().all(|(place, c)| match place {
            4 => c == '-',
            _ => c.is_ascii_digit(),
        });
    if version == "unstable" || (dated && version >= OLDEST_VERSION) {
        return Ok(());
    }
    Err(Fault::new(Kind::Config, format!("The Shopify API version {version:?} cannot be used."))
        .hint(format!("use {NEWEST_VERSION}, or another from {OLDEST_VERSION} on")))
}

/// A handle is the prefix and 32 letters for the key; Shopify allows 64 characters.
fn check_prefix(prefix: &str) -> Result<(), Fault> {
    let fits = !prefix.is_empty()
        && prefix.len() <= 32
        && prefix.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if fits {
        return Ok(());
    }
    Err(Fault::new(
        Kind::Config,
        "The prefix of hold handles must be 1 to 32 letters, digits or dashes.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(url: &str) -> Settings {
        Settings::new(url, Credentials::Static(Zeroizing::new("shpat_secret".to_owned())))
    }

    #[test]
    fn plain_http_is_allowed_only_for_this_machine() {
        for url in [
            "https://a.myshopify.com",
            "http://127.0.0.1:9",
            "http://[::1]:9",
            "http://localhost:9/x?y",
        ] {
            assert!(settings(url).checked().is_ok(), "{url}");
        }
        for url in
            ["http://a.myshopify.com", "http://10.0.0.1", "ftp://a", "shop", "https://u:p@a.com"]
        {
            let fault = settings(url).checked().unwrap_err();

            assert_eq!(fault.kind(), Kind::Config, "{url}");
        }
    }

    #[test]
    fn versions_before_the_idempotency_directive_are_refused() {
        for (version, fits) in [
            ("2026-10", true),
            ("2026-04", true),
            ("2027-01", true),
            ("unstable", true),
            ("2026-01", false),
            ("latest", false),
        ] {
            let mut settings = settings("https://a.myshopify.com");
            settings.api_version = version.to_owned();

            assert_eq!(settings.checked().is_ok(), fits, "{version}");
        }
    }

    #[test]
    fn settings_never_print_a_secret() {
        let printed = format!("{:?}", settings("https://a.myshopify.com"));

        assert!(!printed.contains("secret"), "{printed}");
    }
}
