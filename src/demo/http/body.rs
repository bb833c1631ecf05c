//! Bodies, honest and troubled.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// What goes out as a body.
pub(crate) enum Sent {
    /// All of it.
    Whole(Option<Bytes>),
    /// The beginning; then the connection breaks.
    Cut { head: Option<Bytes>, announced: u64 },
    /// A few bytes at a time.
    Drip { rest: Bytes, at_once: usize, pause: Duration, sleep: Pin<Box<Sleep>> },
    /// Bytes that mean nothing.
    Rubbish { left: u64 },
}

const RUBBISH: &[u8] =
    b"\x00\xff{[\"<html>rubbish rubbish rubbish rubbish rubbish rubbish rubbish\n";
const CHUNK: usize = 64 * 1024;

impl Sent {
    /// An honest body.
    pub(crate) fn whole(bytes: impl Into<Bytes>) -> Self {
        Self::Whole(Some(bytes.into()))
    }

    /// Half of a body, announced as the whole.
    pub(crate) fn cut(bytes: Vec<u8>) -> Self {
        let announced = bytes.len() as u64;
        let bytes = Bytes::from(bytes);
        Self::Cut { head: Some(bytes.slice(..bytes.len() / 2)), announced }
    }

    /// A body that drips.
    pub(crate) fn drip(bytes: Vec<u8>, at_once: u32, pause: Duration) -> Self {
        let at_once = usize::try_from(at_once).unwrap_or(1).max(1);
        Self::Drip { rest: bytes.into(), at_once, pause, sleep: Box::pin(sleep(pause)) }
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let next = match self.get_mut() {
            Self::Whole(bytes) => bytes.take().filter(|bytes| !bytes.is_empty()).map(Ok),
            Self::Cut { head, .. } => {
                Some(head.take().ok_or_else(|| io::Error::other("cut on purpose")))
            }
            Self::Drip { rest, .. } if rest.is_empty() => None,
            Self::Drip { rest, at_once, pause, sleep: wait } => {
                ready!(wait.as_mut().poll(context));
                *wait = Box::pin(sleep(*pause));
                Some(Ok(rest.split_to((*at_once).min(rest.len()))))
            }
            Self::Rubbish { left: 0 } => None,
            Self::Rubbish { left } => {
                let size = usize::try_from(*left).unwrap_or(CHUNK).min(CHUNK);
                *left -= size as u64;
                Some(Ok(RUBBISH.iter().copied().cycle().take(size).collect()))
            }
        };
        Poll::Ready(next.map(|bytes| bytes.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(bytes) => bytes.as_ref().is_none_or(Bytes::is_empty),
            Self::Cut { .. } => false,
            Self::Drip { rest, .. } => rest.is_empty(),
            Self::Rubbish { left } => *left == 0,
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(match self {
            Self::Whole(bytes) => bytes.as_ref().map_or(0, |bytes| bytes.len() as u64),
            Self::Cut { announced, .. } => *announced,
            Self::Drip { rest, .. } => rest.len() as u64,
            Self::Rubbish { left } => *left,
        })
    }
}
