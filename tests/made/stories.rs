//! Planted stories share what they say and nothing else.

use std::collections::{HashMap, HashSet};

use unhold::domain::{Clean, Readable, ShortOrder};

use crate::make::{Planted, Story, rings};

const ORDERS: usize = 10_000;

/// The groups of one story.
fn groups(story: Story) -> Vec<Vec<Planted>> {
    let mut groups: HashMap<u32, Vec<Planted>> = HashMap::new();
    for planted in rings(1, ORDERS).filter(|planted| planted.story == story) {
        groups.entry(planted.group).or_default().push(planted);
    }
    let count = Story::ALL.iter().find(|(other, _)| *other == story).unwrap().1;
    assert_eq!(groups.len(), count as usize);
    groups.into_values().collect()
}

/// How many different answers the orders of a group give.
fn different<T: std::hash::Hash + Eq>(group: &[Planted], what: impl Fn(&ShortOrder) -> T) -> usize {
    group.iter().map(|planted| what(&planted.order)).collect::<HashSet<_>>().len()
}

fn text(value: &Readable<Clean>) -> Option<String> {
    value.known().map(|text| text.raw().to_lowercase())
}

fn digits(order: &ShortOrder) -> Option<String> {
    let phone = text(&order.phone)?;
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    Some(digits.iter().rev().take(7).collect())
}

fn code(order: &ShortOrder) -> String {
    let code = order.shipping.known().unwrap().postal_code.raw().to_lowercase();
    code.chars().filter(char::is_ascii_alphanumeric).take(5).collect()
}

/// Seconds from the first order of a group to the last.
fn span(group: &[Planted]) -> i64 {
    let times = || group.iter().map(|planted| planted.order.placed_at);
    times().max().unwrap().seconds_since(times().min().unwrap())
}

#[test]
fn stories_are_the_same_for_the_same_seed_and_every_order_has_its_own_id() {
    let all: Vec<Planted> = rings(1, ORDERS).collect();
    assert!(all == rings(1, ORDERS).collect::<Vec<_>>());
    assert!(all != rings(2, ORDERS).collect::<Vec<_>>());
    let ids: HashSet<_> = all.iter().map(|planted| planted.order.id.clone()).collect();
    assert_eq!(ids.len(), all.len());
    assert!(Story::ALL.iter().all(|(story, _)| !story.words().is_empty()));
}

#[test]
fn a_ring_shares_house_card_or_device_and_half_of_them_end_badly() {
    let mut bad = 0;
    for (story, shared) in [(Story::Drop, 0), (Story::Card, 1), (Story::Device, 2)] {
        for group in groups(story) {
            let size = group.len();
            assert!((5..=30).contains(&size));
            let found = [
                different(&group, code),
                different(&group, |order| {
                    order.card.clone().map(|card| (card.bin, card.last_four))
                }),
                different(&group, |order| order.device.clone()),
            ];
            assert_eq!(found[shared], 1, "{}", story.words());
            let billed = |order: &ShortOrder| order.billing.known().map(|one| one.line1.clone());
            assert!(different(&group, billed) + 3 >= size, "they live in different houses");
            bad += usize::from(group.iter().any(|planted| planted.order.bad_end.is_some()));
        }
    }
    assert!((10..=30).contains(&bad), "{bad} of 40 groups ended badly");
}

#[test]
fn a_burst_comes_within_an_hour_from_one_network_with_mailboxes_that_count_up() {
    for group in groups(Story::Burst).iter().filter(|group| group[0].order.email.known().is_some())
    {
        assert!(group.len() >= 10 && span(group) < 3600);
        let network = |order: &ShortOrder| {
            text(&order.ip).map(|ip| ip.rsplit_once('.').unwrap().0.to_owned())
        };
        assert_eq!(different(group, network), 1);
        let stem = |order: &ShortOrder| {
            let email = text(&order.email)?;
            let local = email.split('@').next()?.to_owned();
            local.get(..local.len() - 3).map(str::to_owned)
        };
        assert_eq!(different(group, stem), 1);
        assert_eq!(different(group, |order| text(&order.email)), group.len());
    }
}

#[test]
fn a_coupon_joins_people_who_share_nothing_else() {
    for group in groups(Story::Coupon) {
        assert!(group.len() >= 12 && span(&group) < 7 * 86_400);
        assert_eq!(different(&group, |order| order.coupons.clone()), 1);
        assert!(different(&group, |order| text(&order.email)) + 2 >= group.len());
    }
}

#[test]
fn a_street_gets_many_parcels_in_one_day() {
    for group in groups(Story::Street) {
        assert!(group.len() >= 8 && span(&group) < 86_400);
        assert_eq!(different(&group, code), 1);
        let line =
            |order: &ShortOrder| order.shipping.known().map(|one| one.line1.raw().to_lowercase());
        assert_eq!(different(&group, line), group.len());
    }
}

#[test]
fn a_chain_leads_from_its_first_order_to_the_bad_one_by_single_steps() {
    for mut group in groups(Story::Chain) {
        group.sort_by_key(|planted| planted.place);
        let order = |place: usize| &group[place].order;
        assert_eq!(digits(order(0)), digits(order(1)));
        assert_ne!(digits(order(1)), digits(order(2)));
        assert_eq!(code(order(1)), code(order(2)));
        assert_ne!(code(order(0)), code(order(1)), "the first is not joined to the third");
        if group.len() == 4 {
            assert!(order(2).device.is_some() && order(2).device == order(3).device);
        }
        let bad: Vec<usize> =
            group.iter().filter(|one| one.order.bad_end.is_some()).map(|one| one.place).collect();
        assert_eq!(bad, [group.len() - 1]);
        assert!(order(0).placed_at >= group[group.len() - 1].order.placed_at);
    }
}
