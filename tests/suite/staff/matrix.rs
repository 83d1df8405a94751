//! Who may do what: every address of staff × every role, at home and next door. An address without a line here fails.

use std::collections::BTreeMap;

use actix_web::http::Method;
use kocho::domain::permission::Permission;
use kocho::domain::role::Role;
use kocho::domain::survey::Anonymity;
use kocho::web::{Side, routes};
use uuid::Uuid;

use crate::support::door::{ONE_PAGE, Person, TestApp};
use crate::support::page::Reply;

/// What it takes to come to an address.
#[derive(Clone, Copy)]
enum Takes {
    /// Nothing: one comes in there.
    Nothing,
    /// A permission.
    A(Permission),
}

use Permission::*;
use Takes::{A, Nothing};

/// Every address, and what it takes to look at it and to send a form there.
const LINES: &[(&str, Takes)] = &[
    ("/staff", A(KeepOwnAccount)),
    ("/staff/today", A(SeeToday)),
    ("/staff/sign-in", Nothing),
    ("/staff/sign-in/{town}", Nothing),
    ("/staff/sign-in/{town}/code", Nothing),
    ("/staff/sign-in/{town}/demonstration", Nothing),
    ("/staff/sign-in/{town}/provider", Nothing),
    ("/staff/sign-in/{town}/provider/return", Nothing),
    ("/staff/sign-out", Nothing),
    ("/staff/set-up/{town}", Nothing),
    ("/staff/set-up/{town}/password", Nothing),
    ("/staff/set-up/{town}/{code}", Nothing),
    ("/staff/session", A(KeepOwnAccount)),
    ("/staff/account", A(KeepOwnAccount)),
    ("/staff/account/password", A(KeepOwnAccount)),
    ("/staff/account/second-factor", A(KeepOwnAccount)),
    ("/staff/account/totp", A(KeepOwnAccount)),
    ("/staff/account/totp/removal", A(KeepOwnAccount)),
    ("/staff/account/codes", A(KeepOwnAccount)),
    ("/staff/account/codes/removal", A(KeepOwnAccount)),
    ("/staff/account/binding/removal", A(KeepOwnAccount)),
    ("/staff/account/sessions", A(KeepOwnAccount)),
    ("/staff/account/sessions/{session}", A(KeepOwnAccount)),
    ("/staff/administration", A(SeeAdministration)),
    ("/staff/help", A(KeepOwnAccount)),
    ("/staff/questionnaires", A(SeeQuestionnaires)),
    ("/staff/bank", A(SeeQuestionnaires)),
    (
        "/staff/bank/{questionnaire}/{question}",
        A(SeeQuestionnaires),
    ),
    ("/staff/scales", A(SeeQuestionnaires)),
    ("/staff/scales/new", A(EditQuestionnaires)),
    ("/staff/scales/{scale}", A(EditQuestionnaires)),
    ("/staff/scales/{scale}/removal", A(EditQuestionnaires)),
    (
        "/staff/questionnaires/{questionnaire}/comparison",
        A(SeeQuestionnaires),
    ),
    (
        "/staff/questionnaires/{questionnaire}/comparison.docx",
        A(SeeQuestionnaires),
    ),
    (
        "/staff/questionnaires/{questionnaire}/versions/{number}/sheet",
        A(SeeQuestionnaires),
    ),
    (
        "/staff/questionnaires/{questionnaire}/versions/{number}/sheet.docx",
        A(SeeQuestionnaires),
    ),
    ("/staff/drafts/new", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/head", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/sections", A(EditQuestionnaires)),
    (
        "/staff/drafts/{draft}/sections/{section}",
        A(EditQuestionnaires),
    ),
    (
        "/staff/drafts/{draft}/sections/{section}/questions",
        A(EditQuestionnaires),
    ),
    (
        "/staff/drafts/{draft}/sections/{section}/move",
        A(EditQuestionnaires),
    ),
    (
        "/staff/drafts/{draft}/sections/{section}/removal",
        A(EditQuestionnaires),
    ),
    (
        "/staff/drafts/{draft}/questions/{question}",
        A(EditQuestionnaires),
    ),
    (
        "/staff/drafts/{draft}/questions/{question}/kind",
        A(EditQuestionnaires),
    ),
    (
        "/staff/drafts/{draft}/questions/{question}/scale",
        A(EditQuestionnaires),
    ),
    (
        "/staff/drafts/{draft}/questions/{question}/move",
        A(EditQuestionnaires),
    ),
    (
        "/staff/drafts/{draft}/questions/{question}/removal",
        A(EditQuestionnaires),
    ),
    (
        "/staff/drafts/{draft}/sections/{section}/condition",
        A(EditQuestionnaires),
    ),
    (
        "/staff/drafts/{draft}/questions/{question}/condition",
        A(EditQuestionnaires),
    ),
    (
        "/staff/drafts/{draft}/questions/{question}/series",
        A(EditQuestionnaires),
    ),
    ("/staff/drafts/{draft}/bank", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/steps", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/history", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/paths", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/trial", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/trial/end", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/languages", A(EditQuestionnaires)),
    (
        "/staff/drafts/{draft}/languages/workbook",
        A(EditQuestionnaires),
    ),
    (
        "/staff/drafts/{draft}/history/{number}",
        A(EditQuestionnaires),
    ),
    ("/staff/drafts/{draft}/leftovers", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/review", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/preview", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/comparison", A(EditQuestionnaires)),
    (
        "/staff/drafts/{draft}/comparison.docx",
        A(EditQuestionnaires),
    ),
    ("/staff/drafts/{draft}/sheet", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/sheet.docx", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/inquiry", A(EditQuestionnaires)),
    (
        "/staff/drafts/{draft}/inquiry/extension",
        A(EditQuestionnaires),
    ),
    (
        "/staff/drafts/{draft}/inquiry/closing",
        A(EditQuestionnaires),
    ),
    (
        "/staff/drafts/{draft}/inquiry/answers",
        A(EditQuestionnaires),
    ),
    ("/staff/drafts/{draft}/packet", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/packet.docx", A(EditQuestionnaires)),
    ("/staff/inquiries", A(AnswerInquiries)),
    ("/staff/inquiries/{inquiry}", A(AnswerInquiries)),
    ("/staff/inquiries/{inquiry}/comments", A(AnswerInquiries)),
    (
        "/staff/inquiries/{inquiry}/comments/{comment}/withdrawal",
        A(AnswerInquiries),
    ),
    ("/staff/drafts/{draft}/freezing", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/removal", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/source", A(EditQuestionnaires)),
    ("/staff/drafts/{draft}/files", A(EditQuestionnaires)),
    (
        "/staff/drafts/{draft}/files/{format}",
        A(EditQuestionnaires),
    ),
    (
        "/staff/questionnaires/{version}/files",
        A(SeeQuestionnaires),
    ),
    (
        "/staff/questionnaires/{version}/files/{format}",
        A(SeeQuestionnaires),
    ),
    ("/staff/plans", A(SeePlans)),
    ("/staff/results", A(SeeResults)),
    ("/staff/values", A(SeeResults)),
    ("/staff/values/{value}", A(SeeResults)),
    ("/staff/values/{value}/comments", A(CommentValues)),
    ("/staff/voices", A(SeeResults)),
    ("/staff/voices/{survey}", A(SeeResults)),
    ("/staff/motions", A(SeeMotions)),
    ("/staff/motions/{motion}", A(SeeMotions)),
    ("/staff/motions/{motion}/decision", A(Decide)),
    ("/staff/motions/{motion}/withdrawal", A(MakeMotions)),
    ("/staff/results/{report}/motions/{step}", A(MakeMotions)),
    ("/staff/surveys/{survey}/motions/{act}", A(MakeMotions)),
    ("/staff/parts", A(KeepOwnAccount)),
    ("/staff/parts/form", A(KeepOwnAccount)),
    ("/staff/parts/upload", A(KeepOwnAccount)),
    ("/staff/parts/note", A(KeepOwnAccount)),
    ("/staff/parts/work", A(KeepOwnAccount)),
    ("/staff/record", A(SeeRecord)),
    ("/staff/record.csv", A(ExportRecord)),
    ("/staff/record/verification", A(VerifyRecord)),
    ("/staff/work", A(SeeAdministration)),
    ("/staff/work/{work}", A(SeeAdministration)),
    ("/staff/work/{work}/stopping", A(StopWork)),
    ("/staff/people", A(EditPeople)),
    ("/staff/people/new", A(EditPeople)),
    ("/staff/people/{person}", A(EditPeople)),
    ("/staff/people/{person}/invitation", A(EditPeople)),
    ("/staff/people/{person}/sessions", A(EditPeople)),
    ("/staff/people/{person}/factors", A(EditPeople)),
    ("/staff/people/{person}/binding", A(EditPeople)),
    ("/staff/settings", A(EditSettings)),
    ("/staff/deputies", A(SeeToday)),
    ("/staff/deputies/new", A(NameDeputy)),
    ("/staff/deputies/{deputy}/ending", A(EndDeputy)),
    ("/staff/transfers", A(MovePeople)),
    ("/staff/transfers/new", A(MovePeople)),
    ("/staff/transfers/preview", A(MovePeople)),
    ("/staff/transfers/{transfer}/undoing", A(MovePeople)),
    ("/staff/roles", A(SeeRoles)),
    ("/staff/divisions", A(EditDivisions)),
    ("/staff/divisions/new", A(EditDivisions)),
    ("/staff/divisions/{division}", A(EditDivisions)),
    ("/staff/surveys", A(SeeSurveys)),
    ("/staff/surveys/{survey}/extension", A(MoveSurveys)),
    ("/staff/surveys/{survey}/closing", A(MoveSurveys)),
    ("/staff/municipalities", A(SeeMunicipalities)),
    ("/staff/municipalities/new", A(EditMunicipalities)),
    (
        "/staff/municipalities/{municipality}/suspension",
        A(EditMunicipalities),
    ),
    (
        "/staff/municipalities/{municipality}/resumption",
        A(EditMunicipalities),
    ),
    ("/staff/health", A(SeeMunicipalities)),
];

/// The addresses of staff with what each takes and its methods.
fn addresses() -> Vec<(&'static str, Takes, Vec<Method>)> {
    let lines: BTreeMap<&str, Takes> = LINES.iter().copied().collect();
    assert_eq!(lines.len(), LINES.len(), "an address stands here twice");
    let table = routes::table(Side::Staff).into_iter();
    let of_staff = table.filter(|at| at.path.starts_with("/staff"));
    let all: Vec<_> = of_staff
        .map(|at| {
            let takes = lines.get(at.path);
            let takes = takes.unwrap_or_else(|| panic!("who may come to {}?", at.path));
            (at.path, *takes, at.methods)
        })
        .collect();
    for (path, _) in LINES {
        assert!(all.iter().any(|(at, ..)| at == path), "{path} is gone");
    }
    all
}

/// What stands in the places of an address: things of the own town.
struct Things(Vec<(&'static str, String)>);

impl Things {
    async fn of(app: &TestApp) -> Self {
        let survey = app.town.open(Anonymity::Open).await;
        let person = app.town.employ("somebody", Role::Viewer).await;
        app.town.session_of(&app.town.operator, person).await;
        let session = "select id::text from sessions";
        let division = app.town.division("総務課").await;
        let work = app.town.work().await;
        let motion = app.town.motion(person, survey.id).await;
        let other = app.town.employ("other", Role::Viewer).await;
        let deputy = app.town.deputy(person, other, [0, 1]).await;
        let transfer = app.town.transfer(person, other, 30).await;
        app.town.freeze(ONE_PAGE).await;
        Self(vec![
            ("{questionnaire}", "machi-no-koe".to_owned()),
            ("{town}", "sunagawa".to_owned()),
            ("{municipality}", "sunagawa".to_owned()),
            ("{survey}", survey.slug.to_string()),
            ("{person}", person.to_string()),
            ("{session}", app.town.db.text(session).await),
            ("{division}", division.to_string()),
            ("{work}", work.to_string()),
            ("{motion}", motion.to_string()),
            ("{report}", Uuid::nil().to_string()),
            ("{value}", Uuid::nil().to_string()),
            ("{inquiry}", Uuid::nil().to_string()),
            ("{comment}", Uuid::nil().to_string()),
            ("{deputy}", deputy.to_string()),
            ("{scale}", app.town.scale().await.to_string()),
            ("{transfer}", transfer.to_string()),
            (
                "{draft}",
                app.town.draft_of_a_questionnaire().await.to_string(),
            ),
            ("{section}", "s1".to_owned()),
            ("{question}", "q1".to_owned()),
            ("{number}", "0".to_owned()),
            ("{version}", app.town.version().await.to_string()),
            ("{format}", "yaml".to_owned()),
            ("{step}", "approval".to_owned()),
            ("{act}", "cancellation".to_owned()),
            ("{code}", "none".to_owned()),
        ])
    }

    fn in_place(&self, path: &str) -> String {
        let places = self.0.iter();
        let path = places.fold(path.to_owned(), |path, (place, thing)| {
            path.replace(place, thing)
        });
        assert!(!path.contains('{'), "{path}: what stands there?");
        path
    }
}

async fn ask(person: &Person<'_>, method: &Method, path: &str) -> Reply {
    let form = "application/x-www-form-urlencoded";
    let kind = (*method == Method::POST).then_some(form);
    // A form that nobody can take changes nothing, whoever sends it.
    let body = b"no=such".to_vec();
    person.ask(method.clone(), path, kind, body).await
}

/// CVE-2026-40870, CVE-2026-40869, CVE-2023-36465, CVE-2026-45086, CVE-2026-45415: an address asked nobody what they may.
#[actix_web::test]
async fn every_role_comes_where_the_table_says_and_nowhere_else() {
    let app = TestApp::new().await;
    let things = Things::of(&app).await;
    let mut faults = Vec::new();
    for role in Role::ALL {
        let person = app.staff_with(role).await;
        for (path, takes, methods) in addresses() {
            let A(permission) = takes else { continue };
            for method in methods {
                if path.ends_with("sessions")
                    || path.ends_with("removal")
                    || path.contains("{session}")
                    || (path.ends_with("codes") && method == Method::POST)
                {
                    continue;
                }
                let reply = ask(&person, &method, &things.in_place(path)).await;
                let is_in = !matches!(reply.status.as_u16(), 401 | 403);
                if is_in != role.gives(permission) {
                    let role = role.word();
                    faults.push(format!("{role} {method} {path}: {}", reply.status));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[actix_web::test]
async fn whoever_is_not_signed_in_comes_to_the_door() {
    let app = TestApp::new().await;
    let things = Things::of(&app).await;
    for cookie in ["", "x", &"A".repeat(64), &"A".repeat(65)] {
        let stranger = app.clerk().with_cookie("staff", cookie);
        for (path, takes, methods) in addresses() {
            if matches!(takes, Nothing) {
                continue;
            }
            for method in methods {
                let reply = ask(&stranger, &method, &things.in_place(path)).await;
                reply.assert_redirect("/staff/sign-in");
            }
        }
    }
    for unknown in ["/staff/nothing", "/staff/surveys/none/at/all"] {
        app.clerk()
            .get(unknown)
            .await
            .assert_redirect("/staff/sign-in");
    }
}

/// CVE-2026-45330
#[actix_web::test]
async fn the_neighbours_administrator_finds_nothing() {
    let app = TestApp::new().await;
    let things = Things::of(&app).await;
    let neighbour = app.neighbour(Role::Administrator).await;
    for (path, takes, methods) in addresses() {
        let A(permission) = takes else { continue };
        if !Role::Administrator.gives(permission) || !path.contains('{') {
            continue;
        }
        for method in methods.iter().filter(|method| **method == Method::GET) {
            let reply = ask(&neighbour, method, &things.in_place(path)).await;
            assert_eq!(reply.status.as_u16(), 404, "{path}");
        }
    }
    let list = neighbour.get("/staff/surveys").await;
    list.assert_page(200, "該当するものはありません");
}
