//! One question by every attribute; the rows of a grid each have a page of their own.

use serde::Serialize;

use crate::domain::questionnaire::item::Item;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording, question_number};
use crate::web::page::{self, Title};

use super::block::{self, Block};
use super::crossing::Crossing;
use super::{PublishedSurvey, names};

/// The page of a question or of one row of it.
#[derive(Serialize)]
pub(super) struct Page {
    /// The question by its number and short name, for the title.
    #[serde(skip)]
    named: Wording,
    survey: String,
    synthetic: bool,
    results: String,
    number: Option<Say>,
    text: String,
    part: Option<Wording>,
    blocks: Vec<Block>,
    parts: Vec<PartLink>,
    crossings: Vec<Crossing>,
}

impl page::Page for Page {
    const FRAME: Frame = Frame::Public;
    const TEMPLATE: &'static str = "public/crosstabs";

    fn title(&self) -> Title {
        let what = Say::new("crosstabs-title").into();
        let parts = [self.named.clone(), what, self.survey.as_str().into()];
        Title::Before(names::joined(parts))
    }
}

/// A row of a grid.
#[derive(Serialize)]
struct PartLink {
    label: Wording,
    href: String,
}

impl Page {
    /// None when there is no such question, or nothing of it is released.
    pub fn new(published: &PublishedSurvey, code: &str) -> Option<Self> {
        let (form, language) = (&published.live.reader, &published.language);
        let item = |item: &&Item| published.figures().table(&item.code).is_some();
        let named = form.item(code).map(|(_, item)| item).filter(item);
        let (section, at, items) = match named {
            Some(item) => (item.section, item.question, vec![item]),
            None => of_question(published, code)?,
        };
        let first = items.first()?;
        let wording = first.wording(form.questionnaire(), language);
        let part = named.and_then(|item| names::part(published, item));
        let named = [names::short(published, first)];
        let release = published.figures();
        let (blocks, crossings, parts) = match items.as_slice() {
            [one] => {
                let block = block::of_item(published, one, release.table(&one.code)?);
                let tabs = release.crosstabs.iter().filter(|tab| tab.item == one.code);
                let crossings = tabs.filter_map(|tab| Crossing::new(published, one, tab));
                (vec![block], crossings.collect(), Vec::new())
            }
            several => (
                block::of_question(published, section, at),
                Vec::new(),
                several
                    .iter()
                    .map(|item| PartLink::new(published, item))
                    .collect(),
            ),
        };
        Some(Self {
            named: names::joined(named.into_iter().chain(part.clone())),
            survey: published.live.survey.title.get(language).to_owned(),
            synthetic: published.live.survey.synthetic,
            results: published.path(),
            number: form.number(section, at).map(question_number),
            text: wording,
            part,
            blocks,
            parts,
            crossings,
        })
    }
}

/// The released items of a question.
fn of_question<'k>(
    published: &'k PublishedSurvey,
    code: &str,
) -> Option<(usize, usize, Vec<&'k Item>)> {
    let form = &published.live.reader;
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
        .filter(|item| published.figures().table(&item.code).is_some())
        .collect();
    (!items.is_empty()).then_some((section, at, items))
}

impl PartLink {
    fn new(published: &PublishedSurvey, item: &Item) -> Self {
        Self {
            label: names::part(published, item).unwrap_or_else(|| "".into()),
            href: format!("{}/{}", published.path(), item.code),
        }
    }
}
