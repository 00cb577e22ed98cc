//! A server that does nothing, to see what the load generator itself can do and costs.

use std::{net::SocketAddr, thread};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    runtime,
};

use crate::error::Error;

/// A server on a thread of its own that answers everything with the same body. It ends with the process.
#[derive(Debug)]
pub struct Echo {
    /// Its address.
    pub address: SocketAddr,
}

impl Echo {
    /// Starts it.
    pub fn start(body: &str) -> Result<Self, Error> {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        let failed = |what| Error::io(what);
        let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(failed("listen"))?;
        let address = listener.local_addr().map_err(failed("listen"))?;
        listener.set_nonblocking(true).map_err(failed("listen"))?;
        let runtime = runtime::Builder::new_current_thread().enable_all().build().map_err(failed("start a runtime"))?;
        thread::spawn(move || {
            runtime.block_on(async move {
                let Ok(listener) = TcpListener::from_std(listener) else { return };
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(serve(stream, answer.clone().into_bytes()));
                }
            });
        });
        Ok(Self { address })
    }
}

/// Takes whatever comes at once for one request: the generator sends each in one piece and waits for the answer.
async fn serve(mut stream: TcpStream, answer: Vec<u8>) {
    let mut buffer = vec![0; 8192];
    while let Ok(1..) = stream.read(&mut buffer).await {
        if stream.write_all(&answer).await.is_err() {
            return;
        }
    }
}
