//! Bytes that lie in the program or in a file, read in place.
#![expect(unsafe_code, reason = "mapping a file is the one exception of this program")]

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use memmap2::Mmap;

/// Bytes that nobody changes while they are read.
#[derive(Clone, Debug)]
pub(super) enum Bytes {
    /// A part of the program.
    #[cfg(all(feature = "embedded", not(debug_assertions)))]
    Within(&'static [u8]),
    /// A mapped file.
    Mapped(Arc<Mmap>),
    /// In memory: tables of tests.
    #[cfg(test)]
    Held(Arc<Vec<u8>>),
}

impl Bytes {
    /// Maps a file that we wrote or copied ourselves.
    ///
    /// Such files are never written again: a newer one gets another name or comes by rename.
    /// A file of somebody else could be cut while it is mapped, which ends the program.
    pub(super) fn map(path: &Path) -> Result<Self, String> {
        let told = |error| format!("{} cannot be read: {error}", path.display());
        let file = File::open(path).map_err(told)?;
        // SAFETY: only files in our own folders are mapped, and these are replaced by rename.
        let map = unsafe { Mmap::map(&file) }.map_err(told)?;
        Ok(Self::Mapped(Arc::new(map)))
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            #[cfg(all(feature = "embedded", not(debug_assertions)))]
            Self::Within(bytes) => bytes,
            Self::Mapped(map) => map,
            #[cfg(test)]
            Self::Held(bytes) => bytes,
        }
    }
}
