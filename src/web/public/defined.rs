//! How an indicator is measured, in words: the question, who is in numerator and denominator, filter, weights, decimals.

use std::collections::{BTreeSet, HashMap};

use crate::domain::language::Language;
use crate::domain::plan::amendment::Defined;
use crate::domain::plan::baseline::Start;
use crate::domain::plan::definition::{
    Comparability, Definition, Documented, Formula, Input, Measurand, Measure, Source,
};
use crate::domain::plan::indicator::Direction;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::routing::Condition;
use crate::views::datum::Datum;
use crate::views::limits;
use crate::views::say::{Say, Wording, quoted};

use super::amended::{Line, direction};
use super::printed;
use super::wording;

/// What definitions of an indicator are said with.
pub(super) struct Definitions<'a> {
    /// The questionnaires they name; where there is none, codes are shown.
    pub(super) readers: &'a HashMap<Code, Reader>,
    /// What the plan calls the figure it starts from.
    pub(super) start: Start,
}

/// One thing said of a definition: translation key of its name, and the words.
type Said = (&'static str, Wording);

impl Definitions<'_> {
    /// What differs, line by line.
    pub(super) fn lines(&self, defined: &Defined, language: &Language) -> Vec<Line> {
        let (old, new) = (
            self.said(&defined.old, language),
            self.said(&defined.new, language),
        );
        let find = |all: &[Said], label: &str| {
            let found = all.iter().find(|(other, _)| *other == label);
            found.map(|(_, text)| text.clone())
        };
        let mut labels: Vec<&'static str> = new.iter().map(|(label, _)| *label).collect();
        let before = old.iter().map(|(label, _)| *label);
        labels.extend(before.filter(|label| find(&new, label).is_none()));
        let lines = labels.into_iter().map(|label| Line {
            label: Say::new(label)
                .with("baseline", printed::start_word(&self.start))
                .into(),
            old: find(&old, label).unwrap_or_else(|| "".into()),
            new: find(&new, label).unwrap_or_else(|| "".into()),
            reason: None,
        });
        lines.filter(|line| line.old != line.new).collect()
    }

    fn said(&self, definition: &Definition, language: &Language) -> Vec<Said> {
        let mut said = match &definition.source {
            Source::Item(item) => self.item(item, language),
            Source::Formula(formula) => {
                vec![("how-question", self.formula(formula, language).into())]
            }
            Source::Typed { from } => vec![("col-origin", wording::printed(from).into())],
        };
        said.push(("amended-decimals", definition.decimals.to_string().into()));
        let way = Say::new(direction(word(definition.direction)));
        said.push(("amended-direction", way.into()));
        let baseline = definition.baseline.as_ref().map(documented);
        said.extend(baseline.map(|say| ("amended-baseline-method", say.into())));
        said
    }

    fn item(&self, item: &Measurand, language: &Language) -> Vec<Said> {
        let options = |codes: &BTreeSet<Code>| {
            self.labels((&item.questionnaire, &item.item), codes.iter(), language)
        };
        let (measure, numerator) = match &item.measure {
            Measure::Share(codes) => ("measured-share", options(codes)),
            Measure::Mean => ("measured-mean", "".into()),
            Measure::Net { positive, negative } => {
                let both = [options(positive), options(negative)];
                ("measured-net", Wording::several(both, " − "))
            }
        };
        let filter = item.filter.as_ref();
        let filter = filter.map(|filter| self.condition(&item.questionnaire, filter, language));
        let nobody_left_out = || Say::new("unfiltered").into();
        let weights = item.weighting.clone().map(Wording::from);
        let unweighted = || Say::new("unweighted").into();
        vec![
            ("how-question", self.question(item, language).into()),
            ("amended-measure", Say::new(measure).into()),
            ("how-numerator", numerator),
            ("how-base", wording::base(item.base).into()),
            ("amended-filter", filter.unwrap_or_else(nobody_left_out)),
            ("how-weights", weights.unwrap_or_else(unweighted)),
        ]
    }

    fn formula(&self, formula: &Formula, language: &Language) -> Say {
        let (key, inputs) = match formula {
            Formula::Sum(inputs) => ("measured-sum", inputs),
            Formula::Mean(inputs) => ("measured-mean-of", inputs),
        };
        let input = |input: &Input| match input {
            Input::Item(item) => Wording::from(self.question(item, language)),
            Input::Indicator(_) => Say::new("measured-indicator").into(),
            Input::Typed(name) => wording::printed(name).into(),
        };
        let inputs = Wording::several(inputs.iter().map(input), " + ");
        Say::new(key).with("inputs", inputs)
    }

    fn question(&self, item: &Measurand, language: &Language) -> String {
        self.text_of(&item.questionnaire, &item.item, language)
    }

    /// The text of an item with the label of its row; its code where there is no such questionnaire or item any more.
    fn text_of(&self, questionnaire: &Code, code: &str, language: &Language) -> String {
        let text = || {
            let reader = self.readers.get(questionnaire)?;
            let (_, asked) = reader.item(code)?;
            let form = reader.questionnaire();
            let question = asked.wording(form, language);
            let rows = asked.labels(form, language).join(" ");
            Some(format!("{question} {rows}").trim().to_owned())
        };
        text().unwrap_or_else(|| code.to_owned())
    }

    /// The labels of an item's options, each in quotation marks; the code of one that is not there any more.
    fn labels<'c>(
        &self,
        (questionnaire, item): (&Code, &str),
        codes: impl Iterator<Item = &'c Code>,
        language: &Language,
    ) -> Wording {
        let label = |code: &Code| {
            let reader = self.readers.get(questionnaire)?;
            let (_, asked) = reader.item(item)?;
            let mut choices = asked.choices(reader.questionnaire()).iter();
            let choice = choices.find(|choice| choice.code == *code)?;
            Some(choice.label.get(language).to_owned())
        };
        quoted(codes.map(|code| label(code).unwrap_or_else(|| code.to_string())))
    }

    fn condition(&self, of: &Code, condition: &Condition, language: &Language) -> Wording {
        let join = |parts: &[Condition], key: &'static str| {
            let parts = parts.iter().map(|part| self.condition(of, part, language));
            Wording::several(parts, Say::new(key))
        };
        match condition {
            Condition::AnyOf { item, codes } => {
                let answers = self.labels((of, item), codes.iter(), language);
                let say = Say::new("condition-is").with("answers", answers);
                say.with("question", self.text_of(of, item, language))
                    .into()
            }
            Condition::All(parts) => join(parts, "condition-and"),
            Condition::Any(parts) => join(parts, "condition-or"),
            Condition::Not(part) => {
                let part = self.condition(of, part, language);
                Say::new("condition-not").with("condition", part).into()
            }
            leaf => {
                let (item, say) = match leaf.test() {
                    None => return of.to_string().into(),
                    Some((item, test)) => match limits::said(test) {
                        Some(limits) => (item, Say::new("condition-limits").with("limits", limits)),
                        None => (item, Say::new("condition-answered")),
                    },
                };
                say.with("question", self.text_of(of, item, language))
                    .into()
            }
        }
    }
}

/// How the printed baseline was made.
fn documented(found: &Documented) -> Say {
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
    let people = Say::new(people).with_any("count", found.n.map(Datum::how_many));
    Say::new("documented")
        .with("people", people)
        .with("source", wording::printed(&found.source))
        .with("compared", Say::new(compared))
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
