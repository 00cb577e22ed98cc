//! What a family was granted.

use domain::{
    authorization_details::AuthorizationDetails,
    binding::Binding,
    clock::Timestamp,
    id::{ClientId, FamilyId, LoginSessionId, UserId, WorkspaceId},
    resource::Resources,
    scope::Scopes,
    sign_in_method::{Acr, SignInMethod},
    subject_type::SectorIdentifier,
};

use crate::granted_claims::GrantedClaims;

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
    /// How the user signed in then; none where an earlier version of Regrant did not note it.
    pub signed_in_by: Option<SignInMethod>,
    /// The level as which the client is told of that, where it asked for one; none where it is the one that was reached.
    pub acr: Option<Acr>,
    /// The claims that the client gets by themselves, beside those of its scopes.
    pub claims: GrantedClaims,
    /// The sector by whose name for the user the client knows them; none where that is their identifier. What a client calls a user does not change
    /// with a refresh, whatever its settings say by then (OpenID Connect Core §12.2).
    pub sector: Option<SectorIdentifier>,
    /// When the family began.
    pub created_at: Timestamp,
    /// Whether the family ends when its login session is ended.
    pub ends_with_session: bool,
    /// What the family's refresh tokens are bound to; a public client's alone (RFC 9449 §5, RFC 8705 §4).
    pub bound_to: Option<Binding>,
}
