//! Streets of a town, named as its country names them, and the ways to write them.

use super::countries::Country;
use super::dice::{Dice, For};
use super::lists::{Town, names, streets};

/// A word of a street name with its short forms.
pub type Word = (&'static str, &'static [&'static str]);

/// A street.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Street {
    /// `North`, before the name.
    pub direction: Option<Word>,
    /// `Calle`, before the name.
    pub before: Option<Word>,
    pub core: String,
    /// `Street`, behind the name.
    pub after: Option<Word>,
    /// Whether name and word are one: `Gartenstraße`.
    pub joined: bool,
}

/// How much of a street name somebody writes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    Full,
    /// The short form of this number, where there are several.
    Short(usize),
}

const ENGLISH: &[(Word, usize)] = &[
    (("Street", &["St", "St.", "Str"]), 260),
    (("Avenue", &["Ave", "Ave.", "Av"]), 170),
    (("Drive", &["Dr", "Dr."]), 150),
    (("Road", &["Rd", "Rd."]), 130),
    (("Lane", &["Ln", "Ln."]), 80),
    (("Court", &["Ct", "Ct."]), 60),
    (("Circle", &["Cir", "Circ"]), 35),
    (("Boulevard", &["Blvd", "Blvd."]), 30),
    (("Way", &["Wy"]), 40),
    (("Place", &["Pl", "Pl."]), 40),
    (("Terrace", &["Ter", "Terr"]), 15),
    (("Parkway", &["Pkwy", "Pky"]), 12),
    (("Highway", &["Hwy"]), 10),
    (("Trail", &["Trl", "Tr"]), 15),
    (("Square", &["Sq"]), 5),
    (("Crescent", &["Cres", "Cr"]), 4),
    (("Close", &["Cl"]), 4),
    (("Loop", &["Lp"]), 6),
    (("Ridge", &["Rdg"]), 4),
    (("Crossing", &["Xing"]), 4),
];
const BRITISH: &[(Word, usize)] = &[
    (("Road", &["Rd", "Rd."]), 300),
    (("Street", &["St", "St."]), 220),
    (("Close", &["Cl", "Cls"]), 130),
    (("Avenue", &["Ave", "Av"]), 100),
    (("Lane", &["Ln", "La"]), 80),
    (("Drive", &["Dr"]), 70),
    (("Way", &["Wy"]), 40),
    (("Gardens", &["Gdns", "Gdn"]), 30),
    (("Crescent", &["Cres"]), 30),
    (("Court", &["Ct"]), 30),
    (("Place", &["Pl"]), 20),
    (("Terrace", &["Terr", "Ter"]), 25),
    (("Grove", &["Gr", "Grv"]), 25),
    (("Square", &["Sq"]), 10),
    (("Hill", &["Hl"]), 15),
];
const GERMAN: &[(Word, usize)] = &[
    (("straße", &["str.", "strasse", "str"]), 620),
    (("weg", &["w."]), 200),
    (("platz", &["pl."]), 50),
    (("allee", &["al."]), 40),
    (("gasse", &["g."]), 40),
    (("ring", &[]), 30),
];
const FRENCH: &[(Word, usize)] = &[
    (("rue", &["r.", "R"]), 580),
    (("avenue", &["av.", "av", "ave"]), 160),
    (("boulevard", &["bd", "bld", "blvd"]), 80),
    (("chemin", &["ch.", "che"]), 70),
    (("place", &["pl.", "pl"]), 50),
    (("impasse", &["imp.", "imp"]), 50),
    (("allée", &["all."]), 40),
];
const SPANISH: &[(Word, usize)] = &[
    (("Calle", &["C/", "C.", "Cl"]), 680),
    (("Avenida", &["Av.", "Avda.", "Avda"]), 150),
    (("Plaza", &["Pl.", "Pza."]), 70),
    (("Paseo", &["P.º", "Pº"]), 50),
    (("Ronda", &["Rda."]), 20),
    (("Camino", &["Cno."]), 30),
];
const ITALIAN: &[(Word, usize)] = &[
    (("Via", &["V."]), 740),
    (("Viale", &["V.le"]), 90),
    (("Piazza", &["P.zza", "P.za"]), 80),
    (("Corso", &["C.so"]), 60),
    (("Vicolo", &["Vic."]), 30),
];
const DUTCH: &[(Word, usize)] = &[
    (("straat", &["str.", "str"]), 560),
    (("laan", &["ln"]), 180),
    (("weg", &[]), 140),
    (("plein", &["pln"]), 50),
    (("hof", &[]), 40),
    (("singel", &[]), 30),
];
const SWEDISH: &[(Word, usize)] = &[
    (("gatan", &["g."]), 520),
    (("vägen", &["v."]), 400),
    (("gränd", &["gr."]), 40),
    (("stigen", &["st."]), 40),
];
const BRAZILIAN: &[(Word, usize)] = &[
    (("Rua", &["R.", "R"]), 760),
    (("Avenida", &["Av.", "Av"]), 180),
    (("Travessa", &["Tv.", "Trav."]), 40),
    (("Praça", &["Pça."]), 20),
];
const POLISH: &[(Word, usize)] =
    &[(("ulica", &["ul.", "ul"]), 880), (("aleja", &["al."]), 80), (("plac", &["pl."]), 40)];
