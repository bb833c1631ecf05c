//! The lines of an address: house, street, unit, box, apart from each other.

use super::fold::{latin, plain, unmasked};
use super::street_words::{ENDS, Word, word};
use crate::domain::Clean;

/// More words than any address has; what follows is not compared.
const MOST_WORDS: usize = 40;

/// What the two lines say, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Lines {
    pub(super) house: String,
    /// The street's name in one word: `Haupt Str.` and `Hauptstraße` are equal.
    pub(super) core: String,
    /// Kinds of street in the order written: `st`, `n`.
    pub(super) kinds: Vec<&'static str>,
    pub(super) directions: Vec<&'static str>,
    pub(super) unit: String,
    /// A post office's box.
    pub(super) po_box: Option<String>,
    /// A parcel machine or shop, with its number or name.
    pub(super) parcel: Option<String>,
    /// Number of a military box and what it belongs to.
    pub(super) military: Option<String>,
    /// Building, company, care of: what stands beside the street.
    pub(super) beside: String,
}

/// How a country writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manner {
    /// The house number comes first.
    leads: bool,
    /// The kind of street is a part of its name: `Hauptstraße`.
    joins: bool,
    /// `n` and `north` are directions.
    directs: bool,
    dash: Dash,
}

/// What a dash or slash in a house number parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dash {
    /// `37-12`: one number (New York).
    One,
    /// `4-12`, `4/12`: unit, then house.
    UnitFirst,
    /// `12-14`: the first and the last house; `12-2`: house, then unit.
    HouseFirst,
}

impl Manner {
    /// The manner of a country, by its code in lower case.
    pub(super) fn of(country: &str) -> Self {
        let leads = matches!(
            country,
            "us" | "ca"
                | "gb"
                | "ie"
                | "au"
                | "nz"
                | "za"
                | "fr"
                | "lu"
                | "in"
                | "sg"
                | "hk"
                | "my"
                | "ph"
                | "il"
                | ""
        );
        let joins = matches!(
            country,
            "de" | "at" | "ch" | "li" | "nl" | "be" | "se" | "no" | "dk" | "fi" | "is"
        );
        let dash = match country {
            "us" => Dash::One,
            "ca" | "au" | "nz" | "sg" => Dash::UnitFirst,
            _ => Dash::HouseFirst,
        };
        let directs = matches!(country, "us" | "ca" | "gb" | "ie" | "au" | "nz" | "za" | "");
        Self { leads, joins, directs, dash }
    }
}

/// Words of one stretch between commas or ends of lines.
type Stretch = Vec<String>;

/// Takes both lines apart. `known` are town, region and postal code, which some write into
/// a line once more.
pub(super) fn lines(one: &Clean, two: &Clean, manner: Manner, known: &[&str]) -> Lines {
    let mut stretches = stretches(one);
    stretches.extend(stretches_of_second(two, &stretches));
    stretches.truncate(12);
    for stretch in &mut stretches {
        drop_known(stretch, known);
    }
    let mut lines = Lines::default();
    let mut streets: Vec<Street> = Vec::new();
    for stretch in stretches {
        if stretch.is_empty() || lines.take_box(&stretch) || lines.take_parcel(&stretch) {
            continue;
        }
        if stretch.first().is_some_and(|word| word == "c/o") {
            continue;
        }
        streets.push(Street::read(stretch, manner));
    }
    lines.settle(streets);
    lines
}

/// A second line that says the same as the first says it once.
fn stretches_of_second(two: &Clean, first: &[Stretch]) -> Vec<Stretch> {
    let mut second = stretches(two);
    second.retain(|stretch| !first.contains(stretch));
    second
}

fn stretches(line: &Clean) -> Vec<Stretch> {
    if line.is_blank() {
        return Vec::new();
    }
    let latin = latin(line);
    let mut found: Vec<Stretch> = vec![Vec::with_capacity(6)];
    let mut word = String::new();
    let bytes = latin.as_bytes();
    let mut words = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
        let after = bytes.get(at + 1).copied().unwrap_or(b' ');
        match byte {
            b if b.is_ascii_alphanumeric() => word.push(char::from(b.to_ascii_lowercase())),
            b'\'' | b'`' => {}
            b'!' | b'|' if after.is_ascii_digit() && !before.is_ascii_alphabetic() => {
                word.push('1');
            }
            b'!' if before.is_ascii_alphabetic() && after.is_ascii_alphabetic() => word.push('i'),
            b'$' if after.is_ascii_alphabetic() => word.push('s'),
            b'@' if before.is_ascii_alphabetic() && after.is_ascii_alphabetic() => word.push('a'),
            b'-' | b'/' if before.is_ascii_digit() && after.is_ascii_alphanumeric() => {
                word.push(char::from(*byte));
            }
            b'/' if word == "c" && after.eq_ignore_ascii_case(&b'o') => word.push('/'),
            other => {
                end_word(&mut found, &mut word);
                match other {
                    b'#' => found.last_mut().into_iter().for_each(|s| s.push("#".to_owned())),
                    b',' | b';' | b'\n' | b'(' | b')' => found.push(Vec::new()),
                    _ => {}
                }
                words += 1;
            }
        }
        if words > MOST_WORDS * 2 {
            break;
        }
    }
    end_word(&mut found, &mut word);
    found.retain(|stretch| !stretch.is_empty());
    found
}

