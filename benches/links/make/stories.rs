//! Planted stories: groups of orders that only together mean something.

use unhold::domain::{BadEnd, Clean, ShortOrder, Timestamp};

use super::cards;
use super::countries::Country;
use super::dice::{Dice, For};
use super::forms::filled;
use super::networks;
use super::orders::{Head, finished};
use super::people;
use super::persons::{Buyer, Plan};
use super::places;

/// What joins the orders of one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Story {
    /// 5 to 30 people have their goods sent to one house.
    Drop,
    /// 5 to 30 people pay with one card.
    Card,
    /// 5 to 30 people order from one device.
    Device,
    /// Ten orders and more within an hour, from one network, with mailboxes that count up.
    Burst,
    /// One coupon, that few others have, over many orders.
    Coupon,
    /// Orders to many houses of one street within a day.
    Street,
    /// Each order shares one thing with the next, and the last ended badly.
    Chain,
}

impl Story {
    /// Every story, with the number of its groups in a world.
    pub const ALL: [(Self, u32); 7] = [
        (Self::Drop, 20),
        (Self::Card, 10),
        (Self::Device, 10),
        (Self::Burst, 20),
        (Self::Coupon, 10),
        (Self::Street, 10),
        (Self::Chain, 30),
    ];

    /// Its name in tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Drop => "one house",
            Self::Card => "one card",
            Self::Device => "one device",
            Self::Burst => "burst",
            Self::Coupon => "one coupon",
            Self::Street => "one street",
            Self::Chain => "chain",
        }
    }

    /// How many orders a group has.
    fn size(self, dice: &mut Dice) -> usize {
        match self {
            Self::Drop | Self::Card | Self::Device => 5 + dice.low(26),
            Self::Burst => 10 + dice.low(31),
            Self::Coupon => 12 + dice.below(49),
            Self::Street => 8 + dice.below(8),
            Self::Chain => 3 + dice.below(2),
        }
    }

    /// Within how many seconds its orders come in.
    fn seconds(self, dice: &mut Dice) -> usize {
        const DAY: usize = 86_400;
        match self {
            Self::Drop | Self::Card | Self::Device => (3 + dice.below(28)) * DAY,
            Self::Burst => 3000,
            Self::Coupon => 7 * DAY,
            Self::Street => DAY / 2,
            Self::Chain => 60 * DAY,
        }
    }
}

/// One order of a story.
#[derive(Clone, Debug, PartialEq)]
pub struct Planted {
    pub order: ShortOrder,
    pub story: Story,
    /// The group, from 0, through all stories.
    pub group: u32,
    /// Its place in the group; in a chain each shares something with the next.
    pub place: usize,
}

/// Ids of planted orders begin here, far behind those of a world.
const FIRST: usize = 1_000_000_000;

/// The stories of a world of `orders` orders, group after group, each in the order of time.
pub fn rings(seed: u64, orders: usize) -> impl Iterator<Item = Planted> {
    let plan = Plan::new(seed, orders);
    let each = Story::ALL.into_iter().flat_map(|(story, count)| (0..count).map(move |_| story));
    each.enumerate().flat_map(move |(group, story)| told(plan, story, group))
}

fn told(plan: Plan, story: Story, group: usize) -> Vec<Planted> {
    let mut dice = Dice::at(plan.seed, For::Story, group as u64, 0);
    let size = story.size(&mut dice);
    let country = if dice.hits(700) { Country::Us } else { Country::drawn(&mut dice) };
    let mut buyers: Vec<Buyer> = (0..size).map(|_| stranger(&plan, country, &mut dice)).collect();
    join(&plan, story, &mut buyers, &mut dice);
    let bad = bad_ends(story, size, &mut dice);
    let coupon = (story == Story::Coupon).then(|| Clean::new(&format!("VIP{}", dice.digits(5))));
    let times = times(story, size, &mut dice);
    let planted = buyers.iter().zip(times).enumerate().map(|(place, (buyer, at))| {
        let head = Head { number: FIRST + group * 1000 + place, at };
        let mut order = finished(&filled(buyer, &mut dice), head, &mut dice);
        order.bad_end = bad.contains(&place).then(|| *dice.pick(&BAD_ENDS));
        if let Some(coupon) = &coupon {
            order.coupons = vec![coupon.clone()];
        }
        Planted { order, story, group: group as u32, place }
    });
    planted.collect()
}

