//! What is loaded, in order; each step finds out by itself whether it is done already.

use chrono::Duration;

use super::fieldwork::{self, Outline};
use super::{past, say, staff, towns};
use crate::app::App;
use crate::domain::survey::{Anonymity, State};
use crate::domain::token::Key;
use crate::storage::Conn;
use crate::storage::demonstration;

/// The open survey; also what `--fast` closes.
pub(super) const SHIMIN: Outline = Outline {
    slug: "shimin-2025",
    questionnaire: include_str!("../../../config/demo/questionnaires/shimin-2025.yaml"),
    fiscal_year: 2025,
    anonymity: Anonymity::Anonymous,
    population: 13_900,
    sample: 2_000,
};

const VOICE: Outline = Outline {
    slug: "machi-no-koe",
    questionnaire: include_str!("../../../config/demo/questionnaires/machi-no-koe.yaml"),
    fiscal_year: 2025,
    anonymity: Anonymity::Open,
    population: 0,
    sample: 0,
};

/// How many people have answered the open survey.
pub(super) const ANSWERED: u32 = 900;

/// How many of them wait with their answers until somebody looks on.
pub(super) const WAITING: u32 = 240;

/// How many keys to try are said.
const KEY_ROWS: u32 = 6;
const KEYS_IN_A_ROW: u32 = 5;

/// For how many days the open survey has been open.
const DAYS: i64 = 12;

/// Loads what is missing. `fast`: some answers are still to come.
pub(super) async fn load(app: &App, conn: &mut Conn, fast: bool) -> anyhow::Result<()> {
    let actor = towns::load(conn).await?;
    past::load(app, conn, &actor).await?;
    // After the divisions of the plan, which have addresses for letters.
    staff::load(conn, &actor).await?;
    let mut shimin = fieldwork::prepare(app, conn, &actor, &SHIMIN).await?;
    if shimin.survey.state != State::Open {
        shimin.open(conn, DAYS, Duration::days(14)).await?;
    }
    let wanted = if fast { ANSWERED - WAITING } else { ANSWERED };
    if shimin.survey.state == State::Open && shimin.count(conn).await? < wanted {
        let count = shimin.fill(conn, wanted).await?;
        let first =
            crate::domain::time::Zone::TOKYO.day(shimin.survey.opens_at.unwrap_or_default());
        let days = i32::try_from(DAYS)?;
        demonstration::spread_days(conn, actor.municipality, shimin.survey.id, first, days).await?;
        say(&format!(
            "{count} made-up people have answered the survey of 令和7年度"
        ));
    }
    let mut voice = fieldwork::prepare(app, conn, &actor, &VOICE).await?;
    voice.open(conn, 3, Duration::days(60)).await?;
    voice.fill(conn, 24).await?;
    say_keys(app, &shimin.survey);
    Ok(())
}

fn say_keys(app: &App, survey: &crate::storage::surveys::Survey) {
    if survey.state != State::Open {
        return;
    }
    say(&format!(
        "keys to try at {}/sunagawa/a",
        app.config.public_url()
    ));
    for row in 0..KEY_ROWS {
        let keys: Vec<String> = (0..KEYS_IN_A_ROW)
            .map(|place| Key::demonstration(&app.secret, survey.id, row * KEYS_IN_A_ROW + place))
            .map(|key| key.to_string())
            .collect();
        say(&format!("    {}", keys.join("  ")));
    }
}
