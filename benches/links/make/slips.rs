//! Slips of the finger, the eye and the scanner in one word or line.

use super::dice::Dice;

/// The keys around each letter on an English keyboard.
const KEYS: [(char, &str); 26] = [
    ('a', "qwsz"),
    ('b', "vghn"),
    ('c', "xdfv"),
    ('d', "serfcx"),
    ('e', "wsdr"),
    ('f', "drtgvc"),
    ('g', "ftyhbv"),
    ('h', "gyujnb"),
    ('i', "ujko"),
    ('j', "huikmn"),
    ('k', "jiolm"),
    ('l', "kop"),
    ('m', "njk"),
    ('n', "bhjm"),
    ('o', "iklp"),
    ('p', "ol"),
    ('q', "wa"),
    ('r', "edft"),
    ('s', "awedxz"),
    ('t', "rfgy"),
    ('u', "yhji"),
    ('v', "cfgb"),
    ('w', "qase"),
    ('x', "zsdc"),
    ('y', "tghu"),
    ('z', "asx"),
];
/// What a scanner reads instead.
const SCANNED: [(&str, &str); 14] = [
    ("rn", "m"),
    ("m", "rn"),
    ("l", "1"),
    ("o", "0"),
    ("O", "0"),
    ("I", "l"),
    ("cl", "d"),
    ("vv", "w"),
    ("S", "5"),
    ("B", "8"),
    ("li", "h"),
    ("e", "c"),
    ("0", "O"),
    ("1", "l"),
];
/// What an ear hears instead.
const HEARD: [(&str, &str); 18] = [
    ("ph", "f"),
    ("f", "ph"),
    ("ck", "k"),
    ("c", "k"),
    ("k", "c"),
    ("ie", "y"),
    ("y", "ie"),
    ("ei", "ie"),
    ("z", "s"),
    ("ll", "l"),
    ("nn", "n"),
    ("tt", "t"),
    ("ss", "s"),
    ("th", "t"),
    ("sch", "sh"),
    ("ea", "ee"),
    ("oo", "u"),
    ("e", "a"),
];
/// Letters that look alike, put in on purpose.
const DISGUISED: [(char, char); 8] = [
    ('i', '!'),
    ('e', '3'),
    ('a', '4'),
    ('s', '5'),
    ('o', '0'),
    ('l', '1'),
    ('1', '!'),
    ('t', '7'),
];

/// One slip of a person or a scanner.
pub fn slip(text: &str, dice: &mut Dice) -> String {
    let kind: fn(&str, &mut Dice) -> String =
        *dice.weighed(&[(finger as fn(&str, &mut Dice) -> String, 70), (scanner, 12), (ear, 18)]);
    let slipped = kind(text, dice);
    if slipped == text { finger(text, dice) } else { slipped }
}

/// A letter left out, doubled, exchanged with its neighbour or mistaken for the next key.
pub fn finger(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let places: Vec<usize> = (1..letters.len()).filter(|at| letters[*at].is_alphabetic()).collect();
    let Some(at) = places.get(dice.below(places.len())).copied() else { return text.to_owned() };
    match dice.below(4) {
        0 if letters.len() > 3 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 if at + 1 < letters.len()
            && letters[at] != letters[at + 1]
            && letters[at + 1].is_alphabetic() =>
        {
            letters.swap(at, at + 1);
        }
        _ => letters[at] = beside(letters[at], dice),
    }
    letters.into_iter().collect()
}

fn beside(letter: char, dice: &mut Dice) -> char {
    let small = letter.to_ascii_lowercase();
    let Some((_, keys)) = KEYS.iter().find(|(key, _)| *key == small) else { return 'e' };
    let key = char::from(keys.as_bytes()[dice.below(keys.len())]);
    if letter.is_uppercase() { key.to_ascii_uppercase() } else { key }
}

/// A letter or two that a scanner mistook.
pub fn scanner(text: &str, dice: &mut Dice) -> String {
    exchanged(text, &SCANNED, dice)
}

/// A name as somebody heard it.
pub fn ear(text: &str, dice: &mut Dice) -> String {
    exchanged(text, &HEARD, dice)
}

fn exchanged(text: &str, pairs: &[(&str, &str)], dice: &mut Dice) -> String {
    let fitting: Vec<_> =
        pairs.iter().filter(|(from, _)| text.get(1..).is_some_and(|t| t.contains(from))).collect();
    if fitting.is_empty() {
        return text.to_owned();
    }
    let (from, to) = dice.pick(&fitting);
    let first = text.len().min(1);
    let at = text[first..].find(from).map_or(0, |at| at + first);
    format!("{}{to}{}", &text[..at], &text[at + from.len()..])
}

/// A line disguised from programs but not from the postman: `!23 PL35ant Lane`.
pub fn disguised(text: &str, dice: &mut Dice) -> String {
    let look = |letter: char| {
        let other = DISGUISED.iter().find(|(from, _)| *from == letter.to_ascii_lowercase());
        other.filter(|_| dice.hits(300)).map_or(letter, |(_, other)| *other)
    };
    text.chars().map(look).collect()
}
