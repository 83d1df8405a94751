//! A questionnaire on paper: the page to be printed, and the Word file, which is read again as last year's sheet.

use kocho::domain::questionnaire::Questionnaire;
use kocho::domain::questionnaire::changing::KindWord;
use kocho::domain::questionnaire::question::Code;
use kocho::domain::text::Text;
use kocho::formats::sheet::{self, guess};

use crate::support::door::{EVERYTHING, TestApp};

/// A questionnaire as cities print it.
const CITY: &str = "
code: shimin
title: 令和8年度 市民意識調査
purpose: 第7次総合計画に生かすための調査です。
minutes: 10
languages: [ja]
option_sets:
  steps:
    - {code: 1, label: 満足, score: 2}
    - {code: 2, label: やや満足, score: 1}
    - {code: 3, label: やや不満, score: -1}
    - {code: 4, label: 不満, score: -2}
  weights:
    - {code: 1, label: 重要, score: 2}
    - {code: 2, label: やや重要, score: 1}
    - {code: 3, label: あまり重要でない, score: -1}
    - {code: 4, label: 重要でない, score: -2}
sections:
  - code: s1
    title: 広報について
    questions:
      - code: q1
        text: 市の広報紙を読んでいますか。
        type: single
        options:
          - {code: 1, label: 毎号読んでいる}
          - {code: 2, label: ときどき読んでいる}
          - {code: 3, label: 読んでいない}
      - code: q2
        text: 読まない理由は何ですか。
        show_if: {any_of: {item: q1, codes: [3]}}
        type: multiple
        options:
          - {code: 1, label: 届かない}
          - {code: 2, label: 読む時間がない}
          - {code: 3, label: その他, other: true}
      - code: q3
        text: 力を入れてほしいことは何ですか。
        type: multiple
        max: 3
        options:
          - {code: 1, label: 子育て支援}
          - {code: 2, label: 道路・除雪}
          - {code: 3, label: 防災}
          - {code: 4, label: 産業・雇用}
  - code: s2
    title: 市の取り組みについて
    questions:
      - code: q4
        text: 市役所の対応についてどう感じていますか。
        type: grid
        rows:
          - {code: r1, label: 窓口での対応}
          - {code: r2, label: 電話での対応}
        options: steps
      - code: q5
        text: 市の取り組みの満足度と重要度をお答えください。
        type: dual_grid
        rows:
          - {code: r1, label: 子育て支援の充実}
          - {code: r2, label: 学校教育の充実}
          - {code: r3, label: 公共交通の便利さ}
        axes:
          - {code: satisfaction, label: 満足度, options: steps}
          - {code: importance, label: 重要度, options: weights}
      - code: q6
        text: 意見を伝えやすい方法を、順に2つ選んで番号をお書きください。
        type: ranking
        places: 2
        options:
          - {code: 1, label: 窓口}
          - {code: 2, label: 電話}
          - {code: 3, label: メール}
  - code: s3
    title: あなた自身について
    questions:
      - code: q7
        text: 年齢
        role: attribute
        type: number
        min: 0
        max: 120
        unit: 歳
      - code: q8
        text: 住み始めた年月をお書きください。
        role: attribute
        type: date
        exact_to: month
      - code: q9
        text: 市政へのご意見がありましたら、ご自由にお書きください。
        type: text
        long: true
";

fn said(text: &Text) -> &str {
    text.iter().next().map_or("", |(_, text)| text)
}

/// Each question in short: its kind, its wording, what is judged, what can be chosen.
fn told(questionnaire: &Questionnaire) -> Vec<String> {
    let questions = questionnaire.questions();
    let told = questions.map(|question| {
        let kind = &question.kind;
        let rows = kind
            .rows()
            .unwrap_or_default()
            .iter()
            .map(|row| said(&row.label));
        let options = kind.choices(0).iter().chain(match KindWord::of(kind) {
            KindWord::DualGrid => kind.choices(1),
            _ => &[],
        });
        let options = options.map(|option| format!("{}{}", option.code, said(&option.label)));
        format!(
            "{} {} | {} | {} | {}",
            KindWord::of(kind).word(),
            said(&question.text),
            rows.collect::<Vec<_>>().join("/"),
            options.collect::<Vec<_>>().join("/"),
            question.show_if.is_some(),
        )
    });
    told.collect()
}

