//! Questionnaires: the demo's files are good, YAML and JSON are one form, versions are frozen once.

use std::path::{Path, PathBuf};

use diesel_async::AsyncConnection;
use kocho::domain::language::Language;
use kocho::domain::questionnaire::Questionnaire;
use kocho::domain::questionnaire::question::{Kind, Role};
use kocho::domain::questionnaire::{Answers, Raw, Reader};
use kocho::formats::questionnaire::{self, Fault};
use kocho::storage::questionnaires;
use kocho::workflows::freezing;

use crate::support::door::EVERYTHING;
use crate::support::town::Town;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every questionnaire file of the demo, with its bytes.
pub fn demo_files() -> Vec<(String, Vec<u8>)> {
    files_in("config/demo/questionnaires")
}

fn files_in(folder: &str) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    files
        .iter()
        .map(|path| (name(path), std::fs::read(path).unwrap()))
        .collect()
}

/// The same, the templates, and the one with every kind of question.
fn all_files() -> Vec<(String, Vec<u8>)> {
    let everything = ("everything.yaml".to_owned(), EVERYTHING.to_vec());
    let shipped = demo_files().into_iter().chain(files_in("config/library"));
    shipped.chain([everything]).collect()
}

/// What a questionnaire can say since these were pinned is not written where it does not say it: a version that is
/// stored stays the same to the byte.
#[test]
fn what_says_nothing_new_is_stored_as_before() {
    let data = ["long_lists.yaml", "languages.yaml"].map(|name| {
        let path = root().join("tests/data/questionnaires").join(name);
        (name.to_owned(), std::fs::read(path).unwrap())
    });
    let stored: Vec<(String, String)> = demo_files()
        .into_iter()
        .chain(data)
        .map(|(name, bytes)| {
            let mut read = questionnaire::read(&bytes).unwrap();
            let sections = read.sections.iter_mut();
            let questions = sections.flat_map(|section| &mut section.questions);
            questions.for_each(|question| question.short = None);
            let digest = questionnaire::digest(&read).unwrap();
            let start = digest.iter().take(8);
            (name, start.map(|byte| format!("{byte:02x}")).collect())
        })
        .collect();
    let pinned = [
        ("bench-30.yaml", "056a3cc9232f7df6"),
        ("machi-no-koe.yaml", "0ab3d090150ed467"),
        ("shimin-2023.yaml", "1d3bc140a7ff227c"),
        ("shimin-2025.yaml", "6e9185d3a79d775c"),
        ("long_lists.yaml", "895e6549e654432e"),
        ("languages.yaml", "60ad06a919a9cb39"),
    ];
    let pinned = pinned.map(|(name, digest)| (name.to_owned(), digest.to_owned()));
    assert_eq!(stored, pinned);
}

fn demo(name: &str) -> Questionnaire {
    let files = demo_files();
    let (_, bytes) = files.iter().find(|(file, _)| file == name).unwrap();
    questionnaire::read(bytes).unwrap()
}

/// A schema-valid and readable file of one question.
pub const SMALL: &str = r#"code: small
title: 題
purpose: 目的
minutes: 1
languages: [ja]
sections:
  - code: s1
    title: 一
    questions:
      - code: q1
        text: 問
        type: single
        options:
          - {code: 1, label: はい}
          - {code: 2, label: いいえ}
"#;

#[test]
fn the_demo_files_are_read_without_findings() {
    let files = demo_files();
    assert_eq!(files.len(), 4);
    for (name, bytes) in &files {
        if let Err(faults) = questionnaire::read(bytes) {
            let faults: Vec<String> = faults.iter().map(Fault::to_string).collect();
            panic!("{name}\n{}", faults.join("\n"));
        }
    }
}

