//! Whatever questionnaire passes the review: what people answer is counted, written as a case folder, read back and
//! analysed the same.

use kocho::domain::questionnaire::order::OrderSeed;
use kocho::domain::questionnaire::review::review;
use kocho::domain::questionnaire::{DraftAnswers, Reader};
use kocho::domain::survey::Mode;
use kocho::domain::survey::design::Design;
use kocho::domain::tabulation::Layout;
use kocho::formats::case::export::{Rows, Survey, inputs};
use kocho::formats::case::{Files, read, results};
use proptest::prelude::*;
use serde_json::Value;

use super::compare::{Comparison, with_every_figure};
use crate::support::counted::counted;

#[path = "../../../src/domain/questionnaire/draft_answers/dice_tests.rs"]
mod dice;

use dice::Dice;

/// What somebody typed, sensible or not, as it is stored where it could be sent.
fn document(dice: &mut Dice, reader: &Reader) -> String {
    let mut pairs = Vec::new();
    for item in reader.items() {
        let values = if dice.one_in(3) {
            dice.anything(item)
        } else {
            dice.answer(item)
        };
        pairs.extend(values.into_iter().map(|value| (item.code.clone(), value)));
    }
    let seed = OrderSeed([dice.roll(256).to_le_bytes()[0]; 16]);
    let draft = DraftAnswers::read(reader, &pairs.into_iter().collect(), Some(seed));
    draft.answers().document()
}

fn analysed(layout: &Layout, documents: &[String]) -> Value {
    let mut rows = Rows::new(Vec::new(), layout.reader()).unwrap();
    documents
        .iter()
        .for_each(|document| rows.add(Mode::Web, document).unwrap());
    let (rows, returned) = rows.finish().unwrap();
    let survey = Survey {
        id: "s".to_owned(),
        title: "調査".to_owned(),
        fiscal_year: 2026,
        population: None,
        mailed: None,
        returned,
        returns: Vec::new(),
        census: false,
        design: Design::default(),
    };
    let folder = inputs(&survey, layout, &[]).unwrap();
    let indicators = with_every_figure(&folder.indicators, &folder.questionnaire);
    let case = read(Files {
        questionnaire: Some(&folder.questionnaire),
        responses: Some(&rows),
        population: Some(&folder.population),
        indicators: Some(&indicators),
        text_tokens: None,
    });
    results(&case.unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn whatever_passes_the_review_is_analysed_as_it_is_counted(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let questionnaire = dice.questionnaire();
        prop_assume!(review(&questionnaire).is_empty());
        let reader = Reader::new(questionnaire);
        let layout = Layout::new(&reader).unwrap();
        let documents: Vec<String> = (0..40).map(|_| document(&mut dice, &reader)).collect();
        let compared = Comparison::of(&counted(&layout, &documents, None), &analysed(&layout, &documents));
        let first: Vec<&String> = compared.faults.iter().take(10).collect();
        prop_assert!(first.is_empty(), "{first:#?}");
        prop_assert!(!compared.counted.is_empty());
    }
}
