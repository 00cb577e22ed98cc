//! The device code grant (RFC 8628 §3.4, §3.5): a device asks until its user has decided.
//!
//! A device code that was allowed is an authorization code: it is exchanged as one, with the same decision about a refresh token, and whatever
//! ends codes ends it.

use domain::{
    grant_type::GrantType,
    user::{User, UserStatus},
};

use super::{
    authorization_code::{CheckedCode, Redemption},
    request::{GrantRequest, Latest},
};
use crate::{
    asked_details,
    engine::Engine,
    error::{Error, Refusal},
    keys,
    storage::{DevicePoll, DevicePolled, Storage, StoredCode},
    token::TokenResponse,
    trail::Trail,
};

/// The purpose of the hash of a device code: it is no authorization code, whoever sends it as one.
pub(crate) const DEVICE_CODE_PURPOSE: &str = "device-code";

impl<S: Storage> Engine<S> {
    /// Answers a device that asks whether its user has decided, with tokens where the user allowed it. Of several that ask at once one gets
    /// tokens; that a device code comes back ends nothing, because a device asks again and again by its nature.
    pub(crate) async fn exchange_device_code(&self, request: GrantRequest<'_>) -> Result<TokenResponse, Error> {
        let mut checked = self.check_device_code(&request).await?;
        self.use_proof_of(&request).await?;
        let mut latest = Latest::of(request);
        loop {
            match self.exchange_open(&latest.request(), &checked).await? {
                Some(Redemption::Issued(response)) => return Ok(*response),
                Some(Redemption::AlreadyRedeemed) => return Err(Refusal::UsedDeviceCode.into()),
                None => {}
            }
            self.renew(&mut latest).await?;
            checked = self.check_device_code(&latest.request()).await?;
        }
    }

    /// Checks all that must hold of a device code before anything is issued for it, in the order in which it is refused.
    async fn check_device_code(&self, request: &GrantRequest<'_>) -> Result<CheckedCode, Error> {
        let GrantRequest { realm, client, form, now, .. } = *request;
        let trail = &mut Trail::default();
        let binding = request.check_client(GrantType::DeviceCode, trail)?;
        let hash = keys::hash_secret(DEVICE_CODE_PURPOSE, form.get("device_code").ok_or(Refusal::MissingDeviceCode)?);
        let poll = DevicePoll { workspace_id: realm.workspace.id, hash, client_id: client.id, at: now };
        match self.storage().poll_device_request(poll).await? {
            DevicePolled::Allowed => {}
            DevicePolled::Unknown => return Err(Refusal::UnknownDeviceCode.into()),
            DevicePolled::Foreign => return Err(Refusal::ForeignDeviceCode.into()),
            DevicePolled::Pending => return Err(Refusal::AuthorizationPending.into()),
            DevicePolled::TooEarly => return Err(Refusal::SlowDown.into()),
            DevicePolled::Denied => return Err(Refusal::AccessDenied.into()),
            DevicePolled::Expired => return Err(Refusal::ExpiredDeviceCode.into()),
        }
        // It was allowed: where there is no code, what was allowed has ended since.
        let stored = self.storage().find_code(realm.workspace.id, &hash).await?.ok_or(Refusal::GrantEnded)?;
        let StoredCode { code, user, has_consent, is_session_open } = stored;
        request.check_bound_key(code.dpop_jkt, trail)?;
        if code.redeemed.is_some() {
            return Err(Refusal::UsedDeviceCode.into());
        }
        if now >= code.expires_at {
            return Err(Refusal::ExpiredDeviceCode.into());
        }
        let user: User = user.filter(|user| user.status == UserStatus::Active).ok_or(Refusal::UserInactive)?;
        if !client.settings.trusted && !has_consent {
            return Err(Refusal::ConsentWithdrawn.into());
        }
        let resources = self.resource_servers(realm, form, &code.resources).await?.narrowed(form, &code.resources)?;
        let details = asked_details::narrowed(form, &code.authorization_details, realm, client)?.for_resources(&resources);
        Ok(CheckedCode { binding, code, user, is_session_open, resources, details })
    }
}
