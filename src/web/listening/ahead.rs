//! What was read of a connection and not yet given to the server library.
//!
//! The library makes a request of everything it is given before it answers the first of them; each occupies some
//! kilobytes, and a request may have eighteen bytes. So it is given one head at a time, and while it answers nothing
//! but the body that is being read. Then a visitor who asks very much at once and reads nothing waits, and nobody
//! with them.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::web::BytesMut;
use tokio::io::{AsyncRead, ReadBuf};

use super::watched::Line;

/// Bytes that are read ahead, so that it is noticed when the other side hangs up while it is answered.
const MOST: usize = 4_096;

/// The bytes.
#[derive(Default)]
pub(super) struct Ahead {
    bytes: BytesMut,
    /// Nothing more comes.
    is_over: bool,
    /// The line that is being given has nothing in it so far: when it ends, a head ends.
    line_is_empty: bool,
    /// Something was given; before anything more is, it is looked at, so that it does not pile up there.
    is_given: bool,
}

impl Ahead {
    /// Reads as much as there is and has room.
    pub(super) fn fill(&mut self, cx: &mut Context<'_>, line: &mut dyn Line) -> io::Result<()> {
        while !self.is_over && self.bytes.len() < MOST {
            let mut place = [MaybeUninit::uninit(); MOST];
            let room = MOST - self.bytes.len();
            let Some(place) = place.get_mut(..room) else {
                break;
            };
            let mut read = ReadBuf::uninit(place);
            if AsyncRead::poll_read(Pin::new(&mut *line), cx, &mut read)?.is_pending() {
                break;
            }
            self.is_over = read.filled().is_empty();
            self.bytes.extend_from_slice(read.filled());
        }
        Ok(())
    }

    /// Whether the other side says nothing more.
    pub(super) fn has_ended(&self) -> bool {
        self.is_over
    }

    /// Whether everything was given, and nothing more comes.
    pub(super) fn is_over(&self) -> bool {
        self.is_over && self.bytes.is_empty()
    }

    /// Gives what is there, but nothing beyond the end of a head.
    pub(super) fn give(&mut self, cx: &Context<'_>, to: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let is_given = std::mem::take(&mut self.is_given);
        if self.bytes.is_empty() {
            return if self.is_over {
                Poll::Ready(Ok(()))
            } else {
                Poll::Pending
            };
        }
        if is_given {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.is_given = true;
        let count = self.until_end(to.remaining());
        to.put_slice(&self.bytes.split_to(count));
        Poll::Ready(Ok(()))
    }

    /// How many bytes there are up to the end of a head: an empty line, its end written in either way.
    fn until_end(&mut self, most: usize) -> usize {
        let mut count = 0;
        for byte in self.bytes.iter().take(most) {
            count += 1;
            match byte {
                b'\n' if self.line_is_empty => break,
                b'\n' => self.line_is_empty = true,
                b'\r' => {}
                _ => self.line_is_empty = false,
            }
        }
        count
    }
}
