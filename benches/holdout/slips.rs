//! What hands, eyes and machines do to a line of text.

use crate::dice::Dice;

const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// What a scanner or a hasty reader takes for what.
const LOOKS: [(&str, &str); 16] = [
    ("rn", "m"),
    ("m", "rn"),
    ("cl", "d"),
    ("d", "cl"),
    ("l", "1"),
    ("I", "l"),
    ("O", "0"),
    ("o", "0"),
    ("S", "5"),
    ("B", "8"),
    ("g", "q"),
    ("vv", "w"),
    ("w", "vv"),
    ("i", "l"),
    ("h", "b"),
    ("e", "c"),
];

/// What the ear takes for what.
const SOUNDS: [(&str, &str); 18] = [
    ("ph", "f"),
    ("ck", "k"),
    ("ie", "ei"),
    ("ei", "ie"),
    ("y", "i"),
    ("ll", "l"),
    ("tt", "t"),
    ("nn", "n"),
    ("ss", "s"),
    ("sch", "sh"),
    ("ea", "ee"),
    ("er", "ar"),
    ("son", "sen"),
    ("c", "k"),
    ("z", "s"),
    ("ou", "u"),
    ("v", "w"),
    ("a", "e"),
];

/// One slip of the hand: a neighbour's key, a letter left out, doubled or swapped.
pub fn keyboard(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let places: Vec<usize> =
        (1..letters.len()).filter(|at| letters[*at].is_alphanumeric()).collect();
    if places.is_empty() {
        return text.to_string();
    }
    let at = *dice.one(&places);
    match dice.below(5) {
        1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, letters[at]),
        3 if at + 1 < letters.len() && letters[at + 1].is_alphanumeric() => {
            letters.swap(at, at + 1)
        }
        0 | 3 => letters[at] = neighbour(letters[at], dice),
        _ => {
            let stray = neighbour(letters[at], dice);
            letters.insert(at, stray);
        }
    }
    letters.into_iter().collect()
}

fn neighbour(letter: char, dice: &mut Dice) -> char {
    let small = letter.to_ascii_lowercase();
    for row in ROWS {
        if let Some(at) = row.find(small) {
            let keys = row.as_bytes();
            let to =
                if at == 0 || (at + 1 < keys.len() && dice.percent(50)) { at + 1 } else { at - 1 };
            let found = char::from(keys[to]);
            return if letter.is_uppercase() { found.to_ascii_uppercase() } else { found };
        }
    }
    'e'
}

/// One thing misread.
pub fn misread(text: &str, dice: &mut Dice) -> String {
    swap_one(text, &LOOKS, dice).unwrap_or_else(|| keyboard(text, dice))
}

/// One thing misheard.
pub fn misheard(text: &str, dice: &mut Dice) -> String {
    swap_one(text, &SOUNDS, dice).unwrap_or_else(|| keyboard(text, dice))
}

fn swap_one(text: &str, table: &[(&str, &str)], dice: &mut Dice) -> Option<String> {
    let mut found: Vec<(usize, &str, &str)> = Vec::new();
    for (from, to) in table {
        found.extend(
            text.match_indices(from).filter(|(at, _)| *at > 0).map(|(at, _)| (at, *from, *to)),
        );
    }
    if found.is_empty() {
        return None;
    }
    let (at, from, to) = *dice.one(&found);
    Some(format!("{}{to}{}", &text[..at], &text[at + from.len()..]))
}

/// Any one slip.
pub fn any(text: &str, dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => misread(text, dice),
        1 => misheard(text, dice),
        _ => keyboard(text, dice),
    }
}

/// Any slips, so many.
pub fn several(text: &str, count: usize, dice: &mut Dice) -> String {
    (0..count).fold(text.to_string(), |text, _| any(&text, dice))
}

/// The text without accents, as an English keyboard writes it; Cyrillic as passports do.
pub fn plain(text: &str) -> String {
    text.chars()
        .map(|letter| bare(letter).map_or_else(|| letter.to_string(), String::from))
        .collect()
}

/// The text as its own country spells it without accents (`ü` as `ue`), or Cyrillic as
/// English readers write it by ear.
pub fn spelled_out(text: &str) -> String {
    let own = |letter: char| {
        match letter {
            'ä' | 'æ' => "ae",
            'ö' | 'ø' => "oe",
            'ü' => "ue",
            'å' => "aa",
            'Ä' => "Ae",
            'Ö' | 'Ø' => "Oe",
            'Ü' => "Ue",
            'Å' => "Aa",
            'ñ' => "ny",
            'й' => "y",
            'ю' => "yu",
            'я' => "ya",
            'х' => "h",
            'Ю' => "Yu",
            'Я' => "Ya",
            'Х' => "H",
            'ё' => "yo",
            'ц' => "tz",
            'щ' => "sch",
            other => bare(other).unwrap_or(""),
        }
        .to_string()
    };
    text.chars()
        .map(|letter| match own(letter) {
            empty if empty.is_empty() => letter.to_string(),
            found => found,
        })
        .collect()
}

