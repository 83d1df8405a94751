//! 庁内照会: divisions are asked about a draft, say what they find, and are answered.

use kocho::domain::ids::DivisionId;
use kocho::domain::role::Role;
use kocho::domain::time::{Day, Zone};
use kocho::jobs;

use crate::support::door::{Person, TestApp};
use crate::support::drafts::{self, form, sent};
use crate::support::page::Reply;

/// A draft, two divisions, and the desk of those who make questionnaires.
struct Scene {
    app: TestApp,
    /// The address of the draft.
    draft: String,
    welfare: DivisionId,
    schools: DivisionId,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::with_desk().await;
        let id = app.town.draft_of_a_questionnaire().await;
        let welfare = app.town.division("福祉課").await;
        let schools = app.town.division("学校教育課").await;
        for (division, address) in [(welfare, "fukushi"), (schools, "gakko")] {
            let set = format!(
                "update divisions set email = '{address}@town.example' where id = '{division}'"
            );
            app.town.db.execute(&set).await;
        }
        Self {
            draft: format!("/staff/drafts/{id}"),
            app,
            welfare,
            schools,
        }
    }

    /// Somebody of a division.
    async fn editor(&self, login: &str, division: DivisionId) -> Person<'_> {
        let town = &self.app.town;
        let person = town.employ(login, Role::Editor).await;
        let set = format!("update people set division_id = '{division}' where login = '{login}'");
        town.db.execute(&set).await;
        let session = town.session_of(&town.operator, person).await;
        self.app.clerk().with_cookie("staff", &session)
    }

    async fn day(&self, days: i64) -> String {
        let today: Day = Zone::TOKYO.day(self.app.town.now().await);
        (today + chrono::Duration::days(days)).to_string()
    }

    async fn page(&self) -> Reply {
        let path = format!("{}/inquiry?lang=ja", self.draft);
        self.app.staff().get(&path).await
    }

    /// Asks both divisions.
    async fn ask(&self, days: i64) -> Reply {
        let until = self.day(days).await;
        let [welfare, schools] = [self.welfare, self.schools].map(|id| format!("division-{id}"));
        let typed = [
            ("message", "問1の言葉をご確認ください。\n急ぎません。"),
            ("until", until.as_str()),
            (welfare.as_str(), "yes"),
            (schools.as_str(), "yes"),
        ];
        let page = self.page().await;
        sent(&self.app.staff(), form(&page, "/inquiry"), &typed).await
    }

    /// The page of those who are asked.
    async fn asked(&self) -> String {
        let id = "select id::text from inquiries where closed_at is null";
        format!(
            "/staff/inquiries/{}?lang=ja",
            self.app.town.db.text(id).await
        )
    }

    async fn count(&self, what: &str) -> i64 {
        let count = format!("select count(*) from {what}");
        self.app.town.db.number(&count).await
    }

    async fn past(&self, days: i64) {
        let move_on = format!(
            "update inquiries set until_day = until_day - {days}, \
             begun_at = begun_at - interval '{days} days'"
        );
        self.app.town.db.execute(&move_on).await;
    }
}

/// Says something of a question, or of the whole.
async fn say(person: &Person<'_>, page: &str, about: &str, said: &str) -> Reply {
    let page = person.get(page).await;
    let mut forms = page.forms().into_iter();
    let found = forms.find(|form| form.value("about") == Some(about));
    let mut form = found.unwrap_or_else(|| panic!("no form about {about:?} on {}", page.path));
    form.fill(&[("said", said)]);
    let reply = person.submit(&form, "").await;
    person.follow(reply).await
}

