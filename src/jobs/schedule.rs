//! What repeats: surveys are moved by the clock, responses sealed, old drafts forgotten.
//!
//! Every node does this; each act is taken once, by whoever is first.

use std::time::Duration;

use actix_web::web::Data;
use chrono::{Days, TimeDelta};
use diesel_async::AsyncConnection;
use tokio::sync::watch;

use super::heads;
use crate::app::App;
use crate::domain::actor::{Actor, Who};
use crate::domain::job::Job;
use crate::storage::{
    Conn, clock, drafts, envelopes, inquiries, jobs, over, recipients, responses, surveys,
    transfers, trial_drafts, turns, works,
};
use crate::workflows::accounts::transfers as moving;
use crate::workflows::{inquiring, lifecycle, sealing};

/// How often the clock is looked at.
const EVERY: Duration = Duration::from_secs(2);

/// How many rounds pass between two sweeps.
const SWEEP: u32 = 300;

/// How many rounds pass until the ends of the audit logs are noted again.
const NOTE: u32 = 10;

/// How many days a draft is kept that nobody goes on with.
const DRAFT_DAYS: u64 = 60;

/// How long a session is kept that nobody uses: longer than any may be idle.
const SESSION: TimeDelta = TimeDelta::days(1);

/// How long ended work is kept, for whoever comes back to see what came of it.
const WORK: TimeDelta = TimeDelta::days(90);

/// How long a form is kept that somebody has typed in and not sent: a month is longer than any leave of a clerk, and what
/// was typed may name people, so that it is not kept for ever.
const KEPT_FORM: TimeDelta = TimeDelta::days(30);

/// Repeats until stopped.
pub(super) async fn run(app: Data<App>, mut stopped: watch::Receiver<bool>) {
    let mut round = 0_u32;
    while !*stopped.borrow() {
        if let Err(error) = once(&app, round.is_multiple_of(SWEEP)).await {
            tracing::warn!("the schedule could not be kept: {error:#}");
        }
        if round.is_multiple_of(NOTE) {
            note(&app).await;
        }
        round = round.wrapping_add(1);
        let _ = tokio::time::timeout(EVERY, stopped.changed()).await;
    }
}

/// A log whose end is gone is an alarm each time; citizens are served all the same.
async fn note(app: &App) {
    let noting = async {
        let mut conn = app.db.get().await?;
        for head in heads::note(&app.config.var, &mut conn).await? {
            tracing::error!("audit: {}", heads::missing(&mut conn, &head).await?);
        }
        anyhow::Ok(())
    };
    if let Err(error) = noting.await {
        tracing::error!("the ends of the audit logs were not noted: {error:#}");
    }
}

async fn once(app: &App, sweep: bool) -> anyhow::Result<()> {
    let mut conn = app.db.get().await?;
    move_surveys(&mut conn).await?;
    move_people(&mut conn).await?;
    queue_sealing(&mut conn, sweep).await?;
    turns::forget(&mut conn).await?;
    if sweep {
        forget_drafts(&mut conn).await?;
        queue_tabulating(&mut conn).await?;
        queue_destroying(&mut conn).await?;
        queue_works(&mut conn).await?;
        remind_divisions(&mut conn).await?;
        forget_what_is_over(&mut conn).await?;
    }
    Ok(())
}

/// Drafts that nobody goes on with, those of trials that are over, and from where the others were begun. A trial ends
/// before its drafts are old.
///
/// # Errors
/// When the database fails.
pub async fn forget_drafts(conn: &mut Conn) -> anyhow::Result<()> {
    let now = clock::now(conn).await?;
    let today = now.date_naive();
    let day = today
        .checked_sub_days(Days::new(DRAFT_DAYS))
        .unwrap_or(today);
    drafts::delete_saved_before(conn, day).await?;
    trial_drafts::delete_over(conn, now).await?;
    drafts::forget_networks(conn, today).await?;
    trial_drafts::forget_networks(conn, today).await?;
    Ok(())
}

/// Lists whose day has come, should the job that was queued with the promise have gone (a restored database has none).
async fn queue_destroying(conn: &mut Conn) -> anyhow::Result<()> {
    let now = clock::now(conn).await?;
    for (municipality, survey) in recipients::list_due(conn).await? {
        let job = Job::DestroyRecipients {
            municipality,
            survey,
        };
        jobs::enqueue(conn, &job, now).await?;
    }
    Ok(())
}