const DIRECTIONS: [Word; 8] = [
    ("North", &["N", "N."]),
    ("South", &["S", "S."]),
    ("East", &["E", "E."]),
    ("West", &["W", "W."]),
    ("Northeast", &["NE"]),
    ("Northwest", &["NW"]),
    ("Southeast", &["SE"]),
    ("Southwest", &["SW"]),
];
/// Names that every American town has; the rest comes from people's names.
const COMMON: [&str; 64] = [
    "Main",
    "Oak",
    "Pine",
    "Maple",
    "Cedar",
    "Elm",
    "Park",
    "Washington",
    "Lake",
    "Hill",
    "Walnut",
    "Spring",
    "North",
    "Ridge",
    "Church",
    "Willow",
    "Mill",
    "Sunset",
    "Railroad",
    "Jackson",
    "Cherry",
    "West",
    "South",
    "Center",
    "Highland",
    "Johnson",
    "Forest",
    "Meadow",
    "Broad",
    "Lincoln",
    "River",
    "Chestnut",
    "Franklin",
    "Locust",
    "Jefferson",
    "Poplar",
    "Hickory",
    "Dogwood",
    "Valley",
    "Woodland",
    "Laurel",
    "Birch",
    "Spruce",
    "College",
    "Madison",
    "Adams",
    "Magnolia",
    "Holly",
    "Cottonwood",
    "Prairie",
    "Summit",
    "Market",
    "School",
    "Union",
    "Water",
    "Pleasant View",
    "Rolling Hills",
    "Fox Run",
    "Deer Creek",
    "Martin Luther King",
    "Old Mill",
    "Eagle",
    "Quail",
    "Bay",
];

/// How many streets a town has.
pub fn count(town: &Town) -> usize {
    (24 + town.people / 260).min(5000)
}

/// The `number`-th street of a town.
pub fn street(seed: u64, town: &Town, number: usize) -> Street {
    let mut dice = Dice::at(seed, For::Street, town.number as u64, number as u64);
    named(town.country, &mut dice)
}

fn named(country: Country, dice: &mut Dice) -> Street {
    match country {
        Country::Us | Country::Ca | Country::Au => english(country, ENGLISH, dice),
        Country::Gb => english(country, BRITISH, dice),
        Country::De => german(dice),
        Country::Fr => before(FRENCH, romance("FR", &["de ", "du ", "des ", "de la "], dice), dice),
        Country::Es => before(SPANISH, romance("ES", &["de ", "del ", "de la "], dice), dice),
        Country::It => before(ITALIAN, romance("IT", &["dei ", "della "], dice), dice),
        Country::Br => before(BRAZILIAN, romance("BR", &["dos ", "das ", "do "], dice), dice),
        Country::Pl => before(POLISH, (*dice.pick(streets("PL", "names"))).to_owned(), dice),
        Country::Nl => joined(DUTCH, names("NL").men.draw(dice), dice),
        Country::Se => joined(SWEDISH, *dice.pick(streets("SE", "prefixes")), dice),
        Country::Jp => japanese(dice),
    }
}

