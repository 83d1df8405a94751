//! Whom a question is for: 「（問3で「1」または「2」と答えた方のみ）」.

use super::marks::{self, Lead};
use super::piece::{closes, eat, eat_any_number, has, plain, squeezed};
use crate::domain::questionnaire::question::{Choice, Code, Question};
use crate::domain::questionnaire::routing::Condition;

/// Which answers lead to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    /// The question as it is printed: `q3`; none for the one before.
    of: Option<String>,
    picks: Vec<Pick>,
    /// All other answers (「以外」).
    but: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Pick {
    Number(u16),
    Range(u16, u16),
    Label(String),
}

/// Where the answers end that a text names.
const ANSWERED: [&str; 12] = [
    "と答",
    "を選",
    "に○",
    "と回答",
    "とお答",
    "に該当",
    "をつけ",
    "を回答",
    "にお答",
    "とした",
    "の方",
    "の人",
];

/// Whether a text says whom a question is for.
pub(super) fn is_route(text: &str) -> bool {
    const MOST: usize = 120;
    let said = squeezed(text);
    let of = has(&said, &["問", "Q", "上記", "SQ"]);
    let people = has(&said, &["方", "人の", "人は", "人のみ", "場合"]);
    let inner = said.trim_end_matches(|c| closes(c) || c == '。');
    let ends = ["方", "方のみ", "方だけ", "方へ", "人のみ"];
    let for_some = ends.iter().any(|end| inner.ends_with(end));
    said.chars().count() <= MOST && of && people && (for_some || has(&said, &ANSWERED))
}

/// What a text says of it; none where no question or no answer is named.
pub(super) fn route(text: &str) -> Option<Route> {
    let said = squeezed(text);
    let (of, tail) = reference(&said)?;
    let end = ANSWERED.iter().filter_map(|word| tail.find(word)).min();
    let named = tail.get(..end?)?;
    let picks = picks(named);
    // Two questions in one sentence: which answers belong to which is for people to say.
    let several = reference(named).is_some();
    (!picks.is_empty() && !several).then(|| Route {
        of,
        picks,
        but: has(tail, &["以外"]),
    })
}

/// Most bytes of the name of a question.
const REFERENCE: usize = 30;

/// The first question a text speaks of, and the rest.
fn reference(said: &str) -> Option<(Option<String>, &str)> {
    for (at, c) in said.char_indices() {
        let rest = said.get(at..)?;
        if let Some(rest) = ["前問", "上記", "上の問"]
            .iter()
            .find_map(|word| rest.strip_prefix(word))
        {
            return Some((None, rest));
        }
        if !matches!(c, '問' | 'Q' | '設' | 'F' | 'S') {
            continue;
        }
        // The mark would not be one before 「で」: so it is read letter by letter, as long as its numbers grow.
        let mut found: Option<marks::QuestionMark> = None;
        for (end, _) in rest
            .char_indices()
            .skip(1)
            .take(10)
            .chain([(rest.len(), ' ')])
        {
            let mark = rest.get(..end).and_then(marks::question);
            let mark = mark.filter(|mark| mark.lead != Lead::Sub && end <= REFERENCE);
            if let Some(mark) = mark
                && found
                    .as_ref()
                    .is_none_or(|found| found.numbers != mark.numbers)
            {
                found = Some(mark);
            }
        }
        let Some(mark) = found else {
            continue;
        };
        let end = mark.length;
        return Some((Some(printed(mark.lead, &mark.numbers)), rest.get(end..)?));
    }
    None
}

/// The name of a question by what is printed: `q1`, `q1_2`, `f3`.
pub(super) fn printed(lead: Lead, numbers: &[u16]) -> String {
    let letter = match lead {
        Lead::Face => "f",
        Lead::Main | Lead::Sub => "q",
    };
    let numbers: Vec<String> = numbers.iter().map(u16::to_string).collect();
    format!("{letter}{}", numbers.join("_"))
}

