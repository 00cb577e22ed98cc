//! A pooler that works as pgbouncer does in transaction mode, before the PostgreSQL of the tests.

use std::{
    env,
    sync::{Arc, Mutex},
};

use domain::causes::Causes;
use tokio::{
    io::{self, AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::{Store, testing::POSTGRES_URL};

/// Connections to PostgreSQL that no client uses; the one that came back last is used first.
type Idle = Arc<Mutex<Vec<TcpStream>>>;

/// A message: its type, and the whole of it.
async fn message(stream: &mut TcpStream) -> io::Result<(u8, Vec<u8>)> {
    let kind = stream.read_u8().await?;
    let length = stream.read_u32().await?;
    let mut whole = vec![kind];
    whole.extend(length.to_be_bytes());
    whole.resize(1 + length as usize, 0);
    stream.read_exact(&mut whole[5..]).await?;
    Ok((kind, whole))
}

/// Passes messages on until the server is ready for a query. Returns whether it is outside a transaction.
async fn answer(server: &mut TcpStream, client: &mut TcpStream) -> io::Result<bool> {
    loop {
        let (kind, whole) = message(server).await?;
        client.write_all(&whole).await?;
        if kind == b'Z' {
            return Ok(whole[5] == b'I');
        }
    }
}

async fn serve(mut client: TcpStream, server: String, idle: Idle) -> io::Result<()> {
    // The first message has no type; one of eight bytes asks for encryption, which is declined.
    let startup = loop {
        let length = client.read_u32().await?;
        let mut whole = length.to_be_bytes().to_vec();
        whole.resize(length as usize, 0);
        client.read_exact(&mut whole[4..]).await?;
        if length != 8 {
            break whole;
        }
        client.write_all(b"N").await?;
    };
    let mut fresh = TcpStream::connect(&server).await?;
    fresh.write_all(&startup).await?;
    answer(&mut fresh, &mut client).await?;
    idle.lock().unwrap().push(fresh);
    let mut held = None;
    loop {
        let (kind, whole) = message(&mut client).await?;
        if kind == b'X' {
            return Ok(());
        }
        let mut used = held.take().or_else(|| idle.lock().unwrap().pop()).unwrap();
        used.write_all(&whole).await?;
        // A query of its own, or the end of a series of messages.
        if matches!(kind, b'Q' | b'S') && answer(&mut used, &mut client).await? {
            idle.lock().unwrap().push(used);
        } else {
            held = Some(used);
        }
    }
}

#[tokio::test]
async fn a_pooler_that_shares_connections_between_transactions_is_refused_with_what_to_do() {
    let url: url::Url = env::var(POSTGRES_URL).unwrap().parse().unwrap();
    let server = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut pooled = url.clone();
    pooled.set_port(Some(listener.local_addr().unwrap().port())).unwrap();
    tokio::spawn(async move {
        let idle = Idle::default();
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(serve(client, server.clone(), Arc::clone(&idle)));
        }
    });
    let refusal = Store::connect(pooled.as_str()).await.unwrap_err();
    let refusal = Causes(&refusal).to_string();
    assert!(refusal.contains("set `pool_mode = session` for this database"), "{refusal}");
    Store::connect(url.as_str()).await.unwrap().close().await.unwrap();
}
