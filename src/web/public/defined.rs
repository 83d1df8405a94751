//! How an indicator is measured, in words: the question, who is in numerator and denominator, filter, weights,
//! decimals.

use std::collections::{BTreeSet, HashMap};

use crate::domain::ids::MunicipalityId;
use crate::domain::plan::amendment::Defined;
use crate::domain::plan::definition::{
    Comparability, Definition, Documented, Formula, Input, Measurand, Measure, Source,
};
use crate::domain::plan::indicator::Direction;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::routing::Condition;
use crate::storage::amendments::AmendmentRow;
use crate::storage::{Conn, QueryResult, questionnaires};

use super::amended::{Line, direction};
use super::results::words::Words;
use super::wording;

/// The questionnaires that definitions of an indicator name.
pub(super) struct Definitions(HashMap<Code, Reader>);

/// One thing said of a definition: translation key of its name, and the words.
type Said = (&'static str, String);

impl Definitions {
    /// The newest version of each questionnaire that the changes name; where there is none, codes are shown.
    pub(super) async fn load(
        conn: &mut Conn,
        of: MunicipalityId,
        changes: &[AmendmentRow],
    ) -> QueryResult<Self> {
        let changes = changes.iter().filter_map(|c| c.document.definitions());
        let both = changes.flat_map(|Defined { old, new }| [old, new]);
        let codes: BTreeSet<Code> = both
            .flat_map(|definition| {
                let items = definition.items().into_iter();
                items
                    .map(|item| item.questionnaire.clone())
                    .collect::<Vec<_>>()
            })
            .collect();
        let mut readers = HashMap::new();
        for code in codes {
            match questionnaires::newest_version(conn, of, &code).await {
                Ok(version) => {
                    readers.insert(code, Reader::new(version.document));
                }
                Err(diesel::result::Error::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Self(readers))
    }

    /// What differs, line by line.
    pub(super) fn lines(&self, defined: &Defined, words: &Words<'_>) -> Vec<Line> {
        let (old, new) = (
            self.said(&defined.old, words),
            self.said(&defined.new, words),
        );
        let find = |all: &[Said], label: &str| {
            let found = all.iter().find(|(other, _)| *other == label);
            found.map_or_else(String::new, |(_, text)| text.clone())
        };
        let mut labels: Vec<&'static str> = new.iter().map(|(label, _)| *label).collect();
        labels.extend(
            old.iter()
                .map(|(label, _)| *label)
                .filter(|l| find(&new, l).is_empty()),
        );
        let lines = labels.into_iter().map(|label| Line {
            label,
            number: String::new(),
            old: find(&old, label),
            new: find(&new, label),
            worded: true,
            reason: None,
        });
        lines.filter(|line| line.old != line.new).collect()
    }

    fn said(&self, definition: &Definition, words: &Words<'_>) -> Vec<Said> {
        let mut said = match &definition.source {
            Source::Item(item) => self.item(item, words),
            Source::Formula(formula) => vec![("how-question", self.formula(formula, words))],
            Source::Typed { from } => vec![("col-origin", wording::printed(from))],
        };
        said.push(("amended-decimals", definition.decimals.to_string()));
        let way = words.say(direction(word(definition.direction)), &[]);
        said.push(("amended-direction", way));
        let baseline = definition
            .baseline
            .as_ref()
            .map(|found| documented(found, words));
        said.extend(baseline.map(|text| ("amended-baseline-method", text)));
        said
    }

    fn item(&self, item: &Measurand, words: &Words<'_>) -> Vec<Said> {
        let (measure, numerator) = match &item.measure {
            Measure::Share(codes) => ("measured-share", self.options(item, codes.iter(), words)),
            Measure::Mean => ("measured-mean", String::new()),
            Measure::Net { positive, negative } => {
                let [plus, minus] =
                    [positive, negative].map(|codes| self.options(item, codes.iter(), words));
                ("measured-net", format!("{plus} − {minus}"))
            }
        };
        let filter = item.filter.as_ref();
        let filter = filter.map(|filter| self.condition(&item.questionnaire, filter, words));
        let nobody_left_out = || words.say("unfiltered", &[]);
        let unweighted = || words.say("unweighted", &[]);
        vec![
            ("how-question", self.question(item, words)),
            ("amended-measure", words.say(measure, &[])),
            ("how-numerator", numerator),
            ("how-base", words.say(wording::base(item.base), &[])),
            ("amended-filter", filter.unwrap_or_else(nobody_left_out)),
            (
                "how-weights",
                item.weighting.clone().unwrap_or_else(unweighted),
            ),
        ]
    }

    fn formula(&self, formula: &Formula, words: &Words<'_>) -> String {
        let (key, inputs) = match formula {
            Formula::Sum(inputs) => ("measured-sum", inputs),
            Formula::Mean(inputs) => ("measured-mean-of", inputs),
        };
        let input = |input: &Input| match input {
            Input::Item(item) => self.question(item, words),
            Input::Indicator(_) => words.say("measured-indicator", &[]),
            Input::Typed(name) => wording::printed(name),
        };
        let inputs: Vec<String> = inputs.iter().map(input).collect();
        words.say(key, &[("inputs", &inputs.join(" + "))])
    }

    fn question(&self, item: &Measurand, words: &Words<'_>) -> String {
        self.text_of(&item.questionnaire, &item.item, words)
    }

    /// The text of an item with the label of its row; its code where there is no such questionnaire or item any more.
    fn text_of(&self, questionnaire: &Code, code: &str, words: &Words<'_>) -> String {
        let text = || {
            let reader = self.0.get(questionnaire)?;
            let (_, asked) = reader.item(code)?;
            let form = reader.questionnaire();
            let question = asked.question(form)?.text.get(words.language);
            let rows = asked.labels(form, words.language).join(" ");
            Some(format!("{question} {rows}").trim().to_owned())
        };
        text().unwrap_or_else(|| code.to_owned())
    }

    fn options<'c>(
        &self,
        item: &Measurand,
        codes: impl Iterator<Item = &'c Code>,
        words: &Words<'_>,
    ) -> String {
        self.labels(&item.questionnaire, &item.item, codes, words)
    }

    /// The labels of options, each in brackets; the code of one that is not there any more.
    fn labels<'c>(
        &self,
        questionnaire: &Code,
        item: &str,
        codes: impl Iterator<Item = &'c Code>,
        words: &Words<'_>,
    ) -> String {
        let label = |code: &Code| {
            let reader = self.0.get(questionnaire)?;
            let (_, asked) = reader.item(item)?;
            let mut choices = asked.choices(reader.questionnaire()).iter();
            let choice = choices.find(|choice| choice.code == *code)?;
            Some(choice.label.get(words.language).to_owned())
        };
        let quoted = |code: &Code| {
            let text = label(code).unwrap_or_else(|| code.to_string());
            format!("「{text}」")
        };
        codes.map(quoted).collect()
    }

    fn condition(&self, of: &Code, condition: &Condition, words: &Words<'_>) -> String {
        let join = |parts: &[Condition], key: &str| {
            let parts = parts.iter().map(|part| self.condition(of, part, words));
            parts.collect::<Vec<_>>().join(&words.say(key, &[]))
        };
        match condition {
            Condition::AnyOf { item, codes } => {
                let question = self.text_of(of, item, words);
                let answers = self.labels(of, item, codes.iter(), words);
                words.say(
                    "condition-is",
                    &[("question", &question), ("answers", &answers)],
                )
            }
            Condition::All(parts) => join(parts, "condition-and"),
            Condition::Any(parts) => join(parts, "condition-or"),
            Condition::Not(part) => {
                let condition = self.condition(of, part, words);
                words.say("condition-not", &[("condition", &condition)])
            }
        }
    }
}

/// How the printed baseline was made.
fn documented(found: &Documented, words: &Words<'_>) -> String {
    let count = found.n.map(wording::count).unwrap_or_default();
    let people = match (found.n, found.n_assumed) {
        (None, _) => "documented-n-unknown",
        (Some(_), true) => "documented-n-assumed",
        (Some(_), false) => "documented-n",
    };
    let compared = match found.comparability {
        Comparability::Same | Comparability::Minor => "compared-same",
        Comparability::Limited => "compared-limited",
        Comparability::Broken => "compared-broken",
        Comparability::Unknown => "compared-unknown",
    };
    let people = words.say(people, &[("count", &count)]);
    let compared = words.say(compared, &[]);
    let source = wording::printed(&found.source);
    let values = [
        ("people", people.as_str()),
        ("source", &source),
        ("compared", &compared),
    ];
    words.say("documented", &values)
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Increase => "increase",
        Direction::Decrease => "decrease",
        Direction::Maintain => "maintain",
        Direction::Range => "range",
        Direction::KeepBelow => "keep_below",
        Direction::KeepAbove => "keep_above",
        Direction::Relative
        | Direction::Status
        | Direction::Composite
        | Direction::Unclear
        | Direction::None => "other",
    }
}
