//! The check of a chain against what is stored, a few lines at a time, beside the work of the servers.

use domain::{
    audit_chain::{AuditChain, ChainedRecord, Link},
    chain_check::{Broken, ChainCheck},
    id::TenantId,
};
use engine::{
    audit_chain::{Walk, rehashed},
    keys::KeyRing,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::chain::of_chain;
use crate::{
    Error, Store,
    entity::audit_event::{Column, Entity, Model},
};

/// How many numbers are read at once.
const NUMBERS_AT_ONCE: i64 = 500;
/// How many lines are read at once at most: more than there are numbers only where lines were added.
const MOST_LINES: u64 = 1_000;

impl Store {
    /// Checks lines of a chain, so many at most: those after a line that was noted down earlier, with that line, or all that are kept.
    pub async fn check_audit_chain(
        &self,
        tenant: Option<TenantId>,
        noted: Option<Link>,
        most: u64,
        keys: &KeyRing,
    ) -> Result<ChainCheck, Error> {
        let (chain, sealed) = self.chain_of(tenant, keys).await?;
        let mut check = ChainCheck { chain, after: chain.anchor, intact_until: chain.anchor, broken: None };
        if let Some(noted) = noted {
            (check.after, check.intact_until) = (noted, noted);
            check.broken = self.check_noted(&chain, noted).await?;
        }
        if !sealed {
            check.broken = Some(Broken::Seal);
        }
        if check.broken.is_none() {
            check.broken = self.walk(&mut check, i64::try_from(most).unwrap_or(i64::MAX)).await?;
        }
        Ok(check)
    }

    /// Checks the last lines of a chain, as many as are read at once.
    pub async fn check_end_of_audit_chain(&self, tenant: Option<TenantId>, keys: &KeyRing) -> Result<ChainCheck, Error> {
        let (AuditChain { anchor, head, .. }, _) = self.chain_of(tenant, keys).await?;
        let from = head.number.saturating_sub(NUMBERS_AT_ONCE - 1).max(anchor.number.saturating_add(1));
        let first = self.list_chained(tenant, from, from).await?;
        let before = first.first().map(|line| Link { number: from - 1, hash: line.previous_hash });
        self.check_audit_chain(tenant, before.filter(|before| before.number > anchor.number), u64::MAX, keys).await
    }

    /// Returns the lines of a chain with these numbers, the first and the last one included.
    pub(super) async fn list_chained(&self, tenant: Option<TenantId>, from: i64, until: i64) -> Result<Vec<ChainedRecord>, Error> {
        let lines = Entity::find().filter(of_chain(tenant)).filter(Column::Number.between(from, until));
        let lines = lines.order_by_asc(Column::Number).order_by_asc(Column::Id).limit(MOST_LINES).all(self.reader()).await?;
        Ok(lines.into_iter().filter_map(Model::chained).collect())
    }

    async fn check_noted(&self, chain: &AuditChain, noted: Link) -> Result<Option<Broken>, Error> {
        if noted.number > chain.head.number {
            return Ok(Some(Broken::Missing { number: chain.head.number.saturating_add(1) }));
        }
        if noted.number < chain.anchor.number {
            return Ok(Some(Broken::NotKept { number: noted.number }));
        }
        if noted.number == chain.anchor.number {
            return Ok((noted != chain.anchor).then_some(Broken::Noted { number: noted.number }));
        }
        let lines = self.list_chained(chain.tenant_id, noted.number, noted.number).await?;
        Ok(match lines.as_slice() {
            [] => Some(Broken::Missing { number: noted.number }),
            [line] if rehashed(line) == noted => None,
            _ => Some(Broken::Noted { number: noted.number }),
        })
    }

    async fn walk(&self, check: &mut ChainCheck, most: i64) -> Result<Option<Broken>, Error> {
        let AuditChain { tenant_id, anchor, head } = check.chain;
        let last = head.number.min(check.after.number.saturating_add(most));
        if let Some(line) = self.list_chained(tenant_id, i64::MIN, anchor.number).await?.first() {
            return Ok(Some(Broken::Added { number: line.link.number, id: line.record.id }));
        }
        let mut walk = Walk::after(check.after);
        while walk.at().number < last {
            let (from, until) = (walk.at().number + 1, last.min(walk.at().number + NUMBERS_AT_ONCE));
            let lines = self.list_chained(tenant_id, from, until).await?;
            let walked = lines.iter().try_for_each(|line| walk.step(line));
            // Nothing at all is a gap as well.
            let walked = if lines.is_empty() { Err(Broken::Missing { number: from }) } else { walked };
            check.intact_until = walk.at();
            match walked {
                Ok(()) => {}
                // Lines that are old enough are deleted at any time.
                Err(Broken::Missing { number }) => {
                    let now = self.stored_chain(tenant_id).await?;
                    if now.anchor.number < number {
                        return Ok(Some(Broken::Missing { number }));
                    }
                    (check.after, check.intact_until) = (now.anchor, now.anchor);
                    walk = Walk::after(now.anchor);
                }
                Err(broken) => return Ok(Some(broken)),
            }
        }
        if walk.at().number < head.number {
            return Ok(None);
        }
        // Everything that was sealed may have been deleted meanwhile.
        if walk.at().number == head.number
            && let Err(broken) = walk.end(head)
        {
            return Ok(Some(broken));
        }
        self.find_beyond(tenant_id, head.number).await
    }

    /// Returns a line that is after the end of its chain.
    async fn find_beyond(&self, tenant: Option<TenantId>, end: i64) -> Result<Option<Broken>, Error> {
        let last = Entity::find().filter(of_chain(tenant)).filter(Column::Number.gt(end)).order_by_desc(Column::Number);
        let Some(line) = last.limit(1).one(self.reader()).await?.and_then(Model::chained) else { return Ok(None) };
        // Whoever wrote it by right moved the end in the same transaction.
        let end = self.stored_chain(tenant).await?.head.number;
        Ok((end < line.link.number).then_some(Broken::Added { number: line.link.number, id: line.record.id }))
    }
}
