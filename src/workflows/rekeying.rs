//! Rekeying: the installation's secret is changed, and every survey keeps the one it began with. People stay: the secrets
//! of their one-time codes are encrypted anew, their passwords when they next type them.

use crate::domain::account::keys::Keys;
use crate::domain::account::totp::Totp;
use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::secret::Secret;
use crate::storage::second_factors::{self, SecondFactor};
use crate::storage::survey_secrets::{self, SurveySecret};
use crate::storage::{Conn, QueryResult, audit, clock, installation};

/// Which secret takes the place of which.
pub struct Change<'a> {
    /// All there were until now, the one of now last.
    pub former: &'a [Secret],
    /// The one of now, with what surveys keep.
    pub now: &'a Secret,
    /// The one from now on.
    pub next: &'a Secret,
    /// What the database will recognise it by.
    pub check: [u8; 32],
}

/// Makes the database one of the next secret: keys, receipts and envelopes of each survey stay valid, and what is made for
/// new surveys is made with the new secret. `actors` are the operator in every municipality. How many surveys keep
/// another.
///
/// # Errors
/// When the database fails.
pub async fn rekey(tx: &mut Conn, actors: &[Actor], change: &Change<'_>) -> QueryResult<usize> {
    let surveys = survey_secrets::list_surveys(tx).await?;
    let keep = |(municipality_id, survey_id)| SurveySecret {
        municipality_id,
        survey_id,
        wrapped: change.now.wrap(survey_id, change.next, rand::random()),
    };
    let kept: Vec<_> = surveys.into_iter().map(keep).collect();
    survey_secrets::put(tx, &kept).await?;
    let wrap = |former: &Secret| former.wrap_whole(change.next, rand::random());
    let former: Vec<_> = change.former.iter().map(wrap).collect();
    survey_secrets::put_former(tx, &former).await?;
    reseal(tx, change).await?;
    installation::update(tx, &change.check).await?;
    let all = [change.former, std::slice::from_ref(change.next)].concat();
    audit::keys::hold(change.check, &all);
    let at = clock::now(tx).await?;
    for actor in actors {
        audit::record(tx, actor, &Event::SecretChanged, at).await?;
    }
    Ok(kept.len())
}

/// Whoever has the former secret opens no second factor any more. What does not open stays as it is.
async fn reseal(tx: &mut Conn, change: &Change<'_>) -> QueryResult<()> {
    let former = Keys::new(change.now, change.former);
    let next = Keys::new(change.next, &[]);
    for factor in second_factors::list(tx).await? {
        let opened = factor.totp.as_deref();
        let opened = opened.and_then(|sealed| Totp::open(&former, factor.id, sealed).ok());
        if let Some(totp) = opened {
            let totp = Some(totp.seal(&next, factor.id, rand::random()));
            second_factors::update(tx, &SecondFactor { totp, ..factor }).await?;
        }
    }
    Ok(())
}
