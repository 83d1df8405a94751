//! Reads a rule by recursive descent: `or` binds loosest, then `and`, `not`, comparisons.

use super::token::{Token, tokens};
use super::{Dialect, How, Logic};
use crate::formats::foreign::limits::{DEPTH, EXPRESSION};

/// Reads a rule; none where it is not understood, or is longer or deeper than any that people write.
pub(in crate::formats::foreign) fn parse(rule: &str, dialect: Dialect) -> Option<Logic> {
    if rule.chars().nth(EXPRESSION).is_some() {
        return None;
    }
    let mut parser = Parser {
        tokens: tokens(rule, dialect)?.into_iter().peekable(),
        depth: 0,
    };
    let logic = parser.either()?.logic()?;
    parser.tokens.next().is_none().then_some(logic)
}

struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    depth: usize,
}

/// A part of a rule.
enum Part {
    Name(String),
    Value(String),
    Values(Vec<String>),
    Logic(Logic),
}

impl Part {
    fn logic(self) -> Option<Logic> {
        match self {
            Self::Logic(logic) => Some(logic),
            // `1` is how LimeSurvey says always.
            Self::Value(value) if value == "1" || value == "true" => Some(Logic::All(Vec::new())),
            Self::Value(value) if value == "0" || value == "false" => Some(Logic::Any(Vec::new())),
            _ => None,
        }
    }

    fn values(self) -> Option<Vec<String>> {
        match self {
            Self::Value(value) => Some(vec![value]),
            Self::Values(values) => Some(values),
            _ => None,
        }
    }
}

impl Parser {
    fn takes(&mut self, token: &Token) -> bool {
        self.tokens.next_if(|next| next == token).is_some()
    }

    fn either(&mut self) -> Option<Part> {
        let first = self.both()?;
        if self.tokens.peek() != Some(&Token::Or) {
            return Some(first);
        }
        let mut parts = vec![first.logic()?];
        while self.takes(&Token::Or) {
            parts.push(self.both()?.logic()?);
        }
        Some(Part::Logic(Logic::Any(parts)))
    }

    fn both(&mut self) -> Option<Part> {
        let first = self.not()?;
        if self.tokens.peek() != Some(&Token::And) {
            return Some(first);
        }
        let mut parts = vec![first.logic()?];
        while self.takes(&Token::And) {
            parts.push(self.not()?.logic()?);
        }
        Some(Part::Logic(Logic::All(parts)))
    }

    fn not(&mut self) -> Option<Part> {
        if !self.takes(&Token::Not) {
            return self.compared();
        }
        self.deeper(|parser| Some(Part::Logic(not(parser.not()?.logic()?))))
    }

