//! What of two orders agrees, in numbers that can be weighed.

use super::gather::is_hub;
use super::keys::{Key, KeyKind, letters};
use super::likeness::{Alike, Named, is_slip, similarity, slips};
use super::print::{PlaceView, View};
use crate::evidence::normal::name::root;

/// Which sign a weight may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    /// What agrees never lowers the score.
    For,
    /// What differs never raises it.
    Against,
    /// Either.
    Either,
}

macro_rules! features {
    ($($name:ident $speaks:ident),* $(,)?) => {
        /// What is weighed of two orders.
        #[allow(missing_docs, reason = "each name says what it is")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Feature { $($name),* }

        impl Feature {
            /// All, in the order of their weights.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
            /// Their names.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];
            /// Which sign their weights may have.
            pub const SPEAKS: &'static [Speaks] = &[$(Speaks::$speaks),*];
        }

        /// How many there are.
        pub const FEATURES: usize = Feature::ALL.len();
    };
}

features! {
    Always Either,
    NameEqual For, NameNickname For, NameClose For, NameInitial For, NameRarity For,
    NameInTown For, NameInLargeTown Against, FamilyOnly Either, GivenOnly Either, NameNear Either, NameOther Against,
    NameMissing Either,
    EmailEqual For, EmailCommon Against, EmailOtherDomain For, EmailSimilar For,
    EmailSameLetters For, EmailPart For, EmailDifferent Against, EmailFromName Against,
    PhoneEqual For, PhoneCommon Against, PhoneSlip For, PhoneDifferent Against,
    HouseEqual For, HouseSimilar For, HouseCommon Against, HouseRare For, UnitEqual For, UnitOpen For,
    UnitDiffers Against, HouseOtherName Against, HouseOfFamily Against,
    PostalEqual For, DistrictEqual For, TownEqual For, RegionDiffers Against,
    CountryDiffers Against,
    CardEqual For, CardCommon Against, CardDiffers Against, DeviceEqual For, CustomerEqual For,
    IpEqual For, IpCommon Against, NetworkEqual For,
}

/// The features of two orders, each by its number.
pub type Features = [f64; FEATURES];

/// Names are counted as if there were so many more orders.
const SMALL_SHOP: f64 = 1_000.0;

/// What a name says that was not counted.
const USUAL_BITS: f64 = 7.0;

/// A rarer name says no more.
const MOST_BITS: f64 = 26.0;

/// How many orders are filed under each key of the order that is compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// Orders in all.
    pub orders: usize,
    /// Orders of each key, the order itself not counted.
    pub each: Vec<(Key, usize)>,
}

impl Counts {
    /// Orders under a key, when it was counted.
    pub fn known(&self, key: Key) -> Option<usize> {
        self.each.iter().find(|(one, _)| *one == key).map(|(_, count)| *count)
    }

    /// Orders under all keys of a kind together.
    pub fn sum(&self, kind: KeyKind) -> usize {
        self.each.iter().filter(|(key, _)| key.kind == kind).map(|(_, count)| *count).sum()
    }

    /// The most orders under one key of a kind.
    pub fn most(&self, kind: KeyKind) -> usize {
        let of_kind = self.each.iter().filter(|(key, _)| key.kind == kind);
        of_kind.map(|(_, count)| *count).max().unwrap_or(0)
    }
}

/// What two orders share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one flag for each thing that is shared")]
pub(super) struct Shared {
    pub(super) name: bool,
    pub(super) similar_name: bool,
    pub(super) email: bool,
    pub(super) similar_email: bool,
    pub(super) phone: bool,
    pub(super) shipping: bool,
    pub(super) billing: bool,
    pub(super) crossed: bool,
    pub(super) similar_house: bool,
    pub(super) ip: bool,
    pub(super) network: bool,
    pub(super) card: bool,
    pub(super) device: bool,
    pub(super) customer: bool,
}

/// The order that others are compared with, prepared.
#[derive(Clone, Debug)]
pub struct Own<'a> {
    view: View<'a>,
    names: Vec<(Named<'a>, Bits)>,
    letters: String,
    /// What a crowd shares, so that sharing it says nothing.
    crowd: Crowded,
    email: f64,
    phone: f64,
    house: f64,
    is_house_rare: bool,
    /// How large the town is, by the orders of three days.
    town: f64,
    card: f64,
    ip: f64,
}