const BAD_ENDS: [BadEnd; 3] =
    [BadEnd::Chargeback, BadEnd::CancelledAsFraud, BadEnd::RefundedAsFraud];

fn stranger(plan: &Plan, country: Country, dice: &mut Dice) -> Buyer {
    let name = people::stranger(country, dice);
    plan.stranger(name, country, dice)
}

/// Gives the buyers what their story needs in common.
fn join(plan: &Plan, story: Story, buyers: &mut [Buyer], dice: &mut Dice) {
    match story {
        Story::Drop => one_house(plan, buyers, dice),
        Story::Card => {
            let card = cards::drawn(buyers[0].country.place(), dice);
            for buyer in buyers {
                buyer.card = Some(card.clone());
            }
        }
        Story::Device => {
            let device = cards::device(dice);
            for buyer in buyers {
                buyer.device = Some(device.clone());
            }
        }
        Story::Burst => burst(buyers, dice),
        Story::Coupon => {}
        Story::Street => one_street(plan, buyers, dice),
        Story::Chain => chain(buyers, dice),
    }
}

/// The goods go to one house; everybody has a billing address of their own.
fn one_house(plan: &Plan, buyers: &mut [Buyer], dice: &mut Dice) {
    let house = places::house(plan.seed, buyers[0].country, dice);
    for buyer in buyers {
        buyer.billed = true;
        buyer.to = Some((buyer.name.clone(), house.clone()));
    }
}

/// One network, one stem of mailboxes that counts up.
fn burst(buyers: &mut [Buyer], dice: &mut Dice) {
    let network = networks::fresh(buyers[0].country, dice);
    let stem = buyers[0].mailbox.clone();
    let first = 1 + dice.below(300);
    for (place, buyer) in buyers.iter_mut().enumerate() {
        buyer.ip = Some(networks::beside(&network, dice));
        buyer.mailbox = stem.clone().map(|mut mailbox| {
            mailbox.local = format!("{}{:03}", mailbox.local, first + place);
            mailbox
        });
    }
}

/// Houses of one street.
fn one_street(plan: &Plan, buyers: &mut [Buyer], dice: &mut Dice) {
    let house = places::house(plan.seed, buyers[0].country, dice);
    for (place, buyer) in buyers.iter_mut().enumerate() {
        buyer.home = house.clone();
        buyer.home.number = (11 + 2 * place).to_string();
        buyer.home.unit = None;
    }
}

/// Each shares one thing with the next: telephone, then house, then device.
fn chain(buyers: &mut [Buyer], dice: &mut Dice) {
    let links = buyers.len() - 1;
    for at in 0..links {
        let (before, behind) = buyers.split_at_mut(at + 1);
        let (one, next) = (&mut before[at], &mut behind[0]);
        match at {
            0 => {
                let phone = super::phones::drawn(one.home.town, dice);
                one.phone = Some(phone.clone());
                next.phone = Some(phone);
            }
            1 => next.home = one.home.clone(),
            _ => {
                let device = cards::device(dice);
                one.device = Some(device.clone());
                next.device = Some(device);
            }
        }
    }
}

/// The places in the group whose orders ended badly.
fn bad_ends(story: Story, size: usize, dice: &mut Dice) -> Vec<usize> {
    match story {
        Story::Chain => vec![size - 1],
        Story::Drop | Story::Card | Story::Device if dice.hits(500) => {
            (0..=dice.below(4)).map(|_| dice.below(size)).collect()
        }
        _ => Vec::new(),
    }
}

/// When the orders come in: the last of a chain first, the others one behind the other.
fn times(story: Story, size: usize, dice: &mut Dice) -> Vec<Timestamp> {
    let begun = super::orders::some_time(dice);
    let span = story.seconds(dice);
    let mut seconds: Vec<usize> = (0..size).map(|_| dice.below(span)).collect();
    seconds.sort_unstable();
    if story == Story::Chain {
        seconds.reverse();
    }
    seconds.into_iter().map(|later| begun.plus_seconds(i64::try_from(later).unwrap_or(0))).collect()
}
