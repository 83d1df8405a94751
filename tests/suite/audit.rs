//! The audit log: whatever is changed, cut off, swapped, put in or written anew by somebody who has the database and not
//! the secret is found, and named.

use std::path::Path;

use chrono::Duration;
use kocho::domain::secret::Secret;
use kocho::domain::survey::Anonymity;
use kocho::installation;
use kocho::jobs::heads;
use kocho::storage::{Conn, audit};
use kocho::workflows::lifecycle::Act;
use tempfile::TempDir;

use crate::support::town::Town;

/// A town whose log has some entries: bound with keys when `keyed`.
async fn town(keyed: bool) -> Town {
    let town = Town::new().await;
    if keyed {
        town.app().await;
    }
    act(&town).await;
    town
}

/// Five entries more.
async fn act(town: &Town) {
    let survey = town.open(Anonymity::Open).await;
    town.act(survey.id, Act::CloseWeb).await.unwrap();
    let until = town.now().await + Duration::days(3);
    town.act(survey.id, Act::Extend(until)).await.unwrap();
}

/// What somebody does who has the server in hand and does not ask the table.
async fn tamper(town: &Town, statements: &str) {
    town.db
        .execute(&format!(
            "set session_replication_role = replica; {statements}; reset session_replication_role"
        ))
        .await;
}

async fn verified(var: &Path, conn: &mut Conn) -> String {
    match heads::verify(var, conn).await {
        Ok(_) => "whole".to_owned(),
        Err(fault) => format!("{fault:#}"),
    }
}

fn var() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_changed_is_named() {
    for (tampering, named) in [
        (
            "update audit set event = event || '{\"to\": \"draft\"}' where number = 3",
            "entry 3 ",
        ),
        (
            "update audit set at = at + interval '1 second' where number = 2",
            "entry 2 ",
        ),
        (
            "update audit set who = '{\"operator\": \"other\"}' where number = 5",
            "entry 5 ",
        ),
        (
            "update audit set hash = sha256(hash) where number = 4",
            "entry 4 ",
        ),
        (
            "update audit set audit_key = null where number = 4",
            "entry 4 ",
        ),
        (
            "update audit set audit_key = '\\x00' where number = 1",
            "entry 1 ",
        ),
        ("delete from audit where number = 2", "entry 2 "),
        ("delete from audit where number = 1", "entry 1 "),
        (
            "delete from audit where number = (select max(number) from audit)",
            "entry 5 of sunagawa is missing",
        ),
        (
            "delete from audit where number > 2",
            "entries 3 to 5 of sunagawa are missing",
        ),
        (
            "delete from audit",
            "entries 1 to 5 of sunagawa are missing",
        ),
        (
            "update audit set number = 100 where number = 2; update audit set number = 2 where number = 3; \
             update audit set number = 3 where number = 100",
            "entry 2 ",
        ),
        (
            "insert into audit select municipality_id, 6, at, who, event, hash, audit_key from audit where number = 5",
            "entry 6 ",
        ),
        (
            "update audit set number = number + 100 where number > 2; update audit set number = number - 99 where number > 100; \
             insert into audit select municipality_id, 3, at, who, event, hash, audit_key from audit where number = 2",
            "entry 3 ",
        ),
    ] {
        let (town, var) = (town(true).await, var());
        let mut conn = town.db.conn().await;
        assert!(heads::note(var.path(), &mut conn).await.unwrap().is_empty());
        assert_eq!(verified(var.path(), &mut conn).await, "whole");
        tamper(&town, tampering).await;
        let said = verified(var.path(), &mut conn).await;
        assert!(said.contains(named), "{tampering}: {said}");
        // Noting again hides nothing, and what is done after it neither.
        heads::note(var.path(), &mut conn).await.unwrap();
        let _ = town.open(Anonymity::Open).await;
        heads::note(var.path(), &mut conn).await.unwrap();
        let said = verified(var.path(), &mut conn).await;
        assert_ne!(said, "whole", "{tampering}");
    }
}

