//! Where a draft came from: every file comes in with all that could not be mapped told.

use std::io::Write as _;

use kocho::domain::role::Role;
use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::door::{Person, TestApp};
use crate::support::page::Reply;

pub const NEW: &str = "/staff/drafts/new?lang=ja";

/// Sends a file, and looks at the page it leads to.
pub async fn sent(staff: &Person<'_>, name: &str, bytes: &[u8]) -> Reply {
    let reply = staff
        .upload(NEW, &[("_go", "file")], Some((name, bytes)))
        .await;
    staff.follow(reply).await
}

async fn pasted(staff: &Person<'_>, text: &str) -> Reply {
    let reply = staff
        .upload(NEW, &[("_go", "text"), ("text", text)], None)
        .await;
    staff.follow(reply).await
}

/// The address of the draft of its source's page.
pub fn draft(page: &Reply) -> String {
    let (at, _) = page.path.split_once("/source").expect(&page.path);
    at.to_owned()
}

#[track_caller]
pub fn assert_told(page: &Reply, told: &[&str]) {
    assert_eq!(page.status.as_u16(), 200, "{}", page.main_text());
    let text = page.main_text();
    for one in told {
        assert!(text.contains(one), "{one} is not told: {text}");
    }
}

const SHEET: &str = "令和7年度 広報についてのアンケート\n問1 広報を読んでいますか。（1つだけ○）\n\
                     1. 読んでいる\n2. 読んでいない\n問2 ご意見をご自由にお書きください。\n────────\n- 2 -\n";

#[actix_web::test]
async fn every_line_of_a_sheet_stands_beside_what_it_became() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let page = pasted(&staff, SHEET).await;
    assert_told(
        &page,
        &[
            "貼り付けた文",
            "2問",
            "3行目",
            "読んでいない",
            "問1「広報を読んでいますか。」の選択肢「読んでいる」",
            "取り込んでいません：ページ番号",
        ],
    );
    let at = draft(&page);
    let left = staff.get(&format!("{at}/source?lang=ja&only=left")).await;
    assert_told(&left, &["ページ番号"]);
    assert!(!left.main_text().contains("3行目"));
    let to_question = page
        .links()
        .into_iter()
        .find(|link| link.ends_with("&question=q1"));
    let question = staff
        .get(&to_question.expect("a way to the question"))
        .await;
    assert_told(&question, &["元の資料"]);
    // What is gone from the draft has no link, and is still told.
    let forms = question.forms().into_iter();
    let mut forms = forms.filter(|form| form.action.contains("/questions/q1/removal"));
    let removed = staff.submit(&forms.next().unwrap(), "").await;
    assert_eq!(removed.status.as_u16(), 303);
    let later = staff.get(&format!("{at}/source?lang=ja")).await;
    assert_told(
        &later,
        &["いまの下書きにはありません", "広報を読んでいますか"],
    );
    assert!(
        !later
            .links()
            .iter()
            .any(|link| link.ends_with("&question=q1"))
    );
    for number in ["0", "9", "x"] {
        let other = format!("{at}/source?lang=ja&page={number}");
        assert_eq!(staff.get(&other).await.status.as_u16(), 200);
    }
    let other = app.neighbour(Role::Designer).await;
    assert_eq!(
        other.get(&format!("{at}/source")).await.status.as_u16(),
        404
    );
    let bare = app.town.draft_of_a_questionnaire().await;
    let none = staff
        .get(&format!("/staff/drafts/{bare}/source?lang=ja"))
        .await;
    assert_eq!(none.status.as_u16(), 404);
    let page = staff.get(&format!("/staff/drafts/{bare}?lang=ja")).await;
    assert!(!page.links().iter().any(|link| link.contains("/source")));
}

/// A form with a fault in every column that can have one.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let survey: [&[&str]; 7] = [
        &["type", "name", "label::日本語 (ja)", "relevant", "image"],
        &["select_one yn", "q1", "読みますか", "", "map.png"],
        &["text", "q 2", "ご意見", "${nobody} = 'a'", ""],
        &["text", "q1", "もう一度", "pulldata('a')", ""],
        &["geopoint", "q3", "場所", "", ""],
        &["selekt", "q4", "なに", "", ""],
        &["integer", "q5", "人数", "", ""],
    ];
    let choices: [&[&str]; 3] = [
        &["list_name", "name", "label::日本語 (ja)"],
        &["yn", "1", "はい"],
        &["yn", "2", "いいえ"],
    ];
    for (name, rows) in [("survey", &survey[..]), ("choices", &choices[..])] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

