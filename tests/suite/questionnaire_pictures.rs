//! Pictures in questionnaire files: named beside them, written out by their hash, kept when a version is frozen.

use std::io;

use diesel_async::AsyncConnection;
use kocho::domain::questionnaire::Questionnaire;
use kocho::domain::questionnaire::picture::Image;
use kocho::formats::questionnaire::{self, Examined, Fault};
use kocho::workflows::freezing::{self, FreezeError};

use crate::support::door::PICTURES;
use crate::support::town::{Town, beside};

const NOTE: &str = r#"code: noted
title: {ja: 題, en: Title}
purpose: {ja: 目的, en: Purpose}
minutes: 1
languages: [ja, en]
sections:
  - code: s1
    title: {ja: 一, en: One}
    questions:
      - code: n1
        text: {ja: 図, en: A map}
        type: note
        picture: {file: map.png, alt: {ja: 地図, en: A map}}
      - code: q1
        text: {ja: 問, en: A question}
        type: text
"#;

fn examined(file: &str) -> Examined {
    questionnaire::examine(file.as_bytes(), |name| match name {
        "drawing.svg" => Ok(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec()),
        "locked.png" => Err(io::ErrorKind::PermissionDenied.into()),
        _ => beside(name),
    })
}

#[track_caller]
fn assert_faults(file: &str, expected: &[&str]) {
    let faults: Vec<String> = examined(file).faults.iter().map(Fault::to_string).collect();
    assert_eq!(faults.len(), expected.len(), "{faults:#?}");
    for (fault, expected) in faults.iter().zip(expected) {
        assert!(fault.starts_with(expected), "{fault}\n{expected}");
    }
}

#[test]
fn a_note_names_a_picture_beside_its_file() {
    let read = examined(NOTE);
    assert_eq!(read.faults, []);
    let questionnaire = read.questionnaire.unwrap();
    let [picture] = &questionnaire.pictures().collect::<Vec<_>>()[..] else {
        panic!("one picture");
    };
    let [image] = &read.images[..] else {
        panic!("one file");
    };
    assert_eq!(**picture, image.saying(picture.alt.clone()));
    assert_eq!((picture.width, picture.height), (480, 300));
    assert!(beside("map.png").unwrap() != image.bytes, "as it is kept");
}

#[test]
fn what_is_wrong_with_a_picture_is_said_at_its_place() {
    let place = "13:25 sections[0].questions[0].picture.file: ";
    let named = |name: &str| NOTE.replace("map.png", name);
    let said = |fault: &str| format!("{place}{fault}");
    assert_faults(
        &named("plan.png"),
        &[&said("there is no file “plan.png” in the folder")],
    );
    assert_faults(
        &named("locked.png"),
        &[&said("“locked.png” cannot be read: permission denied")],
    );
    assert_faults(
        &named("drawing.svg"),
        &[&said("the file holds no picture in PNG, JPEG or WebP")],
    );
    for elsewhere in [
        "../map.png",
        "/etc/passwd",
        "./map.png",
        "a/map.png",
        "..",
        ".",
        "map.png/",
        "'a\\map.png'",
        "'C:map.png'",
        "\"map.png\\0\"",
        "''",
    ] {
        let fault = said("must be the name of a file beside this one, without a folder");
        assert_faults(&named(elsewhere), &[&fault]);
    }
    let alt = "13:39 sections[0].questions[0].picture.alt";
    assert_faults(
        &NOTE.replace("地図, en: A map", "地図"),
        &[&format!("{alt}: the text is missing in “en”")],
    );
    assert_faults(
        &NOTE.replace("地図, en: A map", "地図, en: ' '"),
        &["13:52 sections[0].questions[0].picture.alt.en: must be a text"],
    );
    assert_faults(
        &NOTE.replace(", alt: {ja: 地図, en: A map}", ""),
        &["13:18 sections[0].questions[0].picture: “alt” is missing"],
    );
    assert_faults(
        &NOTE.replace("file: map.png", "flie: map.png"),
        &[
            "13:18 sections[0].questions[0].picture: “file” is missing",
            "13:25 sections[0].questions[0].picture.flie: “flie” is not known here; did you mean “file”?",
        ],
    );
    assert_faults(
        &NOTE.replace("type: note", "type: text"),
        &["13:18 sections[0].questions[0].picture: “picture” is not known here"],
    );
    assert!(
        questionnaire::read(NOTE.as_bytes()).is_err(),
        "beside nothing there is nothing"
    );
}

#[test]
fn a_questionnaire_has_ten_pictures_at_most() {
    let (start, rest) = NOTE.split_once("      - code: n1\n").unwrap();
    let (note, end) = rest.split_once("      - code: q1\n").unwrap();
    let many = |count: usize| {
        let notes = (0..count).map(|at| format!("      - code: n{at}\n{note}"));
        format!(
            "{start}{}      - code: q1\n{end}",
            notes.collect::<String>()
        )
    };
    assert_eq!(examined(&many(10)).faults, []);
    assert_faults(
        &many(11),
        &["7:3 sections: there are 11 pictures; at most 10 are taken"],
    );
}

