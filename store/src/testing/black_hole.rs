//! A proxy of a PostgreSQL server that can fall silent, as a network does whose firewall has dropped a connection: nothing is refused, and
//! nothing is answered.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream, tcp::OwnedReadHalf, tcp::OwnedWriteHalf},
};

/// Forwards connections until it swallows what they carry.
#[derive(Debug)]
pub struct BlackHole {
    address: SocketAddr,
    url: String,
    swallows: Arc<AtomicBool>,
}

impl BlackHole {
    /// Starts a proxy of the server at this address: `postgres://user@host:port/name`.
    pub async fn before(url: &str) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (start, rest) = url.rsplit_once('@').unwrap_or(("postgres://postgres", url));
        let (server, database) = rest.split_once('/').unwrap_or((rest, ""));
        let swallows = Arc::new(AtomicBool::new(false));
        tokio::spawn(forward(listener, server.to_owned(), Arc::clone(&swallows)));
        Ok(Self { address, url: format!("{start}@{address}/{database}"), swallows })
    }

    /// Returns the address of the database through the proxy.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the address that it listens at.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Swallows everything from now on, or forwards it. A connection that lost anything stays silent for good.
    pub fn swallow(&self, swallows: bool) {
        self.swallows.store(swallows, Ordering::SeqCst);
    }
}

async fn forward(listener: TcpListener, server: String, swallows: Arc<AtomicBool>) {
    while let Ok((client, _)) = listener.accept().await {
        let (server, swallows) = (server.clone(), Arc::clone(&swallows));
        tokio::spawn(async move {
            let Ok(server) = TcpStream::connect(server).await else { return };
            let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
            let dead = Arc::new(AtomicBool::new(false));
            tokio::join!(
                pump(from_client, to_server, Arc::clone(&swallows), Arc::clone(&dead)),
                pump(from_server, to_client, swallows, dead)
            );
        });
    }
}

async fn pump(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, swallows: Arc<AtomicBool>, dead: Arc<AtomicBool>) {
    let mut buffer = [0; 8192];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        if swallows.load(Ordering::SeqCst) {
            dead.store(true, Ordering::SeqCst);
        }
        if dead.load(Ordering::SeqCst) {
            continue;
        }
        let Some(bytes) = buffer.get(..read) else { return };
        if to.write_all(bytes).await.is_err() {
            return;
        }
    }
    // Not even the end of the connection is passed on.
    if swallows.load(Ordering::SeqCst) || dead.load(Ordering::SeqCst) {
        std::future::pending::<()>().await;
    }
}
