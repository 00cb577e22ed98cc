//! The JWT bearer grant (RFC 7523 §2.1): a client gets an access token of a user for an assertion that a trusted issuer signed, such as an identity
//! assertion authorization grant (draft-ietf-oauth-identity-assertion-authz-grant-03).
//!
//! The assertion takes the place of the user's sign-in and consent, and is used once. What it begins is a login session without a browser, which lasts
//! as long as the access token, and an authorization code that was redeemed for it: so whatever ends the sessions of a user, or what a client has,
//! ends this one, too. No refresh token belongs to it: the client asks its issuer for another assertion, which gives one only while the user may have
//! it.

mod check;

use domain::{
    audit::{AuditAction, AuditEvent, Change},
    authorization_details::AuthorizationDetails,
    clock::Timestamp,
    id::LoginSessionId,
    scope::Scopes,
    subject_type::SignInSector,
    token_event::{TokenEvent, TokenEventKind},
};

use check::CheckedAssertion;
pub(crate) use check::ID_JAG_PROFILE;

use super::request::{GrantRequest, Latest};
use crate::{
    asked_scopes::AskedScopes,
    audit::Line,
    client_jwt::LEEWAY_SECONDS,
    engine::Engine,
    error::{Error, Refusal},
    granted_claims::GrantedClaims,
    keys,
    login_session::SESSION_PURPOSE,
    random,
    storage::{AssertedSession, AuthorizationCode, Basis, LoginSession, Redeemed, SessionOrigin, Storage, Written},
    token::{
        TokenResponse, UserGrant,
        access::{self, AccessTokenGrant, IssuedAccessToken},
    },
};

/// How much longer a used assertion is kept than it could be used again, in seconds: no node's clock is so far behind.
const MARGIN_SECONDS: i64 = 60;

impl<S: Storage> Engine<S> {
    /// Issues an access token for an assertion, which is used up by that. A refusal consumes nothing.
    pub(crate) async fn take_assertion(&self, request: GrantRequest<'_>) -> Result<TokenResponse, Error> {
        let mut checked = self.check_jwt_bearer(&request).await?;
        self.use_proof_of(&request).await?;
        self.use_grant_assertion(&request, &checked).await?;
        let mut latest = Latest::of(request);
        loop {
            if let Some(response) = self.issue_asserted(&latest.request(), &checked).await? {
                return Ok(response);
            }
            self.renew(&mut latest).await?;
            checked = self.check_jwt_bearer(&latest.request()).await?;
        }
    }

    /// Uses an assertion up, which was checked.
    async fn use_grant_assertion(&self, request: &GrantRequest<'_>, checked: &CheckedAssertion) -> Result<(), Error> {
        let assertion = &checked.assertion;
        // An issuer has no space in it: no two assertions read alike.
        let fingerprint = keys::hash_secret("grant-assertion", &format!("{} {}", assertion.issuer, assertion.id));
        let ends = assertion.times.expires_at.saturating_add(LEEWAY_SECONDS + MARGIN_SECONDS);
        let until = Timestamp::from_millis(0).plus_seconds(ends);
        let first = self.storage().use_proof(request.realm.workspace.id, fingerprint, until).await?;
        if first { Ok(()) } else { Err(Refusal::ReplayedGrantAssertion.into()) }
    }

