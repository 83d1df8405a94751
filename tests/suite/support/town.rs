//! A town with surveys, people who answer them and what they send.

use std::path::Path;
use std::sync::{Arc, Mutex};

use chrono::{Duration, Utc};
use diesel_async::AsyncConnection;
use kocho::app::App;
use kocho::config;
use kocho::domain::actor::{Actor, Who};
use kocho::domain::envelope::Length;
use kocho::domain::ids::{MunicipalityId, QuestionnaireId, SubmissionId, SurveyId, VersionId};
use kocho::domain::language::Language;
use kocho::domain::recipient::Recipient;
use kocho::domain::secret::Secret;
use kocho::domain::slug::Slug;
use kocho::domain::submission::{AnswersJson, Form, Submission};
use kocho::domain::survey::{Anonymity, Mode, Schedule, State};
use kocho::domain::text::Text;
use kocho::domain::time::{Timestamp, Zone};
use kocho::domain::token::{DraftHash, Key};
use kocho::formats::questionnaire;
use kocho::mail::{Addresses, Mailer, Transport};
use kocho::storage::clock;
use kocho::storage::municipalities::{self, Contact, Municipality};
use kocho::storage::recipients;
use kocho::storage::surveys::{self, Survey};
use kocho::workflows::freezing;
use kocho::workflows::intake::{Capacity, Intake};
use kocho::workflows::inviting;
use kocho::workflows::lifecycle::{self, Act};
use kocho::workflows::recipients as taking;
use lettre::Message;
use uuid::Uuid;

use super::db::TestDb;

/// A municipality in a database of its own.
pub struct Town {
    /// Its database.
    pub db: TestDb,
    /// Its id.
    pub id: MunicipalityId,
    /// The operator who acts for it.
    pub operator: Actor,
    /// The installation's secret.
    pub secret: Secret,
}

/// A file beside the questionnaires of the tests.
pub fn beside(name: &str) -> std::io::Result<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/questionnaires");
    std::fs::read(folder.join(name))
}

impl Town {
    /// 砂川市 in an empty database.
    pub async fn new() -> Self {
        let db = TestDb::new().await;
        let contact = Contact {
            division: Text::japanese("政策調整課"),
            telephone: "0125-54-2121".to_owned(),
            hours: Text::japanese("平日8:30〜17:15"),
        };
        let (slug, name) = (Slug::parse("sunagawa").unwrap(), Text::japanese("砂川市"));
        let municipality = Municipality {
            synthetic: true,
            ..Municipality::new(slug, name, contact, Zone::TOKYO)
        };
        let id = municipality.id;
        municipalities::insert(&mut *db.conn().await, &municipality)
            .await
            .unwrap();
        let operator = Actor {
            municipality: id,
            who: Who::Operator("test".to_owned()),
        };
        let secret = Secret::new([7; 32]);
        Self {
            db,
            id,
            operator,
            secret,
        }
    }

    /// The database's time.
    pub async fn now(&self) -> Timestamp {
        clock::now(&mut *self.db.conn().await).await.unwrap()
    }

    /// A version of a questionnaire of which nobody reads more than the title: nothing is asked in it.
    pub async fn version(&self) -> VersionId {
        let (questionnaire, version) = (QuestionnaireId(Uuid::now_v7()), VersionId(Uuid::now_v7()));
        self.db
            .execute(&format!(
                "insert into questionnaires (municipality_id, id, code) values ('{of}', '{questionnaire}', 'q-{version}'); \
                 insert into versions (municipality_id, id, questionnaire_id, number, document, digest) \
                 values ('{of}', '{version}', '{questionnaire}', 1, jsonb_build_object('code', 'q', 'title', '試験', \
                 'purpose', '試験', 'minutes', 1, 'languages', array['ja'], 'sections', array[]::text[]), '\\x00')",
                of = self.id
            ))
            .await;
        version
    }

    /// Freezes a questionnaire file. Its pictures lie beside the questionnaires of the tests.
    pub async fn freeze(&self, file: &[u8]) -> VersionId {
        let examined = questionnaire::examine(file, beside);
        assert!(examined.faults.is_empty(), "{:?}", examined.faults);
        let (questionnaire, images) = (examined.questionnaire.unwrap(), examined.images);
        let now = self.now().await;
        let mut conn = self.db.conn().await;
        conn.transaction(async |tx| {
            freezing::freeze_version(tx, &self.operator, &questionnaire, &images, now).await
        })
        .await
        .unwrap()
    }

    /// A survey that is still a draft.
    pub async fn draft(&self, anonymity: Anonymity) -> Survey {
        self.draft_of(self.version().await, anonymity).await
    }

    /// A draft that asks what a version says.
    pub async fn draft_of(&self, version_id: VersionId, anonymity: Anonymity) -> Survey {
        let id = SurveyId(Uuid::now_v7());
        let survey = Survey {
            municipality_id: self.id,
            id,
            version_id,
            slug: Slug::parse(&format!("s-{id}")).unwrap(),
            title: Text::japanese("市民アンケート"),
            fiscal_year: 2025,
            anonymity,
            state: State::Draft,
            opens_at: None,
            web_closes_at: None,
            entry_closes_at: None,
            grace_minutes: 15,
            frame_population: Some(15_000),
            sample_size: None,
            census: false,
            synthetic: true,
        };
        let mut conn = self.db.conn().await;
        conn.transaction(async |tx| {
            lifecycle::create(tx, &self.operator, &survey, Utc::now()).await
        })
        .await
        .unwrap();
        survey
    }

    /// Moves a survey by hand.
    pub async fn act(&self, id: SurveyId, act: Act) -> Result<Survey, lifecycle::MoveError> {
        let mut conn = self.db.conn().await;
        conn.transaction(async |tx| lifecycle::act(tx, &self.operator, id, &act).await)
            .await
    }

