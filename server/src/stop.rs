//! The wish to stop: SIGTERM, SIGINT (Ctrl-C), SIGQUIT, or SIGHUP when the terminal is closed. It is listened for from the moment the
//! process says that it is ready.

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
            // A hangup comes along with other signals (systemd's SendSIGHUP=, a shell that ends), so it is not somebody in a hurry.
            while !wishes.next().await.in_a_hurry() {}
            std::process::exit(1);
        });
        Ok(Self(receiver))
    }

    /// A stop that a test tells.
    #[cfg(test)]
    pub(crate) const fn of(told: watch::Receiver<bool>) -> Self {
        Self(told)
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

/// What told the process to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    /// Somebody or something that waits for the end.
    Asked,
    /// The terminal is gone.
    #[cfg_attr(not(unix), expect(dead_code, reason = "there are no hangups elsewhere"))]
    HungUp,
}

impl Wish {
    fn in_a_hurry(self) -> bool {
        self == Self::Asked
    }
}

#[cfg(unix)]
struct Wishes {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
    quit: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Wishes {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    async fn next(&mut self) -> Wish {
        tokio::select! {
            _ = self.terminate.recv() => Wish::Asked,
            _ = self.interrupt.recv() => Wish::Asked,
            _ = self.quit.recv() => Wish::Asked,
            _ = self.hangup.recv() => Wish::HungUp,
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

    async fn next(&mut self) -> Wish {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Wish::Asked
    }
}
