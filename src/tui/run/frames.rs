//! How many frames were written, as the input thread sees it.

use std::io;
use std::sync::{Mutex, PoisonError};

/// Counts frames. A key that is answered to a frame's bytes is never counted as read
/// before that frame: while one is written, whoever asks waits.
#[derive(Debug, Default)]
pub(super) struct Frames(Mutex<u64>);

impl Frames {
    /// How many frames have been written.
    pub(super) fn written(&self) -> u64 {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a frame and counts it; answers its number.
    pub(super) fn write(&self, write: impl FnOnce() -> io::Result<()>) -> io::Result<u64> {
        let mut count = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        write()?;
        *count += 1;
        Ok(*count)
    }
}
