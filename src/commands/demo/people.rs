//! Made-up people: who they are, and what they answer. Person number n of a seed is always the same person.
//!
//! Their answers hang together: whoever is content with the town is so in most rows, older people read the magazine and
//! belong to a neighbourhood association, some leave out what they do not want to say. Shares lie where those published
//! by Japanese towns lie; no real person is behind any of them.

use std::collections::HashMap;
use std::sync::LazyLock;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::domain::language::Language;
use crate::domain::questionnaire::item::{Accepts, Item, Part};
use crate::domain::questionnaire::question::{Choice, Meaning};
use crate::domain::questionnaire::{Answers, Raw, Reader};

use super::habits::{self, Habit};

/// What people write, by question and language.
type Voices = HashMap<String, HashMap<String, Vec<String>>>;

static VOICES: LazyLock<Voices> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../config/demo/voices.json")).unwrap_or_default()
});

/// One of them.
pub(super) struct Person {
    random: StdRng,
    /// 0 for 18–29, 6 for 80 and over.
    age: usize,
    woman: bool,
    district: usize,
    /// How content with the town: about −2 to 2.
    mood: f64,
    /// How likely to leave a question out.
    haste: f64,
    /// The language of the form.
    pub(super) language: Language,
}

/// Who answers surveys in a town of this kind: by age band.
const AGES: [f64; 7] = [5.0, 8.0, 12.0, 16.0, 21.0, 24.0, 14.0];
const DISTRICTS: [f64; 5] = [34.0, 22.0, 18.0, 14.0, 12.0];

impl Person {
    /// Person number `number` of a survey.
    pub(super) fn new(seed: u64, number: u32) -> Self {
        let mut random = StdRng::seed_from_u64(seed.wrapping_mul(1_000_003) ^ u64::from(number));
        let age = pick(&mut random, &AGES);
        let woman = random.random_bool(0.54);
        let district = pick(&mut random, &DISTRICTS);
        let older = [-0.25, -0.15, -0.1, 0.0, 0.05, 0.15, 0.2];
        let mood = (0..6).map(|_| random.random_range(-0.7..0.7)).sum::<f64>()
            + older.get(age).copied().unwrap_or_default();
        let haste = random.random_range(0.0..0.05);
        let language = match random.random_range(0..1_000) {
            0..22 => Language::easy_japanese(),
            22..38 => Language::english(),
            _ => Language::japanese(),
        };
        Self {
            random,
            age,
            woman,
            district,
            mood,
            haste,
            language,
        }
    }

