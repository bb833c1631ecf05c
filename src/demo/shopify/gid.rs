//! Global ids: `gid://shopify/Order/7100000000001`.

/// The number in an id of this kind; a query after the number is not part of it.
pub(crate) fn number(text: &str, kind: &str) -> Option<u64> {
    match parts(text)? {
        (found, tail) if found == kind => tail.parse().ok(),
        _ => None,
    }
}

/// The kind and what follows it.
pub(crate) fn parts(text: &str) -> Option<(&str, &str)> {
    let (kind, tail) = text.strip_prefix("gid://shopify/")?.split_once('/')?;
    let tail = tail.split_once('?').map_or(tail, |(number, _)| number);
    (!tail.is_empty()).then_some((kind, tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_by_kind() {
        assert_eq!(number("gid://shopify/Order/12", "Order"), Some(12));
        assert_eq!(
            number("gid://shopify/MailingAddress/5?model_name=Address", "MailingAddress"),
            Some(5)
        );
        assert_eq!(number("gid://shopify/Customer/12", "Order"), None);
        assert_eq!(number("12", "Order"), None);
        assert_eq!(number("gid://shopify/Order/", "Order"), None);
    }
}
