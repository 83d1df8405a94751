//! Letters over SMTP, to a server of the test that speaks the protocol and fails as mail servers do.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::web::Data;
use kocho::app::App;
use kocho::domain::ids::LetterId;
use kocho::domain::job::Job;
use kocho::domain::language::Language;
use kocho::domain::letter::{Letter, ValueArrived};
use kocho::domain::report::Stage;
use kocho::storage::{jobs, letters};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

use crate::support::town::Town;

/// How the mail server behaves.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    /// Takes every letter.
    Takes,
    /// 451: not now.
    Later,
    /// 550: never.
    Refuses,
    /// Takes the letter and breaks the line before it says so.
    BreaksOff,
}

/// A mail server with what it has taken.
struct Server {
    url: String,
    manner: Arc<Mutex<Manner>>,
    taken: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let (manner, taken) = (Arc::new(Mutex::new(manner)), Arc::default());
        let server = Self {
            url,
            manner: Arc::clone(&manner),
            taken: Arc::clone(&taken),
        };
        tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                let manner = *manner.lock().unwrap();
                tokio::spawn(speak(line, manner, Arc::clone(&taken)));
            }
        });
        server
    }

    fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

/// One conversation (RFC 5321).
async fn speak(
    line: TcpStream,
    manner: Manner,
    taken: Arc<Mutex<Vec<String>>>,
) -> std::io::Result<()> {
    let (read, mut write) = line.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 test\r\n").await?;
    while let Some(command) = lines.next_line().await? {
        let word = command.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match (word.as_str(), manner) {
            ("QUIT", _) => return write.write_all(b"221 bye\r\n").await,
            ("RCPT", Manner::Later) => b"451 busy\r\n",
            ("RCPT", Manner::Refuses) => b"550 nobody here\r\n",
            ("DATA", _) => {
                write.write_all(b"354 go on\r\n").await?;
                let mut letter = String::new();
                while let Some(text) = lines.next_line().await?.filter(|text| text != ".") {
                    letter.push_str(&text);
                    letter.push('\n');
                }
                taken.lock().unwrap().push(letter);
                if manner == Manner::BreaksOff {
                    return Ok(());
                }
                b"250 taken\r\n"
            }
            _ => b"250 fine\r\n",
        };
        write.write_all(answer).await?;
    }
    Ok(())
}

/// A town whose letters go to the server, with one letter queued.
async fn queued(server: &Server, division: &str) -> (Town, Data<App>, LetterId) {
    let town = Town::new().await;
    let (mut app, _) = town.app_with(&[("KOCHO__MAIL__SMTP", &server.url)]).await;
    app.mailer = kocho::app::mailer(&app.config, &app.keys).unwrap();
    let id = LetterId(Uuid::now_v7());
    let letter = Letter::ValueArrived(ValueArrived {
        municipality: "砂川市".to_owned(),
        division: division.to_owned(),
        indicator: "情報提供は十分".to_owned(),
        value: "36.8％".to_owned(),
        margin: Some("±3.1".to_owned()),
        fiscal_year: 2025,
        survey: "市民アンケート".to_owned(),
        stage: Stage::Final,
        path: "/sunagawa/plans/sng/indicators/sng-02".to_owned(),
    });
    let mut conn = town.db.conn().await;
    letters::insert(
        &mut conn,
        town.id,
        id,
        &letter,
        &Language::japanese(),
        "koho@town.example",
    )
    .await
    .unwrap();
    let now = town.now().await;
    jobs::enqueue(
        &mut conn,
        &Job::Send {
            municipality: town.id,
            letter: id,
        },
        now,
    )
    .await
    .unwrap();
    (town, Data::new(app), id)
}

async fn state(town: &Town) -> [i64; 3] {
    let mut counts = [0; 3];
    for (count, state) in counts.iter_mut().zip(["queued", "sent", "given_up"]) {
        *count = town
            .db
            .number(&format!(
                "select count(*) from letters where state = '{state}'"
            ))
            .await;
    }
    counts
}

/// Makes what waits due now.
async fn time_passes(town: &Town) {
    town.db
        .execute("update jobs set run_at = clock_timestamp(), leased_until = null")
        .await;
}

fn message_id(letter: &str) -> String {
    letter
        .lines()
        .find(|line| line.starts_with("Message-ID"))
        .unwrap()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_reaches_its_division_once() {
    let server = Server::start(Manner::Takes).await;
    let (town, app, id) = queued(&server, "広報課").await;
    assert!(kocho::jobs::next(&app).await.unwrap());
    assert!(!kocho::jobs::next(&app).await.unwrap());
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert!(taken[0].contains("To: koho@town.example"), "{}", taken[0]);
    assert!(message_id(&taken[0]).contains(&id.0.simple().to_string()));
    assert_eq!(state(&town).await, [0, 1, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_server_is_tried_again() {
    let server = Server::start(Manner::Later).await;
    let (town, app, _) = queued(&server, "広報課").await;
    assert!(kocho::jobs::next(&app).await.unwrap());
    assert_eq!((state(&town).await, server.taken().len()), ([1, 0, 0], 0));
    assert!(
        !kocho::jobs::next(&app).await.unwrap(),
        "it waits before the next try"
    );
    *server.manner.lock().unwrap() = Manner::Takes;
    time_passes(&town).await;
    assert!(kocho::jobs::next(&app).await.unwrap());
    assert_eq!((state(&town).await, server.taken().len()), ([0, 1, 0], 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_letter_is_visibly_given_up() {
    let server = Server::start(Manner::Refuses).await;
    let (town, app, _) = queued(&server, "広報課").await;
    assert!(kocho::jobs::next(&app).await.unwrap());
    assert_eq!((state(&town).await, server.taken().len()), ([0, 0, 1], 0));
    let told = "select count(*) from letters where last_error like '%nobody here%'";
    assert_eq!(town.db.number(told).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_whose_receipt_was_lost_comes_again_under_the_same_id() {
    let server = Server::start(Manner::BreaksOff).await;
    let (town, app, _) = queued(&server, "広報課").await;
    assert!(kocho::jobs::next(&app).await.unwrap());
    assert_eq!(state(&town).await, [1, 0, 0]);
    *server.manner.lock().unwrap() = Manner::Takes;
    time_passes(&town).await;
    assert!(kocho::jobs::next(&app).await.unwrap());
    let taken = server.taken();
    assert_eq!((taken.len(), state(&town).await), (2, [0, 1, 0]));
    assert_eq!(message_id(&taken[0]), message_id(&taken[1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_loses_nothing() {
    let server = Server {
        url: "smtp://127.0.0.1:9".to_owned(),
        manner: Arc::new(Mutex::new(Manner::Takes)),
        taken: Arc::default(),
    };
    let (town, app, _) = queued(&server, "広報課").await;
    tokio::time::timeout(Duration::from_secs(90), kocho::jobs::next(&app))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(state(&town).await, [1, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_character_never_reaches_the_mail_server() {
    let server = Server::start(Manner::Takes).await;
    let (town, app, _) = queued(&server, "広報課\r\nBcc: everybody@town.example").await;
    assert!(kocho::jobs::next(&app).await.unwrap());
    assert_eq!((state(&town).await, server.taken().len()), ([0, 0, 1], 0));
}
