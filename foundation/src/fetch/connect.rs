//! A connection to one of the addresses that were checked.

use std::{io, net::SocketAddr, sync::Arc};

use rustls::ClientConfig;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

use super::{destination::Destination, error::FetchError};

/// A connection, with TLS or without.
pub(super) trait Connection: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Connection for T {}

/// Connects to the first address that answers.
pub(super) async fn open(destination: &Destination, tls: Option<&Arc<ClientConfig>>) -> Result<Box<dyn Connection>, FetchError> {
    let stream = connect(&destination.addresses).await.map_err(FetchError::Unreachable)?;
    // What is sent is sent at once: there is one request. Where it cannot be set, it is only slower.
    let _ = stream.set_nodelay(true);
    let Some(name) = destination.server_name.clone() else { return Ok(Box::new(stream)) };
    let tls = tls.ok_or(FetchError::Certificates)?;
    let stream = TlsConnector::from(Arc::clone(tls)).connect(name, stream).await.map_err(FetchError::Unreachable)?;
    Ok(Box::new(stream))
}

async fn connect(addresses: &[SocketAddr]) -> io::Result<TcpStream> {
    let mut failed = io::Error::new(io::ErrorKind::NotFound, "it has no address");
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}
