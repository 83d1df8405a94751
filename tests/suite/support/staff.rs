//! Members of staff who are signed in already, for tests about something else than signing in.

use kocho::domain::account::codes::SetUpCode;
use kocho::domain::actor::Actor;
use kocho::domain::event::people::{Held, Profile, SetUp, Way};
use kocho::domain::ids::{
    DivisionId, MotionId, MunicipalityId, PersonId, QuestionnaireDraftId, ScaleId, SurveyId,
};
use kocho::domain::motion::Motion;
use kocho::domain::person::{Login, Name};
use kocho::domain::questionnaire::question::Code;
use kocho::domain::questionnaire::scales::Scale;
use kocho::domain::role::Role;
use kocho::domain::session::{Device, Entry, Place};
use kocho::domain::slug::Slug;
use kocho::domain::text::Text;
use kocho::domain::time::Zone;
use kocho::storage::divisions::{self, Division};
use kocho::storage::municipalities::{self, Municipality};
use kocho::storage::{people, transaction};
use kocho::workflows::accounts::people::PersonError;
use kocho::workflows::accounts::{joining, people as adding, signing_in};
use kocho::workflows::designing::Basis;
use kocho::workflows::inquiring::{self, Asking};
use kocho::workflows::{deciding, designing, municipalities as keeping, scales, trying};

use uuid::Uuid;

use super::door::{ONE_PAGE, Person, TestApp};
use super::town::Town;

/// The town with the day it is there.
const TODAY: &str = "(select id, (clock_timestamp() at time zone time_zone)::date as today \
     from municipalities where slug = 'sunagawa') t";

impl Town {
    /// Somebody with a role and what they type to sign in.
    pub async fn employ(&self, login: &str, role: Role) -> PersonId {
        self.employ_for(&self.operator, login, role).await
    }

    /// The same in the municipality of an actor.
    pub async fn employ_for(&self, actor: &Actor, login: &str, role: Role) -> PersonId {
        let profile = Profile {
            login: Login::parse(login).unwrap(),
            name: Name::parse(&format!("{}の{login}", role.word())).unwrap(),
            email: None,
            division: None,
            until: None,
            roles: vec![Held { role, until: None }],
        };
        let mut conn = self.db.conn().await;
        transaction(&mut conn, async |tx| adding::add(tx, actor, profile).await)
            .await
            .unwrap()
    }

    /// Somebody who is there.
    pub async fn person(&self, login: &str) -> PersonId {
        let id = format!("select id::text from people where login = '{login}'");
        PersonId(self.db.text(&id).await.parse().unwrap())
    }

    /// A questionnaire that is being made.
    pub async fn draft_of_a_questionnaire(&self) -> QuestionnaireDraftId {
        // Copied from last year's, as most are.
        let file =
            String::from_utf8_lossy(ONE_PAGE).replacen("ja: まちの声", "ja: 令和6年度 まちの声", 1);
        let basis = self.freeze(file.as_bytes()).await;
        let document = kocho::formats::questionnaire::read(file.as_bytes()).unwrap();
        let mut conn = self.db.conn().await;
        let begun = transaction(&mut conn, async |tx| {
            designing::begin(tx, &self.operator, document, Basis::copy_of(basis)).await
        });
        begun.await.unwrap()
    }

    /// A scale of two steps.
    pub async fn scale(&self) -> ScaleId {
        let scale = serde_json::json!({
            "name": "はい・いいえ",
            "options": [{"code": "1", "label": "はい"}, {"code": "2", "label": "いいえ"}],
        });
        let scale: Scale = serde_json::from_value(scale).unwrap();
        let mut conn = self.db.conn().await;
        let added = transaction(&mut conn, async |tx| {
            scales::add(tx, &self.operator, scale).await
        });
        added.await.unwrap()
    }

