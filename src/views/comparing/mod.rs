//! 新旧対照表: two versions of a questionnaire side by side, in words a council understands. The whole wording of what
//! changed on each side, with what is not the same marked; what it does to figures that stand in a row.

mod said;
mod version;

use serde::Serialize;

use super::ViewError;
use super::locale::Locales;
use super::say::Say;
use crate::domain::aligned::{Stretch, stretches};
use crate::domain::language::Language;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::compared::{Aspect, Became, Compared, Part, Row, compared};
use version::Version;

/// The table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// One for each part that is not as it was.
    pub lines: Vec<Line>,
    /// How many questions are as they were.
    pub same: usize,
}

/// A part that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What it is: a question by its number, a page, the title.
    pub name: Say,
    /// As it is now.
    pub new: Side,
    /// As it was.
    pub old: Side,
    /// What changed of it, each in a few words.
    pub changes: Vec<Say>,
    /// What that does to its figures.
    pub effect: Option<Say>,
}

/// One side of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Of what is new or gone: that it is.
    pub only: Option<Say>,
    /// The wording in its parts. Line ends are lines.
    pub words: Vec<Words>,
}

/// A part of a wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// As it is written, without readings.
    pub text: String,
    /// Whether the other side does not have it.
    pub is_changed: bool,
}

/// Two versions side by side. Wordings stand in the language in which the questionnaire was written, and in others where
/// a translation changed; words of the program about them in the language of `reader`.
///
/// # Errors
/// When the program has no words for something.
pub fn table(
    (old, new): (&Questionnaire, &Questionnaire),
    locales: &Locales,
    reader: &Language,
) -> Result<Table, ViewError> {
    let Compared { rows, same } = compared(old, new);
    let languages = languages(old, new);
    let telling = Telling {
        old: Version::of(old, locales, &languages)?,
        new: Version::of(new, locales, &languages)?,
        locales,
        reader,
        languages: &languages,
    };
    let lines = rows.iter().map(|row| telling.line(row));
    Ok(Table {
        lines: lines.collect::<Result<_, _>>()?,
        same,
    })
}

/// The languages of both: the one in which the newer one was written first.
fn languages(old: &Questionnaire, new: &Questionnaire) -> Vec<Language> {
    let mut all = new.languages.clone();
    let gone = old
        .languages
        .iter()
        .filter(|one| !new.languages.contains(one));
    all.extend(gone.cloned());
    match all.is_empty() {
        true => vec![Language::japanese()],
        false => all,
    }
}

struct Telling<'t> {
    old: Version,
    new: Version,
    locales: &'t Locales,
    /// Who reads the table.
    reader: &'t Language,
    languages: &'t [Language],
}

impl Telling<'_> {
    fn line(&self, row: &Row) -> Result<Line, ViewError> {
        let [old, new] = self.sides(row)?;
        let aspects = row.aspects.iter();
        let changes = match row.became {
            Became::Added => vec![Say::new("changed-added")],
            Became::Removed => vec![Say::new("changed-removed")],
            Became::Changed => aspects.map(|one| said::change(&row.part, *one)).collect(),
        };
        let (mut before, mut after) = (Vec::new(), Vec::new());
        // What is new or gone is so as a whole: nothing in it is to be looked for.
        let is_changed = row.became == Became::Changed;
        for stretch in stretches(&old, &new) {
            let (old, new, differs) = match stretch {
                Stretch::Same(text) => (text.clone(), text, false),
                Stretch::Changed { old, new } => (old, new, is_changed),
            };
            push(&mut before, old, differs);
            push(&mut after, new, differs);
        }
        let only =
            |became: Became, key: &'static str| (row.became == became).then(|| Say::new(key));
        Ok(Line {
            name: self.name(row),
            new: Side {
                only: only(Became::Removed, "beside-removed"),
                words: after,
            },
            old: Side {
                only: only(Became::Added, "beside-added"),
                words: before,
            },
            changes,
            effect: said::effect(row),
        })
    }

    /// The wording before and after.
    fn sides(&self, row: &Row) -> Result<[String; 2], ViewError> {
        let both = |language: &Language| -> Result<[Vec<String>; 2], ViewError> {
            let of =
                |version: &Version| version.lines(&row.part, (self.locales, self.reader), language);
            Ok([of(&self.old)?, of(&self.new)?])
        };
        let mut others = self.languages.iter();
        let mut sides = others.next().map(&both).transpose()?.unwrap_or_default();
        let is_translated = row.aspects.contains(&Aspect::Translation);
        for language in others.filter(|_| is_translated) {
            let translated = both(language)?;
            if let [old, new] = &translated
                && old == new
            {
                continue;
            }
            for (side, lines) in sides.iter_mut().zip(translated) {
                side.push(format!("［{}］", language.own_name()));
                side.extend(lines);
            }
        }
        Ok(sides.map(|lines| lines.join("\n")))
    }

    /// 問3, 問3（旧 問2）, ページ.
    fn name(&self, row: &Row) -> Say {
        let Part::Question(code) = &row.part else {
            return said::head(&row.part);
        };
        match (self.old.number(code), self.new.number(code)) {
            (Some(old), Some(new)) if old != new => Say::new("beside-renumbered")
                .with("new", new)
                .with("old", old),
            (_, Some(number)) | (Some(number), None) => number,
            (None, None) => Say::new("beside-text"),
        }
    }
}

