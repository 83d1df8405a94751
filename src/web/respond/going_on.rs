//! Going on with a draft: the one a request holds, and keeping what was typed in it. Where one cannot go on, the page that
//! says why.

use actix_web::{HttpRequest, HttpResponse};

use crate::web::cache::drafts::Trust;
use crate::web::cache::surveys::LiveSurvey;
use crate::web::error::Error;
use crate::web::extract::client::ClientAddress;
use crate::web::page::{Display, asked_language};
use crate::web::state::AppState;

use super::draft::{Draft, Held, Kept};
use super::instead::Instead;
use super::notice::{self, Notice};
use super::two_drafts;

/// Keeps the draft; instead of going on the page that says why one cannot, if there is a reason.
pub(super) async fn keep(
    app: &AppState,
    live: &LiveSurvey,
    client: ClientAddress,
    held: &mut Held,
    draft: &Draft,
) -> Result<(), Instead> {
    let notice = match held.save(app, live, client, draft).await? {
        Kept::Yes => return two_drafts::ask(app, live, held, draft).await,
        Kept::KeyUsed => Notice::AlreadyAnswered,
        Kept::Gone if held.is_spent(app, live).await? => Notice::AlreadyAnswered,
        Kept::Gone => Notice::Lost,
        Kept::Other => return Err(Instead::SavedMeanwhile),
    };
    Err(notice::page(app, live, &draft.language, draft.display(), notice)?.into())
}

/// So often what a page sent is put into a draft that other tabs save at the same moment.
const TABS: usize = 8;

/// Does it again as long as other tabs save the same draft at the same moment. At first what this node knows of the draft
/// is trusted as far as `first` says, then it is read anew.
pub(super) async fn until_kept(
    first: Trust,
    save: impl AsyncFn(Trust) -> Result<HttpResponse, Instead>,
) -> Result<HttpResponse, Instead> {
    let mut saved = save(first).await;
    for _ in 1..TABS {
        if !matches!(saved, Err(Instead::SavedMeanwhile)) {
            break;
        }
        saved = save(Trust::Nothing).await;
    }
    saved
}

/// The draft a request holds; instead of it the page that says why it cannot be gone on with.
pub(super) async fn opened(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    in_form: Option<&str>,
    trust: Trust,
) -> Result<(Held, Draft), Instead> {
    let held = Held::of_request(app, request, live, in_form);
    resumed(app, request, live, (held, trust)).await
}

/// The same of a draft that is held already.
pub(super) async fn resumed(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    (held, trust): (Option<Held>, Trust),
) -> Result<(Held, Draft), Instead> {
    let Some(mut held) = held else {
        return Err(gone(app, request, live, None).await?.into());
    };
    let Some(draft) = held.load(app, live, trust).await? else {
        return Err(gone(app, request, live, Some(&held)).await?.into());
    };
    if let Err(refusal) = live.accepts(draft.begun_at) {
        let (language, display) = (&draft.language, draft.display());
        let refused = Notice::Refused(refusal);
        return Err(notice::page(app, live, language, display, refused)?.into());
    }
    Ok((held, draft))
}

/// There is no draft: its key was used, or it was sent or forgotten.
pub(super) async fn gone(
    app: &AppState,
    request: &HttpRequest,
    live: &LiveSurvey,
    held: Option<&Held>,
) -> Result<HttpResponse, Error> {
    let language = asked_language(request, &live.reader.questionnaire().languages);
    let notice = match held {
        Some(held) if held.is_spent(app, live).await? => Notice::AlreadyAnswered,
        _ => Notice::Lost,
    };
    notice::page(app, live, &language, Display::default(), notice)
}
