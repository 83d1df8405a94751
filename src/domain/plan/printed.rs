//! Reading a printed cell (the grammar of `plans/grammar.md`): one text in, one [`Printed`] out, never an error.
//!
//! What is not understood stays words. Direction is never inferred: a bare number is a number.

use rust_decimal::Decimal;

use super::figure::{Arrow, Bound, Component, Figure, Printed};
use super::scan::{Scan, Term};

/// The dash family that marks a missing value.
const DASHES: [char; 10] = ['―', '—', '–', '－', '-', '‐', '−', 'ー', 'ｰ', '─'];

/// Reads one cell.
#[must_use]
pub fn parse(raw: &str) -> Printed {
    let text = raw.replace('⏎', " ");
    let text = text.trim();
    let bare = |figure| Printed {
        raw: raw.to_owned(),
        figure,
        unit: None,
        scale: None,
        qualifier: None,
        bound: None,
    };
    if text.chars().all(|c| DASHES.contains(&c)) {
        return bare(Figure::Missing);
    }
    if let Some(arrow) = arrow(text) {
        return bare(Figure::Arrow(arrow));
    }
    if text.contains("設定しない") || text.contains("設定しません") {
        return bare(Figure::NotSet);
    }
    let scan = Scan::new(text);
    range(&scan, raw)
        .or_else(|| number(&scan, raw))
        .or_else(|| composite(&scan, raw, 2))
        .unwrap_or_else(|| bare(words(text)))
}

/// Reads a cell whose neighbours in the same row are composite: one labelled number is then a composite as well
/// (`直営戸数 168戸` beside `民営戸数 84戸 直営戸数 84戸`).
#[must_use]
pub fn parse_composite(raw: &str) -> Printed {
    let text = raw.replace('⏎', " ");
    composite(&Scan::new(text.trim()), raw, 1).unwrap_or_else(|| parse(raw))
}

fn arrow(text: &str) -> Option<Arrow> {
    match text {
        "↗" | "⬈" | "➚" | "↑" | "増加" | "上昇" | "向上" => Some(Arrow::Up),
        "↘" | "⬊" | "➘" | "↓" | "減少" | "低下" => Some(Arrow::Down),
        "→" | "⇒" | "維持" | "現状維持" | "横ばい" => Some(Arrow::Level),
        _ => None,
    }
}

/// `40％以上60％以下`, `40～60`.
fn range(scan: &Scan, raw: &str) -> Option<Printed> {
    let mut at = scan.start();
    let low = scan.term(&mut at)?;
    let tilde = scan.take(&mut at, &["~", "～", "〜"]).is_some();
    if !tilde && low.bound != Some(Bound::AtLeast) {
        return None;
    }
    let high = scan.term(&mut at)?;
    let ends = if tilde {
        low.bound.is_none() && high.bound.is_none()
    } else {
        matches!(high.bound, Some(Bound::AtMost | Bound::Below))
    };
    let same_unit = low.unit.is_none() || low.unit == high.unit;
    if !ends || !same_unit || !scan.finished(at) || low.value > high.value {
        return None;
    }
    let below = high.bound == Some(Bound::Below);
    let figure = Figure::Range {
        low: low.value,
        high: high.value,
        below,
    };
    Some(Printed {
        bound: None,
        ..of(raw, figure, high, None)
    })
}

/// `[年|各年|月] [label ]number[scale][unit][以上…][（qualifier）]`.
fn number(scan: &Scan, raw: &str) -> Option<Printed> {
    let mut at = scan.start();
    let label = scan.spaced_label(&mut at);
    let per = scan.take(&mut at, &["各年", "毎年", "年", "月", "週"]);
    let mut term = scan.term(&mut at)?;
    let beside = scan.brackets(&mut at);
    term.bound = term.bound.or_else(|| scan.bound(&mut at));
    if !scan.finished(at) {
        return None;
    }
    if let (Some(per), Some(unit)) = (per, &term.unit) {
        let per = per.chars().last().unwrap_or('年');
        term.unit = Some(format!("{unit}/{per}"));
    }
    let figure = Figure::Number(term.value);
    Some(of(raw, figure, term, label.or(beside)))
}

