//! A place as a person types it (`contract.md`: `PLACE`).

use crate::domain::{Place, Places, Point, Precision, Wanted};

/// `LAT,LON`, or `POSTAL, COUNTRY`, or `CITY[, REGION], COUNTRY`, taken apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sought<'a> {
    /// Degrees of WGS84.
    Point(Point),
    /// Words; the first may be a postal code or a town.
    Words { first: &'a str, region: &'a str, country: &'a str },
}

impl<'a> Sought<'a> {
    /// Takes it apart.
    ///
    /// # Errors
    /// A sentence that says what is missing.
    pub(super) fn read(written: &'a str) -> Result<Self, String> {
        let parts: Vec<&str> = written.split(',').map(str::trim).collect();
        match parts.as_slice() {
            [lat, lon] if is_number(lat) && is_number(lon) => point(lat, lon),
            [first, country] if !first.is_empty() && !country.is_empty() => {
                Ok(Self::Words { first, region: "", country })
            }
            [first, region, country] if !first.is_empty() && !country.is_empty() => {
                Ok(Self::Words { first, region, country })
            }
            [_] => Err("a place ends with a comma and its country".to_owned()),
            _ => Err("a place has two or three parts between commas".to_owned()),
        }
    }

    /// Finds it in the tables.
    ///
    /// # Errors
    /// A sentence that says why it is not found.
    pub(super) fn locate(self, places: &dyn Places) -> Result<Place, String> {
        match self {
            Self::Point(point) => Ok(Place {
                point,
                precision: Precision::Point,
                radius_km: 0.0,
                matched: format!("{}, {}", point.lat, point.lon),
                city: String::new(),
                region: String::new(),
                country: String::new(),
            }),
            Self::Words { first, region, country } => {
                if places.country(country).is_none() {
                    return Err(format!("no country is called {country}"));
                }
                let town = Wanted { city: first, region, country, ..Wanted::default() };
                let code = Wanted { postal_code: first, region, country, ..Wanted::default() };
                let is_code = first.contains(|letter: char| letter.is_ascii_digit());
                let wanted = if is_code { code } else { town };
                let found = places.locate(&wanted)?;
                // The whole country is no answer to the name of a town.
                let is_asked = found.precision < Precision::Region;
                is_asked
                    .then_some(found)
                    .ok_or_else(|| format!("the tables know {country}, but no {first} in it"))
            }
        }
    }
}

fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}

fn point<'a>(lat: &str, lon: &str) -> Result<Sought<'a>, String> {
    let degrees =
        |text: &str, most: f64| text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
    match (degrees(lat, 90.0), degrees(lon, 180.0)) {
        (Some(lat), Some(lon)) => Ok(Sought::Point(Point { lat, lon })),
        (None, _) => Err("degrees north go from -90 to 90".to_owned()),
        _ => Err("degrees east go from -180 to 180".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_coordinates_a_code_or_a_town() {
        let words = |first, region, country| Ok(Sought::Words { first, region, country });
        for (written, wanted) in [
            ("-41.32, 174.81", Ok(Sought::Point(Point { lat: -41.32, lon: 174.81 }))),
            ("94110, US", words("94110", "", "US")),
            ("SW1A 1AA , United Kingdom", words("SW1A 1AA", "", "United Kingdom")),
            ("Portland, OR, US", words("Portland", "OR", "US")),
            ("Portland, , US", words("Portland", "", "US")),
        ] {
            assert_eq!(Sought::read(written), wanted, "{written}");
        }
    }

    #[test]
    fn what_is_no_place_says_what_is_missing() {
        for (written, part) in [
            ("", "ends with a comma"),
            ("Lund", "ends with a comma"),
            ("91, 0", "degrees north"),
            ("0, 181", "degrees east"),
            (", US", "two or three parts"),
            ("a, b, c, d", "two or three parts"),
            ("NaN, NaN", "no country"),
        ] {
            let why = Sought::read(written)
                .and_then(|sought| sought.locate(&crate::domain::NoPlaces))
                .unwrap_err();
            assert!(why.contains(part), "{written}: {why}");
        }
    }
}
