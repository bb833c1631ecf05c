//! The filter's little language. Pure: typed text in, tests on a row out.
//!
//! A half-typed term (`risk:`, `>`) matches everything, so that the list never empties
//! under the fingers; so does a mistaken value (`risk:bogus`), of which
//! [`Filter::mistakes`] tells. An unknown name before a colon is free text.

use super::facts::Facts;
use super::row::{Filter, Moment};
use super::typed::{Meaning, pieces};
use crate::domain::{Currency, Fulfilment, Lane, Payment, RiskLevel};

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

/// A test on a row's facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Test {
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

/// How an amount is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compare {
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
                Meaning::Nothing | Meaning::Mistaken(_) => {}
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
    fn a_mistaken_value_is_left_out() {
        for typed in [">abc", "risk:xyz", "country:Sweden", "lane:nowhere", "state:lost", ">1,000"]
        {
            let query = query(&format!("{typed} held"));

            assert_eq!(query.tests, [(false, Test::Held)], "{typed}");
            assert_eq!(query.texts, [], "{typed}");
        }
    }

    #[test]
    fn an_unknown_name_before_a_colon_is_free_text() {
        let query = query("foo:bar");

        assert_eq!(query.texts[0].words, ["foo", "bar"]);
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
