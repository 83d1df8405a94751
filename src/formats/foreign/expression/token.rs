//! The words and signs of a rule.

use super::{Dialect, How};

/// A word or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    Comma,
    ListOpen,
    ListClose,
    And,
    Or,
    Not,
    How(How),
    IsNot,
    Contains,
    ContainsNot,
    AnyOf,
    AllOf,
    NoneOf,
    Empty,
    NotEmpty,
    /// A question, or `.` for the one the rule belongs to.
    Name(String),
    /// A text in quotes, or a number.
    Value(String),
    /// The name of a function.
    Function(String),
}

/// The signs, longer ones first.
const SIGNS: [(&str, Token); 16] = [
    ("&&", Token::And),
    ("||", Token::Or),
    ("==", Token::How(How::Is)),
    ("!=", Token::IsNot),
    ("<>", Token::IsNot),
    ("<=", Token::How(How::AtMost)),
    (">=", Token::How(How::AtLeast)),
    ("=", Token::How(How::Is)),
    ("<", Token::How(How::Less)),
    (">", Token::How(How::More)),
    ("!", Token::Not),
    ("(", Token::Open),
    (")", Token::Close),
    (",", Token::Comma),
    ("[", Token::ListOpen),
    ("]", Token::ListClose),
];

/// Words for signs of each language. Those of `XLSForm` are `and` and `or` only.
const WORDS: [(Dialect, &str, Token); 20] = [
    (Dialect::SurveyJs, "equal", Token::How(How::Is)),
    (Dialect::SurveyJs, "notequal", Token::IsNot),
    (Dialect::SurveyJs, "less", Token::How(How::Less)),
    (Dialect::SurveyJs, "lessorequal", Token::How(How::AtMost)),
    (Dialect::SurveyJs, "greater", Token::How(How::More)),
    (
        Dialect::SurveyJs,
        "greaterorequal",
        Token::How(How::AtLeast),
    ),
    (Dialect::SurveyJs, "contains", Token::Contains),
    (Dialect::SurveyJs, "contain", Token::Contains),
    (Dialect::SurveyJs, "notcontains", Token::ContainsNot),
    (Dialect::SurveyJs, "anyof", Token::AnyOf),
    (Dialect::SurveyJs, "allof", Token::AllOf),
    (Dialect::SurveyJs, "noneof", Token::NoneOf),
    (Dialect::SurveyJs, "empty", Token::Empty),
    (Dialect::SurveyJs, "notempty", Token::NotEmpty),
    (Dialect::LimeSurvey, "eq", Token::How(How::Is)),
    (Dialect::LimeSurvey, "ne", Token::IsNot),
    (Dialect::LimeSurvey, "lt", Token::How(How::Less)),
    (Dialect::LimeSurvey, "le", Token::How(How::AtMost)),
    (Dialect::LimeSurvey, "gt", Token::How(How::More)),
    (Dialect::LimeSurvey, "ge", Token::How(How::AtLeast)),
];

/// The words and signs of a rule; none where one is not known.
pub(super) fn tokens(rule: &str, dialect: Dialect) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = rule.trim_start();
    while !rest.is_empty() {
        let (token, behind) = next(rest, dialect, tokens.last())?;
        tokens.push(token);
        rest = behind.trim_start();
    }
    Some(tokens)
}

