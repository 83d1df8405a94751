//! How an indicator is measured, as a sentence: what staff reads before it binds one, and what the public may read.

use super::limits;
use super::say::{Say, Wording, quoted};
use crate::domain::language::Language;
use crate::domain::plan::definition::{Base, Definition, Measurand, Measure, Source};
use crate::domain::questionnaire::item::{self, Accepts};
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::reader::Reader;
use crate::domain::questionnaire::routing::Condition;

/// The definition in words, with the wording of a questionnaire in `language`; none for a formula of several inputs,
/// and where the questionnaire has no such item.
#[must_use]
pub fn sentence(definition: &Definition, reader: &Reader, language: &Language) -> Option<Wording> {
    let asked = Asked { reader, language };
    match &definition.source {
        Source::Item(item) => asked.item(item, definition.decimals),
        Source::Typed { from } => {
            let typed = Say::new("defined-typed").with("source", from.as_str());
            Some(typed.into())
        }
        Source::Formula(_) => None,
    }
}

/// The questions as they were asked.
struct Asked<'a> {
    reader: &'a Reader,
    language: &'a Language,
}

impl Asked<'_> {
    fn item(&self, measured: &Measurand, decimals: u32) -> Option<Wording> {
        let (_, item) = self.reader.item(&measured.item)?;
        let question = self.question(item)?;
        let mut said = vec![self.measure(&measured.measure, item, question)];
        if !matches!(
            (&measured.measure, &item.accepts),
            (Measure::Mean, Accepts::Number { .. })
        ) {
            said.push(Say::new(base(measured.base)));
        }
        if let Some(condition) = &measured.filter {
            let condition = self.condition(condition)?;
            said.push(Say::new("defined-only").with("condition", condition));
        }
        if measured.weighting.is_some() {
            said.push(Say::new("defined-weighted"));
        }
        said.push(match decimals {
            0 => Say::new("defined-whole"),
            count => Say::new("defined-decimals").with("count", u64::from(count)),
        });
        Some(Wording::several(said, Say::new("between-sentences")))
    }

    fn measure(&self, measure: &Measure, item: &item::Item, question: Say) -> Say {
        let options = |codes: &mut dyn Iterator<Item = &Code>| self.options(item, codes);
        let say = match measure {
            Measure::Share(codes) => {
                Say::new("defined-share").with("options", options(&mut codes.iter()))
            }
            Measure::Net { positive, negative } => Say::new("defined-net")
                .with("options", options(&mut positive.iter()))
                .with("others", options(&mut negative.iter())),
            Measure::Mean if matches!(item.accepts, Accepts::Number { .. }) => {
                Say::new("defined-mean-number")
            }
            Measure::Mean => Say::new("defined-mean"),
        };
        say.with("question", question)
    }

    /// The number and the wording of the question, and the row of a grid.
    fn question(&self, item: &item::Item) -> Option<Say> {
        let questionnaire = self.reader.questionnaire();
        let wording = plain(&item.wording(questionnaire, self.language));
        let number = self.reader.number(item.section, item.question)?.to_string();
        let labels = item.labels(questionnaire, self.language).into_iter();
        let rows: Vec<String> = labels.map(plain).collect();
        let say = match rows.as_slice() {
            [] => Say::new("defined-question"),
            rows => Say::new("defined-row").with("row", Wording::several(rows.to_vec(), "・")),
        };
        Some(say.with("number", number).with("question", wording))
    }

    /// Labels of options in the order of the question; a code that it does not have as the code.
    fn options(&self, item: &item::Item, codes: &mut dyn Iterator<Item = &Code>) -> Wording {
        let choices = item.choices(self.reader.questionnaire());
        let place = |code: &Code| choices.iter().position(|choice| choice.code == *code);
        let mut codes: Vec<&Code> = codes.collect();
        codes.sort_by_key(|code| place(code));
        let label = |code: &Code| {
            let choice = choices.iter().find(|choice| choice.code == *code);
            choice.map_or_else(
                || code.to_string(),
                |choice| plain(choice.label.get(self.language)),
            )
        };
        quoted(codes.into_iter().map(label))
    }

    /// A filter in words; none where it asks for an item the questionnaire does not have.
    fn condition(&self, condition: &Condition) -> Option<Say> {
        match condition {
            Condition::AnyOf { item, codes } => {
                let (_, item) = self.reader.item(item)?;
                let say = Say::new("defined-answered").with("question", self.question(item)?);
                Some(say.with("options", self.options(item, &mut codes.iter())))
            }
            Condition::All(parts) => self.joined(parts, "defined-and"),
            Condition::Any(parts) => self.joined(parts, "defined-or"),
            Condition::Not(part) => {
                Some(Say::new("defined-not").with("condition", self.condition(part)?))
            }
            leaf => {
                let (item, test) = leaf.test()?;
                let (_, item) = self.reader.item(item)?;
                let say = match limits::said(test) {
                    Some(limits) => Say::new("defined-limits").with("limits", limits),
                    None => Say::new("defined-any-answer"),
                };
                Some(say.with("question", self.question(item)?))
            }
        }
    }

    fn joined(&self, parts: &[Condition], key: &'static str) -> Option<Say> {
        let mut said: Option<Say> = None;
        for part in parts {
            let part = self.condition(part)?;
            said = Some(match said {
                None => part,
                Some(before) => Say::new(key).with("first", before).with("second", part),
            });
        }
        said
    }
}

