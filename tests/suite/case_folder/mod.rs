//! A survey through the real door, exported as a case folder: `analyze` finds the figures of the stored report.

mod answers;
mod any;
mod commands;
mod compare;
mod indicators;

use std::fs;

use futures_util::future::join_all;
use kocho::commands::case;
use kocho::commands::survey::sample;
use kocho::domain::questionnaire::{Answers, Reader};
use kocho::domain::report::Report;
use kocho::domain::submission::AnswersJson;
use kocho::domain::survey::{Anonymity, Mode};
use kocho::formats::case::{Files, read, results};
use kocho::formats::questionnaire;
use kocho::storage::reports;
use kocho::storage::surveys::Survey;
use kocho::workflows::intake::Outcome;
use kocho::workflows::lifecycle::Act;
use kocho::workflows::sampling::Said;
use kocho::workflows::tabulating;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::town::{Town, beside};
use answers::{Dice, document};
use compare::{Comparison, with_every_figure};

const EVERYTHING: &[u8] = include_bytes!("../../data/questionnaires/everything.yaml");
const DEMO: &[u8] = include_bytes!("../../../config/demo/questionnaires/shimin-2025.yaml");
const FAMILY: &[u8] = include_bytes!("../../data/questionnaires/family.yaml");
const NESTED: &[u8] = include_bytes!("nested.yaml");

const SEX_AGE: &str = "sex*age,1*1,2300\nsex*age,1*2,3000\nsex*age,1*3,2000\n\
                       sex*age,2*1,2200\nsex*age,2*2,3100\nsex*age,2*3,2400\n";

/// A survey with responses.
struct Filled {
    town: Town,
    survey: Survey,
}

impl Filled {
    /// `count` responses, web, kiosk, paper and telephone by turns, through the door.
    async fn new(questionnaire: &[u8], anonymity: Anonymity, count: usize) -> Self {
        let town = Town::new().await;
        let version = town.freeze(questionnaire).await;
        let survey = town.draft_of(version, anonymity).await;
        let survey = town.open_now(survey.id).await;
        let reader = Reader::new(
            questionnaire::examine(questionnaire, beside)
                .questionnaire
                .unwrap(),
        );
        let keys = match anonymity {
            Anonymity::Open => Vec::new(),
            _ => town.keys(survey.id, count).await,
        };
        let (door, mut dice) = (town.intake(), Dice::new(20_251_031));
        let mut forms = Vec::new();
        for at in 0..count {
            let mode = [Mode::Web, Mode::Paper, Mode::Web, Mode::Kiosk, Mode::Phone][at % 5];
            let mut form = town.form(&survey, keys.get(at).cloned(), "");
            form.answers = AnswersJson::new(document(&mut dice, &reader, mode.is_typed()));
            form.mode = mode;
            forms.push(form);
        }
        let outcomes = join_all(forms.into_iter().map(|form| door.submit(form))).await;
        let taken = |outcome: &Outcome| matches!(outcome, Outcome::Accepted(_));
        assert!(outcomes.iter().all(taken), "{outcomes:?}");
        Self { town, survey }
    }

    async fn population(&self, rows: &str, bounds: Option<(f64, f64)>) {
        let columns = rows.lines().next().unwrap().matches(',').count();
        let header = [
            "dimension,category,population",
            "dimension,category,population,mailed",
        ];
        let file = format!("{}\n{rows}", header[columns - 2]);
        let (mut conn, actor) = (self.town.db.conn().await, &self.town.operator);
        let slug = &self.survey.slug;
        sample::population(&mut conn, actor, slug, file.as_bytes(), (bounds, false))
            .await
            .unwrap();
    }

    async fn say(&self, said: Said) {
        let (mut conn, actor) = (self.town.db.conn().await, &self.town.operator);
        sample::fieldwork(&mut conn, actor, &self.survey.slug, said, false)
            .await
            .unwrap();
    }