const LSS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<document>\n <LimeSurveyDocType>Survey</LimeSurveyDocType>\n\
 <DBVersion>400</DBVersion>\n <languages><language>ja</language></languages>\n\
 <groups><rows><row><gid>1</gid><group_name>広報</group_name><language>ja</language><group_order>1</group_order></row></rows></groups>\n\
 <questions><rows><row><qid>1</qid><gid>1</gid><parent_qid>0</parent_qid><type>L</type><title>Q1</title>\
<question>読みますか</question><language>ja</language><relevance>odd(NOBODY)</relevance></row>\
<row><qid>2</qid><gid>1</gid><parent_qid>0</parent_qid><type>|</type><title>Q2</title><question>添付</question><language>ja</language></row>\
</rows></questions>\n\
 <answers><rows><row><qid>1</qid><code>A1</code><answer>はい</answer><language>ja</language><sortorder>1</sortorder></row>\
<row><qid>1</qid><code>A2</code><answer>いいえ</answer><language>ja</language><sortorder>2</sortorder></row></rows></answers>\n\
</document>\n";

const TSV: &str = "id\trelated_id\tclass\ttype/scale\tname\trelevance\ttext\tlanguage\tprefix\n\
1\t\tG\t\t広報\t1\t\tja\t\n2\t\tQ\tL\tQ1\todd(NOBODY)\t読みますか\tja\tx\n\
3\t\tA\t0\tA1\t\tはい\tja\t\n4\t\tA\t0\tA2\t\tいいえ\tja\t\n5\t\tQ\tS\tQ1\t1\tもう一度\tja\t\n";

#[actix_web::test]
async fn the_four_kinds_of_other_programs_come_in_with_all_faults_named() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let page = sent(&staff, "form.bin", &workbook()).await;
    assert_told(
        &page,
        &[
            "XLSFormのファイル「form.bin」",
            "survey!E2",
            "画像、音声、動画は取り込みません",
            "survey!B3",
            "「q 2」は記号に使えない",
            "survey!D3",
            "「nobody」が見つかりません",
            "survey!B4",
            "「q1」はほかでも使われている",
            "survey!D4",
            "この条件や規則は読み取れません：pulldata('a')",
            "survey!A5",
            "「geopoint」にあたる種類の設問はありません",
            "survey!A6",
            "「selekt」という設問の種類は知られていません",
            "数の下限と上限がない",
        ],
    );
    let told = [
        "LimeSurveyのファイル（.lss）",
        "questions/row[1]/relevance",
        "odd(NOBODY)",
        "questions/row[2]",
    ];
    assert_told(&sent(&staff, "form.txt", LSS.as_bytes()).await, &told);
    let told = [
        "LimeSurveyの表（.txt）",
        "3行目（relevance）",
        "odd(NOBODY)",
        "3行目（prefix）",
        "6行目（name）",
    ];
    assert_told(&sent(&staff, "form.json", TSV.as_bytes()).await, &told);
    let survey = serde_json::json!({"title": "調査", "odd": 1, "pages": [{"name": "p", "elements": [
        {"type": "radiogroup", "name": "a", "title": "読みますか", "choices": ["1", "2"], "visibleIf": "age({b}) > today()"},
        {"type": "text", "name": "a", "title": "もう一度"},
        {"type": "imagemap", "name": "c", "title": "図"},
    ]}]});
    let page = sent(&staff, "", survey.to_string().as_bytes()).await;
    let told = [
        "SurveyJSのファイル",
        "$.pages[0].elements[0].visibleIf",
        "age({b}) > today()",
        "$.pages[0].elements[1].name",
        "「a」はほかでも使われている",
        "$.pages[0].elements[2].type",
        "$.odd",
    ];
    assert_told(&page, &told);
    let english = staff.get(&page.path.replace("lang=ja", "lang=en")).await;
    assert_told(&english, &["“a” is used elsewhere."]);
    let sources = "select count(*) from draft_sources";
    assert_eq!(app.town.db.number(sources).await, 4);
}

