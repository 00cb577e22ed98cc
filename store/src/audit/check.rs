//! The check of a chain against what is stored, a few lines at a time, beside the work of the servers.

use domain::{
    audit_chain::{AuditChain, ChainedRecord, Link},
    id::TenantId,
};
use engine::{
    audit_chain::{Broken, Walk, is_sealed, rehashed},
    keys::KeyRing,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::chain::{AuditChainRow, of_chain};
use crate::{
    Error, Store,
    entity::audit_event::{Column, Entity},
    paging::read,
};

/// How many numbers are read at once.
const NUMBERS_AT_ONCE: i64 = 500;
/// How many lines are read at once at most: more than there are numbers only where lines were added.
const MOST_LINES: u64 = 1_000;

/// What the check of a chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainCheck {
    /// The chain, as it was when the check began.
    pub chain: AuditChain,
    /// The line after which the check began.
    pub after: Link,
    /// The last line that is as it was written.
    pub intact_until: Link,
    /// Why the next one is not; none where all are.
    pub broken: Option<Broken>,
}

impl Store {
    /// Checks the lines of a chain: those after a line that was noted down earlier, with that line, or all that are kept.
    pub async fn check_audit_chain(&self, row: &AuditChainRow, noted: Option<Link>, keys: &KeyRing) -> Result<ChainCheck, Error> {
        let AuditChainRow { chain, seal } = row;
        let mut check = ChainCheck { chain: *chain, after: chain.anchor, intact_until: chain.anchor, broken: None };
        // A line that was noted and is deleted by now cannot be checked.
        if let Some(noted) = noted.filter(|noted| noted.number >= chain.anchor.number) {
            (check.after, check.intact_until) = (noted, noted);
            check.broken = self.check_noted(chain, noted).await?;
        }
        if !is_sealed(keys, chain, seal) {
            check.broken = Some(Broken::Seal);
        }
        if check.broken.is_none() {
            check.broken = self.walk(&mut check).await?;
        }
        Ok(check)
    }

    /// Checks the last lines of a chain, as many as are read at once.
    pub async fn check_end_of_audit_chain(&self, row: &AuditChainRow, keys: &KeyRing) -> Result<ChainCheck, Error> {
        let AuditChain { tenant_id, anchor, head } = row.chain;
        let from = (head.number - NUMBERS_AT_ONCE + 1).max(anchor.number + 1);
        let first = self.list_chained(tenant_id, from, from).await?;
        let before = first.first().map(|line| Link { number: from - 1, hash: line.previous_hash });
        self.check_audit_chain(row, before.filter(|before| before.number > anchor.number), keys).await
    }

    /// Returns the lines of a chain with these numbers, the first and the last one included.
    pub(super) async fn list_chained(&self, tenant: Option<TenantId>, from: i64, until: i64) -> Result<Vec<ChainedRecord>, Error> {
        let lines = Entity::find().filter(of_chain(tenant)).filter(Column::Number.between(from, until));
        read(lines.order_by_asc(Column::Number).order_by_asc(Column::Id).limit(MOST_LINES).all(self.reader()).await?)
    }

    async fn check_noted(&self, chain: &AuditChain, noted: Link) -> Result<Option<Broken>, Error> {
        if noted.number > chain.head.number {
            return Ok(Some(Broken::Missing { number: chain.head.number + 1 }));
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

    async fn walk(&self, check: &mut ChainCheck) -> Result<Option<Broken>, Error> {
        let AuditChain { tenant_id, anchor, head } = check.chain;
        if let Some(line) = self.list_chained(tenant_id, i64::MIN, anchor.number).await?.first() {
            return Ok(Some(Broken::Added { number: line.link.number, id: line.record.id }));
        }
        let mut walk = Walk::after(check.after);
        while walk.at().number < head.number {
            let (from, until) = (walk.at().number + 1, head.number.min(walk.at().number + NUMBERS_AT_ONCE));
            let lines = self.list_chained(tenant_id, from, until).await?;
            let walked = lines.iter().try_for_each(|line| walk.step(line));
            // Nothing at all is a gap as well.
            let walked = if lines.is_empty() { Err(Broken::Missing { number: from }) } else { walked };
            check.intact_until = walk.at();
            match walked {
                Ok(()) => {}
                // Lines that are old enough are deleted at any time.
                Err(Broken::Missing { number }) => match self.find_audit_chain(tenant_id).await? {
                    Some(now) if now.chain.anchor.number >= number => {
                        (check.after, check.intact_until) = (now.chain.anchor, now.chain.anchor);
                        walk = Walk::after(now.chain.anchor);
                    }
                    _ => return Ok(Some(Broken::Missing { number })),
                },
                Err(broken) => return Ok(Some(broken)),
            }
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
        let last: Vec<ChainedRecord> = read(last.limit(1).all(self.reader()).await?)?;
        let Some(line) = last.first() else { return Ok(None) };
        // Whoever wrote it by right moved the end in the same transaction.
        let end = self.find_audit_chain(tenant).await?.map(|row| row.chain.head.number);
        let added = Broken::Added { number: line.link.number, id: line.record.id };
        Ok((end < Some(line.link.number)).then_some(added))
    }
}