    /// Closes it and computes its report.
    async fn close(&self) -> Report {
        self.town.act(self.survey.id, Act::CloseWeb).await.unwrap();
        self.town
            .act(self.survey.id, Act::CloseEntry)
            .await
            .unwrap();
        let (pool, actor) = (&self.town.db.pool, &self.town.operator);
        tabulating::run(pool, &self.town.secret, actor, self.survey.id)
            .await
            .unwrap();
        let mut conn = self.town.db.conn().await;
        let report = reports::latest(&mut conn, self.town.id, self.survey.id).await;
        report.unwrap().unwrap().document
    }

    async fn export(&self) -> Folder {
        let (mut conn, actor) = (self.town.db.conn().await, &self.town.operator);
        let place = TempDir::new().unwrap();
        let said = case::export(
            &mut conn,
            &self.town.secret,
            actor,
            &self.survey.slug,
            &place.path().join("case"),
        )
        .await
        .unwrap();
        Folder { place, said }
    }
}

/// An exported folder, and what the operator was told.
struct Folder {
    place: TempDir,
    said: String,
}

impl Folder {
    fn file(&self, name: &str) -> Vec<u8> {
        fs::read(self.place.path().join("case").join(name)).unwrap()
    }

    /// The figures of the folder as it is, or with those of every option besides.
    fn figures(&self, of_every_option: bool) -> Value {
        let [questionnaire, responses, population, mut indicators] = [
            "questionnaire.json",
            "responses.csv",
            "population.csv",
            "indicators.json",
        ]
        .map(|name| self.file(name));
        if of_every_option {
            indicators = with_every_figure(&indicators, &questionnaire);
        }
        let case = read(Files {
            questionnaire: Some(&questionnaire),
            responses: Some(&responses),
            population: Some(&population),
            indicators: Some(&indicators),
            text_tokens: None,
        });
        results(&case.unwrap())
    }
}

/// Every figure of the report is that of `analyze`, and figures of each of these kinds were there.
fn agree(report: &Report, folder: &Folder, kinds: &[&str]) {
    let compared = Comparison::of(report, &folder.figures(true));
    let (faults, counted) = (&compared.faults, &compared.counted);
    let first: Vec<&String> = faults.iter().take(30).collect();
    assert!(faults.is_empty(), "{} differ: {first:#?}", faults.len());
    for kind in kinds {
        let n = counted.get(kind).copied().unwrap_or(0);
        assert!(n > 0, "no {kind} among {counted:?}");
    }
}

/// A questionnaire answered by so many people by chance comes out the same.
pub async fn comes_out_the_same(questionnaire: &[u8], count: usize) {
    let filled = Filled::new(questionnaire, Anonymity::Anonymous, count).await;
    let report = filled.close().await;
    agree(&report, &filled.export().await, &UNWEIGHTED[..3]);
}