/// Which values of an order a crowd shares.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one flag for each thing that is shared")]
struct Crowded {
    email: bool,
    phone: bool,
    card: bool,
    device: bool,
}

/// How rare names are, in bits.
#[derive(Clone, Copy, Debug, Default)]
struct Bits {
    given: f64,
    family: f64,
}

#[expect(clippy::cast_precision_loss, reason = "counts of orders are far below 2^52")]
fn number(count: usize) -> f64 {
    count as f64
}

impl<'a> Own<'a> {
    /// Prepares an order.
    pub fn of(view: View<'a>, counts: &Counts) -> Self {
        let is_crowd = |kind| is_hub(kind, counts.most(kind));
        let common = |kind| (number(counts.most(kind)) + 1.0).ln();
        let bits = |kind, word: &str| {
            let key = Key::of_word(kind, word);
            // In a small shop every name is rare, which says little.
            let Some(count) = counts.known(key) else { return USUAL_BITS };
            let share = (number(count) + 1.0) / (number(counts.orders) + SMALL_SHOP);
            -share.max(1e-7).log2()
        };
        let names = view.names().map(Named::of);
        let names = names.map(|name| {
            let given = bits(KeyKind::Given, root(name.given));
            let family = bits(KeyKind::Family, name.family);
            (name, Bits { given, family })
        });
        Self {
            names: names.collect(),
            letters: letters(view.mailbox),
            crowd: Crowded {
                email: is_crowd(KeyKind::Email),
                phone: is_crowd(KeyKind::Phone),
                card: is_crowd(KeyKind::Card),
                device: is_crowd(KeyKind::Device),
            },
            email: common(KeyKind::Email),
            phone: common(KeyKind::Phone),
            house: common(KeyKind::House).max(common(KeyKind::StreetEnd)),
            is_house_rare: counts.most(KeyKind::House).max(counts.most(KeyKind::StreetEnd)) <= 2,
            town: (number(counts.sum(KeyKind::TownDay)) + 1.0).ln(),
            card: common(KeyKind::Card),
            ip: common(KeyKind::Ip),
            view,
        }
    }

    /// Compares with another order.
    pub fn features(&self, other: &View<'_>) -> Features {
        self.compare(other).0
    }

    pub(super) fn compare(&self, other: &View<'_>) -> (Features, Shared) {
        let mut to = Weighed { features: [0.0; FEATURES] };
        let mut shared = Shared::default();
        to.set(Feature::Always);
        let name = self.name(other, &mut to, &mut shared);
        self.email(other, &mut to, &mut shared);
        self.phone(other, &mut to, &mut shared);
        self.place(other, name, &mut to, &mut shared);
        self.tokens(other, &mut to, &mut shared);
        (to.features, shared)
    }

    fn name(&self, other: &View<'_>, to: &mut Weighed, shared: &mut Shared) -> Names {
        let mut best: Option<((Alike, Alike), Bits)> = None;
        for (own, bits) in &self.names {
            for name in other.names() {
                let found = own.compare(name);
                let rank = |(given, family): (Alike, Alike)| (given.max(family), given.min(family));
                if best.is_none_or(|(before, _)| rank(found) < rank(before)) {
                    best = Some((found, *bits));
                }
            }
        }
        let Some(((given, family), bits)) = best else {
            to.set(Feature::NameMissing);
            return Names::default();
        };
        let is_family = family <= Alike::Close;
        let is_given = given <= Alike::Close;
        let rarity = match (is_given, is_family) {
            (true, true) => bits.given + bits.family,
            (false, true) => bits.family,
            (true, false) => bits.given,
            (false, false) => 0.0,
        };
        to.put(Feature::NameRarity, rarity.clamp(0.0, MOST_BITS) / 10.0);
        to.set(match (given, family) {
            (Alike::Equal, Alike::Equal) => Feature::NameEqual,
            (Alike::Nickname, Alike::Equal) => Feature::NameNickname,
            _ if is_given && is_family => Feature::NameClose,
            (Alike::Initial, _) if is_family => Feature::NameInitial,
            _ if is_family => Feature::FamilyOnly,
            _ if is_given => Feature::GivenOnly,
            (Alike::Near | Alike::Initial, Alike::Near) => Feature::NameNear,
            _ => Feature::NameOther,
        });
        let agrees = is_family && (is_given || given == Alike::Initial);
        shared.name = given == Alike::Equal && family == Alike::Equal;
        shared.similar_name = agrees && !shared.name;
        Names { agrees, is_family }
    }

