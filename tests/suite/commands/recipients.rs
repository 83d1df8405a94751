//! Confidential surveys: recipients with a key each, reminders to those who have not answered, destruction on the day.

use std::fs;

use actix_web::web::Data;
use chrono::Duration;
use diesel_async::AsyncConnection;
use kocho::commands::survey::recipients::{take, unanswered};
use kocho::domain::survey::Anonymity;
use kocho::domain::time::Zone;
use kocho::domain::token::Key;
use kocho::jobs;
use kocho::storage::surveys::Survey;
use kocho::storage::{audit, recipients as stored};
use kocho::workflows::intake::Outcome;
use kocho::workflows::inviting::{self, IssueError};
use kocho::workflows::lifecycle::Act;
use kocho::workflows::recipients::{self, RecipientError};
use tempfile::TempDir;

use crate::closing::QUESTIONNAIRE;
use crate::support::town::Town;

const FILE: &str =
    "code,name,email\n0012,山田太郎,taro@town.example\n0013,=1+1,\n0014,,hanako@town.example\n";

/// A confidential survey as the command makes it, and a place for files.
async fn confidential(days: i64) -> (Town, Survey, TempDir) {
    let town = Town::new().await;
    let version = town.freeze(QUESTIONNAIRE.as_bytes()).await;
    let open = town.draft_of(version, Anonymity::Open).await;
    let survey = Survey {
        id: kocho::domain::ids::SurveyId(uuid::Uuid::now_v7()),
        slug: kocho::domain::slug::Slug::parse("kenshu").unwrap(),
        anonymity: Anonymity::Confidential,
        ..open
    };
    let day = Zone::TOKYO.day(town.now().await + Duration::days(days));
    let mut conn = town.db.conn().await;
    conn.transaction(async |tx| recipients::create(tx, &town.operator, &survey, day).await)
        .await
        .unwrap();
    (town, survey, TempDir::new().unwrap())
}

