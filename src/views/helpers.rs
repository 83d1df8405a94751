//! What templates can call: `t` (a fixed text), `say` (a sentence of the page), `field_label`,
//! `field_hint`, `ruby` (a text with its readings), `plain`, `concat`, `style`, `asset`.
//!
//! A missing parameter or key is an error, never an empty place: strict mode does not see them.

use std::borrow::Cow;

use fluent_bundle::FluentArgs;
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, PathAndJson, RenderContext,
    RenderError, RenderErrorReason, ScopedJson,
};
use serde_json::Value;

use super::assets::Assets;
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
    handlebars.register_helper("ruby", Box::new(Ruby));
    handlebars.register_helper("plain", Box::new(Plain));
    handlebars.register_helper("concat", Box::new(Concat));
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
    handlebars.register_helper("style", Box::new(Style(sheets.collect())));
    let addresses = assets.addresses();
    let addresses = addresses.map(|(name, address)| (name.to_owned(), address));
    handlebars.register_helper("asset", Box::new(AssetAddress(addresses.collect())));
}

fn fault(message: impl Into<String>) -> RenderError {
    RenderErrorReason::Other(message.into()).into()
}

/// The first parameter.
fn given<'a, 'rc>(helper: &'a Helper<'rc>) -> Result<&'a PathAndJson<'rc>, RenderError> {
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

/// `{{ruby text}}`: a text with its readings, escaped.
struct Ruby;

impl HelperDef for Ruby {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        Ok(out.write(&ruby::html(first(helper)?))?)
    }
}

/// `{{plain text}}`: a text without its readings, for titles and attributes.
struct Plain;

impl HelperDef for Plain {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        Ok(ScopedJson::Derived(Value::String(ruby::plain(first(
            helper,
        )?))))
    }
}

/// `(concat "parts/question/" kind)`: texts joined.
struct Concat;

impl HelperDef for Concat {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let parts = helper.params().iter().map(|part| {
            part.value()
                .as_str()
                .ok_or_else(|| fault(format!("concat: not a text: {:?}", part.relative_path())))
        });
        Ok(ScopedJson::Derived(Value::String(
            parts.collect::<Result<String, _>>()?,
        )))
    }
}

/// `{{style "respond" chrome.style}}`: the styles of an audience, inside the page; then those of the page alone, if
/// it has any (rules that are made of codes: letters, digits, `_` and `-`).
struct Style(Vec<(String, String)>);

impl HelperDef for Style {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let name = first(helper)?;
        let sheet = self
            .0
            .iter()
            .find(|(sheet, _)| sheet == name)
            .ok_or_else(|| fault(format!("no style {name}")))?;
        out.write(&sheet.1)?;
        if let Some(own) = helper.param(1).and_then(|own| own.value().as_str()) {
            out.write("<style>")?;
            out.write(own)?;
            out.write("</style>")?;
        }
        Ok(())
    }
}

/// `{{asset "staff.css"}}`: the address of a file.
struct AssetAddress(Vec<(String, String)>);

impl HelperDef for AssetAddress {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let name = first(helper)?;
        let mut addresses = self.0.iter();
        let (_, address) = addresses
            .find(|(asset, _)| asset == name)
            .ok_or_else(|| fault(format!("no file {name}")))?;
        Ok(out.write(address)?)
    }
}