/// Labelled numbers, at least so many; the label may stand right before its number.
fn composite(scan: &Scan, raw: &str, least: usize) -> Option<Printed> {
    let mut at = scan.start();
    let mut parts = Vec::new();
    let mut unit = None;
    while !scan.finished(at) {
        let label = scan.label(&mut at)?;
        let Term {
            value,
            unit: own,
            bound,
            ..
        } = scan.term(&mut at)?;
        unit = unit.or_else(|| own.clone());
        parts.push(Component {
            label,
            value,
            unit: own,
            bound,
        });
        scan.take(&mut at, &["、", "・", ",", "/"]);
    }
    (parts.len() >= least).then(|| Printed {
        raw: raw.to_owned(),
        figure: Figure::Composite(parts),
        unit,
        scale: None,
        qualifier: None,
        bound: None,
    })
}

fn of(raw: &str, figure: Figure, term: Term, qualifier: Option<String>) -> Printed {
    let Term {
        unit, scale, bound, ..
    } = term;
    Printed {
        raw: raw.to_owned(),
        figure,
        unit,
        scale,
        qualifier,
        bound,
    }
}

/// A list of short words is a set, anything else is text.
fn words(text: &str) -> Figure {
    let items: Vec<String> = text
        .split('、')
        .map(|item| item.trim().to_owned())
        .collect();
    let word = |item: &String| (1..=12).contains(&item.chars().count()) && !item.contains('。');
    if items.len() > 1 && items.iter().all(word) {
        Figure::Set(items)
    } else {
        Figure::Text(text.to_owned())
    }
}

/// The unit an indicator's name carries: `(単位：%)`, or a last bracket of at most four characters `（件）`.
#[must_use]
pub fn unit_in_name(name: &str) -> Option<String> {
    let plain: String = name
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '⏎')
        .collect();
    let plain = plain.trim_end_matches("（※）").trim_end_matches("(※)");
    let inner = plain.strip_suffix(['）', ')'])?;
    let (_, inner) = inner.rsplit_once(['（', '('])?;
    if let Some(unit) = inner
        .strip_prefix("単位")
        .and_then(|u| u.strip_prefix(['：', ':']))
    {
        return (!unit.is_empty()).then(|| unit.to_owned());
    }
    let short = (1..=2).contains(&inner.chars().count()) || inner.contains('/');
    (short && !inner.starts_with('※')).then(|| inner.to_owned())
}

