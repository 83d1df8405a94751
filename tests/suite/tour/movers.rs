//! What no link leads the administrator to: naming a deputy, and what moving somebody's roles would change.

use chrono::Days;
use kocho::domain::role::Role;
use kocho::domain::time::Zone;

use super::Visitor;
use crate::support::door::TestApp;

/// An approver looks at the form that names a deputy; an administrator at what a move of roles changes.
pub async fn go_and_come(door: &TestApp, language: &str, visitor: &mut Visitor<'_>) {
    let town = &door.town;
    let [giver, receiver] = ["giver", "receiver"].map(|who| format!("{who}-{language}"));
    for login in [&giver, &receiver] {
        town.employ(login, Role::Designer).await;
    }
    let day = Zone::TOKYO.day(town.now().await) + Days::new(30);
    let typed = format!("&from={giver}&to={receiver}&on={day}");
    for (role, path) in [
        (Role::Approver, "/staff/deputies/new".to_owned()),
        (Role::Administrator, "/staff/transfers/preview".to_owned()),
    ] {
        let login = format!("{}-{language}", role.word());
        let person = town.employ(&login, role).await;
        let session = town.session_of(&town.operator, person).await;
        let clerk = door.clerk().with_cookie("staff", &session);
        let mut looking = Visitor {
            person: clerk.sending("accept-language", language),
            ..Visitor::new(door, language)
        };
        let path = format!("{path}?lang={language}{typed}");
        let page = looking.person.get(&path).await;
        looking.seen.insert(path);
        looking.look(page, &[200]).await;
        visitor.faults.append(&mut looking.faults);
        visitor.seen.append(&mut looking.seen);
    }
}
