//! How two places lie to each other, in words no finer than the places are known.

use crate::domain::{Address, Network, Place, Places, Point, Precision, Wanted};

/// The tables name a town's middle; what lies so near is one town or the next.
const SAME_TOWN_KM: f64 = 25.0;

/// A place with how exactly it is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) point: Point,
    pub(super) radius_km: f64,
    pub(super) precision: Precision,
    pub(super) city: String,
    pub(super) region: String,
    pub(super) country: String,
}

impl Spot {
    /// Places an address; an `Err` says why it cannot be placed.
    pub(super) fn of_address(address: &Address, places: &dyn Places) -> Result<Self, String> {
        let country = if address.country_code.is_blank() {
            address.country.bare()
        } else {
            address.country_code.bare()
        };
        let region = if address.region_code.is_blank() {
            address.region.bare()
        } else {
            address.region_code.bare()
        };
        let (postal_code, city) = (address.postal_code.bare(), address.city.bare());
        let wanted = Wanted {
            postal_code: postal_code.trim(),
            city: city.trim(),
            region: region.trim(),
            country: country.trim(),
        };
        places.locate(&wanted).map(Self::from)
    }

    /// The place of a network, where the tables give one.
    pub(super) fn of_network(network: &Network) -> Option<Self> {
        Some(Self {
            point: network.point?,
            radius_km: network.radius_km?,
            precision: network.precision?,
            city: network.city.clone().unwrap_or_default(),
            region: network.region.clone().unwrap_or_default(),
            country: network.country.clone()?,
        })
    }

    /// The place in words, with what is known of it: `about Oakland, CA, US`.
    pub(super) fn words(&self) -> String {
        let parts = [&self.city, &self.region, &self.country];
        let named: Vec<&str> =
            parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        named.join(", ")
    }
}

impl From<Place> for Spot {
    fn from(place: Place) -> Self {
        Self {
            point: place.point,
            radius_km: place.radius_km,
            precision: place.precision,
            city: place.city,
            region: place.region,
            country: place.country,
        }
    }
}

/// What two places share, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Relation {
    SameCity,
    SameRegion,
    /// One country; whether one region cannot be told.
    SameCountry,
    OtherRegion,
    OtherCountry,
    OtherContinent,
}

impl Relation {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::SameCity => "same city",
            Self::SameRegion => "same region",
            Self::SameCountry => "same country",
            Self::OtherRegion => "other region",
            Self::OtherCountry => "other country",
            Self::OtherContinent => "other continent",
        }
    }
}

/// How two places lie to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Between {
    pub(super) relation: Relation,
    kilometres: f64,
    /// By so much the distance may be wrong.
    slack_km: f64,
}

impl Between {
    pub(super) fn of(one: &Spot, other: &Spot, places: &dyn Places) -> Self {
        let kilometres = one.point.to(other.point).kilometres;
        let slack_km = one.radius_km + other.radius_km;
        Self { relation: relation(one, other, kilometres, places), kilometres, slack_km }
    }

    /// They lie apart at least so far, whatever the tables cannot tell.
    pub(super) fn at_least_km(&self) -> f64 {
        (self.kilometres - self.slack_km).max(0.0)
    }

    /// Whether more can be told than that both may be one place.
    pub(super) fn is_told(&self) -> bool {
        self.kilometres > self.slack_km
    }

    /// `other region, about 900 km`.
    pub(super) fn words(&self) -> String {
        format!("{}, {}", self.relation.words(), self.distance())
    }

    /// The distance, never finer than it is known.
    pub(super) fn distance(&self) -> String {
        if !self.is_told() {
            // Both circles overlap: the sum is the most that can be said.
            return format!("within about {} km", grouped(rounded_up(self.slack_km.max(1.0))));
        }
        let step = step(self.slack_km.max(self.kilometres / 20.0));
        format!("about {} km", grouped((self.kilometres / step).round() * step))
    }
}

