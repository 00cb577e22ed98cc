//! One connection that asks, one request after the other.

use std::{cell::RefCell, net::SocketAddr, rc::Rc, time::Instant};

use super::{connection::Connection, tally::Tally, work::Shared};
use crate::error::Error;

pub(super) struct Asker {
    connection: Connection,
    work: Shared,
    tally: Rc<RefCell<Tally>>,
    request: Vec<u8>,
}

impl Asker {
    /// Opens so many connections.
    pub(super) async fn open(
        target: SocketAddr,
        work: &Shared,
        tally: &Rc<RefCell<Tally>>,
        connections: usize,
    ) -> Result<Vec<Self>, Error> {
        let mut opened = Vec::with_capacity(connections);
        for _ in 0..connections {
            let connection = Connection::open(target).await.map_err(Error::io(format_args!("connect to {target}")))?;
            opened.push(Self { connection, work: Rc::clone(work), tally: Rc::clone(tally), request: Vec::with_capacity(2048) });
        }
        Ok(opened)
    }

    /// Asks the next request, whose latency counts from `since`. Returns whether another can follow.
    pub(super) async fn ask(&mut self, since: Instant) -> bool {
        self.request.clear();
        let next = self.work.borrow_mut().next(&mut self.request);
        let Some(ticket) = next else {
            self.tally.borrow_mut().exhausted = true;
            return false;
        };
        match self.connection.exchange(&self.request).await {
            Ok(answer) => {
                let latency = since.elapsed();
                let verdict = self.work.borrow_mut().judge(ticket, &answer);
                self.tally.borrow_mut().record(latency, verdict);
                true
            }
            Err(error) => {
                self.tally.borrow_mut().failed(error.to_string());
                false
            }
        }
    }
}

/// Returns what the askers counted, once all of them have ended.
pub(super) fn counted(tally: Rc<RefCell<Tally>>, began: Instant) -> Result<Tally, Error> {
    let elapsed = began.elapsed();
    let mut tally = Rc::into_inner(tally).ok_or_else(|| Error::other("a connection is still in use"))?.into_inner();
    tally.elapsed = elapsed;
    Ok(tally)
}