/// A chain without keys can be written anew by anybody, as here in SQL: that is the control. With keys it shows.
#[tokio::test(flavor = "multi_thread")]
async fn somebody_with_the_database_alone_cannot_write_a_log_that_fits() {
    let forge = "update audit set event = '{\"event\": \"municipality_created\"}' where number = 3; \
                 update audit set audit_key = null";
    for keyed in [false, true] {
        let (town, var) = (town(keyed).await, var());
        let mut conn = town.db.conn().await;
        heads::note(var.path(), &mut conn).await.unwrap();
        tamper(&town, forge).await;
        rewrite(&town, &mut conn).await;
        let said = verified(var.path(), &mut conn).await;
        if keyed {
            assert!(said.contains("is not the one that was noted"), "{said}");
        } else {
            assert_eq!(said, "whole", "the control: without keys the forgery fits");
        }
    }
}

/// Binds every entry anew, without a key, as the former version did.
async fn rewrite(town: &Town, conn: &mut Conn) {
    let mut before = Vec::new();
    let mut entries = audit::list(conn, town.id, 100).await.unwrap();
    entries.reverse();
    for entry in entries {
        let bound = kocho::domain::chain::Bound {
            of: town.id,
            number: entry.number,
            at: entry.at,
            who: &entry.who,
            event: &entry.event,
        };
        before = kocho::domain::chain::bind_without_key(&before, &bound);
        let digits = kocho::domain::chain::digits(&before);
        tamper(
            town,
            &format!(
                "update audit set hash = '\\x{digits}' where number = {}",
                entry.number
            ),
        )
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upgraded_log_is_sealed_by_its_first_keyed_entry() {
    let (town, var) = (town(false).await, var());
    let mut conn = town.db.conn().await;
    let without = "select count(*) from audit where audit_key is null";
    assert_eq!(town.db.number(without).await, 5);
    town.app().await;
    act(&town).await;
    assert_eq!(town.db.number(without).await, 5);
    assert_eq!(town.db.number("select count(*) from audit").await, 10);
    heads::note(var.path(), &mut conn).await.unwrap();
    assert_eq!(verified(var.path(), &mut conn).await, "whole");
    // The old part, written anew by its own rules, no longer fits what seals it.
    tamper(
        &town,
        "update audit set event = '{}' where number = 2; delete from audit where number > 5",
    )
    .await;
    rewrite(&town, &mut conn).await;
    let said = verified(var.path(), &mut conn).await;
    assert!(said.contains("entries 6 to 10"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_goes_on_after_the_secret_was_changed() {
    let (town, var) = (town(true).await, var());
    let mut conn = town.db.conn().await;
    heads::note(var.path(), &mut conn).await.unwrap();
    let (old, new) = (town.secret.clone(), Secret::new([8; 32]));
    let check = installation::check(&new);
    let digits = kocho::domain::chain::digits(&check);
    town.db
        .execute(&format!(
            "update installation set secret_check = '\\x{digits}'"
        ))
        .await;
    // A process that knows the new secret only in name writes nothing.
    let refused = audit::first_fault(&mut conn, town.id).await;
    assert!(refused.is_err());
    audit::keys::hold(check, &[old, new.clone()]);
    act(&town).await;
    assert!(heads::note(var.path(), &mut conn).await.unwrap().is_empty());
    assert_eq!(verified(var.path(), &mut conn).await, "whole");
    assert_eq!(
        town.db
            .number("select count(distinct audit_key) from audit")
            .await,
        2
    );
    // Without the former secret its entries cannot be followed.
    audit::keys::hold(check, &[new]);
    let said = verified(var.path(), &mut conn).await;
    assert!(said.contains("entry 1 "), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_was_changed_is_not_believed() {
    let (town, var) = (town(true).await, var());
    let mut conn = town.db.conn().await;
    heads::note(var.path(), &mut conn).await.unwrap();
    let path = var.path().join("audit.heads");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("\"number\":5", "\"number\":4", 1)).unwrap();
    let said = verified(var.path(), &mut conn).await;
    assert!(
        said.contains("changed by somebody without the secret"),
        "{said}"
    );
    // A person who knows why may accept what is there.
    heads::accept(var.path(), &mut conn).await.unwrap();
    assert_eq!(verified(var.path(), &mut conn).await, "whole");
}
