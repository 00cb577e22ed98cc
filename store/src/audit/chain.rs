//! The chains as they are stored, for those who check them.

use domain::{audit_chain::AuditChain, clock::Timestamp, id::TenantId};
use engine::{audit_chain::is_sealed, keys::KeyRing};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _, LockType},
};

use super::chaining::{in_order, save_chain, sealed, unchained};
use crate::{
    Error, Store, Transaction,
    counts::count_up_to,
    entity::{
        audit_chain,
        audit_event::{Column, Entity},
    },
    paging::read,
};

/// How many chains are read at once.
const CHAINS_AT_ONCE: u64 = 500;
/// Up to how many lines without a place are counted.
const MOST_UNCHAINED: u64 = 10_000;

/// A chain, and its seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditChainRow {
    /// The chain.
    pub chain: AuditChain,
    /// The seal of its ends ([`engine::audit_chain::seal`]).
    pub seal: Vec<u8>,
}

impl AuditChainRow {
    /// Returns whether its ends are as they were sealed.
    pub fn is_sealed(&self, keys: &KeyRing) -> bool {
        is_sealed(keys, &self.chain, &self.seal)
    }
}

impl TryFrom<audit_chain::Model> for AuditChainRow {
    type Error = Error;

    fn try_from(row: audit_chain::Model) -> Result<Self, Error> {
        Ok(Self { chain: AuditChain::try_from(&row)?, seal: row.seal })
    }
}

/// The lines that wait for their place in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unchained {
    /// How many, up to 10,000.
    pub lines: u64,
    /// When the oldest was written; none where there are none.
    pub oldest: Option<Timestamp>,
}

impl Store {
    /// Returns chains in the order of their tenants' identifiers, at most 500 of them; the first is that of the lines that belong to no tenant.
    pub async fn list_audit_chains(&self, after: Option<&AuditChain>) -> Result<Vec<AuditChainRow>, Error> {
        use audit_chain::{Column, Entity};

        let after = after.map(|chain| Column::Owner.gt(audit_chain::owner(chain.tenant_id)));
        let rows = Entity::find().filter(Condition::all().add_option(after)).order_by_asc(Column::Owner).limit(CHAINS_AT_ONCE);
        read(rows.all(self.reader()).await?)
    }

    /// Returns the chain of a tenant, or that of the lines that belong to no tenant; none before its first line.
    pub async fn find_audit_chain(&self, tenant: Option<TenantId>) -> Result<Option<AuditChainRow>, Error> {
        let row = audit_chain::Entity::find_by_id(audit_chain::owner(tenant)).one(self.reader()).await?;
        row.map(AuditChainRow::try_from).transpose()
    }

    /// Counts the lines that were written since a point in time and have no place yet.
    pub async fn count_unchained(&self, since: Timestamp) -> Result<Unchained, Error> {
        let oldest = self.oldest_unchained(since).await?;
        Ok(Unchained { lines: count_up_to(MOST_UNCHAINED, unchained(since), self.reader()).await?, oldest })
    }

    /// Returns when the first line was written that was written since a point in time and has no place yet; none where there is none.
    pub async fn oldest_unchained(&self, since: Timestamp) -> Result<Option<Timestamp>, Error> {
        let first = in_order(unchained(since)).select_only().column(Column::At).limit(1);
        Ok(first.into_tuple::<i64>().one(self.reader()).await?.map(Timestamp::from_millis))
    }

    /// Counts the chains that are sealed under this version of the master key.
    pub async fn count_audit_chains_under(&self, version: u8) -> Result<u64, Error> {
        Ok(audit_chain::Entity::find().filter(sealed_under().eq(vec![version])).count(self.reader()).await?)
    }

    /// Seals some chains anew, under the current version of the master key. Returns how many; 0 where all are. A chain that is not as it was
    /// sealed loses its seal.
    pub async fn reseal_audit_chains(&self, keys: &KeyRing) -> Result<u64, Error> {
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        let others = Condition::all().add(sealed_under().ne(vec![keys.current_version()])).add(sealed_under().ne(Vec::<u8>::new()));
        let rows = audit_chain::Entity::find().filter(others).order_by_asc(audit_chain::Column::Owner).limit(CHAINS_AT_ONCE);
        let rows = rows.lock(LockType::Update).all(connection).await?;
        for row in &rows {
            let (chain, sealed) = sealed(row, keys)?;
            save_chain(connection, &chain, sealed.then_some(keys)).await?;
        }
        transaction.commit().await?;
        Ok(rows.len() as u64)
    }
}

impl Transaction {
    /// Seals a chain as it is now, whatever was done to it. Returns the chain; none where there is none.
    pub async fn accept_audit_chain(&self, tenant: Option<TenantId>, keys: &KeyRing) -> Result<Option<AuditChain>, Error> {
        let row = audit_chain::Entity::find_by_id(audit_chain::owner(tenant)).lock(LockType::Update).one(self.connection()).await?;
        let Some(row) = row else { return Ok(None) };
        let chain = AuditChain::try_from(&row)?;
        save_chain(self.connection(), &chain, Some(keys)).await?;
        Ok(Some(chain))
    }
}

/// Returns the condition of the lines of a chain.
pub(super) fn of_chain(tenant: Option<TenantId>) -> Condition {
    Condition::all().add(match tenant {
        Some(tenant) => Column::TenantId.eq(tenant.as_uuid()),
        None => Column::TenantId.is_null(),
    })
}

/// Returns the version of the master key that a chain is sealed under, as bytes; none of them where it has no seal.
fn sealed_under() -> Expr {
    Expr::cust("substr(seal, 1, 1)")
}
