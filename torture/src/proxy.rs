//! A proxy that loses answers: it passes a request on, reads the server's whole answer, gives its client the beginning of it, and hangs up.
//!
//! To its client it speaks plain HTTP on loopback, whatever the server speaks.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinHandle,
};

use crate::{
    error::Error,
    http::{Answer, Http, Request},
};

/// Headers of a connection, which the next one has of its own.
const OF_A_CONNECTION: [&str; 3] = ["host", "connection", "content-length"];

/// Where an answer is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Before its first byte.
    Everything,
    /// Behind its head.
    Body,
    /// In the middle of its body.
    Half,
    /// Before its last byte.
    LastByte,
}

/// A proxy. It ends when it is dropped.
#[derive(Debug)]
pub(crate) struct CuttingProxy {
    address: SocketAddr,
    /// What each connection lost; none where the server gave no answer.
    lost: UnboundedReceiver<Option<Answer>>,
    serving: JoinHandle<()>,
}

impl CuttingProxy {
    /// Opens a proxy before an address.
    ///
    /// # Errors
    /// There is no free port.
    pub(crate) async fn open(http: &Http, target: &str, cut: Cut) -> Result<Self, Error> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(Error::io("a proxy"))?;
        let address = listener.local_addr().map_err(Error::io("a proxy"))?;
        let (sender, lost) = unbounded_channel();
        let (http, target) = (http.clone(), target.to_owned());
        let serving = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if lose(client, &http, &target, cut, &sender).await.is_err() {
                    // Where an answer was lost before, this comes after it.
                    let _ = sender.send(None);
                }
            }
        });
        Ok(Self { address, lost, serving })
    }

    /// Returns the address at which it takes requests.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Returns the answer that was lost first; none where the server gave none.
    pub(crate) async fn lost(&mut self) -> Option<Answer> {
        self.lost.recv().await.flatten()
    }
}

impl Drop for CuttingProxy {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn lose(client: TcpStream, http: &Http, target: &str, cut: Cut, lost: &UnboundedSender<Option<Answer>>) -> io::Result<()> {
    let mut client = BufReader::new(client);
    let request = read(&mut client, target).await?;
    let answer = http.send(&request).await.map_err(io::Error::other)?;
    let kept = beginning(&answer, cut);
    let _ = lost.send(Some(answer));
    let mut client = client.into_inner();
    client.write_all(&kept).await?;
    client.shutdown().await
}

/// Reads a request, which is then for the target.
async fn read(client: &mut BufReader<TcpStream>, target: &str) -> io::Result<Request> {
    let mut line = String::new();
    client.read_line(&mut line).await?;
    let method = line.split(' ').next().unwrap_or_default().parse().map_err(io::Error::other)?;
    let mut request = Request::new(method, target);
    let mut length = 0;
    loop {
        line.clear();
        if client.read_line(&mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        let (name, value) = (name.to_ascii_lowercase(), value.trim());
        if name == "content-length" {
            length = value.parse().map_err(io::Error::other)?;
        }
        if !OF_A_CONNECTION.contains(&name.as_str()) {
            request = request.with_header(&name, value);
        }
    }
    let mut body = vec![0; length];
    client.read_exact(&mut body).await?;
    Ok(if body.is_empty() { request } else { request.with_body(body) })
}

/// Returns what the client gets to see of an answer.
fn beginning(answer: &Answer, cut: Cut) -> Vec<u8> {
    let (kind, length) = (answer.header("content-type"), answer.body.len());
    let head =
        format!("HTTP/1.1 {} Answer\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n", answer.status);
    let kept = match cut {
        Cut::Everything => 0,
        Cut::Body => head.len(),
        Cut::Half => head.len() + length / 2,
        Cut::LastByte => head.len() + length.saturating_sub(1),
    };
    head.bytes().chain(answer.body.bytes()).take(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_answer_is_read_to_its_end_and_given_in_part() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let target = format!("http://{}/token", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            for _ in 0..2 {
                let mut client = BufReader::new(listener.accept().await.unwrap().0);
                let request = read(&mut client, "http://target/").await.unwrap();
                assert_eq!(request.body.as_deref(), Some(&b"a=1"[..]));
                let answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
                client.into_inner().write_all(answer).await.unwrap();
            }
        });
        let http = Http::open().unwrap();
        let form = [("a".to_owned(), "1".to_owned())];
        for cut in [Cut::Everything, Cut::LastByte] {
            let mut proxy = CuttingProxy::open(&http, &target, cut).await.unwrap();
            assert!(http.send(&Request::post(proxy.url(), &form)).await.is_err(), "{cut:?}");
            assert_eq!(proxy.lost().await.unwrap().json["a"], 1);
        }
        server.await.unwrap();
    }
}
