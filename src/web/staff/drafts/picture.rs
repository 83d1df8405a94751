//! The picture of a note: chosen from a file, said in words, taken away. What a file says beside the picture is taken out,
//! as of questionnaires that are imported.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::acts::{Act, of_question};
use crate::domain::questionnaire::limits::{PICTURE_BYTES, PICTURE_SIDE, TEXT};
use crate::domain::questionnaire::picture::{Image, Picture};
use crate::domain::questionnaire::question::{Kind, Question};
use crate::domain::text::Text;
use crate::formats::picture::{PictureFault, take_in};
use crate::views::datum::Datum;
use crate::views::say::Say;
use crate::web::error::Error;
use crate::web::extract::path::DraftQuestionAt;
use crate::web::extract::upload::{SentFile, Upload};
use crate::web::page::form::{FieldErrors, FormView};
use crate::web::staff::{Staff, pictures};
use crate::workflows::designing::{self, Acted};

use super::Opened;
use super::editor::{self, At, language_name};
use super::fields::{Fields, shown, write};
use super::meeting::{answer, settle};

/// The field of the file.
const FILE: &str = "picture";

/// The form of a note's picture.
#[derive(Serialize)]
pub(super) struct View {
    action: String,
    /// Where the one that is there can be seen.
    src: Option<String>,
    limit: Say,
    /// What it shows, in each language.
    alts: Vec<Alt>,
}

/// What a picture shows, in a language.
#[derive(Serialize)]
struct Alt {
    name: String,
    value: String,
    error: Option<Say>,
    label: Say,
}

impl View {
    /// Of a note in a draft that can be changed.
    pub(super) fn of(
        staff: &Staff<EditQuestionnaires>,
        opened: &Opened,
        question: &Question,
        form: &FormView,
    ) -> Option<Self> {
        let Kind::Note { picture } = &question.kind else {
            return None;
        };
        let languages = opened.row.document.languages.iter();
        opened.is_open().then(|| Self {
            action: opened.path(staff, &format!("/questions/{}/picture", question.code)),
            src: picture
                .as_ref()
                .map(|picture| format!("{}/{}", pictures::PATH, picture.hash)),
            limit: limited(Say::new("draft-picture-limit")),
            alts: languages.map(|language| alt_view(form, language)).collect(),
        })
    }
}

fn alt_view(form: &FormView, language: &Language) -> Alt {
    let name = name(language);
    Alt {
        value: form.value(&name).to_owned(),
        error: form.error(&name).cloned(),
        label: language_name(language),
        name,
    }
}

fn name(language: &Language) -> String {
    format!("alt.{language}")
}

fn limited(say: Say) -> Say {
    let kilobytes = u64::try_from(PICTURE_BYTES / 1_000).unwrap_or(u64::MAX);
    say.with("kilobytes", Datum::how_many(kilobytes))
        .with("side", Datum::how_many(PICTURE_SIDE))
}

/// What stands in the fields of a note.
pub(super) fn filled(kind: &Kind, languages: &[Language]) -> Vec<(String, String)> {
    let Kind::Note { picture } = kind else {
        return Vec::new();
    };
    let alt = picture.as_ref().map(|picture| &picture.alt);
    let languages = languages.iter();
    languages
        .map(|language| (name(language), shown(alt, language)))
        .collect()
}

/// `POST /staff/drafts/{draft}/questions/{question}/picture`: `_go` is `away` where it is taken away.
pub async fn update(
    staff: Staff<EditQuestionnaires>,
    at: Path<DraftQuestionAt>,
    sent: Upload,
) -> Result<HttpResponse, Error> {
    let fields = Fields::of(sent.typed)?;
    let opened = Opened::of(&staff, at.draft).await?;
    let base = Opened::seen(&staff, at.draft, fields.seen).await?;
    let old = base.question(&at.question).ok_or(Error::NotFound)?;
    let here = At::Question(at.question.clone());
    match wanted(old, &fields, sent.file.as_ref(), &base.languages)? {
        Ok((new, image)) => {
            let act = Act::together(of_question(old, &new));
            put(&staff, &opened, &here, &fields, (act, image)).await
        }
        Err(wrong) => again(&staff, &opened, &here, &fields, wrong).await,
    }
}

/// The note with its picture, and the picture where it is a new one.
type Wanted = Result<(Question, Option<Image>), FieldErrors>;

