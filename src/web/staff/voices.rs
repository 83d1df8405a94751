//! 「市民の声」: what people wrote in words of their own, survey by survey. Who wrote it, when it came and what they answered
//! besides is not known here.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::free_text::order::{Order, length, sort};
use crate::domain::permission::SeeResults;
use crate::domain::questionnaire::item::{Item, Part};
use crate::domain::search::Search;
use crate::read::listed::ON_A_PAGE;
use crate::read::voices::{self as records, Voices};
use crate::storage::surveys::Survey;
use crate::views::datum::Datum;
use crate::views::frame::Frame;
use crate::views::say::{Say, Wording};
use crate::web::error::Error;
use crate::web::extract::path::SurveyAt;
use crate::web::page::list::{Head, ListView, Place, Tab};
use crate::web::page::parts::Empty;
use crate::web::page::{self, Title};

use super::Staff;

/// The address of the list of surveys.
pub(super) const PATH: &str = "/staff/voices";

/// What the address of the texts narrows them down by: the item.
const QUESTION: &str = "question";

/// The surveys that are over.
#[derive(Serialize)]
struct Index {
    rows: Vec<Row>,
    nothing: Option<Empty>,
}

#[derive(Serialize)]
struct Row {
    href: String,
    title: String,
    year: Datum,
    ended: Wording,
}

/// The texts of one survey.
#[derive(Serialize)]
struct Show {
    survey: String,
    /// What was asked, where there is one question alone: then no row says so.
    question: Option<Say>,
    list: ListView,
    rows: Vec<Voice>,
    /// That they cannot be read yet.
    waiting: bool,
    back: String,
}

#[derive(Serialize)]
struct Voice {
    text: String,
    question: Option<Say>,
    length: Datum,
}

impl page::Page for Index {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/voices/index";

    fn title(&self) -> Title {
        Title::Before(Say::new("voices-title").into())
    }
}

impl page::Page for Show {
    const FRAME: Frame = Frame::Staff;
    const TEMPLATE: &'static str = "staff/voices/show";

    fn title(&self) -> Title {
        Title::Before(Say::new("voices-title").into())
    }
}

/// `GET /staff/voices`
pub async fn index(staff: Staff<SeeResults>) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let over = records::surveys(&mut conn, staff.desk()).await?;
    let day = |at| Datum::Date(staff.town.zone.day(at)).into();
    let ended = |survey: &Survey| survey.entry_closes_at.map_or_else(|| "".into(), day);
    let row = |survey: &Survey| Row {
        href: staff.path(&format!("{PATH}/{}", survey.slug)),
        title: survey.title.get(staff.language()).to_owned(),
        year: Datum::FiscalYear(survey.fiscal_year),
        ended: ended(survey),
    };
    let nothing = || Empty {
        said: Say::new("voices-none"),
        next: None,
    };
    staff.show(&Index {
        rows: over.iter().map(row).collect(),
        nothing: over.is_empty().then(nothing),
    })
}

/// `GET /staff/voices/{survey}`: those with `?q=` in them, of one `?question=` or of all, by `?order=`, from `?page=` on.
pub async fn show(staff: Staff<SeeResults>, at: Path<SurveyAt>) -> Result<HttpResponse, Error> {
    let mut conn = staff.app.db.get().await?;
    let found = records::of_survey(&mut conn, staff.desk(), &at.survey).await?;
    drop(conn);
    let (search, order) = (staff.searched(), staff.one_of("order", Order::from_word)?);
    let question = staff.narrowed(QUESTION, |code| {
        found.items.iter().position(|item| item.code == code)
    })?;
    let chosen = question.and_then(|at| found.items.get(at));
    let place = staff
        .place(&format!("{PATH}/{}", at.survey))
        .searched(&search)
        .ordered(order.word(), Order::default().word())
        .saying(QUESTION, chosen.map_or("", |item| &item.code));
    let texts = asked(&found, (&search, question), order);
    staff.show(&page(&staff, &found, (&place, &texts)))
}

