//! What operators say of a sample, and what is refused: population files, letters, exports.

use std::fs;

use kocho::commands::case;
use kocho::commands::survey::sample;
use kocho::domain::plan::value::State;
use kocho::domain::survey::Anonymity;
use kocho::storage::{audit, designs};
use kocho::workflows::lifecycle::Act;
use kocho::workflows::sampling::Said;
use kocho::workflows::{publishing, tabulating};
use tempfile::TempDir;

use super::{Filled, NESTED, SEX_AGE};
use diesel_async::AsyncConnection;

async fn refused(filled: &Filled, file: &[u8]) -> String {
    let (mut conn, actor) = (filled.town.db.conn().await, &filled.town.operator);
    let taken =
        sample::population(&mut conn, actor, &filled.survey.slug, file, (None, false)).await;
    format!("{:#}", taken.unwrap_err())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_population_file_is_taken_whole_or_with_all_its_faults() {
    let filled = Filled::new(NESTED, Anonymity::Anonymous, 30).await;
    let faults = refused(
        &filled,
        "\u{feff}dimension,category,population,mailed\r\n\
         sex,1,100,\r\nsex,1,100,\r\nsex,7,100,\r\nsex,2,-5,\r\nsex,3,99999999999,\r\nsex,3\r\n\
         q1,1,100,\r\ng.r1,a,1,\r\njobs,1,5,\r\nyears,1,5,\r\nnone,1,5,\r\nsex*sex,1*1,5,\r\nsex*age,1,5,\r\n\
         age,1,5,9\r\nage,2,10,\r\ndistrict,n,0,0\r\nage*sex,1*1,5,\r\n"
            .as_bytes(),
    )
    .await;
    let expected = [
        "3 category: “1” occurs twice",
        "4 category: “7” is not known here",
        "5 population: a whole number from 0 to 10¹⁰ expected; the same in 1 other line (6)",
        "7: as many fields as the first line has expected",
        "8 dimension: a dimension is made of single-choice questions about the respondent; \
         the same in 3 other lines (9, 10, 11)",
        "12 dimension: “none” is not known here",
        "13 dimension: “sex” occurs twice",
        "14 category: “1” is not known here",
        "15 mailed: more letters than people",
        "18 dimension: “age*sex” occurs twice",
    ];
    for line in expected {
        assert!(
            faults.contains(&format!("population.csv:{line}")),
            "{line} in\n{faults}"
        );
    }
    for line in [
        "district: this dimension has no people",
        "age: letters are said of some categories only",
        "mailed: a sample is drawn by one dimension",
    ] {
        assert!(
            faults.contains(&format!("population.csv {line}")),
            "{line} in\n{faults}"
        );
    }
    for (file, fault) in [
        ("", "columns dimension, category, population"),
        ("dimension,category,population\n", "there is no population"),
        (
            "category,dimension,population\nsex,1,5\n",
            "columns dimension",
        ),
    ] {
        assert!(
            refused(&filled, file.as_bytes()).await.contains(fault),
            "{file:?}"
        );
    }
    let shift_jis = b"dimension,category,population\nsex,\x92\x6a,5\n";
    assert!(refused(&filled, shift_jis).await.contains("UTF-8"));
    let mut conn = filled.town.db.conn().await;
    let design = designs::by_survey(&mut conn, filled.town.id, filled.survey.id).await;
    assert_eq!(
        design.unwrap(),
        kocho::domain::survey::design::Design::default()
    );
    // And one that is fine replaces the one before, with its bounds.
    filled
        .population("sex,1,7000\nsex,2,8000\n", Some((0.3, 3.0)))
        .await;
    filled.population(SEX_AGE, None).await;
    let design = designs::by_survey(&mut conn, filled.town.id, filled.survey.id).await;
    let design = design.unwrap();
    assert_eq!((design.population.len(), design.bounds), (1, None));
    assert_eq!(
        (design.population[0].name(), design.population[0].people()),
        ("sex*age".to_owned(), 15_000)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_design_may_change_until_a_report_is_approved() {
    let filled = Filled::new(NESTED, Anonymity::Anonymous, 40).await;
    let (town, id) = (&filled.town, filled.survey.id);
    let said = Said {
        mailed: Some(100),
        undeliverable: Some(7),
        k: Some(5),
        ..Said::default()
    };
    filled.say(said.clone()).await;
    assert_eq!(town.survey(id).await.sample_size, Some(100));
    let mut conn = town.db.conn().await;
    let entry = audit::list(&mut conn, town.id, 1).await.unwrap().remove(0);
    assert_eq!(
        (&entry.event["event"], &entry.event["mailed"]),
        (&"design_changed".into(), &100.into())
    );
    let slug = &filled.survey.slug;
    for (said, why) in [
        (Said::default(), "say at least one number"),
        (
            Said {
                mailed: Some(39),
                ..Said::default()
            },
            "40 responses have come back",
        ),
        (
            Said {
                undeliverable: Some(101),
                ..Said::default()
            },
            "only 100 mailed",
        ),
        (
            // 40 responses and 7 letters that came back are among the 100 mailed.
            Said {
                ineligible: Some(30),
                refused: Some(24),
                ..Said::default()
            },
            "40 responses and 61 letters that came back, were refused or reached nobody are more than the 100 mailed",
        ),
        (
            Said {
                mailed: Some(15_001),
                ..Said::default()
            },
            "15001 were mailed, and the survey is of 15000 people",
        ),
        (
            Said {
                k: Some(2),
                ..Said::default()
            },
            "k is 3",
        ),
        (
            Said {
                min_base: Some(4),
                ..Said::default()
            },
            "min-base",
        ),
    ] {
        let taken = sample::fieldwork(&mut conn, &town.operator, slug, said, false).await;
        assert!(format!("{:#}", taken.unwrap_err()).contains(why), "{why}");
    }
    let bounds = sample::population(
        &mut conn,
        &town.operator,
        slug,
        b"dimension,category,population\nsex,1,5\n",
        (Some((1.5, 3.0)), false),
    );
    assert!(format!("{:#}", bounds.await.unwrap_err()).contains("bounds"));
    let report = filled.close().await;
    assert_eq!(
        (report.sample_size, report.fieldwork.undeliverable),
        (Some(100), 7)
    );
    town.db.execute("delete from jobs").await;
    let again = async || {
        tabulating::run(&town.db.pool, &town.secret, &town.operator, id)
            .await
            .unwrap()
    };
    assert_eq!(again().await, None, "the same figures are no new report");
    filled.population(SEX_AGE, None).await;
    assert!(again().await.is_some(), "another design is");
    assert_eq!(again().await, None);
    filled.say(said.clone()).await;
    assert_eq!(again().await, None, "the same was said");
    let jobs = "select count(*) from jobs where job ? 'tabulate'";
    let jobs = town.db.number(jobs).await;
    assert!(jobs > 0, "it is computed again");
    let all = kocho::storage::reports::list(&mut conn, town.id, id)
        .await
        .unwrap();
    let (last, now) = (all.last().unwrap(), town.now().await);
    assert_eq!(last.state, State::Final);
    conn.transaction(async |tx| publishing::approve(tx, &town.operator, last.id, "12", now).await)
        .await
        .unwrap();
    let late = sample::fieldwork(&mut conn, &town.operator, slug, said, false).await;
    assert!(format!("{:#}", late.unwrap_err()).contains("has been approved"));
    assert_eq!(
        tabulating::run(&town.db.pool, &town.secret, &town.operator, id)
            .await
            .unwrap(),
        None
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_closed_survey_is_exported_and_nothing_is_left_half_written() {
    let filled = Filled::new(NESTED, Anonymity::Open, 60).await;
    let (town, slug) = (&filled.town, &filled.survey.slug);
    let (mut conn, actor) = (town.db.conn().await, &town.operator);
    let place = TempDir::new().unwrap();
    let dir = place.path().join("case");
    let open = case::export(&mut conn, &town.secret, actor, slug, &dir)
        .await
        .unwrap_err();
    assert!(
        format!("{open:#}").contains("the survey is open"),
        "{open:#}"
    );
    town.act(filled.survey.id, Act::CloseWeb).await.unwrap();
    // A response nobody can read: nothing is written rather than something wrong.
    town.db
        .execute("update responses set answers = '{\"q1\": \"77\"}' where id = (select id from responses order by 1 desc limit 1)")
        .await;
    let broken = case::export(&mut conn, &town.secret, actor, slug, &dir)
        .await
        .unwrap_err();
    assert!(format!("{broken:#}").contains("q1"), "{broken:#}");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    town.db
        .execute("update responses set answers = '{}' where answers::text = '{\"q1\": \"77\"}'")
        .await;
    fs::create_dir(&dir).unwrap();
    fs::write(dir.join("mine"), "kept").unwrap();
    let full = case::export(&mut conn, &town.secret, actor, slug, &dir)
        .await
        .unwrap_err();
    assert!(format!("{full:#}").contains("not empty"), "{full:#}");
    assert_eq!(fs::read_to_string(dir.join("mine")).unwrap(), "kept");
    fs::remove_file(dir.join("mine")).unwrap();
    let said = case::export(&mut conn, &town.secret, actor, slug, &dir)
        .await
        .unwrap();
    assert!(
        said.contains("60 responses") && said.contains("no margins"),
        "{said}"
    );
    let entry = audit::list(&mut conn, town.id, 1).await.unwrap().remove(0);
    assert_eq!(
        (&entry.event["event"], &entry.event["responses"]),
        (&"case_exported".into(), &60.into())
    );
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}

/// What single responses say about people: answers, how they came. Nothing that leads back.
#[tokio::test(flavor = "multi_thread")]
async fn a_folder_holds_no_texts_ids_or_order() {
    let filled = Filled::new(NESTED, Anonymity::Anonymous, 80).await;
    filled.close().await;
    let responses = String::from_utf8(filled.export().await.file("responses.csv")).unwrap();
    assert!(responses.contains("記入あり"));
    for secret in ["砂川", "太郎", "0125", "=1+1", "-11,"] {
        assert!(!responses.contains(secret), "{secret}");
    }
    let ids = "select string_agg(id::text, ' ') from responses";
    let ids = filled.town.db.text(ids).await;
    assert!(ids.split(' ').count() >= 20, "the others are in envelopes");
    assert!(ids.split(' ').all(|id| !responses.contains(id)));
    let numbers: Vec<&str> = responses
        .lines()
        .skip(1)
        .filter_map(|l| l.split(',').next())
        .collect();
    let running: Vec<String> = (1..=80).map(|n: i32| n.to_string()).collect();
    assert_eq!(numbers, running);
    let other =
        |line: &str| line.split(',').nth(1) != Some("") || line.split(',').nth(3) != Some("");
    assert!(
        !responses.lines().skip(1).any(other),
        "no sample id, no duration"
    );
}
