//! A fieldwork to attack: keys spent day by day with a clock that is set forward, sealed as the worker seals, and every
//! night a backup of all tables, with what the disk shows of them.

use diesel_async::SimpleAsyncConnection;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use diesel_async::pooled_connection::deadpool::Pool;
use kocho::domain::envelope::EnvelopeKey;
use kocho::domain::secret::Secret;
use kocho::domain::survey::Anonymity;
use kocho::storage::surveys::Survey;
use kocho::storage::{Conn, Db};
use kocho::workflows::intake::{Capacity, Intake, Outcome};
use kocho::workflows::lifecycle::Act;
use kocho::workflows::sealing;

use super::attack::{self, Belief, By, ORDERS, Row, Tables};
use super::dice::Dice;
use crate::support::town::Town;

/// How much is answered.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Days of fieldwork.
    pub days: usize,
    /// Answers a day.
    pub a_day: usize,
}

/// What the attacker has seen, and the truth.
pub struct Fieldwork {
    /// The tables of every night of fieldwork.
    pub nights: Vec<Tables>,
    /// The tables after entry has closed.
    pub after: Tables,
    /// The answers in the order in which their keys were spent.
    pub truth: Vec<String>,
    /// The hashes of the keys in that order, as a dump shows them.
    keys: Vec<String>,
    survey: Survey,
    secret: Secret,
}

/// What an attack found.
pub struct Found {
    /// Who holds what, and how it is tried.
    pub attack: String,
    /// Keys given their right answer.
    pub right: usize,
    /// What chance gives on average.
    pub chance: f64,
    /// Whether it must find more than chance: it holds what nothing protects against.
    pub must_succeed: bool,
}

const TABLES: [&str; 6] = [
    "invitations",
    "responses",
    "envelopes",
    "receipts",
    "returns",
    "plain",
];

/// The clock of the fieldwork: the machine's and some days. It comes before the system's function of that name.
const CLOCK: &str = "create table days_ahead (n int not null); insert into days_ahead values (0); \
    create function clock_timestamp() returns timestamptz language sql as \
    $$ select pg_catalog.clock_timestamp() + (select n from days_ahead) * interval '1 day' $$; \
    create table plain (answers jsonb not null)";

impl Fieldwork {
    /// Answers as planned.
    pub async fn run(plan: Plan, seed: u64) -> Self {
        let town = Town::new().await;
        town.db.execute(CLOCK).await;
        let survey = town.open(Anonymity::Anonymous).await;
        let longer = format!(
            "update surveys set web_closes_at = web_closes_at + interval '90 days', \
             entry_closes_at = entry_closes_at + interval '90 days' where id = '{}'",
            survey.id
        );
        town.db.execute(&longer).await;
        let pool = ahead(&town);
        let door = door(&pool, &town);
        let count = plan.days * plan.a_day;
        let keys = town.keys(survey.id, count + 20).await;
        let mut dice = Dice::new(seed);
        let mut work = Self {
            nights: Vec::new(),
            after: Tables::new(),
            truth: Vec::new(),
            keys: Vec::new(),
            survey,
            secret: town.secret.clone(),
        };
        for day in 0..plan.days {
            town.db
                .execute(&format!("update days_ahead set n = {day}"))
                .await;
            for n in 0..plan.a_day {
                let key = keys[day * plan.a_day + n];
                work.answer(&town, &door, &pool, key, &mut dice).await;
            }
            work.nights.push(dump(&town).await);
        }
        town.act(work.survey.id, Act::CloseWeb).await.unwrap();
        town.act(work.survey.id, Act::CloseEntry).await.unwrap();
        work.seal(&town, &pool).await;
        work.after = dump(&town).await;
        work
    }

    async fn answer(
        &mut self,
        town: &Town,
        door: &Intake,
        pool: &Db,
        key: kocho::domain::token::Key,
        dice: &mut Dice,
    ) {
        let answer = format!("{:016x}", dice.next());
        let form = town.form(&self.survey, Some(key), &answer);
        self.keys.push(hex(&form.key.unwrap().0));
        let outcome = door.submit(form).await;
        assert!(matches!(outcome, Outcome::Accepted(_)), "{outcome:?}");
        // The control: what a table tells that is written as answers come.
        let plain = format!("insert into plain values ('{{\"q1\": \"{answer}\"}}')");
        town.db.execute(&plain).await;
        self.truth.push(answer);
        self.seal(town, pool).await;
    }

    async fn seal(&self, town: &Town, pool: &Db) {
        let mut conn = pool.get().await.unwrap();
        sealing::seal(&mut conn, &town.secret, town.id, self.survey.id)
            .await
            .unwrap();
    }

