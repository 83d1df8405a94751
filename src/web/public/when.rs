//! The time of a figure: the plan's word stays as it is, and beside it stands quietly what it does not say.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::plan::period::{Kind, Period};
use crate::views::say::{Say, Wording};

use super::wording;

/// When, in the plan's word and ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct When {
    /// As printed: （2021）, R元, 令和7年度; empty where the year stands behind the number itself.
    pub(super) printed: String,
    /// What that does not say: 2019年, 1～12月, 2015～2019の累計; empty where it says all.
    pub(super) beside: Wording,
}

impl When {
    /// None where nothing is printed.
    pub(super) fn of(period: &Period) -> Option<Self> {
        let printed = period.raw.as_deref().map(wording::printed);
        let beside = unsaid(period);
        (printed.is_some() || beside.is_some()).then(|| Self {
            printed: printed.unwrap_or_default(),
            beside: beside.map_or_else(|| "".into(), Wording::Say),
        })
    }

    /// In a sentence, where its brackets would stand inside others: 2021, R元, 2015～2019の累計. An era is for those who
    /// read Japanese; others are told the year that was understood.
    pub(super) fn in_a_sentence(period: &Period, language: &Language) -> Option<Wording> {
        let is_era = period.year.is_some_and(|year| !period.prints(year));
        let is_foreign = is_era && *language != Language::japanese();
        let unsaid = unsaid(period).map(Wording::Say);
        let printed = period.raw.as_deref().map(wording::printed);
        let printed = printed.map(|text| Wording::from(unbracketed(&text)));
        match period.kind {
            Kind::Span | Kind::Sum | Kind::Average => unsaid.or(printed),
            _ if is_foreign => unsaid.or(printed),
            _ => printed.or(unsaid),
        }
    }
}

/// Without the brackets around all of it.
pub(super) fn unbracketed(text: &str) -> &str {
    let inner = text.strip_prefix(['（', '(']);
    let inner = inner.and_then(|text| text.strip_suffix(['）', ')']));
    inner.map_or(text, str::trim)
}

/// What was understood of a time and is not printed.
fn unsaid(period: &Period) -> Option<Say> {
    if let Some((from, to)) = period.span {
        let key = match period.kind {
            Kind::Sum => "period-sum",
            Kind::Average => "period-average",
            _ => "period-span",
        };
        let say = Say::new(key).with("from", from.to_string());
        let is_printed = period.prints(from) && period.prints(to);
        return (!is_printed).then(|| say.with("to", to.to_string()));
    }
    let year = period.year?;
    let key = match (period.kind, period.prints(year)) {
        (Kind::CalendarYear, true) => return Some(Say::new("period-months")),
        // The fiscal year in which a day lies is not the year that is printed.
        (Kind::Point, _) | (_, true) => return None,
        (Kind::CalendarYear, false) => "period-calendar",
        (Kind::FiscalYear, false) => "period-fiscal-year",
        _ => "period-year",
    };
    Some(Say::new(key).with("year", year.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::period;
    use crate::views::locale::Locales;

    fn said(of: &Period, language: &Language) -> String {
        let when = When::of(of).unwrap();
        let beside = Locales::load().unwrap().write(language, &when.beside);
        format!("{}|{}", when.printed, beside.unwrap())
    }

    #[test]
    fn the_printed_word_comes_first_and_what_it_leaves_unsaid_beside_it() {
        for (raw, japanese, english) in [
            ("（２０２1）", "", ""),
            ("2025年", "", ""),
            ("R元", "2019年", "2019"),
            ("（平成 27年）", "2015年", "2015"),
            ("令和7年度", "2025年度", "FY 2025"),
            ("（各年度）", "", ""),
            ("（2020～2021 平均）", "", ""),
            ("H27～R元平均", "2015～2019の平均", "average of 2015–2019"),
            ("令和2年3月31日現在", "", ""),
        ] {
            let period = period::parse(Some(raw));
            let ja = said(&period, &Language::japanese());
            assert_eq!(ja, format!("{raw}|{japanese}"));
            let en = said(&period, &Language::english());
            assert_eq!(en, format!("{raw}|{english}"));
        }
        assert_eq!(When::of(&period::parse(None)), None);
    }

    #[test]
    fn what_only_a_note_says_stands_beside_the_year() {
        let ja = Language::japanese();
        let mut sum = period::parse(Some("（2019）"));
        (sum.kind, sum.span) = (Kind::Sum, Some((2015, 2019)));
        assert_eq!(said(&sum, &ja), "（2019）|2015～2019の累計");
        let mut calendar = period::parse(Some("（令和元年）"));
        calendar.kind = Kind::CalendarYear;
        assert_eq!(said(&calendar, &ja), "（令和元年）|2019年1～12月");
    }

    #[test]
    fn a_year_in_a_sentence_has_no_brackets_of_its_own() {
        let ja = Language::japanese();
        let said = |raw| When::in_a_sentence(&period::parse(Some(raw)), &ja);
        assert_eq!(said("（2021）"), Some("2021".into()));
        assert_eq!(said("R元"), Some("R元".into()));
        let average = "（2020～2021 平均）";
        assert_eq!(said(average), Some("2020～2021 平均".into()));
        let abroad = |raw| When::in_a_sentence(&period::parse(Some(raw)), &Language::english());
        let year = Say::new("period-year").with("year", "2019");
        assert_eq!(abroad("R元"), Some(year.into()));
        assert_eq!(abroad("（2021）"), Some("2021".into()));
    }
}
