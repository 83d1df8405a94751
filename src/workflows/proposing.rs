//! Proposing how an indicator is measured: examined with all faults at once, tried out on the last survey, then bound.

use diesel::OptionalExtension as _;
use uuid::Uuid;
use validator::ValidateEmail as _;

use super::planning::binding::{self, BindError, Binding};
use crate::domain;
use crate::domain::actor::Actor;
use crate::domain::ids::{DivisionId, IndicatorId, QuestionnaireId};
use crate::domain::plan::definition::{Comparability, Definition};
use crate::domain::plan::proposal::{self, Proposal};
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::reader::Reader;
use crate::domain::report::Reason;
use crate::domain::secret::Secret;
use crate::domain::slug::Slug;
use crate::domain::tabulation::measuring::Measured;
use crate::storage::divisions::{self, Division};
use crate::storage::questionnaires::{self, VersionRow};
use crate::storage::{Conn, Db, QueryResult, clock, indicators, surveys};
use crate::workflows::tabulating::{self, TabulateError};

/// What is asked, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The indicator, by its name in addresses.
    pub indicator: Slug,
    /// Code of the questionnaire; its newest version is looked at.
    pub questionnaire: String,
    /// How it is to be measured.
    pub proposal: Proposal,
    /// Divisions that are to own it, besides those that do already.
    pub owners: Vec<Owner>,
}

/// A division that owns an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Its name; it is made where there is none of this name.
    pub name: String,
    /// Where its letters go from now on; as before when absent.
    pub address: Option<String>,
}

/// What is wrong with what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The municipality has no such indicator.
    #[error("there is no indicator {0}")]
    NoIndicator(Slug),
    /// The newest version of its plan does not have it any more.
    #[error("its plan does not have this indicator any more")]
    Dropped,
    /// The municipality has no such questionnaire.
    #[error("no questionnaire is called {0}")]
    NoQuestionnaire(String),
    /// A division without a name.
    #[error("an owner has a name")]
    NoName,
    /// Letters could not go there.
    #[error("{0} is no e-mail address")]
    NoAddress(String),
    /// The measure.
    #[error(transparent)]
    Proposal(#[from] proposal::Fault),
}

/// Why there is no [`Subject`].
#[derive(Debug, thiserror::Error)]
pub enum ExamineError {
    /// Everything that is wrong.
    #[error("{} faults", .0.len())]
    Faults(Vec<Fault>),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// What was asked, understood.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Its name as its plan prints it now.
    pub name: String,
    /// The questionnaire it was examined with.
    pub reader: Reader,
    /// How it is to be measured.
    pub definition: Definition,
    questionnaire: QuestionnaireId,
    owners: Vec<Owner>,
}

/// Examines what is asked. Nothing is stored.
///
/// # Errors
/// [`ExamineError`].
pub async fn examine(
    conn: &mut Conn,
    actor: &Actor,
    asked: &Asked,
) -> Result<Subject, ExamineError> {
    let municipality = actor.municipality;
    let mut faults = owner_faults(&asked.owners);
    let indicator = indicators::by_slug(conn, municipality, &asked.indicator)
        .await
        .optional()?;
    let row = match &indicator {
        Some(indicator) => newest_row(conn, actor, indicator.id).await?,
        None => None,
    };
    match (&indicator, &row) {
        (None, _) => faults.push(Fault::NoIndicator(asked.indicator.clone())),
        (Some(_), None) => faults.push(Fault::Dropped),
        _ => {}
    }
    let version = version(conn, actor, &asked.questionnaire).await?;
    if version.is_none() {
        faults.push(Fault::NoQuestionnaire(asked.questionnaire.clone()));
    }
    let (Some(indicator), Some(row), Some(version)) = (indicator, row, version) else {
        return Err(ExamineError::Faults(faults));
    };
    let reader = Reader::new(version.document);
    match asked.proposal.definition(&reader, &row.document) {
        Ok(definition) if faults.is_empty() => Ok(Subject {
            indicator: indicator.id,
            name: row.name,
            reader,
            definition,
            questionnaire: version.questionnaire_id,
            owners: asked.owners.clone(),
        }),
        Ok(_) => Err(ExamineError::Faults(faults)),
        Err(found) => {
            faults.extend(found.into_iter().map(Fault::from));
            Err(ExamineError::Faults(faults))
        }
    }
}

