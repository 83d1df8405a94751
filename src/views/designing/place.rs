//! Where a finding is: what a link leads to, and what it is called.

use super::name::Names;
use crate::domain::language::Language;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::at::At;
use crate::domain::questionnaire::question::{Code, Question};
use crate::views::say::Say;

/// The section or question of a place in the words of a file (`sections[1].questions[2].options[0].label`), and what the
/// place is called. None of a place that is no part of a section, or that this draft does not have.
#[must_use]
pub fn place(path: &str, draft: &Questionnaire, language: &Language) -> Option<(Code, Say)> {
    let names = Names { draft, language };
    let mut steps = path.split('.').map(step);
    let (_, at) = steps.next().filter(|(name, _)| *name == "sections")?;
    let section = draft.sections.get(at?)?;
    let next = steps.next();
    if let Some(("questions", Some(at))) = next {
        let question = section.questions.get(at)?;
        let of = names.question(&question.code)?;
        let part = part(names, question, of.clone(), (steps.next(), steps.next()));
        return Some((question.code.clone(), part.unwrap_or(of)));
    }
    let code = || section.code.clone();
    let named = match next {
        Some(("title", None)) => names.text(&At::Section { section: code() }),
        Some(("note", None)) => names.text(&At::SectionNote { section: code() }),
        _ => names.section(&section.code),
    };
    Some((code(), named?))
}

/// What a question is called: its number and its first words. None where the draft has no such question.
#[must_use]
pub fn question(code: &Code, draft: &Questionnaire, language: &Language) -> Option<Say> {
    Names { draft, language }.question(code)
}

/// A step of a path: its name, and the position where it has one.
fn step(step: &str) -> (&str, Option<usize>) {
    let position = || {
        let (name, rest) = step.split_once('[')?;
        Some((name, rest.strip_suffix(']')?.parse().ok()?))
    };
    position().map_or((step, None), |(name, at)| (name, Some(at)))
}

/// What a text of a draft is called: the wording of 問3, its option 「よく読んでいる」.
#[must_use]
pub fn text(at: &At, draft: &Questionnaire, language: &Language) -> Option<Say> {
    Names { draft, language }.text(at)
}

type Step<'p> = Option<(&'p str, Option<usize>)>;

/// The part of a question that the rest of a path leads to, where it has a name of its own.
fn part(
    names: Names<'_>,
    question: &Question,
    of: Say,
    (first, second): (Step<'_>, Step<'_>),
) -> Option<Say> {
    let code = || question.code.clone();
    let at = match first? {
        ("options", Some(at)) => return names.option_at(of, question.kind.choices(0), at),
        ("rows", Some(at)) => return names.row_at(of, question, at),
        ("axes", Some(axis)) => {
            let of = names.axis_at(of, question, axis)?;
            return match second {
                Some(("options", Some(at))) => names.option_at(of, question.kind.choices(axis), at),
                _ => Some(of),
            };
        }
        ("text", None) => At::Question { question: code() },
        ("short", None) => At::Short { question: code() },
        ("hint", None) => At::Hint { question: code() },
        ("unit", None) => At::Unit { question: code() },
        ("label", None) => At::Label { question: code() },
        ("picture", None) => At::Picture { question: code() },
        _ => return None,
    };
    names.text_of(&at, question, of)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{draft, japanese, said};
    use super::*;
    use crate::domain::questionnaire::review::review;
    use crate::views::locale::Locales;

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table of cases")]
    fn a_place_is_a_link_and_a_name() {
        let (draft, language) = (draft(), Language::japanese());
        for (path, code, name) in [
            ("sections[1]", "s2", "ページ「あなた自身について」"),
            (
                "sections[1].questions",
                "s2",
                "ページ「あなた自身について」",
            ),
            (
                "sections[1].repeat.max",
                "s2",
                "ページ「あなた自身について」",
            ),
            (
                "sections[1].note",
                "s2",
                "ページ「あなた自身について」の説明",
            ),
            ("sections[2].title", "s3", "3ページ目の見出し"),
            ("sections[2].questions[0].show_if", "say", "問6「ご意見」"),
            ("sections[2].questions[0].text", "say", "問6「ご意見」の文"),
            (
                "sections[0].questions[3].options[0].label",
                "roads",
                "問2「満足度」の選択肢「よく読んでいる」",
            ),
            (
                "sections[0].questions[3].options[2].code",
                "roads",
                "問2「満足度」の3番目の選択肢",
            ),
            (
                "sections[0].questions[3].rows[1].label",
                "roads",
                "問2「満足度」の2番目の行",
            ),
            (
                "sections[0].questions[3].rows[9].label",
                "roads",
                "問2「満足度」",
            ),
            ("sections[1].questions[1].unit", "age", "問4の単位"),
            (
                "sections[1].questions[2].label",
                "yes",
                "問5「確認」の同意の文",
            ),
            (
                "sections[0].questions[0].picture.alt",
                "hello",
                "説明文「はじめに」の画像の説明",
            ),
        ] {
            let (found, said) = place(path, &draft, &language).unwrap();
            assert_eq!(
                (found.as_str(), japanese(&said).as_str()),
                (code, name),
                "{path}"
            );
        }
        let path = "sections[1].questions[0].axes[0].options[1].label";
        let (_, name) = place(path, &draft, &language).unwrap();
        let expected = "問3「広報紙の満足」の尺度「満足度」の選択肢「読まない」";
        assert_eq!(japanese(&name), expected);
    }

    #[test]
    fn what_is_of_the_whole_leads_nowhere() {
        let draft = draft();
        for path in [
            "",
            "title",
            "languages",
            "minutes",
            "sections",
            "sections[7]",
            "sections[0].questions[99].text",
            "sections[",
            "sections[]",
        ] {
            assert_eq!(place(path, &draft, &Language::japanese()), None, "{path}");
        }
    }

    #[test]
    fn every_finding_of_a_draft_has_a_name() {
        let draft = draft();
        let (found, locales) = (review(&draft), Locales::load().unwrap());
        let inside = found.iter().filter(|found| found.path.contains('['));
        assert!(inside.clone().count() > 10);
        for finding in inside {
            let (_, name) = place(&finding.path, &draft, &Language::english()).unwrap();
            said(&locales, &name);
        }
    }

    proptest! {
        #[test]
        fn any_path_is_read(path in "(sections|questions|options|axes|[a-z.]|\\[|\\]|[0-9]{1,21}|\\.){0,12}") {
            let _ = place(&path, &draft(), &Language::japanese());
        }
    }
}
