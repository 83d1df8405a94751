//! Free texts: masked, shuffled, apart from everything else, and in the audit log when they are read as they stand.

use std::fs;

use kocho::commands::survey::texts::read;
use kocho::domain::reason::Reason;
use kocho::domain::survey::Mode;
use kocho::storage::audit;
use kocho::workflows::lifecycle::Act;
use kocho::workflows::texts::Asked;
use tempfile::TempDir;

use crate::closing::Bound;

/// Thirty texts, of which three lead to a person or would run in a spreadsheet.
async fn written() -> Bound {
    let bound = Bound::new().await;
    let document = |n: usize| {
        let text = match n {
            0 => "連絡は 0125-54-2121 か taro@town.example へ".to_owned(),
            1 => "=HYPERLINK(1)".to_owned(),
            2 => "ＷｉＦｉが\\nほしい".to_owned(),
            n => format!("意見その{n}"),
        };
        format!(r#"{{"info": "1", "sex": "2", "free": "{text}"}}"#)
    };
    let documents: Vec<String> = (0..30)
        .map(document)
        .chain([r#"{"info": "2"}"#.to_owned()])
        .collect();
    bound.send(&documents, Mode::Web).await;
    bound
}

fn asked(words: &[&str]) -> Asked {
    Asked {
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        ..Asked::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_masked_shuffled_and_stand_beside_nothing() {
    let bound = written().await;
    let secret = &bound.town.secret;
    let (mut conn, actor, slug) = (
        bound.town.db.conn().await,
        &bound.town.operator,
        &bound.survey.slug,
    );
    let early = read(&mut conn, secret, actor, slug, &Asked::default(), None)
        .await
        .unwrap_err();
    assert!(
        early.to_string().contains("once its web has closed"),
        "{early}"
    );
    bound
        .town
        .act(bound.survey.id, Act::CloseWeb)
        .await
        .unwrap();
    let all = read(&mut conn, secret, actor, slug, &Asked::default(), None)
        .await
        .unwrap();
    let lines: Vec<&str> = all.lines().collect();
    assert_eq!(lines[0], "free ご意見: 30 of 30 texts");
    assert!(
        all.contains("- 連絡は 〔電話番号など〕 か 〔メール〕 へ"),
        "{all}"
    );
    assert!(all.contains("- ＷｉＦｉが\n  ほしい"), "as it was written");
    let again = read(&mut conn, secret, actor, slug, &Asked::default(), None)
        .await
        .unwrap();
    assert_ne!(all, again, "another order each time");
    let found = read(&mut conn, secret, actor, slug, &asked(&["wifi"]), None)
        .await
        .unwrap();
    assert!(
        found.starts_with("free ご意見: 1 of 30 texts\n- ＷｉＦｉ"),
        "{found}"
    );
    let masked = read(
        &mut conn,
        secret,
        actor,
        slug,
        &asked(&["taro@town.example"]),
        None,
    )
    .await
    .unwrap();
    assert!(
        masked.starts_with("free ご意見: 0 of 30"),
        "what is masked is not found: {masked}"
    );
    let none = Asked {
        item: Some("info".to_owned()),
        ..Asked::default()
    };
    let none = read(&mut conn, secret, actor, slug, &none, None)
        .await
        .unwrap_err();
    assert_eq!(
        none.to_string(),
        "info is no text question of this survey; it has free"
    );
    let place = TempDir::new().unwrap();
    let path = place.path().join("texts.csv");
    read(
        &mut conn,
        secret,
        actor,
        slug,
        &Asked::default(),
        Some(&path),
    )
    .await
    .unwrap();
    let mode = std::os::unix::fs::MetadataExt::mode(&path.metadata().unwrap());
    assert_eq!(mode & 0o777, 0o600);
    let file = fs::read_to_string(&path).unwrap();
    assert!(
        file.starts_with("\u{feff}item,question,text\r\n"),
        "nothing else of a person: {file}"
    );
    assert!(file.contains("free,ご意見,'=HYPERLINK(1)\r\n"), "{file}");
    let read_before = "select count(*) from audit where event->>'event' = 'texts_read'";
    assert_eq!(bound.town.db.number(read_before).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_texts_as_they_stand_is_in_the_audit_log() {
    let bound = written().await;
    let secret = &bound.town.secret;
    let (mut conn, actor, slug) = (
        bound.town.db.conn().await,
        &bound.town.operator,
        &bound.survey.slug,
    );
    bound
        .town
        .act(bound.survey.id, Act::CloseWeb)
        .await
        .unwrap();
    let asked = Asked {
        unmasked: Some(Reason::parse("連絡を求められたため").unwrap()),
        ..asked(&["taro"])
    };
    let all = read(&mut conn, secret, actor, slug, &asked, None)
        .await
        .unwrap();
    assert!(
        all.contains("- 連絡は 0125-54-2121 か taro@town.example へ"),
        "{all}"
    );
    let entry = audit::list(&mut conn, bound.town.id, 1)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(entry.event["event"], "texts_read");
    assert_eq!(entry.event["items"], serde_json::json!(["free"]));
    assert_eq!(entry.event["reason"], "連絡を求められたため");
}
