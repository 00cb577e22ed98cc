//! Open loop: requests arrive at a given rate, however long the answers take. A latency counts from the moment of arrival, so that a
//! server that stalls is not asked less and made to look better ("coordinated omission").

use std::{
    cell::RefCell,
    net::SocketAddr,
    rc::Rc,
    thread,
    time::{Duration, Instant},
};

use engine::random::{SystemRandom, bytes};
use tokio::{
    sync::{
        Mutex,
        mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    },
    task::LocalSet,
};

use super::{connection::Connection, tally::Tally, work::Shared};
use crate::error::Error;

/// Asks so many times a second for so long, over at most so many connections.
pub async fn open(target: SocketAddr, work: &Shared, connections: usize, rate: f64, length: Duration) -> Result<Tally, Error> {
    let (sender, arrivals) = unbounded_channel();
    let arrivals = Rc::new(Mutex::new(arrivals));
    let mut opened = Vec::with_capacity(connections);
    for _ in 0..connections {
        opened.push(Connection::open(target).await.map_err(Error::io(format_args!("connect to {target}")))?);
    }
    let tally = Rc::new(RefCell::new(Tally::new()?));
    let tasks = LocalSet::new();
    for connection in opened {
        tasks.spawn_local(answer(connection, Rc::clone(work), Rc::clone(&tally), Rc::clone(&arrivals)));
    }
    let began = Instant::now();
    let arriving = thread::spawn(move || arrive(&sender, rate, began, length));
    tasks.await;
    arriving.join().map_err(|_| Error::other("the thread of arrivals ended"))?;
    let mut tally = Rc::into_inner(tally).ok_or_else(|| Error::other("a connection is still in use"))?.into_inner();
    tally.elapsed = began.elapsed();
    Ok(tally)
}

/// Sends the moments of arrival: a Poisson process, as of many users who know nothing of one another. A thread, because a task's timer is
/// only exact to a millisecond.
fn arrive(sender: &UnboundedSender<Instant>, rate: f64, began: Instant, length: Duration) {
    let mut next = Duration::ZERO;
    loop {
        next += gap(rate);
        if next >= length {
            return;
        }
        if let Some(wait) = next.checked_sub(began.elapsed()) {
            thread::sleep(wait);
        }
        if sender.send(began + next).is_err() {
            return;
        }
    }
}

/// Returns an exponentially distributed time.
#[expect(clippy::cast_precision_loss, reason = "53 of the 64 random bits are enough")]
fn gap(rate: f64) -> Duration {
    let uniform = (u64::from_be_bytes(bytes(&SystemRandom)) >> 11) as f64 / (1_u64 << 53) as f64;
    Duration::from_secs_f64(-(1.0 - uniform).ln() / rate.max(f64::MIN_POSITIVE))
}

async fn answer(mut connection: Connection, work: Shared, tally: Rc<RefCell<Tally>>, arrivals: Rc<Mutex<UnboundedReceiver<Instant>>>) {
    let mut request = Vec::with_capacity(2048);
    loop {
        let Some(arrived) = arrivals.lock().await.recv().await else { return };
        request.clear();
        let next = work.borrow_mut().next(&mut request);
        let Some(ticket) = next else {
            tally.borrow_mut().exhausted = true;
            return;
        };
        match connection.exchange(&request).await {
            Ok(answer) => {
                let latency = arrived.elapsed();
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