    fn email(&self, other: &View<'_>, to: &mut Weighed, shared: &mut Shared) {
        let own = &self.view;
        if own.mailbox.is_empty() || other.mailbox.is_empty() {
            return;
        }
        if own.mailbox == other.mailbox && own.domain == other.domain {
            shared.email = true;
            if !self.crowd.email {
                to.set(Feature::EmailEqual);
                to.put(Feature::EmailCommon, self.email);
            }
            return;
        }
        let near_domain = own.domain == other.domain || is_slip(own.domain, other.domain);
        shared.similar_email = true;
        let letters = letters(other.mailbox);
        let shortest = self.letters.len().min(letters.len());
        if own.mailbox == other.mailbox {
            to.set(Feature::EmailOtherDomain);
            if near_domain {
                to.set(Feature::EmailSimilar);
            }
        } else if shortest >= 5 && self.letters == letters {
            to.set(Feature::EmailSameLetters);
        } else if shortest >= 5
            && near_domain
            && slips(own.mailbox, other.mailbox, 2) <= if shortest >= 8 { 2 } else { 1 }
        {
            to.set(Feature::EmailSimilar);
        } else if shortest >= 6 && similarity(&self.letters, &letters) >= 0.93 {
            to.set(Feature::EmailPart);
        } else {
            to.set(Feature::EmailDifferent);
            shared.similar_email = false;
            return;
        }
        // Two people of one name have alike mailboxes.
        if self.is_from_name() {
            to.set(Feature::EmailFromName);
        }
    }

    /// Whether the mailbox says no more than the name.
    fn is_from_name(&self) -> bool {
        let own = self.letters.as_str();
        self.names.iter().any(|(name, _)| {
            let (given, family) = (name.given, name.family);
            let rest = own.strip_prefix(given).or_else(|| own.strip_suffix(given));
            let initial = given.get(..1).unwrap_or_default();
            rest == Some(family)
                || own == family
                || own.strip_prefix(initial) == Some(family)
                || own.strip_suffix(initial) == Some(family)
        })
    }

    fn phone(&self, other: &View<'_>, to: &mut Weighed, shared: &mut Shared) {
        let mut compared = false;
        let mut slip = false;
        for own in self.view.phones() {
            for phone in other.phones() {
                compared = true;
                if is_one_number(own, phone) {
                    shared.phone = true;
                    if !self.crowd.phone {
                        to.set(Feature::PhoneEqual);
                        to.put(Feature::PhoneCommon, self.phone);
                    }
                    return;
                }
                slip |= is_slip(&own.to_string(), &phone.to_string());
            }
        }
        if slip {
            to.set(Feature::PhoneSlip);
        } else if compared {
            to.set(Feature::PhoneDifferent);
        }
    }

    fn place(&self, other: &View<'_>, name: Names, to: &mut Weighed, shared: &mut Shared) {
        let mut best: Option<(Nearness, PlaceView<'_>, PlaceView<'_>)> = None;
        for own in self.view.places() {
            for place in other.places() {
                let near = nearness(own, place);
                if near == Nearness::House {
                    shared.shipping |= own.is_shipping() && place.is_shipping();
                    shared.billing |= own.is_billing() && place.is_billing();
                    shared.crossed |= own.is_shipping() && place.is_billing()
                        || own.is_billing() && place.is_shipping();
                }
                shared.similar_house |= near == Nearness::SimilarHouse;
                if best.is_none_or(|(before, ..)| near < before) {
                    best = Some((near, own, place));
                }
            }
        }
        let Some((near, own, place)) = best else { return };
        match near {
            Nearness::House => to.set(Feature::HouseEqual),
            Nearness::SimilarHouse => to.set(Feature::HouseSimilar),
            Nearness::Postal => to.set(Feature::PostalEqual),
            Nearness::District => to.set(Feature::DistrictEqual),
            Nearness::Town => to.set(Feature::TownEqual),
            Nearness::Region => {}
            Nearness::Country => to.set(Feature::RegionDiffers),
            Nearness::World => to.set(Feature::CountryDiffers),
        }
        if near <= Nearness::Town && name.agrees {
            to.set(Feature::NameInTown);
            to.put(Feature::NameInLargeTown, self.town);
        }
        if near > Nearness::SimilarHouse {
            return;
        }
        to.put(Feature::HouseCommon, self.house);
        if self.is_house_rare {
            to.set(Feature::HouseRare);
        }
        to.set(match (own.unit, place.unit) {
            (one, two) if one == two && !one.is_empty() => Feature::UnitEqual,
            (one, two) if !one.is_empty() && !two.is_empty() => Feature::UnitDiffers,
            _ => Feature::UnitOpen,
        });
        if !name.agrees {
            let family = name.is_family;
            to.set(if family { Feature::HouseOfFamily } else { Feature::HouseOtherName });
        }
    }

