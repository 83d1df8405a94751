//! `kocho survey …`: the life of surveys by hand, until the staff pages do it.

mod private;
pub mod recipients;
mod reports;
pub mod sample;
pub mod show;
pub mod spread;
pub mod texts;

use anyhow::{Context, bail};
use diesel_async::AsyncConnection;
use uuid::Uuid;

use crate::commands::session::Session;
use crate::commands::{operator, rehearsal};
use crate::config::Config;
use crate::domain::actor::Actor;
use crate::domain::ids::SurveyId;
use crate::domain::questionnaire::question::Code;
use crate::domain::reason::Reason;
use crate::domain::secret::Secret;
use crate::domain::slug::Slug;
use crate::domain::survey::{Anonymity, Schedule, State};
use crate::domain::text::Text;
use crate::domain::time::{Day, Deadline, Timestamp, Zone};
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, clock, questionnaires};
use crate::workflows::lifecycle::{self, Act};
use crate::workflows::{self, inviting};

/// `kocho survey`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The municipality, by its name in addresses; not needed while there is only one.
    #[arg(long, global = true)]
    municipality: Option<String>,
    #[command(subcommand)]
    act: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Show all surveys.
    List,
    /// Show one survey, its returns and its reports.
    Show { survey: Slug },
    /// Create a survey of the newest version of a questionnaire.
    Create(New),
    /// Draw one-time keys and print them, one a line. They are shown this once.
    Keys {
        survey: Slug,
        count: usize,
        /// A coarse group (at least 20 keys).
        #[arg(long)]
        stratum: Option<String>,
    },
    #[command(flatten)]
    Sample(sample::Act),
    /// Set the times. A day counts whole: 「10月31日まで」 is 2025-10-31; 「10月31日17時まで」 is 2025-10-31T17:00, on the
    /// clocks of the municipality.
    Schedule {
        survey: Slug,
        /// First day.
        #[arg(long)]
        from: Day,
        /// Last day for citizens, or the time of day at which it ends.
        #[arg(long)]
        until: Deadline,
        /// Last day for typing paper answers, or the time at which it ends; the end of the web's last day when absent.
        #[arg(long)]
        entry_until: Option<Deadline>,
        /// Minutes of grace for answers begun in time.
        #[arg(long, default_value_t = Schedule::GRACE_MINUTES)]
        grace: i32,
    },
    /// Open before its time.
    Open { survey: Slug },
    /// Give citizens until the end of this day, or until this time of day (2025-10-31T17:00).
    #[command(arg_required_else_help = true)]
    Extend {
        survey: Slug,
        /// The new deadline.
        #[arg(required_unless_present = "on")]
        until: Option<Deadline>,
        /// The same, named.
        #[arg(long = "until", conflicts_with = "until")]
        on: Option<Deadline>,
    },
    /// Close the web now.
    Close { survey: Slug },
    /// End the typing of paper answers now.
    CloseEntry { survey: Slug },
    /// Let paper answers be typed again until the end of this day, or until this time of day (2025-10-31T17:00).
    Reopen {
        survey: Slug,
        until: Deadline,
        /// Why; kept in the audit log.
        #[arg(long)]
        reason: Reason,
    },
    /// Call it off.
    Cancel {
        survey: Slug,
        /// Why; kept in the audit log.
        #[arg(long)]
        reason: Reason,
    },
    #[command(flatten)]
    Recipients(recipients::Act),
    /// Show how the answers to numbers, dates and times are spread: median, quartiles, classes.
    Spread(spread::Arguments),
    /// Read what people wrote in their own words, masked.
    Texts(texts::Arguments),
    #[command(flatten)]
    Report(reports::Command),
}

