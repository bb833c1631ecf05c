//! Weights as they are shown.

/// Writes a weight with its sign and one place; what rounds to nothing has no minus sign.
pub fn signed(weight: f64) -> String {
    let shown = format!("{weight:+.1}");
    if shown == "-0.0" { "+0.0".to_owned() } else { shown }
}

#[cfg(test)]
mod tests {
    use super::signed;

    #[test]
    fn nothing_has_no_minus_sign() {
        for (weight, shown) in [
            (-0.0, "+0.0"),
            (-0.04, "+0.0"),
            (-0.06, "-0.1"),
            (0.0, "+0.0"),
            (1.26, "+1.3"),
            (-2.0, "-2.0"),
        ] {
            assert_eq!(signed(weight), shown, "{weight}");
        }
    }
}