fn end_word(found: &mut [Stretch], word: &mut String) {
    if word.is_empty() {
        return;
    }
    let ended = std::mem::take(word);
    let Some(stretch) = found.last_mut() else { return };
    // Of `l eglise` and `n w` one word is made.
    if let Some(before) = stretch.last_mut() {
        let vowel = ended.starts_with(['a', 'e', 'i', 'o', 'u', 'h']) && ended.len() > 2;
        if vowel && matches!(before.as_str(), "l" | "d") {
            before.push_str(&ended);
            return;
        }
        if matches!((before.as_str(), ended.as_str()), ("n" | "s", "e" | "w")) {
            before.push_str(&ended);
            return;
        }
    }
    stretch.push(ended);
}

/// Takes town, region and code off the end, when a street is left.
fn drop_known(stretch: &mut Stretch, known: &[&str]) {
    for part in known.iter().filter(|part| !part.is_empty()) {
        let mut left = stretch.len();
        let mut rest: &str = part;
        while let Some(word) = left.checked_sub(1).and_then(|at| stretch.get(at)) {
            let Some(shorter) = rest.strip_suffix(word.as_str()) else { break };
            rest = shorter;
            left -= 1;
        }
        let is_whole = rest.is_empty() && left < stretch.len();
        let street = stretch.get(..left).unwrap_or_default();
        let has_name = street.iter().any(|w| word(w).is_none() && !starts_with_digit(w));
        let numbered = street.iter().any(|word| starts_with_digit(word));
        if is_whole && has_name && numbered && left >= 2 {
            stretch.truncate(left);
        }
    }
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

impl Lines {
    /// `P.O. Box 12`, `Postfach 12`, `BP 12`, `PSC 4 Box 12`.
    #[expect(
        clippy::unnested_or_patterns,
        clippy::manual_let_else,
        reason = "one row per writing is easier to read"
    )]
    fn take_box(&mut self, stretch: &[String]) -> bool {
        let words: Vec<&str> = stretch.iter().map(String::as_str).collect();
        let number = |rest: &[&str]| rest.concat();
        if let ["psc" | "cmr" | "unit" | "umr" | "ussf" | "opc", of, "box", rest @ ..] =
            words.as_slice()
        {
            let head = words.first().copied().unwrap_or_default();
            self.military = Some(format!("{head}{of}box{}", number(rest)));
            return true;
        }
        let rest = match words.as_slice() {
            ["p", "o", "box", rest @ ..]
            | ["po" | "gpo" | "post", "box", rest @ ..]
            | ["post", "office", "box", rest @ ..]
            | [
                "pobox" | "postfach" | "postbus" | "postboks" | "postbox" | "boks" | "box",
                rest @ ..,
            ]
            | ["apartado" | "apdo", "de", "correos", rest @ ..]
            | ["apartado" | "apdo", "postal", rest @ ..]
            | ["boite" | "casella" | "caixa" | "case", "postale" | "postal", rest @ ..]
            | ["apartado" | "apdo" | "casilla" | "bp" | "cp", rest @ ..]
            | ["locked", "bag", rest @ ..]
            | ["private", "bag", rest @ ..] => rest,
            _ => return false,
        };
        let is_number = rest.first().is_some_and(|first| {
            first.chars().any(|c| c.is_ascii_digit()) || first.len() == 1 || *first == "no"
        });
        if !is_number {
            return false;
        }
        let number: String =
            rest.iter().filter(|w| !matches!(**w, "no" | "nr" | "#")).copied().collect();
        self.po_box = Some(number);
        true
    }

    /// `Packstation 123`, parcel lockers and shops, letters to be called for.
    #[expect(clippy::unnested_or_patterns, reason = "one row per writing is easier to read")]
    fn take_parcel(&mut self, stretch: &[String]) -> bool {
        let words: Vec<&str> = stretch.iter().map(String::as_str).collect();
        let is_place = |window: &[&str]| {
            matches!(
                window,
                [
                    "packstation"
                        | "postfiliale"
                        | "paketshop"
                        | "paketbox"
                        | "paczkomat"
                        | "inpost",
                    ..
                ] | ["pakketpunt" | "servicepoint" | "packetstation" | "parcelshop", ..]
                    | ["parcel", "locker" | "shop", ..]
                    | ["pickup" | "service" | "access" | "collection", "point", ..]
                    | ["pick", "up", "point", ..]
                    | ["point", "relais", ..]
                    | ["relais", "colis", ..]
                    | ["amazon", "locker" | "hub", ..]
                    | ["poste", "restante", ..]
                    | ["fermo", "posta", ..]
                    | ["general", "delivery", ..]
                    | ["lista", "de", "correos", ..]
                    | [
                        "postnord" | "dhl",
                        "ombud" | "servicepoint" | "packstation" | "paketshop",
                        ..
                    ]
            )
        };
        let Some(at) = (0..words.len()).find(|at| words.get(*at..).is_some_and(is_place)) else {
            return false;
        };
        let rest = words.get(at..).unwrap_or_default();
        let mut place = rest.concat();
        place.truncate(60);
        self.parcel = Some(place);
        true
    }

    /// Puts the stretches together: the one with house and name is the street.
    fn settle(&mut self, streets: Vec<Street>) {
        let best = streets
            .iter()
            .enumerate()
            .max_by_key(|(at, street)| (street.rank(), std::cmp::Reverse(*at)));
        let Some(best) = best.map(|(at, _)| at) else { return };
        let mut beside: Vec<String> = Vec::new();
        let mut units: Vec<String> = Vec::new();
        for (at, street) in streets.into_iter().enumerate() {
            let Street { house, core, kinds, directions, unit, .. } = street;
            if at == best {
                units.insert(0, unit);
                self.core = core;
                self.kinds = kinds;
                self.directions = directions;
                if !house.is_empty() && !self.house.is_empty() {
                    // The other stretch was taken for the house and is its unit.
                    units.push(std::mem::take(&mut self.house));
                }
                if !house.is_empty() {
                    self.house = house;
                }
                continue;
            }
            units.push(unit);
            if core.is_empty() && !house.is_empty() {
                if self.house.is_empty() { self.house = house } else { units.push(house) }
            } else if !core.is_empty() {
                beside.push(format!("{house}{core}"));
            }
        }
        beside.sort_unstable();
        self.beside = beside.concat();
        self.unit = units.concat();
    }
}

