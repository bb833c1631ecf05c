//! How each country writes telephone numbers.
//!
//! Made by `scripts/cut_calling_codes.py` from the numbering plans of libphonenumber.

/// One country's habits: code, calling code, trunk prefix, prefix for calls abroad.
pub(super) struct Habit {
    country: &'static str,
    pub(super) calling: &'static str,
    pub(super) trunk: &'static str,
    pub(super) abroad: &'static str,
}

/// The habits of a country, by its code in capitals.
pub(super) fn of(country: &str) -> Option<&'static Habit> {
    let at = HABITS.binary_search_by(|habit| habit.country.cmp(country)).ok()?;
    HABITS.get(at)
}

/// The calling code at the beginning of an international number: of one digit, of two, or
/// else of three.
pub(super) fn calling_code(digits: &str) -> Option<&str> {
    let length = match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        [b'2', b'0' | b'7', ..]
        | [b'3', b'0'..=b'4' | b'6' | b'9', ..]
        | [b'4', b'0' | b'1' | b'3'..=b'9', ..]
        | [b'5', b'1'..=b'8', ..]
        | [b'6', b'0'..=b'6', ..]
        | [b'8', b'1' | b'2' | b'4' | b'6', ..]
        | [b'9', b'0'..=b'5' | b'8', ..] => 2,
        _ => 3,
    };
    digits.get(..length)
}

/// Whether numbers of a calling code are written with a zero in front at home and without
/// it abroad. Italy and a few others keep theirs.
pub(super) fn drops_zero(calling: &str) -> bool {
    let of_code = |habit: &&Habit| habit.calling == calling;
    HABITS.iter().find(of_code).is_some_and(|habit| habit.trunk == "0")
}

const fn habit(
    country: &'static str,
    calling: &'static str,
    trunk: &'static str,
    abroad: &'static str,
) -> Habit {
    Habit { country, calling, trunk, abroad }
}

