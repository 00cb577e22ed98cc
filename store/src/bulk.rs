//! Many rows at once, for benchmarks: COPY on PostgreSQL, statements of many rows in one transaction on SQLite.
//!
//! The rows are made by the same functions as those of the product, so a change of a table needs no change here. Nothing is checked and
//! no audit line is written: it is for databases that nobody uses yet. It is no feature of the crate, because then the benchmark would
//! build everything above the crate a second time.

mod copy;

use std::collections::HashMap;

use domain::{client::Client, service::Service, tenant::Tenant, workspace::Workspace};
use engine::{
    family::Family,
    keys::HashedSecret,
    storage::{AuthorizationCode, SealedSigningKey, UserRecord},
};
use sea_orm::{
    ActiveModelTrait, DatabaseConnection, DbBackend, EntityTrait, Iterable, QuerySelect, Set, TransactionTrait, prelude::Uuid,
    sea_query::Query,
};

use self::copy::copy;
use crate::{
    Error, Store,
    entity::{authorization_code, client, service, sign_in_name, signing_key, tenant, token_family, user, workspace},
    search_words::{Kind, Worded},
    users,
};

/// The most parameters of one statement of SQLite (`SQLITE_MAX_VARIABLE_NUMBER`).
const SQLITE_PARAMETERS: usize = 32_766;

/// Rows of one kind, which exist nowhere yet.
#[derive(Debug)]
pub enum Rows {
    /// Tenants.
    Tenants(Vec<Tenant>),
    /// Workspaces.
    Workspaces(Vec<Workspace>),
    /// Services, with their position in their workspace.
    Services(Vec<(Service, i32)>),
    /// Signing keys.
    SigningKeys(Vec<SealedSigningKey>),
    /// Clients, with the keyed hash of a secret.
    Clients(Vec<(Client, Option<HashedSecret>)>),
    /// Users, with the names that they sign in with.
    Users(Vec<UserRecord>),
    /// Token families.
    Families(Vec<Family>),
    /// Authorization codes.
    Codes(Vec<AuthorizationCode>),
}

impl Store {
    /// Writes rows. Each call is one transaction; those of what is searched for are several.
    pub async fn load(&self, rows: Rows) -> Result<(), Error> {
        let connection = self.connection_for_migrations();
        match rows {
            Rows::Tenants(tenants) => load(connection, tenants.iter().map(tenant::row).collect()).await,
            Rows::Workspaces(workspaces) => load(connection, all(workspaces.iter().map(workspace::row))?).await,
            Rows::Services(services) => {
                let words =
                    services.iter().map(|(service, _)| (service.workspace_id.as_uuid(), service.id.as_uuid(), vec![service.name.as_str()]));
                load_words(connection, Kind::Service, words.collect()).await?;
                load(connection, all(services.iter().map(|(service, position)| service::row(service, *position)))?).await
            }
            Rows::SigningKeys(keys) => load(connection, keys.into_iter().map(signing_key::row).collect()).await,
            Rows::Clients(clients) => {
                let words = clients
                    .iter()
                    .map(|(client, _)| (client.workspace_id.as_uuid(), client.id.as_uuid(), vec![client.settings.name.as_str()]));
                load_words(connection, Kind::Client, words.collect()).await?;
                load(connection, all(clients.iter().map(|(client, secret)| client::row(client, *secret)))?).await
            }
            Rows::Users(records) => {
                let names = records.iter().flat_map(|record| {
                    let row = |name: &str| sign_in_name::ActiveModel {
                        workspace_id: Set(record.user.workspace_id.as_uuid()),
                        name: Set(name.to_owned()),
                        user_id: Set(Some(record.user.id.as_uuid())),
                    };
                    record.user.sign_in_names().into_iter().map(row).collect::<Vec<_>>()
                });
                let names = names.collect();
                let words =
                    records.iter().map(|UserRecord { user, .. }| (user.workspace_id.as_uuid(), user.id.as_uuid(), users::names(user)));
                load_words(connection, Kind::User, words.collect()).await?;
                load(connection, all(records.into_iter().map(|record| user::row(&record.user, record.password_hash)))?).await?;
                load::<sign_in_name::ActiveModel>(connection, names).await
            }
            Rows::Families(families) => load(connection, families.iter().map(token_family::row).collect()).await,
            Rows::Codes(codes) => load(connection, codes.into_iter().map(authorization_code::row).collect()).await,
        }
    }
}

/// Writes the words by which things are found: each with its workspace, its identifier and its names.
async fn load_words(connection: &DatabaseConnection, kind: Kind, things: Vec<(Uuid, Uuid, Vec<&str>)>) -> Result<(), Error> {
    let tenants = workspace::Entity::find().select_only().columns([workspace::Column::Id, workspace::Column::TenantId]);
    let tenants: HashMap<Uuid, Uuid> = tenants.into_tuple::<(Uuid, Uuid)>().all(connection).await?.into_iter().collect();
    let rows = things.iter().filter_map(|(workspace, id, names)| {
        let tenant = tenants.get(workspace)?;
        Some(Worded::at(*tenant, *workspace, kind, *id).rows(names))
    });
    load(connection, rows.flatten().collect()).await
}

fn all<T>(rows: impl Iterator<Item = Result<T, Error>>) -> Result<Vec<T>, Error> {
    rows.collect()
}

/// Writes rows that have the same columns set.
async fn load<A: ActiveModelTrait + Send>(connection: &DatabaseConnection, rows: Vec<A>) -> Result<(), Error> {
    let Some(first) = rows.first() else { return Ok(()) };
    let columns: Vec<<A::Entity as EntityTrait>::Column> =
        <A::Entity as EntityTrait>::Column::iter().filter(|column| first.get(*column).is_set()).collect();
    if connection.get_database_backend() == DbBackend::Postgres {
        return copy(connection, &rows, &columns).await;
    }
    let transaction = connection.begin().await?;
    for rows in rows.chunks(SQLITE_PARAMETERS / columns.len().max(1)) {
        let mut statement = Query::insert();
        statement.into_table(A::Entity::default()).columns(columns.iter().copied());
        for row in rows {
            let values = columns.iter().filter_map(|column| row.get(*column).into_value());
            statement.values(values.map(Into::into)).map_err(|error| sea_orm::DbErr::Custom(error.to_string()))?;
        }
        sea_orm::ConnectionTrait::execute(&transaction, &statement).await?;
    }
    Ok(transaction.commit().await?)
}
