//! The work on jobs, beside the requests.

use std::{
    convert::Infallible,
    mem,
    time::{Duration, Instant},
};

use control::Control;
use domain::causes::Causes;
use tokio::time::sleep;

/// How long to wait where there is no job, or something failed.
const IDLE: Duration = Duration::from_secs(1);

/// Works on jobs, for as long as it is polled.
pub(crate) async fn work(control: Control) -> Infallible {
    let mut failed = false;
    loop {
        let began = Instant::now();
        match control.work_on_next_job().await {
            Ok(true) => {
                failed = false;
                // At least half of the time is the requests'.
                sleep(began.elapsed()).await;
            }
            Ok(false) => {
                failed = false;
                sleep(IDLE).await;
            }
            Err(error) => {
                if !mem::replace(&mut failed, true) {
                    tracing::warn!(error = %Causes(&error), "jobs cannot be worked on; they go on as soon as they can");
                }
                sleep(IDLE).await;
            }
        }
    }
}
