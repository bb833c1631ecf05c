//! Writes small databases in `MaxMind`'s format, for tests (file format 2.0, records of 32 bits).

use std::net::IpAddr;

use serde_json::{Map, Value, json};

const NOTHING: u32 = u32::MAX;

/// A database to be: networks and their records.
pub(in crate::places) struct MmdbWriter {
    /// Two branches a node: a node, a record behind them, or nothing.
    nodes: Vec<[Branch; 2]>,
    data: Vec<u8>,
    about: Map<String, Value>,
}

#[derive(Clone, Copy)]
enum Branch {
    Nothing,
    Node(usize),
    Record(usize),
}

impl MmdbWriter {
    pub(in crate::places) fn new(database_type: &str, build_epoch: u64) -> Self {
        let about = json!({
            "binary_format_major_version": 2, "binary_format_minor_version": 0,
            "build_epoch": build_epoch, "database_type": database_type,
            "description": {"en": "made by a test"}, "ip_version": 6,
            "languages": ["en"], "record_size": 32,
        });
        let Value::Object(about) = about else { unreachable!() };
        Self { nodes: vec![[Branch::Nothing; 2]], data: Vec::new(), about }
    }

    /// Gives a network (`1.2.3.0`, 24) a record. IPv4 lies in `::/96`.
    pub(in crate::places) fn put(mut self, network: &str, length: u32, record: &Value) -> Self {
        let (bits, length) = match network.parse().unwrap() {
            IpAddr::V4(four) => (u128::from(four.to_bits()), length + 96),
            IpAddr::V6(six) => (six.to_bits(), length),
        };
        let at = self.data.len();
        encode(record, &mut self.data);
        let mut node = 0;
        for depth in 0..length {
            let side = usize::from(bits >> (127 - depth) & 1 == 1);
            if depth + 1 == length {
                self.nodes[node][side] = Branch::Record(at);
                break;
            }
            node = if let Branch::Node(next) = self.nodes[node][side] {
                next
            } else {
                self.nodes.push([Branch::Nothing; 2]);
                let next = self.nodes.len() - 1;
                self.nodes[node][side] = Branch::Node(next);
                next
            };
        }
        self
    }

    pub(in crate::places) fn finish(mut self) -> Vec<u8> {
        let count = u32::try_from(self.nodes.len()).unwrap();
        let mut file = Vec::new();
        for branch in self.nodes.iter().flatten() {
            let number = match branch {
                Branch::Nothing => count,
                Branch::Node(node) => u32::try_from(*node).unwrap(),
                Branch::Record(at) => count + 16 + u32::try_from(*at).unwrap(),
            };
            assert_ne!(number, NOTHING);
            file.extend(number.to_be_bytes());
        }
        file.extend([0; 16]);
        file.extend(&self.data);
        file.extend(b"\xab\xcd\xefMaxMind.com");
        self.about.insert("node_count".into(), count.into());
        encode(&Value::Object(self.about), &mut file);
        file
    }
}

/// A number of up to 32 bits.
const UNSIGNED: u8 = 6;

/// Makes the number at a place one of up to 64 bits.
fn widen(out: &mut Vec<u8>, at: usize) {
    let size = out[at] & 31;
    out.splice(at..=at, [size, 9 - 7]);
}

fn head(kind: u8, size: usize, out: &mut Vec<u8>) {
    let (size, more) = match size {
        0..29 => (size, vec![]),
        29..285 => (29, vec![u8::try_from(size - 29).unwrap()]),
        _ => (30, u16::try_from(size - 285).unwrap().to_be_bytes().to_vec()),
    };
    let size = u8::try_from(size).unwrap();
    if kind < 8 {
        out.push(kind << 5 | size);
    } else {
        out.extend([size, kind - 7]);
    }
    out.extend(more);
}

fn encode(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => encode(&json!({}), out),
        Value::Bool(is) => head(14, usize::from(*is), out),
        Value::Number(number) if number.is_u64() => {
            let bytes = number.as_u64().unwrap().to_be_bytes();
            let bytes: Vec<u8> = bytes.into_iter().skip_while(|byte| *byte == 0).collect();
            head(UNSIGNED, bytes.len(), out);
            out.extend(bytes);
        }
        Value::Number(number) => {
            head(3, 8, out);
            out.extend(number.as_f64().unwrap().to_be_bytes());
        }
        Value::String(words) => {
            head(2, words.len(), out);
            out.extend(words.bytes());
        }
        Value::Array(values) => {
            head(11, values.len(), out);
            for value in values {
                encode(value, out);
            }
        }
        Value::Object(fields) => {
            head(7, fields.len(), out);
            for (name, value) in fields {
                encode(&json!(name), out);
                let at = out.len();
                encode(value, out);
                // The head's numbers have widths of their own.
                match name.as_str() {
                    "build_epoch" => widen(out, at),
                    "record_size" | "ip_version" => out[at] ^= (UNSIGNED ^ 5) << 5,
                    name if name.starts_with("binary_format") => out[at] ^= (UNSIGNED ^ 5) << 5,
                    _ => {}
                }
            }
        }
    }
}
