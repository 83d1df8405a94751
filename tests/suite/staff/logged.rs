//! Whatever staff change is in the log: every form of the desk is sent, and where rows have changed there is an entry more.

use std::collections::BTreeMap;

use actix_web::http::Method;
use chrono::Days;
use kocho::domain::role::Role;
use kocho::domain::survey::Anonymity;
use kocho::domain::time::Zone;
use kocho::web::{Side, routes};

use crate::support::door::TestApp;
use crate::support::page::Form;
use crate::support::rows::contents;

/// How a form is sent so that it changes something: its address, the page it stands on, what is typed.
struct Recipe {
    address: &'static str,
    page: &'static str,
    typed: &'static [(&'static str, &'static str)],
}

/// Whoever adds a form says here how it is filled in. `{survey}` is an open one, `{work}` one that somebody asked for,
/// `{day}` a day to come.
const RECIPES: &[Recipe] = &[
    Recipe {
        address: "/staff/people/new",
        page: "/staff/people/new",
        typed: &[("login", "new"), ("name", "新人"), ("viewer", "on")],
    },
    Recipe {
        address: "/staff/people/{person}",
        page: "/staff/people/{person}",
        typed: &[("name", "別の名前")],
    },
    Recipe {
        address: "/staff/people/{person}/invitation",
        page: "/staff/people/{person}",
        typed: &[("_go", "slip")],
    },
    Recipe {
        address: "/staff/people/{person}/sessions",
        page: "/staff/people/{person}",
        typed: &[],
    },
    Recipe {
        address: "/staff/people/{person}/factors",
        page: "/staff/people/{person}",
        typed: &[],
    },
    Recipe {
        address: "/staff/divisions/new",
        page: "/staff/divisions/new",
        typed: &[("name", "広聴課")],
    },
    Recipe {
        address: "/staff/divisions/{division}",
        page: "/staff/divisions/{division}",
        typed: &[("name", "総務企画課")],
    },
    Recipe {
        address: "/staff/scales/new",
        page: "/staff/scales/new",
        typed: &[("name", "満足度"), ("options", "満足\n不満")],
    },
    Recipe {
        address: "/staff/scales/{scale}",
        page: "/staff/scales/{scale}",
        typed: &[("options.1", "とても")],
    },
    Recipe {
        address: "/staff/scales/{scale}/removal",
        page: "/staff/scales/{scale}",
        typed: &[("_go", "away")],
    },
    Recipe {
        address: "/staff/settings",
        page: "/staff/settings",
        typed: &[("reason", "移行")],
    },
    Recipe {
        address: "/staff/settings/hosts",
        page: "/staff/settings",
        typed: &[("hosts", "city.example.jp")],
    },
    Recipe {
        address: "/staff/deputies/{deputy}/ending",
        page: "/staff/deputies",
        typed: &[],
    },
    Recipe {
        address: "/staff/transfers",
        page: "/staff/transfers/preview?from=somebody&to=desk&on={day}",
        typed: &[],
    },
    Recipe {
        address: "/staff/transfers/{transfer}/undoing",
        page: "/staff/transfers",
        typed: &[],
    },
    Recipe {
        address: "/staff/account/codes",
        page: "/staff/account",
        typed: &[],
    },
    Recipe {
        address: "/staff/account/sessions",
        page: "/staff/account",
        typed: &[],
    },
    Recipe {
        address: "/staff/surveys/{survey}/extension",
        page: "/staff/surveys/{survey}/extension",
        typed: &[("until", "{day}")],
    },
    Recipe {
        address: "/staff/surveys/{survey}/closing",
        page: "/staff/surveys/{survey}/closing",
        typed: &[],
    },
    Recipe {
        address: "/staff/surveys/{survey}/motions/{act}",
        page: "/staff/surveys/{survey}/motions/{act}",
        typed: &[("reason", "台風")],
    },
    Recipe {
        address: "/staff/motions/{motion}/decision",
        page: "/staff/motions/{motion}",
        typed: &[("_go", "yes")],
    },
    Recipe {
        address: "/staff/record.csv",
        page: "/staff/record",
        typed: &[],
    },
    Recipe {
        address: "/staff/record/verification",
        page: "/staff/record",
        typed: &[],
    },
    Recipe {
        address: "/staff/work/{work}/stopping",
        page: "/staff/work/{work}",
        typed: &[],
    },
];