#[test]
fn the_demo_survey_asks_what_the_plan_needs() {
    let (now, before) = (demo("shimin-2025.yaml"), demo("shimin-2023.yaml"));
    assert_eq!((now.sections.len(), now.questions().count()), (8, 29));
    for (code, wording) in [
        (
            "info",
            "市が市民に対して行う情報提供は十分であると思いますか。",
        ),
        (
            "voice",
            "市が市民の意見を聴く機会を十分設けていると思いますか。",
        ),
    ] {
        let question =
            |of: &Questionnaire| of.questions().find(|q| q.code.as_str() == code).cloned();
        let asked = question(&now).unwrap();
        assert_eq!(asked.text.get(&Language::japanese()), wording);
        assert_eq!(
            question(&before).as_ref(),
            Some(&asked),
            "unchanged since the last survey"
        );
        let labels: Vec<_> = asked
            .kind
            .choices(0)
            .iter()
            .map(|c| c.label.get(&Language::japanese()))
            .collect();
        assert_eq!(
            labels,
            [
                "そう思う",
                "やや思う",
                "どちらともいえない",
                "あまり思わない",
                "そう思わない",
                "わからない"
            ]
        );
    }
    let rows = now.questions().find_map(|q| match &q.kind {
        Kind::DualGrid { rows, .. } => Some(rows.len()),
        _ => None,
    });
    assert_eq!(rows, Some(6), "施策6-1 to 6-6");
    assert_eq!(
        now.questions()
            .filter(|q| q.role == Role::Attribute)
            .count(),
        5
    );
    assert_eq!(demo("bench-30.yaml").questions().count(), 30);
    assert_eq!(demo("machi-no-koe.yaml").questions().count(), 5);
}

#[test]
fn every_kanji_of_plain_japanese_has_its_reading() {
    let kanji = |c: &char| matches!(c, '々' | '\u{4e00}'..='\u{9fff}');
    for (name, bytes) in all_files() {
        let text = String::from_utf8(bytes).unwrap();
        let easy = text
            .lines()
            .filter_map(|line| line.split_once("ja-x-easy: "));
        for (_, line) in easy {
            let line = line.split(", en: ").next().unwrap();
            let mut rest = line;
            while let Some(at) = rest.find(|c| kanji(&c)) {
                let run: String = rest[at..].chars().take_while(kanji).collect();
                let after = &rest[at + run.len()..];
                assert!(after.starts_with('《'), "{name}: {run} in {line}");
                rest = after;
            }
        }
    }
}

#[test]
fn json_and_yaml_are_one_form() {
    for (name, bytes) in all_files() {
        let read = questionnaire::read(&bytes).unwrap();
        let json = questionnaire::write_json(&read).unwrap();
        let again = questionnaire::read(json.as_bytes()).unwrap();
        assert_eq!(again, read, "{name}");
        assert_eq!(
            questionnaire::digest(&again).unwrap(),
            questionnaire::digest(&read).unwrap()
        );
        let stored: Questionnaire = serde_json::from_str(&json).unwrap();
        assert_eq!(stored, read, "{name}");
    }
    let tabs = serde_json::to_string(&questionnaire::read(SMALL.as_bytes()).unwrap()).unwrap();
    let tabs = tabs.replace(",\"", ",\n\t\t\"");
    assert!(
        questionnaire::read(tabs.as_bytes()).is_ok(),
        "JSON indented with tabs"
    );
}

#[test]
fn the_digest_knows_content_not_layout() {
    let digest =
        |file: &str| questionnaire::digest(&questionnaire::read(file.as_bytes()).unwrap()).unwrap();
    let commented = format!(
        "\u{FEFF}# 注\n{}",
        SMALL.replace("minutes: 1", "minutes:   '1'")
    );
    assert_eq!(digest(&commented), digest(SMALL));
    assert_eq!(digest(&SMALL.replace('\n', "\r\n")), digest(SMALL));
    assert_ne!(digest(&SMALL.replace("はい", "はい。")), digest(SMALL));
}

#[test]
fn the_shipped_schema_is_made_from_the_types() {
    let shipped = root().join("config/questionnaire.schema.json");
    let made = serde_json::to_string_pretty(&questionnaire::schema::schema()).unwrap() + "\n";
    // Kept aside, so that whoever changes a type only has to copy it.
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("questionnaire.schema.json");
    std::fs::write(&kept, &made).unwrap();
    assert!(
        std::fs::read_to_string(&shipped).is_ok_and(|shipped| shipped == made),
        "the types have changed: cp {} {}",
        kept.display(),
        shipped.display()
    );
}

