//! Keys under which the cache finds orders that may be linked.

use std::fmt;

use chrono::{Days, NaiveDate};

use super::form::Form;
use crate::domain::ShortOrder;
use crate::evidence::postal::Folded;

/// What a key is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// A person's name.
    Name,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A house, billing or shipping.
    House,
    /// The buyer's IP address.
    Ip,
    /// A town on a day (S77).
    TownDay,
}

impl KeyKind {
    /// A number that stays the same in every version.
    pub fn number(self) -> u8 {
        match self {
            Self::Name => 1,
            Self::Email => 2,
            Self::Phone => 3,
            Self::House => 4,
            Self::Ip => 5,
            Self::TownDay => 6,
        }
    }
}

/// One folded value of an order. It is personal data: the cache keeps a hash of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What it is made of.
    pub kind: KeyKind,
    value: String,
}

impl Key {
    /// The folded value.
    pub fn text(&self) -> &str {
        &self.value
    }
}

/// Debug output never carries customers' data: it could land in a log.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({:?}, {} bytes)", self.kind, self.value.len())
    }
}

/// The keys under which an order is filed.
pub fn keys(order: &ShortOrder) -> Vec<Key> {
    of(order, &[placed_on(order)])
}

/// The keys under which to look for an order's links: its own, and its town on the days
/// before and after, because a day of the shop's zone lies across two of ours. A caller
/// may limit how many orders of one town it brings; they make no link by themselves.
pub fn wanted(order: &ShortOrder) -> Vec<Key> {
    let day = placed_on(order);
    let around =
        [day.checked_sub_days(Days::new(1)), Some(day), day.checked_add_days(Days::new(1))];
    of(order, &around.into_iter().flatten().collect::<Vec<_>>())
}

fn of(order: &ShortOrder, days: &[NaiveDate]) -> Vec<Key> {
    let form = Form::of(order);
    let town = form.town();
    let key = |kind| move |value: String| Key { kind, value };
    let houses = [&form.billing, &form.shipping].into_iter().flatten().filter_map(Folded::house);
    let mut keys: Vec<Key> = houses.map(key(KeyKind::House)).collect();
    keys.extend(form.names.into_iter().map(key(KeyKind::Name)));
    keys.extend(form.email.into_iter().map(key(KeyKind::Email)));
    keys.extend(form.phones.into_iter().map(key(KeyKind::Phone)));
    keys.extend(form.ip.into_iter().map(key(KeyKind::Ip)));
    let on = |day: &NaiveDate| town.as_ref().map(|town| format!("{town}|{day}"));
    keys.extend(days.iter().filter_map(on).map(key(KeyKind::TownDay)));
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn placed_on(order: &ShortOrder) -> NaiveDate {
    order.placed_at.0.date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::order;
    use crate::domain::{Order, Readable};

    fn kinds(keys: &[Key]) -> Vec<KeyKind> {
        keys.iter().map(|key| key.kind).collect()
    }

    #[test]
    fn an_order_is_filed_under_each_thing_that_it_could_share() {
        use KeyKind::{Email, House, Ip, Name, Phone, TownDay};

        let keys = keys(&ShortOrder::from(&order()));

        assert_eq!(kinds(&keys), [Name, Email, Phone, House, Ip, TownDay]);
    }

    #[test]
    fn looking_also_covers_the_days_beside() {
        let order = ShortOrder::from(&order());

        let wanted = wanted(&order);

        assert_eq!(kinds(&wanted).iter().filter(|kind| **kind == KeyKind::TownDay).count(), 3);
        assert!(keys(&order).iter().all(|key| wanted.contains(key)));
    }

    #[test]
    fn numbers_of_kinds_and_folded_texts_stay_as_they_are_on_disk() {
        let keys = keys(&ShortOrder::from(&order()));

        let filed: Vec<_> = keys.iter().map(|key| (key.kind.number(), key.text())).collect();
        assert_eq!(
            filed,
            [
                (1, "ada lindgren"),
                (2, "ada@example.org"),
                (3, "14155550134"),
                (4, "12 main st|94607|us"),
                (5, "93.184.216.34"),
                (6, "oakland|ca|us|2026-11-19"),
            ]
        );
    }

    #[test]
    fn withheld_and_private_data_make_no_keys() {
        let order = Order {
            email: Readable::Denied("withheld".to_owned()),
            phone: Readable::Absent,
            ip: Readable::Known("192.168.1.4".into()),
            billing: Readable::Denied("withheld".to_owned()),
            shipping: Readable::Absent,
            ..order()
        };

        assert_eq!(keys(&ShortOrder::from(&order)), []);
    }
}
