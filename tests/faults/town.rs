//! What an experiment stands on: a directory of its own, a database, a town with open surveys, and what is stored.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use chrono::Duration;
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use kocho::domain::actor::{Actor, Who};
use kocho::domain::envelope::EnvelopeKey;
use kocho::domain::ids::{MunicipalityId, SubmissionId, SurveyId};
use kocho::domain::questionnaire::Reader;
use kocho::domain::secret::Secret;
use kocho::domain::slug::Slug;
use kocho::domain::survey::{Anonymity, Schedule, State};
use kocho::domain::text::Text;
use kocho::domain::time::{Timestamp, Zone};
use kocho::domain::token::{Key, Receipt};
use kocho::formats::questionnaire;
use kocho::storage::municipalities::{self, Contact, Municipality};
use kocho::storage::surveys::Survey;
use kocho::storage::{Conn, clock, migrations, pool};
use kocho::workflows::lifecycle::{self, Act};
use kocho::workflows::{designing, inviting};
use uuid::Uuid;

use crate::server::Server;

/// The name of the town in addresses.
pub const SLUG: &str = "sunagawa";

/// One experiment's town.
pub struct Town {
    /// Its directory.
    pub var: PathBuf,
    /// Its database.
    pub server: Server,
    /// Its id.
    pub id: MunicipalityId,
    /// Who acts for it.
    pub actor: Actor,
    /// The installation's secret, as the nodes read it.
    pub secret: Secret,
    /// Drives what is done to the database here.
    pub runtime: tokio::runtime::Runtime,
}

#[derive(diesel::QueryableByName)]
struct Sealed {
    #[diesel(sql_type = diesel::sql_types::Text)]
    answers: String,
}

#[derive(diesel::QueryableByName)]
struct Bytes {
    #[diesel(sql_type = diesel::sql_types::Binary)]
    bytes: Vec<u8>,
}

/// What is stored of a survey.
pub struct Stored {
    /// How often each document is there.
    pub documents: HashMap<String, usize>,
    /// The hashes of receipts.
    pub receipts: HashSet<Vec<u8>>,
    /// Keys that were spent.
    pub spent: usize,
}

