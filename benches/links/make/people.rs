//! Names as people have and write them.

use super::countries::Country;
use super::dice::Dice;
use super::lists::{Names, kanji, names, nicknames};

/// A person's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub given: String,
    pub middle: Option<char>,
    pub family: String,
    /// Whether the family name is written first.
    pub turned: bool,
}

/// How somebody writes the own name into a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    AsIs,
    Capitals,
    Small,
}

/// Groups whose names also occur in a country, per 1,000.
fn group(country: Country, dice: &mut Dice) -> &'static str {
    use Country::{Au, Br, Ca, De, Es, Fr, Gb, It, Jp, Nl, Pl, Se, Us};
    let shares: &[(&str, usize)] = match country {
        Us => &[
            ("US", 800),
            ("MX", 120),
            ("IN", 25),
            ("RU", 3),
            ("DE", 12),
            ("IT", 15),
            ("PL", 10),
            ("JP", 15),
        ],
        Ca => &[("US", 520), ("CA", 260), ("GB", 120), ("IN", 60), ("FR", 40)],
        Gb => &[("GB", 850), ("US", 70), ("IN", 60), ("PL", 20)],
        Au => &[("US", 420), ("GB", 480), ("IN", 50), ("IT", 50)],
        De => &[("DE", 940), ("PL", 30), ("RU", 15), ("IT", 15)],
        Fr => &[("FR", 930), ("ES", 40), ("IT", 30)],
        Es => &[("ES", 900), ("MX", 100)],
        It => &[("IT", 1)],
        Nl => &[("NL", 920), ("DE", 80)],
        Se => &[("SE", 960), ("PL", 40)],
        Br => &[("BR", 920), ("IT", 50), ("JP", 30)],
        Jp => &[("JP", 1)],
        Pl => &[("PL", 1)],
    };
    *dice.weighed(shares)
}

/// The family name of a household.
pub fn family(country: Country, dice: &mut Dice) -> (&'static str, String) {
    let group = group(country, dice);
    let from = names(group);
    let one = (*from.families.draw(dice)).to_owned();
    let family = match (group, dice.below(1000)) {
        ("ES" | "MX", 0..400) | ("BR", 0..500) => format!("{one} {}", from.families.draw(dice)),
        ("US" | "GB" | "CA", 0..20) => format!("{one}-{}", from.families.draw(dice)),
        ("US", 20..110) => rare(dice),
        _ => one,
    };
    (group, family)
}

/// A family name that hardly anybody has: the lists end long before the real ones do.
fn rare(dice: &mut Dice) -> String {
    const FIRST: [&str; 40] = [
        "Ab", "Al", "Bar", "Ber", "Bran", "Cas", "Cor", "Dal", "Den", "Dor", "Eck", "El", "Fal",
        "Fen", "Gar", "Gol", "Hal", "Har", "Jan", "Kel", "Kow", "Kra", "Lan", "Lin", "Mar", "Mos",
        "Nav", "Ol", "Pal", "Per", "Ros", "Sal", "Schu", "Ste", "Tal", "Tor", "Van", "Wal", "Wes",
        "Zim",
    ];
    const MIDDLE: [&str; 16] = [
        "", "", "a", "e", "i", "o", "den", "der", "el", "en", "er", "in", "is", "man", "ol", "ter",
    ];
    const LAST: [&str; 30] = [
        "bach", "berg", "bury", "by", "cki", "dale", "feld", "field", "ford", "gate", "ham",
        "hart", "ini", "kamp", "land", "ley", "man", "mann", "mer", "ner", "ney", "off", "sen",
        "ski", "son", "stein", "ton", "ville", "well", "worth",
    ];
    format!("{}{}{}", dice.pick(&FIRST), dice.pick(&MIDDLE), dice.pick(&LAST))
}

fn given(from: &Names, dice: &mut Dice) -> &'static str {
    if dice.hits(520) { from.women.draw(dice) } else { from.men.draw(dice) }
}

/// A person of a family.
pub fn member(group: &str, family: &str, dice: &mut Dice) -> Name {
    let from = names(group);
    let mut first = given(from, dice).to_owned();
    if matches!(group, "FR" | "ES" | "MX" | "DE" | "BR") && dice.hits(60) {
        let joint = if group == "FR" { '-' } else { ' ' };
        first = format!("{first}{joint}{}", given(from, dice));
    }
    let middle = dice.hits(if group == "US" { 160 } else { 20 });
    let middle = middle.then(|| char::from(b'A' + u8::try_from(dice.below(23)).unwrap_or(0)));
    Name { given: first, middle, family: family.to_owned(), turned: dice.hits(12) }
}

/// A person with whom nobody else has anything to do.
pub fn stranger(country: Country, dice: &mut Dice) -> Name {
    let (group, family) = family(country, dice);
    member(group, &family, dice)
}

/// Another form of a given name, when it has one.
pub fn other_form(given: &str, dice: &mut Dice) -> Option<String> {
    let forms = nicknames(given);
    (!forms.is_empty()).then(|| first_large(*dice.pick(forms)))
}

/// The word with a large first letter.
pub fn first_large(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

/// A Japanese name in its own letters, when it is one.
pub fn in_own_letters(name: &Name) -> Option<String> {
    Some(format!("{} {}", kanji(&name.family)?, kanji(&name.given)?))
}

/// The name on one line.
pub fn written(name: &Name, letters: Letters) -> String {
    let middle = name.middle.map(|c| format!(" {c}.")).unwrap_or_default();
    let line = if name.turned {
        format!("{} {}{middle}", name.family, name.given)
    } else {
        format!("{}{middle} {}", name.given, name.family)
    };
    lettered(&line, letters)
}

/// The text in the letters that its writer prefers.
pub fn lettered(text: &str, letters: Letters) -> String {
    match letters {
        Letters::AsIs => text.to_owned(),
        Letters::Capitals => text.to_uppercase(),
        Letters::Small => text.to_lowercase(),
    }
}
