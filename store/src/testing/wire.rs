//! A proxy of a PostgreSQL server that understands its protocol, and may answer a statement itself or cut the connection at it: what a
//! distributed engine or a network does to any statement at any time.

use std::{collections::HashMap, fmt, io, sync::Arc};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

/// What is done with a statement.
#[derive(Debug, Clone, Copy)]
pub enum Fate {
    /// The server runs it.
    Passes,
    /// It fails with this SQLSTATE, and the server does not see it. The transaction is over.
    Fails(&'static str),
    /// The connection is cut before the server sees it.
    IsCut,
    /// The server runs it, and the connection is cut instead of an answer.
    LosesItsAnswer,
    /// The connection is cut, and the server runs it later, when it is told.
    ArrivesLate(&'static Notify),
}

/// A statement on its way.
#[derive(Debug, Clone, Copy)]
pub struct OnItsWay<'a> {
    /// Its text; of several that are sent as one, all of them.
    pub sql: &'a str,
    /// Whether it is part of a transaction that began before.
    pub in_transaction: bool,
    /// Whether its connection has deadlines, which all have but those of migrations and of tests.
    pub has_deadlines: bool,
}

impl OnItsWay<'_> {
    /// Returns whether it may make something durable: a COMMIT, or a write that is a transaction of its own.
    pub fn commits(&self) -> bool {
        self.is_commit() || !self.in_transaction && ["INSERT", "UPDATE", "DELETE", "WITH"].iter().any(|verb| self.sql.starts_with(verb))
    }

    /// Returns whether it is a COMMIT.
    pub fn is_commit(&self) -> bool {
        self.sql.starts_with("COMMIT")
    }
}

/// Decides about each statement.
type Judge = Arc<dyn Fn(OnItsWay<'_>) -> Fate + Send + Sync>;

/// The proxy. It ends with the runtime of its test.
#[derive(Debug)]
pub struct Wire {
    url: String,
}

impl Wire {
    /// Starts a proxy of the server at this address, `postgres://user@host:port/name`. `judge` decides about each statement; those that
    /// begin or end a connection are passed on.
    pub async fn before(url: &str, judge: impl Fn(OnItsWay<'_>) -> Fate + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let (start, rest) = url.rsplit_once('@').unwrap_or(("postgres://postgres", url));
        let (server, database) = rest.split_once('/').unwrap_or((rest, ""));
        let url = format!("{start}@{}/{database}", listener.local_addr()?);
        let (server, judge): (_, Judge) = (server.to_owned(), Arc::new(judge));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, judge) = (server.clone(), Arc::clone(&judge));
                tokio::spawn(async move { serve(client, &server, judge).await });
            }
        });
        Ok(Self { url })
    }

    /// Returns the address of the database through the proxy.
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// PostgreSQL's documentation, 55.7: a byte that says the kind, the length of the rest with itself, and the rest.
struct Message {
    kind: u8,
    body: Vec<u8>,
}

impl Message {
    async fn read(from: &mut TcpStream) -> io::Result<Self> {
        let kind = from.read_u8().await?;
        let length = from.read_u32().await?;
        let mut body = vec![0; length.saturating_sub(4) as usize];
        from.read_exact(&mut body).await?;
        Ok(Self { kind, body })
    }

    fn bytes(&self) -> Vec<u8> {
        let length = u32::try_from(self.body.len() + 4).unwrap_or(u32::MAX);
        [&[self.kind], length.to_be_bytes().as_slice(), &self.body].concat()
    }

    /// Its strings, each of which ends with a zero.
    fn strings(&self) -> impl Iterator<Item = String> {
        self.body.split(|byte| *byte == 0).map(|text| String::from_utf8_lossy(text).into_owned())
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({})", char::from(self.kind))
    }
}

struct Session {
    client: TcpStream,
    server: TcpStream,
    /// The texts of prepared statements.
    prepared: HashMap<String, String>,
    in_transaction: bool,
    has_deadlines: bool,
    /// Whether a statement of the transaction failed here: until ROLLBACK each further one fails, too.
    has_failed: bool,
}

async fn serve(mut client: TcpStream, server: &str, judge: Judge) -> io::Result<()> {
    let mut server = TcpStream::connect(server).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    // The first message has no kind. One of eight bytes asks for encryption, which is declined.
    loop {
        let length = client.read_u32().await?;
        let mut rest = vec![0; length.saturating_sub(4) as usize];
        client.read_exact(&mut rest).await?;
        if length == 8 {
            client.write_all(b"N").await?;
        } else {
            server.write_all(&[length.to_be_bytes().as_slice(), &rest].concat()).await?;
            break;
        }
    }
    let mut session = Session { client, server, prepared: HashMap::new(), in_transaction: false, has_deadlines: false, has_failed: false };
    session.pass_answer().await?;
    while let Some(messages) = session.asked().await? {
        if !session.answer(messages, &judge).await? {
            break;
        }
    }
    Ok(())
}

