//! Every reader of this room against whatever bytes and texts there are: an answer or a
//! sentence, never a panic. `UNHOLD_FUZZ_CASES` says how many cases (`docs/evidence.md`).

use std::net::IpAddr;
use std::sync::Arc;

use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use super::bits::Bits;
use super::build::{
    Code, CodesWriter, Narrow, TableWriter, pack_fingers, pack_ranges, pack_strings,
};
use super::fold::{fold, spelled_out};
use super::gazetteer::Gazetteer;
use super::lists::AddressList;
use super::map::Bytes;
use super::mmdb::{Database, writer::MmdbWriter};
use super::networks::{Networks, nothing};
use super::phones::Phones;
use super::region::{RegionRow, TownRow};
use super::special::{is_private, meant};
use super::strings::Strings;
use super::table::{HEAD, Kind, Table};
use super::{Named, finger};
use crate::domain::{Point, Wanted};

fn cases() -> ProptestConfig {
    let cases = std::env::var("UNHOLD_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(64),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()
}

/// Two hundred starts with values.
fn ranges(narrow: Narrow) -> [Vec<u8>; 2] {
    let step = if narrow == Narrow::Yes { 1 << 24 } else { 1 << 56 };
    let packed = pack_ranges((0..200).map(|i| (i * step + i, (i % 7) as u32)), narrow);
    [packed.index, packed.blocks]
}

fn region() -> RegionRow {
    RegionRow { country: *b"SE", point: Point { lat: 55.7, lon: 13.2 }, radius_km: 50 }
}

fn town() -> TownRow {
    TownRow { region: 0, point: Point { lat: 55.7, lon: 13.2 }, reach: 9 }
}

fn networks() -> Vec<u8> {
    let mut table = TableWriter::new(Kind::Networks, day());
    for family in ["V4", "A4", "K4", "V6", "A6", "K6"] {
        let narrow = if family.ends_with('4') { Narrow::Yes } else { Narrow::No };
        for (end, part) in ["IX", "BL"].iter().zip(ranges(narrow)) {
            table = table.part(format!("{family}{end}").as_bytes().try_into().unwrap(), part);
        }
    }
    let names = pack_strings(&["a", "Lund", "Skåne", "Malmö", "x", "y", "z"]);
    table
        .part(*b"REGN", region().pack().repeat(7))
        .part(*b"RNAM", names.clone())
        .part(*b"PLAC", town().pack().repeat(7))
        .part(*b"PNAM", names.clone())
        .part(*b"ASNO", vec![1; 28])
        .part(*b"ASNM", names.clone())
        .part(*b"ASKD", vec![1; 7])
        .part(*b"KIND", vec![3; 7])
        .part(*b"KPRV", names)
        .finish()
}

fn places() -> Vec<u8> {
    let code = |i: u32| Code {
        code: format!("{:05}", i * 331),
        point: town().point,
        region: 0,
        name: i % 3,
    };
    let mut codes = CodesWriter::default();
    codes.add(*b"SE", &(0..150).map(code).collect::<Vec<_>>());
    let codes = codes.finish();
    let names = pack_strings(&["Lund", "Malmö", "Skåne"]);
    let mut country = b"SESWEEU".to_vec();
    country.extend(region().pack().into_iter().skip(2));
    let fingers = [
        (finger(Named::Country, [0; 2], "se"), 0),
        (finger(Named::Region, *b"SE", "skane"), 0),
        (finger(Named::Town, *b"SE", "lund"), 0),
    ];
    TableWriter::new(Kind::Places, day())
        .part(*b"CTRY", country)
        .part(*b"CNAM", names.clone())
        .part(*b"REGN", region().pack())
        .part(*b"RNAM", names.clone())
        .part(*b"TOWN", town().pack().repeat(3))
        .part(*b"TNAM", names.clone())
        .part(*b"FING", pack_fingers(fingers))
        .part(*b"PCTR", codes.countries)
        .part(*b"PCIX", codes.index)
        .part(*b"PCBL", codes.blocks)
        .part(*b"PNAM", names)
        .finish()
}

fn phones() -> Vec<u8> {
    let mut table = TableWriter::new(Kind::Phones, day());
    for names in [["GEIX", "GEBL", "GENM", "GELN"], ["CAIX", "CABL", "CANM", "CALN"]] {
        let [index, blocks] = ranges(Narrow::No);
        let parts = [index, blocks, pack_strings(&["Lund", "Malmö"]), [0, 0, 0, 3].repeat(7)];
        for (name, part) in names.iter().zip(parts) {
            table = table.part(name.as_bytes().try_into().unwrap(), part);
        }
    }
    table.finish()
}

fn database() -> Vec<u8> {
    let record = json!({"city": {"names": {"en": "Lund"}}, "country": {"iso_code": "SE"},
        "location": {"latitude": 55.7, "longitude": 13.2, "accuracy_radius": 5}, "asn": "AS1"});
    MmdbWriter::new("GeoLite2-City", 1_780_000_000)
        .put("81.0.0.0", 8, &record)
        .put("2a00::", 12, &record)
        .finish()
}

/// What is done to sound bytes: some are changed, then perhaps some are cut off.
type Harm = (Vec<(prop::sample::Index, u8)>, Option<prop::sample::Index>);

fn harm() -> impl Strategy<Value = Harm> {
    (
        vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        proptest::option::of(any::<prop::sample::Index>()),
    )
}

fn harmed(sound: &[u8], (changes, cut): &Harm, spared: usize) -> Bytes {
    let mut bytes = sound.to_vec();
    for (place, byte) in changes {
        let place = spared + place.index(bytes.len() - spared);
        bytes[place] = *byte;
    }
    if let Some(cut) = cut {
        bytes.truncate(cut.index(sound.len()));
    }
    Bytes::Held(Arc::new(bytes))
}

/// A damaged table behind a sound head, so that the damage reaches the readers.
fn table(sound: &[u8], harm: &Harm, kind: Kind) -> Option<Table> {
    let mut harm = harm.clone();
    harm.1 = None;
    Table::open(harmed(sound, &harm, HEAD), kind).ok()
}

fn addresses() -> impl Strategy<Value = IpAddr> {
    prop_oneof![
        any::<u32>().prop_map(|bits| IpAddr::from(bits.to_be_bytes())),
        any::<u128>().prop_map(|bits| IpAddr::from(bits.to_be_bytes())),
    ]
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_bytes_as_a_table(bytes in vec(any::<u8>(), 0..300), harm in harm()) {
        for kind in Kind::ALL {
            let _unread = Table::open(Bytes::Held(Arc::new(bytes.clone())), kind);
            let _unread = Table::open(harmed(&phones(), &harm, 0), kind).map(|table| table.check());
        }
    }

    #[test]
    fn a_damaged_table_of_networks(harm in harm(), address in addresses()) {
        thread_local!(static SOUND: Vec<u8> = networks());
        if let Some(table) = SOUND.with(|sound| table(sound, &harm, Kind::Networks)) {
            Networks(table).look_up(address);
        }
    }

    #[test]
    fn a_damaged_table_of_places(harm in harm(), code in "[0-9]{0,6}", city in "(Lund|Malmö|\\PC{0,9})") {
        thread_local!(static SOUND: Vec<u8> = places());
        if let Some(table) = SOUND.with(|sound| table(sound, &harm, Kind::Places)) {
            let gazetteer = Gazetteer(table);
            let wanted = Wanted { postal_code: &code, city: &city, region: "Skåne", country: "SE" };
            let _unread = gazetteer.locate(&wanted);
            gazetteer.country("SE");
        }
    }

    #[test]
    fn a_damaged_table_of_phones(harm in harm(), digits in "[0-9]{0,17}") {
        thread_local!(static SOUND: Vec<u8> = phones());
        if let Some(table) = SOUND.with(|sound| table(sound, &harm, Kind::Phones)) {
            let phones = Phones(table);
            phones.area(&digits);
            phones.carrier(&digits);
        }
    }

    #[test]
    fn a_damaged_database(harm in harm(), address in addresses()) {
        thread_local!(static SOUND: Vec<u8> = database());
        if let Ok(database) = Database::open(SOUND.with(|sound| harmed(sound, &harm, 0))) {
            let mut network = nothing();
            let _unread = database.add_to(address, &mut network);
            let _unread = database.check();
        }
    }

    #[test]
    fn any_text_as_a_place(code in "\\PC{0,30}", city in "\\PC{0,40}", region in "\\PC{0,20}", country in "(US|GB|CA|AR|BR|DE|JP|NL|IE|FR|\\PC{0,12})") {
        thread_local!(static TABLES: Arc<super::Tables> = super::open(&super::Sources::default()));
        let wanted = Wanted { postal_code: &code, city: &city, region: &region, country: &country };
        let found = TABLES.with(|tables| crate::domain::Places::locate(&**tables, &wanted));
        if let Ok(place) = found {
            prop_assert!(place.point.lat.abs() <= 90.0 && place.point.lon.abs() <= 180.0, "{place:?}");
            prop_assert!(place.radius_km > 0.0, "{place:?}");
        }
    }

    #[test]
    fn any_text_as_a_list(text in "([0-9.:/# a-f\\n]{0,80}|\\PC{0,60})", address in addresses()) {
        if let Ok(list) = AddressList::parse(&text) {
            list.has(address);
        }
    }

    #[test]
    fn any_address_is_one_kind_of_address(address in addresses()) {
        let meant_first = meant(address);
        prop_assert!(address.is_ipv6() || meant_first == address);
        is_private(meant_first);
    }

    #[test]
    fn folding_twice_changes_nothing(name in "\\PC{0,60}") {
        let folded = fold(&name);
        // What grew beyond the longest name would be cut the second time.
        prop_assume!(folded.len() <= 120);
        prop_assert_eq!(&fold(&folded), &folded);
        spelled_out(&name);
    }

    #[test]
    fn any_bytes_as_numbers_and_texts(bytes in vec(any::<u8>(), 0..200), width in 0_u32..70, number in any::<usize>()) {
        let mut bits = Bits::new(&bytes);
        bits.take(width);
        bits.skip(number, width);
        bits.take_grouped(width % 30);
        Strings::new(&bytes).get(number);
    }

    #[test]
    fn what_is_packed_is_found_again(steps in vec((1_u64..5_000_000, 0_u32..9), 1..300)) {
        let mut start = 0;
        let starts: Vec<(u64, u32)> = steps.iter().map(|(step, value)| { start += step; (start, *value) }).collect();
        let packed = pack_ranges(starts.iter().copied(), Narrow::No);
        let ranges = super::ranges::Ranges { key: super::ranges::Key::Wide, index: &packed.index, blocks: &packed.blocks };
        prop_assert_eq!(ranges.value(starts[0].0 - 1), Some(0));
        for (place, (start, value)) in starts.iter().enumerate() {
            prop_assert_eq!(ranges.value(*start), Some(*value));
            let last = starts.get(place + 1).map_or(u64::MAX, |next| next.0 - 1);
            prop_assert_eq!(ranges.value(last), Some(*value));
        }
    }
}