/// Sorted by country.
static HABITS: [Habit; 245] = [
    habit("AC", "247", "", "00"),
    habit("AD", "376", "", "00"),
    habit("AE", "971", "0", "00"),
    habit("AF", "93", "0", "00"),
    habit("AG", "1", "1", "011"),
    habit("AI", "1", "1", "011"),
    habit("AL", "355", "0", "00"),
    habit("AM", "374", "0", "00"),
    habit("AO", "244", "", "00"),
    habit("AR", "54", "0", "00"),
    habit("AS", "1", "1", "011"),
    habit("AT", "43", "0", "00"),
    habit("AU", "61", "0", "0011"),
    habit("AW", "297", "", "00"),
    habit("AX", "358", "0", "00"),
    habit("AZ", "994", "0", "00"),
    habit("BA", "387", "0", "00"),
    habit("BB", "1", "1", "011"),
    habit("BD", "880", "0", "00"),
    habit("BE", "32", "0", "00"),
    habit("BF", "226", "", "00"),
    habit("BG", "359", "0", "00"),
    habit("BH", "973", "", "00"),
    habit("BI", "257", "", "00"),
    habit("BJ", "229", "", "00"),
    habit("BL", "590", "0", "00"),
    habit("BM", "1", "1", "011"),
    habit("BN", "673", "", "00"),
    habit("BO", "591", "0", "00"),
    habit("BQ", "599", "", "00"),
    habit("BR", "55", "0", "00"),
    habit("BS", "1", "1", "011"),
    habit("BT", "975", "", "00"),
    habit("BW", "267", "", "00"),
    habit("BY", "375", "8", "810"),
    habit("BZ", "501", "", "00"),
    habit("CA", "1", "1", "011"),
    habit("CC", "61", "0", "00"),
    habit("CD", "243", "0", "00"),
    habit("CF", "236", "", "00"),
    habit("CG", "242", "", "00"),
    habit("CH", "41", "0", "00"),
    habit("CI", "225", "", "00"),
    habit("CK", "682", "", "00"),
    habit("CL", "56", "", "00"),
    habit("CM", "237", "", "00"),
    habit("CN", "86", "0", "00"),
    habit("CO", "57", "0", "00"),
    habit("CR", "506", "", "00"),
    habit("CU", "53", "0", "119"),
    habit("CV", "238", "", "0"),
    habit("CW", "599", "", "00"),
    habit("CX", "61", "0", "00"),
    habit("CY", "357", "", "00"),
    habit("CZ", "420", "", "00"),
    habit("DE", "49", "0", "00"),
    habit("DJ", "253", "", "00"),
    habit("DK", "45", "", "00"),
    habit("DM", "1", "1", "011"),
    habit("DO", "1", "1", "011"),
    habit("DZ", "213", "0", "00"),
    habit("EC", "593", "0", "00"),
    habit("EE", "372", "", "00"),
    habit("EG", "20", "0", "00"),
    habit("EH", "212", "0", "00"),
    habit("ER", "291", "0", "00"),
    habit("ES", "34", "", "00"),
    habit("ET", "251", "0", "00"),
    habit("FI", "358", "0", "00"),
    habit("FJ", "679", "", "00"),
    habit("FK", "500", "", "00"),
    habit("FM", "691", "", "00"),
    habit("FO", "298", "", "00"),
    habit("FR", "33", "0", "00"),
    habit("GA", "241", "", "00"),
    habit("GB", "44", "0", "00"),
    habit("GD", "1", "1", "011"),
    habit("GE", "995", "0", "00"),
    habit("GF", "594", "0", "00"),
    habit("GG", "44", "0", "00"),
    habit("GH", "233", "0", "00"),
    habit("GI", "350", "", "00"),
    habit("GL", "299", "", "00"),
    habit("GM", "220", "", "00"),
    habit("GN", "224", "", "00"),
    habit("GP", "590", "0", "00"),
    habit("GQ", "240", "", "00"),
    habit("GR", "30", "", "00"),
    habit("GT", "502", "", "00"),
    habit("GU", "1", "1", "011"),
    habit("GW", "245", "", "00"),
    habit("GY", "592", "", "001"),
    habit("HK", "852", "", "00"),
    habit("HN", "504", "", "00"),
    habit("HR", "385", "0", "00"),
    habit("HT", "509", "", "00"),
    habit("HU", "36", "06", "00"),
    habit("ID", "62", "0", "00"),
    habit("IE", "353", "0", "00"),
    habit("IL", "972", "0", "00"),
    habit("IM", "44", "0", "00"),
    habit("IN", "91", "0", "00"),
    habit("IO", "246", "", "00"),
    habit("IQ", "964", "0", "00"),
    habit("IR", "98", "0", "00"),
    habit("IS", "354", "", "00"),
    habit("IT", "39", "", "00"),
    habit("JE", "44", "0", "00"),
    habit("JM", "1", "1", "011"),
    habit("JO", "962", "0", "00"),
    habit("JP", "81", "0", "010"),
    habit("KE", "254", "0", "000"),
    habit("KG", "996", "0", "00"),
    habit("KH", "855", "0", "00"),
    habit("KI", "686", "0", "00"),
    habit("KM", "269", "", "00"),
    habit("KN", "1", "1", "011"),
    habit("KP", "850", "0", "00"),
    habit("KR", "82", "0", "00"),
    habit("KW", "965", "", "00"),
    habit("KY", "1", "1", "011"),
    habit("KZ", "7", "8", "810"),
    habit("LA", "856", "0", "00"),
    habit("LB", "961", "0", "00"),
    habit("LC", "1", "1", "011"),
    habit("LI", "423", "0", "00"),
    habit("LK", "94", "0", "00"),
    habit("LR", "231", "0", "00"),
    habit("LS", "266", "", "00"),
    habit("LT", "370", "0", "00"),
    habit("LU", "352", "", "00"),
    habit("LV", "371", "", "00"),
    habit("LY", "218", "0", "00"),
    habit("MA", "212", "0", "00"),
    habit("MC", "377", "0", "00"),
    habit("MD", "373", "0", "00"),
    habit("ME", "382", "0", "00"),
    habit("MF", "590", "0", "00"),
    habit("MG", "261", "0", "00"),
    habit("MH", "692", "1", "011"),
    habit("MK", "389", "0", "00"),
    habit("ML", "223", "", "00"),
    habit("MM", "95", "0", "00"),
    habit("MN", "976", "0", "001"),
    habit("MO", "853", "", "00"),
    habit("MP", "1", "1", "011"),
    habit("MQ", "596", "0", "00"),
    habit("MR", "222", "", "00"),
    habit("MS", "1", "1", "011"),
    habit("MT", "356", "", "00"),
    habit("MU", "230", "", "00"),
    habit("MV", "960", "", "00"),
    habit("MW", "265", "0", "00"),
    habit("MX", "52", "", "00"),
    habit("MY", "60", "0", "00"),
    habit("MZ", "258", "", "00"),
    habit("NA", "264", "0", "00"),
    habit("NC", "687", "", "00"),
    habit("NE", "227", "", "00"),
    habit("NF", "672", "", "00"),
    habit("NG", "234", "0", "009"),
    habit("NI", "505", "", "00"),
    habit("NL", "31", "0", "00"),
    habit("NO", "47", "", "00"),
    habit("NP", "977", "0", "00"),
    habit("NR", "674", "", "00"),
    habit("NU", "683", "", "00"),
    habit("NZ", "64", "0", "00"),
    habit("OM", "968", "", "00"),
    habit("PA", "507", "", "00"),
    habit("PE", "51", "0", "00"),
    habit("PF", "689", "", "00"),
    habit("PG", "675", "", "00"),
    habit("PH", "63", "0", "00"),
    habit("PK", "92", "0", "00"),
    habit("PL", "48", "", "00"),
    habit("PM", "508", "0", "00"),
    habit("PR", "1", "1", "011"),
    habit("PS", "970", "0", "00"),
    habit("PT", "351", "", "00"),
    habit("PW", "680", "", "00"),
    habit("PY", "595", "0", "00"),
    habit("QA", "974", "", "00"),
    habit("RE", "262", "0", "00"),
    habit("RO", "40", "0", "00"),
    habit("RS", "381", "0", "00"),
    habit("RU", "7", "8", "810"),
    habit("RW", "250", "0", "00"),
    habit("SA", "966", "0", "00"),
    habit("SB", "677", "", "00"),
    habit("SC", "248", "", "00"),
    habit("SD", "249", "0", "00"),
    habit("SE", "46", "0", "00"),
    habit("SG", "65", "", "00"),
    habit("SH", "290", "", "00"),
    habit("SI", "386", "0", "00"),
    habit("SJ", "47", "", "00"),
    habit("SK", "421", "0", "00"),
    habit("SL", "232", "0", "00"),
    habit("SM", "378", "", "00"),
    habit("SN", "221", "", "00"),
    habit("SO", "252", "0", "00"),
    habit("SR", "597", "", "00"),
    habit("SS", "211", "0", "00"),
    habit("ST", "239", "", "00"),
    habit("SV", "503", "", "00"),
    habit("SX", "1", "1", "011"),
    habit("SY", "963", "0", "00"),
    habit("SZ", "268", "", "00"),
    habit("TA", "290", "", "00"),
    habit("TC", "1", "1", "011"),
    habit("TD", "235", "", "00"),
    habit("TG", "228", "", "00"),
    habit("TH", "66", "0", "00"),
    habit("TJ", "992", "", "810"),
    habit("TK", "690", "", "00"),
    habit("TL", "670", "", "00"),
    habit("TM", "993", "8", "810"),
    habit("TN", "216", "", "00"),
    habit("TO", "676", "", "00"),
    habit("TR", "90", "0", "00"),
    habit("TT", "1", "1", "011"),
    habit("TV", "688", "", "00"),
    habit("TW", "886", "0", "00"),
    habit("TZ", "255", "0", "00"),
    habit("UA", "380", "0", "00"),
    habit("UG", "256", "0", "00"),
    habit("US", "1", "1", "011"),
    habit("UY", "598", "0", "00"),
    habit("UZ", "998", "", "00"),
    habit("VA", "39", "", "00"),
    habit("VC", "1", "1", "011"),
    habit("VE", "58", "0", "00"),
    habit("VG", "1", "1", "011"),
    habit("VI", "1", "1", "011"),
    habit("VN", "84", "0", "00"),
    habit("VU", "678", "", "00"),
    habit("WF", "681", "", "00"),
    habit("WS", "685", "", "0"),
    habit("XK", "383", "0", "00"),
    habit("YE", "967", "0", "00"),
    habit("YT", "262", "0", "00"),
    habit("ZA", "27", "0", "00"),
    habit("ZM", "260", "0", "00"),
    habit("ZW", "263", "0", "00"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_found() {
        assert!(HABITS.windows(2).all(|pair| pair[0].country < pair[1].country));
        assert_eq!(of("SE").map(|habit| (habit.calling, habit.trunk)), Some(("46", "0")));
        assert!(of("XX").is_none());
    }

    #[test]
    fn every_code_is_as_long_as_its_first_digits_say() {
        for habit in &HABITS {
            let number = format!("{}5550100", habit.calling);
            assert_eq!(calling_code(&number), Some(habit.calling), "{}", habit.country);
        }
        assert_eq!((calling_code(""), calling_code("35")), (None, None));
    }

    #[test]
    fn the_first_zero_falls_away_abroad_but_for_italy() {
        assert!(drops_zero("44") && drops_zero("49") && !drops_zero("39") && !drops_zero("1"));
    }
}
