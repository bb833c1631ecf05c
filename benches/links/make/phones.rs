//! Telephone numbers and the ways to write them.

use super::countries::Country;
use super::dice::Dice;
use super::lists::{Town, areas};

/// A number: country, area or network, rest; the 0 that some countries dial first is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    pub country: Country,
    pub area: String,
    pub rest: String,
}

/// Ways to write a number; every form writes all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// `+14155550134`.
    Plain,
    /// `+1 415 555 0134`.
    Spaced,
    /// `(415) 555-0134`, `0171 2345678`.
    National,
    /// `415-555-0134`.
    Dashed,
    /// `415.555.0134`.
    Dotted,
    /// `4155550134`.
    Bare,
    /// `0049 171 2345678`, `1-415-555-0134`.
    Dialled,
    /// `+49 (0)171 2345678`.
    Bracketed,
}

impl Notation {
    pub const ALL: [Self; 8] = [
        Self::Plain,
        Self::Spaced,
        Self::National,
        Self::Dashed,
        Self::Dotted,
        Self::Bare,
        Self::Dialled,
        Self::Bracketed,
    ];

    /// The notation that somebody uses.
    pub fn drawn(dice: &mut Dice) -> Self {
        const SHARES: [(Notation, usize); 8] = [
            (Notation::Plain, 46),
            (Notation::Spaced, 8),
            (Notation::National, 14),
            (Notation::Dashed, 10),
            (Notation::Dotted, 2),
            (Notation::Bare, 17),
            (Notation::Dialled, 2),
            (Notation::Bracketed, 1),
        ];
        *dice.weighed(&SHARES)
    }

    /// Another notation than this one.
    pub fn another(self, dice: &mut Dice) -> Self {
        let at = Self::ALL.iter().position(|notation| *notation == self).unwrap_or(0);
        Self::ALL[(at + 1 + dice.below(Self::ALL.len() - 1)) % Self::ALL.len()]
    }
}

fn calling_code(country: Country) -> &'static str {
    use Country::{Au, Br, Ca, De, Es, Fr, Gb, It, Jp, Nl, Pl, Se, Us};
    match country {
        Us | Ca => "1",
        Gb => "44",
        De => "49",
        Fr => "33",
        Es => "34",
        It => "39",
        Nl => "31",
        Se => "46",
        Br => "55",
        Jp => "81",
        Au => "61",
        Pl => "48",
    }
}

/// Beginnings of mobile numbers and the number of digits behind them.
fn mobile(country: Country) -> (&'static [&'static str], usize) {
    use Country::{Au, Br, Ca, De, Es, Fr, Gb, It, Jp, Nl, Pl, Se, Us};
    match country {
        Gb => (&["7400", "7512", "7700", "7711", "7803", "7850", "7912", "7968"], 6),
        De => (
            &["151", "152", "157", "160", "162", "163", "170", "171", "172", "173", "176", "179"],
            8,
        ),
        Fr => (&["6", "6", "7"], 8),
        Es => (&["600", "610", "622", "635", "646", "655", "666", "677", "680", "699"], 6),
        It => (&["320", "328", "333", "338", "340", "347", "348", "349", "366", "392"], 7),
        Nl => (&["6"], 8),
        Se => (&["70", "72", "73", "76"], 7),
        Br => (&["119", "219", "319", "419", "519", "619", "719", "819", "859"], 8),
        Jp => (&["70", "80", "90"], 8),
        Au => (&["4"], 8),
        Pl => (&["50", "51", "53", "60", "66", "69", "72", "78", "79", "88"], 7),
        Us | Ca => (&[], 0),
    }
}

/// Digits of a number at home, area included.
fn length(country: Country) -> usize {
    use Country::{Au, Es, Fr, Jp, Nl, Pl, Se};
    match country {
        Fr | Es | Nl | Se | Jp | Au | Pl => 9,
        _ => 10,
    }
}

/// The number of somebody who lives in `town`.
pub fn drawn(town: &Town, dice: &mut Dice) -> Phone {
    let country = town.country;
    let code = country.words().0;
    if matches!(country, Country::Us | Country::Ca) {
        // One number in six came along from another region.
        let region = if dice.hits(160) { "NY" } else { town.region_code };
        let area = (*dice.pick(areas(code, region))).to_owned();
        let exchange = 200 + dice.below(800);
        return Phone { country, area, rest: format!("{exchange}{:04}", dice.below(10_000)) };
    }
    let (beginnings, behind) = mobile(country);
    if dice.hits(800) {
        let area = (*dice.pick(beginnings)).to_owned();
        return Phone { country, area, rest: dice.digits(behind) };
    }
    let area = (*dice.pick(areas(code, ""))).to_owned();
    let rest = dice.digits(length(country).saturating_sub(area.len()).max(4));
    Phone { country, area, rest }
}

/// The number in one notation.
pub fn written(phone: &Phone, notation: Notation) -> String {
    let code = calling_code(phone.country);
    let (area, rest) = (&phone.area, &phone.rest);
    let american = code == "1";
    let first = if american || matches!(code, "34" | "39" | "55" | "48") { "" } else { "0" };
    let groups = grouped(phone);
    match notation {
        Notation::Plain => format!("+{code}{area}{rest}"),
        Notation::Spaced => format!("+{code} {area} {}", groups.join(" ")),
        Notation::National if american => format!("({area}) {}", groups.join("-")),
        Notation::National => format!("{first}{area} {}", groups.join(" ")),
        Notation::Dashed => format!("{first}{area}-{}", groups.join("-")),
        Notation::Dotted => format!("{first}{area}.{}", groups.join(".")),
        Notation::Bare => format!("{first}{area}{rest}"),
        Notation::Dialled if american => format!("1-{area}-{}", groups.join("-")),
        Notation::Dialled => format!("00{code} {area} {rest}"),
        Notation::Bracketed if first.is_empty() => format!("+{code} ({area}) {rest}"),
        Notation::Bracketed => format!("+{code} (0){area} {rest}"),
    }
}

/// The digits behind the area in the groups of the country.
fn grouped(phone: &Phone) -> Vec<&str> {
    let rest = phone.rest.as_str();
    let size = match phone.country {
        Country::Fr => 2,
        Country::Br | Country::Jp => 4,
        Country::De => rest.len(),
        _ => 3,
    };
    let mut groups = Vec::new();
    let mut from = 0;
    while from < rest.len() {
        let left = rest.len() - from;
        let to = if left < size + 2 && size > 2 { rest.len() } else { from + size.min(left) };
        groups.push(&rest[from..to]);
        from = to;
    }
    groups
}