fn next<'r>(rest: &'r str, dialect: Dialect, before: Option<&Token>) -> Option<(Token, &'r str)> {
    if let Some(behind) = rest
        .strip_prefix("*=")
        .filter(|_| dialect == Dialect::SurveyJs)
    {
        return Some((Token::Contains, behind));
    }
    let opening = match dialect {
        Dialect::XlsForm => Some("${"),
        Dialect::SurveyJs => Some("{"),
        Dialect::LimeSurvey => None,
    };
    if let Some(behind) = opening.and_then(|opening| rest.strip_prefix(opening)) {
        let (name, behind) = behind.split_once('}')?;
        return Some((Token::Name(name.trim().to_owned()), behind));
    }
    for quote in ['\'', '"'] {
        if let Some(behind) = rest.strip_prefix(quote) {
            return quoted(behind, quote, dialect);
        }
    }
    if let Some((sign, token)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
        return Some((token.clone(), rest.strip_prefix(sign)?));
    }
    let first = rest.chars().next()?;
    if first.is_ascii_digit() || (first == '-' && may_be_signed(before)) {
        return number(rest);
    }
    let itself = rest
        .strip_prefix('.')
        .filter(|_| dialect == Dialect::XlsForm);
    match itself {
        Some(behind) => Some((Token::Name(".".to_owned()), behind)),
        None => word(rest, dialect),
    }
}

/// A text in quotes. A backslash keeps the quote behind it, where the language knows that.
fn quoted(rest: &str, quote: char, dialect: Dialect) -> Option<(Token, &str)> {
    let mut text = String::new();
    let mut characters = rest.char_indices();
    while let Some((at, c)) = characters.next() {
        if c == quote {
            return Some((Token::Value(text), rest.get(at + 1..)?));
        }
        match c {
            '\\' if dialect != Dialect::XlsForm => text.push(characters.next()?.1),
            c => text.push(c),
        }
    }
    None
}

/// A minus begins a number only where none can be taken away from.
fn may_be_signed(before: Option<&Token>) -> bool {
    !matches!(
        before,
        Some(Token::Name(_) | Token::Value(_) | Token::Close)
    )
}

fn number(rest: &str) -> Option<(Token, &str)> {
    let ends = |(at, c): (usize, char)| !(c.is_ascii_digit() || c == '.' || (at == 0 && c == '-'));
    let end = rest
        .char_indices()
        .find(|found| ends(*found))
        .map_or(rest.len(), |(at, _)| at);
    let (number, behind) = rest.split_at_checked(end)?;
    // `1a` is no number, and neither is a minus alone.
    let whole = !behind.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let digits = number.ends_with(|c: char| c.is_ascii_digit());
    (whole && digits).then(|| (Token::Value(number.to_owned()), behind))
}

fn word(rest: &str, dialect: Dialect) -> Option<(Token, &str)> {
    let inside = |c: char| {
        let joins = match dialect {
            Dialect::XlsForm => c == '-',
            Dialect::SurveyJs => false,
            Dialect::LimeSurvey => c == '.',
        };
        c.is_alphanumeric() || c == '_' || joins
    };
    let end = rest.find(|c: char| !inside(c)).unwrap_or(rest.len());
    let (word, behind) = rest
        .split_at_checked(end)
        .filter(|(word, _)| !word.is_empty())?;
    let lower = word.to_lowercase();
    let known = WORDS
        .iter()
        .find(|(of, known, _)| *of == dialect && *known == lower);
    let token = match lower.as_str() {
        _ if behind.trim_start().starts_with('(') && !matches!(lower.as_str(), "and" | "or") => {
            Token::Function(lower)
        }
        "and" => Token::And,
        "or" => Token::Or,
        _ if known.is_some() => known.map(|(_, _, token)| token.clone())?,
        "true" | "false" if dialect == Dialect::SurveyJs => Token::Value(lower),
        _ => match dialect {
            Dialect::XlsForm => return None,
            Dialect::SurveyJs => Token::Value(word.to_owned()),
            Dialect::LimeSurvey => Token::Name(limesurvey_name(word)?),
        },
    };
    Some((token, behind))
}

/// `Q1.NAOK` is the answer of `Q1`; other endings ask for something else than its code.
fn limesurvey_name(word: &str) -> Option<String> {
    match word.split_once('.') {
        None => Some(word.to_owned()),
        Some((name, "NAOK" | "code" | "value" | "NAOK.code")) => Some(name.to_owned()),
        Some(_) => None,
    }
}
