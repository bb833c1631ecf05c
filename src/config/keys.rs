//! Every key that the config knows: one row each.
//!
//! Refusals, suggestions and the test of the sample all come from these rows.

/// One key and what may stand behind it.
pub(super) struct KeyRow {
    pub(super) key: &'static str,
    pub(super) expected: &'static str,
}

/// One section and its keys.
pub(super) struct SectionRow {
    pub(super) name: &'static str,
    pub(super) keys: &'static [KeyRow],
}

impl SectionRow {
    /// What is expected behind a key of this section.
    pub(super) fn expected(&self, key: &str) -> &'static str {
        self.keys.iter().find(|row| row.key == key).map_or("a known key", |row| row.expected)
    }
}

const SECRET: &str = "a reference: { env = \"NAME\" }, { command = [\"program\", \"argument\"] }, \
                      { file = \"PATH\" } or { keyring = \"NAME\" }";

/// `[store]`.
pub(super) const STORE: SectionRow = SectionRow {
    name: "store",
    keys: &[
        KeyRow { key: "platform", expected: "\"shopify\"" },
        KeyRow { key: "url", expected: "an address such as \"https://example.myshopify.com\"" },
        KeyRow { key: "token", expected: SECRET },
        KeyRow { key: "client_id", expected: "the app's client id as text" },
        KeyRow { key: "client_secret", expected: SECRET },
        KeyRow {
            key: "api_version",
            expected: "a version such as \"2026-10\", not before 2026-04",
        },
        KeyRow { key: "sync_seconds", expected: "whole seconds from 10 to 86400" },
    ],
};

/// `[reviewer]`.
pub(super) const REVIEWER: SectionRow = SectionRow {
    name: "reviewer",
    keys: &[
        KeyRow { key: "name", expected: "a name as text, not blank" },
        KeyRow { key: "initials", expected: "one to five letters" },
    ],
};

/// `[brand]`.
pub(super) const BRAND: SectionRow = SectionRow {
    name: "brand",
    keys: &[
        KeyRow { key: "name", expected: "the shop's name as text, not blank" },
        KeyRow { key: "prefix", expected: "a short text such as \"EX\"" },
    ],
};

/// `[policy]`.
pub(super) const POLICY: SectionRow = SectionRow {
    name: "policy",
    keys: &[
        KeyRow { key: "risk_threshold", expected: "a number from 0 to 100" },
        KeyRow { key: "first_decision_business_days", expected: "whole days from 1 to 30" },
        KeyRow { key: "hold_business_days", expected: "whole days from 1 to 60" },
        KeyRow { key: "authorisation_days", expected: "whole days from 1 to 60" },
        KeyRow {
            key: "calendar",
            expected: "a country such as \"US\", a part of one such as \"DE-BY\", or \"weekdays\"",
        },
        KeyRow { key: "undo_seconds", expected: "whole seconds from 0 to 600" },
        KeyRow { key: "release_holds_of", expected: "a list of app names, such as [\"Filter\"]" },
        KeyRow { key: "reviewed_tag", expected: "a tag, such as \"reviewed\"" },
        KeyRow { key: "flag_tags", expected: "a list of tags, such as [\"fraud-check\"]" },
        KeyRow { key: "high_value_amount", expected: "an amount as text, such as \"300.00\"" },
        KeyRow { key: "high_value_pieces", expected: "a whole number from 0 to 100000" },
        KeyRow { key: "high_value_when", expected: "\"both\" or \"either\"" },
        KeyRow { key: "window_days", expected: "whole days from 1 to 3650" },
    ],
};

/// `[evidence]`; the names below `weights` and `thresholds` are those of
/// `unhold evidence --weights`.
pub(super) const EVIDENCE: SectionRow = SectionRow {
    name: "evidence",
    keys: &[
        KeyRow { key: "off", expected: "a list of checks or signals, such as [\"name\"]" },
        KeyRow {
            key: "known_ips",
            expected: "a list such as [{ net = \"203.0.113.0/24\", until = \"2027-01-31\" }]",
        },
        KeyRow { key: "weights", expected: "points from -5 to 5" },
        KeyRow { key: "thresholds", expected: "a number" },
    ],
};

/// All sections.
pub(super) const SECTIONS: [&SectionRow; 5] = [&STORE, &REVIEWER, &BRAND, &POLICY, &EVIDENCE];
