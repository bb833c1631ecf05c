//! API versions: which are known, and what an unknown or bygone one becomes.

use crate::demo::graphql::Edition;

/// The newest stable version.
pub(crate) const NEWEST: &str = "2026-10";
const OLDEST: &str = "2026-01";

/// What `publicApiVersions` lists, with whether it is supported.
pub(crate) const PUBLIC: [(&str, bool); 6] = [
    ("2026-01", true),
    ("2026-04", true),
    ("2026-07", true),
    ("2026-10", true),
    ("2027-01", false),
    ("unstable", false),
];

/// The version that answers a request for `asked`; a bygone one falls forward to the oldest
/// supported one without an error. `None` when it is no version at all.
pub(crate) fn answering(asked: &str) -> Option<&'static str> {
    if let Some((known, _)) = PUBLIC.iter().find(|(handle, _)| *handle == asked) {
        return Some(known);
    }
    let (year, month) = asked.split_once('-')?;
    let well_formed = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    let quarter = matches!(month, "01" | "04" | "07" | "10");
    (well_formed && quarter && asked < OLDEST).then_some(OLDEST)
}

/// What the schema looks like in a version.
pub(crate) fn edition(version: &str) -> Edition {
    if version < NEWEST { Edition::WithoutJobResult } else { Edition::WithJobResult }
}

/// Whether `refundCreate` must carry `@idempotent` in a version.
pub(crate) fn wants_key(version: &str) -> bool {
    version >= "2026-04"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bygone_versions_fall_forward_and_nonsense_does_not() {
        assert_eq!(answering("2026-10"), Some("2026-10"));
        assert_eq!(answering("2025-07"), Some("2026-01"));
        assert_eq!(answering("unstable"), Some("unstable"));
        assert_eq!(answering("2029-01"), None);
        assert_eq!(answering("latest"), None);
        assert_eq!(edition("unstable"), Edition::WithJobResult);
        assert_eq!(edition("2026-07"), Edition::WithoutJobResult);
    }
}
