//! The words of the program in each language: Fluent files under `templates/locales/{language}`, one for each room.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use serde::{Deserialize as _, Serialize};
use serde_json::{Map, Value};

use super::datum::Datum;
use super::files::{Files, ViewError, text_of};
use super::say::{Say, Wording};
use crate::domain::language::Language;

/// Their tags; the first is the language the texts are written in.
const SHIPPED: [&str; 3] = ["ja", "ja-x-easy", "en"];

/// The languages staff can work in: the only ones their rooms have words in.
const OF_STAFF: [&str; 2] = ["ja", "en"];

/// The folder of their rooms.
const STAFF_ROOMS: &str = "staff/";

/// The languages every text of the program exists in.
#[must_use]
pub fn shipped() -> Vec<Language> {
    read(&SHIPPED)
}

/// The languages of the pages of staff.
#[must_use]
pub fn of_staff() -> Vec<Language> {
    read(&OF_STAFF)
}

fn read(tags: &[&str]) -> Vec<Language> {
    let read = |tag: &&str| Language::parse(tag).ok();
    tags.iter().filter_map(read).collect()
}

/// The words of the program, language by language. Cheap to clone.
#[derive(Clone)]
pub struct Locales(std::sync::Arc<BTreeMap<String, Spoken>>);

/// A language the program speaks, with its texts.
struct Spoken {
    language: Language,
    texts: FluentBundle<FluentResource>,
}

impl Locales {
    /// Reads every language and checks that all shipped ones have the same keys.
    ///
    /// # Errors
    /// [`ViewError::Locale`] names the file and what is wrong.
    pub fn load() -> Result<Self, ViewError> {
        let mut bundles = BTreeMap::new();
        for (file, tag) in files() {
            let words = bundles.entry(tag.clone());
            let words = match words {
                Entry::Occupied(there) => there.into_mut(),
                Entry::Vacant(free) => free.insert(Spoken::new(&tag)?),
            };
            add(&mut words.texts, &file)?;
        }
        check_shipped()?;
        Ok(Self(std::sync::Arc::new(bundles)))
    }

    /// A sentence, written in the language the program speaks on pages of `language`.
    ///
    /// # Errors
    /// [`ViewError::Text`] for a key that no language has, and for a text with a place that nothing fills.
    pub fn say(&self, language: &Language, say: &Say) -> Result<String, ViewError> {
        self.written(language, say)
    }

    /// What stands in a place, written likewise.
    ///
    /// # Errors
    /// As [`Self::say`].
    pub fn write(&self, language: &Language, wording: &Wording) -> Result<String, ViewError> {
        self.written(language, wording)
    }

    fn written(&self, language: &Language, wording: &impl Serialize) -> Result<String, ViewError> {
        let wording = serde_json::to_value(wording);
        let wording = wording.map_err(|error| fault("a sentence", &error.to_string()))?;
        let words = self.words(self.spoken(language).tag())?;
        Ok(words.write(&wording)?.into_owned())
    }

    /// The words of a language the program speaks.
    ///
    /// # Errors
    /// When it does not speak it.
    pub(super) fn words(&self, spoken: &str) -> Result<Words<'_>, ViewError> {
        let words = self.0.get(spoken).map(Words);
        words.ok_or_else(|| ViewError::Locale(spoken.to_owned(), "not spoken".to_owned()))
    }

    /// The language the program speaks on pages of a language: the nearest it has, else English.
    #[must_use]
    pub fn spoken(&self, language: &Language) -> Language {
        if self.has(language) {
            return language.clone();
        }
        let nearest = language.lookup(&shipped()).cloned();
        nearest.unwrap_or_else(Language::english)
    }

    /// Whether pages exist in this language.
    #[must_use]
    pub fn has(&self, language: &Language) -> bool {
        self.0.contains_key(language.tag())
    }
}

impl Spoken {
    /// A language without words.
    fn new(tag: &str) -> Result<Self, ViewError> {
        let plurals = tag.split("-x-").next().unwrap_or(tag);
        let plurals = plurals.parse().map_err(|error| faulty(tag, &error))?;
        let mut texts = FluentBundle::new_concurrent(vec![plurals]);
        texts.set_use_isolating(false);
        let language = Language::parse(tag).map_err(|error| faulty(tag, &error))?;
        Ok(Self { language, texts })
    }
}