#[test]
fn a_questionnaire_that_was_written_out_names_its_pictures_by_their_hash() {
    let read = questionnaire::examine(PICTURES, beside);
    assert_eq!((&read.faults[..], read.images.len()), (&[][..], 3));
    let asked = read.questionnaire.unwrap();
    let json = questionnaire::write_json(&asked).unwrap();
    let again = questionnaire::examine(json.as_bytes(), |_| unreachable!());
    assert_eq!(
        (again.questionnaire.as_ref(), &again.images[..]),
        (Some(&asked), &[][..])
    );
    let digest = |asked| questionnaire::digest(asked).unwrap();
    assert_eq!(digest(&again.questionnaire.unwrap()), digest(&asked));
    assert_eq!(serde_json::from_str::<Questionnaire>(&json).unwrap(), asked);
    // The schema knows both forms, and no mixture of them.
    let validator = jsonschema::validator_for(&questionnaire::schema::schema()).unwrap();
    let written: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(validator.is_valid(&written));
    let kept = "/sections/0/questions/0/picture";
    let alt = written.pointer(&format!("{kept}/alt")).unwrap().clone();
    let hash = written.pointer(&format!("{kept}/hash")).unwrap().clone();
    let with = |picture| {
        let mut changed = written.clone();
        *changed.pointer_mut(kept).unwrap() = picture;
        changed
    };
    let named = with(serde_json::json!({"file": "map.png", "alt": alt}));
    assert!(validator.is_valid(&named));
    let read = questionnaire::examine(named.to_string().as_bytes(), beside);
    assert_eq!(read.questionnaire, Some(asked));
    for wrong in [
        serde_json::json!({"file": "map.png"}),
        serde_json::json!({"file": "a/map.png", "alt": alt}),
        serde_json::json!({"file": "map.png", "hash": hash, "alt": alt}),
        serde_json::json!({"hash": hash, "alt": alt}),
        serde_json::json!({"hash": hash, "format": "svg", "width": 1, "height": 1, "alt": alt}),
        serde_json::json!({"hash": "0", "format": "png", "width": 1, "height": 1, "alt": alt}),
        serde_json::json!({"alt": alt}),
    ] {
        let changed = with(wrong.clone());
        assert!(!validator.is_valid(&changed), "{wrong}");
        let read = questionnaire::examine(changed.to_string().as_bytes(), beside);
        assert!(!read.faults.is_empty(), "{wrong}");
    }
}

async fn freeze(town: &Town, asked: &Questionnaire, images: &[Image]) -> Result<(), FreezeError> {
    let now = town.now().await;
    let mut conn = town.db.conn().await;
    conn.transaction(async |tx| {
        freezing::freeze_version(tx, &town.operator, asked, images, now).await
    })
    .await
    .map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_frozen_with_all_its_pictures_or_not_at_all() {
    let town = Town::new().await;
    let read = questionnaire::examine(PICTURES, beside);
    let asked = read.questionnaire.unwrap();
    let stored = "select (select count(*) from pictures) * 10 + (select count(*) from versions)";
    for some in [&[][..], &read.images[..2]] {
        let refused = freeze(&town, &asked, some).await.unwrap_err();
        assert!(
            refused
                .to_string()
                .contains("is not among those that are kept"),
            "{refused}"
        );
        assert_eq!(town.db.number(stored).await, 0);
    }
    let lie = questionnaire::write_json(&asked)
        .unwrap()
        .replace("\"width\": 480", "\"width\": 481");
    let lie = questionnaire::read(lie.as_bytes()).unwrap();
    let refused = freeze(&town, &lie, &read.images).await;
    assert!(matches!(refused, Err(FreezeError::Picture(hash)) if hash == read.images[0].hash));
    assert_eq!(town.db.number(stored).await, 0);
    freeze(&town, &asked, &read.images).await.unwrap();
    // Again, by what was written out, and as another version with the same pictures.
    freeze(&town, &asked, &[]).await.unwrap();
    let next = Questionnaire {
        minutes: 3,
        ..asked
    };
    freeze(&town, &next, &[]).await.unwrap();
    assert_eq!(town.db.number(stored).await, 32);
}

/// What the program believes of sizes, the table says too; and what people saw is never exchanged.
#[tokio::test(flavor = "multi_thread")]
async fn the_table_takes_what_a_picture_may_be_and_keeps_it() {
    use kocho::domain::questionnaire::limits::{PICTURE_BYTES, PICTURE_SIDE};
    let town = Town::new().await;
    let keep = async |format: &str, side: u16, bytes: usize, hash: &str| {
        let content = format!("convert_to(repeat('{side}', {bytes} / 4), 'UTF8')");
        let sql = format!(
            "do $$ begin insert into pictures select id, {hash}, '{format}', {side}, {side}, content \
             from municipalities, (values ({content})) as v(content); exception when check_violation then end $$"
        );
        town.db.execute(&sql).await;
        town.db.number("select count(*) from pictures").await
    };
    let own = "sha256(content)";
    assert_eq!(keep("png", PICTURE_SIDE, PICTURE_BYTES, own).await, 1);
    assert_eq!(keep("png", PICTURE_SIDE, PICTURE_BYTES + 4, own).await, 1);
    assert_eq!(keep("png", PICTURE_SIDE + 1, PICTURE_BYTES, own).await, 1);
    assert_eq!(keep("svg", 1_000, 400, own).await, 1);
    assert_eq!(keep("png", 1_000, 0, own).await, 1);
    assert_eq!(keep("png", 1_000, 400, "sha256('x')").await, 1);
    assert_eq!(keep("webp", 1_000, 400, own).await, 2);
    let change = "do $$ begin update pictures set width = 1; raise 'changed'; exception when raise_exception then \
                  if sqlerrm = 'changed' then raise 'it was changed' using errcode = 'XX000'; end if; end $$";
    town.db.execute(change).await;
    assert_eq!(
        town.db
            .number("select count(*) from pictures where width = 1")
            .await,
        0
    );
}