fn relation(one: &Spot, other: &Spot, kilometres: f64, places: &dyn Places) -> Relation {
    if !one.country.eq_ignore_ascii_case(&other.country) {
        return match (continent(one, places), continent(other, places)) {
            (Some(a), Some(b)) if a != b => Relation::OtherContinent,
            _ => Relation::OtherCountry,
        };
    }
    let fine = |spot: &Spot| spot.precision <= Precision::City;
    if fine(one) && fine(other) && (same(&one.city, &other.city) || kilometres <= SAME_TOWN_KM) {
        // Two towns of one name lie in two regions, or far apart in one.
        let near = kilometres <= (one.radius_km + other.radius_km).max(SAME_TOWN_KM);
        if near {
            return Relation::SameCity;
        }
    }
    if same(&one.region, &other.region) {
        Relation::SameRegion
    } else if comparable(&one.region, &other.region) {
        Relation::OtherRegion
    } else {
        Relation::SameCountry
    }
}

fn continent(spot: &Spot, places: &dyn Places) -> Option<String> {
    places.country(&spot.country).map(|country| country.continent)
}

fn same(one: &str, other: &str) -> bool {
    !one.is_empty() && one.to_lowercase() == other.to_lowercase()
}

/// A code beside words tells nothing: `CA` may be `California`.
fn comparable(one: &str, other: &str) -> bool {
    let is_code = |text: &str| text.len() <= 3 && text.chars().all(|c| !c.is_lowercase());
    !one.is_empty() && !other.is_empty() && is_code(one) == is_code(other)
}

/// The power of ten, or half of one, that a number known so badly is rounded to.
fn step(known_to: f64) -> f64 {
    let ten = 10_f64.powf(known_to.max(1.0).log10().floor());
    if known_to >= 5.0 * ten { 5.0 * ten } else { ten }
}

fn rounded_up(km: f64) -> f64 {
    let step = step(km / 2.0);
    (km / step).ceil() * step
}

fn grouped(km: f64) -> String {
    let digits = format!("{km:.0}");
    let Some((thousands, rest)) =
        digits.len().checked_sub(3).filter(|at| *at > 0).and_then(|at| digits.split_at_checked(at))
    else {
        return digits;
    };
    format!("{thousands},{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::sample::Fake;

    fn spot(lat: f64, lon: f64, radius_km: f64, region: &str, country: &str) -> Spot {
        Spot {
            point: Point { lat, lon },
            radius_km,
            precision: if radius_km > 60.0 { Precision::Region } else { Precision::City },
            city: String::new(),
            region: region.to_owned(),
            country: country.to_owned(),
        }
    }

    #[test]
    fn distances_are_told_no_finer_than_the_places_are_known() {
        for (one, other, words) in [
            // Oakland and Reno: 300 km.
            (
                spot(37.80, -122.27, 2.0, "CA", "US"),
                spot(39.53, -119.81, 2.0, "NV", "US"),
                "other region, about 290 km",
            ),
            (
                spot(37.80, -122.27, 2.0, "CA", "US"),
                spot(39.53, -119.81, 50.0, "NV", "US"),
                "other region, about 300 km",
            ),
            (
                spot(37.80, -122.27, 2.0, "CA", "US"),
                spot(39.53, -119.81, 400.0, "NV", "US"),
                "other region, within about 500 km",
            ),
            (
                spot(37.80, -122.27, 30.0, "CA", "US"),
                spot(37.77, -122.42, 30.0, "CA", "US"),
                "same city, within about 60 km",
            ),
            (
                spot(37.80, -122.27, 2.0, "CA", "US"),
                spot(34.05, -118.24, 30.0, "CA", "US"),
                "same region, about 550 km",
            ),
            (
                spot(37.80, -122.27, 2.0, "CA", "US"),
                spot(39.53, -119.81, 2.0, "Nevada", "US"),
                "same country, about 290 km",
            ),
            (
                spot(37.80, -122.27, 2.0, "CA", "US"),
                spot(45.50, -73.57, 20.0, "QC", "CA"),
                "other country, about 4,100 km",
            ),
            (
                spot(37.80, -122.27, 2.0, "CA", "US"),
                spot(52.52, 13.40, 50.0, "BE", "DE"),
                "other continent, about 9,100 km",
            ),
        ] {
            assert_eq!(Between::of(&one, &other, &Fake).words(), words);
        }
    }

    #[test]
    fn what_the_tables_cannot_tell_is_taken_off_the_distance() {
        let near = spot(37.80, -122.27, 30.0, "CA", "US");
        let far = spot(39.53, -119.81, 50.0, "NV", "US");

        assert!(Between::of(&near, &near, &Fake).at_least_km() < 1e-9);
        let apart = Between::of(&near, &far, &Fake).at_least_km();
        assert!((200.0..230.0).contains(&apart), "{apart}");
    }
}
