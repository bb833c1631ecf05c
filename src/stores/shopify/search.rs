//! The search language of orders (`apis/shopify.md`, section 4).

use crate::domain::Timestamp;

/// Outside text as one quoted value.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Everything that carries one of these tags. ORs are always bracketed: AND binds tighter.
pub(super) fn any_tag(tags: &[String]) -> String {
    let terms: Vec<String> = tags.iter().map(|tag| format!("tag:{}", quoted(tag))).collect();
    format!("({})", terms.join(" OR "))
}

/// Placed at this moment or later.
pub(super) fn placed_since(moment: Timestamp) -> String {
    format!("processed_at:>='{moment}'")
}

/// Placed at this moment or earlier.
pub(super) fn placed_until(moment: Timestamp) -> String {
    format!("processed_at:<='{moment}'")
}

/// Changed at this moment or later.
pub(super) fn changed_since(moment: Timestamp) -> String {
    format!("updated_at:>='{moment}'")
}

#[cfg(test)]
mod tests {
    use super::any_tag;

    #[test]
    fn outside_text_cannot_leave_its_quotes() {
        let tags = ["a\" OR status:open".to_owned(), "b\\".to_owned()];

        assert_eq!(any_tag(&tags), r#"(tag:"a\" OR status:open" OR tag:"b\\")"#);
    }
}
