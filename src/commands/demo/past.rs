//! The finished survey of 令和5年度: answered, closed, computed, approved and published, then put into its year.

use chrono::Duration;

use super::fieldwork::{self, Outline};
use super::{publication, say, towns};
use crate::app::App;
use crate::domain::actor::Actor;
use crate::domain::survey::{Anonymity, Schedule, State};
use crate::domain::time::{Day, Zone};
use crate::storage::{Conn, demonstration};
use crate::workflows::lifecycle::Act;
use crate::workflows::tabulating;

const SHIMIN: Outline = Outline {
    slug: "shimin-2023",
    questionnaire: include_str!("../../../config/demo/questionnaires/shimin-2023.yaml"),
    fiscal_year: 2023,
    anonymity: Anonymity::Anonymous,
    population: 14_300,
    sample: 2_000,
};

/// How many answered.
const ANSWERED: u32 = 812;

pub(super) async fn load(app: &App, conn: &mut Conn, actor: &Actor) -> anyhow::Result<()> {
    let mut past = fieldwork::prepare(app, conn, actor, &SHIMIN).await?;
    towns::bind(conn, actor).await?;
    past.open(conn, 1, Duration::days(1)).await?;
    if past.survey.state == State::Open {
        let count = past.fill(conn, ANSWERED).await?;
        past.act(conn, &Act::CloseWeb).await?;
        say(&format!(
            "{count} made-up people had answered the survey of 令和5年度"
        ));
    }
    if past.survey.state == State::WebClosed {
        let times = times()?;
        let first = Zone::TOKYO.day(times.opens_at);
        demonstration::spread_days(conn, actor.municipality, past.survey.id, first, 21).await?;
        demonstration::set_times(conn, actor.municipality, past.survey.id, times).await?;
        past.act(conn, &Act::CloseEntry).await?;
    }
    tabulating::run(&app.db, &app.secret, actor, past.survey.id).await?;
    publication::publish(conn, actor, past.survey.id).await?;
    Ok(())
}

/// Three weeks in the summer of 2023.
fn times() -> anyhow::Result<Schedule> {
    let day = |month, day| {
        Day::from_ymd_opt(2023, month, day).ok_or_else(|| anyhow::anyhow!("no such day"))
    };
    Ok(Schedule {
        opens_at: Zone::TOKYO.start_of(day(7, 3)?),
        web_closes_at: Zone::TOKYO.end_of(day(7, 24)?),
        entry_closes_at: Zone::TOKYO.end_of(day(7, 31)?),
        grace_minutes: Schedule::GRACE_MINUTES,
    })
}
