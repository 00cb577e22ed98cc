//! The checks of an authorization code, in the order in which it is refused.

use domain::{
    authorization_details::AuthorizationDetails,
    grant_type::GrantType,
    resource::Resources,
    user::{User, UserStatus},
};

use crate::{
    asked_details,
    engine::Engine,
    error::{Error, Refusal},
    grant::request::{GrantRequest, TokenBinding},
    keys, pkce,
    storage::{AuthorizationCode, SecretHash, Storage, StoredCode},
    trail::Trail,
};

/// The purpose of the hash of a code.
pub(crate) const CODE_PURPOSE: &str = "authorization-code";

/// A code that was presented by its client.
pub(super) enum PresentedCode {
    /// It may be exchanged.
    Open(Box<CheckedCode>),
    /// It was exchanged before.
    Redeemed(Box<AuthorizationCode>),
}

/// A code that may be exchanged.
pub(in crate::grant) struct CheckedCode {
    pub(in crate::grant) binding: TokenBinding,
    pub(in crate::grant) code: AuthorizationCode,
    pub(in crate::grant) user: User,
    pub(in crate::grant) is_session_open: bool,
    /// The resource servers of the access token: the code's, or those of them that this request asks for.
    pub(in crate::grant) resources: Resources,
    /// Its authorization details: the code's, or those of them that this request asks for.
    pub(in crate::grant) details: AuthorizationDetails,
}

impl PresentedCode {
    pub(super) const fn hash(&self) -> &SecretHash {
        match self {
            Self::Open(checked) => &checked.code.hash,
            Self::Redeemed(code) => &code.hash,
        }
    }
}

impl<S: Storage> Engine<S> {
    /// Checks all that must hold of a code before anything is issued for it (RFC 6749 §4.1.3, RFC 7636 §4.6).
    pub(super) async fn check_code(&self, request: &GrantRequest<'_>) -> Result<PresentedCode, Error> {
        let GrantRequest { realm, client, form, now, .. } = *request;
        let trail = &mut Trail::default();
        let binding = request.check_client(GrantType::AuthorizationCode, trail)?;
        let hash = keys::hash_secret(CODE_PURPOSE, form.get("code").ok_or(Refusal::MissingCode)?);
        let stored = self.storage().find_code(realm.workspace.id, &hash).await?.ok_or(Refusal::UnknownCode)?;
        let StoredCode { code, user, has_consent, is_session_open } = stored;
        if code.client_id != client.id {
            return Err(Refusal::ForeignCode.into());
        }
        request.check_bound_key(code.dpop_jkt, trail)?;
        if code.redeemed.is_some() {
            return Ok(PresentedCode::Redeemed(Box::new(code)));
        }
        if now >= code.expires_at {
            return Err(Refusal::ExpiredCode.into());
        }
        let named = form.get("redirect_uri");
        if named.is_none() && code.redirect_uri_named || named.is_some_and(|named| named != code.redirect_uri) {
            return Err(Refusal::RedirectUriMismatch.into());
        }
        match (code.code_challenge.as_deref(), form.get("code_verifier")) {
            (Some(_), None) => return Err(Refusal::MissingVerifier.into()),
            (Some(_), Some(verifier)) if !pkce::is_verifier(verifier) => return Err(Refusal::MalformedVerifier.into()),
            (Some(challenge), Some(verifier)) if !pkce::verifies(verifier, challenge) => return Err(Refusal::WrongVerifier.into()),
            // RFC 9700 §2.1.1: a verifier without a challenge means that the challenge was removed.
            (None, Some(_)) => return Err(Refusal::UnexpectedVerifier.into()),
            _ => {}
        }
        let user = user.filter(|user| user.status == UserStatus::Active).ok_or(Refusal::UserInactive)?;
        // The user may have taken the access back while this code was on its way into the storage.
        if !client.settings.trusted && !has_consent {
            return Err(Refusal::ConsentWithdrawn.into());
        }
        let resources = self.resource_servers(realm, form, &code.resources).await?.narrowed(form, &code.resources)?;
        let details = asked_details::narrowed(form, &code.authorization_details, realm, client)?.for_resources(&resources);
        Ok(PresentedCode::Open(Box::new(CheckedCode { binding, code, user, is_session_open, resources, details })))
    }
}
