//! Why a command failed, in one sentence for the person at the terminal.

use std::{io, net::SocketAddr, path::PathBuf};

use domain::{name::Slug, problem::Problem};

use crate::{client_authorities::AuthoritiesError, config::ConfigurationError, installation::OpenError};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Authorities(#[from] AuthoritiesError),
    /// A value that was typed.
    #[error("{field}: {problem}")]
    Typed { field: &'static str, problem: Problem },
    /// Something that cannot be done as things are.
    #[error("{0}")]
    Refused(Problem),
    /// Something that is not there.
    #[error("There is no {what} `{name}`.")]
    NotFound { what: &'static str, name: String },
    /// A tenant that is not there, where something is to be written in it.
    #[error("There is no tenant `{0}`. Create it with `regrant tenant create --slug {0} --name \u{2026}`.")]
    NoTenant(Slug),
    /// An installation that is not there.
    #[error("There is no database {}. Where it is to be a new one, begin with `regrant migrate`.", .0.display())]
    NoDatabase(PathBuf),
    /// A deletion that nobody confirmed.
    #[error("Nothing was deleted. {0}")]
    Unconfirmed(String),
    /// Something that nobody confirmed, with what it would do.
    #[error("Nothing was done. {0}")]
    NothingDone(String),
    /// A change of the master key that cannot be made.
    #[error("{0}")]
    MasterKey(String),
    /// A check of the audit trail that cannot be made.
    #[error("{0}")]
    Audit(String),
    /// A backup that cannot be made or restored.
    #[error("Nothing was backed up or restored: {0}.")]
    Backup(store::BackupError),
    /// A backup that is of no use here.
    #[error("Nothing was restored from {}. {cause}", file.display())]
    Unusable { file: PathBuf, cause: OpenError },
    /// A server that does not start, in a sentence.
    #[error("{0}")]
    Server(String),
    /// The control plane, for another reason.
    #[error("{}", sentence(.0))]
    Control(control::Error),
    /// The demonstration for all the world.
    #[error("The demonstration's passwords are known to everyone, so it is for loopback only: {0} is not a loopback address.")]
    NotLoopback(SocketAddr),
    /// The demonstration in the database of something else.
    #[error(
        "The database in {} belongs to an installation and not to a demonstration, whose passwords are known to everyone: nothing was changed. Name \
         another directory with `--data`.", .0.display()
    )]
    NoDemonstration(PathBuf),
    /// An address that cannot be written as one.
    #[error("{0} is not an address.")]
    Address(String),
    /// A file of the demonstration.
    #[error("The file {} cannot be read or written: {source}.", path.display())]
    File { path: PathBuf, source: io::Error },
    /// A file that declares a configuration, line by line: what is wrong with it, and where.
    #[error("{}", .0.join("\n"))]
    Document(Vec<String>),
    /// A configuration that cannot be written as YAML.
    #[error("The configuration cannot be written: {0}.")]
    Yaml(serde_saphyr::SerializeError),
    /// A value that cannot be written as JSON.
    #[error("The answer cannot be written: {0}.")]
    Json(serde_json::Error),
    /// Standard input, which has a password.
    #[error("Standard input cannot be read: {0}.")]
    StandardInput(io::Error),
}

/// An error of the control plane as a sentence. What failed in the server names its operation first, as it is written.
fn sentence(error: &control::Error) -> String {
    match error {
        control::Error::Stale => "It was changed by somebody else meanwhile; nothing was done. Look at it again.".to_owned(),
        control::Error::NotFound => "It is not there.".to_owned(),
        error => error.to_string(),
    }
}

impl From<control::Error> for Failure {
    fn from(error: control::Error) -> Self {
        match error {
            control::Error::Invalid(problems) => match problems.first() {
                Some(first) if first.field == "key" => Self::Refused(first.problem),
                Some(first) => Self::Typed { field: first.field, problem: first.problem },
                None => Self::Control(control::Error::Invalid(problems)),
            },
            error => Self::Control(error),
        }
    }
}

impl Failure {
    /// Converts an error of the control plane about a tenant in which something is to be written, and says how it comes to be there.
    pub(super) fn no_tenant(error: control::Error, tenant: &Slug) -> Self {
        match error {
            control::Error::NotFound => Self::NoTenant(tenant.clone()),
            error => error.into(),
        }
    }

    /// Converts an error of the control plane, and names what was not found.
    pub(super) fn naming(error: control::Error, what: &'static str, name: &impl ToString) -> Self {
        match error {
            control::Error::NotFound => Self::NotFound { what, name: name.to_string() },
            error => error.into(),
        }
    }
}
