//! A connection that is watched: it ends when its answer is not read, when nothing is asked, or when its place is needed.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::metrics::Word;

use super::ahead::Ahead;
use super::crowd::Seat;
use super::limits::{PATIENCE, Patience};

/// What bytes go through: a socket, with or without encryption.
pub(super) trait Line: AsyncRead + AsyncWrite + Unpin {}

impl<T: AsyncRead + AsyncWrite + Unpin> Line for T {}

/// A connection and how long it has been silent or has not read.
pub(super) struct Watched {
    line: Box<dyn Line>,
    seat: Arc<Seat>,
    ahead: Ahead,
    /// Since when it takes no more bytes, and how many it took since.
    stuck: Option<(Instant, usize)>,
    /// When it last took bytes.
    taken: Instant,
    patience: Patience,
    alarm: Pin<Box<Sleep>>,
}

impl Watched {
    pub(super) fn new(line: Box<dyn Line>, seat: Arc<Seat>) -> Self {
        Self::with(line, seat, PATIENCE)
    }

    fn with(line: Box<dyn Line>, seat: Arc<Seat>, patience: Patience) -> Self {
        let now = Instant::now();
        Self {
            line,
            seat,
            ahead: Ahead::default(),
            stuck: None,
            taken: now,
            patience,
            alarm: Box::pin(sleep_until(now + patience.silence)),
        }
    }

    pub(super) fn seat(&self) -> Arc<Seat> {
        Arc::clone(&self.seat)
    }

    /// Until when the connection may stay as it is, and why it ends then; none while an answer is being made.
    fn deadline(&self) -> Option<(Instant, &'static str)> {
        if let Some((since, bytes)) = self.stuck {
            let earned = paced(bytes, self.patience.read_a_second);
            return Some((since + self.patience.unread + earned, "unread"));
        }
        let last = self.seat.answered()?.max(self.taken);
        if self.seat.is_over() {
            return Some((last + self.patience.goodbye, "unwanted"));
        }
        Some((last + self.patience.silence, "silent"))
    }

    /// Ends the connection when it is time, and sees to it that it is looked at again then.
    fn look(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        if self.seat.has_to_leave(cx.waker()) {
            return Err(self.end("displaced"));
        }
        let Some((deadline, why)) = self.deadline() else {
            return Ok(());
        };
        if deadline <= Instant::now() {
            return Err(self.end(why));
        }
        if self.alarm.deadline() != deadline {
            self.alarm.as_mut().reset(deadline);
        }
        match self.alarm.as_mut().poll(cx) {
            Poll::Pending => Ok(()),
            Poll::Ready(()) => Err(self.end(why)),
        }
    }

    fn end(&self, why: &'static str) -> io::Error {
        self.seat.crowd().ended(&Word::new(why));
        io::ErrorKind::TimedOut.into()
    }

    /// What became of giving bytes away: taken, or not now.
    fn gave<T>(
        &mut self,
        cx: &mut Context<'_>,
        gave: Poll<io::Result<T>>,
        bytes: impl FnOnce(&T) -> Option<usize>,
    ) -> Poll<io::Result<T>> {
        match &gave {
            Poll::Ready(Ok(done)) => match (bytes(done), &mut self.stuck) {
                (Some(bytes), stuck) => {
                    self.taken = Instant::now();
                    if let Some((_, taken)) = stuck {
                        *taken = taken.saturating_add(bytes);
                    }
                }
                (None, stuck) => {
                    // Only then: who always woke here would be asked again and again while an answer is made.
                    if stuck.take().is_some() {
                        self.seat.go_on();
                    }
                    // An answer is out: from now on the visitor's time counts.
                    self.look(cx)?;
                }
            },
            Poll::Ready(Err(_)) => {}
            Poll::Pending => {
                self.stuck.get_or_insert((Instant::now(), 0));
                self.look(cx)?;
            }
        }
        gave
    }
}

