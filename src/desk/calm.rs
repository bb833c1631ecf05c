//! Keeps listeners calm: whoever hears of a page reads the queue anew, and pages come a
//! hundred a second.

use std::time::{Duration, Instant};

/// The first is told at once, the later ones less and less often.
#[derive(Default)]
pub(super) struct Calm {
    until: Option<Instant>,
    pause: Duration,
}

impl Calm {
    const SHORTEST: Duration = Duration::from_millis(100);
    const LONGEST: Duration = Duration::from_secs(1);

    /// Whether to tell now; if so, the next calm begins.
    pub(super) fn is_over(&mut self, now: Instant) -> bool {
        if self.until.is_some_and(|until| now < until) {
            return false;
        }
        self.pause = (self.pause * 2).clamp(Self::SHORTEST, Self::LONGEST);
        self.until = Some(now + self.pause);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_page_is_told_at_once_and_the_later_ones_less_and_less_often() {
        let (mut calm, began) = (Calm::default(), Instant::now());
        let at = |millis| began + Duration::from_millis(millis);

        let told = [0, 50, 100, 250, 300, 600, 700, 1_400, 1_500, 2_400, 2_500];
        let told: Vec<u64> = told.into_iter().filter(|millis| calm.is_over(at(*millis))).collect();

        assert_eq!(told, [0, 100, 300, 700, 1_500, 2_500]);
    }
}
