//! Every reader of orders against whatever bytes there are: an order or a sentence, never a
//! panic and never a card number kept. `UNHOLD_FUZZ_CASES` says how many cases
//! (`docs/evidence.md`).

use std::io::Cursor;

use proptest::collection::vec;
use proptest::prelude::*;

use super::tests::{facts, read_as};
use super::{Format, Step};
use crate::domain::{OrderId, Readable, ShortOrder, mask_cards};

fn cases() -> ProptestConfig {
    let cases = std::env::var("UNHOLD_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(64),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// What an order keeps as text must have passed the mask; digits of telephone numbers and the
/// short ids of stores aside.
fn keeps_no_card(order: &ShortOrder) -> bool {
    let bare = ShortOrder {
        phone: Readable::Absent,
        id: OrderId::new(""),
        customer_id: None,
        ..order.clone()
    };
    let texts = serde_json::to_value(bare).unwrap();
    is_clean(&texts)
}

fn is_clean(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::String(text) => mask_cards(text) == text.as_str(),
        serde_json::Value::Array(values) => values.iter().all(is_clean),
        serde_json::Value::Object(fields) => {
            fields.iter().all(|(name, value)| name == "phone" || is_clean(value))
        }
        _ => true,
    }
}

fn read(bytes: &[u8], format: Format) -> Result<(), TestCaseError> {
    let mut steps = 0;
    for step in read_as(Box::new(Cursor::new(bytes)), format, &facts()).unwrap_or_default() {
        steps += 1;
        if let Step::Order(found) = step {
            prop_assert!(keeps_no_card(&found.order), "{:?}", found.order);
        }
    }
    let lines = bytes.split(|byte| *byte == b'\n').count();
    prop_assert!(steps <= lines + 1, "{steps} of {lines}");
    Ok(())
}

/// Pieces of which lines and tables are made, whole and broken.
fn pieces() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "\"",
        "\"\"",
        ",",
        "\n",
        "\r\n",
        "{",
        "}",
        "[",
        "]",
        ":",
        "\\",
        "\u{feff}",
        "'",
        "null",
        "\"id\":",
        "\"placed_at\":",
        "\"items\":[{\"quantity\":",
        "\"billing\":{\"name\":",
        "\"ended\":\"good\"",
        "\"x_\":",
        "2026-03-02T14:05:00Z",
        "2026-03-02 14:05:00 -0500",
        "4111111111111111",
        "4111 1111 1111 1111",
        "5500-0000-0000-0004",
        "#1001",
        "129.90",
        "-1",
        "Name",
        "Created at",
        "Lineitem quantity",
        "Id",
        "Source ID",
        "Date Added",
        "Quantity",
        "Email",
        "a@example.org",
        "18446744073709551616",
        "1e400",
        "\u{202e}",
        "\0",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<String>()]
}

fn heads() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "Name,Email,Created at,Lineitem quantity,Id,Total,Billing Name,Tags\n",
        "Source ID,Date Added,Quantity,Email,Order Total,Shipping Name,Customer Address1\n",
        "{\"id\":\"1\",\"placed_at\":\"2026-03-02T14:05:00Z\",",
    ])
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..300)) {
        for format in Format::ALL {
            read(&bytes, format)?;
        }
    }

    #[test]
    fn lines_of_broken_json_are_read_or_refused(head in heads(), rest in vec(pieces(), 0..24)) {
        read(format!("{head}{}", rest.concat()).as_bytes(), Format::Jsonl)?;
    }

    #[test]
    fn broken_tables_of_shopify_are_read_or_refused(head in heads(), rest in vec(pieces(), 0..40)) {
        read(format!("{head}{}", rest.concat()).as_bytes(), Format::ShopifyCsv)?;
    }

    #[test]
    fn broken_tables_of_order_desk_are_read_or_refused(head in heads(), rest in vec(pieces(), 0..40)) {
        read(format!("{head}{}", rest.concat()).as_bytes(), Format::OrderDeskCsv)?;
    }
}
