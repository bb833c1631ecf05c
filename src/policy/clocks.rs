//! The deadlines of an order, and what the present moment makes of them.

use chrono::NaiveDate;

use super::{CaseState, PolicySettings};
use crate::domain::{
    ClockName, ClockReading, FulfilmentOrder, FulfilmentOrderState, Lane, Order, Payment,
    Timestamp, Zone,
};
use crate::words;

/// The lane at the present moment: a deadline that has passed, or ends today, goes before
/// the lane that was stored.
pub fn lane_now(lane: Lane, clock: Option<ClockReading>, now: Timestamp, zone: Zone) -> Lane {
    let Some(clock) = clock.filter(|_| lane != Lane::Done) else {
        return lane;
    };
    if clock.is_overdue(now) {
        return Lane::Overdue;
    }
    // A deadline at midnight ends with the day before.
    if zone.day(clock.at.plus_seconds(-1)) <= zone.day(now) { Lane::DueToday } else { lane }
}

/// The end of a day in the store's zone, which is when its deadline passes.
pub fn end_of_day(day: NaiveDate, zone: Zone) -> Timestamp {
    zone.at(day.succ_opt().unwrap_or(day), 0, 0)
}

/// The day by which a hold placed now is to be decided (S49, C7, C9).
pub fn hold_day(settings: &PolicySettings, now: Timestamp, zone: Zone) -> NaiveDate {
    settings.calendar.add_business_days(zone.day(now), settings.hold_business_days)
}

/// First decision within one business day of placing (S20, S23, C21).
pub(super) fn first_decision(order: &Order, settings: &PolicySettings, zone: Zone) -> ClockReading {
    let days = settings.first_decision_business_days;
    let at = settings.calendar.deadline(order.placed_at, days, zone);
    ClockReading { name: ClockName::FirstDecision, at }
}

/// The end of our own hold: from the text on the hold, which also tells of a hold that a
/// colleague placed later or from another machine, else from the ledger. `None` when no open part
/// bears a hold of ours, or the hold has no date.
pub(super) fn decision(order: &Order, case: &CaseState, zone: Zone) -> Option<ClockReading> {
    let open = order.fulfilment_orders.iter();
    let open = open.filter(|part| part.state != FulfilmentOrderState::Ended);
    let held: Vec<_> = open.filter(|part| part.holds.iter().any(|hold| hold.ours)).collect();
    if held.is_empty() {
        return None;
    }
    let written = held.into_iter().filter_map(|part| written_end(part, case, zone)).min();
    let at = written.or(case.decide_by)?;
    Some(ClockReading { name: ClockName::Decision, at })
}

/// The end that our holds on one part name: the earliest, unless one of two is the day that
/// this desk gave it last, and the older hold is still to be released.
fn written_end(part: &FulfilmentOrder, case: &CaseState, zone: Zone) -> Option<Timestamp> {
    let ours = part.holds.iter().filter(|hold| hold.ours);
    let days = ours.filter_map(|hold| words::decision_day(hold.notes.raw()));
    let ends: Vec<Timestamp> = days.map(|day| end_of_day(day, zone)).collect();
    let known = case.decide_by.filter(|by| ends.contains(by));
    known.or_else(|| ends.into_iter().min())
}