/// The time that so many bytes have earned.
pub(in crate::web) fn paced(bytes: usize, a_second: usize) -> Duration {
    let seconds = bytes / a_second.max(1);
    Duration::from_secs(u64::try_from(seconds).unwrap_or(u64::MAX))
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.look(cx)?;
        let this = &mut *self;
        this.ahead.fill(cx, &mut *this.line)?;
        if this.ahead.has_ended() {
            this.seat.hang_up();
        }
        let waits = this.stuck.is_some() || this.seat.is_answered_first();
        if waits && !this.ahead.is_over() {
            this.seat.hold();
            return Poll::Pending;
        }
        this.ahead.give(cx, buf)
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let gave = Pin::new(&mut self.line).poll_write(cx, bytes);
        self.gave(cx, gave, |bytes| Some(*bytes))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let gave = Pin::new(&mut self.line).poll_flush(cx);
        self.gave(cx, gave, |()| None)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let gave = Pin::new(&mut self.line).poll_shutdown(cx);
        self.gave(cx, gave, |()| None)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
    use tokio::time::sleep;

    use super::*;
    use crate::web::listening::crowd::tests::seat;

    const HASTY: Patience = Patience {
        silence: Duration::from_millis(300),
        goodbye: Duration::from_millis(50),
        unread: Duration::from_millis(300),
        read_a_second: 50,
    };

    fn pair(buffer: usize) -> (Watched, DuplexStream) {
        let (line, visitor) = duplex(buffer);
        (Watched::with(Box::new(line), seat(), HASTY), visitor)
    }

    #[actix_web::test]
    async fn an_answer_that_nobody_reads_is_given_up() {
        let (mut connection, _visitor) = pair(1_000);
        let error = connection.write_all(&[0; 5_000]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[actix_web::test]
    async fn one_byte_now_and_then_does_not_help() {
        let (mut connection, mut visitor) = pair(1_000);
        let dribbling = async {
            while visitor.read_u8().await.is_ok() {
                sleep(Duration::from_millis(100)).await;
            }
        };
        let writing = async { connection.write_all(&[0; 50_000]).await.unwrap_err() };
        tokio::select! {
            () = dribbling => panic!("the visitor gave up first"),
            error = writing => assert_eq!(error.kind(), io::ErrorKind::TimedOut),
        }
    }

    /// A phone at the edge of the village: slow, but it reads. It takes longer than anybody may not read.
    #[actix_web::test]
    async fn who_reads_slowly_gets_everything() {
        let (mut connection, mut visitor) = pair(1_000);
        let reading = async {
            let (mut got, mut bytes) = (0, [0; 1_000]);
            while got < 12_000 {
                got += visitor.read(&mut bytes).await.unwrap();
                sleep(Duration::from_millis(60)).await;
            }
        };
        let writing = async {
            connection.write_all(&[0; 12_000]).await.unwrap();
            connection.flush().await.unwrap();
        };
        tokio::join!(reading, writing);
    }

    #[actix_web::test]
    async fn who_asks_nothing_leaves() {
        let (mut connection, mut visitor) = pair(1_000);
        // A head that never ends is nothing asked.
        let dribbling = async {
            while visitor.write_u8(b'x').await.is_ok() {
                sleep(Duration::from_millis(50)).await;
            }
        };
        let reading = async {
            let mut bytes = [0; 10];
            loop {
                if let Err(error) = connection.read(&mut bytes).await {
                    break error;
                }
            }
        };
        tokio::select! {
            () = dribbling => panic!("the visitor gave up first"),
            error = reading => assert_eq!(error.kind(), io::ErrorKind::TimedOut),
        }
    }

    #[actix_web::test]
    async fn who_hangs_up_is_known_to_have_gone() {
        let (mut connection, visitor) = pair(1_000);
        let seat = connection.seat();
        let mut bytes = [0; 1];
        tokio::select! {
            () = seat.hung_up() => panic!("the visitor is there"),
            _ = connection.read(&mut bytes) => panic!("nothing was said"),
            () = sleep(HASTY.goodbye) => {}
        }
        drop(visitor);
        assert_eq!(connection.read(&mut bytes).await.unwrap(), 0);
        seat.hung_up().await;
    }

    #[actix_web::test]
    async fn while_an_answer_is_made_nobody_is_hurried() {
        let (mut connection, mut visitor) = pair(1_000);
        let answering = connection.seat().answer();
        let mut bytes = [0; 1];
        tokio::select! {
            _ = connection.read(&mut bytes) => panic!("it ended"),
            () = sleep(HASTY.silence * 4) => {}
        }
        drop(answering);
        visitor.write_u8(b'x').await.unwrap();
        assert_eq!(connection.read(&mut bytes).await.unwrap(), 1);
    }

    /// Whatever comes at once, the library is given one head, and the next one when that was answered.
    #[actix_web::test]
    async fn one_request_is_given_after_the_other() {
        let (mut connection, mut visitor) = pair(10_000);
        visitor
            .write_all(b"GET /1\r\n\r\nGET /2\n\nGET /")
            .await
            .unwrap();
        let mut bytes = [0; 100];
        for head in ["GET /1\r\n\r\n", "GET /2\n\n", "GET /"] {
            let got = connection.read(&mut bytes).await.unwrap();
            assert_eq!(bytes[..got], *head.as_bytes());
            let answering = connection.seat().answer();
            tokio::select! {
                _ = connection.read(&mut bytes) => panic!("it was given more"),
                () = sleep(Duration::from_millis(20)) => {}
            }
            drop(answering);
        }
        drop(visitor);
        assert_eq!(connection.read(&mut bytes).await.unwrap(), 0);
    }

    /// The library flushes whenever it is woken: that must not wake it.
    #[actix_web::test]
    async fn nobody_is_woken_while_an_answer_is_made() {
        let (mut connection, mut visitor) = pair(1_000);
        visitor.write_all(b"GET /\r\n\r\nGET /").await.unwrap();
        let mut bytes = [0; 100];
        let _ = connection.read(&mut bytes).await.unwrap();
        let _answering = connection.seat().answer();
        let mut polls = 0;
        let serving = std::future::poll_fn(|cx| -> Poll<()> {
            polls += 1;
            let mut to = ReadBuf::new(&mut bytes);
            assert!(
                Pin::new(&mut connection)
                    .poll_read(cx, &mut to)
                    .is_pending()
            );
            let _ = Pin::new(&mut connection).poll_flush(cx);
            Poll::Pending
        });
        tokio::select! {
            () = serving => {}
            () = sleep(Duration::from_millis(50)) => {}
        }
        assert!(polls < 10, "{polls}");
    }

    #[actix_web::test]
    async fn a_body_is_given_while_it_is_read() {
        let (mut connection, mut visitor) = pair(100_000);
        let (body, mut got) = ([b'x'; 20_000], [0; 20_000]);
        let seat = connection.seat();
        let _answering = Arc::clone(&seat).answer();
        visitor.write_all(&body).await.unwrap();
        let reading = connection.read_exact(&mut got);
        let asking = async {
            sleep(Duration::from_millis(20)).await;
            seat.read_body(true);
        };
        let (read, ()) = tokio::join!(reading, asking);
        assert_eq!((read.unwrap(), got), (body.len(), body));
    }

    /// Who does not read gets no more answers than were made already.
    #[actix_web::test]
    async fn nothing_is_given_while_an_answer_is_not_read() {
        let (mut connection, mut visitor) = pair(1_000);
        visitor.write_all(b"GET /\r\n\r\n").await.unwrap();
        let mut bytes = [0; 100];
        tokio::select! {
            _ = connection.write_all(&[0; 2_000]) => panic!("nobody reads"),
            () = sleep(Duration::from_millis(20)) => {}
        }
        tokio::select! {
            _ = connection.read(&mut bytes) => panic!("it was given more"),
            () = sleep(Duration::from_millis(20)) => {}
        }
        visitor.read_exact(&mut [0; 1_000]).await.unwrap();
        connection.write_all(&[0; 500]).await.unwrap();
        connection.flush().await.unwrap();
        assert_eq!(connection.read(&mut bytes).await.unwrap(), 9);
    }
}
