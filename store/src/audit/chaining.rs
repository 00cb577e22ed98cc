//! Audit lines get their place in the chain of their tenant: after they were committed, by one node at a time.
//!
//! Whoever writes a line does not wait for those who write another one. The lines that are committed and have no place are taken in the order
//! in which the database got them, so one that is committed late comes later, and none is passed over.

use std::{collections::HashMap, sync::Arc};

use domain::{
    audit_chain::{AuditChain, AuditRecord, ChainedRecord},
    clock::{Clock, Timestamp},
};
use engine::{
    audit_chain::{chained, is_sealed, seal},
    keys::KeyRing,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select, Statement, Value,
    prelude::Uuid,
    sea_query::{LockType, NullOrdering, OnConflict},
};

use crate::{
    Error, Store, Writing,
    batch::Batch,
    column::Column as In,
    entity::{
        audit_chain,
        audit_event::{Column, Entity},
    },
    leases::{Lease, Work},
};

/// How many lines get their place in one transaction.
const LINES_AT_ONCE: u64 = 250;
/// Short, so that another node goes on soon after one that was killed.
const WORK: Work = Work { name: "audit_chain", seconds: 15 };

/// The work of chaining audit lines, which this node does for the time being.
#[derive(Debug, Clone)]
pub struct Chaining {
    lease: Lease,
}

impl Store {
    /// Takes over the work of chaining audit lines. Returns `None` while another node does it.
    pub async fn begin_chaining(&self, clock: Arc<dyn Clock>) -> Result<Option<Chaining>, Error> {
        let now = clock.now();
        // Without a write where another node is at it, which is most of the time.
        let until = self.lease_held_until(WORK).await?;
        if until.is_some_and(|until| until > now && until <= now.plus_seconds(2 * WORK.seconds)) {
            return Ok(None);
        }
        Ok(self.take_lease(WORK, clock).await?.map(|(lease, _)| Chaining { lease }))
    }
}

impl Chaining {
    /// Gives some lines that were written since this time their place. Returns how many.
    ///
    /// A chain whose ends are not as they were sealed goes on without a seal, so that it stays known as broken. Lines of one whose ends cannot be
    /// read, or were sealed under a version of the master key that is not here, wait.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken over the work.
    pub async fn chain_some(&self, since: Timestamp, keys: &KeyRing) -> Result<u64, Error> {
        let transaction = self.lease.begin().await?;
        let connection = transaction.connection();
        let mut aside = Vec::new();
        let (lines, mut chains) = loop {
            let lines = in_order(unchained(since).filter(of_none(&aside))).limit(LINES_AT_ONCE).all(connection).await?;
            if lines.is_empty() {
                return Ok(0);
            }
            let lines: Vec<AuditRecord> = lines.into_iter().map(AuditRecord::from).collect();
            // The others go on beside a chain that cannot be read.
            match Chains::lock(connection, &lines, keys).await? {
                Ok(chains) => break (lines, chains),
                Err(unreadable) => aside.push(unreadable),
            }
        };
        let placed: Vec<_> = lines.into_iter().map(|line| chains.place(line)).collect();
        save(connection, &placed).await?;
        chains.save(connection, keys).await?;
        transaction.commit().await?;
        Ok(placed.len() as u64)
    }
}

/// Returns the lines that were written since a point in time and have no place.
pub(super) fn unchained(since: Timestamp) -> Select<Entity> {
    // Not by the identifier: SQLite would look through all lines since then by the index over it.
    Entity::find().filter(Column::Number.is_null()).filter(Column::At.gte(since.as_millis()))
}

/// Returns the condition of lines of other chains than these.
fn of_none(owners: &[Uuid]) -> Condition {
    owners.iter().fold(Condition::all(), |all, owner| {
        all.add(if owner.is_nil() {
            Condition::all().add(Column::TenantId.is_not_null())
        } else {
            Condition::any().add(Column::TenantId.is_null()).add(Column::TenantId.ne(*owner))
        })
    })
}

/// The order in which the database got the lines, which is that of the index over those without a place. Those of earlier versions come first.
pub(super) fn in_order(lines: Select<Entity>) -> Select<Entity> {
    lines.order_by_with_nulls(Column::Written, Order::Asc, NullOrdering::First).order_by_asc(Column::Id)
}

