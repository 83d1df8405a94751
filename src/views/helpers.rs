//! What templates can call: `t` (a fixed text), `say` (a sentence of the page), `field_label`,
//! `field_hint`, `ruby` (a text with its readings), `plain`, `concat`, `to_page` (an address of ours), `of_plan`
//! (words of a plan), `style`, `asset`.
//!
//! A missing parameter or key is an error, never an empty place: strict mode does not see them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use fluent_bundle::FluentArgs;
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, PathAndJson, RenderContext,
    RenderError, RenderErrorReason, ScopedJson,
};
use serde::Deserialize as _;
use serde_json::Value;

use crate::domain::hosts::Hosts;
use crate::domain::marks::is_marked;

use super::addresses;
use super::arrows;
use super::assets::Assets;
use super::kept::Kept;
use super::locale::{Locales, Words};
use super::ruby;
use super::style::Styles;

pub(super) fn register(handlebars: &mut Handlebars<'static>, locales: &Locales) {
    let texts: [(&str, Text); 4] = [
        ("t", fixed),
        ("say", sentence),
        ("field_label", fixed),
        ("field_hint", hint),
    ];
    for (name, text) in texts {
        let locales = locales.clone();
        handlebars.register_helper(name, Box::new(Translate { locales, text }));
    }
    handlebars.register_helper("ruby", Box::new(Texts));
    let locales = locales.clone();
    handlebars.register_helper("of_plan", Box::new(Printed { locales }));
    handlebars.register_helper("to_page", Box::new(Leads));
    handlebars.register_helper("plain", Box::new(Makes(plain)));
    handlebars.register_helper("spelled", Box::new(Makes(spelled)));
    handlebars.register_helper("concat", Box::new(Makes(concat)));
}

/// What only pages of HTML call.
pub(super) fn register_files(
    handlebars: &mut Handlebars<'static>,
    styles: &Styles,
    assets: &Assets,
) {
    let inside = styles.all().filter(|(frame, _)| frame.is_styled_inside());
    let sheets = inside.map(|(frame, sheet)| {
        let css = format!("<style>{}</style>", sheet.css);
        (frame.name().to_owned(), css)
    });
    let sheets: Named = sheets.collect();
    let style = move |helper: &Helper<'_>, out: &mut dyn Output| style(&sheets, helper, out);
    handlebars.register_helper("style", Box::new(Writes(style)));
    handlebars.register_helper("written_once", Box::new(Kept::default()));
    // `{{asset "staff.css"}}`: the address of a file.
    let addresses = assets.addresses();
    let addresses = addresses.map(|(name, address)| (name.to_owned(), address));
    let addresses: Named = addresses.collect();
    let asset = move |helper: &Helper<'_>, out: &mut dyn Output| -> HelperResult {
        Ok(out.write(named(&addresses, helper)?)?)
    };
    handlebars.register_helper("asset", Box::new(Writes(asset)));
}

pub(super) fn fault(message: impl Into<String>) -> RenderError {
    RenderErrorReason::Other(message.into()).into()
}

/// The first parameter.
pub(super) fn given<'a, 'rc>(helper: &'a Helper<'rc>) -> Result<&'a PathAndJson<'rc>, RenderError> {
    let missing = || fault(format!("{}: no parameter", helper.name()));
    let param = helper.param(0).ok_or_else(missing)?;
    if param.is_value_missing() {
        let path = param.relative_path();
        return Err(fault(format!("{}: {path:?} is not there", helper.name())));
    }
    Ok(param)
}

/// The first parameter as text.
fn first<'a>(helper: &'a Helper<'_>) -> Result<&'a str, RenderError> {
    let value = given(helper)?.value();
    let other = || fault(format!("{}: not a text: {value}", helper.name()));
    value.as_str().ok_or_else(other)
}

/// `{{t "key"}}` and `{{say page.title}}`: a text of the program. Standing alone it is written with its readings, and
/// says its language where that is not the one of the page; inside another call it is the bare text.
struct Translate {
    locales: Locales,
    text: Text,
}

/// The text a call asks for.
type Text = fn(&Words<'_>, &Helper<'_>) -> Result<String, RenderError>;

/// The words of the program on the page.
fn words<'a>(locales: &'a Locales, context: &Context) -> Result<Words<'a>, RenderError> {
    let spoken = context.data().get("spoken").and_then(Value::as_str);
    let words = locales.words(spoken.unwrap_or_default());
    words.map_err(|error| fault(error.to_string()))
}

