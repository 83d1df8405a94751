//! Reading a printed cell (the grammar of `plans/grammar.md`): one text in, one [`Printed`] out, never an error.
//!
//! What is not understood stays words. Direction is never inferred: a bare number is a number.

use rust_decimal::Decimal;

use super::figure::{Arrow, Bound, Component, Figure, Printed};
use super::scan::{Scan, Term};
use super::unit::Unit;
use crate::domain::text::runs_in_a_spreadsheet;

/// The dash family that marks a missing value.
const DASHES: [char; 10] = ['―', '—', '–', '－', '-', '‐', '−', 'ー', 'ｰ', '─'];

/// How often a figure comes that stands behind these words: `年6回`, `各年2人`, `月1回`.
const PERIODS: [(&str, char); 12] = [
    ("各年", '年'),
    ("毎年", '年'),
    ("年間", '年'),
    ("年額", '年'),
    ("年", '年'),
    ("毎月", '月'),
    ("月額", '月'),
    ("月", '月'),
    ("毎週", '週'),
    ("週", '週'),
    ("毎日", '日'),
    ("日額", '日'),
];

/// Words before a number that is not exact.
const ABOUT: [&str; 3] = ["およそ", "おおむね", "約"];

/// A cell as people read it: on one line, and without the apostrophe that keeps a spreadsheet from computing it.
#[must_use]
pub fn plain(raw: &str) -> String {
    let text = raw.replace('⏎', " ");
    let text = text.trim();
    let guarded = text
        .strip_prefix('\'')
        .filter(|rest| runs_in_a_spreadsheet(rest));
    guarded.unwrap_or(text).trim_start().to_owned()
}

/// Reads one cell.
#[must_use]
pub fn parse(raw: &str) -> Printed {
    let text = plain(raw);
    let text = text.as_str();
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
    composite(&Scan::new(&plain(raw)), raw, 1).unwrap_or_else(|| parse(raw))
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
    // 「40～60万人」 is from 40万.
    let bare = low.unit.is_none() && low.scale.is_none();
    let times = if bare { high.times } else { Decimal::ONE };
    let low_end = low.value.checked_mul(times)?;
    if !ends || !same_unit || !scan.finished(at) || low_end > high.value {
        return None;
    }
    let below = high.bound == Some(Bound::Below);
    let figure = Figure::Range {
        low: low_end,
        high: high.value,
        below,
    };
    Some(Printed {
        bound: None,
        ..of(raw, figure, high, None)
    })
}

/// `[label ][年|各年|月][約]number[scale][unit][以上…][（qualifier）]`. What is said against another year (`▲46％（2013年度比）`)
/// is a change and not where the indicator stands: it stays words.
fn number(scan: &Scan, raw: &str) -> Option<Printed> {
    let mut at = scan.start();
    let label = scan.spaced_label(&mut at);
    let per = scan.take(&mut at, &PERIODS.map(|(word, _)| word));
    let about = scan.take(&mut at, &ABOUT);
    let mut term = scan.term(&mut at)?;
    let beside = scan.brackets(&mut at);
    term.bound = term.bound.or_else(|| scan.bound(&mut at));
    let relative = beside
        .as_deref()
        .is_some_and(|beside| beside.ends_with('比'));
    if !scan.finished(at) || relative {
        return None;
    }
    let per = per.and_then(|word| PERIODS.iter().find(|(other, _)| *other == word));
    if let (Some((_, per)), Some(unit)) = (per, &term.unit) {
        if Unit::parse(unit).is_a_rate() {
            return None;
        }
        term.unit = Some(format!("{unit}/{per}"));
    }
    let figure = Figure::Number(term.value);
    Some(of(raw, figure, term, label.or(beside).or(about)))
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
mod tests;
