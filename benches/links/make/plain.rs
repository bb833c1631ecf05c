//! Text without accents and in Latin letters, as people write it who have no other keys.

/// Two ways to write a letter without its accent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Without {
    /// `Müller` becomes `Muller`.
    Marks,
    /// `Müller` becomes `Mueller`.
    Umlauts,
}

/// Small letters and digits only, for mailboxes.
pub fn plain(text: &str) -> String {
    let folded = unaccented(text, Without::Marks).to_lowercase();
    folded.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The text in plain Latin letters.
pub fn unaccented(text: &str, how: Without) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            out.push(letter);
        } else {
            out.push_str(&folded(letter, how));
        }
    }
    out
}

fn folded(letter: char, how: Without) -> String {
    let small = letter.to_lowercase().next().unwrap_or(letter);
    let plain = match (small, how) {
        ('ä', Without::Umlauts) | ('æ', _) => "ae",
        ('ö' | 'ø', Without::Umlauts) | ('œ', _) => "oe",
        ('ü', Without::Umlauts) => "ue",
        ('å', Without::Umlauts) => "aa",
        ('á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ā', _) => "a",
        ('ç' | 'ć' | 'č', _) => "c",
        ('é' | 'è' | 'ê' | 'ë' | 'ę' | 'ē', _) => "e",
        ('í' | 'ì' | 'î' | 'ï', _) => "i",
        ('ł', _) => "l",
        ('ñ' | 'ń', _) => "n",
        ('ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō', _) => "o",
        ('ś' | 'š', _) => "s",
        ('ß', _) => "ss",
        ('ú' | 'ù' | 'û' | 'ü' | 'ū', _) => "u",
        ('ý' | 'ÿ', _) => "y",
        ('ź' | 'ż' | 'ž', _) => "z",
        ('’', _) => "'",
        (other, _) => return cyrillic(other, letter),
    };
    if small == letter { plain.to_owned() } else { capital(plain) }
}

fn cyrillic(small: char, letter: char) -> String {
    const LETTERS: [(char, &str); 33] = [
        ('а', "a"),
        ('б', "b"),
        ('в', "v"),
        ('г', "g"),
        ('д', "d"),
        ('е', "e"),
        ('ё', "e"),
        ('ж', "zh"),
        ('з', "z"),
        ('и', "i"),
        ('й', "y"),
        ('к', "k"),
        ('л', "l"),
        ('м', "m"),
        ('н', "n"),
        ('о', "o"),
        ('п', "p"),
        ('р', "r"),
        ('с', "s"),
        ('т', "t"),
        ('у', "u"),
        ('ф', "f"),
        ('х', "kh"),
        ('ц', "ts"),
        ('ч', "ch"),
        ('ш', "sh"),
        ('щ', "shch"),
        ('ъ', ""),
        ('ы', "y"),
        ('ь', ""),
        ('э', "e"),
        ('ю', "yu"),
        ('я', "ya"),
    ];
    match LETTERS.iter().find(|(from, _)| *from == small) {
        None => letter.to_string(),
        Some((_, latin)) if small == letter => (*latin).to_owned(),
        Some((_, latin)) => capital(latin),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}
