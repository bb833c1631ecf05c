//! Chance that is the same every time.

/// A row of numbers that look random and follow from where it starts (splitmix64).
#[derive(Clone, Debug)]
pub struct Dice(u64);

/// What a row is thrown for, so that two questions about one person never share a row.
#[derive(Clone, Copy, Debug)]
pub enum For {
    Order = 1,
    Person,
    Household,
    Block,
    Building,
    Forwarder,
    Office,
    Street,
    Town,
    Mailbox,
    Phone,
    Event,
    Content,
    Network,
    Card,
    Story,
}

fn scattered(number: u64) -> u64 {
    let z = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Dice {
    /// The row for one question about the `a`-th of something, and about its `b`-th part.
    pub fn at(seed: u64, what: For, a: u64, b: u64) -> Self {
        let start = scattered(seed ^ ((what as u64) << 56));
        let middle = scattered(start ^ a.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        Self(scattered(middle ^ b.wrapping_mul(0xD1B5_4A32_D192_ED03)))
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        scattered(self.0)
    }

    /// A number below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// A number below `end` of which small ones come oftener: the smaller of two throws.
    pub fn low(&mut self, end: usize) -> usize {
        self.below(end).min(self.below(end))
    }

    /// Whether something happens that happens in `per_mille` of 1,000 cases.
    pub fn hits(&mut self, per_mille: usize) -> bool {
        self.below(1000) < per_mille
    }

    /// One of `of`, each as often as the others.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// One of `of` by its weight.
    pub fn weighed<'a, T>(&mut self, of: &'a [(T, usize)]) -> &'a T {
        let mut left = self.below(of.iter().map(|(_, weight)| weight).sum());
        for (item, weight) in of {
            match left.checked_sub(*weight) {
                None => return item,
                Some(rest) => left = rest,
            }
        }
        &of[0].0
    }

    /// `count` digits, the first of them not 0.
    pub fn digits(&mut self, count: usize) -> String {
        let digit = |place| char::from(b'0' + self.digit(place == 0));
        (0..count).map(digit).collect()
    }

    fn digit(&mut self, first: bool) -> u8 {
        u8::try_from(if first { 1 + self.below(9) } else { self.below(10) }).unwrap_or(0)
    }
}
