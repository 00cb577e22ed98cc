//! The torture runner: at any issuer, or at a server that is started for it.

mod balancer;
mod oidc_provider;
mod program;
mod regrant;
mod setup;
mod subject;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use clap::ValueEnum;

use crate::{
    postgres::{Postgres, Version},
    process::{Failure, Result, cargo, run},
};
use oidc_provider::Rotation;

/// Where databases, logs and reports go.
const FOLDER: &str = "target/torture";
/// The page that compares the servers.
const PAGE: &str = "docs/torture.md";

/// A server that the command starts by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Peer {
    /// Regrant as it is by default: two nodes on PostgreSQL
    Regrant,
    /// oidc-provider on PostgreSQL, which replaces refresh tokens by its own rule
    OidcProvider,
    /// oidc-provider on PostgreSQL, which replaces refresh tokens at each use
    OidcProviderRotating,
}

impl Peer {
    const ALL: [Self; 3] = [Self::Regrant, Self::OidcProvider, Self::OidcProviderRotating];

    const fn name(self) -> &'static str {
        match self {
            Self::Regrant => "regrant",
            Self::OidcProvider => "oidc-provider",
            Self::OidcProviderRotating => "oidc-provider-rotating",
        }
    }
}

/// Runs the runner with these arguments.
pub(crate) fn at_issuer(arguments: &[String]) -> Result<()> {
    let over_tls = arguments.iter().any(|word| word.contains("https://"));
    build(over_tls, &[])?;
    run(Command::new(program::runner()?).arg("run").args(arguments))
}

/// Starts a server and runs the runner at it.
pub(crate) fn at_peer(peer: Peer, arguments: &[String]) -> Result<()> {
    build(false, &["server"])?;
    let postgres = Postgres::start(Version::Installed)?;
    torture(peer, &postgres, arguments).map(drop)
}

/// Starts all servers one after the other, and writes the page that compares them.
pub(crate) fn matrix(arguments: &[String]) -> Result<()> {
    build(false, &["server"])?;
    let postgres = Postgres::start(Version::Installed)?;
    let (mut reports, mut setups) = (Vec::new(), Vec::new());
    for peer in Peer::ALL {
        println!("\n── {}", peer.name());
        let (report, setup) = torture(peer, &postgres, &[&["--slow".to_owned()][..], arguments].concat())?;
        reports.push(report);
        setups.push(setup);
    }
    let setup = Path::new(FOLDER).join("setup.txt");
    fs::write(&setup, setups.join("\n\n")).map_err(|error| Failure::about(&setup, &error))?;
    let mut command = Command::new(program::runner()?);
    run(command.arg("matrix").args(&reports).arg("--setup").arg(&setup).args(["--page", PAGE]))?;
    println!("the page is {PAGE}");
    Ok(())
}

/// Starts a server and runs the runner at it. Returns the report and how the server was set up.
fn torture(peer: Peer, postgres: &Postgres, arguments: &[String]) -> Result<(PathBuf, String)> {
    let folder = Path::new(FOLDER).join(peer.name());
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| Failure::about(&folder, &error))?;
    let folder = program::absolute(&folder)?;
    let database = postgres.create_database(&peer.name().replace('-', "_"))?;
    let subject = match peer {
        Peer::Regrant => regrant::start(&database, &folder)?,
        Peer::OidcProvider => oidc_provider::start(&database, &folder, Rotation::OwnRule)?,
        Peer::OidcProviderRotating => oidc_provider::start(&database, &folder, Rotation::Always)?,
    };
    let report = folder.join("report.json");
    let mut command = Command::new(program::runner()?);
    command.arg("run").arg("--settings").arg(&subject.settings).arg("--json").arg(&report).args(arguments);
    run(&mut command)?;
    Ok((report, subject.setup))
}

/// Builds the runner as it is shipped, with TLS where it is needed, and other crates beside it.
fn build(over_tls: bool, beside: &[&str]) -> Result<()> {
    let mut command = cargo();
    command.args(["build", "--release", "--package", "torture"]);
    if over_tls {
        command.args(["--features", "torture/tls"]);
    }
    for package in beside {
        command.args(["--package", package]);
    }
    run(&mut command)
}
