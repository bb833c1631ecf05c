//! The tables that come with the program.
//!
//! A release build carries them inside itself (feature `embedded`), so that one file is the
//! whole program; debug builds and tests read them from `assets/`, because linking 30 MB takes its time.

use super::map::Bytes;
use super::table::Kind;

/// The tables lie in statics of their own: as expressions each caller in another unit of the
/// compiler would get a copy, and the program was twice as large.
#[cfg(all(feature = "embedded", not(debug_assertions)))]
mod within {
    pub(super) static NETWORKS: &[u8] = include_bytes!("../../assets/places/networks.bin");
    pub(super) static PLACES: &[u8] = include_bytes!("../../assets/places/places.bin");
    pub(super) static PHONES: &[u8] = include_bytes!("../../assets/places/phones.bin");
}

/// A table that comes with the program.
#[cfg(all(feature = "embedded", not(debug_assertions)))]
#[expect(clippy::unnecessary_wraps, reason = "a debug build reads a file, which may be missing")]
pub(super) fn bytes(kind: Kind) -> Result<Bytes, String> {
    Ok(Bytes::Within(match kind {
        Kind::Networks => within::NETWORKS,
        Kind::Places => within::PLACES,
        Kind::Phones => within::PHONES,
    }))
}

/// A table that comes with the program.
#[cfg(not(all(feature = "embedded", not(debug_assertions))))]
pub(super) fn bytes(kind: Kind) -> Result<Bytes, String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/places");
    Bytes::map(&folder.join(kind.file()))
}