/// A part of a wording; nothing where there is none.
fn push(words: &mut Vec<Words>, text: String, is_changed: bool) {
    if !text.is_empty() {
        words.push(Words { text, is_changed });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn document() -> Value {
        let options =
            json!([{"code": "1", "label": "読んでいる"}, {"code": "2", "label": "読んでいない"}]);
        json!({
            "code": "shimin", "title": "市民調査", "purpose": "計画のため", "minutes": 5, "languages": ["ja", "en"],
            "sections": [{"code": "s1", "title": "広報", "questions": [
                {"code": "q1", "text": {"ja": "広報を読んでいますか。", "en": "Do you read it?"}, "type": "single", "options": options},
                {"code": "q2", "text": "ご意見", "type": "text", "long": true},
            ]}],
        })
    }

    fn of(change: impl FnOnce(&mut Value)) -> Table {
        in_words(&Locales::load().unwrap(), change)
    }

    fn in_words(locales: &Locales, change: impl FnOnce(&mut Value)) -> Table {
        let old = document();
        let mut new = old.clone();
        change(&mut new);
        let [old, new] = [old, new].map(|one| serde_json::from_value(one).unwrap());
        let japanese = Language::japanese();
        table((&old, &new), locales, &japanese).unwrap()
    }

    fn marked(side: &Side) -> String {
        let parts = side.words.iter().map(|words| match words.is_changed {
            true => format!("[{}]", words.text),
            false => words.text.clone(),
        });
        parts.collect()
    }

    fn said(say: &Say) -> String {
        Locales::load()
            .unwrap()
            .say(&Language::japanese(), say)
            .unwrap()
    }

    #[test]
    fn what_changed_is_marked_in_the_whole_wording() {
        let table = of(|new| {
            let question = &mut new["sections"][0]["questions"][0];
            question["text"]["ja"] = "市の広報を読んでいますか。".into();
            question["options"][1]["label"] = "読まない".into();
        });
        let [line] = table.lines.as_slice() else {
            panic!("{:?}", table.lines);
        };
        assert_eq!(
            marked(&line.new),
            "[市の]広報を読んでいますか。\n（○は1つ）\n1 読んでいる\n2 読[ま]ない"
        );
        assert_eq!(
            marked(&line.old),
            "広報を読んでいますか。\n（○は1つ）\n1 読んでいる\n2 読[んでい]ない"
        );
        assert_eq!(said(&line.name), "問1");
        let changes: Vec<String> = line.changes.iter().map(said).collect();
        assert_eq!(changes, ["設問の文", "選択肢の文"]);
        assert_eq!(table.same, 1);
    }

    #[test]
    fn a_new_question_stands_beside_nothing_and_moves_the_numbers() {
        let table = of(|new| {
            let questions = new["sections"][0]["questions"].as_array_mut().unwrap();
            questions.insert(0, json!({"code": "q9", "text": "性別", "type": "text"}));
            questions[2]["text"] = "ご意見をお書きください。".into();
        });
        let names: Vec<String> = table.lines.iter().map(|line| said(&line.name)).collect();
        assert_eq!(names, ["問1", "問3（旧 問2）"]);
        let new = &table.lines[0];
        assert_eq!(said(new.old.only.as_ref().unwrap()), "（新設）");
        assert_eq!(marked(&new.old), "");
        assert!(marked(&new.new).starts_with("性別\n"));
    }

    #[test]
    fn a_translation_is_shown_in_its_language() {
        let table = of(|new| {
            new["sections"][0]["questions"][0]["text"]["en"] = "Do you read the bulletin?".into();
        });
        let [line] = table.lines.as_slice() else {
            panic!("{:?}", table.lines);
        };
        assert!(
            marked(&line.new).contains("［English］\nDo you read [the bulletin]?"),
            "{}",
            marked(&line.new)
        );
        assert_eq!(said(&line.changes[0]), "翻訳");
    }

    /// Whatever changed, each side put together is the wording of its version.
    #[test]
    fn the_marks_lose_nothing() {
        let locales = Locales::load().unwrap();
        let whole = |side: &Side| -> String {
            let words = side.words.iter().map(|words| words.text.as_str());
            words.collect()
        };
        proptest!(|(text in "[広報を読む。AB]{0,12}", label in "[はいえ ]{0,6}")| {
            let table = in_words(&locales, |new| {
                let question = &mut new["sections"][0]["questions"][0];
                question["text"]["ja"] = text.as_str().into();
                question["options"][0]["label"] = label.as_str().into();
            });
            for line in &table.lines {
                prop_assert!(whole(&line.new).starts_with(text.as_str()));
                let old = "広報を読んでいますか。\n（○は1つ）\n1 読んでいる";
                prop_assert!(whole(&line.old).starts_with(old));
            }
        });
    }
}