    /// One that was begun from a sheet.
    pub async fn draft_of_a_sheet(&self, sheet: &str) -> QuestionnaireDraftId {
        let code = Code::parse("sheet").unwrap();
        let (document, source) = kocho::formats::begun::of_text(sheet, code).unwrap();
        let mut conn = self.db.conn().await;
        let begun = transaction(&mut conn, async |tx| {
            designing::begin_from(tx, &self.operator, document, &source).await
        });
        begun.await.unwrap()
    }

    /// A draft that can be tried until tomorrow: the name of the trial in addresses.
    pub async fn trial(&self, draft: QuestionnaireDraftId) -> Slug {
        let until = Zone::TOKYO.day(self.now().await + chrono::Duration::days(1));
        let mut conn = self.db.conn().await;
        let begun = transaction(&mut conn, async |tx| {
            trying::begin(tx, &self.operator, draft, until).await
        });
        Slug::of_trial(begun.await.unwrap())
    }

    /// Somebody asks a division about a draft, for a week.
    pub async fn inquiry(
        &self,
        person: PersonId,
        draft: QuestionnaireDraftId,
        division: DivisionId,
    ) {
        let asking = Asking {
            message: "ご確認ください。".parse().unwrap(),
            until: Zone::TOKYO.day(self.now().await) + chrono::Days::new(7),
            divisions: vec![division],
        };
        let mut conn = self.db.conn().await;
        let begun = transaction(&mut conn, async |tx| {
            inquiring::begin(tx, &self.operator, person, draft, asking).await
        });
        begun.await.unwrap();
    }

    /// What somebody has moved: that a survey is called off.
    pub async fn motion(&self, person: PersonId, survey: SurveyId) -> MotionId {
        let motion = Motion::Cancellation { survey };
        let reason = "台風".parse().unwrap();
        let mut conn = self.db.conn().await;
        let made = transaction(&mut conn, async |tx| {
            deciding::make(tx, &self.operator, person, (motion, reason)).await
        });
        made.await.unwrap()
    }

    /// Somebody decides in another's place, from so many days after today until so many.
    pub async fn deputy(&self, person: PersonId, deputy: PersonId, days: [i32; 2]) -> Uuid {
        let id = Uuid::now_v7();
        let [from, until] = days;
        self.db
            .execute(&format!(
                "insert into deputies (municipality_id, id, person_id, deputy_id, from_day, until_day, reason) \
                 select id, '{id}', '{person}', '{deputy}', today + {from}, today + {until}, '出張' from {TODAY}",
            ))
            .await;
        id
    }

    /// The roles of somebody are to become another's, so many days after today.
    pub async fn transfer(&self, from: PersonId, to: PersonId, days: i32) -> Uuid {
        let id = Uuid::now_v7();
        self.db
            .execute(&format!(
                "insert into transfers (municipality_id, id, from_id, to_id, on_day, state) \
                 select id, '{id}', '{from}', '{to}', today + {days}, 'planned' from {TODAY}",
            ))
            .await;
        id
    }

    /// Long work that goes on.
    pub async fn work(&self) -> Uuid {
        let id = Uuid::now_v7();
        self.db
            .execute(&format!(
                "insert into works (municipality_id, id, kind, who, state) values \
                 ('{}', '{id}', 'verify_record', '\"schedule\"', 'running')",
                self.id
            ))
            .await;
        id
    }

    /// A division of this name.
    pub async fn division(&self, name: &str) -> DivisionId {
        let division = Division {
            municipality_id: self.id,
            id: DivisionId(Uuid::now_v7()),
            name: name.to_owned(),
            email: None,
        };
        let mut conn = self.db.conn().await;
        let there = divisions::by_name_or_insert(&mut conn, &division).await;
        there.unwrap().id
    }