fn base(base: Base) -> &'static str {
    match base {
        Base::Everyone => "defined-base-everyone",
        Base::All => "defined-base-all",
        Base::Answered => "defined-base-answered",
        Base::Substantive => "defined-base-substantive",
    }
}

/// A wording in one line.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan::indicator::Direction;
    use crate::domain::questionnaire::Questionnaire;
    use crate::views::locale::Locales;

    const QUESTIONNAIRE: &str = r#"{
      "code": "shimin", "title": "調査", "purpose": "計画", "minutes": 5, "languages": ["ja", "en"],
      "sections": [{"code": "s1", "title": "広報広聴", "questions": [
        {"code": "hello", "text": "前書き", "type": "note"},
        {"code": "info", "text": {"ja": "情報提供は十分だと\n思いますか", "en": "Enough information?"}, "type": "scale", "options": [
          {"code": "1", "label": {"ja": "そう思う", "en": "Yes"}, "score": "1"}, {"code": "2", "label": {"ja": "やや思う", "en": "Rather"}},
          {"code": "3", "label": {"ja": "思わない", "en": "No"}, "score": "-1"}]},
        {"code": "grid", "text": "満足度", "type": "grid", "rows": [{"code": "r1", "label": "道路"}],
          "options": [{"code": "a", "label": "満足"}, {"code": "b", "label": "不満"}]},
        {"code": "years", "text": "居住年数", "type": "number", "min": "0", "max": "120"},
        {"code": "sex", "text": {"ja": "性別", "en": "Sex"}, "role": "attribute", "type": "single", "options": [
          {"code": "1", "label": {"ja": "男性", "en": "Male"}}, {"code": "2", "label": {"ja": "女性", "en": "Female"}}]}]}]}"#;

    fn said(
        item: &str,
        measure: Measure,
        filter: Option<Condition>,
        language: &Language,
    ) -> String {
        let questionnaire: Questionnaire = serde_json::from_str(QUESTIONNAIRE).unwrap();
        let definition = Definition {
            source: Source::Item(Measurand {
                questionnaire: questionnaire.code.clone(),
                item: item.to_owned(),
                measure,
                base: Base::Answered,
                weighting: filter.is_some().then(|| "population".to_owned()),
                filter,
            }),
            decimals: u32::from(item != "years"),
            direction: Direction::Increase,
            baseline: None,
        };
        let said = sentence(&definition, &Reader::new(questionnaire), language).unwrap();
        Locales::load().unwrap().write(language, &said).unwrap()
    }

    fn codes(codes: &[&str]) -> std::collections::BTreeSet<Code> {
        codes
            .iter()
            .map(|code| Code::parse(code).unwrap())
            .collect()
    }

    #[test]
    fn a_definition_is_a_sentence() {
        let (ja, en) = (Language::japanese(), Language::english());
        let any = |item: &str, code: &str| Condition::AnyOf {
            item: item.to_owned(),
            codes: codes(&[code]).into_iter().collect(),
        };
        let share = || Measure::Share(codes(&["2", "1"]));
        assert_eq!(
            said("info", share(), None, &ja),
            "問1「情報提供は十分だと 思いますか」で「そう思う」「やや思う」と答えた人の割合。\
             分母は無回答を除く回答者（「わからない」を含む）。小数第1位まで示す。"
        );
        let filter = Condition::All(vec![
            any("sex", "2"),
            Condition::Not(Box::new(any("grid.r1", "b"))),
        ]);
        assert_eq!(
            said("info", share(), Some(filter), &ja),
            "問1「情報提供は十分だと 思いますか」で「そう思う」「やや思う」と答えた人の割合。\
             分母は無回答を除く回答者（「わからない」を含む）。数えるのは、問4「性別」で「女性」と答えた、かつ\
             「問2「満足度」の「道路」で「不満」と答えた」ではない人だけ。住民基本台帳の構成に合わせて重みを付ける。\
             小数第1位まで示す。"
        );
        assert_eq!(
            said("info", share(), Some(any("sex", "2")), &en),
            "The share of people who answered “Yes” or “Rather” to question 1 “Enough information?”. \
             The base is everybody who answered (including “don’t know”). \
             Only people are counted who answered “Female” to question 4 “Sex”. \
             The answers are weighted to the population of the register. It is given to 1 decimal place(s)."
        );
        let net = Measure::Net {
            positive: codes(&["1"]),
            negative: codes(&["3"]),
        };
        assert!(said("info", net, None, &ja).contains(
            "「そう思う」と答えた人の割合から、「思わない」と答えた人の割合を引いた値。"
        ));
        assert_eq!(
            said("years", Measure::Mean, None, &ja),
            "問3「居住年数」に書かれた数の平均。整数で示す。"
        );
    }
}