impl Town {
    /// A new one.
    pub fn new(name: &str, seed: u64) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let var = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("faults")
            .join(name);
        let _ = fs::remove_dir_all(&var);
        fs::create_dir_all(&var).unwrap();
        let mut bytes = [7; 32];
        bytes[..8].copy_from_slice(&seed.to_be_bytes());
        let secret = Secret::new(bytes);
        fs::write(var.join("secret"), secret.written()).unwrap();
        let server = Server::new(&var);
        let id = MunicipalityId(Uuid::now_v7());
        let actor = Actor {
            municipality: id,
            who: Who::Operator("faults".to_owned()),
        };
        let url = server.url();
        runtime.block_on(async {
            migrations::migrate(&url).await.unwrap();
            let municipality = Municipality {
                id,
                slug: Slug::parse(SLUG).unwrap(),
                name: Text::japanese("砂川市"),
                contact: Contact {
                    division: Text::japanese("政策調整課"),
                    telephone: "0100-00-0000".to_owned(),
                    hours: Text::japanese("平日8:30〜17:15"),
                },
                time_zone: Zone::TOKYO,
                synthetic: true,
            };
            let mut conn = pool::alone(&url).await.unwrap();
            municipalities::insert(&mut conn, &municipality)
                .await
                .unwrap();
        });
        Self {
            var,
            server,
            id,
            actor,
            secret,
            runtime,
        }
    }

    /// Does something with the database, over a connection of its own.
    pub fn with<T>(&self, work: impl AsyncFnOnce(&mut Conn) -> T) -> T {
        self.runtime.block_on(async {
            let mut conn = pool::alone(&self.server.url()).await.unwrap();
            work(&mut conn).await
        })
    }

    /// Runs plain SQL.
    pub fn run(&self, sql: &str) {
        self.with(async |conn| conn.batch_execute(sql).await.unwrap());
    }

    /// An open survey of thirty questions on one page.
    pub fn open(&self, slug: &str, anonymity: Anonymity) -> (Survey, Reader) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo/questionnaires");
        let document = questionnaire::read(&fs::read(root.join("bench-30.yaml")).unwrap()).unwrap();
        let survey = self.with(async |conn| {
            let now = clock::now(conn).await.unwrap();
            let version = designing::freeze_version(conn, &self.actor, &document, now).await;
            let survey = self.draft(slug, version.unwrap(), anonymity);
            lifecycle::create(conn, &self.actor, &survey, now)
                .await
                .unwrap();
            let times = Schedule {
                opens_at: now + Duration::hours(1),
                web_closes_at: now + Duration::days(10),
                entry_closes_at: now + Duration::days(11),
                grace_minutes: 15,
            };
            self.act(conn, survey.id, Act::Schedule(times)).await;
            self.act(conn, survey.id, Act::Open).await
        });
        (survey, Reader::new(document))
    }

    fn draft(
        &self,
        slug: &str,
        version_id: kocho::domain::ids::VersionId,
        anonymity: Anonymity,
    ) -> Survey {
        Survey {
            municipality_id: self.id,
            id: SurveyId(Uuid::now_v7()),
            version_id,
            slug: Slug::parse(slug).unwrap(),
            title: Text::japanese("市民アンケート"),
            fiscal_year: 2025,
            anonymity,
            state: State::Draft,
            opens_at: None,
            web_closes_at: None,
            entry_closes_at: None,
            grace_minutes: 15,
            frame_population: Some(20_000),
            sample_size: None,
            census: false,
            synthetic: true,
        }
    }

    /// Moves a survey by hand.
    pub async fn act(&self, conn: &mut Conn, id: SurveyId, act: Act) -> Survey {
        conn.transaction(async |tx| lifecycle::act(tx, &self.actor, id, &act).await)
            .await
            .unwrap()
    }

    /// New keys.
    pub fn keys(&self, survey: SurveyId, count: usize) -> Vec<Key> {
        self.with(async |conn| {
            let now = clock::now(conn).await.unwrap();
            let issue = conn.transaction(async |tx| {
                inviting::issue(tx, &self.actor, survey, count, None, &self.secret, now).await
            });
            issue.await.unwrap()
        })
    }

    /// The database's time.
    pub fn now(&self) -> Timestamp {
        self.with(async |conn| clock::now(conn).await.unwrap())
    }

    /// The hash a form's receipt is found by.
    pub fn receipt(&self, survey: SurveyId, submission: SubmissionId) -> Vec<u8> {
        let receipt = Receipt::of(&self.secret, survey, submission);
        receipt.hash(&self.secret, survey).0.to_vec()
    }

    /// What is stored, envelopes opened.
    pub fn stored(&self, survey: SurveyId) -> Stored {
        let key = EnvelopeKey::of(&self.secret, survey);
        self.with(async |conn| {
            let of = |column: &str, table: &str, as_: &str| {
                format!("select {column} as {as_} from {table} where survey_id = '{survey}'")
            };
            let mut documents = HashMap::new();
            let sealed: Vec<Sealed> =
                diesel::sql_query(of("answers::text", "responses", "answers"))
                    .load(conn)
                    .await
                    .unwrap();
            let enclosed: Vec<Bytes> = diesel::sql_query(of("content", "envelopes", "bytes"))
                .load(conn)
                .await
                .unwrap();
            let opened = enclosed
                .iter()
                .map(|row| key.open(&row.bytes).unwrap().answers.as_str().to_owned());
            for document in sealed.into_iter().map(|row| row.answers).chain(opened) {
                *documents.entry(document).or_default() += 1;
            }
            let receipts: Vec<Bytes> = diesel::sql_query(of("receipt_hash", "receipts", "bytes"))
                .load(conn)
                .await
                .unwrap();
            let spent: Vec<Bytes> =
                diesel::sql_query(of("key_hash", "invitations", "bytes") + " and used")
                    .load(conn)
                    .await
                    .unwrap();
            Stored {
                documents,
                receipts: receipts.into_iter().map(|row| row.bytes).collect(),
                spent: spent.len(),
            }
        })
    }
}
