//! One spelling for all spellings of a name: `St. Étienne` and `SAINT-ETIENNE` are one.

use deunicode::deunicode;

/// Folds the name of a town, region or country.
pub fn fold(name: &str) -> String {
    let plain = deunicode(&name.chars().take(LONGEST).collect::<String>()).to_lowercase();
    let mut folded = String::with_capacity(plain.len());
    let words = plain.replace(['\'', '’', '`'], "");
    for word in words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(match word {
            "st" | "sankt" | "sainte" | "ste" => "saint",
            "ft" => "fort",
            "mt" => "mount",
            word => word,
        });
    }
    folded
}

/// No name of a place is longer.
const LONGEST: usize = 120;

/// The ways in which umlauts and their like are written without them: `koeln`, `koebenhavn`.
pub fn spelled_out(name: &str) -> String {
    let mut spelled = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        match letter {
            'ä' | 'æ' | 'Ä' | 'Æ' => spelled.push_str("ae"),
            'ö' | 'ø' | 'Ö' | 'Ø' => spelled.push_str("oe"),
            'ü' | 'Ü' => spelled.push_str("ue"),
            'å' | 'Å' => spelled.push_str("aa"),
            other => spelled.push(other),
        }
    }
    fold(&spelled)
}
