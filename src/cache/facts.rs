//! What a filter asks of a row, packed into one number that fits into an index.

use crate::domain::{Address, ClockName, Fulfilment, Lane, Payment, Readable, RiskLevel, Verdict};

/// Base lanes, by the number kept on disk; new ones go to the end.
const LANES: [Lane; 5] = [Lane::New, Lane::Waiting, Lane::HighValue, Lane::Unscored, Lane::Done];
/// Risk levels, by the number kept on disk; ascending, because the index sorts by it.
pub(super) const RISKS: [RiskLevel; 6] = [
    RiskLevel::Unscored,
    RiskLevel::None,
    RiskLevel::Pending,
    RiskLevel::Low,
    RiskLevel::Medium,
    RiskLevel::High,
];
/// Payment states, by the number kept on disk.
pub(super) const PAYMENTS: [Payment; 9] = [
    Payment::Unknown,
    Payment::Pending,
    Payment::Authorised,
    Payment::PartlyPaid,
    Payment::Paid,
    Payment::PartlyRefunded,
    Payment::Refunded,
    Payment::Voided,
    Payment::Expired,
];
/// Fulfilment states, by the number kept on disk.
pub(super) const FULFILMENTS: [Fulfilment; 5] = [
    Fulfilment::Unknown,
    Fulfilment::Unfulfilled,
    Fulfilment::Partial,
    Fulfilment::Fulfilled,
    Fulfilment::Scheduled,
];
const CLOCKS: [ClockName; 3] =
    [ClockName::FirstDecision, ClockName::Decision, ClockName::Authorisation];
const VERDICTS: [Verdict; 4] =
    [Verdict::Unknown, Verdict::Release, Verdict::Verify, Verdict::Refund];

/// The deadline of a row that has none: later than every other.
pub(super) const NO_DEADLINE: i64 = (1 << 47) - 1;

const RISK_AT: u32 = 3;
pub(super) const PAYMENT_AT: u32 = 6;
const FULFILMENT_AT: u32 = 10;
const HELD: i64 = 1 << 13;
const ARCHIVED: i64 = 1 << 14;
const CANCELLED: i64 = 1 << 15;
const SHIPPING_AT: u32 = 16;
const BILLING_AT: u32 = 26;

fn number<T: PartialEq>(all: &[T], one: &T) -> i64 {
    all.iter().position(|other| other == one).and_then(|at| i64::try_from(at).ok()).unwrap_or(0)
}

fn numbered<T: Copy>(all: &[T], number: i64) -> Option<T> {
    usize::try_from(number).ok().and_then(|at| all.get(at)).copied()
}

pub(super) fn clock_number(name: ClockName) -> i64 {
    number(&CLOCKS, &name)
}

pub(super) fn clock_numbered(at: i64) -> Option<ClockName> {
    numbered(&CLOCKS, at)
}

pub(super) fn payment_number(payment: Payment) -> i64 {
    number(&PAYMENTS, &payment)
}

pub(super) fn verdict_number(verdict: Verdict) -> i64 {
    number(&VERDICTS, &verdict)
}

pub(super) fn verdict_numbered(at: i64) -> Verdict {
    numbered(&VERDICTS, at).unwrap_or_default()
}

/// The number of a base lane; overdue and due today are none and count as new.
pub(super) fn lane_number(lane: Lane) -> i64 {
    number(&LANES, &lane)
}

pub(super) fn lane_numbered(at: i64) -> Lane {
    numbered(&LANES, at).unwrap_or(Lane::New)
}

/// Two letters of a country in ten bits; 0 when they are no letters.
pub(super) fn country_number(code: &str) -> i64 {
    let [first, second] = code.as_bytes() else { return 0 };
    match (letter(*first), letter(*second)) {
        (0, _) | (_, 0) => 0,
        (first, second) => first << 5 | second,
    }
}

/// A letter from 1 to 26, whatever its case; 0 when it is none.
pub(super) fn letter(byte: u8) -> i64 {
    match byte.to_ascii_lowercase() {
        lower @ b'a'..=b'z' => i64::from(lower - b'a') + 1,
        _ => 0,
    }
}

/// The packed facts of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Facts(pub(super) i64);

