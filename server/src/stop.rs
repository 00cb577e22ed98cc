//! The wish to stop: SIGTERM, or Ctrl-C at a terminal. It is listened for from the moment the process says that it is ready.

use std::{future::Future, io};

use tokio::sync::watch;

/// Tells when the process is to stop. A clone tells the same.
#[derive(Debug, Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Listens from now on. Whoever asks a second time does not want to wait: the process ends at once then.
    pub(crate) fn listen() -> io::Result<Self> {
        let (sender, receiver) = watch::channel(false);
        let mut wishes = Wishes::listen()?;
        tokio::spawn(async move {
            wishes.next().await;
            tracing::info!("told to stop");
            // Without a receiver there is nothing left to stop.
            let _ = sender.send(true);
            wishes.next().await;
            std::process::exit(1);
        });
        Ok(Self(receiver))
    }

    /// Resolves when the process is to stop.
    pub(crate) fn told(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut told = self.0.clone();
        async move {
            if told.wait_for(|told| *told).await.is_err() {
                // The listener is gone without a wish; there is none to come.
                std::future::pending::<()>().await;
            }
        }
    }
}

#[cfg(unix)]
struct Wishes {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Wishes {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Wishes;

#[cfg(not(unix))]
impl Wishes {
    #[expect(clippy::unnecessary_wraps, reason = "on unix it can fail")]
    fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}
