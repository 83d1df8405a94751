//! How an indicator is measured, as a sentence: what staff reads before it binds one, and what the public may read.

use fluent_bundle::FluentArgs;

use super::locale::Locales;
use crate::domain::language::Language;
use crate::domain::plan::definition::{Base, Definition, Measurand, Measure, Source};
use crate::domain::questionnaire::item::{self, Accepts};
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::reader::Reader;
use crate::domain::questionnaire::routing::Condition;

/// The definition in words, with the wording of a questionnaire; none for a formula of several inputs, and where the
/// questionnaire has no such item.
#[must_use]
pub fn sentence(
    definition: &Definition,
    reader: &Reader,
    locales: &Locales,
    language: &Language,
) -> Option<String> {
    let words = Words {
        reader,
        locales,
        language,
    };
    match &definition.source {
        Source::Item(item) => words.item(item, definition.decimals),
        Source::Typed { from } => Some(words.say("defined-typed", &[("source", from)])),
        Source::Formula(_) => None,
    }
}

/// Whose words are used.
struct Words<'a> {
    reader: &'a Reader,
    locales: &'a Locales,
    language: &'a Language,
}

impl Words<'_> {
    fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, *value);
        }
        let said = self.locales.text(self.language.tag(), key, Some(&args));
        said.unwrap_or_default()
    }

    fn item(&self, asked: &Measurand, decimals: u32) -> Option<String> {
        let (_, item) = self.reader.item(&asked.item)?;
        let question = self.question(item)?;
        let mut said = vec![self.measure(&asked.measure, item, &question)];
        if !matches!(
            (&asked.measure, &item.accepts),
            (Measure::Mean, Accepts::Number { .. })
        ) {
            said.push(self.say(base(asked.base), &[]));
        }
        if let Some(condition) = &asked.filter {
            let condition = self.condition(condition)?;
            said.push(self.say("defined-only", &[("condition", &condition)]));
        }
        if asked.weighting.is_some() {
            said.push(self.say("defined-weighted", &[]));
        }
        said.push(match decimals {
            0 => self.say("defined-whole", &[]),
            count => self.say("defined-decimals", &[("count", &count.to_string())]),
        });
        let between = if self.is_japanese() { "" } else { " " };
        Some(said.join(between))
    }

    fn is_japanese(&self) -> bool {
        self.language.tag().starts_with("ja")
    }

    fn measure(&self, measure: &Measure, item: &item::Item, question: &str) -> String {
        let options = |codes: &mut dyn Iterator<Item = &Code>| self.options(item, codes);
        match measure {
            Measure::Share(codes) => {
                let options = options(&mut codes.iter());
                self.say(
                    "defined-share",
                    &[("question", question), ("options", &options)],
                )
            }
            Measure::Net { positive, negative } => {
                let (options, others) =
                    (options(&mut positive.iter()), options(&mut negative.iter()));
                let values = [
                    ("question", question),
                    ("options", &options),
                    ("others", &others),
                ];
                self.say("defined-net", &values)
            }
            Measure::Mean if matches!(item.accepts, Accepts::Number { .. }) => {
                self.say("defined-mean-number", &[("question", question)])
            }
            Measure::Mean => self.say("defined-mean", &[("question", question)]),
        }
    }

    /// The number and the wording of the question, and the row of a grid.
    fn question(&self, item: &item::Item) -> Option<String> {
        let questionnaire = self.reader.questionnaire();
        let wording = plain(item.question(questionnaire)?.text.get(self.language));
        let number = self.reader.number(item.section, item.question)?.to_string();
        let rows: Vec<String> = item
            .labels(questionnaire, self.language)
            .into_iter()
            .map(plain)
            .collect();
        let (key, row) = match rows.as_slice() {
            [] => ("defined-question", String::new()),
            rows => ("defined-row", rows.join("・")),
        };
        let values = [
            ("number", number.as_str()),
            ("question", &wording),
            ("row", &row),
        ];
        Some(self.say(key, &values))
    }

    /// Labels of options in the order of the question; a code that it does not have as the code.
    fn options(&self, item: &item::Item, codes: &mut dyn Iterator<Item = &Code>) -> String {
        let choices = item.choices(self.reader.questionnaire());
        let place = |code: &Code| choices.iter().position(|choice| choice.code == *code);
        let mut codes: Vec<&Code> = codes.collect();
        codes.sort_by_key(|code| place(code));
        let label = |code: &Code| {
            let choice = choices.iter().find(|choice| choice.code == *code);
            let label = choice.map_or_else(
                || code.to_string(),
                |choice| plain(choice.label.get(self.language)),
            );
            self.say("defined-option", &[("option", &label)])
        };
        let labels: Vec<String> = codes.into_iter().map(label).collect();
        labels.join(if self.is_japanese() { "" } else { " or " })
    }

    /// A filter in words; none where it asks for an item the questionnaire does not have.
    fn condition(&self, condition: &Condition) -> Option<String> {
        match condition {
            Condition::AnyOf { item, codes } => {
                let (_, item) = self.reader.item(item)?;
                let (question, options) =
                    (self.question(item)?, self.options(item, &mut codes.iter()));
                Some(self.say(
                    "defined-answered",
                    &[("question", &question), ("options", &options)],
                ))
            }
            Condition::All(parts) => self.joined(parts, "defined-and"),
            Condition::Any(parts) => self.joined(parts, "defined-or"),
            Condition::Not(part) => {
                let part = self.condition(part)?;
                Some(self.say("defined-not", &[("condition", &part)]))
            }
        }
    }

    fn joined(&self, parts: &[Condition], key: &str) -> Option<String> {
        let mut said: Option<String> = None;
        for part in parts {
            let part = self.condition(part)?;
            said = Some(match said {
                None => part,
                Some(before) => self.say(key, &[("first", &before), ("second", &part)]),
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
        let locales = Locales::load().unwrap();
        sentence(&definition, &Reader::new(questionnaire), &locales, language).unwrap()
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
