//! The whole way of a person: from the first page, or from the key, to the receipt.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use anyhow::ensure;
use kocho::domain::questionnaire::item::{Accepts, Item, Part};

use super::form::{self, Form};
use super::phone::Phone;
use super::town::{Asked, SLUG};

/// More requests than any way has.
const MOST: usize = 40;

/// What people write.
const WRITTEN: &str = "除雪がていねいで助かっています。";

/// A person's answers, and what of them belongs on which page: names and values stay the same from one to the next who
/// answers alike, so each page is looked through once.
pub struct Sheet {
    fields: Vec<(String, String)>,
    learned: RefCell<HashMap<String, Rc<str>>>,
}

impl Sheet {
    /// What `nth` person answers: something to every question.
    pub fn new(asked: &Asked, nth: usize) -> Self {
        let items = asked.form.items().iter();
        let fields = items.filter_map(|item| Some((item.code.clone(), answer(item, nth)?)));
        Self {
            fields: fields.collect(),
            learned: RefCell::default(),
        }
    }

    /// What of it is typed into a page, with the button that is pressed.
    fn typed(&self, phone: &Phone<'_>, action: &str) -> Rc<str> {
        if let Some(known) = self.learned.borrow().get(phone.path()) {
            return known.clone();
        }
        let mut typed = String::new();
        for (name, value) in &self.fields {
            if phone.page().contains(&format!("name=\"{name}\"")) {
                form::put(&mut typed, name, value);
            }
        }
        typed.push_str(button(action));
        let learned: Rc<str> = typed.into();
        let known = learned.clone();
        self.learned
            .borrow_mut()
            .insert(phone.path().to_owned(), known);
        learned
    }
}

/// Walks the whole way, with a key where one is needed.
pub async fn walk(
    phone: &mut Phone<'_>,
    asked: &Asked,
    key: Option<&str>,
    sheet: &Sheet,
) -> anyhow::Result<()> {
    match key {
        None => phone.open(&asked.path()).await?,
        Some(key) => {
            phone.open(&format!("/{SLUG}/a")).await?;
            press(phone, |_, _| format!("key={key}").into()).await?;
        }
    }
    while !phone.path().contains("/receipts/") {
        press(phone, |phone, action| sheet.typed(phone, action)).await?;
        ensure!(
            phone.requests < MOST,
            "no end at {}: {}",
            phone.path(),
            phone.page()
        );
    }
    Ok(())
}

/// Sends the form of the page with what is typed into it.
async fn press(
    phone: &mut Phone<'_>,
    typed: impl FnOnce(&Phone<'_>, &str) -> Rc<str>,
) -> anyhow::Result<()> {
    let form = Form::of(phone.page())?;
    let typed = typed(phone, &form.action);
    phone.send(&form, &typed).await
}

/// The button at the end of a page.
fn button(action: &str) -> &'static str {
    match action.rsplit('/').next() {
        Some("responses") => "_go=send",
        Some("draft") => "",
        _ => "_go=next",
    }
}

/// One option where there are any, the least number, a sentence; places of a ranking differ from each other.
fn answer(item: &Item, nth: usize) -> Option<String> {
    match (&item.accepts, item.part) {
        (Accepts::One(codes), Part::Place(place)) => codes.get(place).map(ToString::to_string),
        (Accepts::One(codes) | Accepts::Many { codes, .. }, _) => {
            let turn = nth.wrapping_mul(31) + item.code.len() + item.question;
            codes.get(turn % codes.len()).map(ToString::to_string)
        }
        (Accepts::Number { min, .. }, _) => Some(min.to_string()),
        (Accepts::Text { .. }, Part::Whole) => Some(WRITTEN.to_owned()),
        _ => None,
    }
}