/// Reads a plain decimal as data columns hold it: `-12.30`. Nothing else, and no rounding.
#[must_use]
pub fn decimal(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if plain(whole) && plain(fraction) {
        Decimal::from_str_exact(text).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn d(text: &str) -> Decimal {
        decimal(text).unwrap()
    }

    /// Printed text | value | unit | scale | bound | qualifier.
    const NUMBERS: &str = "３件|3|件|||
38億9千万円|3890000000|円|億千万||
18 億円以上|1800000000|円|億|at_least|
66 万件|660000|件|万||
77,826千円|77826|千円|千||
1,625千人|1625|千人|千||
13.0％以内|13.0|％||at_most|
90.0 未満|90.0|||below|
10%未満|10|%||below|
100人超|100|人||above|
年6回以上(3地区)|6|回/年||at_least|3地区
2 回（隔年有）|2|回|||隔年有
各年2人|2|人/年|||
3回/年|3|回/年|||
コスト額 7,000千円|7000|千円|千||コスト額
△1.5ポイント|-1.5|ポイント|||
１，２３４．５人|1234.5|人|||
５か所以上|5|か所||at_least|";

    #[test]
    fn every_number_form_of_the_plans_is_read() {
        for line in NUMBERS.lines() {
            let cells: Vec<&str> = line.split('|').collect();
            let [raw, value, unit, scale, bound, qualifier] = cells.try_into().unwrap();
            let some = |text: &'static str| (!text.is_empty()).then_some(text);
            let printed = parse(raw);
            assert_eq!(printed.number(), Some(d(value)), "{raw}");
            assert_eq!(printed.unit.as_deref(), some(unit), "{raw}");
            assert_eq!(printed.scale.as_deref(), some(scale), "{raw}");
            let said = printed
                .bound
                .map(|bound| serde_json::to_value(bound).unwrap());
            assert_eq!(
                said.as_ref().and_then(|word| word.as_str()),
                some(bound),
                "{raw}"
            );
            assert_eq!(printed.qualifier.as_deref(), some(qualifier), "{raw}");
        }
    }

    #[test]
    fn words_arrows_ranges_and_dashes_are_told_apart() {
        let range = |low: &str, high: &str| Figure::Range {
            low: d(low),
            high: d(high),
            below: false,
        };
        assert_eq!(parse("40％以上⏎60％以下").figure, range("40", "60"));
        assert_eq!(parse("40～60").figure, range("40", "60"));
        assert_eq!(parse("↗").figure, Figure::Arrow(Arrow::Up));
        for dash in ["", "―", "—", "－", "-"] {
            assert_eq!(parse(dash).missing_mark(), Some(dash));
        }
        let text = |text: &str| Figure::Text(text.to_owned());
        for words in [
            "市債借入は元金償還以内に努める",
            "実施準備",
            "策定",
            "第2次計画の策定",
            "3地区で実施",
            "60以上40以下",
        ] {
            assert_eq!(parse(words).figure, text(words));
        }
        assert!(
            matches!(parse("基礎、応用、能力開発").figure, Figure::Set(items) if items.len() == 3)
        );
        assert_eq!(
            parse("KPIの設定が困難なため設定しない").figure,
            Figure::NotSet
        );
    }

    #[test]
    fn labelled_numbers_are_a_composite_when_the_row_is() {
        let labels = |raw: &str| match parse_composite(raw).figure {
            Figure::Composite(parts) => parts
                .into_iter()
                .map(|p| (p.label, p.value.to_string()))
                .collect(),
            _ => Vec::new(),
        };
        assert_eq!(
            labels("直営戸数 168戸"),
            [("直営戸数".to_owned(), "168".to_owned())]
        );
        assert_eq!(labels("民営84戸 直営84戸").len(), 2);
        assert!(matches!(
            parse("民営戸数 84戸 直営戸数 84戸").figure,
            Figure::Composite(_)
        ));
        assert_eq!(parse("直営戸数 168戸").number(), Some(d("168")));
    }

    #[test]
    fn a_unit_is_found_in_the_name() {
        assert_eq!(unit_in_name("市民の割合 (単位：%)").as_deref(), Some("%"));
        assert_eq!(unit_in_name("相談件数の累計 (件 )").as_deref(), Some("件"));
        assert_eq!(
            unit_in_name("成婚数の累計（件）（※）").as_deref(),
            Some("件")
        );
        assert_eq!(unit_in_name("利用者登録率（小中学校）"), None);
        assert_eq!(unit_in_name("加入率"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_the_print_is_kept(raw in "\\PC{0,40}") {
            prop_assert_eq!(parse(&raw).raw, raw.clone());
            prop_assert_eq!(parse_composite(&raw).raw, raw);
        }

        #[test]
        fn texts_of_the_alphabet_of_plans_never_panic(raw in "[0-9０-９.,，％%億万千百円件人年回以上下内未満超～（）() 、↗―基準戸⏎△-]{0,24}") {
            prop_assert_eq!(parse(&raw).raw, raw);
        }

        #[test]
        fn a_bare_number_is_a_number(whole in 0_u64..1_000_000_000, cents in 0_u32..100) {
            let text = format!("{whole}.{cents:02}");
            let printed = parse(&format!("{text}％"));
            prop_assert_eq!(printed.number(), decimal(&text));
            prop_assert_eq!(printed.bound, None);
        }
    }
}
