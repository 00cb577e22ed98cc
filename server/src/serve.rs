//! Takes connections until it is told to stop.

use std::{io, net::SocketAddr, time::Duration};

use axum::Router;
use tokio::{net::TcpListener, time::sleep};

use crate::stop::Stop;

/// How long requests that are under way may take once the server was told to stop.
const GRACE: Duration = Duration::from_secs(20);

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
    /// It broke off.
    #[error("The server broke off: {0}.")]
    Broken(#[from] io::Error),
}

/// Takes the address.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|source| ServeError::Listen { address, source })
}

/// Answers until it is told to stop; then finishes what it has begun.
pub(crate) async fn serve(listener: TcpListener, router: Router, stop: &Stop) -> Result<(), ServeError> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(stop.told());
    let patience_ends = async {
        stop.told().await;
        sleep(GRACE).await;
    };
    // A connection that never ends must not hold the process for ever.
    tokio::select! {
        result = async { served.await } => Ok(result?),
        () = patience_ends => Ok(()),
    }
}
