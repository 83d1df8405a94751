//! What a question is, once all its lines are there.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::asking::Asking;
use super::asks::Asks;
use super::because::Because;
use super::blanks::Room;
use super::grids;
use super::marks::Offer;
use super::piece::{has, squeezed};
use super::scales;
use crate::domain::questionnaire::changing::score;
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::pattern::Pattern;
use crate::domain::questionnaire::question::{Choice, Exactness, Kind, Role};
use crate::domain::text::Text;

/// A text in Japanese.
pub(super) fn text(said: &str) -> Text {
    Text::japanese(said)
}

/// A code that nobody has yet: the one wanted, else one with a number behind it.
pub(super) fn free(wanted: &str, taken: &mut HashSet<String>) -> Option<Code> {
    let mut code = wanted.to_owned();
    let mut count = 1_usize;
    while !taken.insert(code.clone()) {
        count += 1;
        code = format!("{wanted}-{count}");
    }
    Code::parse(&code).ok()
}

/// The codes of options: their printed numbers, and what is free for those that have none or one that is taken.
pub(super) fn numbered(numbers: impl Iterator<Item = Option<u16>>) -> Vec<Option<Code>> {
    let numbers: Vec<Option<u16>> = numbers.collect();
    let printed: HashSet<u16> = numbers.iter().flatten().copied().collect();
    let mut taken: HashSet<u16> = HashSet::new();
    let mut next = 1;
    let mut codes = Vec::new();
    for number in numbers {
        let own = number.filter(|number| taken.insert(*number));
        let code = own.or_else(|| {
            while taken.contains(&next) || printed.contains(&next) {
                next = u16::checked_add(next, 1)?;
            }
            taken.insert(next);
            Some(next)
        });
        codes.push(code.and_then(|code| Code::parse(&code.to_string()).ok()));
    }
    codes
}

/// An option by its code and wording.
pub(super) fn choice(code: Code, label: &str) -> Choice {
    Choice {
        code,
        label: text(label),
        kana: None,
        score: None,
        meaning: scales::meaning(label, false),
        exclusive: false,
        other: false,
        show_if: None,
    }
}

/// The kind of a question and why.
pub(super) fn kind(asking: &Asking<'_>) -> (Kind, Because) {
    if let Some(grid) = &asking.grid {
        return grids::kind(asking, grid);
    }
    if !asking.options.is_empty() {
        return of_options(asking);
    }
    let wording = asking.said();
    if asking.has_children && asking.room.is_none() {
        return (Kind::Note { picture: None }, Because::Heading);
    }
    let said = squeezed(&wording);
    let asked = asking.room.and_then(|(_, room)| of_room(room));
    asked.or_else(|| of_words(&said)).unwrap_or_else(|| {
        let free = [
            "自由に",
            "お書き",
            "ご記入",
            "お聞かせ",
            "ご意見",
            "ご要望",
            "ご提案",
            "自由記",
            "具体的に",
            "理由",
        ];
        let because = match has(&said, &free) {
            true => Because::FreeText,
            false => Because::NoOptions,
        };
        let long = true;
        let (max_length, pattern) = (None, None);
        (
            Kind::Text {
                long,
                max_length,
                pattern,
            },
            because,
        )
    })
}