/// What is packed.
pub(super) struct Unpacked<'a> {
    pub lane: Lane,
    pub risk: RiskLevel,
    pub payment: Payment,
    pub fulfilment: Fulfilment,
    pub held: bool,
    pub archived: bool,
    pub cancelled: bool,
    pub shipping: &'a Readable<Address>,
    pub billing: &'a Readable<Address>,
}

fn country(address: &Readable<Address>) -> i64 {
    address.known().map_or(0, |address| country_number(address.country_code.raw()))
}

impl Facts {
    pub(super) fn pack(from: &Unpacked<'_>) -> Self {
        let flag = |on: bool, bit: i64| if on { bit } else { 0 };
        Self(
            lane_number(from.lane)
                | number(&RISKS, &from.risk) << RISK_AT
                | number(&PAYMENTS, &from.payment) << PAYMENT_AT
                | number(&FULFILMENTS, &from.fulfilment) << FULFILMENT_AT
                | flag(from.held, HELD)
                | flag(from.archived, ARCHIVED)
                | flag(from.cancelled, CANCELLED)
                | country(from.shipping) << SHIPPING_AT
                | country(from.billing) << BILLING_AT,
        )
    }

    pub(super) fn with_lane(self, lane: Lane) -> Self {
        Self(self.0 & !7 | lane_number(lane))
    }

    pub(super) fn lane(self) -> Lane {
        lane_numbered(self.0 & 7)
    }

    pub(super) fn risk(self) -> RiskLevel {
        numbered(&RISKS, self.0 >> RISK_AT & 7).unwrap_or_default()
    }

    pub(super) fn payment(self) -> Payment {
        numbered(&PAYMENTS, self.0 >> PAYMENT_AT & 15).unwrap_or_default()
    }

    pub(super) fn fulfilment(self) -> Fulfilment {
        numbered(&FULFILMENTS, self.0 >> FULFILMENT_AT & 7).unwrap_or_default()
    }

    pub(super) fn held(self) -> bool {
        self.0 & HELD != 0
    }

    pub(super) fn archived(self) -> bool {
        self.0 & ARCHIVED != 0
    }

    pub(super) fn cancelled(self) -> bool {
        self.0 & CANCELLED != 0
    }

    /// Shipping and billing country as numbers.
    pub(super) fn countries(self) -> [i64; 2] {
        [self.0 >> SHIPPING_AT & 1023, self.0 >> BILLING_AT & 1023]
    }

    /// Among rows with one deadline: held first, then higher risk.
    pub(super) fn rank(self) -> i64 {
        let risk = self.0 >> RISK_AT & 7;
        if self.held() { 7 - risk } else { 15 - risk }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_facts_come_out_as_they_went_in() {
        for (at, payment) in PAYMENTS.into_iter().enumerate() {
            let address = Address { country_code: "se".into(), ..Address::default() };
            let facts = Facts::pack(&Unpacked {
                lane: Lane::Unscored,
                risk: RISKS[at % 6],
                payment,
                fulfilment: FULFILMENTS[at % 5],
                held: at % 2 == 0,
                archived: at % 3 == 0,
                cancelled: at % 4 == 0,
                shipping: &Readable::Known(address),
                billing: &Readable::Absent,
            });

            assert_eq!(facts.lane(), Lane::Unscored);
            assert_eq!(facts.with_lane(Lane::Done).lane(), Lane::Done);
            assert_eq!(facts.risk(), RISKS[at % 6]);
            assert_eq!(facts.payment(), payment);
            assert_eq!(facts.fulfilment(), FULFILMENTS[at % 5]);
            assert_eq!(facts.held(), at % 2 == 0);
            assert_eq!(facts.archived(), at % 3 == 0);
            assert_eq!(facts.cancelled(), at % 4 == 0);
            assert_eq!(facts.countries(), [country_number("SE"), 0]);
        }
    }

    #[test]
    fn held_and_risky_rows_rank_first() {
        let plain = Facts(5 << RISK_AT);
        let held = Facts(3 << RISK_AT | HELD);

        assert!(held.rank() < plain.rank());
        assert!(plain.rank() < Facts(3 << RISK_AT).rank());
    }
}