/// One stretch read as house, street and unit.
#[derive(Debug, Default)]
struct Street {
    house: String,
    core: String,
    kinds: Vec<&'static str>,
    directions: Vec<&'static str>,
    unit: String,
    has_kind: bool,
}

impl Street {
    fn rank(&self) -> u8 {
        if self.core.is_empty() {
            return 0;
        }
        1 + u8::from(self.has_kind) + 2 * u8::from(!self.house.is_empty())
    }

    fn read(words: Stretch, manner: Manner) -> Self {
        let mut street = Self::default();
        let mut words: Vec<String> = words.into_iter().take(MOST_WORDS).map(read_word).collect();
        street.take_units(&mut words);
        street.take_house(&mut words, manner);
        street.take_names(&words, manner);
        street
    }

    /// Takes `apt 4 b`, `# 4`, `4th floor`, `piso 3 puerta b` out of the words.
    fn take_units(&mut self, words: &mut Vec<String>) {
        let mut kept: Vec<String> = Vec::with_capacity(words.len());
        let mut rest = std::mem::take(words).into_iter().peekable();
        while let Some(next) = rest.next() {
            let meaning = word(&next);
            let is_hash = next == "#";
            let has_value = rest.peek().is_some_and(|value| is_unit_value(value));
            if is_hash && kept.is_empty() && self.unit.is_empty() && rest.len() > 1 {
                continue;
            }
            match meaning {
                Some(Word::Unit | Word::Floor) if has_value => {
                    let value = rest.next().unwrap_or_default();
                    let has_letter = rest.peek().is_some_and(|w| is_letter(w)) && rest.len() == 1;
                    self.push_unit(&value);
                    if has_letter {
                        self.push_unit(&rest.next().unwrap_or_default());
                    }
                }
                Some(Word::Floor) if kept.last().is_some_and(|word| starts_with_digit(word)) => {
                    let number = kept.pop().unwrap_or_default();
                    self.push_unit(&number);
                }
                Some(Word::Unit) if kept.is_empty() && rest.len() == 0 => self.push_unit(&next),
                _ if is_hash => {
                    let value = rest.next().unwrap_or_default();
                    self.push_unit(&value);
                }
                _ if is_side(&next) => self.push_unit(&next),
                _ => kept.push(next),
            }
        }
        *words = kept;
    }