fn page(
    staff: &Staff<SeeResults>,
    found: &Voices,
    (place, texts): (&Place, &[&(usize, String)]),
) -> Show {
    let shown = page_of(texts, place.page()).iter();
    let all = i64::try_from(texts.len()).unwrap_or(i64::MAX);
    let tabs = tabs(staff, found, place);
    Show {
        survey: found.survey.title.get(staff.language()).to_owned(),
        rows: shown.filter_map(|text| voice(staff, found, text)).collect(),
        question: only(found).map(|item| question(staff, found, item)),
        list: place.view(tabs, heads(found, place), (all, ON_A_PAGE)),
        waiting: found.texts.is_none(),
        back: staff.path(PATH),
    }
}

/// The texts that are asked for, in their order. Words are looked for in what is shown: a search for what is masked finds
/// nothing.
fn asked<'v>(
    found: &'v Voices,
    (search, question): (&Search, Option<usize>),
    order: Order,
) -> Vec<&'v (usize, String)> {
    let all = found.texts.iter().flatten();
    let of = |place: usize| question.is_none_or(|question| question == place);
    let mut texts: Vec<_> = all
        .filter(|(place, text)| of(*place) && search.finds(text))
        .collect();
    sort(&mut texts, order, |(_, text)| text);
    texts
}

fn page_of<T>(all: &[T], page: u32) -> &[T] {
    let most = usize::try_from(ON_A_PAGE).unwrap_or(usize::MAX);
    let page = usize::try_from(page).unwrap_or(usize::MAX);
    all.chunks(most).nth(page).unwrap_or_default()
}

/// All questions, and each where there are several.
fn tabs(staff: &Staff<SeeResults>, found: &Voices, place: &Place) -> Vec<Tab> {
    let all = place.tab((QUESTION, ""), Say::new("voices-all"), None);
    let each = found.items.iter().map(|item| {
        let named = question(staff, found, item);
        place.tab((QUESTION, &item.code), named, None)
    });
    std::iter::once(all).chain(each).collect()
}

/// The question, where there is one alone.
fn only(found: &Voices) -> Option<&Item> {
    found.items.first().filter(|_| found.items.len() == 1)
}

fn heads(found: &Voices, place: &Place) -> Vec<Head> {
    let by_words = [Order::Words.word(), Order::WordsBack.word()];
    let by_length = [Order::Short.word(), Order::Long.word()];
    let question = || Head::plain(Say::new("col-voice-question"));
    let first = place.head(Say::new("col-voice"), by_words);
    let last = place.head(Say::new("col-voice-length"), by_length);
    let between = only(found).is_none().then(question);
    std::iter::once(first)
        .chain(between)
        .chain([last])
        .collect()
}

fn voice(
    staff: &Staff<SeeResults>,
    found: &Voices,
    (place, text): &(usize, String),
) -> Option<Voice> {
    let item = found.items.get(*place)?;
    let said = only(found).is_none();
    Some(Voice {
        question: said.then(|| question(staff, found, item)),
        length: Datum::how_many(length(text)),
        text: text.clone(),
    })
}

/// The wording of a question, or that it is the line beside an option.
fn question(staff: &Staff<SeeResults>, found: &Voices, item: &Item) -> Say {
    let (questionnaire, language) = (found.reader.questionnaire(), staff.language());
    let asked = Say::new("voice-question").with("question", item.wording(questionnaire, language));
    let Part::Other(at) = item.part else {
        return asked;
    };
    let of = item.question(questionnaire);
    let option = of.and_then(|of| of.kind.choices(0).get(at));
    let option = option.map(|option| option.label.get(language));
    match option {
        Some(option) => Say::new("voice-beside")
            .with("question", item.wording(questionnaire, language))
            .with("option", option),
        None => asked,
    }
}
