//! Where things are, as the commands are told.

use std::path::PathBuf;

use bench::run::Places;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The program `regrant`
    #[arg(long)]
    server: PathBuf,
    /// A PostgreSQL server on this machine, `postgres://user@host:port/name`; may be given more than once
    #[arg(long)]
    postgres: Vec<String>,
    /// The folder of pgbench
    #[arg(long, default_value = "/usr/lib/postgresql/15/bin")]
    postgres_programs: PathBuf,
    /// The folder of oidc-provider with its adapter, installed
    #[arg(long)]
    oidc_provider: Option<PathBuf>,
    /// Where databases and logs go
    #[arg(long)]
    folder: PathBuf,
}

impl Arguments {
    pub(super) fn places(&self) -> Places {
        Places {
            server: self.server.clone(),
            postgres: self.postgres.clone(),
            postgres_programs: self.postgres_programs.clone(),
            oidc_provider: self.oidc_provider.clone(),
            folder: self.folder.clone(),
        }
    }
}
