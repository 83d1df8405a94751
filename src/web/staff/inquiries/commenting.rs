//! Saying something of a question, or of the whole.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::permission::AnswerInquiries;
use crate::domain::questionnaire::question::Code;
use crate::web::error::Error;
use crate::web::extract::form::Form;
use crate::web::extract::path::InquiryAt;
use crate::web::page::form::FormView;
use crate::web::staff::Staff;
use crate::web::staff::done::Done;
use crate::workflows::inquiring::{self, Commenter, InquiryError};

use super::writing::Fields;
use super::{address, inquiry};

/// `POST /staff/inquiries/{inquiry}/comments`
pub async fn create(
    staff: Staff<AnswerInquiries>,
    at: Path<InquiryAt>,
    form: Form<Fields>,
) -> Result<HttpResponse, Error> {
    let (id, fields) = (at.inquiry, form.untyped()?);
    let question = question(&fields.about)?;
    let said = match fields.said() {
        Ok(said) => (question, said),
        Err(form) => return inquiry::page(&staff, id, form).await,
    };
    let (person, division) = (staff.who.person, staff.who.division);
    let by = Commenter { person, division };
    let done = staff
        .write(async move |at| inquiring::comment(at.tx, at.actor, by, id, said).await)
        .await?;
    let row = inquiry::row(&fields.about);
    match done {
        Ok(()) => Ok(staff.see_row(&address(id), &row, Done::CommentLeft)),
        Err(why) => inquiry::page(&staff, id, refused(fields, why)?).await,
    }
}

/// The form as it came back. Where the question is not there any more, what was typed stands at the whole.
fn refused(mut fields: Fields, why: InquiryError) -> Result<FormView, Error> {
    if matches!(why, InquiryError::NoQuestion) {
        fields.about.clear();
    }
    Ok(fields.refused(refusal(why)?))
}

/// The code of a question; none: the whole.
fn question(about: &str) -> Result<Option<Code>, Error> {
    match about {
        "" => Ok(None),
        code => Code::parse(code).map(Some).map_err(|_| Error::BadRequest),
    }
}

/// Why nothing was kept.
fn refusal(why: InquiryError) -> Result<&'static str, Error> {
    match why {
        InquiryError::Over => Ok("inquiry-is-over"),
        InquiryError::Closed => Ok("inquiry-is-closed"),
        InquiryError::NotAsked => Ok("inquiry-not-asked"),
        InquiryError::NoQuestion => Ok("inquiry-no-question"),
        InquiryError::Database(error) => Err(error.into()),
        why => Err(Error::fault(why)),
    }
}