    /// An open survey that closes in a day and has a quarter of an hour of grace.
    pub async fn open(&self, anonymity: Anonymity) -> Survey {
        let survey = self.draft(anonymity).await;
        self.open_now(survey.id).await
    }

    /// Opens a draft for a day, with a quarter of an hour of grace.
    pub async fn open_now(&self, id: SurveyId) -> Survey {
        let now = self.now().await;
        let times = Schedule {
            opens_at: now + Duration::hours(1),
            web_closes_at: now + Duration::hours(24),
            entry_closes_at: now + Duration::hours(48),
            grace_minutes: 15,
        };
        self.act(id, Act::Schedule(times)).await.unwrap();
        self.act(id, Act::Open).await.unwrap()
    }

    /// The survey as it is now.
    pub async fn survey(&self, id: SurveyId) -> Survey {
        surveys::by_id(&mut *self.db.conn().await, self.id, id)
            .await
            .unwrap()
    }

    /// New keys of a survey; of a confidential one each with a recipient.
    pub async fn keys(&self, survey: SurveyId, count: usize) -> Vec<Key> {
        if self.survey(survey).await.anonymity == Anonymity::Confidential {
            return self.recipients(survey, count).await;
        }
        let mut conn = self.db.conn().await;
        conn.transaction(async |tx| {
            inviting::issue(
                tx,
                &self.operator,
                survey,
                count,
                None,
                &self.secret,
                Utc::now(),
            )
            .await
        })
        .await
        .unwrap()
    }

    /// The keys of new recipients 職員1, 職員2, ….
    async fn recipients(&self, survey: SurveyId, count: usize) -> Vec<Key> {
        let mut conn = self.db.conn().await;
        let (municipality, actor) = (self.id, &self.operator);
        if recipients::list(&mut conn, municipality, survey)
            .await
            .unwrap()
            .is_none()
        {
            let day = Zone::TOKYO.day(self.now().await + Duration::days(90));
            recipients::promise(&mut conn, municipality, survey, day)
                .await
                .unwrap();
        }
        let before = recipients::count(&mut conn, municipality, survey)
            .await
            .unwrap();
        let named = |n: i64| Recipient::parse(["", &format!("職員{n}"), ""]).unwrap();
        let new: Vec<_> = (before + 1..).take(count).map(named).collect();
        let taken = conn
            .transaction(async |tx| taking::take(tx, actor, survey, &new, &self.secret).await)
            .await
            .unwrap();
        taken.into_iter().map(|(_, key)| key).collect()
    }

    /// The door.
    pub fn intake(&self) -> Intake {
        let capacity = Capacity {
            queue: 2_048,
            batch: 256,
            batches: 2,
        };
        Intake::start(self.db.pool.clone(), self.secret.clone(), capacity).unwrap()
    }

    /// A form with one answer, not yet sent.
    pub fn form(&self, survey: &Survey, key: Option<Key>, answer: &str) -> Submission {
        let form = Form {
            id: SubmissionId(Uuid::new_v4()),
            begun_at: survey.opens_at.unwrap_or_default(),
            mode: Mode::Web,
            language: Language::japanese(),
            duration: None,
            answers: AnswersJson::new(format!(r#"{{"q1": "{answer}"}}"#)),
            length: Length::default(),
        };
        match key {
            Some(key) => Submission::with_key(&self.secret, self.id, survey.id, &key, form),
            None => Submission::open(self.id, survey.id, None, form),
        }
    }

    /// A draft lies in the database, as every version has left them there.
    pub async fn leave_draft(&self, survey: SurveyId, token: DraftHash, content: &[u8]) {
        let hex = |bytes: &[u8]| -> String { bytes.iter().map(|b| format!("{b:02x}")).collect() };
        let insert = format!(
            "insert into drafts (municipality_id, survey_id, token_hash, content, saved_on) \
             values ('{}', '{survey}', '\\x{}', '\\x{}', current_date)",
            self.id,
            hex(&token.0),
            hex(content)
        );
        self.db.execute(&insert).await;
    }

    /// How many drafts lie in the database.
    pub async fn drafts(&self) -> i64 {
        self.db.number("select count(*) from drafts").await
    }

    /// The whole program on this database, its letters in memory.
    pub async fn app(&self) -> (App, Arc<Mutex<Vec<Message>>>) {
        self.app_with(&[]).await
    }

    /// The same with settings of its own.
    pub async fn app_with(&self, settings: &[(&str, &str)]) -> (App, Arc<Mutex<Vec<Message>>>) {
        let var = tempfile::tempdir().unwrap().keep();
        // The secret of `Town::new`: keys issued there open surveys here.
        let secret = "07".repeat(32);
        let own = [
            ("KOCHO__VAR", var.to_str().unwrap()),
            ("KOCHO__SECRET", &secret),
            // Tests send from one address what a town sends from many.
            ("KOCHO__LIMITS__OPEN_FORMS_PER_MINUTE", "1000000"),
        ];
        let environment = own.iter().chain(settings);
        let environment = environment.map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let config = config::read(Path::new("none.toml"), environment.collect()).unwrap();
        let mut app = App::open(config, &self.db.url).await.unwrap();
        let letters = Arc::new(Mutex::new(Vec::new()));
        let memory = Transport::Memory(Arc::clone(&letters));
        app.mailer = Mailer::new(
            memory,
            "kocho@town.example",
            Addresses {
                public_url: "https://town.example".to_owned(),
                staff_url: "https://staff.town.example".to_owned(),
                keys: app.keys.clone(),
            },
        )
        .unwrap();
        (app, letters)
    }
}