/// The words of one language.
pub(super) struct Words<'a>(&'a Spoken);

impl Words<'_> {
    /// The text of a key, its places filled.
    pub(super) fn text(&self, key: &str, args: &FluentArgs<'_>) -> Result<String, ViewError> {
        self.filled(key, None, args)
    }

    /// What is said beside a text: `.hint` below its key.
    pub(super) fn attribute(&self, key: &str, name: &str) -> Result<String, ViewError> {
        self.filled(key, Some(name), &FluentArgs::new())
    }

    fn filled(
        &self,
        key: &str,
        attribute: Option<&str>,
        args: &FluentArgs<'_>,
    ) -> Result<String, ViewError> {
        let message = self.0.texts.get_message(key);
        let pattern = message.and_then(|message| match attribute {
            Some(name) => Some(message.get_attribute(name)?.value()),
            None => message.value(),
        });
        let pattern = pattern.ok_or_else(|| fault(key, "there is no such text"))?;
        let mut faults = Vec::new();
        let text = self
            .0
            .texts
            .format_pattern(pattern, Some(args), &mut faults);
        match faults.first() {
            Some(first) => Err(fault(key, &first.to_string())),
            None => Ok(text.into_owned()),
        }
    }

    /// A [`Wording`] as templates see it.
    pub(super) fn write<'v>(&self, wording: &'v Value) -> Result<Cow<'v, str>, ViewError> {
        match wording {
            Value::Number(count) => Ok(count.to_string().into()),
            Value::String(text) => Ok(text.into()),
            Value::Object(fields) => match (fields.get("key"), fields.get("parts")) {
                (Some(Value::String(key)), _) => Ok(self.say(key, fields.get("args"))?.into()),
                (_, Some(Value::Array(parts))) => Ok(self.several(parts, fields)?.into()),
                _ => match Datum::deserialize(wording) {
                    Ok(datum) => Ok(datum.print(&self.0.language).into()),
                    Err(_) => Err(no_wording(wording)),
                },
            },
            _ => Err(no_wording(wording)),
        }
    }

    fn say(&self, key: &str, places: Option<&Value>) -> Result<String, ViewError> {
        let places = places.and_then(Value::as_object);
        let mut args = FluentArgs::with_capacity(places.map_or(0, Map::len));
        for (name, value) in places.into_iter().flatten() {
            match value.as_u64() {
                Some(count) => args.set(name.as_str(), count),
                None => args.set(name.as_str(), self.write(value)?),
            }
        }
        self.text(key, &args)
    }

    fn several(&self, parts: &[Value], fields: &Map<String, Value>) -> Result<String, ViewError> {
        let between = fields.get("between").map(|between| self.write(between));
        let parts = parts.iter().map(|part| self.write(part));
        let parts = parts.collect::<Result<Vec<_>, _>>()?;
        Ok(parts.join(&between.transpose()?.unwrap_or_default()))
    }
}

fn no_wording(value: &Value) -> ViewError {
    fault(&value.to_string(), "is no sentence")
}

fn fault(key: &str, what: &str) -> ViewError {
    ViewError::Text(key.to_owned(), what.to_owned())
}

/// Every file of words with the language it belongs to.
fn files() -> impl Iterator<Item = (String, String)> {
    Files::iter().filter_map(|file| {
        let (tag, room) = file.strip_prefix("locales/")?.split_once('/')?;
        room.ends_with(".ftl")
            .then(|| (file.to_string(), tag.to_owned()))
    })
}

fn faulty(file: &str, what: &impl std::fmt::Debug) -> ViewError {
    ViewError::Locale(file.to_owned(), format!("{what:?}"))
}

/// Adds the words of one file; a key that is there already is a fault.
fn add(bundle: &mut FluentBundle<FluentResource>, file: &str) -> Result<(), ViewError> {
    let words = FluentResource::try_new(text_of(file)?);
    let words = words.map_err(|(_, errors)| faulty(file, &errors))?;
    let added = bundle.add_resource(words);
    added.map_err(|errors| faulty(file, &errors))
}

/// The keys of one language, room by room.
fn keys(tag: &str) -> Result<Vec<String>, ViewError> {
    let mut keys = Vec::new();
    for (file, _) in files().filter(|(_, of)| of == tag) {
        let source = text_of(&file)?;
        let room = room_of(&file);
        let named = source.lines().filter_map(|line| line.split_once(" ="));
        let top = named
            .map(|(key, _)| key)
            .filter(|key| !key.starts_with(['#', ' ', '[', '*']) && !key.is_empty());
        keys.extend(top.map(|key| format!("{room}: {key}")));
    }
    Ok(keys)
}

