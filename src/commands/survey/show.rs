//! `kocho survey show`: one survey, its returns, its reports, and what was given up.

use super::{find, line, recipients, reports, sample};
use crate::commands::jobs::why;
use crate::domain::actor::Actor;
use crate::domain::job::Job;
use crate::domain::slug::Slug;
use crate::domain::survey::returns::Return;
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, envelopes, held_back, invitations, jobs, responses, returns};
use crate::workflows::sealing;

/// What `kocho survey show` says.
///
/// # Errors
/// There is no such survey, or the database fails.
pub async fn show(conn: &mut Conn, actor: &Actor, slug: &Slug) -> anyhow::Result<String> {
    let municipality = actor.municipality;
    let survey = find(conn, actor, slug).await?;
    let zone = surveys::zone(conn, municipality).await?;
    let mut lines = vec![line(&survey, zone)];
    let count = responses::count(conn, municipality, survey.id).await?;
    lines.push(format!("responses: {count}"));
    lines.extend(returned(conn, &survey).await?);
    if survey.anonymity.needs_key() {
        let (issued, used) = invitations::count(conn, municipality, survey.id).await?;
        lines.push(format!("keys: {issued} issued, {used} used"));
    }
    let held_back = held_back::count(conn, municipality, survey.id).await?;
    if held_back > 0 {
        lines.push(format!(
            "held back: {held_back} forms of networks that sent very many were asked to come again (limits.open_forms_per_minute)"
        ));
    }
    lines.extend(recipients::lines(conn, &survey, zone).await?);
    lines.extend(sample::lines(conn, actor, &survey).await?);
    lines.extend(reports::list(conn, &survey, zone).await?);
    lines.extend(given_up(conn, &survey).await?);
    Ok(lines.join("\n"))
}

/// How many came on which day and how. Of those in their envelopes nobody is told the day.
async fn returned(conn: &mut Conn, survey: &Survey) -> anyhow::Result<Vec<String>> {
    let (municipality, id) = (survey.municipality_id, survey.id);
    let counted = returns::list(conn, municipality, id).await?;
    let day = |row: &Return| format!("  {}: {} by {}", row.day, row.responses, row.mode.word());
    let mut lines: Vec<String> = counted.iter().map(day).collect();
    let waiting = envelopes::count(conn, municipality, id).await?;
    if waiting > 0 {
        lines.push(format!(
            "  {waiting} in their envelopes, to be sealed with others ({} at least)",
            sealing::FEWEST
        ));
    }
    Ok(lines)
}

/// Work for the survey that was given up: a person has to look.
async fn given_up(conn: &mut Conn, survey: &Survey) -> anyhow::Result<Vec<String>> {
    let (municipality, survey) = (survey.municipality_id, survey.id);
    let figures = Job::Tabulate {
        municipality,
        survey,
    };
    let sealing = Job::Seal {
        municipality,
        survey,
    };
    let mut lines = Vec::new();
    let destroying = Job::DestroyRecipients {
        municipality,
        survey,
    };
    let all = [
        ("figures", figures),
        ("sealing", sealing),
        ("destroying", destroying),
    ];
    for (what, job) in all {
        if let Some(given_up) = jobs::given_up(conn, &job).await? {
            let why = why(&given_up);
            lines.push(format!(
                "{what}: {why}; kocho jobs retry {} tries again",
                given_up.id
            ));
        }
    }
    Ok(lines)
}
