//! Postal codes as people write them, brought into the form in which the tables have them.

use super::codes::Near;

/// One way to look a code up; the first that finds something counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attempt {
    /// The table: a country, or `gs` for the sectors of Great Britain.
    pub(super) table: [u8; 2],
    /// The code in the form of the table.
    pub(super) code: String,
    /// What finding it says about the code as written.
    pub(super) meaning: Meaning,
}

/// What finding a code says about the code as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It is the whole code.
    Whole,
    /// It is the part of it by which the country sorts, within so many kilometres.
    OwnPart(u16),
    /// It is the beginning of a code that is not known.
    Beginning(Near),
}

/// The sectors of Great Britain have a table of their own: `EH1 1` looks like `EH11`.
pub(super) const SECTORS: [u8; 2] = *b"gs";

/// How a country writes its codes in the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) letters: bool,
    pub(super) length: usize,
}

/// Longer texts are no postal codes.
const LONGEST: usize = 24;

/// The ways to look up a code, best first. `form` is that of the country's table.
pub(super) fn attempts(country: [u8; 2], written: &str, form: Option<Form>) -> Vec<Attempt> {
    let plain = plain(written);
    if plain.is_empty() || written.chars().count() > LONGEST {
        return Vec::new();
    }
    match &country {
        b"GB" | b"JE" | b"GG" | b"IM" => british(country, written, &plain),
        b"CA" => own_part(country, &digits_at(&plain, &[1, 4]), (3, 15)),
        b"IE" => own_part(country, &digits_at(&plain, &[1]), (3, 25)),
        b"NL" => own_part(country, &numeric(country, &plain), (4, 4)),
        b"BR" => brazilian(&numeric(country, &plain)),
        b"AR" => ordinary(country, &numeric(country, &without_letter(&plain)), 4),
        _ => {
            let Some(form) = form else { return Vec::new() };
            let code = if form.letters { plain } else { numeric(country, &plain) };
            ordinary(country, &code, form.length)
        }
    }
}

/// Capital letters and digits only.
fn plain(written: &str) -> String {
    let signs = written.chars().flat_map(char::to_uppercase);
    // Wide forms are what a Japanese keyboard gives.
    let signs = signs.map(|sign| match sign {
        '０'..='９' | 'Ａ'..='Ｚ' => char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign),
        other => other,
    });
    signs.filter(char::is_ascii_alphanumeric).take(LONGEST).collect()
}

/// Takes the country's sign off the front, reads `O` as nought, stops at the first letter.
fn numeric(country: [u8; 2], plain: &str) -> String {
    let signs = plain.trim_start_matches(|sign: char| sign.is_ascii_alphabetic());
    let front = plain.get(..plain.len() - signs.len()).unwrap_or_default();
    let known = front.as_bytes() == country || car_sign(country) == Some(front);
    let rest = if known { signs } else { plain };
    let digit = |sign| match sign {
        'O' | 'Q' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    rest.chars().map(digit).take_while(char::is_ascii_digit).collect()
}

/// The sign of a country's cars, where people still write it before the code.
fn car_sign(country: [u8; 2]) -> Option<&'static str> {
    Some(match &country {
        b"DE" => "D",
        b"AT" => "A",
        b"FR" => "F",
        b"LU" => "L",
        b"BE" => "B",
        b"ES" => "E",
        b"IT" | b"SM" | b"VA" => "I",
        b"SE" => "S",
        b"NO" => "N",
        b"HU" => "H",
        b"PT" => "P",
        b"FI" | b"AX" => "FIN",
        b"SI" => "SLO",
        _ => return None,
    })
}

/// An Argentine code's letter is its province's.
fn without_letter(plain: &str) -> String {
    let letters = plain.starts_with(|sign: char| sign.is_ascii_alphabetic());
    plain.chars().skip(usize::from(letters)).collect()
}

/// The letter of an Argentine province: written, or Buenos Aires by its numbers.
pub(super) fn argentine_province(written: &str) -> Option<String> {
    let plain = plain(written);
    let first = plain.chars().next()?;
    if first.is_ascii_alphabetic() {
        return Some(first.to_string());
    }
    let number: u32 = plain.get(..4)?.parse().ok()?;
    (1000..1500).contains(&number).then(|| "C".to_owned())
}

fn digits_at(plain: &str, places: &[usize]) -> String {
    let digit = |(place, sign)| if sign == 'O' && places.contains(&place) { '0' } else { sign };
    plain.chars().enumerate().map(digit).collect()
}

fn cut(code: &str, length: usize) -> String {
    code.chars().take(length).collect()
}

