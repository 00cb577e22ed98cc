//! Shutdown on SIGTERM, SIGINT (Ctrl-C), SIGQUIT, or SIGHUP when the terminal is closed. Signals are handled before the process
//! accepts its first connection.

use std::{future::Future, io, time::Duration};

use tokio::{sync::watch, time::sleep};

/// Whether the process is to shut down. A clone is the same.
#[derive(Debug, Clone)]
pub(crate) struct Shutdown(watch::Receiver<bool>);

impl Shutdown {
    /// Listens for signals from now on. A second request ends the process at once: its sender does not want to wait.
    pub(crate) fn listen() -> io::Result<Self> {
        let (sender, receiver) = watch::channel(false);
        let mut signals = ShutdownSignals::listen()?;
        tokio::spawn(async move {
            signals.next().await;
            tracing::info!("shutdown requested");
            // Without a receiver nothing is left to shut down.
            let _ = sender.send(true);
            // A hangup comes along with other signals (systemd's SendSIGHUP=, a shell that ends), so it is nobody who does not want to wait.
            while !signals.next().await.is_urgent_when_repeated() {}
            std::process::exit(1);
        });
        Ok(Self(receiver))
    }

    /// A shutdown that is requested some time after this one; `begin` is called at once.
    pub(crate) fn delayed(&self, delay: Duration, begin: impl FnOnce() + Send + 'static) -> Self {
        let (sender, receiver) = watch::channel(false);
        let requested = self.requested();
        tokio::spawn(async move {
            requested.await;
            begin();
            sleep(delay).await;
            let _ = sender.send(true);
        });
        Self(receiver)
    }

    /// A shutdown that a test requests.
    #[cfg(test)]
    pub(crate) const fn of(requested: watch::Receiver<bool>) -> Self {
        Self(requested)
    }

    /// Resolves when shutdown is requested.
    pub(crate) fn requested(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut requested = self.0.clone();
        async move {
            if requested.wait_for(|requested| *requested).await.is_err() {
                // The listener is gone, so no request can come.
                std::future::pending::<()>().await;
            }
        }
    }
}

/// A request to shut down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Request {
    /// From a person or a program that waits for the end.
    Signal,
    /// The terminal was closed.
    #[cfg_attr(not(unix), expect(dead_code, reason = "there are no hangups elsewhere"))]
    Hangup,
}

impl Request {
    fn is_urgent_when_repeated(self) -> bool {
        self == Self::Signal
    }
}

#[cfg(unix)]
struct ShutdownSignals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
    quit: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl ShutdownSignals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    async fn next(&mut self) -> Request {
        tokio::select! {
            _ = self.terminate.recv() => Request::Signal,
            _ = self.interrupt.recv() => Request::Signal,
            _ = self.quit.recv() => Request::Signal,
            _ = self.hangup.recv() => Request::Hangup,
        }
    }
}

#[cfg(not(unix))]
struct ShutdownSignals;

#[cfg(not(unix))]
impl ShutdownSignals {
    #[expect(clippy::unnecessary_wraps, reason = "on unix it can fail")]
    fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> Request {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Request::Signal
    }
}
