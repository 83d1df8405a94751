//! Whom a question is for, as a sentence: 「問6で「はい」を選んだ方だけお答えください」.

use crate::domain::language::Language;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::item::Item;
use crate::domain::questionnaire::routing::{Condition, Test};
use crate::views::limits;
use crate::views::ruby;
use crate::views::say::{Say, Wording};

/// Whom a condition is for; none where it holds for everybody or names what is not in the questionnaire.
///
/// A “not” means those who gave another answer: who gave none is not asked (M-3).
#[must_use]
pub fn whom(reader: &Reader, condition: &Condition, language: &Language) -> Option<Say> {
    let telling = Telling { reader, language };
    let who = telling.who(condition, true, Depth::Outer)?;
    Some(Say::new("sheet-only").with("who", who))
}

struct Telling<'a> {
    reader: &'a Reader,
    language: &'a Language,
}

/// Whether a part stands within another one, and needs brackets where it is put together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Outer,
    Inner,
}

impl Telling<'_> {
    /// Who meets a condition, or does not.
    fn who(&self, condition: &Condition, meets: bool, depth: Depth) -> Option<Wording> {
        match condition {
            Condition::Not(part) => self.who(part, !meets, depth),
            Condition::All(parts) => self.parts(parts, meets, meets, depth),
            Condition::Any(parts) => self.parts(parts, meets, !meets, depth),
            leaf => self.leaf(leaf, meets).map(Wording::from),
        }
    }

    /// `all`: whether all parts are needed, after a “not” has been drawn into them.
    fn parts(&self, parts: &[Condition], meets: bool, all: bool, depth: Depth) -> Option<Wording> {
        let inner = if parts.len() > 1 { Depth::Inner } else { depth };
        let told = parts.iter().map(|part| self.who(part, meets, inner));
        let told: Vec<Wording> = told.collect::<Option<_>>()?;
        let word = Say::new(if all { "sheet-and" } else { "sheet-or" });
        match told.len() {
            0 => None,
            1 => told.into_iter().next(),
            _ => {
                let whole = Wording::several(told, word);
                Some(match depth {
                    Depth::Outer => whole,
                    Depth::Inner => Say::new("sheet-brackets").with("who", whole).into(),
                })
            }
        }
    }

    fn leaf(&self, condition: &Condition, meets: bool) -> Option<Say> {
        let (name, test) = condition.test()?;
        let (_, item) = self.reader.item(name)?;
        let key = |yes: &'static str, no: &'static str| Say::new(if meets { yes } else { no });
        if let Test::AnyOf(codes) = test {
            let options = item.choices(self.reader.questionnaire()).iter();
            let chosen = options.filter(|option| codes.contains(&option.code));
            let labels: Vec<String> = chosen
                .map(|o| ruby::plain(o.label.get(self.language)))
                .collect();
            let labels = Wording::several(labels, Say::new("sheet-label-or"));
            return Some(match question(self.reader, item, self.language) {
                Some(question) => key("sheet-chose", "sheet-chose-other")
                    .with("labels", labels)
                    .with("question", question),
                None => key("sheet-part", "sheet-other-part").with("labels", labels),
            });
        }
        let question = question(self.reader, item, self.language)?;
        let say = match limits::said(test) {
            Some(limits) => key("sheet-within", "sheet-outside").with("limits", limits),
            None => key("sheet-answered", "sheet-left-open"),
        };
        Some(say.with("question", question))
    }
}

/// 問7 or 問7の「窓口」; none of what is not asked.
pub(super) fn question(reader: &Reader, item: &Item, language: &Language) -> Option<Say> {
    let number = reader.number(item.section, item.question)?;
    let labels = item.labels(reader.questionnaire(), language);
    let labels: Vec<String> = labels.into_iter().map(ruby::plain).collect();
    Some(match labels.is_empty() {
        true => Say::new("sheet-question").with("number", number),
        false => {
            let say = Say::new("sheet-row").with("number", number);
            say.with("row", labels.join("・"))
        }
    })
}
