//! One connection, from its beginning to its end.

use std::{
    convert::Infallible,
    future::{Future, poll_fn},
    net::SocketAddr,
    pin::{Pin, pin},
    sync::Arc,
    task::{Poll, ready},
};

use axum::{Router, body::Body, extract::Request, response::Response};
use http_body::Body as _;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, time::sleep_until};
use tower::ServiceExt as _;

use super::{
    connections::Place,
    pace::{Pace, Phase},
    paced::{PacedBody, PacedStream, Side},
    refusal,
    shutdown::Shutdown,
    tls::Tls,
    transport::Transport,
};
use crate::{
    certificates::Certificates,
    peer::{Listener, Peer},
};

/// The most bytes that the head of a request may have, and that are buffered for a connection.
const BUFFER: usize = 64 * 1024;

/// An accepted connection.
pub(super) struct Connection {
    pub(super) peer: SocketAddr,
    pub(super) router: Router,
    pub(super) place: Place,
    pub(super) shutdown: Shutdown,
    /// None for plain HTTP.
    pub(super) tls: Option<Tls>,
}

/// Why a connection ends before its client ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// It took too long.
    Late,
    /// Another connection takes its place, or the server shuts down.
    MadeRoom,
}

impl Connection {
    /// Answers its requests.
    pub(super) async fn run(self, stream: TcpStream) {
        let Self { peer, router, place, shutdown, tls } = self;
        let pace = &place.pace;
        let peer = Peer { address: peer.ip(), listener: tls.as_ref().map_or(Listener::Public, Tls::listener) };
        // Answers are written whole, so there is nothing to gather.
        let _ = stream.set_nodelay(true);
        let stream = match tls {
            None => Transport::Plain(stream),
            Some(tls) => {
                // The handshake is part of the time for the first request's head.
                let (mut late, mut requested) = (pin!(late(pace)), pin!(shutdown.requested()));
                tokio::select! {
                    biased;
                    handshake = tls.accept(stream) => match handshake {
                        Ok(stream) => Transport::Tls(Box::new(stream)),
                        // A scan of the port, or a client that trusts another authority: nothing that the server could mend.
                        Err(error) => return tracing::debug!(%error, "a TLS handshake failed"),
                    },
                    () = &mut late => return,
                    () = pace.dismissed() => return,
                    () = &mut requested => return,
                }
            }
        };
        let certificates = stream.certificates();
        let io = TokioIo::new(PacedStream { stream, pace: Arc::clone(pace) });
        let service = service_fn(|request| answer(router.clone(), (peer, certificates.clone()), Arc::clone(pace), request));
        let mut connection = http1::Builder::new().header_read_timeout(None).max_buf_size(BUFFER).serve_connection(io, service);

        let mut late = pin!(late(pace));
        let mut requested = pin!(shutdown.requested());
        let mut stopping = false;
        let end = loop {
            tokio::select! {
                biased;
                // What it ended with is between it and its client: a reset, or a request that cannot be read.
                _ = &mut connection => return,
                () = &mut late => break End::Late,
                () = pace.dismissed() => {}
                () = &mut requested, if !stopping => stopping = true,
            }
            // A request that was complete in the meantime is answered, and is the last one.
            if pace.is_waiting() {
                break End::MadeRoom;
            }
            Pin::new(&mut connection).graceful_shutdown();
        };
        let words = match (end, pace.phase()) {
            (End::Late, Phase::Head | Phase::Body) => Some(refusal::LATE),
            (End::MadeRoom, Phase::Head) => Some(refusal::BUSY),
            _ => None,
        };
        if let Some(words) = words {
            refusal::say(connection.into_parts().io.into_inner().stream, words).await;
        }
    }
}

async fn answer(
    router: Router,
    (peer, certificates): (Peer, Option<Certificates>),
    pace: Arc<Pace>,
    request: Request<Incoming>,
) -> Result<Response<PacedBody<Body>>, Infallible> {
    pace.head_complete(!request.body().is_end_stream());
    let body = |body| Body::new(PacedBody { body, side: Side::Request, pace: Arc::clone(&pace) });
    let mut request = request.map(body);
    request.extensions_mut().insert(peer);
    if let Some(certificates) = certificates {
        request.extensions_mut().insert(certificates);
    }
    let response = router.oneshot(request).await?;
    Ok(response.map(|body| PacedBody { body, side: Side::Response, pace }))
}

/// Resolves when the client is late. The deadline is read again whenever the connection's task runs, which is
/// whenever something changes it.
fn late(pace: &Pace) -> impl Future<Output = ()> + '_ {
    let mut waited_for = None;
    let mut sleep = Box::pin(sleep_until(tokio::time::Instant::now()));
    poll_fn(move |context| {
        let Some(deadline) = pace.deadline() else { return Poll::Pending };
        if waited_for != Some(deadline) {
            waited_for = Some(deadline);
            sleep.as_mut().reset(deadline);
        }
        ready!(sleep.as_mut().poll(context));
        Poll::Ready(())
    })
}
