//! A person's name taken apart.

use super::fold::{latin, plain, split, unmasked};
use super::nicknames;
use crate::domain::Clean;

/// Titles that come and go before a name.
const TITLES: [&str; 28] = [
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam", "rev", "herr", "frau", "hr",
    "fr", "sr", "sra", "srta", "mme", "mlle", "sig", "dott", "dhr", "mevr", "mw", "ing", "dipl",
    "don", "dona",
];

/// Endings that come and go behind a name.
const SUFFIXES: [&str; 13] =
    ["jr", "sr", "junior", "senior", "ii", "iii", "iv", "phd", "md", "esq", "dds", "cpa", "rn"];

/// Small words that belong to a family name and are often left out.
const PARTICLES: [&str; 22] = [
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le",
    "el", "al", "bin", "ibn", "af", "av", "ter", "zu",
];

/// A name as folded words; titles and suffixes are left out.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct NameForm {
    words: Vec<String>,
}

/// Debug output never carries customers' data: it could land in a log.
impl std::fmt::Debug for NameForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NameForm({} words)", self.words.len())
    }
}

/// How much two names look like one person's, from most to least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// The same words, in any order.
    Same,
    /// The same but for middle names or particles.
    Middle,
    /// The same family name and another form of the given name: `Bill`, `William`.
    Nickname,
    /// The same to the ear: `Yulia`, `Iuliia`.
    Spelling,
    /// The same family name and first letter.
    Initial,
    /// The same family name only.
    Family,
    /// Nothing of these.
    Different,
}

impl NameForm {
    /// Takes a name apart; `Lindgren, Ada` is turned round.
    pub fn of(name: &Clean) -> Self {
        let latin = latin(name);
        let mut words = match latin.split_once(',') {
            Some((family, given)) if !is_suffix(given) && !given.trim().is_empty() => {
                let mut words = split(given);
                words.extend(split(family));
                words
            }
            _ => split(&latin),
        };
        while words.len() > 1 && words.first().is_some_and(|word| TITLES.contains(&word.as_str())) {
            words.remove(0);
        }
        while words.len() > 1 && words.last().is_some_and(|word| SUFFIXES.contains(&word.as_str()))
        {
            words.pop();
        }
        let words = words.into_iter().take(12).map(|word| plain(unmasked(&word).unwrap_or(word)));
        Self { words: words.collect() }
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The folded words in their order.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The first word; in some orders of writing it is the family name.
    pub fn given(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// The last word.
    pub fn family(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// All words in alphabetical order, so that given and family name may change places.
    pub fn key(&self) -> Option<String> {
        let mut words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        words.sort_unstable();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// The first letter of each word, in alphabetical order.
    pub fn initials(&self) -> String {
        let mut letters: Vec<char> =
            self.words.iter().filter_map(|word| word.chars().next()).collect();
        letters.sort_unstable();
        letters.into_iter().collect()
    }

    /// How much another name looks like this one.
    pub fn likeness(&self, other: &Self) -> Likeness {
        if self.is_empty() || other.is_empty() {
            return Likeness::Different;
        }
        if self.words == other.words || self.key() == other.key() || self.joined() == other.joined()
        {
            return Likeness::Same;
        }
        let (a, b) = (self.ends(), other.ends());
        let turned = |(first, last)| (last, first);
        alike(a, b).min(alike(a, turned(b))).min(alike(turned(a), b))
    }

    /// The words without blanks: `Mary Ann` and `Maryann`.
    fn joined(&self) -> String {
        self.words.concat()
    }

    /// First and last word that is no particle.
    fn ends(&self) -> (&str, &str) {
        let mut core = self.words.iter().filter(|word| !PARTICLES.contains(&word.as_str()));
        let first = core.next().map_or("", String::as_str);
        (first, core.next_back().map_or("", String::as_str))
    }
}

fn is_suffix(text: &str) -> bool {
    let words = split(text);
    !words.is_empty() && words.iter().all(|word| SUFFIXES.contains(&word.as_str()))
}

fn alike((given, family): (&str, &str), (other_given, other_family): (&str, &str)) -> Likeness {
    if family.is_empty() || other_family.is_empty() {
        return Likeness::Different;
    }
    if family != other_family {
        let close = by_ear(family) == by_ear(other_family)
            && (by_ear(given) == by_ear(other_given) || nicknames::share(given, other_given));
        return if close { Likeness::Spelling } else { Likeness::Different };
    }
    if given == other_given {
        Likeness::Middle
    } else if nicknames::share(given, other_given) {
        Likeness::Nickname
    } else if by_ear(given) == by_ear(other_given) {
        Likeness::Spelling
    } else if (given.len() == 1 || other_given.len() == 1)
        && given.chars().next() == other_given.chars().next()
    {
        Likeness::Initial
    } else {
        Likeness::Family
    }
}

/// The full form of a given name, `william` for `bill`; a name that is no nickname is
/// returned as it is. The word must be folded.
pub fn root(given: &str) -> &str {
    nicknames::roots(given).first().copied().unwrap_or(given)
}

/// All full forms of a given name: `alex` has two.
pub fn roots(given: &str) -> &'static [&'static str] {
    nicknames::roots(given)
}

/// A word as it sounds in most spellings of Latin letters: `yuliya`, `iuliia` and `julia`
/// are one, and so are `phillip` and `filip`.
pub fn by_ear(word: &str) -> String {
    let mut heard = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let (length, sound) = sound(rest, first);
        for c in sound.chars() {
            if !heard.ends_with(c) {
                heard.push(c);
            }
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    heard
}

fn sound(rest: &str, first: char) -> (usize, &'static str) {
    const GROUPS: [(&str, &str); 24] = [
        ("shch", "s"),
        ("sch", "s"),
        ("tsch", "c"),
        ("iiu", "u"),
        ("iia", "a"),
        ("iya", "a"),
        ("ch", "c"),
        ("sh", "s"),
        ("zh", "z"),
        ("kh", "h"),
        ("ph", "f"),
        ("th", "t"),
        ("ts", "z"),
        ("tz", "z"),
        ("ck", "k"),
        ("ks", "x"),
        ("yu", "u"),
        ("iu", "u"),
        ("ju", "u"),
        ("ya", "a"),
        ("ia", "a"),
        ("ja", "a"),
        ("ou", "u"),
        ("gh", "g"),
    ];
    if let Some((letters, sound)) = GROUPS.iter().find(|(letters, _)| rest.starts_with(letters)) {
        return (letters.len(), sound);
    }
    let single = SINGLES.iter().find(|(letter, _)| *letter == first);
    (first.len_utf8(), single.map_or("", |(_, sound)| sound))
}

const SINGLES: [(char, &str); 26] = [
    ('a', "a"),
    ('b', "b"),
    ('c', "k"),
    ('d', "d"),
    ('e', "e"),
    ('f', "f"),
    ('g', "g"),
    ('h', "h"),
    ('i', "i"),
    ('j', "i"),
    ('k', "k"),
    ('l', "l"),
    ('m', "m"),
    ('n', "n"),
    ('o', "o"),
    ('p', "p"),
    ('q', "k"),
    ('r', "r"),
    ('s', "s"),
    ('t', "t"),
    ('u', "u"),
    ('v', "v"),
    ('w', "v"),
    ('x', "x"),
    ('y', "i"),
    ('z', "z"),
];
