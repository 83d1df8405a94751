//! The pages: templates, languages, numbers and dates as text, charts. What a page *says* is decided elsewhere.
//!
//! Everything is read once at the start and cross-checked: a template that does not parse, a text missing in one of
//! the three shipped languages or an unknown helper stops the program then, never in front of a citizen.

pub mod addresses;
pub mod arrows;
mod assets;
pub mod chart;
pub mod comparing;
mod dates;
pub mod datum;
pub mod definition;
pub mod designing;
mod files;
pub mod frame;
pub mod help;
mod helpers;
pub mod hiding;
mod kept;
pub mod limits;
pub mod locale;
pub mod numbers;
mod parts;
pub mod qr;
pub mod ruby;
pub mod say;
pub mod sheet;
mod strict;
pub mod style;
mod template;

use std::collections::BTreeMap;

use handlebars::{Handlebars, Template, TemplateError};
use serde::Serialize;

use crate::domain::abreast;
use crate::domain::hosts::Hosts;
use crate::domain::language::Language;
pub use assets::{Asset, Assets};
pub use files::ViewError;
use files::{Files, text_of};
use help::Help;
use locale::Locales;
use parts::Sources;
use style::Styles;

/// All templates with their languages and styles.
pub struct Views {
    handlebars: Handlebars<'static>,
    /// Templates of plain text (`….txt.hbs`): nothing is escaped in them.
    plain: Handlebars<'static>,
    locales: Locales,
    styles: Styles,
    assets: Assets,
    help: Help,
}

/// What every template sees: the languages, the frame around the page, and the page itself.
#[derive(Serialize)]
struct Root<'a, C: Serialize, P: Serialize> {
    /// The language of the page.
    lang: &'a str,
    /// The language of the program's own words on it, where a questionnaire has more languages than the program.
    spoken: &'a str,
    /// Its `lang` attribute.
    spoken_lang: &'a str,
    /// Whether the words must say that they are in another language than the page.
    foreign: bool,
    /// Whose pages its texts may lead to.
    hosts: &'a Hosts,
    chrome: &'a C,
    page: &'a P,
}

impl Views {
    /// Reads templates, styles and translations.
    ///
    /// # Errors
    /// [`ViewError`] names the file that is faulty.
    pub fn load() -> Result<Self, ViewError> {
        let locales = Locales::load()?;
        let styles = Styles::load();
        let assets = Assets::load(&styles)?;
        let mut handlebars = Handlebars::new();
        handlebars.set_strict_mode(true);
        handlebars.register_escape_fn(ruby::escaped);
        helpers::register(&mut handlebars, &locales);
        helpers::register_files(&mut handlebars, &styles, &assets);
        strict::register(&mut handlebars);
        let mut plain = Handlebars::new();
        plain.set_strict_mode(true);
        plain.register_escape_fn(handlebars::no_escape);
        helpers::register(&mut plain, &locales);
        for compiled in compiled(&sources()?) {
            let (name, template) = compiled?;
            let registry = match is_plain(&name) {
                true => &mut plain,
                false => &mut handlebars,
            };
            registry.register_template(&name, template);
        }
        Ok(Self {
            handlebars,
            plain,
            locales,
            styles,
            assets,
            help: Help::load()?,
        })
    }

    /// Writes one page, whose texts lead to these hosts alone.
    ///
    /// # Errors
    /// When the template is missing or meets a value it does not expect: a fault of the program.
    pub fn render<C: Serialize, P: Serialize>(
        &self,
        template: &str,
        (language, hosts): (&Language, &Hosts),
        chrome: &C,
        page: &P,
    ) -> Result<String, ViewError> {
        tracing::trace!(template, "writing");
        let registry = match is_plain(template) {
            true => &self.plain,
            false => &self.handlebars,
        };
        let spoken = self.locales.spoken(language);
        let root = Root {
            lang: language.tag(),
            spoken: spoken.tag(),
            spoken_lang: spoken.public_tag(),
            foreign: spoken.public_tag() != language.public_tag(),
            hosts,
            chrome,
            page,
        };
        Ok(registry.render(template, &root)?)
    }

    /// The languages pages can be shown in.
    #[must_use]
    pub fn locales(&self) -> &Locales {
        &self.locales
    }

    /// The styles inside the pages, with the hashes the content security policy names.
    #[must_use]
    pub fn styles(&self) -> &Styles {
        &self.styles
    }

    /// The files that browsers fetch beside the pages.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.assets
    }

    /// What is said to the pages of staff.
    #[must_use]
    pub fn help(&self) -> &Help {
        &self.help
    }

    /// The names of all templates, for the test that every one of them is shown.
    pub fn templates(&self) -> impl Iterator<Item = &str> {
        let registries = [&self.handlebars, &self.plain];
        let names = registries
            .into_iter()
            .flat_map(|registry| registry.get_templates().keys());
        names.map(String::as_str)
    }
}

/// A letter in plain text.
fn is_plain(template: &str) -> bool {
    template.ends_with(".txt")
}

/// The templates by name. A letter in plain text is sent with its line breaks, a page without.
fn sources() -> Result<Sources, ViewError> {
    let mut sources = BTreeMap::new();
    for file in Files::iter() {
        let Some(name) = file.strip_suffix(".hbs") else {
            continue;
        };
        let source = text_of(&file)?;
        let sent = match is_plain(name) {
            true => source,
            false => template::joined(&source),
        };
        sources.insert(name.to_owned(), sent);
    }
    Ok(Sources(sources))
}

/// The templates, ready to write: making them so is most of what a start takes.
fn compiled(sources: &Sources) -> Vec<Result<(String, Template), ViewError>> {
    let names: Vec<&String> = sources.0.keys().collect();
    abreast::each(names, |name| {
        let whole = sources.whole(name)?;
        let kept = match is_plain(name) {
            true => whole,
            false => strict::kept(whole),
        };
        let fault = |error: TemplateError| ViewError::Template(name.clone(), error.to_string());
        let template = Template::compile_with_name(kept, name.clone()).map_err(fault)?;
        Ok((name.clone(), template))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_parses() {
        assert!(Views::load().unwrap().templates().count() > 10);
    }
}