/// `staff/surveys.ftl` of `locales/ja/staff/surveys.ftl`.
fn room_of(file: &str) -> &str {
    let inside = file.strip_prefix("locales/");
    let room = inside.and_then(|inside| inside.split_once('/'));
    room.map_or(file, |(_, room)| room)
}

fn check_shipped() -> Result<(), ViewError> {
    let all = keys("ja")?;
    for tag in SHIPPED {
        let mut have = keys(tag)?;
        have.sort_unstable();
        let speaks = |key: &&String| OF_STAFF.contains(&tag) || !key.starts_with(STAFF_ROOMS);
        let wanted: Vec<&String> = all.iter().filter(speaks).collect();
        let missing = wanted.iter().find(|key| have.binary_search(key).is_err());
        let extra = have.iter().find(|key| !wanted.contains(key));
        if let Some(key) = missing.copied().or(extra) {
            return Err(ViewError::Locale(
                tag.to_owned(),
                format!("not in all languages: {key}"),
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::questionnaire::question::Exactness;
    use crate::domain::time::Day;

    #[test]
    fn texts_take_their_values_and_fall_back() {
        let locales = Locales::load().unwrap();
        let say = |tag: &str, say: Say| locales.say(&Language::parse(tag).unwrap(), &say);
        let facts = Say::new("facts").with("minutes", 5_u64);
        assert_eq!(
            say("ja", facts.clone().with("questions", 24_u64)).unwrap(),
            "約5分・全24問"
        );
        assert_eq!(say("vi", Say::new("next")).unwrap(), "Next");
        for faulty in [facts, Say::new("no-such-key")] {
            assert!(matches!(say("ja", faulty), Err(ViewError::Text(..))));
        }
    }

    #[test]
    fn sentences_stand_in_sentences() {
        let locales = Locales::load().unwrap();
        let place = |place: u64| Say::new("place").with("place", place);
        let places = Wording::several([place(1), place(2)], "・");
        let written = locales.write(&Language::japanese(), &places).unwrap();
        assert_eq!(written, "1番目・2番目");
        let more = Say::new("home-title").with("town", places);
        let written = locales.say(&Language::japanese(), &more).unwrap();
        assert!(written.contains("1番目・2番目"), "{written}");
    }

    #[test]
    fn what_a_language_prints_in_its_own_way_stands_in_sentences() {
        let locales = Locales::load().unwrap();
        let day = Day::from_ymd_opt(2026, 10, 31).unwrap();
        let until = Say::new("until").with("date", Datum::Day(day));
        for (tag, year) in [("ja", "令和7年度"), ("en", "FY 2025"), ("vi", "FY 2025")] {
            let language = Language::parse(tag).unwrap();
            let written = locales.write(&language, &Datum::FiscalYear(2025).into());
            assert_eq!(written.unwrap(), year);
            let spoken = Datum::Day(day).print(&locales.spoken(&language));
            let written = locales.say(&language, &until).unwrap();
            assert!(written.contains(&spoken), "{written}");
        }
        let data = [
            (Datum::Date(day), "令和8年10月31日"),
            (
                Datum::BothCalendars(day, Exactness::Month),
                "令和8年10月（2026年10月）",
            ),
            (
                Datum::Moment(day.and_hms_opt(9, 5, 0).unwrap()),
                "10月31日（土）9時05分",
            ),
            (Datum::how_many(1_234_u64), "1,234"),
        ];
        for (datum, printed) in data {
            let written = locales.write(&Language::japanese(), &datum.into());
            assert_eq!(written.unwrap(), printed);
        }
    }

    #[test]
    fn the_program_speaks_the_nearest_language_it_has() {
        let locales = Locales::load().unwrap();
        for (page, spoken) in [
            ("vi", "en"),
            ("pt-BR", "en"),
            ("en-GB", "en"),
            ("ja-JP", "ja"),
            ("ja-x-easy", "ja-x-easy"),
            ("ja-x-kids", "ja"),
        ] {
            let page = Language::parse(page).unwrap();
            assert_eq!(locales.spoken(&page).tag(), spoken);
        }
    }
}