    /// The operator who acts for the office, which is set up where it is missing.
    pub async fn office(&self) -> Actor {
        let mut conn = self.db.conn().await;
        let there = municipalities::office(&mut conn).await.unwrap();
        if let Some(office) = there {
            return self.operator.as_operator_of(office.id);
        }
        let town = municipalities::by_id(&mut conn, self.id).await.unwrap();
        let (name, contact) = (Text::japanese("運営事務局"), town.contact);
        let office = Municipality {
            is_office: true,
            ..Municipality::new(Slug::office(), name, contact, Zone::TOKYO)
        };
        let by = self.operator.as_operator_of(office.id);
        transaction(&mut conn, async |tx| {
            keeping::create(tx, &by, &office).await
        })
        .await
        .unwrap();
        by
    }

    /// The cookie of a session of theirs, begun with everything that can be asked for.
    pub async fn session_of(&self, actor: &Actor, person: PersonId) -> String {
        let from = signing_in::From {
            device: Device::of("Firefox/140 Windows"),
            place: Place::Inside,
        };
        let mut conn = self.db.conn().await;
        let begun = transaction(&mut conn, async |tx| {
            let person = people::by_id(tx, actor.municipality, person).await?;
            let (token, _) =
                signing_in::begin(tx, actor, &person, (Entry::Totp, from), rand::random()).await?;
            Ok::<_, PersonError>(token.written())
        });
        begun.await.unwrap()
    }
}

impl TestApp {
    /// A new town with an administrator who is signed in, and one node.
    pub async fn with_desk() -> Self {
        Self::new().await.with_administrator().await
    }

    /// With an administrator who is signed in.
    pub async fn with_administrator(mut self) -> Self {
        let person = self.town.employ("desk", Role::Administrator).await;
        let actor = self.town.operator.clone();
        let desk = Some(self.town.session_of(&actor, person).await);
        self.desk = desk;
        self
    }

    /// The administrator, with a browser that says where its forms come from.
    pub fn staff(&self) -> Person<'_> {
        let clerk = self.clerk();
        match &self.desk {
            Some(session) => clerk.with_cookie("staff", session),
            None => clerk,
        }
    }

    /// Somebody who is not signed in, with a browser that says where its forms come from.
    pub fn clerk(&self) -> Person<'_> {
        self.resident().sending("sec-fetch-site", "same-origin")
    }

    /// Somebody of a role who is signed in at another town of the installation.
    pub async fn neighbour(&self, role: Role) -> Person<'_> {
        let mut conn = self.town.db.conn().await;
        let own = municipalities::by_id(&mut conn, self.town.id)
            .await
            .unwrap();
        let next = Municipality {
            id: MunicipalityId(Uuid::now_v7()),
            slug: Slug::parse("nayoro").unwrap(),
            ..own
        };
        municipalities::insert(&mut conn, &next).await.unwrap();
        let actor = self.town.operator.as_operator_of(next.id);
        let person = self.town.employ_for(&actor, "next", role).await;
        let session = self.town.session_of(&actor, person).await;
        self.clerk().with_cookie("staff", &session)
    }

    /// Somebody of a role who is signed in: at the town, or as an operator at the office.
    pub async fn staff_with(&self, role: Role) -> Person<'_> {
        let desk = match role {
            Role::Operator => self.town.office().await,
            _ => self.town.operator.clone(),
        };
        let person = self.town.employ_for(&desk, role.word(), role).await;
        let session = self.town.session_of(&desk, person).await;
        self.clerk().with_cookie("staff", &session)
    }
}

/// Gives somebody the right to choose a password; its code.
pub async fn slip(app: &TestApp, person: PersonId, purpose: SetUp) -> String {
    let code = SetUpCode::slip(rand::random());
    let hash = code.hash(&app.app.keys, app.town.id).to_vec();
    let mut conn = app.town.db.conn().await;
    let given = transaction(&mut conn, async |tx| {
        joining::give(tx, &app.town.operator, person, (purpose, Way::Slip), hash).await
    });
    given.await.unwrap();
    code.to_string()
}
