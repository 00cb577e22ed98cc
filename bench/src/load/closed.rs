//! Closed loop: each connection asks again as soon as it was answered.

use std::{
    cell::RefCell,
    net::SocketAddr,
    rc::Rc,
    time::{Duration, Instant},
};

use tokio::task::LocalSet;

use super::{
    asker::{Asker, counted},
    tally::Tally,
    work::Shared,
};
use crate::error::Error;

/// Asks over so many connections for so long.
pub async fn closed(target: SocketAddr, work: &Shared, connections: usize, length: Duration) -> Result<Tally, Error> {
    let tally = Rc::new(RefCell::new(Tally::new()?));
    let opened = Asker::open(target, work, &tally, connections).await?;
    let tasks = LocalSet::new();
    let began = Instant::now();
    for asker in opened {
        tasks.spawn_local(ask(asker, began + length));
    }
    tasks.await;
    counted(tally, began)
}

async fn ask(mut asker: Asker, until: Instant) {
    loop {
        let sent = Instant::now();
        if sent >= until || !asker.ask(sent).await {
            return;
        }
    }
}
