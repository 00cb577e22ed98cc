//! A server that runs for the runner.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use crate::{
    process::{Failure, Result},
    supervise::Supervised,
};

/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_mins(1);

/// A server that runs until it is dropped.
pub(super) struct Subject {
    /// Its processes.
    pub(super) _running: Vec<Supervised>,
    /// The runner's file of settings.
    pub(super) settings: PathBuf,
    /// How it was set up, in a paragraph.
    pub(super) setup: String,
}

/// Returns an address of this machine that nobody listens at.
pub(super) fn free_address() -> Result<SocketAddr> {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    free.map_err(|error| Failure::new(format!("there is no free port: {error}")))
}

/// Starts a program with variables of its own, and waits until it listens. What it says goes into a file of the folder.
pub(super) fn start(folder: &Path, words: &[&str], variables: &[(String, String)], at: SocketAddr) -> Result<Supervised> {
    let log = folder.join(format!("{}.log", at.port()));
    let said = variables.iter().map(|(name, value)| format!("{name}={value}"));
    let mut line = vec!["env".to_owned(), "--chdir".to_owned(), folder.display().to_string()];
    line.extend(said);
    line.extend(["sh", "-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh"].map(str::to_owned));
    line.push(log.display().to_string());
    line.extend(words.iter().map(|word| (*word).to_owned()));
    let mut running = Supervised::start("TERM", None, &line)?;
    let began = Instant::now();
    while TcpStream::connect(at).is_err() {
        if running.ended().is_some() || began.elapsed() > PATIENCE {
            return Err(Failure::new(format!("a server does not start; {} says why", log.display())));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(running)
}
