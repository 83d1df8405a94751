//! For tests: questionnaires of the kinds that a format can say.

#![expect(clippy::too_many_lines, reason = "tests stop at the first surprise")]

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::expression::Dialect;
use super::kinds::{choice, question};
use super::lack::MINUTES_TAKEN;
use crate::domain::language::Language;
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::order::Order;
use crate::domain::questionnaire::pattern::Pattern;
use crate::domain::questionnaire::question::{
    Axis, Choice, Exactness, Kind, Meaning, Question, Role, Row,
};
use crate::domain::questionnaire::routing::Condition;
use crate::domain::questionnaire::{Layout, Questionnaire, Section};
use crate::domain::text::Text;
use crate::domain::time::Day;

/// A code that is known to be one.
pub(super) fn code(code: &str) -> Code {
    Code::parse(code).unwrap()
}

/// Words, among them what files must escape.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[あ-ん一-龠a-z0-9][あ-んa-z0-9、 ]{0,8}[あ-ん。]",
        1 => Just("=1+1".to_owned()),
        1 => Just("<b>\"a\" & 'b'</b>".to_owned()),
        1 => Just("一行\n二行".to_owned()),
        1 => Just("_x0041_ 😀".to_owned()),
    ]
}

fn text(languages: usize) -> impl Strategy<Value = Text> {
    proptest::collection::vec(words(), languages).prop_map(|words| {
        let languages = [Language::japanese(), Language::english()];
        languages.into_iter().zip(words).collect()
    })
}

fn options(languages: usize) -> impl Strategy<Value = Vec<Choice>> {
    proptest::collection::vec((text(languages), any::<bool>()), 2..5).prop_map(|labels| {
        let numbered = (1..).zip(labels);
        let codes = numbered.map(|(at, (label, letter))| match letter {
            true => choice(code(&format!("o-{at}")), label),
            false => choice(code(&at.to_string()), label),
        });
        codes.collect()
    })
}

fn rows(languages: usize) -> impl Strategy<Value = Vec<Row>> {
    proptest::collection::vec(text(languages), 1..4).prop_map(|labels| {
        let numbered = (1..).zip(labels);
        numbered
            .map(|(at, label)| Row {
                code: code(&format!("r{at}")),
                label,
            })
            .collect()
    })
}

fn day() -> impl Strategy<Value = Day> {
    (1900..2100_i32, 1..=365_u32).prop_map(|(year, day)| Day::from_yo_opt(year, day).unwrap())
}

fn chosen(languages: usize, dialect: Dialect) -> BoxedStrategy<Kind> {
    let multiple = (
        options(languages),
        proptest::option::of(1..3_u16),
        proptest::option::of(2..4_u16),
        any::<bool>(),
    );
    let multiple = multiple.prop_map(|(mut options, min, max, alone)| {
        options.last_mut().unwrap().exclusive = alone;
        Kind::Multiple { options, min, max }
    });
    let single = (options(languages), any::<bool>()).prop_map(move |(mut options, other)| {
        options.last_mut().unwrap().other = other && dialect == Dialect::XlsForm;
        Kind::Single { options }
    });
    let scale = options(languages).prop_map(move |mut options| {
        options[0].score = Some(Decimal::new(15, 1));
        options[1].meaning = Meaning::DontKnow;
        Kind::Scale { options }
    });
    let grid = (rows(languages), options(languages))
        .prop_map(|(rows, options)| Kind::Grid { rows, options });
    let ranking = options(languages).prop_map(|options| Kind::Ranking {
        places: u16::try_from(options.len()).unwrap(),
        options,
    });
    let grids =
        (rows(languages), options(languages)).prop_map(|(rows, options)| Kind::MultipleGrid {
            rows,
            options,
            max: None,
        });
    let dual = (
        rows(languages),
        [options(languages), options(languages)],
        text(languages),
    )
        .prop_map(|(rows, [a, b], label)| {
            let axis = |name, options| Axis {
                code: code(name),
                label: label.clone(),
                options,
            };
            Kind::DualGrid {
                rows,
                axes: [axis("a", a), axis("b", b)],
            }
        });
    let common = prop_oneof![single, multiple, scale, grid, ranking, grids];
    match dialect {
        Dialect::SurveyJs => prop_oneof![5 => common, 1 => dual].boxed(),
        _ => common.boxed(),
    }
}

fn typed(languages: usize) -> impl Strategy<Value = Kind> {
    let number =
        (-500..0_i64, 0..500_i64, any::<bool>()).prop_map(|(min, max, whole)| Kind::Number {
            min: Decimal::new(min, if whole { 0 } else { 2 }),
            max: Decimal::from(max),
            decimals: if whole { 0 } else { 3 },
            unit: None,
        });
    let date = (
        proptest::option::of(day()),
        proptest::option::of(day()),
        any::<bool>(),
    )
        .prop_map(|(min, max, month)| {
            let exact_to = if month {
                Exactness::Month
            } else {
                Exactness::Day
            };
            Kind::Date { min, max, exact_to }
        });
    let written =
        (any::<bool>(), proptest::option::of(1..500_u16)).prop_map(|(long, max_length)| {
            Kind::Text {
                long,
                max_length,
                pattern: None,
            }
        });
    let form =
        prop_oneof![Just(Pattern::PostalCode), Just(Pattern::Telephone)].prop_map(|pattern| {
            Kind::Text {
                long: false,
                max_length: None,
                pattern: Some(pattern),
            }
        });
    let time = Just(Kind::Time {
        min: None,
        max: None,
    });
    let consent = text(languages).prop_map(|label| Kind::Consent { label });
    prop_oneof![
        number,
        date,
        written,
        form,
        time,
        consent,
        Just(Kind::Note { picture: None })
    ]
}

