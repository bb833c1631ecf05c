//! What each feature weighs, as fitted.

use super::features::{FEATURES, Feature, Features};

/// Log-odds of one person for each feature.
const WEIGHTS: [(Feature, f64); FEATURES] = [
    (Feature::Always, -6.177),
    (Feature::NameEqual, 0.451),
    (Feature::NameNickname, 0.000),
    (Feature::NameClose, 0.000),
    (Feature::NameInitial, 0.000),
    (Feature::NameRarity, 0.927),
    (Feature::NameInTown, 3.507),
    (Feature::FamilyOnly, -2.643),
    (Feature::GivenOnly, -0.681),
    (Feature::NameNear, -0.075),
    (Feature::NameOther, 0.000),
    (Feature::NameMissing, -0.000),
    (Feature::EmailEqual, 8.553),
    (Feature::EmailCommon, 0.000),
    (Feature::EmailOtherDomain, 3.380),
    (Feature::EmailSimilar, 4.787),
    (Feature::EmailSameLetters, 0.178),
    (Feature::EmailPart, 0.000),
    (Feature::EmailDifferent, -1.406),
    (Feature::EmailFromName, -1.559),
    (Feature::PhoneEqual, 9.792),
    (Feature::PhoneCommon, 0.000),
    (Feature::PhoneSlip, 0.000),
    (Feature::PhoneDifferent, -0.182),
    (Feature::HouseEqual, 5.460),
    (Feature::HouseSimilar, 2.597),
    (Feature::HouseCommon, -1.344),
    (Feature::UnitEqual, 5.696),
    (Feature::UnitOpen, 3.932),
    (Feature::UnitDiffers, -1.571),
    (Feature::HouseOtherName, 0.000),
    (Feature::HouseOfFamily, -6.659),
    (Feature::PostalEqual, 3.869),
    (Feature::DistrictEqual, 1.577),
    (Feature::TownEqual, 1.094),
    (Feature::RegionDiffers, -1.030),
    (Feature::CountryDiffers, -3.562),
    (Feature::CardEqual, 5.623),
    (Feature::CardCommon, 0.000),
    (Feature::CardDiffers, -0.257),
    (Feature::DeviceEqual, 1.802),
    (Feature::CustomerEqual, 1.445),
    (Feature::IpEqual, 0.000),
    (Feature::IpCommon, -0.182),
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
