//! The filter's little language. Pure: typed text in, tests on a row out.
//!
//! Whatever is typed means something: a term that is not well formed is free text, a
//! half-typed one (`risk:`, `>`) matches everything, so that the list never empties
//! under the fingers.

use super::facts::{FULFILMENTS, Facts, PAYMENTS, RISKS, country_number, letter};
use super::fold;
use super::row::{Filter, Moment};
use crate::domain::{Currency, Fulfilment, Lane, Money, Payment, RiskLevel};

/// Which part of the queue is looked through, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// All that is still to decide.
    Open,
    /// What is done.
    Done,
    /// First what is open, then what is done.
    All,
}

/// What a row shows to a test without its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowFacts {
    pub facts: Facts,
    pub deadline: i64,
    pub total: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Risk(Vec<RiskLevel>),
    /// Both letters, or the first one while typing.
    Country(i64),
    CountryFrom(i64),
    Total(Compare, i64),
    Held,
    Archived,
    Cancelled,
    State(Vec<Payment>, Vec<Fulfilment>),
    Lane(Vec<Lane>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compare {
    Above,
    AtLeast,
    Below,
    AtMost,
}

/// Words that must begin words of the row's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TextTerm {
    pub not: bool,
    pub words: Vec<String>,
    /// The words must also follow one another.
    pub phrase: bool,
}

impl TextTerm {
    /// Whether a row's text (words, each after a blank) bears this term, its `not` aside.
    pub(super) fn is_in(&self, text: &str) -> bool {
        if self.phrase {
            return text.contains(&format!(" {}", self.words.join(" ")));
        }
        self.words.iter().all(|word| text.contains(&format!(" {word}")))
    }

    /// The full-text question that finds every row that may bear it.
    pub(super) fn question(&self) -> String {
        self.words.iter().map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" AND ")
    }
}

/// A filter, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query {
    pub scope: Scope,
    tests: Vec<(bool, Test)>,
    pub texts: Vec<TextTerm>,
}

impl Query {
    /// Understands a filter; amounts are in the shop's currency.
    pub(super) fn of(filter: &Filter, currency: Currency) -> Self {
        let mut query = Self { scope: Scope::Open, tests: Vec::new(), texts: Vec::new() };
        for piece in pieces(&filter.typed) {
            match piece.meaning(currency) {
                Meaning::Nothing => {}
                Meaning::Test(test) => query.tests.push((piece.not, test)),
                Meaning::Text(term) => query.texts.push(term),
                Meaning::Everything => query.scope = Scope::All,
            }
        }
        query.widen();
        if let Some(lane) = filter.lane {
            query.scope = if lane == Lane::Done { Scope::Done } else { Scope::Open };
            query.tests.push((false, Test::Lane(vec![lane])));
        }
        query
    }

    /// Asking for what only decided orders have looks through these as well.
    fn widen(&mut self) {
        for (not, test) in &self.tests {
            self.scope = match test {
                _ if *not => self.scope,
                Test::Lane(lanes) if lanes.as_slice() == [Lane::Done] => Scope::Done,
                Test::Cancelled => Scope::All,
                Test::State(payments, fulfilments)
                    if payments.iter().copied().all(ends_payment)
                        && fulfilments.iter().copied().all(ends_goods) =>
                {
                    Scope::All
                }
                _ => self.scope,
            };
        }
    }

    /// Whether a row passes everything but the text terms.
    pub(super) fn accepts(&self, row: RowFacts, moment: Moment) -> bool {
        self.tests.iter().all(|(not, test)| test.holds(row, moment) != *not)
    }

    /// The stretch of deadlines outside which no row passes.
    pub(super) fn deadlines(&self, moment: Moment) -> (i64, i64) {
        let (now, day_ends) = (moment.now.millis(), moment.day_ends.millis());
        let stretch = |lane: &Lane| match lane {
            Lane::Overdue => (i64::MIN, now),
            Lane::DueToday => (now.saturating_add(1), day_ends),
            Lane::Done => (i64::MIN, i64::MAX),
            _ => (now.saturating_add(1), i64::MAX),
        };
        let wanted = self.tests.iter().filter_map(|test| match test {
            (false, Test::Lane(lanes)) => Some(lanes),
            _ => None,
        });
        wanted.fold((i64::MIN, i64::MAX), |(from, to), lanes| {
            let lanes = || lanes.iter().map(stretch);
            let first = lanes().map(|(first, _)| first).min().unwrap_or(i64::MIN);
            let last = lanes().map(|(_, last)| last).max().unwrap_or(i64::MAX);
            (from.max(first), to.min(last))
        })
    }
}