/// Forms that need more than being filled in: of the doors, which `staff::sign_in` goes through and looks into the log
/// for; those of one's own account that stand there only when there is something to end; those that only show how
/// parts look; those that end the binding to a provider, which `openid` sends; those of the office, which
/// `staff::municipalities` sends and looks into the log for; motions of figures, and those taken back: `staff::motions`
/// likewise; what only approvers send: `staff::deputies`; what a division says of a value: `staff::values`. What is done with a draft stands in its own
/// history, which `staff::drafts` and `staff::scales` look into; what is said of series: `staff::series`.
/// What divisions are asked about a draft and say: `staff::inquiries`; what is put before whoever
/// decides: `staff::packet`. Words that are corrected: `staff::errata`.
const ELSEWHERE: [&str; 59] = [
    "/staff/questionnaires/{questionnaire}/versions/{number}/erratum",
    "/staff/drafts/{draft}/packet",
    "/staff/drafts/{draft}/inquiry",
    "/staff/drafts/{draft}/inquiry/extension",
    "/staff/drafts/{draft}/inquiry/closing",
    "/staff/drafts/{draft}/inquiry/answers",
    "/staff/inquiries/{inquiry}/comments",
    "/staff/inquiries/{inquiry}/comments/{comment}/withdrawal",
    "/staff/drafts/{draft}/questions/{question}/scale",
    "/staff/drafts/{draft}/trial",
    "/staff/drafts/{draft}/trial/end",
    "/staff/drafts/{draft}/questions/{question}/condition",
    "/staff/drafts/{draft}/questions/{question}/picture",
    "/staff/drafts/{draft}/questions/{question}/series",
    "/staff/drafts/{draft}/languages",
    "/staff/drafts/{draft}/languages/workbook",
    "/staff/drafts/{draft}/sections/{section}/condition",
    "/staff/drafts/{draft}/sections/{section}/repeat",
    "/staff/drafts/new",
    "/staff/drafts/{draft}/bank",
    "/staff/drafts/{draft}/head",
    "/staff/drafts/{draft}/sections",
    "/staff/drafts/{draft}/sections/{section}",
    "/staff/drafts/{draft}/sections/{section}/questions",
    "/staff/drafts/{draft}/sections/{section}/move",
    "/staff/drafts/{draft}/sections/{section}/removal",
    "/staff/drafts/{draft}/questions/{question}",
    "/staff/drafts/{draft}/questions/{question}/kind",
    "/staff/drafts/{draft}/questions/{question}/move",
    "/staff/drafts/{draft}/questions/{question}/removal",
    "/staff/drafts/{draft}/steps",
    "/staff/drafts/{draft}/history/{number}",
    "/staff/drafts/{draft}/leftovers",
    "/staff/drafts/{draft}/freezing",
    "/staff/drafts/{draft}/removal",
    "/staff/account/binding/removal",
    "/staff/people/{person}/binding",
    "/staff/values/{value}/comments",
    "/staff/deputies/new",
    "/staff/motions/{motion}/withdrawal",
    "/staff/results/{report}/motions/{step}",
    "/staff/municipalities/new",
    "/staff/municipalities/{municipality}/suspension",
    "/staff/municipalities/{municipality}/resumption",
    "/staff/sign-in/{town}",
    "/staff/sign-in/{town}/code",
    "/staff/sign-in/{town}/demonstration",
    "/staff/sign-out",
    "/staff/set-up/{town}",
    "/staff/set-up/{town}/password",
    "/staff/account/password",
    "/staff/account/totp",
    "/staff/account/totp/removal",
    "/staff/account/codes/removal",
    "/staff/account/sessions/{session}",
    "/staff/parts/form",
    "/staff/parts/upload",
    "/staff/parts/note",
    "/staff/parts/work",
];

/// The log itself; who is signed in; how far work is, and what the clock does next.
const NO_CHANGES: [&str; 5] = ["audit", "jobs", "sessions", "turns", "works"];

/// Where the parts of an address are.
struct Desk {
    app: TestApp,
    parts: BTreeMap<&'static str, String>,
}

impl Desk {
    async fn new() -> Self {
        let app = TestApp::with_desk().await;
        let survey = app.town.open(Anonymity::Open).await;
        let person = app.town.employ("somebody", Role::Designer).await;
        for whose in [person, app.town.person("desk").await] {
            app.town.session_of(&app.town.operator, whose).await;
        }
        let division = app.town.division("総務課").await;
        let day = Zone::TOKYO.day(app.town.now().await) + Days::new(30);
        let id = app.town.work().await;
        let other = app.town.open(Anonymity::Open).await;
        let motion = app.town.motion(person, other.id).await;
        let desk = app.town.person("desk").await;
        let deputy = app.town.deputy(desk, person, [0, 1]).await;
        let transfer = app.town.transfer(desk, person, 30).await;
        let parts = [
            ("{deputy}", deputy.to_string()),
            ("{scale}", app.town.scale().await.to_string()),
            ("{transfer}", transfer.to_string()),
            ("{survey}", survey.slug.to_string()),
            ("{work}", id.to_string()),
            ("{motion}", motion.to_string()),
            ("{act}", "cancellation".to_owned()),
            ("{person}", person.to_string()),
            ("{division}", division.to_string()),
            ("{day}", day.to_string()),
        ];
        Self {
            app,
            parts: parts.into(),
        }
    }