/// A packed file with one part that unpacks to so many bytes.
fn packed(part: &str, bytes: usize) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let small = SimpleFileOptions::default();
    for name in ["[Content_Types].xml", part] {
        archive.start_file(name, small).unwrap();
        archive.write_all(&vec![b' '; bytes]).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[actix_web::test]
async fn what_cannot_be_read_says_why_and_nothing_is_stored() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let entity = "<?xml version=\"1.0\"?>\n<!DOCTYPE document [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n\
                  <document><LimeSurveyDocType>Survey</LimeSurveyDocType>&b;</document>";
    let large = vec![b'a'; 6 << 20];
    for (name, bytes, said) in [
        (
            "a.xlsx",
            packed("xl/workbook.xml", 30 << 20),
            "展開後の大きさは20MBまで",
        ),
        (
            "a.docx",
            packed("word/document.xml", 30 << 20),
            "展開後の大きさは20MBまで",
        ),
        ("a.lss", entity.into(), "安全のため読み取りません"),
        ("a.txt", large, "5MBまで"),
        (
            "a.xlsx",
            b"%PDF-1.7 x".to_vec(),
            "この種類のファイルは読み取れません",
        ),
        ("a.lss", b"<html></html>".to_vec(), "別の種類のXML"),
        (
            "a.json",
            b"{\"pages\": [".to_vec(),
            "壊れているか、途中で切れています",
        ),
        (
            "a.yaml",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            "読み取れません",
        ),
        ("a.txt", b"\x81\n\xff\xff\n".to_vec(), "1, 2行目"),
    ] {
        let page = sent(&staff, name, &bytes).await;
        page.assert_page(422, said);
    }
    // As no browser's form can hold: it is not read to its end.
    let huge = vec![b'a'; 50 << 20];
    let page = sent(&staff, "a.txt", &huge).await;
    page.assert_page(413, "8MBまで");
    let drafts = "select count(*) from questionnaire_drafts";
    assert_eq!(app.town.db.number(drafts).await, 0);
}

#[actix_web::test]
async fn every_fault_of_our_own_format_has_its_line_and_column() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let yaml = "code: 調査\ntitel: 題\npurpose: 目的\nminutes: 五分\nlanguages: [ja, ja_JP]\nsections:\n  - code: s1\n    title: 一\n    \
                questions:\n      - {code: q1, text: 問, type: singel}\n";
    let page = sent(&staff, "a.yaml", yaml.as_bytes()).await;
    page.assert_page(422, "直すところが6か所あります");
    for said in [
        "1行目の1文字目 「title」がありません。",
        "1行目の7文字目 記号は、半角の英字",
        "2行目の8文字目 「titel」という項目はありません。",
        "「title」ではありませんか。",
        "4行目の10文字目 ここには整数を書いてください。",
        "5行目の17文字目 ここには「ja」",
        "「singel」は使えません。",
    ] {
        page.assert_page(422, said);
    }
    let english = staff
        .upload(
            "/staff/drafts/new?lang=en",
            &[("_go", "file")],
            Some(("a.yaml", yaml.as_bytes())),
        )
        .await;
    english.assert_page(422, "Line 4, column 10 A whole number is needed here.");
}

#[actix_web::test]
async fn long_and_hostile_files_break_nothing() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let (cp932, ..) = encoding_rs::SHIFT_JIS.encode(SHEET);
    assert_told(
        &sent(&staff, "a.txt", &cp932).await,
        &["読んでいない", "文字だけのファイル「a.txt」"],
    );
    let long = format!(
        "問1 {}。ご自由にお書きください。\n問2 年齢\n1. 若い\n2. 若くない\n",
        "長".repeat(20_000)
    );
    assert_told(&pasted(&staff, &long).await, &["長長長"]);
    let choices: Vec<String> = (1..=500).map(|at| format!("選択肢{at}")).collect();
    let survey = serde_json::json!({"elements": [
        {"type": "checkbox", "name": "many", "title": "長".repeat(20_000), "choices": choices},
    ]});
    let page = sent(&staff, "a.json", survey.to_string().as_bytes()).await;
    assert_told(&page, &["4,000文字までを取り込み"]);
    let stored = "select max(jsonb_array_length(document->'sections'->0->'questions'->0->'options')) from questionnaire_drafts";
    assert_eq!(app.town.db.number(stored).await, 500);
    let marker = "\"><svg/onload=alert(1)>{{answers}}{{> admin}}=HYPERLINK(1)<script>alert(1)</script>javascript:x";
    let survey = serde_json::json!({"title": marker, marker: marker, "elements": [
        {"type": "checkbox", "name": marker, "title": marker, "choices": [marker, "b"], "visibleIf": marker},
        {"type": marker, "name": "x"},
    ]});
    let name = "<svg onload=alert(1)>{{x}}=1+1.json";
    let page = sent(&staff, name, survey.to_string().as_bytes()).await;
    let at = draft(&page);
    let sheet = pasted(
        &staff,
        &format!("{marker}\n問1 {marker}\n1. {marker}\n2. b\n"),
    )
    .await;
    let files = staff.get(&format!("{at}/files?lang=ja")).await;
    let list = staff.get("/staff/questionnaires?lang=ja").await;
    for page in [
        page,
        sheet,
        files,
        list,
        staff.get(&format!("{at}?lang=ja")).await,
    ] {
        assert_eq!(page.status.as_u16(), 200, "{}", page.path);
        for raw in ["<svg", "<script>alert", "onload=alert(1)>\""] {
            assert!(!page.html().contains(raw), "{raw} on {}", page.path);
        }
    }
}