/// A new survey.
#[derive(Debug, clap::Args)]
struct New {
    /// Its name in addresses.
    survey: Slug,
    /// What citizens read.
    #[arg(long)]
    title: String,
    /// Code of the questionnaire.
    #[arg(long)]
    questionnaire: String,
    /// The fiscal year its values are for, e.g. 2025.
    #[arg(long)]
    fiscal_year: i32,
    /// Anyone with the address may answer; without it, one-time keys are needed.
    #[arg(long)]
    open: bool,
    /// Each key belongs to a recipient, so that only those who have not answered are reminded; answers carry no link to
    /// either. The recipients are destroyed on --destroy-on.
    #[arg(long, conflicts_with = "open", requires = "destroy_on")]
    confidential: bool,
    /// The day at whose beginning the recipients of a confidential survey are destroyed. It is promised on the first page
    /// and never put off.
    #[arg(long, requires = "confidential", value_name = "DAY")]
    destroy_on: Option<Day>,
    /// N, the people the sample is drawn from.
    #[arg(long)]
    population: Option<i32>,
    /// Everybody is asked.
    #[arg(long)]
    census: bool,
}

#[expect(clippy::print_stdout, reason = "the operator asked")]
pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<()> {
    let session = Session::open(config).await?;
    let mut conn = session.app.db.get().await?;
    let actor = operator::actor(&mut conn, arguments.municipality.as_deref()).await?;
    let said = match arguments.act {
        Command::List => list(&mut conn, &actor).await?,
        Command::Show { survey } => show::show(&mut conn, &actor, &survey).await?,
        Command::Create(new) => create(&mut conn, &actor, new).await?,
        Command::Keys {
            survey,
            count,
            stratum,
        } => {
            let secret = &session.app.secret;
            keys(
                &mut conn,
                &actor,
                &survey,
                count,
                stratum.as_deref(),
                secret,
            )
            .await?
        }
        Command::Report(act) => reports::run(&session.app, &mut conn, &actor, act).await?,
        Command::Sample(act) => sample::run(&mut conn, &actor, act).await?,
        Command::Recipients(act) => {
            recipients::run(&mut conn, &actor, &session.app.secret, act).await?
        }
        Command::Spread(said) => spread::run(&mut conn, &session.app.secret, &actor, said).await?,
        Command::Texts(said) => texts::run(&mut conn, &session.app.secret, &actor, said).await?,
        act => moved(&mut conn, &actor, act).await?,
    };
    println!("{said}");
    session.note().await
}

async fn find(conn: &mut Conn, actor: &Actor, slug: &Slug) -> anyhow::Result<Survey> {
    let found = surveys::by_slug(conn, actor.municipality, slug).await;
    found.with_context(|| format!("no survey is called {slug}"))
}

async fn keys(
    conn: &mut Conn,
    actor: &Actor,
    slug: &Slug,
    count: usize,
    stratum: Option<&str>,
    secret: &Secret,
) -> anyhow::Result<String> {
    let id = find(conn, actor, slug).await?.id;
    conn.transaction(async |tx| {
        let now = clock::now(tx).await?;
        let keys = inviting::issue(tx, actor, id, count, stratum, secret, now).await?;
        let lines: Vec<String> = keys.iter().map(ToString::to_string).collect();
        Ok(lines.join("\n"))
    })
    .await
}

async fn list(conn: &mut Conn, actor: &Actor) -> anyhow::Result<String> {
    let zone = surveys::zone(conn, actor.municipality).await?;
    let all = surveys::list(conn, actor.municipality).await?;
    let lines: Vec<String> = all.iter().map(|survey| line(survey, zone)).collect();
    Ok(lines.join("\n"))
}

fn line(survey: &Survey, zone: Zone) -> String {
    let times = survey.fieldwork().schedule;
    let until = times.map(|times| zone.deadline(times.web_closes_at));
    let until = until.map_or_else(String::new, |until| format!(" until {until}"));
    let (slug, state) = (&survey.slug, survey.state.word());
    format!("{slug}: {state}{until} ({})", survey.fiscal_year)
}

