//! The chains of audit lines, and lines as they are exported.

use crate::{
    audit_chain::{Link, StoredLine},
    chain_check::{AuditChainView, ChainCheck},
    clock::Timestamp,
    id::AuditEventId,
    wire::{
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

told! {
    /// The chain of a tenant's audit events, or of those that belong to no tenant. Each event has a number and the hash of the one before it.
    pub struct AuditChain {
        /// The tenant; absent for the events that belong to none.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tenant_id: Option<String>,
        /// The number of the first event that is kept.
        pub first_number: i64,
        /// The last event: its number and its hash. Note it down elsewhere, and hand it to a later check.
        pub head: String,
        /// Whether where the chain begins and ends is as it was sealed.
        pub sealed: bool,
    }

    /// What a check of a chain found.
    pub struct AuditChainCheck {
        /// The event after which the check began.
        pub after: String,
        /// The last event that is as it was written.
        pub intact_until: String,
        /// The last event of the chain.
        pub head: String,
        /// Whether a further check has to go on after `intact_until`, because so many events are looked at and no more.
        pub goes_on: bool,
        /// What is wrong with the next event; absent where nothing is.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub broken: Option<String>,
    }

    /// An audit event word for word as it is stored, with what is needed to check it elsewhere.
    pub struct ExportedAuditEvent {
        /// Its identifier, which sorts by time.
        pub id: Sent<AuditEventId>,
        /// When.
        pub at: Sent<Timestamp>,
        /// The tenant that it happened in; absent for what concerns the whole installation.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tenant_id: Option<String>,
        /// The workspace that it happened in; absent for what concerns the whole tenant.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub server_id: Option<String>,
        /// The event itself: what its hash is made over.
        pub line: serde_json::Value,
        /// SHA-256 of `line` in the form of RFC 8785; absent where the event has no place in the chain yet.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub hash: Option<String>,
    }
}

sent! {
    /// Where a check begins.
    pub struct AuditChainQuery {
        /// The event that an earlier check ended with, by number and hash: it has to be there still, and the check goes on after it. All events
        /// that are kept are checked where it is absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub after: Option<Sent<Link>>,
    }

    /// Why a chain is sealed anew.
    pub struct SealAuditChain needed [reason] {
        /// The reason, which is written to the log.
        pub reason: String,
    }
}

impl Resource for AuditChainQuery {}
impl Resource for SealAuditChain {}

impl AuditChainQuery {
    /// Reads it.
    ///
    /// # Errors
    /// Where it is no place in a chain.
    pub fn read(&self) -> Result<Option<Link>, Vec<Misfit>> {
        let mut reading = Reading::default();
        let after = reading.optional("/after", self.after.as_ref());
        reading.done(Some(after))
    }
}

impl From<&AuditChainView> for AuditChain {
    fn from(view: &AuditChainView) -> Self {
        let AuditChainView { chain, tenant, sealed } = view;
        Self { tenant_id: tenant.clone(), first_number: chain.anchor.number + 1, head: chain.head.to_string(), sealed: *sealed }
    }
}

impl From<&ChainCheck> for AuditChainCheck {
    fn from(check: &ChainCheck) -> Self {
        Self {
            after: check.after.to_string(),
            intact_until: check.intact_until.to_string(),
            head: check.chain.head.to_string(),
            goes_on: check.goes_on_after().is_some(),
            broken: check.broken.map(|broken| broken.to_string()),
        }
    }
}

impl From<&StoredLine> for ExportedAuditEvent {
    fn from(stored: &StoredLine) -> Self {
        let StoredLine { record, place, tenant, workspace } = stored;
        Self {
            id: Sent::of(&record.id),
            at: Sent::of(&record.at),
            tenant_id: tenant.clone(),
            server_id: workspace.clone(),
            line: record.object(place.map(|(previous, link)| (link.number, previous))),
            hash: place.map(|(_, link)| link.hash.to_string()),
        }
    }
}
