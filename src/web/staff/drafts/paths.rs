//! 聞く順番と相手: the whole questionnaire as the ways through it, who is asked what, and what nobody is asked.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::finding::DesignFault;
use crate::domain::questionnaire::review::review;
use crate::domain::questionnaire::routing::Condition;
use crate::domain::questionnaire::{Reader, Section};
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::ruby;
use crate::views::say::{Say, question_number};
use crate::views::sheet;
use crate::web::error::Error;
use crate::web::extract::path::DraftAt;
use crate::web::page::{self, Title};
use crate::web::staff::Staff;

use super::Opened;
use super::editor::At;

/// Most steps that a question is moved in: deeper ones stand under each other.
const DEEPEST: usize = 4;

/// The page.
#[derive(Serialize)]
struct Show {
    title: String,
    back: String,
    counted: Say,
    sections: Vec<Part>,
}

/// A section with what is asked in it.
#[derive(Serialize)]
struct Part {
    own: Step,
    steps: Vec<Step>,
}

/// A section or a question, and who comes there.
#[derive(Serialize)]
struct Step {
    href: String,
    number: Option<Say>,
    text: String,
    /// None: everybody who comes this far.
    whom: Option<Say>,
    /// Whether nobody does.
    is_lost: bool,
    /// How many questions of its section decide about it, one after the other.
    depth: usize,
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/drafts/paths/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("paths-title").into())
    }
}

/// `GET /staff/drafts/{draft}/paths`
pub async fn show(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftAt>,
) -> Result<HttpResponse, Error> {
    let opened = Opened::of(&staff, at.draft).await?;
    let draft = &opened.row.document;
    let walk = Walk::of(&staff, &opened);
    let sections = draft.sections.iter().enumerate();
    let sections: Vec<Part> = sections.map(|(at, one)| walk.part(at, one)).collect();
    let steps = || sections.iter().flat_map(|part| &part.steps);
    let some = steps().filter(|step| step.whom.is_some()).count();
    let asked = draft.questions().filter(|one| one.kind.is_asked()).count();
    staff.show(&Show {
        title: draft.title.get(staff.language()).to_owned(),
        back: opened.path(&staff, ""),
        counted: Say::new("paths-counted")
            .with("all", Datum::how_many(asked))
            .with("some", Datum::how_many(some)),
        sections,
    })
}

struct Walk<'a> {
    staff: &'a Staff<EditQuestionnaires>,
    opened: &'a Opened,
    reader: Reader,
    /// The places that nobody comes to.
    lost: Vec<String>,
}

impl<'a> Walk<'a> {
    fn of(staff: &'a Staff<EditQuestionnaires>, opened: &'a Opened) -> Self {
        let found = review(&opened.row.document).into_iter();
        let lost = found.filter(|one| matches!(one.fault, DesignFault::Unreachable));
        Self {
            staff,
            opened,
            reader: Reader::new(opened.row.document.clone()),
            lost: lost.map(|one| one.path).collect(),
        }
    }

    fn part(&self, at: usize, section: &Section) -> Part {
        let language = &self.opened.language;
        let place = format!("sections[{at}]");
        let href = At::Section(section.code.clone());
        let text = section.title.get(language);
        let own = self.step(href, (&place, text), section.show_if.as_ref());
        let mut steps: Vec<Step> = Vec::new();
        for (position, question) in section.questions.iter().enumerate() {
            let place = format!("{place}.questions[{position}]");
            let href = At::Question(question.code.clone());
            let text = question.text.get(language);
            let mut step = self.step(href, (&place, text), question.show_if.as_ref());
            let number = self.reader.number(at, position);
            step.number = number.map(question_number);
            step.depth = self.depth(at, question.show_if.as_ref(), &steps);
            steps.push(step);
        }
        Part { own, steps }
    }

    fn step(&self, at: At, (place, text): (&str, &str), show_if: Option<&Condition>) -> Step {
        let own = format!("{place}.show_if");
        Step {
            href: format!("{}{}", self.opened.path(self.staff, ""), at.query()),
            number: None,
            text: ruby::plain(text),
            whom: show_if.and_then(|one| sheet::whom(&self.reader, one, self.staff.language())),
            is_lost: self.lost.iter().any(|lost| *lost == own || *lost == place),
            depth: 0,
        }
    }

    /// One more than the deepest question of the section that it hangs on; 1 where it hangs on others.
    fn depth(&self, section: usize, show_if: Option<&Condition>, before: &[Step]) -> usize {
        let names = show_if.into_iter().flat_map(Condition::references);
        let of_one = |name: &str| {
            let item = self.reader.item(name).map(|(_, item)| item);
            let here = item.filter(|item| item.section == section);
            here.and_then(|item| before.get(item.question))
                .map_or(0, |step| step.depth)
        };
        let deepest = names.map(|(name, _)| of_one(name) + 1).max();
        deepest.unwrap_or(0).min(DEEPEST)
    }
}
