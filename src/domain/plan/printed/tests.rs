//! Every form a cell of the plans seen is printed in.

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
月1回|1|回/月|||
毎月 1回|1|回/月|||
月額5,000円|5000|円/月|||
約９５０g|950|g|||約
２千５百人|2500|人|千百||
38億9千円|3800009000|円|億千||
1億2,345万6,789円|123456789|円|億万||
1,234.5千t-CO₂|1234.5|千t-CO₂|千||
900kg-CO2/人・日以下|900|kg-CO2/人・日||at_most|
'-5|-5||||
－12件|-12|件|||
±0|0||||
32.3％（R元）|32.3|％|||R元
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
#[expect(clippy::too_many_lines, reason = "a table of cases")]
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
    assert_eq!(parse("40～60万人").figure, range("400000", "600000"));
    assert_eq!(parse("1億～2億円").figure, range("100000000", "200000000"));
    for words in [
        "1,2345",
        "12,34人",
        "1,234,56",
        "0,5",
        "1万23456円",
        "±5",
        "3/10",
        "10/10",
        "0人を維持",
        "40％（R7）→50％（R12）",
        "▲46％（2013年度比）",
        "前年度比減",
        "32.3％→",
        "月1回/年",
        "市債借入は元金償還以内に努める",
        "実施準備",
        "策定",
        "第2次計画の策定",
        "3地区で実施",
        "60以上40以下",
    ] {
        assert_eq!(parse(words).figure, text(words));
    }
    assert!(matches!(parse("基礎、応用、能力開発").figure, Figure::Set(items) if items.len() == 3));
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