/// HTML of a text of the program: with its readings, in its own language.
fn write_text(text: &str, context: &Context, out: &mut dyn Output) -> HelperResult {
    let html = ruby::html(text);
    let root = context.data();
    let foreign = root.get("foreign").and_then(Value::as_bool);
    let spoken = root.get("spoken_lang").and_then(Value::as_str);
    match (foreign, spoken) {
        (Some(true), Some(spoken)) => {
            Ok(out.write(&format!(r#"<span lang="{spoken}">{html}</span>"#))?)
        }
        _ => Ok(out.write(&html)?),
    }
}

/// A fixed text.
fn fixed(words: &Words<'_>, helper: &Helper<'_>) -> Result<String, RenderError> {
    let key = first(helper)?;
    if !helper.hash().is_empty() {
        let why = format!("{key}: what has places is a sentence of the page");
        return Err(fault(why));
    }
    let text = words.text(key, &FluentArgs::new());
    text.map_err(|error| fault(error.to_string()))
}

/// The hint at a field: what its label says further.
fn hint(words: &Words<'_>, helper: &Helper<'_>) -> Result<String, RenderError> {
    let hint = words.attribute(first(helper)?, "hint");
    hint.map_err(|error| fault(error.to_string()))
}

/// A sentence the page holds; a text that is none of the program's, as it is.
fn sentence(words: &Words<'_>, helper: &Helper<'_>) -> Result<String, RenderError> {
    let text = words.write(given(helper)?.value());
    text.map(Cow::into_owned)
        .map_err(|error| fault(error.to_string()))
}

impl HelperDef for Translate {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let text = (self.text)(&words(&self.locales, context)?, helper)?;
        Ok(ScopedJson::Derived(Value::String(text)))
    }

    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let text = (self.text)(&words(&self.locales, context)?, helper)?;
        // A text of the page itself is in the page's language.
        let is_of_page = helper.name() == "say" && given(helper)?.value().is_string();
        match is_of_page {
            true => Ok(out.write(&ruby::html(&text))?),
            false => write_text(&text, context, out),
        }
    }
}

/// `{{of_plan name}}`: words as a plan prints them, in Japanese whatever the language of the page: marked as such where
/// that is another one. An arrow is seen as printed and heard in words.
struct Printed {
    locales: Locales,
}

impl HelperDef for Printed {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let printed = first(helper)?;
        let text = ruby::escaped(printed);
        if let Some(key) = arrows::key(printed) {
            let words = words(&self.locales, context)?.text(key, &FluentArgs::new());
            let words = ruby::plain(&words.map_err(|error| fault(error.to_string()))?);
            let heard = format!(r#"<span class="unseen">{words}</span>"#);
            let seen = format!(r#"<span aria-hidden="true">{text}</span>"#);
            return Ok(out.write(&(seen + &heard))?);
        }
        let said = |name: &str| context.data().get(name).and_then(Value::as_str);
        let html = match (said("lang"), said("spoken_lang")) {
            (Some("ja"), _) => text,
            (_, Some("ja")) => format!(r#"<span class="printed">{text}</span>"#),
            _ => format!(r#"<span class="printed" lang="ja">{text}</span>"#),
        };
        Ok(out.write(&html)?)
    }
}

/// `{{to_page page.href}}`: an address of ours, in the language of the page and shown as the page is: both follow the reader.
struct Leads;

impl HelperDef for Leads {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let root = context.data();
        let text = |value: Option<&'rc Value>| value.and_then(Value::as_str).unwrap_or_default();
        let lang = text(root.get("lang"));
        let display = text(root.pointer("/chrome/display"));
        let address = addresses::shown(first(helper)?, lang, display);
        Ok(ScopedJson::Derived(Value::String(address)))
    }
}

/// A helper that is what it makes of a call; standing alone, it is written escaped.
struct Makes(fn(&Helper<'_>) -> Result<String, RenderError>);

impl HelperDef for Makes {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let text = (self.0)(helper)?;
        Ok(ScopedJson::Derived(Value::String(text)))
    }
}

/// `{{plain text}}`: a text without its readings, for titles and attributes.
fn plain(helper: &Helper<'_>) -> Result<String, RenderError> {
    Ok(ruby::plain(first(helper)?))
}

/// `{{spelled text}}`: a text with its readings in brackets, for lists that open.
fn spelled(helper: &Helper<'_>) -> Result<String, RenderError> {
    Ok(ruby::spelled(first(helper)?))
}

/// `(concat "parts/question/" kind)`: texts joined.
fn concat(helper: &Helper<'_>) -> Result<String, RenderError> {
    let parts = helper.params().iter().map(|part| {
        let other = || fault(format!("concat: not a text: {:?}", part.relative_path()));
        part.value().as_str().ok_or_else(other)
    });
    parts.collect()
}

/// A helper that writes HTML.
pub(super) struct Writes<F>(pub(super) F);

impl<F> HelperDef for Writes<F>
where
    F: Fn(&Helper<'_>, &mut dyn Output) -> HelperResult + Send + Sync,
{
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        (self.0)(helper, out)
    }
}

/// `{{ruby text}}`: a text with its readings and marks, escaped; its links lead to the hosts of the page's town only.
struct Texts;

impl HelperDef for Texts {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let text = first(helper)?;
        // Most texts have no marks.
        let hosts = match is_marked(text) {
            true => hosts(context)?,
            false => Hosts::default(),
        };
        Ok(out.write(&ruby::linking(text, &hosts))?)
    }
}

/// Whose pages the texts of the page may lead to.
fn hosts(context: &Context) -> Result<Hosts, RenderError> {
    let missing = || fault("the page has no hosts");
    let hosts = context.data().get("hosts").ok_or_else(missing)?;
    Hosts::deserialize(hosts).map_err(|error| fault(error.to_string()))
}

/// `{{style "respond" chrome.style}}`: the styles of an audience, inside the page; then those of the page alone, if
/// it has any (rules that are made of codes: letters, digits, `_` and `-`).
fn style(sheets: &Named, helper: &Helper<'_>, out: &mut dyn Output) -> HelperResult {
    out.write(named(sheets, helper)?)?;
    if let Some(own) = helper.param(1).and_then(|own| own.value().as_str()) {
        out.write("<style>")?;
        out.write(own)?;
        out.write("</style>")?;
    }
    Ok(())
}

/// Texts by the name that a call gives.
type Named = BTreeMap<String, String>;

fn named<'n>(all: &'n Named, helper: &Helper<'_>) -> Result<&'n str, RenderError> {
    let name = first(helper)?;
    let found = all.get(name).map(String::as_str);
    found.ok_or_else(|| fault(format!("{}: there is no {name}", helper.name())))
}
