//! What stands between client and server and loses the answer.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

/// Takes one request a connection, passes it on, reads the server's whole answer, and hangs up.
pub(crate) struct Proxy {
    address: SocketAddr,
    answers: Receiver<String>,
}

impl Proxy {
    pub(crate) fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, answers) = channel();
        // It ends with the first connection after nobody listens any more, or with the process.
        thread::spawn(move || {
            for connection in listener.incoming() {
                let lost = connection.and_then(|client| lose(client, server, &sender));
                if lost.is_err() {
                    break;
                }
            }
        });
        Self { address, answers }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The body of the next answer that was lost.
    pub(crate) fn lost_answer(&self) -> String {
        self.answers.recv().unwrap()
    }
}

fn lose(client: TcpStream, server: SocketAddr, answers: &Sender<String>) -> io::Result<()> {
    let (head, body) = read_message(&mut BufReader::new(&client))?;
    let mut server = TcpStream::connect(server)?;
    server.write_all(head.as_bytes())?;
    server.write_all(body.as_bytes())?;
    let (_, answer) = read_message(&mut BufReader::new(&server))?;
    drop(client);
    answers.send(answer).map_err(io::Error::other)
}

/// The head of a request or an answer up to its empty line, and a body whose length the head says.
fn read_message(stream: &mut BufReader<&TcpStream>) -> io::Result<(String, String)> {
    let mut head = String::new();
    let mut length = 0;
    loop {
        let start = head.len();
        if stream.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = head[start..].trim_end().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    String::from_utf8(body).map(|body| (head, body)).map_err(io::Error::other)
}
