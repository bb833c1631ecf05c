//! Shopify's global ids and the plain ids that the rest of the house sees.

const SCHEME: &str = "gid://shopify/";

/// The id without scheme and type: `gid://shopify/Order/42` is `42`. An id with other
/// characters than ids have is none, and becomes empty: cut short it could name another
/// thing, and whole it could trick a terminal.
pub(super) fn plain(gid: &str) -> &str {
    let typed = gid.strip_prefix(SCHEME).unwrap_or(gid);
    let id = typed.split_once('/').map_or(typed, |(_, id)| id);
    if id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) {
        id
    } else {
        ""
    }
}

/// The global id of a plain one; an id that is global already stays as it is.
pub(super) fn global(kind: &str, id: &str) -> String {
    if id.starts_with(SCHEME) { id.to_owned() } else { format!("{SCHEME}{kind}/{id}") }
}

#[cfg(test)]
mod tests {
    use super::{global, plain};

    #[test]
    fn an_id_with_strange_characters_is_none() {
        for gid in ["gid://shopify/Order/4\u{1b}[2J2", "4 2", "gid://shopify/Order/42/43", "４２"]
        {
            assert_eq!(plain(gid), "", "{gid:?}");
        }
        assert_eq!(plain("a_b-C9"), "a_b-C9");
    }

    #[test]
    fn plain_and_global_ids_turn_into_each_other() {
        for gid in
            ["gid://shopify/Order/42", "gid://shopify/Job/6f0c0e52-0000-4000-8000-000000000001"]
        {
            let kind = gid.split('/').nth(3).unwrap();

            assert_eq!(global(kind, plain(gid)), gid);
            assert_eq!(global(kind, gid), gid);
        }
    }
}
