//! The one-letter answers of the card networks in words.

/// The answer to the address check.
pub(super) fn address_check(code: &str) -> &'static str {
    match code.trim().to_ascii_uppercase().as_str() {
        "X" | "Y" | "D" | "M" | "F" => "street and postal code match",
        "A" => "the street matches, the postal code does not",
        "B" => "the street matches, the postal code was not checked",
        "W" | "Z" => "the postal code matches, the street does not",
        "P" => "the postal code matches, the street was not checked",
        "N" => "neither street nor postal code match",
        "C" | "I" => "the address was not checked",
        "G" | "S" => "the card's bank does not check addresses",
        "U" => "the card's bank has no address to check",
        "R" => "the check was not available at the time",
        "E" => "the check ended in an error",
        _ => "an answer that is not in our list",
    }
}

/// The answer to the check of the security code.
pub(super) fn code_check(code: &str) -> &'static str {
    match code.trim().to_ascii_uppercase().as_str() {
        "M" => "the security code matches",
        "N" => "the security code does not match",
        "P" => "the security code was not checked",
        "S" => "the card has a security code, none was given",
        "U" => "the card's bank does not check security codes",
        "I" => "the security code was not valid",
        _ => "an answer that is not in our list",
    }
}

/// Whether the answer speaks against the order.
pub(super) fn is_bad(code: &str) -> bool {
    matches!(code.trim().to_ascii_uppercase().as_str(), "N" | "S" | "I")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_either_case() {
        assert_eq!(address_check("y"), address_check("Y"));
        assert_eq!(code_check(" m "), "the security code matches");
    }

    #[test]
    fn an_unknown_code_is_not_read_as_a_match() {
        assert_eq!(address_check("7"), "an answer that is not in our list");
        assert_eq!(code_check(""), "an answer that is not in our list");
    }
}