/// The earliest end of an open authorisation (C10).
pub(super) fn authorisation(order: &Order, settings: &PolicySettings) -> Option<ClockReading> {
    if order.payment == Payment::Expired {
        return None;
    }
    let days = settings.authorisation_days;
    let ends = order.open_authorisations().map(|open| order.runs_out_at(open, days));
    ends.min().map(|at| ClockReading { name: ClockName::Authorisation, at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, authorised, order, ours, part};
    use crate::domain::{CancelReason, Hold};

    fn new_york() -> Zone {
        Zone::named("America/New_York").unwrap()
    }

    #[test]
    fn the_present_moment_decides_between_overdue_due_today_and_the_lane() {
        let zone = new_york();
        let reading = |end| Some(ClockReading { name: ClockName::FirstDecision, at: at(end) });
        for (end, lane) in [
            ("2026-11-23T15:59:59-05:00", Lane::Overdue),
            ("2026-11-23T16:00:00-05:00", Lane::Overdue),
            ("2026-11-23T16:00:01-05:00", Lane::DueToday),
            ("2026-11-24T00:00:00-05:00", Lane::DueToday),
            ("2026-11-24T00:00:01-05:00", Lane::New),
        ] {
            let now = at("2026-11-23T16:00:00-05:00");
            assert_eq!(lane_now(Lane::New, reading(end), now, zone), lane, "{end}");
            assert_eq!(lane_now(Lane::Done, reading(end), now, zone), Lane::Done);
        }
        assert_eq!(lane_now(Lane::Waiting, None, at("2026-11-23T16:00:00Z"), zone), Lane::Waiting);
    }

    #[test]
    fn the_day_of_a_hold_counts_business_days_in_the_stores_zone() {
        let settings = PolicySettings::default();

        // Friday evening in New York, Saturday already in UTC; Thanksgiving lies between.
        let day = hold_day(&settings, at("2026-11-20T21:00:00-05:00"), new_york());

        assert_eq!(day.to_string(), "2026-11-30");
        assert_eq!(end_of_day(day, new_york()), at("2026-12-01T00:00:00-05:00"));
    }

    #[test]
    fn the_end_of_our_hold_comes_from_its_text_or_else_from_the_ledger() {
        let mut order = order();
        let mut hold = ours("a");
        hold.notes = "Suspected fraud. Decide by Thursday 26 November 2026 – SE".into();
        order.fulfilment_orders = vec![part("p", vec![hold])];
        let unknown = CaseState::default();
        let known =
            CaseState { decide_by: Some(at("2026-11-25T00:00:00Z")), ..CaseState::default() };

        let reading = |case| decision(&order, case, Zone::UTC).unwrap().at;
        assert_eq!(reading(&unknown), at("2026-11-27T00:00:00Z"));
        assert_eq!(reading(&known), at("2026-11-27T00:00:00Z"));
        let mut untold = order.clone();
        untold.fulfilment_orders[0].holds[0].notes = "Suspected fraud".into();
        let reading = decision(&untold, &known, Zone::UTC).unwrap().at;
        assert_eq!(reading, at("2026-11-25T00:00:00Z"));

        let mut ended = order.clone();
        ended.fulfilment_orders[0].state = FulfilmentOrderState::Ended;
        assert_eq!(decision(&ended, &known, Zone::UTC), None);
    }

    #[test]
    fn an_authorisation_ends_when_the_store_says_or_seven_days_after() {
        let settings = PolicySettings::default();
        let mut order = authorised();
        let end = |order: &Order| authorisation(order, &settings).map(|clock| clock.at);

        assert_eq!(end(&order), Some(at("2026-11-26T15:00:05Z")));
        order.transactions[0].expires_at = Some(at("2026-11-24T00:00:00Z"));
        assert_eq!(end(&order), Some(at("2026-11-24T00:00:00Z")));
        order.payment = Payment::Expired;
        assert_eq!(end(&order), None);
    }

    #[test]
    fn of_two_holds_of_ours_on_one_part_the_day_that_this_desk_gave_last_counts() {
        let zone = new_york();
        let day = |day: u32| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let note = |until: u32| words::hold_note(CancelReason::Fraud, day(until), "SE");
        let dated = |id: &str, text: &str| Hold { notes: text.into(), ..ours(id) };
        let (old, new) = (&*note(24), &*note(30));
        let mut order = order();
        order.fulfilment_orders = vec![part("p", vec![dated("a", old), dated("b", new)])];
        let clock = |order: &Order, by: Option<NaiveDate>| {
            let decide_by = by.map(|day| end_of_day(day, zone));
            decision(order, &CaseState { decide_by, ..CaseState::default() }, zone).unwrap().at
        };

        assert_eq!(clock(&order, Some(day(30))), end_of_day(day(30), zone));
        assert_eq!(clock(&order, Some(day(27))), end_of_day(day(24), zone));
        assert_eq!(clock(&order, None), end_of_day(day(24), zone));
        // Another part is due sooner: its own day stands.
        order.fulfilment_orders.push(part("q", vec![dated("c", old)]));
        assert_eq!(clock(&order, Some(day(30))), end_of_day(day(24), zone));
    }
}
