//! Somebody tries keys as fast as they can, over two nodes, while citizens behind the same address come with right ones
//! (`trust.md` §1.6): guesses have one pace, right keys and receipts are not in it.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use kocho::domain::pace::Pace;
use kocho::domain::token::Key;

use crate::frame::{Scene, Seen};
use crate::http::Browser;
use crate::postgres::Postgres;
use crate::town::{self, Form, KEYED};

const GUESSERS: usize = 200;
const CITIZENS: usize = 20;
/// The pace as shipped (`web::throttle`).
const PER_MINUTE: u32 = 600;
const AT_ONCE: u32 = 120;
const SCHOOL: &str = "10.3.3.3";

/// Two hundred at once until twenty citizens, who wait in the same lane, have answered. The control has no pace worth
/// the name.
pub async fn run(scene: Scene) -> Seen {
    let postgres = Postgres::new(&[]);
    let per_minute = if scene.is_control {
        1_000_000
    } else {
        PER_MINUTE
    };
    let town = town::found(&postgres)
        .await
        .with("KOCHO__LIMITS__WRONG_KEYS_PER_MINUTE", per_minute);
    let citizens = scene.rounds(CITIZENS);
    let keys = town.run(&["survey", "keys", KEYED, &citizens.to_string()]);
    let keys: Vec<&str> = keys
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let nodes = [town.node().await, town.node().await];
    let ports = [nodes[0].port, nodes[1].port];
    let (done, tried, began) = (AtomicBool::new(false), AtomicUsize::new(0), Instant::now());
    let guessers = (0..GUESSERS).map(|who| guess(scene.seed, who, ports[who % 2], &done, &tried));
    let answering = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        let answering = (keys.iter().enumerate()).map(|(n, key)| answers(key, ports[n % 2]));
        let mut waits: Vec<Duration> = join_all(answering).await.into_iter().flatten().collect();
        waits.sort_unstable();
        done.store(true, Ordering::Relaxed);
        waits
    };
    let (waits, _) = futures_util::future::join(answering, join_all(guessers)).await;
    said(keys.len(), began.elapsed(), tried.into_inner(), &waits)
}

fn said(citizens: usize, took: Duration, tried: usize, waits: &[Duration]) -> Seen {
    let pace = Pace::new(NonZeroU32::new(PER_MINUTE).unwrap(), AT_ONCE);
    let most = pace.most(took) + 1;
    let (told, slowest) = (waits.len(), waits.last().map_or(0.0, Duration::as_secs_f64));
    Seen::Tried {
        tried: format!(
            "{GUESSERS} guessers and {citizens} citizens behind one address, {} s, two nodes",
            took.as_secs()
        ),
        seen: format!(
            "guesses tried={tried} (the pace lets {most}), right keys told “recorded”={told}, the slowest after \
             {slowest:.1} s"
        ),
        kept: tried as u128 <= most && told == citizens,
    }
}

/// One key after the other that nobody has.
async fn guess(seed: u64, who: usize, port: u16, done: &AtomicBool, tried: &AtomicUsize) {
    let mut number = seed.wrapping_mul(31).wrapping_add(who as u64);
    while !done.load(Ordering::Relaxed) {
        number = number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let typed = [("key".to_owned(), Key::from_random(number >> 14).to_string())];
        let mut browser = Browser::at(SCHOOL.to_owned());
        let sending = browser.post(port, "/sunagawa/a", &typed);
        // Who is asked to wait goes away and comes again, as a script does.
        let reply = tokio::time::timeout(Duration::from_secs(3), sending).await;
        let is_tried = reply.is_ok_and(|reply| reply.is_ok_and(|reply| reply.status == 422));
        tried.fetch_add(usize::from(is_tried), Ordering::Relaxed);
    }
}

/// How long it took from the key to the receipt.
async fn answers(key: &str, port: u16) -> Option<Duration> {
    let began = Instant::now();
    let browser = Browser::at(SCHOOL.to_owned());
    let form = Form::with_key(browser, port, key).await;
    let mut form = form?;
    let reply = form.send(port, "まちの声").await.ok()?;
    reply.receipt().map(|_| began.elapsed())
}
