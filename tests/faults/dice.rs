//! Numbers that follow from a seed, and the sequences that are made from them.

use unhold::demo::Trouble;
use unhold::domain::Verb;

const VERBS: [Verb; 9] = [
    Verb::Release,
    Verb::Refund,
    Verb::Cancel,
    Verb::Hold,
    Verb::Note,
    Verb::Tag,
    Verb::Archive,
    Verb::Unarchive,
    Verb::Refund,
];

/// How late a late answer comes, in milliseconds.
pub const LATE: u64 = 150;

/// How far a clock is put, in seconds: across the ten minutes after which a row is asked about,
/// the 20 hours that a key is trusted, and a day, both ways.
pub const JUMPS: [i64; 8] = [-90_000, -3_600, -60, 61, 700, 3_600, 72_001, 90_000];

/// One thing that happens. It holds all that was drawn for it, so that a sequence stays what it
/// is when others are taken out of it.
#[derive(Clone, Debug)]
pub enum Event {
    /// A reviewer confirms a plan; some refunds are of a third of what is left.
    Stage { order: usize, verb: Verb, in_part: bool },
    /// The next reading, or the next write, meets a trouble.
    Fault { trouble: Trouble, on_reading: bool },
    /// A colleague places a hold in the store, or writes into the note.
    Colleague { order: usize, holds: bool },
    /// The program is closed, or let go in the middle, and opened again.
    Restart,
    /// A program of its own runs the outbox and is killed at this crossing.
    Crash { at: usize },
    /// The clock is put forward or back.
    Clock { seconds: i64 },
    /// A person deals with what wants one.
    Person { skips: bool },
    /// The cache is brought up to date.
    Sync,
    /// The outbox is run for so long.
    Run { millis: u64 },
    /// The same, and while it runs the clock is put forward or back.
    Jump { millis: u64, seconds: i64 },
}

/// Numbers that follow from a seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % most as u64).unwrap()
    }

    fn half(&mut self) -> bool {
        self.below(2) == 0
    }

    fn trouble(&mut self) -> Trouble {
        match self.below(11) {
            0 => Trouble::DropBefore,
            1 => Trouble::DropAfter,
            2 => Trouble::Truncated,
            3 => Trouble::Malformed,
            4 => Trouble::Status { code: 500 },
            5 => Trouble::StatusAfter { code: 502 },
            6 => Trouble::Throttled,
            7 => Trouble::ExpiredToken,
            8 => Trouble::Delay { ms: LATE },
            9 => Trouble::TooManyRequests { retry_after: 0 },
            _ => Trouble::Drip { bytes: 400, ms: 1 },
        }
    }

    fn event(&mut self, orders: usize) -> Event {
        match self.below(20) {
            0..=6 => Event::Stage {
                order: self.below(orders),
                verb: VERBS[self.below(VERBS.len())],
                in_part: self.half(),
            },
            7..=9 => Event::Fault { trouble: self.trouble(), on_reading: self.below(3) == 0 },
            10 => Event::Colleague { order: self.below(orders), holds: self.half() },
            11 => Event::Restart,
            12 => Event::Crash { at: 1 + self.below(24) },
            13 => Event::Clock { seconds: JUMPS[self.below(JUMPS.len())] },
            14 => Event::Person { skips: self.half() },
            15 => Event::Sync,
            19 => {
                let millis = [60, 200, 20_000][self.below(3)];
                // No number is drawn for it, so that seeds kept from before mean what they did.
                let place = usize::try_from(self.0 >> 40).unwrap() % JUMPS.len();
                Event::Jump { millis, seconds: JUMPS[place] }
            }
            _ => Event::Run { millis: [60, 200, 20_000][self.below(3)] },
        }
    }
}

/// The sequence of a seed, among so many orders.
pub fn sequence(seed: u64, orders: usize) -> Vec<Event> {
    let mut dice = Dice(seed);
    let length = 8 + dice.below(13);
    (0..length).map(|_| dice.event(orders)).collect()
}