/// The draft that is asked for; nothing is stored yet.
async fn draft(conn: &mut Conn, actor: &Actor, new: New) -> anyhow::Result<Survey> {
    let municipality = actor.municipality;
    let code = Code::parse(&new.questionnaire)?;
    let version = questionnaires::newest_version(conn, municipality, &code).await;
    let version = version.with_context(|| format!("no questionnaire is called {code}"))?;
    let anonymity = match (new.open, new.confidential) {
        (true, _) => Anonymity::Open,
        (_, true) => Anonymity::Confidential,
        _ => Anonymity::Anonymous,
    };
    Ok(Survey {
        municipality_id: municipality,
        id: SurveyId(Uuid::now_v7()),
        version_id: version.id,
        slug: new.survey,
        title: Text::japanese(new.title),
        fiscal_year: new.fiscal_year,
        anonymity,
        state: State::Draft,
        opens_at: None,
        web_closes_at: None,
        entry_closes_at: None,
        grace_minutes: Schedule::GRACE_MINUTES,
        frame_population: new.population,
        sample_size: None,
        census: new.census,
        synthetic: false,
    })
}

async fn create(conn: &mut Conn, actor: &Actor, new: New) -> anyhow::Result<String> {
    let destroy_on = new.destroy_on;
    let survey = draft(conn, actor, new).await?;
    rehearsal::transaction(conn, false, async |tx| {
        let now = clock::now(tx).await?;
        match destroy_on {
            Some(day) => workflows::recipients::create(tx, actor, &survey, day).await?,
            None => lifecycle::create(tx, actor, &survey, now).await?,
        }
        Ok::<_, anyhow::Error>(())
    })
    .await
    .with_context(|| format!("creating {}", survey.slug))?;
    let slug = &survey.slug;
    let next = match destroy_on {
        Some(day) => format!("its recipients (kocho survey recipients) are destroyed on {day}; "),
        None => String::new(),
    };
    Ok(format!(
        "{slug}: draft; {next}give it its times with kocho survey schedule"
    ))
}

/// The acts that move the survey itself.
async fn moved(conn: &mut Conn, actor: &Actor, command: Command) -> anyhow::Result<String> {
    let zone = surveys::zone(conn, actor.municipality).await?;
    let (slug, act) = act(command, zone)?;
    let id = find(conn, actor, &slug).await?.id;
    let survey = conn
        .transaction(async |tx| lifecycle::act(tx, actor, id, &act).await)
        .await?;
    let notice = reports::notice_after(&act, conn, &survey).await?;
    Ok(line(&survey, zone) + &notice)
}

fn act(command: Command, zone: Zone) -> anyhow::Result<(Slug, Act)> {
    Ok(match command {
        Command::Schedule {
            survey,
            from,
            until,
            entry_until,
            grace,
        } => {
            let web_closes_at = moment(until, zone)?;
            let entry_closes_at = match entry_until {
                Some(deadline) => moment(deadline, zone)?,
                None => zone.end_of(zone.last_day(web_closes_at)),
            };
            let times = Schedule {
                opens_at: zone.start_of(from),
                web_closes_at,
                entry_closes_at,
                grace_minutes: grace,
            };
            (survey, Act::Schedule(times))
        }
        Command::Open { survey } => (survey, Act::Open),
        Command::Extend { survey, until, on } => {
            let until = until.or(on).context("say until when")?;
            (survey, Act::Extend(moment(until, zone)?))
        }
        Command::Close { survey } => (survey, Act::CloseWeb),
        Command::CloseEntry { survey } => (survey, Act::CloseEntry),
        Command::Reopen {
            survey,
            until,
            reason,
        } => {
            let until = moment(until, zone)?;
            (survey, Act::ReopenEntry { until, reason })
        }
        Command::Cancel { survey, reason } => (survey, Act::Cancel { reason }),
        other => bail!("{other:?} moves no survey"),
    })
}

/// The moment a deadline ends.
fn moment(deadline: Deadline, zone: Zone) -> anyhow::Result<Timestamp> {
    let end = zone.end_at(deadline);
    end.with_context(|| {
        format!("{deadline}: the clocks of {zone} are put forward over this time; write another")
    })
}