impl Session {
    /// Reads what the client sends until it waits for an answer; `None` where one of the two has ended.
    async fn asked(&mut self) -> io::Result<Option<Vec<Message>>> {
        let mut messages: Vec<Message> = Vec::new();
        loop {
            if messages.is_empty() {
                let (mut of_client, mut of_server) = ([0], [0]);
                tokio::select! {
                    seen = self.client.peek(&mut of_client) => drop(seen?),
                    seen = self.server.peek(&mut of_server) => {
                        // What the server says unasked is that it ends.
                        seen?;
                        let said = Message::read(&mut self.server).await?;
                        self.client.write_all(&said.bytes()).await?;
                        continue;
                    }
                }
            }
            let message = Message::read(&mut self.client).await?;
            let kind = message.kind;
            messages.push(message);
            match kind {
                b'X' => return Ok(None),
                b'Q' | b'S' => return Ok(Some(messages)),
                _ => {}
            }
        }
    }

    /// Answers as the judge says. Returns whether the connection goes on.
    async fn answer(&mut self, messages: Vec<Message>, judge: &Judge) -> io::Result<bool> {
        let Some(sql) = self.executed(&messages) else {
            self.pass(&messages).await?;
            return self.pass_answer().await.map(|()| true);
        };
        let is_rollback = sql.starts_with("ROLLBACK");
        if self.has_failed && !is_rollback {
            self.fail(&messages, "25P02").await?;
            return Ok(true);
        }
        let statement = OnItsWay { sql: &sql, in_transaction: self.in_transaction, has_deadlines: self.has_deadlines };
        let fate = if is_rollback { Fate::Passes } else { judge(statement) };
        match fate {
            Fate::Passes => {
                self.has_failed = false;
                self.has_deadlines |= sql.starts_with("SET statement_timeout");
                self.pass(&messages).await?;
                self.pass_answer().await?;
            }
            Fate::Fails(code) => {
                // As PostgreSQL does: a COMMIT that fails has ended the transaction, and another statement has made it useless.
                self.has_failed = self.in_transaction && !sql.starts_with("COMMIT");
                self.fail(&messages, code).await?;
            }
            Fate::IsCut => return Ok(false),
            Fate::LosesItsAnswer => {
                self.pass(&messages).await?;
                while Message::read(&mut self.server).await?.kind != b'Z' {}
                return Ok(false);
            }
            Fate::ArrivesLate(now) => {
                self.client.shutdown().await?;
                now.notified().await;
                self.pass(&messages).await?;
                while Message::read(&mut self.server).await?.kind != b'Z' {}
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Returns the text that is executed by these messages; `None` where they only prepare or describe.
    fn executed(&mut self, messages: &[Message]) -> Option<String> {
        let mut executed = None;
        for message in messages {
            let mut strings = message.strings();
            match (message.kind, strings.next(), strings.next()) {
                (b'Q', Some(sql), _) => executed = Some(sql),
                (b'P', Some(name), Some(sql)) => drop(self.prepared.insert(name, sql)),
                (b'B', Some(_), Some(name)) => executed = self.prepared.get(&name).cloned(),
                _ => {}
            }
        }
        executed.map(|sql| sql.trim_start().to_owned())
    }

    async fn pass(&mut self, messages: &[Message]) -> io::Result<()> {
        let bytes: Vec<u8> = messages.iter().flat_map(Message::bytes).collect();
        self.server.write_all(&bytes).await
    }

    /// Passes on what the server answers until it is ready for a query.
    async fn pass_answer(&mut self) -> io::Result<()> {
        loop {
            let message = Message::read(&mut self.server).await?;
            self.client.write_all(&message.bytes()).await?;
            if message.kind == b'Z' {
                self.in_transaction = message.body != b"I";
                return Ok(());
            }
        }
    }

    /// Fails these messages. What they prepare is prepared nonetheless, because the client may count on it.
    async fn fail(&mut self, messages: &[Message], code: &str) -> io::Result<()> {
        let prepares = |message: &&Message| matches!(message.kind, b'P' | b'S');
        let mut to_server: Vec<u8> = messages.iter().filter(prepares).flat_map(Message::bytes).collect();
        let mut answers = usize::from(!to_server.is_empty());
        if self.in_transaction {
            to_server.extend(Message { kind: b'Q', body: b"ROLLBACK\0".to_vec() }.bytes());
            answers += 1;
        }
        self.server.write_all(&to_server).await?;
        while answers > 0 {
            answers -= usize::from(Message::read(&mut self.server).await?.kind == b'Z');
        }
        self.in_transaction = self.has_failed;
        let fields = format!("SERROR\0VERROR\0C{code}\0Mthe proxy of the test says so\0\0");
        let ready = if self.has_failed { b"E" } else { b"I" };
        let answer = [Message { kind: b'E', body: fields.into_bytes() }.bytes(), Message { kind: b'Z', body: ready.to_vec() }.bytes()];
        self.client.write_all(&answer.concat()).await
    }
}