fn wanted(
    old: &Question,
    fields: &Fields,
    file: Option<&SentFile>,
    languages: &[Language],
) -> Result<Wanted, Error> {
    let mut new = old.clone();
    let Kind::Note { picture } = &mut new.kind else {
        return Err(Error::NotFound);
    };
    if fields.text("_go") == "away" {
        *picture = None;
        return Ok(Ok((new, None)));
    }
    let image = file.map(|file| take_in(&file.bytes)).transpose();
    let image = image.map_err(|fault| FieldErrors::of(FILE, said(fault)));
    let said = alt(picture.as_ref(), fields, languages);
    Ok(match (image, said) {
        (Ok(image), Ok(alt)) => shows(picture, image.as_ref(), alt).map(|()| (new, image)),
        (Err(wrong), Ok(_)) => Err(wrong),
        // No browser sends a file again by itself.
        (Ok(Some(_)), Err(wrong)) => Err(wrong.and(FILE, Say::new("draft-picture-again"))),
        (Ok(None), Err(wrong)) => Err(wrong),
        (Err(wrong), Err(more)) => Err(wrong.with(more)),
    })
}

/// Puts a new picture, or other words, under a note.
fn shows(
    picture: &mut Option<Picture>,
    image: Option<&Image>,
    alt: Text,
) -> Result<(), FieldErrors> {
    match (image, picture.as_mut()) {
        (Some(image), _) => *picture = Some(image.saying(alt)),
        (None, Some(picture)) => picture.alt = alt,
        (None, None) => return Err(FieldErrors::of(FILE, Say::new("error-no-file"))),
    }
    Ok(())
}

/// What the picture shows, in all languages; nobody is left without it in the one the questionnaire is written in.
fn alt(
    picture: Option<&Picture>,
    fields: &Fields,
    languages: &[Language],
) -> Result<Text, FieldErrors> {
    let mut alt = picture
        .map(|picture| picture.alt.clone())
        .unwrap_or_default();
    let mut wrong = FieldErrors::default();
    for (at, language) in languages.iter().enumerate() {
        let typed = fields.text(&name(language));
        let length = typed.chars().count();
        if at == 0 && length == 0 {
            wrong = wrong.and(name(language), Say::new("draft-picture-alt-missing"));
        }
        if length > TEXT {
            let say = Say::new("draft-refused-long").with("length", length.to_string());
            wrong = wrong.and(name(language), say);
        }
        write(&mut alt, language, typed);
    }
    match wrong.is_empty() {
        true => Ok(alt),
        false => Err(wrong),
    }
}

/// Why a file is not taken.
fn said(fault: PictureFault) -> Say {
    use PictureFault as F;
    match fault {
        F::TooLarge => limited(Say::new("draft-picture-large")),
        F::Format => Say::new("draft-picture-kind"),
        F::Damaged => Say::new("draft-picture-damaged"),
        F::TooManyPixels { width, height } => limited(Say::new("draft-picture-pixels"))
            .with("width", width.to_string())
            .with("height", height.to_string()),
        F::Turned => Say::new("draft-picture-turned"),
        F::Moving => Say::new("draft-picture-moving"),
    }
}

async fn put(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    here: &At,
    fields: &Fields,
    (act, image): (Act, Option<Image>),
) -> Result<HttpResponse, Error> {
    let Some(image) = image else {
        return answer(staff, opened, here, fields, act).await;
    };
    let (draft, seen, wanted) = (opened.row.id, fields.seen, act.clone());
    let done = staff.write(async move |at| {
        designing::picture(at.tx, at.actor, draft, seen, (&wanted, &image)).await
    });
    let done = done.await?;
    // A file cannot be put beside another one to choose from: whoever chose it looks, and chooses it again.
    if let Ok(Acted::Meets(_)) = done {
        let wrong = FieldErrors::of(FILE, Say::new("draft-picture-met"));
        return again(staff, opened, here, fields, wrong).await;
    }
    let path = format!("{}{}", opened.path(staff, ""), here.query());
    settle(staff, opened, (here, path), fields, (&act, done)).await
}

/// The page again, with what was typed.
async fn again(
    staff: &Staff<EditQuestionnaires>,
    opened: &Opened,
    here: &At,
    fields: &Fields,
    wrong: FieldErrors,
) -> Result<HttpResponse, Error> {
    let typed = fields.all().cloned();
    let form = editor::filled(opened, here)
        .and_typed(typed)
        .and_wrong(wrong);
    super::page(staff, opened, here, form).await
}