    fn push_unit(&mut self, value: &str) {
        let number = ordinal(value).unwrap_or(value);
        let number = number.trim_start_matches('0');
        self.unit.extend(number.chars().filter(char::is_ascii_alphanumeric));
    }

    fn take_house(&mut self, words: &mut Vec<String>, manner: Manner) {
        let leading = words.first().is_some_and(|word| is_number(word));
        let trailing = trailing_numbers(words);
        if trailing > 0 && !(manner.leads && leading) {
            self.take_trailing(words, trailing, manner);
        } else if leading {
            self.take_leading(words, manner);
        }
    }

    /// `Hauptstr. 5 b`, `Mayor 5 3b`, `Storgatan 5`.
    fn take_trailing(&mut self, words: &mut Vec<String>, count: usize, manner: Manner) {
        let tail = words.split_off(words.len().saturating_sub(count));
        let mut tail = tail.into_iter().peekable();
        let Some(first) = tail.next() else { return };
        self.set_house(&first, manner);
        if manner.joins && tail.peek().is_some_and(|word| is_letter(word)) {
            self.house.push_str(&tail.next().unwrap_or_default());
        }
        for word in tail {
            self.push_unit(&word);
        }
    }

    /// `12 Main St`, `12 B Main St`, `12 bis rue`, `12 1/2 Main St`, `12 Main St 4`.
    fn take_leading(&mut self, words: &mut Vec<String>, manner: Manner) {
        let first = words.remove(0);
        self.set_house(&first, manner);
        let second = words.first().map_or("", String::as_str);
        let followed_by_name = words
            .get(1)
            .is_some_and(|next| !matches!(word(next), Some(Word::Street(_) | Word::Direction(_))));
        let is_suffix = is_letter(second)
            && !(manner.directs && matches!(second, "n" | "s" | "e" | "w"))
            && (followed_by_name || words.len() == 1);
        match second {
            "1/2" => self.house.push('h'),
            "bis" => self.house.push('b'),
            "ter" if words.len() > 1 => self.house.push('t'),
            "quater" => self.house.push('q'),
            letter if is_suffix => self.house.push_str(letter),
            _ => {
                self.take_last_number(words);
                return;
            }
        }
        words.remove(0);
        self.take_last_number(words);
    }

    /// The `4` of `12 Main St 4`; not the `9` of `12 Highway 9`.
    fn take_last_number(&mut self, words: &mut Vec<String>) {
        let [.., name, kind, last] = words.as_slice() else { return };
        let behind_kind = matches!(word(kind), Some(Word::Street(_) | Word::Direction(_)))
            && !matches!(word(name), Some(Word::Numbered(_)));
        if behind_kind && is_number(last) {
            let last = words.pop().unwrap_or_default();
            self.push_unit(&last);
        }
    }

    fn set_house(&mut self, written: &str, manner: Manner) {
        let (one, mark, two) = match written.find(['-', '/']) {
            Some(at) => (
                written.get(..at).unwrap_or_default(),
                written.get(at..=at).unwrap_or_default(),
                written.get(at + 1..).unwrap_or_default(),
            ),
            None => (written, "", ""),
        };
        let trimmed = |number: &str| number.trim_start_matches('0').to_owned();
        let number = |text: &str| {
            let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
            digits.parse::<u64>().unwrap_or(u64::MAX)
        };
        match manner.dash {
            _ if two.is_empty() => self.house = trimmed(one),
            Dash::One if mark == "-" => self.house = format!("{}{two}", trimmed(one)),
            Dash::UnitFirst => {
                self.house = trimmed(two);
                self.push_unit(one);
            }
            _ => {
                self.house = trimmed(one);
                if mark == "/" || !starts_with_digit(two) || number(two) <= number(one) {
                    self.push_unit(two);
                }
            }
        }
        // `12bis` as `12 bis`.
        for (long, short) in [("bis", "b"), ("ter", "t"), ("quater", "q")] {
            if let Some(number) = self.house.strip_suffix(long) {
                self.house = format!("{number}{short}");
                break;
            }
        }
    }

