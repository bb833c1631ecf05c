//! Countries and regions by code, however they were written.

use super::fold::{latin, split};
use crate::domain::{Address, Clean};

/// Regions of the United States, Canada and Australia: country, code, name in one word.
const REGIONS: [(&str, &str, &str); 75] = [
    ("us", "al", "alabama"),
    ("us", "ak", "alaska"),
    ("us", "az", "arizona"),
    ("us", "ar", "arkansas"),
    ("us", "ca", "california"),
    ("us", "co", "colorado"),
    ("us", "ct", "connecticut"),
    ("us", "de", "delaware"),
    ("us", "dc", "districtofcolumbia"),
    ("us", "fl", "florida"),
    ("us", "ga", "georgia"),
    ("us", "hi", "hawaii"),
    ("us", "id", "idaho"),
    ("us", "il", "illinois"),
    ("us", "in", "indiana"),
    ("us", "ia", "iowa"),
    ("us", "ks", "kansas"),
    ("us", "ky", "kentucky"),
    ("us", "la", "louisiana"),
    ("us", "me", "maine"),
    ("us", "md", "maryland"),
    ("us", "ma", "massachusetts"),
    ("us", "mi", "michigan"),
    ("us", "mn", "minnesota"),
    ("us", "ms", "mississippi"),
    ("us", "mo", "missouri"),
    ("us", "mt", "montana"),
    ("us", "ne", "nebraska"),
    ("us", "nv", "nevada"),
    ("us", "nh", "newhampshire"),
    ("us", "nj", "newjersey"),
    ("us", "nm", "newmexico"),
    ("us", "ny", "newyork"),
    ("us", "nc", "northcarolina"),
    ("us", "nd", "northdakota"),
    ("us", "oh", "ohio"),
    ("us", "ok", "oklahoma"),
    ("us", "or", "oregon"),
    ("us", "pa", "pennsylvania"),
    ("us", "ri", "rhodeisland"),
    ("us", "sc", "southcarolina"),
    ("us", "sd", "southdakota"),
    ("us", "tn", "tennessee"),
    ("us", "tx", "texas"),
    ("us", "ut", "utah"),
    ("us", "vt", "vermont"),
    ("us", "va", "virginia"),
    ("us", "wa", "washington"),
    ("us", "wv", "westvirginia"),
    ("us", "wi", "wisconsin"),
    ("us", "wy", "wyoming"),
    ("us", "pr", "puertorico"),
    ("us", "dc", "washingtondc"),
    ("ca", "ab", "alberta"),
    ("ca", "bc", "britishcolumbia"),
    ("ca", "mb", "manitoba"),
    ("ca", "nb", "newbrunswick"),
    ("ca", "nl", "newfoundlandandlabrador"),
    ("ca", "nl", "newfoundland"),
    ("ca", "ns", "novascotia"),
    ("ca", "nt", "northwestterritories"),
    ("ca", "nu", "nunavut"),
    ("ca", "on", "ontario"),
    ("ca", "pe", "princeedwardisland"),
    ("ca", "qc", "quebec"),
    ("ca", "sk", "saskatchewan"),
    ("ca", "yt", "yukon"),
    ("au", "act", "australiancapitalterritory"),
    ("au", "nsw", "newsouthwales"),
    ("au", "nt", "northernterritory"),
    ("au", "qld", "queensland"),
    ("au", "sa", "southaustralia"),
    ("au", "tas", "tasmania"),
    ("au", "vic", "victoria"),
    ("au", "wa", "westernaustralia"),
];

/// Countries that are written in words where a code is expected.
const COUNTRIES: [(&str, &str); 40] = [
    ("unitedstates", "us"),
    ("unitedstatesofamerica", "us"),
    ("usa", "us"),
    ("america", "us"),
    ("canada", "ca"),
    ("unitedkingdom", "gb"),
    ("greatbritain", "gb"),
    ("uk", "gb"),
    ("england", "gb"),
    ("scotland", "gb"),
    ("wales", "gb"),
    ("northernireland", "gb"),
    ("ireland", "ie"),
    ("germany", "de"),
    ("deutschland", "de"),
    ("austria", "at"),
    ("osterreich", "at"),
    ("switzerland", "ch"),
    ("schweiz", "ch"),
    ("suisse", "ch"),
    ("france", "fr"),
    ("spain", "es"),
    ("espana", "es"),
    ("italy", "it"),
    ("italia", "it"),
    ("netherlands", "nl"),
    ("thenetherlands", "nl"),
    ("nederland", "nl"),
    ("belgium", "be"),
    ("belgique", "be"),
    ("sweden", "se"),
    ("sverige", "se"),
    ("norway", "no"),
    ("denmark", "dk"),
    ("finland", "fi"),
    ("poland", "pl"),
    ("portugal", "pt"),
    ("australia", "au"),
    ("newzealand", "nz"),
    ("mexico", "mx"),
];

/// The country's code in lower case; its name in one word where no code is known.
pub(super) fn country(address: &Address) -> String {
    let code = address.country_code.raw().trim();
    if code.len() == 2 && code.is_ascii() {
        return code.to_ascii_lowercase();
    }
    let written = if code.is_empty() { &address.country } else { &address.country_code };
    let word = one_word(written);
    let known = COUNTRIES.iter().find(|(name, _)| *name == word);
    known.map_or(word, |(_, code)| (*code).to_owned())
}

/// The region's code in lower case where we know it, else its name in one word.
pub(super) fn region(address: &Address, country: &str) -> String {
    let written =
        if address.region_code.is_blank() { &address.region } else { &address.region_code };
    if written.is_blank() {
        return String::new();
    }
    let word = one_word(written);
    if !matches!(country, "us" | "ca" | "au") {
        return word;
    }
    let named = REGIONS.iter().find(|(of, _, name)| *of == country && *name == word);
    named.map_or(word, |(_, code, _)| (*code).to_owned())
}

fn one_word(text: &Clean) -> String {
    let words = split(&latin(text));
    words.concat()
}
