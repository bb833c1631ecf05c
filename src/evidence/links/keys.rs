//! Under which keys an order is filed, and under which others of its person may stand.
//!
//! A key is a number made of a kind and a text in normal form. Orders of one person share
//! some key whatever was altered: names, mailbox, number, house each have several, so that
//! one slip leaves others whole.

use super::print::{PlaceView, Print, View};
use crate::domain::ShortOrder;
use crate::evidence::normal::name::root;

/// What a key was made of; the numbers lie on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum KeyKind {
    /// The mailbox, without what its provider ignores.
    Email = 1,
    /// The last nine digits of a telephone number.
    Phone = 2,
    /// House number and postal code.
    House = 3,
    /// House number, district and the street's last letters.
    StreetEnd = 5,
    /// The letters of a mailbox's name, with any provider.
    Mailbox = 6,
    /// A payment card.
    Card = 7,
    /// A token of device or cart.
    Device = 8,
    /// The store's customer.
    Customer = 9,
    /// The address of the buyer's computer.
    Ip = 10,
    /// First letters of the family name, the given name's initial, the district.
    FamilyHead = 11,
    /// Last letters of the family name, the given name's initial, the district.
    FamilyTail = 12,
    /// The first half of a mailbox's name.
    MailboxHead = 15,
    /// The last half of a mailbox's name.
    MailboxTail = 16,
    /// The whole name and the town.
    NameTown = 17,
    /// The whole name, wherever.
    Name = 18,
    /// A family name: how rare it is.
    Family = 20,
    /// A given name in its full form: how rare it is.
    Given = 21,
    /// A town on a day (S77).
    TownDay = 30,
    /// A street on a day (S77).
    StreetDay = 31,
    /// A coupon in a week (S78).
    CouponWeek = 32,
    /// A computer's network on a day.
    NetworkDay = 33,
}

impl KeyKind {
    /// The most orders that a question takes of one key of this kind.
    pub fn most(self) -> usize {
        match self {
            Self::Email
            | Self::Phone
            | Self::House
            | Self::StreetEnd
            | Self::Mailbox
            | Self::Card
            | Self::Device
            | Self::Customer => 300,
            Self::Ip => 30,
            Self::Family | Self::Given => 0,
            _ => 50,
        }
    }

    /// Whether orders of one person may be found by it; the others only count.
    pub fn leads(self) -> bool {
        self.most() > 0 && self < Self::TownDay
    }

    /// Whether it is asked for before the weak ones.
    pub fn is_strong(self) -> bool {
        self.most() == 300 || self == Self::Ip
    }
}

/// A key as it is filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What it was made of.
    pub kind: KeyKind,
    /// The number that stands for kind and text.
    pub hash: u64,
}

impl Key {
    /// The key of one word.
    pub(super) fn of_word(kind: KeyKind, word: &str) -> Self {
        Self { kind, hash: hash(kind, [word.as_bytes()]) }
    }
}

/// Shorter texts tell nobody from others.
const FEWEST_LETTERS: usize = 5;
/// Halves of shorter names are shared by too many.
const FEWEST_IN_HALVES: usize = 8;

/// Takes the keys under which an order is filed.
pub fn keys(order: &ShortOrder, print: &Print) -> Vec<Key> {
    let view = print.view();
    let mut to = Keys(Vec::with_capacity(24));
    to.of_view(&view);
    to.of_day(order, &view, &[0]);
    to.finish()
}

/// The keys that a print alone gives: all but those of a day.
pub fn keys_of_print(view: &View<'_>) -> Vec<Key> {
    let mut to = Keys(Vec::with_capacity(24));
    to.of_view(view);
    to.finish()
}

/// The keys under which others may stand: those of the order, the days before and after, and
/// halves of the mailbox's name as a slip may have left them.
pub fn wanted(order: &ShortOrder, print: &Print) -> Vec<Key> {
    let view = print.view();
    let mut to = Keys(Vec::with_capacity(32));
    to.of_view(&view);
    to.of_slips(&view);
    to.of_day(order, &view, &[-1, 0, 1]);
    to.finish()
}

struct Keys(Vec<Key>);

impl Keys {
    fn finish(mut self) -> Vec<Key> {
        self.0.sort_unstable();
        self.0.dedup();
        self.0
    }

    fn put(&mut self, kind: KeyKind, parts: &[&str]) {
        self.0.push(Key { kind, hash: hash(kind, parts.iter().map(|part| part.as_bytes())) });
    }

    fn number(&mut self, kind: KeyKind, number: u64) {
        self.0.push(Key { kind, hash: hash(kind, [number.to_le_bytes().as_slice()]) });
    }

    fn of_view(&mut self, view: &View<'_>) {
        if !view.mailbox.is_empty() {
            self.put(KeyKind::Email, &[view.mailbox, view.domain]);
            self.of_mailbox(view.mailbox);
        }
        for phone in view.phones() {
            self.number(KeyKind::Phone, phone % 1_000_000_000);
        }
        for place in view.places() {
            self.of_house(place);
        }
        if !view.ip.is_empty() {
            self.0.push(Key { kind: KeyKind::Ip, hash: hash(KeyKind::Ip, [view.ip]) });
        }
        let tokens = [
            (KeyKind::Card, view.card),
            (KeyKind::Device, view.device),
            (KeyKind::Customer, view.customer),
        ];
        for (kind, number) in tokens.into_iter().filter(|(_, number)| *number != 0) {
            self.number(kind, number);
        }
        for name in view.names() {
            self.of_name(name, view);
        }
    }