fn ends_payment(payment: Payment) -> bool {
    matches!(payment, Payment::Refunded | Payment::Voided)
}

fn ends_goods(fulfilment: Fulfilment) -> bool {
    fulfilment == Fulfilment::Fulfilled
}

impl Test {
    fn holds(&self, row: RowFacts, moment: Moment) -> bool {
        let facts = row.facts;
        match self {
            Self::Risk(levels) => levels.contains(&facts.risk()),
            Self::Country(wanted) => facts.countries().contains(wanted),
            Self::CountryFrom(first) => facts.countries().iter().any(|code| code >> 5 == *first),
            Self::Total(Compare::Above, minor) => row.total > *minor,
            Self::Total(Compare::AtLeast, minor) => row.total >= *minor,
            Self::Total(Compare::Below, minor) => row.total < *minor,
            Self::Total(Compare::AtMost, minor) => row.total <= *minor,
            Self::Held => facts.held(),
            Self::Archived => facts.archived(),
            Self::Cancelled => facts.cancelled(),
            Self::State(payments, fulfilments) => {
                payments.contains(&facts.payment()) || fulfilments.contains(&facts.fulfilment())
            }
            Self::Lane(lanes) => lanes.contains(&moment.lane(facts.lane(), row.deadline)),
        }
    }
}

enum Meaning {
    /// Half typed: says nothing yet.
    Nothing,
    /// Looks through done rows as well.
    Everything,
    Test(Test),
    Text(TextTerm),
}

/// One term as typed.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    not: bool,
    /// What stands before the colon, in small letters.
    field: Option<String>,
    value: String,
    quoted: bool,
}

/// Takes typed text apart at blanks; quotes keep blanks, an open quote ends at the end.
fn pieces(typed: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut current = Piece::empty();
    let mut inside = false;
    for c in fold::cut_to(typed, 1024).chars() {
        match c {
            '"' => {
                inside = !inside;
                current.quoted = true;
            }
            _ if c.is_whitespace() && !inside => {
                pieces.push(std::mem::replace(&mut current, Piece::empty()));
            }
            '-' if !current.not && !current.quoted && current.is_blank() => current.not = true,
            ':' if !inside && current.field.is_none() && is_field(&current.value) => {
                current.field = Some(std::mem::take(&mut current.value).to_ascii_lowercase());
            }
            _ => current.value.push(c),
        }
    }
    pieces.push(current);
    pieces.retain(|piece| !piece.is_blank());
    pieces
}

/// The fields; `state` and `lane` take words, the rest text.
const FIELDS: [&str; 9] =
    ["risk", "country", "coupon", "state", "lane", "email", "ip", "tag", "name"];

fn is_field(word: &str) -> bool {
    FIELDS.iter().any(|field| field.eq_ignore_ascii_case(word))
}

impl Piece {
    fn empty() -> Self {
        Self { not: false, field: None, value: String::new(), quoted: false }
    }

    fn is_blank(&self) -> bool {
        self.field.is_none() && self.value.is_empty()
    }

    fn meaning(&self, currency: Currency) -> Meaning {
        let value = self.value.trim();
        let Some(field) = self.field.as_deref() else {
            return self.word(value, currency);
        };
        if value.is_empty() {
            return Meaning::Nothing;
        }
        let test = match field {
            "risk" => risks(value),
            "country" => country(value),
            "state" => states(value),
            "lane" if value.eq_ignore_ascii_case("all") => return Meaning::Everything,
            "lane" => lanes(value),
            _ => return self.in_field(field, value),
        };
        test.map_or_else(|| self.text(&format!("{field} {value}")), Meaning::Test)
    }

    /// A term without a field.
    fn word(&self, value: &str, currency: Currency) -> Meaning {
        if self.quoted {
            return self.text(value);
        }
        if let Some(meaning) = self.amount(value, currency) {
            return meaning;
        }
        match value.to_ascii_lowercase().as_str() {
            "held" => Meaning::Test(Test::Held),
            "archived" => Meaning::Test(Test::Archived),
            "cancelled" | "canceled" => Meaning::Test(Test::Cancelled),
            "overdue" => Meaning::Test(Test::Lane(vec![Lane::Overdue])),
            "due_today" => Meaning::Test(Test::Lane(vec![Lane::DueToday])),
            _ => self.text(value),
        }
    }