/// What the newest version of its plan says of an indicator; none where no version has it.
async fn newest_row(
    conn: &mut Conn,
    actor: &Actor,
    id: IndicatorId,
) -> QueryResult<Option<indicators::VersionRow>> {
    let mut rows = indicators::versions_of(conn, actor.municipality, id).await?;
    Ok(rows.pop())
}

/// The newest version of a questionnaire; none where the municipality has none of this name.
async fn version(conn: &mut Conn, actor: &Actor, name: &str) -> QueryResult<Option<VersionRow>> {
    let Ok(code) = Code::parse(name) else {
        return Ok(None);
    };
    questionnaires::newest_version(conn, actor.municipality, &code)
        .await
        .optional()
}

fn owner_faults(owners: &[Owner]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for Owner { name, address } in owners {
        if name.is_empty() || name.chars().any(char::is_control) {
            faults.push(Fault::NoName);
        }
        let address = address.as_ref().filter(|address| !address.validate_email());
        faults.extend(address.map(|address| Fault::NoAddress(address.clone())));
    }
    faults
}

/// What a definition would have given.
#[derive(Debug, Clone)]
pub struct Trial {
    /// The survey it was tried out on.
    pub survey: Slug,
    /// Its fiscal year.
    pub fiscal_year: i32,
    /// The figure, or why there is none.
    pub given: Result<Measured, Reason>,
}

/// What the survey of the questionnaire that closed last would have given; none when none has closed. A survey that
/// still takes answers is not looked at.
///
/// # Errors
/// [`TabulateError`].
pub async fn try_out(
    db: &Db,
    secret: &Secret,
    actor: &Actor,
    subject: &Subject,
) -> Result<Option<Trial>, TabulateError> {
    let municipality = actor.municipality;
    let last =
        surveys::last_closed(&mut *db.get().await?, municipality, subject.questionnaire).await?;
    let Some(survey) = last else {
        return Ok(None);
    };
    let (slug, fiscal_year) = (survey.slug.clone(), survey.fiscal_year);
    let given = tabulating::try_out(db, secret, survey, subject.definition.clone()).await?;
    Ok(Some(Trial {
        survey: slug,
        fiscal_year,
        given,
    }))
}

/// What binding came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Number of the definition that holds from now on.
    pub number: i32,
    /// How values before and after compare; none when this definition held before.
    pub compared: Option<Comparability>,
    /// Owners that get no letters.
    pub without_address: Vec<String>,
}

/// Binds the indicator and gives it its owners. With a reason another way of measuring is replaced.
///
/// # Errors
/// [`BindError`].
pub async fn bind(
    tx: &mut Conn,
    actor: &Actor,
    subject: &Subject,
    comparability: Option<Comparability>,
    reason: Option<&domain::reason::Reason>,
) -> Result<Bound, BindError> {
    let (municipality, id) = (actor.municipality, subject.indicator);
    let now = clock::now(tx).await?;
    let before = indicators::definitions(tx, municipality, id).await?.pop();
    let mut owners = Vec::new();
    for said in &subject.owners {
        owners.push(owner(tx, actor, said).await?);
    }
    let binding = Binding {
        definition: subject.definition.clone(),
        comparability,
        owners: owners.iter().map(|owner| owner.id).collect(),
    };
    let number = match reason {
        Some(reason) => binding::redefine(tx, actor, id, &binding, reason, now).await?,
        None => binding::bind(tx, actor, id, &binding, now).await?,
    };
    let made = indicators::definitions(tx, municipality, id).await?.pop();
    let is_new = before.is_none_or(|before| before.number != number);
    let silent = owners.into_iter().filter(|owner| owner.email.is_none());
    Ok(Bound {
        number,
        compared: made.filter(|_| is_new).map(|made| made.comparability),
        without_address: silent.map(|owner| owner.name).collect(),
    })
}

/// The division of this name, made where there is none; with its new address, where one was said.
async fn owner(tx: &mut Conn, actor: &Actor, said: &Owner) -> QueryResult<Division> {
    let municipality = actor.municipality;
    let new = Division {
        municipality_id: municipality,
        id: DivisionId(Uuid::now_v7()),
        name: said.name.clone(),
        email: said.address.clone(),
    };
    let mut owner = divisions::by_name_or_insert(tx, &new).await?;
    if said.address.is_some() && owner.email != said.address {
        divisions::set_email(tx, municipality, owner.id, said.address.as_deref()).await?;
        owner.email.clone_from(&said.address);
    }
    Ok(owner)
}
