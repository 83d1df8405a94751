//! `{{#written_once "question" by_hand}}…{{/written_once}}`: a part of a page that says the same of the same, such as a
//! question with what is marked in it. It is written once, however many people have marked the same.
//!
//! It hangs on what stands around its call (`this`), on the languages and hosts of the page, and on nothing else: its
//! template asks for no `../` and no `page`. What somebody wrote by hand (`by_hand`) is never kept; nor is what people
//! marked, but for a digest of it beside what is shown.

use std::io::{self, Write};
use std::sync::Arc;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, Renderable as _, StringOutput, Template,
};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::helpers::{fault, given};

/// What is kept at most: 8 MB.
const MOST_BYTES: u64 = 8_000_000;

/// About so many parts are that.
const ABOUT: usize = 4_000;

/// What a part takes beside its text, about. Bytes.
const AROUND: usize = 100;

/// What of a page a part hangs on beside what stands around its call.
const OF_PAGE: [&str; 5] = ["lang", "spoken", "spoken_lang", "foreign", "hosts"];

/// What it is written from.
type Digested = [u8; 32];

/// The parts.
pub(super) struct Kept(Cache<Digested, Arc<str>, Weight>);

#[derive(Clone)]
struct Weight;

impl Weighter<Digested, Arc<str>> for Weight {
    fn weight(&self, _: &Digested, part: &Arc<str>) -> u64 {
        u64::try_from(part.len() + AROUND).unwrap_or(u64::MAX)
    }
}

impl Default for Kept {
    fn default() -> Self {
        Self(Cache::with_weighter(ABOUT, MOST_BYTES, Weight))
    }
}

impl HelperDef for Kept {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let inner = helper
            .template()
            .ok_or_else(|| fault("written_once: nothing in it"))?;
        if is_by_hand(helper)? {
            return inner.render(registry, context, render, out);
        }
        let digested = digested(helper, context, render)?;
        if let Some(part) = self.0.get(&digested) {
            return Ok(out.write(&part)?);
        }
        let part = written(inner, registry, context, render)?;
        out.write(&part)?;
        self.0.insert(digested, part.into());
        Ok(())
    }
}

/// The part, as it stands in this page.
fn written<'reg: 'rc, 'rc>(
    inner: &'rc Template,
    registry: &'reg Handlebars<'reg>,
    context: &'rc Context,
    render: &mut RenderContext<'reg, 'rc>,
) -> Result<String, RenderError> {
    let mut text = StringOutput::new();
    inner.render(registry, context, render, &mut text)?;
    Ok(text.into_string()?)
}

fn is_by_hand(helper: &Helper<'_>) -> Result<bool, RenderError> {
    let missing = || fault("written_once: nobody says whether it is written by hand");
    let said = helper.param(1).and_then(|said| said.value().as_bool());
    said.ok_or_else(missing)
}

fn digested(
    helper: &Helper<'_>,
    context: &Context,
    render: &RenderContext<'_, '_>,
) -> Result<Digested, RenderError> {
    let page = context.data();
    let around = render.evaluate(context, "this")?;
    let of_page = OF_PAGE.map(|name| page.get(name).unwrap_or(&Value::Null));
    let from = (given(helper)?.value(), of_page, around.as_json());
    let mut digest = Digest(Sha256::new());
    from.serialize(&mut serde_json::Serializer::new(&mut digest))
        .map_err(RenderErrorReason::from)?;
    Ok(digest.0.finalize().into())
}

/// A digest that is written to.
struct Digest(Sha256);

impl Write for Digest {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Parts in a loop, written with a number that tells one writing from the next.
    fn write(registry: &Handlebars<'_>, lang: &str, marks: &[&str], by_hand: bool) -> String {
        let marks: Vec<Value> = marks.iter().map(|mark| json!({ "mark": mark })).collect();
        let page = json!({ "lang": lang, "by_hand": by_hand, "marks": marks });
        registry.render("page", &page).unwrap()
    }

    #[test]
    fn a_part_is_written_once_for_the_same_and_anew_for_anything_else() {
        let mut registry = Handlebars::new();
        let count = std::sync::atomic::AtomicUsize::new(0);
        let next = move |_: &Helper<'_>, out: &mut dyn Output| -> HelperResult {
            let at = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            Ok(out.write(&format!("{at} "))?)
        };
        registry.register_helper("next", Box::new(super::super::helpers::Writes(next)));
        registry.register_helper("written_once", Box::new(Kept::default()));
        let page = r#"{{#each marks}}{{#written_once "mark" @root.by_hand}}{{mark}}{{next}}{{/written_once}}{{/each}}"#;
        registry.register_template_string("page", page).unwrap();
        assert_eq!(write(&registry, "ja", &["a", "b", "a"], false), "a0 b1 a0 ");
        assert_eq!(write(&registry, "ja", &["b", "a"], false), "b1 a0 ");
        assert_eq!(write(&registry, "en", &["a"], false), "a2 ");
        // What is written by hand is not looked for either.
        assert_eq!(write(&registry, "ja", &["a", "c"], true), "a3 c4 ");
        assert_eq!(write(&registry, "ja", &["c"], false), "c5 ");
    }
}
