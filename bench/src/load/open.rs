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

use super::{
    asker::{Asker, counted},
    tally::Tally,
    work::Shared,
};
use crate::error::Error;

/// Asks so many times a second for so long, over at most so many connections.
pub async fn open(target: SocketAddr, work: &Shared, connections: usize, rate: f64, length: Duration) -> Result<Tally, Error> {
    let (sender, arrivals) = unbounded_channel();
    let arrivals = Rc::new(Mutex::new(arrivals));
    let tally = Rc::new(RefCell::new(Tally::new()?));
    let opened = Asker::open(target, work, &tally, connections).await?;
    let tasks = LocalSet::new();
    for asker in opened {
        tasks.spawn_local(answer(asker, Rc::clone(&arrivals)));
    }
    let began = Instant::now();
    let arriving = thread::spawn(move || arrive(&sender, rate, began, length));
    tasks.await;
    arriving.join().map_err(|_| Error::other("the thread of arrivals ended"))?;
    counted(tally, began)
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

async fn answer(mut asker: Asker, arrivals: Rc<Mutex<UnboundedReceiver<Instant>>>) {
    loop {
        let arrived = arrivals.lock().await.recv().await;
        let Some(arrived) = arrived else { return };
        if !asker.ask(arrived).await {
            return;
        }
    }
}