    fn filled(&self, text: &str) -> String {
        let parts = self.parts.iter();
        parts.fold(text.to_owned(), |text, (part, value)| {
            text.replace(part, value)
        })
    }

    /// The form as the town's administrator would send it.
    async fn form(&self, recipe: &Recipe) -> Form {
        if recipe.address.ends_with("/verification") {
            // One of a kind at a time: with the one there is nothing would change.
            self.app.town.db.execute("delete from works").await;
        }
        let staff = self.app.staff();
        let page = staff.get(&self.filled(recipe.page)).await;
        let address = self.filled(recipe.address);
        let is_asked = |action: &str| action.split('?').next() == Some(address.as_str());
        let mut forms = page.forms().into_iter();
        let form = forms.find(|form| is_asked(&form.action));
        let mut form = form.unwrap_or_else(|| panic!("{address} is on no form of {}", page.path));
        let typed = recipe.typed.iter();
        let typed: Vec<(&str, String)> = typed
            .map(|(name, text)| (*name, self.filled(text)))
            .collect();
        let typed: Vec<(&str, &str)> = typed
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        for (name, value) in typed {
            match form.has(name) {
                true => form.fill(&[(name, value)]),
                false => form.add(name, value),
            }
        }
        form
    }

    async fn entries(&self) -> i64 {
        self.app.town.db.number("select count(*) from audit").await
    }
}

#[actix_web::test]
async fn whatever_is_changed_at_the_desk_is_in_the_log() {
    let table = routes::table(Side::Staff).into_iter();
    let posts =
        table.filter(|at| at.path.starts_with("/staff") && at.methods.contains(&Method::POST));
    let mut changed_something = 0;
    for at in posts.filter(|at| !ELSEWHERE.contains(&at.path)) {
        let recipe = RECIPES.iter().find(|recipe| recipe.address == at.path);
        let recipe = recipe.unwrap_or_else(|| panic!("how is the form of {} filled in?", at.path));
        let desk = Desk::new().await;
        let (before, entries) = (contents(&desk.app.town).await, desk.entries().await);
        let form = desk.form(recipe).await;
        let reply = desk.app.staff().submit(&form, "").await;
        assert!(
            reply.status.as_u16() < 400,
            "{}: {}",
            at.path,
            reply.main_text()
        );
        let after = contents(&desk.app.town).await;
        let changed = after
            .iter()
            .filter(|(table, rows)| before.get(*table) != Some(rows));
        let changed: Vec<&str> = changed.map(|(table, _)| table.as_str()).collect();
        assert!(!changed.is_empty(), "{}: the form changed nothing", at.path);
        let is_change = changed.iter().any(|table| !NO_CHANGES.contains(table));
        changed_something += usize::from(is_change);
        let is_logged = desk.entries().await > entries;
        assert!(
            !is_change || is_logged,
            "{} changed {changed:?} and no entry says so",
            at.path
        );
    }
    assert!(changed_something > 1, "the search is broken");
}

/// CVE-2026-45330, #20707, #19864, #19870, #19869, #19872, #19905, #19252, #19118, #19093, #19169: an administrator of one
/// town, or whoever has no permission, sent what an administrator of the other would have sent.
#[actix_web::test]
async fn what_a_neighbour_or_a_viewer_sends_changes_nothing() {
    let desk = Desk::new().await;
    let next = desk.app.neighbour(Role::Administrator).await;
    let viewer = desk.app.staff_with(Role::Viewer).await;
    for recipe in RECIPES.iter().filter(|recipe| recipe.address.contains('{')) {
        let form = desk.form(recipe).await;
        let before = contents(&desk.app.town).await;
        for (stranger, refused) in [(&next, 404), (&viewer, 403)] {
            let reply = stranger.submit(&form, "").await;
            let sent = (reply.status.as_u16(), recipe.address);
            assert_eq!(sent, (refused, recipe.address));
        }
        assert_eq!(before, contents(&desk.app.town).await, "{}", recipe.address);
    }
}
