//! Takes connections until it is told to stop.

use std::{io, net::SocketAddr, time::Duration};

use axum::Router;
use tokio::{net::TcpListener, signal, time::sleep};

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

/// Answers until SIGTERM or Ctrl-C; then finishes what it has begun.
pub(crate) async fn serve(listener: TcpListener, router: Router) -> Result<(), ServeError> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(told_to_stop());
    // A connection that never ends must not hold the process for ever.
    tokio::select! {
        result = async { served.await } => Ok(result?),
        () = async { told_to_stop().await; tracing::info!("told to stop"); sleep(GRACE).await } => Ok(()),
    }
}

/// Ends when the process is told to stop.
pub(crate) async fn told_to_stop() {
    let interrupt = async {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
