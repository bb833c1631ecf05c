//! Many short texts, squeezed with a table of common pieces.
//!
//! A byte stands for a piece of up to eight bytes; one value says that the next byte stands
//! for itself. Reading one text costs some tens of steps, and never more than its neighbours.

/// How many texts share one place in the index.
pub(super) const SHARED: usize = 16;
/// How many pieces the table has.
pub(super) const PIECES: usize = 255;
/// The byte that says: the next one stands for itself.
pub(super) const ITSELF: u8 = 255;
/// Bytes of a piece with its length.
pub(super) const PIECE: usize = 9;
/// No text is longer, once squeezed.
pub(super) const LONGEST: usize = 255;

/// The texts as they lie in their file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strings<'a> {
    bytes: &'a [u8],
}

impl<'a> Strings<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// How many texts there are.
    pub(super) fn len(self) -> usize {
        self.bytes.first_chunk().map_or(0, |four| u32::from_le_bytes(*four) as usize)
    }

    /// A text by its number.
    pub(super) fn get(self, number: usize) -> Option<String> {
        if number >= self.len() {
            return None;
        }
        let pieces = self.bytes.get(4..4 + PIECES * PIECE)?;
        let index = self.bytes.get(4 + PIECES * PIECE..)?;
        let data = index.get(self.len().div_ceil(SHARED) * 4..)?;
        let offset = index.get(number / SHARED * 4..)?.first_chunk()?;
        let mut rest = data.get(u32::from_le_bytes(*offset) as usize..)?;
        for _ in 0..number % SHARED {
            let (length, after) = rest.split_first()?;
            rest = after.get(usize::from(*length)..)?;
        }
        let (length, after) = rest.split_first()?;
        spread(after.get(..usize::from(*length))?, pieces)
    }
}

fn spread(squeezed: &[u8], pieces: &[u8]) -> Option<String> {
    let mut text = Vec::with_capacity(squeezed.len() * 3);
    let mut codes = squeezed.iter();
    while let Some(code) = codes.next() {
        if *code == ITSELF {
            text.push(*codes.next()?);
            continue;
        }
        let piece = pieces.get(usize::from(*code) * PIECE..)?.get(..PIECE)?;
        let (length, letters) = piece.split_first()?;
        text.extend_from_slice(letters.get(..usize::from(*length))?);
    }
    String::from_utf8(text).ok()
}
