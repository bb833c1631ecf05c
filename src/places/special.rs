//! Addresses inside addresses, and addresses that lead nowhere.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::networks::nothing;
use crate::domain::{Network, NetworkKind};

/// The address that is meant: what is mapped or translated into IPv6 is an IPv4 address.
///
/// NAT64 (`64:ff9b::/96`) and 6to4 (`2002::/16`) carry it openly, Teredo (`2001::/32`) inverted at
/// its end: that is where the person sits, the tunnel's server says nothing about them.
pub(super) fn meant(address: IpAddr) -> IpAddr {
    let IpAddr::V6(six) = address else { return address };
    let (bits, segments) = (six.to_bits(), six.segments());
    let four = match segments {
        [0x64, 0xff9b, 0, 0, 0, 0, ..] | [0, 0, 0, 0, 0, 0xffff, ..] => low_half(bits),
        [0x2002, ..] => low_half(bits >> 80),
        [0x2001, 0, ..] => low_half(!bits),
        // `::ffff:a.b.c.d`, and `::a.b.c.d` as it was written once; `::1` and `::` are none.
        [0, 0, 0, 0, 0, 0, high, _] if high > 0 => low_half(bits),
        _ => return address,
    };
    IpAddr::V4(four)
}

#[expect(clippy::cast_possible_truncation, reason = "the lowest 32 bits are the address")]
fn low_half(bits: u128) -> Ipv4Addr {
    Ipv4Addr::from_bits(bits as u32)
}

/// What is said of a private address: that it is one, and nothing else.
pub(super) fn private() -> Network {
    Network {
        kind: NetworkKind::Private,
        source: "the standards' list of private and reserved addresses".to_owned(),
        as_of: None,
        ..nothing()
    }
}

/// Whether an address is private or reserved: nobody orders from there over the internet.
pub(super) fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => is_private_four(four),
        IpAddr::V6(six) => is_private_six(six),
    }
}

fn is_private_four(four: Ipv4Addr) -> bool {
    let [a, b, c, _] = four.octets();
    match a {
        0 | 10 | 127 => true,
        100 => (64..128).contains(&b),
        169 => b == 254,
        172 => (16..32).contains(&b),
        192 => b == 168 || b == 0 && (c == 0 || c == 2) || b == 88 && c == 99,
        198 => b == 18 || b == 19 || b == 51 && c == 100,
        203 => b == 0 && c == 113,
        _ => a >= 224,
    }
}

fn is_private_six(six: Ipv6Addr) -> bool {
    let [a, b, ..] = six.segments();
    let globally = a & 0xe000 == 0x2000;
    !globally
        || a == 0x2001 && b == 0xdb8
        || a == 0x2001 && (0x10..0x30).contains(&b)
        || a == 0x3fff && b < 0x1000
}
