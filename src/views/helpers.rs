//! What templates can call: `t` (a text), `ruby` (a text with its readings), `plain`, `concat`, `style`.
//!
//! A missing parameter or key is an error, never an empty place: strict mode does not see them.

use fluent_bundle::{FluentArgs, FluentValue};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, ScopedJson,
};
use serde_json::Value;

use super::locale::Locales;
use super::ruby;
use super::style::Styles;

pub(super) fn register(handlebars: &mut Handlebars<'static>, locales: &Locales, styles: &Styles) {
    handlebars.register_helper("t", Box::new(Translate(locales.clone())));
    handlebars.register_helper("ruby", Box::new(Ruby));
    handlebars.register_helper("plain", Box::new(Plain));
    handlebars.register_helper("concat", Box::new(Concat));
    let sheets = ["respond", "public"].iter().filter_map(|name| {
        let sheet = styles.get(name)?;
        Some(((*name).to_owned(), format!("<style>{}</style>", sheet.css)))
    });
    handlebars.register_helper("style", Box::new(Style(sheets.collect())));
}

fn fault(message: impl Into<String>) -> RenderError {
    RenderErrorReason::Other(message.into()).into()
}

/// The first parameter as text.
fn first<'a>(helper: &'a Helper<'_>) -> Result<&'a str, RenderError> {
    let param = helper
        .param(0)
        .ok_or_else(|| fault(format!("{}: no parameter", helper.name())))?;
    if param.is_value_missing() {
        return Err(fault(format!(
            "{}: {:?} is not there",
            helper.name(),
            param.relative_path()
        )));
    }
    param
        .value()
        .as_str()
        .ok_or_else(|| fault(format!("{}: not a text: {}", helper.name(), param.value())))
}

/// `{{t "key" name=value}}`: a text of the program in the language of the page. Standing alone it is written with
/// its readings, and says its language where that is not the one of the page; inside another call it is the bare text.
struct Translate(Locales);

impl Translate {
    fn text(&self, helper: &Helper<'_>, context: &Context) -> Result<String, RenderError> {
        let key = first(helper)?;
        let language = context
            .data()
            .get("spoken")
            .and_then(Value::as_str)
            .unwrap_or("ja");
        let mut args = FluentArgs::new();
        for (name, value) in helper.hash() {
            match value.value() {
                Value::String(text) => args.set(*name, text.as_str()),
                Value::Number(number) => args.set(*name, FluentValue::from(number.as_f64())),
                _ => {}
            }
        }
        self.0
            .text(language, key, Some(&args))
            .ok_or_else(|| fault(format!("no text for {key}")))
    }
}

impl HelperDef for Translate {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        Ok(ScopedJson::Derived(Value::String(
            self.text(helper, context)?,
        )))
    }

    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let html = ruby::html(&self.text(helper, context)?);
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

/// `(concat "partials/question/" kind)`: texts joined.
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