fn ordinary(table: [u8; 2], code: &str, length: usize) -> Vec<Attempt> {
    if code.is_empty() {
        return Vec::new();
    }
    let whole = |code: String| Attempt { table, code, meaning: Meaning::Whole };
    let mut attempts = vec![whole(cut(code, length))];
    // A spreadsheet takes the nought off the front.
    if code.len() + 1 == length && length >= 5 {
        attempts.push(whole(format!("0{code}")));
    }
    let meaning = Meaning::Beginning(Near::Either);
    attempts.push(Attempt { table, code: cut(code, length), meaning });
    attempts
}

/// Countries whose codes are longer than their tables: the front part is an area.
fn own_part(table: [u8; 2], code: &str, (length, radius_km): (usize, u16)) -> Vec<Attempt> {
    let front = cut(code, length);
    let written_whole = code.len() > length;
    let meaning = if written_whole { Meaning::OwnPart(radius_km) } else { Meaning::Whole };
    if front.is_empty() {
        return Vec::new();
    }
    vec![
        Attempt { table, code: front.clone(), meaning },
        Attempt { table, code: front, meaning: Meaning::Beginning(Near::Either) },
    ]
}

/// The table has each town's first code; the town's others follow it.
fn brazilian(code: &str) -> Vec<Attempt> {
    let table = *b"BR";
    // A code is eight digits; five of them name the area.
    let mut code = cut(code, 8);
    if code.len() < 5 {
        return Vec::new();
    }
    while code.len() < 8 {
        code.push('0');
    }
    vec![
        Attempt { table, code: code.clone(), meaning: Meaning::Whole },
        Attempt { table, code, meaning: Meaning::Beginning(Near::Before) },
    ]
}

fn british(country: [u8; 2], written: &str, plain: &str) -> Vec<Attempt> {
    let mut signs: Vec<char> = plain.chars().collect();
    let split = signs.len().checked_sub(3).filter(|split| (2..=4).contains(split));
    // The third from the end is a digit, the two after it are letters.
    if let Some(third) = split.and_then(|split| signs.get_mut(split)).filter(|sign| **sign == 'O') {
        *third = '0';
    }
    let is_inward = |inward: &[char]| match inward {
        [a, b, c] => a.is_ascii_digit() && b.is_ascii_alphabetic() && c.is_ascii_alphabetic(),
        _ => false,
    };
    let full =
        split.and_then(|at| signs.split_at_checked(at)).filter(|(_, inward)| is_inward(inward));
    let area = |table, code: String, meaning| Attempt { table, code, meaning };
    let outward = |front: &[char]| outward(front);
    let mut attempts = Vec::new();
    let front = match full {
        Some((front, inward)) => {
            let sector: String = outward(front).chars().chain(inward.first().copied()).collect();
            attempts.push(area(SECTORS, sector, Meaning::OwnPart(4)));
            outward(front)
        }
        None => outward(&signs),
    };
    if full.is_none() {
        let mut parts = written.split_whitespace();
        if let (Some(_), Some(one), None) = (parts.next(), parts.next(), parts.next())
            && one.len() == 1
            && one.chars().all(|sign| sign.is_ascii_digit())
        {
            attempts.push(area(SECTORS, front.clone(), Meaning::Whole));
        }
    }
    let meaning = if full.is_some() { Meaning::OwnPart(7) } else { Meaning::Whole };
    attempts.push(area(country, front.clone(), meaning));
    if &country != b"GB" {
        attempts.push(area(*b"GB", front.clone(), meaning));
    }
    attempts.push(area(country, front, Meaning::Beginning(Near::Either)));
    attempts
}

/// `O` behind a digit is a nought; before it, it is a letter: `SO15`.
fn outward(front: &[char]) -> String {
    let mut seen_digit = false;
    let sign = |sign: &char| {
        seen_digit |= sign.is_ascii_digit();
        if seen_digit && *sign == 'O' { '0' } else { *sign }
    };
    front.iter().map(sign).collect()
}

/// Places that people count to a country though they have codes of their own.
pub(super) fn kin(country: [u8; 2]) -> &'static [&'static [u8; 2]] {
    match &country {
        b"US" => &[b"PR", b"VI", b"GU", b"AS", b"MP", b"FM", b"MH", b"PW"],
        b"PR" | b"VI" | b"GU" | b"AS" | b"MP" => &[b"US"],
        b"FR" => &[b"RE", b"GP", b"MQ", b"GF", b"YT", b"PM", b"WF", b"PF", b"NC", b"MC"],
        b"GB" => &[b"JE", b"GG", b"IM"],
        b"NO" => &[b"SJ"],
        b"FI" => &[b"AX"],
        b"AX" => &[b"FI"],
        b"AU" => &[b"CC", b"CX", b"NF"],
        b"DK" => &[b"FO", b"GL"],
        b"IT" => &[b"SM", b"VA"],
        b"CH" => &[b"LI"],
        _ => &[],
    }
}
