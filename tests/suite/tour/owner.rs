//! The desk of a division that owns an indicator.

use kocho::domain::role::Role;

use super::Visitor;
use crate::support::door::TestApp;

/// A value of next year, final and not published.
pub async fn a_value_to_come(door: &TestApp) {
    let next = "insert into indicator_values select municipality_id, gen_random_uuid(), indicator_id, \
                fiscal_year + 1, 'final', \
                jsonb_set(document, '{fiscal_year}', to_jsonb(fiscal_year + 1)), null, recorded_at, recorded_by \
                from indicator_values limit 1";
    door.town.db.execute(next).await;
}

/// Says something of it.
pub async fn comment(door: &TestApp, language: &str, visitor: &mut Visitor<'_>) {
    let login = format!("owner-{language}");
    let person = door.town.employ(&login, Role::Editor).await;
    let division = "update people set division_id = (select division_id from indicator_owners limit 1) \
                    where login like 'owner-%'";
    door.town.db.execute(division).await;
    let session = door.town.session_of(&door.town.operator, person).await;
    let clerk = door.clerk().with_cookie("staff", &session);
    let mut owner = Visitor {
        person: clerk.sending("accept-language", language),
        ..Visitor::new(door, language)
    };
    let value = "select id::text from indicator_values where state = 'final'";
    let path = format!(
        "/staff/values/{}?lang={language}",
        door.town.db.text(value).await
    );
    let page = owner.person.get(&path).await;
    let said = owner
        .person
        .send(&page, "", &[("said", "夜の相談を始めた")])
        .await;
    owner.waiting.extend(said.location());
    for path in ["/staff/values", "/staff/inquiries"] {
        owner.waiting.push_back(format!("{path}?lang={language}"));
    }
    owner.walk().await;
    visitor.faults.append(&mut owner.faults);
    visitor.seen.append(&mut owner.seen);
}