fn bare(letter: char) -> Option<&'static str> {
    const PAIRS: &str = "á=a à=a â=a ã=a ä=a å=a ą=a ç=c ć=c č=c é=e è=e ê=e ë=e ę=e í=i ì=i î=i ï=i ñ=n ń=n ó=o ò=o ô=o õ=o ö=o ø=o ú=u ù=u û=u ü=u ý=y ś=s š=s ź=z ż=z ž=z ł=l ß=ss æ=ae œ=oe Á=A À=A Â=A Ä=A Å=A Ç=C É=E È=E Ë=E Ø=O Ö=O Ó=O Ü=U Ú=U Ñ=N Ś=S Š=S Ż=Z Ž=Z Ł=L Æ=Ae а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=iu я=ia А=A Б=B В=V Г=G Д=D Е=E Ё=E Ж=Zh З=Z И=I Й=I К=K Л=L М=M Н=N О=O П=P Р=R С=S Т=T У=U Ф=F Х=Kh Ц=Ts Ч=Ch Ш=Sh Щ=Shch Э=E Ю=Iu Я=Ia";
    if letter.is_ascii() {
        return None;
    }
    PAIRS
        .split(' ')
        .filter_map(|pair| pair.split_once('='))
        .find(|(from, _)| from.starts_with(letter))
        .map(|(_, to)| to)
}

/// A street hidden from a machine and plain to a postman: `!23 PL35ant Lane`.
pub fn padded(house: &str, street: &str, dice: &mut Dice) -> String {
    let mut house = house.to_string();
    let mut street = street.to_string();
    for _ in 0..dice.between(1, 3) {
        match dice.below(8) {
            0 => {
                house = house
                    .replacen('1', "!", 1)
                    .replacen('5', "S", usize::from(dice.percent(50)))
                    .replacen('0', "O", 1)
            }
            1 | 2 => street = leet(&street, dice),
            3 => house = format!("{}{house}", dice.one(&["#", ".", "No. ", "*", "- ", "no "])),
            4 => {
                street = format!(
                    "{street} {}",
                    dice.one(&[
                        "xx",
                        "zz",
                        "qw",
                        "dept 4",
                        "lot",
                        "desk 12",
                        "blue door",
                        "near school",
                        "....",
                        "rear gate"
                    ])
                )
            }
            5 => street = street.replace(' ', *dice.one(&["  ", ". ", "-", " . ", "_"])),
            6 => street = doubled(&street, dice),
            _ => {
                house = house
                    .chars()
                    .map(|digit| digit.to_string())
                    .collect::<Vec<_>>()
                    .join(*dice.one(&[" ", ".", "-"]))
            }
        }
    }
    format!("{house} {street}")
}

fn leet(text: &str, dice: &mut Dice) -> String {
    let often = dice.between(30, 90);
    let swapped = text
        .char_indices()
        .map(|(at, letter)| match letter {
            _ if at == 0 || !dice.percent(often) => letter,
            'e' | 'E' => '3',
            'a' => '4',
            'o' | 'O' => '0',
            'i' | 'l' => '1',
            's' => '5',
            't' => '7',
            other => other,
        })
        .collect::<String>();
    if dice.percent(40) { swapped.to_uppercase() } else { swapped }
}

fn doubled(text: &str, dice: &mut Dice) -> String {
    let at = dice.below(text.chars().count());
    text.chars()
        .enumerate()
        .flat_map(|(here, letter)| std::iter::repeat_n(letter, 1 + 2 * usize::from(here == at)))
        .collect()
}

/// The same number as somebody else would write it.
pub fn phone_notation(number: &str, dice: &mut Dice) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if let Some(national) = digits.strip_prefix('1').filter(|rest| rest.len() == 10) {
        let (area, office, line) = (&national[..3], &national[3..6], &national[6..]);
        return match dice.below(9) {
            0 => format!("({area}) {office}-{line}"),
            1 => format!("{area}.{office}.{line}"),
            2 => format!("{area}-{office}-{line}"),
            3 => format!("1-{area}-{office}-{line}"),
            4 => national.to_string(),
            5 => format!("+1 ({area}) {office} {line}"),
            6 => format!("001{national}"),
            7 => format!("{area} {office} {line} ext {}", dice.between(1, 99)),
            _ => format!("tel: {area}/{office}{line}"),
        };
    }
    let (code, rest) = digits.split_at(if digits.starts_with("351") { 3 } else { 2 });
    match dice.below(5) {
        0 => format!("00{digits}"),
        1 => format!("+{code} (0){rest}"),
        2 => format!("+{code} {} {}", &rest[..3], &rest[3..]),
        3 if !["39", "34", "48", "45", "47", "351"].contains(&code) => {
            format!("0{}-{}", &rest[..3], &rest[3..])
        }
        _ => format!("+{code}-{rest}"),
    }
}

/// The same mailbox spelled otherwise, as far as its provider lets it.
pub fn mailbox_spelling(email: &str, dice: &mut Dice) -> String {
    let (local, domain) = email.split_once('@').unwrap();
    let tag = dice.one(&["shop", "wine", "1", "new", "x7", "orders2"]);
    match domain {
        "gmail.com" => {
            let dots: String = local
                .replace('.', "")
                .chars()
                .enumerate()
                .map(|(at, letter)| {
                    if at > 0 && dice.percent(25) {
                        format!(".{letter}")
                    } else {
                        letter.to_string()
                    }
                })
                .collect();
            match dice.below(4) {
                0 => format!("{local}+{tag}@gmail.com"),
                1 => format!("{dots}@googlemail.com"),
                2 => format!("{dots}+{tag}@gmail.com"),
                _ => format!("{}@Gmail.com", capital(&dots)),
            }
        }
        "outlook.com" | "hotmail.com" | "live.com" | "icloud.com" | "protonmail.com" => {
            format!("{local}+{tag}@{domain}")
        }
        _ if dice.percent(50) => email.to_uppercase(),
        _ => format!(" {}@{}", capital(local), capital(domain)),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