#[test]
fn schema_and_reader_agree() {
    let validator = jsonschema::validator_for(&questionnaire::schema::schema()).unwrap();
    for (name, bytes) in all_files() {
        let json = questionnaire::write_json(&questionnaire::read(&bytes).unwrap()).unwrap();
        let document: serde_json::Value = serde_json::from_str(&json).unwrap();
        let faults: Vec<String> = validator
            .iter_errors(&document)
            .map(|e| e.to_string())
            .collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
        // Whatever member is renamed or removed where it is needed, both refuse.
        let pointers = members(&document, String::new());
        for pointer in pointers.iter().step_by(7) {
            let mut changed = document.clone();
            rename(&mut changed, pointer);
            let readable = questionnaire::read(changed.to_string().as_bytes()).is_ok();
            assert!(
                !validator.is_valid(&changed),
                "{name}: the schema misses {pointer}"
            );
            assert!(!readable, "{name}: the reader misses {pointer}");
        }
    }
}

/// Pointers to every member of every object except texts, whose keys are languages.
fn members(value: &serde_json::Value, at: String) -> Vec<String> {
    match value {
        serde_json::Value::Object(map) if !map.contains_key("ja") => map
            .iter()
            .flat_map(|(key, value)| {
                let here = format!("{at}/{key}");
                std::iter::once(here.clone()).chain(members(value, here))
            })
            .collect(),
        serde_json::Value::Array(list) => list
            .iter()
            .enumerate()
            .flat_map(|(i, v)| members(v, format!("{at}/{i}")))
            .collect(),
        _ => Vec::new(),
    }
}

fn rename(document: &mut serde_json::Value, pointer: &str) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let map = document
        .pointer_mut(parent)
        .unwrap()
        .as_object_mut()
        .unwrap();
    let value = map.remove(key).unwrap();
    map.insert(format!("{key}x"), value);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_frozen_once_and_comes_back_whole() {
    let town = Town::new().await;
    let now = town.now().await;
    let (before, after) = (demo("shimin-2023.yaml"), demo("shimin-2025.yaml"));
    let mut conn = town.db.conn().await;
    let mut frozen = Vec::new();
    for questionnaire in [&before, &after, &before] {
        let version = conn
            .transaction(async |tx| {
                freezing::freeze_version(tx, &town.operator, questionnaire, &[], now).await
            })
            .await
            .unwrap();
        frozen.push(version);
    }
    assert_eq!(
        frozen[0], frozen[2],
        "the same file again is the same version"
    );
    assert_ne!(frozen[0], frozen[1]);
    let stored = questionnaires::version(&mut conn, town.id, frozen[1])
        .await
        .unwrap();
    assert_eq!(
        (stored.number.to_string().as_str(), &stored.document),
        ("2", &after)
    );
    assert_eq!(
        town.db
            .number("select count(*) from questionnaires where code = 'shimin'")
            .await,
        1
    );
    assert_eq!(
        town.db.number("select count(*) from audit").await,
        2,
        "only what happened is told"
    );
    let neighbour = kocho::domain::ids::MunicipalityId(uuid::Uuid::now_v7());
    assert!(
        questionnaires::version(&mut conn, neighbour, frozen[1])
            .await
            .is_err()
    );
}

#[test]
fn a_response_to_every_demo_questionnaire_is_read_and_comes_back() {
    for (name, bytes) in demo_files() {
        let reader = Reader::new(questionnaire::read(&bytes).unwrap());
        let sent: Vec<(&str, String)> = reader
            .items()
            .iter()
            .filter_map(|item| {
                let choices = item.choices(reader.questionnaire());
                let at = if item.code == "ways.2" {
                    1
                } else {
                    usize::from(item.code == "ways.3") * 2
                };
                choices
                    .get(at)
                    .map(|choice| (item.code.as_str(), choice.code.to_string()))
            })
            .collect();
        let raw: Raw = sent
            .iter()
            .map(|(item, code)| (*item, code.as_str()))
            .collect();
        let answers = Answers::read(&reader, &raw).unwrap();
        assert!(!answers.is_blank(), "{name}");
        let document = serde_json::from_str(&answers.document()).unwrap();
        assert_eq!(
            Answers::stored(&reader, document).unwrap(),
            answers,
            "{name}"
        );
    }
}
