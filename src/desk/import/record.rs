//! The objects of a line of JSON (`contract.md`, `import --format jsonl`). Each knows its
//! fields, takes any that begins with `x_`, and refuses others by name: a field that is
//! misspelt must not be lost in silence.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

/// Text, or a number as it reads.
pub(super) struct Text(pub(super) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read;
        impl Visitor<'_> for Read {
            type Value = Text;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a text")
            }

            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }

            fn visit_string<E>(self, text: String) -> Result<Text, E> {
                Ok(Text(text))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }
        }
        from.deserialize_any(Read)
    }
}

/// Before the name of a field that nobody knows, in serde's sentence.
pub(super) const STRANGE: &str = "strange field ";
/// Before the name of a field that is there twice, in serde's sentence.
pub(super) const TWICE: &str = "field twice ";

macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Default)]
        pub(super) struct $name { $(pub(super) $field: Option<$kind>,)* }

        impl $name {
            /// The names of its fields.
            pub(super) const FIELDS: &'static [&'static str] = &[$(stringify!($field),)*];
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct Read;
                impl<'de> Visitor<'de> for Read {
                    type Value = $name;

                    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                        to.write_str("an object")
                    }

                    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<$name, M::Error> {
                        let mut found = $name::default();
                        while let Some(Text(key)) = map.next_key::<Text>()? {
                            match key.as_str() {
                                $(stringify!($field) => {
                                    if found.$field.is_some() {
                                        return Err(M::Error::custom(format!("{TWICE}{key}")));
                                    }
                                    found.$field = map.next_value()?;
                                })*
                                own if own.starts_with("x_") => {
                                    map.next_value::<IgnoredAny>()?;
                                }
                                _ => return Err(M::Error::custom(format!("{STRANGE}{key}"))),
                            }
                        }
                        Ok(found)
                    }
                }
                from.deserialize_map(Read)
            }
        }
    };
}

record!(
    /// An order.
    Record {
        id: Text,
        placed_at: String,
        order: Text,
        email: Text,
        phone: Text,
        ip: Text,
        total: Text,
        currency: Text,
        customer_id: Text,
        tags: Vec<Text>,
        discount_codes: Vec<Text>,
        note: IgnoredAny,
        billing: Place,
        shipping: Place,
        items: Vec<Item>,
        risk: Risk,
        state: State,
        ended: String,
    }
);

record!(
    /// An address.
    Place {
        name: Text,
        company: Text,
        address1: Text,
        address2: Text,
        city: Text,
        region: Text,
        postal_code: Text,
        country: Text,
        phone: Text,
    }
);

record!(
    /// A line of goods.
    Item { sku: IgnoredAny, title: IgnoredAny, quantity: u32, price: IgnoredAny, }
);

record!(
    /// What the store said about risk.
    Risk { level: String, score: IgnoredAny, provider: IgnoredAny, }
);

record!(
    /// Where money and goods stood.
    State {
        payment: String,
        fulfilment: String,
        held: bool,
        archived: bool,
        cancelled: bool,
    }
);

/// Every field that a line may have, at any depth.
pub(super) fn fields() -> impl Iterator<Item = &'static str> {
    let all = [Record::FIELDS, Place::FIELDS, Item::FIELDS, Risk::FIELDS, State::FIELDS];
    all.into_iter().flatten().copied()
}
