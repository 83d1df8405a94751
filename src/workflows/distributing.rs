//! Distributing: how the answers to numbers, dates and times of a closed survey are spread. For staff; nothing is stored.

use std::pin::pin;

use futures_util::TryStreamExt;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::domain::actor::Actor;
use crate::domain::ids::SurveyId;
use crate::domain::questionnaire::item::{Accepts, Item};
use crate::domain::questionnaire::question::Role;
use crate::domain::questionnaire::reader::Reader;
use crate::domain::report::Stage;
use crate::domain::report::apart::TooClose;
use crate::domain::secret::Secret;
use crate::domain::statistics::distribution::{Distribution, mean, of_days, of_numbers, of_times};
use crate::domain::survey::State;
use crate::domain::survey::design::Design;
use crate::domain::time::Day;
use crate::domain::time_of_day::TimeOfDay;
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, designs, questionnaires, reports, responses};
use crate::workflows::opening;

/// How the answers to one item are spread.
#[derive(Debug, Clone, PartialEq)]
pub enum Spread {
    /// Numbers, with their mean as printed.
    Numbers(Distribution<Decimal>, Option<String>),
    /// Days.
    Days(Distribution<Day>),
    /// Times of day.
    Times(Distribution<TimeOfDay>),
}

/// What was computed.
#[derive(Debug, Clone)]
pub struct Spreads {
    /// The questionnaire.
    pub reader: Reader,
    /// What says which numbers are small.
    pub design: Design,
    /// Each number, date and time item with its answers.
    pub items: Vec<(Item, Spread)>,
}

/// Why nothing was computed.
#[derive(Debug, thiserror::Error)]
pub enum SpreadError {
    /// Answers are still taken.
    #[error("the survey is {}: numbers, dates and times are shown once its entry has closed", .0.word())]
    NotClosed(State),
    /// Few answers came after the last figures.
    #[error(transparent)]
    TooClose(#[from] TooClose),
    /// The survey asks no such number, date or time.
    #[error("{0} is no number, date or time of this survey; it has {has}", has = .1.join(", "))]
    NoSuchItem(String, Vec<String>),
    /// A stored response cannot be read: nothing is computed rather than something wrong.
    #[error("a stored response does not fit the questionnaire: {0}")]
    Unfitting(String),
    /// The database failed, or there is no such survey (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// The answers to one item, as far as they were read.
enum Answers {
    Numbers(Vec<Decimal>, u32),
    Days(Vec<Day>),
    Times(Vec<TimeOfDay>),
}

/// Reads every response once. Those without a valid answer about the subject count nowhere (M-1).
///
/// # Errors
/// [`SpreadError`].
pub async fn spreads(
    tx: &mut Conn,
    secret: &Secret,
    actor: &Actor,
    id: SurveyId,
    name: Option<&str>,
) -> Result<Spreads, SpreadError> {
    let municipality = actor.municipality;
    let survey = surveys::by_id(tx, municipality, id).await?;
    if survey.state != State::EntryClosed {
        return Err(SpreadError::NotClosed(survey.state));
    }
    check_apart(tx, &survey).await?;
    let version = questionnaires::version(tx, municipality, survey.version_id).await?;
    let reader = Reader::new(version.document);
    let design = designs::by_survey(tx, municipality, id).await?;
    let mut wanted = wanted(&reader, name)?;
    let mut responses = pin!(opening::documents(tx, secret, municipality, id).await?);
    while let Some((_, document)) = responses.try_next().await? {
        let document: Map<String, Value> = serde_json::from_str(&document)
            .map_err(|error| SpreadError::Unfitting(error.to_string()))?;
        if is_blank(&reader, &document) {
            continue;
        }
        for (item, answers) in &mut wanted {
            if let Some(answer) = document
                .get(&item.code)
                .filter(|answer| !answer.is_object())
            {
                answers
                    .add(answer)
                    .ok_or_else(|| SpreadError::Unfitting(item.code.clone()))?;
            }
        }
    }
    let items = wanted
        .into_iter()
        .map(|(item, answers)| (item, answers.spread()));
    Ok(Spreads {
        items: items.collect(),
        reader,
        design,
    })
}

/// Of the responses as they are now nothing is counted that, beside the last figures, is about few people (M-12.5).
async fn check_apart(tx: &mut Conn, survey: &Survey) -> Result<(), SpreadError> {
    let (municipality, id) = (survey.municipality_id, survey.id);
    let reports = reports::list(tx, municipality, id).await?;
    let Some(last) = reports.iter().rfind(|report| report.stage == Stage::Final) else {
        return Ok(());
    };
    let count = u64::try_from(responses::count(tx, municipality, id).await?).unwrap_or(0);
    let close = TooClose::between(count, (last.number, last.document.returned));
    close
        .filter(|close| close.by > 0)
        .map_or(Ok(()), |close| Err(close.into()))
}

fn wanted(reader: &Reader, name: Option<&str>) -> Result<Vec<(Item, Answers)>, SpreadError> {
    let answers = |item: &Item| match item.accepts {
        Accepts::Number { decimals, .. } => Some(Answers::Numbers(Vec::new(), decimals.into())),
        Accepts::Date { .. } => Some(Answers::Days(Vec::new())),
        Accepts::Time { .. } => Some(Answers::Times(Vec::new())),
        _ => None,
    };
    let all = reader
        .items()
        .iter()
        .filter_map(|item| Some((item.clone(), answers(item)?)));
    let Some(name) = name else {
        return Ok(all.collect());
    };
    let (found, others): (Vec<_>, Vec<_>) = all.partition(|(item, _)| item.code == name);
    if found.is_empty() {
        let has = others.into_iter().map(|(item, _)| item.code).collect();
        return Err(SpreadError::NoSuchItem(name.to_owned(), has));
    }
    Ok(found)
}

/// M-1: no valid answer about the subject.
fn is_blank(reader: &Reader, document: &Map<String, Value>) -> bool {
    let about_the_subject = |(name, answer): (&String, &Value)| {
        let item = reader.item(name);
        !answer.is_object() && item.is_some_and(|(_, item)| item.role == Role::Subject)
    };
    !document.iter().any(about_the_subject)
}

impl Answers {
    fn add(&mut self, answer: &Value) -> Option<()> {
        match self {
            Self::Numbers(numbers, _) => {
                let written = match answer {
                    Value::String(written) => written.clone(),
                    other => other.to_string(),
                };
                numbers.push(written.parse().ok()?);
            }
            Self::Days(days) => days.push(answer.as_str()?.parse().ok()?),
            Self::Times(times) => times.push(answer.as_str()?.parse().ok()?),
        }
        Some(())
    }

    fn spread(self) -> Spread {
        match self {
            Self::Numbers(numbers, decimals) => {
                let mean = mean(&numbers, 2);
                Spread::Numbers(of_numbers(numbers, decimals), mean)
            }
            Self::Days(days) => Spread::Days(of_days(days)),
            Self::Times(times) => Spread::Times(of_times(times)),
        }
    }
}

impl Spread {
    /// What may be published of it; none of too few people (M-12).
    #[must_use]
    pub fn published(&self, design: &Design) -> Option<Self> {
        let (k, least) = (design.k, design.min_base);
        match self {
            Self::Numbers(spread, mean) => {
                let shown = spread.published(k, least)?;
                Some(Self::Numbers(shown, mean.clone()))
            }
            Self::Days(spread) => Some(Self::Days(spread.published(k, least)?)),
            Self::Times(spread) => Some(Self::Times(spread.published(k, least)?)),
        }
    }
}
