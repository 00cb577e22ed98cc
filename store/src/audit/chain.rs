//! The chains as they are stored, for those who check them.

use domain::{
    audit_chain::AuditChain,
    chain_check::AuditChainView,
    clock::Timestamp,
    id::TenantId,
    page::{Page, Window},
};
use engine::{audit_chain::is_sealed, keys::KeyRing};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _, LockType},
};

use super::{
    chaining::{in_order, save_chain, sealed, unchained},
    lines::Places,
};
use crate::{
    Error, Store, Transaction,
    counts::count_up_to,
    entity::{audit_chain, audit_event::Column},
    paging::{cut, page},
};

/// How many chains are sealed anew at once.
const CHAINS_AT_ONCE: u64 = 500;
/// Up to how many lines without a place are counted.
const MOST_UNCHAINED: u64 = 10_000;

/// The lines that wait for their place in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unchained {
    /// How many, up to 10,000.
    pub lines: u64,
    /// When the oldest was written; none where there are none.
    pub oldest: Option<Timestamp>,
}

impl Store {
    /// Returns a page of the chains, in the order of their tenants' identifiers; the first chain is that of the lines that belong to no tenant,
    /// by the identifier that is nil.
    pub async fn list_audit_chains(&self, window: Window<TenantId>, keys: &KeyRing) -> Result<Page<AuditChainView>, Error> {
        let window = window.map(TenantId::as_uuid);
        let rows = cut(audit_chain::Entity::find(), audit_chain::Column::Owner, &Order::Asc, &window).all(self.reader()).await?;
        let page = page(rows, &window, None, |row| TenantId::from_uuid(row.owner).to_string());
        let chains = page.items.iter().map(|row| stored(row, keys)).collect::<Result<Vec<_>, Error>>()?;
        let places = Places::of(self.reader(), chains.iter().map(|(chain, _)| (chain.tenant_id, None))).await?;
        let view = |(chain, sealed): (AuditChain, bool)| AuditChainView { tenant: places.tenant(chain.tenant_id), chain, sealed };
        Ok(page.with(|_| chains.into_iter().map(view).collect()))
    }

    /// Returns the chain of a tenant, or that of the lines that belong to no tenant.
    pub async fn find_audit_chain(&self, tenant: Option<TenantId>, keys: &KeyRing) -> Result<AuditChainView, Error> {
        let (chain, sealed) = self.chain_of(tenant, keys).await?;
        let places = Places::of(self.reader(), [(tenant, None)].into_iter()).await?;
        Ok(AuditChainView { tenant: places.tenant(tenant), chain, sealed })
    }

    /// Returns a chain, and whether it is as it was sealed. Before its first line there is nothing to be changed about it.
    pub(super) async fn chain_of(&self, tenant: Option<TenantId>, keys: &KeyRing) -> Result<(AuditChain, bool), Error> {
        let row = audit_chain::Entity::find_by_id(audit_chain::owner(tenant)).one(self.reader()).await?;
        row.map_or(Ok((AuditChain::begin(tenant), true)), |row| stored(&row, keys))
    }

    /// Returns a chain, sealed or not.
    pub(super) async fn stored_chain(&self, tenant: Option<TenantId>) -> Result<AuditChain, Error> {
        let row = audit_chain::Entity::find_by_id(audit_chain::owner(tenant)).one(self.reader()).await?;
        row.map_or(Ok(AuditChain::begin(tenant)), |row| AuditChain::try_from(&row))
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

fn stored(row: &audit_chain::Model, keys: &KeyRing) -> Result<(AuditChain, bool), Error> {
    let chain = AuditChain::try_from(row)?;
    Ok((chain, is_sealed(keys, &chain, &row.seal)))
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
