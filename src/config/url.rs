//! Which store addresses are safe to send a token to.

use url::{Host, Url};

/// Reads a store's address; the error says what is wrong with it.
///
/// Plain http would show the token to everybody on the way, so it is for loopback only,
/// where the embedded store lives.
pub fn checked_url(text: &str) -> Result<Url, &'static str> {
    let mut url = Url::parse(text).map_err(|_| "this is no address")?;
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => return Err("plain http is allowed only for this machine (loopback)"),
        _ => return Err("only https addresses are allowed"),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a name or password does not belong in the address");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("nothing may follow `?` or `#` in the address");
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::checked_url;

    #[test]
    fn https_and_loopback_http_are_taken() {
        for (text, kept) in [
            ("https://example.myshopify.com", "https://example.myshopify.com/"),
            ("https://proxy.example/shop", "https://proxy.example/shop/"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/"),
            ("http://[::1]:8080/", "http://[::1]:8080/"),
            ("http://localhost:9", "http://localhost:9/"),
        ] {
            assert_eq!(checked_url(text).map(String::from), Ok(kept.to_owned()), "{text}");
        }
    }

    #[test]
    fn addresses_that_would_leak_the_token_are_refused() {
        for text in [
            "http://example.myshopify.com",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://10.0.0.1",
            "ftp://127.0.0.1",
            "https://sam:secret@example.com",
            "https://example.com/?a=b",
            "example.myshopify.com",
            "",
        ] {
            assert!(checked_url(text).is_err(), "{text}");
        }
    }
}