/// The keys of a file for the mail merge, by code.
fn keys(file: &[u8]) -> Vec<(String, Key)> {
    let text = String::from_utf8(file.strip_prefix(b"\xef\xbb\xbf").unwrap().to_vec()).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(
        reader.headers().unwrap(),
        vec!["code", "name", "email", "key"]
    );
    let row = |row: csv::StringRecord| (row[0].to_owned(), Key::read(&row[3]).unwrap());
    reader
        .records()
        .map(|record| row(record.unwrap()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_those_who_have_not_answered_are_listed() {
    let (town, survey, place) = confidential(60).await;
    let mut conn = town.db.conn().await;
    let (actor, secret, slug) = (&town.operator, &town.secret, &survey.slug);
    // A dry run stores nothing.
    let said = take(&mut conn, actor, secret, (slug, FILE.as_bytes()), None)
        .await
        .unwrap();
    assert!(
        said.contains("nothing was stored") && said.contains("3 recipients"),
        "{said}"
    );
    assert_eq!(
        stored::count(&mut conn, town.id, survey.id).await.unwrap(),
        0
    );
    assert_eq!(town.db.number("select count(*) from invitations").await, 0);
    let path = place.path().join("keys.csv");
    take(
        &mut conn,
        actor,
        secret,
        (slug, FILE.as_bytes()),
        Some(&path),
    )
    .await
    .unwrap();
    let mode = std::os::unix::fs::MetadataExt::mode(&path.metadata().unwrap());
    assert_eq!(mode & 0o777, 0o600);
    let file = fs::read(&path).unwrap();
    assert!(
        String::from_utf8_lossy(&file).contains("'=1+1"),
        "nothing runs in a spreadsheet"
    );
    let keys = keys(&file);
    assert_eq!(
        keys.iter()
            .map(|(code, _)| code.as_str())
            .collect::<Vec<_>>(),
        ["0012", "0013", "0014"]
    );
    // Keys are not in the database, and no other keys are drawn.
    for (_, key) in &keys {
        let printed = "select count(*) from recipients r where r::text like '%".to_owned()
            + &key.to_string()
            + "%'";
        assert_eq!(town.db.number(&printed).await, 0);
    }
    let other = inviting::issue(
        &mut conn,
        actor,
        survey.id,
        1,
        None,
        secret,
        town.now().await,
    )
    .await;
    assert!(
        matches!(other, Err(IssueError::NeedsRecipients)),
        "{other:?}"
    );
    // The same people again are named, all at once; the file that was begun is gone.
    let again = place.path().join("again.csv");
    let twice = "code,email\n0012,\n0099,TARO@town.example\n";
    let refused = take(
        &mut conn,
        actor,
        secret,
        (slug, twice.as_bytes()),
        Some(&again),
    )
    .await
    .unwrap_err();
    assert!(
        format!("{refused:#}")
            .contains("2 of them are there already: code 0012, email taro@town.example"),
        "{refused:#}"
    );
    assert!(!again.exists());
    let open = town.open_now(survey.id).await;
    let mut form = town.form(&open, Some(keys[1].1), "");
    form.answers = kocho::domain::submission::AnswersJson::new(r#"{"info": "1"}"#.to_owned());
    assert!(matches!(
        town.intake().submit(form).await,
        Outcome::Accepted(_)
    ));
    let list = place.path().join("reminder.csv");
    let said = unanswered(&mut conn, actor, slug, &list).await.unwrap();
    assert!(said.starts_with("kenshu: 2 have not answered"), "{said}");
    let text = fs::read_to_string(&list).unwrap();
    assert_eq!(
        text,
        "\u{feff}code,name,email\r\n0012,山田太郎,taro@town.example\r\n0014,,hanako@town.example\r\n"
    );
    let entry = audit::list(&mut conn, town.id, 1).await.unwrap().remove(0);
    assert_eq!(
        (&entry.event["event"], &entry.event["count"]),
        (&"recipients_listed".into(), &2.into())
    );
    // Once nobody can answer any more, nobody needs to know.
    town.act(survey.id, Act::CloseWeb).await.unwrap();
    let late = unanswered(&mut conn, actor, slug, &place.path().join("late.csv"))
        .await
        .unwrap_err();
    assert!(
        late.to_string()
            .contains("not possible while the survey is web_closed"),
        "{late}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn recipients_are_destroyed_on_their_day_with_a_certificate() {
    let (town, survey, place) = confidential(30).await;
    let mut conn = town.db.conn().await;
    let (actor, secret, slug) = (&town.operator, &town.secret, &survey.slug);
    let path = place.path().join("keys.csv");
    take(
        &mut conn,
        actor,
        secret,
        (slug, FILE.as_bytes()),
        Some(&path),
    )
    .await
    .unwrap();
    let destroy = async |conn: &mut kocho::storage::Conn| {
        conn.transaction(async |tx| recipients::destroy(tx, actor, survey.id).await)
            .await
            .unwrap()
    };
    assert_eq!(destroy(&mut conn).await, None, "not before its day");
    let run_at = "select (run_at at time zone 'Asia/Tokyo')::text = (select destroy_on::timestamp::text from recipient_lists) \
                  from jobs where job ? 'destroy_recipients'";
    assert_eq!(
        town.db.text(&format!("select ({run_at})::text")).await,
        "true",
        "queued for the beginning of its day"
    );
    // The day has come; the job that was queued with the promise may be gone (a restored database has none).
    town.db
        .execute("delete from jobs; update recipient_lists set destroy_on = current_date - 1")
        .await;
    let due = stored::list_due(&mut conn).await.unwrap();
    assert_eq!(due, [(town.id, survey.id)]);
    let job = kocho::domain::job::Job::DestroyRecipients {
        municipality: town.id,
        survey: survey.id,
    };
    let app = Data::new(town.app().await.0);
    for _ in 0..2 {
        jobs::run(&app, &app.db, &job).await.unwrap();
    }
    assert_eq!(town.db.number("select count(*) from recipients").await, 0);
    let certificates = "select count(*) from audit where event->>'event' = 'recipients_destroyed' and event->>'count' = '3'";
    assert_eq!(town.db.number(certificates).await, 1);
    assert!(stored::list_due(&mut conn).await.unwrap().is_empty());
    let list = stored::list(&mut conn, town.id, survey.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(list.destroyed, Some(3));
    // The keys go on working: what is gone is whose they were.
    let open = town.open_now(survey.id).await;
    let mut form = town.form(&open, Some(keys(&fs::read(&path).unwrap())[0].1), "");
    form.answers = kocho::domain::submission::AnswersJson::new(r#"{"info": "2"}"#.to_owned());
    assert!(matches!(
        town.intake().submit(form).await,
        Outcome::Accepted(_)
    ));
    let gone = take(&mut conn, actor, secret, (slug, b"code\n1\n"), None)
        .await
        .unwrap_err();
    assert!(format!("{gone:#}").contains("were destroyed"), "{gone:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_confidential_survey_has_recipients_and_its_day_is_near() {
    let (town, survey, _) = confidential(30).await;
    let mut conn = town.db.conn().await;
    let today = Zone::TOKYO.day(town.now().await);
    for day in [today, today + Duration::days(5_000)] {
        let next = Survey {
            id: kocho::domain::ids::SurveyId(uuid::Uuid::now_v7()),
            ..survey.clone()
        };
        let refused = recipients::create(&mut conn, &town.operator, &next, day).await;
        assert!(matches!(refused, Err(RecipientError::Day)), "{refused:?}");
    }
    let anonymous = town.open(Anonymity::Anonymous).await;
    let taken = take(
        &mut conn,
        &town.operator,
        &town.secret,
        (&anonymous.slug, b"code\n1\n"),
        None,
    )
    .await;
    assert!(format!("{:#}", taken.unwrap_err()).contains("only a confidential survey"));
    let faults = take(
        &mut conn,
        &town.operator,
        &town.secret,
        (&survey.slug, b"code\n1\n1\n,x\n"),
        None,
    )
    .await;
    let faults = format!("{:#}", faults.unwrap_err());
    assert!(
        faults.starts_with("3 faults")
            && faults.contains("line 3: code 1 stands in line 2 already"),
        "{faults}"
    );
}

/// The link between a key and a person is in one table: nothing refers to it, and nothing in it leads to an answer.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_refers_to_a_recipient() {
    let (town, ..) = confidential(30).await;
    let referring = "select count(*) from pg_constraint where contype = 'f' and confrelid = 'recipients'::regclass";
    assert_eq!(town.db.number(referring).await, 0);
    let columns = "select string_agg(attname, ' ' order by attnum) from pg_attribute where attrelid = 'recipients'::regclass \
                   and attnum > 0";
    assert_eq!(
        town.db.text(columns).await,
        "municipality_id survey_id number code name email key_hash"
    );
}
