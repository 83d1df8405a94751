//! A question that feeds an indicator is changed: said at once, decided, and seen in the series.

use std::sync::Arc;

use kocho::domain::plan::definition::Comparability;
use kocho::domain::plan::value::Provenance;
use kocho::read::{self, Public};
use kocho::storage::continuity;

use crate::closing::Bound;
use crate::support::door::TestApp;
use crate::support::drafts::{self, form, sent};

/// A town whose indicator has a published value, and a copy of the questionnaire behind it: its address.
async fn copied() -> (TestApp, String) {
    let bound = Bound::new().await;
    bound.publish().await;
    let version = bound.survey.version_id;
    let app = TestApp::over(Arc::new(bound.town), &[]).await;
    let app = app.with_administrator().await;
    let staff = app.staff();
    let at = drafts::copied(&staff, version).await;
    drop(staff);
    (app, at)
}

/// Where it is said.
const BOX: &str = "前回の調査から、次の点が変わっています";

const WORDED: [(&str, &str); 1] = [("text", "市の情報提供は足りていますか")];

#[actix_web::test]
async fn a_change_is_said_at_once_and_decided_before_it_is_frozen() {
    let (app, at) = copied().await;
    let staff = app.staff();
    let info = format!("{at}?lang=ja&question=info");
    let page = staff.get(&info).await;
    assert!(!page.html().contains(BOX));
    let page = sent(&staff, form(&page, "/questions/info"), &WORDED).await;
    page.assert_page(200, BOX);
    page.assert_page(200, "令和7年度");
    page.assert_page(
        200,
        "市が市民に対して行う情報提供は十分であると思う市民の割合",
    );
    let review = staff.get(&format!("{at}/review?lang=ja")).await;
    review.assert_page(200, "比較を続けるかどうかが決まっていません");
    let stopped = staff.get(&format!("{at}/freezing?lang=ja")).await;
    stopped.assert_redirect(&format!("{at}/review"));
    let pressed = [("_seen", "1")];
    let pressed = staff
        .post(&format!("{at}/freezing?lang=ja"), &pressed)
        .await;
    let said = staff.follow(pressed).await;
    said.assert_page(200, "点検で問題が見つかったので、確定していません");
    let silent = [("_go", "continues"), ("reason", " ")];
    let silent = sent(&staff, form(&page, "/questions/info/series"), &silent).await;
    silent.assert_page(422, BOX);
    let same = [("_go", "continues"), ("reason", "言い方だけの変更です")];
    let page = sent(&staff, form(&page, "/questions/info/series"), &same).await;
    page.assert_page(200, "比較を続けます");
    page.assert_page(200, "言い方だけの変更です");
    // What is changed afterwards was not meant.
    let other = [("text", "市の情報は届いていますか")];
    let page = sent(&staff, form(&page, "/questions/info"), &other).await;
    page.assert_page(200, "ここで切って、新しく始める");
    let broken = [("_go", "broken")];
    let page = sent(&staff, form(&page, "/questions/info/series"), &broken).await;
    page.assert_page(200, "（‖）");
    let ask = staff.get(&format!("{at}/freezing?lang=ja")).await;
    let frozen = sent(&staff, form(&ask, "/freezing"), &[]).await;
    frozen.assert_page(200, "版として確定しました");
    let kept = "select judged->0->>'question' || ' ' || (judged->0->>'how') from versions where number = 2";
    assert_eq!(app.town.db.text(kept).await, "info broken");
    let told = "select count(*) from audit where event->>'event' = 'series_judged'";
    assert_eq!(app.town.db.number(told).await, 2);
}

#[actix_web::test]
async fn a_changed_question_stands_beside_the_one_that_goes_on() {
    let (app, at) = copied().await;
    let staff = app.staff();
    let page = staff.get(&format!("{at}?lang=ja&question=info")).await;
    let page = sent(&staff, form(&page, "/questions/info"), &WORDED).await;
    let beside = [("_go", "beside")];
    let page = sent(&staff, form(&page, "/questions/info/series"), &beside).await;
    assert!(page.html().contains("市の情報提供は足りていますか"));
    assert!(!page.html().contains(BOX));
    let codes = "select string_agg(q->>'code' || '=' || (q->'text'->>'ja'), ' ' order by n) from questionnaire_drafts, \
                 jsonb_array_elements(document->'sections'->0->'questions') with ordinality as all_of(q, n) where n < 3";
    assert_eq!(
        app.town.db.text(codes).await,
        "info=情報提供は十分だと思いますか q1=市の情報提供は足りていますか"
    );
    let page = staff.get(&format!("{at}/review?lang=ja")).await;
    page.assert_page(200, "直すところは見つかりませんでした");
    let info = staff.get(&format!("{at}?lang=ja&question=info")).await;
    sent(&staff, form(&info, "/questions/info/removal"), &[]).await;
    let page = staff.get(&format!("{at}/review?lang=ja")).await;
    page.assert_page(200, "この調査では実績値を出せません");
}

/// A version that nobody said anything of and whose options are others starts the series again.
#[actix_web::test]
async fn values_before_and_after_a_break_are_not_compared() {
    let bound = Bound::new().await;
    bound.publish().await;
    let town = &bound.town;
    let fewer = crate::closing::QUESTIONNAIRE.replace(
        "{\"code\": \"5\", \"label\": \"そう思わない\", \"score\": \"-2\"}, ",
        "",
    );
    let version = town.freeze(fewer.as_bytes()).await;
    let compared = async || {
        let mut conn = town.db.conn().await;
        let loaded = read::series::load(&mut conn, &Public::of(town.id), bound.indicator).await;
        let (_, series) = loaded.unwrap().unwrap();
        let mut later = series.values[0].clone();
        if let Provenance::Survey(measured) = &mut later.provenance {
            measured.version = version;
        }
        later.fiscal_year.0 += 1;
        let both = series.between(&series.values[0], &later);
        (both, series.with_baseline(&later))
    };
    let asked = continuity::asked(&mut *town.db.conn().await, town.id).await;
    assert_eq!(asked.unwrap().len(), 1, "the new one is not asked yet");
    assert_eq!(compared().await.0, Comparability::Same);
    town.draft_of(version, kocho::domain::survey::Anonymity::Open)
        .await;
    assert_eq!(
        compared().await,
        (Comparability::Broken, Comparability::Broken)
    );
}