const UNWEIGHTED: [&str; 6] = [
    "bases and states",
    "counts",
    "percents",
    "intervals",
    "means",
    "marks",
];
const BY_ATTRIBUTE: [&str; 2] = ["cross tables", "χ²"];
const WEIGHTED: [&str; 6] = [
    "weights",
    "weighted counts",
    "weighted percents",
    "weighted intervals",
    "weighted means",
    "weighted cross tables",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_question_comes_out_the_same() {
    let filled = Filled::new(EVERYTHING, Anonymity::Anonymous, 300).await;
    let report = filled.close().await;
    assert!(report.returned > report.valid, "some sheets are blank");
    agree(&report, &filled.export().await, &UNWEIGHTED);
}

#[tokio::test(flavor = "multi_thread")]
async fn repeats_and_halves_come_out_the_same() {
    let filled = Filled::new(FAMILY, Anonymity::Anonymous, 400).await;
    let report = filled.close().await;
    let asked = |item: &str| {
        let table = report.tables.iter().find(|table| table.item == item);
        table.unwrap().bases.all
    };
    assert!(asked("age_1") > asked("age_2") && asked("age_2") > 0);
    assert!(asked("praise") + asked("blame") <= asked("half"));
    let folder = filled.export().await;
    agree(&report, &folder, &UNWEIGHTED);
    agree(&report, &folder, &BY_ATTRIBUTE);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_comes_out_the_same() {
    let filled = Filled::new(DEMO, Anonymity::Anonymous, 500).await;
    filled
        .population(
            "sex,1,7100\nsex,2,7900\nage,1,1500\nage,2,1600\nage,3,2000\nage,4,2300\nage,5,2700\nage,6,3000\n\
             age,7,1900\ndistrict,1,5000\ndistrict,2,3000\ndistrict,3,3000\ndistrict,4,4000\n",
            None,
        )
        .await;
    let report = filled.close().await;
    let folder = filled.export().await;
    agree(&report, &folder, &UNWEIGHTED);
    agree(&report, &folder, &BY_ATTRIBUTE);
    agree(&report, &folder, &WEIGHTED);
}

#[tokio::test(flavor = "multi_thread")]
async fn nested_conditions_and_trimmed_weights_come_out_the_same() {
    let filled = Filled::new(NESTED, Anonymity::Anonymous, 400).await;
    filled.population(SEX_AGE, Some((0.4, 2.5))).await;
    let said = Said {
        mailed: Some(900),
        undeliverable: Some(12),
        refused: Some(3),
        ..Said::default()
    };
    filled.say(said).await;
    let report = filled.close().await;
    let asked = |item: &str| {
        let table = report.tables.iter().find(|table| table.item == item);
        table.unwrap().bases.all
    };
    assert!(0 < asked("d.r1.s") && asked("d.r1.s") < asked("g.r1"));
    let folder = filled.export().await;
    agree(&report, &folder, &UNWEIGHTED);
    agree(&report, &folder, &BY_ATTRIBUTE);
    agree(&report, &folder, &WEIGHTED);
    agree(&report, &folder, &["straight lines"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disproportionate_sample_comes_out_the_same() {
    let filled = Filled::new(NESTED, Anonymity::Anonymous, 300).await;
    filled
        .population("district,n,12000,400\ndistrict,s,3000,400\n", None)
        .await;
    let report = filled.close().await;
    assert!(report.weights.as_ref().unwrap().design);
    let folder = filled.export().await;
    agree(&report, &folder, &WEIGHTED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_census_comes_out_the_same_with_and_without_margins() {
    for census_margin in [false, true] {
        let filled = Filled::new(NESTED, Anonymity::Anonymous, 120).await;
        let id = filled.survey.id;
        filled
            .town
            .db
            .execute(&format!(
                "update surveys set census = true, frame_population = 260, sample_size = null where id = '{id}'"
            ))
            .await;
        let said = Said {
            census_margin: Some(census_margin),
            ..Said::default()
        };
        filled.say(said).await;
        let report = filled.close().await;
        let margin = &report.tables[0].options[0].precision.all;
        assert_eq!(margin.as_ref().unwrap().margin.is_some(), census_margin);
        agree(&report, &filled.export().await, &UNWEIGHTED);
    }
}

/// What is counted from an envelope and from the table must be the same text.
#[tokio::test(flavor = "multi_thread")]
async fn the_database_prints_a_document_as_it_was_written() {
    let (town, mut dice) = (Town::new().await, Dice::new(8));
    let reader = Reader::new(questionnaire::read(NESTED).unwrap());
    for nth in 0..100 {
        let given = document(&mut dice, &reader, nth % 2 == 0);
        let given = serde_json::from_str(&given).unwrap();
        let written = Answers::stored(&reader, given).unwrap().document();
        let printed = format!("select ($x${written}$x$)::jsonb::text");
        assert_eq!(town.db.text(&printed).await, written);
    }
}
