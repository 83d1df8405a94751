//! The queue: each job once at a time, a lost worker's job taken over, failures waiting or visibly given up.

use chrono::Duration;
use futures_util::future::join_all;
use kocho::domain::ids::SurveyId;
use kocho::domain::job::Job;
use kocho::storage::jobs;

use crate::support::town::Town;

fn job(town: &Town, n: u128) -> Job {
    Job::Seal {
        municipality: town.id,
        survey: SurveyId(uuid::Uuid::from_u128(n)),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_job_is_claimed_by_one_worker() {
    let town = Town::new().await;
    let now = town.now().await;
    let mut conn = town.db.conn().await;
    for n in 0..20 {
        jobs::enqueue(&mut conn, &job(&town, n), now).await.unwrap();
    }
    let claims = join_all((0..30).map(|_| async {
        let mut conn = town.db.conn().await;
        jobs::claim(&mut conn, Duration::minutes(5), now)
            .await
            .unwrap()
    }))
    .await;
    let mut claimed: Vec<_> = claims.iter().flatten().map(|c| c.id).collect();
    claimed.sort_unstable();
    claimed.dedup();
    assert_eq!(
        claims.iter().flatten().count(),
        claimed.len(),
        "claimed twice"
    );
    // Skipping locked rows may leave some for the next round, never lose one.
    let mut rest = 0;
    while jobs::claim(&mut conn, Duration::minutes(5), now)
        .await
        .unwrap()
        .is_some()
    {
        rest += 1;
    }
    assert_eq!(claimed.len() + rest, 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_job_waits_once_and_runs_at_the_earlier_time() {
    let town = Town::new().await;
    let now = town.now().await;
    let mut conn = town.db.conn().await;
    let later = now + Duration::hours(1);
    jobs::enqueue(&mut conn, &job(&town, 1), later)
        .await
        .unwrap();
    assert!(
        jobs::claim(&mut conn, Duration::minutes(5), now)
            .await
            .unwrap()
            .is_none()
    );
    jobs::enqueue(&mut conn, &job(&town, 1), now).await.unwrap();
    assert_eq!(jobs::count(&mut conn).await.unwrap(), (1, 0));
    assert!(
        jobs::claim(&mut conn, Duration::minutes(5), now)
            .await
            .unwrap()
            .is_some()
    );
    // While it runs it may be queued again: what changed meanwhile is seen by the next run.
    jobs::enqueue(&mut conn, &job(&town, 1), now).await.unwrap();
    assert_eq!(jobs::count(&mut conn).await.unwrap(), (2, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_whose_worker_is_gone_is_taken_over_and_settled_by_the_new_one_only() {
    let town = Town::new().await;
    let now = town.now().await;
    let mut conn = town.db.conn().await;
    jobs::enqueue(&mut conn, &job(&town, 1), now).await.unwrap();
    let lost = jobs::claim(&mut conn, Duration::minutes(5), now)
        .await
        .unwrap()
        .unwrap();
    let during = now + Duration::minutes(4);
    assert!(
        jobs::claim(&mut conn, Duration::minutes(5), during)
            .await
            .unwrap()
            .is_none()
    );
    let after = now + Duration::minutes(6);
    let taken = jobs::claim(&mut conn, Duration::minutes(5), after)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((taken.id, taken.attempts), (lost.id, 2));
    // The lost one comes back and wants to settle: its claim has run out.
    jobs::delete(&mut conn, &lost).await.unwrap();
    assert_eq!(jobs::count(&mut conn).await.unwrap(), (1, 0));
    jobs::delete(&mut conn, &taken).await.unwrap();
    assert_eq!(jobs::count(&mut conn).await.unwrap(), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_job_waits_or_stays_visible() {
    let town = Town::new().await;
    let now = town.now().await;
    let mut conn = town.db.conn().await;
    jobs::enqueue(&mut conn, &job(&town, 1), now).await.unwrap();
    let first = jobs::claim(&mut conn, Duration::minutes(5), now)
        .await
        .unwrap()
        .unwrap();
    let later = now + Duration::minutes(2);
    // Queued again while it ran: one of the two remains.
    jobs::enqueue(&mut conn, &job(&town, 1), now).await.unwrap();
    jobs::put_back(&mut conn, &first, later, "no")
        .await
        .unwrap();
    assert_eq!(jobs::count(&mut conn).await.unwrap(), (1, 0));
    let second = jobs::claim(&mut conn, Duration::minutes(5), now)
        .await
        .unwrap()
        .unwrap();
    jobs::put_back(&mut conn, &second, later, "no")
        .await
        .unwrap();
    assert!(
        jobs::claim(&mut conn, Duration::minutes(5), now)
            .await
            .unwrap()
            .is_none()
    );
    let third = jobs::claim(&mut conn, Duration::minutes(5), later)
        .await
        .unwrap()
        .unwrap();
    jobs::give_up(&mut conn, &third, "never", later)
        .await
        .unwrap();
    assert_eq!(jobs::count(&mut conn).await.unwrap(), (0, 1));
    let much_later = later + Duration::days(1);
    assert!(
        jobs::claim(&mut conn, Duration::minutes(5), much_later)
            .await
            .unwrap()
            .is_none()
    );
}
