//! Accepts connections until shutdown is requested.
//!
//! HTTP/1.1 alone, in plain or within TLS: a reverse proxy in front speaks HTTP/2 to browsers where that is wanted. Clients are strangers, so whatever
//! the server waits for has a limit of time, and connections have a limit of number.

mod connection;
mod connections;
mod file_limit;
mod limits;
mod pace;
mod paced;
mod possession;
mod refusal;
pub(crate) mod shutdown;
#[cfg(test)]
mod tests;
pub(crate) mod tls;
mod transport;

use std::{io, net::SocketAddr, time::Duration};

use axum::Router;
use tokio::{
    net::TcpListener,
    task::JoinSet,
    time::{sleep, timeout},
};

use self::{connection::Connection, refusal::Refusals, shutdown::Shutdown, tls::Tls};
pub(crate) use self::{
    connections::Connections,
    file_limit::{connections as connections_within, file_limit},
    limits::Limits,
};

/// How long requests that are under way may take once shutdown was requested.
const GRACE: Duration = Duration::from_secs(20);
/// How long the server waits before it takes connections again, after it could not.
const AFTER_A_FAILURE: Duration = Duration::from_millis(100);

/// Why the server does not run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// The address cannot be had.
    #[error("The address {address} cannot be listened on: {source}.")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why not.
        source: io::Error,
    },
    /// TLS cannot be spoken.
    #[error(transparent)]
    Tls(#[from] tls::TlsError),
    /// The signals cannot be listened for.
    #[error("The server cannot listen for signals: {0}.")]
    Signals(#[from] io::Error),
}

/// Listens on the address.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|source| ServeError::Listen { address, source })
}

/// Answers requests until shutdown is requested, then finishes those under way.
pub(crate) async fn serve(listener: TcpListener, router: Router, limits: Limits, shutdown: &Shutdown) {
    serve_over(None, listener, router, &Connections::within(limits), shutdown).await;
}

/// The same, within TLS if it is given, and beside the connections of other listeners.
pub(crate) async fn serve_over(tls: Option<Tls>, listener: TcpListener, router: Router, connections: &Connections, shutdown: &Shutdown) {
    let refusals = Refusals::default();
    let mut under_way = JoinSet::new();
    let mut requested = std::pin::pin!(shutdown.requested());
    loop {
        tokio::select! {
            biased;
            () = &mut requested => break,
            Some(_) = under_way.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => match connections.enter(peer.ip()) {
                    Some(place) => {
                        let connection = Connection { peer, router: router.clone(), place, shutdown: shutdown.clone(), tls: tls.clone() };
                        under_way.spawn(connection.run(stream));
                    }
                    // A client that expects TLS cannot read the answer in plain HTTP.
                    None => {
                        if tls.is_none() && let Some(refusal) = refusals.refuse(stream) {
                            under_way.spawn(refusal);
                        }
                    }
                },
                Err(error) => recover(&error, connections).await,
            },
        }
    }
    drop(listener);
    // A connection that never ends must not hold the process forever.
    let _ = timeout(GRACE, async { while under_way.join_next().await.is_some() {} }).await;
}

/// A connection that could not be accepted is no reason to end, nor to try again without a pause.
async fn recover(error: &io::Error, connections: &Connections) {
    let of_the_peer = matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionRefused | io::ErrorKind::Interrupted
    );
    if !of_the_peer {
        // The process may be out of files, which a connection that nobody uses holds.
        tracing::error!(%error, "a connection could not be accepted");
        connections.end_one_that_waits();
        sleep(AFTER_A_FAILURE).await;
    }
}
