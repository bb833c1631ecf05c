//! Rows of regions and towns, as the tables of networks and of places have them.

use crate::domain::Point;

/// Bytes of a region's row: country, point in thousandths of a degree, radius.
pub(super) const REGION_ROW: usize = 2 + 4 + 4 + 2;
/// Bytes of a town's row.
pub(super) const TOWN_ROW: usize = 7;
const REGION_BITS: u32 = 13;
const LAT_BITS: u32 = 18;
const LON_BITS: u32 = 19;
const STEPS: f64 = 1000.0;

/// A region's row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RegionRow {
    /// ISO 3166 code of the country.
    pub country: [u8; 2],
    /// Where its people live, in the middle.
    pub point: Point,
    /// Within so many kilometres nine of ten of its people live.
    pub radius_km: u16,
}

impl RegionRow {
    /// Its bytes.
    pub fn pack(&self) -> Vec<u8> {
        let mut row = self.country.to_vec();
        for degrees in [self.point.lat, self.point.lon] {
            #[expect(clippy::cast_possible_truncation, reason = "at most 180,000")]
            let steps = (degrees * STEPS).round() as i32;
            row.extend_from_slice(&steps.to_le_bytes());
        }
        row.extend_from_slice(&self.radius_km.to_le_bytes());
        row
    }

    pub(super) fn read(rows: &[u8], number: usize) -> Option<Self> {
        let row = rows.get(number.checked_mul(REGION_ROW)?..)?.first_chunk::<REGION_ROW>()?;
        let [a, b, lat @ .., r, s] = *row;
        let (lat, lon) = lat.split_first_chunk::<4>()?;
        let degrees = |four: [u8; 4]| f64::from(i32::from_le_bytes(four)) / STEPS;
        Some(Self {
            country: [a, b],
            point: Point { lat: degrees(*lat), lon: degrees(*lon.first_chunk()?) },
            radius_km: u16::from_le_bytes([r, s]),
        })
    }
}

/// A town's row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TownRow {
    /// Number of its region.
    pub region: usize,
    /// Its middle.
    pub point: Point,
    /// How far it reaches, in half kilometres up to 63.
    pub reach: u8,
}

impl TownRow {
    /// Its bytes.
    pub fn pack(&self) -> Vec<u8> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 360,000")]
        let steps = |degrees: f64| (degrees * STEPS).round() as u64;
        let word = self.region as u64
            | steps(self.point.lat + 90.0) << REGION_BITS
            | steps(self.point.lon + 180.0) << (REGION_BITS + LAT_BITS)
            | u64::from(self.reach) << (REGION_BITS + LAT_BITS + LON_BITS);
        word.to_le_bytes().into_iter().take(TOWN_ROW).collect()
    }

    pub(super) fn read(rows: &[u8], number: usize) -> Option<Self> {
        let row = rows.get(number.checked_mul(TOWN_ROW)?..)?.first_chunk::<TOWN_ROW>()?;
        let word = row.iter().rev().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
        let part = |shift: u32, width: u32| word >> shift & ((1 << width) - 1);
        #[expect(clippy::cast_precision_loss, reason = "below 2^20")]
        let degrees = |steps: u64, middle: f64| (steps as f64 - middle * STEPS) / STEPS;
        let point = Point {
            lat: degrees(part(REGION_BITS, LAT_BITS), 90.0),
            lon: degrees(part(REGION_BITS + LAT_BITS, LON_BITS), 180.0),
        };
        Some(Self {
            region: usize::try_from(part(0, REGION_BITS)).ok()?,
            point,
            reach: u8::try_from(part(REGION_BITS + LAT_BITS + LON_BITS, 6)).ok()?,
        })
    }
}

/// A country's letters as text.
pub(super) fn letters(code: [u8; 2]) -> String {
    code.iter().map(|letter| char::from(*letter)).collect()
}
