//! What somebody looks for in the log: the fields of the search, as they stand in the address and above the list.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::domain::calendar;
use crate::domain::event::noun::Noun;
use crate::domain::ids::SurveyId;
use crate::domain::language::Language;
use crate::domain::time::{Day, Zone};
use crate::storage::audit::searching::Search;
use crate::storage::surveys::Survey;
use crate::views::say::{Say, Wording};
use crate::web::page::form::FieldErrors;

/// Their names.
pub(super) const NAMES: [&str; 5] = ["person", "noun", "survey", "from", "until"];

/// What is typed.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    /// The login of who did it.
    #[validate(length(max = 60))]
    person: String,
    /// The word of a noun.
    noun: String,
    /// The name of a survey in addresses.
    survey: String,
    /// The first day.
    #[validate(length(max = 40))]
    from: String,
    /// The last day.
    #[validate(length(max = 40))]
    until: String,
}

/// Something to choose from a list.
#[derive(Serialize)]
pub(super) struct Choice {
    value: String,
    /// Not `text`: that is the key of the label around it.
    label: Wording,
    chosen: bool,
}

impl Fields {
    /// What they ask for, and the survey whose reports belong to it.
    pub(super) fn search(
        &self,
        zone: Zone,
        surveys: &[Survey],
    ) -> Result<(Search, Option<SurveyId>), FieldErrors> {
        let (from, until) = (day("from", &self.from), day("until", &self.until));
        let noun = named("noun", &self.noun, Noun::from_word);
        let survey = named("survey", &self.survey, |slug| {
            let found = surveys.iter().find(|survey| survey.slug.as_str() == slug);
            found.map(|survey| survey.id)
        });
        let (from, until, noun, survey) = all(from, until, noun, survey)?;
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            return Err(FieldErrors::of("until", Say::new("record-days-swapped")));
        }
        let login = self.person.trim().to_lowercase();
        let search = Search {
            login: (!login.is_empty()).then_some(login),
            noun,
            of_survey: None,
            from: from.map(|day| zone.start_of(day)),
            until: until.map(|day| zone.end_of(day)),
        };
        Ok((search, survey))
    }

    /// The nouns, the chosen one marked.
    pub(super) fn nouns(&self) -> Vec<Choice> {
        let noun = |noun: Noun| Choice {
            value: noun.word().to_owned(),
            label: Say::new(format!("noun-{}", noun.word())).into(),
            chosen: noun.word() == self.noun,
        };
        Noun::ALL.into_iter().map(noun).collect()
    }

    /// The surveys, the chosen one marked.
    pub(super) fn surveys(&self, surveys: &[Survey], language: &Language) -> Vec<Choice> {
        let survey = |survey: &Survey| Choice {
            value: survey.slug.to_string(),
            label: survey.title.get(language).into(),
            chosen: survey.slug.as_str() == self.survey,
        };
        surveys.iter().map(survey).collect()
    }
}

/// Everything understood, or everything that was not.
fn all<A, B, C, D>(
    a: Result<A, FieldErrors>,
    b: Result<B, FieldErrors>,
    c: Result<C, FieldErrors>,
    d: Result<D, FieldErrors>,
) -> Result<(A, B, C, D), FieldErrors> {
    match (a, b, c, d) {
        (Ok(a), Ok(b), Ok(c), Ok(d)) => Ok((a, b, c, d)),
        (a, b, c, d) => {
            let wrong = [a.err(), b.err(), c.err(), d.err()].into_iter().flatten();
            Err(wrong.fold(FieldErrors::default(), FieldErrors::with))
        }
    }
}

/// A day as people write it: 2026-4-1, 2026/4/1, 令和8年4月1日.
fn day(field: &'static str, typed: &str) -> Result<Option<Day>, FieldErrors> {
    match typed.trim() {
        "" => Ok(None),
        typed => match calendar::day(typed) {
            Ok(day) => Ok(Some(day)),
            Err(_) => Err(FieldErrors::of(field, Say::new("record-no-day"))),
        },
    }
}

/// One of a list, by its word; what is no word of it stands in an address that somebody wrote.
fn named<T>(
    field: &'static str,
    word: &str,
    find: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, FieldErrors> {
    match word {
        "" => Ok(None),
        word => match find(word) {
            Some(found) => Ok(Some(found)),
            None => Err(FieldErrors::of(field, Say::new("record-not-listed"))),
        },
    }
}
