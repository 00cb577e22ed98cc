//! Refreshes for long, at half the rate that is possible: memory and latency over time.

use std::{cell::RefCell, rc::Rc, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    load::{closed, open, share},
    measure::Subject,
    scenario::{Families, Refresh, Site},
    seed::Pool,
};

/// How long the peak is looked for.
const PEAK: Duration = Duration::from_secs(10);
/// Over how many connections the peak is looked for.
const PEAK_CONNECTIONS: usize = 16;
/// Over how many connections at most requests arrive.
const CONNECTIONS: usize = 64;
/// How long one line of the outcome takes.
pub const SLICE: Duration = Duration::from_mins(1);

/// One slice of a soak.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Slice {
    /// When it ended, in seconds since the beginning.
    pub seconds: u64,
    /// Refreshes per second.
    pub rate: f64,
    /// The median latency in milliseconds.
    pub p50: f64,
    /// The latency that 99 of 100 did not exceed, in milliseconds.
    pub p99: f64,
    /// The memory of the server afterwards, in bytes.
    pub memory: u64,
    /// The size of tables and indexes afterwards, in bytes.
    pub size: i64,
}

/// Refreshes for so many slices, and says each. Fails at the first answer that was not a rotation.
pub async fn soak(site: &Site, subject: Subject<'_>, slices: u64, say: &mut dyn FnMut(&Slice)) -> Result<Vec<Slice>, Error> {
    let families = Rc::new(RefCell::new(Families::new(&site.plan, Pool::Usual)));
    let work = share(Refresh::new(site.clone(), families));
    let rate = closed(subject.address, &work, PEAK_CONNECTIONS, PEAK).await?.rate() / 2.0;
    let mut all = Vec::new();
    for slice in 1..=slices {
        let tally = open(subject.address, &work, CONNECTIONS, rate, SLICE).await?;
        if tally.rotated != tally.answers() {
            let first = tally.first_unexpected.as_deref().unwrap_or("tokens came again");
            return Err(Error::other(format_args!("slice {slice}: {} of {} were rotations: {first}", tally.rotated, tally.answers())));
        }
        if tally.exhausted {
            return Err(Error::other("there are too few families for this rate: each is left alone for its retry window; seed more"));
        }
        let slice = Slice {
            seconds: slice * SLICE.as_secs(),
            rate: tally.rate(),
            p50: tally.percentile(50.0),
            p99: tally.percentile(99.0),
            memory: subject.processes.memory(),
            size: subject.database.size().await?,
        };
        say(&slice);
        all.push(slice);
    }
    Ok(all)
}
