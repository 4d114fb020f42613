//! Faults that a test orders: refusals, rate limits, silence and cut lines, before or after the request took effect.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// What happens to a request.
#[derive(Debug, Clone)]
pub(super) enum Effect {
    /// Answered with this status.
    Status(u16),
    /// 429 with these seconds; `true` for the global limit.
    Limited(f64, bool),
    /// Never answered.
    Hang,
    /// The connection is cut.
    Cut,
}

/// An ordered fault, for one request.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) pattern: String,
    pub(super) effect: Effect,
    /// So many such requests pass before.
    pub(super) spared: usize,
    /// Does the request take effect before?
    pub(super) committed: bool,
}

/// Does a request match? `"POST /channels"`, `"PATCH /webhooks/*/*/messages"`, `"callback"`: an optional method, then
/// the beginning of the path (`*` is any one segment) or, without a leading slash, any part of it.
pub(super) fn matches(pattern: &str, method: &str, path: &str) -> bool {
    let part = match pattern.split_once(' ') {
        Some((wanted, _)) if wanted != method => return false,
        Some((_, part)) => part,
        None => pattern,
    };
    let Some(beginning) = part.strip_prefix('/') else {
        return path.contains(part);
    };
    let mut have = path.trim_start_matches('/').split('/');
    beginning
        .split('/')
        .filter(|s| !s.is_empty())
        .all(|want| have.next().is_some_and(|h| want == "*" || want == h))
}

/// A line that can be cut from inside a request.
#[derive(Debug, Clone)]
pub(super) struct Line(Arc<AtomicBool>);

impl Line {
    /// From now on nothing more goes out, and the connection is closed.
    pub(super) fn cut(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Connected<IncomingStream<'_, Lines>> for Line {
    fn connect_info(stream: IncomingStream<'_, Lines>) -> Self {
        stream.remote_addr().clone()
    }
}

/// The listener whose lines can be cut.
pub(super) struct Lines(pub(super) TcpListener);

impl Listener for Lines {
    type Io = Wire;
    type Addr = Line;

    async fn accept(&mut self) -> (Wire, Line) {
        let (stream, _): (TcpStream, SocketAddr) = Listener::accept(&mut self.0).await;
        let _ = stream.set_nodelay(true);
        let line = Line(Arc::default());
        (Wire { stream, line: line.clone() }, line)
    }

    fn local_addr(&self) -> io::Result<Line> {
        Ok(Line(Arc::default()))
    }
}

/// A connection that obeys its [`Line`].
pub(super) struct Wire {
    stream: TcpStream,
    line: Line,
}

impl Wire {
    fn whole(&self) -> io::Result<()> {
        if self.line.0.load(Ordering::SeqCst) { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.whole()?;
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.whole()?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.whole()?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
