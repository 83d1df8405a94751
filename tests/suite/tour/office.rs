//! The desk of those who run the installation.

use kocho::domain::role::Role;

use super::Visitor;
use crate::staff::municipalities::typed_of_a_municipality;
use crate::support::door::TestApp;

/// A municipality that is set up, suspended and resumed.
pub async fn run_the_installation(door: &TestApp, language: &str, visitor: &mut Visitor<'_>) {
    let office = door.town.office().await;
    let login = format!("operator-{language}");
    let person = door.town.employ_for(&office, &login, Role::Operator).await;
    let session = door.town.session_of(&office, person).await;
    let clerk = door.clerk().with_cookie("staff", &session);
    let mut operator = Visitor {
        person: clerk.sending("accept-language", language),
        ..Visitor::new(door, language)
    };
    for (way, slug) in [("slip", "shown"), ("link", "sent")] {
        let slug = format!("{slug}-{language}");
        let page = operator.person.get("/staff/municipalities/new").await;
        let typed = typed_of_a_municipality(&slug, way);
        let created = operator.person.send(&page, "", &typed).await;
        operator.look(created, &[200]).await;
        let suspension = format!("/staff/municipalities/{slug}/suspension");
        let page = operator.person.get(&suspension).await;
        let suspended = operator.person.send(&page, "", &[("reason", "試験")]).await;
        operator.waiting.extend(suspended.location());
    }
    operator
        .waiting
        .push_back(format!("/staff?lang={language}"));
    operator.walk().await;
    visitor.faults.append(&mut operator.faults);
    visitor.seen.append(&mut operator.seen);
}
