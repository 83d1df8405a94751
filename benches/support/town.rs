//! The town that is measured: surveys of thirty questions in the database the server uses, and people who answer.

use anyhow::{Context, anyhow};
use chrono::Duration;
use diesel_async::AsyncConnection;
use kocho::domain::actor::{Actor, Who};
use kocho::domain::ids::{MunicipalityId, SurveyId};
use kocho::domain::language::Language;
use kocho::domain::questionnaire::item::Accepts;
use kocho::domain::questionnaire::{Answers, Raw, Reader};
use kocho::domain::secret::Secret;
use kocho::domain::slug::Slug;
use kocho::domain::survey::{Anonymity, Schedule, State};
use kocho::domain::text::Text;
use kocho::domain::time::Zone;
use kocho::domain::token::draft::DraftToken;
use kocho::domain::token::slip_key::SlipKey;
use kocho::formats::questionnaire;
use kocho::storage::municipalities::{self, Contact, Municipality};
use kocho::storage::surveys::Survey;
use kocho::storage::{Conn, clock};
use kocho::web::respond::slip::Slip;
use kocho::workflows::lifecycle::{self, Act};
use kocho::workflows::{freezing, inviting};
use uuid::Uuid;

/// Its name in addresses, and in the demo's plan.
pub const SLUG: &str = "sunagawa";

/// A municipality with its secret.
pub struct Town {
    /// Its id.
    pub id: MunicipalityId,
    /// Who acts for it.
    pub actor: Actor,
    secret: Secret,
}

/// An open survey.
pub struct Asked {
    /// As stored.
    pub survey: Survey,
    /// What it asks.
    pub form: Reader,
}

impl Town {
    /// Stores a new town.
    pub async fn new(conn: &mut Conn, secret: Secret) -> anyhow::Result<Self> {
        let contact = Contact {
            division: Text::japanese("広報広聴課"),
            telephone: "0100-00-0000".to_owned(),
            hours: Text::japanese("平日8:30〜17:15"),
        };
        let (slug, name) = (Slug::parse(SLUG)?, Text::japanese("砂川市"));
        let municipality = Municipality {
            synthetic: true,
            ..Municipality::new(slug, name, contact, Zone::TOKYO)
        };
        let id = municipality.id;
        municipalities::insert(conn, &municipality).await?;
        let actor = Actor {
            municipality: id,
            who: Who::Operator("bench".to_owned()),
        };
        Ok(Self { id, actor, secret })
    }

    /// The secret of the installation it is in.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Imports a questionnaire file and opens a survey with it.
    pub async fn open(
        &self,
        conn: &mut Conn,
        slug: &str,
        file: &[u8],
        anonymity: Anonymity,
    ) -> anyhow::Result<Asked> {
        let questionnaire = questionnaire::read(file).map_err(|faults| anyhow!("{faults:?}"))?;
        let now = clock::now(conn).await?;
        let version = freezing::freeze_version(conn, &self.actor, &questionnaire, &[], now).await?;
        let survey = Survey {
            municipality_id: self.id,
            id: SurveyId(Uuid::now_v7()),
            version_id: version,
            slug: Slug::parse(slug)?,
            title: Text::japanese("市民アンケート"),
            fiscal_year: 2025,
            anonymity,
            state: State::Draft,
            opens_at: None,
            web_closes_at: None,
            entry_closes_at: None,
            grace_minutes: 15,
            frame_population: Some(2_000_000),
            sample_size: None,
            census: false,
            synthetic: true,
        };
        lifecycle::create(conn, &self.actor, &survey, now).await?;
        let times = Schedule {
            opens_at: now + Duration::hours(1),
            web_closes_at: now + Duration::days(10),
            entry_closes_at: now + Duration::days(11),
            grace_minutes: 15,
        };
        self.act(conn, survey.id, Act::Schedule(times)).await?;
        Ok(Asked {
            survey: self.act(conn, survey.id, Act::Open).await?,
            form: Reader::new(questionnaire),
        })
    }

    /// Moves a survey by hand.
    pub async fn act(&self, conn: &mut Conn, id: SurveyId, act: Act) -> anyhow::Result<Survey> {
        Ok(conn
            .transaction(async |tx| lifecycle::act(tx, &self.actor, id, &act).await)
            .await?)
    }

    /// Signed slips of so many forms that have been opened, each with a key of its own where the survey needs one.
    pub async fn slips(
        &self,
        conn: &mut Conn,
        asked: &Asked,
        count: usize,
    ) -> anyhow::Result<Vec<String>> {
        let now = clock::now(conn).await?;
        let keys = self.keys(conn, asked, count).await?;
        let sealing = SlipKey::of(&self.secret, asked.survey.id);
        let slip = |key| {
            let token = DraftToken::from_random(rand::random());
            Slip::new(token, key, Language::japanese(), now).sealed(&sealing)
        };
        Ok(keys.into_iter().map(slip).collect())
    }

    /// So many keys for a survey that needs them, else as many times none.
    pub async fn keys(
        &self,
        conn: &mut Conn,
        asked: &Asked,
        count: usize,
    ) -> anyhow::Result<Vec<Option<String>>> {
        let (id, now) = (asked.survey.id, clock::now(conn).await?);
        Ok(if asked.survey.anonymity.needs_key() {
            let issued = conn.transaction(async |tx| {
                inviting::issue(tx, &self.actor, id, count, None, &self.secret, now).await
            });
            issued
                .await?
                .iter()
                .map(ToString::to_string)
                .map(Some)
                .collect()
        } else {
            vec![None; count]
        })
    }
}

impl Asked {
    /// What `nth` person fills in: one option for each question that offers any, as a browser sends it.
    pub fn filled(&self, nth: usize) -> Vec<(&str, &str)> {
        let mut dice = nth.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let items = self.form.items().iter();
        items
            .filter_map(|item| {
                dice ^= dice << 13;
                dice ^= dice >> 7;
                dice ^= dice << 17;
                let (Accepts::One(codes) | Accepts::Many { codes, .. }) = &item.accepts else {
                    return None;
                };
                Some((item.code.as_str(), codes.get(dice % codes.len())?.as_str()))
            })
            .collect()
    }

    /// The document that is stored for `nth` person.
    pub fn document(&self, nth: usize) -> anyhow::Result<String> {
        let raw: Raw<'_> = self.filled(nth).into_iter().collect();
        let answers = Answers::read(&self.form, &raw).map_err(|faults| anyhow!("{faults:?}"))?;
        Ok(answers.document())
    }

    /// The body `nth` person's browser sends, without the slip.
    pub fn body(&self, nth: usize) -> String {
        let fields = self.filled(nth).into_iter();
        let fields = fields.map(|(name, value)| format!("&{name}={value}"));
        format!(
            "_display=&_lang=ja{}&_go=send&_form=",
            fields.collect::<String>()
        )
    }

    /// Its address.
    pub fn path(&self) -> String {
        format!("/{SLUG}/surveys/{}", self.survey.slug)
    }
}

/// A connection outside any pool.
pub async fn connect(url: &str) -> anyhow::Result<Conn> {
    kocho::storage::pool::alone(url)
        .await
        .context("connecting to the database")
}