    fn take_names(&mut self, words: &[String], manner: Manner) {
        let mut spare = String::new();
        for (at, written) in words.iter().enumerate() {
            let meaning = word(written);
            match meaning {
                Some(Word::Street(short)) if manner.joins => {
                    self.has_kind = true;
                    let joined = if short == "st" && written == "str" { "str" } else { short };
                    self.core.push_str(joined);
                }
                Some(Word::Street(short) | Word::Numbered(short)) => {
                    self.has_kind = true;
                    spare.push_str(short);
                    // `ave`, not `av`, is what two writings share; `st` may be a saint.
                    if short != "st" || at + 1 == words.len() || at == 0 {
                        self.kinds.push(short);
                    }
                }
                Some(Word::Direction(short)) if manner.directs => {
                    spare.push_str(short);
                    self.directions.push(short);
                }
                Some(Word::Empty) => {}
                _ => {
                    let name = ordinal(written).unwrap_or(written);
                    self.core.push_str(&shortened(name));
                }
            }
        }
        if self.core.is_empty() {
            // `Court Street`, `North Avenue`: the kinds are the name.
            self.core = spare;
        }
        self.core = plain(ended(std::mem::take(&mut self.core)));
        self.has_kind |=
            ENDS.iter().any(|(_, short)| short.len() > 1 && self.core.ends_with(short));
    }
}

/// How many words at the end, behind a name, are numbers, letters and sides.
fn trailing_numbers(words: &[String]) -> usize {
    let tail = words.iter().rev().take_while(|word| is_number(word) || is_letter(word)).count();
    let from = words.len() - tail;
    // The first of them is the house: it has digits.
    let skipped = words.iter().skip(from).take_while(|word| !is_number(word)).count();
    let before = (from + skipped).checked_sub(1).and_then(|at| words.get(at));
    let is_name = before.is_some_and(|before| !matches!(word(before), Some(Word::Numbered(_))));
    if is_name { tail - skipped } else { 0 }
}

fn is_unit_value(value: &str) -> bool {
    value.chars().any(|c| c.is_ascii_digit()) || is_letter(value) || is_side(value) || value == "#"
}

fn is_letter(word: &str) -> bool {
    word.len() == 1 && word.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn is_side(word: &str) -> bool {
    matches!(
        word,
        "dcha"
            | "izq"
            | "izda"
            | "izqda"
            | "derecha"
            | "izquierda"
            | "links"
            | "rechts"
            | "droite"
            | "gauche"
    )
}

/// Whether a word can be a house's number: `12`, `12a`, `37-12`, `5/3`; not `5th`.
fn is_number(word: &str) -> bool {
    starts_with_digit(word)
        && ordinal(word).is_none()
        && word.chars().filter(char::is_ascii_alphabetic).count() <= 3
}

/// The number of `5th`.
fn ordinal(word: &str) -> Option<&str> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let counts =
        ["st", "nd", "rd", "th", "eme"].iter().any(|end| word.get(digits.len()..) == Some(end));
    match word {
        "first" => Some("1"),
        "second" => Some("2"),
        "third" => Some("3"),
        "fourth" => Some("4"),
        "fifth" => Some("5"),
        "sixth" => Some("6"),
        "seventh" => Some("7"),
        "eighth" => Some("8"),
        "ninth" => Some("9"),
        "tenth" => Some("10"),
        _ => (is_number && counts).then_some(digits),
    }
}

/// A word with the tricks taken out: `l2` is 12, `pl35ant` are letters.
fn read_word(written: String) -> String {
    let has_digit = written.bytes().any(|byte| byte.is_ascii_digit());
    if !has_digit || written.bytes().all(|byte| byte.is_ascii_digit()) {
        return written;
    }
    number_of(&written).or_else(|| unmasked(&written)).unwrap_or(written)
}

/// `1o` is 10 and `l2` is 12; `12l` is a house with a letter.
fn number_of(written: &str) -> Option<String> {
    let bytes = written.as_bytes();
    let read = |(at, byte): (usize, &u8)| match byte {
        b'0'..=b'9' => Some(char::from(*byte)),
        b'o' => Some('0'),
        b'l' | b'i' if at + 1 < bytes.len() => Some('1'),
        _ => None,
    };
    bytes.iter().enumerate().map(read).collect()
}

/// A street's name with its end written short.
fn shortened(name: &str) -> String {
    ended(name.to_owned())
}

fn ended(name: String) -> String {
    for (long, short) in ENDS {
        if let Some(stem) = name.strip_suffix(long).filter(|stem| stem.len() > 2) {
            return format!("{stem}{short}");
        }
    }
    name
}
