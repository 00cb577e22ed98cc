//! The answers to connections that are closed before their request was answered.

use std::{future::Future, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpStream,
    sync::Semaphore,
    time::timeout,
};

/// The most connections that are refused in words at once; others are closed without an answer.
const MOST: usize = 64;
/// How long a client may take to read the answer.
const TIME: Duration = Duration::from_secs(1);
/// How much of its request is read meanwhile, so that the answer is not lost to a reset.
const READ: u64 = 64 * 1024;

/// How long a last answer may take: it fits into the buffer of a client that reads.
const AT_ONCE: Duration = Duration::from_millis(100);

/// A complete answer.
pub(super) const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nRetry-After: 5\r\n\
     Content-Length: 59\r\nConnection: close\r\n\r\nThe server cannot take this request now. Try again shortly.";
/// A complete answer.
pub(super) const LATE: &str = "HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 36\r\n\
     Connection: close\r\n\r\nThe request took too long to arrive.";

/// Refuses connections for which there is no place.
#[derive(Debug)]
pub(super) struct Refusals(Arc<Semaphore>);

impl Default for Refusals {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MOST)))
    }
}

impl Refusals {
    /// Answers that the server is busy, unless too many connections are being answered so already.
    pub(super) fn refuse(&self, mut stream: TcpStream) -> Option<impl Future<Output = ()> + use<>> {
        let permit = Arc::clone(&self.0).try_acquire_owned().ok()?;
        Some(async move {
            let told = async {
                stream.write_all(BUSY.as_bytes()).await?;
                stream.shutdown().await?;
                tokio::io::copy(&mut (&mut stream).take(READ), &mut tokio::io::sink()).await
            };
            let _ = timeout(TIME, told).await;
            drop(permit);
        })
    }
}

/// Sends one last answer, as far as the client takes it at once.
pub(super) async fn say(mut stream: impl AsyncWrite + Unpin, words: &str) {
    let said = async {
        stream.write_all(words.as_bytes()).await?;
        stream.shutdown().await
    };
    let _ = timeout(AT_ONCE, said).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_as_long_as_it_says() {
        for answer in [BUSY, LATE] {
            let (head, body) = answer.split_once("\r\n\r\n").unwrap();
            assert!(head.contains(&format!("Content-Length: {}\r\n", body.len())), "{answer}");
        }
    }
}
