//! One connection of HTTP/1.1 that is kept (RFC 9112).

use std::{
    borrow::Cow,
    io::{Error, ErrorKind, Result},
    net::SocketAddr,
    ops::Range,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// The most that an answer may take, in bytes.
const LONGEST: usize = 16 << 20;
/// The most fields in the head of an answer.
const FIELDS: usize = 64;

/// An answer, in the connection's buffer.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The status code.
    pub status: u16,
    /// The head, as it came.
    pub head: &'a [u8],
    /// The body, without its transfer coding.
    pub body: Cow<'a, [u8]>,
}

impl Answer<'_> {
    /// Returns the body as text, as far as it is UTF-8.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or_default()
    }

    /// Returns the values of a field, whose name is given in lower case.
    pub fn fields(&self, name: &str) -> Vec<String> {
        let head = String::from_utf8_lossy(self.head);
        let lines = head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned()).collect()
    }

    /// Returns the text of a JSON member whose value is a string without escapes, such as a token.
    pub fn member(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.text().split_once(name)?;
        rest.strip_prefix("\":\"")?.split('"').next()
    }
}

/// What the head says of the body.
enum Length {
    Known(usize),
    Chunked,
}

/// A connection.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// The part of the buffer that the last answer took.
    taken: usize,
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(8192), taken: 0 })
    }

    /// Sends a request and waits for its whole answer.
    pub async fn exchange(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.buffer.drain(..self.taken);
        self.taken = 0;
        self.stream.write_all(request).await?;
        let (status, head, length) = loop {
            if let Some(parsed) = parse_head(&self.buffer)? {
                break parsed;
            }
            self.read_more().await?;
        };
        let body = match length {
            Length::Known(length) => {
                let end = head + length;
                while self.buffer.len() < end {
                    self.read_more().await?;
                }
                self.taken = end;
                Cow::Borrowed(self.buffer.get(head..end).unwrap_or_default())
            }
            Length::Chunked => {
                let (body, end) = self.read_chunks(head).await?;
                self.taken = end;
                Cow::Owned(body)
            }
        };
        Ok(Answer { status, head: self.buffer.get(..head).unwrap_or_default(), body })
    }

    async fn read_chunks(&mut self, start: usize) -> Result<(Vec<u8>, usize)> {
        let (mut body, mut at) = (Vec::new(), start);
        loop {
            let Some((chunk, next)) = parse_chunk(&self.buffer, at)? else {
                self.read_more().await?;
                continue;
            };
            at = next;
            if chunk.is_empty() {
                return Ok((body, at));
            }
            body.extend_from_slice(self.buffer.get(chunk).unwrap_or_default());
        }
    }

    async fn read_more(&mut self) -> Result<()> {
        if self.buffer.len() > LONGEST {
            return Err(Error::new(ErrorKind::InvalidData, "the answer does not end"));
        }
        self.buffer.reserve(8192);
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

/// Returns status, length of the head, and length of the body; nothing where the head is not complete.
fn parse_head(buffer: &[u8]) -> Result<Option<(u16, usize, Length)>> {
    let mut fields = [httparse::EMPTY_HEADER; FIELDS];
    let mut response = httparse::Response::new(&mut fields);
    let invalid = |problem: &dyn std::fmt::Display| Error::new(ErrorKind::InvalidData, problem.to_string());
    let httparse::Status::Complete(head) = response.parse(buffer).map_err(|error| invalid(&error))? else {
        return Ok(None);
    };
    let status = response.code.unwrap_or_default();
    let field = |name: &str| response.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name)).map(|field| field.value);
    let length = match (field("content-length"), field("transfer-encoding")) {
        (Some(length), _) => {
            let length = std::str::from_utf8(length).ok().and_then(|text| text.parse().ok());
            Length::Known(length.filter(|length| *length <= LONGEST).ok_or_else(|| invalid(&"a length that cannot be read"))?)
        }
        (None, Some(_)) => Length::Chunked,
        (None, None) if matches!(status, 204 | 304) => Length::Known(0),
        (None, None) => return Err(invalid(&"an answer without a length")),
    };
    Ok(Some((status, head, length)))
}

/// Returns where the next chunk is and where it ends; nothing where it is not complete. The last one is empty.
fn parse_chunk(buffer: &[u8], at: usize) -> Result<Option<(Range<usize>, usize)>> {
    let invalid = || Error::new(ErrorKind::InvalidData, "a chunk that cannot be read");
    match httparse::parse_chunk_size(buffer.get(at..).unwrap_or_default()) {
        Ok(httparse::Status::Complete((head, length))) => {
            let start = at + head;
            let end = usize::try_from(length).ok().filter(|length| *length <= LONGEST).ok_or_else(invalid)? + start;
            // Behind each chunk, and behind the last one where there are no trailers, is an empty line.
            Ok((buffer.len() >= end + 2).then_some((start..end, end + 2)))
        }
        Ok(httparse::Status::Partial) => Ok(None),
        Err(_) => Err(invalid()),
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    /// Serves these bytes, in pieces of so many, to one connection for each request.
    async fn serve(answers: Vec<&'static [u8]>, piece: usize) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            for answer in answers {
                let mut request = [0; 64];
                assert!(stream.read(&mut request).await.unwrap() > 0);
                for piece in answer.chunks(piece) {
                    stream.write_all(piece).await.unwrap();
                    tokio::task::yield_now().await;
                }
            }
        });
        address
    }

    #[tokio::test]
    async fn answers_of_known_length_and_in_chunks_are_read_one_after_another() {
        let known = b"HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\n{\"refresh_token\":\"rt1.abc\"}".get(..).unwrap();
        let known = known.get(..known.len() - 1).unwrap();
        let chunked = b"HTTP/1.1 400 Bad Request\r\nSet-Cookie: a=b\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        for piece in [1, 7, 4096] {
            let mut connection = Connection::open(serve(vec![known, chunked, known], piece).await).await.unwrap();
            let answer = connection.exchange(b"one").await.unwrap();
            assert_eq!((answer.status, answer.member("refresh_token")), (200, Some("rt1.abc")));
            let answer = connection.exchange(b"two").await.unwrap();
            assert_eq!((answer.status, answer.text()), (400, "abcde"));
            assert_eq!(answer.fields("set-cookie"), ["a=b"]);
            assert_eq!(connection.exchange(b"three").await.unwrap().status, 200);
        }
    }
}
