//! Questions as all formats make them: options with codes, the usual form of each kind.

use rust_decimal::Decimal;

use super::assemble::Draft;
use super::codes::Codes;
use super::expression::Answer;
use super::lack::{Counted, Lack};
use super::limits::OPTION_BYTES;
use super::place::Place;
use crate::domain::language::Language;
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::limits::ROWS;
use crate::domain::questionnaire::order::Order;
use crate::domain::questionnaire::question::{Choice, Kind, Meaning, Question, Role, Row};
use crate::domain::statistics::variable::MAX_OPTIONS;
use crate::domain::text::Text;

/// An option or a row as the file has it.
#[derive(Debug, Clone)]
pub(super) struct Offered {
    pub name: String,
    pub label: Text,
    pub place: Place,
}

/// Options with what the file calls them.
#[derive(Debug, Clone, Default)]
pub(super) struct Options {
    pub choices: Vec<Choice>,
    pub names: Vec<(String, Code)>,
}

impl Options {
    pub(super) fn last_mut(&mut self) -> Option<&mut Choice> {
        self.choices.last_mut()
    }
}

/// The options of one question.
pub(super) fn options(offered: Vec<Offered>, draft: &mut Draft) -> Options {
    let mut codes = Codes::default();
    let mut options = Options::default();
    for Offered { name, label, place } in offered {
        draft.option_bytes += label.iter().map(|(_, text)| text.len() + 64).sum::<usize>();
        let full = match (
            options.choices.len() >= MAX_OPTIONS,
            draft.option_bytes > OPTION_BYTES,
        ) {
            (true, _) => Some((Counted::Options, MAX_OPTIONS)),
            (_, true) => Some((Counted::OptionBytes, OPTION_BYTES)),
            _ => None,
        };
        if let Some((what, limit)) = full {
            draft.lack(&place, Lack::TooMany { what, limit });
            break;
        }
        let code = codes.give(&name, "o", &place, &mut draft.found);
        options.names.push((name, code.clone()));
        options.choices.push(choice(code, label));
    }
    options
}

/// An option that says nothing else.
pub(super) fn choice(code: Code, label: Text) -> Choice {
    Choice {
        code,
        label,
        kana: None,
        score: None,
        meaning: Meaning::Substantive,
        exclusive: false,
        other: false,
        show_if: None,
    }
}

/// The rows of a grid, each with what the file calls it.
pub(super) fn rows(offered: Vec<Offered>, draft: &mut Draft) -> Vec<(String, Row)> {
    let mut codes = Codes::default();
    let mut rows = Vec::new();
    for Offered { name, label, place } in offered {
        if rows.len() >= ROWS {
            let (what, limit) = (Counted::Rows, ROWS);
            draft.lack(&place, Lack::TooMany { what, limit });
            break;
        }
        let code = codes.give(&name, "r", &place, &mut draft.found);
        rows.push((name, Row { code, label }));
    }
    rows
}

/// A question that says nothing else.
pub(super) fn question(code: Code, text: Text, kind: Kind) -> Question {
    Question {
        code,
        text,
        short: None,
        hint: None,
        required: false,
        role: Role::Subject,
        show_if: None,
        same_as: None,
        order: Order::AsWritten,
        kind,
    }
}

/// The answers of a kind as rules compare them.
pub(super) fn answer(kind: &Kind, names: &[(String, Code)]) -> Answer {
    match kind {
        Kind::Single { .. } | Kind::Scale { .. } | Kind::Place { .. } | Kind::Grid { .. } => {
            Answer::One(names.to_vec())
        }
        Kind::Multiple { .. } | Kind::MultipleGrid { .. } => Answer::Many(names.to_vec()),
        Kind::Number { decimals, .. } | Kind::NumberGrid { decimals, .. } => {
            Answer::Number(*decimals)
        }
        Kind::Date { .. } => Answer::Day,
        Kind::Consent { .. } => given().map_or(Answer::Other, Answer::Tick),
        _ => Answer::Other,
    }
}

/// The code of a consent that is given.
fn given() -> Option<Code> {
    Code::parse(crate::domain::questionnaire::item::GIVEN).ok()
}

/// An option of a kind with one list of them.
pub(super) fn option_mut(kind: &mut Kind, at: usize) -> Option<&mut Choice> {
    match kind {
        Kind::Single { options } | Kind::Multiple { options, .. } => options.get_mut(at),
        _ => None,
    }
}

/// The widest limits a number may have.
pub(super) fn widest() -> (Decimal, Decimal) {
    let most = Decimal::from(999_999_999_999_i64);
    (-most, most)
}

/// A number with the limits the file says; where one is missing the widest is taken and told.
pub(super) fn number(
    limits: (Option<Decimal>, Option<Decimal>),
    decimals: u16,
    place: &Place,
    draft: &mut Draft,
) -> Kind {
    let (least, most) = widest();
    if limits.0.is_none() || limits.1.is_none() {
        draft.lack(place, Lack::NoRange);
    }
    Kind::Number {
        min: limits.0.unwrap_or(least),
        max: limits.1.unwrap_or(most),
        decimals,
        unit: None,
    }
}

/// The words of an option that the format offers by itself, in the languages of the file.
pub(super) fn usual(words: [&str; 2], languages: &[Language]) -> Text {
    let [japanese, english] = words;
    let word = |language: &Language| match language.tag().starts_with("ja") {
        true => japanese,
        false => english,
    };
    let texts = languages
        .iter()
        .map(|language| (language.clone(), word(language).to_owned()));
    match languages {
        [] => Text::japanese(japanese),
        _ => texts.collect(),
    }
}

/// その他.
pub(super) const OTHER: [&str; 2] = ["その他", "Other"];
/// 特にない.
pub(super) const NONE: [&str; 2] = ["あてはまるものはない", "None of these"];
/// わからない.
pub(super) const DONT_KNOW: [&str; 2] = ["わからない", "I do not know"];
/// 答えたくない.
pub(super) const REFUSED: [&str; 2] = ["答えたくない", "I do not want to answer"];
/// はい, いいえ.
pub(super) const YES: [&str; 2] = ["はい", "Yes"];
/// The other one.
pub(super) const NO: [&str; 2] = ["いいえ", "No"];
