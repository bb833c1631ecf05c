//! Identities, and where new ones come from.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            /// Takes the id as the outside system writes it.
            pub fn new(id: impl Into<Box<str>>) -> Self {
                Self(id.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// The store's own id of an order as plain text (Shopify: the number, never the GID).
    OrderId
);
text_id!(
    /// The store's own identity, read at the first connection; not its URL, not a profile.
    ShopId
);

/// One row of the outbox, which is one confirmed plan (`UUIDv7`, made by the caller).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RowId(pub Uuid);

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One step of a row: the row and the step's place in it, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StepId {
    /// The row that the step belongs to.
    pub row: RowId,
    /// The step's place, from 1.
    pub place: u32,
}

impl fmt::Display for StepId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.row, self.place)
    }
}

/// Where new ids come from; tests pass a counted source.
pub trait Ids: Send + Sync {
    /// A fresh `UUIDv7` for a row.
    fn row(&self) -> Uuid;
    /// A fresh random `UUIDv4` for an idempotency key.
    fn key(&self) -> Uuid;
}

/// Ids from the operating system's clock and randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    fn row(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn key(&self) -> Uuid {
        Uuid::new_v4()
    }
}
