//! What two waves say, by example.

use super::*;

const NOW: Current = Current {
    estimate: 0.36,
    n: 700.0,
    se: Some(0.018),
    is_share: true,
    census: false,
};

const THEN: Previous = Previous {
    estimate: Some(0.32),
    n: Some(700.0),
    se: None,
    documented: true,
    census: false,
};

#[test]
fn the_first_reason_is_told() {
    let reason = |now, then| Outcome::of(now, &then).reason();
    let undocumented = Previous {
        documented: false,
        n: None,
        ..THEN
    };
    assert_eq!(
        reason(None, undocumented),
        Some(Unavailable::CurrentUndefined)
    );
    assert_eq!(
        reason(Some(NOW), undocumented),
        Some(Unavailable::PreviousMethodUnknown)
    );
    let no_n = Previous { n: None, ..THEN };
    assert_eq!(reason(Some(NOW), no_n), Some(Unavailable::PreviousNUnknown));
    let mean = Current {
        is_share: false,
        ..NOW
    };
    assert_eq!(
        reason(Some(mean), THEN),
        Some(Unavailable::PreviousSeUnknown)
    );
    assert_eq!(reason(Some(NOW), THEN), None);
}

#[test]
fn a_census_needs_no_test_only_when_both_were_one() {
    let census = Current {
        census: true,
        ..NOW
    };
    let before = Previous {
        census: true,
        ..THEN
    };
    let both = Outcome::of(Some(census), &before);
    assert_eq!(both.verdict(None, 0.1), Some(Verdict::Up));
    assert_eq!(both.verdict(None, 0.0), Some(Verdict::Same));
    assert!(Outcome::of(Some(census), &THEN).test().is_some());
}

/// Two rows of one grid: what is significant alone is not in its family.
#[test]
fn a_grid_is_judged_together() {
    let at = |estimate| Outcome::of(Some(Current { estimate, ..NOW }), &THEN);
    let (one, other) = (at(0.372), at(0.33));
    assert_eq!(one.verdict(None, 5.2), Some(Verdict::Up));
    let p = adjusted([(Some("q7"), &one), (Some("q7"), &other), (None, &one)]);
    assert_eq!(one.verdict(p[0], 5.2), Some(Verdict::NotConfirmed));
    assert_eq!(p[2], None);
}

/// NPS of one person, or of three who all say 10.
#[test]
fn without_an_interval_no_difference_is_supported() {
    let alone = Sampled {
        current: Current {
            estimate: 1.0,
            n: 1.0,
            se: None,
            is_share: false,
            census: false,
        },
        interval: None,
        deciding: None,
        unit: 100.0,
    };
    let start = Start {
        value: Some(-20.0),
        n: None,
        se: Some(3.0),
    };
    assert_eq!(alone.evidence(&start), Evidence::NoInterval);
    let agreed = Sampled {
        current: Current {
            n: 3.0,
            se: Some(0.0),
            ..alone.current
        },
        interval: Some(Interval::point(100.0)),
        ..alone
    };
    assert_eq!(agreed.evidence(&start), Evidence::NoInterval);
    let everybody = Sampled {
        current: Current {
            census: true,
            ..agreed.current
        },
        ..agreed
    };
    let census = Evidence::Census(Interval::point(100.0));
    assert_eq!(everybody.evidence(&start), census);
}

#[test]
fn where_no_margin_is_shown_the_plain_interval_decides() {
    let wide = Interval {
        low: 30.0,
        high: 42.0,
    };
    let value = Sampled {
        current: NOW,
        interval: Some(Interval {
            low: 34.0,
            high: 38.0,
        }),
        deciding: Some(wide),
        unit: 100.0,
    };
    let start = Start {
        value: Some(32.0),
        ..Start::default()
    };
    assert_eq!(value.evidence(&start), Evidence::Interval(wide));
    let known = Start {
        n: Some(5_000.0),
        ..start
    };
    assert_eq!(
        value.evidence(&known),
        Evidence::Test {
            interval: wide,
            significant: true
        }
    );
}