#[actix_web::test]
async fn divisions_are_asked_say_what_they_find_and_are_answered() {
    let scene = Scene::new().await;
    let welfare = scene.editor("fukushi", scene.welfare).await;
    let schools = scene.editor("gakko", scene.schools).await;
    scene.ask(10).await.assert_page(200, "照会しました");
    let letters = scene.app.letters().await;
    assert_eq!(letters.len(), 2);
    for (letter, division) in letters.iter().zip(["学校教育課", "福祉課"]) {
        assert!(letter.contains("  急ぎません。"), "{letter}");
        assert!(letter.contains("/staff/inquiries/"), "{letter}");
        let named = letters.iter().any(|letter| letter.contains(division));
        assert!(named, "{division}");
    }
    let path = scene.asked().await;
    let today = welfare.get("/staff/today?lang=ja").await;
    today.assert_page(200, "あなたの課に届いている庁内照会 1件");
    let list = welfare.get("/staff/inquiries?lang=ja").await;
    assert!(list.links().contains(&path), "{:?}", list.links());
    let page = welfare.get(&path).await;
    page.assert_page(200, "急ぎません。");
    let before = scene
        .app
        .town
        .db
        .text("select document::text from questionnaire_drafts")
        .await;
    let said = say(
        &welfare,
        &path,
        "livable",
        "「住みやすい」は\n<b>「暮らしやすい」</b>に",
    )
    .await;
    said.assert_page(200, "意見を送りました");
    assert!(said.html().contains("&lt;b&gt;「暮らしやすい」"));
    say(&schools, &path, "", "学校名は正しいです。").await;
    let third = say(&schools, &path, "livable", "書き間違い").await;
    // Only one's own, and only while nobody has answered.
    let ends = |page: &Reply| {
        let forms = page.forms();
        forms
            .iter()
            .filter(|form| form.action.contains("/withdrawal"))
            .count()
    };
    assert_eq!((ends(&third), ends(&welfare.get(&path).await)), (2, 1));
    let other = welfare.get(&path).await;
    let own = form(&other, "/withdrawal");
    schools.submit(&own, "").await;
    assert_eq!(scene.count("inquiry_comments").await, 3);
    let mut withdrawn = third.forms().into_iter();
    let own = withdrawn
        .find(|form| form.action.contains("/withdrawal"))
        .unwrap();
    sent(&schools, own.clone(), &[])
        .await
        .assert_page(200, "取り下げました");
    sent(&schools, own, &[])
        .await
        .assert_page(200, "もう取り下げられません");
    assert_eq!(scene.count("inquiry_comments").await, 2);
    // Whoever asked answers, and it is settled.
    let staff = scene.app.staff();
    let today = staff.get("/staff/today?lang=ja").await;
    today.assert_page(200, "まだ回答していない意見 2件");
    let page = scene.page().await;
    page.assert_page(200, "まだ回答していない意見が2件あります");
    let late = form(&page, "/inquiry/answers");
    let answered = sent(&staff, late.clone(), &[("said", "直します。")]).await;
    answered.assert_page(200, "回答しました");
    sent(&staff, late, &[("said", "直しません。")])
        .await
        .assert_page(422, "すでに回答したか");
    let read = welfare.get(&path).await;
    read.assert_page(200, "直します。");
    assert_eq!(ends(&read), 0);
    let after = scene
        .app
        .town
        .db
        .text("select document::text from questionnaire_drafts")
        .await;
    assert_eq!(before, after, "nobody changed the questionnaire");
    let log = staff.get("/staff/record?lang=ja&noun=questionnaire").await;
    for entry in [
        "庁内照会を始めました",
        "福祉課として意見を書きました",
        "意見を取り下げました",
        "意見に回答しました",
    ] {
        log.assert_page(200, entry);
    }
}

#[actix_web::test]
async fn what_is_wrong_is_said_and_nothing_typed_is_lost() {
    let scene = Scene::new().await;
    let staff = scene.app.staff();
    let page = scene.page().await;
    let typed = [("message", "－"), ("until", "2020-01-01")];
    let again = sent(&staff, form(&page, "/inquiry"), &typed).await;
    again.assert_page(422, "照会先の課を一つ以上");
    assert_eq!(form(&again, "/inquiry").value("until"), Some("2020-01-01"));
    scene.ask(-1).await.assert_page(422, "今日以後の日");
    scene.ask(400).await.assert_page(422, "366日以内");
    assert_eq!(scene.count("inquiries").await, 0);
    let old = form(&scene.page().await, "/inquiry");
    scene.ask(10).await.assert_page(200, "照会しました");
    let until = scene.day(10).await;
    let box_of = format!("division-{}", scene.welfare);
    let typed = [
        ("message", "二度目"),
        ("until", until.as_str()),
        (box_of.as_str(), "yes"),
    ];
    let second = sent(&staff, old, &typed).await;
    second.assert_page(200, "ほかの方がすでに照会しています");
    let earlier = sent(&staff, form(&second, "/extension"), &[("longer", &until)]).await;
    earlier.assert_page(422, "今の期限より後の日");
    let longer = scene.day(12).await;
    let later = sent(&staff, form(&earlier, "/extension"), &[("longer", &longer)]).await;
    later.assert_page(200, "期限を延ばしました");
    let welfare = scene.editor("fukushi", scene.welfare).await;
    let path = scene.asked().await;
    for (about, said, why) in [
        ("livable", " \n", "言葉で入力してください"),
        ("", "－", "言葉で入力してください"),
        ("livable", "a\u{202e}b", "目に見えない文字"),
    ] {
        let again = say(&welfare, &path, about, said).await;
        again.assert_page(422, why);
        let mut forms = again.forms().into_iter();
        let kept = forms
            .find(|form| form.value("about") == Some(about))
            .unwrap();
        assert_eq!(kept.value("said"), Some(said));
    }
    let mut form = welfare.get(&path).await.forms().remove(0);
    form.fill(&[("about", "no-such"), ("said", "意見")]);
    let gone = welfare.submit(&form, "").await;
    gone.assert_page(422, "全体への意見として");
    assert!(
        gone.html().contains("意見</textarea>"),
        "what was typed is there"
    );
    form.fill(&[("about", "../livable"), ("said", "意見")]);
    assert_eq!(welfare.submit(&form, "").await.status.as_u16(), 400);
    assert_eq!(scene.count("inquiry_comments").await, 0);
}