/// Sessions that are over, rights to choose a password that were used or expired, long work that ended long ago, forms
/// that nobody went on with.
///
/// # Errors
/// When the database fails.
pub async fn forget_what_is_over(conn: &mut Conn) -> anyhow::Result<()> {
    let now = clock::now(conn).await?;
    over::delete_sessions(conn, now, now - SESSION).await?;
    over::delete_set_ups(conn, now).await?;
    over::delete_works(conn, now - WORK).await?;
    over::delete_kept_forms(conn, now - KEPT_FORM).await?;
    Ok(())
}

/// Work that somebody waits for, should its job have gone. What has ended meanwhile is not done again.
async fn queue_works(conn: &mut Conn) -> anyhow::Result<()> {
    let now = clock::now(conn).await?;
    for (municipality, work) in works::list_under_way(conn).await? {
        jobs::enqueue(conn, &Job::Work { municipality, work }, now).await?;
    }
    Ok(())
}

/// Opens and closes what is due. One survey that cannot be moved does not hold up the others.
pub async fn move_surveys(conn: &mut Conn) -> anyhow::Result<()> {
    for (municipality, id) in surveys::list_waiting_for_the_clock(conn).await? {
        let actor = Actor {
            municipality,
            who: Who::Schedule,
        };
        let moved = conn
            .transaction(async |tx| lifecycle::move_by_clock(tx, &actor, id).await)
            .await;
        match moved {
            Ok(Some(state)) => {
                tracing::info!(survey.id = %id, "survey {id} is now {}", state.word())
            }
            Ok(None) => {}
            Err(error) => tracing::error!(survey.id = %id, "survey {id} cannot be moved: {error}"),
        }
    }
    Ok(())
}

/// Makes the moves of roles whose day has come. One town whose moves fail does not hold up the others.
///
/// # Errors
/// When nobody can be asked which they are.
pub async fn move_people(conn: &mut Conn) -> anyhow::Result<()> {
    for municipality in transfers::list_due(conn).await? {
        let actor = Actor {
            municipality,
            who: Who::Schedule,
        };
        let made = conn
            .transaction(async |tx| moving::carry_out(tx, &actor).await)
            .await;
        match made {
            Ok(0) => tracing::warn!(
                "no roles could be moved in {municipality}; its list of moves says why"
            ),
            Ok(count) => tracing::info!("{count} moves of roles were made in {municipality}"),
            Err(error) => tracing::error!("roles cannot be moved in {municipality}: {error}"),
        }
    }
    Ok(())
}

/// Reminds divisions that are asked about a draft and have said nothing. One town that fails does not hold up the others.
///
/// # Errors
/// When nobody can be asked which they are.
pub async fn remind_divisions(conn: &mut Conn) -> anyhow::Result<()> {
    for (municipality, id) in inquiries::list_due(conn).await? {
        let actor = Actor {
            municipality,
            who: Who::Schedule,
        };
        let reminded = conn
            .transaction(async |tx| inquiring::remind(tx, &actor, id).await)
            .await;
        match reminded {
            Ok(0) => {}
            Ok(count) => tracing::info!("{count} divisions were reminded of inquiry {id}"),
            Err(error) => tracing::error!("nobody was reminded of inquiry {id}: {error}"),
        }
    }
    Ok(())
}

async fn queue_sealing(conn: &mut Conn, sweep: bool) -> anyhow::Result<()> {
    let now = clock::now(conn).await?;
    let mut surveys = envelopes::list_to_seal(conn, sealing::FEWEST).await?;
    if sweep {
        surveys.extend(responses::sealing::list_too_few(conn, sealing::FEWEST).await?);
    }
    for (municipality, survey) in surveys {
        let job = Job::Seal {
            municipality,
            survey,
        };
        jobs::enqueue(conn, &job, now).await?;
    }
    Ok(())
}

/// While paper answers are typed the figures follow; `tabulating` decides whether there is enough new. What was given up
/// waits for a person.
async fn queue_tabulating(conn: &mut Conn) -> anyhow::Result<()> {
    let now = clock::now(conn).await?;
    for (municipality, survey) in surveys::list_web_closed(conn).await? {
        let job = Job::Tabulate {
            municipality,
            survey,
        };
        if jobs::given_up(conn, &job).await?.is_none() {
            jobs::enqueue(conn, &job, now).await?;
        }
    }
    Ok(())
}
