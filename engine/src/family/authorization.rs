//! What a family was granted.

use domain::{
    authorization_details::AuthorizationDetails,
    binding::Binding,
    clock::Timestamp,
    id::{ClientId, FamilyId, LoginSessionId, UserId, WorkspaceId},
    resource::Resources,
    scope::Scopes,
};

/// What was granted when a family began. It never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization {
    /// The family's identifier, which its tokens carry.
    pub id: FamilyId,
    /// The workspace it belongs to.
    pub workspace_id: WorkspaceId,
    /// The client it was issued to; no other may use it (RFC 6749 §10.4).
    pub client_id: ClientId,
    /// The user who authorized it.
    pub user_id: UserId,
    /// The login session it was authorized in.
    pub login_session_id: LoginSessionId,
    /// The scopes that were granted; narrowing one access token does not narrow them (RFC 6749 §6).
    pub scopes: Scopes,
    /// The resource servers that were granted (RFC 8707); narrowing one access token does not narrow them.
    pub resources: Resources,
    /// The authorization details that were granted (RFC 9396); narrowing one access token does not narrow them.
    pub authorization_details: AuthorizationDetails,
    /// When the user authenticated, which no refresh changes (OpenID Connect Core §12.2).
    pub auth_time: Timestamp,
    /// When the family began.
    pub created_at: Timestamp,
    /// Whether the family ends when its login session is ended.
    pub ends_with_session: bool,
    /// What the family's refresh tokens are bound to; a public client's alone (RFC 9449 §5, RFC 8705 §4).
    pub bound_to: Option<Binding>,
}