    fn of_mailbox(&mut self, mailbox: &str) {
        let letters = letters(mailbox);
        if letters.len() >= FEWEST_LETTERS {
            self.put(KeyKind::Mailbox, &[&letters]);
        }
        if letters.len() >= FEWEST_IN_HALVES {
            let (head, tail) = halves(&letters);
            self.half(KeyKind::MailboxHead, head, letters.len());
            self.half(KeyKind::MailboxTail, tail, letters.len());
        }
    }

    fn half(&mut self, kind: KeyKind, half: &str, length: usize) {
        let length = length.to_le_bytes();
        self.0.push(Key { kind, hash: hash(kind, [half.as_bytes(), length.as_slice()]) });
    }

    /// A letter left out or put in leaves one half whole in a name of another length.
    fn of_slips(&mut self, view: &View<'_>) {
        let letters = letters(view.mailbox);
        if letters.len() < FEWEST_IN_HALVES {
            return;
        }
        for length in [letters.len() - 1, letters.len() + 1] {
            let (head, tail) = (length / 2, length - length / 2);
            if let Some(head) = letters.get(..head) {
                self.half(KeyKind::MailboxHead, head, length);
            }
            if let Some(tail) = letters.len().checked_sub(tail).and_then(|at| letters.get(at..)) {
                self.half(KeyKind::MailboxTail, tail, length);
            }
        }
    }

    fn of_house(&mut self, place: PlaceView<'_>) {
        let area = place.area();
        if place.street.is_empty() || area.is_empty() {
            return;
        }
        if !place.number.is_empty() && !place.postal.is_empty() {
            self.put(KeyKind::House, &[place.number, place.postal, place.country]);
        }
        // Where houses have no number, the whole name stands for them.
        let letters = if place.number.is_empty() { place.street.len() } else { 4 };
        let end = place.street.len().saturating_sub(letters);
        let end = place.street.get(end..).unwrap_or(place.street);
        self.put(KeyKind::StreetEnd, &[place.number, area, end]);
    }

    fn of_name(&mut self, name: &str, view: &View<'_>) {
        let (given, family) = ends(name);
        if family.is_empty() {
            return;
        }
        let given = root(given);
        self.put(KeyKind::Family, &[family]);
        self.put(KeyKind::Given, &[given]);
        let mut words: Vec<&str> = name.split(' ').collect();
        words.sort_unstable();
        self.put(KeyKind::Name, &words);
        let initial = given.get(..1).unwrap_or_default();
        let head = family.get(..3).unwrap_or(family);
        let tail = family.get(family.len().saturating_sub(3)..).unwrap_or(family);
        for place in view.places() {
            let area = place.area();
            if !area.is_empty() {
                self.put(KeyKind::FamilyHead, &[head, initial, area]);
                self.put(KeyKind::FamilyTail, &[tail, initial, area]);
            }
            if !place.town.is_empty() {
                let (one, two) = (given.min(family), given.max(family));
                self.put(KeyKind::NameTown, &[one, two, place.town]);
            }
        }
    }

    fn of_day(&mut self, order: &ShortOrder, view: &View<'_>, apart: &[i64]) {
        let day = order.placed_at.millis().div_euclid(24 * 60 * 60 * 1000);
        let shipped = view.places().find(PlaceView::is_shipping);
        for day in apart.iter().map(|apart| (day + apart).to_le_bytes()) {
            if let Some(place) = shipped.filter(|place| !place.town.is_empty()) {
                self.on(KeyKind::TownDay, &[place.town, place.region, place.country], &day);
                if !place.street.is_empty() {
                    self.on(KeyKind::StreetDay, &[place.street, place.area()], &day);
                }
            }
            let network = if view.ip.len() == 4 { view.ip.get(..3) } else { view.ip.get(..6) };
            if let Some(network) = network {
                let hash = hash(KeyKind::NetworkDay, [network, &day]);
                self.0.push(Key { kind: KeyKind::NetworkDay, hash });
            }
        }
        let week = day.div_euclid(7);
        for coupon in order.coupons.iter().filter(|coupon| !coupon.is_blank()) {
            let code = coupon.bare().trim().to_lowercase();
            self.on(KeyKind::CouponWeek, &[&code], &week.to_le_bytes());
        }
    }

    fn on(&mut self, kind: KeyKind, parts: &[&str], day: &[u8]) {
        let parts = parts.iter().map(|part| part.as_bytes()).chain(std::iter::once(day));
        self.0.push(Key { kind, hash: hash(kind, parts) });
    }
}

/// The letters of a mailbox's name; digits count only where there are few letters.
pub(super) fn letters(mailbox: &str) -> String {
    let letters: String = mailbox.chars().filter(char::is_ascii_alphabetic).collect();
    if letters.len() >= FEWEST_LETTERS {
        return letters;
    }
    mailbox.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn halves(text: &str) -> (&str, &str) {
    text.split_at_checked(text.len() / 2).unwrap_or((text, ""))
}

/// Small words that belong to a family name and are often left out.
const PARTICLES: [&str; 22] = [
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le",
    "el", "al", "bin", "ibn", "af", "av", "ter", "zu",
];

/// First and last word that is no particle.
pub(super) fn ends(name: &str) -> (&str, &str) {
    let mut core = name.split(' ').filter(|word| !PARTICLES.contains(word));
    let first = core.next().unwrap_or_default();
    (first, core.next_back().unwrap_or(first))
}

/// FNV-1a with a last mixing; lies on disk, so it may not change with a compiler.
fn hash<'a>(kind: KeyKind, parts: impl IntoIterator<Item = &'a [u8]>) -> u64 {
    let byte = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let mut hash = byte(0xcbf2_9ce4_8422_2325, kind as u8);
    for part in parts {
        hash = part.iter().fold(hash, |hash, next| byte(hash, *next));
        hash = byte(hash, 0xff);
    }
    let mixed = (hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 29
}
