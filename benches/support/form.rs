//! The form of a page, found by searching: no page is read as HTML, a telephone's driver has no time for that.

use anyhow::{Context, ensure};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

const HIDDEN: &str = "<input type=\"hidden\"";

/// What a browser leaves as it is in what it sends.
const SENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'*');

/// Where the answers of a page go.
pub struct Form {
    /// The address.
    pub action: String,
    /// The hidden fields, as they are sent.
    pub hidden: String,
}

impl Form {
    /// The form of a page.
    pub fn of(page: &str) -> anyhow::Result<Self> {
        let (_, rest) = page.split_once("<form id=\"answers\"").context("no form")?;
        let (form, _) = rest
            .split_once("</form>")
            .context("a form without an end")?;
        let mut hidden = String::new();
        for input in form.split(HIDDEN).skip(1) {
            put(
                &mut hidden,
                attribute(input, "name")?,
                attribute(input, "value")?,
            );
        }
        let action = attribute(form, "action")?;
        // What follows `#` stays with the browser.
        let action = action.split('#').next().unwrap_or_default().to_owned();
        Ok(Self { action, hidden })
    }
}

/// Adds a field to what is sent.
pub fn put(body: &mut String, name: &str, value: &str) {
    let [name, value] = [name, value].map(|part| utf8_percent_encode(part, SENT));
    body.extend([
        name.to_string().as_str(),
        "=",
        value.to_string().as_str(),
        "&",
    ]);
}

/// An attribute of the tag that a text begins in.
fn attribute<'p>(text: &'p str, name: &str) -> anyhow::Result<&'p str> {
    let tag = text.split('>').next().unwrap_or_default();
    let begin = format!(" {name}=\"");
    let (_, rest) = tag
        .split_once(&begin)
        .with_context(|| format!("no {name} in {tag}"))?;
    let value = rest.split('"').next().unwrap_or_default();
    ensure!(
        !value.contains('&'),
        "{value} is written in another way than it is sent"
    );
    Ok(value)
}
