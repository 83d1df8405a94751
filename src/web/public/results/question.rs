//! One question by every attribute; the rows of a grid each have a page of their own.

use serde::Serialize;

use crate::domain::questionnaire::item::Item;

use super::Known;
use super::block::{self, Block};
use super::crossing::Crossing;
use super::words::Words;

/// The page of a question or of one row of it.
#[derive(Serialize)]
pub(super) struct Page {
    survey: String,
    synthetic: bool,
    results: String,
    number: Option<usize>,
    text: String,
    part: String,
    blocks: Vec<Block>,
    parts: Vec<PartLink>,
    crossings: Vec<Crossing>,
}

/// A row of a grid.
#[derive(Serialize)]
struct PartLink {
    label: String,
    href: String,
}

impl Page {
    /// None when there is no such question, or nothing of it is released.
    pub fn new(known: &Known, words: &Words<'_>, code: &str) -> Option<Self> {
        let form = &known.asked.form;
        let item = |item: &&Item| known.figures().table(&item.code).is_some();
        let named = form.item(code).map(|(_, item)| item).filter(item);
        let (section, at, items) = match named {
            Some(item) => (item.section, item.question, vec![item]),
            None => of_question(known, code)?,
        };
        let section_of = form.questionnaire().sections.get(section)?;
        let question = section_of.questions.get(at)?;
        let release = known.figures();
        let (blocks, crossings, parts) = match items.as_slice() {
            [one] => {
                let block = block::of_item(known, words, one, release.table(&one.code)?);
                let tabs = release.crosstabs.iter().filter(|tab| tab.item == one.code);
                let crossings = tabs.filter_map(|tab| Crossing::new(known, words, one, tab));
                (vec![block], crossings.collect(), Vec::new())
            }
            several => (
                block::of_question(known, words, section, at),
                Vec::new(),
                several
                    .iter()
                    .map(|item| PartLink::new(known, words, item))
                    .collect(),
            ),
        };
        Some(Self {
            survey: known.asked.survey.title.get(&known.language).to_owned(),
            synthetic: known.asked.survey.synthetic,
            results: format!("{}?lang={}", known.path(), known.language),
            number: form.number(section, at),
            text: question.text.get(&known.language).to_owned(),
            part: named.map_or_else(String::new, |item| label(known, words, item)),
            blocks,
            parts,
            crossings,
        })
    }
}

/// The released items of a question.
fn of_question<'k>(known: &'k Known, code: &str) -> Option<(usize, usize, Vec<&'k Item>)> {
    let form = &known.asked.form;
    let sections = form.questionnaire().sections.iter().enumerate();
    let (section, at) = sections
        .flat_map(|(section, content)| {
            let questions = content.questions.iter().enumerate();
            questions.map(move |(at, question)| (section, at, question))
        })
        .find(|(_, _, question)| question.code.as_str() == code)
        .map(|(section, at, _)| (section, at))?;
    let items = form.items().get(form.items_of(section, at))?.iter();
    let items: Vec<&Item> = items
        .filter(|item| known.figures().table(&item.code).is_some())
        .collect();
    (!items.is_empty()).then_some((section, at, items))
}

/// What distinguishes an item from the others of its question.
fn label(known: &Known, words: &Words<'_>, item: &Item) -> String {
    if let crate::domain::questionnaire::item::Part::Place(place) = item.part {
        return words.say("place", &[("place", &(place + 1).to_string())]);
    }
    let labels = item.labels(known.asked.form.questionnaire(), &known.language);
    labels.join(" ")
}

impl PartLink {
    fn new(known: &Known, words: &Words<'_>, item: &Item) -> Self {
        Self {
            label: label(known, words, item),
            href: format!("{}/{}?lang={}", known.path(), item.code, known.language),
        }
    }
}
