//! Notifying: letters written into the outbox by the transaction that causes them.

use std::collections::HashSet;

use diesel::OptionalExtension;
use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::ids::{DivisionId, IndicatorId, LetterId, MunicipalityId};
use crate::domain::job::Job;
use crate::domain::language::Language;
use crate::domain::letter::{InquiryLetter, Letter, ValueArrived, Work};
use crate::domain::questionnaire::Questionnaire;
use crate::domain::report::Stage;
use crate::domain::tabulation::measuring::Measured;
use crate::domain::time::Timestamp;
use crate::storage::indicators::{self, DefinitionRow};
use crate::storage::inquiries::InquiryRow;
use crate::storage::municipalities::Municipality;
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, QueryResult, divisions, jobs, letters, municipalities, plans};

/// Writes to the divisions that own the indicators whose value has arrived, and to each address once an indicator.
///
/// # Errors
/// When the database fails.
pub async fn values_arrived(
    tx: &mut Conn,
    actor: &Actor,
    survey: &Survey,
    stage: Stage,
    arrived: &[IndicatorId],
    measured: &[(DefinitionRow, Measured)],
    now: Timestamp,
) -> QueryResult<()> {
    let municipality = actor.municipality;
    let town = municipalities::by_id(tx, municipality).await?;
    let japanese = Language::japanese();
    for (definition, given) in measured {
        let id = definition.indicator_id;
        if !arrived.contains(&id) {
            continue;
        }
        let (name, path) = printed(tx, &town, id).await?;
        let mut written = HashSet::new();
        for (_, division, email) in indicators::owners(tx, municipality, id).await? {
            let Some(address) = email.filter(|address| written.insert(address.clone())) else {
                continue;
            };
            let letter = Letter::ValueArrived(ValueArrived {
                municipality: town.name.get(&japanese).to_owned(),
                division,
                indicator: name.clone(),
                value: shown(given),
                margin: given.figure.precision.shown.clone(),
                fiscal_year: survey.fiscal_year,
                survey: survey.title.get(&japanese).to_owned(),
                stage,
                path: path.clone(),
            });
            queue(tx, municipality, &letter, &address, now).await?;
        }
    }
    Ok(())
}

/// Writes to divisions that they are asked about a draft, or are asked still. Who has no address is not written to.
///
/// # Errors
/// When the database fails.
pub async fn inquired(
    tx: &mut Conn,
    (row, document): (&InquiryRow, &Questionnaire),
    asked: &[DivisionId],
    is_reminder: bool,
    now: Timestamp,
) -> QueryResult<()> {
    let (of, japanese) = (row.municipality_id, Language::japanese());
    let town = municipalities::by_id(tx, of).await?;
    for id in asked {
        let division = divisions::by_id(tx, of, *id).await?;
        let Some(address) = division.email else {
            continue;
        };
        let letter = Letter::Inquiry(InquiryLetter {
            municipality: town.name.get(&japanese).to_owned(),
            division: division.name,
            questionnaire: document.title.get(&japanese).to_owned(),
            // Letters have no control characters, and a message has lines.
            lines: row.message.lines().map(str::to_owned).collect(),
            until: row.until_day,
            is_reminder,
            path: format!("/staff/inquiries/{}", row.id),
        });
        queue(tx, of, &letter, &address, now).await?;
    }
    Ok(())
}

/// Writes to the operator that work for a survey was given up. Of a letter that was given up no letter is written, and of
/// what somebody asked for its page tells.
///
/// # Errors
/// When the database fails.
pub async fn given_up(
    tx: &mut Conn,
    job: &Job,
    error: &str,
    operator: &str,
    now: Timestamp,
) -> QueryResult<()> {
    let (work, of, survey) = match job {
        Job::Tabulate {
            municipality,
            survey,
        } => (Work::Figures, *municipality, *survey),
        Job::Seal {
            municipality,
            survey,
        } => (Work::Sealing, *municipality, *survey),
        Job::DestroyRecipients {
            municipality,
            survey,
        } => (Work::Destroying, *municipality, *survey),
        Job::Send { .. } | Job::Work { .. } => return Ok(()),
    };
    // Of a survey that is not there any more nobody has to hear.
    let Some(survey) = surveys::by_id(tx, of, survey).await.optional()? else {
        return Ok(());
    };
    let (town, japanese) = (municipalities::by_id(tx, of).await?, Language::japanese());
    let letter = Letter::WorkGivenUp {
        municipality: town.name.get(&japanese).to_owned(),
        work,
        survey: survey.title.get(&japanese).to_owned(),
        slug: survey.slug.to_string(),
        // Letters have no control characters, and an error may have lines.
        error: error.replace(char::is_control, " "),
    };
    queue(tx, of, &letter, operator, now).await
}

/// Writes to the operator that somebody tries very many keys or receipts of a municipality.
///
/// # Errors
/// When the database fails.
pub async fn guessed(
    tx: &mut Conn,
    municipality: MunicipalityId,
    operator: &str,
    now: Timestamp,
) -> QueryResult<()> {
    let town = municipalities::by_id(tx, municipality).await?;
    let letter = Letter::Guessed {
        municipality: town.name.get(&Language::japanese()).to_owned(),
    };
    queue(tx, municipality, &letter, operator, now).await
}

/// The name of an indicator as its plan prints it now, and the path of its page.
async fn printed(
    tx: &mut Conn,
    town: &Municipality,
    id: IndicatorId,
) -> QueryResult<(String, String)> {
    let indicator = indicators::by_id(tx, town.id, id).await?;
    let plan = plans::by_id(tx, town.id, indicator.plan_id).await?;
    let printed = indicators::versions_of(tx, town.id, id).await?.pop();
    let path = format!(
        "/{}/plans/{}/indicators/{}",
        town.slug, plan.slug, indicator.slug
    );
    Ok((
        printed.map_or_else(String::new, |version| version.name),
        path,
    ))
}

/// The value with its unit, as published.
fn shown(given: &Measured) -> String {
    format!("{}{}", given.shown, given.unit().unwrap_or_default())
}

/// Puts a letter into the outbox and asks the worker to send it. Staff reads Japanese.
///
/// # Errors
/// When the database fails.
pub async fn queue(
    tx: &mut Conn,
    municipality: MunicipalityId,
    letter: &Letter,
    address: &str,
    now: Timestamp,
) -> QueryResult<()> {
    let id = LetterId(Uuid::new_v4());
    letters::insert(tx, municipality, id, letter, &Language::japanese(), address).await?;
    let send = Job::Send {
        municipality,
        letter: id,
    };
    jobs::enqueue(tx, &send, now).await
}