    /// `>300`, `<=49.50`; `None` when it does not begin so.
    fn amount(&self, value: &str, currency: Currency) -> Option<Meaning> {
        let signs = [
            (">=", Compare::AtLeast),
            ("<=", Compare::AtMost),
            (">", Compare::Above),
            ("<", Compare::Below),
        ];
        let (rest, compare) = signs
            .into_iter()
            .find_map(|(sign, compare)| value.strip_prefix(sign).map(|rest| (rest, compare)))?;
        if rest.is_empty() {
            return Some(Meaning::Nothing);
        }
        let decimal = rest.replace(',', ".");
        Some(match Money::parse(&decimal, currency) {
            Some(money) => Meaning::Test(Test::Total(compare, money.minor)),
            None => self.text(value),
        })
    }

    fn text(&self, value: &str) -> Meaning {
        let words = fold::words(value);
        if words.is_empty() {
            return Meaning::Nothing;
        }
        Meaning::Text(TextTerm { not: self.not, words, phrase: self.quoted })
    }

    /// `email:`, `ip:`, `tag:`, `coupon:`, `name:` look only at that field's words.
    fn in_field(&self, field: &str, value: &str) -> Meaning {
        let words: Vec<String> = match field {
            "name" => fold::words(value).iter().map(|word| format!("=n{word}")).collect(),
            "email" => fold::field('e', value).into_iter().collect(),
            "ip" => fold::field('i', value).into_iter().collect(),
            "tag" => fold::field('t', value).into_iter().collect(),
            _ => fold::field('c', value).into_iter().collect(),
        };
        if words.is_empty() {
            return Meaning::Nothing;
        }
        Meaning::Text(TextTerm { not: self.not, words, phrase: false })
    }
}

fn begun<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str, typed: &str) -> Vec<T> {
    let typed = typed.to_ascii_lowercase().replace('-', "_");
    let exact = |one: &&T| word(**one) == typed;
    match all.iter().find(exact) {
        Some(one) => vec![*one],
        None => all.iter().copied().filter(|one| word(*one).starts_with(&typed)).collect(),
    }
}

fn risks(typed: &str) -> Option<Test> {
    let levels = begun(&RISKS, RiskLevel::word, typed);
    (!levels.is_empty()).then_some(Test::Risk(levels))
}

fn lanes(typed: &str) -> Option<Test> {
    let lanes = begun(&Lane::ALL, Lane::word, typed);
    (!lanes.is_empty()).then_some(Test::Lane(lanes))
}

fn states(typed: &str) -> Option<Test> {
    let payments = begun(&PAYMENTS, Payment::word, typed);
    let fulfilments = begun(&FULFILMENTS, Fulfilment::word, typed);
    (!payments.is_empty() || !fulfilments.is_empty()).then_some(Test::State(payments, fulfilments))
}

