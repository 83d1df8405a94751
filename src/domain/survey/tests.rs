//! What every survey promises about its times, whatever they are.

use chrono::{DateTime, Duration};
use proptest::prelude::*;

use super::*;

fn at(seconds: i64) -> Timestamp {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn times() -> impl Strategy<Value = Schedule> {
    (0..5_000_i64, 1..5_000_i64, 0..5_000_i64, 0..=30_i32).prop_map(|(opens, web, entry, grace)| {
        Schedule {
            opens_at: at(opens),
            web_closes_at: at(opens + web),
            entry_closes_at: at(opens + web + entry),
            grace_minutes: grace,
        }
    })
}

fn fieldwork() -> impl Strategy<Value = Fieldwork> {
    let states = prop_oneof![
        Just(State::Draft),
        Just(State::Scheduled),
        Just(State::Open),
        Just(State::WebClosed),
        Just(State::EntryClosed),
        Just(State::Cancelled)
    ];
    (states, times()).prop_map(|(state, times)| Fieldwork {
        state,
        schedule: (state != State::Draft).then_some(times),
    })
}

fn mode() -> impl Strategy<Value = Mode> {
    prop_oneof![
        Just(Mode::Web),
        Just(Mode::Paper),
        Just(Mode::Kiosk),
        Just(Mode::Phone)
    ]
}

proptest! {
    /// Correctness never waits for the job: what it will write changes no decision.
    #[test]
    fn the_clocks_job_changes_no_decision(work in fieldwork(), mode in mode(), begun in 0..20_000_i64, now in 0..20_000_i64) {
        let after = Fieldwork { state: work.due(at(now)).unwrap_or(work.state), ..work };
        // A survey of state `open` before its time is not one anybody can store; by hand its times move too.
        prop_assume!(!(work.state == State::Open && work.schedule.is_some_and(|t| at(now) < t.opens_at)));
        let zone = Zone::TOKYO;
        prop_assert_eq!(
            work.accepts(mode, at(begun), at(now), zone).is_ok(),
            after.accepts(mode, at(begun), at(now), zone).is_ok()
        );
        prop_assert_eq!(after.due(at(now)), None);
    }

    #[test]
    fn closed_stays_closed(work in fieldwork(), mode in mode(), begun in 0..20_000_i64, now in 0..20_000_i64, later in 0..9_000_i64) {
        let closed = |moment| matches!(work.accepts(mode, at(begun), moment, Zone::TOKYO), Err(Refusal::Closed { .. }));
        prop_assert!(!closed(at(now)) || closed(at(now + later)));
    }

    #[test]
    fn what_is_taken_bears_a_day_of_the_window(times in times(), begun in 0..20_000_i64, now in 0..20_000_i64) {
        let work = Fieldwork { state: State::Open, schedule: Some(times) };
        if let Ok(taken) = work.accepts(Mode::Web, at(begun), at(now), Zone::TOKYO) {
            prop_assert!(taken.on >= Zone::TOKYO.day(times.opens_at));
            prop_assert!(taken.on <= times.last_day(Zone::TOKYO));
        }
    }

    #[test]
    fn after_closing_by_hand_nothing_of_the_web_is_taken(work in fieldwork(), now in 0..20_000_i64, later in 0..9_000_i64) {
        if let Ok(closed) = work.close_web(at(now)) {
            prop_assert!(closed.schedule.unwrap().checked().is_ok());
            prop_assert!(closed.accepts(Mode::Web, at(0), at(now + later), Zone::TOKYO).is_err());
            prop_assert!(closed.close_web(at(now + later)).is_err());
        }
    }

    #[test]
    fn an_extended_survey_takes_answers_until_the_new_deadline(work in fieldwork(), now in 0..20_000_i64, until in 0..30_000_i64) {
        if let Ok(longer) = work.extend(at(until), at(now)) {
            prop_assert!(longer.schedule.unwrap().checked().is_ok());
            prop_assert!(longer.accepts(Mode::Web, at(until - 1), at(until - 1), Zone::TOKYO).is_ok() || longer.state == State::Scheduled);
        }
    }
}

/// F17: the boundary to the microsecond.
#[test]
fn the_deadline_is_exclusive_and_grace_is_for_what_was_begun() {
    let day = Day::from_ymd_opt(2027, 3, 31).unwrap();
    let end = Zone::TOKYO.end_of(day);
    let open = Fieldwork {
        state: State::Open,
        schedule: Some(Schedule {
            opens_at: end - Duration::days(30),
            web_closes_at: end,
            entry_closes_at: end + Duration::days(7),
            grace_minutes: 15,
        }),
    };
    let tick = Duration::microseconds(1);
    let grace = Duration::minutes(15);
    let web = |begun, now| open.accepts(Mode::Web, begun, now, Zone::TOKYO);
    let closed = Err(Refusal::Closed { closed_at: end });
    assert_eq!(web(end - tick, end - tick), Ok(Accepting { on: day }));
    assert_eq!(web(end, end), closed);
    assert_eq!(web(end - tick, end), Ok(Accepting { on: day }));
    assert_eq!(
        web(end - tick, end + grace - tick),
        Ok(Accepting { on: day })
    );
    assert_eq!(web(end - tick, end + grace), closed);
    let typed = open.accepts(Mode::Paper, end, end + Duration::days(6), Zone::TOKYO);
    assert!(typed.is_ok(), "paper is typed until entry closes");
}

#[test]
fn a_survey_goes_through_its_life_and_not_backwards() {
    let draft = Fieldwork {
        state: State::Draft,
        schedule: None,
    };
    assert_eq!(draft.open(at(0)), Err(moving::MoveRefusal::NoTimes));
    let times = Schedule {
        opens_at: at(100),
        web_closes_at: at(200),
        entry_closes_at: at(300),
        grace_minutes: 0,
    };
    let scheduled = draft.schedule(times, at(0)).unwrap();
    let open = scheduled.open(at(50)).unwrap();
    assert_eq!(open.schedule.unwrap().opens_at, at(50));
    let closed = open.close_web(at(150)).unwrap();
    assert_eq!(closed.schedule.unwrap().web_closes_at, at(150));
    let ended = closed.close_entry(at(160)).unwrap();
    assert_eq!(ended.state, State::EntryClosed);
    assert_eq!(
        ended.extend(at(900), at(170)),
        Err(moving::MoveRefusal::NotFrom(State::EntryClosed))
    );
    assert_eq!(
        ended.cancel(),
        Err(moving::MoveRefusal::NotFrom(State::EntryClosed))
    );
    let again = ended.reopen_entry(at(400), at(170)).unwrap();
    assert_eq!(again.state, State::WebClosed);
    assert!(
        again
            .accepts(Mode::Paper, at(0), at(399), Zone::TOKYO)
            .is_ok()
    );
    assert!(
        again
            .accepts(Mode::Web, at(0), at(180), Zone::TOKYO)
            .is_err()
    );
}

/// A year mistyped is a century: 2125 for 2025.
#[test]
fn times_of_another_century_are_asked_about() {
    let now = at(0);
    let years = |years: i64| now + Duration::days(365 * years);
    let times = |opens_at, web_closes_at, entry_closes_at| Schedule {
        opens_at,
        web_closes_at,
        entry_closes_at,
        grace_minutes: 15,
    };
    let draft = Fieldwork {
        state: State::Draft,
        schedule: None,
    };
    let far = |time| Err(moving::MoveRefusal::TooFar(time));
    let fine = times(now, years(5), years(5));
    let scheduled = draft.schedule(fine, now).unwrap();
    for (times, wrong) in [
        (times(now, years(100), years(100)), years(100)),
        (times(now, years(1), years(100)), years(100)),
        (times(years(100), years(101), years(102)), years(100)),
        (times(years(-2), years(1), years(1)), years(-2)),
    ] {
        assert_eq!(draft.schedule(times, now), far(wrong));
    }
    assert_eq!(scheduled.extend(years(100), now), far(years(100)));
    let closed = Fieldwork {
        state: State::EntryClosed,
        ..scheduled
    };
    assert_eq!(closed.reopen_entry(years(100), now), far(years(100)));
    let said = moving::MoveRefusal::TooFar(years(100)).to_string();
    assert!(said.contains("is the year right?"), "{said}");
}
