//! Conditions over records: a search made ready to be asked many times.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::Warned;
use super::grammar::{Compare, Query, Term};

/// A search over records of one kind.
pub(crate) enum Condition<F> {
    All(Vec<Condition<F>>),
    Any(Vec<Condition<F>>),
    Not(Box<Condition<F>>),
    One(F),
    /// A filter that is unknown: it matches everything, negated or not.
    Ignored,
}

impl<F> Condition<F> {
    /// Whether a record matches, given how one filter is asked.
    pub(crate) fn holds(&self, ask: &impl Fn(&F) -> bool) -> bool {
        match self {
            Self::All(sides) => sides.iter().all(|side| side.holds(ask)),
            Self::Any(sides) => sides.iter().any(|side| side.holds(ask)),
            Self::Not(inner) if matches!(**inner, Self::Ignored) => true,
            Self::Not(inner) => !inner.holds(ask),
            Self::One(filter) => ask(filter),
            Self::Ignored => true,
        }
    }
}

/// Why a term cannot be a filter.
pub(crate) enum Unfit {
    /// The field is unknown here.
    Field,
    /// The value is none of the field's values.
    Value,
}

/// Makes a search ready; what is ignored is told in `warned`.
pub(crate) fn ready<F>(
    query: &Query,
    filter: &impl Fn(&Term) -> Result<F, Unfit>,
    warned: &mut Vec<Warned>,
) -> Condition<F> {
    let mut each = |sides: &[Query]| sides.iter().map(|side| ready(side, filter, warned)).collect();
    match query {
        Query::And(sides) => Condition::All(each(sides)),
        Query::Or(sides) => Condition::Any(each(sides)),
        Query::Not(inner) => Condition::Not(Box::new(ready(inner, filter, warned))),
        Query::Term(term) => match filter(term) {
            Ok(filter) => Condition::One(filter),
            Err(unfit) => {
                warned.push(Warned::of(term, &unfit));
                Condition::Ignored
            }
        },
    }
}

/// A moment, or a whole day, to compare with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct When {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
}

impl When {
    /// Reads a moment or a day; `now` is a moment too.
    pub(crate) fn read(text: &str, now: DateTime<Utc>) -> Option<Self> {
        if text == "now" {
            return Some(Self { from: now, to: now });
        }
        if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
            let from = moment.with_timezone(&Utc);
            return Some(Self { from, to: from });
        }
        if let Ok(moment) = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S") {
            return Some(Self { from: moment.and_utc(), to: moment.and_utc() });
        }
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        let from = day.and_hms_opt(0, 0, 0)?.and_utc();
        Some(Self { from, to: from + TimeDelta::days(1) - TimeDelta::nanoseconds(1) })
    }

    /// Whether a moment compares so; times are compared by the second, as answers show them.
    pub(crate) fn holds(self, compare: Compare, moment: DateTime<Utc>) -> bool {
        let moment = DateTime::from_timestamp(moment.timestamp(), 0).unwrap_or(moment);
        match compare {
            Compare::Is => self.from <= moment && moment <= self.to,
            Compare::Below => moment < self.from,
            Compare::AtMost => moment <= self.to,
            Compare::Above => moment > self.to,
            Compare::AtLeast => moment >= self.from,
        }
    }
}

/// Whether two ordered values compare so.
pub(crate) fn compares<T: PartialOrd + Copy>(compare: Compare, value: T, wanted: T) -> bool {
    match compare {
        Compare::Is => value == wanted,
        Compare::Below => value < wanted,
        Compare::AtMost => value <= wanted,
        Compare::Above => value > wanted,
        Compare::AtLeast => value >= wanted,
    }
}

/// Text to compare with, without regard to case.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    wanted: String,
    prefix: bool,
}

impl Words {
    /// Takes a term's value.
    pub(crate) fn of(term: &Term) -> Self {
        Self { wanted: term.value.to_lowercase(), prefix: term.prefix }
    }

    /// Whether the text is the wanted one, or begins with it.
    pub(crate) fn is(&self, text: &str) -> bool {
        if text.is_ascii() && self.wanted.is_ascii() {
            let head = text.get(..self.wanted.len());
            return head.is_some_and(|head| head.eq_ignore_ascii_case(&self.wanted))
                && (self.prefix || text.len() == self.wanted.len());
        }
        let text = text.to_lowercase();
        if self.prefix { text.starts_with(&self.wanted) } else { text == self.wanted }
    }

    /// Whether this is the phone number, however either of them is punctuated.
    pub(crate) fn is_phone(&self, phone: &str) -> bool {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let wanted = digits(&self.wanted);
        wanted.len() >= 7 && wanted == digits(phone)
    }

    /// Whether the wanted words stand in the text, beginning at the beginning of a word.
    pub(crate) fn inside(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(&self.wanted)) {
            let (start, end) = (from + at, from + at + self.wanted.len());
            let before = text.get(..start).and_then(|t| t.chars().next_back());
            let after = text.get(end..).and_then(|t| t.chars().next());
            let begins = before.is_none_or(|c| !c.is_alphanumeric());
            let ends = self.prefix || after.is_none_or(|c| !c.is_alphanumeric());
            if begins && ends {
                return true;
            }
            from =
                start + text.get(start..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8);
        }
        false
    }
}
