//! What each feature weighs, as fitted.

use super::features::{FEATURES, Feature, Features};

/// Log-odds of one person for each feature.
const WEIGHTS: [(Feature, f64); FEATURES] = [
    (Feature::Always, -5.323),
    (Feature::NameEqual, 0.384),
    (Feature::NameNickname, 0.000),
    (Feature::NameClose, 0.000),
    (Feature::NameInitial, 0.000),
    (Feature::NameRarity, 0.812),
    (Feature::NameInTown, 3.814),
    (Feature::NameInLargeTown, -0.169),
    (Feature::FamilyOnly, -2.800),
    (Feature::GivenOnly, -0.676),
    (Feature::NameNear, -0.031),
    (Feature::NameOther, 0.000),
    (Feature::NameMissing, -0.000),
    (Feature::EmailEqual, 9.480),
    (Feature::EmailCommon, -1.066),
    (Feature::EmailOtherDomain, 2.821),
    (Feature::EmailSimilar, 4.499),
    (Feature::EmailSameLetters, 0.000),
    (Feature::EmailPart, 0.000),
    (Feature::EmailDifferent, -1.204),
    (Feature::EmailFromName, -1.157),
    (Feature::PhoneEqual, 10.132),
    (Feature::PhoneCommon, -0.735),
    (Feature::PhoneSlip, 0.000),
    (Feature::PhoneDifferent, -0.233),
    (Feature::HouseEqual, 4.476),
    (Feature::HouseSimilar, 1.019),
    (Feature::HouseCommon, -1.028),
    (Feature::HouseRare, 1.291),
    (Feature::UnitEqual, 4.366),
    (Feature::UnitOpen, 2.791),
    (Feature::UnitDiffers, -1.662),
    (Feature::HouseOtherName, 0.000),
    (Feature::HouseOfFamily, -4.640),
    (Feature::PostalEqual, 2.858),
    (Feature::DistrictEqual, 0.856),
    (Feature::TownEqual, 0.513),
    (Feature::RegionDiffers, -1.482),
    (Feature::CountryDiffers, -2.950),
    (Feature::CardEqual, 7.780),
    (Feature::CardCommon, -0.486),
    (Feature::CardDiffers, -0.284),
    (Feature::DeviceEqual, 8.058),
    (Feature::CustomerEqual, 7.847),
    (Feature::IpEqual, 0.000),
    (Feature::IpCommon, -0.052),
    (Feature::NetworkEqual, 0.000),
];

/// The log-odds that one person placed both orders.
pub fn weigh(features: &Features) -> f64 {
    WEIGHTS.iter().zip(features).map(|((_, weight), value)| weight * value).sum()
}

/// Log-odds as a probability.
pub fn probability(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}
