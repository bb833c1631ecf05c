//! Which of the ordinary orders are risky.

/// Spreads the risky orders over the ordinary ones, the later half getting more of them.
pub(super) struct RiskyShare {
    risky: f64,
    count: f64,
    seen: f64,
    owed: f64,
}

impl RiskyShare {
    /// Spreads `risky` orders over `count`.
    pub(super) fn new(risky: u32, count: usize) -> Self {
        let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        Self { risky: f64::from(risky), count, seen: 0.0, owed: 0.5 }
    }

    /// Whether the next order is risky.
    pub(super) fn next_is_risky(&mut self) -> bool {
        let weight = 0.4 + 1.2 * (self.seen + 0.5) / self.count;
        self.owed += self.risky / self.count * weight;
        self.seen += 1.0;
        let now = self.owed >= 1.0;
        if now {
            self.owed -= 1.0;
        }
        now
    }
}
