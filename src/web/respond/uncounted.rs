//! Answers that do not count: something was typed, but by the other answers the question is not asked. People are
//! told which and why before they send; nothing is dropped without a word.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::questionnaire::DraftAnswers;
use crate::domain::questionnaire::item::titled;
use crate::domain::questionnaire::question::Question;
use crate::domain::questionnaire::routing::{Condition, Test};
use crate::views::limits;
use crate::views::say::{Say, question_number, quoted};
use crate::web::cache::surveys::LiveSurvey;

/// A question whose answer does not count.
#[derive(Serialize)]
pub(super) struct UncountedLine {
    #[serde(skip)]
    code: String,
    number: Option<Say>,
    text: String,
    why: Say,
}

/// Every such question, in order of the questionnaire.
pub(super) fn lines(
    live: &LiveSurvey,
    read: &DraftAnswers,
    language: &Language,
) -> Vec<UncountedLine> {
    let questions = read.uncounted().into_iter();
    let line = |(section, question): (usize, usize)| {
        let shown = read.question(section, question)?;
        let is_asked = read.path().asks(section, question);
        let condition = shown.show_if.as_ref().or_else(|| {
            let section = live.reader.questionnaire().sections.get(section);
            section.and_then(|section| section.show_if.as_ref())
        });
        let because = condition.and_then(|condition| because(live, condition, language));
        Some(UncountedLine {
            code: shown.code.to_string(),
            number: live.reader.number(section, question).map(question_number),
            text: text(read, section, &shown, language),
            why: match because {
                _ if is_asked => Say::new("uncounted-not-offered"),
                Some(because) => because,
                None => Say::new("uncounted-not-asked"),
            },
        })
    };
    questions.filter_map(line).collect()
}

/// The question, of a repeat with the title that says which one.
fn text(read: &DraftAnswers, section: usize, shown: &Question, language: &Language) -> String {
    let text = shown.text.get(language);
    let repeat = read
        .section(section)
        .filter(|section| section.nth.is_some());
    match repeat {
        Some(repeat) => titled(&read.text(&repeat.title), text, language),
        None => text.to_owned(),
    }
}

/// Names the questions of a notice: a form that was sent again with the same ones has been told of them.
pub(super) fn named(lines: &[UncountedLine]) -> String {
    let codes: Vec<&str> = lines.iter().map(|line| line.code.as_str()).collect();
    codes.join(" ")
}

/// Whom the question is for: those who gave one of these answers. Where that is simple enough for one sentence.
fn because(live: &LiveSurvey, condition: &Condition, language: &Language) -> Option<Say> {
    let (item, test) = condition.test()?;
    let (_, item) = live.reader.item(item)?;
    let number = live.reader.number(item.section, item.question)?;
    let Test::AnyOf(codes) = test else {
        let say = match limits::said(test) {
            Some(limits) => Say::new("uncounted-because-limits").with("limits", limits),
            None => Say::new("uncounted-because-answered"),
        };
        return Some(say.with("number", number));
    };
    let options = item.choices(live.reader.questionnaire()).iter();
    let chosen = options.filter(|option| codes.contains(&option.code));
    let say = Say::new("uncounted-because").with("number", number);
    let labels = chosen.map(|option| option.label.get(language));
    Some(say.with("labels", quoted(labels)))
}