fn country(typed: &str) -> Option<Test> {
    match typed.as_bytes() {
        [first] if letter(*first) != 0 => Some(Test::CountryFrom(letter(*first))),
        _ => match country_number(typed) {
            0 => None,
            code => Some(Test::Country(code)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::facts::Unpacked;
    use crate::domain::{Address, Readable, Timestamp, Zone};

    fn moment() -> Moment {
        Moment::new(Timestamp::parse("2026-03-02T12:00:00Z").unwrap(), Zone::UTC)
    }

    fn query(typed: &str) -> Query {
        let filter = Filter { typed: typed.to_owned(), ..Filter::default() };
        Query::of(&filter, Currency::USD)
    }

    /// A held, high-risk order to Sweden, billed in the States, of 350.00, paid.
    fn row() -> RowFacts {
        let place = |code: &str| {
            Readable::Known(Address { country_code: code.into(), ..Address::default() })
        };
        let facts = Facts::pack(&Unpacked {
            lane: Lane::New,
            risk: RiskLevel::High,
            payment: Payment::Paid,
            fulfilment: Fulfilment::Unfulfilled,
            held: true,
            archived: false,
            cancelled: false,
            shipping: &place("SE"),
            billing: &place("US"),
        });
        RowFacts { facts, deadline: moment().now.plus_seconds(-60).millis(), total: 35_000 }
    }

    #[test]
    fn terms_that_fit_the_row_accept_it_and_their_negation_refuses_it() {
        for typed in [
            "risk:high",
            "RISK:High",
            "risk:h",
            "country:SE",
            "country:us",
            "country:s",
            ">300",
            ">=350",
            "<350.01",
            "<=350",
            "held",
            "state:paid",
            "state:pa",
            "state:unful",
            "lane:overdue",
            "overdue",
            "<1000,50",
        ] {
            assert!(query(typed).accepts(row(), moment()), "{typed}");
            assert!(!query(&format!("-{typed}")).accepts(row(), moment()), "-{typed}");
        }
    }

    #[test]
    fn terms_that_do_not_fit_refuse_the_row() {
        for typed in [
            "risk:low",
            "country:DE",
            ">350",
            "<350",
            "archived",
            "cancelled",
            "state:refunded",
            "lane:new",
            "lane:waiting",
            "due_today",
            "held risk:none",
        ] {
            assert!(!query(typed).accepts(row(), moment()), "{typed}");
        }
    }

    #[test]
    fn half_typed_terms_match_everything() {
        for typed in
            ["", " ", "risk:", "-risk:", ">", "<=", "-", "country:", "\"", "coupon:", "###"]
        {
            let query = query(typed);

            assert!(query.tests.is_empty() && query.texts.is_empty(), "{typed:?}");
        }
    }

    #[test]
    fn malformed_terms_are_free_text() {
        for (typed, words) in [
            (">abc", vec!["abc"]),
            ("risk:xyz", vec!["risk", "xyz"]),
            ("country:Sweden", vec!["country", "sweden"]),
            ("foo:bar", vec!["foo", "bar"]),
            ("lane:nowhere", vec!["lane", "nowhere"]),
        ] {
            let query = query(typed);

            assert_eq!(query.texts.len(), 1, "{typed}");
            assert_eq!(query.texts[0].words, words, "{typed}");
        }
    }

    #[test]
    fn free_text_is_folded_and_matches_beginnings_of_words() {
        let term = query("Núñ").texts.remove(0);

        assert_eq!(term.words, ["nun"]);
        assert!(term.is_in(" ana nunez"));
        assert!(!term.is_in(" ana anunez"));
    }

    #[test]
    fn quotes_keep_words_together_and_a_dash_negates() {
        let terms = query("-\"new york\" \"ana maria").texts;

        assert_eq!(terms.len(), 2);
        assert!(terms[0].not && terms[0].phrase);
        assert!(terms[0].is_in(" x new york"));
        assert!(!terms[0].is_in(" york new"));
        assert_eq!(terms[1].words, ["ana", "maria"]);
    }

    #[test]
    fn field_terms_look_only_at_their_field() {
        let term = |typed: &str| query(typed).texts.remove(0).words;

        assert_eq!(term("email:Ana.N@example.org"), ["=eana_n_example_org"]);
        assert_eq!(term("coupon:\"SPRING 10\""), ["=cspring_10"]);
        assert_eq!(term("ip:203.0.113"), ["=i203_0_113"]);
        assert_eq!(term("tag:vip"), ["=tvip"]);
        assert_eq!(term("name:Ana"), ["=nana"]);
    }

    #[test]
    fn only_explicit_words_reach_what_is_done() {
        for (typed, scope) in [
            ("ana risk:high state:paid", Scope::Open),
            ("lane:done", Scope::Done),
            ("lane:all ana", Scope::All),
            ("cancelled", Scope::All),
            ("-cancelled", Scope::Open),
            ("state:refunded", Scope::All),
        ] {
            assert_eq!(query(typed).scope, scope, "{typed}");
        }
    }

    #[test]
    fn a_lane_of_time_bounds_the_deadlines() {
        let filter = Filter { lane: Some(Lane::Overdue), ..Filter::default() };
        let overdue = Query::of(&filter, Currency::USD).deadlines(moment());

        assert_eq!(overdue, (i64::MIN, moment().now.millis()));
        assert_eq!(query("held").deadlines(moment()), (i64::MIN, i64::MAX));
    }
}