/// The options of a question, with what they mean and their points.
pub(super) fn choices(offers: &[Offer<'_>]) -> Vec<Choice> {
    let codes = numbered(offers.iter().map(|offer| offer.number));
    let all = offers.iter().zip(codes);
    let choices = all.filter_map(|(offer, code)| {
        let mut choice = choice(code?, offer.taken.kept);
        choice.other = offer.other;
        Some(choice)
    });
    choices.collect()
}

/// Gives points to the steps of a scale, and a meaning to what stands beside them.
pub(super) fn as_scale(options: &mut [Choice], best_first: bool) {
    for option in options.iter_mut() {
        let said: String = option.label.iter().map(|(_, text)| text).collect();
        option.meaning = scales::meaning(&said, !scales::is_step(&said));
    }
    score(options, best_first);
}

/// Any of several options; some of them may stand alone.
fn multiple(mut options: Vec<Choice>, max: Option<u16>) -> Kind {
    for option in &mut options {
        let said: String = option.label.iter().map(|(_, text)| text).collect();
        option.exclusive = scales::stands_alone(&said) && !option.other;
    }
    let min = None;
    Kind::Multiple { options, min, max }
}

fn of_options(asking: &Asking<'_>) -> (Kind, Because) {
    let mut options = choices(&asking.options);
    let count = u16::try_from(options.len()).unwrap_or(u16::MAX);
    match asking.how_many() {
        Some(Asks::InOrder(places)) => {
            options.iter_mut().for_each(|option| option.other = false);
            let kind = Kind::Ranking {
                options,
                places: places.clamp(1, count.max(1)),
            };
            return (kind, Because::SaysInOrder(places));
        }
        Some(Asks::Any) => return (multiple(options, None), Because::SaysAny),
        Some(Asks::UpTo(most)) => {
            let max = Some(most).filter(|most| *most <= count);
            return (multiple(options, max), Because::SaysUpTo(most));
        }
        Some(Asks::One) | None => {}
    }
    let labels: Vec<&str> = asking
        .options
        .iter()
        .map(|offer| offer.taken.kept)
        .collect();
    let writes = asking.options.iter().any(|offer| offer.other);
    if let Some((family, best_first)) = scales::scale(&labels).filter(|_| !writes) {
        as_scale(&mut options, best_first);
        return (Kind::Scale { options }, Because::KnownScale(family));
    }
    let because = match asking.how_many() {
        Some(_) => Because::SaysOne,
        None => Because::OnlyOptions,
    };
    (Kind::Single { options }, because)
}

fn of_room(room: Room<'_>) -> Option<(Kind, Because)> {
    let day = |exact_to| Kind::Date {
        min: None,
        max: None,
        exact_to,
    };
    match room {
        Room::Text => None,
        Room::Number(unit) => Some((number(unit), Because::Number)),
        Room::Day => Some((day(Exactness::Day), Because::Date)),
        Room::Month => Some((day(Exactness::Month), Because::Date)),
        Room::Time => Some((
            Kind::Time {
                min: None,
                max: None,
            },
            Because::Time,
        )),
    }
}

/// A number of a unit, between what is usual.
fn number(unit: &str) -> Kind {
    let most = match unit {
        "歳" | "才" => 120,
        "年" | "年間" => 110,
        "%" | "％" | "人" => 100,
        "回" => 999,
        _ => 99_999,
    };
    Kind::Number {
        min: Decimal::ZERO,
        max: Decimal::from(most),
        decimals: 0,
        unit: Some(text(unit)),
    }
}

/// What is asked by its words alone, where there is no room and no option.
fn of_words(said: &str) -> Option<(Kind, Because)> {
    let written = |pattern| Kind::Text {
        long: false,
        max_length: None,
        pattern: Some(pattern),
    };
    if has(said, &["郵便番号"]) {
        return Some((written(Pattern::PostalCode), Because::Form));
    }
    if has(said, &["電話番号"]) {
        return Some((written(Pattern::Telephone), Because::Form));
    }
    if has(said, &["生年月日"]) {
        return of_room(Room::Day);
    }
    let counted = [
        "年間", "歳", "年", "人", "回", "時間", "分", "日", "台", "冊",
    ];
    let unit = counted
        .iter()
        .find(|unit| said.contains(&format!("何{unit}")))?;
    Some((number(unit), Because::Number))
}

/// What a question is for: in a section about the people who answer, whatever is not free words.
pub(super) fn role(kind: &Kind, wording: &str, about_you: bool) -> Role {
    const SHORT: usize = 30;
    let said = squeezed(wording);
    let closed = matches!(
        kind,
        Kind::Single { .. }
            | Kind::Multiple { .. }
            | Kind::Number { .. }
            | Kind::Date { .. }
            | Kind::Place { .. }
    );
    let facts = [
        "性別",
        "年齢",
        "年代",
        "お住まいの地区",
        "お住まいの地域",
        "居住地区",
        "居住年数",
        "ご職業",
        "職業",
    ];
    let fact = said.chars().count() <= SHORT && has(&said, &facts);
    match closed && (about_you || fact) {
        true => Role::Attribute,
        false => Role::Subject,
    }
}