    /// Everything that is tried.
    pub fn attacks(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let n = self.truth.len() as f64;
        let groups = n / sealing::FEWEST as f64;
        let last = std::slice::from_ref(&self.after);
        let running = self.nights.last().unwrap();
        let mut add = |attack: String, belief: Belief, chance: f64| {
            found.push(Found {
                attack,
                right: attack::right(&belief, &self.truth),
                chance,
                must_succeed: false,
            });
        };
        for by in ORDERS {
            add(
                format!("database after closing, {by:?}"),
                attack::by_rank(&self.after, by),
                1.0,
            );
            let shared = attack::by_shared_writer(&self.after, &self.keys, by);
            add(
                format!("database after closing, writer and {by:?}"),
                shared,
                1.0,
            );
            add(
                format!("database while it runs, {by:?}"),
                attack::by_rank(running, by),
                groups,
            );
            let shared = attack::by_shared_writer(running, &self.keys, by);
            add(
                format!("database while it runs, writer and {by:?}"),
                shared,
                groups,
            );
            add(
                format!("nightly backups, {by:?}"),
                attack::by_nights(&self.nights, by),
                groups,
            );
        }
        add(
            "nightly backups, shared values".to_owned(),
            attack::by_shared_value(&self.nights),
            groups,
        );
        let stranger = |row: &Row| self.open(&Secret::new([9; 32]), row);
        add(
            "nightly backups, another secret".to_owned(),
            attack::by_opened(&self.nights, stranger),
            groups,
        );
        let holder = |row: &Row| self.open(&self.secret, row);
        add(
            "database after closing and secret".to_owned(),
            attack::by_opened(last, holder),
            1.0,
        );
        found.extend(self.controls(groups));
        found
    }

    /// What must be found, or the attacks prove nothing: by who holds secret and nightly backups (nothing protects against
    /// that, and the guide says so), and in a table that is written as answers come.
    fn controls(&self, groups: f64) -> [Found; 2] {
        let holder = |row: &Row| self.open(&self.secret, row);
        let opened = attack::by_opened(&self.nights, holder);
        let plain = attack::rows(&self.after, "plain").to_vec();
        let plain = Tables::from([("responses".to_owned(), plain)]);
        let control = |attack: &str, belief: Belief| Found {
            attack: attack.to_owned(),
            right: attack::right(&belief, &self.truth),
            chance: groups,
            must_succeed: true,
        };
        [
            control("secret and nightly backups", opened),
            control(
                "control: plain, as answers come",
                attack::by_rank(&plain, By::Place),
            ),
        ]
    }

    fn open(&self, secret: &Secret, row: &Row) -> Option<String> {
        let text = row.text("content")?;
        let bytes: Option<Vec<u8>> = (2..text.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
            .collect();
        let content = EnvelopeKey::of(secret, self.survey.id).open(&bytes?).ok()?;
        content.answers.text("q1")
    }
}

impl Found {
    /// Whether it found what it may or must.
    pub fn is_as_promised(&self) -> bool {
        (self.right > attack::bound(self.chance)) == self.must_succeed
    }
}

/// Connections that look at our clock.
fn ahead(town: &Town) -> Db {
    let manager = AsyncDieselConnectionManager::<Conn>::new(town.db.url_before_system());
    Pool::builder(manager).max_size(4).build().unwrap().into()
}

fn door(pool: &Db, town: &Town) -> Intake {
    let capacity = Capacity {
        queue: 64,
        batch: 64,
        batches: 2,
    };
    Intake::start(pool.clone(), town.secret.clone(), capacity).unwrap()
}

#[derive(diesel::QueryableByName)]
struct Dumped {
    #[diesel(sql_type = diesel::sql_types::Text)]
    xmin: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    ctid: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    columns: String,
}

async fn dump(town: &Town) -> Tables {
    use diesel_async::RunQueryDsl;
    let mut conn = town.db.conn().await;
    conn.batch_execute("set bytea_output = 'hex'")
        .await
        .unwrap();
    let mut tables = Tables::new();
    for table in TABLES {
        let query = format!(
            "select t.xmin::text as xmin, t.ctid::text as ctid, to_jsonb(t)::text as columns from {table} t"
        );
        let rows: Vec<Dumped> = diesel::sql_query(query).load(&mut conn).await.unwrap();
        tables.insert(table.to_owned(), rows.iter().map(read).collect());
    }
    tables
}

fn read(row: &Dumped) -> Row {
    let (page, line) = row.ctid.trim_matches(['(', ')']).split_once(',').unwrap();
    Row {
        xmin: row.xmin.parse().unwrap(),
        ctid: (page.parse().unwrap(), line.parse().unwrap()),
        columns: serde_json::from_str(&row.columns).unwrap(),
    }
}

/// Bytes as `to_jsonb` writes them.
fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    format!("\\x{}", digits.collect::<String>())
}
