//! Places outside that a reviewer looks at.

use serde::{Deserialize, Serialize};

/// A place outside that a manual step opens; its URL is built where it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookUp {
    /// The order in the store's admin.
    StoreAdmin,
    /// Billing and shipping on a map.
    Map,
    /// The name in a web search.
    WebName,
    /// The e-mail address in a web search.
    WebEmail,
    /// The phone number in a web search.
    WebPhone,
    /// The IP address at a look-up page.
    WebIp,
}
