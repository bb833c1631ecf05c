//! The search language of orders (`apis/shopify.md`, section 4).

use crate::domain::Timestamp;

/// From when on orders count, and since when a change does.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) from: Timestamp,
    pub(super) since: Option<Timestamp>,
}

/// One search of a feed.
pub(super) struct Search {
    pub(super) query: String,
    pub(super) sort: Sort,
}

/// Newest first while everything is read; by time of change, oldest first, while following
/// changes, so that an order edited meanwhile moves to a later page and is not lost.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    NewestFirst,
    ByChange,
}

impl Sort {
    pub(super) fn of(since: Option<Timestamp>) -> Self {
        if since.is_some() { Self::ByChange } else { Self::NewestFirst }
    }

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::NewestFirst => "PROCESSED_AT",
            Self::ByChange => "UPDATED_AT",
        }
    }

    pub(super) fn reverse(self) -> bool {
        self == Self::NewestFirst
    }
}

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

/// A flag within the window, and changed since a moment where one is given.
pub(super) fn bounded(flag: String, span: Span) -> String {
    let mut terms = vec![flag, placed_since(span.from)];
    terms.extend(span.since.map(changed_since));
    terms.retain(|term| !term.is_empty());
    terms.join(" ")
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