    fn tokens(&self, other: &View<'_>, to: &mut Weighed, shared: &mut Shared) {
        let own = &self.view;
        if own.card != 0 && other.card != 0 {
            shared.card = own.card == other.card;
            if shared.card && !self.crowd.card {
                to.set(Feature::CardEqual);
                to.put(Feature::CardCommon, self.card);
            } else if !shared.card {
                to.set(Feature::CardDiffers);
            }
        }
        if own.device != 0 && own.device == other.device {
            shared.device = true;
            if !self.crowd.device {
                to.set(Feature::DeviceEqual);
            }
        }
        if own.customer != 0 && own.customer == other.customer {
            to.set(Feature::CustomerEqual);
            shared.customer = true;
        }
        if own.ip.is_empty() || other.ip.is_empty() {
            return;
        }
        if own.ip == other.ip {
            to.set(Feature::IpEqual);
            to.put(Feature::IpCommon, self.ip);
            shared.ip = true;
        } else if own.ip.len() == other.ip.len() && own.ip.get(..3) == other.ip.get(..3) {
            to.set(Feature::NetworkEqual);
            shared.network = true;
        }
    }
}

/// How the names compared.
#[derive(Clone, Copy, Debug, Default)]
struct Names {
    agrees: bool,
    is_family: bool,
}

/// Features while they are collected.
#[derive(Clone, Debug)]
struct Weighed {
    features: Features,
}

impl Weighed {
    fn set(&mut self, feature: Feature) {
        self.put(feature, 1.0);
    }

    fn put(&mut self, feature: Feature, value: f64) {
        if let Some(slot) = self.features.get_mut(feature as usize) {
            *slot = value;
        }
    }
}

/// Whether two numbers are one as far as both are written out.
fn is_one_number(one: u64, two: u64) -> bool {
    const NINE: u64 = 1_000_000_000;
    one == two || one >= NINE / 100 && two >= NINE / 100 && one % NINE == two % NINE
}

/// How near two places lie, from most to least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    House,
    SimilarHouse,
    Postal,
    District,
    Town,
    Region,
    Country,
    World,
}

fn nearness(one: PlaceView<'_>, two: PlaceView<'_>) -> Nearness {
    let same = |one: &str, two: &str| !one.is_empty() && one == two;
    let is_postal = same(one.postal, two.postal);
    let is_town = same(one.town, two.town);
    if !one.country.is_empty() && !two.country.is_empty() && one.country != two.country {
        return Nearness::World;
    }
    let is_area = is_postal || same(one.area(), two.area()) || is_town;
    if is_area {
        let is_street = same(one.street, two.street);
        if is_street && one.number == two.number && (is_postal || is_town) {
            return Nearness::House;
        }
        let near_street = is_street || is_alike(one.street, two.street);
        let near_number = same(one.number, two.number)
            || is_street && one.number.len() >= 3 && is_slip(one.number, two.number);
        if near_street && near_number {
            return Nearness::SimilarHouse;
        }
    }
    if is_postal {
        Nearness::Postal
    } else if one.postal.len() >= 3 && same(one.area(), two.area()) {
        Nearness::District
    } else if is_town {
        Nearness::Town
    } else if same(one.region, two.region) || one.region.is_empty() || two.region.is_empty() {
        Nearness::Region
    } else {
        Nearness::Country
    }
}

fn is_alike(one: &str, two: &str) -> bool {
    let shortest = one.len().min(two.len());
    shortest >= 3
        && (slips(one, two, 2) <= if shortest >= 6 { 2 } else { 1 }
            || shortest >= 5 && (one.contains(two) || two.contains(one))
            || similarity(one, two) >= 0.92)
}
