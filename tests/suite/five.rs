//! Five questionnaires as cities print them: read without a fault or a warning, answered on the pages in three languages,
//! counted, published, and the same from files.

use kocho::domain::questionnaire::Reader;
use kocho::domain::questionnaire::item::{Accepts, Item, Part};
use kocho::domain::questionnaire::pattern::Pattern;
use kocho::domain::survey::Anonymity;
use kocho::formats::questionnaire::{Fault, examine};

use crate::case_folder::comes_out_the_same;
use crate::support::door::{Person, TestApp, address};
use crate::support::page::Reply;
use crate::support::town::beside;

const FIVE: [(&str, &[u8]); 5] = [
    (
        "manzokudo",
        include_bytes!("../data/questionnaires/five/manzokudo.yaml"),
    ),
    (
        "kosodate",
        include_bytes!("../data/questionnaires/five/kosodate.yaml"),
    ),
    (
        "koreisha",
        include_bytes!("../data/questionnaires/five/koreisha.yaml"),
    ),
    (
        "kenshu",
        include_bytes!("../data/questionnaires/five/kenshu.yaml"),
    ),
    (
        "tennyu",
        include_bytes!("../data/questionnaires/five/tennyu.yaml"),
    ),
];

fn reader(file: &[u8]) -> Reader {
    Reader::new(examine(file, beside).questionnaire.unwrap())
}

#[test]
fn they_are_read_without_a_fault_or_a_warning() {
    for (name, file) in FIVE {
        let examined = examine(file, beside);
        let said: Vec<String> = [examined.faults, examined.remarks]
            .concat()
            .iter()
            .map(Fault::to_string)
            .collect();
        assert_eq!(said, Vec::<String>::new(), "{name}");
    }
}

/// The options of an item that stand on a page; all of them in a list that opens.
fn offered(page: &Reply, item: &Item) -> Vec<String> {
    let tags = page.tags().into_iter();
    let inputs =
        tags.filter(|tag| tag.name == "input" && tag.value("name").as_deref() == Some(&item.code));
    let values: Vec<String> = inputs.filter_map(|tag| tag.value("value")).collect();
    let codes = item.accepts.codes().iter().map(ToString::to_string);
    let shown: Vec<String> = codes
        .filter(|code| values.is_empty() || values.contains(code))
        .collect();
    shown
}

/// What answers an item: `person` chooses which option.
fn answer(page: &Reply, item: &Item, person: usize) -> Vec<String> {
    let options = offered(page, item);
    let one = |text: &str| vec![text.to_owned()];
    match (&item.accepts, item.part) {
        (_, Part::Other(_)) => Vec::new(),
        (Accepts::Many { min, .. }, _) => {
            let least = usize::from(min.unwrap_or(1));
            options.into_iter().take(least).collect()
        }
        (_, Part::Place(at)) => options.into_iter().skip(at).take(1).collect(),
        (Accepts::Number { min, max, .. }, _) => {
            one(&rust_decimal::Decimal::from(2).clamp(*min, *max).to_string())
        }
        (Accepts::Date { min, .. }, _) => one(&min.to_string()),
        (Accepts::Time { min, .. }, _) => one(&min.to_string()),
        (Accepts::Text { pattern, .. }, _) => one(match pattern {
            Some(Pattern::PostalCode) => "０７３０１２２",
            Some(Pattern::Telephone) => "0125-54-2121",
            None => "はな",
        }),
        _ => options.into_iter().cycle().skip(person).take(1).collect(),
    }
}

/// Answers whatever the pages ask, from the first page to the receipt.
async fn walk(citizen: &Person<'_>, reader: &Reader, first: &str, person: usize) -> Reply {
    let mut page = citizen.begin(first).await;
    for _ in 0..60 {
        let form = page.form();
        if form.action.ends_with("/responses")
            && !reader.items().iter().any(|item| form.has(&item.code))
        {
            return citizen.press(&page, "send", &[]).await;
        }
        let here = reader.items().iter().filter(|item| form.has(&item.code));
        let fields: Vec<(&str, String)> = here
            .flat_map(|item| {
                answer(&page, item, person)
                    .into_iter()
                    .map(|value| (item.code.as_str(), value))
            })
            .collect();
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let button = if form.action.ends_with("/responses") {
            "send"
        } else {
            "next"
        };
        page = citizen.press(&page, button, &fields).await;
        page.assert_honest();
        assert_eq!(
            page.status.as_u16(),
            200,
            "{}: {}",
            page.path,
            page.main_text()
        );
        if page.html().contains("class=\"receipt\">") {
            return page;
        }
    }
    panic!("no end at {}", page.path);
}

#[actix_web::test]
async fn people_answer_them_to_the_end_in_three_languages() {
    for (name, file) in FIVE {
        let door = TestApp::new().await;
        let survey = door.survey(file, Anonymity::Open).await;
        let reader = reader(file);
        assert_eq!(reader.questionnaire().languages.len(), 3);
        for (person, language) in reader.questionnaire().languages.iter().enumerate() {
            let citizen = door.resident();
            let first = format!("{}?lang={language}", address(&survey));
            let end = walk(&citizen, &reader, &first, person).await;
            assert!(!end.receipt().is_empty(), "{name} in {language}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn their_figures_come_out_the_same_from_files() {
    for (_, file) in FIVE {
        comes_out_the_same(file, 120).await;
    }
}
