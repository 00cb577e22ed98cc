//! A server under test.

use std::{
    fs::File,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tokio::{net::TcpStream, time::sleep};

use super::usage::Processes;
use crate::error::Error;

/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_mins(2);

/// An environment variable of a server.
pub type Setting = (&'static str, String);

/// A running server, which ends when it is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// The address that it listens at.
    pub address: SocketAddr,
    /// How long it took to listen.
    pub started_in: Duration,
    log: PathBuf,
}

impl Server {
    /// Returns an address of this machine that nobody listens at.
    pub fn free_address() -> Result<SocketAddr, Error> {
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).map_err(Error::io("find a free port"))
    }

    /// Starts a program that listens at this address, and waits until it does. What it prints goes into a file.
    pub async fn start(mut command: Command, address: SocketAddr, log: &Path) -> Result<Self, Error> {
        let file = File::create(log).and_then(|file| Ok((file.try_clone()?, file)));
        let (output, errors) = file.map_err(Error::io(log.display()))?;
        let name = command.get_program().to_string_lossy().into_owned();
        let began = Instant::now();
        let child = command.stdin(Stdio::null()).stdout(output).stderr(errors).spawn().map_err(Error::io(name))?;
        let mut server = Self { child, address, started_in: Duration::ZERO, log: log.to_owned() };
        while TcpStream::connect(address).await.is_err() {
            let ended = server.child.try_wait().map_err(Error::io("wait for a server"))?;
            if ended.is_some() || began.elapsed() > PATIENCE {
                return Err(Error::other(format_args!("a server did not start; {} says why", server.log.display())));
            }
            sleep(Duration::from_millis(5)).await;
        }
        server.started_in = began.elapsed();
        Ok(server)
    }

    /// Starts Regrant on a database.
    pub async fn regrant(program: &Path, folder: &Path, settings: &[Setting]) -> Result<Self, Error> {
        let address = Self::free_address()?;
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("REGRANT_")) {
            command.env_remove(name);
        }
        command.arg("serve").current_dir(folder);
        command.env("REGRANT_LISTEN", address.to_string());
        // Everything comes from one address.
        command.env("REGRANT_MAX_CONNECTIONS", "10000").env("REGRANT_MAX_CONNECTIONS_PER_ADDRESS", "10000");
        command.envs(settings.iter().map(|(name, value)| (name, value)));
        Self::start(command, address, &folder.join("regrant.log")).await
    }

    /// Returns its processes.
    pub fn processes(&self) -> Processes {
        Processes { root: self.child.id() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // With SIGTERM it would finish what is under way; nothing is.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
