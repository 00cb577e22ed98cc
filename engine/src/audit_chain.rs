//! The chain of audit lines: its hashes, the seal of its ends, and the check of what is stored.
//!
//! The hashes need no key, so that anybody who has the lines can check them. The seal is a MAC under the master key, which is not in the
//! database: whoever can write to the database alone can make new hashes, but no seal for them.

use aws_lc_rs::digest::{SHA256, digest};
use domain::{
    audit_chain::{AuditChain, AuditRecord, ChainedRecord, Link},
    chain_check::Broken,
    digest::Digest,
};

use crate::keys::KeyRing;

/// What the seal's key is derived for.
const SEAL: &str = "audit-chain";

/// Returns the digest of these bytes (SHA-256).
pub fn sha256(bytes: &[u8]) -> Digest {
    Digest::try_from(digest(&SHA256, bytes).as_ref()).unwrap_or(Digest::ZERO)
}

/// Returns a line with its place after another one.
pub fn chained(record: AuditRecord, after: Link) -> ChainedRecord {
    let number = after.number.saturating_add(1);
    let hash = sha256(record.canonical(number, after.hash).as_bytes());
    ChainedRecord { record, previous_hash: after.hash, link: Link { number, hash } }
}

/// Returns the place that a line has by what is in it and the line that it says it follows.
pub fn rehashed(line: &ChainedRecord) -> Link {
    chained(line.record.clone(), Link { number: line.link.number.saturating_sub(1), hash: line.previous_hash }).link
}

/// Returns the seal of a chain's ends.
pub fn seal(keys: &KeyRing, chain: &AuditChain) -> Vec<u8> {
    keys.tag(SEAL, text(chain).as_bytes())
}

/// Returns whether a chain's ends were sealed by somebody who had the master key.
pub fn is_sealed(keys: &KeyRing, chain: &AuditChain, seal: &[u8]) -> bool {
    keys.confirms(SEAL, text(chain).as_bytes(), seal)
}

fn text(AuditChain { tenant_id, anchor, head }: &AuditChain) -> String {
    let owner = tenant_id.map(|id| id.to_string()).unwrap_or_default();
    format!("{owner} {anchor} {head}")
}

/// A walk along a chain, line by line.
#[derive(Debug, Clone, Copy)]
pub struct Walk {
    at: Link,
}

impl Walk {
    /// Begins after a line that is known.
    pub const fn after(link: Link) -> Self {
        Self { at: link }
    }

    /// The last line that was looked at.
    pub const fn at(&self) -> Link {
        self.at
    }

    /// Looks at the next line.
    ///
    /// # Errors
    /// Why it is not the next line as it was written.
    pub fn step(&mut self, line: &ChainedRecord) -> Result<(), Broken> {
        let (number, id) = (line.link.number, line.record.id);
        if number <= self.at.number {
            return Err(Broken::Added { number, id });
        }
        let next = self.at.number.saturating_add(1);
        if number > next {
            return Err(Broken::Missing { number: next });
        }
        if line.previous_hash != self.at.hash {
            return Err(Broken::Unlinked { number, id });
        }
        if chained(line.record.clone(), self.at).link != line.link {
            return Err(Broken::Changed { number, id });
        }
        self.at = line.link;
        Ok(())
    }

    /// Ends at the last line that was sealed.
    ///
    /// # Errors
    /// That lines are missing at the end, or that the last one is another.
    pub fn end(&self, head: Link) -> Result<(), Broken> {
        match self.at.number {
            number if number < head.number => Err(Broken::Missing { number: number + 1 }),
            number if self.at != head => Err(Broken::End { number }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        clock::Timestamp,
        id::{AuditEventId, TenantId},
    };
    use serde_json::json;

    use super::*;
    use crate::{keys::MasterKeys, random::SeededRandom};

    fn lines(count: u8) -> Vec<ChainedRecord> {
        let mut at = Link::BEGINNING;
        let line = |number: u8| AuditRecord {
            id: AuditEventId::new(Timestamp::from_millis(i64::from(number)), [number; 10]),
            tenant_id: None,
            workspace_id: None,
            at: Timestamp::from_millis(i64::from(number)),
            actor_kind: "server".to_owned(),
            actor: "console".to_owned(),
            action: "client.updated".to_owned(),
            target: format!("Client {number}"),
            target_id: String::new(),
            changes: json!([]),
            context: None,
        };
        let mut next = |number| {
            let line = chained(line(number), at);
            at = line.link;
            line
        };
        (1..=count).map(&mut next).collect()
    }

    fn walked(lines: &[ChainedRecord]) -> Result<Link, Broken> {
        let mut walk = Walk::after(Link::BEGINNING);
        lines.iter().try_for_each(|line| walk.step(line)).map(|()| walk.at())
    }

    #[test]
    fn a_line_that_was_changed_removed_moved_or_added_shows() {
        let whole = lines(5);
        assert_eq!(walked(&whole), Ok(whole[4].link));
        let id = |number: usize| whole[number - 1].record.id;

        let mut changed = whole.clone();
        changed[2].record.target = "Another".to_owned();
        assert_eq!(walked(&changed), Err(Broken::Changed { number: 3, id: id(3) }));
        changed[2] = chained(changed[2].record.clone(), whole[1].link);
        assert_eq!(walked(&changed), Err(Broken::Unlinked { number: 4, id: id(4) }), "with a new hash of its own");

        let mut removed = whole.clone();
        removed.remove(2);
        assert_eq!(walked(&removed), Err(Broken::Missing { number: 3 }));

        let mut moved = whole.clone();
        (moved[1].record, moved[2].record) = (whole[2].record.clone(), whole[1].record.clone());
        assert_eq!(walked(&moved), Err(Broken::Changed { number: 2, id: id(3) }));

        let mut added = whole.clone();
        added.insert(3, whole[2].clone());
        assert_eq!(walked(&added), Err(Broken::Added { number: 3, id: id(3) }));

        let mut walk = Walk::after(Link::BEGINNING);
        whole[..4].iter().try_for_each(|line| walk.step(line)).unwrap();
        assert_eq!(walk.end(whole[4].link), Err(Broken::Missing { number: 5 }));
        assert_eq!(walk.end(Link { hash: Digest::ZERO, ..whole[3].link }), Err(Broken::End { number: 4 }));
        assert_eq!(walk.end(whole[3].link), Ok(()));
    }

    #[test]
    fn the_ends_of_a_chain_are_sealed_under_the_master_key_for_that_chain() {
        let ring = |seed| KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&SeededRandom::new(seed))).unwrap());
        let (keys, others) = (ring(1), ring(2));
        let head = lines(3)[2].link;
        let chain = AuditChain { head, ..AuditChain::begin(None) };
        let seal = seal(&keys, &chain);
        assert!(is_sealed(&keys, &chain, &seal) && !is_sealed(&others, &chain, &seal));
        let tenant = Some(TenantId::new(Timestamp::from_millis(1), [1; 10]));
        for other in [
            AuditChain { tenant_id: tenant, ..chain },
            AuditChain { anchor: head, ..chain },
            AuditChain { head: Link { number: 4, ..head }, ..chain },
        ] {
            assert!(!is_sealed(&keys, &other, &seal), "{other:?}");
        }
        assert!(!is_sealed(&keys, &chain, &[]) && !is_sealed(&keys, &chain, &seal[1..]));
    }
}
