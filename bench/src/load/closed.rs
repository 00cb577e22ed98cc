//! Closed loop: each connection asks again as soon as it was answered.

use std::{
    cell::RefCell,
    net::SocketAddr,
    rc::Rc,
    time::{Duration, Instant},
};

use tokio::task::LocalSet;

use super::{connection::Connection, tally::Tally, work::Shared};
use crate::error::Error;

/// Asks over so many connections for so long.
pub async fn closed(target: SocketAddr, work: &Shared, connections: usize, length: Duration) -> Result<Tally, Error> {
    let mut opened = Vec::with_capacity(connections);
    for _ in 0..connections {
        opened.push(Connection::open(target).await.map_err(Error::io(format_args!("connect to {target}")))?);
    }
    let tally = Rc::new(RefCell::new(Tally::new()?));
    let tasks = LocalSet::new();
    let began = Instant::now();
    for connection in opened {
        tasks.spawn_local(ask(connection, Rc::clone(work), Rc::clone(&tally), began + length));
    }
    tasks.await;
    let mut tally = Rc::into_inner(tally).ok_or_else(|| Error::other("a connection is still in use"))?.into_inner();
    tally.elapsed = began.elapsed();
    Ok(tally)
}

async fn ask(mut connection: Connection, work: Shared, tally: Rc<RefCell<Tally>>, until: Instant) {
    let mut request = Vec::with_capacity(2048);
    loop {
        let sent = Instant::now();
        if sent >= until {
            return;
        }
        request.clear();
        let next = work.borrow_mut().next(&mut request);
        let Some(ticket) = next else {
            tally.borrow_mut().exhausted = true;
            return;
        };
        match connection.exchange(&request).await {
            Ok(answer) => {
                let latency = sent.elapsed();
                let verdict = work.borrow_mut().judge(ticket, &answer);
                tally.borrow_mut().record(latency, verdict);
            }
            Err(error) => {
                tally.borrow_mut().failed(error.to_string());
                return;
            }
        }
    }
}
