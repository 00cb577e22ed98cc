//! What the check of a chain of audit lines finds.

use serde::{Deserialize, Serialize};

use crate::{
    audit_chain::{AuditChain, Link},
    id::AuditEventId,
};

/// Why a chain is broken, at its first line that is not as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Broken {
    /// Its ends are not those that were sealed, or the version of the master key that they were sealed under is not here.
    #[error("where it begins and ends was changed, or was sealed under a master key that is not here")]
    Seal,
    /// A line is not there.
    #[error("line {number} was removed")]
    Missing {
        /// Its number.
        number: i64,
    },
    /// A line is not as it was written.
    #[error("line {number} ({id}) was changed")]
    Changed {
        /// Its number.
        number: i64,
        /// Its identifier.
        id: AuditEventId,
    },
    /// A line was written after another one than the one that is before it now.
    #[error("line {number} ({id}) does not follow the line before it")]
    Unlinked {
        /// Its number.
        number: i64,
        /// Its identifier.
        id: AuditEventId,
    },
    /// A line with this number is before the beginning of the chain, after its end, or there a second time.
    #[error("line {number} ({id}) was added")]
    Added {
        /// Its number.
        number: i64,
        /// Its identifier.
        id: AuditEventId,
    },
    /// A line is not the one that was noted down at an earlier check.
    #[error("line {number} is not the one that was noted")]
    Noted {
        /// Its number.
        number: i64,
    },
    /// A line that was noted down at an earlier check is not kept any more: it was older than the retention, or somebody made it so.
    #[error("line {number}, which was noted, is not kept any more; if it was not older than the retention, lines were removed")]
    NotKept {
        /// Its number.
        number: i64,
    },
    /// The last line is not the one that was sealed.
    #[error("line {number} is not the last one that was sealed")]
    End {
        /// Its number.
        number: i64,
    },
}

/// What the check of a chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainCheck {
    /// The chain, as it was when the check began.
    pub chain: AuditChain,
    /// The line after which the check began.
    pub after: Link,
    /// The last line that is as it was written.
    pub intact_until: Link,
    /// Why the next one is not; none where all that were looked at are.
    pub broken: Option<Broken>,
}

impl ChainCheck {
    /// Returns where the check has to be taken up again, because it looked at no more lines; none where there is nothing more to look at.
    pub const fn goes_on_after(&self) -> Option<Link> {
        if self.broken.is_none() && self.intact_until.number < self.chain.head.number { Some(self.intact_until) } else { None }
    }
}

/// A chain, for those who check it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditChainView {
    /// The chain.
    pub chain: AuditChain,
    /// The tenant's address; none for the chain of the lines that belong to no tenant.
    pub tenant: Option<String>,
    /// Whether where it begins and ends is as it was sealed.
    pub sealed: bool,
}