    /// One level deeper; none beyond the last.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.depth += 1;
        let part = if self.depth > DEPTH { None } else { read(self) };
        self.depth -= 1;
        part
    }

    fn compared(&mut self) -> Option<Part> {
        let left = self.part()?;
        let is_sign = |token: &Token| {
            matches!(
                token,
                Token::How(_)
                    | Token::IsNot
                    | Token::Contains
                    | Token::ContainsNot
                    | Token::AnyOf
                    | Token::AllOf
                    | Token::NoneOf
                    | Token::Empty
                    | Token::NotEmpty
            )
        };
        let Some(sign) = self.tokens.next_if(is_sign) else {
            return Some(left);
        };
        let logic = match (left, sign) {
            (Part::Name(name), Token::Empty) => not(Logic::Answered(name)),
            (Part::Name(name), Token::NotEmpty) => Logic::Answered(name),
            (Part::Name(name), sign) => compare(name, &sign, self.part()?)?,
            (Part::Value(value), Token::How(how)) => match self.part()? {
                Part::Name(name) => compare(name, &Token::How(how.flipped()), Part::Value(value))?,
                _ => return None,
            },
            (Part::Value(value), Token::IsNot) => match self.part()? {
                Part::Name(name) => compare(name, &Token::IsNot, Part::Value(value))?,
                _ => return None,
            },
            _ => return None,
        };
        Some(Part::Logic(logic))
    }

    fn part(&mut self) -> Option<Part> {
        match self.tokens.next()? {
            Token::Open => self.deeper(|parser| {
                let inside = parser.either()?;
                parser.takes(&Token::Close).then_some(inside)
            }),
            Token::Name(name) => Some(Part::Name(name)),
            Token::Value(value) => Some(Part::Value(value)),
            Token::ListOpen => self.list(),
            Token::Function(name) => self.deeper(|parser| parser.function(&name)),
            _ => None,
        }
    }

    fn list(&mut self) -> Option<Part> {
        let mut values = Vec::new();
        while !self.takes(&Token::ListClose) {
            match self.tokens.next()? {
                Token::Value(value) => values.push(value),
                _ => return None,
            }
            if !self.takes(&Token::Comma) && self.tokens.peek() != Some(&Token::ListClose) {
                return None;
            }
        }
        Some(Part::Values(values))
    }

    /// What stands in the brackets behind a name.
    fn function(&mut self, name: &str) -> Option<Part> {
        let mut given = Vec::new();
        self.takes(&Token::Open).then_some(())?;
        while !self.takes(&Token::Close) {
            given.push(self.either()?);
            if !self.takes(&Token::Comma) && self.tokens.peek() != Some(&Token::Close) {
                return None;
            }
        }
        let mut given = given.into_iter();
        let part = match (name, given.next(), given.next()) {
            ("not", Some(inside), None) => Part::Logic(not(inside.logic()?)),
            ("true", None, None) => Part::Logic(Logic::All(Vec::new())),
            ("false", None, None) => Part::Logic(Logic::Any(Vec::new())),
            ("selected", Some(Part::Name(name)), Some(Part::Value(value))) => {
                let values = vec![value];
                Part::Logic(Logic::Has { name, values })
            }
            ("regex", Some(Part::Name(of)), Some(Part::Value(form))) if of == "." => {
                let (name, values) = ("regex(.)".to_owned(), vec![form]);
                Part::Logic(Logic::Has { name, values })
            }
            ("is_empty", Some(Part::Name(name)), None) => Part::Logic(not(Logic::Answered(name))),
            ("date", Some(Part::Value(day)), None) => Part::Value(day),
            // Of the question itself only: no other rule can ask for it.
            ("string-length" | "count-selected", Some(Part::Name(of)), None) if of == "." => {
                Part::Name(format!("{name}(.)"))
            }
            _ => return None,
        };
        given.next().is_none().then_some(part)
    }
}

fn compare(name: String, sign: &Token, right: Part) -> Option<Logic> {
    let has = |values| Logic::Has {
        name: name.clone(),
        values,
    };
    let each = |values: Vec<String>| {
        Logic::All(values.into_iter().map(|value| has(vec![value])).collect())
    };
    let logic = match (sign, right) {
        (Token::How(How::Is), Part::Value(value)) if value.is_empty() => not(Logic::Answered(name)),
        (Token::IsNot, Part::Value(value)) if value.is_empty() => Logic::Answered(name),
        (Token::How(how), Part::Value(value)) => Logic::Compare {
            name,
            how: *how,
            value,
        },
        (Token::IsNot, Part::Value(value)) => {
            let how = How::Is;
            not(Logic::Compare { name, how, value })
        }
        (Token::AnyOf, right) => has(right.values()?),
        (Token::NoneOf, right) => not(has(right.values()?)),
        (Token::AllOf | Token::Contains, right) => match right.values()? {
            values if values.len() == 1 => has(values),
            values => each(values),
        },
        (Token::ContainsNot, right) => not(has(right.values()?)),
        _ => return None,
    };
    Some(logic)
}

/// Two of them are none.
fn not(logic: Logic) -> Logic {
    match logic {
        Logic::Not(inside) => *inside,
        logic => Logic::Not(Box::new(logic)),
    }
}
