//! The master keys that a database was used with, by their fingerprints. The keys themselves are not stored.

use domain::{clock::Timestamp, id::WorkspaceId};
use engine::keys::Fingerprint;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

use crate::{
    Error, Store, Transaction,
    entity::{
        master_key::{Column, Entity, Model, fingerprint, row},
        signing_key,
    },
};

/// A version of the master key, as the database knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MasterKeyRecord {
    /// Its fingerprint.
    pub fingerprint: Fingerprint,
    /// When it becomes, or became, the current one the last time; none if it never was.
    pub activated_at: Option<Timestamp>,
    /// When it was retired.
    pub retired_at: Option<Timestamp>,
}

impl TryFrom<Model> for MasterKeyRecord {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            fingerprint: fingerprint(row.version, row.fingerprint)?,
            activated_at: row.activated_at.map(Timestamp::from_millis),
            retired_at: row.retired_at.map(Timestamp::from_millis),
        })
    }
}

impl Store {
    /// Returns the names of the migrations that were applied; none for an empty database.
    pub async fn applied_migrations(&self) -> Result<Vec<String>, Error> {
        if !self.has_table("seaql_migrations").await? {
            return Ok(Vec::new());
        }
        let applied = Statement::from_string(self.reader().get_database_backend(), crate::connection::APPLIED);
        let rows = self.reader().query_all_raw(applied).await?;
        Ok(rows.iter().map(|row| row.try_get("", "version")).collect::<Result<_, _>>()?)
    }

    /// Returns the fingerprints of the master keys that this database was used with; none for an empty database, or for one of a version
    /// that did not record them.
    pub async fn list_fingerprints(&self) -> Result<Vec<Fingerprint>, Error> {
        if !self.has_table("master_keys").await? {
            return Ok(Vec::new());
        }
        // Only columns of the first schema with this table, because a database is checked before it is migrated.
        let query = Entity::find().select_only().columns([Column::Version, Column::Fingerprint]).order_by_asc(Column::Version);
        let rows: Vec<(i16, Vec<u8>)> = query.into_tuple().all(self.reader()).await?;
        rows.into_iter().map(|(version, value)| fingerprint(version, value)).collect()
    }

    /// Returns the versions of the master key, in order, of a database with this version's schema.
    pub async fn list_master_keys(&self) -> Result<Vec<MasterKeyRecord>, Error> {
        let rows = Entity::find().order_by_asc(Column::Version).all(self.reader()).await?;
        rows.into_iter().map(MasterKeyRecord::try_from).collect()
    }

    /// Returns one sealed private key, with its workspace, for each version of the master key that any is sealed under. Uses only columns
    /// of the first schema, because a database is checked before it is migrated.
    pub async fn sample_signing_keys(&self) -> Result<Vec<(WorkspaceId, Vec<u8>)>, Error> {
        let mut samples: Vec<(WorkspaceId, Vec<u8>)> = Vec::new();
        if !self.has_table("signing_keys").await? {
            return Ok(samples);
        }
        loop {
            // Each query is for the next higher version.
            let version = signing_key::sealed_under();
            let last = samples.last().map(|(_, sealed)| sealed.iter().take(1).copied().collect::<Vec<u8>>());
            let higher = last.map(|last| version.clone().gt(last));
            let query = signing_key::Entity::find().filter(Condition::all().add_option(higher)).order_by_asc(version);
            let query = query.select_only().columns([signing_key::Column::WorkspaceId, signing_key::Column::SealedPrivateKey]);
            match query.into_tuple::<(Uuid, Vec<u8>)>().one(self.reader()).await? {
                Some((workspace, sealed)) => samples.push((WorkspaceId::from_uuid(workspace), sealed)),
                None => return Ok(samples),
            }
        }
    }

    async fn has_table(&self, name: &'static str) -> Result<bool, Error> {
        let backend = self.reader().get_database_backend();
        let question = match backend {
            sea_orm::DbBackend::Postgres => "SELECT to_regclass($1) IS NOT NULL AS holds",
            _ => "SELECT count(*) > 0 AS holds FROM sqlite_schema WHERE name = $1",
        };
        let row = self.reader().query_one_raw(Statement::from_sql_and_values(backend, question, [name.into()])).await?;
        Ok(row.map(|row| row.try_get("", "holds")).transpose()?.unwrap_or(false))
    }
}

impl Transaction {
    /// Records that the database is used with this master key. A key of this version that was recorded before stays.
    pub async fn insert_fingerprint(&self, fingerprint: Fingerprint, now: Timestamp) -> Result<(), Error> {
        let keep = OnConflict::column(Column::Version).do_nothing().to_owned();
        Entity::insert(row(fingerprint, now)).on_conflict(keep).exec_without_returning(self.connection()).await?;
        Ok(())
    }

    /// Makes a version the current one from this time on. [`Error::Stale`] if it is not recorded, or was retired.
    pub async fn activate_master_key(&self, version: u8, from: Timestamp) -> Result<(), Error> {
        self.update_master_key(version, Column::ActivatedAt, from).await
    }

    /// Retires a version. [`Error::Stale`] if it is not recorded, or was retired before.
    pub async fn retire_master_key(&self, version: u8, now: Timestamp) -> Result<(), Error> {
        self.update_master_key(version, Column::RetiredAt, now).await
    }

    async fn update_master_key(&self, version: u8, column: Column, at: Timestamp) -> Result<(), Error> {
        let query = Entity::update_many().col_expr(column, Expr::value(at.as_millis()));
        let query = query.filter(Column::Version.eq(i16::from(version))).filter(Column::RetiredAt.is_null());
        let done = query.exec(self.connection()).await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
    }
}