    /// What this person sends. Never blank: who answers nothing sends nothing.
    pub(super) fn answers(&mut self, reader: &Reader) -> Option<Answers> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for item in reader.items() {
            if self.random.random_bool(self.leaves_out(item)) {
                continue;
            }
            for value in self.answer(reader, item, &pairs) {
                pairs.push((item.code.clone(), value));
            }
        }
        let raw: Raw<'_> = pairs
            .iter()
            .map(|(item, value)| (item.as_str(), value.as_str()))
            .collect();
        let answers = Answers::read(reader, &raw).ok()?;
        (!answers.is_blank()).then_some(answers)
    }

    fn leaves_out(&self, item: &Item) -> f64 {
        let more = match item.accepts {
            Accepts::Text { long: true, .. } => 0.8,
            Accepts::Text { .. } => 0.3,
            Accepts::Number { .. } => 0.05,
            _ if matches!(item.part, Part::Cell { .. }) => 0.02,
            _ if matches!(item.part, Part::Place(place) if place > 0) => 0.1,
            _ => 0.005,
        };
        (self.haste + more).min(1.0)
    }

    fn answer(&mut self, reader: &Reader, item: &Item, before: &[(String, String)]) -> Vec<String> {
        let choices = item.choices(reader.questionnaire());
        match &item.accepts {
            Accepts::One(_) if matches!(item.part, Part::Place(_)) => {
                self.rank(item, choices, before)
            }
            Accepts::One(_) => self.one(&item.code, choices).into_iter().collect(),
            Accepts::Many { max, .. } => self.several(&item.code, choices, max.map(usize::from)),
            Accepts::Consent(code) => vec![code.to_string()],
            Accepts::Number { .. } => vec![self.number(&item.code).to_string()],
            Accepts::Date { .. }
            | Accepts::Time { .. }
            | Accepts::Text {
                pattern: Some(_), ..
            } => Vec::new(),
            Accepts::Text { .. } => self.text(item, before).into_iter().collect(),
        }
    }

    /// One option: by what is known of the item, tilted by the person's mood along the scores of its scale.
    fn one(&mut self, code: &str, choices: &[Choice]) -> Option<String> {
        let chosen = match code {
            "sex" if self.random.random_bool(0.015) => 2,
            "sex" => usize::from(self.woman),
            "age" => self.age,
            "district" => self.district,
            _ => {
                let weights = self.weights(code, choices);
                pick(&mut self.random, &weights)
            }
        };
        choices.get(chosen).map(|choice| choice.code.to_string())
    }

    fn weights(&self, code: &str, choices: &[Choice]) -> Vec<f64> {
        let habit = habits::of(code);
        let old = f64::from(u8::try_from(self.age).unwrap_or(3)) - 3.5;
        let weight = |(at, choice): (usize, &Choice)| {
            let base = habit.shares.get(at).copied().unwrap_or(10.0);
            let score = choice
                .score
                .and_then(|score| i32::try_from(score).ok())
                .map_or(0.0, f64::from);
            let known = if choice.meaning == Meaning::DontKnow {
                -0.12 * old
            } else {
                0.0
            };
            base * (habit.mood * self.mood * score
                + habit.age * old * middle(at, choices.len())
                + known)
                .exp()
        };
        choices.iter().enumerate().map(weight).collect()
    }

    fn several(&mut self, code: &str, choices: &[Choice], max: Option<usize>) -> Vec<String> {
        let Habit { shares, .. } = habits::of(code);
        let most = max.unwrap_or(choices.len());
        let mut chosen = Vec::new();
        for (at, choice) in choices.iter().enumerate() {
            let share = shares.get(at).copied().unwrap_or(15.0) / 100.0;
            if choice.exclusive {
                if chosen.is_empty() && self.random.random_bool(0.7) {
                    return vec![choice.code.to_string()];
                }
            } else if chosen.len() < most && self.random.random_bool(share) {
                chosen.push(choice.code.to_string());
            }
        }
        chosen
    }

    fn rank(
        &mut self,
        item: &Item,
        choices: &[Choice],
        before: &[(String, String)],
    ) -> Vec<String> {
        let Part::Place(place) = item.part else {
            return Vec::new();
        };
        let question = item
            .code
            .rsplit_once('.')
            .map_or("", |(question, _)| question);
        let earlier: Vec<&str> = before
            .iter()
            .filter(|(code, _)| {
                code.rsplit_once('.')
                    .is_some_and(|(name, _)| name == question)
            })
            .map(|(_, value)| value.as_str())
            .collect();
        if earlier.len() < place {
            return Vec::new();
        }
        let left: Vec<&Choice> = choices
            .iter()
            .filter(|choice| !earlier.contains(&choice.code.as_str()))
            .collect();
        let at = self.random.random_range(0..left.len().max(1));
        left.get(at)
            .map(|choice| choice.code.to_string())
            .into_iter()
            .collect()
    }

    fn number(&mut self, code: &str) -> u32 {
        let age = 18 + 10 * u32::try_from(self.age).unwrap_or(3);
        match code {
            "years" => self.random.random_range(0..=age.min(90)),
            "visits" => [0, 1, 2, 3, 4, 5, 6, 10, 12, 24]
                .get(pick(
                    &mut self.random,
                    &[8.0, 15.0, 22.0, 17.0, 10.0, 9.0, 7.0, 7.0, 3.0, 1.0],
                ))
                .copied()
                .unwrap_or(2),
            _ => self.random.random_range(0..=5),
        }
    }

    /// Something from the list of voices; beside 「その他」 only when that is chosen.
    fn text(&mut self, item: &Item, before: &[(String, String)]) -> Option<String> {
        let kind = if matches!(item.part, Part::Other(_)) {
            let question = item.code.strip_suffix(".other")?;
            before
                .iter()
                .find(|(code, value)| code == question && value == "99")?;
            "other"
        } else {
            item.code.as_str()
        };
        let voices = VOICES.get(kind)?.get(self.language.tag())?;
        voices
            .get(self.random.random_range(0..voices.len()))
            .cloned()
    }
}

/// −1 for the first of several, 1 for the last.
fn middle(at: usize, of: usize) -> f64 {
    let place = |n: usize| f64::from(u16::try_from(n).unwrap_or_default());
    if of < 2 {
        0.0
    } else {
        2.0 * place(at) / place(of - 1) - 1.0
    }
}

/// An index, each with its weight.
fn pick(random: &mut StdRng, weights: &[f64]) -> usize {
    let mut left = random.random_range(0.0..weights.iter().sum::<f64>().max(f64::MIN_POSITIVE));
    for (at, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return at;
        }
    }
    weights.len().saturating_sub(1)
}