fn english(country: Country, words: &[(Word, usize)], dice: &mut Dice) -> Street {
    let iso = country.words().0;
    let core = match dice.below(1000) {
        0..330 => (*dice.pick(&COMMON)).to_owned(),
        330..450 if country == Country::Us => ordinal(1 + dice.low(120)),
        450..800 => (*names(if iso == "GB" { "GB" } else { "US" }).families.draw(dice)).to_owned(),
        800..900 => (*names("US").women.draw(dice)).to_owned(),
        _ => format!(
            "{} {}",
            dice.pick(&COMMON),
            dice.pick(&["Creek", "Hill", "Point", "Grove", "Ridge", "Run"])
        ),
    };
    let rare = dice.hits(40);
    let after = if rare {
        (*dice.pick(streets(iso, "suffixes")), &[] as &[_])
    } else {
        *dice.weighed(words)
    };
    let directed = country == Country::Us && dice.hits(170);
    let direction = directed.then(|| *dice.pick(&DIRECTIONS));
    Street { direction, before: None, core, after: Some(after), joined: false }
}

fn ordinal(number: usize) -> String {
    let end = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{end}")
}

fn german(dice: &mut Dice) -> Street {
    const THINGS: [&str; 28] = [
        "Haupt",
        "Bahnhof",
        "Garten",
        "Schul",
        "Kirch",
        "Berg",
        "Wald",
        "Linden",
        "Birken",
        "Ring",
        "Wiesen",
        "Feld",
        "Mühlen",
        "Friedhof",
        "Industrie",
        "Park",
        "Sonnen",
        "Rosen",
        "Eichen",
        "Tannen",
        "Goethe",
        "Schiller",
        "Mozart",
        "Beethoven",
        "Dorf",
        "Markt",
        "Burg",
        "Post",
    ];
    match dice.below(100) {
        0..50 => joined(GERMAN, *dice.pick(&THINGS), dice),
        50..80 => joined(GERMAN, names("DE").families.draw(dice), dice),
        80..90 => {
            let core =
                format!("{}-{}-", names("DE").men.draw(dice), names("DE").families.draw(dice));
            let mut street = joined(&[(("Straße", &["Str.", "Strasse", "Str"]), 1)], "", dice);
            street.core = core;
            street
        }
        _ => {
            let core =
                format!("{} {}berg", dice.pick(&["Am", "Im", "Auf dem"]), dice.pick(&THINGS));
            Street { direction: None, before: None, core, after: None, joined: false }
        }
    }
}

fn romance(group: &str, joints: &[&str], dice: &mut Dice) -> String {
    let joint = if dice.hits(250) { *dice.pick(joints) } else { "" };
    let first =
        if dice.hits(450) { format!("{} ", names(group).men.draw(dice)) } else { String::new() };
    format!("{joint}{first}{}", names(group).families.draw(dice))
}

fn japanese(dice: &mut Dice) -> Street {
    let ends = ["cho", "machi", "dai", "gaoka", "hara", "-higashi", "-nishi", "honcho"];
    let core = format!("{}{}", names("JP").families.draw(dice), dice.pick(&ends));
    Street { direction: None, before: None, core, after: None, joined: false }
}

fn before(words: &[(Word, usize)], core: String, dice: &mut Dice) -> Street {
    Street { direction: None, before: Some(*dice.weighed(words)), core, after: None, joined: false }
}

fn joined(words: &[(Word, usize)], core: &str, dice: &mut Dice) -> Street {
    let after = Some(*dice.weighed(words));
    Street { direction: None, before: None, core: core.to_owned(), after, joined: true }
}

fn word(word: Word, length: Length) -> &'static str {
    let short = |number: usize| word.1.get(number % word.1.len().max(1)).copied();
    match length {
        Length::Full => word.0,
        Length::Short(number) => short(number).unwrap_or(word.0),
    }
}

/// The street on one line, without its number.
pub fn written(street: &Street, length: Length) -> String {
    let mut line = String::new();
    for part in [street.direction, street.before].into_iter().flatten() {
        line.push_str(word(part, length));
        line.push(' ');
    }
    line.push_str(&street.core);
    if let Some(after) = street.after {
        if !street.joined {
            line.push(' ');
        }
        line.push_str(word(after, length));
    }
    line
}
