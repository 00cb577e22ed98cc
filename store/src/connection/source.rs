//! Where connections lead.

use std::sync::Arc;

use sea_orm::sqlx::sqlite::SqliteConnectOptions;

use super::{
    address::Host,
    failure::{Failure, FailureKind},
    limits::Limits,
    link::{Link, Role},
};

/// The target of connections.
#[derive(Clone)]
pub(super) enum Source {
    Sqlite(Box<SqliteConnectOptions>, Role),
    Postgres(Arc<[Host]>),
}

impl Source {
    /// Opens a connection, to the first server that accepts writes where there are several.
    pub(super) async fn open(&self, limits: Limits) -> Result<Link, Failure> {
        match self {
            Self::Sqlite(options, role) => Link::to_sqlite(options, *role, limits).await,
            Self::Postgres(hosts) => {
                let mut failures = Vec::new();
                for (server, host) in hosts.iter().enumerate() {
                    match Link::to_postgres(&host.name, &host.options, limits).await {
                        Ok(link) if link.takes_writes() || !host.must_write => return Ok(link.leading_to(server)),
                        Ok(link) => {
                            link.close().await;
                            failures.push(Failure::new(&format!("connect to {}", host.name), FailureKind::ReadOnly, ""));
                        }
                        Err(failure) => failures.push(failure),
                    }
                }
                Err(Failure::all(failures))
            }
        }
    }
}