/// 「1」または「2」, 1～3, 「1」～「3」, 「はい」.
fn picks(named: &str) -> Vec<Pick> {
    const MOST: usize = 60;
    let mut picks: Vec<Pick> = Vec::new();
    let mut rest = named;
    // Whether the last two are the ends of all between them.
    let mut joined = false;
    while !rest.is_empty() && picks.len() < MOST {
        match (eat_pick(&mut rest), picks.last()) {
            (Some(Pick::Number(last)), Some(Pick::Number(number))) if joined && last > *number => {
                let range = Pick::Range(*number, last);
                picks.pop();
                picks.push(range);
                joined = false;
            }
            (Some(pick), _) => {
                picks.push(pick);
                joined = false;
            }
            (None, _) => {
                let from = rest.strip_prefix("から");
                joined |= from.is_some() || rest.starts_with(['~', '-']);
                match from {
                    Some(after) => rest = after,
                    None => {
                        joined &= eat(&mut rest, |_| true)
                            .is_some_and(|c| matches!(c, '~' | '-' | '」' | '』'))
                    }
                }
            }
        }
    }
    picks
}

/// What a text begins with, if it is an answer.
fn eat_pick(rest: &mut &str) -> Option<Pick> {
    let first = rest.chars().next()?;
    if !matches!(first, '「' | '『') {
        return eat_any_number(rest).map(Pick::Number);
    }
    let (inner, after) = rest.get(first.len_utf8()..)?.split_once(['」', '』'])?;
    *rest = after;
    quoted_pick(inner)
}

/// A number, or all from it to the one behind a wave.
fn ranged(number: u16, rest: &str) -> Pick {
    let mut left = rest.trim_start_matches(['~', '-', 'ー']);
    let is_joined = left.len() < rest.len();
    let last = eat_any_number(&mut left).filter(|last| is_joined && *last > number);
    last.map_or(Pick::Number(number), |last| Pick::Range(number, last))
}

/// 「1」, 「1～3」 and 「1.はい」 are numbers, 「はい」 is a label.
fn quoted_pick(quoted: &str) -> Option<Pick> {
    let mut rest = quoted;
    match eat_any_number(&mut rest) {
        Some(number) if rest.is_empty() || !rest.starts_with(|c: char| c.is_alphanumeric()) => {
            Some(ranged(number, rest))
        }
        _ if quoted.is_empty() => None,
        _ => Some(Pick::Label(quoted.to_owned())),
    }
}

impl Route {
    /// The condition it is, where the question was asked before and has these answers.
    pub fn condition(&self, before: &[(String, &Question)]) -> Option<Condition> {
        let found = match &self.of {
            Some(of) => before.iter().rev().find(|(printed, _)| printed == of),
            None => before.last(),
        };
        let (_, question) = found?;
        let options = question.kind.choices(0);
        if options.is_empty() || question.kind.rows().is_some() {
            return None;
        }
        let mut codes = Vec::new();
        for pick in &self.picks {
            codes.extend(pick.codes(options)?);
        }
        codes.dedup();
        let item = question.code.to_string();
        let condition = Condition::AnyOf { item, codes };
        Some(match self.but {
            true => Condition::Not(Box::new(condition)),
            false => condition,
        })
    }
}

impl Pick {
    /// The codes it names; none where it names what is not offered.
    fn codes(&self, options: &[Choice]) -> Option<Vec<Code>> {
        let by_number = |number: u16| {
            let number = number.to_string();
            let found = options.iter().find(|option| option.code.as_str() == number);
            found.map(|option| option.code.clone())
        };
        match self {
            Self::Number(number) => by_number(*number).map(|code| vec![code]),
            Self::Range(first, last) => (*first..=*last).map(by_number).collect(),
            Self::Label(label) => {
                let says = |option: &&Choice| {
                    option.label.iter().any(|(_, text)| {
                        let text: String = squeezed(text);
                        text == *label
                    })
                };
                let found = options.iter().find(says)?;
                Some(vec![found.code.clone()])
            }
        }
    }
}

/// Whether a line only sends on to another question: 「1を選んだ方は問3へ」.
pub(super) fn sends_on(text: &str) -> bool {
    let said = squeezed(text);
    let arrow = said.starts_with(['→', '⇒', '➡', '⇨', '↓']);
    let to = has(
        &said,
        &[
            "へお進み",
            "に進んで",
            "へ進んで",
            "へおすすみ",
            "にお進み",
            "へ進み",
        ],
    );
    let bare = arrow && (has(&said, &["問", "Q"]) || said.chars().count() <= 2);
    bare || (to && said.chars().map(plain).count() <= 80)
}
