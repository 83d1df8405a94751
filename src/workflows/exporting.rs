//! Exporting: a closed survey as a case folder, from which anybody it is given to computes the same figures.

use std::io::Write;
use std::pin::pin;

use futures_util::TryStreamExt;

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::language::Language;
use crate::domain::questionnaire::Reader;
use crate::domain::secret::Secret;
use crate::domain::survey::design::Design;
use crate::domain::survey::{Anonymity, State};
use crate::domain::tabulation::{Layout, TooManyOptions};
use crate::formats::case::Fault;
use crate::formats::case::export::{self, Indicator, Inputs, RowError, Rows};
use crate::read::{self, Public};
use crate::storage::indicators::{self, DefinitionRow};
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, QueryResult, audit, clock, designs, questionnaires};
use crate::workflows::opening;
use crate::workflows::planning::binding::bound_to;

/// Why a survey was not exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Answers are still taken, or never were.
    #[error("the survey is {}: only a closed one is exported", .0.word())]
    NotClosed(State),
    /// The folder could not be read again.
    #[error("this survey has no form as a case folder: {}", list(.0))]
    Unfit(Vec<Fault>),
    /// A question has more options than can be counted.
    #[error(transparent)]
    TooManyOptions(#[from] TooManyOptions),
    /// A response that cannot be read, or a file that cannot be written.
    #[error(transparent)]
    Row(#[from] RowError),
    /// The database failed, or there is no such survey (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

fn list(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    lines.join("; ")
}

/// What was exported besides the responses.
#[derive(Debug)]
pub struct Exported<W> {
    /// The file of responses.
    pub rows: W,
    /// How many are in it.
    pub responses: u64,
    /// The other files.
    pub inputs: Inputs,
    /// Anyone could answer: the service shows no margins of it, a case folder cannot say so.
    pub is_open: bool,
}

/// Writes the responses of a closed survey into `rows` as they are read, and makes the other files of its folder.
/// Nothing is sealed meanwhile; it is an act with its audit entry.
///
/// # Errors
/// [`ExportError`]; what was written into `rows` is worth nothing then.
pub async fn case<W: Write>(
    tx: &mut Conn,
    secret: &Secret,
    actor: &Actor,
    id: SurveyId,
    rows: W,
) -> Result<Exported<W>, ExportError> {
    let municipality = actor.municipality;
    let survey = surveys::by_id(tx, municipality, id).await?;
    if !matches!(survey.state, State::WebClosed | State::EntryClosed) {
        return Err(ExportError::NotClosed(survey.state));
    }
    let version = questionnaires::version(tx, municipality, survey.version_id).await?;
    let code = version.document.code.clone();
    let layout = Layout::new(&Reader::new(version.document))?;
    let mut bound = Vec::new();
    for definition in bound_to(tx, municipality, &code).await? {
        bound.push(indicator(tx, municipality, definition).await?);
    }
    // A survey that has no form as a folder is refused before a million responses are read.
    let design = designs::by_survey(tx, municipality, id).await?;
    let mut told = told(&survey, design);
    inputs(&told, &layout, &bound)?;
    let file = Rows::new(rows, layout.reader())?;
    let (rows, responses) = stream(tx, secret, (municipality, id), file).await?;
    told.returned = responses;
    told.returns = opening::returned(tx, secret, municipality, id).await?;
    let inputs = inputs(&told, &layout, &bound)?;
    let now = clock::now(tx).await?;
    let event = Event::CaseExported {
        survey: id,
        responses,
    };
    audit::record(tx, actor, &event, now).await?;
    Ok(Exported {
        rows,
        responses,
        inputs,
        is_open: survey.anonymity == Anonymity::Open,
    })
}

fn inputs(
    told: &export::Survey,
    layout: &Layout,
    bound: &[Indicator],
) -> Result<Inputs, ExportError> {
    export::inputs(told, layout, bound).map_err(ExportError::Unfit)
}

fn told(survey: &Survey, design: Design) -> export::Survey {
    export::Survey {
        id: survey.slug.to_string(),
        title: survey.title.get(&Language::japanese()).to_owned(),
        fiscal_year: survey.fiscal_year,
        population: survey.frame_population.filter(|people| *people > 0),
        mailed: survey.sample_size,
        returned: 0,
        returns: Vec::new(),
        census: survey.census,
        design,
    }
}

async fn stream<W: Write>(
    tx: &mut Conn,
    secret: &Secret,
    (municipality, id): (MunicipalityId, SurveyId),
    mut file: Rows<W>,
) -> Result<(W, u64), ExportError> {
    let mut responses = pin!(opening::documents(tx, secret, municipality, id).await?);
    while let Some((mode, document)) = responses.try_next().await? {
        file.add(mode, &document)?;
    }
    Ok(file.finish()?)
}

/// An indicator with what its plan prints and its published values.
async fn indicator(
    conn: &mut Conn,
    municipality: MunicipalityId,
    definition: DefinitionRow,
) -> QueryResult<Indicator> {
    let id = definition.indicator_id;
    Ok(Indicator {
        id: indicators::by_id(conn, municipality, id)
            .await?
            .slug
            .to_string(),
        number: definition.number,
        definition: definition.document,
        row: read::series::load(conn, &Public::of(municipality), id)
            .await?
            .map(|(version, series)| (version.document, series)),
    })
}