/// A question without a code, and which condition it has.
type Sketch = (Text, Option<Text>, bool, bool, Kind, u8);

fn sketch(languages: usize, dialect: Dialect) -> impl Strategy<Value = Sketch> {
    let kind = prop_oneof![chosen(languages, dialect), typed(languages)];
    let hint = proptest::option::of(text(languages));
    (
        text(languages),
        hint,
        any::<bool>(),
        any::<bool>(),
        kind,
        0..8_u8,
    )
}

fn asked(at: String, sketch: Sketch, before: &[Question], dialect: Dialect) -> Question {
    let (text, hint, required, random, mut kind, wanted) = sketch;
    if let (Kind::Consent { label }, Dialect::XlsForm) = (&mut kind, dialect) {
        *label = text.clone();
    }
    let is_note = matches!(kind, Kind::Note { .. });
    let is_consent = matches!(kind, Kind::Consent { .. });
    let may_be_random = matches!(
        kind,
        Kind::Single { .. } | Kind::Multiple { .. } | Kind::Ranking { .. }
    );
    let mut question = question(code(&at), text, kind);
    question.hint = hint.filter(|_| !is_note || dialect == Dialect::XlsForm);
    question.required = (required && !is_note) || is_consent;
    if is_consent {
        question.role = Role::Attribute;
    }
    if random && may_be_random {
        question.order = Order::Random;
    }
    question.show_if = condition(wanted, before);
    question
}

fn condition(wanted: u8, before: &[Question]) -> Option<Condition> {
    let of = |fits: fn(&Kind) -> bool| before.iter().rev().find(|question| fits(&question.kind));
    let single = of(|kind| {
        matches!(
            kind,
            Kind::Single { .. } | Kind::Scale { .. } | Kind::Multiple { .. }
        )
    })?;
    let item = single.code.to_string();
    let codes: Vec<Code> = single
        .kind
        .choices(0)
        .iter()
        .map(|option| option.code.clone())
        .collect();
    let any_of = |codes: &[Code]| Condition::AnyOf {
        item: item.clone(),
        codes: codes.to_vec(),
    };
    let answered = Condition::Answered { item: item.clone() };
    Some(match wanted {
        1 => any_of(&codes[..1]),
        2 => any_of(&codes),
        3 => answered,
        4 => Condition::All(vec![any_of(&codes[..1]), answered]),
        5 => Condition::Any(vec![answered, Condition::Not(Box::new(any_of(&codes)))]),
        6 => {
            let number = of(|kind| matches!(kind, Kind::Number { .. }))?;
            let item = number.code.to_string();
            let (min, max) = (Some(Decimal::from(-1)), Some(Decimal::new(25, 1)));
            Condition::Any(vec![
                Condition::Number {
                    item: item.clone(),
                    min,
                    max,
                },
                Condition::Not(Box::new(Condition::Number {
                    item,
                    min: None,
                    max,
                })),
            ])
        }
        7 => {
            let item = of(|kind| matches!(kind, Kind::Date { .. }))?
                .code
                .to_string();
            Condition::Date {
                item,
                min: Day::from_ymd_opt(2025, 4, 1),
                max: None,
            }
        }
        _ => return None,
    })
}

/// A questionnaire that a format can say.
pub(super) fn sayable(dialect: Dialect) -> impl Strategy<Value = Questionnaire> {
    (1..=2_usize).prop_flat_map(move |languages| {
        let section = (
            text(languages),
            proptest::collection::vec(sketch(languages, dialect), 1..6),
        );
        let sections = proptest::collection::vec(section, 1..4);
        (text(languages), text(languages), any::<bool>(), sections)
            .prop_map(move |head| put_together(head, languages, dialect))
    })
}

type Sketches = Vec<(Text, Vec<Sketch>)>;

fn put_together(
    head: (Text, Text, bool, Sketches),
    languages: usize,
    dialect: Dialect,
) -> Questionnaire {
    let (title, purpose, one_page, sketches) = head;
    let only_japanese = Text::japanese(title.exact(&Language::japanese()).unwrap());
    let mut before: Vec<Question> = Vec::new();
    let mut sections = Vec::new();
    for (at, (title, sketches)) in sketches.into_iter().enumerate() {
        let mut questions = Vec::new();
        let show_if = condition(u8::try_from(at).unwrap(), &before);
        for (number, sketch) in sketches.into_iter().enumerate() {
            let question = asked(format!("q{at}-{number}"), sketch, &before, dialect);
            before.push(question.clone());
            questions.push(question);
        }
        sections.push(Section {
            code: code(&format!("{at}s")),
            title: title.clone(),
            note: (dialect == Dialect::SurveyJs).then_some(title),
            show_if,
            repeat: None,
            nth: None,
            questions,
        });
    }
    let form = dialect == Dialect::XlsForm;
    Questionnaire {
        code: code(if form { "shimin" } else { "form" }),
        title: if form { only_japanese } else { title },
        purpose: if form { Text::default() } else { purpose },
        minutes: MINUTES_TAKEN,
        languages: [Language::japanese(), Language::english()]
            .into_iter()
            .take(languages)
            .collect(),
        layout: if one_page {
            Layout::OnePage
        } else {
            Layout::Sections
        },
        sections,
    }
}
