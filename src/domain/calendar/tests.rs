//! Dates as people write them, and what is none.

use super::*;
use proptest::prelude::*;

fn ymd(y: i32, m: u32, d: u32) -> Day {
    Day::from_ymd_opt(y, m, d).unwrap()
}

#[test]
fn days_are_read_in_every_usual_spelling() {
    for written in [
        "2025-04-01",
        "2025/4/1",
        "２０２５．４．１",
        "2025年4月1日",
        "令和7年4月1日",
        "R7.4.1",
        "Ｒ７．４．１",
        "r7-4-1",
        "㋿７年４月１日",
        " 令和 7年 4月 1日 ",
        "20250401",
        "２０２５０４０１",
        "R070401",
        "2025年4月1日(火)",
        "令和７年４月１日（火曜日）",
        "2025年4月1日火曜日",
        "2025/4/1（火・祝）",
        "令和七年四月一日",
        "二〇二五年四月一日",
        "2025年4月1",
        "令和7年4月1日生まれ",
        "令和7年4月1日（2025年4月1日）",
        "2025年4月1日(令和7年4月1日)",
    ] {
        assert_eq!(day(written), Ok(ymd(2025, 4, 1)), "{written}");
    }
    assert_eq!(day("令和元年5月1日"), Ok(ymd(2019, 5, 1)));
    assert_eq!(day("平成31年4月30日"), Ok(ymd(2019, 4, 30)));
    assert_eq!(day("昭和64年1月7日"), Ok(ymd(1989, 1, 7)));
    assert_eq!(day("昭和五十五年十二月二十五日"), Ok(ymd(1980, 12, 25)));
    assert_eq!(day("令和99年1月1日"), Ok(ymd(2117, 1, 1)));
}

#[test]
fn months_are_read_where_a_month_is_enough() {
    for written in [
        "令和7年4月",
        "R7.4",
        "2025-04",
        "2025年4月",
        "２０２５／４",
        "2025年4月（令和7年4月）",
        "2025年4月1日",
        "令和七年四月",
        "20250430",
        "2025年4月ごろ",
    ] {
        assert_eq!(month(written), Ok(ymd(2025, 4, 1)), "{written}");
    }
    // 平成 began on the eighth of the month in which 昭和 ended.
    assert_eq!(month("昭和64年1月"), Ok(ymd(1989, 1, 1)));
    assert_eq!(month("平成元年1月"), Ok(ymd(1989, 1, 1)));
    assert!(matches!(
        month("令和元年4月"),
        Err(DayError::OutsideEra { .. })
    ));
    assert_eq!(month("2025年13月"), Err(DayError::NoSuchDay));
    assert_eq!(month("2025年4月（令和8年4月）"), Err(DayError::NoSuchDay));
    assert_eq!(month("令和7年"), Err(DayError::Without(Part::Month)));
    assert_eq!(month("4月"), Err(DayError::Without(Part::Year)));
}

#[test]
fn the_part_that_is_missing_is_named() {
    for (written, part) in [
        ("令和5年4月", Part::Day),
        ("2023-04", Part::Day),
        ("R5.4", Part::Day),
        ("2026", Part::Month),
        ("令和5年", Part::Month),
        ("R7", Part::Month),
        ("4月10日", Part::Year),
        ("4/10", Part::Year),
        ("４月", Part::Year),
    ] {
        assert_eq!(day(written), Err(DayError::Without(part)), "{written}");
    }
}

#[test]
fn a_day_outside_its_era_names_the_boundary() {
    let refused = day("平成31年5月1日");
    let from = ymd(1989, 1, 8);
    let until = Some(ymd(2019, 4, 30));
    assert_eq!(
        refused,
        Err(DayError::OutsideEra {
            era: Era::Heisei,
            from,
            until
        })
    );
    for outside in ["昭和64年1月8日", "令和元年4月30日"] {
        assert!(matches!(day(outside), Err(DayError::OutsideEra { .. })));
    }
}

#[test]
fn impossible_and_unwritten_days_are_told_apart() {
    for no_such in [
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "令和7年2月30日",
        "0000-13-01",
        "20260229",
        "2025年4月1日(月)",
        "2025年4月1日水曜日",
        "令和7年4月1日（2025年4月2日）",
        "2025年4月1日（たぶん）",
    ] {
        assert_eq!(day(no_such), Err(DayError::NoSuchDay), "{no_such}");
    }
    for not in [
        "",
        "infinity",
        "25-4-1",
        "R.4.1",
        "294277-01-01",
        "2026-2-2-2",
        "24:00",
        "令和100年1月1日",
        "元-4-1",
        "2026-2-٣",
        "年月日",
        "202304",
        "()",
        "(月)",
        "月",
        "日曜日",
    ] {
        assert_eq!(day(not), Err(DayError::NotADay), "{not}");
    }
}

proptest! {
    #[test]
    fn era_and_gregorian_days_are_one_to_one(offset in 0i64..121_000) {
        let date = Era::Meiji.from() + chrono::Duration::days(offset);
        let (era, year) = Era::of(date).unwrap();
        let (m, d) = (date.month(), date.day());
        prop_assert_eq!(day(&date.to_string()), Ok(date));
        prop_assert_eq!(day(&date.format("%Y%m%d").to_string()), Ok(date));
        if year < 100 {
            prop_assert_eq!(day(&format!("{}{year}年{m}月{d}日", era.name())), Ok(date));
            prop_assert_eq!(month(&format!("{}{year}年{m}月", era.name())), Ok(date.with_day(1).unwrap()));
        }
    }

    #[test]
    fn reading_a_day_never_panics(text in "\\PC{0,20}|[0-9年月日RHS元./()火曜生-]{0,14}|[(]{0,60}[)]{0,60}") {
        let _ = (day(&text), month(&text));
    }
}
