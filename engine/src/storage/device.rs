//! Device authorization requests (RFC 8628 §3.1), from their beginning to the decision of a user.

use std::{future::Future, net::IpAddr};

use domain::{
    audit::AuditEvent,
    authorization_details::AuthorizationDetails,
    clock::Timestamp,
    id::{ClientId, WorkspaceId},
    resource::Resources,
    scope::Scopes,
    thumbprint::Thumbprint,
};

use super::{basis::Basis, code::AuthorizationCode, consent::Consent, error::StorageError, secret_hash::SecretHash};
use crate::network::Site;

/// How much longer a device has to wait after it asked too early, in seconds (RFC 8628 §3.5).
const SLOWER: i64 = 5;
/// How long a device has to wait at most, in seconds: one that asks without a pause for a while is to hear in time that it was allowed.
pub const SLOWEST: i64 = 30;

/// A device that waits for a user, or waited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRequest {
    /// The hash of the device code.
    pub hash: SecretHash,
    /// The keyed hash of the user code; no other request of the workspace has it.
    pub user_code_hash: SecretHash,
    /// The workspace it belongs to.
    pub workspace_id: WorkspaceId,
    /// The client whose device it is.
    pub client_id: ClientId,
    /// The scopes that are asked for, `offline_access` among them where it can be had.
    pub scopes: Scopes,
    /// The requested scopes that the client may not request.
    pub left_out: Scopes,
    /// Whether the request included `offline_access`.
    pub offline_requested: bool,
    /// The key that the device code is bound to (`dpop_jkt`, as in RFC 9449 §10).
    pub dpop_jkt: Option<Thumbprint>,
    /// The resource servers that were requested (RFC 8707 §2.1).
    pub resources: Resources,
    /// The authorization details that are asked for (RFC 9396).
    pub authorization_details: AuthorizationDetails,
    /// Where the request came from.
    pub address: Option<IpAddr>,
    /// Where it came from, if its client does not authenticate: what waits for such a client is shared out by that ([`makes_room`](super::makes_room)).
    pub site: Option<Site>,
    /// When it came.
    pub created_at: Timestamp,
    /// When both codes expire.
    pub expires_at: Timestamp,
    /// How long the device has to wait between two questions, in seconds.
    pub interval: i64,
    /// When it asked last.
    pub polled_at: Option<Timestamp>,
    /// Where it stands.
    pub state: DeviceState,
}

impl DeviceRequest {
    /// Returns whether a user can decide about it.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.state == DeviceState::Pending && now < self.expires_at
    }

    /// Returns whether the device asks before its interval is over. It counts from the answer, and the clocks of two nodes may differ: a second
    /// is forgiven. Distances in time are absolute values.
    pub fn is_early(&self, at: Timestamp) -> bool {
        self.polled_at.is_some_and(|polled_at| (at.as_millis() - polled_at.as_millis()).abs() < (self.interval - 1) * 1000)
    }

    /// Returns the interval from then on of a device that asks before it is over.
    pub fn slower(&self) -> i64 {
        self.interval.saturating_add(SLOWER).min(SLOWEST)
    }
}

/// Where a device authorization request stands. Whatever it is but pending, it stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceState {
    /// No user has decided.
    Pending,
    /// A user allowed it: its device code is an authorization code from then on.
    Allowed,
    /// A user refused it.
    Denied,
    /// Its device was told that it has expired.
    Expired,
}

/// A device authorization request that begins.
#[derive(Debug, Clone)]
pub struct DeviceStart {
    /// The request.
    pub request: DeviceRequest,
    /// What it was decided by.
    pub basis: Basis,
    /// How many of the client's requests may be open. Those that begin at the same time may go beyond it by their number. Where as many are, the oldest
    /// of the site that has the most may make room ([`makes_room`](super::makes_room)): it is over, and forgotten.
    pub most: u64,
}

/// The outcome of a beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum DeviceStarted {
    /// It began.
    Done,
    /// A row of the basis was changed since it was read, and nothing was written.
    BasisChanged,
    /// As many of the client's requests are open as may be.
    TooMany,
    /// Another request of the workspace has the user code.
    CodeTaken,
}

/// A device that asks whether its user has decided.
#[derive(Debug, Clone, Copy)]
pub struct DevicePoll {
    /// The workspace it asks in.
    pub workspace_id: WorkspaceId,
    /// The hash of its device code.
    pub hash: SecretHash,
    /// The client that asks.
    pub client_id: ClientId,
    /// When.
    pub at: Timestamp,
}

/// What a device is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DevicePolled {
    /// There is no such request.
    Unknown,
    /// It is another client's. Nothing was written.
    Foreign,
    /// No user has decided.
    Pending,
    /// No user has decided, and the device asks too often: its interval is longer from now on.
    TooEarly,
    /// A user allowed it.
    Allowed,
    /// A user refused it.
    Denied,
    /// It has expired, and no user can allow it any more.
    Expired,
}

/// A user who allows a device what it asked for.
#[derive(Debug, Clone)]
pub struct DeviceAllowance {
    /// The hash of the device code.
    pub hash: SecretHash,
    /// When.
    pub at: Timestamp,
    /// The code that the device code becomes, with the same hash.
    pub code: AuthorizationCode,
    /// What the user agreed to.
    pub consent: Consent,
    /// What it was decided by, the login session included.
    pub basis: Basis,
    /// The audit line.
    pub audit: AuditEvent,
}

/// A user who refuses a device what it asked for.
#[derive(Debug, Clone)]
pub struct DeviceDenial {
    /// The workspace of the request.
    pub workspace_id: WorkspaceId,
    /// The hash of the device code.
    pub hash: SecretHash,
    /// When.
    pub at: Timestamp,
    /// What it was decided by, the login session included.
    pub basis: Basis,
    /// The audit line.
    pub audit: AuditEvent,
}

/// The outcome of a user's decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum DeviceDecided {
    /// It was written.
    Done,
    /// A row of the basis was changed since it was read, and nothing was written. The decision is to be made again.
    BasisChanged,
    /// The request is not open any more, and nothing was written.
    Over,
}

/// Device authorization requests.
pub trait DeviceStorage {
    /// Stores a new request while its basis holds.
    fn begin_device_request(&self, start: DeviceStart) -> impl Future<Output = Result<DeviceStarted, StorageError>> + Send;

    /// Returns the request of this device code, whatever its state.
    fn find_device_request(
        &self,
        workspace: WorkspaceId,
        hash: SecretHash,
    ) -> impl Future<Output = Result<Option<DeviceRequest>, StorageError>> + Send;

    /// Returns the request whose user code has one of these hashes, whatever its state.
    fn find_device_request_by_user_code(
        &self,
        workspace: WorkspaceId,
        hashes: Vec<SecretHash>,
    ) -> impl Future<Output = Result<Option<DeviceRequest>, StorageError>> + Send;

    /// Notes that a device asks, and returns how its request stands. One that has expired is over for its user from then on.
    fn poll_device_request(&self, poll: DevicePoll) -> impl Future<Output = Result<DevicePolled, StorageError>> + Send;

    /// Ends a request that is open as allowed, saves the consent and stores the code that its device can exchange: all of it, or nothing where
    /// the outcome is another than [`DeviceDecided::Done`].
    fn allow_device(&self, allowance: DeviceAllowance) -> impl Future<Output = Result<DeviceDecided, StorageError>> + Send;

    /// Ends a request that is open as denied, with its audit line.
    fn deny_device(&self, denial: DeviceDenial) -> impl Future<Output = Result<DeviceDecided, StorageError>> + Send;
}
