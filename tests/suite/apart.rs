//! What was known once stays known: figures of one survey that differ by few people are not made and not published.

use diesel_async::AsyncConnection;
use kocho::domain::ids::ReportId;
use kocho::domain::report::Stage;
use kocho::domain::report::apart::TooClose;
use kocho::domain::survey::{Mode, State};
use kocho::domain::tabulation::method::Method;
use kocho::storage::reports;
use kocho::storage::surveys::Survey;
use kocho::workflows::distributing::{self, SpreadError};
use kocho::workflows::lifecycle::Act;
use kocho::workflows::publishing::{self, PublishError};
use kocho::workflows::tabulating;

use crate::closing::{Bound, documents};

impl Bound {
    async fn act(&self, act: Act) -> Survey {
        self.town.act(self.survey.id, act).await.unwrap()
    }

    async fn reopen(&self) {
        let until = self.town.now().await + chrono::Duration::days(3);
        let act = Act::ReopenEntry {
            until,
            reason: "追加の調査票".parse().unwrap(),
        };
        assert_eq!(self.act(act).await.state, State::WebClosed);
    }

    /// Entry is opened again, so many sheets are typed, entry is closed, the figures are computed.
    async fn typed_later(&self, sheets: usize) -> Option<ReportId> {
        self.reopen().await;
        self.send(&documents(sheets), Mode::Paper).await;
        self.act(Act::CloseEntry).await;
        self.computed().await
    }

    async fn computed(&self) -> Option<ReportId> {
        let (pool, actor) = (&self.town.db.pool, &self.town.operator);
        tabulating::run(pool, &self.town.secret, actor, self.survey.id)
            .await
            .unwrap()
    }

    async fn published(&self, report: ReportId) -> Result<(), PublishError> {
        let (mut conn, now) = (self.town.db.conn().await, self.town.now().await);
        let actor = &self.town.operator;
        conn.transaction(async |tx| {
            publishing::approve(tx, actor, report, "砂総第12号", now).await?;
            publishing::publish(tx, actor, report, now).await
        })
        .await
    }

    async fn withdrawn(&self) {
        let (mut conn, now) = (self.town.db.conn().await, self.town.now().await);
        let (municipality, actor) = (self.town.id, &self.town.operator);
        let public = reports::published(&mut conn, municipality, self.survey.id)
            .await
            .unwrap();
        let (report, reason) = (public.unwrap().id, "誤り".parse().unwrap());
        conn.transaction(async |tx| publishing::withdraw(tx, actor, report, &reason, now).await)
            .await
            .unwrap();
    }

    /// How many responses each report counted.
    async fn counts(&self) -> Vec<(Stage, i32)> {
        let mut conn = self.town.db.conn().await;
        let all = reports::list(&mut conn, self.town.id, self.survey.id)
            .await
            .unwrap();
        all.iter()
            .map(|report| (report.stage, report.response_count))
            .collect()
    }

    async fn withheld(&self) -> i64 {
        let events = "select count(*) from audit where event->>'event' = 'figures_withheld'";
        self.town.db.number(events).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_answer_after_a_publication_is_in_no_figures() {
    let bound = Bound::new().await;
    bound.publish().await;
    bound.withdrawn().await;
    assert_eq!(bound.typed_later(1).await, None);
    assert_eq!(bound.counts().await, [(Stage::Final, 70)]);
    assert_eq!(bound.withheld().await, 1);
    let few = {
        let mut conn = bound.town.db.conn().await;
        let (actor, id) = (&bound.town.operator, bound.survey.id);
        distributing::spreads(&mut conn, &bound.town.secret, actor, id, Some("years")).await
    };
    assert!(
        matches!(few, Err(SpreadError::TooClose(TooClose { by: 1, .. }))),
        "{few:?}"
    );
    // The answer is there, and whoever is in charge can give the former figures again.
    assert_eq!(bound.town.responses(bound.survey.id).await, 71);
    let (pool, actor) = (&bound.town.db.pool, &bound.town.operator);
    let again = tabulating::recompute(
        pool,
        &bound.town.secret,
        actor,
        bound.survey.id,
        Method::CURRENT,
    )
    .await;
    bound.published(again.unwrap().unwrap()).await.unwrap();
    assert_eq!(
        bound.counts().await,
        [(Stage::Final, 70), (Stage::Final, 70)]
    );
    // Nineteen are too few, twenty are enough, whenever they were typed.
    bound.withdrawn().await;
    assert_eq!(bound.typed_later(18).await, None);
    let more = bound.typed_later(1).await.expect("twenty came");
    bound.published(more).await.unwrap();
    assert_eq!(bound.counts().await.last(), Some(&(Stage::Final, 90)));
}

/// Reports of before this rule: the door to the public looks at them too, and at every release there ever was.
#[tokio::test(flavor = "multi_thread")]
async fn no_door_leads_around_a_release() {
    let bound = Bound::new().await;
    bound.publish().await;
    bound.withdrawn().await;
    let counts = [(71, true), (89, true), (51, true), (90, false)];
    for (number, (count, is_too_close)) in (2..).zip(counts) {
        let copy = format!(
            "insert into reports (municipality_id, id, survey_id, number, stage, state, version_id, method, \
             response_count, response_digest, document, computed_at, computed_by) \
             select municipality_id, gen_random_uuid(), survey_id, {number}, 'final', 'final', version_id, method, \
             {count}, '\\x{count}', jsonb_set(document, '{{returned}}', '{count}'), now(), computed_by \
             from reports where number = 1"
        );
        bound.town.db.execute(&copy).await;
        let mut conn = bound.town.db.conn().await;
        let last = reports::latest(&mut conn, bound.town.id, bound.survey.id).await;
        let made = bound.published(last.unwrap().unwrap().id).await;
        let told = match &made {
            Err(PublishError::TooClose(TooClose { beside: 1, .. })) => {
                let told = made.unwrap_err().to_string();
                assert!(told.contains("or give the former figures again"), "{told}");
                true
            }
            Ok(()) => false,
            other => panic!("{other:?}"),
        };
        assert_eq!(told, is_too_close, "{count}");
        let public = "select count(*) from reports where state = 'published'";
        assert_eq!(bound.town.db.number(public).await, i64::from(!is_too_close));
    }
}

/// For staff: between the provisional figures and the final ones are at least twenty people, whoever came last.
#[tokio::test(flavor = "multi_thread")]
async fn provisional_figures_leave_twenty_to_the_final_ones() {
    let bound = Bound::new().await;
    bound.send(&documents(60), Mode::Web).await;
    bound.act(Act::CloseWeb).await;
    bound.computed().await.unwrap();
    bound.send(&documents(1), Mode::Paper).await;
    bound.act(Act::CloseEntry).await;
    bound.computed().await.unwrap();
    assert_eq!(
        bound.counts().await,
        [(Stage::Provisional, 40), (Stage::Final, 61)]
    );
    // A sheet that was forgotten: the figures stay, and are computed with it when others have come.
    assert_eq!(bound.typed_later(1).await, None);
    assert_eq!(bound.withheld().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_no_provisional_figures_of_fewer_than_twenty() {
    let bound = Bound::new().await;
    bound.send(&documents(39), Mode::Web).await;
    bound.act(Act::CloseWeb).await;
    assert_eq!(bound.computed().await, None);
    bound.act(Act::CloseEntry).await;
    bound.computed().await.unwrap();
    assert_eq!(bound.counts().await, [(Stage::Final, 39)]);
}
