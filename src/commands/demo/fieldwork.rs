//! A survey of the demonstration: made, opened, answered by made-up people through the real door.

use chrono::Duration;
use diesel_async::AsyncConnection;
use futures_util::StreamExt as _;
use uuid::Uuid;

use super::people::Person;
use super::register;
use crate::app::App;
use crate::commands::questionnaire;
use crate::domain::actor::Actor;
use crate::domain::envelope::Length;
use crate::domain::ids::{SubmissionId, SurveyId};
use crate::domain::questionnaire::{Questionnaire, Reader};
use crate::domain::slug::Slug;
use crate::domain::submission::{AnswersJson, Duration as Took, Form, Submission};
use crate::domain::survey::{Anonymity, Mode, Schedule, State};
use crate::domain::token::Key;
use crate::formats;
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, clock, designs, questionnaires, responses};
use crate::workflows::intake::Outcome;
use crate::workflows::inviting;
use crate::workflows::lifecycle::{self, Act};

/// What a survey of the demonstration is.
pub(super) struct Outline {
    pub(super) slug: &'static str,
    pub(super) questionnaire: &'static str,
    pub(super) fiscal_year: i32,
    pub(super) anonymity: Anonymity,
    /// People of age, as the register would count them.
    pub(super) population: i32,
    /// How many keys are issued.
    pub(super) sample: u32,
}

/// A survey with what its people need.
pub(super) struct Field<'a> {
    pub(super) app: &'a App,
    pub(super) actor: &'a Actor,
    pub(super) survey: Survey,
    pub(super) reader: Reader,
}

/// The survey of this outline: as it is, or made now as a draft with its keys.
pub(super) async fn prepare<'a>(
    app: &'a App,
    conn: &mut Conn,
    actor: &'a Actor,
    outline: &Outline,
) -> anyhow::Result<Field<'a>> {
    let slug = Slug::parse(outline.slug)?;
    let municipality = actor.municipality;
    let all = surveys::list(conn, municipality).await?;
    let survey = match all.into_iter().find(|survey| survey.slug == slug) {
        Some(survey) => survey,
        None => make(app, conn, actor, outline, slug).await?,
    };
    let version = questionnaires::version(conn, municipality, survey.version_id).await?;
    let reader = Reader::new(version.document);
    Ok(Field {
        app,
        actor,
        survey,
        reader,
    })
}

async fn make(
    app: &App,
    conn: &mut Conn,
    actor: &Actor,
    outline: &Outline,
    slug: Slug,
) -> anyhow::Result<Survey> {
    let document = read(outline.questionnaire)?;
    let version_id = questionnaire::freeze(conn, actor, &document, &[]).await?;
    let survey = Survey {
        municipality_id: actor.municipality,
        id: SurveyId(Uuid::now_v7()),
        version_id,
        slug,
        title: document.title.clone(),
        fiscal_year: outline.fiscal_year,
        anonymity: outline.anonymity,
        state: State::Draft,
        opens_at: None,
        web_closes_at: None,
        entry_closes_at: None,
        grace_minutes: Schedule::GRACE_MINUTES,
        frame_population: outline.anonymity.needs_key().then_some(outline.population),
        sample_size: None,
        census: false,
        synthetic: true,
    };
    let made = conn
        .transaction(async |tx| {
            let now = clock::now(tx).await?;
            lifecycle::create(tx, actor, &survey, now).await?;
            if outline.anonymity.needs_key() {
                let (id, count) = (survey.id, outline.sample);
                inviting::issue_demonstration(tx, actor, id, count, &app.secret, now).await?;
                let design = register::design(outline.population);
                designs::put(tx, actor.municipality, survey.id, &design).await?;
            }
            let made = surveys::by_id(tx, actor.municipality, survey.id).await?;
            anyhow::Ok(made)
        })
        .await?;
    Ok(made)
}

fn read(file: &str) -> anyhow::Result<Questionnaire> {
    formats::questionnaire::read(file.as_bytes()).map_err(|faults| {
        anyhow::anyhow!(
            "a questionnaire of the demonstration has {} faults",
            faults.len()
        )
    })
}

