//! The words of the program in each language: Fluent files under `templates/locales`.

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use super::files::{Files, ViewError, text_of};
use crate::domain::language::Language;

/// Their tags; the first is the language the texts are written in.
const SHIPPED: [&str; 3] = ["ja", "ja-x-easy", "en"];

/// The languages every text of the program exists in.
#[must_use]
pub fn shipped() -> Vec<Language> {
    let read = |tag: &&str| Language::parse(tag).ok();
    SHIPPED.iter().filter_map(read).collect()
}

/// The words of the program, language by language. Cheap to clone.
#[derive(Clone)]
pub struct Locales(std::sync::Arc<BTreeMap<String, FluentBundle<FluentResource>>>);

impl Locales {
    /// Reads every language and checks that all shipped ones have the same keys.
    ///
    /// # Errors
    /// [`ViewError::Locale`] names the file and what is wrong.
    pub fn load() -> Result<Self, ViewError> {
        let mut bundles = BTreeMap::new();
        for file in Files::iter() {
            let tag = file
                .strip_prefix("locales/")
                .and_then(|name| name.strip_suffix(".ftl"));
            if let Some(tag) = tag {
                bundles.insert(tag.to_owned(), bundle(tag, text_of(&file)?)?);
            }
        }
        check_shipped()?;
        Ok(Self(std::sync::Arc::new(bundles)))
    }

    /// The text for a key in the language of [`Self::spoken`]. `None` for a key that no language has.
    #[must_use]
    pub fn text(&self, language: &str, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let nearest = || {
            self.0
                .get(self.spoken(&Language::parse(language).ok()?).tag())
        };
        let bundle = self.0.get(language).or_else(nearest)?;
        let pattern = bundle.get_message(key)?.value()?;
        let text = bundle.format_pattern(pattern, args, &mut Vec::new());
        Some(text.into_owned())
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

fn bundle(tag: &str, source: String) -> Result<FluentBundle<FluentResource>, ViewError> {
    let fault = |what: String| ViewError::Locale(tag.to_owned(), what);
    let resource =
        FluentResource::try_new(source).map_err(|(_, errors)| fault(format!("{errors:?}")))?;
    let language = tag
        .split("-x-")
        .next()
        .unwrap_or(tag)
        .parse()
        .map_err(|error| fault(format!("{error:?}")))?;
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    bundle
        .add_resource(resource)
        .map_err(|errors| fault(format!("{errors:?}")))?;
    Ok(bundle)
}

/// The keys of one language's file, in order.
fn keys(tag: &str) -> Result<Vec<String>, ViewError> {
    let source = text_of(&format!("locales/{tag}.ftl"))?;
    let named = source
        .lines()
        .filter_map(|line| line.split_once(" = ").or_else(|| line.split_once(" =")));
    let top = named.filter(|(key, _)| !key.starts_with(['#', ' ', '[', '*']) && !key.is_empty());
    Ok(top.map(|(key, _)| key.to_owned()).collect())
}

fn check_shipped() -> Result<(), ViewError> {
    let wanted = keys("ja")?;
    for tag in SHIPPED {
        let mut have = keys(tag)?;
        have.sort_unstable();
        if let Some(twice) = have.windows(2).find(|pair| pair.first() == pair.get(1)) {
            return Err(ViewError::Locale(
                tag.to_owned(),
                format!("twice: {twice:?}"),
            ));
        }
        let missing = wanted.iter().find(|key| have.binary_search(key).is_err());
        let extra = have.iter().find(|key| !wanted.contains(key));
        if let Some(key) = missing.or(extra) {
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

    #[test]
    fn texts_take_their_values_and_fall_back() {
        let locales = Locales::load().unwrap();
        let mut args = FluentArgs::new();
        args.set("minutes", 5);
        args.set("questions", 24);
        assert_eq!(
            locales.text("ja", "facts", Some(&args)).unwrap(),
            "約5分・全24問"
        );
        assert_eq!(locales.text("vi", "next", None).unwrap(), "Next");
        assert_eq!(locales.text("ja", "no-such-key", None), None);
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