#[actix_web::test]
async fn only_those_who_are_asked_and_only_until_the_end() {
    let scene = Scene::new().await;
    let welfare = scene.editor("fukushi", scene.welfare).await;
    let division = scene.app.town.division("水道課").await;
    let stranger = scene.editor("suido", division).await;
    scene.ask(5).await.assert_page(200, "照会しました");
    let path = scene.asked().await;
    let today = stranger.get("/staff/today?lang=ja").await;
    assert!(!today.main_text().contains("届いている庁内照会"));
    let mut form = welfare.get(&path).await.forms().remove(0);
    form.fill(&[("said", "よその課から")]);
    let next = scene.app.neighbour(Role::Editor).await;
    let viewer = scene.app.staff_with(Role::Viewer).await;
    for (other, status) in [(&stranger, 403), (&viewer, 403), (&next, 404)] {
        assert_eq!(other.get(&path).await.status.as_u16(), status);
        assert_eq!(other.submit(&form, "").await.status.as_u16(), status);
    }
    // Whoever makes questionnaires reads it, and says nothing for divisions.
    let reading = scene.app.staff().get(&path).await;
    reading.assert_page(200, "照会先の課の職員です");
    assert!(!reading.html().contains("name=\"said\""));
    scene.past(5).await;
    welfare.get(&path).await.assert_page(200, "");
    let last = welfare.submit(&form, "").await;
    last.assert_redirect("/staff/inquiries/");
    scene.past(1).await;
    let read = welfare.get(&path).await;
    read.assert_page(200, "期限は過ぎました");
    assert!(!read.html().contains("name=\"said\""));
    let late = welfare.submit(&form, "").await;
    late.assert_page(422, "期限は過ぎました");
    assert!(
        late.html().contains("よその課から</textarea>"),
        "what was typed is there"
    );
    let closing = drafts::form(&scene.page().await, "/closing");
    let closed = sent(&scene.app.staff(), closing.clone(), &[]).await;
    closed.assert_page(200, "照会を終えました");
    sent(&scene.app.staff(), closing, &[])
        .await
        .assert_page(200, "もう終わっています");
    welfare
        .submit(&form, "")
        .await
        .assert_page(422, "この照会は終わりました");
    assert_eq!(scene.count("inquiry_comments").await, 1);
    // A new one asks again.
    scene.ask(5).await.assert_page(200, "照会しました");
}

#[actix_web::test]
async fn divisions_that_say_nothing_are_reminded_once() {
    let scene = Scene::new().await;
    let welfare = scene.editor("fukushi", scene.welfare).await;
    scene.ask(10).await.assert_page(200, "照会しました");
    say(&welfare, &scene.asked().await, "", "異議ありません。").await;
    let letters = async || {
        let mut conn = scene.app.town.db.conn().await;
        jobs::remind_divisions(&mut conn).await.unwrap();
        scene.count("letters").await
    };
    assert_eq!(letters().await, 2, "it is too early");
    scene.past(7).await;
    assert_eq!(letters().await, 3);
    assert_eq!(letters().await, 3, "nobody is reminded twice");
    let again = "select letter->>'division' from letters where letter->>'is_reminder' = 'true'";
    assert_eq!(scene.app.town.db.text(again).await, "学校教育課");
    let staff = scene.app.staff();
    let longer = scene.day(9).await;
    let page = scene.page().await;
    sent(&staff, form(&page, "/extension"), &[("longer", &longer)]).await;
    assert_eq!(letters().await, 3, "the new last day is far");
    scene.past(6).await;
    assert_eq!(letters().await, 4);
    let log = staff.get("/staff/record?lang=ja&noun=questionnaire").await;
    log.assert_page(200, "期限が近いこと");
}

#[actix_web::test]
async fn where_nobody_of_a_division_could_say_anything_all_may() {
    let scene = Scene::new().await;
    let other = scene.app.town.division("水道課").await;
    scene.ask(5).await.assert_page(200, "照会しました");
    let anybody = scene.editor("suido", other).await;
    let said = say(
        &anybody,
        &scene.asked().await,
        "livable",
        "代わりに見ました。",
    )
    .await;
    said.assert_page(200, "水道課");
    let frozen = "update questionnaire_drafts set removed_at = clock_timestamp()";
    let mut form = form(&said, "/comments");
    scene.app.town.db.execute(frozen).await;
    form.fill(&[("said", "もう一つ")]);
    anybody
        .submit(&form, "")
        .await
        .assert_page(422, "この照会は終わりました");
}