/// The chains of some lines, and whether each was sealed as it is.
struct Chains(HashMap<Uuid, (AuditChain, bool)>);

impl Chains {
    /// Locks the chains of some lines. Returns the owner of one that cannot be read instead.
    async fn lock(connection: &Writing, lines: &[AuditRecord], keys: &KeyRing) -> Result<Result<Self, Uuid>, Error> {
        let mut owners: Vec<_> = lines.iter().map(|line| audit_chain::owner(line.tenant_id)).collect();
        owners.sort_unstable();
        owners.dedup();
        let new = |line: &AuditRecord| (audit_chain::owner(line.tenant_id), (AuditChain::begin(line.tenant_id), true));
        let mut chains: HashMap<_, _> = lines.iter().map(new).collect();
        for batch in Batch::split(&owners) {
            let rows = audit_chain::Entity::find().filter(batch.contains(audit_chain::Column::Owner, |owner| *owner));
            for row in rows.order_by_asc(audit_chain::Column::Owner).lock(LockType::Update).all(connection).await? {
                match sealed(&row, keys) {
                    Ok(chain) => drop(chains.insert(row.owner, chain)),
                    Err(error) => {
                        tracing::warn!(owner = %row.owner, %error, "lines of an audit chain wait: where it ends cannot be read");
                        return Ok(Err(row.owner));
                    }
                }
            }
        }
        Ok(Ok(Self(chains)))
    }

    fn place(&mut self, line: AuditRecord) -> ChainedRecord {
        let (chain, _) = self.0.entry(audit_chain::owner(line.tenant_id)).or_insert((AuditChain::begin(line.tenant_id), true));
        let placed = chained(line, chain.head);
        chain.head = placed.link;
        placed
    }

    async fn save(self, connection: &Writing, keys: &KeyRing) -> Result<(), Error> {
        for (chain, sealed) in self.0.into_values() {
            save_chain(connection, &chain, sealed.then_some(keys)).await?;
        }
        Ok(())
    }
}

/// Returns a chain, and whether it was sealed as it is.
pub(super) fn sealed(row: &audit_chain::Model, keys: &KeyRing) -> Result<(AuditChain, bool), Error> {
    let chain = AuditChain::try_from(row)?;
    if chain.head.number == i64::MAX {
        return Err(In("audit_chains", "number").corrupt());
    }
    match row.seal.first() {
        Some(version) if !keys.holds(*version) => Err(In("audit_chains", "seal").corrupt()),
        _ => Ok((chain, is_sealed(keys, &chain, &row.seal))),
    }
}

/// Saves how far a chain reaches; without keys it has no seal.
pub(super) async fn save_chain(connection: &Writing, chain: &AuditChain, keys: Option<&KeyRing>) -> Result<(), Error> {
    use audit_chain::Column;

    let seal = keys.map(|keys| seal(keys, chain)).unwrap_or_default();
    let update = OnConflict::column(Column::Owner)
        .update_columns([Column::Number, Column::Hash, Column::AnchorNumber, Column::AnchorHash, Column::Seal])
        .to_owned();
    audit_chain::Entity::insert(audit_chain::row(chain, seal)).on_conflict(update).exec_without_returning(connection).await?;
    Ok(())
}

/// Saves the places of lines, in one statement.
async fn save(connection: &Writing, placed: &[ChainedRecord]) -> Result<(), Error> {
    let rows: Vec<_> =
        (0..placed.len()).map(|row| format!("(${}, ${}, ${}, ${})", 4 * row + 1, 4 * row + 2, 4 * row + 3, 4 * row + 4)).collect();
    let values = placed.iter().flat_map(|line| -> [Value; 4] {
        let hash = |digest: domain::digest::Digest| digest.as_bytes().to_vec().into();
        [line.record.id.as_uuid().into(), line.link.number.into(), hash(line.previous_hash), hash(line.link.hash)]
    });
    let update = format!(
        "UPDATE audit_events SET number = placed.column2, previous_hash = placed.column3, hash = placed.column4 \
         FROM (VALUES {}) AS placed WHERE audit_events.id = placed.column1 AND audit_events.number IS NULL",
        rows.join(", ")
    );
    let saved = connection.execute_raw(Statement::from_sql_and_values(connection.get_database_backend(), update, values)).await?;
    if saved.rows_affected() == placed.len() as u64 { Ok(()) } else { Err(Error::Stale) }
}
