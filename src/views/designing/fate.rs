//! What became of a line of a sheet: the text of the draft it is now, where that is still there.

use super::name::Names;
use crate::domain::language::Language;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::at::At;
use crate::domain::questionnaire::question::{Choice, Code, Kind};
use crate::domain::questionnaire::source::fate::{Became, Where};
use crate::views::say::Say;

/// The text that a part of a line became, and what it is called; none of what became nothing, or is gone since.
#[must_use]
pub fn became(became: &Became, draft: &Questionnaire, language: &Language) -> Option<(At, Say)> {
    let names = Names { draft, language };
    let at = text(became, draft)?;
    let said = match became {
        Became::Kind(code) => Say::new("source-kind").with("of", names.question(code)?),
        Became::ShowIf(code) => Say::new("source-condition").with("of", names.question(code)?),
        _ => names.text(&at)?,
    };
    Some((at, said))
}

fn text(became: &Became, draft: &Questionnaire) -> Option<At> {
    Some(match became {
        Became::Title => At::Title,
        Became::Purpose => At::Purpose,
        Became::Section(code) => At::Section {
            section: code.clone(),
        },
        Became::Note(code) => At::SectionNote {
            section: code.clone(),
        },
        Became::Question(code) | Became::Kind(code) | Became::ShowIf(code) => At::Question {
            question: code.clone(),
        },
        Became::Hint(code) => At::Hint {
            question: code.clone(),
        },
        Became::Unit(code) => At::Unit {
            question: code.clone(),
        },
        Became::Row { question, code } => At::Row {
            question: question.clone(),
            row: code.clone(),
        },
        Became::Axis { question, code } => At::Axis {
            question: question.clone(),
            axis: code.clone(),
        },
        Became::Option { question, code } => At::Option {
            question: question.clone(),
            axis: axis(draft, question, code),
            option: code.clone(),
        },
        Became::LeftOut(_) => return None,
    })
}

/// Of a grid with two scales, the one that has the option.
fn axis(draft: &Questionnaire, question: &Code, option: &Code) -> Option<Code> {
    let Kind::DualGrid { axes, .. } = &draft.question(question)?.kind else {
        return None;
    };
    let has = |options: &[Choice]| options.iter().any(|one| one.code == *option);
    let found = axes.iter().find(|axis| has(&axis.options))?;
    Some(found.code.clone())
}

/// Where a line stands in its sheet.
#[must_use]
pub fn line(place: &Where) -> Say {
    match place {
        Where::Line(number) => Say::new("source-at-line").with("number", number.to_string()),
        Where::Paragraph(number) => {
            Say::new("source-at-paragraph").with("number", number.to_string())
        }
        Where::Cell { table, row, column } => Say::new("source-at-cell")
            .with("table", table.to_string())
            .with("row", row.to_string())
            .with("column", column.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{code, draft, japanese};
    use super::*;

    #[test]
    fn a_part_is_called_as_the_draft_has_it_and_nothing_where_it_is_gone() {
        let (draft, language) = (draft(), Language::japanese());
        let said = |one: Became| became(&one, &draft, &language).map(|(_, say)| japanese(&say));
        let (roads, both) = (|| code("roads"), || code("both"));
        let option = |question, code| Became::Option { question, code };
        for (one, called) in [
            (Became::Title, "調査票の題名"),
            (Became::Section(code("s1")), "ページ「広報」の見出し"),
            (Became::Question(roads()), "問2「満足度」の文"),
            (Became::Kind(roads()), "問2「満足度」の答え方"),
            (Became::ShowIf(roads()), "問2「満足度」を聞く相手"),
            (
                option(roads(), code("2")),
                "問2「満足度」の選択肢「読まない」",
            ),
            (
                option(both(), code("2")),
                "問3「広報紙の満足」の尺度「満足度」の選択肢「読まない」",
            ),
        ] {
            assert_eq!(said(one).as_deref(), Some(called));
        }
        for gone in [
            Became::Question(code("gone")),
            Became::Section(code("gone")),
            option(roads(), code("9")),
            option(code("gone"), code("1")),
        ] {
            assert_eq!(said(gone), None);
        }
    }
}