impl Field<'_> {
    /// Opens the survey, if it is a draft: it has been open for `days` and ends `left` from now.
    pub(super) async fn open(
        &mut self,
        conn: &mut Conn,
        days: i64,
        left: Duration,
    ) -> anyhow::Result<()> {
        let now = clock::now(conn).await?;
        let web_closes_at = midnight(now + left);
        let times = Schedule {
            opens_at: midnight(now - Duration::days(days)),
            web_closes_at,
            entry_closes_at: web_closes_at + Duration::days(7),
            grace_minutes: Schedule::GRACE_MINUTES,
        };
        if self.survey.state == State::Draft {
            self.act(conn, &Act::Schedule(times)).await?;
        }
        if self.survey.state == State::Scheduled {
            self.act(conn, &Act::Open).await?;
        }
        Ok(())
    }

    /// Moves it by hand.
    pub(super) async fn act(&mut self, conn: &mut Conn, act: &Act) -> anyhow::Result<()> {
        let (actor, id) = (self.actor, self.survey.id);
        self.survey = conn
            .transaction(async |tx| lifecycle::act(tx, actor, id, act).await)
            .await?;
        Ok(())
    }

    /// How many responses it has.
    pub(super) async fn count(&self, conn: &mut Conn) -> anyhow::Result<u32> {
        let count = responses::count(conn, self.actor.municipality, self.survey.id).await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// People send their answers until the survey has `wanted` responses. Each has a form of their own, so that
    /// whoever has sent before is not counted again.
    pub(super) async fn fill(&self, conn: &mut Conn, wanted: u32) -> anyhow::Result<u32> {
        if self.survey.state != State::Open || self.count(conn).await? >= wanted {
            return self.count(conn).await;
        }
        let people = (0..wanted * 2).filter_map(|number| self.submission(number));
        let sent = futures_util::stream::iter(people.take(usize::try_from(wanted)?))
            .map(|submission| self.app.intake.submit(submission))
            .buffer_unordered(64);
        let refused: Vec<Outcome> = sent
            .filter(|outcome| std::future::ready(!is_stored(outcome)))
            .collect()
            .await;
        anyhow::ensure!(refused.is_empty(), "not accepted: {:?}", refused.first());
        self.count(conn).await
    }

    /// What person number `number` sends; none who sends a blank form.
    pub(super) fn submission(&self, number: u32) -> Option<Submission> {
        let survey = &self.survey;
        let seed = u64::from(survey.fiscal_year.unsigned_abs());
        let mut person = Person::new(seed, number);
        let answers = person.answers(&self.reader)?;
        let municipality = survey.municipality_id;
        let sent = Form {
            id: form(survey.id, number),
            begun_at: survey.opens_at.unwrap_or_default(),
            mode: Mode::Web,
            language: person.language,
            duration: Some(Took::Usual),
            answers: AnswersJson::new(answers.document()),
            length: Length::of(self.reader.items()),
        };
        if !survey.anonymity.needs_key() {
            return Some(Submission::open(municipality, survey.id, None, sent));
        }
        let secret = &self.app.secret;
        let key = Key::demonstration(secret, survey.id, Key::TO_TRY + number);
        Some(Submission::with_key(
            secret,
            municipality,
            survey.id,
            &key,
            sent,
        ))
    }
}

/// Now, or when the demonstration was loaded before.
fn is_stored(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Accepted(_) | Outcome::AlreadyReceived(_))
}

/// The form of a person: always the same, so that loading twice sends it twice and stores it once.
fn form(survey: SurveyId, number: u32) -> SubmissionId {
    let bytes = survey.0.as_u128()
        ^ (u128::from(number) << 64)
        ^ u128::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    SubmissionId(uuid::Builder::from_random_bytes(bytes.to_be_bytes()).into_uuid())
}

/// The first moment of the day after, in the town's time.
fn midnight(at: crate::domain::time::Timestamp) -> crate::domain::time::Timestamp {
    let zone = crate::domain::time::Zone::TOKYO;
    zone.end_of(zone.day(at))
}