#[actix_web::test]
async fn a_sheet_that_is_written_is_read_as_the_same_questionnaire() {
    let app = TestApp::with_desk().await;
    app.town.freeze(CITY.as_bytes()).await;
    let staff = app.staff();
    let at = "/staff/questionnaires/shimin/versions/1/sheet";
    let file = staff.get(&format!("{at}.docx?lang=ja")).await;
    assert_eq!(file.status.as_u16(), 200);
    let name = file.header("content-disposition").unwrap();
    assert!(name.contains("filename=\"shimin-1-sheet.docx\""), "{name}");
    let lines = sheet::text(&file.body).unwrap().lines;
    let read = guess(&lines, Code::parse("shimin").unwrap()).draft;
    let written = kocho::formats::questionnaire::read(CITY.as_bytes()).unwrap();
    assert_eq!(told(&read), told(&written));
    assert_eq!(said(&read.title), said(&written.title));
    let headings = |of: &Questionnaire| -> Vec<String> {
        let sections = of.sections.iter();
        sections
            .map(|section| said(&section.title).to_owned())
            .collect()
    };
    assert_eq!(headings(&read), headings(&written));
}

#[actix_web::test]
async fn the_print_page_says_what_to_do_with_the_pen() {
    let app = TestApp::with_desk().await;
    app.town.freeze(EVERYTHING).await;
    let staff = app.staff();
    let at = "/staff/questionnaires/everything/versions/1/sheet";
    let list = staff.get("/staff/questionnaires?lang=ja").await;
    assert!(
        list.links().contains(&format!("{at}?lang=ja")),
        "{:?}",
        list.links()
    );
    let page = staff.get(&format!("{at}?lang=ja")).await;
    for text in [
        "住みやすいですか。",
        "（○は1つ）",
        "【問1で「そう思わない」を選んだ方だけ、お答えください】",
        "満足度",
        "連絡に同意します",
    ] {
        page.assert_page(200, text);
    }
    // In the language of the sheet, whoever reads it at the desk.
    let easy = staff.get(&format!("{at}?lang=en&in=ja-x-easy")).await;
    easy.assert_page(200, "The questionnaire on paper");
    assert!(easy.html().contains("（○は 1つ）"));
    assert!(
        easy.html()
            .contains("<article class=\"paper\" lang=\"ja\">")
    );
    for nothing in [
        "versions/2/sheet",
        "versions/0/sheet.docx",
        "versions/x/sheet",
    ] {
        let reply = staff
            .get(&format!("/staff/questionnaires/everything/{nothing}"))
            .await;
        assert_eq!(reply.status.as_u16(), 404, "{nothing}");
    }
}

#[actix_web::test]
async fn a_draft_has_a_sheet_before_it_is_finished() {
    let app = TestApp::with_desk().await;
    let draft = app.town.draft_of_a_questionnaire().await;
    let staff = app.staff();
    let at = format!("/staff/drafts/{draft}");
    let page = staff.get(&format!("{at}?lang=ja")).await;
    let way = format!("{at}/sheet?lang=ja&in=ja");
    assert!(page.links().contains(&way), "{:?}", page.links());
    let sheet_page = staff.get(&way).await;
    sheet_page.assert_page(200, "紙の調査票");
    let file = staff.get(&format!("{at}/sheet.docx?lang=ja&in=ja")).await;
    assert_eq!(file.status.as_u16(), 200);
    assert!(!sheet::text(&file.body).unwrap().lines.is_empty());
}
