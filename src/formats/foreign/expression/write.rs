//! From a condition of ours to a rule in the language of a format.

use super::Dialect;
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::routing::Condition;
use crate::domain::time::Day;

/// A condition as a rule. `name` is what the format calls an item; none where it has no word for it.
pub(in crate::formats::foreign) fn written(
    condition: &Condition,
    dialect: Dialect,
    name: &impl Fn(&str) -> Option<String>,
) -> Option<String> {
    let named = |item: &str| name(item).map(|name| referred(&name, dialect));
    let parts = |all: &[Condition], word: &str, nothing: &str| {
        let parts: Option<Vec<String>> = all
            .iter()
            .map(|part| written(part, dialect, name))
            .collect();
        parts.map(|parts| match parts.as_slice() {
            [] => nothing.to_owned(),
            [one] => one.clone(),
            several => format!("({})", several.join(&format!(" {word} "))),
        })
    };
    let [always, never] = match dialect {
        Dialect::XlsForm => ["true()", "false()"],
        _ => ["1", "0"],
    };
    match condition {
        Condition::AnyOf { item, codes } => any_of(&named(item)?, codes, dialect),
        Condition::Number { item, min, max } => between(
            &named(item)?,
            min.map(|min| min.to_string()),
            max.map(|max| max.to_string()),
        ),
        Condition::Date { item, min, max } => {
            let [min, max] = [min, max].map(|day| day.map(|day| written_day(day, dialect)));
            between(&named(item)?, min, max)
        }
        Condition::Answered { item } => named(item).map(|name| answered(&name, dialect)),
        Condition::All(all) => parts(all, "and", always),
        Condition::Any(any) => parts(any, "or", never),
        Condition::Not(not) => {
            let inside = written(not, dialect, name)?;
            Some(match dialect {
                Dialect::XlsForm => format!("not({inside})"),
                _ => format!("!({inside})"),
            })
        }
    }
}

fn answered(name: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::SurveyJs => format!("{name} notempty"),
        _ => format!("{name} != ''"),
    }
}

fn referred(name: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::XlsForm => format!("${{{name}}}"),
        Dialect::SurveyJs => format!("{{{name}}}"),
        Dialect::LimeSurvey => format!("{name}.NAOK"),
    }
}

fn written_day(day: Day, dialect: Dialect) -> String {
    match dialect {
        Dialect::XlsForm => format!("date('{day}')"),
        _ => format!("'{day}'"),
    }
}

fn any_of(name: &str, codes: &[Code], dialect: Dialect) -> Option<String> {
    match (dialect, codes) {
        (Dialect::SurveyJs, codes) => {
            let codes: Vec<String> = codes.iter().map(|code| format!("'{code}'")).collect();
            Some(format!("{name} anyof [{}]", codes.join(", ")))
        }
        (_, []) => None,
        (_, codes) => {
            let each: Vec<String> = codes
                .iter()
                .map(|code| format!("selected({name}, '{code}')"))
                .collect();
            Some(match each.as_slice() {
                [one] => one.clone(),
                several => format!("({})", several.join(" or ")),
            })
        }
    }
}

/// Both limits, or one; of none nothing can be said.
fn between(name: &str, min: Option<String>, max: Option<String>) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) => Some(format!("({name} >= {min} and {name} <= {max})")),
        (Some(min), None) => Some(format!("{name} >= {min}")),
        (None, Some(max)) => Some(format!("{name} <= {max}")),
        (None, None) => None,
    }
}