    /// Issues what was decided; nothing if what it was decided by has changed since.
    async fn issue_asserted(&self, request: &GrantRequest<'_>, checked: &CheckedAssertion) -> Result<Option<TokenResponse>, Error> {
        let GrantRequest { realm, client, now, .. } = *request;
        let CheckedAssertion { binding, user, resources, scopes, auth_time, ends_at, .. } = checked;
        let scopes = &scopes.granted;
        let [key] = self.signing_keys(realm, [access::algorithm(&realm.workspace.tokens, client)]).await?;
        let (login_session, bound_to) = (LoginSessionId::new(now, self.random_bytes()), binding.of_access_token());
        let subject = self.subject(realm.workspace.id, user.id, client.sector().as_ref()).await?;
        let details = AuthorizationDetails::none();
        let of_user = UserGrant {
            client,
            user,
            subject,
            scopes,
            resources,
            details: &details,
            bound_to,
            auth_time: *auth_time,
            // Elsewhere, by means that this server does not know.
            signed_in_by: None,
            acr: None,
            claims: GrantedClaims::default(),
            login_session,
            family: None,
            ends_at: *ends_at,
            nonce: None,
            now,
        };
        let grant = AccessTokenGrant { client, user: Some(&of_user), scopes, resources, details: &details, bound_to, now };
        let access_token = self.issue_access_token(realm, key.as_deref(), &grant)?;
        let begun = self.asserted_session(request, checked, login_session, &access_token);
        match self.storage().begin_asserted_session(begun).await? {
            Written::BasisChanged => Ok(None),
            Written::Done => Ok(Some(TokenResponse {
                access_token: access_token.text,
                token_type: access_token.token_type,
                issued_token_type: None,
                expires_in: access_token.expires_in,
                refresh_token: None,
                expiration: None,
                id_token: None,
                scopes: scopes.clone(),
                authorization_details: AuthorizationDetails::none(),
                transition: None,
            })),
        }
    }

    /// Returns what is written of an access token for an assertion.
    fn asserted_session(
        &self,
        request: &GrantRequest<'_>,
        checked: &CheckedAssertion,
        id: LoginSessionId,
        access_token: &IssuedAccessToken,
    ) -> AssertedSession {
        let GrantRequest { realm, client, now, .. } = *request;
        let CheckedAssertion { assertion, user, resources, scopes: AskedScopes { granted: scopes, left_out }, auth_time, .. } = checked;
        let (workspace_id, expires_at) = (realm.workspace.id, now.plus_seconds(access_token.expires_in));
        // Nobody has a secret with such a hash: no browser goes on in the session, and nobody redeems the code.
        let hash = |purpose| keys::hash_secret(purpose, random::new_secret(self.random().as_ref()).expose());
        let session = LoginSession {
            id,
            workspace_id,
            user_id: user.id,
            token_hash: hash(SESSION_PURPOSE),
            auth_time: *auth_time,
            signed_in_by: None,
            expires_at,
            origin: SessionOrigin { browser: Some(assertion.issuer.clone()), address: None },
        };
        let code = AuthorizationCode {
            hash: hash("grant-assertion"),
            workspace_id,
            client_id: client.id,
            user_id: user.id,
            login_session_id: id,
            redirect_uri: String::new(),
            redirect_uri_named: false,
            scopes: scopes.clone(),
            left_out: Scopes::none(),
            offline_consented: false,
            offline_requested: false,
            nonce: None,
            code_challenge: None,
            dpop_jkt: None,
            resources: resources.clone(),
            authorization_details: AuthorizationDetails::none(),
            auth_time: *auth_time,
            signed_in_by: None,
            acr: None,
            claims: GrantedClaims::default(),
            sector: SignInSector::Kept(client.sector()),
            consent_begun_at: None,
            session_expires_at: expires_at,
            expires_at: now,
            redeemed: Some(Redeemed {
                at: now,
                family_id: None,
                access_token_id: Some(access_token.id),
                access_token_expires_at: expires_at,
            }),
        };
        let line = Line::by_user(AuditAction::UserSignedIn, user, user.identifier.as_str(), user.id.to_string());
        let by = |field: &str, to: String| Change { field: field.to_owned(), from: String::new(), to };
        let changes = vec![by("assertion_issuer", assertion.issuer.clone()), by("client_id", client.id.to_string())];
        let event = TokenEvent {
            id: self.event_id(now),
            workspace_id,
            client_id: client.id,
            user_id: Some(user.id),
            family_id: None,
            at: now,
            scopes: scopes.clone(),
            left_out: left_out.clone(),
            kind: TokenEventKind::Asserted { issuer: assertion.issuer.clone() },
        };
        let audit = AuditEvent { changes, ..self.audit(realm, now, line) };
        AssertedSession { session, code, basis: Basis::of_client(&realm.workspace, client).and_user(user), audit, event }
    }
}
