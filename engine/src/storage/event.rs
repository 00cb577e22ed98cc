//! Events and audit lines that are written by themselves.

use std::future::Future;

use domain::{audit::AuditEvent, client_failure::FailedRequest, clock::Timestamp, id::TokenEventId, token_event::TokenEvent};

use super::{
    basis::{Basis, Written},
    error::StorageError,
};

/// Identifiers for as many events of one point in time as a storage finds that it has to write.
#[derive(Debug, Clone, Copy)]
pub struct EventIds {
    at: Timestamp,
    seed: [u8; 10],
}

impl EventIds {
    /// Creates identifiers from ten random bytes, of which the last four are counted up.
    pub const fn new(at: Timestamp, seed: [u8; 10]) -> Self {
        Self { at, seed }
    }

    /// Returns the identifiers, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = TokenEventId> + use<> {
        let Self { at, seed } = *self;
        let first = seed.last_chunk().copied().map_or(0, u32::from_be_bytes);
        (0..=u32::MAX).map(move |index| {
            let mut random = seed;
            if let Some(count) = random.last_chunk_mut() {
                *count = first.wrapping_add(index).to_be_bytes();
            }
            TokenEventId::new(at, random)
        })
    }
}

/// Token events and audit lines that belong to no other write.
pub trait EventStorage {
    /// Writes the event of tokens of which nothing else is stored, while its basis holds.
    fn record_issue(&self, event: TokenEvent, basis: Basis) -> impl Future<Output = Result<Written, StorageError>> + Send;

    /// Writes an event that belongs to no other write.
    fn record_event(&self, event: TokenEvent) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Counts a request that failed by its client's configuration. It may be written later, and beyond a bound it is not: strangers can make
    /// such requests.
    fn note_failure(&self, failed: FailedRequest);

    /// Writes an audit line that belongs to no other write.
    fn record_audit(&self, audit: AuditEvent) -> impl Future<Output = Result<(), StorageError>> + Send;
}
