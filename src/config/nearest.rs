//! The nearest known word, for suggestions.

/// Returns the known word that is nearest to `word`, when one is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (word.chars().count() / 3).max(2);
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= most && *distance < candidate.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Counts the letters to insert, drop or change between two words (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut next = vec![i + 1];
        for ((b, diagonal), above) in other.iter().zip(&row).zip(row.iter().skip(1)) {
            let left = next.last().copied().unwrap_or_default();
            let changed = diagonal + usize::from(a != *b);
            next.push(changed.min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn letters_inserted_dropped_or_changed_count_one_each() {
        for (one, other, letters) in
            [("token", "token", 0), ("tokn", "token", 1), ("url", "ulr", 2), ("", "url", 3)]
        {
            assert_eq!(distance(one, other), letters, "{one} {other}");
        }
    }

    #[test]
    fn a_word_far_from_all_known_ones_gets_no_suggestion() {
        let known = ["platform", "url", "token"];

        assert_eq!(nearest("tokken", known), Some("token"));
        assert_eq!(nearest("platfrom", known), Some("platform"));
        assert_eq!(nearest("calendar", known), None);
        assert_eq!(nearest("xyz", known), None);
    }
}
