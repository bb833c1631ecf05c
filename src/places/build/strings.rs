//! Squeezes texts: finds the common pieces, then writes each text with them.

use std::collections::BTreeMap;

use crate::places::strings::{ITSELF, LONGEST, PIECE, PIECES, SHARED};

const ROUNDS: usize = 6;
/// Every text up to so many, then one of so many: enough to learn the pieces from.
const LEARNT_FROM: usize = 40_000;

/// Texts that are numbered as they are first named.
#[derive(Debug, Default)]
pub struct Pool {
    numbers: BTreeMap<String, u32>,
    texts: Vec<String>,
}

impl Pool {
    /// The number of a text, the next one when it is new.
    pub fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = super::size(self.texts.len());
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }

    /// A text by its number.
    pub fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Packs them.
    pub fn pack(&self) -> Vec<u8> {
        pack_strings(&self.texts)
    }
}

/// Packs texts, to be found again by their number.
pub fn pack_strings<T: AsRef<str>>(texts: &[T]) -> Vec<u8> {
    let pieces = learn(texts);
    let mut bytes = super::size(texts.len()).to_le_bytes().to_vec();
    for place in 0..PIECES {
        let piece = pieces.list.get(place).map_or(&[][..], Vec::as_slice);
        let mut row = [0; PIECE];
        row[0] = piece.len() as u8;
        row[1..=piece.len()].copy_from_slice(piece);
        bytes.extend_from_slice(&row);
    }
    let (mut index, mut data) = (Vec::new(), Vec::new());
    for (number, text) in texts.iter().enumerate() {
        if number % SHARED == 0 {
            index.extend_from_slice(&super::size(data.len()).to_le_bytes());
        }
        let squeezed = pieces.squeeze_fitting(text.as_ref());
        data.push(squeezed.len() as u8);
        data.extend(squeezed);
    }
    bytes.extend(index);
    bytes.extend(data);
    bytes
}

#[derive(Default)]
struct Pieces {
    list: Vec<Vec<u8>>,
    /// The pieces that begin with a byte, longest first.
    by_first: Vec<Vec<(Vec<u8>, u8)>>,
}

impl Pieces {
    fn of(list: Vec<Vec<u8>>) -> Self {
        let mut by_first = vec![Vec::new(); 256];
        for (piece, code) in list.iter().zip(0_u8..) {
            by_first[usize::from(piece[0])].push((piece.clone(), code));
        }
        for pieces in &mut by_first {
            pieces.sort_by(|a: &(Vec<u8>, u8), b| b.0.len().cmp(&a.0.len()).then(a.0.cmp(&b.0)));
        }
        Self { list, by_first }
    }

    /// The longest piece at the beginning, else one byte.
    fn first<'a>(&self, rest: &'a [u8]) -> (&'a [u8], Option<u8>) {
        let found = self.by_first.get(usize::from(rest[0])).into_iter().flatten();
        match found.into_iter().find(|(piece, _)| rest.starts_with(piece)) {
            Some((piece, code)) => (&rest[..piece.len()], Some(*code)),
            None => (&rest[..1], None),
        }
    }

    fn squeeze(&self, text: &[u8]) -> Vec<u8> {
        let (mut squeezed, mut rest) = (Vec::new(), text);
        while !rest.is_empty() {
            let (piece, code) = self.first(rest);
            match code {
                Some(code) => squeezed.push(code),
                None => squeezed.extend([ITSELF, piece[0]]),
            }
            rest = &rest[piece.len()..];
        }
        squeezed
    }

    /// Cuts what is too long, at a letter.
    fn squeeze_fitting(&self, text: &str) -> Vec<u8> {
        let mut text = text.to_owned();
        loop {
            let squeezed = self.squeeze(text.as_bytes());
            if squeezed.len() <= LONGEST {
                return squeezed;
            }
            text.pop();
        }
    }
}

/// Finds the pieces that save the most: begins with single bytes, then joins neighbours.
fn learn<T: AsRef<str>>(texts: &[T]) -> Pieces {
    let every = (texts.len() / LEARNT_FROM).max(1);
    let sample: Vec<&[u8]> =
        texts.iter().step_by(every).map(|text| text.as_ref().as_bytes()).collect();
    let mut pieces = Pieces::of(Vec::new());
    for _ in 0..ROUNDS {
        let mut gains: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        for text in &sample {
            let (mut rest, mut before): (&[u8], &[u8]) = (text, &[]);
            while !rest.is_empty() {
                let (piece, _) = pieces.first(rest);
                *gains.entry(piece.to_vec()).or_default() += piece.len();
                if !before.is_empty() && before.len() + piece.len() < PIECE {
                    let joined = [before, piece].concat();
                    *gains.entry(joined).or_default() += before.len() + piece.len();
                }
                before = piece;
                rest = &rest[piece.len()..];
            }
        }
        let mut best: Vec<(usize, Vec<u8>)> =
            gains.into_iter().map(|(p, gain)| (gain, p)).collect();
        best.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        best.truncate(PIECES);
        pieces = Pieces::of(best.into_iter().map(|(_, piece)| piece).collect());
    }
    pieces
}
