//! `regrant import`

mod file;
mod places;
mod told;

use std::{path::PathBuf, process::ExitCode};

use control::{Actor, Auth0Files, ImportedClient, KeycloakFiles};
use domain::{wire::Misfit, workspace::WorkspacePath};

use self::file::ImportFile;
use super::{at::WorkspaceAt, failure::Failure, open::open_existing, terminal};
use crate::config::Configuration;

/// The most bytes of all files together: what they say is held in memory.
const MOST: usize = 256 << 20;

/// The exit code of an import that did a part of it.
const STOPPED: u8 = 3;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Takes over what the export of a Keycloak realm holds: clients, client scopes, users with their passwords.
    ///
    /// Nothing that is there is overwritten. What cannot be carried over is listed with the reason. With --dry-run the exit code is 0 if
    /// nothing would be imported, 2 if something would, and 1 if the files cannot be.
    Keycloak(Arguments),
    /// Takes over what files of an Auth0 tenant hold: clients, APIs, client grants, users with their passwords.
    ///
    /// Nothing that is there is overwritten. What cannot be carried over is listed with the reason. With --dry-run the exit code is 0 if
    /// nothing would be imported, 2 if something would, and 1 if the files cannot be.
    Auth0(Arguments),
}

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    at: WorkspaceAt,
    /// The files, in JSON; users may also be one to a line. `-` for standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Say what would be imported, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(configuration: Configuration, command: Command) -> Result<ExitCode, Failure> {
    let (files, import, Arguments { at, dry_run, json, .. }) = match command {
        Command::Keycloak(arguments) => {
            let mut keycloak = KeycloakFiles::default();
            let files = read(&arguments.files, |index, file| keycloak.read(index, file))?;
            (files, keycloak.done(), arguments)
        }
        Command::Auth0(arguments) => {
            let mut auth0 = Auth0Files::default();
            let files = read(&arguments.files, |index, file| auth0.read(index, file))?;
            (files, auth0.done(), arguments)
        }
    };
    let path = WorkspacePath::from(at);
    let installation = open_existing(configuration).await?;
    let operator = installation.control().acting_as(Actor::CommandLine);
    operator.load_tenant(&path.tenant).await.map_err(|error| Failure::no_tenant(error, &path.tenant))?;
    if dry_run {
        let planned = operator.plan_import(&path, import).await.map_err(|error| failure(&files, error))?;
        told::planned(&planned, &files, json)?;
        return Ok(if planned.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) });
    }
    let tell = |clients: &[ImportedClient]| {
        if !json {
            told::clients(clients);
        }
    };
    let applied = operator.apply_import(&path, import, tell).await.map_err(|error| failure(&files, error))?;
    told::applied(&applied, &files, json)?;
    let Some(error) = applied.stopped else { return Ok(ExitCode::SUCCESS) };
    let why = Failure::naming(error, "workspace", &path.workspace);
    terminal::complain(&format!(
        "{why} The import stopped before all users were added. What is told above is done; import the files again for the rest."
    ));
    Ok(ExitCode::from(STOPPED))
}

/// Reads the files, one after the other.
///
/// # Errors
/// [`Failure::Document`] with what is wrong with the first that is damaged.
fn read(paths: &[PathBuf], mut take: impl FnMut(usize, &serde_json::Value) -> Result<(), Vec<Misfit>>) -> Result<Vec<ImportFile>, Failure> {
    let (mut files, mut bytes) = (Vec::new(), 0);
    for (index, path) in paths.iter().enumerate() {
        let (file, json) = ImportFile::read(path)?;
        bytes += file.len();
        if bytes > MOST {
            return Err(Failure::NothingDone(format!(
                "The files are longer than {} MiB together. Import them one after the other.",
                MOST >> 20
            )));
        }
        take(index, &json).map_err(|misfits| file.wrong(&misfits))?;
        files.push(file);
    }
    Ok(files)
}

/// Returns why nothing was imported, by the place in the first file: what is configured is there.
fn failure(files: &[ImportFile], error: control::Error) -> Failure {
    match (error, files.first()) {
        (control::Error::Unfit(misfits), Some(file)) => file.wrong(&misfits),
        (error, _) => error.into(),
    }
}
