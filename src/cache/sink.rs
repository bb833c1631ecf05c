//! Where found rows go: in chunks, for as long as they are wanted.

use std::ops::ControlFlow;

use super::row::RowKey;

/// Entries between two looks at whether the answer is still wanted.
const STRIDE: usize = 2_048;

/// Where found rows go.
pub(super) struct Sink<'a> {
    pub wanted: &'a dyn Fn() -> bool,
    pub found: &'a mut dyn FnMut(&[RowKey]),
    chunk: Vec<RowKey>,
    full_at: usize,
    looked: usize,
}

impl<'a> Sink<'a> {
    /// The first chunk is small, so that a screen fills at once.
    pub(super) fn new(
        wanted: &'a dyn Fn() -> bool,
        found: &'a mut dyn FnMut(&[RowKey]),
        first: usize,
    ) -> Self {
        Self { wanted, found, chunk: Vec::new(), full_at: first.max(1), looked: 0 }
    }

    pub(super) fn push(&mut self, key: RowKey) -> ControlFlow<()> {
        self.chunk.push(key);
        if self.chunk.len() < self.full_at {
            return ControlFlow::Continue(());
        }
        self.flush();
        self.full_at = 4_096;
        self.go_on()
    }

    /// Called for every entry looked at.
    pub(super) fn look(&mut self) -> ControlFlow<()> {
        self.looked += 1;
        if !self.looked.is_multiple_of(STRIDE) {
            return ControlFlow::Continue(());
        }
        if self.looked.is_multiple_of(8 * STRIDE) {
            self.flush();
        }
        self.go_on()
    }

    pub(super) fn go_on(&self) -> ControlFlow<()> {
        if (self.wanted)() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    pub(super) fn flush(&mut self) {
        if !self.chunk.is_empty() {
            (self.found)(&self.chunk);
            self.chunk.clear();
        }
    }
}
